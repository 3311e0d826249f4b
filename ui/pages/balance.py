"""Mass balance and plausibility: fine gold by month, stage and class, on any day; each site against the usual."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHBoxLayout, QLineEdit, QWidget

from armdesk.dates import parse_date
from armdesk.i18n import _, current, ngettext
from armdesk.i18n_formats import decimal_text
from armdesk.models import choices
from armdesk.query import Filter
from armdesk.services.basis.figure import ask
from armdesk.services.basis.period import Period, months_after
from armdesk.services.basis.period import month as calendar_month
from armdesk.services.gold import balance
from armdesk.services.gold.balance import BalanceMonth
from armdesk.store import Store
from ui import texts
from ui.batch_balance import BatchView
from ui.blocks import Views, key, page_head
from ui.charts import Bars, Series
from ui.layouts import column_in, page_column
from ui.plain_table import PlainTable
from ui.plausible import PlausibilityView
from ui.session import Session, Visit

_TYPES = {"production", "sale", "lot", "lot_input", "batch", "batch_input", "rate", "explanation", "site"}
_CHART = 12
_DAYS = {"production": "date", "sale": "date", "lot": "created_on", "batch": "date", "lot_input": "date"}
_ROWS = {
    "all": ("production", "production", "sale", "lot_input"), "stock": ("production", "production", "lot", "lot_input"),
    "processing": ("batch", "batch", "lot_input", "batch"), "melting": ("lot", "lot_input", "sale", "lot_input"),
    "sale": ("sale", "lot", "sale", "lot_input"),
}
"""Stage -> the register behind its month, what came in, what went out and what was lost."""


@dataclass(frozen=True)
class Read:
    """What the balance shows at once."""

    months: list[BalanceMonth]
    on_day: dict[str, Decimal]
    over: list[balance.OverSale]


def usual_period(store: Store, today: date) -> Period:
    """The twelve months up to the newest delivery or sale."""
    newest = [row[0] for row in ask(store, "SELECT max(date) FROM production WHERE trashed = 0 UNION ALL "
                                    "SELECT max(date) FROM sale WHERE trashed = 0") if row[0]]
    last = min(date.fromisoformat(max(newest)), today) if newest else today
    ends = calendar_month(last.year, last.month).ends
    return Period(months_after(ends.replace(day=1), -11), ends)


class BalancePage(QWidget):
    """The balance month by month with its chart, and the plausibility of each site."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        column = page_column(self)
        column.addLayout(page_head(_("Mass balance"), _("Fine gold that was there, came in, went out and was lost; "
                                                        "what does not fit asks for an explanation.")))
        self.balance = BalanceView(session)
        self.plausible = PlausibilityView(session, self.period)
        self.batches = BatchView(session, self.period)
        self.views = Views({_("By month"): self.balance, _("Plausibility"): self.plausible, _("Batches"): self.batches})
        column.addWidget(self.views, 1)
        key(self, "F5", self.refresh)
        session.changes.records_changed.connect(self._on_changed)
        session.period_changed.connect(self.refresh)
        self.views.shown.connect(lambda _place: self.refresh())
        self.refresh()

    def period(self) -> Period:
        """The period chosen in the top bar, else the last twelve months."""
        return _period(self.session) or usual_period(self.session.store, self.session.today())

    def visit(self, visit: Visit) -> None:
        """Show the newest state."""
        self.refresh()

    def refresh(self) -> None:
        """Read what is in view again."""
        (self.balance, self.plausible, self.batches)[self.views.place()].refresh()

    def _on_changed(self, types: frozenset[str]) -> None:
        if types & _TYPES and self.isVisible():
            self.refresh()


def _period(session: Session) -> Period | None:
    chosen = session.period
    return Period(chosen.first, chosen.last) if chosen else None


