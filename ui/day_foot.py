"""What stands below a day sheet: its totals in one line, what is said of the cell in hand, and what can be done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from armdesk.i18n import _, current
from armdesk.i18n_formats import decimal_text
from armdesk.models import Crew, Person
from armdesk.services.sheets.day_cells import LINKS
from armdesk.services.sheets.day_line import Line
from armdesk.services.sheets.day_sheet import DaySheet
from armdesk.services.sheets.day_text import foot_text
from ui import texts
from ui.blocks import button, emptied
from ui.grid import GridView
from ui.layouts import column_in

_SUMS_AFTER = 30
"""Units: milliseconds after which the line of totals follows the cells; cells are painted first."""
Offer = tuple[str, Callable[[], object]]


class DayFoot(QWidget):
    """The foot of a sheet.

    doubts_settled carries a decimal mark; versions_wanted a line that two people changed; name_wanted a name that is
    not known.
    """

    doubts_settled = Signal(str)
    versions_wanted = Signal(object)
    name_wanted = Signal(str)

    def __init__(self, view: GridView, *, read_only: bool) -> None:
        super().__init__()
        self._view, self._read_only = view, read_only
        self._sheet: DaySheet | None = None
        self._by = "crew"
        column = column_in(self, 6)
        self.sums = texts.Elided(role="quiet")
        column.addWidget(self.sums)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.note = texts.Elided(role="quiet")
        self.note.setMinimumHeight(22)
        row.addWidget(self.note, 1)
        self._offered = QVBoxLayout()
        row.addLayout(self._offered)
        column.addLayout(row)
        self._summing = QTimer(self)
        self._summing.setSingleShot(True)
        self._summing.setInterval(_SUMS_AFTER)
        self._summing.timeout.connect(self._sum)

    def put(self, sheet: DaySheet, by: str) -> None:
        """Speak of a sheet; by says whose names stand over a month."""
        self._sheet, self._by = sheet, by
        if not self._summing.isActive():
            self._summing.start()
        self.show_note()

    def _sum(self) -> None:
        if self._sheet is not None:
            self.sums.say(foot_text(self._sheet))

    def show_note(self) -> None:
        """Say what there is to say of the cell in hand."""
        grid, (row, column), line = self._view.grid, self._view.place(), self._view.line()
        inside = row < grid.rows() and column < grid.columns()
        problem = grid.problem(row, column) if inside else ""
        if not problem and inside and self._sheet is not None:
            problem = self._sheet.alarm(line)
        typed = grid.typed(row, column) if inside and not problem else ""
        self.note.setProperty("role", "problem" if problem else "quiet")
        self.note.style().unpolish(self.note)
        self.note.style().polish(self.note)
        self.note.say(problem or (_("Typed: {text}").format(text=typed) if typed else ""))
        emptied(self._offered)
        offers = [] if self._read_only else [*self._doubts(), *self._of_line(line)]
        if offers:
            buttons = QHBoxLayout()
            buttons.setSpacing(12)
            for words, run in offers:
                buttons.addWidget(button(words, run, look="link"))
            self._offered.addLayout(buttons)

    def unknown(self) -> str:
        """Which field of the line in hand holds a name that is not known here: "crew", "person" or ""."""
        line, (row, column) = self._view.line(), self._view.place()
        if line is None or self._view.grid.why_not(row, column):
            return ""
        name = self._by if self._view.grid.opens else self._view.grid.place(row, column)[1]
        return name if name in LINKS and line.values.get(LINKS[name]) and not line.values.get(name) else ""

    def _doubts(self) -> list[Offer]:
        """Both readings of the first number that could be two."""
        lines = self._sheet.lines if self._sheet is not None else []
        doubtful = next((each for each in lines if each.doubts), None)
        if doubtful is None:
            return []
        name = min(doubtful.doubts)
        text, (whole, parts) = doubtful.texts[name], doubtful.doubts[name]
        own, other = (".", ",") if "." in text else (",", ".")
        words = _("“{text}” is {number}")
        return [(words.format(text=text, number=decimal_text(number, None, current())),
                 partial(self.doubts_settled.emit, mark)) for mark, number in ((other, whole), (own, parts))]

    def _of_line(self, line: Line | None) -> list[Offer]:
        found: list[Offer] = []
        if line is not None and line.theirs:
            found.append((_("Look at both versions"), partial(self.versions_wanted.emit, line)))
        kind = self.unknown()
        if line is not None and kind:
            name = str(line.values[LINKS[kind]])
            words = _("New {kind}: {name}").format(kind=_((Crew if kind == "crew" else Person).about.one), name=name)
            found.append((f"{words} (Ctrl+Enter)", partial(self.name_wanted.emit, name)))
        return found
