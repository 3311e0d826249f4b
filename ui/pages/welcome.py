"""The first page: language, then create a cooperative, look at the demonstration, open a workspace or restore one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from armdesk import i18n, paths, settings, workspace
from armdesk.errors import ArmdeskError, Cancelled
from armdesk.i18n import _
from armdesk.settings import PersonSettings
from ui import files, founding, icons, problems, texts
from ui.blocks import EnterPresses, button, key
from ui.founding import Founded, Founding
from ui.jobs import Job, Jobs
from ui.layouts import column_in
from ui.messages import Message, Messages
from ui.recovery_sheet import RecoveryDialog
from ui.theme import Theme
from ui.welcome_create import CreateForm
from ui.welcome_restore import RestoreStep

_RECENT = 6
_WIDE = 760


class WelcomePage(QWidget):
    """The ways into armdesk.

    opened carries the folder of a workspace to open; entered an open Workspace; spoken: another language was chosen.
    """

    opened = Signal(str)
    entered = Signal(object)
    spoken = Signal()

    def __init__(self, theme: Theme, person: PersonSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self.person = theme, person
        self.jobs = Jobs(self)
        self.jobs.moved.connect(self._on_moved)
        self._job: Job | None = None
        self.setProperty("ground", "paper")
        self.setWindowTitle("armdesk")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(24, 24, 24, 24)
        self._whole: QWidget | None = None
        key(self, "Esc", self.back)
        EnterPresses(self)
        self.build()

    # making

    def build(self) -> None:
        """Everything on the page, in the language in force."""
        if self._whole is not None:
            self._whole.hide()
            self._whole.deleteLater()
        self._whole = QWidget()
        self._whole.setFixedWidth(_WIDE)
        column = column_in(self._whole, 12)
        column.addLayout(self._head())
        self.messages = Messages(self.theme)
        column.addWidget(self.messages)
        self.stack = QStackedWidget()
        self.cards = self._cards()
        self.create_form = CreateForm(self.person)
        self.create_form.wanted.connect(self.create_cooperative)
        self.open_step = self._open_step()
        self.restore_step = RestoreStep(self.jobs, self.person)
        self.restore_step.restored.connect(lambda folder: self.opened.emit(str(folder)))
        self.busy = self._busy_step()
        for each in (self.cards, *(_framed(step) for step in
                                   (self.create_form, self.open_step, self.restore_step, self.busy))):
            self.stack.addWidget(each)
        column.addWidget(self.stack, 1)
        self.back_button = button(_("Back"), self.back, look="flat")
        self.back_button.setIcon(self.theme.icon("back"))
        column.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._outer.addStretch(1)
        self._outer.insertWidget(0, self._whole, 100)
        self._outer.setAlignment(self._whole, Qt.AlignmentFlag.AlignHCenter)
        self._whole.show()  # the layout does so only once round the event loop
        self.back()

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        sign = texts.label()
        sign.setAccessibleName("armdesk")
        sign.setPixmap(icons.drawing("production", self.theme.colours.gold, QSize(40, 40), scale=2.0))
        row.addWidget(sign)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(texts.label(_("Welcome to armdesk"), role="title"))
        words.addWidget(texts.label(_("Registers that become evidence by themselves. Everything stays in one folder on "
                                      "this computer."), role="quiet", wrap=True))
        row.addLayout(words, 1)
        self.languages: dict[str, QPushButton] = {}
        group = QButtonGroup(self._whole)
        choice = QHBoxLayout()
        choice.setSpacing(0)
        for code, name in i18n.LANGUAGES.items():
            made = button(name, partial(self.speak, code), look="segment")
            made.setCheckable(True)
            made.setChecked(code == i18n.current())
            made.setAccessibleName(_("Language: {name}").format(name=name))
            group.addButton(made)
            choice.addWidget(made)
            self.languages[code] = made
        row.addLayout(choice)
        return row

    def _cards(self) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 8, 0, 0)
        grid.setSpacing(16)
        self.card_buttons: dict[str, QPushButton] = {}
        for place, (name, icon, title, words, run) in enumerate((
            ("create", "plus", _("Create a cooperative"),
             _("A new workspace with your own registers. Takes a minute."), self.show_create),
            ("demo", "standards", _("Open the demonstration"),
             _("Two invented years of a cooperative, to look around in."), self.show_demo),
            ("open", "folder", _("Open a workspace"),
             _("One you used before, or a folder you were given."), self.show_open),
            ("restore", "restore", _("Restore a backup"),
             _("Go back to a proved copy of your data."), self.show_restore),
        )):
            made = _Card(self.theme, icon, title, words)
            made.clicked.connect(lambda _checked=False, run=run: run())
            grid.addWidget(made, place // 2, place % 2)
            self.card_buttons[name] = made
        grid.setRowStretch(2, 1)
        return holder

    def _open_step(self) -> QWidget:
        step = QWidget()
        column = column_in(step)
        column.addWidget(texts.label(_("Open a workspace"), role="heading"))
        found = [Path(each) for each in self.person.recent if workspace.exists(Path(each))][:_RECENT]
        self.recent_buttons = []
        for folder in found:
            name = settings.read(folder / "settings.json", settings.WorkspaceSettings).name or folder.name
            made = button(f"{name}   ·   {folder}", partial(self.opened.emit, str(folder)), look="flat",
                          tip=str(folder))
            made.setIcon(self.theme.icon("folder", "gold"))
            made.setStyleSheet("text-align: left;")
            made.setAccessibleName(name)
            column.addWidget(made)
            self.recent_buttons.append(made)
        if not found:
            column.addWidget(texts.label(_("No workspace was opened on this computer yet."), role="quiet"))
        self.choose_button = button(_("Choose a folder …"), self.choose_folder, look="primary")
        column.addSpacing(8)
        column.addWidget(self.choose_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return step

    def _busy_step(self) -> QWidget:
        step = QWidget()
        column = column_in(step, 12)
        self.busy_words = texts.label(role="heading")
        self.busy_text = texts.label(role="quiet", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Progress"))
        self.stop_button = button(_("Cancel"), self._on_stop)
        for each in (self.busy_words, self.bar, self.busy_text):
            column.addWidget(each)
        column.addWidget(self.stop_button, 0, Qt.AlignmentFlag.AlignRight)
        column.addStretch(1)
        return step

    # going about

    def say(self, text: str) -> None:
        """Show why something could not be opened."""
        self.messages.say(Message(text, "alarm"))

    def back(self) -> None:
        """The four cards."""
        if self._job is None:
            self._show(0)
            first = self.card_buttons["open" if self.person.recent else "create"]
            (first if self.person.language else self.languages[i18n.current()]).setFocus()

    def show_create(self) -> None:
        """The form of a new cooperative."""
        self._show(1)
        self.create_form.name.setFocus()

    def show_open(self) -> None:
        """Workspaces used before, and the way to others."""
        self._show(2)
        (self.recent_buttons[0] if self.recent_buttons else self.choose_button).setFocus()

    def show_restore(self) -> None:
        """Backups of the workspaces used before, and the way to others."""
        self._show(3)
        self.restore_step.begin()

    def _show(self, place: int) -> None:
        self.messages.clear()
        self.stack.setCurrentIndex(place)
        self.back_button.setVisible(place in (1, 2, 3))

    def speak(self, code: str) -> None:
        """Take another language, here and from now on."""
        self.person.language = code
        i18n.choose(code)
        settings.write(paths.config_folder() / "settings.json", self.person)
        self.spoken.emit()
        # The button that was pressed goes away with the old page, so it is left first.
        QTimer.singleShot(0, self, self.build)

    def choose_folder(self) -> None:
        """Open a workspace somewhere on this computer."""
        folder = files.ask_folder(self, _("Choose the folder of a workspace"))
        if folder is not None:
            self.opened.emit(str(folder))

    # making workspaces

    def create_cooperative(self, wish: Founding) -> None:
        """Make the workspace of a new cooperative and enter it."""
        self.person.author = wish.author or self.person.author
        self._work(_("Creating {name}").format(name=wish.settings.name), founding.found, wish, place=1)

    def show_demo(self) -> None:
        """Make the demonstration, or open the one made before."""
        place = paths.workspaces_folder() / founding.folder_name(_("Demonstration"))
        if workspace.exists(place):
            self.opened.emit(str(place))
            return
        folder = founding.free_folder(place.parent, place.name)
        self._work(_("Making the demonstration"), founding.found_demo, folder, self.person.author or _("Demonstration"),
                   i18n.current(), place=0)

    def _work(self, title: str, function: Callable[..., Founded], *args: object, place: int) -> None:
        self.busy_words.setText(title)
        self.busy_text.setText("")
        self.bar.setRange(0, 0)
        self._show(4)
        self.stop_button.setFocus()
        self._job = self.jobs.run(self, function, *args, title=title, done=self._on_founded,
                                  failed=lambda error: self._on_failed(error, place))

    def _on_moved(self, job: Job) -> None:
        if job is self._job:
            self.bar.setRange(0, max(job.total_steps, 0))
            self.bar.setValue(job.done_steps)
            self.busy_text.setText(job.text)

    def _on_stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.busy_text.setText(_("Stopping …"))

    def _on_founded(self, made: Founded) -> None:
        self._job = None
        if made.recovery:
            name = self.create_form.name.text().strip()
            show_recovery(self, name, made.recovery)
        try:
            opened = workspace.open_workspace(made.folder, key=made.key, author=self.person.author)
        except ArmdeskError as error:
            self._on_failed(error, 0)
            return
        self.entered.emit(opened)

    def _on_failed(self, error: Exception, place: int) -> None:
        self._job = None
        self._show(place)
        if isinstance(error, ArmdeskError):
            if not isinstance(error, Cancelled):
                self.say(str(error))
            return
        problems.show(error, self)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what is being made."""
        if self._job is not None:
            self._job.cancel()
        self.jobs.stop()
        super().closeEvent(event)


def show_recovery(parent: QWidget, name: str, code: str) -> None:
    """Show the recovery code until the person says that it is kept.  Tests replace this function."""
    RecoveryDialog(parent, name, code).exec()


class _Card(QPushButton):
    """A large button: sign, title, one sentence."""

    def __init__(self, theme: Theme, icon: str, title: str, words: str) -> None:
        super().__init__()
        # The sheet of the window sets the least height of buttons, so the card says its own in the same words.
        self.setStyleSheet("QPushButton { min-height: 96px; }")
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 16, 20, 16)
        row.setSpacing(16)
        sign = texts.label()
        sign.setPixmap(icons.drawing(icon, theme.colours.gold, QSize(28, 28), scale=2.0))
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(texts.label(title, role="subheading"))
        column.addWidget(texts.label(words, role="quiet", wrap=True))
        column.addStretch(1)
        row.addLayout(column, 1)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


def _framed(step: QWidget) -> QFrame:
    frame = QFrame()
    frame.setProperty("card", "true")
    column = QVBoxLayout(frame)
    column.setContentsMargins(28, 20, 28, 20)
    column.addWidget(step)
    return frame
