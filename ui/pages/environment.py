"""Safety > Environment: measurements against their limits, what is due, land, mercury and the store of chemicals."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from armdesk.i18n import _, current
from armdesk.services.basis.period import Period, months_after
from ui import texts
from ui.blocks import Views, button, key, page_head
from ui.environment_views import ChemicalsView, LandView, MeasuredView, MercuryView, PlanView, View
from ui.layouts import page_column
from ui.session import Session, Visit

_TYPES = {"measurement", "monitoring_plan", "rate", "site", "batch", "reagent_movement", "production", "organisation",
          "action"}


class EnvironmentPage(QWidget):
    """Five views of what the mine does to water, soil, air and land."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        column = page_column(self)
        new = button(_("New measurement"), self.begin, look="primary", tip=_("New (Ctrl+N)"))
        new.setEnabled(not session.read_only)
        column.addLayout(page_head(_("Environment"), _("Water, soil, air and noise against their limits; land, mercury "
                                                       "and the store of chemicals."), new))
        self.days = texts.Elided(role="quiet")
        column.addWidget(self.days)
        self.measured, self.plan = MeasuredView(session, self.period), PlanView(session, self.period)
        self.land, self.mercury = LandView(session, self.period), MercuryView(session, self.period)
        self.chemicals = ChemicalsView(session, self.period)
        self._views: tuple[View, ...] = (self.measured, self.plan, self.land, self.mercury, self.chemicals)
        self.views = Views(dict(zip((_("Measurements"), _("Monitoring plan"), _("Land"), _("Mercury"), _("Chemicals")),
                                    self._views, strict=True)))
        column.addWidget(self.views, 1)
        for keys, run in (("Ctrl+N", self.begin), ("F5", self.refresh)):
            key(self, keys, run)
        session.changes.records_changed.connect(self._on_changed)
        session.period_changed.connect(self.refresh)
        self.views.shown.connect(lambda _place: self.refresh())
        self.setFocusProxy(self.measured.table)
        self.refresh()

    def period(self) -> Period:
        """The period of the top bar, else the last three years: few places are measured more than twice a year."""
        chosen, today = self.session.period, self.session.today()
        return Period(chosen.first, chosen.last) if chosen else Period(months_after(today, -36), today)

    def visit(self, visit: Visit) -> None:
        """Show the newest state."""
        self.refresh()

    def refresh(self) -> None:
        """Read what is in view again."""
        self.days.say(self.period().label(current()))
        self._views[self.views.place()].refresh()

    def _on_changed(self, types: frozenset[str]) -> None:
        if types & _TYPES and self.isVisible():
            self.refresh()

    def begin(self) -> None:
        """A new measurement."""
        if not self.session.read_only:
            self.session.open("measurement", new=True, values={"date": self.session.today()})
