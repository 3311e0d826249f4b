"""Safety > Indicators: rates of accidents with their base, hours, coverage and goals; printed as a report."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from armdesk.i18n import _, current
from armdesk.models import Site
from armdesk.reports.document import Document
from armdesk.services.basis.figure import ask
from armdesk.services.basis.period import Period, months_after
from armdesk.services.safety.indicators import Reckoning
from armdesk.store import Store
from ui import printing, texts
from ui.blocks import Views, button, key, page_head
from ui.indicator_views import CoverageView, HoursView, MonthsView, ValuesView, View
from ui.layouts import page_column
from ui.session import Session, Visit

_TYPES = {"incident", "injured_person", "attendance", "shift", "production", "exposure", "goal", "person", "site",
          "rate", "training", "training_attendance", "ppe_delivery", "measurement", "reagent_movement", "batch", "crew"}
_BOOKS = ("incident", "attendance", "shift", "production")


class IndicatorsPage(QWidget):
    """Values, months, hours and coverage of a period and site."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        column = page_column(self)
        self.pdf_button = button(_("Print as PDF"), self.print_report)
        column.addLayout(page_head(_("Indicators"), _("Accidents against hours at work, coverage and environment; each "
                                                      "value with its formula and rows."), self.pdf_button))
        column.addLayout(self._choosers())
        self.values = ValuesView(session, self.reckoning)
        self.months = MonthsView(session, self.reckoning)
        self.hours = HoursView(session, self.reckoning)
        self.coverage = CoverageView(session, self.reckoning)
        self._views: tuple[View, ...] = (self.values, self.months, self.hours, self.coverage)
        self.views = Views(dict(zip((_("Indicators"), _("By month"), _("Hours"), _("Coverage")), self._views,
                                    strict=True)))
        column.addWidget(self.views, 1)
        key(self, "F5", self.refresh)
        session.changes.records_changed.connect(self._on_changed)
        session.period_changed.connect(self.refresh)
        self.views.shown.connect(lambda _place: self.refresh())
        self.setFocusProxy(self.values.table)
        self.refresh()

    def _choosers(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        name = texts.label(_("Site"))
        self.site = QComboBox()
        self.site.setAccessibleName(_("Site"))
        self.site.setMinimumWidth(200)
        self._fill_sites()
        self.site.currentIndexChanged.connect(lambda _place: self.refresh())
        name.setBuddy(self.site)
        row.addWidget(name)
        row.addWidget(self.site)
        self.days = texts.Elided(role="quiet")
        row.addWidget(self.days, 1)
        return row

    def _fill_sites(self) -> None:
        chosen = self.site.currentData()
        self.site.blockSignals(True)
        self.site.clear()
        self.site.addItem(_("All sites"), "")
        for each in sorted(self.session.store.all(Site), key=lambda each: each.name):
            self.site.addItem(each.name, each.id)
        self.site.setCurrentIndex(max(self.site.findData(chosen), 0))
        self.site.blockSignals(False)

    def period(self) -> Period:
        """The period of the top bar, else the last twelve months that the books tell of; never beyond today."""
        chosen, today = self.session.period, self.session.today()
        if chosen is not None and chosen.first <= today:
            return Period(chosen.first, min(chosen.last, today))
        return last_year(self.session.store, today)

    def reckoning(self) -> Reckoning:
        """What is reckoned for the choices of the page."""
        return Reckoning(self.session.store, self.period(), self.site.currentData() or "")

    def visit(self, visit: Visit) -> None:
        """Show the newest state."""
        self.refresh()

    def refresh(self) -> None:
        """Reckon what is in view again."""
        self.days.say(self.period().label(current()))
        self._views[self.views.place()].refresh()

    def _on_changed(self, types: frozenset[str]) -> None:
        if "site" in types:
            self._fill_sites()
        if types & _TYPES and self.isVisible():
            self.refresh()

    def print_report(self) -> None:
        """Write the report of the period as a PDF."""
        of, language, today = self.reckoning(), current(), self.session.today()
        name = self.session.workspace.settings.name

        def report() -> Document:
            from armdesk.reports.indicators import document

            return document(of, name, language, today)

        title = _("Indicators")
        printing.to_file(self.session, self, title, f"{title} {of.period.code()}.pdf", report)


def last_year(store: Store, today: date) -> Period:
    """The twelve months up to the newest entry of the books of work and accidents."""
    days = [day for book in _BOOKS for (day,) in ask(store, f"SELECT max(date) FROM {book} WHERE trashed = 0") if day]  # noqa: S608 - four names
    last = min(date.fromisoformat(max(days)), today) if days else today
    ends = min(months_after(last.replace(day=1), 1) - timedelta(days=1), today)
    return Period(months_after(ends.replace(day=1), -11), ends)
