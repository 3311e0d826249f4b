"""Today > Backups: make one now, on another disk too, see what there is, confirm a restored state."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QWidget

from armdesk import backup
from armdesk.backup import Backup
from armdesk.errors import ArmdeskError, Cancelled
from armdesk.i18n import _, current
from armdesk.i18n_formats import decimal_text
from ui import files, problems, texts
from ui.blocks import button, page_head, size_text
from ui.exporting import open_folder
from ui.layouts import page_column
from ui.messages import Message, Messages
from ui.plain_table import PlainTable
from ui.session import Session
from ui.welcome_restore import REASONS


class BackupsPage(QWidget):
    """The backups of this workspace."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.backups: list[Backup] = []
        self.now_button = button(_("Back up now"), self.make, look="primary")
        self.disk_button = button(_("To another disk …"), self.make_elsewhere)
        for each in (self.now_button, self.disk_button):
            each.setEnabled(not session.read_only)
        column = page_column(self)
        column.addLayout(page_head(_("Backups"), _("Proved copies of the data: on closing, every thirty minutes of "
                                                   "changes, before each import."), self.disk_button,
                                   self.now_button))
        self.messages = Messages(session.theme)
        column.addWidget(self.messages)
        self.none = texts.label(_("There is no backup yet."), role="quiet")
        column.addWidget(self.none)
        self.table = PlainTable(session.theme, _("Backups"))
        column.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.addWidget(button(_("Open folder"), lambda: open_folder(session.workspace.backups)))
        foot.addWidget(button(_("Check the marked one"), self.verify))
        self.where = texts.label(role="small", wrap=True)
        foot.addWidget(self.where, 1)
        column.addLayout(foot)
        self.where.setText(_("Copies on the same disk do not help against theft, fire or a broken disk: keep one "
                             "elsewhere. To go back to one: menu, “Open another workspace”, “Restore a backup”."))
        self.refresh()
        self._say_frozen()

    def visit(self, _visit: object) -> None:
        """Read the folder again."""
        self.refresh()

    def refresh(self) -> None:
        """Read the folder again."""
        folder = self.session.workspace.backups
        self.session.jobs.read(self, lambda: backup.listed(folder), self._on_listed)

    def _on_listed(self, found: list[Backup]) -> None:
        self.backups = found

        def cell(row: int, column: int) -> str:
            each = found[row]
            return (f"{each.moment:%Y-%m-%d %H:%M}", _(REASONS.get(each.reason, each.reason)),
                    decimal_text(each.rows, 0, current()), decimal_text(each.head_seq, 0, current()),
                    f"{each.head_hash[:4]}-{each.head_hash[4:8]}" if each.head_seq else "", size_text(each.size),
                    _("proved") if each.verified else _("failed: do not use"))[column]

        self.table.show_rows((_("Made"), _("Why"), _("Rows"), _("Entries of history"), _("History"), _("Size"),
                              _("State")), len(found), cell, right=(2, 3, 5))
        self.none.setVisible(not found)

    def _say_frozen(self) -> None:
        """After a restore nothing is thinned out until somebody says that the restored state is the right one."""
        if self.session.workspace.settings.frozen_backups:
            self.messages.say(Message(_("This workspace was restored from a backup. Older backups are all kept until "
                                        "you confirm that the restored state is the right one."), "warn",
                                      "" if self.session.read_only else _("It is the right one"), self.confirm,
                                      lasting=True))

    def confirm(self) -> None:
        """The restored state is right: backups may be thinned out again."""
        self.session.workspace.settings.frozen_backups = False
        self.session.workspace.keep_settings()
        self.messages.say(Message(_("Confirmed. Old backups are thinned out again from now on."), "good"))

    def make(self) -> None:
        """Make a backup beside the data."""
        self._make(None)

    def make_elsewhere(self) -> None:
        """Make a backup with all papers on another disk."""
        folder = files.ask_folder(self, _("On which disk? Choose a folder for the backup"))
        if folder is not None:
            self._make(folder)

    def _make(self, target: Path | None) -> None:
        space = self.session.workspace
        for each in (self.now_button, self.disk_button):
            each.setEnabled(False)
        self.session.jobs.run(self, lambda progress: backup.make(space, "asked", progress, target),
                              done=self._on_made, failed=self._on_failed, title=_("Making a backup"))

    def _on_made(self, path: Path) -> None:
        self._free()
        self.messages.say(Message(_("The backup {name} is made and was read back whole.").format(name=path.stem),
                                  "good", _("Open folder"), lambda: open_folder(path.parent)))
        self.session.changes.records_changed.emit(frozenset())
        self.refresh()

    def _on_failed(self, error: Exception) -> None:
        self._free()
        if isinstance(error, ArmdeskError):
            if not isinstance(error, Cancelled):
                self.messages.say(Message(str(error), "alarm"))
        else:
            problems.show(error, self)

    def _free(self) -> None:
        for each in (self.now_button, self.disk_button):
            each.setEnabled(not self.session.read_only)

    def verify(self) -> None:
        """Read the marked backup and prove it again."""
        row = self.table.currentIndex().row()
        if not 0 <= row < len(self.backups):
            return
        chosen, space = self.backups[row], self.session.workspace
        path = space.backups / f"{chosen.name}.db"
        self.session.jobs.run(
            self, lambda progress: backup.verify(path, space.key, progress=progress), failed=self._on_failed,
            done=lambda _found: self.messages.say(Message(_("The backup {name} is whole.").format(name=chosen.name),
                                                          "good")), title=_("Checking the copy"))
