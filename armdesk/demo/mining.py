"""Two years of work in the demonstration mines: shifts, attendance, daily deliveries, weekly batches, reagents."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from armdesk.demo import names
from armdesk.demo.book import Book, workdays
from armdesk.demo.office import CREWS
from armdesk.demo.people import Someone
from armdesk.models.production import fine_mg

ATTENDANCE_FROM = date(2025, 7, 1)
OUTLIER_DAY, OUTLIER_CREW = date(2025, 8, 21), "C-04"
_FINENESS = {"SIT-01": 8_720, "SIT-02": 8_510, "SIT-03": 9_050, "SIT-04": 8_410}
_MG_PER_PERSON = {"C-01": 1_160, "C-02": 1_080, "C-03": 1_120, "C-04": 1_050, "C-05": 990, "C-06": 560, "C-07": 470,
                  "C-08": 440}
_GRADE = {"SIT-01": 9_400, "SIT-02": 8_100}
_ORE_CREWS = ("C-01", "C-02", "C-03", "C-04", "C-05")


@dataclass(frozen=True)
class Delivery:
    """A day's delivery as the plant and the treasury need it."""

    id: str
    day: date
    crew: str
    site: str
    gross: int
    fine: int
    ore_kg: int


@dataclass
class Mined:
    """What the mines gave, and how many receipts.  Shape: weeks maps the last day of a week to its ore deliveries."""

    weeks: dict[date, list[Delivery]] = field(default_factory=lambda: defaultdict(list))
    months: dict[str, list[Delivery]] = field(default_factory=lambda: defaultdict(list))
    receipts: int = 0


def add_mining(book: Book, people: list[Someone]) -> Mined:
    """Note every working day of every crew."""
    mined = Mined()
    crews = {crew: [each for each in people if each.crew == crew] for crew, *_rest in CREWS}
    for day in workdays():
        idle = {site: book.pick(names.NO_WORK) for site in _FINENESS if book.chance(12)}
        for crew, _name, site, kind, _persons in CREWS:
            here = [each for each in crews[crew] if each.is_here(day)]
            present = _shift(book, day, crew, site, here, idle.get(site, ""))
            for _gang_of_day in range(_gangs(book, crew, kind)):
                _deliver(book, mined, day, crew, site, idle.get(site, ""), _gang(book, kind, present))
    return mined


def _gangs(book: Book, crew: str, kind: str) -> int:
    """How many deliveries a crew makes on a day."""
    if crew not in _MG_PER_PERSON:
        return 0
    return 2 if kind == "selection" and book.chance(780) else 1


def _gang(book: Book, kind: str, present: list[Someone]) -> list[Someone]:
    """Who stands behind one delivery: the crew, or three selectors who work together."""
    return book.some(present, 3) if kind == "selection" else present


def _shift(book: Book, day: date, crew: str, site: str, here: list[Someone], reason: str) -> list[Someone]:
    shift_of, present = book.id("crew", crew), [each for each in here if not book.chance(110)] or here[:1]
    place = book.id("site", site)
    hours = _hours(day)
    shift = book.add("shift", date=day, site=place, crew=shift_of, shift="day", worked=not reason,
                     reason=reason or None,
                     starts=None if reason else "06:30", ends=None if reason else f"{6 + hours // 100}:30",
                     hours=None if reason else hours, persons=0 if reason else len(present))
    if day >= ATTENDANCE_FROM and not reason:
        there = {each.id for each in present}
        for each in here:
            status = "present" if each.id in there else book.pick(("absent", "excused"))
            book.add("attendance", date=day, person=each.id, shift=shift, crew=shift_of, site=place, status=status,
                     hours=hours if status == "present" else 0, quality="measured")
    return present


def _hours(day: date) -> int:
    """Hours of a shift: seven on Saturdays, else eight.  Units: hundredths of an hour."""
    return 700 if day.weekday() == 5 else 800


def _deliver(book: Book, mined: Mined, day: date, crew: str, site: str, reason: str, gang: list[Someone]) -> None:
    known = {"date": day, "site": book.id("site", site), "crew": book.id("crew", crew), "shift": "day"}
    if reason:
        book.add("production", **known, no_work=True, persons=0, note=reason)
        return
    gross = sum(_MG_PER_PERSON[crew] * book.between(55, 145) // 100 for _person in gang)
    if (day, crew) == (OUTLIER_DAY, OUTLIER_CREW):
        gross = 5_600 * len(gang)
    gross = max(gross // 10 * 10, 50)
    fineness = _FINENESS[site] + book.between(-220, 140)
    ore = gross * 1000 // (_GRADE[site] * 68 // 100) if site in _GRADE else None
    mined.receipts += 1
    row = book.add("production", **known, person=gang[0].id, persons=len(gang), hours=_hours(day), ore_kg=ore,
                   tailings_kg=ore * 99 // 100 if ore else None, head_grade=_GRADE.get(site), gross_mg=gross,
                   fineness=fineness, no_work=False, receipt_no=f"ENT-{mined.receipts:05d}",
                   quality="estimated" if book.chance(30) else "measured")
    delivery = Delivery(row, day, crew, site, gross, fine_mg(gross, fineness) or 0, ore or 0)
    if crew in _ORE_CREWS:
        mined.weeks[date.fromordinal(day.toordinal() + 5 - day.weekday())].append(delivery)
    else:
        mined.months[f"{day:%Y-%m}"].append(delivery)
