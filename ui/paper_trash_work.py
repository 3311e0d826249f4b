"""Papers go into the trash with a reason, come back, and are removed for good once nothing holds them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from armdesk.i18n import _, ngettext
from armdesk.services.evidence import library, paper_trash
from armdesk.services.evidence.paper_trash import InTrash
from ui import paper_actions, problems, undoing
from ui.messages import Message, Messages
from ui.session import Session

_MOST_TOLD = 3_000
"""Units: characters of what is held, in a box."""


def reasons() -> list[str]:
    """Why papers usually go, to choose from."""
    return [_("It came twice"), _("It does not belong here"), _("Out of date; a newer one is filed"),
            _("Blank or unreadable")]


class PaperTrashWork:
    """Does it for a page, and asks what has to be asked; failed is told what went wrong."""

    def __init__(self, session: Session, owner: QWidget, messages: Messages,
                 failed: Callable[[Exception], object]) -> None:
        self._session, self._owner, self._messages, self._failed = session, owner, messages, failed

    def put_away(self, ids: list[str]) -> None:
        """Put papers into the trash with a reason; their citations go with them."""
        store = self._session.store
        cited = len([each for each in ids if each in library.cited_ids(store)])
        words = ngettext("Why is {count} paper put away?", "Why are {count} papers put away?", len(ids)).format(
            count=len(ids))
        if cited:
            words += " " + ngettext("{count} of them is cited; its citations go with it.",
                                    "{count} of them are cited; their citations go with them.", cited).format(
                count=cited)
        why = paper_actions.ask_why(self._owner, _("To the trash"), words, reasons(), _("Put away"))
        if why:
            self._run(lambda: paper_trash.put_away(store, ids, why), lambda count: ngettext(
                "{count} paper is in the trash.", "{count} papers are in the trash.", count))

    def bring_back(self, ids: list[str]) -> None:
        """Take papers out of the trash, and what went with them."""
        store = self._session.store
        self._run(lambda: paper_trash.bring_back(store, ids), lambda count: ngettext(
            "{count} paper is back.", "{count} papers are back.", count))

    def _run(self, work: Callable[[], int], words: Callable[[int], str]) -> None:
        def done(count: int) -> None:
            self._session.say(words(count).format(count=count), "good", _("Undo"),
                              undoing.newest(self._session, made=count, failed=self._failed))

        self._session.jobs.run(self._owner, lambda progress: work(), done=done, failed=self._failed,
                               title=_("Trash"))

    def empty(self) -> None:
        """Remove for good what may go, after showing what is held and why."""
        store, today = self._session.store, self._session.today()
        self._session.jobs.read(self._owner, lambda: paper_trash.in_trash(store, today), self._on_read)

    def _on_read(self, found: list[InTrash]) -> None:
        free = [each.document.id for each in found if not each.held]
        held = "\n".join(f"{each.document.label()}: {each.held}" for each in found if each.held)
        if not free:
            words = _("Nothing in the trash may be removed for good yet.") if found else _("The trash is empty")
            problems.ask(self._owner, words, [("ok", _("Close"))], safe="ok", detail=held[:_MOST_TOLD])
            return
        words = ngettext("{count} paper may be removed for good. This cannot be undone; its sum and the reason stay in "
                         "the history, and backups made before still hold it.",
                         "{count} papers may be removed for good. This cannot be undone; their sums and the reason "
                         "stay in the history, and backups made before still hold them.", len(free)).format(
            count=len(free))
        why = paper_actions.ask_why(self._owner, _("Empty the trash"), f"{words}\n\n{held[:_MOST_TOLD // 2]}".strip(),
                                    [_("The time it had to be kept is over")], _("Remove for good"))
        if not why:
            return
        store, kept, today = self._session.store, self._session.workspace.files, self._session.today()

        def done(count: int) -> None:
            self._messages.say(Message(ngettext("{count} file was removed for good.",
                                                "{count} files were removed for good.", count).format(count=count),
                                       "good"))

        self._session.jobs.run(self._owner, lambda progress: paper_trash.empty(store, kept, free, why, today),
                               done=done, failed=self._failed, title=_("Empty the trash"))
