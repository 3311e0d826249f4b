"""What changed since the freeze: every record a frozen pack carries that was added, changed or taken away since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from armdesk import history, sql
from armdesk.db_errors import explained
from armdesk.fields import Date
from armdesk.history import Entry, Operation
from armdesk.i18n import N_, _
from armdesk.models import RECORDS, Audit, Finding, Pack, record_type
from armdesk.services.basis.period import Period
from armdesk.services.packs.edition import EDITIONS
from armdesk.store import Store

VERBS = {"create": N_("added"), "change": N_("edited"), "trash": N_("to the trash"), "restore": N_("back again")}
_DERIVED = {
    "S06": ("production",), "S15": ("production", "batch", "batch_input", "lot", "lot_input", "sale"),
    "S16": ("production", "sale"), "S18": ("reagent_movement",), "S19": ("reagent_movement",),
    "S20": ("incident", "injured_person"), "S21": ("exposure", "attendance", "shift"), "S22": ("incident", "exposure"),
    "S23": ("training", "training_attendance"), "S24": ("inspection", "audit", "finding"),
    "S25": ("risk_review",), "S26": ("source_of_action", "action_extension"),
    "S27": ("grievance",), "S30": ("measurement",), "S32": ("person",),
    "S34": ("answer", "own_requirement", "own_catalogue", "official_text"),
    "S35": ("document", "revision", "citation"), "S37": ("cited_fact",),
}
"""Registers behind sheets that are reckoned from several."""
_OF_THE_PERIOD = frozenset({
    "production", "batch", "reagent_movement", "custody_transfer", "sale", "sale_deduction", "payment", "incident",
    "inspection", "audit", "training", "measurement", "grievance", "attendance", "shift", "security_event", "exposure"})
"""Registers of which a pack carries only the days of its period."""
_SEALED = frozenset({"incident", "injured_person", "grievance", "person"})
"""What is told of these by number or code only."""
_SHOWN = 2_000


@dataclass(frozen=True)
class Change:
    """One record that is not as it was frozen.

    Shape: at is local time "2026-03-10 14:05"; why is the title of what was done; fields are declared labels.
    """

    type: str
    record: str
    name: str
    verb: str
    at: str
    who: str
    why: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Changes:
    """All of them.  Shape: the newest first, at most two thousand; records counts by type each record once."""

    rows: tuple[Change, ...]
    records: Counter[str]

    @property
    def total(self) -> int:
        """How many records are not as they were."""
        return sum(self.records.values())


def carried(kind: str) -> frozenset[str]:
    """Record types that a kind of pack carries, in whole or in sums."""
    sheets = EDITIONS[kind if kind in EDITIONS else "craft_full"].sheets
    found = {type_.type_name() for type_ in RECORDS if type_.about.sheet in sheets}
    return frozenset(found.union(*(_DERIVED.get(sheet, ()) for sheet in sheets)))


def since(store: Store, audit: Audit) -> Changes:
    """What changed of the pack of an audit since it was frozen; nothing where none is frozen."""
    if not audit.frozen_on or audit.frozen_seq is None:
        return Changes((), Counter())
    pack = store.get(Pack, audit.pack)
    types = carried(pack.kind if pack is not None else "")
    period = Period(pack.period_from, pack.period_to) if pack is not None and pack.period_from and pack.period_to \
        else None
    rows: list[Change] = []
    seen: dict[str, set[str]] = {}
    own = {audit.id} | {each.id for each in store.all(Finding, audit=audit.id)}  # of this visit, which no pack told yet
    with explained():
        for operation, entry in _entries(store, audit.frozen_seq):
            if entry.type not in types or entry.record in own or not _within(store, entry, period):
                continue
            if pack is not None and entry.record == pack.id:
                continue
            seen.setdefault(entry.type, set()).add(entry.record)
            rows.append(_told(operation, entry))
    newest = list(reversed(rows[-_SHOWN:]))
    named = _named(store, newest)
    return Changes(tuple(named), Counter({type_: len(ids) for type_, ids in seen.items()}))


def _entries(store: Store, seq: int) -> Iterator[tuple[Operation, Entry]]:
    numbers = sql.run(store.db, "SELECT seq FROM operation WHERE last_entry > ? ORDER BY seq", (seq,)).fetchall()
    for (number,) in numbers:
        operation = history.operation(store.db, number)
        if operation is not None:
            yield from ((operation, entry) for entry in history.entries_of(store.db, operation) if entry.seq > seq)


def _within(store: Store, entry: Entry, period: Period | None) -> bool:
    """Whether a record falls into the days of the pack; one of which no day is known does."""
    if period is None or entry.type not in _OF_THE_PERIOD:
        return True
    name = _day_of(entry.type)
    if not name:
        return True
    told = entry.body.get(name)
    days = [each for each in (told if isinstance(told, list) else [told]) if isinstance(each, str)]
    if not days:
        field = record_type(entry.type).field(name)
        found = store.rows(record_type(entry.type), [bytes.fromhex(entry.record)], [field])
        day = next(iter(found.values()), (None,))[0]
        return day is None or day in period
    return any(period.begins.isoformat() <= day <= period.ends.isoformat() for day in days)


@cache
def _day_of(register: str) -> str:
    """The field with the day of a register, "" where it has none."""
    type_ = record_type(register)
    dated = [each.name for each in type_.declared() if isinstance(each, Date)]
    first = type_.about.order.lstrip("-")
    return first if first in dated else "date" if "date" in dated else ""


def _told(operation: Operation, entry: Entry) -> Change:
    moment = datetime.fromisoformat(operation.at) + timedelta(minutes=operation.utc_offset)
    known = {each.name: each for each in record_type(entry.type).declared()}
    fields = tuple(known[name].label for name in entry.body if name in known) if entry.verb == "change" else ()
    return Change(entry.type, entry.record, "", entry.verb, f"{moment:%Y-%m-%d %H:%M}", operation.author,
                  operation.title, fields)


def _named(store: Store, rows: list[Change]) -> Iterator[Change]:
    """The same with the names of their records; sealed registers and people by number or code only."""
    labels: dict[str, dict[str, str]] = {}
    for type_ in {each.type for each in rows}:
        ids = [each.record for each in rows if each.type == type_]
        if type_ in _SEALED:
            labels[type_] = _coded(store, type_, ids)
        else:
            labels[type_] = store.labels(type_, ids)
    for each in rows:
        kind = _(record_type(each.type).about.one)
        yield Change(each.type, each.record, labels[each.type].get(each.record) or kind, each.verb, each.at, each.who,
                     _title(each), each.fields)


def _title(change: Change) -> str:
    """Titles of edits name the record; of sealed registers they stay unsaid."""
    return "" if change.type in _SEALED else change.why


def _coded(store: Store, type_: str, ids: list[str]) -> dict[str, str]:
    declared: Any = record_type(type_)
    field = next((declared.field(name) for name in ("number", "code")
                  if name in declared._meta.fields), None)
    if field is None:
        return {}
    rows = store.rows(declared, [bytes.fromhex(each) for each in sorted(set(ids))], [field])
    return {bytes(raw).hex(): str(values[0] or "") for raw, values in rows.items()}
