"""Rules about people: who stands twice, work not for their age, alarms without answer, names that mean nobody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from armdesk.fields import fold
from armdesk.i18n import N_, _, ngettext
from armdesk.models import Attendance, Person, Production, choices
from armdesk.query import Filter, Query
from armdesk.services.basis.ages import ADULT, KNOWN_BY, age_of
from armdesk.services.basis.figure import ask, has_any, id_of
from armdesk.services.basis.likeness import holds_all, words_of
from armdesk.services.findings.finding import Finding, Look, Rule, rule
from armdesk.services.people import duplicates, hazards, loose_names
from armdesk.services.people.age_gate import Alarm, Gate
from armdesk.services.people.loose_names import key_of, written_fields

_MOST, _SOON = 200, timedelta(days=60)
_AT_WORK = ("attendance", "production", "person", "crew", "site", "shift", "rate", "organisation", "other_name")


@rule(N_("The same person twice"), "person", "two_people", long=True)
def same_person_twice(look: Look) -> Iterator[Finding]:
    """People who stand in the register twice, as it seems; father and son of one name do not."""
    for pair in duplicates.find(look.store)[:_MOST]:
        if pair.score >= duplicates.LIKELY:
            yield Finding("same_person_twice", "warn", _("{one} and {other} may be one person: {why}.").format(
                one=pair.one.name, other=pair.other.name, why=", ".join(duplicates.why(pair))),
                (f"person/{pair.one.id}", f"person/{pair.other.id}"),
                facts=(f"{pair.other.id} {pair.number} {pair.born}", f"{pair.one.id} {pair.number} {pair.born}"))


@dataclass
class _Seen:
    """Days on which one person did work that is not for them."""

    alarms: list[Alarm] = field(default_factory=list)
    where: list[str] = field(default_factory=list)


@rule(N_("Work that is not for their age"), *_AT_WORK)
def not_for_their_age(look: Look) -> Iterator[Finding]:
    """People too young, pregnant or nursing who were at work, or delivered gold, where they may not.

    A name as written stands for the one person whose name holds all its words.
    """
    gate = Gate(look.store, min(look.today, look.period.ends))
    concerned = _concerned(look, gate)
    if not concerned:
        return
    seen: dict[tuple[str, str], _Seen] = defaultdict(_Seen)
    period = (Filter("date", "from", look.period.begins), Filter("date", "to", look.period.ends))
    for type_ in (Attendance, Production):
        rows = look.store.find(Query(type_, filters=(*period, Filter("person", "in", tuple(concerned)))))
        rows += _as_written(look, concerned) if type_ is Production else []
        for row in rows:
            for alarm in gate.alarms(row):
                kept = seen[alarm.work.person.id, alarm.rule]
                kept.alarms.append(alarm)
                kept.where.append(f"{type_.type_name()}/{row.id}")
    for (person, name), found in sorted(seen.items()):
        days = sorted({alarm.work.day for alarm in found.alarms})
        dangers = frozenset().union(*(alarm.work.dangers for alarm in found.alarms))
        text = ngettext(
            "{name} worked on {count} day where this is not allowed ({rule}: {dangers}), first on {day}.",
            "{name} worked on {count} days where this is not allowed ({rule}: {dangers}), first on {day}.", len(days))
        yield Finding("not_for_their_age", "alarm", text.format(
            name=found.alarms[0].work.person.name, count=len(days), rule=_(choices.AGE_RULE[name]),
            dangers=hazards.said(dangers) or _("any work"), day=days[0]), (f"person/{person}", *found.where[:_MOST]))
    yield from _assigned(look, gate, concerned, set(seen))


def _assigned(look: Look, gate: Gate, concerned: dict[str, str], seen: set[tuple[str, str]]) -> Iterator[Finding]:
    """People whose own page puts them to such work, though no book says yet that they did it."""
    for person in look.store.find(Query(Person, filters=(Filter("id", "in", tuple(concerned)),))):
        if person.status in ("left", "dead") or (person.left_on and person.left_on < look.period.begins):
            continue
        for alarm in gate.alarms(person):
            if (person.id, alarm.rule) not in seen:
                yield Finding("not_for_their_age", "alarm", _("{name} is assigned to work where this is not allowed "
                                                              "({rule}: {dangers}).").format(
                    name=person.name, rule=_(choices.AGE_RULE[alarm.rule]),
                    dangers=hazards.said(alarm.work.dangers) or _("any work")), (f"person/{person.id}",),
                    facts=(f"{alarm.rule} {' '.join(sorted(alarm.work.dangers))}",))


def _concerned(look: Look, gate: Gate) -> dict[str, str]:
    """People who were, or may have been, under age or protected in the period, with their names."""
    found = {}
    bound = max(*gate.bounds(look.period.begins), *gate.bounds(look.period.ends), ADULT)
    for raw, name, until, *known in ask(
            look.store, f"SELECT id, name, protected_until, {KNOWN_BY} FROM person WHERE trashed = 0"):  # noqa: S608 - own columns
        age = age_of(look.period.begins, *known)
        if (age is not None and age.least < bound) or (until and until >= look.period.begins.isoformat()):
            found[id_of(raw)] = str(name or "")
    return found


def _as_written(look: Look, concerned: dict[str, str]) -> list[Production]:
    """Deliveries under a name that nobody linked yet and that can only mean one of these people."""
    names = {key_of(str(name)): str(name) for (name,) in ask(
        look.store, "SELECT DISTINCT person_as_written FROM production WHERE trashed = 0 AND person IS NULL "
        "AND person_as_written <> '' AND date BETWEEN ? AND ?", look.period.begins, look.period.ends)}
    everybody = [(id_of(raw), words_of(str(name or ""))) for raw, name in ask(
        look.store, "SELECT id, name FROM person WHERE trashed = 0")] if names else []
    young = {id_: words_of(name) for id_, name in concerned.items()}
    meant: dict[str, str] = {}
    for key in names:
        words = words_of(key)
        if len(words) > 1 and any(holds_all(words, full) for full in young.values()):
            ids = [id_ for id_, full in everybody if holds_all(words, full)]
            if len(ids) == 1 and ids[0] in young:
                meant[key] = ids[0]
    found: list[Production] = []
    if meant:
        loose = Query(Production, filters=(Filter("date", "from", look.period.begins),
                                           Filter("date", "to", look.period.ends), Filter("person", "empty")))
        for row in look.store.find(loose):
            person = meant.get(key_of(row.person_as_written or ""))
            if person:
                row.person = person
                found.append(row)
    return found


@rule(N_("Alarms of age without an answer"), "age_alarm", "person")
def age_alarms_open(look: Look) -> Iterator[Finding]:
    """Alarms that were raised at an entry and of which nobody wrote what was done."""
    for raw, day, name, which in ask(
            look.store, "SELECT a.id, a.date, p.name, a.rule FROM age_alarm a JOIN person p ON p.id = a.person "
            "WHERE a.trashed = 0 AND a.answer IS NULL ORDER BY a.date, a.id"):
        yield Finding("age_alarm_open", "alarm", _("Alarm of {day} about {name} ({rule}): nobody wrote what was "
                                                   "done.").format(
            day=date.fromisoformat(day), name=name, rule=_(choices.AGE_RULE[which])), (f"age_alarm/{id_of(raw)}",))


@rule(N_("Names of the books"), "person", "other_name", *(type_.type_name() for type_, _written in written_fields()))
def names_not_linked(look: Look) -> Iterator[Finding]:
    """Names in the books that stand for nobody, once there is anybody they could stand for."""
    if not has_any(look.store, Person):
        return
    names = loose_names.find(look.store)
    if names:
        rows = sum(each.count for each in names)
        text = _("Names in the books that stand for nobody: {count} (rows: {rows}). Of these, names that can mean one "
                 "person only: {sure}.")
        yield Finding("names_not_linked", "note", text.format(
            count=len(names), rows=rows, sure=len(loose_names.sure_ones(names))), ("register/loose_names",),
            facts=(f"{len(names)} {rows}",))


@rule(N_("Registrations that ended or end soon"), "registration", "person")
def registrations_ended(look: Look) -> Iterator[Finding]:
    """People who are here and whose entry in a national register ended, or ends within two months, not renewed."""
    rows = ask(look.store, "SELECT r.id, r.person, r.register, r.valid_to FROM registration r "
               "JOIN person p ON p.id = r.person WHERE r.trashed = 0 AND p.trashed = 0 "
               "AND coalesce(p.status, 'active') NOT IN ('left', 'dead') ORDER BY r.valid_to, r.id")
    newest: dict[tuple[str, str], str] = {}
    for _id, person, register, ends in rows:
        key = id_of(person), fold(str(register or ""))
        newest[key] = max(newest.get(key, ""), ends or "9999")
    ranges = ((True, "warn", "", look.today), (False, "note", look.today, look.today + _SOON))
    for over, severity, first, last in ranges:
        found = [(id_of(raw), str(ends)) for raw, person, register, ends in rows
                 if ends and ends == newest[id_of(person), fold(str(register or ""))]
                 and (str(first) <= ends < str(last))]
        if found:
            text = ngettext("{count} registration of people who are here ended, the first on {day}.",
                            "{count} registrations of people who are here ended, the first on {day}.", len(found)) \
                if over else ngettext("{count} registration ends within two months, the first on {day}.",
                                      "{count} registrations end within two months, the first on {day}.", len(found))
            yield Finding("registrations_ended", severity, text.format(count=len(found), day=found[0][1]),
                          tuple(f"registration/{id_}" for id_, _ends in found[:_MOST]),
                          facts=tuple(f"{ends} {'ended' if over else ''}".strip() for _id, ends in found[:_MOST]))


PEOPLE_RULES: dict[str, Rule] = {
    "not_for_their_age": not_for_their_age, "age_alarms_open": age_alarms_open,
    "same_person_twice": same_person_twice,
    "names_not_linked": names_not_linked, "registrations_ended": registrations_ended,
}
"""Rules about people by name."""
