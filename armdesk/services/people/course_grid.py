"""CourseGrid: people down, courses across, a mark in each cell; typed and pasted like a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from armdesk.fields import fold
from armdesk.i18n import _
from armdesk.services.basis.cell_grid import Cell, CellGrid, Explained
from armdesk.services.people.course_marks import ABSENT, EXCUSED, PRESENT, SHOWN, WORDS, read_mark
from armdesk.services.people.course_sheet import SEVERAL, SEVERAL_AWAY, CourseSheet, keep_marks, keep_numbers
from armdesk.store import Store

MARK, CERTIFICATE = "mark", "certificate"


class CourseGrid(CellGrid):
    """The sheet as a spreadsheet shows it; each act is one operation of the register."""

    def __init__(self, store: Store, sheet: CourseSheet, what: str = MARK) -> None:
        self.store, self.sheet, self.what = store, sheet, what
        self._totals: dict[int, str] = {}

    def rows(self) -> int:
        return len(self.sheet.people)

    def columns(self) -> int:
        return len(self.sheet.courses)

    def head(self, column: int) -> str:
        course = self.sheet.courses[column]
        return f"{course.subject} {course.date:%d-%m-%y}"

    def side(self, row: int) -> tuple[str, str]:
        each = self.sheet.people[row]
        return (f"{each.name}  {each.code}".rstrip(), "" if each.id else "unknown")

    def cell(self, row: int, column: int) -> Cell:
        code = self.sheet.mark(row, column)
        if self.what == CERTIFICATE:
            return Cell(self.sheet.certificates.get((row, column), ""), tone="" if code else "quiet")
        if code in (SEVERAL, SEVERAL_AWAY):
            return Cell(f"{SHOWN[PRESENT if code == SEVERAL else ABSENT]} ×2", tone="problem")
        away = not code and not self._there(row, column)
        return Cell(SHOWN.get(code, ""), tone="idle" if away else "quiet" if code in (ABSENT, EXCUSED) else "")

    def _there(self, row: int, column: int) -> bool:
        """Whether the person belonged to the cooperative on the day of the course."""
        each, day = self.sheet.people[row], self.sheet.courses[column].date.isoformat()
        return (not each.joined_on or each.joined_on <= day) and (not each.left_on or each.left_on >= day)

    def line(self, row: int, column: int) -> object | None:
        return None

    def why_not(self, row: int, column: int) -> str:
        if not self.sheet.people[row].id:
            return _("This name is tied to nobody yet. Tie the written names first.")
        if self.sheet.mark(row, column) in (SEVERAL, SEVERAL_AWAY):
            return _("This person stands twice in the list of this course. Put one of the entries into the trash.")
        if self.what == CERTIFICATE and self.sheet.mark(row, column) != PRESENT:
            return _("Only who came has a certificate.")
        return ""

    def total(self, column: int) -> str:
        if column not in self._totals:
            self._totals[column] = str(self.sheet.came(column)) if self.what == MARK else ""
        return self._totals[column]

    def is_prose(self, column: int) -> bool:
        return False

    def refresh(self) -> None:
        self._totals = {}

    def anchor(self, row: int, column: int) -> object:
        if not self.columns() or not self.rows():
            return None
        return self.sheet.people[row].id or fold(self.sheet.people[row].name), self.sheet.courses[column].id

    def find(self, anchor: object, row: int, column: int) -> tuple[int, int]:
        if not isinstance(anchor, tuple):
            return row, column
        places = {course.id: place for place, course in enumerate(self.sheet.courses)}
        return self.sheet.rows_of.get(anchor[0], row), places.get(anchor[1], column)

    def exact(self, row: int, column: int) -> str:
        return self.cell(row, column).text

    def problem(self, row: int, column: int) -> str:
        if self.sheet.mark(row, column) in (SEVERAL, SEVERAL_AWAY):
            return self.why_not(row, column)
        if self.sheet.mark(row, column) == PRESENT and not self._there(row, column):
            return _("On this day the person had not joined yet, or had left.")
        return ""

    def typed(self, row: int, column: int) -> str:
        return ""

    def explain(self, row: int, column: int, text: str) -> Explained:
        if why := self.why_not(row, column):
            return Explained(why, "alarm")
        if self.what == CERTIFICATE:
            return Explained(_("Certificate no."))
        try:
            code = read_mark(text)
        except ValueError as error:
            return Explained(str(error), "alarm")
        return Explained(_(WORDS[code]) if code else _("no entry"))

    def write(self, cells: Iterable[tuple[int, int, str]]) -> Sequence[object]:
        """Write marks or certificate numbers as one operation; what is no mark is left as it was."""
        wanted: dict[tuple[int, int], str] = {}
        for row, column, text in cells:
            if row < self.rows() and column < self.columns() and not self.why_not(row, column):
                wanted[row, column] = text.strip()
        changed = {place: text for place, text in wanted.items() if self._differs(place, text)}
        if not changed:
            return []
        kept = keep_marks if self.what == MARK else keep_numbers
        done = kept(self.store, self.sheet, changed)
        self.refresh()
        return done

    def _differs(self, place: tuple[int, int], text: str) -> bool:
        if self.what == CERTIFICATE:
            return text != self.sheet.certificates.get(place, "")
        try:
            return (read_mark(text) or "") != self.sheet.mark(*place)
        except ValueError:
            return False
