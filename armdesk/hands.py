"""Two hands: many short readings of one state of the file, done by two threads where the computer has two cores.

SQLite, its decryption and SHA-256 work without holding the others up, so that two threads need half the time.
"""

from __future__ import annotations

import contextvars
import os
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from armdesk import sql, sqlite

T = TypeVar("T")
Told = Callable[[int, int], None]
LARGE = 5_000
"""Pages of a file, of 4 KiB, from which on a second thread is worth its beginning."""
_HEAD = "SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1"


def untold(_done: int, _of: int) -> None:
    """Nobody looks at how far it is."""


def idle() -> None:
    """Nothing comes first."""


def are_free(db: Any) -> bool:
    """Whether a second thread may read beside this one: nothing is half written, and it is worth it."""
    return (hasattr(db, "connection_context") and not db.in_transaction() and (os.cpu_count() or 1) > 1
            and sqlite.pages(db) >= LARGE)


def together(db: Any, tasks: Sequence[Callable[[], T]], told: Told = untold, first: Callable[[], object] = idle, *,
             alone: bool = False) -> list[T]:
    """Results of tasks that only read, in their order; the second thread sees the same history or does nothing.

    Shape: tasks ask `db`, which connects each thread by itself; first is done by this thread before it takes tasks;
    told hears of what is done, in this thread, and may raise; alone says that there is no second hand, as are_free
    told before a transaction was begun.  Errors: those of the tasks.
    """
    waiting, done = deque(enumerate(tasks)), dict[int, T]()

    def take() -> bool:
        try:
            place, task = waiting.popleft()
        except IndexError:
            return False
        done[place] = task()
        return True

    def help_out(state: Any) -> None:
        with db.connection_context(), db.atomic():
            # Another state of the file would be held against the history of this one.
            while state == _state(db) and take():
                pass

    def work() -> None:
        first()
        told(0, len(tasks))
        while take():
            if len(done) < len(tasks):
                told(len(done), len(tasks))

    with db.atomic():  # one state of the file, whatever others save meanwhile
        state = _state(db)
        if alone or len(tasks) < 2:
            work()
        else:
            with ThreadPoolExecutor(1, "second hand") as pool:
                helper = pool.submit(contextvars.copy_context().run, help_out, state)
                try:
                    work()
                finally:
                    waiting.clear()
                helper.result()
    return [done[place] for place in range(len(tasks))]


def _state(db: Any) -> Any:
    return sql.run(db, _HEAD).fetchone()
