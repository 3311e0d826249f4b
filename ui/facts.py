"""What is known about one record besides its own fields: linked records, evidence, actions, its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from armdesk.fields import Json, Link, Reference
from armdesk.i18n import N_, _
from armdesk.models import RECORDS
from armdesk.models.evidence import Citation
from armdesk.models.incident import VEIL
from armdesk.query import Filter, Query
from armdesk.record import Record
from armdesk.services.people import breakdown
from armdesk.services.plan import action_sources
from armdesk.store import Store
from ui import references

_HISTORY_SHOWN = 20


@dataclass(frozen=True)
class Fact:
    """A field with its shown value; target is the reference of the record it links to, or ""."""

    name: str
    text: str
    target: str = ""


@dataclass(frozen=True)
class Linked:
    """Records of one type that point at this one through one field."""

    type: type[Record]
    field: str
    count: int


@dataclass(frozen=True)
class Step:
    """One entry of the history: when, who, what was done, and each changed field as (name, before, after)."""

    when: str
    author: str
    title: str
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Surroundings:
    """Everything the side panel shows of one record.  Shape: evidence and actions are (id, text, state)."""

    facts: list[Fact]
    linked: list[Linked]
    evidence: list[tuple[str, str, str]]
    actions: list[tuple[str, str, str]]
    steps: list[Step]


def gather(store: Store, record: Record) -> Surroundings:
    """Read what surrounds a record; runs in the thread of the lists."""
    return Surroundings(facts(store, record), linked(store, record), evidence(store, record),
                        actions(store, record), steps(store, record))


def facts(store: Store, record: Record) -> list[Fact]:
    """Fields that hold something, in the order of the declaration."""
    found, hidden = [], record.sealed_fields()
    for field in record.declared():
        if field.name in hidden:
            continue
        value = getattr(record, field.name)
        if value is None or value == "" or type(field).__name__ == "Json":
            continue
        if isinstance(field, Link):
            found.append(Fact(_(field.label), store.label(field.target, value), f"{field.target}/{value}"))
        elif isinstance(field, Reference):
            found.append(Fact(_(field.label), references.labels(store, [value])[value], value))
        else:
            text, unit = field.format(value, record.values()), field.unit_of(record.values())
            found.append(Fact(_(field.label), f"{text} {unit}".strip()))
    came = breakdown.of_record(store, record)
    if came is not None and (came.total or came.loose):
        found.append(Fact(_("Who came, by sex and age"), came.line()))
    belong = breakdown.of_group(store, record, store.now().date())
    if belong is not None and belong.total:
        found.append(Fact(_("Who belongs to it, by sex and age"), f"{belong.total}: {belong.line()}"))
    return found


def linked(store: Store, record: Record) -> list[Linked]:
    """Other registers where this record is named, with how often."""
    found = []
    for type_ in RECORDS:
        for field in type_.links():
            if field.target != record.type_name() or field.name in type_.sealed_fields():
                continue
            count = store.count(Query(type_, filters=(Filter(field.name, "is", record.id),)))
            if count or type_.about.details:
                found.append(Linked(type_, field.name, count))
    return found


def evidence(store: Store, record: Record) -> list[tuple[str, str, str]]:
    """Documents cited as proof of this record: (document id, title, page)."""
    cited = store.find(Query(Citation, filters=(Filter("target", "is", references.of(record)),)))
    names = store.labels("document", (each.document for each in cited))
    return [(each.document, names.get(each.document, "?"), each.page or "") for each in cited]


def actions(store: Store, record: Record) -> list[tuple[str, str, str]]:
    """Actions that answer this record: (id, measure, state and day)."""
    found = action_sources.actions_for(store, references.of(record))
    return [(each.id, each.label(), " · ".join(filter(None, (
        each.field("status").format(each.status), each.field("due_on").format(each.due_on))))) for each in found]


def steps(store: Store, record: Record) -> list[Step]:
    """What happened to this record, newest first."""
    found = []
    for operation, entry in store.history_of(record)[:_HISTORY_SHOWN]:
        changes = change_texts(store, type(record), entry.verb, entry.body)
        found.append(Step(local_time(operation.at, operation.utc_offset), operation.author, operation.title, changes))
    return found


Change = tuple[str, str, str]
"""A changed field: its name, the text before, the text after."""


def change_texts(store: Store, type_: type[Record], verb: str, body: dict[str, object]) -> tuple[Change, ...]:
    """The changes of one entry as a person reads them: (field, before, after); a new record has no "before"."""
    rows = []
    for name, kept in body.items():
        try:
            field = type_.field(name)
        except KeyError:
            continue
        if name in ("typed", "source", "source_row", "source_key") or isinstance(field, Json):
            continue
        before, after = kept if verb == "change" and isinstance(kept, list) else (None, kept)
        if name in type_.sealed_fields():
            rows.append((_(field.label), VEIL if before else "", VEIL if after else ""))
            continue
        rows.append((_(field.label), _shown(store, type_, name, before), _shown(store, type_, name, after)))
    return tuple(rows)


def _shown(store: Store, type_: type[Record], name: str, kept: object) -> str:
    if kept is None:
        return ""
    field = type_.field(name)
    if isinstance(field, Link):
        return store.label(field.target, str(kept)) or "?"
    if isinstance(field, Reference):
        return references.labels(store, [str(kept)])[str(kept)]
    return field.format(field.recall(kept))


def local_time(at: str, offset: int) -> str:
    """A moment of the history in the local time it happened.  Shape: at UTC ISO 8601, offset in minutes."""
    moment = datetime.fromisoformat(at) + timedelta(minutes=offset)
    return f"{moment:%Y-%m-%d %H:%M}"


VERBS = {"create": N_("new"), "change": N_("changed"), "trash": N_("to the trash"), "restore": N_("out of the trash")}
"""What an entry of the history did, as a word."""
