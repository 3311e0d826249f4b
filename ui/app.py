"""Makes the program: QApplication, language, log, workspace and window; nothing else starts things."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QObject, QTranslator
from PySide6.QtWidgets import QApplication

from armdesk import i18n, paths, settings, workspace
from armdesk.errors import ArmdeskError, DamagedWorkspace
from armdesk.settings import PersonSettings
from armdesk.workspace import Workspace
from ui import opening, problems, theme
from ui.log import start_log
from ui.session import Session
from ui.shell import Shell

if TYPE_CHECKING:
    from ui.pages.welcome import WelcomePage

_RECENT = 10


class Program(QObject):
    """The running program: at any time one window, of the welcome page or of an open workspace."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.app = app
        self.person = settings.read(paths.config_folder() / "settings.json", PersonSettings)
        self.session: Session | None = None
        self.shell: Shell | None = None
        self.welcome: WelcomePage | None = None
        self._qt_texts = QTranslator(self)
        self.speak()

    def speak(self) -> None:
        """Take the person's language, for our texts and for Qt's own buttons."""
        i18n.choose(self.person.language or i18n.system_language())
        self.app.removeTranslator(self._qt_texts)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._qt_texts.load(f"qtbase_{i18n.current()}", folder):
            self.app.installTranslator(self._qt_texts)

    def start(self, folder: str = "") -> None:
        """Open the workspace used last, or the welcome page."""
        theme.apply(theme.chosen(self.person.theme, self.person.density))
        wanted = folder or self.person.last_workspace
        if not (wanted and workspace.known(Path(wanted)) and self.open(wanted)):
            self.show_welcome()

    def show_welcome(self, problem: str = "") -> None:
        """Let the person choose a workspace."""
        if self.welcome is None:
            # Most starts lead straight to a workspace and need none of the welcome page.
            from ui.pages.welcome import WelcomePage

            self.welcome = WelcomePage(theme.chosen(self.person.theme, self.person.density), self.person)
            self.welcome.opened.connect(self.open)
            self.welcome.entered.connect(self.enter)
            self.welcome.spoken.connect(self.speak)
            self.welcome.resize(1000, 680)
        if problem:
            self.welcome.say(problem)
        self.welcome.show()

    def open(self, folder: str) -> bool:
        """Open a workspace; False with a message where it cannot be."""
        try:
            opened = opening.unlock(self.welcome or self.shell, Path(folder), self.person.author)
        except ArmdeskError as error:
            self.show_welcome(str(error))
            return False
        if opened is None:
            return False
        self.enter(opened)
        return True

    def enter(self, opened: Workspace) -> None:
        """Show the window of an open workspace."""
        self.leave()
        folder = str(opened.folder)
        self.person.last_workspace = folder
        self.person.recent = [folder, *(each for each in self.person.recent if each != folder)][:_RECENT]
        self.session = Session(opened, self.person, self)
        self.session.keep_person()
        self.session.dressed.connect(self.dress)
        self._show_shell()
        if self.welcome is not None:
            self.welcome.close()
            self.welcome.deleteLater()
            self.welcome = None

    def dress(self) -> None:
        """Make the window anew in another language or other colours, at the same page."""
        if self.session is None or self.shell is None:
            return
        self.speak()
        theme.apply(self.session.theme)
        old, page, geometry = self.shell, self.shell.page, self.shell.saveGeometry()
        old.closed.disconnect()
        self._show_shell()
        self.shell.restoreGeometry(geometry)
        self.session.open(page)
        old.close()
        old.deleteLater()

    def _show_shell(self) -> None:
        if self.session is None:
            return
        self.shell = Shell(self.session)
        self.shell.closed.connect(self.leave)
        self.shell.other_wanted.connect(self._on_other_wanted)
        self.shell.reopen_wanted.connect(self.reopen)
        self.shell.restore_wanted.connect(self._on_restore_wanted)
        self.shell.show()

    def _on_other_wanted(self, folder: str) -> None:
        if folder:
            self.open(folder)
            return
        shell = self.shell
        self.show_welcome()
        if shell is not None and self.welcome is not None:
            shell.close()

    def reopen(self) -> None:
        """Open the workspace anew, as after its data file was moved."""
        if self.session is not None:
            folder = str(self.session.workspace.folder)
            self.leave()
            if not self.open(folder) and self.welcome is None:
                self.show_welcome()

    def _on_restore_wanted(self, damage: DamagedWorkspace) -> None:
        """Damage was found while the window stood: put the newest backup in the place of the data, and open it."""
        if self.session is None:
            return
        folder = self.session.workspace.folder
        answer, path = opening.ask_way_back(self.shell, folder, damage)
        if answer == "restore" and path is not None:
            self.leave()
            opening.restore_into(None, path, folder)
            if not self.open(str(folder)) and self.welcome is None:
                self.show_welcome()

    def leave(self) -> None:
        """Close the open workspace, if there is one."""
        session, shell = self.session, self.shell
        self.session = self.shell = None
        if session is not None:
            session.close()
            session.deleteLater()
        if shell is not None:
            shell.deleteLater()


def prepare() -> Program:
    """Everything before the first window."""
    # The same style on every system.  Asked for in words: QApplication.setStyle would load all that Python knows of
    # styles, which the window itself never uses.
    app = QApplication([sys.argv[0] if sys.argv else "armdesk", "-style", "fusion"])
    app.setApplicationName("armdesk")
    app.setDesktopFileName("armdesk")
    start_log(paths.config_folder())
    problems.install()
    return Program(app)


def run(arguments: Sequence[str] = ()) -> int:
    """Open the window and stay until it is closed.  Shape: arguments may name the folder of a workspace."""
    program = prepare()
    program.start(next(iter(arguments), ""))
    code = program.app.exec()
    program.leave()
    return code
