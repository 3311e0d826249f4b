"""The checks beside the window: begun when it stands, gone on with after changes, never in anybody's way."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from armdesk.i18n import current
from ui.changes import Changes
from ui.jobs import Job, Jobs

if TYPE_CHECKING:
    from armdesk.services.findings.finding import Finding
    from armdesk.services.findings.proved import Proved
    from armdesk.services.findings.watch import Seen, Watch
    from armdesk.workspace import Workspace

_PAUSE, _SHORT = 600, 30
"""Units: milliseconds without another change before the rules are asked again; after an explanation, which is none."""
_PATIENCE = 0.5
"""Units: seconds; what is found sooner is shown all at once."""
_DUE = ("overdue", "lapsed")
"""Rules whose findings stand in the list of what is due."""


class Checks(QObject):
    """What the light rules find in the open workspace.

    changed: the findings are new; while long registers are gone through, those of the other rules come before.
    """

    changed = Signal()
    _found_some = Signal(object)

    def __init__(self, workspace: Workspace, changes: Changes, jobs: Jobs, today: Callable[[], date],
                 parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._jobs, self._today = workspace, jobs, today
        self._watch: Watch | None = None
        self._awake = self._busy = self._again = False
        self._types: set[str] = set()
        self.seen: Seen | None = None
        """What the last whole look said."""
        self._so_far: Seen | None = None
        self._proved: Proved | None = None
        self._found_some.connect(self._on_some, Qt.ConnectionType.QueuedConnection)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._begin)
        changes.records_changed.connect(self._on_changed)

    def wake(self) -> None:
        """Look things over soon, and from now on after every change."""
        self._awake = True
        self._timer.start(_PAUSE)

    def soon(self) -> None:
        """Look again, as for another period."""
        if self._awake:
            self._timer.start(_SHORT)

    def pictures_compared(self) -> None:
        """Look again at what is said of photos: it is known now which of them are one."""
        self._on_changed(frozenset(("revision",)))

    def proved(self, outcome: Proved) -> None:
        """Tell with the findings what the proofs say of history, records, sums and files."""
        self._proved = outcome
        self.soon()

    @property
    def shown(self) -> Seen | None:
        """What is known now: of a look under way that takes its time, what it said so far."""
        return self._so_far or self.seen

    @property
    def findings(self) -> list[Finding]:
        """What was found last, the gravest first, explained ones last."""
        return self.shown.findings if self.shown is not None else []

    def about(self, reference: str) -> list[Finding]:
        """What the findings say of one record or requirement."""
        return [finding.about(reference) for finding in self.findings if reference in finding.where]

    def contradictions(self) -> list[Finding]:
        """Findings but those that stand in the list of what is due."""
        return [finding for finding in self.findings if finding.rule not in _DUE]

    def alarms(self) -> int:
        """How many of them are grave and not explained."""
        return sum(each.severity == "alarm" and not each.explained for each in self.contradictions())

    def explained(self) -> set[str]:
        """Records whose paper or action is due and was explained."""
        return {where for finding in self.findings if finding.rule in _DUE and finding.explained
                for where in finding.where}

    def _on_changed(self, types: frozenset[str]) -> None:
        self._types |= types
        if self._awake:
            self._timer.start(_SHORT if types == {"explanation"} else _PAUSE)

    def _begin(self) -> None:
        if self._busy:
            self._again = True
            return
        types, self._types = frozenset(self._types), set()
        self._busy, self._again = True, False
        today, language = self._today(), current()

        def look(job: Job) -> Any:
            from armdesk.services.findings.watch import Watch

            self._watch = self._watch or Watch(self._workspace)
            self._watch.proved = self._proved or self._watch.proved
            began = time.monotonic()

            def so_far(seen: Seen) -> None:
                if time.monotonic() - began >= _PATIENCE:
                    self._found_some.emit(seen)

            return self._watch.look(types, today, language, job, so_far)

        self._jobs.aside(self, look, self._on_seen, lambda error: self._on_failed(error, types))

    def _on_some(self, seen: Seen) -> None:
        if self._busy:
            self._so_far = seen
            self.changed.emit()

    def _on_seen(self, seen: Seen) -> None:
        self.seen, self._so_far = seen, None
        self._busy = False
        if self._again:
            self._timer.start(_SHORT)
        self.changed.emit()

    def _on_failed(self, error: Exception, types: frozenset[str]) -> None:
        from armdesk.errors import Cancelled

        self._busy, self._so_far = False, None
        self._types |= types
        if not isinstance(error, Cancelled):
            self._jobs.failed_silently.emit(error)
