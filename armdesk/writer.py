"""Writes records inside one operation: checks, versions, history; only the store makes one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from armdesk import sql, sqlite, word_index
from armdesk.bulk import Bulk, created_body
from armdesk.errors import InvalidRecord, StaleRecord
from armdesk.fields import Declared, Link
from armdesk.history import NOT_REMEMBERED, Chain, canonical
from armdesk.i18n import _
from armdesk.models import RECORDS
from armdesk.record import Record, new_id

_BLOCK = 500


class Writer:
    """One operation under way; every change goes through here and leaves its line in the history."""

    def __init__(self, db: Any, header: dict[str, Any]) -> None:
        self._db, self._header = db, header
        self._chain: Chain | None = None
        self._id = new_id()
        self._before: list[tuple[Record, str | None, int, bool]] = []
        self._long: frozenset[str] | None = None
        self.touched: set[str] = set()
        self.wrote_many = self._over = False

    # what screens and services call

    def save(self, record: Record) -> Record:
        """Keep a new or changed record.  Errors: InvalidRecord, StaleRecord; then nothing of it is kept."""
        self._refuse_late()
        record.fill()
        self._refuse_problems(record)
        self._note(record)
        record.search = record.search_text()
        if record.version:
            self._change(record)
        else:
            self._create(record)
        return record

    def save_many(self, type_: type[Record], rows: Iterable[Mapping[str, Any]], *, checked: bool = False) -> int:
        """Keep many new records the fast way; returns their number.

        Shape: rows map field names to values; "id" may be given.  checked says that check_rows() has passed them.
        Errors: InvalidRecord at the first row that cannot be kept; the whole operation is then given up.
        """
        self._refuse_late()
        bulk, count = Bulk(type_), 0
        sqlite.make_room(self._db, bulk=True)
        self.wrote_many = True
        for block in bulk.blocks(rows):
            if not checked:
                for values in block:
                    self._refuse_problems(bulk.as_record(values))
            sql.run_many(self._db, *bulk.statement(block))
            ids = [values["id"] for values in block]
            self._let_wait(type_, min(ids), max(ids))
            self._entries(type_, bulk.entries(block))
            count += len(block)
        return count

    def trash(self, records: Sequence[Record]) -> None:
        """Put records of one type into the trash.

        Errors: InvalidRecord where something living needs one of them; StaleRecord.
        """
        self._flag(records, trashed=True, verb="trash")

    def restore(self, records: Sequence[Record]) -> None:
        """Take records of one type out of the trash.

        Errors: InvalidRecord where a number that may stand once was given to another meanwhile, or where something
        they need is still in the trash; StaleRecord.
        """
        self._flag(records, trashed=False, verb="restore")

    # what undo calls

    def put_back(self, record: Record, values: Mapping[str, Any]) -> None:
        """Give fields their former values without judging them; undo only.

        Errors: InvalidRecord where a number that may stand once was given to another meanwhile, or where a record
        named in them went to the trash meanwhile.
        """
        self._refuse_late()
        for name, value in values.items():
            setattr(record, name, value)
        self._refuse_taken(record)
        self._refuse_orphans([record])
        record.search = record.search_text()
        self._change(record)

    # what the store calls

    def forget(self) -> None:
        """Give the records back the state they had before an operation that was not kept."""
        self._over = True
        for record, id_, version, trashed in reversed(self._before):
            record.id, record.version, record.trashed = id_, version, trashed

    def finish(self) -> None:
        """Close the operation; one that changed nothing leaves no line."""
        self._over = True
        if self._chain is not None:
            self._chain.finish(self._id, self._header)

    # inside

    def _refuse_late(self) -> None:
        if self._over:
            raise RuntimeError("This operation is over; what is written now would have no place in the history.")

    def _note(self, record: Record) -> None:
        self._before.append((record, record.id, record.version, record.trashed))

    def _entries(self, type_: type[Record], entries: Iterable[tuple[str, str, str]]) -> None:
        if self._chain is None:
            self._chain = Chain(self._db)
            self._chain.add([("operation", self._id, self._header["kind"], canonical(self._header))])
        name = type_.type_name()
        self._chain.add((name, record, verb, body) for record, verb, body in entries)
        self.touched.add(name)

    def _let_wait(self, type_: type[Record], first: str, last: str) -> None:
        """Search texts of a long register, written anew from one id to another, wait for the index of words."""
        if self._long is None:
            self._long = word_index.registers(self._db)
        if type_.type_name() in self._long:
            word_index.wait(self._db, type_.type_name(), first, last)

    def _refuse_problems(self, record: Record) -> None:
        found = record.check()
        for field in record.declared():
            value = getattr(record, field.name)
            if value is None or field.name in found:
                continue
            if field.is_unique and self._taken(record, field, value):
                found[field.name] = [_taken_sentence(record, field)]
            elif isinstance(field, Link) and not self._exists(field, value):
                found[field.name] = [_("The record named here does not exist or is in the trash.")]
        if found:
            raise InvalidRecord(found)

    def _refuse_taken(self, record: Record) -> None:
        found = {field.name: [_taken_sentence(record, field)] for field in record.declared() if field.is_unique
                 and (value := getattr(record, field.name)) is not None and self._taken(record, field, value)}
        if found:
            raise InvalidRecord(found)

    def _taken(self, record: Record, field: Declared, value: Any) -> bool:
        type_ = type(record)
        statement = f'SELECT 1 FROM "{type_.type_name()}" WHERE "{field.column_name}" = ? AND id <> ? AND trashed = 0'
        own = bytes.fromhex(record.id) if record.id else b""
        return sql.run(self._db, statement, (field.db_value(value), own)).fetchone() is not None

    def _exists(self, field: Link, value: str) -> bool:
        gone = "" if field.on_trash == "keep" else " AND trashed = 0"
        statement = f'SELECT 1 FROM "{field.target}" WHERE id = ?{gone}'
        return sql.run(self._db, statement, (bytes.fromhex(value),)).fetchone() is not None

    def _refuse_used(self, type_: type[Record], ids: Sequence[str]) -> None:
        """A record cannot go while something living points at it."""
        raw = [bytes.fromhex(each) for each in ids]
        found = []
        for other, field in linked_from(type_):
            if field.on_trash != "refuse":
                continue
            statement = (f'SELECT count(*) FROM "{other.type_name()}" WHERE trashed = 0 '
                   f'AND "{field.column_name}" IN ({", ".join("?" * len(raw))})')
            count = int(sql.run(self._db, statement, raw).fetchone()[0])
            if count:
                found.append(_("Still used by {count} records of “{register}”; change those first.").format(
                    count=count, register=_(other.about.many)))
        if found:
            raise InvalidRecord({"": found})

    def _refuse_orphans(self, records: Sequence[Record]) -> None:
        """A record cannot come back while what it needs is still in the trash."""
        found = {}
        for field in records[0].links():
            wanted = {bytes.fromhex(value) for record in records if (value := getattr(record, field.name))}
            if field.on_trash != "refuse" or not wanted:
                continue
            statement = (f'SELECT count(*) FROM "{field.target}" WHERE trashed = 0 '
                         f'AND id IN ({", ".join("?" * len(wanted))})')
            if int(sql.run(self._db, statement, list(wanted)).fetchone()[0]) < len(wanted):
                found[field.name] = [_("What is named under “{field}” is in the trash; take that out first.").format(
                    field=_(field.label))]
        if found:
            raise InvalidRecord(found)

    def _create(self, record: Record) -> None:
        record.id = record.id or new_id()
        record.version, record.trashed = 1, False
        record.insert(**{field.name: getattr(record, field.name) for field in record.all_fields()}).execute(self._db)
        self._let_wait(type(record), record.id, record.id)
        self._entries(type(record), [(record.id, "create", created_body(record))])

    def _change(self, record: Record) -> None:
        stored = self._stored(record)
        if stored is None or stored.version != record.version:
            raise _stale(record, stored)
        pairs = ((field, getattr(stored, field.name), getattr(record, field.name)) for field in record.all_fields()
                 if field.name not in NOT_REMEMBERED)
        changed = {field.name: [field.remember(old), field.remember(new)] for field, old, new in pairs if old != new}
        if not changed:
            return
        values = {name: getattr(record, name) for name in (*changed, "search")}
        self._update(record, values)
        if stored.search != record.search:
            self._let_wait(type(record), record.id, record.id)
        self._entries(type(record), [(record.id, "change", canonical(changed))])

    def _stored(self, record: Record) -> Record | None:
        """The record as the file holds it.  Written out: building the question anew would cost more than asking it."""
        type_, fields = type(record), record.all_fields()
        columns = ", ".join(f'"{field.column_name}"' for field in fields)
        row = sql.run(self._db, f'SELECT {columns} FROM "{type_.type_name()}" WHERE id = ?',
                      (bytes.fromhex(record.id),)).fetchone()
        if row is None:
            return None
        return type_(**{field.name: field.python_value(value) for field, value in zip(fields, row, strict=True)})

    def _flag(self, records: Sequence[Record], *, trashed: bool, verb: str) -> None:
        self._refuse_late()
        turned = [record for record in records if record.trashed != trashed]
        for start in range(0, len(turned), _BLOCK):
            block = turned[start : start + _BLOCK]
            type_ = type(block[0])
            if trashed:
                self._refuse_used(type_, [record.id for record in block])
            else:
                self._refuse_orphans(block)
            for record in block:
                self._note(record)
                if not trashed:
                    self._refuse_taken(record)
            marks = [(int(trashed), bytes.fromhex(record.id), record.version) for record in block]
            statement = (f'UPDATE "{type_.type_name()}" SET trashed = ?, version = version + 1 '
                         "WHERE id = ? AND version = ?")
            if sql.run_many(self._db, statement, marks) != len(block):
                raise _stale(block[0], None)
            for record in block:
                record.trashed, record.version = trashed, record.version + 1
            self._entries(type_, [(record.id, verb, "{}") for record in block])

    def _update(self, record: Record, values: Mapping[str, Any]) -> None:
        type_ = type(record)
        fields = [type_.field(name) for name in values]
        marks = "".join(f'"{field.column_name}" = ?, ' for field in fields)
        bound = [field.db_value(value) for field, value in zip(fields, values.values(), strict=True)]
        done = sql.run(self._db, f'UPDATE "{type_.type_name()}" SET {marks}version = ? WHERE id = ? AND version = ?',
                       (*bound, record.version + 1, bytes.fromhex(record.id), record.version))
        if done.rowcount != 1:
            raise _stale(record, self._stored(record))
        record.version += 1


def needed_first(types: Iterable[type[Record]]) -> list[type[Record]]:
    """The types so that none comes before another it cannot be without, as far as they do not need each other."""
    waiting, ordered = list(types), []
    while waiting:
        names = {type_.type_name() for type_ in waiting}
        free = [type_ for type_ in waiting if not any(
            link.on_trash == "refuse" and link.target in names - {type_.type_name()} for link in type_.links())]
        ordered += free or waiting[:1]
        waiting = [type_ for type_ in waiting if type_ not in ordered]
    return ordered


def linked_from(type_: type[Record]) -> Iterable[tuple[type[Record], Link]]:
    """Record types and fields that can point at this type."""
    name = type_.type_name()
    return [(other, field) for other in RECORDS for field in other.links() if field.target == name]


def _taken_sentence(record: Record, field: Declared) -> str:
    return _("“{value}” is already used by another record.").format(
        value=field.format(getattr(record, field.name), record.values()))


def _stale(record: Record, stored: Record | None) -> StaleRecord:
    if stored is None:
        return StaleRecord(_("This record is not there any more."), {})
    differing = {field.name: (field.format(getattr(record, field.name), record.values()),
                              field.format(getattr(stored, field.name), stored.values()))
                 for field in record.declared() if getattr(record, field.name) != getattr(stored, field.name)}
    return StaleRecord(_("“{name}” was changed by somebody else since you opened it. Look at both versions and choose.")
                       .format(name=stored.label()), differing)
