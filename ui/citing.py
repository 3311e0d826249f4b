"""Citing a paper as proof of a record or requirement: which one, which page, what it shows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from armdesk.errors import ArmdeskError, InvalidRecord
from armdesk.i18n import _
from armdesk.models import Citation, Revision
from armdesk.record import new_id
from ui import problems, references, texts
from ui.blocks import button
from ui.drawer import Drawer
from ui.form_row import FormRow
from ui.preview import Preview, Shown
from ui.session import Session


class CiteDialog(QDialog):
    """Makes one citation, with the paper in view."""

    def __init__(self, session: Session, target: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.target = session, target
        self.setWindowTitle(_("Cite as evidence"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(900, 560)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.setSpacing(16)
        column = QVBoxLayout()
        column.setSpacing(8)
        name = references.labels(session.store, [target])[target]
        column.addWidget(texts.label(_("Proves: {name}").format(name=name), role="subheading", wrap=True))
        self.rows = {each: FormRow(session, Citation.field(each)) for each in ("document", "page", "note")}
        for row in self.rows.values():
            column.addWidget(row)
            row.editor.put(None)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button(_("Cancel"), self.reject))
        self.go = button(_("Cite"), self.submit, look="primary", tip=_("Cite (Ctrl+Enter)"))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.submit)
        self.go.setAutoDefault(False)
        foot.addWidget(self.go)
        column.addLayout(foot)
        whole.addLayout(column, 2)
        self.preview = Preview(session.theme, Drawer(self))
        whole.addWidget(self.preview, 3)
        self.rows["document"].editor.touched.connect(self._show)
        self.rows["document"].editor.setFocus()

    def _revision(self) -> Revision | None:
        try:
            chosen = self.rows["document"].editor.glance()
        except ValueError:
            return None
        if not chosen:
            return None
        kept = self.session.store.all(Revision, document=chosen)
        return max(kept, key=lambda each: each.number or 0, default=None)

    def _show(self) -> None:
        newest = self._revision()
        if newest is None:
            self.preview.show_file(None)
            return
        path = self.session.workspace.files.path(newest.sha256)
        self.preview.show_file(Shown(path, newest.sha256, newest.media_type or "", newest.file_name,
                                     newest.pages or 0))

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
        made = Citation(id=new_id(), target=self.target, revision=newest.id if newest else None, **values)
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


def start(session: Session, target: str, parent: QWidget) -> CiteDialog | None:
    """Open the dialog."""
    if session.read_only:
        return None
    dialog = CiteDialog(session, target, parent)
    dialog.open()
    return dialog
