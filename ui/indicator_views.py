"""The views of the page of indicators: values with their formula, months, hours and coverage."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from armdesk.i18n import _, current
from armdesk.i18n_formats import decimal_text
from armdesk.models import choices
from armdesk.models.exposure import HOURS_SOURCE
from armdesk.query import Filter, Query
from armdesk.reports import indicator_charts as charts
from armdesk.reports.document import CellValue
from armdesk.reports.indicators import holder_columns, holder_rows, hours_by_source
from armdesk.services.basis.period import Period
from armdesk.services.basis.period import month as calendar_month
from armdesk.services.people.holders import Holders
from armdesk.services.safety import goals
from armdesk.services.safety.goals import Standing
from armdesk.services.safety.hours import SiteHours
from armdesk.services.safety.indicators import Indicator, Reckoning, few_sentence
from armdesk.services.safety.safety_months import Span
from ui import texts
from ui.blocks import button, key
from ui.chart_view import ChartView
from ui.layouts import column_in
from ui.plain_table import PlainTable
from ui.session import Session

Ask = Callable[[], Reckoning]
"""Makes the reckoning of what is chosen; called in the window's thread, used beside it."""

_BASIS = 230
"""Units: pixels; what a value is based on is told whole below the table."""


class View(QWidget):
    """What the views have in common: a session, and what is chosen on the page."""

    def __init__(self, session: Session, ask: Ask) -> None:
        super().__init__()
        self.session, self.ask = session, ask
        self.column = column_in(self)

    def refresh(self) -> None:
        """Read again what is shown."""


class ValuesView(View):
    """Every indicator with its value and goal; below, how the one in hand was reckoned."""

    def __init__(self, session: Session, ask: Ask) -> None:
        super().__init__(session, ask)
        self.found: list[tuple[Indicator, Standing | None]] = []
        self.own: list[Standing] = []
        self.warning = texts.label(role="warn", wrap=True)
        self.column.addWidget(self.warning)
        self.table = PlainTable(session.theme, _("Indicators"))
        self.table.doubleClicked.connect(lambda _index: self.open_rows())
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._explain())
        self.column.addWidget(self.table, 1)
        self.how = texts.label(wrap=True)
        self.how.setMinimumHeight(66)
        self.column.addWidget(self.how)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.rows_button = button(_("Show the rows"), self.open_rows)
        self.goal_button = button(_("Baseline and target"), self.set_goal)
        self.own_button = button(_("Indicator of our own"), self.add_own, look="flat")
        for each in (self.rows_button, self.goal_button, self.own_button):
            row.addWidget(each)
        row.addStretch(1)
        self.column.addLayout(row)
        for each in (self.goal_button, self.own_button):
            each.setEnabled(not session.read_only)
        key(self.table, "Return", self.open_rows)

    def refresh(self) -> None:
        """Reckon everything again."""
        of, today = self.ask(), self.session.today()

        def read() -> tuple[list[Indicator], list[Standing]]:
            return of.all(), goals.standings(of, today)

        self.session.jobs.read(self, read, self._show)

    def _show(self, found: tuple[list[Indicator], list[Standing]]) -> None:
        indicators, standings = found
        nearest: dict[str, Standing] = {}
        for each in standings:
            nearest.setdefault(each.goal.indicator, each)
        self.own = [each for each in standings if each.goal.indicator == "own"]
        self.found = [(each, nearest.get(each.name)) for each in indicators]
        place = max(self.table.currentIndex().row(), 0)
        rate = next((each for each in indicators if each.name == "ltifr_1m"), None)
        self.warning.setText(rate.warning if rate else "")
        self.warning.setVisible(bool(self.warning.text()))
        headings = (_("Indicator"), _("Value"), _("What it is based on"), _("Baseline"), _("Target"), _("Due on"),
                    _("State"))
        self.table.show_rows(headings, len(self.found) + len(self.own), self._cell, (1, 3, 4))
        self.table.setColumnWidth(2, min(self.table.columnWidth(2), _BASIS))
        self.table.selectRow(min(place, len(self.found) + len(self.own) - 1))
        self._explain()

    def _cell(self, row: int, column: int) -> str:
        standing: Standing | None
        if row >= len(self.found):
            own = standing = self.own[row - len(self.found)]
            name, base = own.name, own.goal.definition or ""
            value = f"{_number(own.actual)} {own.unit}".strip() if own.actual is not None else ""
        else:
            indicator, standing = self.found[row]
            name, value, base = _(indicator.figure.label), indicator.figure.shown(), indicator.figure.note
        if column < 3:
            return (name, value, base)[column]
        if standing is None:
            return ""
        return (_number(standing.baseline), _number(standing.target), str(standing.goal.target_on or ""),
                _(goals.STATES[standing.state]))[column - 3]

    def chosen(self) -> Indicator | None:
        """The indicator in hand, None for one of the office's own."""
        row = self.table.currentIndex().row()
        return self.found[row][0] if 0 <= row < len(self.found) else None

    def _goal(self) -> Standing | None:
        row = self.table.currentIndex().row()
        if row >= len(self.found):
            return self.own[row - len(self.found)] if row - len(self.found) < len(self.own) else None
        return self.found[row][1] if row >= 0 else None

    def _explain(self) -> None:
        each, goal = self.chosen(), self._goal()
        self.rows_button.setEnabled(each is not None and each.figure.count > 0)
        lines = []
        if each is not None:
            lines = [_("Formula: {formula}").format(formula=each.formula), _("Put in: {figures}").format(
                figures=each.put_in), _("Source: {source}").format(source=each.source)]
        if goal is not None and goal.share is not None:
            lines.append(_("{share} % of the way from the baseline to the target.").format(
                share=decimal_text(goal.share, 0, current())))
        self.how.setText("\n".join(lines))

    def open_rows(self) -> None:
        """Go to the records behind the value."""
        each = self.chosen()
        if each is not None and each.figure.count:
            go_to(self.session, each.figure.rows)

    def set_goal(self) -> None:
        """Open the goal of the indicator in hand, or begin one."""
        each, goal = self.chosen(), self._goal()
        if goal is not None:
            self.session.open("goal", record=goal.goal.id)
        elif each is not None and not self.session.read_only:
            self.session.open("goal", new=True, values={"indicator": each.name, "baseline_on": self.session.today()})

    def add_own(self) -> None:
        """Begin an indicator of the office's own."""
        if not self.session.read_only:
            self.session.open("goal", new=True, values={"indicator": "own"})


