"""The step of the first run that goes back to a backup: which ones there are, what is inside, where it goes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QWidget

from armdesk import backup, paths, restore, settings, workspace
from armdesk.backup import Backup
from armdesk.errors import ArmdeskError, Cancelled
from armdesk.i18n import N_, _, current, ngettext
from armdesk.i18n_formats import decimal_text
from armdesk.progress import Progress
from armdesk.settings import PersonSettings, WorkspaceSettings
from ui import files, opening, problems, texts
from ui.blocks import button, size_text
from ui.founding import folder_name, free_folder
from ui.jobs import Jobs
from ui.layouts import column_in

_WHAT = int(Qt.ItemDataRole.UserRole)
REASONS = {"closing": N_("on closing"), "changes": N_("after changes"), "import": N_("before an import"),
           "migration": N_("before an update"), "restore": N_("before a restore"), "asked": N_("on request"),
           "pack": N_("before a pack")}
"""Why a backup was made, in words."""


def backup_text(made: Backup) -> str:
    """One backup as a line: when, why, how much is inside, whether it was proved."""
    inside = ngettext("{count} row", "{count} rows", made.rows).format(count=decimal_text(made.rows, 0, current()))
    parts = [opening.moment_text(made), _(REASONS.get(made.reason, made.reason)), inside, size_text(made.size),
             _("proved") if made.verified else _("failed: do not use")]
    return "  ·  ".join(parts)


class RestoreStep(QWidget):
    """Lists backups and puts one in place.  restored carries the folder."""

    restored = Signal(object)

    def __init__(self, jobs: Jobs, person: PersonSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._person = jobs, person
        column = column_in(self)
        column.addWidget(texts.label(_("Restore a backup"), role="heading"))
        column.addWidget(texts.label(_("Each backup is checked again before it takes the place of the data. What it "
                                       "replaces is kept."), role="quiet", wrap=True))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Backups"))
        self.list.currentItemChanged.connect(lambda *_items: self._on_chosen())
        column.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.addWidget(texts.label(_("Into the folder")))
        self.target = QLineEdit()
        self.target.setAccessibleName(_("Into the folder"))
        row.addWidget(self.target, 1)
        column.addLayout(row)
        self.problem = texts.label(role="problem", wrap=True)
        column.addWidget(self.problem)
        foot = QHBoxLayout()
        foot.addWidget(button(_("Look in another folder …"), self._look_elsewhere))
        foot.addStretch(1)
        self.go = button(_("Restore"), self.submit, look="primary")
        foot.addWidget(self.go)
        column.addLayout(foot)

    def begin(self) -> None:
        """List the backups of the workspaces used before."""
        self.list.clear()
        for folder in dict.fromkeys(map(Path, self._person.recent)):
            self._add(folder / "backups", folder)
        self._after_listing()

    def _after_listing(self) -> None:
        self.go.setEnabled(self.list.count() > 0)
        self.problem.setText("" if self.list.count() else _(
            "No backup was found. Choose the folder that holds it, such as one on a USB stick."))
        if self.list.count():
            self.list.setCurrentRow(0)
            self.list.setFocus()

    def _add(self, place: Path, folder: Path | None) -> None:
        for made in backup.listed(place):
            owner = folder or free_folder(paths.workspaces_folder(), made.workspace or folder_name(""))
            name = made.workspace or owner.name
            item = QListWidgetItem(f"{name}\n{backup_text(made)}")
            item.setData(_WHAT, (place / f"{made.name}.db", owner))
            if not made.verified:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            self.list.addItem(item)

    def _look_elsewhere(self) -> None:
        chosen = files.ask_folder(self, _("Choose the folder that holds backups"))
        if chosen is None:
            return
        self.list.clear()
        inside = chosen / "backups"
        self._add(inside if inside.is_dir() else chosen, chosen if workspace.exists(chosen) else None)
        self._after_listing()

    def _on_chosen(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.target.setText(str(item.data(_WHAT)[1]))

    def submit(self) -> None:
        """Put the chosen backup into the folder."""
        item = self.list.currentItem()
        if item is None:
            return
        path, folder = item.data(_WHAT)[0], Path(self.target.text().strip()).expanduser()
        if not folder.is_absolute():
            self.problem.setText(_("Write the whole path of a folder, or choose one."))
            return
        if folder.exists() and any(folder.iterdir()) and not workspace.exists(folder):
            self.problem.setText(_("The folder “{name}” is not empty. Choose a new one.").format(name=folder.name))
            return
        if workspace.exists(folder) and not self._sure(folder):
            return
        self._start(path, folder)

    def _sure(self, folder: Path) -> bool:
        name = settings.read(folder / "settings.json", WorkspaceSettings).name or folder.name
        return problems.ask(self, _("Put this backup in the place of the data of “{name}”?").format(name=name),
                            [("restore", _("Restore")), ("back", _("Not now"))], safe="back",
                            detail=_("The present data are kept in its folder of backups.")) == "restore"

    def _start(self, path: Path, folder: Path) -> None:
        password = None
        try:
            if backup.needs_password(path):
                given = opening.ask_secret(self, path.name)
                if given is None:
                    return
                password = given[1]
        except ArmdeskError as error:
            self.problem.setText(str(error))
            return
        self.problem.setText("")
        self.setEnabled(False)

        def work(progress: Progress) -> Path:
            restore.restore(path, folder, now=datetime.now().astimezone(), password=password, progress=progress)
            return folder

        self._jobs.run(self, work, done=self._on_restored, failed=self._on_failed, title=_("Restoring"))

    def _on_restored(self, folder: Path) -> None:
        self.setEnabled(True)
        self.restored.emit(folder)

    def _on_failed(self, error: Exception) -> None:
        self.setEnabled(True)
        if not isinstance(error, ArmdeskError):
            problems.show(error, self)
        elif not isinstance(error, Cancelled):
            self.problem.setText(str(error))
