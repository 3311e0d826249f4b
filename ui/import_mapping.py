"""The part of the import where a person sees and corrects how a book is read: sheet, heading row, column and field."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from armdesk.fields import Json, Mass
from armdesk.i18n import N_, _, ngettext
from armdesk.importers.encodings import ENCODINGS
from armdesk.models import record_type
from armdesk.numbers import MASS_UNITS
from ui import texts
from ui.blocks import scrolled
from ui.import_reading import BookReading, Column, SheetReading, registers
from ui.layouts import column_in

MARKS = {"": N_("Ask when doubtful"), ",": N_("1.234,5"), ".": N_("1,234.5")}
_HEADER_ROWS = 40
ORDERS = {"dmy": N_("Day/month/year"), "mdy": N_("Month/day/year"), "ymd": N_("Year/month/day")}


class _Combo(QComboBox):
    """A list that the wheel does not turn while the page is scrolled."""

    def wheelEvent(self, event: object) -> None:
        event.ignore()  # type: ignore[attr-defined]  # QWheelEvent


class MappingEditor(QWidget):
    """Shows how one book is read.  changed: something was corrected; letters_chosen: the encoding of its text was."""

    changed = Signal()
    letters_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reading: BookReading | None = None
        self._putting = False
        column = column_in(self)
        self.kept_words = texts.label(role="quiet", wrap=True)
        column.addWidget(self.kept_words)
        self.top = QWidget()
        column.addWidget(self.top)
        self._lay_out_top()
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(12)
        self.grid.setVerticalSpacing(6)
        inside = QWidget()
        holder = QVBoxLayout(inside)
        holder.setContentsMargins(12, 8, 12, 8)
        holder.addLayout(self.grid)
        holder.addStretch(1)
        column.addWidget(scrolled(inside, "surface"), 1)
        column.addLayout(self._keep_row())

    def _lay_out_top(self) -> None:
        grid = QGridLayout(self.top)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        self.sheet, self.register, self.mark, self.order = _Combo(), _Combo(), _Combo(), _Combo()
        self.header, self.letters = _Combo(), _Combo()
        self.header.setMaximumWidth(230)
        self.included = QCheckBox(_("Read this sheet"))
        self.register.addItem(_("Choose a register"), "")
        for name, label in registers():
            self.register.addItem(label, name)
        for combo, choices in ((self.mark, MARKS), (self.order, ORDERS), (self.letters, ENCODINGS)):
            for code, word in choices.items():
                combo.addItem(_(word), code)
        fields: tuple[tuple[str, QWidget], ...] = (
            (_("Letters"), self.letters), (_("Sheet"), self.sheet), (_("Register"), self.register),
            (_("Headings in row"), self.header), (_("Numbers"), self.mark), (_("Dates"), self.order))
        titles = []
        for place, (words, field) in zip((0, 0, 1, 2, 3, 4), fields, strict=True):  # letters or sheet
            title = texts.label(words, role="field")
            title.setBuddy(field)
            field.setAccessibleName(words)
            grid.addWidget(title, 0, place)
            grid.addWidget(field, 1, place)
            titles.append(title)
        self.letters_title, self.sheet_title, *_others = titles
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 2)
        self.included_words = texts.label(role="small")
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self.included)
        below.addWidget(self.included_words, 1)
        grid.addLayout(below, 2, 0, 1, 5)
        self.sheet.currentIndexChanged.connect(lambda _place: self._show_sheet())
        self.register.currentIndexChanged.connect(lambda _place: self._on_chosen())
        self.header.currentIndexChanged.connect(lambda _place: self._on_chosen())
        self.included.toggled.connect(self._on_included)
        self.mark.currentIndexChanged.connect(lambda _place: self._on_book())
        self.order.currentIndexChanged.connect(lambda _place: self._on_book())
        self.letters.currentIndexChanged.connect(lambda _place: self._on_letters())

    def _keep_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.keep = QCheckBox(_("Remember this for files named"))
        self.pattern = QLineEdit()
        self.pattern.setMaxLength(200)
        self.pattern.setAccessibleName(_("Files this is remembered for; * stands for anything"))
        self.pattern.setToolTip(texts.tip(_("* stands for anything")))
        self.pattern.textEdited.connect(self._on_pattern)
        row.addWidget(self.keep)
        row.addWidget(self.pattern, 1)
        return row

    # showing

    def put(self, reading: BookReading) -> None:
        """Show the reading of a book."""
        self.reading = reading
        rich = reading.kept is not None
        for each in (self.top, self.keep, self.pattern):
            each.setVisible(not rich)
        self.kept_words.setVisible(reading.known)
        self.kept_words.setText(_("Read by the recipe “{name}”, kept from before.").format(name=reading.recipe_name))
        self._putting = True
        self.sheet.clear()
        for place, sheet in enumerate(reading.sheets):
            self.sheet.addItem(sheet.sheet or _("(the only sheet)"), place)
        first = next((place for place, sheet in enumerate(reading.sheets) if sheet.included), 0)
        self.sheet.setCurrentIndex(first)
        self.mark.setCurrentIndex(max(self.mark.findData(reading.decimal_mark), 0))
        self.order.setCurrentIndex(max(self.order.findData(reading.order), 0))
        self._put_letters(reading.encoding)
        self.pattern.setText(reading.pattern)
        self.keep.setChecked(reading.known)
        self._putting = False
        if rich:
            self._show_rich(reading)
        else:
            self._show_sheet()

    def _put_letters(self, encoding: str) -> None:
        """The encoding of a text table, which has one sheet; a workbook has no encoding that could be wrong."""
        family = {"utf-8-sig": "utf-8", "latin-1": "cp1252", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}
        self.letters.setCurrentIndex(self.letters.findData(family.get(encoding, encoding)))
        for each in (self.letters, self.letters_title):
            each.setVisible(bool(encoding))
        for each in (self.sheet, self.sheet_title):
            each.setVisible(not encoding)

    def current(self) -> SheetReading | None:
        """The sheet in view."""
        sheets = self.reading.sheets if self.reading else []
        place = self.sheet.currentIndex()
        return sheets[place] if 0 <= place < len(sheets) else None

    def alike(self) -> list[SheetReading]:
        """The sheet in view and the others with the same headings, which are corrected together."""
        shown = self.current()
        if shown is None or self.reading is None:
            return []
        headings = [column.heading for column in shown.columns]
        return [each for each in self.reading.sheets
                if each is shown or (each.included and [column.heading for column in each.columns] == headings
                                     and each.header_row == shown.header_row)]

    def _show_sheet(self) -> None:
        shown = self.current()
        if shown is None or self._putting:
            return
        self._putting = True
        self.register.setCurrentIndex(max(self.register.findData(shown.register), 0))
        self.header.clear()
        for number, cells in enumerate(shown.rows[:_HEADER_ROWS], 1):
            words = " · ".join(cell for cell in cells if cell)
            self.header.addItem(f"{number}: {words[:60]}", number)
        self.header.setCurrentIndex(self.header.findData(shown.header_row))
        self.included.setChecked(shown.included)
        self._putting = False
        self._say_included()
        self._fill(shown)

    def _say_included(self) -> None:
        reading = self.reading
        if reading is None:
            return
        count, read = len(reading.sheets), sum(each.included for each in reading.sheets)
        words = ngettext("{read} of {count} sheet is read", "{read} of {count} sheets are read", count).format(
            read=read, count=count)
        same = len(self.alike()) - 1
        if same > 0:
            words += " · " + ngettext("corrections hold for {count} other sheet with these headings too",
                                      "corrections hold for {count} other sheets with these headings too",
                                      same).format(count=same)
        self.included_words.setText(words)

    def _clear(self) -> None:
        while (item := self.grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _fill(self, shown: SheetReading) -> None:
        self._clear()
        for place, words in enumerate((_("Column"), _("First values"), _("Field"), _("Unit"))):
            self.grid.addWidget(texts.label(words, role="field"), 0, place)
        if not shown.columns:
            self.grid.addWidget(texts.label(_("This row holds no headings. Choose another row."), role="quiet"), 1, 0,
                                1, 4)
        self.fields: list[QComboBox] = []
        model = self._field_model(shown.register)
        for line, column in enumerate(shown.columns, 1):
            self.grid.addWidget(texts.Elided(column.heading), line, 0)
            self.grid.addWidget(texts.Elided("  ·  ".join(column.samples), role="quiet"), line, 1)
            combo = _Combo()
            combo.setModel(model)
            combo.setCurrentIndex(max(combo.findData(column.field), 0))
            combo.setAccessibleName(_("Field for the column {name}").format(name=column.heading))
            combo.setEnabled(bool(shown.register))
            combo.currentIndexChanged.connect(partial(self._on_field, column.heading, combo))
            self.grid.addWidget(combo, line, 2)
            self.fields.append(combo)
            self._put_unit(line, column, shown)
        for place, stretch in enumerate((3, 4, 3, 1)):
            self.grid.setColumnStretch(place, stretch)

    def _field_model(self, register: str) -> QStandardItemModel:
        """The fields of a register; one model for all combo boxes."""
        from PySide6.QtGui import QStandardItem

        model = QStandardItemModel(self)
        nothing = QStandardItem(_("– left out –"))
        nothing.setData("", Qt.ItemDataRole.UserRole)
        model.appendRow(nothing)
        for each in record_type(register).declared() if register else []:
            if not each.readonly and not isinstance(each, Json):
                item = QStandardItem(_(each.label) + (" *" if each.required else ""))
                item.setData(each.name, Qt.ItemDataRole.UserRole)
                model.appendRow(item)
        return model

    def _put_unit(self, line: int, column: Column, shown: SheetReading) -> None:
        if not column.field or not isinstance(record_type(shown.register).field(column.field), Mass):
            return
        combo = _Combo()
        combo.addItem(_("as written"), "")
        for unit in MASS_UNITS:
            combo.addItem(unit, unit)
        combo.setCurrentIndex(max(combo.findData(column.unit), 0))
        combo.setAccessibleName(_("Unit of the column {name}").format(name=column.heading))
        combo.currentIndexChanged.connect(partial(self._on_unit, column.heading, combo))
        self.grid.addWidget(combo, line, 3)

    def _show_rich(self, reading: BookReading) -> None:
        """A recipe that says more than these fields can: only what it reads is told."""
        self._clear()
        for line, table in enumerate(reading.kept.tables if reading.kept else ()):
            names = ", ".join(dict.fromkeys(_(record_type(record.type).about.many) for record in table.records))
            self.grid.addWidget(texts.label(", ".join(table.sheets), wrap=True), line, 0)
            self.grid.addWidget(texts.label(names, wrap=True), line, 1)

    # correcting

    def _on_chosen(self) -> None:
        shown = self.current()
        if shown is None or self._putting:
            return
        for each in self.alike():
            each.choose(self.register.currentData(), self.header.currentData() or 1)
            each.included = bool(each.register)
        self._show_sheet()
        self.changed.emit()

    def _on_included(self, on: bool) -> None:
        shown = self.current()
        if shown is not None and not self._putting:
            shown.included = on
            self._say_included()
            self.changed.emit()

    def _on_field(self, heading: str, combo: QComboBox, _place: int) -> None:
        """A field belongs to one column: another that had it is left out."""
        if self._putting:
            return
        name = combo.currentData()
        for sheet in self.alike():
            for column in sheet.columns:
                if column.heading == heading:
                    column.field, column.unit = name, ""
                elif name and column.field == name:
                    column.field, column.unit = "", ""
        shown = self.current()
        if shown is not None:
            place = next(at for at, column in enumerate(shown.columns) if column.heading == heading)
            self._fill(shown)
            self.fields[place].show()  # the layout does so only once round the event loop
            self.fields[place].setFocus()
        self.changed.emit()

    def _on_unit(self, heading: str, combo: QComboBox, _place: int) -> None:
        for sheet in self.alike():
            for column in sheet.columns:
                if column.heading == heading:
                    column.unit = combo.currentData()
        self.changed.emit()

    def _on_book(self) -> None:
        if self.reading is not None and not self._putting:
            self.reading.decimal_mark, self.reading.order = self.mark.currentData(), self.order.currentData()
            self.changed.emit()

    def _on_letters(self) -> None:
        if self.reading is not None and not self._putting:
            self.letters_chosen.emit(self.letters.currentData())

    def _on_pattern(self, text: str) -> None:
        if self.reading is not None:
            self.reading.pattern = text.strip()


