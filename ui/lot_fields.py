"""The fields of a new lot or sale inside a dialog: a few rows of the record's own form, side by side."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from armdesk.record import Record
from ui.form_row import FormRow
from ui.session import Session


class RecordFields(QWidget):
    """Some fields of one new record.  touched: somebody typed."""

    touched = Signal()

    def __init__(self, session: Session, type_: type[Record], names: Sequence[str], across: int = 3,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.type = session, type_
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        self.rows: dict[str, FormRow] = {}
        for place, name in enumerate(names):
            row = FormRow(session, type_.field(name))
            row.editor.put(None)
            row.editor.touched.connect(lambda row=row: self._on_touched(row))
            grid.addWidget(row, place // across, place % across)
            self.rows[name] = row
        for column in range(across):
            grid.setColumnStretch(column, 1)

    def put(self, values: Mapping[str, Any]) -> None:
        """Show values."""
        for name, value in values.items():
            if name in self.rows:
                self.rows[name].editor.put(value, values)

    def take(self, base: Mapping[str, Any] | None = None) -> tuple[Record, dict[str, list[str]]]:
        """A new record of what is typed, over given values, and what could not be read."""
        record, unread = self.type(**(base or {})), {}
        typed: dict[str, str] = {}
        for name, row in self.rows.items():
            try:
                setattr(record, name, row.editor.take(record.values()))
            except ValueError as error:
                unread[name] = [str(error)]
            if row.editor.as_typed():
                typed[name] = row.editor.as_typed()
        record.typed = json.dumps(typed, ensure_ascii=False, sort_keys=True) if typed else None
        record.fill()
        return record, unread

    def glance(self) -> dict[str, Any]:
        """Values as far as they are understood."""
        found: dict[str, Any] = {}
        for name, row in self.rows.items():
            try:
                found[name] = row.editor.glance(found)
            except ValueError:
                found[name] = None
        return found

    def say(self, problems: Mapping[str, Sequence[str]]) -> None:
        """Show each sentence beside its field."""
        for name, row in self.rows.items():
            row.say_problems(problems.get(name, []))

    def focus_fault(self, problems: Mapping[str, Sequence[str]]) -> bool:
        """Put the keyboard into the first field with a problem."""
        for name, row in self.rows.items():
            if problems.get(name):
                row.editor.setFocus()
                return True
        return False

    def _on_touched(self, row: FormRow) -> None:
        if row.problems():
            row.say_problems([])
        row.show_understood(self.glance())
        self.touched.emit()
