"""Writes records inside one operation: checks, versions, history; only the store makes one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from weakref import ref

from armdesk import gold_ledger, gold_months, sql, sqlite, word_index
from armdesk.bulk import Bulk, created_body
from armdesk.closed_months import ClosedMonths, refused_trash
from armdesk.errors import InvalidRecord, StaleRecord
from armdesk.fields import Declared, Link
from armdesk.history import NOT_REMEMBERED, Chain, canonical
from armdesk.i18n import _
from armdesk.progress import Progress
from armdesk.record import Record, Written, new_id

_BLOCK = 500
NAMING = "naming"
"""Kind of an operation that says which person is meant by names and records that are there already."""


class Writer:
    """One operation under way; every change goes through here and leaves its line in the history."""

    def __init__(self, db: Any, header: dict[str, Any]) -> None:
        self._db, self._header = db, header
        self._chain: Chain | None = None
        self._id = new_id()
        self._closed = ClosedMonths(db)
        self._before: list[tuple[ref[Record], str | None, int, bool]] = []
        self._looked_through, self._turned = _BLOCK, 0
        self._judged: dict[type[Record], dict[bytes, frozenset[str] | None]] = {}
        self._long: frozenset[str] | None = None
        self.touched: set[str] = set()
        self.months: set[str] = set()
        """Months of the deliveries among what was written."""
        self.wrote_many = self._over = self._broken = False
        self.adding_up: Progress | None = None
        self._naming = header["kind"] == NAMING

    # what screens and services call

    def save(self, record: Record) -> Record:
        """Keep a new or changed record.  Errors: InvalidRecord, StaleRecord; then nothing of it is kept."""
        self._refuse_late()
        record.fill()
        self._refuse_problems(record)
        self._refuse_closed(record)
        self._note(record)
        record.search = record.search_text()
        if record.version:
            self._change(record)
        else:
            self._create(record)
        return record

    def save_many(self, type_: type[Record], rows: Iterable[Mapping[str, Any]], *, checked: bool = False,
                  sparing: bool = False) -> int:
        """Keep many new records the fast way; returns their number.

        Shape: rows map field names to values; "id" may be given.  checked says that the rows were judged before;
        sparing that the caller holds much in memory itself.
        Errors: InvalidRecord at the first row that cannot be kept; the whole operation is then given up.
        """
        self._refuse_late()
        bulk, count = Bulk(type_), 0
        sqlite.make_room(self._db, bulk=True, sparing=sparing)
        self.wrote_many = True
        with self._whole_or_given_up(), sqlite.late_indexes(self._db, type_.type_name()) as tell:
            for block in bulk.blocks(rows):
                if not checked:
                    for values in block.rows():
                        self._refuse_problems(bulk.as_record(values))
                if self._closed.concern(type_) and (closed := self._closed.refuses_any(type_, block.rows())):
                    raise InvalidRecord({name: [sentence] for name, sentence in closed.items()})
                for statement, bound in block.statements():
                    sql.run_many(self._db, statement, bound)
                self._let_wait(type_, min(block.ids), max(block.ids))
                self.months |= gold_months.note_new(self._db, type_.type_name(), block.ids, block.column("date"))
                self._remember(type_, block.ids, None)
                if block.told_as_one:
                    self._chained(type_).add_block(type_.type_name(), block.ids[0], block.ids[-1], block.body())
                else:
                    self._entries(type_, block.bodies())
                count += len(block.ids)
                tell(count)
        return count

    def add_up_after(self, progress: Progress) -> None:
        """Whoever waits for this operation waits for the sums of its gold too, if it writes many rows."""
        self.adding_up = progress

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

    def rename(self, record: Record, field: str, person: str) -> None:
        """Let a link name the person that is meant, where a name was written or two records were one person.

        It says of nothing more than it did before, so neither the rules of the record nor a closed month keep it from
        being understood; only in operations of the kind "naming".  Errors: InvalidRecord, StaleRecord.
        """
        self._refuse_late()
        if self._header["kind"] != NAMING:
            raise RuntimeError("Names are understood in an operation of their own.")
        setattr(record, field, person)
        self._refuse_closed(record)
        self._note(record)
        self._change(record)

    # what undo calls

    def only_names(self) -> None:
        """What is taken back, or done again, is an operation of the kind "naming"."""
        self._naming = True

    def put_back(self, record: Record, values: Mapping[str, Any]) -> None:
        """Give fields their former values without judging them; undo, and the last note on what goes to the trash.

        Errors: InvalidRecord where a number that may stand once was given to another meanwhile, or where a record
        named in them went to the trash meanwhile.
        """
        self._refuse_late()
        for name, value in values.items():
            setattr(record, name, value)
        self._refuse_taken(record)
        self._refuse_orphans([record])
        self._refuse_closed(record)
        record.search = record.search_text()
        self._change(record)

    # what the store calls

    def forget(self) -> None:
        """Give the records back the state they had before an operation that was not kept."""
        self._over = True
        for held, id_, version, trashed in reversed(self._before):
            if (record := held()) is not None:
                record.id, record.version, record.trashed = id_, version, trashed

    def finish(self) -> None:
        """Close the operation; one that changed nothing leaves no line.  Errors: InvalidRecord where records clash."""
        if self._broken:
            raise RuntimeError("Many records were half written; the operation cannot be kept.")
        self._refuse_conflicts()
        self._over = True
        if self._chain is not None:
            self._chain.finish(self._id, self._header)

    # inside

    def _refuse_late(self) -> None:
        if self._over:
            raise RuntimeError("This operation is over; what is written now would have no place in the history.")

    def _note_months(self, records: Sequence[Record]) -> None:
        """Months whose gold has to be added up again; called while the registers still, or already, say so."""
        self.months |= gold_months.note(self._db, records[0].type_name(), [bytes.fromhex(each.id) for each in records])

    def _note(self, record: Record) -> None:
        """Remember a record's state, for as long as somebody holds it: an undo passes a million by."""
        self._before.append((ref(record), record.id, record.version, record.trashed))
        if len(self._before) > self._looked_through:
            self._before = [each for each in self._before if each[0]() is not None]
            self._looked_through = 2 * len(self._before) + _BLOCK

    def _remember(self, type_: type[Record], ids: Iterable[str], changed: frozenset[str] | None) -> None:
        """Note what has to be judged together when the operation ends.

        Rules over several records (no lot is its own ancestor, no gram is used twice) can only be judged on the whole:
        one operation may pass through states that do not hold.  They are asked here, in the one place that every
        writing passes, so that neither a form nor an import nor an undo gets round them.
        """
        if getattr(type_.conflicts, "__func__", None) is getattr(Record.conflicts, "__func__", None):
            return
        kept = self._judged.setdefault(type_, {})
        for id_ in ids:
            raw = bytes.fromhex(id_)
            before = kept.get(raw, frozenset())
            kept[raw] = None if changed is None or before is None else before | changed

    def _refuse_conflicts(self) -> None:
        def ask(question: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
            return [tuple(row) for row in sql.run(self._db, question, values).fetchall()]

        for type_, fields in self._judged.items():
            found = type_.conflicts(Written(self._header["kind"], fields), ask)
            if found:
                raise InvalidRecord(found)

    @contextmanager
    def _whole_or_given_up(self) -> Iterator[None]:
        """What breaks off half written must not be kept by whoever catches the error."""
        try:
            yield
        except BaseException:
            self._broken = True
            raise

    def _chained(self, type_: type[Record]) -> Chain:
        """The chain, begun with the operation's own entry, for entries of one type."""
        if self._chain is None:
            self._chain = Chain(self._db)
            self._chain.add([("operation", self._id, self._header["kind"], canonical(self._header))])
        self.touched.add(type_.type_name())
        return self._chain

    def _entries(self, type_: type[Record], entries: Iterable[tuple[str, str, str]]) -> None:
        name = type_.type_name()
        self._chained(type_).add((name, record, verb, body) for record, verb, body in entries)

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
        if record.type_name() == "sale":
            for name, sentence in gold_ledger.refusal(self._db, record).items():
                found.setdefault(name, []).append(sentence)
        if found:
            raise InvalidRecord(found)

    def _refuse_closed(self, record: Record) -> None:
        if not type(record).about.closes or not self._closed.months:
            return
        stored = self._stored(record) if record.version else None
        if self._naming and stored is not None and _same_but_people(record, stored):
            return
        found = self._closed.problems(type(record), record.values(), stored.values() if stored is not None else None)
        if found:
            raise InvalidRecord({name: [sentence] for name, sentence in found.items()})

    def _refuse_closed_flag(self, records: Sequence[Record]) -> None:
        sentences: list[str] = []
        for record in records:
            sentences += refused_trash(record)
            if self._closed.concern(type(record)) and (stored := self._stored(record)) is not None:
                sentences += self._closed.problems(type(record), None, stored.values()).values()
        if sentences:
            raise InvalidRecord({"": list(dict.fromkeys(sentences))})

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
        gone = " AND trashed = 0" if field.on_trash == "refuse" else ""
        statement = f'SELECT 1 FROM "{field.target}" WHERE id = ?{gone}'
        return sql.run(self._db, statement, (bytes.fromhex(value),)).fetchone() is not None

    def _refuse_used(self, type_: type[Record], ids: Sequence[str]) -> None:
        """A record cannot go while something living points at it."""
        raw = [bytes.fromhex(each) for each in ids]
        found = []
        for other, field in linked_from(type_):
            if field.on_trash == "keep":
                continue
            marks = ", ".join("?" * len(raw))
            statement = (f'SELECT count(*) FROM "{other.type_name()}" WHERE trashed = 0 '
                         f'AND "{field.column_name}" IN ({marks})')
            apart = f" AND id NOT IN ({marks})" if other is type_ else ""  # what goes together keeps nothing back
            count = int(sql.run(self._db, statement + apart, raw * 2 if apart else raw).fetchone()[0])
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
        self._note_months([record])
        self._entries(type(record), [(record.id, "create", created_body(record))])
        self._remember(type(record), [record.id], None)

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
        self._note_months([record])
        self._update(record, values)
        if stored.search != record.search:
            self._let_wait(type(record), record.id, record.id)
        self._note_months([record])
        self._entries(type(record), [(record.id, "change", canonical(changed))])
        self._remember(type(record), [record.id], frozenset(changed))

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
        self._turned += len(turned)
        self.wrote_many = self.wrote_many or self._turned > _BLOCK
        for start in range(0, len(turned), _BLOCK):
            block = turned[start : start + _BLOCK]
            type_ = type(block[0])
            self._refuse_closed_flag(block)
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
            self._note_months(block)
            for record in block:
                record.trashed, record.version = trashed, record.version + 1
            self._entries(type_, [(record.id, verb, "{}") for record in block])
            if not trashed:
                self._remember(type_, (record.id for record in block), None)

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
    from armdesk.models import RECORDS

    name = type_.type_name()
    return [(other, field) for other in RECORDS for field in other.links() if field.target == name]


def _same_but_people(record: Record, stored: Record) -> bool:
    """Whether two states of a record differ in the people they name alone."""
    kept = (field.name for field in record.all_fields() if field.name not in ("version", "search")
            and not (isinstance(field, Link) and field.target == "person"))
    return all(getattr(record, name) == getattr(stored, name) for name in kept)


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
