"""The cards of Today: one function each, from what was read to a card; nothing that was not recorded gets a number."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from armdesk.i18n import _, current, ngettext
from armdesk.i18n_formats import decimal_text, month_name
from ui import texts
from ui.blocks import button, card
from ui.charts import Bars, Ring, Series
from ui.session import Session

if TYPE_CHECKING:
    from ui.today import Mercury, Month, Ready, Safety, Step, Task


def readiness(session: Session, found: Sequence[Ready]) -> QFrame:
    """A ring for each standard, how much is settled and how much is left."""
    frame, column = card(_("Standards"))
    for each in found:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Ring(session.theme, each.settled, each.total))
        words = QVBoxLayout()
        words.setSpacing(0)
        name = button(each.title, lambda key=each.key: session.open("requirement", record=f"{key}/"),  # type: ignore[misc]
                      look="link")
        name.setMinimumWidth(40)
        words.addWidget(name)
        left = each.total - each.settled
        said = _("{settled} of {total} settled").format(settled=each.settled, total=each.total)
        more = ngettext("{count} left", "{count} left", left).format(count=left)
        words.addWidget(texts.label(f"{said} · {more}" if left else said, role="quiet", wrap=True))
        row.addLayout(words, 1)
        column.addLayout(row)
    return frame


def months(session: Session, found: Sequence[Month]) -> QFrame:
    """Production against sales, twelve months."""
    title = _("Mined and sold, fine gold by month")
    frame, column = card(title)
    if not any(month.mined or month.sold for month in found):
        words = _("The bars appear with the first weights and fineness.")
        column.addWidget(texts.label(words, role="quiet", wrap=True))
        return frame
    chart = Bars(session.theme)
    groups = [month_name(month.first.month, current())[:3] for month in found]
    series = [Series(word, [getattr(month, name) for month in found],
                     [f"{_grams(getattr(month, name))} g" for month in found])
              for name, word in (("mined", _("Mined")), ("sold", _("Sold")))]
    chart.show_series(groups, series, title)
    column.addWidget(chart)
    span = _("{first} to {last}").format(first=f"{found[0].first:%Y-%m}", last=f"{found[-1].first:%Y-%m}")
    column.addWidget(texts.label(span, role="small"))
    return frame


def safety(session: Session, found: Safety) -> QFrame:
    """Days without lost time, and injuries for the hours worked."""
    frame, column = card(_("Safety"))
    if found.since is None:
        _say_nothing(column, _("Incidents"), lambda: session.open("incident"))
        return frame
    today = session.today()
    days = (today - (found.last or found.since)).days
    base = _("the last one on {day}").format(day=found.last) if found.last else \
        _("none since the first entry, {day}").format(day=found.since)
    _figure(column, decimal_text(days, 0, current()), ngettext(
        "day without lost time: {base}", "days without lost time: {base}", days).format(base=base))
    if found.rate is None:
        words = _("Hours at work: nothing recorded in 12 months, so there is no rate.")
    else:
        words = ngettext("{count} lost-time injury in {hours} hours (12 months): {rate} in a million hours",
                         "{count} lost-time injuries in {hours} hours (12 months): {rate} in a million hours",
                         found.injuries).format(
            count=found.injuries, hours=decimal_text(round(found.hours or 0), 0, current()),
            rate=decimal_text(found.rate, 1, current()))
    column.addWidget(texts.label(words, role="small", wrap=True))
    return frame


def mercury(session: Session, found: Mercury | None) -> QFrame:
    """Mercury that was not recovered for each gram of gold, with what it was counted from."""
    frame, column = card(_("Mercury per gold"))
    if found is None:
        _say_nothing(column, _("Mercury and reagents"), lambda: session.open("reagent_movement"))
        return frame
    seen = session.checks.seen
    if found.per_gold is not None:
        words = _("g of mercury not recovered per g of fine gold")
        _figure(column, decimal_text(found.per_gold, 2, current()), words)
    used, recovered, gold = (decimal_text(each, 1, current()) for each in (found.used, found.recovered, found.gold))
    words = _("{used} g used, {recovered} g recovered, {gold} g of fine gold").format(
        used=used, recovered=recovered, gold=gold)
    if seen is not None and seen.period is not None:
        words = f"{words} · {seen.period.label(current())}"
    column.addWidget(texts.label(words, role="small", wrap=True))
    return frame


def people(session: Session, found: dict[str, int]) -> QFrame:
    """People at work by sex."""
    from armdesk.models import record_type

    frame, column = card(_("People at work"))
    if not found:
        _say_nothing(column, _("Members and workers"), lambda: session.open("person"))
        return frame
    sex, unknown = record_type("person").field("sex"), _("not stated")
    parts = [f"{sex.format(code) if code else unknown} {count}" for code, count in found.items()]
    _figure(column, decimal_text(sum(found.values()), 0, current()), " · ".join(parts))
    column.addWidget(button(_("Members and workers"), lambda: session.open("person"), look="link"), 0,
                     Qt.AlignmentFlag.AlignLeft)
    return frame


def journey(session: Session, steps: Sequence[Step]) -> QFrame:
    """The first steps of a new workspace."""
    frame, column = card(_("The way to your first pack"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(4)
    for place, step in enumerate(steps):
        made = QPushButton(texts.escaped(step.words))
        made.setProperty("flat", "true")
        theme = session.theme
        made.setIcon(theme.icon("good", "good") if step.done else theme.icon("right", "gold"))
        made.setAccessibleName(_("{step} (done)").format(step=step.words) if step.done else step.words)
        made.setStyleSheet("text-align: left;")
        made.clicked.connect(lambda _checked=False, page=step.page, done=step.done: session.open(page, new=not done))
        grid.addWidget(made, place // 3, place % 3)
    column.addLayout(grid)
    return frame


def _figure(column: QVBoxLayout, figure: str, words: str) -> None:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(texts.label(figure, role="figure"))
    row.addWidget(texts.label(words, role="quiet", wrap=True), 1)
    column.addLayout(row)


def _say_nothing(column: QVBoxLayout, page: str, run: object) -> None:
    row = QHBoxLayout()
    row.addWidget(texts.label(_("nothing recorded"), role="quiet"))
    row.addStretch(1)
    row.addWidget(button(page, run, look="link"))  # type: ignore[arg-type]  # any function
    column.addLayout(row)


def _grams(mass_mg: int) -> str:
    """Whole grams: a chart is for the eye, the exact figure stands in its register."""
    return decimal_text(Decimal(mass_mg).scaleb(-3), 0, current())


class TaskRow(QPushButton):
    """One thing to do: a sign, what it is, its day; a click goes there."""

    def __init__(self, session: Session, task: Task) -> None:
        super().__init__()
        self.setProperty("flat", "true")
        self.setMinimumHeight(30)
        self.setAccessibleName(f"{task.state}: {task.text}, {task.day}")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        sign = texts.label()
        sign.setPixmap(session.theme.icon("alarm" if task.kind == "alarm" else "clock", task.kind).pixmap(20, 20))
        sign.setAccessibleName(task.state)
        row.addWidget(sign)
        state = texts.label(task.state, role=task.kind)
        words = (_("Overdue"), _("This week"), _("Has ended"), _("Ends soon"))
        state.setMinimumWidth(max(map(state.fontMetrics().horizontalAdvance, words)) + 12)
        row.addWidget(state)
        row.addWidget(texts.Elided(task.text), 1)
        row.addWidget(texts.label(task.day, role="quiet"))
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(lambda: session.open(task.page, record=task.record))
