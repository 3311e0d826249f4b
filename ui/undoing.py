"""Taking back what was done just now, from the message that tells of it: exactly that, whatever is done meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from armdesk.errors import ArmdeskError
from armdesk.i18n import _
from ui import problems
from ui.session import Session

_AT_ONCE = 200
"""Entries that are taken back within a moment; more are taken back away from the window."""


def newest(session: Session, parent: QWidget | None = None, made: int = 1,
           failed: Callable[[Exception], object] | None = None) -> Callable[[], None] | None:
    """A way to take back the operation that is the newest now; failed is told why it cannot be.

    Shape: made is how much was done just now; None where that was nothing, or there is nothing to take back.
    """
    store = session.store
    operation = store.undoable() if made else None
    if operation is None:
        return None
    told = failed or (lambda error: problems.show(error, parent))

    def undo() -> None:
        if operation.last_entry - operation.first_entry > _AT_ONCE:
            session.jobs.run(session, lambda progress: store.undo(operation), failed=told, title=_("Undo"))
            return
        try:
            store.undo(operation)
        except ArmdeskError as error:
            told(error)

    return undo
