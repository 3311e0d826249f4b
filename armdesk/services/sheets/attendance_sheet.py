"""The attendance of one month: people of a crew or site, a mark or hours on each day, kept cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from armdesk.errors import InvalidRecord, StaleRecord
from armdesk.fields import Reading, fold
from armdesk.i18n import N_, _, current
from armdesk.i18n_formats import scaled_text
from armdesk.models import Attendance, Shift
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.limits import Limits
from armdesk.services.basis.period import Period
from armdesk.services.basis.period import month as calendar_month
from armdesk.services.safety.hours import USUAL_HOURS
from armdesk.services.sheets.day_names import in_order
from armdesk.store import Store
from armdesk.writer import Writer

PRESENT, ABSENT, EXCUSED = "present", "absent", "excused"
SHOWN = {PRESENT: "P", ABSENT: "A", EXCUSED: "E"}
"""How a mark stands in the sheet, in every language."""
WORDS = {PRESENT: N_("present"), ABSENT: N_("absent"), EXCUSED: N_("excused")}
_KNOWN = {
    PRESENT: "p x ✓ ✔ √ si s sim yes y oui o presente present asistio vino",
    ABSENT: "a f - – — no n non nao falta falto ausente absent faltou",
    EXCUSED: "e j exc excusa excusado excusada excused excuse permiso justificado justificada licencia incapacidad",
}
_CODES = {word: code for code, words in _KNOWN.items() for word in words.split()}


@dataclass(frozen=True)
class Worker:
    """Somebody down the side.  Shape: joined and left as written, "" if not; crew and site are ids, "" for none."""

    id: str
    name: str
    code: str
    crew: str
    site: str
    joined: str
    left: str


@dataclass
class Mark:
    """What stands in a cell.

    Units: hours in hundredths, None where nobody wrote them.  rows: how many entries of the register stand there; with
    several, hours are their sum and the cell is only read.  text and problem: what was typed and why it was refused.
    """

    id: str = ""
    version: int = 0
    status: str = PRESENT
    hours: int | None = None
    rows: int = 1
    text: str = ""
    problem: str = ""


Place = tuple[str, date]
"""Id of a person, and a day."""


@dataclass
class AttendanceSheet:
    """One month.  Shape: people in the order of their names; marks by person and day.

    Units: usual hours of a mark "P", and those of the crew's shifts by day, in hundredths.
    """

    store: Store
    period: Period
    crew: str
    site: str
    today: date
    people: list[Worker] = field(default_factory=list)
    marks: dict[Place, Mark] = field(default_factory=dict)
    usual: int = 0
    shifts: dict[date, int] = field(default_factory=dict)

    def hours_of(self, day: date) -> int:
        """Hours of one who was there the whole day: those of the crew's shift, else the usual ones."""
        return self.shifts.get(day, self.usual)

    def belongs(self, person: Worker, day: date) -> bool:
        """Whether somebody belonged to the cooperative on a day."""
        text = day.isoformat()
        return (not person.joined or person.joined <= text) and (not person.left or person.left >= text)


def read_sheet(store: Store, first: date, *, crew: str = "", site: str = "", today: date) -> AttendanceSheet:
    """The attendance of a crew, of a site, or of everybody in a month.

    Shape: on it stand those who belong to it, and all with an entry of that month there.
    """
    period = calendar_month(first.year, first.month)
    limits = Limits(store)
    usual = int((limits.value(USUAL_HOURS, period.ends, site=site) or Decimal(0)) * 100)
    sheet = AttendanceSheet(store, period, crew, site, today, usual=usual)
    _read_marks(sheet)
    sheet.people = _workers(sheet)
    if crew:
        for shift in store.all(Shift, crew=crew):
            if shift.date in period and shift.hours:
                sheet.shifts[shift.date] = shift.hours
    return sheet


def _read_marks(sheet: AttendanceSheet) -> None:
    where, values = _of(sheet, "a.crew", "coalesce(a.site, c.site)")
    for id_, version, day, person, status, hours in ask(
            sheet.store, "SELECT a.id, a.version, a.date, a.person, a.status, a.hours FROM attendance a "  # noqa: S608 - columns of our own
            f"LEFT JOIN crew c ON c.id = a.crew WHERE a.trashed = 0 AND a.date BETWEEN ? AND ?{where} ORDER BY a.id",
            sheet.period.begins, sheet.period.ends, *values):
        place = id_of(person), date.fromisoformat(day)
        known = sheet.marks.get(place)
        if known is None:
            sheet.marks[place] = Mark(id_of(id_), int(version), status or PRESENT, hours)
        else:
            known.rows += 1
            known.hours = (known.hours or 0) + (hours or 0)
            known.status = PRESENT if PRESENT in (known.status, status or PRESENT) else known.status


def _of(sheet: AttendanceSheet, crew: str, site: str) -> tuple[str, list[bytes]]:
    """The condition for a crew or site, with its value."""
    if sheet.crew:
        return f" AND {crew} = ?", [bytes.fromhex(sheet.crew)]
    return (f" AND {site} = ?", [bytes.fromhex(sheet.site)]) if sheet.site else ("", [])


