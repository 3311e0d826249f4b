"""What the command line shows: a progress bar on a terminal, nothing in a file, one sentence for an error."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self, TextIO

from armdesk.errors import Cancelled
from armdesk.i18n import _

_WIDTH = 30


class Bar:
    """Progress as one line that is written over; silent where the output is no terminal.

    Ctrl+C asks the job to stop at its next step, so that nothing half is left.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._shows = self._stream.isatty()
        self._last = 0.0
        self._drawn = False

    def step(self, done: int, total: int, text: str = "") -> None:
        """Draw the bar, at most ten times a second."""
        now = time.monotonic()
        if not self._shows or (now - self._last < 0.1 and done < total):
            return
        self._last, self._drawn = now, True
        share = min(done / total, 1.0) if total else 0.0
        filled = round(share * _WIDTH)
        bar = "#" * filled + "-" * (_WIDTH - filled)
        self._stream.write(f"\r[{bar}] {share:4.0%} {text[:40]:<40}")
        self._stream.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        if self._drawn:
            self._stream.write("\r" + " " * (_WIDTH + 50) + "\r")
            self._stream.flush()
        if kind is KeyboardInterrupt:
            raise Cancelled(_("Stopped. Nothing of it was kept.")) from error