class MonthsView(View):
    """Counts and rates month by month, with the charts."""

    def __init__(self, session: Session, ask: Ask) -> None:
        super().__init__(session, ask)
        self.months: list[Span] = []
        self.rolling: list[Span] = []
        row = QHBoxLayout()
        row.setSpacing(16)
        self.counts, self.rates = ChartView(session.theme), ChartView(session.theme)
        row.addWidget(self.counts, 1)
        row.addWidget(self.rates, 1)
        self.column.addLayout(row)
        self.table = PlainTable(session.theme, _("Accidents by month"))
        self.table.doubleClicked.connect(lambda _index: self.open_rows())
        self.column.addWidget(self.table, 1)
        self.column.addWidget(texts.label(_("Rates are those of the twelve months that end in the month; lost-time "
                                            "injuries without deaths. Enter opens the incidents of the month."),
                                          role="small", wrap=True))
        key(self.table, "Return", self.open_rows)

    def refresh(self) -> None:
        """Count again."""
        of = self.ask()
        self.session.jobs.read(self, lambda: (of.safety.months(), of.safety.rolling()), self._show)

    def _show(self, found: tuple[list[Span], list[Span]]) -> None:
        self.months, self.rolling = found
        self.counts.show_chart(charts.counts(self.months))
        self.rates.show_chart(charts.rates(self.rolling))
        headings = (_("Month"), _("Deaths"), _("Lost time"), _("Medical"), _("First aid"), _("Near misses"),
                    _("Lost days"), _("Hours"), _("Hours, 12 months"), _("LTIFR 1 M"), _("LTIFR 200 k"),
                    _("TRIFR 1 M"), _("TRIFR 200 k"), _("Severity 1 M"), _("Remark"))
        self.table.show_rows(headings, len(self.months), self._cell, range(1, 14))
        if self.months:
            self.table.selectRow(len(self.months) - 1)
            self.table.scrollToBottom()

    def _cell(self, row: int, column: int) -> str:
        month, twelve = self.months[row], self.rolling[row]
        each = month.accidents
        whole = (each.deaths, each.lost_time, each.medical, each.first_aid, each.near_misses, each.days)
        cells = (month.label, *map(str, whole), _number(month.hours, 0), _number(twelve.hours, 0),
                 _number(twelve.ltifr(), 2), _number(twelve.ltifr(200_000), 2), _number(twelve.trifr(), 2),
                 _number(twelve.trifr(200_000), 2), _number(twelve.severity(), 1), few_sentence(twelve))
        return cells[column]

    def open_rows(self) -> None:
        """Go to the incidents of the month."""
        row = self.table.currentIndex().row()
        if 0 <= row < len(self.months):
            self.session.open("incident", filters=_days(self.months[row].label))


