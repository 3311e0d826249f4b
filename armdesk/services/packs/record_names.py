"""How linked records are named in a pack: by code, number or name, without people; no long register is held whole."""

from __future__ import annotations

from collections.abc import Iterable

from armdesk import sql
from armdesk.db_errors import explained
from armdesk.models import record_type
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.hiding import Scrubber
from armdesk.store import Store

_HELD = 20_000
"""Names of one register in memory, at most; of a longer one those are read that are asked for."""
_PER_QUERY = 500


class RecordNames:
    """Names of the records of one register, one scrubbed text for each id, "" where there is none to show."""

    def __init__(self, store: Store, hide: Scrubber, target: str) -> None:
        self._store, self._hide, self._target = store, hide, target
        type_ = record_type(target)
        plain = [name for name in ("code", "number", *type_.about.key)
                 if name in type_._meta.fields and not type_.field(name).personal]
        self._columns = list(dict.fromkeys(name for name in plain if type_.field(name).field_type == "TEXT"))[:3]
        self._known: dict[str, str] = {}
        self._whole = not self._columns or self._count() <= _HELD
        if self._whole and self._columns:
            self._read("")

    def of(self, ids: Iterable[str]) -> list[str]:
        """Names of some ids, one for each."""
        if self._whole:
            return [self._known.get(id_, "") for id_ in ids]
        wanted = list(ids)
        lacking = sorted({id_ for id_ in wanted if id_ not in self._known})
        if len(self._known) + len(lacking) > _HELD:
            self._known.clear()
            lacking = sorted(set(wanted))
        for start in range(0, len(lacking), _PER_QUERY):
            self._look_up(lacking[start : start + _PER_QUERY])
        return [self._known[id_] for id_ in wanted]

    def _count(self) -> int:
        return int(ask(self._store, f'SELECT count(*) FROM "{self._target}"')[0][0])  # noqa: S608 - declared

    def _look_up(self, ids: list[str]) -> None:
        self._known.update(dict.fromkeys(ids, ""))
        marks = ", ".join("?" * len(ids))
        self._read(f" WHERE id IN ({marks})", *(bytes.fromhex(id_) for id_ in ids))

    def _read(self, where: str, *values: bytes) -> None:
        columns = ", ".join(f'"{name}"' for name in self._columns)
        question = f'SELECT id, {columns} FROM "{self._target}"{where}'  # noqa: S608 - declared
        with explained():
            cursor = sql.run(self._store.db, question, values)
            while block := cursor.fetchmany(_PER_QUERY):
                shown = self._hide.texts([str(next((value for value in row[1:] if value), "")) for row in block])
                self._known.update(zip((id_of(row[0]) for row in block), shown, strict=True))
