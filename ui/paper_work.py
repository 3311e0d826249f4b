"""What the library changes of papers: binder numbers, the day until which one is kept, a newer file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from armdesk.errors import ArmdeskError
from armdesk.evidence import inbox
from armdesk.evidence.names import clean_name
from armdesk.i18n import _, ngettext
from armdesk.models import Citation, Document, Revision
from armdesk.record import new_id
from armdesk.services.basis.limits import Limits
from armdesk.services.evidence import binder, library, retention
from ui import undoing
from ui.messages import Message, Messages
from ui.session import Session


class PaperWork:
    """Does it for a page, and says there what was done, with the way back; failed is told what went wrong."""

    def __init__(self, session: Session, owner: QWidget, messages: Messages,
                 failed: Callable[[Exception], object]) -> None:
        self._session, self._owner, self._messages, self._failed = session, owner, messages, failed

    def give_numbers(self, ids: list[str]) -> None:
        """Give papers without a binder number the next ones."""
        store = self._session.store
        self._do(lambda: binder.give(store, ids, binder.next_no(store)), lambda count: ngettext(
            "{count} paper has its binder number.", "{count} papers have their binder numbers.", count).format(
            count=count))

    def set_keep(self, paper: Document) -> None:
        """Write the proposed day into a paper."""
        store, today = self._session.store, self._session.today()

        def work() -> int:
            fresh, newest = store.get(Document, paper.id), library.newest(store, paper.id)
            kept = retention.keep(Limits(store), fresh, newest.added_on if newest else None, today) if fresh else None
            if fresh is None or kept is None:
                return 0
            fresh.keep_until = kept.until
            store.save(fresh)
            return 1

        self._do(work, lambda _count: _("The day until which it is kept is set."))

    def move_citations(self, citations: list[Citation]) -> None:
        """Let citations name the newest file."""
        store = self._session.store
        self._do(lambda: library.move_to_newest(store, citations), lambda count: ngettext(
            "{count} citation names the newest file.", "{count} citations name the newest file.", count).format(
            count=count))

    def take_file(self, paper: Document, path: Path) -> None:
        """Keep a file as the newest of a paper, away from the window."""
        store, kept_files = self._session.store, self._session.workspace.files

        def work(progress: object) -> int:
            kept, look = inbox.kept(kept_files, path)
            before = library.revisions(store, paper.id)
            if before and before[0].sha256 == kept.sha256:
                return 0
            store.save(Revision(id=new_id(), document=paper.id, number=(before[0].number or 1) + 1 if before else 1,
                                file_name=kept.name, original_path=clean_name(path.name), sha256=kept.sha256,
                                size=kept.size, media_type=kept.media_type, added_on=store.now().date(),
                                risk=kept.risk or None, **look),
                       _("Newer file of {name}").format(name=paper.label()))
            return 1

        def done(count: int) -> None:
            words = _("{name} has a newer file.") if count else _("This is the very file it has already.")
            self._say(words.format(name=paper.label()), count, "good" if count else "note")

        self._session.jobs.run(self._owner, work, done=done, failed=self._failed, title=_("Taking papers in"))

    def _do(self, work: Callable[[], int], words: Callable[[int], str]) -> None:
        """A short change, with its message and Undo."""
        try:
            count = work()
        except ArmdeskError as error:
            self._failed(error)
            return
        self._say(words(count), count, "good")

    def _say(self, words: str, count: int, kind: str) -> None:
        self._messages.say(Message(words, kind, _("Undo"),
                                   undoing.newest(self._session, self._owner, made=count, failed=self._failed)))