class HoursView(View):
    """Hours by month and site, each with how it is known; the office may put its own figure."""

    def __init__(self, session: Session, ask: Ask) -> None:
        super().__init__(session, ask)
        self.found: list[SiteHours] = []
        self.chart = ChartView(session.theme)
        self.column.addWidget(self.chart)
        self.table = PlainTable(session.theme, _("Hours at work"))
        self.table.doubleClicked.connect(lambda _index: self.state())
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._on_row())
        self.column.addWidget(self.table, 1)
        self.how = texts.label(wrap=True)
        self.how.setMinimumHeight(40)
        self.column.addWidget(self.how)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.state_button = button(_("State own hours"), self.state, look="primary")
        self.rows_button = button(_("Show the rows"), self.open_rows)
        self.state_button.setEnabled(not session.read_only)
        row.addWidget(self.rows_button)
        row.addWidget(self.state_button)
        row.addStretch(1)
        self.column.addLayout(row)
        key(self.table, "Return", self.state)

    def refresh(self) -> None:
        """Reckon again."""
        of = self.ask()
        self.session.jobs.read(self, lambda: of.hours_by_site, self._show)

    def _show(self, found: list[SiteHours]) -> None:
        self.found = found[::-1]
        self.chart.show_chart(charts.hours(hours_by_source(found), {source: _(name) for source, name
                                                                    in HOURS_SOURCE.items()}))
        headings = (_("Month"), _("Site"), _("Hours"), _("People"), _("How it is known"), _("How they were reckoned"))
        self.table.show_rows(headings, len(self.found), self._cell, (2, 3))
        self._on_row()

    def _cell(self, row: int, column: int) -> str:
        each = self.found[row]
        return (each.month, each.site_name or _("All, or without site"), _number(each.hours, 0),
                str(each.workers or ""), _(HOURS_SOURCE[each.source]), each.rule)[column]

    def chosen(self) -> SiteHours | None:
        """The month and site in hand."""
        row = self.table.currentIndex().row()
        return self.found[row] if 0 <= row < len(self.found) else None

    def _on_row(self) -> None:
        each = self.chosen()
        self.rows_button.setEnabled(each is not None)
        said = each.rule if each else _("No hours are known: enter attendance, shifts or the hours of deliveries, or "
                                        "state the hours of a month.")
        if each is not None and each.books is not None:
            said = _("{rule} The books would give {hours} h.").format(rule=said, hours=_number(each.books, 0))
        self.how.setText(said)

    def state(self) -> None:
        """Open the office's own figure of the month and site, or begin one."""
        each = self.chosen()
        if each is not None and each.record:
            self.session.open("exposure", record=each.record)
        elif not self.session.read_only:
            values: dict[str, object] = {"stated_by": self.session.person.author or None}
            if each is not None:
                values |= {"month": each.month, "site": each.site or None, "hours": int(each.hours * 100),
                           "workers": each.workers or None}
            self.session.open("exposure", new=True, values=values)

    def open_rows(self) -> None:
        """Go to the book that most of the hours come from."""
        each = self.chosen()
        if each is None:
            return
        if each.record:
            self.session.open("exposure", record=each.record)
            return
        best = max(each.parts, key=lambda part: part.hours)
        page = {"attendance": "attendance", "shifts": "shift", "deliveries": "production"}.get(best.book, "person")
        site = (Filter("site", "is", each.site),) if each.site else ()
        self.session.open(page, filters=site if page == "person" else (*_days(each.month), *site))


class CoverageView(View):
    """Who of the roster has a valid course or equipment, by sex, role and kind."""

    def __init__(self, session: Session, ask: Ask) -> None:
        super().__init__(session, ask)
        self.rows: list[tuple[CellValue, ...]] = []
        row = QHBoxLayout()
        row.setSpacing(8)
        self.what = QComboBox()
        self.what.addItem(_("Training"), "training")
        self.what.addItem(_("Protective equipment"), "ppe")
        self.what.setAccessibleName(_("Courses or equipment"))
        self.what.currentIndexChanged.connect(lambda _place: self.refresh())
        row.addWidget(self.what)
        self.told = texts.Elided(role="quiet")
        row.addWidget(self.told, 1)
        self.column.addLayout(row)
        self.table = PlainTable(session.theme, _("Coverage"))
        self.table.rows.colour = self._colour
        self.column.addWidget(self.table, 1)

    def refresh(self) -> None:
        """Count again."""
        of, training = self.ask(), self.what.currentData() == "training"
        name = "people_trained" if training else "people_equipped"

        def read() -> tuple[Holders, str]:
            return of.training if training else of.equipment, of.of(name).put_in

        words = {} if training else choices.PPE
        self.session.jobs.read(self, read, lambda found: self._show_holders(found[0], found[1], words))

    def _show_holders(self, found: Holders, put_in: str, words: dict[str, str]) -> None:
        self.rows = holder_rows(found, words, open_=True)
        self.told.say(put_in)
        headings = [each.title if not each.unit else f"{each.title} ({each.unit})" for each in holder_columns()]
        self.table.show_rows(headings, len(self.rows), lambda row, column: str(self.rows[row][column] or ""),
                             (2, 3, 4))

    def _colour(self, row: int, column: int) -> QColor | None:
        """Shares below half are coloured; the figure says it too."""
        share = self.rows[row][4]
        if column != 4 or share is None:
            return None
        colours = self.session.theme.colours
        return QColor(colours.alarm if int(str(share)) < 50 else colours.warn if int(str(share)) < 80 else colours.good)


def go_to(session: Session, rows: Query) -> None:
    """Show a list of records."""
    session.open(rows.type.type_name(), filters=rows.filters)


def _days(month: str) -> tuple[Filter, ...]:
    of: Period = calendar_month(int(month[:4]), int(month[5:7]))
    return Filter("date", "from", of.begins), Filter("date", "to", of.ends)


def _number(value: Decimal | int | date | None, places: int | None = None) -> str:
    if value is None or isinstance(value, date):
        return ""
    return decimal_text(Decimal(value).normalize() + 0 if places is None else value, places, current())
