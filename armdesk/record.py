"""Record: the base of all record types, and what a declaration may say about itself."""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, repeat
from typing import Any, ClassVar

import peewee as pw

from armdesk.fields import Declared, Flag, Id, Json, Link, Text, Whole, fold
from armdesk.i18n import N_, _

PLACES = ("today", "people", "production", "safety", "evidence", "standards", "plan", "audit")
"""The eight places of the program in the order of the rail.  Source: product description."""


@dataclass(frozen=True)
class About:
    """What a record type says of itself.

    one, many: its names; purpose: the sentence under the title of its page; place: where in the program it lives;
    key: fields that name a record for a person; search: fields found by the search box; table: columns shown first;
    order: field its list is sorted by, "-date" for newest first; sheet: code and name in pack workbooks;
    details: shown inside another record's page rather than as a tab of its own; closes: the date by which the record
    belongs to a month that can be closed, "sale.date" for that of the record a link names, "" for none; of several, in
    order, the first that is filled counts; stays_open: fields that may be filled in later all the same; filled_once:
    those that may be as long as they are empty; sealed: its fields of identity and health are shown in its form only,
    after somebody asked for them and the history noted it: "*" of each record, else the name of the yes-or-no field
    that says of which.
    """

    one: str
    many: str
    place: str
    key: tuple[str, ...]
    table: tuple[str, ...]
    order: str
    search: tuple[str, ...] = ()
    purpose: str = ""
    sheet: str = ""
    details: bool = False
    closes: str = ""
    stays_open: tuple[str, ...] = ()
    filled_once: tuple[str, ...] = ()
    sealed: str = ""


Ask = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]
"""Runs one question in portable SQL with its values and gives all rows."""


@dataclass(frozen=True)
class Written:
    """Records of one type that an operation wrote, seen when it ends.

    Shape: kind as in store.operation; fields maps raw ids to the names of the fields that changed, None for a record
    that is new or came back from the trash.
    """

    kind: str
    fields: Mapping[bytes, frozenset[str] | None]

    @property
    def typed(self) -> bool:
        """Whether a person did it now; what is imported tells of the past and is judged by the checks instead."""
        return self.kind == "edit"

    def touching(self, *names: str) -> list[bytes]:
        """Ids of the records of which one of these fields is new."""
        return [id_ for id_, changed in self.fields.items() if changed is None or changed & set(names)]


_STEPS = tuple(f"7{step:03x}" for step in range(1 << 12))
"""The version, 7, and what tells the ids of one millisecond apart."""
_CHANCE, _VARIANT = bytes.fromhex("3fffffffffffffff"), bytes.fromhex("8000000000000000")


