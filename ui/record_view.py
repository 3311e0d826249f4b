"""The form of one record as a page: fields, what to do with them, and at the foot whether all is saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from armdesk.closed_months import ClosedMonths
from armdesk.i18n import _
from armdesk.record import Record
from armdesk.services.closing import counter_values
from ui import asides, texts
from ui.blocks import key as key_of
from ui.forms import Form
from ui.layouts import column_in
from ui.link_editor import LinkEditor
from ui.messages import Message
from ui.session import Session
from ui.theme import icon_button

if TYPE_CHECKING:
    from ui.sealed import SealedPart


class RecordView(QWidget):
    """Form, foot and keys.  closed: back to the list; stepped: -1 or 1; saved and begun carry the record."""

    closed = Signal()
    stepped = Signal(int)
    saved = Signal(object)
    begun = Signal(object)

    def __init__(self, session: Session, type_: type[Record], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.type = session, type_
        self.form = Form(session, type_)
        self.aside: asides.Aside | None = None
        column = column_in(self)
        column.addLayout(self._head())
        card = QFrame()
        card.setProperty("card", "true")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.form)
        column.addWidget(self.body(card), 1)
        self.seal = self._sealed_part()
        column.addLayout(self._foot())
        self.form.changed.connect(self._on_changed)
        self.form.saved.connect(self._on_saved)
        self.form.new_needed.connect(self._on_new_needed)
        for keys, run in (("Ctrl+S", self.save), ("Ctrl+Return", self.save_and_new), ("Ctrl+Enter", self.save_and_new),
                          ("Esc", self.close_form)):
            self._key(keys, run)

    def body(self, card: QFrame) -> QWidget:
        """What stands between head and foot: the form, with its aside where it has one; a page may add more."""
        self.aside = asides.aside_of(self.session, self.type, self.form)
        return card if self.aside is None else self.aside.framed(card)

    def _sealed_part(self) -> SealedPart | None:
        """What hides identity and health, where the records of this type have them; sealed again when it is left."""
        if not self.type.about.sealed:
            return None
        from ui.sealed import SealedPart

        made = SealedPart(self.session, self.form)
        shows = getattr(self.aside, "show_map", None)
        if shows is not None:
            made.opened.connect(lambda open_: shows(shown=open_))
        return made

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever comes back asks anew."""
        super().hideEvent(event)
        if self.seal is not None and not self.isVisible():
            self.seal.close()

    def _key(self, keys: str, run: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(run)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        back = icon_button(self.session.theme, "back", _("Back to the list (Esc)"))
        back.clicked.connect(self.close_form)
        row.addWidget(back)
        self.name = texts.Elided(role="heading")
        row.addWidget(self.name, 1)
        for icon, tip, way in (("up", _("Record before (Alt+Page up)"), -1),
                               ("down", _("Record after (Alt+Page down)"), 1)):
            button = icon_button(self.session.theme, icon, tip)
            button.clicked.connect(lambda _checked=False, way=way: self.stepped.emit(way))
            row.addWidget(button)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.state = texts.label(role="quiet")
        row.addWidget(self.state, 1)
        self.again_button = QPushButton(_("Save and new"))
        self.again_button.setToolTip(_("Save and new (Ctrl+Enter)"))
        self.again_button.clicked.connect(self.save_and_new)
        self.save_button = QPushButton(_("Save"))
        self.save_button.setProperty("primary", "true")
        self.save_button.setToolTip(_("Save (Ctrl+S)"))
        self.save_button.clicked.connect(self.save)
        for button in (self.again_button, self.save_button):
            button.setEnabled(not self.session.read_only)
            row.addWidget(button)
        return row

    def begin(self, values: dict[str, Any] | None = None) -> None:
        """Start an empty record."""
        self.name.say(_("New {kind}").format(kind=_(self.type.about.one)))
        self.form.lock_all_but(None)
        self.form.begin({**asides.first_values(self.session, self.type), **(values or {})})

    def open(self, record: Record) -> None:
        """Show a record that is there."""
        self.name.say(record.label())
        self.form.put(record)
        self._say_closed(record)
        self.form.focus_first()

    def _say_closed(self, record: Record) -> None:
        """An entry of a closed month is only read; where it has amounts, a counter-entry corrects it."""
        found = ClosedMonths(self.session.store.db).problems(self.type, None, record.values())
        self.form.lock_all_but(self.type.about.stays_open if found else None)
        if not found:
            return
        action = _("Write a counter-entry") if "corrects" in self.form.rows and not self.session.read_only else ""
        self.form.messages.say(Message(" ".join(found.values()), "note", action, lambda: self._begin_counter(record),
                                       lasting=True))

    def _begin_counter(self, record: Record) -> None:
        self.begin(counter_values(record, self.session.today()))
        self.form.rows["correction_reason"].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Keep what is typed."""
        self.form.save()

    def save_and_new(self) -> None:
        """Keep what is typed and start the next."""
        if self.form.save():
            self.begin()
            self.begun.emit(self.form.record)

    def close_form(self) -> None:
        """Back to the list; what was typed but not saved stays as a draft."""
        if self.form.dirty:
            self.form.keep_draft()
            self.session.say(_("Not saved yet: what you typed is kept as a draft."), "note", _("Go back to it"),
                             self._resume)
        self.closed.emit()

    def _resume(self) -> None:
        for key, type_name, id_, _at, body in self.session.store.drafts():
            if type_name == self.type.type_name():
                self.session.open(type_name, record=id_ or "", new=not id_)
                self.form.put_draft(key, body)

    def _on_changed(self, dirty: bool) -> None:
        if dirty:
            self.state.setText(_("Not saved yet"))
        else:
            self.state.setText(_("Saved") if self.form.record.version else "")

    def _on_saved(self, record: Record) -> None:
        self.name.say(record.label())
        self._say_closed(record)
        self.saved.emit(record)

    def _on_new_needed(self, editor: LinkEditor) -> None:
        dialog = RecordDialog(self.session, editor.target, editor.first_values(), self)
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.record is not None:
            editor.choose(dialog.record.id, self.session.store.label(editor.target.type_name(), dialog.record.id))
        editor.setFocus()


class RecordDialog(QDialog):
    """A record that is missing while another is being typed."""

    def __init__(self, session: Session, type_: type[Record], values: dict[str, Any], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("New {kind}").format(kind=_(type_.about.one)))
        self.resize(720, 520)
        self.record: Record | None = None
        self.form = Form(session, type_)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.form, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        cancel = QPushButton(_("Cancel"))
        cancel.clicked.connect(self.reject)
        save = QPushButton(_("Save"))
        save.setProperty("primary", "true")
        save.clicked.connect(self.form.save)
        row.addWidget(cancel)
        row.addWidget(save)
        column.addLayout(row)
        for button in (cancel, save):
            button.setAutoDefault(False)
        for keys in ("Ctrl+S", "Ctrl+Return"):
            key_of(self, keys, self.form.save)
        save.setToolTip(_("Save (Ctrl+S)"))
        self.form.saved.connect(self._on_saved)
        self.form.begin(values)

    def _on_saved(self, record: Record) -> None:
        self.record = record
        self.accept()
