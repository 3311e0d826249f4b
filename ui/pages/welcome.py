"""The first page: open a workspace used before, choose another, or make a new one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from armdesk import paths, workspace
from armdesk.i18n import _
from armdesk.settings import PersonSettings
from ui import icons, texts
from ui.messages import Message, Messages
from ui.theme import Theme

_RECENT = 6


def ask_folder(parent: QWidget, title: str) -> Path | None:
    """Let the person choose a folder.  Tests replace this function."""
    chosen = QFileDialog.getExistingDirectory(parent, title, str(paths.documents_folder()))
    return Path(chosen) if chosen else None


class WelcomePage(QWidget):
    """opened and made carry a folder; made also the name of the cooperative."""

    opened = Signal(str)
    made = Signal(str, str)

    def __init__(self, theme: Theme, person: PersonSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "paper")
        self.setWindowTitle("armdesk")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = QVBoxLayout(self)
        outer.setAlignment(Qt.AlignmentFlag.AlignCenter)
        card = QFrame()
        card.setProperty("card", "true")
        card.setFixedWidth(520)
        outer.addWidget(card)
        column = QVBoxLayout(card)
        column.setContentsMargins(32, 24, 32, 28)
        column.setSpacing(12)
        sign = texts.label()
        sign.setAccessibleName("armdesk")
        sign.setPixmap(icons.drawing("production", theme.colours.gold, QSize(40, 40), scale=2.0))
        column.addWidget(sign)
        column.addWidget(texts.label(_("Welcome to armdesk"), role="title"))
        column.addWidget(texts.label(_("Registers of a mining cooperative that become evidence by themselves. "
                                       "Everything stays in one folder on this computer."), role="quiet", wrap=True))
        self.messages = Messages(theme)
        column.addWidget(self.messages)
        self._recent(column, person)
        column.addWidget(texts.label(_("Name of the cooperative"), role="field"))
        self.name = QLineEdit()
        self.name.setAccessibleName(_("Name of the cooperative"))
        self.name.setMaxLength(120)
        self.name.returnPressed.connect(self._on_make)
        column.addWidget(self.name)
        row = QHBoxLayout()
        self.make = QPushButton(_("Make a new workspace"))
        self.make.setProperty("primary", "true")
        self.make.clicked.connect(self._on_make)
        self.open = QPushButton(_("Open another …"))
        self.open.clicked.connect(self._on_open)
        row.addWidget(self.make)
        row.addWidget(self.open)
        row.addStretch(1)
        column.addLayout(row)

    def _recent(self, column: QVBoxLayout, person: PersonSettings) -> None:
        found = [Path(each) for each in person.recent if workspace.exists(Path(each))][:_RECENT]
        for folder in found:
            button = QPushButton(texts.escaped(folder.name))
            button.setProperty("flat", "true")
            button.setToolTip(texts.tip(str(folder)))
            button.setStyleSheet("text-align: left;")
            button.clicked.connect(lambda _checked=False, folder=folder: self.opened.emit(str(folder)))
            column.addWidget(button)

    def say(self, text: str) -> None:
        """Show why something could not be opened."""
        self.messages.say(Message(text, "alarm"))

    def _on_make(self) -> None:
        name = self.name.text().strip()
        if not name:
            self.say(_("Write the name of the cooperative first."))
            self.name.setFocus()
            return
        folder = ask_folder(self, _("Where should the folder of the workspace stand?"))
        if folder is not None:
            self.made.emit(str(folder / _folder_name(name)), name)

    def _on_open(self) -> None:
        folder = ask_folder(self, _("Choose the folder of a workspace"))
        if folder is not None:
            self.opened.emit(str(folder))


def _folder_name(name: str) -> str:
    """A name that every file system takes."""
    kept = "".join(sign if sign.isalnum() or sign in " -_" else " " for sign in name)
    return " ".join(kept.split())[:60].strip(" .") or "armdesk"
