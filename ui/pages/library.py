"""Evidence > Library: all papers with their pages beside them, found by title, by facts and by their text."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from armdesk.errors import InvalidRecord
from armdesk.evidence.names import clean_name
from armdesk.i18n import _, current
from armdesk.models import Document
from armdesk.page_text import PageHit
from armdesk.query import Filter
from armdesk.services.evidence import binder
from ui import files, printing, texts
from ui.blocks import button, key
from ui.flow import Flow
from ui.layouts import column_in
from ui.library_filters import LibraryFilters
from ui.messages import Message
from ui.page_desk import start as arrange
from ui.pages.records import RecordsPage
from ui.paper_panel import PaperPanel
from ui.paper_trash_work import PaperTrashWork
from ui.paper_work import PaperWork
from ui.session import Session, Visit
from ui.text_hits import TextHits

_MOST_DESK = 40


class LibraryPage(RecordsPage):
    """The register of documents as a library."""

    panel: PaperPanel

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self._hit: tuple[str, int] | None = None
        super().__init__(session, Document, parent)
        self.list.new_words = _("New document")
        for keys, run in (("Ctrl+G", self.arrange_pages), ("Ctrl+O", self.panel.open_large),
                          ("Ctrl+P", self.panel.print_file), ("Ctrl+Shift+S", self.panel.save_copy)):
            key(self, keys, run)
        self.filters.narrow()

    def new_panel(self) -> PaperPanel:
        """Pages and facts beside the list."""
        return PaperPanel(self.session)

    # laying out

    def _lay_out(self) -> None:
        super()._lay_out()
        self.work = PaperWork(self.session, self, self.messages, self._on_failed)
        self.trash_work = PaperTrashWork(self.session, self, self.messages, self._on_failed)
        self.title.say(_("Library"))
        self.purpose.say(_("All papers with their pages, what they prove and where they stand. The search looks into "
                           "their text, too."))
        column = self.layout()
        assert isinstance(column, QVBoxLayout)  # noqa: S101 - laid out above
        self.bar = self._bar()
        column.insertWidget(2, self.bar)
        left = QWidget()
        inside = column_in(left, 4)
        self.hits = TextHits(self.session)
        self.split.insertWidget(0, left)
        inside.addWidget(self.stack, 1)
        inside.addWidget(self.hits)
        self.split.setStretchFactor(0, 1)
        self.split.setSizes([660, 500])

    def _bar(self) -> QWidget:
        self.filters = LibraryFilters(self.session)
        self.index_button = button(_("Index of the binder"), self.print_index, look="flat",
                                   tip=_("Print what stands in the chosen binder (PDF)"))
        self.trash_button = button(_("Trash"), self.toggle_trash, look="flat", tip=_("Papers that were put away"))
        self.back_button = button(_("Take out of the trash"), self.trash_chosen, look="flat")
        self.empty_button = button(_("Empty the trash"), self.trash_work.empty, look="flat")
        for made in (self.back_button, self.empty_button):
            made.hide()
        bar = QWidget()
        lines = Flow(bar)  # in the trash there are more buttons than one line of a small screen holds
        lines.addWidget(self.filters)
        for made in (self.index_button, self.back_button, self.empty_button, self.trash_button):
            lines.addWidget(made)
        return bar

    def _head_shown(self, listed: bool) -> None:
        """Beside a form nothing is narrowed; in the trash nothing is begun."""
        super()._head_shown(listed)
        self.bar.setVisible(listed)
        for made in (self.new_button, self.import_button):
            made.setVisible(listed and not self.list.trashed)

    def _wire(self) -> None:
        super()._wire()
        self.list.search.textChanged.connect(self.hits.search)
        self.list.cleared.connect(self.filters.clear)
        self.hits.chosen.connect(self._on_hit)
        self.filters.narrowed.connect(self._on_narrowed)
        self.filters.binders_read.connect(self.index_button.setEnabled)
        level = self.filters.level
        level.currentIndexChanged.connect(lambda _place: self.hits.only(str(level.currentData() or "")))
        facts = self.panel.facts
        facts.cite_wanted.connect(self.cite)
        facts.file_wanted.connect(self.add_file)
        facts.binder_wanted.connect(lambda: self.work.give_numbers(
            [self.panel.record.id] if self.panel.record else []))
        facts.move_wanted.connect(self.work.move_citations)
        facts.keep_wanted.connect(self.set_keep)
        self.panel.pages_wanted.connect(self.arrange_pages)
        self.session.changes.records_changed.connect(self._on_records_changed)

    # what the window asks

    def visit(self, visit: Visit) -> None:
        """Show what another page asked for; values may name the page of the file."""
        if visit.record:
            page = int(visit.values.get("page", 1)) if visit.values else 1
            self.show_paper(visit.record, page)
            return
        super().visit(visit)

    def show_paper(self, id_: str, page: int = 1) -> None:
        """Show one paper in the list, with a page of its file beside it."""
        paper = self.session.store.get(Document, id_)
        if paper is None or not self.leave():
            return
        self._hit = (id_, page)
        if paper.trashed != self.list.trashed:
            self.toggle_trash()
        self.show_list()
        self.list.go_to(id_)
        self.panel.show_record(paper, page)

    def toggle_trash(self) -> None:
        """Show the papers that were put away, or come back."""
        super().toggle_trash()
        self.title.say(_("Papers that were put away") if self.list.trashed else _("Library"))
        self.trash_button.setText(_("Back to the library") if self.list.trashed else _("Trash"))
        for made in (self.back_button, self.empty_button):
            made.setVisible(self.list.trashed and not self.session.read_only)
        self.index_button.setVisible(not self.list.trashed)
        self._head_shown(self.stack.currentWidget() is self.list)

    def _on_chosen(self, id_: str) -> None:
        page = self._hit[1] if self._hit is not None and self._hit[0] == id_ else 1
        if self.stack.currentWidget() is self.list and self.panel.isVisibleTo(self):
            if page > 1 and self.panel.record is not None and self.panel.record.id == id_:
                return  # it stands there already, at the page that was asked for
            self._hit = None
            self.panel.show_record(self.session.store.get(Document, id_) if id_ else None, page)

    def _on_hit(self, hit: PageHit) -> None:
        self._hit = (hit.document, hit.page)
        if self.list.trashed:
            self.toggle_trash()
        self.show_list()
        self.list.go_to(hit.document)
        self.panel.views.choose(0)
        self.panel.show_record(self.session.store.get(Document, hit.document), hit.page)

    # narrowing

    def _on_records_changed(self, types: frozenset[str]) -> None:
        if not types or types & {"document", "revision", "citation"}:
            self.filters.narrow(quiet=True)

    def _on_narrowed(self, extra: tuple[Filter, ...], chosen: bool) -> None:
        if extra != self.list.extra or chosen:
            self.list.extra = extra
            self.list.refresh()

    # work with papers

    def chosen(self) -> list[Document]:
        """The marked papers, as the list has them in order."""
        found = (self.session.store.get(Document, id_) for id_ in self.list.table.chosen_ids())
        return [each for each in found if each is not None]

    def add_actions(self, menu: QMenu, ids: list[str]) -> None:
        """Pages and binder numbers of the marked rows."""
        if self.list.trashed:
            return
        menu.addAction(_("Arrange pages") + "\tCtrl+G", self.arrange_pages)
        menu.addAction(_("Give binder numbers in this order"), partial(self.work.give_numbers, ids))

    def arrange_pages(self) -> None:
        """Lay the pages of the marked papers on the desk."""
        papers = self.chosen() or ([self.panel.record] if self.panel.record else [])
        papers = [each for each in papers if not each.trashed]
        if len(papers) > _MOST_DESK:
            self.messages.say(Message(_("Choose at most {count} papers at once.").format(count=_MOST_DESK), "warn"))
        elif papers:
            arrange(self.session, papers, self)

    def set_keep(self) -> None:
        """Write the proposed day into the paper in view."""
        if self.panel.record is not None:
            self.work.set_keep(self.panel.record)

    def cite(self) -> None:
        """Cite the paper in view for something."""
        from ui import citing

        if self.panel.record is not None:
            citing.start(self.session, "", self, document=self.panel.record.id, page=self.panel.preview.page)

    def add_file(self) -> None:
        """Choose a newer file for the paper in view."""
        paper = self.panel.record
        if paper is None or self.session.read_only:
            return
        chosen = files.ask_files(self, _("Choose the newer file"))
        if chosen:
            self.work.take_file(paper, chosen[0])

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, InvalidRecord):
            sentences = [sentence for each in error.problems.values() for sentence in each]
            self.messages.say(Message(" ".join(dict.fromkeys(sentences)), "alarm"))
        else:
            super()._on_failed(error)

    def _flag(self, ids: list[str], *, trash: bool) -> None:
        """Put papers away with a reason, or bring them back."""
        if ids and not self.session.read_only:
            (self.trash_work.put_away if trash else self.trash_work.bring_back)(ids)

    # the binder on paper

    def print_index(self) -> None:
        """Write the index of the chosen binder, or of one that is chosen now, as a PDF."""
        binders = self.filters.binders
        start = binders.currentData()
        if start:
            self._print_index(start)
            return
        menu = QMenu(self)
        for place in range(1, binders.count()):
            menu.addAction(texts.escaped(binders.itemText(place)),
                           partial(self._print_index, binders.itemData(place)))
        menu.exec(self.index_button.mapToGlobal(QPoint(0, self.index_button.height() + 2)))

    def _print_index(self, start: str) -> None:
        store, today, language = self.session.store, self.session.today(), current()
        of = next((each for each in binder.binders(store) if each.start == start), None)
        if of is None:
            return
        office = self.session.workspace.settings.name or ""

        def report() -> Any:
            from armdesk.reports.binder_index import binder_index

            return binder_index(store, of, office, language, today)

        printing.to_file(self.session, self, _("Index of the binder"),
                         clean_name(_("index of binder {name}").format(name=of.name)) + ".pdf", report)
