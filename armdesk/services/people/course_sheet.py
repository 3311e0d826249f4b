"""CourseSheet: who came to which course: read for a matrix of people and courses, and kept from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from armdesk.i18n import _
from armdesk.models import TrainingAttendance
from armdesk.query import Filter, Query
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.people.course_marks import ABSENT, EXCUSED, PRESENT, mark_of, read_mark
from armdesk.services.people.standings import ROSTER
from armdesk.store import Store

COURSE, TALK = "course", "talk"
SEVERAL, SEVERAL_AWAY = "several", "several_away"
"""Two entries or more of one person in one course, with one at least that says he came, or none."""
_CODES = ("", PRESENT, ABSENT, EXCUSED, SEVERAL, SEVERAL_AWAY)
_MOST_COURSES, _FEW, _PER_QUESTION = 200, 50, 500


@dataclass(frozen=True)
class Attendee:
    """Somebody who may come.  Shape: crew is its name, "" without one; id "" for a name that is tied to nobody."""

    id: str
    name: str
    code: str
    crew: str
    sex: str
    role: str
    joined_on: str
    left_on: str


@dataclass(frozen=True)
class Column:
    """A course or talk."""

    id: str
    subject: str
    date: date
    crew: str


@dataclass
class CourseSheet:
    """What the matrix shows; read away from the window, then typed into.

    Shape: marks holds one byte for each person and course, row by row, the place of a mark in a list of codes;
    certificates maps (row, column) to the number.
    """

    people: list[Attendee]
    courses: list[Column]
    marks: bytearray
    certificates: dict[tuple[int, int], str] = field(default_factory=dict)
    rows_of: dict[str, int] = field(default_factory=dict)

    def mark(self, row: int, column: int) -> str:
        """Code of a cell, "" for none."""
        return _CODES[self.marks[row * len(self.courses) + column]]

    def put(self, row: int, column: int, code: str) -> None:
        """Note a mark."""
        self.marks[row * len(self.courses) + column] = _CODES.index(code)

    def came(self, column: int) -> int:
        """How many people came to a course; somebody named twice counts once."""
        return sum(1 for code in self.marks[column :: max(len(self.courses), 1)] if code in (1, 4))


def read_sheet(store: Store, first: date, last: date, *, form: str = COURSE, crew: str = "",
               day: date | None = None) -> CourseSheet:
    """The courses or talks of some days and the people on the roster, of one crew or all.

    Whoever came to one of them is shown too, though he is no longer there.  At most 200 courses, the newest.
    """
    courses = _courses(store, first, last, form, crew)
    people = _people(store, crew, day or last, courses)
    written = [] if crew else _written(store, courses)
    people += [Attendee("", name, "", "", "", "", "", "") for _folded, name in written]
    rows_of = {each.id or written[row - len(people)][0]: row for row, each in enumerate(people)}
    sheet = CourseSheet(people, courses, bytearray(len(people) * len(courses)), rows_of=rows_of)
    _fill(store, sheet)
    return sheet


def _courses(store: Store, first: date, last: date, form: str, crew: str) -> list[Column]:
    found = ask(store, "SELECT t.id, t.subject, t.date, c.name FROM training t LEFT JOIN crew c ON c.id = t.crew "
                "WHERE t.trashed = 0 AND t.date BETWEEN ? AND ? AND coalesce(t.form, 'course') = ? "
                "AND (? = '' OR t.crew IS NULL OR t.crew = ?) ORDER BY t.date DESC, t.id DESC LIMIT ?",
                first, last, form, crew, bytes.fromhex(crew), _MOST_COURSES)
    return [Column(id_of(id_), subject or "", date.fromisoformat(day), name or "") for id_, subject, day, name
            in reversed(found)]


def _people(store: Store, crew: str, day: date, courses: Sequence[Column]) -> list[Attendee]:
    marks = ", ".join("?" * len(courses)) or "NULL"
    found = ask(
        store, "SELECT p.id, p.name, p.code, c.name, p.sex, p.role, p.joined_on, p.left_on FROM person p "  # noqa: S608
        f"LEFT JOIN crew c ON c.id = p.crew WHERE p.trashed = 0 AND (? = '' OR p.crew = ?) AND (({ROSTER}) OR p.id IN "
        f"(SELECT person FROM training_attendance WHERE trashed = 0 AND training IN ({marks}))) "  # question marks
        "ORDER BY p.name, p.id", crew, bytes.fromhex(crew), day, day, *(bytes.fromhex(each.id) for each in courses))
    return [Attendee(id_of(row[0]), *(text or "" for text in row[1:])) for row in found]


def _written(store: Store, courses: Sequence[Column]) -> list[tuple[str, str]]:
    """Names in the lists that are tied to nobody.  Shape: (folded, as written)."""
    marks = ", ".join("?" * len(courses)) or "NULL"
    return [(folded, name) for folded, name in ask(
        store, "SELECT search, min(person_as_written) FROM training_attendance WHERE trashed = 0 "  # noqa: S608
        f"AND person IS NULL AND search <> '' AND training IN ({marks}) GROUP BY search ORDER BY search",
        *(bytes.fromhex(each.id) for each in courses))]  # question marks


def _fill(store: Store, sheet: CourseSheet) -> None:
    places = {bytes.fromhex(each.id): column for column, each in enumerate(sheet.courses)}
    rows: dict[object, int] = {bytes.fromhex(each.id): row for row, each in enumerate(sheet.people) if each.id}
    rows |= {folded: row for folded, row in sheet.rows_of.items() if not sheet.people[row].id}
    width, marks = len(places), ", ".join("?" * len(places)) or "NULL"
    for training, person, folded, present, written, number in ask(
            store, "SELECT training, person, search, present, mark, certificate_no FROM training_attendance "  # noqa: S608
            f"WHERE trashed = 0 AND training IN ({marks})", *places):  # question marks
        column, row = places.get(bytes(training)), rows.get(folded if person is None else bytes(person))
        if column is None or row is None:
            continue
        place, code = row * width + column, _CODES.index(mark_of(present, written))
        before = sheet.marks[place]
        sheet.marks[place] = code if not before else 4 if 1 in (code, before) or before == 4 else 5
        if number:
            sheet.certificates[row, column] = number


def _entries(store: Store, sheet: CourseSheet,
             places: Iterable[tuple[int, int]]) -> dict[tuple[int, int], TrainingAttendance]:
    """The entries behind some cells, asked course by course."""
    rows: dict[int, list[int]] = {}
    for row, column in places:
        rows.setdefault(column, []).append(row)
    found: dict[tuple[int, int], TrainingAttendance] = {}
    for column, of_course in rows.items():
        for start in range(0, len(of_course), _PER_QUESTION):
            people = tuple(sheet.people[row].id for row in of_course[start : start + _PER_QUESTION])
            found |= {(sheet.rows_of[each.person], column): each for each in store.find(Query(
                TrainingAttendance, filters=(Filter("training", "is", sheet.courses[column].id),
                                             Filter("person", "in", people))))}
    return found


def _title(sheet: CourseSheet, places: Iterable[tuple[int, int]]) -> str:
    names = sorted({sheet.courses[column].subject for _row, column in places})
    return _("Attendance: {courses}").format(courses=", ".join(names[:3]))


def keep_marks(store: Store, sheet: CourseSheet, changed: dict[tuple[int, int], str]) -> list[tuple[int, int]]:
    """Keep marks as one operation; "" takes an entry out.  Shape: (row, column) -> mark as typed."""
    codes = {place: read_mark(text) for place, text in changed.items()}
    found = _entries(store, sheet, [place for place in codes if sheet.mark(*place)])
    new = [place for place, code in codes.items() if code and place not in found]
    with store.operation(_title(sheet, changed)) as writer:
        rows: list[dict[str, Any]] = [
            {"person": sheet.people[row].id, "training": sheet.courses[column].id,
             "person_as_written": sheet.people[row].name, "present": codes[row, column] == PRESENT,
             "mark": changed[row, column]} for row, column in new]
        if len(rows) > _FEW:
            writer.save_many(TrainingAttendance, rows)
        else:
            for values in rows:
                writer.save(TrainingAttendance(**values))
        for place, entry in found.items():
            if codes[place] is None:
                writer.trash([entry])
                continue
            entry.present, entry.mark = codes[place] == PRESENT, changed[place]
            writer.save(entry)
    for (row, column), code in codes.items():
        sheet.put(row, column, code or "")
    return list(codes)


def keep_numbers(store: Store, sheet: CourseSheet, changed: dict[tuple[int, int], str]) -> list[tuple[int, int]]:
    """Keep numbers of certificates as one operation.  Shape: (row, column) -> number, "" for none."""
    with store.operation(_title(sheet, changed)) as writer:
        for place, entry in _entries(store, sheet, changed).items():
            entry.certificate_no = changed[place] or None
            writer.save(entry)
    for place, text in changed.items():
        if text:
            sheet.certificates[place] = text
        else:
            sheet.certificates.pop(place, None)
    return list(changed)
