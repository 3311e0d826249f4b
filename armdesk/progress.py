"""How long work says how far it is and learns that it should stop."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """What a long function calls now and then; raises errors.Cancelled when the person asked to stop."""

    def step(self, done: int, total: int, text: str = "") -> None:
        """Say how much is done.  Shape: total 0 means "unknown"; text is a short translated phrase."""


class Silent:
    """Progress that nobody looks at: for tests and short jobs."""

    def step(self, done: int, total: int, text: str = "") -> None:
        """Do nothing."""


SILENT: Progress = Silent()


class Part:
    """One slice of a larger job, so that several steps share one bar.

    Units: start and end are percent of the whole.
    """

    def __init__(self, whole: Progress, start: int, end: int) -> None:
        self._whole, self._start, self._end = whole, start, end

    def step(self, done: int, total: int, text: str = "") -> None:
        """Pass the step on, scaled into this slice."""
        share = (self._end - self._start) * min(done, total) // total if total else 0
        self._whole.step(self._start + share, 100, text)
