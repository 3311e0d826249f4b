"""What the steps of the audit room share: what they are shown, a bar of two tracks, lists that lead somewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from armdesk.i18n import _, current
from armdesk.models import Audit
from armdesk.progress import Progress
from armdesk.reports.document import Document
from armdesk.services.audit_changes import Changes
from armdesk.services.audit_room import Room
from ui import files, printing, problems
from ui.exporting import open_folder
from ui.session import Session


@dataclass(frozen=True)
class Seen:
    """One audit as the steps show it."""

    room: Room
    changes: Changes

    @property
    def audit(self) -> Audit:
        """The audit itself."""
        return self.room.audit


class Step(QWidget):
    """One step of the room.  Every step is shown the audit again after each change; what is being typed stays."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.seen: Seen | None = None

    @property
    def audit(self) -> Audit | None:
        """The audit in view."""
        return self.seen.audit if self.seen is not None else None

    @property
    def known(self) -> Seen:
        """The audit in view, for what is only reached while one is."""
        if self.seen is None:
            raise RuntimeError("no audit is in view")
        return self.seen

    def show_seen(self, seen: Seen) -> None:
        """Show an audit."""
        self.seen = seen

    def keep(self) -> bool:
        """Save what is typed; False if something has to be mended first."""
        return True

    def begin_work(self) -> None:
        """Put the keyboard where work begins."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)


class TrackBar(QWidget):
    """How far requests are on one track: a bar of parts, with its words beside it."""

    _HEIGHT, _WORDS = 22, 9

    def __init__(self, session: Session, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours, self._name = session.theme.colours, name
        self._parts: list[tuple[str, int, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_parts(self, parts: Sequence[tuple[str, int, str]]) -> None:
        """Shape: (word, count, name of a colour) each; parts without a count are left out."""
        self._parts = [each for each in parts if each[1]]
        self.setAccessibleName(self._name)
        self.setAccessibleDescription(self.words())
        self.setToolTip(self.words())
        self.update()

    def words(self) -> str:
        """The parts in words."""
        return f"{self._name}: " + (", ".join(f"{word} {count}" for word, count, _colour in self._parts) or "–")

    def sizeHint(self) -> QSize:
        """One line high."""
        return QSize(360, self._HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint name, parts and their numbers."""
        painter = QPainter(self)
        metrics = self.fontMetrics()
        left = metrics.horizontalAdvance(self._name) + 12
        painter.setPen(QColor(self._colours.quiet))
        painter.drawText(QRect(0, 0, left, self._HEIGHT), Qt.AlignmentFlag.AlignVCenter, self._name)
        total, x = sum(count for _word, count, _colour in self._parts), left
        room = max(self.width() - left, 1)
        for place, (word, count, colour) in enumerate(self._parts):
            last = place == len(self._parts) - 1
            width = self.width() - x if last else round(room * count / total)
            box = QRect(x, 2, max(width - 2, 2), self._HEIGHT - 4)
            painter.fillRect(box, QColor(getattr(self._colours, colour)))
            text = f"{word} {count}" if metrics.horizontalAdvance(f"{word} {count}") + 10 < box.width() else str(count)
            painter.setPen(QColor(self._colours.surface if colour != "line" else self._colours.ink))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
            x += width
        if not self._parts:
            painter.fillRect(QRect(left, 2, room, self._HEIGHT - 4), QColor(self._colours.line))
        painter.end()


def print_paper(step: Step, title: str, make: Callable[[Any, Seen, str], Document]) -> None:
    """Write a paper of the audit as a PDF.  Shape: make is given store, what is seen, and the language."""
    seen = step.seen
    if seen is None or not step.keep():
        return
    store, language = step.session.store, current()
    name = f"{title} {seen.audit.code or seen.audit.title}.pdf"
    printing.to_file(step.session, step, title, name, lambda: make(store, seen, language))


def write_excel(step: Step, title: str, make: Callable[[Any, Seen, str, Path, Progress], object]) -> None:
    """Write an Excel file of the audit.  Shape: make is given store, what is seen, language, target and progress."""
    seen = step.seen
    if seen is None or not step.keep():
        return
    path = files.ask_target(step, title, f"{title} {seen.audit.code or seen.audit.title}.xlsx", "Excel (*.xlsx)")
    if path is None:
        return
    store, language, session = step.session.store, current(), step.session

    def done(_nothing: object) -> None:
        session.say(_("Exported to {file}.").format(file=path.name), "good", _("Open folder"),
                    lambda: open_folder(path.parent))

    session.jobs.run(step, lambda progress: make(store, seen, language, path, progress), done=done,
                     failed=lambda error: problems.show(error, step), title=title)
