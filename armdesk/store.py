"""The one door to the records: find, save, trash, undo; every change is checked, versioned and remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

from armdesk import gold_months, history, page_text, search, sql, sqlite, undo, word_index
from armdesk.db_errors import explained
from armdesk.errors import InvalidRecord, ReadOnlyWorkspace
from armdesk.fields import Declared, Link
from armdesk.guard import Guard
from armdesk.history import Head, Operation
from armdesk.i18n import N_, _
from armdesk.progress import SILENT, Progress
from armdesk.query import Query, by_a_value, first_ids_sql, ids_sql, in_own_order
from armdesk.record import Record
from armdesk.remembered import Remembered
from armdesk.writer import Writer, needed_first

R = TypeVar("R", bound=Record)
Listener = Callable[[frozenset[str]], None]
_PER_QUERY = 500
ID_BYTES = 16


def _now() -> datetime:
    return datetime.now().astimezone()


class Store:
    """Reads and writes the records of one open workspace.

    author names who is working; now gives the local time with its zone; listeners are told, after each operation,
    the names of the record types it touched (in the thread that wrote).
    """

    def __init__(self, db: Any, guard: Guard, *, author: str = "", now: Callable[[], datetime] = _now,
                 read_only: bool = False, listeners: list[Listener] | None = None) -> None:
        self.db, self.author, self.now, self.read_only = db, author, now, read_only
        self._guard = guard
        self.marks_hold = False
        """Whether marks of proof may be believed: nobody wrote the file past the program since they were made."""
        self.remembered = Remembered(db, read_only=read_only)
        self.listeners: list[Listener] = [] if listeners is None else listeners

    @property
    def folder(self) -> Path:
        """Folder of the workspace whose records these are."""
        return self._guard.path.parent

    # reading

    def get(self, type_: type[R], id_: str | None) -> R | None:
        """The record with this id, in the trash or not; None if unset or not there."""
        if not id_:
            return None
        with explained():
            found: R | None = self._select(type_).where(type_.id == id_).first()
        return found

    def find(self, query: Query, *, limit: int | None = None, offset: int = 0) -> list[Any]:
        """The records of a list."""
        with explained():
            condition = search.reached(self.db, query).condition()
            selected = self._select(query.type).where(condition).order_by(*query.ordering())
            return list(selected.limit(limit).offset(offset) if limit else selected)

    def all(self, type_: type[R], **equal: Any) -> list[R]:
        """All living records of a type whose fields have these values, in the type's own order."""
        query = Query(type_)
        condition = query.condition()
        for name, value in equal.items():
            field: Any = type_.field(name)
            condition = condition & (field == value)
        with explained():
            return list(self._select(type_).where(condition).order_by(*query.ordering()))

    def one(self, type_: type[R], **equal: Any) -> R | None:
        """The first living record with these values, or None."""
        found = self.all(type_, **equal)
        return found[0] if found else None

    def count(self, query: Query) -> int:
        """How many records a list has."""
        with explained():
            return int(self._select(query.type).where(search.reached(self.db, query).condition()).count())

    def total(self, query: Query, field: str) -> int:
        """Sum of a field over a list, in the field's smallest step."""
        from peewee import fn

        with explained():
            condition = search.reached(self.db, query).condition()
            summed = self._select(query.type, fn.SUM(query.type.field(field))).where(condition).scalar()
        return int(summed or 0)

    def ids(self, query: Query) -> bytearray:
        """Ids of a list in order, 16 bytes each, one after the other: small enough for a million rows."""
        with explained():
            return self._packed(ids_sql(search.reached(self.db, query)))

    def first_ids(self, query: Query) -> tuple[bytearray, bool]:
        """What of a list can be shown at once: (ids as above, whether these are all).

        Of a long register the first rows are found before all the others are: in its own order at once, by another
        value without sorting all.
        """
        with explained():
            chosen = search.reached(self.db, query)
            if search.is_quick(self.db, chosen) or not by_a_value(query):
                return self._packed(ids_sql(chosen)), True
            if in_own_order(query):
                return self._packed(first_ids_sql(query, search.AMONG, search.SHOWN)), False
            some = self._packed(ids_sql(chosen).limit(search.SHOWN))
            return some, len(some) < search.SHOWN * ID_BYTES

    def _packed(self, question: Any) -> bytearray:
        packed = bytearray()
        cursor = self.db.execute_sql(*question.bind(self.db).sql())
        while block := cursor.fetchmany(20_000):
            packed += b"".join(map(itemgetter(0), block))
        return packed[:]  # without the room it had to grow

    @contextmanager
    def while_wanted(self, wanted: Callable[[], bool]) -> Iterator[None]:
        """Break off what is read inside as soon as nobody wants it any more.  Errors: Cancelled."""
        with explained(), sqlite.stoppable(self.db, wanted):
            yield

    def values(self, query: Query, fields: Sequence[Declared]) -> Iterator[dict[str, Any]]:
        """Values of some fields of a list in its order, one row at a time.  Shape: field name -> value."""
        names = [field.name for field in fields]
        for columns in self.columns(query, fields):
            for values in zip(*columns, strict=True):
                yield dict(zip(names, values, strict=True))

    def columns(self, query: Query, fields: Sequence[Declared]) -> Iterator[list[Sequence[Any]]]:
        """The same values in blocks of rows, field by field: what is done with a whole block costs a row little.

        Shape: for each block as many sequences as fields, all as long as the block has rows.
        """
        kinds = [None if type(field).python_value is Declared.python_value else field.python_value for field in fields]
        with explained():
            condition = search.reached(self.db, query).condition()
            selected = self._select(query.type, *fields).where(condition).order_by(*query.ordering())
            cursor = self.db.execute_sql(*selected.sql())
            while block := cursor.fetchmany(_PER_QUERY):
                yield [values if kind is None else [value if value is None else kind(value) for value in values]
                       for kind, values in zip(kinds, zip(*block, strict=True), strict=True)]

    def rows(self, type_: type[Record], ids: Iterable[bytes],
             fields: Iterable[Declared]) -> dict[bytes, tuple[Any, ...]]:
        """Values of some fields by raw id.  Shape: values as the fields keep them (links as ids)."""
        wanted, chosen = list(ids), list(fields)
        columns = ", ".join(f'"{field.column_name}"' for field in chosen)
        found: dict[bytes, tuple[Any, ...]] = {}
        with explained():
            for start in range(0, len(wanted), _PER_QUERY):
                block = wanted[start : start + _PER_QUERY]
                marks = ", ".join("?" * len(block))
                what = f"id, {columns}" if chosen else "id"
                statement = f'SELECT {what} FROM "{type_.type_name()}" WHERE id IN ({marks})'
                for row in sql.run(self.db, statement, block):
                    found[bytes(row[0])] = tuple(field.python_value(value)
                                                 for field, value in zip(chosen, row[1:], strict=True))
        return found

    def labels(self, type_name: str, ids: Iterable[str]) -> dict[str, str]:
        """Short names of records by id, for lists that show links."""
        from armdesk.models import record_type  # all declarations: read when first needed, after the window stands

        type_ = record_type(type_name)
        fields = [type_.field(name) for name in type_.about.key if not isinstance(type_.field(name), Link)]
        raw = {bytes.fromhex(each) for each in ids if each}
        return {key.hex(): " · ".join(text for field, value in zip(fields, values, strict=True)
                                      if (text := field.format(value))) or _(type_.about.one)
                for key, values in self.rows(type_, sorted(raw), fields).items()}

    def label(self, type_name: str, id_: str | None) -> str:
        """Short name of one linked record, "" if unset."""
        return self.labels(type_name, [id_]).get(id_, "") if id_ else ""

    # writing

    @contextmanager
    def operation(self, title: str, kind: str = "edit", undoes: int | None = None) -> Iterator[Writer]:
        """One thing a person does: all of it is kept, with its history, or nothing.

        Shape: title is what the history and the Undo menu show; kind edit, import, undo, redo, close (of a
        month), naming (which person is meant), demo, migration.
        Errors: ReadOnlyWorkspace, LostDataFile.  Inside an operation save with its writer: a second one would take its
        number.
        """
        if self.db.in_transaction():
            raise RuntimeError("An operation begins outside all others; inside one, save with its writer.")
        if self.read_only:
            raise ReadOnlyWorkspace(_("This workspace is open for reading only; nothing can be changed in it."))
        self._guard.before_use()
        moment = self.now()
        header = {"at": moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
                  "utc_offset": int((moment.utcoffset() or UTC.utcoffset(None)).total_seconds() // 60),
                  "author": self.author, "title": title, "kind": kind, "undoes": undoes}
        writer = Writer(self.db, header)
        try:
            with explained(), self.db.atomic("IMMEDIATE"):
                yield writer
                writer.finish()
        except BaseException:
            writer.forget()
            raise
        else:
            self.remembered.wrote(writer.touched, writer.months)
            if writer.wrote_many:
                sqlite.tidy(self.db)  # while what was written is still in memory
                if writer.adding_up is not None:
                    gold_months.freshen(self.db, writer.adding_up)
        finally:
            if writer.wrote_many:
                sqlite.make_room(self.db, bulk=False)
        self._guard.written()
        self._tell(writer.touched)

    def save(self, record: R, title: str = "") -> R:
        """Keep one record as an operation of its own."""
        with self.operation(title or self.title_of(record)) as writer:
            writer.save(record)
        return record

    @staticmethod
    def title_of(record: Record) -> str:
        """What the history calls the keeping of one record."""
        text = N_("Change {kind}: {name}") if record.version else N_("New {kind}: {name}")
        return _(text).format(kind=_(record.about.one), name=record.label())

    def trash(self, records: Iterable[Record], title: str = "") -> None:
        """Put records into the trash as one operation."""
        chosen = list(records)
        if not title and chosen:
            title = _("To the trash: {name}").format(name=", ".join(each.label() for each in chosen[:3]))
        with self.operation(title) as writer:
            for type_ in reversed(needed_first(dict.fromkeys(map(type, chosen)))):
                writer.trash([each for each in chosen if type(each) is type_])

    def restore(self, records: Iterable[Record], title: str = "") -> None:
        """Take records out of the trash as one operation."""
        chosen = list(records)
        title = title or _("Out of the trash: {name}").format(name=", ".join(each.label() for each in chosen[:3]))
        with self.operation(title) as writer:
            for type_ in needed_first(dict.fromkeys(map(type, chosen))):
                writer.restore([each for each in chosen if type(each) is type_])

    # history

    def head(self) -> Head:
        """End of the history, as printed on packs."""
        with explained():
            return history.head(self.db)

    def history_of(self, record: Record) -> list[tuple[Operation, history.Entry]]:
        """Everything that happened to one record, newest first."""
        with explained():
            entries = history.entries_of_record(self.db, record.id)
            known = {seq: history.operation(self.db, seq) for seq in {entry.operation for entry in entries}}
        return [(operation, entry) for entry in reversed(entries) if (operation := known[entry.operation])]

    def operations(self, limit: int = 200, before: int | None = None) -> list[Operation]:
        """What was done, newest first."""
        with explained():
            return history.operations(self.db, limit=limit, before=before)

    def undoable(self) -> Operation | None:
        """What Undo would take back now."""
        with explained():
            return undo.undoable(self.db)

    def redoable(self) -> Operation | None:
        """What Redo would do again now."""
        with explained():
            return undo.redoable(self.db)

    def undo(self, target: Operation | None = None) -> Operation | None:
        """Take an operation back, as a new operation.  Errors: UndoRefused if what it changed was changed since."""
        chosen = target or self.undoable()
        return self._reverse(chosen, "undo", N_("Undo: {title}")) if chosen else None

    def redo(self) -> Operation | None:
        """Do again what was undone last."""
        undoing = self.redoable()
        return self._reverse(undoing, "redo", N_("Redo: {title}")) if undoing else None

    def _reverse(self, target: Operation, kind: str, text: str) -> Operation:
        original = target.title
        if kind == "redo" and target.undoes is not None:
            undone = history.operation(self.db, target.undoes)
            original = undone.title if undone else original
        try:
            with self.operation(_(text).format(title=original), kind, undoes=target.seq) as writer:
                writer.add_up_after(SILENT)
                undo.reverse(self.db, writer, target)
        except InvalidRecord as error:
            raise undo.refused(target, error) from error
        return target

    # the index behind searches, which follows from the records and is no record

    def tend_search(self) -> bool:
        """Take some waiting rows into the index of words; whether there is more to do.  A moment's work."""
        with explained():
            return word_index.is_due(self.db) and word_index.fill(self.db)

    def prove_search(self) -> bool:
        """Whether the index of words agrees with the records; if not, it is emptied, to be made anew."""
        with explained():
            agrees = word_index.agrees(self.db)
            if not agrees:
                word_index.mend(self.db)
            return agrees

    def prove_sums(self, progress: Progress = SILENT) -> list[tuple[str, str]]:
        """Months whose kept sums of gold were not those of the registers; they are counted anew, or each time asked.

        Shape: (part, month) each, as gold_months.differing gives them.  Errors: Cancelled.
        """
        with explained():
            differing = gold_months.differing(self.db, progress)
            if differing and (self.read_only or self.db.in_transaction()):
                gold_months.distrust(self.db, differing)
            elif differing:
                with self.db.atomic("IMMEDIATE"):
                    gold_months.rebuild(self.db)
            return differing

    def tend_sums(self) -> bool:
        """Add up the gold of a month that no longer holds; whether there is more to do.  A moment's work."""
        with explained():
            return gold_months.keep_some(self.db, 1)

    def keep_beside(self, write: Callable[[Any], None], *, surely: bool = False) -> None:
        """Write what follows from records and files and saves time alone, such as a mark of proof.

        Shape: surely waits for another writer; else it is left for the next time.
        """
        if self.read_only or self.db.in_transaction() or not self._guard.still_there():
            return
        from peewee import DatabaseError as Refused

        with suppress(*() if surely else (Refused,)), nullcontext() if surely else sqlite.at_once(self.db), \
                self.db.atomic("IMMEDIATE"):
            write(self.db)

    # texts of kept files, which follow from them and are no records

    def keep_text(self, sha256: str, state: str, pages: Sequence[str]) -> None:
        """Keep what was read of a file for the search in papers; a lost data file is not written into."""
        if not self.read_only and self._guard.still_there():
            with explained():
                page_text.keep(self.db, sha256, state, pages)

    def forget_text(self, sha256: str) -> None:
        """Forget the text of a file that is gone."""
        if not self.read_only and self._guard.still_there():
            with explained(), self.db.atomic("IMMEDIATE"):
                page_text.forget(self.db, sha256)

    # drafts of unfinished forms

    def keep_draft(self, key: str, type_name: str, record: str | None, body: Mapping[str, Any]) -> None:
        """Remember an unfinished form; it is no record and leaves no history.  A lost data file is not written into."""
        if self.read_only:
            return
        at = self.now().isoformat(timespec="seconds")
        if not self._guard.still_there():
            self._guard.keep_aside((key, type_name, record, at, dict(body)))
            return
        with explained(), self.db.atomic("IMMEDIATE"):
            sql.run(self.db, "DELETE FROM draft WHERE id = ?", (key,))
            sql.run(self.db, "INSERT INTO draft (id, type, record, at, body) VALUES (?, ?, ?, ?, ?)",
                                (key, type_name, record, at, history.canonical(dict(body))))

    def drafts(self) -> list[tuple[str, str, str | None, str, dict[str, Any]]]:
        """Unfinished forms: (key, record type, record id, when, texts by field)."""
        import json

        with explained():
            rows = sql.run(self.db, "SELECT id, type, record, at, body FROM draft ORDER BY at").fetchall()
        return [(row[0], row[1], row[2], row[3], json.loads(row[4])) for row in rows]

    def drop_draft(self, key: str) -> None:
        """Forget an unfinished form."""
        if not self.read_only and self._guard.still_there():
            with explained(), self.db.atomic("IMMEDIATE"):
                sql.run(self.db, "DELETE FROM draft WHERE id = ?", (key,))

    # secrets of the workspace (signing key), kept inside the encrypted file

    def secret(self, name: str) -> bytes | None:
        """A secret by name."""
        with explained():
            row = sql.run(self.db, "SELECT value FROM secret WHERE name = ?", (name,)).fetchone()
        return bytes(row[0]) if row else None

    def keep_secret(self, name: str, value: bytes) -> None:
        """Keep a secret; it never appears in the history."""
        if self.read_only:
            raise ReadOnlyWorkspace(_("This workspace is open for reading only; nothing can be changed in it."))
        self._guard.before_use()
        with explained(), self.db.atomic("IMMEDIATE"):
            sql.run(self.db, "DELETE FROM secret WHERE name = ?", (name,))
            sql.run(self.db, "INSERT INTO secret (name, value) VALUES (?, ?)", (name, value))

    def _select(self, type_: type[Record], *what: Any) -> Any:
        """A question to this workspace; records themselves belong to none."""
        return type_.select(*what).bind(self.db)

    def _tell(self, touched: set[str]) -> None:
        if touched:
            for listener in list(self.listeners):
                listener(frozenset(touched))
