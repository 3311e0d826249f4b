"""Evidence > Library: all papers with their pages beside them, found by title, by facts and by their text."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from armdesk.errors import ArmdeskError, InvalidRecord
from armdesk.evidence import inbox
from armdesk.evidence.names import clean_name
from armdesk.i18n import _, current, ngettext
from armdesk.models import Document, Revision, choices
from armdesk.page_text import PageHit
from armdesk.query import Filter
from armdesk.record import new_id
from armdesk.services import binder, library, paper_trash, retention
from armdesk.services.limits import Limits
from ui import files, paper_actions, printing, problems, texts, undoing
from ui.blocks import button, key
from ui.messages import Message
from ui.page_desk import start as arrange
from ui.pages.records import RecordsPage
from ui.paper_panel import FACTS, PaperPanel
from ui.session import Session, Visit
from ui.text_hits import TextHits

_REASONS = ("twice", "wrong", "old", "blank")
_MOST_DESK = 40


def reasons() -> list[str]:
    """Why papers usually go, to choose from."""
    words = {"twice": _("It came twice"), "wrong": _("It does not belong here"),
             "old": _("Out of date; a newer one is filed"), "blank": _("Blank or unreadable")}
    return [words[each] for each in _REASONS]


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
        self._narrow()

    def new_panel(self) -> PaperPanel:
        """Pages and facts beside the list."""
        return PaperPanel(self.session)

    # laying out

    def _lay_out(self) -> None:
        super()._lay_out()
        self.title.say(_("Library"))
        self.purpose.say(_("All papers with their pages, what they prove and where they stand. The search looks into "
                           "their text, too."))
        column = self.layout()
        assert isinstance(column, QVBoxLayout)  # noqa: S101 - laid out above
        self.bar = self._bar()
        column.insertWidget(2, self.bar)
        left = QWidget()
        inside = QVBoxLayout(left)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        self.hits = TextHits(self.session)
        self.split.insertWidget(0, left)
        inside.addWidget(self.stack, 1)
        inside.addWidget(self.hits)
        self.split.setStretchFactor(0, 1)
        self.split.setSizes([660, 500])

    def _bar(self) -> QWidget:
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.ends = self._box(_("Validity"), [
            ("", _("Any validity")), ("expired", _("Expired")), ("30", _("Ends in 30 days")),
            ("90", _("Ends in 90 days")), ("none", _("Without an end"))])
        self.cited = self._box(_("Cited"), [
            ("", _("Cited or not")), ("cited", _("Cited")), ("bare", _("Not cited")),
            ("older", _("Cites an older file"))])
        self.level = self._box(_("Confidentiality"), [
            ("", _("Any class")), *((code, _(word)) for code, word in choices.CONFIDENTIALITY.items())])
        self.binders = self._box(_("Binder"), [("", _("Any binder"))])
        for each in (self.ends, self.cited, self.level, self.binders):
            row.addWidget(each)
        row.addStretch(1)
        self.index_button = button(_("Index of the binder"), self.print_index, look="flat",
                                   tip=_("Print what stands in the chosen binder (PDF)"))
        self.trash_button = button(_("Trash"), self.toggle_trash, look="flat", tip=_("Papers that were put away"))
        self.back_button = button(_("Take out of the trash"), self.trash_chosen, look="flat")
        self.empty_button = button(_("Empty the trash"), self.empty_trash, look="flat")
        for made in (self.back_button, self.empty_button):
            made.hide()
        for made in (self.index_button, self.back_button, self.empty_button, self.trash_button):
            row.addWidget(made)
        return bar

    def _head_shown(self, listed: bool) -> None:
        """Beside a form nothing is narrowed; in the trash nothing is begun."""
        super()._head_shown(listed)
        self.bar.setVisible(listed)
        for made in (self.new_button, self.import_button):
            made.setVisible(listed and not self.list.trashed)

    def _box(self, name: str, items: list[tuple[str, str]]) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setToolTip(name)
        for code, word in items:
            box.addItem(word, code)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(12)
        box.activated.connect(lambda _place: self._narrow())
        return box

    def _wire(self) -> None:
        super()._wire()
        self.list.search.textChanged.connect(self.hits.search)
        self.list.cleared.connect(self._on_cleared)
        self.hits.chosen.connect(self._on_hit)
        self.level.currentIndexChanged.connect(lambda _place: self.hits.only(str(self.level.currentData() or "")))
        facts = self.panel.facts
        facts.cite_wanted.connect(self.cite)
        facts.file_wanted.connect(self.add_file)
        facts.binder_wanted.connect(lambda: self.give_numbers([self.panel.record.id] if self.panel.record else []))
        facts.move_wanted.connect(self.move_citations)
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
            self._narrow(quiet=True)

    def _on_cleared(self) -> None:
        for box in (self.ends, self.cited, self.level, self.binders):
            box.setCurrentIndex(0)

    def _narrow(self, *, quiet: bool = False) -> None:
        """Narrow the list by what the boxes say; quiet where nothing was chosen now."""
        store, cited, start = self.session.store, self.cited.currentData(), self.binders.currentData()

        def read() -> tuple[list[binder.Binder], tuple[Filter, ...]]:
            known = binder.binders(store)
            found: list[Filter] = []
            if cited:
                found.append(Filter("id", "in", tuple(sorted(_ids(store, cited)))))
            of = next((each for each in known if each.start == start), None) if start else None
            if of is not None:
                found.append(Filter("id", "in", tuple(each.id for each in binder.papers_of(store, of))))
            return known, tuple(found)

        self.session.jobs.read(self, read, partial(self._on_narrowed, quiet=quiet))

    def _on_narrowed(self, answer: tuple[list[binder.Binder], tuple[Filter, ...]], *, quiet: bool) -> None:
        known, found = answer
        chosen = self.binders.currentData()
        self.binders.clear()
        self.binders.addItem(_("Any binder"), "")
        for each in sorted(known, key=lambda one: one.name):
            self.binders.addItem(_("Binder {name} ({count})").format(name=each.name, count=each.count), each.start)
        self.binders.setCurrentIndex(max(self.binders.findData(chosen), 0))
        self.index_button.setEnabled(bool(known))
        extra = (*self._days(), *found)
        if self.level.currentData():
            extra += (Filter("confidentiality", "is", self.level.currentData()),)
        if extra != self.list.extra or not quiet:
            self.list.extra = extra
            self.list.refresh()

    def _days(self) -> tuple[Filter, ...]:
        wanted, today = self.ends.currentData(), self.session.today()
        if wanted == "expired":
            return (Filter("valid_to", "to", today - timedelta(days=1)),)
        if wanted in ("30", "90"):
            return (Filter("valid_to", "from", today), Filter("valid_to", "to", today + timedelta(days=int(wanted))))
        return (Filter("valid_to", "empty"),) if wanted == "none" else ()

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
        menu.addAction(_("Give binder numbers in this order"), partial(self.give_numbers, ids))

    def arrange_pages(self) -> None:
        """Lay the pages of the marked papers on the desk."""
        papers = self.chosen() or ([self.panel.record] if self.panel.record else [])
        papers = [each for each in papers if not each.trashed]
        if len(papers) > _MOST_DESK:
            self.messages.say(Message(_("Choose at most {count} papers at once.").format(count=_MOST_DESK), "warn"))
        elif papers:
            arrange(self.session, papers, self)

    def give_numbers(self, ids: list[str]) -> None:
        """Give papers without a binder number the next ones."""
        store = self.session.store
        self._do(lambda: binder.give(store, ids, binder.next_no(store)), lambda count: ngettext(
            "{count} paper has its binder number.", "{count} papers have their binder numbers.", count).format(
            count=count))

    def set_keep(self) -> None:
        """Write the proposed day into the paper in view."""
        paper, store, today = self.panel.record, self.session.store, self.session.today()
        if paper is None:
            return

        def work() -> int:
            fresh, newest = store.get(Document, paper.id), library.newest(store, paper.id)
            kept = retention.keep(Limits(store), fresh, newest.added_on if newest else None, today) if fresh else None
            if fresh is None or kept is None:
                return 0
            fresh.keep_until = kept.until
            store.save(fresh)
            return 1

        self._do(work, lambda _count: _("The day until which it is kept is set."))

    def move_citations(self, citations: list[Any]) -> None:
        """Let citations name the newest file."""
        store = self.session.store
        self._do(lambda: library.move_to_newest(store, citations), lambda count: ngettext(
            "{count} citation names the newest file.", "{count} citations name the newest file.", count).format(
            count=count))

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
            self.take_file(paper, chosen[0])

    def take_file(self, paper: Document, path: Path) -> None:
        """Keep a file as the newest of a paper, away from the window."""
        store, kept_files = self.session.store, self.session.workspace.files

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
            self.messages.say(Message(words.format(name=paper.label()), "good" if count else "note", _("Undo"),
                                      undoing.newest(self.session, self, made=count, failed=self._on_failed)))

        self.session.jobs.run(self, work, done=done, failed=self._on_failed, title=_("Taking papers in"))

    def _do(self, work: Any, words: Any) -> None:
        """A short change, with its message and Undo."""
        try:
            count = work()
        except ArmdeskError as error:
            self._on_failed(error)
            return
        self.messages.say(Message(words(count), "good", _("Undo"),
                                  undoing.newest(self.session, self, made=count, failed=self._on_failed)))

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, InvalidRecord):
            sentences = [sentence for each in error.problems.values() for sentence in each]
            self.messages.say(Message(" ".join(dict.fromkeys(sentences)), "alarm"))
        else:
            super()._on_failed(error)

    # the trash

    def _flag(self, ids: list[str], *, trash: bool) -> None:
        """Put papers away with a reason, or bring them back; what went with them comes back with them."""
        if not ids or self.session.read_only:
            return
        store, why = self.session.store, ""
        if trash:
            cited = len([each for each in ids if each in library.cited_ids(store)])
            words = ngettext("Why is {count} paper put away?", "Why are {count} papers put away?", len(ids)).format(
                count=len(ids))
            if cited:
                words += " " + ngettext("{count} of them is cited; its citations go with it.",
                                        "{count} of them are cited; their citations go with them.", cited).format(
                    count=cited)
            why = paper_actions.ask_why(self, _("To the trash"), words, reasons(), _("Put away"))
            if not why:
                return

        def done(count: int) -> None:
            told = ngettext("{count} paper is in the trash.", "{count} papers are in the trash.", count) if trash \
                else ngettext("{count} paper is back.", "{count} papers are back.", count)
            self.session.say(told.format(count=count), "good", _("Undo"),
                             undoing.newest(self.session, made=count, failed=self._on_failed))

        def work(progress: object) -> int:
            return paper_trash.put_away(store, ids, why) if trash else paper_trash.bring_back(store, ids)

        self.session.jobs.run(self, work, done=done, failed=self._on_failed, title=_("Trash"))

    def empty_trash(self) -> None:
        """Remove for good what may go, after showing what is held and why."""
        store, today = self.session.store, self.session.today()
        self.session.jobs.read(self, lambda: paper_trash.in_trash(store, today), self._on_trash_read)

    def _on_trash_read(self, found: list[paper_trash.InTrash]) -> None:
        free = [each.document.id for each in found if not each.held]
        held = "\n".join(f"{each.document.label()}: {each.held}" for each in found if each.held)
        if not free:
            words = _("Nothing in the trash may be removed for good yet.") if found else _("The trash is empty")
            problems.ask(self, words, [("ok", _("Close"))], safe="ok", detail=held[:3000])
            return
        words = ngettext("{count} paper may be removed for good. This cannot be undone; its sum and the reason stay in "
                         "the history, and backups made before still hold it.",
                         "{count} papers may be removed for good. This cannot be undone; their sums and the reason "
                         "stay in the history, and backups made before still hold them.", len(free)).format(
            count=len(free))
        why = paper_actions.ask_why(self, _("Empty the trash"), f"{words}\n\n{held[:1500]}".strip(),
                                    [_("The time it had to be kept is over")], _("Remove for good"))
        if not why:
            return
        store, kept, today = self.session.store, self.session.workspace.files, self.session.today()

        def done(count: int) -> None:
            self.messages.say(Message(ngettext("{count} file was removed for good.",
                                               "{count} files were removed for good.", count).format(count=count),
                                      "good"))

        self.session.jobs.run(self, lambda progress: paper_trash.empty(store, kept, free, why, today), done=done,
                              failed=self._on_failed, title=_("Empty the trash"))

    # the binder on paper

    def print_index(self) -> None:
        """Write the index of the chosen binder, or of one that is chosen now, as a PDF."""
        start = self.binders.currentData()
        if start:
            self._print_index(start)
            return
        menu = QMenu(self)
        for place in range(1, self.binders.count()):
            menu.addAction(texts.escaped(self.binders.itemText(place)),
                           partial(self._print_index, self.binders.itemData(place)))
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


def _ids(store: Any, wanted: str) -> set[str]:
    """Ids of papers that are cited, not cited, or cited at an older file."""
    if wanted == "older":
        return library.outdated_ids(store)
    cited = library.cited_ids(store)
    return cited if wanted == "cited" else library.all_ids(store) - cited


__all__ = ["FACTS", "LibraryPage", "reasons"]