class BalanceView(QWidget):
    """Stage, class and day to choose; a table and a chart."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.found: list[BalanceMonth] = []
        self.over: list[balance.OverSale] = []
        column = column_in(self)
        column.addLayout(self._choosers())
        self.on_day = texts.Elided(role="quiet")
        column.addWidget(self.on_day)
        self.message = texts.label(role="warn", wrap=True)
        column.addWidget(self.message)
        self.table = PlainTable(session.theme, _("Mass balance by month"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.doubleClicked.connect(self.open_rows)
        column.addWidget(self.table, 3)
        self.hint = texts.label(_("Double-click a number, or press Enter on it, to see its rows."), role="small")
        column.addWidget(self.hint)
        self.empty = texts.label(_("The balance begins with the first delivery that has a weight and a fineness: enter "
                                   "or import production, then lots and sales."), role="quiet", wrap=True)
        self.empty.hide()
        column.addWidget(self.empty, 1)
        self.chart = Bars(session.theme)
        column.addWidget(self.chart)
        key(self.table, "Return", lambda: self.open_rows(self.table.currentIndex()))

    def _choosers(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.stage, self.gold_class = QComboBox(), QComboBox()
        for code, word in balance.STAGE_NAMES.items():
            self.stage.addItem(_(word), code)
        self.gold_class.addItem(_("All classes"), "")
        for code, word in choices.GOLD_CLASS.items():
            self.gold_class.addItem(_(word), code)
        for words, box in ((_("Stage"), self.stage), (_("Class"), self.gold_class)):
            name = texts.label(words)
            name.setBuddy(box)
            box.setAccessibleName(words)
            box.currentIndexChanged.connect(lambda _place: self.refresh())
            row.addWidget(name)
            row.addWidget(box)
        row.addSpacing(16)
        name = texts.label(_("Stock on"))
        self.day = QLineEdit()
        self.day.setFixedWidth(150)
        self.day.setAccessibleName(_("Stock on"))
        self.day.setPlaceholderText(_("day/month/year") if self.session.reading().order == "dmy"
                                    else _("month/day/year"))
        self.day.editingFinished.connect(self.refresh)
        name.setBuddy(self.day)
        row.addWidget(name)
        row.addWidget(self.day)
        row.addStretch(1)
        return row

    def chosen_day(self) -> date | None:
        """The day that was typed, None if it is none; then a sentence says so."""
        text = self.day.text().strip()
        if not text:
            return self.session.today()
        try:
            return parse_date(text, order=self.session.reading().order, today=self.session.today())
        except ValueError as error:
            self.on_day.say(str(error))
            return None

    def refresh(self) -> None:
        """Read the balance again."""
        day = self.chosen_day()
        if day is None:
            return
        store, stage, gold_class = self.session.store, self.stage.currentData(), self.gold_class.currentData()
        chosen, today = _period(self.session), self.session.today()

        def read() -> Read:
            period = chosen or usual_period(store, today)
            return Read(balance.months(store, period, stage, gold_class), balance.on_day(store, day, gold_class),
                        list(balance.over_sales(store, period)) if stage in ("all", "sale") else [])

        self.session.jobs.read(self, read, lambda found: self._show(found, day, stage))

    def _show(self, found: Read, day: date, stage: str) -> None:
        self.found = found.months
        parts = [_("{stage} {grams} g").format(stage=_(balance.STAGE_NAMES[each]), grams=_grams(value))
                 for each, value in found.on_day.items()]
        self.on_day.say(_("{day}: {parts}").format(day=day, parts=" · ".join(parts)))
        self.over = found.over
        self.message.setText("\n".join(_sentences(found)))
        self.message.setVisible(bool(self.message.text()))
        headings = [_("Month"), _("Opening (g)"), _("In (g)"), _("Out (g)"), _("Declared loss (g)"), _("Closing (g)"),
                    _("Unexplained (g)"), _("Unexplained (%)"), _("Tolerance (%)"), _("Status")]
        rows = [[each.month, *map(_grams, (each.opening, each.came_in, each.went_out, each.lost, each.closing,
                                           each.unexplained)), _percent(each.percent), _percent(each.tolerance),
                 _(balance.STATUS[each.status])] for each in found.months]
        self.table.show_rows(headings, len(rows), lambda row, column: rows[row][column], range(1, 9))
        if rows:
            self.table.setCurrentIndex(self.table.model().index(len(rows) - 1, 1))
            self.table.scrollToBottom()
        nothing = all(each.empty for each in found.months)
        self.empty.setVisible(nothing)
        for each in (self.table, self.hint):
            each.setVisible(not nothing)
        self._draw(stage)

    def _draw(self, stage: str) -> None:
        shown = self.found[-_CHART:]
        words = (_("Produced"), _("Sold")) if stage == "all" else (_("Came in"), _("Went out"))
        values = ((words[0], [each.came_in for each in shown]), (words[1], [each.went_out for each in shown]),
                  (_("Stock"), [each.closing for each in shown]),
                  (_("Unexplained"), [abs(each.unexplained) for each in shown]))
        self.chart.show_series(
            [each.month[2:].replace("-", "/") for each in shown],
            [Series(name, [max(int(value * 1000), 0) for value in row], [f"{_grams(value, 0)} g" for value in row])
             for name, row in values], _("Mass balance by month"))
        self.chart.setVisible(any(value for _name, row in values for value in row))

    def open_rows(self, index: QModelIndex) -> None:
        """Go to the rows behind a number."""
        if not 0 <= index.row() < len(self.found):
            return
        whole, came, went, lost = _ROWS[self.stage.currentData()]
        page = {2: came, 3: went, 4: lost}.get(index.column(), whole)
        of = calendar_month(int(self.found[index.row()].month[:4]), int(self.found[index.row()].month[5:]))
        self.session.open(page, filters=_days(page, of))


def _sentences(found: Read) -> list[str]:
    """What does not fit, a line each: months with unexplained gold, and sales of more than there was."""
    said = []
    open_ = [each.month for each in found.months if each.status != "ok"]
    if open_:
        text = ngettext("{count} month has unexplained gold: {months}.",
                        "{count} months have unexplained gold: {months}.", len(open_))
        said.append(text.format(count=len(open_), months=", ".join(open_[-8:])))
    if found.over:
        text = ngettext("{count} sale takes more than there was: {sales}.",
                        "{count} sales take more than there was: {sales}.", len(found.over))
        sales = ", ".join(_("{code} of {day} ({grams} g too much)").format(
            code=each.code, day=each.day, grams=_grams(each.excess)) for each in found.over[-4:])
        said.append(text.format(count=len(found.over), sales=sales))
    return said


def _days(page: str, of: Period) -> tuple[Filter, ...]:
    return Filter(_DAYS[page], "from", of.begins), Filter(_DAYS[page], "to", of.ends)


def _grams(value: Decimal | None, places: int = 3) -> str:
    return "" if value is None else decimal_text(value, places, current())


def _percent(value: Decimal | None) -> str:
    return "" if value is None else decimal_text(value, 2, current())
