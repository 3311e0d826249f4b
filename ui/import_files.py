"""The files of an import: which they are, where each stands, and which comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from armdesk.i18n import _
from armdesk.importers.plan import ImportPlan
from ui import texts
from ui.import_reading import BookReading
from ui.theme import Theme

BOOKS = "*.xlsx *.xls *.xlsm *.xlsb *.ods *.csv *.tsv"
_SIGNS = {"waiting": "document", "reading": "clock", "ready": "import", "done": "good", "out": "nothing",
          "fault": "warn", "paper": "evidence"}
_COLOURS = {"done": "good", "fault": "warn", "ready": "gold"}
_BOOK_OPEN = ("waiting", "ready", "reading")


@dataclass
class Entry:
    """One file of the dialog.  Shape: state is a key of _SIGNS; remark a sentence; seen once a person saw its rows."""

    path: Path
    state: str = "waiting"
    remark: str = ""
    reading: BookReading | None = None
    plan: ImportPlan | None = None
    seen: bool = False
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def tried(self) -> bool:
        """Whether it is a book that still waits, is read, or is ready."""
        return self.state in _BOOK_OPEN

    @property
    def open(self) -> bool:
        """Whether something is still to be done with it."""
        return self.tried or self.state == "paper"

    @property
    def unknown(self) -> bool:
        """Whether nothing is known yet of how it is to be read."""
        reading = self.reading
        return reading is not None and not reading.kept and not any(sheet.table() for sheet in reading.sheets)

    def words(self) -> str:
        """What became of it, or why it is no book."""
        if self.state == "done":
            return _("Imported: {new} new, {changed} changed, {unchanged} unchanged, {refused} refused, {doubtful} "
                     "doubtful.").format(**self.counts) if self.counts else _("It is in the inbox.")
        paper = _("This is no table. It goes to the inbox, where you file it as evidence.")
        return "\n\n".join(part for part in (self.remark, paper) if part)


class FileList(QListWidget):
    """The files with the sign of their state; books first, papers after them."""

    def __init__(self, theme: Theme, paths: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.entries = [Entry(path, "waiting" if is_book(path) else "paper") for path in paths]
        self.entries.sort(key=lambda entry: entry.state == "paper")
        self.setAccessibleName(_("Files"))
        self.setFixedWidth(250)
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def put_books(self, books: Sequence[Entry]) -> None:
        """List the books as they were found, then the papers, and mark the first file."""
        self.entries = [*books, *self.papers()]
        for entry in self.entries:
            item = QListWidgetItem(self._theme.icon(_SIGNS[entry.state], "quiet"), entry.path.name)
            item.setToolTip(texts.tip(str(entry.path)))
            self.addItem(item)
        self.setCurrentRow(0)

    def entry(self) -> Entry | None:
        """The file in view."""
        row = self.currentRow()
        return self.entries[row] if 0 <= row < len(self.entries) else None

    def set_state(self, entry: Entry, state: str) -> None:
        """Say where a file stands now."""
        entry.state = state
        self.item(self.entries.index(entry)).setIcon(self._theme.icon(_SIGNS[state], _COLOURS.get(state, "quiet")))

    def papers(self) -> list[Entry]:
        """Files that are no tables; they go to the inbox."""
        return [each for each in self.entries if each.state == "paper"]

    def open(self) -> list[Entry]:
        """Files with which something is still to be done."""
        return [each for each in self.entries if each.open]

    def trusted(self) -> list[Entry]:
        """Books that are read by a recipe kept before, or whose rows a person has looked at: no guess goes unseen."""
        return [each for each in self.entries
                if each.tried and each.reading is not None and (each.seen or each.reading.known)]

    def next_row(self) -> int | None:
        """Row of the next file that still waits."""
        return next((row for row, each in enumerate(self.entries) if each.open), None)

    def finished(self) -> bool:
        """Whether nothing waits, and nothing has to be told of what was not taken."""
        return not any(each.open or each.state == "fault" or (each.plan is not None and each.plan.refused)
                       for each in self.entries)


def is_book(path: Path) -> bool:
    """Whether a file is a table by its name."""
    return f"*{path.suffix.lower()}" in BOOKS.split()
