"""Hours at work by month and site, from the most exact book there is for each day; nothing is counted twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial

from armdesk.i18n import N_, _, current, ngettext
from armdesk.i18n_formats import decimal_text, scaled_text
from armdesk.models import Exposure
from armdesk.models.exposure import HOURS_SOURCE
from armdesk.remembered import month_of_deliveries
from armdesk.services.basis.figure import site_names
from armdesk.services.basis.limits import Limits
from armdesk.services.basis.period import Period, each_month
from armdesk.services.basis.period import month as calendar_month
from armdesk.services.safety import hours_books
from armdesk.services.safety.hours_books import Day, Sizes
from armdesk.store import Store

MEASURED, COMPUTED, ESTIMATED, STATED = HOURS_SOURCE
_LEAST_SURE = (ESTIMATED, STATED, COMPUTED, MEASURED)
USUAL_HOURS, USUAL_DAYS = "usual_hours", "usual_days"
"""Kinds of the rates an estimate is made with."""
_ROSTER = "roster"
_BOOKS = {"attendance": N_("Attendance"), "shifts": N_("Shifts, persons x hours"),
          "deliveries": N_("Deliveries, persons x hours")}

_BESIDE_DELIVERIES = ("attendance", "shift", "crew", "site", "rate", "organisation")
"""Registers besides the deliveries from which the hours of a month follow."""

Key = tuple[str, str]
"""Month "2025-03" and id of the site, "" for none."""


@dataclass(frozen=True)
class Part:
    """What one book gave of a month.

    Shape: book "roster" where no book tells anything.  Units: hours in hundredths; days are those it told of the site;
    persons are person-days that an estimate was made for, people for the roster.
    """

    book: str
    source: str
    hours: int
    days: int = 0
    persons: int = 0


@dataclass(frozen=True)
class SiteHours:
    """Hours at work of one month at one site ("" for work without a site, and for the whole cooperative).

    Shape: source is the least sure of what its hours come from, a key of HOURS_SOURCE; rule says in words how they were
    reckoned; record is the id of the office's own figure, "" where the books speak; books are the hours that an own
    figure took the place of, None without one.  Units: hours in h, exact to 0.01.
    """

    month: str
    site: str
    site_name: str
    hours: Decimal
    workers: int
    source: str
    rule: str
    record: str = ""
    books: Decimal | None = None
    parts: tuple[Part, ...] = field(default=(), compare=False)

    def known_as(self, source: str) -> Decimal:
        """Those of its hours that are known in one way."""
        if self.record:
            return self.hours if source == self.source else Decimal(0)
        return Decimal(sum(part.hours for part in self.parts if part.source == source)).scaleb(-2)


def site_hours(store: Store, period: Period) -> list[SiteHours]:
    """Hours of all months and sites of a period, by month and name of the site.

    Of each day of a crew one book is taken: attendance, else shifts, else deliveries; an entry that names no crew tells
    of the whole site.  Where the book lacks hours, those are the usual ones of a person and day.  A site with people
    and without any book in a month is estimated from the roster.  What the office states itself takes the place of all
    that.
    """
    limits, names = Limits(store), site_names(store)
    months = _of_books(store, period, limits)
    months |= _of_roster(store, period, limits, months)
    found = {(month, site): SiteHours(
        month, site, names.get(site, ""), Decimal(sum(part.hours for part in made.parts)).scaleb(-2), made.workers,
        least_sure(part.source for part in made.parts), _in_words(made.parts, limits, month, site),
        parts=tuple(made.parts)) for (month, site), made in months.items()}
    stated = _with_stated(store, period, found, names)
    return sorted(stated.values(), key=lambda each: (each.month, each.site_name, each.site))


def how_known(parts: dict[str, Decimal]) -> str:
    """In words how some hours are known: "Measured: attendance", or "Computed ... 74 %, Measured ... 26 %"."""
    whole = sum(parts.values(), Decimal(0))
    used = sorted(((hours, source) for source, hours in parts.items() if hours), reverse=True)
    if len(used) == 1:
        return _(HOURS_SOURCE[used[0][1]])
    return "; ".join(_("{way} {share} %").format(way=_(HOURS_SOURCE[source]), share=decimal_text(
        100 * hours / whole, 0 if 100 * hours >= whole else 1, current())) for hours, source in used)


def least_sure(sources: Iterable[str]) -> str:
    """The least sure of some ways of knowing hours, "" of none."""
    known = set(sources)
    return next((source for source in _LEAST_SURE if source in known), "")


@dataclass
class _Made:
    """What the books give of a month and site."""

    workers: int = 0
    parts: list[Part] = field(default_factory=list)


def _of_books(store: Store, period: Period, limits: Limits) -> dict[Key, _Made]:
    """What the books give of each month and site, each month read again only when something of it changed."""
    found: dict[Key, _Made] = {}
    crews = hours_books.sizes(store, period)
    for days in each_month(period):
        reads = (*_BESIDE_DELIVERIES, month_of_deliveries(f"{days.begins:%Y-%m}"))
        found |= store.remembered.of(("hours", days, crews), reads, partial(_of_month, store, days, crews, limits))
    return found


def _of_month(store: Store, period: Period, crews: Sizes, limits: Limits) -> dict[Key, _Made]:
    """Of each day of a crew the first book that tells of it."""
    told, usual = _Told(), _Usual(limits)

    def deliveries(store: Store, period: Period, crews: Sizes) -> Iterator[Day]:
        return hours_books.delivery_days(store, period, crews, by_crew=told.anything)

    books = (("attendance", MEASURED, hours_books.attendance_days), ("shifts", COMPUTED, hours_books.shift_days),
             ("deliveries", COMPUTED, deliveries))
    made: dict[Key, _Made] = defaultdict(_Made)
    persons_of: dict[Key, int] = defaultdict(int)
    for book, source, read in books:
        known: dict[Key, _Sum] = defaultdict(_Sum)
        guessed: dict[Key, _Sum] = defaultdict(_Sum)
        here = [each for each in read(store, period, crews) if not told.knows(each)]
        for each in here:
            key = each.day[:7], each.site
            persons_of[each.day, each.site] += each.persons
            if each.hours:
                known[key].add(each.day, each.hours)
            if each.unknown:
                guessed[key].add(each.day, each.unknown * usual.hours(each.day[:7], each.site), each.unknown)
        told.take(here)
        for key, of in known.items():
            made[key].parts.append(Part(book, source, of.hours, len(of.days)))
        for key, of in guessed.items():
            made[key].parts.append(Part(book, ESTIMATED, of.hours, len(of.days), of.persons))
    for (day, site), persons in persons_of.items():
        each_month = made[day[:7], site]
        each_month.workers = max(each_month.workers, persons)
    for key, count in hours_books.attendance_workers(store, period).items():
        made[key].workers = max(made[key].workers, count)
    return {key: each for key, each in made.items() if each.parts}


@dataclass
class _Sum:
    """Hours of a month as they are added up."""

    hours: int = 0
    persons: int = 0
    days: set[str] = field(default_factory=set)

    def add(self, day: str, hours: int, persons: int = 0) -> None:
        """One day of a crew more."""
        self.hours += hours
        self.persons += persons
        self.days.add(day)


class _Told:
    """Of which days of which crews a better book told: where one of two names no crew, it told of the whole site."""

    def __init__(self) -> None:
        self._crews: dict[Key, set[str]] = defaultdict(set)

    @property
    def anything(self) -> bool:
        """Whether any day is counted already."""
        return bool(self._crews)

    def knows(self, each: Day) -> bool:
        """Whether the work of this day and crew is counted already."""
        crews = self._crews.get((each.day, each.site))
        return crews is not None and (not each.crew or "" in crews or each.crew in crews)

    def take(self, days: Iterable[Day]) -> None:
        """These are counted now."""
        for each in days:
            self._crews[each.day, each.site].add(each.crew)


class _Usual:
    """The usual hours and days of a month, looked up once for each."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._known: dict[tuple[str, str, str], Decimal] = {}

    def value(self, kind: str, month: str, site: str) -> Decimal:
        """The rate that holds at the end of a month, zero where nobody knows one."""
        key = kind, month, site
        if key not in self._known:
            self._known[key] = self._limits.value(kind, _last_day(month), site=site) or Decimal(0)
        return self._known[key]

    def hours(self, month: str, site: str) -> int:
        """Hours of one person and day, in hundredths."""
        return int(self.value(USUAL_HOURS, month, site) * 100)


