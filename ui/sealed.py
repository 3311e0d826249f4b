"""The sealed part of a form: hidden until somebody asks for it, which the history notes."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from armdesk.errors import ArmdeskError
from armdesk.i18n import _
from armdesk.models.incident import SEALED
from armdesk.record import Record
from armdesk.services.safety.sealed_part import is_filled, note_opening
from ui import problems, texts
from ui.blocks import button
from ui.forms import Form
from ui.session import Session


class SealedPart(QObject):
    """Hides the sealed group of a form and shows it on request.

    What somebody just typed into a new record stays in view until the page is left: nobody need ask for his own words.
    opened says whether the part may be seen, each time that may have changed.
    """

    opened = Signal(bool)

    def __init__(self, session: Session, form: Form) -> None:
        super().__init__(form)
        self.session, self.form = session, form
        self._open_id, self._typing_new, self._wanted = "", False, True
        self.part = form.groups[SEALED]
        self.bar = QWidget()
        self.bar.setProperty("ground", "surface")
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.words = texts.label("", role="quiet", wrap=True)
        row.addWidget(self.words, 1)
        self.button: QPushButton = button(_("Show the sealed part"), self.open,
                                          tip=_("The history notes who looked at it and when."))
        row.addWidget(self.button)
        holder = self.part.parentWidget()
        column = holder.layout() if holder is not None else None
        if isinstance(column, QVBoxLayout):
            column.insertWidget(column.indexOf(self.part), self.bar)
        form.shown.connect(self._on_shown)

    @property
    def is_open(self) -> bool:
        """Whether the part of the record in view may be seen."""
        record = self.form.record
        return not record.version or not record.is_sealed() or record.id == self._open_id

    def open(self) -> bool:
        """Note in the history that somebody looks, then show it; whether it could be noted."""
        record = self.form.record
        if self.is_open:
            return True
        try:
            note_opening(self.session.store, record, self.session.workspace.now())
        except ArmdeskError as error:
            problems.show(error, self.form)
            return False
        self._open_id = record.id
        self.show()
        first = next((row for name, row in self.form.rows.items() if name in record.sealed_fields()), None)
        if first is not None:
            first.editor.setFocus()
        return True

    def close(self) -> None:
        """Seal it again."""
        self._open_id = ""
        self.show()

    def show(self, *, wanted: bool | None = None) -> None:
        """Show the part or the line in its place; neither where the step in view is another one."""
        open_ = self.is_open
        self._wanted = self._wanted if wanted is None else wanted
        self.part.setVisible(self._wanted and open_)
        self.bar.setVisible(self._wanted and not open_)
        self.opened.emit(open_)
        self.words.setText(_("Identity and health stand in a sealed part.") if is_filled(self.form.record) else
                           _("Identity and health belong into the sealed part; nothing is there yet."))

    def _on_shown(self, record: Record) -> None:
        if self._typing_new and record.version == 1:
            self._open_id = record.id
        elif record.id != self._open_id:
            self._open_id = ""
        self._typing_new = not record.version
        self.show()
