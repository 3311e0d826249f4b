"""The numbered receipts of deliveries, read month by month and remembered tightly packed until one of them changes."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import Any

from armdesk.remembered import month_of_deliveries
from armdesk.services.basis.figure import ask
from armdesk.services.basis.period import Period, each_month
from armdesk.store import ID_BYTES, Store

_END = "\0"
_ASKED = "SELECT id, receipt_no, date, corrects IS NOT NULL, person, person_as_written FROM production WHERE "
_SINCE = "receipt_no <> '' AND date BETWEEN ? AND ?"
Row = tuple[Any, str, str, bool, str]
"""Raw id of the delivery, number, day, whether it is in the trash or a counter-entry, who delivered."""


@dataclass(frozen=True)
class _Packed:
    """Receipts of some days, a few bytes each: there may be as many as deliveries.  Shape: who are places in whom."""

    ids: bytes
    numbers: str
    days: tuple[str, ...]
    day: array[int]
    counter: bytes
    whom: tuple[tuple[Any, str | None], ...]
    who: array[int]

    def rows(self, names: dict[Any, str | None]) -> Iterator[Row]:
        said = [str((written if (name := names.get(person)) is None else name) or "") for person, written in self.whom]
        numbers = self.numbers.split(_END) if self.who else []
        starts = range(0, len(self.ids), ID_BYTES)
        for start, number, day, counter, who in zip(starts, numbers, self.day, self.counter, self.who, strict=True):
            yield self.ids[start : start + ID_BYTES], number, self.days[day], bool(counter), said[who]


def rows(store: Store, period: Period) -> list[Row]:
    """All numbered receipts of deliveries of a period by day, those in the trash and of counter-entries too."""
    packed = [store.remembered.of(("receipts", days), (month_of_deliveries(f"{days.begins:%Y-%m}"),),
                                  partial(_read, store, days)) for days in each_month(period)]
    names: dict[Any, str | None] = {bytes(id_): name for id_, name in ask(store, "SELECT id, name FROM person")}
    found = [row for month in packed for row in month.rows(names)]
    for id_, number, day, _counter, person, written in ask(
            store, f"{_ASKED} trashed <> 0 AND {_SINCE}", period.begins, period.ends):
        name = names.get(person)
        found.append((bytes(id_), number, day, True, str((written if name is None else name) or "")))
    found.sort(key=itemgetter(2, 0))
    return found


def _read(store: Store, days: Period) -> _Packed:
    found = ask(store, f"{_ASKED} trashed = 0 AND {_SINCE} ORDER BY date, id", days.begins, days.ends)
    dates = {day: place for place, day in enumerate(sorted({row[2] for row in found}))}
    whom = {each: place for place, each in enumerate(dict.fromkeys((row[4], row[5]) for row in found))}
    return _Packed(b"".join(row[0] for row in found), _END.join(str(row[1]) for row in found), tuple(dates),
                   array("H", (dates[row[2]] for row in found)), bytes(row[3] for row in found), tuple(whom),
                   array("I", (whom[row[4], row[5]] for row in found)))
