"""Asks for the password of a workspace, or for the code of its recovery sheet."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from armdesk.i18n import _
from ui import texts


class PasswordDialog(QDialog):
    """Asks for the password of a workspace, or for the code of its recovery sheet."""

    def __init__(self, parent: QWidget | None, name: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("armdesk")
        self.setMinimumWidth(420)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        column.addWidget(texts.label(_("“{name}” is protected.").format(name=name), role="subheading", wrap=True))
        self.by_password = QRadioButton(_("Password"))
        self.by_sheet = QRadioButton(_("Code of the recovery sheet"))
        self.by_password.setChecked(True)
        self.line = QLineEdit()
        self.line.setMaxLength(10_000)
        self.by_password.toggled.connect(self._on_way)
        for each in (self.by_password, self.by_sheet, self.line):
            column.addWidget(each)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        column.addWidget(box)
        self._on_way()
        self.line.setFocus()

    def _on_way(self) -> None:
        by_password = self.by_password.isChecked()
        self.line.setEchoMode(QLineEdit.EchoMode.Password if by_password else QLineEdit.EchoMode.Normal)
        self.line.setAccessibleName(_("Password") if by_password else _("Code of the recovery sheet"))
        self.line.setPlaceholderText("" if by_password else "XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX")
        self.line.setFocus()

    def answer(self) -> tuple[str, str]:
        """("password" or "recovery", what was typed)."""
        return ("password" if self.by_password.isChecked() else "recovery"), self.line.text()
