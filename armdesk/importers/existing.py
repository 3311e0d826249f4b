"""What the workspace already holds of a book: records read from it before, and records of the same name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from armdesk.fields import Link, fold
from armdesk.importers.alike import ALIKE, the_one
from armdesk.models import ImportRun, record_type
from armdesk.query import Filter, Query
from armdesk.store import Store

_PERSON = ("person", "name")
_WORD = re.compile(r"[^\W_]+")


def key_text(value: Any) -> str:
    """A value as part of what names a record: folded text, or its exact figures."""
    if isinstance(value, str):
        return fold(value)
    return "" if value is None else str(value)


class Earlier:
    """Records that earlier imports with the same recipe made.

    Shape: full maps (type, whole source key) to an id; keyed (type, first part of it) and placed (type, file, row) to
    (id, whole source key); left holds what has not been met again in this file: id -> (type, row).
    """

    def __init__(self, store: Store, recipe: str, file_name: str, types: Iterable[str]) -> None:
        self.full: dict[tuple[str, str], str] = {}
        self.keyed: dict[tuple[str, str], tuple[str, str]] = {}
        self.placed: dict[tuple[str, str], tuple[str, str]] = {}
        self.left: dict[str, tuple[str, str]] = {}
        runs = {run.id: run.file_name for run in store.all(ImportRun, recipe=recipe)}
        if runs:
            for type_ in types:
                self._load(store, type_, runs, file_name)

    def _load(self, store: Store, name: str, runs: Mapping[str, str], file_name: str) -> None:
        type_ = record_type(name)
        fields = [type_.field(field) for field in ("source", "source_key", "source_row")]
        for trashed in (True, False):
            listed = Query(type_, filters=(Filter("source", "in", tuple(runs)),), trashed=trashed)
            for raw, (run, source_key, row) in store.rows(type_, _split(store.ids(listed)), fields).items():
                found, id_ = source_key or "", raw.hex()
                self.full[name, found] = id_
                if not found.startswith("."):
                    self.keyed[name, found.split(".")[0]] = (id_, found)
                if runs[run] == file_name:
                    self.placed[name, row or ""] = (id_, found)
                    if not trashed:
                        self.left[id_] = (name, row or "")

    def met(self, id_: str) -> None:
        """Note that a record was met again in the file."""
        self.left.pop(id_, None)


class Registers:
    """Living records by what names them; each register is read once, when first asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._by_key: dict[tuple[str, tuple[str, ...]], dict[tuple[str, ...], str]] = {}
        self._by_text: dict[tuple[str, str], dict[str, list[str]]] = {}
        self._gone: dict[str, set[str]] = {}

    def with_key(self, name: str, fields: tuple[str, ...], key: tuple[str, ...]) -> str | None:
        """The one record whose fields spell this key; None where fields are links or nothing is found."""
        type_ = record_type(name)
        if any(isinstance(type_.field(field), Link) for field in fields):
            return None
        known = self._by_key.get((name, fields))
        if known is None:
            rows = self._rows(name, fields)
            known = self._by_key[name, fields] = {tuple(map(key_text, row)): id_ for id_, row in rows}
        return known.get(key)

    def with_text(self, name: str, field: str, text: str) -> list[str]:
        """Records whose field is this text, folded."""
        texts = self._texts(name, field)
        return texts.get(text) or (texts.get(turned(text), []) if (name, field) == _PERSON and text else [])

    def alike(self, name: str, field: str, text: str) -> list[str]:
        """The one place or firm that is written in another way here; nobody where it might be several."""
        if name not in ALIKE or (name, field) != (name, record_type(name).about.key[0]):
            return []
        found = the_one(text, self._texts(name, field))
        return self._texts(name, field)[found] if found else []

    def add_text(self, name: str, field: str, text: str, id_: str) -> None:
        """Make a record that this import brings known to the links of other rows; not one that lies in the trash."""
        if id_ in self._trashed(name):
            return
        texts = self._texts(name, field)
        for known in (text, turned(text)) if (name, field) == _PERSON else (text,):
            if id_ not in texts[known]:
                texts[known] = [*texts[known], id_]

    def _trashed(self, name: str) -> set[str]:
        """Records of the trash, such as a person who was made one with another: rows mean that other one."""
        known = self._gone.get(name)
        if known is None:
            ids = _split(self._store.ids(Query(record_type(name), trashed=True)))
            known = self._gone[name] = {raw.hex() for raw in ids}
        return known

    def _texts(self, name: str, field: str) -> dict[str, list[str]]:
        known = self._by_text.get((name, field))
        if known is None:
            known = self._by_text[name, field] = defaultdict(list)
            for id_, (value,) in self._rows(name, (field,)):
                if isinstance(value, str) and value:
                    known[fold(value)].append(id_)
            if (name, field) == _PERSON:
                for _id, (person, spelling) in self._rows("other_name", ("person", "name")):
                    if spelling and person not in known[fold(spelling)]:
                        known[fold(spelling)].append(person)
                for spelt, ids in list(known.items()):
                    known[turned(spelt)].extend(id_ for id_ in ids if id_ not in known[turned(spelt)])
        return known

    def _rows(self, name: str, fields: tuple[str, ...]) -> list[tuple[str, tuple[Any, ...]]]:
        type_ = record_type(name)
        ids = _split(self._store.ids(Query(type_)))
        rows = self._store.rows(type_, ids, [type_.field(field) for field in fields])
        return [(raw.hex(), row) for raw, row in rows.items()]


def turned(name: str) -> str:
    """A name by its words wherever it begins: "Quispe Mamani, Rosa" and "Rosa Quispe Mamani" are one.

    Surnames keep their order, so "Mamani Quispe Rosa" is somebody else.
    """
    words = _WORD.findall(name)
    turns = [(*words[place:], *words[:place]) for place in range(len(words))]
    return "\x1f" + " ".join(min(turns)) if len(words) > 1 else name


def _split(packed: bytearray) -> list[bytes]:
    """The single ids of a packed list."""
    return [bytes(packed[start : start + 16]) for start in range(0, len(packed), 16)]
