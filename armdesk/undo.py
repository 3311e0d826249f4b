"""Taking operations back: what can be undone or redone, and how, as a new operation in the history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from armdesk import history
from armdesk.errors import InvalidRecord, UndoRefused
from armdesk.history import NOT_REMEMBERED, Entry, Operation
from armdesk.i18n import _
from armdesk.record import Record
from armdesk.writer import NAMING, Writer

_LOOK_BACK, _BLOCK = 1_000, 500
KEPT = ("demo", "migration", "close", "view", "removal")
"""Kinds that are not taken back step by step: what began a workspace; a closed month, opened again with a reason; that
somebody looked into a sealed part; files that were removed for good."""


def undoable(db: Any) -> Operation | None:
    """The newest operation that is still in force and is not itself an undoing."""
    for each in history.operations(db, limit=_LOOK_BACK):
        if each.kind not in ("undo", "redo", *KEPT) and not history.is_undone(db, each.seq):
            return each
    return None


def redoable(db: Any) -> Operation | None:
    """The newest undoing that is still in force, if nothing new was done since."""
    for each in history.operations(db, limit=_LOOK_BACK):
        if each.kind == "undo" and not history.is_undone(db, each.seq):
            return each
        if each.kind not in ("undo", "redo", "view"):
            return None
    return None


def reverse(db: Any, writer: Writer, target: Operation) -> None:
    """Bring every record the operation touched back to its state before.

    Errors: UndoRefused when one of them was changed since, or is needed by something newer.
    """
    from armdesk.models import record_type

    if target.kind in KEPT:
        raise UndoRefused(_("“{title}” is not taken back in this way.").format(title=target.title))
    if history.is_undone(db, target.seq):
        raise UndoRefused(_("“{title}” was already taken back.").format(title=target.title))
    naming = _names_people(db, target)
    if naming:
        writer.only_names()
    entries = history.entries_backwards(db, target)
    for (type_name, verb), group in groupby(entries, key=lambda entry: (entry.type, entry.verb)):
        for waiting in _blocks(group):
            try:
                _turn_back(db, writer, record_type(type_name), verb, waiting, naming=naming)
            except InvalidRecord as error:
                raise refused(target, error) from error


def _blocks(group: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Entries that are turned back together: many, but of each record one, for it can stand twice in a row."""
    waiting: dict[str, Entry] = {}
    for entry in group:
        if entry.record in waiting or len(waiting) == _BLOCK:
            yield list(waiting.values())
            waiting = {}
        waiting[entry.record] = entry
    if waiting:
        yield list(waiting.values())


def _names_people(db: Any, target: Operation) -> bool:
    """Whether the operation, or what it took back, said which people are meant."""
    first: Operation | None = target
    while first is not None and first.undoes is not None:
        first = history.operation(db, first.undoes)
    return first is not None and first.kind == NAMING


def refused(target: Operation, error: InvalidRecord) -> UndoRefused:
    """Why an operation cannot be taken back now."""
    return UndoRefused(_("“{title}” cannot be undone as things are now. {reason}").format(
        title=target.title, reason=error))


def _turn_back(db: Any, writer: Writer, type_: type[Record], verb: str, entries: list[Entry], *,
               naming: bool) -> None:
    ids = [entry.record for entry in entries]
    found = {record.id: record for record in type_.select().where(type_.id.in_(ids)).bind(db)}
    for entry in entries:
        if entry.record not in found or not _as_left(found[entry.record], entry, naming=naming):
            name = found[entry.record].label() if entry.record in found else entry.record
            raise UndoRefused(_("“{name}” was changed since, so this cannot be undone. "
                                "Undo the newer change first.").format(name=name))
    records = [found[each] for each in ids]
    if verb in ("create", "restore"):
        writer.trash(records)
    elif verb == "trash":
        writer.restore(records)
    else:
        for record, entry in zip(records, entries, strict=True):
            writer.put_back(record, {name: type_.field(name).recall(pair[0]) for name, pair in entry.body.items()})


def _as_left(record: Record, entry: Entry, *, naming: bool) -> bool:
    """Whether the record is still as the entry left it; who is meant is understood of those in the trash too."""
    if entry.verb == "trash":
        return bool(record.trashed)
    if record.trashed and not (naming and entry.verb == "change"):
        return False
    left = {name: pair[1] for name, pair in entry.body.items()} if entry.verb == "change" else entry.body
    # Of a new record the history keeps what was filled: what was empty then must still be empty, but for a field that
    # follows from others and is younger than the record.
    younger = set(record.follows) - set(left)
    names = set(record.values()) - NOT_REMEMBERED - younger if entry.verb == "create" else left
    return all(record.field(name).remember(getattr(record, name)) == left.get(name) for name in names)
