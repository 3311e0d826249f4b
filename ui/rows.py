"""Rows of a list: the ids of all of them, and the texts of those in view, fetched together before they are painted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from armdesk.fields import Declared, Link, Money, Reference
from armdesk.record import Record
from armdesk.store import Store
from ui import references

_TOGETHER = 32
"""Rows fetched where somebody asks for one text after the other; a window says which rows it is going to show."""
KEPT = 3_000
"""Rows whose texts are held, and linked records whose names are."""
_ID = 16


class Rows:
    """Shown texts by place in the list; at a million rows it holds 16 bytes each and the texts of some."""

    def __init__(self, store: Store, type_: type[Record], fields: Sequence[Declared]) -> None:
        self._store, self._type = store, type_
        self.ids = bytearray()
        self._texts: dict[int, tuple[str, ...]] = {}
        self._known: dict[str, str] = {}
        self.choose(fields)

    def choose(self, fields: Sequence[Declared]) -> None:
        """Show other fields."""
        self.fields = list(fields)
        self.right = [field.align_right for field in fields]
        beside = {field.currency for field in fields if isinstance(field, Money)} - {each.name for each in fields}
        self._fetched = [*self.fields, *(self._type.field(name) for name in sorted(beside))]
        self._forget()

    def _forget(self) -> None:
        self._texts.clear()
        self._known.clear()

    def put(self, ids: bytearray) -> None:
        """Show another list."""
        self.ids = ids
        self._forget()

    def extend(self, ids: bytearray) -> None:
        """Show a list that begins with the one shown."""
        self.ids = ids

    @staticmethod
    def count(ids: bytearray) -> int:
        """How many rows a list has."""
        return len(ids) // _ID

    def __len__(self) -> int:
        return len(self.ids) // _ID

    def id(self, row: int) -> str:
        """Identity of the record in a row."""
        return self.ids[row * _ID : row * _ID + _ID].hex()

    def find(self, id_: str) -> int:
        """Row of a record, -1 if the list does not have it."""
        raw, place = bytes.fromhex(id_), -1
        while (place := self.ids.find(raw, place + 1)) >= 0:
            if place % _ID == 0:
                return place // _ID
        return -1

    def texts(self, row: int) -> tuple[str, ...]:
        """Shown texts of one row, one for each field."""
        if row not in self._texts:
            self.ready(row, row + _TOGETHER - 1)
        return self._texts[row]

    def ready(self, first: int, last: int) -> None:
        """Fetch the texts of rows that are going to be shown, all that are not there yet at once."""
        missing = [row for row in range(max(first, 0), min(last + 1, len(self))) if row not in self._texts]
        if not missing:
            return
        if len(self._texts) + len(missing) > KEPT:
            self._forget()
            missing = list(range(max(first, 0), min(last + 1, len(self))))
        self._texts.update(zip(missing, self._fetch(missing), strict=True))

    def _fetch(self, rows: Iterable[int]) -> list[tuple[str, ...]]:
        ids = [bytes(self.ids[row * _ID : row * _ID + _ID]) for row in rows]
        found = self._store.rows(self._type, ids, self._fetched)
        self._learn(found)
        known = self._known
        plain = [None if isinstance(field, Link | Reference) else field for field in self.fields]
        gone = ("",) * len(self.fields)
        texts = []
        for each in ids:
            values = found.get(each)
            if values is None:
                texts.append(gone)
                continue
            record = {field.name: value for field, value in zip(self._fetched, values, strict=True)}
            texts.append(tuple(
                field.format(value, record) if field is not None else known.get(value, "")
                for field, value in zip(plain, values, strict=False)))
        return texts

    def _learn(self, found: dict[bytes, tuple[Any, ...]]) -> None:
        """Short names of everything these rows link or refer to, asked for once."""
        for place, field in enumerate(self.fields):
            if not isinstance(field, Link | Reference):
                continue
            wanted = {values[place] for values in found.values() if values[place]} - self._known.keys()
            if wanted and isinstance(field, Link):
                self._known |= self._store.labels(field.target, wanted)
            elif wanted:
                self._known |= references.labels(self._store, wanted)