def _workers(sheet: AttendanceSheet) -> list[Worker]:
    where, values = _of(sheet, "p.crew", "coalesce(p.site, c.site)")
    with_entry = {person for person, _day in sheet.marks}
    found = []
    for id_, name, code, crew, site, joined, left, status in ask(
            sheet.store, "SELECT p.id, p.name, p.code, p.crew, coalesce(p.site, c.site), p.joined_on, p.left_on, "  # noqa: S608 - columns of our own
            f"p.status FROM person p LEFT JOIN crew c ON c.id = p.crew WHERE p.trashed = 0{where}", *values):
        one = Worker(id_of(id_), str(name), str(code or ""), id_of(crew), id_of(site), joined or "", left or "")
        gone = status in ("left", "dead") and not left
        here = not gone and any(sheet.belongs(one, day) for day in (sheet.period.begins, sheet.period.ends))
        if here or one.id in with_entry:
            found.append(one)
    missing = sorted(with_entry - {each.id for each in found})
    for place in range(0, len(missing), 500):
        part = missing[place : place + 500]
        marks = ", ".join("?" * len(part))
        found += [Worker(id_of(id_), str(name), str(code or ""), "", "", "", "") for id_, name, code in ask(
            sheet.store, f"SELECT id, name, code FROM person WHERE id IN ({marks})",  # noqa: S608 - only question marks
            *map(bytes.fromhex, part))]
    return sorted(found, key=lambda each: (in_order(each.name), each.id))


# reading and writing


def read_mark(text: str, reading: Reading, usual: int) -> tuple[str, int | None] | None:
    """What a typed text means: (status, hours in hundredths); None for an empty cell.

    Errors: ValueError with a sentence.  A number is hours at work; zero hours are an absence.
    """
    folded = fold(text).strip(" .")
    if not folded:
        return None
    if folded in _CODES:
        status = _CODES[folded]
        return status, (usual or None) if status == PRESENT else 0
    try:
        hours = Attendance.field("hours").parse(text.strip().removesuffix("h").strip(), reading)
    except ValueError:
        raise ValueError(_("Write P, A, E, or hours such as 8.")) from None
    wrong = Attendance.field("hours").check(hours)
    if wrong:
        raise ValueError(" ".join(wrong))
    return (PRESENT, hours) if hours else (ABSENT, 0)


def shown(mark: Mark | None, usual: int) -> str:
    """What a cell shows: the mark, or hours where they are not the usual ones."""
    if mark is None:
        return ""
    if mark.text:
        return mark.text
    if mark.status != PRESENT or mark.hours is None or mark.hours == usual:
        return SHOWN[mark.status]
    return scaled_text(mark.hours, 2, current(), least=0)


def keep(sheet: AttendanceSheet, texts: Mapping[Place, str], reading: Reading) -> list[Place]:
    """Write texts into cells as one operation; answers the places that were touched.

    What is not understood or not allowed stays in its cell with the reason, and nothing of it is kept.
    """
    wanted: dict[Place, tuple[str, int | None] | None] = {}
    for place, text in texts.items():
        try:
            wanted[place] = read_mark(text, reading, sheet.hours_of(place[1]))
        except ValueError as error:
            mark = sheet.marks.setdefault(place, Mark(rows=0))
            mark.text, mark.problem = text.strip(), str(error)
    changed = {place: meant for place, meant in wanted.items() if _differs(sheet.marks.get(place), meant)}
    if changed:
        done: dict[Place, Attendance | None] = {}
        people = {each.id: each for each in sheet.people}
        with sheet.store.operation(_title(sheet, changed)) as writer:
            for place, meant in changed.items():
                _keep_one(sheet, writer, people, place, meant, done)
        # Only now is it sure that the disk has them.
        for place, record in done.items():
            _take_in(sheet, place, record)
    for place in wanted.keys() - changed.keys():
        known = sheet.marks.get(place)
        if known is not None and known.text:
            known.text = known.problem = ""
            if not known.id:
                del sheet.marks[place]
    return list(texts)


def _differs(mark: Mark | None, meant: tuple[str, int | None] | None) -> bool:
    if mark is None or not mark.id:
        return meant is not None
    return meant != (mark.status, mark.hours)


def _title(sheet: AttendanceSheet, changed: Iterable[Place]) -> str:
    days = {day for _person, day in changed}
    count = len(list(changed))
    if len(days) == 1:
        return _("Attendance of {day}: {count} entries").format(day=next(iter(days)), count=count)
    return _("Attendance of {month}: {count} entries").format(month=f"{sheet.period.begins:%Y-%m}", count=count)


def _keep_one(sheet: AttendanceSheet, writer: Writer, people: Mapping[str, Worker], place: Place,
              meant: tuple[str, int | None] | None, done: dict[Place, Attendance | None]) -> None:
    person, day = place
    known = sheet.marks.get(place)
    record = sheet.store.get(Attendance, known.id) if known and known.id else None
    try:
        if meant is None:
            if record is not None:
                writer.trash([record])
            done[place] = None
            return
        if record is None:
            record = Attendance(**_new_values(sheet, people.get(person), person, day))
        elif known:
            record.version = known.version
        record.status, record.hours = meant
        writer.save(record)
        done[place] = record
    except (InvalidRecord, StaleRecord) as error:
        mark = sheet.marks.setdefault(place, Mark(rows=0))
        mark.text = "" if meant is None else SHOWN[meant[0]] if meant[0] != PRESENT else scaled_text(
            meant[1] or 0, 2, current(), least=0)
        mark.problem = str(error)


def _new_values(sheet: AttendanceSheet, person: Worker | None, id_: str, day: date) -> dict[str, Any]:
    crew = sheet.crew or (person.crew if person else "")
    site = sheet.site or (person.site if person else "")
    return {"date": day, "person": id_, "crew": crew or None, "site": site or None, "quality": "measured"}


def _take_in(sheet: AttendanceSheet, place: Place, record: Attendance | None) -> None:
    if record is None:
        sheet.marks.pop(place, None)
    else:
        sheet.marks[place] = Mark(record.id, record.version, record.status, record.hours)
