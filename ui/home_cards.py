"""The cards of Today: one function each, from what was read to a card; nothing that was not recorded gets a number."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from armdesk.i18n import _, current, ngettext
from armdesk.i18n_formats import decimal_text, month_name
from ui import texts
from ui.blocks import button, card, rule
from ui.charts import Bars, Ring, Series
from ui.session import Session

_STEPS, _TITLE = 3, 32
"""Next steps that are offered at once; letters of the name of a standard."""
_BOOKS = frozenset({"person", "production", "party", "sale"})
"""Registers that most offices bring as books: their list is opened, where importing is offered beside the form."""

if TYPE_CHECKING:
    from ui.today import Mercury, Month, Ready, Safety, Step, Task, TodayFacts


def readiness(session: Session, found: Sequence[Ready]) -> QFrame:
    """A ring for each standard, how much is settled and how much is left."""
    frame, column = card(_("Standards"))
    for each in found:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Ring(session.theme, each.settled, each.total))
        words = QVBoxLayout()
        words.setSpacing(0)
        title = each.title if len(each.title) <= _TITLE else f"{each.title[:_TITLE]}…"
        name = button(title, partial(session.open, "requirement", record=f"{each.key}/"), look="link", tip=each.title)
        name.setAccessibleName(each.title)
        words.addWidget(name)
        left = each.total - each.settled
        said = _("{settled} of {total} settled").format(settled=each.settled, total=each.total)
        more = ngettext("{count} left", "{count} left", left).format(count=left)
        words.addWidget(texts.label(f"{said} · {more}" if left else said, role="quiet", wrap=True))
        if each.lately:
            said = ngettext("{count} answered in the last 30 days", "{count} answered in the last 30 days", each.lately)
            words.addWidget(texts.label(said.format(count=each.lately), role="small", wrap=True))
        row.addLayout(words, 1)
        column.addLayout(row)
    return frame


def months(session: Session, found: Sequence[Month]) -> QFrame:
    """Production against sales, twelve months."""
    title = _("Mined and sold, fine gold by month")
    frame, column = card()
    head = QHBoxLayout()
    head.addWidget(texts.label(title, role="subheading", wrap=True), 1)
    column.addLayout(head)
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
    head.addWidget(texts.label(span, role="small"))
    return frame


def figures(session: Session, found: TodayFacts) -> QFrame:
    """Days without lost time, mercury for each gram of gold, people at work: each with its base and the way to it."""
    frame, column = card()
    for place, (figure, words, base, title, page) in enumerate((
            _safety(session, found.safety), _mercury(session, found.mercury), _people(found.people))):
        if place:
            column.addWidget(rule())
        row = QHBoxLayout()
        row.setSpacing(8)
        if figure:
            row.addWidget(texts.label(figure, role="figure"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(texts.label(words, role="quiet", wrap=True), 1)
        row.addWidget(button(title, partial(session.open, page), look="link"))
        column.addLayout(row)
        if base:
            column.addWidget(texts.label(base, role="small", wrap=True))
    return frame


_Row = tuple[str, str, str, str, str]
"""A figure, what it is, what it was counted from, the name of its page and the page; "" where nothing was recorded."""


def _safety(session: Session, found: Safety) -> _Row:
    title, page = _("Incidents"), "incident"
    if found.since is None:
        return "", _("Incidents: nothing recorded"), "", title, page
    days = (session.today() - (found.last or found.since)).days
    last = _("the last one on {day}").format(day=found.last) if found.last else \
        _("none since the first entry, {day}").format(day=found.since)
    words = ngettext("day without lost time: {base}", "days without lost time: {base}", days).format(base=last)
    if found.rate is None:
        base = _("Hours at work: nothing recorded in 12 months, so there is no rate.")
    else:
        base = ngettext("{count} lost-time injury in {hours} hours (12 months): {rate} in a million hours",
                        "{count} lost-time injuries in {hours} hours (12 months): {rate} in a million hours",
                        found.injuries).format(
            count=found.injuries, hours=decimal_text(round(found.hours or 0), 0, current()),
            rate=decimal_text(found.rate, 1, current()))
        if found.few:
            base = _("{base}; too few hours to compare").format(base=base)
        if found.source == "estimated":
            base = _("{base}; hours estimated in part").format(base=base)
    return decimal_text(days, 0, current()), words, base, title, page


def _mercury(session: Session, found: Mercury | None) -> _Row:
    title, page = _("Mercury"), "reagent_movement"
    if found is None:
        return "", _("Mercury: nothing recorded"), "", title, page
    used, recovered, gold = (decimal_text(each, 1, current()) for each in (found.used, found.recovered, found.gold))
    base = _("{used} g used, {recovered} g recovered, {gold} g of fine gold").format(
        used=used, recovered=recovered, gold=gold)
    seen = session.checks.seen
    if seen is not None and seen.period is not None:
        base = f"{base} · {seen.period.label(current())}"
    if found.per_gold is None:
        return "", _("No fine gold to compare the mercury with"), base, title, page
    words = _("g of mercury not recovered per g of fine gold")
    return decimal_text(found.per_gold, 3, current()), words, base, title, page


def _people(found: dict[str, int]) -> _Row:
    from armdesk.models import record_type

    title, page = _("People"), "person"
    if not found:
        return "", _("People: nothing recorded"), "", title, page
    sex, unknown = record_type("person").field("sex"), _("not stated")
    parts = [f"{sex.format(code) if code else unknown} {count}" for code, count in found.items()]
    return (decimal_text(sum(found.values()), 0, current()),
            _("at work: {parts}").format(parts=" · ".join(parts)), "", title, page)


def journey(session: Session, steps: Sequence[Step]) -> QFrame:
    """The first steps of a new workspace: how many are done, and the next ones to go to."""
    frame, column = card()
    column.setContentsMargins(16, 6, 8, 6)
    row = QHBoxLayout()
    row.setSpacing(4)
    done = sum(step.done for step in steps)
    row.addWidget(texts.label(_("The way to your first pack"), role="subheading"))
    said = texts.label(f"{done}/{len(steps)}", role="quiet")
    words = _("{done} of {total} steps done").format(done=done, total=len(steps))
    said.setAccessibleName(words)
    said.setToolTip(texts.tip(words))
    row.addWidget(said)
    row.addStretch(1)
    for step in [step for step in steps if not step.done][:_STEPS]:
        made = QPushButton(texts.escaped(step.words))
        made.setProperty("flat", "true")
        made.setIcon(session.theme.icon("right", "gold"))
        made.clicked.connect(lambda _checked=False, page=step.page: session.open(page, new=page not in _BOOKS))
        row.addWidget(made)
    column.addLayout(row)
    return frame


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
