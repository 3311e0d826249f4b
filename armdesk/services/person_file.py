"""Everything the registers say of one person: facts, what is missing, and a table for each part of its life here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from armdesk.i18n import N_, _, current, ngettext
from armdesk.i18n_formats import decimal_text
from armdesk.models import (
    AgeAlarm,
    OtherName,
    Person,
    PersonRole,
    PpeDelivery,
    Registration,
    Training,
    TrainingAttendance,
    choices,
)
from armdesk.query import Filter, Query
from armdesk.record import Record
from armdesk.services.basis.ages import Age, age_of_person
from armdesk.services.basis.figure import ask, grams
from armdesk.services.basis.shown_money import money
from armdesk.services.money import accounts
from armdesk.store import Store

_SHOWN_DELIVERIES = 500
_WANTED = {
    "age_evidence": N_("No proof of age: nobody noted having seen a document."),
    "id_number": N_("No identity number."), "sex": N_("Sex not stated."), "agreement_on": N_("No agreement signed."),
    "social_cover": N_("Social cover not stated."),
    "consent_on": N_("No consent to personal data."), "next_of_kin": N_("Nobody to call in an emergency."),
}
"""What every person here should have, and what is said where it is missing."""


@dataclass(frozen=True)
class Lack:
    """Something that is missing or has ended.  Shape: tone is warn or alarm; field is the one to fill, or ""."""

    sentence: str
    tone: str = "warn"
    field: str = ""


@dataclass(frozen=True)
class Part:
    """One table of the file.

    Shape: headings and rows of shown texts; references opens the record of each row, "" for none; note stands below.
    """

    key: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    references: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class PersonFile:
    """One person on one day."""

    person: Person
    day: date
    age: str
    lacks: tuple[Lack, ...]
    parts: tuple[Part, ...] = field(default=())

    def part(self, key: str) -> Part:
        """One of its tables.  Errors: KeyError."""
        return {each.key: each for each in self.parts}[key]


def read(store: Store, person: Person, day: date) -> PersonFile:
    """All that is known of a person on a day, in the language in force."""
    makers: Sequence[Callable[[Store, Person, date], Part]] = (
        _roles, _registrations, _courses, _equipment, _deliveries, _account, _incidents, _meetings, _papers, _names,
        _alarms)
    return PersonFile(person, day, age_text(person, day), tuple(lacking(store, person, day)),
                      tuple(make(store, person, day) for make in makers))


def age_text(person: Person, day: date) -> str:
    """Age on a day and how it is proved, as a sentence: "34 years; copy kept"."""
    age = age_of_person(person, day)
    if age is None:
        return _("Age not known")
    proof = _(choices.AGE_EVIDENCE[person.age_evidence]) if person.age_evidence else _("no proof noted")
    return _("{age}; proof: {proof}").format(age=_years(age), proof=proof)


def _years(age: Age) -> str:
    if age.source == "age_band":
        return _("{least} to {most} years (age band)").format(least=age.least, most=age.most) if age.most < 100 \
            else _("{least} years or more (age band)").format(least=age.least)
    if age.least == age.most:
        return ngettext("{count} year", "{count} years", age.least).format(count=age.least)
    if age.most - age.least > 1:
        return _("{least} years or more").format(least=age.least)
    text = _("{least} or {most} years (only the year of birth is known)") if age.source == "birth_year" \
        else _("{least} or {most} years (as stated)")
    return text.format(least=age.least, most=age.most)


def lacking(store: Store, person: Person, day: date) -> list[Lack]:
    """What is missing of a person who is here, the gravest first."""
    found = [Lack(_("Alarm of age of {day} without an answer.").format(day=each.date), "alarm")
             for each in (store.all(AgeAlarm, person=person.id) if person.id else []) if not each.answer]
    if person.status in ("left", "dead"):
        return found
    age = age_of_person(person, day)
    if age is None:
        found.append(Lack(_("Age not known: ask for a document, or write the year or the age as stated."), "alarm",
                          "birth_date"))
    wanted = {name: sentence for name, sentence in _WANTED.items() if name != "age_evidence" or
              person.age_evidence not in ("seen", "copy")}
    found += [Lack(_(sentence), "warn", name) for name, sentence in wanted.items()
              if name == "age_evidence" or getattr(person, name) in (None, "")]
    ended = [each for each in (store.all(Registration, person=person.id) if person.id else [])
             if each.valid_to is not None and each.valid_to < day and not _renewed(store, each, day)]
    found += [Lack(_("Registration ended on {day}: {register}.").format(day=each.valid_to, register=each.register),
                   "alarm") for each in ended]
    return found


def _renewed(store: Store, ended: Registration, day: date) -> bool:
    return any(other.register == ended.register and (other.valid_to is None or other.valid_to >= day)
               for other in store.all(Registration, person=ended.person))


def _table(key: str, title: str, names: Sequence[str], records: Sequence[Record], store: Store,
           note: str = "") -> Part:
    """Records as a table of some of their fields."""
    if not records:
        return Part(key, title, tuple(names), ())
    fields = [records[0].field(name) for name in names]
    rows = []
    for each in records:
        values = each.values()
        rows.append(tuple(_shown(store, each, name, values) for name in names))
    headings = tuple(each.title() for each in fields)
    return Part(key, title, headings, tuple(rows), tuple(f"{each.type_name()}/{each.id}" for each in records), note)


def _shown(store: Store, record: Record, name: str, values: dict[str, Any]) -> str:
    declared = record.field(name)
    target = getattr(declared, "target", "")
    return store.label(target, values[name]) if target else declared.format(values[name], values)


def _of(store: Store, type_: type[Record], person: Person, order: str = "") -> list[Any]:
    return store.find(Query(type_, filters=(Filter("person", "is", person.id),), order=order))


def _roles(store: Store, person: Person, _day: date) -> Part:
    return _table("roles", _("Roles over time"), ("role", "office", "crew", "site", "began_on", "ended_on"),
                  _of(store, PersonRole, person), store)


def _registrations(store: Store, person: Person, _day: date) -> Part:
    return _table("registrations", _("Registrations"),
                  ("register", "number", "valid_to", "checked_on", "checked_where", "status"),
                  _of(store, Registration, person), store)


def _courses(store: Store, person: Person, day: date) -> Part:
    rows, references = [], []
    for each in _of(store, TrainingAttendance, person):
        course = store.get(Training, each.training)
        if course is None or course.trashed or each.present is False:
            continue
        ended = course.expires_on is not None and course.expires_on < day
        rows.append((str(course.date or ""), course.subject or "", str(course.expires_on or ""),
                     _("ended") if ended else _("in force") if course.expires_on else "", each.certificate_no or ""))
        references.append(f"training/{course.id}")
    paired = sorted(zip(rows, references, strict=True), reverse=True)
    return Part("courses", _("Courses"), (_("Date"), _("Subject"), _("Valid until"), _("State"), _("Certificate no.")),
                tuple(row for row, _reference in paired), tuple(reference for _row, reference in paired))


def _equipment(store: Store, person: Person, _day: date) -> Part:
    return _table("ppe", _("Protective equipment"), ("date", "item", "quantity", "size", "signed"),
                  _of(store, PpeDelivery, person, "-date"), store)


def _deliveries(store: Store, person: Person, _day: date) -> Part:
    found = ask(store, "SELECT substr(date, 1, 7), count(*), sum(gross_mg), sum(fine_mg) FROM production "
                "WHERE trashed = 0 AND person = ? AND coalesce(no_work, 0) = 0 GROUP BY 1 ORDER BY 1 DESC",
                bytes.fromhex(person.id))
    rows = tuple((str(month), str(count), _grams(gross), _grams(fine)) for month, count, gross, fine in found)
    return Part("deliveries", _("Deliveries"), (_("Month"), _("Deliveries"), _("Gross weight (g)"),
                                                _("Fine weight (g)")), rows[:_SHOWN_DELIVERIES])


def _grams(milligrams: int | None) -> str:
    return decimal_text(grams(milligrams), 3, current()) if milligrams is not None else ""


def _account(store: Store, person: Person, _day: date) -> Part:
    rows = [(each.currency, money(each.balance, each.currency), money(each.advances_open, each.currency))
            for each in accounts.account(store, person.id)]
    return Part("account", _("Account"), (_("Currency"), _("Owed to the person"), _("Advances open")), tuple(rows))


def _incidents(store: Store, person: Person, _day: date) -> Part:
    """The public part of what happened: the medical one stays where it is."""
    found = ask(store, "SELECT i.date, i.severity, i.kind, i.place, coalesce(p.counted_days, p.lost_days), i.id "
                "FROM injured_person p "
                "JOIN incident i ON i.id = p.incident WHERE p.trashed = 0 AND i.trashed = 0 AND p.person = ? "
                "ORDER BY i.date DESC", bytes.fromhex(person.id))
    rows = tuple((str(day), _(choices.SEVERITY.get(severity, "–")), _(choices.INCIDENT_KIND.get(kind, "–")),
                  str(place or ""), str(lost if lost is not None else "")) for day, severity, kind, place, lost, _id
                 in found)
    return Part("incidents", _("Accidents"), (_("Date"), _("Severity"), _("Kind"), _("Place"), _("Lost days")), rows,
                tuple(f"incident/{bytes(row[5]).hex()}" for row in found))


def _meetings(store: Store, person: Person, _day: date) -> Part:
    found = ask(store, "SELECT m.date, m.kind, m.title, m.id FROM meeting_attendance a JOIN meeting m "
                "ON m.id = a.meeting WHERE a.trashed = 0 AND m.trashed = 0 AND a.person = ? "
                "AND coalesce(a.present, 1) = 1 ORDER BY m.date DESC", bytes.fromhex(person.id))
    rows = tuple((str(day), _(choices.MEETING_KIND.get(kind, "–")), str(title or ""))
                 for day, kind, title, _id in found)
    return Part("meetings", _("Meetings"), (_("Date"), _("Kind"), _("Subject")), rows,
                tuple(f"meeting/{bytes(row[3]).hex()}" for row in found))


def _papers(store: Store, person: Person, _day: date) -> Part:
    found = ask(store, "SELECT d.title, d.kind, d.valid_to, d.id FROM citation c JOIN document d ON d.id = c.document "
                "WHERE c.trashed = 0 AND d.trashed = 0 AND c.target = ? ORDER BY d.title", f"person/{person.id}")
    rows = tuple((str(title or ""), _(choices.DOCUMENT_KIND.get(kind, "–")), str(ends or "")) for title, kind, ends, _id
                 in found)
    return Part("papers", _("Papers"), (_("Title"), _("Kind"), _("Valid until")), rows,
                tuple(f"document/{bytes(row[3]).hex()}" for row in found))


def _names(store: Store, person: Person, _day: date) -> Part:
    return _table("names", _("Other names"), ("name", "noted_on"), _of(store, OtherName, person), store)


def _alarms(store: Store, person: Person, _day: date) -> Part:
    return _table("alarms", _("Age alarms"), ("date", "rule", "work", "answer", "answered_on"),
                  _of(store, AgeAlarm, person), store)


