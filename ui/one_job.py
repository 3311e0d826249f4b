"""Work of a screen that does one thing at a time: what begins anew breaks off what was under way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from armdesk.progress import Progress
from ui.jobs import Job, Jobs


class OneJob:
    """The work under way, if any."""

    def __init__(self, jobs: Jobs, owner: QObject) -> None:
        self._jobs, self._owner = jobs, owner
        self._job: Job | None = None

    @property
    def busy(self) -> bool:
        """Whether work is under way."""
        return self._job is not None

    def cancel(self) -> None:
        """Break off what is under way."""
        if self._job is not None:
            self._job.cancel()

    def begin(self, work: Callable[[Progress], Any], *, done: Callable[[Any], object],
              failed: Callable[[Exception], object], title: str) -> None:
        """Begin work away from the window; it is no longer under way when done or failed is told."""
        made: list[Job] = []

        def ended(tell: Callable[[Any], object], told: object) -> None:
            if self._job is made[0]:
                self._job = None
            tell(told)

        made.append(self._jobs.run(self._owner, work, done=lambda result: ended(done, result),
                                   failed=lambda error: ended(failed, error), title=title))
        self._job = made[0]
