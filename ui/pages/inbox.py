"""Evidence > Inbox: photos and scans come in, are looked at and filed, several at once if they belong together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QIcon, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListView, QSplitter, QStackedWidget, QWidget

from armdesk.errors import ArmdeskError, Cancelled, InvalidRecord
from armdesk.evidence import inbox
from armdesk.evidence.inbox import TakenIn
from armdesk.i18n import _, current, ngettext
from armdesk.i18n_formats import scaled_text
from armdesk.models import Document, Revision
from armdesk.query import Filter, Query
from armdesk.services.evidence import binder, filing_hints
from armdesk.store import Store
from ui import files, problems, texts, undoing
from ui.blocks import button, key, page_head, size_text
from ui.drawer import Drawer
from ui.filing import Filing, FilingForm, file_papers
from ui.layouts import column_in, page_column
from ui.lists import Empty
from ui.messages import Message, Messages
from ui.preview import Preview, Shown, thumbnail
from ui.session import Session, Visit

Index = QModelIndex | QPersistentModelIndex
Paper = tuple[Document, Revision | None]
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_THUMB = QSize(56, 56)
_BLOCK = 400


def waiting(store: Store) -> list[Paper]:
    """Papers of the inbox, oldest first, each with its newest file."""
    documents = store.find(Query(Document, filters=(Filter("state", "is", "inbox"),), order="number"))
    newest: dict[str, Revision] = {}
    for start in range(0, len(documents), _BLOCK):
        ids = tuple(each.id for each in documents[start : start + _BLOCK])
        for revision in store.find(Query(Revision, filters=(Filter("document", "in", ids),))):
            known = newest.get(revision.document)
            if known is None or (revision.number or 0) > (known.number or 0):
                newest[revision.document] = revision
    return [(each, newest.get(each.id)) for each in documents]


class PaperModel(QAbstractListModel):
    """The papers with a small picture and two lines of text."""

    def __init__(self, session: Session, drawer: Drawer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._drawer = session, drawer
        self.papers: list[Paper] = []
        self._blank = QPixmap(_THUMB)
        self._blank.fill(Qt.GlobalColor.transparent)
        drawer.drawn.connect(self._on_drawn)

    def show(self, papers: list[Paper]) -> None:
        """Show other papers."""
        self.beginResetModel()
        self.papers = papers
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many papers."""
        return 0 if parent.isValid() else len(self.papers)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Text and picture."""
        if not index.isValid():
            return None
        document, revision = self.papers[index.row()]
        if role == _DISPLAY:
            return f"{document.title}\n{_second_line(document, revision)}"
        if role == Qt.ItemDataRole.DecorationRole:
            return self._picture(revision)
        if role == Qt.ItemDataRole.ToolTipRole:
            return texts.tip(revision.file_name if revision is not None else document.title)
        return None

    def _picture(self, revision: Revision | None) -> QIcon | QPixmap:
        if revision is None:
            return self._blank
        small = thumbnail(self._drawer, shown(self._session, revision))
        if small is None or small.isNull():
            return self._blank
        return small.scaled(_THUMB, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)

    def _on_drawn(self, key_: str) -> None:
        if key_.startswith("small/"):
            sha256 = key_.removeprefix("small/")
            for row, (_document, revision) in enumerate(self.papers):
                if revision is not None and revision.sha256 == sha256:
                    place = self.index(row)
                    self.dataChanged.emit(place, place, [Qt.ItemDataRole.DecorationRole])


class InboxPage(QWidget):
    """Files dropped here are copied in; each is looked at, named and filed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.drawer = Drawer(self)
        self.setAcceptDrops(not session.read_only)
        self._after = 0
        self._reading = False
        self._asked_about: list[tuple[str, int]] = []
        self._lay_out()
        self.list.selectionModel().selectionChanged.connect(lambda *_what: self._on_chosen())
        self.form.wanted.connect(self.file_chosen)
        self.form.rejected.connect(lambda: self._file(Filing(), "rejected"))
        session.changes.records_changed.connect(self._on_changed)
        key(self, "Ctrl+Return", self.form.submit)
        key(self, "Ctrl+Enter", self.form.submit)
        key(self, "Ctrl+N", self.choose_files)
        self.refresh()

    def _lay_out(self) -> None:
        column = page_column(self)
        self.add_button = button(_("Add files"), self.choose_files, look="primary", tip=_("Add files (Ctrl+N)"))
        self.add_button.setEnabled(not self.session.read_only)
        column.addLayout(page_head(_("Inbox"), _("Photos and scans that wait to be filed. Drop files and folders "
                                                 "anywhere on this page; the originals stay where they are."),
                                   self.add_button))
        self.messages = Messages(self.session.theme)
        column.addWidget(self.messages)
        self.empty = Empty(self.session)
        self.empty.started.connect(self.choose_files)
        self.empty.say("empty", _("The inbox is empty"),
                       _("Drop photos, scans and other papers here. They are copied into the workspace and wait here "
                         "until you say what they prove."), "" if self.session.read_only else _("Add files"))
        self.model = PaperModel(self.session, self.drawer, self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setAccessibleName(_("Papers in the inbox"))
        self.list.setIconSize(_THUMB)
        self.list.setUniformItemSizes(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setHandleWidth(12)
        self.split.setChildrenCollapsible(False)
        middle = QWidget()
        middle_column = column_in(middle, 6)
        self.facts = texts.label(role="quiet", wrap=True)
        self.cautions = Messages(self.session.theme)
        self.preview = Preview(self.session.theme, self.drawer)
        middle_column.addWidget(self.cautions)
        middle_column.addWidget(self.preview, 1)
        middle_column.addWidget(self.facts)
        self.form = FilingForm(self.session)
        left = QWidget()
        left_column = column_in(left, 4)
        self.count = texts.label(role="quiet")
        left_column.addWidget(self.count)
        left_column.addWidget(self.list, 1)
        for each, least in ((left, 220), (middle, 300), (self.form, 320)):
            each.setMinimumWidth(least)
            self.split.addWidget(each)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([250, 470, 400])
        self.stack = QStackedWidget()
        self.stack.addWidget(self.split)
        self.stack.addWidget(self.empty)
        column.addWidget(self.stack, 1)

    # what the window asks

    def visit(self, visit: Visit) -> None:
        """Show the inbox, at one paper if it is named."""
        self.refresh()
        if visit.record:
            for row, (document, _revision) in enumerate(self.model.papers):
                if document.id == visit.record:
                    self.list.setCurrentIndex(self.model.index(row))

    def refresh(self) -> None:
        """Read the inbox again."""
        store = self.session.store
        self.session.jobs.read(self, lambda: waiting(store), self._on_read)

    def _on_changed(self, types: frozenset[str]) -> None:
        if not types or types & {"document", "revision"}:
            self.refresh()

    def _on_read(self, papers: list[Paper]) -> None:
        chosen = {document.id for document, _revision in self.chosen()}
        self._reading = True
        self.model.show(papers)
        turned = self.stack.currentIndex() != (0 if papers else 1)
        self.stack.setCurrentIndex(0 if papers else 1)
        if turned and self.isVisible():
            (self.list if papers else self.add_button).setFocus()
        self.count.setText(ngettext("{count} paper waits", "{count} papers wait", len(papers)).format(
            count=len(papers)))
        rows = [row for row, (document, _revision) in enumerate(papers) if document.id in chosen]
        row = rows[0] if rows else min(self._after, len(papers) - 1)
        if papers:
            self.list.setCurrentIndex(self.model.index(max(row, 0)))
        for also in rows[1:]:
            self.list.selectionModel().select(self.model.index(also), QItemSelectionModel.SelectionFlag.Select)
        self._reading = False
        self._on_chosen()

    # looking

    def chosen(self) -> list[Paper]:
        """The marked papers."""
        rows = sorted(index.row() for index in self.list.selectionModel().selectedIndexes())
        return [self.model.papers[row] for row in rows if row < len(self.model.papers)]

    def _on_chosen(self) -> None:
        papers = self.chosen()
        asked_about = [(document.id, document.version) for document, _revision in papers]
        if self._reading or (papers and asked_about == self._asked_about):
            return  # the list was read anew: what is being typed about these papers stays
        self._asked_about = asked_about
        revision = papers[0][1] if papers else None
        self.drawer.forget_waiting()
        self.preview.show_file(shown(self.session, revision) if revision is not None else None)
        self.cautions.clear()
        if revision is not None and revision.risk:
            self.cautions.say(Message(_(revision.risk), "warn", lasting=True))
        self.facts.setText("")
        if len(papers) == 1:
            document = papers[0][0]
            self.facts.setText(facts_of(document, revision))
            if document.same_as:
                twin = self.session.store.label("document", document.same_as)
                self.cautions.say(Message(_("The same content is kept as {document}.").format(document=twin), "note",
                                          _("Open it"), lambda: self.session.open("document", record=document.same_as),
                                          lasting=True))
        self.form.put([document for document, _revision in papers], revision)
        if len(papers) == 1 and revision is not None and not self.session.read_only:
            self._suggest(papers[0][0].id, revision)

    def _suggest(self, document: str, revision: Revision) -> None:
        """What the name and the camera tell of a paper, read away from the window."""
        store, today = self.session.store, self.session.today()

        def on_read(answer: tuple[filing_hints.Hints, str]) -> None:
            papers = self.chosen()
            if len(papers) == 1 and papers[0][0].id == document:
                self.form.suggest(*answer)

        self.session.jobs.read(self, lambda: (filing_hints.hints(store, revision, today), binder.next_no(store)),
                               on_read, at_once=False)

    # taking in

    def choose_files(self) -> None:
        """Choose files of this computer."""
        if not self.session.read_only:
            self.add(files.ask_files(self, _("Choose photos, scans and other papers")))

    def add(self, paths: Sequence[Path]) -> None:
        """Copy files into the inbox; folders are opened."""
        if not paths or self.session.read_only:
            return
        store, kept = self.session.store, self.session.workspace.files
        self.session.jobs.run(self, lambda progress: inbox.take_in(store, kept, inbox.files_below(paths), progress),
                              done=self._on_taken_in, failed=self._on_failed, title=_("Taking papers in"))

    def _on_taken_in(self, outcome: TakenIn) -> None:
        kind = "warn" if outcome.refused else "good"
        words = _("Inbox: {summary}").format(summary=inbox.summary(outcome))
        refused = [f"{path.name}: {sentence}" for path, sentence in outcome.refused]
        known = [_("{file}: already filed as {document}").format(file=path.name, document=there.label())
                 for path, there in outcome.known_as]
        self.messages.say(Message(
            words, kind, _("What was refused") if refused else "", partial(self._tell, _("These files were refused"),
                                                                           refused),
            other=_("What was already there") if known else "",
            run_other=partial(self._tell, _("These files are there already"), known)))
        if outcome.documents:
            self._after = len(self.model.papers)
        self.refresh()

    def _tell(self, words: str, sentences: Sequence[str]) -> None:
        problems.ask(self, words, [("ok", _("Close"))], safe="ok", detail="\n".join(sentences[:40]))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped here."""
        if files.dropped(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Everywhere on the page."""
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take in what was dropped."""
        event.acceptProposedAction()
        self.add(files.dropped(event.mimeData()))

    # filing

    def file_chosen(self, filing: Filing) -> None:
        """File the marked papers and go to the next."""
        self._file(filing, "filed")

    def _file(self, filing: Filing, state: str) -> None:
        papers = self.chosen()
        if not papers or self.session.read_only:
            return
        ids = [document.id for document, _revision in papers]
        self._after = min(index.row() for index in self.list.selectionModel().selectedIndexes())
        store = self.session.store
        self.form.setEnabled(False)
        asked_about = self._asked_about

        def done(count: int) -> None:
            words = ngettext("{count} paper filed.", "{count} papers filed.", count) if state == "filed" else \
                ngettext("{count} paper put aside.", "{count} papers put aside.", count)
            self.form.clear_target()
            if self._asked_about == asked_about:
                self._asked_about = []
            self.messages.say(Message(words.format(count=count), "good", _("Undo"),
                                      undoing.newest(self.session, made=count, failed=self._on_failed)))
            self.refresh()
            if self.model.papers:  # else there is a button in its place, which has the keyboard
                self.list.setFocus()

        self.session.jobs.run(self, lambda progress: file_papers(store, ids, filing, state), done=done,
                              failed=self._on_failed, title=_("Filing"))

    def _on_failed(self, error: Exception) -> None:
        self.form.setEnabled(not self.session.read_only)
        if isinstance(error, InvalidRecord):
            for name, sentences in error.problems.items():
                if name in self.form.rows:
                    self.form.rows[name].say_problems(sentences)
                else:
                    self.messages.say(Message(" ".join(sentences), "alarm"))
        elif isinstance(error, ArmdeskError):
            if not isinstance(error, Cancelled):
                self.messages.say(Message(str(error), "alarm"))
        else:
            problems.show(error, self)


def shown(session: Session, revision: Revision) -> Shown:
    """A kept file for the preview."""
    return Shown(session.workspace.files.path(revision.sha256), revision.sha256, revision.media_type or "",
                 revision.file_name, revision.pages or 0)


def _second_line(document: Document, revision: Revision | None) -> str:
    parts = [document.number or "", document.field("kind").format(document.kind) if document.kind else ""]
    if revision is not None and revision.taken_on:
        parts.append(revision.field("taken_on").format(revision.taken_on))
    if revision is not None and revision.risk:
        parts.append("⚠ " + _("caution"))
    return " · ".join(part for part in parts if part)


def facts_of(document: Document, revision: Revision | None) -> str:
    """What a file tells of itself, on one line."""
    if revision is None:
        return document.number or ""
    parts = [revision.file_name]
    if revision.taken_on:
        day = revision.field("taken_on").format(revision.taken_on)
        at = revision.field("taken_at").format(revision.taken_at) if revision.taken_at else ""
        parts.append(_("taken {day} {time}").format(day=day, time=at).strip())
    if revision.latitude is not None and revision.longitude is not None:
        parts.append(_("at {latitude}, {longitude}").format(
            latitude=scaled_text(revision.latitude, 7, current(), least=4),
            longitude=scaled_text(revision.longitude, 7, current(), least=4)))
    if revision.width and revision.height:
        parts.append(f"{revision.width} × {revision.height}")
    if revision.pages:
        parts.append(ngettext("{count} page", "{count} pages", revision.pages).format(count=revision.pages))
    parts.append(size_text(revision.size or 0))
    return "  ·  ".join(parts)
