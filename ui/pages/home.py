"""Today: what is due, what ends soon, the last twelve months, the people; in a new workspace, the first steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from armdesk.i18n import _, current
from armdesk.i18n_formats import decimal_text, long_date, month_name
from ui import texts
from ui.session import Session

if TYPE_CHECKING:
    from ui.today import Step, Task, TodayFacts


class HomePage(QWidget):
    """The page of the morning."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 12, 8, 8)
        outer.setSpacing(8)
        name = session.workspace.settings.name or session.workspace.folder.name
        outer.addWidget(texts.label(name, role="title"))
        outer.addWidget(texts.label(long_date(session.today(), current()), role="quiet"))
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer.addWidget(self.area, 1)
        session.changes.records_changed.connect(lambda _types: self._on_changed())
        self.refresh()

    def refresh(self) -> None:
        """Read everything again."""
        self.session.jobs.read(self, self._gather, self._on_gathered, at_once=False)

    def _gather(self) -> TodayFacts:
        """Runs in the thread of the lists; reads the registers' declarations too, for which the window did not wait."""
        from ui.today import gather

        return gather(self.session.store, self.session.today())

    def _on_changed(self) -> None:
        if self.isVisible():
            self.refresh()

    def _on_gathered(self, found: TodayFacts) -> None:
        inside = QWidget()
        inside.setProperty("ground", "paper")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 4, 12, 12)
        column.setSpacing(16)
        fresh = not all(step.done for step in found.steps)
        if fresh:
            column.addWidget(self._journey(found.steps))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(16)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._tasks(found), 0, 0, 2, 1)
        grid.addWidget(self._people(found), 0, 1)
        grid.addWidget(self._months(found), 1, 1)
        grid.setRowStretch(1, 1)
        column.addLayout(grid)
        column.addStretch(1)
        # Styling so many parts takes as long as making them: each has its turn of the event loop.
        QTimer.singleShot(0, self, lambda: self.area.setWidget(inside))

    def _card(self, title: str) -> tuple[QFrame, QVBoxLayout]:
        card = QFrame()
        card.setProperty("card", "true")
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        column.addWidget(texts.label(title, role="subheading"))
        return card, column

    def _tasks(self, found: TodayFacts) -> QFrame:
        card, column = self._card(_("To do"))
        for task in found.tasks:
            column.addWidget(_TaskRow(self.session, task))
        if found.more_tasks:
            column.addWidget(texts.label(_("and {count} more").format(count=found.more_tasks), role="quiet"))
        if not found.tasks:
            row = QHBoxLayout()
            sign = texts.label()
            sign.setPixmap(self.session.theme.icon("good", "good").pixmap(20, 20))
            sign.setAccessibleName(_("Done"))
            row.addWidget(sign)
            words = _("Nothing is overdue, due this week or about to end.")
            row.addWidget(texts.label(words, role="quiet", wrap=True), 1)
            column.addLayout(row)
        column.addStretch(1)
        return card

    def _people(self, found: TodayFacts) -> QFrame:
        from armdesk.models import record_type

        card, column = self._card(_("People at work"))
        total = sum(found.people.values())
        row = QHBoxLayout()
        row.addWidget(texts.label(decimal_text(total, 0, current()), role="figure"))
        sex = record_type("person").field("sex")
        unknown = _("not stated")
        parts = [f"{sex.format(code) if code else unknown} {count}" for code, count in found.people.items()]
        row.addWidget(texts.label(" · ".join(parts), role="quiet", wrap=True), 1)
        column.addLayout(row)
        button = QPushButton(_("Members and workers"))
        button.setProperty("link", "true")
        button.clicked.connect(lambda: self.session.open("person"))
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _months(self, found: TodayFacts) -> QFrame:
        from ui.charts import Bars, Series

        card, column = self._card(_("Mined and sold, fine gold by month"))
        if not any(month.mined or month.sold for month in found.months):
            column.addWidget(texts.label(_("The bars appear with the first weights and fineness."), role="quiet",
                                         wrap=True))
            column.addStretch(1)
            return card
        chart = Bars(self.session.theme)
        groups = [month_name(month.first.month, current())[:3] for month in found.months]
        series = [Series(word, [getattr(month, name) for month in found.months],
                         [f"{_grams(getattr(month, name))} g" for month in found.months])
                  for name, word in (("mined", _("Mined")), ("sold", _("Sold")))]
        chart.show_series(groups, series, _("Mined and sold, fine gold by month"))
        column.addWidget(chart)
        span = _("{first} to {last}").format(
            first=f"{found.months[0].first:%Y-%m}", last=f"{found.months[-1].first:%Y-%m}")
        column.addWidget(texts.label(span, role="small"))
        column.addStretch(1)
        return card

    def _journey(self, steps: list[Step]) -> QFrame:
        card, column = self._card(_("The way to your first pack"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for place, step in enumerate(steps):
            button = QPushButton(texts.escaped(step.words))
            button.setProperty("flat", "true")
            theme = self.session.theme
            button.setIcon(theme.icon("good", "good") if step.done else theme.icon("right", "gold"))
            button.setAccessibleName(_("{step} (done)").format(step=step.words) if step.done else step.words)
            button.setProperty("words", "left")
            button.clicked.connect(lambda _checked=False, page=step.page, done=step.done:
                                   self.session.open(page, new=not done))
            grid.addWidget(button, place // 3, place % 3)
        column.addLayout(grid)
        return card


def _grams(mass_mg: int) -> str:
    """Whole grams: a chart is for the eye, the exact figure stands in its register."""
    from decimal import Decimal

    return decimal_text(Decimal(mass_mg).scaleb(-3), 0, current())


class _TaskRow(QPushButton):
    """One thing to do: a sign, what it is, its day; a click goes there."""

    def __init__(self, session: Session, task: Task) -> None:
        super().__init__()
        self.setProperty("flat", "true")
        self.setMinimumHeight(34)
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
