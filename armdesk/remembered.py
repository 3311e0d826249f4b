"""What was reckoned from the registers, remembered for as long as nobody writes in those it was reckoned from."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Iterable
from threading import Lock
from typing import Any, TypeVar

from armdesk import history

T = TypeVar("T")
Stand = tuple[int, ...]
_MOST = 400
"""Results that are remembered at once; those asked longest ago are forgotten first."""


def month_of_deliveries(month: str) -> str:
    """Name of the deliveries of one month among what a result was reckoned from.  Shape: month "2025-03"."""
    return f"production/{month}"


class Remembered:
    """Results by a key of whoever reckons them, each with how often what it was reckoned from had been written.

    One workspace is written by one program, so it is enough to count what this one writes; open for reading only, every
    line of the history counts.  Nothing is remembered of what an operation under way has not kept yet.
    """

    def __init__(self, db: Any, *, read_only: bool = False) -> None:
        self._db, self._read_only, self._lock = db, read_only, Lock()
        self._written: Counter[str] = Counter()
        self._kept: OrderedDict[Hashable, tuple[Stand, Any]] = OrderedDict()

    def wrote(self, types: Iterable[str], months: Iterable[str] = ()) -> None:
        """An operation is kept.  Shape: the record types it wrote, and the months of the deliveries among them."""
        with self._lock:
            self._written.update(types)
            self._written.update(map(month_of_deliveries, months))

    def stand(self, reads: Iterable[str]) -> Stand:
        """How often each of these was written: as long as it is the same, so is what follows from them.

        Shape: names of record types, or what month_of_deliveries gives.
        """
        with self._lock:
            counted = tuple(self._written[name] for name in reads)
        return (*counted, history.head(self._db).seq) if self._read_only else counted

    def of(self, key: Hashable, reads: Iterable[str], make: Callable[[], T]) -> T:
        """A result, reckoned now if it is not there or no longer holds; it must not be changed by who gets it.

        Shape: key holds everything the result depends on besides the registers, reads names those as in `stand`.
        """
        if self._db.in_transaction():
            return make()
        stand = self.stand(reads)  # before reading: what is written meanwhile makes it old at once
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None and kept[0] == stand:
                self._kept.move_to_end(key)
                found: T = kept[1]
                return found
        made = make()
        with self._lock:
            self._kept[key] = (stand, made)
            self._kept.move_to_end(key)
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        return made

    def forget(self) -> None:
        """Reckon everything anew, as before a pack: others may have changed the file past the program."""
        with self._lock:
            self._kept.clear()
