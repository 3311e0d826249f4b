"""Rows of a list: the ids of all of them, and the texts of those in view, fetched in blocks as they are painted."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from armdesk.fields import Declared, Link, Money, Reference
from armdesk.record import Record
from armdesk.store import Store
from ui import references

BLOCK = 32
"""Rows fetched at once: a window shows about twenty, and a jump pays for every row it does not show."""
_BLOCKS_KEPT = 96
_ID = 16


class Rows:
    """Shown texts by place in the list; at a million rows it holds 16 bytes each and some blocks of texts."""

    def __init__(self, store: Store, type_: type[Record], fields: Sequence[Declared]) -> None:
        self._store, self._type = store, type_
        self.ids = bytearray()
        self._blocks: OrderedDict[int, list[tuple[str, ...]]] = OrderedDict()
        self.choose(fields)

    def choose(self, fields: Sequence[Declared]) -> None:
        """Show other fields."""
        self.fields = list(fields)
        beside = {field.currency for field in fields if isinstance(field, Money)} - {each.name for each in fields}
        self._fetched = [*self.fields, *(self._type.field(name) for name in sorted(beside))]
        self._blocks.clear()

    def put(self, ids: bytearray) -> None:
        """Show another list."""
        self.ids = ids
        self._blocks.clear()

    def extend(self, ids: bytearray) -> None:
        """Show a list that begins with the one shown."""
        self._blocks.pop(len(self) // BLOCK, None)  # the last may have been fetched while it was shorter
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
        number, within = divmod(row, BLOCK)
        block = self._blocks.get(number)
        if block is None:
            block = self._blocks[number] = self._fetch(number)
            if len(self._blocks) > _BLOCKS_KEPT:
                self._blocks.popitem(last=False)
        return block[within]

    def _fetch(self, number: int) -> list[tuple[str, ...]]:
        part = self.ids[number * BLOCK * _ID : (number + 1) * BLOCK * _ID]
        ids = [bytes(part[place : place + _ID]) for place in range(0, len(part), _ID)]
        found = self._store.rows(self._type, ids, self._fetched)
        shown = self._names(found)
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
                field.format(value, record) if field is not None else shown.get(value, "")
                for field, value in zip(plain, values, strict=False)))
        return texts

    def _names(self, found: dict[bytes, tuple[Any, ...]]) -> dict[str, str]:
        """Short names of everything the rows link or refer to."""
        names: dict[str, str] = {}
        for place, field in enumerate(self.fields):
            if not isinstance(field, Link | Reference):
                continue
            wanted = {values[place] for values in found.values() if values[place]}
            if wanted and isinstance(field, Link):
                names |= self._store.labels(field.target, wanted)
            elif wanted:
                names |= references.labels(self._store, wanted)
        return names


