"""An entry for everybody: dues, or a surplus in equal parts, noted in one go."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from armdesk.errors import ArmdeskError
from armdesk.i18n import _, ngettext
from armdesk.models import AccountEntry
from armdesk.models.choices import ACCOUNT_ENTRY
from armdesk.models.counter import below_zero_text
from armdesk.services.basis.shown_money import money
from armdesk.services.money.shared_entries import Shared, note_for_all, parts, people_of
from ui import problems, texts
from ui.session import Session

_KINDS = ("due", "share", "credit", "deduction")


class SharedEntryDialog(QDialog):
    """What, when, how much, for whom; below, what will be noted."""

    def __init__(self, session: Session, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.session = session
        self.shared: Shared | None = None
        self.setWindowTitle(_("Entry for everybody"))
        self.resize(560, 300)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(self._fields())
        self.divided = QCheckBox(_("The amount is shared out in equal parts"))
        self.members = QCheckBox(_("Members only"))
        self.members.setChecked(True)
        for box in (self.divided, self.members):
            box.toggled.connect(lambda _on: self.look())
            column.addWidget(box)
        self.told = texts.label("", wrap=True)
        column.addWidget(self.told)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        cancel = QPushButton(_("Cancel"))
        cancel.clicked.connect(self.reject)
        self.keep_button = QPushButton(_("Note for everybody"))
        self.keep_button.setProperty("primary", "true")
        self.keep_button.clicked.connect(self.keep)
        for button in (cancel, self.keep_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        column.addLayout(row)
        self.look()

    def _fields(self) -> QGridLayout:
        self.kind, self.text, self.day, self.amount, self.currency = (
            QComboBox(), QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit())
        for code in _KINDS:
            self.kind.addItem(_(ACCOUNT_ENTRY[code]), code)
        self.kind.currentIndexChanged.connect(lambda _place: self.look())
        self.day.setText(self.session.today().isoformat())
        self.currency.setText(self.session.workspace.settings.currency)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        for place, (name, box) in enumerate((("kind", self.kind), ("text", self.text), ("date", self.day),
                                             ("amount", self.amount), ("currency", self.currency))):
            words = AccountEntry.field(name).title()
            label = texts.label(words, role="field")
            label.setBuddy(box)
            box.setAccessibleName(words)
            grid.addWidget(label, place // 2 * 2, place % 2)
            grid.addWidget(box, place // 2 * 2 + 1, place % 2)
            if isinstance(box, QLineEdit):
                box.textEdited.connect(lambda _text: self.look())
        return grid

    def read(self) -> Shared:
        """What is typed.  Errors: ValueError with a sentence."""
        currency = self._value("currency", self.currency.text())
        values = {name: self._value(name, box.text(), currency) for name, box in (
            ("text", self.text), ("date", self.day), ("amount", self.amount))}
        if not values["text"]:
            raise ValueError(_("Say what it is for."))
        if values["amount"] < 0:
            raise ValueError(below_zero_text())
        return Shared(str(self.kind.currentData()), values["text"], values["date"], values["amount"], currency,
                      self.divided.isChecked(), self.members.isChecked())

    def _value(self, name: str, text: str, currency: str | None = None) -> Any:
        field = AccountEntry.field(name)
        value = field.parse(text, self.session.reading(currency))
        wrong = field.check(value)
        if wrong:
            raise ValueError(wrong[0])
        return value

    def look(self) -> None:
        """Say what would be noted, or what is missing."""
        try:
            self.shared = shared = self.read()
        except ValueError as error:
            self.shared = None
            self.told.setText(str(error))
            self.keep_button.setEnabled(False)
            return
        count = len(people_of(self.session.store, shared))
        each = parts(shared.amount, count)[-1] if shared.divided and count else shared.amount
        text = ngettext("{count} person, {each} each, {total} in all.", "{count} people, {each} each, {total} in all.",
                        count)
        self.told.setText(text.format(count=count, each=money(each, shared.currency), total=money(
            shared.amount if shared.divided else each * count, shared.currency)))
        self.keep_button.setEnabled(count > 0 and not self.session.read_only)

    def keep(self) -> None:
        """Note it for everybody; one undo takes it back."""
        if self.shared is None:
            return
        try:
            count = note_for_all(self.session.store, self.shared)
        except ArmdeskError as error:
            problems.show(error, self)
            return
        text = ngettext("{count} entry is noted.", "{count} entries are noted.", count)
        self.session.say(text.format(count=count), "good")
        self.accept()
