"""Beside the form of a hurt person: the body map, which marks the same regions as the list in the form."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from armdesk.i18n import _
from armdesk.models import InjuredPerson
from armdesk.record import Record
from ui import texts
from ui.body_map import BodyMap
from ui.forms import Form
from ui.sealed import SealedPart
from ui.session import Session


class HurtAside(QObject):
    """Keeps the map and the list of regions alike; the map is seen only where the sealed part is."""

    def __init__(self, session: Session, form: Form) -> None:
        super().__init__(form)
        self.form = form
        self.map = BodyMap(session.theme)
        self.map.lock(session.read_only)
        self.map.changed.connect(self._on_marked)
        form.shown.connect(self._on_shown)
        form.touched.connect(self._on_touched)

    def framed(self, card: QWidget) -> QWidget:
        """The form at the left, the map at the right."""
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(card, 1)
        self.side = QWidget()
        side = QVBoxLayout(self.side)
        side.setContentsMargins(0, 0, 0, 0)
        side.addWidget(texts.label(_("Where the body is hurt"), role="subheading"))
        side.addWidget(self.map)
        hint = _("A click or Space marks a region, arrows go to the next.")
        side.addWidget(texts.label(hint, role="small", wrap=True))
        side.addStretch(1)
        row.addWidget(self.side)
        return whole

    def show_map(self, *, shown: bool) -> None:
        """Show the map or keep it sealed."""
        self.side.setVisible(shown)

    def _on_shown(self, record: Record) -> None:
        self.map.put(str(getattr(record, "regions", "") or "").split())

    def _on_touched(self, name: str) -> None:
        if name == "regions":
            self.map.put(str(self.form.rows["regions"].editor.take() or "").split())

    def _on_marked(self) -> None:
        self.form.rows["regions"].editor.put(" ".join(self.map.codes()) or None)
        self.form.touch()


class HurtDialog(QDialog):
    """One hurt person of an incident: form, body map, sealed part."""

    def __init__(self, session: Session, record: InjuredPerson, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Hurt person"))
        self.resize(1060, 600)
        self.form = Form(session, InjuredPerson)
        self.aside = HurtAside(session, self.form)
        self.seal = SealedPart(session, self.form)
        self.seal.opened.connect(lambda open_: self.aside.show_map(shown=open_))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.aside.framed(self.form), 1)
        row = QHBoxLayout()
        row.addStretch(1)
        cancel, save = QPushButton(_("Cancel")), QPushButton(_("Save"))
        cancel.clicked.connect(self.reject)
        save.setProperty("primary", "true")
        save.setToolTip(_("Save (Ctrl+S)"))
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self.form.save)
        save.setEnabled(not session.read_only)
        save.clicked.connect(self.form.save)
        for each in (cancel, save):
            each.setAutoDefault(False)
            row.addWidget(each)
        column.addLayout(row)
        self.form.saved.connect(lambda _record: self.accept())
        if record.version:
            self.form.put(record)
        else:
            self.form.begin({"incident": record.incident})
            self.form.rows["employment"].editor.setFocus()
