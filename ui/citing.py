"""Citing a paper as proof of a record or requirement: which one, which pages, what they show, with the page in view."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from armdesk import page_list
from armdesk.errors import ArmdeskError, InvalidRecord
from armdesk.fields import Date
from armdesk.i18n import _, ngettext
from armdesk.models import Citation, Document, Revision
from armdesk.record import new_id
from armdesk.services.evidence import library
from ui import problems, references, texts
from ui.blocks import button
from ui.drawer import Drawer
from ui.form_row import FormRow
from ui.preview import Preview, Shown
from ui.session import Session

_DATE_WIDTH = 124
_FIELDS = ("document", "page", "note", "period_from", "period_to")


class CiteDialog(QDialog):
    """Makes one citation, with the page in view."""

    def __init__(self, session: Session, target: str, parent: QWidget | None = None, *, document: str = "",
                 page: int = 1) -> None:
        super().__init__(parent)
        self.session, self.target = session, target
        self.setWindowTitle(_("Cite as evidence"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(960, 600)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.setSpacing(16)
        column = QVBoxLayout()
        column.setSpacing(8)
        self.rows: dict[str, FormRow] = {}
        if target:
            name = references.labels(session.store, [target])[target]
            column.addWidget(texts.label(_("Proves: {name}").format(name=name), role="subheading", wrap=True))
        else:
            column.addWidget(self._row("target"))
        for each in _FIELDS:
            row = self._row(each)
            if each == "period_to":
                continue
            if each == "period_from":
                days = QHBoxLayout()
                days.addWidget(row, 1)
                days.addWidget(self._row("period_to"), 1)
                column.addLayout(days)
            else:
                column.addWidget(row)
        column.addStretch(1)
        column.addLayout(self._foot())
        whole.addLayout(column, 2)
        self.preview = Preview(session.theme, Drawer(self))
        whole.addWidget(self.preview, 3)
        self.rows["document"].editor.touched.connect(self._show)
        self.rows["page"].editor.touched.connect(self._on_pages)
        self._begin(document, page)

    def _row(self, name: str) -> FormRow:
        if name not in self.rows:
            self.rows[name] = FormRow(self.session, Citation.field(name))
            self.rows[name].editor.put(None)
            if isinstance(self.rows[name].field, Date):
                self.rows[name].editor.box.setMinimumWidth(_DATE_WIDTH)
        return self.rows[name]

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        self.take_page = button(_("Cite the page in view"), self._take_page, look="link")
        foot.addWidget(self.take_page)
        foot.addStretch(1)
        foot.addWidget(button(_("Cancel"), self.reject))
        self.go = button(_("Cite"), self.submit, look="primary", tip=_("Cite (Ctrl+Enter)"))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.submit)
        self.go.setAutoDefault(False)
        foot.addWidget(self.go)
        return foot

    def _begin(self, document: str, page: int) -> None:
        if document:
            paper = self.session.store.get(Document, document)
            self.rows["document"].editor.put(document)
            if paper is not None:
                self.rows["period_from"].editor.put(paper.proves_from)
                self.rows["period_to"].editor.put(paper.proves_to)
            newest = self._revision()
            if newest is not None and (newest.pages or 0) > 1:
                self.rows["page"].editor.put(str(page))
            self._show()
        self.rows["page" if document and self.target else "document" if self.target else "target"].editor.setFocus()
        self._on_pages()

    # the paper in view

    def _revision(self) -> Revision | None:
        try:
            chosen = self.rows["document"].editor.glance()
        except ValueError:
            return None
        return library.newest(self.session.store, chosen) if chosen else None

    def _show(self) -> None:
        newest = self._revision()
        if newest is None:
            self.preview.show_file(None)
        else:
            path = self.session.workspace.files.path(newest.sha256)
            shown = Shown(path, newest.sha256, newest.media_type or "", newest.file_name, newest.pages or 0)
            self.preview.show_file(shown, page_list.first_page(self._typed()))
        self._on_pages()

    def _typed(self) -> str:
        try:
            return str(self.rows["page"].editor.glance() or "")
        except ValueError:
            return ""

    def _on_pages(self) -> None:
        """Say at once whether the pages are there, and show the first of them."""
        newest, typed = self._revision(), self._typed()
        pages = newest.pages or 0 if newest is not None else 0
        self.take_page.setVisible(pages > 1)
        wrong = page_list.problem(typed, pages) if typed and pages else ""
        row = self.rows["page"]
        row.say_caution("" if wrong or not pages else
                        ngettext("The file has {count} page.", "The file has {count} pages, such as “3, 5-7”.",
                                 pages).format(count=pages))
        row.say_problems([wrong] if wrong else [])
        first = page_list.first_page(typed)
        if typed and not wrong and pages and self.preview.file is not None and self.preview.page != first:
            self.preview.show_file(self.preview.file, first)

    def _take_page(self) -> None:
        """Add the page in view to the pages that are cited."""
        typed = [part for part in (self._typed(), str(self.preview.page)) if part]
        self.rows["page"].editor.put(page_list.tidy(", ".join(dict.fromkeys(typed))))
        self._on_pages()

    # keeping

    def submit(self) -> None:
        """Keep the citation."""
        values, faulty = {}, False
        for name, row in self.rows.items():
            try:
                values[name] = row.editor.take()
                row.say_problems([])
            except ValueError as error:
                row.say_problems([str(error)])
                faulty = True
        if faulty:
            return
        newest = self._revision()
        if values.get("page") and newest is not None and newest.pages:
            values["page"] = page_list.tidy(values["page"])
        values.setdefault("target", self.target)
        made = Citation(id=new_id(), revision=newest.id if newest else None, **values)
        try:
            self.session.store.save(made, _("Cite as evidence: {name}").format(
                name=self.session.store.label("document", values["document"]) or "?"))
        except InvalidRecord as error:
            for name, row in self.rows.items():
                row.say_problems(error.problems.get(name, []))
            return
        except ArmdeskError as error:
            problems.show(error, self)
            return
        self.accept()


def start(session: Session, target: str, parent: QWidget, *, document: str = "", page: int = 1) -> CiteDialog | None:
    """Open the dialog for a target, or for a paper whose target is still to be said."""
    if session.read_only:
        return None
    dialog = CiteDialog(session, target, parent, document=document, page=page)
    dialog.open()
    return dialog
