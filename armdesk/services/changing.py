"""One value for many records: what they hold now in a field, and the change of all of them as one operation."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from armdesk.errors import InvalidRecord
from armdesk.fields import Code, Declared, Json, Money, Text
from armdesk.i18n import _, ngettext
from armdesk.models import Action
from armdesk.progress import SILENT, Progress
from armdesk.query import Filter, Query
from armdesk.record import Record
from armdesk.services.people import age_gate
from armdesk.services.plan import action_work
from armdesk.store import Store
from armdesk.writer import Writer

_BLOCK = 500
_TOLD = 500
"""Refused records that are told one by one; of a million nobody reads more."""


@dataclass(frozen=True)
class Held:
    """What marked records hold in one field.

    Shape: versions by id, as they were when this was read; values: how many hold each, the most frequent first;
    currencies that stand beside an amount.
    """

    type: type[Record]
    field: Declared
    versions: Mapping[str, int]
    values: Counter[Any]
    currencies: frozenset[str | None] = frozenset()


@dataclass(frozen=True)
class Refused:
    """A record that cannot take the value: its id, its name, and why."""

    record: str
    name: str
    reason: str


@dataclass(frozen=True)
class Outcome:
    """What came of a change.

    Shape: changed is 0 where anything was refused and the person had not said to change the others; passed is how
    many could be changed; refused are told up to some hundred, refusals counts all.
    """

    changed: int
    passed: int
    refused: Sequence[Refused]
    refusals: int


class _GivenUp(Exception):
    """Something was refused: nothing of the operation is kept."""


def changeable(type_: type[Record]) -> list[Declared]:
    """Fields in which many records may hold the same, not what names or numbers one of them; as lists show them."""
    def is_own(field: Declared) -> bool:
        named = isinstance(field, Text) and field.name in type_.about.key
        numbered = field.is_unique or isinstance(field, Code)
        kept_apart = field.personal == "identity" or field.name in hidden
        return field.readonly or isinstance(field, Json) or kept_apart or named or numbered

    shown, hidden = type_.about.table, type_.sealed_fields()
    return sorted((field for field in type_.declared() if not is_own(field)),
                  key=lambda field: shown.index(field.name) if field.name in shown else len(shown))


def held(store: Store, type_: type[Record], ids: Sequence[str], field: Declared) -> Held:
    """What these records hold in a field now; those that are gone are left out."""
    beside = [type_.field(field.currency)] if isinstance(field, Money) else []
    found = store.rows(type_, map(bytes.fromhex, ids), [type_.field("version"), type_.field("trashed"), field, *beside])
    living = {id_.hex(): row for id_, row in found.items() if not row[1]}
    return Held(type_, field, {id_: living[id_][0] for id_ in ids if id_ in living},
                Counter(row[2] for row in living.values()), frozenset(row[3] for row in living.values() if beside))


def differing(now: Held, value: Any) -> int:
    """How many records do not hold the value yet."""
    return sum(now.values.values()) - now.values[value]


def change(store: Store, now: Held, value: Any, *, typed: str = "", those_that_can: int = 0,
           progress: Progress = SILENT) -> Outcome:
    """Give all these records the value, as one operation.

    Where one of them cannot take it, nothing is changed.  those_that_can, the number that passed such a try, says to
    change these and leave the others.
    Shape: typed is what the person wrote, where it says more than the value.  Errors: Cancelled; then nothing is kept.
    """
    passed, refusals = 0, 0
    told: list[Refused] = []
    count = those_that_can or differing(now, value)
    title = ngettext("{field} of {count} record changed: {register}", "{field} of {count} records changed: {register}",
                     count).format(field=_(now.field.label), count=count, register=_(now.type.about.many))
    watched = now.type.type_name() in age_gate.WATCHED and now.field.name in age_gate.TELLING
    gate = age_gate.Gate(store) if watched else None
    try:
        with store.operation(title) as writer:
            for done, (id_, record) in enumerate(_read(store, now)):
                if done % _BLOCK == 0:
                    progress.step(done, len(now.versions), _("Changing the records"))
                if record is not None and getattr(record, now.field.name) == value:
                    continue
                refused = _refusal(writer, now, id_, record, value, typed)
                if gate is not None and refused is None and record is not None:
                    age_gate.note(gate, writer, record)
                if isinstance(record, Action) and refused is None and record.done_on is not None:
                    action_work.go_on(store, writer, record, record.done_on)
                passed += refused is None
                refusals += refused is not None
                if refused is not None and len(told) < _TOLD:
                    told.append(refused)
            if refusals and not those_that_can:
                raise _GivenUp
    except _GivenUp:
        return Outcome(0, passed, told, refusals)
    return Outcome(passed, passed, told, refusals)


def _read(store: Store, now: Held) -> Iterator[tuple[str, Record | None]]:
    """The records as they are now, some hundred at a time; None for one that is gone or in the trash."""
    ids = list(now.versions)
    for start in range(0, len(ids), _BLOCK):
        part = tuple(ids[start : start + _BLOCK])
        found = {record.id: record for record in store.find(Query(now.type, filters=(Filter("id", "in", part),)))}
        yield from ((id_, found.get(id_)) for id_ in part)


def _refusal(writer: Writer, now: Held, id_: str, record: Record | None, value: Any, typed: str) -> Refused | None:
    """Give one record the value, or say why it cannot take it."""
    if record is None:
        return Refused(id_, _(now.type.about.one), _("This record is not there any more."))
    name = record.label()
    if record.version != now.versions[id_]:
        return Refused(id_, name, _("It was changed since you looked. Look at the newest state and try again."))
    if isinstance(record, Action) and now.field.name == "status":
        if sentences := action_work.unfit(record, value):
            return Refused(id_, name, " ".join(sentences))
        action_work.settle(record, value)
    setattr(record, now.field.name, value)
    texts = record.typed_texts()
    texts.pop(now.field.name, None)
    if typed:
        texts[now.field.name] = typed
    record.typed = json.dumps(texts, ensure_ascii=False, sort_keys=True) if texts else None
    try:
        writer.save(record)
    except InvalidRecord as error:
        return Refused(id_, name, str(error))
    return None