class _IdSource:
    """Makes ids that grow with time, so that new rows are added at the end of the file.  Source: RFC 9562, UUIDv7."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def take(self, count: int) -> list[str]:
        """New ids, each larger than all before it in this process."""
        with self._lock:
            first = max((time.time_ns() // 1_000_000) << 12, self._last + 1)
            self._last = first + count - 1
        ids: list[str] = []
        ends = _random_ends(count)
        while len(ids) < count:
            begin, step = divmod(first + len(ids), 1 << 12)
            head = f"{begin:012x}"
            ids += map("".join, zip(repeat(head), _STEPS[step:], islice(ends, count - len(ids))))
        return ids


def _random_ends(count: int) -> Iterator[str]:
    """The random half of each id, with 10 for its first two bits."""
    drawn = int.from_bytes(secrets.token_bytes(8 * count), "big")
    drawn &= int.from_bytes(_CHANCE * count, "big")
    drawn |= int.from_bytes(_VARIANT * count, "big")
    text = drawn.to_bytes(8 * count, "big").hex()
    return (text[place : place + 16] for place in range(0, 16 * count, 16))


_ids = _IdSource()


def new_id() -> str:
    """Identity for a new record: a UUID made by this computer, 32 hexadecimal digits."""
    return _ids.take(1)[0]


def new_ids(count: int) -> list[str]:
    """Identities for many new records."""
    return _ids.take(count)


Follows = Mapping[str, tuple[Callable[..., Any], tuple[str, ...]]]
"""Fields that follow from others: field name -> (what computes it, names of the fields it is given)."""


class Record(pw.Model):
    """One row of a register.  Values are exact; links hold ids and are read through the store."""

    about: ClassVar[About]
    asked_now: ClassVar[frozenset[str]] = frozenset()
    """Fields that a person has to fill, but that a book of the past may lack: the checks tell of it."""
    follows: ClassVar[Follows] = {}

    id = Id(N_("Identity"), readonly=True, primary=True)
    version = Whole(N_("Version"), default=0, readonly=True)
    trashed = Flag(N_("In the trash"), default=False, readonly=True)
    search = Text(N_("Search text"), default="", longest=100_000, readonly=True)
    typed = Json(N_("As typed"), readonly=True)
    source = Link("import_run", N_("Imported from"), on_trash="keep", readonly=True)
    source_row = Text(N_("Row in the file"), readonly=True)
    source_key = Text(N_("Key in the file"), readonly=True)

    class Meta:
        # Bound to no database: a question asked past a store finds none and says so.
        legacy_table_names = False

    @classmethod
    def type_name(cls) -> str:
        """Name of the record type: its table, its CSV file, its word in references."""
        return str(cls._meta.table_name)

    @classmethod
    def field(cls, name: str) -> Declared:
        """A field by its name.  Errors: KeyError."""
        found: Declared = cls._meta.fields[name]
        return found

    @classmethod
    def all_fields(cls) -> tuple[Declared, ...]:
        """All columns, those of every record first."""
        return tuple(cls._meta.sorted_fields)

    @classmethod
    def declared(cls) -> tuple[Declared, ...]:
        """The fields of this type's own declaration, in order."""
        return tuple(each for each in cls._meta.sorted_fields if each.name not in COMMON)

    @classmethod
    def links(cls) -> Iterator[Link]:
        """The fields that name another record."""
        return (each for each in cls.declared() if isinstance(each, Link))

    @classmethod
    def sealed_fields(cls) -> frozenset[str]:
        """Names of the fields that stand in the sealed part; never in lists, searches, side panels and packs."""
        return frozenset(each.name for each in cls.declared()
                         if cls.about.sealed and each.personal in ("identity", "health"))

    def is_sealed(self) -> bool:
        """Whether the sealed part of this record is to be asked for."""
        of = self.about.sealed
        return bool(of) and (of == "*" or bool(getattr(self, of)))

    def values(self) -> dict[str, Any]:
        """All values by field name."""
        return dict(self.__data__)

    def problems(self) -> Mapping[str, str]:
        """Rules between fields: field name -> what is wrong."""
        return {}

    @classmethod
    def conflicts(cls, written: Written, ask: Ask) -> Mapping[str, Sequence[str]]:
        """Rules over several records, asked before an operation is kept: field name -> sentences.

        A type that declares it is judged whichever way it was written: form, import, undo, or many rows at once.
        """
        return {}

    def fill(self) -> None:
        """Compute the fields that follow from others; called before each save."""
        values = self.__data__
        for name, (make, of) in self.follows.items():
            values[name] = make(*map(values.get, of))

    def label(self) -> str:
        """Short name of this record for a person."""
        parts = [self.field(name).format(getattr(self, name), self.__data__) for name in self.about.key
                 if not isinstance(self.field(name), Link)]
        return " · ".join(part for part in parts if part) or _(self.about.one)

    def search_text(self) -> str:
        """What the search box finds this record by, folded."""
        return fold(" ".join(str(getattr(self, name) or "") for name in self.about.search))

    def typed_texts(self) -> dict[str, str]:
        """What the person typed, by field name, where it differs from the shown value ("2 cast 3 tom")."""
        return dict(json.loads(self.typed)) if self.typed else {}

    def check(self) -> dict[str, list[str]]:
        """All that is wrong with the record on its own: field name -> sentences."""
        found: dict[str, list[str]] = {}
        for each in self.declared():
            sentences = each.check(getattr(self, each.name))
            if sentences:
                found[each.name] = sentences
        for name, sentence in self.problems().items():
            found.setdefault(name, []).append(sentence)
        return found


COMMON = ("id", "version", "trashed", "search", "typed", "source", "source_row", "source_key")
"""Fields every record has."""
