"""Months of a site against what is usual: the table of the balance's second tab, with the answers to outliers."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from armdesk.i18n import _, current, ngettext
from armdesk.i18n_formats import decimal_text
from armdesk.query import Filter
from armdesk.services.basis.period import Period
from armdesk.services.basis.period import month as calendar_month
from armdesk.services.findings import plausibility
from armdesk.services.findings.plausibility import SiteMonth
from ui import texts
from ui.blocks import button, key
from ui.layouts import column_in
from ui.plain_table import PlainTable
from ui.session import Session


class PlausibilityView(QWidget):
    """Each site in each month: gold per person and day, what is usual, and the answer where it is not."""

    def __init__(self, session: Session, period: Callable[[], Period]) -> None:
        super().__init__()
        self.session, self._period = session, period
        self.found: list[SiteMonth] = []
        column = column_in(self)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.only = QComboBox()
        self.only.addItem(_("All months"), "")
        for code, name in plausibility.STATUS.items():
            self.only.addItem(_(name), code)
        self.only.setAccessibleName(_("Status"))
        self.only.currentIndexChanged.connect(lambda _place: self._show())
        row.addWidget(self.only)
        self.summary = texts.Elided(role="quiet")
        row.addWidget(self.summary, 1)
        self.rows_button = button(_("Show the deliveries"), self.open_rows)
        self.explain_button = button(_("Explain"), self.explain, look="primary")
        row.addWidget(self.rows_button)
        row.addWidget(self.explain_button)
        column.addLayout(row)
        self.table = PlainTable(session.theme, _("Plausibility by site and month"))
        self.table.doubleClicked.connect(lambda _index: self.open_rows())
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._on_row())
        column.addWidget(self.table, 1)
        self.why = texts.label(wrap=True)
        self.why.setMinimumHeight(44)
        column.addWidget(self.why)
        key(self.table, "Return", self.open_rows)

    def refresh(self) -> None:
        """Judge the months of the period again."""
        store, period = self.session.store, self._period
        self.session.jobs.read(self, lambda: plausibility.site_months(store, period()), self._on_read)

    def _on_read(self, found: list[SiteMonth]) -> None:
        self.found = sorted(found, key=lambda each: (each.month, each.site_name), reverse=True)
        self._show()

    def shown(self) -> list[SiteMonth]:
        """The months in view."""
        only = self.only.currentData()
        return [each for each in self.found if only in ("", each.status)]

    def _show(self) -> None:
        months = self.shown()
        open_ = sum(each.status == "open" for each in self.found)
        self.summary.say(ngettext("{count} month of a site is to be explained.",
                                  "{count} months of sites are to be explained.", open_).format(count=open_)
                         if open_ else _("Nothing is to be explained."))
        whole = (
            (_("Month"), False, [each.month for each in months]),
            (_("Site"), False, [each.site_name for each in months]),
            (_("Status"), False, [_(plausibility.STATUS[each.status]) for each in months]),
            (_("Per person and day (g)"), True, [_grams(each.per_person_day, 2) for each in months]),
            (_("Usual (g)"), False, [_band(each) for each in months]),
            (_("Fine (g)"), True, [_grams(each.fine) for each in months]),
            (_("Persons a day"), True, [_count(each.persons) for each in months]),
            (_("Person-days"), True, [_count(each.person_days or None) for each in months]),
            (_("Ore (t)"), True, [_grams(each.ore or None) for each in months]),
            (_("Implied grade (g/t)"), True, [_grams(each.grade, 2) for each in months]),
            (_("Cap used (%)"), True, [_percent(each.used) for each in months]),
            (_("Explanation"), False, [each.explanation for each in months]))
        columns = [each for each in whole if any(each[2])]
        self.table.show_rows([each[0] for each in columns], len(months), lambda row, column: columns[column][2][row],
                             [place for place, each in enumerate(columns) if each[1]])
        self._on_row()

    def chosen(self) -> SiteMonth | None:
        """The month under the keyboard."""
        months, row = self.shown(), self.table.currentIndex().row()
        return months[row] if 0 <= row < len(months) else None

    def _on_row(self) -> None:
        month = self.chosen()
        self.rows_button.setEnabled(month is not None)
        self.explain_button.setEnabled(month is not None and month.status == "open" and not self.session.read_only)
        self.why.setText(" ".join(flag.sentence for flag in month.flags) if month else "")

    def open_rows(self) -> None:
        """Go to the deliveries of the month."""
        month = self.chosen()
        if month is None:
            return
        of = calendar_month(int(month.month[:4]), int(month.month[5:]))
        site = Filter("site", "is", month.site) if month.site else Filter("site", "empty")
        self.session.open("production", filters=(
            Filter("date", "from", of.begins), Filter("date", "to", of.ends), site))

    def explain(self) -> None:
        """Write why the month is right: a signed and dated explanation."""
        month = self.chosen()
        if month is None or self.session.read_only:
            return
        for flag in month.unanswered[:1]:
            self.session.open("explanation", new=True, values={
                "rule": flag.rule, "target": month.reference, "date": self.session.today(),
                "sentence": flag.sentence, "fact": flag.fact,
                "author": self.session.person.author or None})


def _grams(value: Decimal | None, places: int = 3) -> str:
    return "" if value is None else decimal_text(value, places, current())


def _percent(value: Decimal | None) -> str:
    return _grams(value, 2)


def _count(value: int | None) -> str:
    return "" if value is None else decimal_text(value, 0, current())


def _band(each: SiteMonth) -> str:
    if each.band_low is None or each.band_high is None:
        return ""
    shown = f"{_grams(each.band_low, 2)} – {_grams(each.band_high, 2)}"
    return _("{band} (own)").format(band=shown) if each.own_band else shown
