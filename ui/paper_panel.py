"""Beside the library: the pages of a paper, the facts about it, and its links and history, under three tabs."""

from __future__ import annotations

from PySide6.QtCore import QMargins, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from armdesk.i18n import _
from armdesk.models import Document, Revision
from armdesk.record import Record
from armdesk.services.evidence import binder, library
from armdesk.services.evidence.library import Facts
from ui import paper_actions
from ui.blocks import Views, button
from ui.drawer import Drawer
from ui.layouts import column_in, row_of
from ui.panel_head import PanelHead
from ui.paper_facts import PaperFacts
from ui.preview import Preview, Shown
from ui.session import Session
from ui.side_panel import SidePanel

PAGE, FACTS, MORE = 0, 1, 2


class PaperPanel(QFrame):
    """One paper seen from the side.

    edit_wanted asks for its form; stepped carries -1 or 1 for the paper before or after; pages_wanted asks for the desk
    where pages are put together; read is told once the facts of a paper are shown.
    """

    edit_wanted = Signal()
    stepped = Signal(int)
    pages_wanted = Signal()
    read = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.record: Document | None = None
        self.found: Facts | None = None
        self.file: Revision | None = None
        self._asked, self._page = 0, 1
        self.setProperty("card", "true")
        self.setMinimumWidth(330)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 8)
        column.setSpacing(4)
        self._head = PanelHead(session, QMargins(4, 4, 0, 0))
        self._head.edit_wanted.connect(self.edit_wanted)
        self._head.stepped.connect(self.stepped)
        self.title = self._head.title
        column.addWidget(self._head)
        self.facts = PaperFacts(session)
        self.more = SidePanel(session)
        self.more.setProperty("card", "false")
        self.more.in_form(True)
        self.more.title.hide()
        self.views = Views({_("Pages"): self._pages_view(), _("About it"): self.facts,
                            _("Links and history"): self.more})
        column.addWidget(self.views, 1)
        self.views.shown.connect(lambda _place: self._show_more())
        self.facts.page_wanted.connect(self.show_page)
        session.changes.records_changed.connect(self._on_changed)
        self.show_record(None)

    def _pages_view(self) -> QWidget:
        view = QWidget()
        column = column_in(view, 4)
        self.drawer = Drawer(self)
        self.preview = Preview(self.session.theme, self.drawer)
        column.addWidget(self.preview, 1)
        self.open_button = button(_("Enlarge"), self.open_large, look="flat", tip=_("In a window of its own (Ctrl+O)"))
        self.print_button = button(_("Print"), self.print_file, look="flat", tip=_("Print its pages (Ctrl+P)"))
        self.copy_button = button(_("Save a copy"), self.save_copy, look="flat", tip=_("Save a copy (Ctrl+Shift+S)"))
        self.pages_button = button(_("Arrange pages"), self.pages_wanted.emit, look="flat",
                                   tip=_("Turn, merge, split, reorder and leave out pages (Ctrl+G)"))
        row = row_of(self.open_button, self.print_button, self.copy_button, self.pages_button, spacing=4)
        row.addStretch(1)
        column.addLayout(row)
        return view

    # what the page asks

    def in_form(self, inside: bool) -> None:
        """Beside a form, without the ways that stand there already."""
        self._head.show_ways(not inside)

    def show_record(self, record: Record | None, page: int = 1) -> None:
        """Show another paper, or none; at a page of its newest file."""
        paper = record if isinstance(record, Document) and record.version else None
        same = paper is not None and self.record is not None and paper.id == self.record.id
        self.record, self._page = paper, page
        self._asked += 1
        self._head.open_ways(paper is not None)
        if paper is None:
            self.found = None
            self.title.say("" if record is None else _("New document"))
            self._show_file(None)
            if record is None:
                self.preview.say(_("Choose a paper to see its pages."))
            self.facts.put(None)
            self.more.show_record(None)
            return
        self.title.say(paper.label())
        number, store, today = self._asked, self.session.store, self.session.today()

        def gather() -> tuple[int, bool, Facts, str]:
            offered = "" if paper.binder_no else binder.next_no(store)
            return number, same, library.facts(store, paper, today), offered

        self.session.jobs.read(self, gather, self._on_facts)
        self._show_more()

    def show_page(self, revision: Revision, page: int) -> None:
        """Show a page of a file of this paper."""
        self.views.choose(PAGE)
        self._page = page
        self._show_file(revision)

    # inside

    def _on_facts(self, answer: tuple[int, bool, Facts, str]) -> None:
        number, same, found, offered = answer
        if number != self._asked:
            return
        self.found = found
        self.facts.put(found, offered)
        newest = found.newest if not found.removed else None
        kept = same and self.file is not None and newest is not None and self.file.sha256 == newest.sha256
        if not kept or self._page != 1:
            self._show_file(newest)
        self.read.emit()

    def _show_more(self) -> None:
        if self.views.place() == MORE:
            self.more.show_record(self.record)

    def _show_file(self, revision: Revision | None) -> None:
        self.file = revision
        self.drawer.forget_waiting()
        shown = self.shown()
        self.preview.show_file(shown, self._page)
        drawn = shown is not None and paper_actions.printable(shown)
        for each in (self.open_button, self.print_button, self.pages_button):
            each.setEnabled(drawn)
        self.pages_button.setEnabled(drawn and not self.session.read_only)
        self.copy_button.setEnabled(shown is not None)
        if self.record is not None and shown is None and self.found is not None:
            self.preview.say(_("No file is kept of it yet.") if not self.found.removed else
                              _("Its file was removed for good."))

    def shown(self) -> Shown | None:
        """The file in view."""
        if self.file is None:
            return None
        return Shown(self.session.workspace.files.path(self.file.sha256), self.file.sha256, self.file.media_type or "",
                     self.file.file_name, self.file.pages or 0)

    def _on_changed(self, types: frozenset[str]) -> None:
        if self.record is None or not self.isVisible() or (types and not types & {"document", "revision", "citation",
                                                                                "pack", "removed_file"}):
            return
        self.show_record(self.session.store.get(Document, self.record.id))

    # what is done with the file in view

    def open_large(self) -> None:
        """Look at it in a window of its own."""
        if (shown := self.shown()) is not None:
            paper_actions.open_large(self.session, shown, self.preview.page, self)

    def print_file(self) -> None:
        """Print its pages."""
        if (shown := self.shown()) is not None and paper_actions.printable(shown):
            paper_actions.print_file(self.session, shown, self)

    def save_copy(self) -> None:
        """Write a copy of it to a folder."""
        if (shown := self.shown()) is not None:
            paper_actions.save_copy(self.session, shown, self)