def _last_day(month: str) -> date:
    return calendar_month(int(month[:4]), int(month[5:])).ends


def _of_roster(store: Store, period: Period, limits: Limits, known: dict[Key, _Made]) -> dict[Key, _Made]:
    """Sites with people of which no book tells in a month; those without a site only where no book tells of any.

    Months of which nothing at all is told, before the first entry or after the last, are not invented.
    """
    told = hours_books.told(store, period)
    if told is None:
        return {}
    usual, roster, made = _Usual(limits), hours_books.Roster(store), {}
    months_known = {month for month, _site in known}
    for month in told.months():
        whole = calendar_month(int(month[:4]), int(month[5:]))
        inside = (min(whole.ends, told.ends) - max(whole.begins, told.begins)).days + 1
        for site, people in roster.of_sites(whole).items():
            if (month, site) in known or (not site and month in months_known):
                continue
            # Of a month begun or cut off by the period, its share of the usual days.
            days = int(usual.value(USUAL_DAYS, month, site) * inside / whole.ends.day)
            hours = people * days * usual.hours(month, site)
            if hours:
                made[month, site] = _Made(people, [Part(_ROSTER, ESTIMATED, hours, days, people)])
    return made


def _in_words(parts: Sequence[Part], limits: Limits, month: str, site: str) -> str:
    """How the hours of a month were reckoned, with the source of what was estimated."""
    usual = limits.find(USUAL_HOURS, _last_day(month), site=site)
    hours_each = decimal_text(usual.value.normalize(), None, current()) if usual else "0"
    said = []
    for part in parts:
        shown = scaled_text(part.hours, 2, current(), least=0)
        if part.book == _ROSTER:
            said.append(ngettext("Estimated: {people} person of the roster x {days} days x {each} h = {hours} h.",
                                 "Estimated: {people} people of the roster x {days} days x {each} h = {hours} h.",
                                 part.persons).format(people=part.persons, days=part.days, each=hours_each,
                                                      hours=shown))
        elif part.source == ESTIMATED:
            said.append(ngettext("{book} without hours: {persons} person-day x {each} h = {hours} h.",
                                 "{book} without hours: {persons} person-days x {each} h = {hours} h.",
                                 part.persons).format(book=_(_BOOKS[part.book]).partition(",")[0],
                                                      persons=part.persons, each=hours_each, hours=shown))
        else:
            said.append(ngettext("{book}: {days} day, {hours} h.", "{book}: {days} days, {hours} h.", part.days).format(
                book=_(_BOOKS[part.book]), days=part.days, hours=shown))
    if usual and any(part.source == ESTIMATED for part in parts):
        said.append(_("Usual hours: {source}.").format(source=usual.source.rstrip(".")))
    return " ".join(said)


