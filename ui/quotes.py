"""Noting quotes: pasted from a page or a workbook, or opened from a file, looked at, then kept as dated rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from armdesk.errors import ArmdeskError
from armdesk.i18n import N_, _, current, ngettext
from armdesk.i18n_formats import scaled_text
from armdesk.importers.quotes import Quote, Read, keep_quotes, read_quotes, rows_of
from armdesk.models.choices import QUOTE
from ui import files, problems, texts
from ui.plain_table import PlainTable
from ui.session import Session

_PAUSE, _TOLD = 250, 3
_KINDS = {**{code: label for code, label in QUOTE.items() if code != "agreed"}, "fx": N_("Exchange rate")}
_FILES = "Excel, CSV (*.xlsx *.xls *.ods *.csv *.txt)"


class QuotesDialog(QDialog):
    """Which quote, from where, and the table; below, how it is understood."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.session = session
        self.found = Read((), ())
        self._rows: Sequence[Sequence[Any]] | None = None
        self.setWindowTitle(_("Note quotes"))
        self.resize(760, 560)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.look)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(self._choices())
        column.addWidget(texts.label(_("One row for each day: the date, then the number. Paste it here, or open a "
                                       "file."), role="quiet", wrap=True))
        self.area = QPlainTextEdit()
        self.area.setAccessibleName(_("Quotes"))
        self.area.setTabChangesFocus(True)
        self.area.textChanged.connect(self._on_typed)
        column.addWidget(self.area, 1)
        self.table = PlainTable(session.theme, _("Quotes understood"))
        column.addWidget(self.table, 1)
        self.told = texts.label("", role="problem", wrap=True)
        column.addWidget(self.told)
        column.addLayout(self._foot())
        self.look()

    def _choices(self) -> QGridLayout:
        self.kind, self.source = QComboBox(), QLineEdit()
        for code, label in _KINDS.items():
            self.kind.addItem(_(label), code)
        self.kind.setCurrentIndex(self.kind.findData("lbma_pm"))
        self.kind.currentIndexChanged.connect(lambda _place: self.look())
        self.source.setPlaceholderText(_("Such as LBMA, or the bank's page"))
        self.source.textEdited.connect(lambda _text: self._ready())
        grid = QGridLayout()
        for place, (words, box) in enumerate(((_("Quote"), self.kind), (_("Source"), self.source))):
            name = texts.label(words, role="field")
            name.setBuddy(box)
            box.setAccessibleName(words)
            grid.addWidget(name, 0, place)
            grid.addWidget(box, 1, place)
        grid.setColumnStretch(1, 1)
        self.file_button = QPushButton(_("Open a file"))
        self.file_button.setAutoDefault(False)
        self.file_button.clicked.connect(self.open_file)
        grid.addWidget(self.file_button, 1, 2)
        return grid

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        cancel = QPushButton(_("Cancel"))
        cancel.clicked.connect(self.reject)
        self.keep_button = QPushButton(_("Keep the quotes"))
        self.keep_button.setProperty("primary", "true")
        self.keep_button.clicked.connect(self.keep)
        for button in (cancel, self.keep_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        return row

    def open_file(self) -> None:
        """Read the first sheet of a file."""
        path = files.ask_file(self, _("Open a file"), _FILES)
        if path is None:
            return
        try:
            rows = _rows_of_file(path)
        except ArmdeskError as error:
            problems.show(error, self)
            return
        self.area.setPlainText("")
        self._rows = rows
        if not self.source.text():
            self.source.setText(path.name)
        self.look()

    def _on_typed(self) -> None:
        if self.area.toPlainText():
            self._rows = None
        self._timer.start()

    def look(self) -> None:
        """Show how the table is understood."""
        rows = self._rows if self._rows is not None else rows_of(self.area.toPlainText())
        self.found = read_quotes(rows, str(self.kind.currentData()), self.session.reading())
        quotes = self.found.quotes

        def cell(row: int, column: int) -> str:
            each: Quote = quotes[row]
            return (str(each.day), _(_KINDS.get(each.kind, each.kind)),
                    scaled_text(each.value, 6, current(), least=2))[column]

        self.table.show_rows([_("Date"), _("Quote"), _("Value")], len(quotes), cell, right=(2,))
        told = [_("Row {line}: {sentence}").format(line=each.line, sentence=each.sentence)
                for each in self.found.unread[:_TOLD]]
        if len(self.found.unread) > _TOLD:
            told.append(_("and {count} more").format(count=len(self.found.unread) - _TOLD))
        self.told.setText("\n".join(told))
        self._ready()

    def _ready(self) -> None:
        self.keep_button.setEnabled(bool(self.found.quotes) and bool(self.source.text().strip())
                                    and not self.session.read_only)

    def keep(self) -> None:
        """Keep what was understood."""
        if self._timer.isActive():  # something was typed a moment ago
            self._timer.stop()
            self.look()
            if not self.keep_button.isEnabled():
                return
        own = self.session.workspace.settings.currency or "USD"
        try:
            kept = keep_quotes(self.session.store, self.found.quotes, self.source.text().strip(), own)
        except ArmdeskError as error:
            problems.show(error, self)
            return
        text = ngettext("{count} quote is noted.", "{count} quotes are noted.", kept.new + kept.changed)
        self.session.say(text.format(count=kept.new + kept.changed), "good")
        self.accept()


def _rows_of_file(path: Path) -> list[list[Any]]:
    """Rows of the first sheet.  Errors: RefusedFile."""
    from armdesk.importers.workbook import open_book

    book = open_book(path)
    return [list(row) for row in book.rows(book.sheets[0])] if book.sheets else []
