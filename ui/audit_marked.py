"""A step of an audit that is a list beside a form; what is typed is kept before another record is marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QPushButton, QWidget

from armdesk.models import Audit
from armdesk.progress import Progress
from armdesk.record import Record
from ui import files, problems
from ui.audit_parts import Seen, Step
from ui.forms import Form
from ui.plain_table import PlainTable
from ui.session import Session

_TABLES = "Excel, LibreOffice, CSV (*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv *.tsv)"


class MarkedStep(Step):
    """The list on the left, the marked record on the right; what is typed into it stays while the audit is read anew.

    A step lays out table and form, and says by records(), fill(), tell() and colour() what they show.
    """

    def __init__(self, session: Session, name: str, type_: type[Record], fields: tuple[str, ...],
                 parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._id = ""
        self.buttons: tuple[QPushButton, ...] = ()
        """Those that need a marked record."""
        self.table = PlainTable(session.theme, name)
        self.table.rows.colour = self.colour
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.form = Form(session, type_, only=fields)
        self.form.keeper = self.keep_record
        self.setFocusProxy(self.table)

    # what a step says

    def records(self) -> Sequence[Any]:
        """The records of the list in its order; none while no audit is in view."""
        raise NotImplementedError

    def fill(self) -> None:
        """Show the records in the table."""
        raise NotImplementedError

    def tell(self, row: int | None) -> None:
        """Say above and below the form what belongs to the record of a row; None where there is none."""
        raise NotImplementedError

    def colour(self, row: int, column: int) -> QColor | None:
        """Colour of a cell, where it has one."""
        raise NotImplementedError

    def keep_record(self, record: Record) -> object:
        """Save a record of the form, with what follows from it."""
        raise NotImplementedError

    # showing

    def show_seen(self, seen: Seen) -> None:
        """Show the records of an audit; what is typed into one stays."""
        if self.seen is None or self.seen.audit.id != seen.audit.id:
            self._id = ""
        super().show_seen(seen)
        marked = self._id  # filling the table marks its first row
        self.fill()
        found = self.records()
        for each in self.buttons:
            each.setEnabled(bool(found) and not self.session.read_only)
        self.form.setEnabled(bool(found))
        if found:
            row = max(self._row_of(marked), 0)
            self.table.selectRow(row)
            self._show(row)
        else:
            self._id = ""
            self.tell(None)

    def marked_row(self) -> int | None:
        """Row of the marked record."""
        row = self._row_of(self._id)
        return row if row >= 0 else None

    def _row_of(self, id_: str) -> int:
        return next((row for row, each in enumerate(self.records()) if each.id == id_), -1)

    def _on_row(self, now: QModelIndex, _before: QModelIndex) -> None:
        found = self.records()
        if now.isValid() and now.row() < len(found) and found[now.row()].id != self._id:
            if self.keep():
                self._show(now.row())
            else:
                self.table.selectRow(max(self._row_of(self._id), 0))

    def _show(self, row: int) -> None:
        record = self.records()[row]
        same, self._id = self._id == record.id and self.form.record.id == record.id, str(record.id)
        if not (same and self.form.dirty):
            self.form.put(record)
        self.tell(row)

    # doing

    def keep(self) -> bool:
        """Save what is typed into the marked record."""
        return not self.form.dirty or self.form.save()

    def ask_table(self, title: str) -> Path | None:
        """A file of the auditor with a list in it."""
        return files.ask_file(self, title, _TABLES)

    def read_table(self, title: str, path: Path, look: Callable[[Audit], Any], done: Callable[[Any], object]) -> None:
        """Read a file of the auditor away from the window; what is typed is kept first."""
        audit = self.audit
        if audit is None or self.session.read_only or not self.keep():
            return

        def work(progress: Progress) -> Any:
            progress.step(0, 1, path.name)
            return look(audit)

        self.session.jobs.run(self, work, done=done, failed=lambda error: problems.show(error, self), title=title)