def _with_stated(store: Store, period: Period, found: dict[Key, SiteHours],
                 names: dict[str, str]) -> dict[Key, SiteHours]:
    """The same with the office's own figures: of one site, or of the whole cooperative in place of all its sites."""
    result = dict(found)
    months = set(period.months())
    # Of two for the same the later one holds; those of the whole cooperative come last.
    for each in sorted(store.all(Exposure), key=lambda each: (each.site is None, each.month, each.id)):
        if each.month not in months:
            continue
        site = each.site or ""
        gone = [key for key in result if key[0] == each.month and (not site or key[1] == site)]
        replaced = [result.pop(key) for key in gone]
        books = sum((old.hours if old.books is None else old.books for old in replaced), Decimal(0))
        result[each.month, site] = SiteHours(
            each.month, site, names.get(site, ""), Decimal(each.hours).scaleb(-2), each.workers or 0,
            each.source_kind, each.estimate_rule, each.id, books)
    return result


@dataclass(frozen=True)
class MonthHours:
    """Hours of all sites in one month.

    Shape: source is the least sure way some of them are known; parts maps each way to its hours.
    """

    month: str
    hours: Decimal
    workers: int
    source: str
    parts: dict[str, Decimal] = field(default_factory=dict)


def by_month(rows: Iterable[SiteHours]) -> dict[str, MonthHours]:
    """Hours of all sites together, by month; people who worked at two sites count at both."""
    months: dict[str, list[SiteHours]] = defaultdict(list)
    for each in rows:
        months[each.month].append(each)
    return {month: MonthHours(month, sum((each.hours for each in group), Decimal(0)),
                              sum(each.workers for each in group), least_sure(each.source for each in group),
                              {source: sum((each.known_as(source) for each in group), Decimal(0))
                               for source in HOURS_SOURCE})
            for month, group in sorted(months.items())}
