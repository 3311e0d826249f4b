"""The foot of the window: saved, age of the backup, code of the history, work under way, who works here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QWidget

from armdesk.i18n import _
from ui import texts
from ui.checkup import Checkup
from ui.jobs import Job
from ui.session import Session

if TYPE_CHECKING:
    from armdesk.history import Head

_MINUTE = 60_000


class StatusLine(QFrame):
    """What stands below every page."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._job: Job | None = None
        self._head: Head | None = None
        self.setProperty("ground", "surface")
        self.setFixedHeight(30)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 2, 16, 2)
        row.setSpacing(12)
        self.words = texts.label(role="small")
        row.addWidget(self.words)
        row.addStretch(1)
        self.job_words = texts.label(role="small")
        self.bar = QProgressBar()
        self.bar.setFixedWidth(160)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Progress"))
        self.cancel = QPushButton(_("Cancel"))
        self.cancel.setProperty("link", "true")
        self.cancel.clicked.connect(self._on_cancel)
        for each in (self.job_words, self.bar, self.cancel):
            each.hide()
            row.addWidget(each)
        self.author = texts.label(role="small")
        row.addWidget(self.author)
        session.changes.records_changed.connect(lambda _types: self.refresh())
        session.jobs.began.connect(self._on_began)
        session.jobs.moved.connect(self._on_moved)
        session.jobs.ended.connect(self._on_ended)
        self._clock = QTimer(self)
        self._clock.setInterval(_MINUTE)
        self._clock.timeout.connect(self.refresh)
        self._clock.start()
        self.refresh()

    def refresh(self) -> None:
        """Say it anew; the code of the history comes as soon as it is read."""
        self.say()
        self.session.jobs.read(self, self._read_head, self._on_head, at_once=False)

    def _read_head(self) -> Head:
        """Runs in the thread of the lists, where the store may be made first."""
        return self.session.store.head()

    def _on_head(self, head: Head) -> None:
        self._head = head
        self.say()

    def say(self) -> None:
        """What is known now, without reading."""
        parts = [_("Reading only") if self.session.read_only else _("Saved"), self._backup()]
        reading = self.session.findChild(Checkup)
        if reading is not None and reading.words:
            parts.append(reading.words)
        if self._head is not None and self._head.seq:
            parts.append(_("history {code}").format(code=self._head.short()))
        self.words.setText("   ·   ".join(parts))
        self.author.setText(self.session.workspace.author or _("no name chosen"))

    def _backup(self) -> str:
        made = newest_backup(self.session.workspace.backups)
        if made is None:
            return _("no backup yet")
        minutes = max(0, int((self.session.workspace.now().timestamp() - made) // 60))
        if minutes < 60:
            return _("backup {count} min ago").format(count=minutes)
        if minutes < 48 * 60:
            return _("backup {count} h ago").format(count=minutes // 60)
        return _("backup {count} days ago").format(count=minutes // (24 * 60))

    def _on_began(self, job: Job) -> None:
        self._job = job
        self.job_words.setText(job.title)
        self.bar.setRange(0, 0)
        for each in (self.job_words, self.bar, self.cancel):
            each.show()

    def _on_moved(self, job: Job) -> None:
        if job is self._job:
            self.bar.setRange(0, max(job.total_steps, 0))
            self.bar.setValue(job.done_steps)
            self.job_words.setText(" · ".join(part for part in (job.title, job.text) if part))

    def _on_ended(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            for each in (self.job_words, self.bar, self.cancel):
                each.hide()

    def _on_cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.job_words.setText(_("Stopping …"))


def newest_backup(folder: Path) -> float | None:
    """When the newest backup beside the data was made, as a time stamp; None if there is none."""
    try:
        return max((path.stat().st_mtime for path in folder.glob("*.db")), default=None)
    except OSError:
        return None
