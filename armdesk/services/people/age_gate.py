"""Age gate: says at the moment of entry that somebody is too young, or protected, for the work; records the alarm.

It never keeps an entry back: what happened happened, and has to be written.  Source: ILO conventions 138 and 182.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from armdesk.fields import fold
from armdesk.i18n import _
from armdesk.models import (
    AgeAlarm,
    Attendance,
    Batch,
    Crew,
    Person,
    PersonRole,
    Production,
    ReagentMovement,
    Shift,
    Site,
)
from armdesk.query import Filter, Query
from armdesk.record import Record
from armdesk.services.basis.ages import Age, age_of_person
from armdesk.services.basis.limits import Limits
from armdesk.services.people import hazards
from armdesk.store import Store
from armdesk.writer import Writer

WATCHED = frozenset({"person", "person_role", "crew", "attendance", "production", "batch", "reagent_movement"})
"""Record types that put somebody to work."""
TELLING = frozenset({
    "crew", "site", "task", "hazardous", "shift", "person", "date", "status", "kind", "leader", "item", "used_by",
    "operator", "birth_date", "birth_year", "age_stated", "age_stated_on", "age_band", "protected_until"})
"""Fields of which a change may put somebody to work that is not for them."""
LEAST, LEAST_HAZARDOUS = "work_age", "work_age_hazardous"
"""Kinds of the rates with the two ages."""
TOO_YOUNG, MINOR, PROTECTED = "too_young", "minor_hazardous", "protected"
_MOST_OF_CREW = 200


class Alarmed(str):
    """A sentence about somebody who may not do this work; it stands beside its field in the colour of an alarm."""

    __slots__ = ()


@dataclass(frozen=True)
class Work:
    """Somebody put to work by an entry.  Shape: field is the one of the entry that says so; text names the work."""

    person: Person
    field: str
    day: date
    dangers: frozenset[str]
    text: str


class Alarm(NamedTuple):
    """Work that is not for this person.  Shape: rule is a key of AGE_RULE; sentence is translated."""

    work: Work
    rule: str
    sentence: str


class Gate:
    """What the gate has to know of one workspace; read once, for one form, sheet or check.

    Shape: today is the day on which entries without a day of their own are judged, that of the workspace's clock if
    none is given.
    """

    def __init__(self, store: Store, today: date | None = None) -> None:
        self.store, self.today = store, today or store.now().date()
        self._bounds: dict[date, tuple[int, int]] = {}
        self._people: dict[str, Person | None] = {}

    @cached_property
    def _limits(self) -> Limits:
        return Limits(self.store)

    @cached_property
    def _crews(self) -> dict[str, Crew]:
        return {each.id: each for each in self.store.find(Query(Crew))}

    @cached_property
    def _sites(self) -> dict[str, Site]:
        return {each.id: each for each in self.store.find(Query(Site))}

    def bounds(self, day: date) -> tuple[int, int]:
        """Least age for any work and for dangerous work on a day, in years; 0 where no rate says one."""
        if day not in self._bounds:
            found = [self._limits.value(kind, day) for kind in (LEAST, LEAST_HAZARDOUS)]
            self._bounds[day] = (int(found[0] or 0), int(found[1] or 0))
        return self._bounds[day]

    def person(self, id_: str | None) -> Person | None:
        """A person by id, asked for once."""
        if not id_:
            return None
        if id_ not in self._people:
            self._people[id_] = self.store.get(Person, id_)
        return self._people[id_]

    def dangers(self, *, crew: str | None = None, site: str | None = None, task: str | None = None,
                shift: str | None = None, marked: bool = False) -> frozenset[str]:
        """Dangers of work in a crew, at a site, with a task."""
        of_crew = self._crews.get(crew or "")
        place = self._sites.get(site or (of_crew.site if of_crew else "") or "")
        return hazards.of_work(crew_kind=of_crew.kind if of_crew else None, site_kind=place.kind if place else None,
                               words=(of_crew.name if of_crew else None, task), shift=shift, marked=marked)

    def judged(self, work: Work) -> Alarm | None:
        """The alarm that some work raises, None for most."""
        least, hazardous = self.bounds(work.day)
        age = age_of_person(work.person, work.day)
        if age is not None and age.least < least:
            return Alarm(work, TOO_YOUNG, _about_age(work, age, least, _(
                "{name} is {age} on {day}: nobody under {least} works here."), _(
                "{name} may be only {age} on {day}: nobody under {least} works here. Ask for a proof of age.")))
        if age is not None and age.least < hazardous and work.dangers:
            return Alarm(work, MINOR, _about_age(work, age, hazardous, _(
                "{name} is {age} on {day}: under {least} this work is forbidden ({dangers})."), _(
                "{name} may be only {age} on {day}: under {least} this work is forbidden ({dangers}). Ask for a proof "
                "of age.")))
        until = work.person.protected_until
        if work.dangers and until is not None and work.day <= until:
            return Alarm(work, PROTECTED, _("{name} is protected until {until}: not in this work ({dangers}).").format(
                name=work.person.name, until=until, dangers=hazards.said(work.dangers)))
        return None

    def alarms(self, record: Record) -> list[Alarm]:
        """What an entry, as typed or kept, puts people to that is not for them; [] for all else."""
        return [alarm for work in self.works(record) if (alarm := self.judged(work)) is not None]

    def works(self, record: Record) -> Iterator[Work]:
        """Who is put to work by an entry."""
        match record:
            case Person():
                yield from self._of_person(record)
            case PersonRole():
                yield from self._of_role(record)
            case Crew():
                yield from self._of_crew(record)
            case Attendance() if record.status in (None, "present"):
                yield from self._of_attendance(record)
            case Production() if not record.no_work and record.date:
                someone = self.person(record.person)
                if someone is not None:
                    where = (record.crew or someone.crew, record.site or someone.site)
                    yield self._work(someone, "person", record.date, where, someone.task, record.shift,
                                     someone.hazardous)
            case Batch() if record.operator and record.date:
                handled = {"mercury": record.mercury_in_mg, "cyanide": record.cyanide_g}
                dangers = hazards.of_work(handled=[name for name, taken in handled.items() if taken],
                                          site_kind="plant")
                yield from self._of_name(record.operator, "operator", record.date, dangers, _(Batch.about.one))
            case ReagentMovement() if record.used_by and record.date and record.item:
                yield from self._of_name(record.used_by, "used_by", record.date, hazards.of_work(
                    handled=[record.item]), record.field("item").format(record.item))

    def _work(self, someone: Person, field: str, day: date, where: tuple[str | None, str | None],
              task: str | None, *more: Any) -> Work:
        """Shape: where is (crew, site); more may be the shift, and whether the task is marked as dangerous."""
        crew, site = where
        shift, marked = (*more, None, None)[:2]
        of_crew = self._crews.get(crew or "")
        text = " · ".join(filter(None, (task, of_crew.name if of_crew else None)))
        return Work(someone, field, day, self.dangers(crew=crew, site=site, task=task, shift=shift,
                                                      marked=bool(marked)), text)

    def _of_person(self, person: Person) -> Iterator[Work]:
        if person.status == "dead":
            return
        today = self.today
        day = max(person.joined_on or today, min(today, person.left_on or today))
        field = next((name for name in ("task", "hazardous", "crew", "site") if getattr(person, name)), "role")
        yield self._work(person, field, day, (person.crew, person.site), person.task, None, person.hazardous)

    def _of_role(self, role: PersonRole) -> Iterator[Work]:
        someone = self.person(role.person)
        if someone is not None:
            yield self._work(someone, "crew" if role.crew else "role", role.began_on or self.today,
                             (role.crew, role.site), role.office)

    def _of_crew(self, crew: Crew) -> Iterator[Work]:
        """The leader, and everybody of the crew: what is changed of it holds for all of them."""
        today = self.today
        place = self._sites.get(crew.site or "")
        dangers = hazards.of_work(crew_kind=crew.kind, site_kind=place.kind if place else None, words=(crew.name,))
        leader = self.person(crew.leader)
        if leader is not None:
            yield Work(leader, "leader", today, dangers, crew.name or "")
        if crew.id:
            for each in self.store.find(Query(Person, filters=(Filter("crew", "is", crew.id),)), limit=_MOST_OF_CREW):
                if each.status not in ("left", "dead") and each.id != crew.leader:
                    yield Work(each, "kind", today, dangers, crew.name or "")

    def _of_attendance(self, row: Attendance) -> Iterator[Work]:
        someone = self.person(row.person)
        if someone is None or row.date is None:
            return
        shift = self.store.get(Shift, row.shift) if row.shift else None
        crew, site = row.crew or (shift.crew if shift else None), row.site or (shift.site if shift else None)
        of_shift = shift.shift if shift else None
        if crew or row.task:
            yield self._work(someone, "person", row.date, (crew, site), row.task, of_shift)
        else:  # the usual work of that person
            yield self._work(someone, "person", row.date, (someone.crew, site or someone.site), someone.task, of_shift,
                             someone.hazardous)

    def _of_name(self, name: str, field: str, day: date, dangers: frozenset[str], text: str) -> Iterator[Work]:
        """Somebody who is only written by name: meant where one person alone is called so."""
        ids = set(self._called.get(fold(name), ()))
        if len(ids) == 1 and (someone := self.person(ids.pop())) is not None:
            yield Work(someone, field, day, dangers, text)

    @cached_property
    def _called(self) -> dict[str, list[str]]:
        from armdesk.services.basis.figure import ask, id_of

        found: dict[str, list[str]] = {}
        for raw, name in ask(self.store, "SELECT id, name FROM person WHERE trashed = 0 UNION ALL "
                             "SELECT person, name FROM other_name WHERE trashed = 0"):
            found.setdefault(fold(str(name or "")), []).append(id_of(raw))
        return found


def _about_age(work: Work, age: Age, least: int, sure: str, perhaps: str) -> str:
    text = sure if age.most < least else perhaps
    return text.format(name=work.person.name or "", age=age.least, day=work.day, least=least,
                       dangers=hazards.said(work.dangers))


def cautions(store: Store, typed: Record) -> dict[str, str]:
    """Field -> alarm of an entry while it is typed; several people share a field in one sentence."""
    found: dict[str, str] = {}
    for alarm in Gate(store).alarms(typed):
        before = found.get(alarm.work.field, "")
        found[alarm.work.field] = Alarmed(f"{before} {alarm.sentence}".strip())
    return found


def keep(store: Store, record: Record) -> list[AgeAlarm]:
    """Keep an entry, and in the same operation the alarms it raises; answers the alarms that are new.

    Errors: as Store.save().
    """
    gate = Gate(store)
    if not gate.alarms(record):
        store.save(record)
        return []
    with store.operation(store.title_of(record)) as writer:
        writer.save(record)
        return note(gate, writer, record)


def note(gate: Gate, writer: Writer, record: Record) -> list[AgeAlarm]:
    """Record the alarms of an entry that was just written.

    One alarm stands for as long as nobody answered it, and until somebody is put to the same work after the answer.
    """
    made = []
    for alarm in gate.alarms(record):
        work = alarm.work
        dangers = " ".join(code for code in hazards.ALL if code in work.dangers)
        if any(_covers(each, alarm, dangers) for each in gate.store.all(AgeAlarm, person=work.person.id)):
            continue
        fresh = AgeAlarm(person=work.person.id, date=work.day, rule=alarm.rule, work=work.text or None,
                         hazards=dangers or None, origin=f"{record.type_name()}/{record.id}")
        writer.save(fresh)
        made.append(fresh)
    return made


def _covers(earlier: AgeAlarm, alarm: Alarm, dangers: str) -> bool:
    if earlier.rule != alarm.rule or not set(dangers.split()) <= hazards.read(earlier.hazards):
        return False
    return not earlier.answer or alarm.work.day <= (earlier.answered_on or earlier.date)
