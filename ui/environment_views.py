"""The views of the page of the environment: measurements with their limits, the plan, land, mercury and chemicals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QWidget

from armdesk.i18n import _, current
from armdesk.i18n_formats import decimal_text
from armdesk.models import Batch, choices
from armdesk.query import Filter
from armdesk.reports import indicator_charts as charts
from armdesk.services.basis.period import Period
from armdesk.services.basis.period import month as calendar_month
from armdesk.services.findings.environment_rules import limit_text, name_of, value_text, verdict
from armdesk.services.gold import mercury_sites, stock_cards
from armdesk.services.gold.mercury_sites import MercuryMonth
from armdesk.services.gold.stock_cards import Card
from armdesk.services.safety import land, measured, monitoring
from armdesk.services.safety.land import LandEntry
from armdesk.services.safety.measured import Judged
from armdesk.services.safety.monitoring import Due
from ui import texts
from ui.blocks import button, key
from ui.chart_view import ChartView
from ui.layouts import column_in
from ui.plain_table import PlainTable
from ui.session import Session

Ask = Callable[[], Period]
"""The period that is chosen."""


class View(QWidget):
    """A table, a chart above it where there is one, buttons below."""

    def __init__(self, session: Session, period: Ask, name: str, *, chart: bool = False) -> None:
        super().__init__()
        self.session, self.period = session, period
        self.column = column_in(self)
        self.chart: ChartView | None = None
        if chart:
            self.chart = ChartView(session.theme)
            self.column.addWidget(self.chart)
        self.table = PlainTable(session.theme, name)
        self.column.addWidget(self.table, 1)
        self.told = texts.label(wrap=True)
        self.column.addWidget(self.told)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.column.addLayout(self.buttons)
        self.table.doubleClicked.connect(lambda _index: self.open())
        key(self.table, "Return", self.open)

    def add_buttons(self, *given: QWidget) -> None:
        """Buttons below the table, from the left."""
        for each in given:
            self.buttons.addWidget(each)
        self.buttons.addStretch(1)

    def row(self) -> int:
        """The row in hand, -1 for none."""
        return self.table.currentIndex().row()

    def refresh(self) -> None:
        """Read again what is shown."""

    def open(self) -> None:
        """Open what stands in the row in hand."""


class MeasuredView(View):
    """Every measurement with the limit that holds; the chart shows the place and parameter of the row in hand."""

    def __init__(self, session: Session, period: Ask) -> None:
        super().__init__(session, period, _("Measurements"), chart=True)
        self.found: list[Judged] = []
        self.table.rows.colour = self._colour
        self.table.say_when_empty(_("No measurement in this period. “New measurement” begins one; the limit of the "
                                    "country is looked up by the name of the parameter."))
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._on_row())
        self.action_button = button(_("Create action"), self.act)
        self.again_button = button(_("Measure again"), self.again)
        self.limits_button = button(_("Dated limits"), self.open_limits, look="flat")
        self.add_buttons(self.action_button, self.again_button, self.limits_button)

    def refresh(self) -> None:
        """Judge the measurements of the period again."""
        store, period = self.session.store, self.period()
        self.session.jobs.read(self, lambda: measured.judged(store, period), self._show)

    def _show(self, found: list[Judged]) -> None:
        place = max(self.row(), 0)
        self.found = found[::-1]
        headings = (_("Date"), _("Place"), _("Parameter"), _("Value"), _("Limit"), _("Verdict"), _("As stated"),
                    _("Source of the limit"), _("Laboratory"))
        self.table.show_rows(headings, len(self.found), self._cell, (3,))
        self.table.selectRow(min(place, len(self.found) - 1))
        self._on_row()

    def _cell(self, row: int, column: int) -> str:
        each = self.found[row]
        return (str(each.day), ", ".join(filter(None, (each.site_name, each.place))), each.parameter or "?",
                value_text(each), limit_text(each), verdict(each), _yes_no(each.stated),
                each.source or (_("written with it") if each.limit is not None or each.least is not None else ""),
                each.lab)[column]

    def _colour(self, row: int, column: int) -> QColor | None:
        if column not in (5, 6):
            return None
        each, colours = self.found[row], self.session.theme.colours
        if column == 6:
            return QColor(colours.alarm) if each.contradicts else None
        return QColor(colours.quiet if each.within is None else colours.good if each.within else colours.alarm)

    def chosen(self) -> Judged | None:
        """The measurement in hand."""
        return self.found[self.row()] if 0 <= self.row() < len(self.found) else None

    def _on_row(self) -> None:
        each = self.chosen()
        writable = not self.session.read_only
        self.action_button.setEnabled(writable and each is not None and each.within is False)
        self.again_button.setEnabled(writable and each is not None)
        if each is None:
            self.told.setText("")
        elif each.odd_unit:
            self.told.setText(_("The limit is told in {unit}; the measurement cannot be compared with it.").format(
                unit=each.odd_unit))
        elif each.contradicts:
            self.told.setText(_("The paper says one thing, the figures say another: correct one of them."))
        else:
            self.told.setText("")
        if self.chart is not None:
            same = [other for other in reversed(self.found) if each is not None and other.series == each.series]
            self.chart.show_chart(charts.measurements(same))

    def open(self) -> None:
        """Open the measurement."""
        if (each := self.chosen()) is not None:
            self.session.open("measurement", record=each.id)

    def act(self) -> None:
        """Begin an action about a measurement over its limit."""
        each = self.chosen()
        if each is not None and not self.session.read_only:
            self.session.open("action", new=True, values={
                "origin": f"measurement/{each.id}", "adopted_on": self.session.today(),
                "measure": _("Bring within the limit: {what}").format(what=name_of(each)),
                "indicator": each.parameter or None, "baseline": value_text(each), "target": limit_text(each) or None})

    def again(self) -> None:
        """Begin the next measurement of the same thing at the same place."""
        each = self.chosen()
        if each is not None and not self.session.read_only:
            self.session.open("measurement", new=True, values={
                "date": self.session.today(), "site": each.site or None, "place": each.place or None,
                "medium": each.medium, "parameter": each.parameter or None, "unit": each.unit or None,
                "lab": each.lab or None})

    def open_limits(self) -> None:
        """Go to the rows that limits come from."""
        self.session.open("rate", filters=(Filter("kind", "contains", "limit_"),))


class PlanView(View):
    """What has to be measured and when it is due again."""

    def __init__(self, session: Session, period: Ask) -> None:
        super().__init__(session, period, _("Monitoring plan"))
        self.found: list[Due] = []
        self.table.rows.colour = self._colour
        new = button(_("New point"), lambda: session.open("monitoring_plan", new=True, values={
            "begins_on": session.today(), "every_months": 6}))
        new.setEnabled(not session.read_only)
        self.measure_button = button(_("Enter the measurement"), self.measure, look="primary")
        self.add_buttons(self.measure_button, new)

    def refresh(self) -> None:
        """Look anew what is due."""
        store, today = self.session.store, self.session.today()
        self.session.jobs.read(self, lambda: monitoring.due(store, today), self._show)

    def _show(self, found: list[Due]) -> None:
        self.found = found
        headings = (_("What is measured"), _("Parameter"), _("Place"), _("Every so many months"), _("Last"),
                    _("Due on"), _("State"), _("Responsible"), _("Required by"))
        self.table.show_rows(headings, len(found), self._cell, (3,))
        self.measure_button.setEnabled(bool(found) and not self.session.read_only)
        late = sum(each.late > 0 for each in found)
        self.told.setText(_("{late} of {count} points are overdue.").format(late=late, count=len(found)) if found else
                          _("There is no plan yet: say what has to be measured, where and how often."))

    def _cell(self, row: int, column: int) -> str:
        each = self.found[row]
        plan = each.plan
        state = _("! {days} days late").format(days=each.late) if each.late else _("✓ in time")
        return (_(choices.MEDIUM[plan.medium]), plan.parameter,
                ", ".join(filter(None, (each.site_name, plan.place))), str(plan.every_months),
                str(each.last or _("never")), str(each.due_on), state, plan.responsible or "",
                plan.required_by or "")[column]

    def _colour(self, row: int, column: int) -> QColor | None:
        if column != 6:
            return None
        colours = self.session.theme.colours
        return QColor(colours.warn if self.found[row].late else colours.good)

    def open(self) -> None:
        """Open the point of the plan."""
        if 0 <= self.row() < len(self.found):
            self.session.open("monitoring_plan", record=self.found[self.row()].plan.id)

    def measure(self) -> None:
        """Begin the measurement of the point in hand."""
        if 0 <= self.row() < len(self.found) and not self.session.read_only:
            plan = self.found[self.row()].plan
            self.session.open("measurement", new=True, values={
                "date": self.session.today(), "site": plan.site, "place": plan.place, "medium": plan.medium,
                "parameter": plan.parameter})


class LandView(View):
    """Land disturbed and restored with what is open after each entry."""

    def __init__(self, session: Session, period: Ask) -> None:
        super().__init__(session, period, _("Land"), chart=True)
        self.found: list[LandEntry] = []
        new = button(_("New entry of land"), lambda: session.open("measurement", new=True, values={
            "date": session.today(), "medium": measured.LAND, "parameter": _("Land area")}))
        new.setEnabled(not session.read_only)
        self.add_buttons(new)

    def refresh(self) -> None:
        """Add up again."""
        store, period = self.session.store, self.period()
        self.session.jobs.read(self, lambda: land.entries(store, period.ends), self._show)

    def _show(self, found: list[LandEntry]) -> None:
        self.found = found[::-1]
        if self.chart is not None:
            self.chart.show_chart(charts.land(found))
        headings = (_("Date"), _("Site"), _("Place"), _("Disturbed (ha)"), _("Restored (ha)"),
                    _("Open at the site (ha)"))
        self.table.show_rows(headings, len(found), self._cell, (3, 4, 5))
        sites = land.open_by_site(found)
        parts = [_("{site}: {area} ha open").format(
            site=each.site_name or _("Without site"), area=_number(each.open, 4)) for each in sites.values()]
        self.told.setText(" · ".join(parts) if parts else _(
            "Write down each time what was newly disturbed or restored; armdesk keeps the running area."))

    def _cell(self, row: int, column: int) -> str:
        each = self.found[row]
        return (str(each.day), each.site_name, each.place, _number(each.disturbed or None, 4),
                _number(each.restored or None, 4), _number(each.open, 4))[column]

    def open(self) -> None:
        """Open the entry."""
        if 0 <= self.row() < len(self.found):
            self.session.open("measurement", record=self.found[self.row()].id)


class MercuryView(View):
    """Mercury by month and site: way of using it, lost per gold, where it is burnt and who is near."""

    def __init__(self, session: Session, period: Ask) -> None:
        super().__init__(session, period, _("Mercury"), chart=True)
        self.found: list[MercuryMonth] = []

    def refresh(self) -> None:
        """Reckon again."""
        store, period = self.session.store, self.period()
        self.session.jobs.read(self, lambda: mercury_sites.by_month_and_site(store, period), self._show)

    def _show(self, found: list[MercuryMonth]) -> None:
        self.found = found[::-1]
        if self.chart is not None:
            self.chart.show_chart(charts.mercury(found))
        headings = (_("Month"), _("Site"), _("Way of using it"), _("Gold (g)"), _("Used (g)"), _("Recovered (g)"),
                    _("Lost (g)"), _("Lost per gold (g/g)"), _("Where amalgam is burnt"), _("Persons exposed"),
                    _("Worst practices seen"))
        self.table.show_rows(headings, len(found), self._cell, (3, 4, 5, 6, 7, 9))
        self.told.setText(_("Lost = put in less recovered; divided by the fine gold of the same month and place.")
                          if found else _("No mercury is written down in this period."))

    def _cell(self, row: int, column: int) -> str:
        each = self.found[row]
        return (each.month, each.site_name, _(mercury_sites.PRACTICE[each.practice]), _number(each.gold, 1),
                _number(each.used, 1), _number(each.recovered, 1), _number(each.lost, 1), _number(each.ratio, 3),
                "; ".join(each.burn_places), str(each.exposed or ""),
                "; ".join(_(Batch.field(name).label) for name in each.worst))[column]

    def open(self) -> None:
        """Go to the movements of mercury of the month."""
        if 0 <= self.row() < len(self.found):
            month = self.found[self.row()].month
            of = calendar_month(int(month[:4]), int(month[5:]))
            self.session.open("reagent_movement", filters=(
                Filter("item", "is", "mercury"), Filter("date", "from", of.begins), Filter("date", "to", of.ends)))


class ChemicalsView(View):
    """What lies in each store of chemicals by its book, when it was counted and how far that was off."""

    def __init__(self, session: Session, period: Ask) -> None:
        super().__init__(session, period, _("Chemicals"))
        self.found: list[Card] = []
        self.table.rows.colour = self._colour

    def refresh(self) -> None:
        """Read the cards again."""
        store = self.session.store
        self.session.jobs.read(self, lambda: stock_cards.cards(store), self._show)

    def _show(self, found: list[Card]) -> None:
        self.found = found
        headings = (_("Store and item"), _("Balance by the book"), _("Last movement"), _("Last counted"),
                    _("Difference"), _("Odd entries"))
        self.table.show_rows(headings, len(found), self._cell, (1, 4, 5))
        self.told.setText(_("Enter opens the stock card.") if found else _(
            "No movement of mercury, cyanide, explosives or fuel is written down yet."))

    def _cell(self, row: int, column: int) -> str:
        card = self.found[row]
        counts = [line for line in card.lines if line.counted is not None]
        odd = sum(line.below_zero or line.unexplained for line in card.lines)
        difference = counts[-1].difference if counts else None
        return (card.title(), card.shown(card.balance), str(card.lines[-1].day) if card.lines else "",
                str(counts[-1].day) if counts else _("never"),
                card.shown(difference) if difference else "", str(odd or ""))[column]

    def _colour(self, row: int, column: int) -> QColor | None:
        odd = any(line.below_zero or line.unexplained for line in self.found[row].lines)
        return QColor(self.session.theme.colours.warn) if column == 5 and odd else None

    def open(self) -> None:
        """Open the card."""
        if 0 <= self.row() < len(self.found) and self.found[self.row()].lines:
            self.session.open("stock_card", record=self.found[self.row()].lines[-1].id)


def _yes_no(value: bool | None) -> str:
    return "" if value is None else _("yes") if value else _("no")


def _number(value: Decimal | date | None, places: int) -> str:
    return decimal_text(value, places, current()) if isinstance(value, Decimal) else ""
