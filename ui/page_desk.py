"""The desk where pages of papers are put together anew: merged, split, turned, reordered, left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from armdesk.errors import ArmdeskError, Cancelled
from armdesk.evidence import paging
from armdesk.i18n import _, ngettext
from armdesk.models import Document, Revision
from armdesk.services.evidence import library, page_work
from armdesk.services.evidence.page_work import Piece
from ui import problems, texts, undoing
from ui.blocks import button
from ui.drawer import Drawer
from ui.messages import Message, Messages
from ui.page_grid import PageGrid, Tile
from ui.session import Session

MOST_PAPERS = 60


class PageDesk(QDialog):
    """Pages of one paper or several, to be kept as a newer file or as new papers; what was kept before stays."""

    def __init__(self, session: Session, documents: Sequence[Document], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.documents = session, list(documents)
        self.job: Any = None
        self.setWindowTitle(_("Arrange pages"))
        self.resize(1080, 640)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        names = ", ".join(each.label() for each in self.documents[:3])
        head = texts.Elided(names, role="subheading")
        head.say(names)
        column.addWidget(head)
        column.addWidget(texts.label(_("What is kept stays as it is: the result is a newer file or a new paper, and "
                                       "says where its pages came from."), role="quiet", wrap=True))
        self.messages = Messages(session.theme)
        column.addWidget(self.messages)
        self.drawer = Drawer(self)
        self.grid = PageGrid(session, self.drawer)
        column.addLayout(self._tools())
        column.addWidget(self.grid, 1)
        column.addLayout(self._foot())
        self.grid.pages.changed.connect(self._on_changed)
        self.grid.selectionModel().selectionChanged.connect(lambda *_what: self._on_changed())
        self._keys()
        self._read()

    # laying out

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self.left = button(_("Turn left"), lambda: self.turn(-90), look="flat", tip=_("Turn left (Shift+R)"))
        self.right = button(_("Turn right"), lambda: self.turn(90), look="flat", tip=_("Turn right (R)"))
        self.earlier = button(_("Move earlier"), lambda: self.shift(-1), look="flat", tip=_("Move earlier (Ctrl+Left)"))
        self.later = button(_("Move later"), lambda: self.shift(1), look="flat", tip=_("Move later (Ctrl+Right)"))
        self.out = button(_("Leave out"), self.leave_out, look="flat", tip=_("Leave out, or bring back (Del)"))
        self.cut = button(_("New paper from here"), self.cut_here, look="flat", tip=_("A new paper begins here (K)"))
        self.back = button(_("Undo"), self.grid.pages.take_back, look="flat", tip=_("Undo (Ctrl+Z)"))
        self.tools = (self.left, self.right, self.earlier, self.later, self.out, self.cut)
        for each in (*self.tools, self.back):
            each.setAutoDefault(False)
            row.addWidget(each)
        row.addStretch(1)
        self.count = texts.label("", role="quiet")
        row.addWidget(self.count)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        name = texts.label(_("Title"), role="field")
        row.addWidget(name)
        self.title = QLineEdit(self.documents[0].title or "")
        self.title.setAccessibleName(_("Title of the new paper"))
        self.title.setMaxLength(200)
        name.setBuddy(self.title)
        row.addWidget(self.title, 1)
        row.addWidget(button(_("Cancel"), self.reject))
        self.as_file = button(_("Keep as newer file"), self.keep_as_file,
                              tip=_("The paper gets a newer file; the one before stays with it."))
        self.as_paper = button(_("Keep as new paper"), self.keep_as_papers, look="primary", tip=_("Ctrl+Enter"))
        for each in (self.as_file, self.as_paper):
            each.setAutoDefault(False)
            row.addWidget(each)
        self.as_file.setVisible(len(self.documents) == 1)
        return row

    def _keys(self) -> None:
        for keys, run in (("R", lambda: self.turn(90)), ("Shift+R", lambda: self.turn(-90)),
                          ("Ctrl+Left", lambda: self.shift(-1)), ("Ctrl+Right", lambda: self.shift(1)),
                          ("Del", self.leave_out), ("K", self.cut_here), ("Ctrl+Z", self.grid.pages.take_back),
                          ("Ctrl+Return", self.keep_as_papers), ("Ctrl+Enter", self.keep_as_papers)):
            shortcut = QShortcut(QKeySequence(keys), self if keys.startswith("Ctrl+") and keys[-1] in "nr" else
                                 self.grid)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)

    # reading

    def _read(self) -> None:
        store, files, documents = self.session.store, self.session.workspace.files, self.documents

        def read() -> tuple[list[Tile], list[str]]:
            tiles: list[Tile] = []
            refused: list[str] = []
            for document in documents:
                newest = library.newest(store, document.id)
                if newest is None:
                    refused.append(_("{name} has no file.").format(name=document.label()))
                    continue
                try:
                    tiles += _tiles(files, newest)
                except ArmdeskError as error:
                    refused.append(str(error))
            return tiles, refused

        self.session.jobs.read(self, read, self._on_read)

    def _on_read(self, answer: tuple[list[Tile], list[str]]) -> None:
        tiles, refused = answer
        self.grid.pages.put(tiles)
        for sentence in refused:
            self.messages.say(Message(sentence, "warn", lasting=True))
        if tiles:
            self.grid.mark([0])
        self.grid.setFocus()
        self._on_changed()

    # what a person does

    def turn(self, by: int) -> None:
        """Turn the marked pages by a quarter."""
        self._change(turn=by % 360)

    def leave_out(self) -> None:
        """Leave the marked pages out, or bring them back where all are out."""
        rows = self.grid.rows()
        self._change(out=not all(self.grid.pages.tiles[row].out for row in rows))

    def cut_here(self) -> None:
        """Let a new paper begin at the marked pages, or no longer."""
        rows = [row for row in self.grid.rows() if row]
        if rows:
            marked = self.grid.rows()
            self.grid.pages.change(rows, cut=not all(self.grid.pages.tiles[row].cut for row in rows))
            self.grid.mark(marked)

    def shift(self, way: int) -> None:
        """Move the marked pages one place earlier or later."""
        rows = self.grid.rows()
        if not rows or (way < 0 and rows[0] == 0) or (way > 0 and rows[-1] == len(self.grid.pages.tiles) - 1):
            return
        self.grid.mark(self.grid.pages.move(rows, rows[0] - 1 if way < 0 else rows[-1] + 2))

    def _change(self, **what: object) -> None:
        rows = self.grid.rows()
        if rows:
            self.grid.pages.change(rows, **what)
            self.grid.mark(rows)

    def _on_changed(self) -> None:
        papers = self.grid.pages.papers()
        pages, total = sum(map(len, papers)), len(self.grid.pages.tiles)
        told = ngettext("{count} of {total} page", "{count} of {total} pages", total).format(count=pages, total=total)
        if len(papers) > 1:
            told += "  ·  " + ngettext("{count} paper", "{count} papers", len(papers)).format(count=len(papers))
        self.count.setText(told)
        self.as_paper.setText(ngettext("Keep as new paper", "Keep as {count} new papers", len(papers)).format(
            count=len(papers)))
        can = bool(papers) and len(papers) <= MOST_PAPERS and self.job is None
        self.as_paper.setEnabled(can)
        self.as_file.setEnabled(can and len(papers) == 1)
        self.back.setEnabled(self.grid.pages.can_take_back)
        for each in self.tools:
            each.setEnabled(bool(self.grid.rows()))

    # keeping

    def pieces(self) -> list[Piece]:
        """The papers to be, each with its title: numbered where there are several."""
        papers = self.grid.pages.papers()
        title = " ".join(self.title.text().split()) or self.documents[0].title or _("Document")
        if len(papers) == 1:
            return [Piece(title, tuple(papers[0]))]
        return [Piece(f"{title} ({number})", tuple(pages)) for number, pages in enumerate(papers, 1)]

    def keep_as_file(self) -> None:
        """Keep the pages as a newer file of the paper."""
        papers = self.grid.pages.papers()
        if len(papers) != 1 or len(self.documents) != 1 or self.job is not None:
            return
        store, files, document = self.session.store, self.session.workspace.files, self.documents[0]
        self._run(lambda progress: [page_work.new_revision(store, files, document, papers[0], progress)],
                  lambda _made: _("{name} has a newer file.").format(name=document.label()))

    def keep_as_papers(self) -> None:
        """Keep the pages as new papers."""
        pieces = self.pieces()
        if not pieces or not self.as_paper.isEnabled():
            return
        store, files, sources = self.session.store, self.session.workspace.files, self.documents
        self._run(lambda progress: page_work.new_papers(store, files, pieces, sources, progress),
                  lambda made: ngettext("{count} new paper: {names}", "{count} new papers: {names}", len(made)).format(
                      count=len(made), names=", ".join(each.label() for each in made[:3])))

    def _run(self, work: Any, words: Any) -> None:
        def done(made: list[Any]) -> None:
            self.job = None
            self.session.say(words(made), "good", _("Undo"), undoing.newest(self.session, self.parentWidget()))
            self.accept()

        self.messages.clear()
        self.job = self.session.jobs.run(self, work, done=done, failed=self._on_failed,
                                         title=_("Putting pages together"))
        self._on_changed()

    def _on_failed(self, error: Exception) -> None:
        self.job = None
        self._on_changed()
        if isinstance(error, ArmdeskError):
            if not isinstance(error, Cancelled):
                self.messages.say(Message(str(error), "alarm", lasting=True))
        else:
            problems.show(error, self)

    def reject(self) -> None:
        """Give up; work under way is broken off and leaves nothing."""
        if self.job is not None:
            self.job.cancel()
        super().reject()


def _tiles(files: Any, revision: Revision) -> list[Tile]:
    """The pages of a file, each named after it."""
    sheets = paging.sheets_of(files.path(revision.sha256), revision.sha256, revision.media_type or "",
                              revision.file_name)
    return [Tile(each, f"{revision.file_name} {each.page}" if each.page else revision.file_name) for each in sheets]


def start(session: Session, documents: Sequence[Document], parent: QWidget) -> PageDesk | None:
    """Open the desk with the pages of some papers."""
    if session.read_only or not documents:
        return None
    desk = PageDesk(session, documents, parent)
    desk.open()
    return desk
