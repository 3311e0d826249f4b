"""Blocks: many new records of one type, made together, as one entry of the history.

An entry of its own for each row of an import would cost more than the rows themselves.  A block says the same in less:
its verb is "create_many", its record the id of its first row, and its body

    {"ids": [id, ...], "repeated": {field: [[value, ...], [place, ...]]}, "values": {field: [value, ...]}}

where ids ascend and every list but that of repeated values has one member per row, in the order of the ids.  Of a field
under "repeated" each different value is spelt once, and a place, from 0, says which of them a row holds; a field under
"values" is spelt row by row.  null is a field that the row leaves empty.  Every id has 32 hexadecimal digits.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from itertools import count
from operator import lt
from typing import Any

MANY = "create_many"
MOST = 1_000
"""Rows of one block: few enough to be read at once for the history of a single record."""
_SAMPLE = 50


def ascending(ids: Sequence[str]) -> bool:
    """Whether ids may stand in a block: then those of one record are found without looking into others."""
    return all(map(lt, ids, ids[1:]))


def repeated(values: Sequence[Any]) -> tuple[list[Any], list[int]] | None:
    """Each different value of a column and the places of all rows; None where hardly a value comes twice."""
    if len(values) > _SAMPLE and 10 * len(set(values[:_SAMPLE])) > 9 * _SAMPLE:
        return None
    known: dict[Any, Any] = dict.fromkeys(values)
    if 2 * len(known) > len(values):
        return None
    different = list(known)
    places = dict(zip(different, count(), strict=False))
    return different, list(map(places.__getitem__, values))


def ends(body: str) -> tuple[str, str] | None:
    """First and last id of a block, read off a body that is spelt as armdesk spells it; None for any other."""
    end = body.find('"],"repeated":{')
    return (body[9:41], body[end - 32:end]) if body.startswith('{"ids":["') and end > 40 else None


class Block:
    """A block as its body tells it.  Errors: ValueError where the body is no such text."""

    def __init__(self, body: str) -> None:
        try:
            told = json.loads(body)
            self.ids: list[str] = told["ids"]
            columns: dict[str, Sequence[Any]] = dict(told["values"])
            for name, (different, places) in told["repeated"].items():
                columns[name] = [different[place] for place in places]
            if not self.ids or any(len(column) != len(self.ids) for column in columns.values()):
                raise ValueError("not as many values as rows")
            if not ascending(self.ids) or any(len(each) != 32 or len(bytes.fromhex(each)) != 16 for each in self.ids):
                raise ValueError("the rows are not in the order of their ids")
        except (TypeError, AttributeError, LookupError) as error:
            raise ValueError("no block") from error
        self._names = sorted(columns)
        self._columns = [columns[name] for name in self._names]

    def of(self, id_: str) -> dict[str, Any] | None:
        """What the history keeps of one record, None where the block does not tell of it."""
        place = bisect_left(self.ids, id_)
        return self._row(place) if place < len(self.ids) and self.ids[place] == id_ else None

    def rows(self, only: Container[str] | None = None, *,
             backwards: bool = False) -> Iterator[tuple[str, dict[str, Any]]]:
        """All rows in order, or those with some ids: (id, what the history keeps of it)."""
        places = range(len(self.ids))
        return ((self.ids[place], self._row(place)) for place in (reversed(places) if backwards else places)
                if only is None or self.ids[place] in only)

    def _row(self, place: int) -> dict[str, Any]:
        return {name: value for name, column in zip(self._names, self._columns, strict=True)
                if (value := column[place]) is not None}
