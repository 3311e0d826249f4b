"""Stock cards: mercury, cyanide, explosives and fuel with their running balance, counts and what is odd."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QWidget

from armdesk.i18n import _, current, speaking
from armdesk.i18n_formats import decimal_text
from armdesk.progress import Progress
from armdesk.reports import stock_card as report
from armdesk.services.gold.stock_cards import Card, cards
from ui import files, problems, texts
from ui.blocks import button, key, page_head
from ui.exporting import open_folder
from ui.layouts import page_column
from ui.plain_table import PlainTable
from ui.session import Session, Visit


def ask_path(parent: QWidget, name: str, ending: str) -> Path | None:
    """Where the file should go; None if the person gave up.  Tests replace this function."""
    return files.ask_target(parent, _("Save the stock card"), f"{name}.{ending}", f"(*.{ending})")


class StockCardPage(QWidget):
    """One card at a time: choose the item and store, see each movement, count, print."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.cards: list[Card] = []
        column = page_column(self)
        self.new_button = button(_("New movement"), self.begin, look="primary", tip=_("New (Ctrl+N)"))
        self.count_button = button(_("Enter a count"), self.count)
        self.new_button.setEnabled(not session.read_only)
        self.count_button.setEnabled(not session.read_only)
        column.addLayout(page_head(_("Stock cards"), _("What came in, what was used, what should be left, and what "
                                                       "was counted."), self.count_button, self.new_button))
        column.addLayout(self._chooser())
        self.odd = texts.label(role="warn", wrap=True)
        column.addWidget(self.odd)
        self.table = PlainTable(session.theme, _("Movements of the card"))
        self.table.doubleClicked.connect(lambda _index: self.open_line())
        self.empty = texts.label(_("No movement of mercury, cyanide, explosives or fuel is written down yet. Begin "
                                   "with the stock there is today: “New movement”, kind “Opening stock”."),
                                 role="quiet", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        column.addWidget(self.stack, 1)
        for keys, run in (("Ctrl+N", self.begin), ("Return", self.open_line), ("F5", self.refresh)):
            key(self, keys, run)
        session.changes.records_changed.connect(self._on_changed)
        self.refresh()

    def _chooser(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        name = texts.label(_("Card"))
        self.choice = QComboBox()
        self.choice.setMinimumWidth(280)
        self.choice.setAccessibleName(_("Card"))
        name.setBuddy(self.choice)
        self.choice.currentIndexChanged.connect(lambda _place: self._show())
        row.addWidget(name)
        row.addWidget(self.choice)
        self.balance = texts.label(role="subheading")
        row.addWidget(self.balance)
        row.addStretch(1)
        self.pdf_button = button(_("Print as PDF"), lambda: self.export("pdf"))
        self.xlsx_button = button(_("Excel"), lambda: self.export("xlsx"))
        row.addWidget(self.pdf_button)
        row.addWidget(self.xlsx_button)
        return row

    def visit(self, visit: Visit) -> None:
        """Show the card of a movement that another page names."""
        self.refresh()
        for place, card in enumerate(self.cards):
            lines = [line.id for line in card.lines]
            if visit.record in lines:
                self.choice.setCurrentIndex(place)
                self.table.selectRow(len(lines) - 1 - lines.index(visit.record))

    def refresh(self) -> None:
        """Read all cards again."""
        self.session.jobs.read(self, lambda: cards(self.session.store), self._on_read)

    def _on_changed(self, types: frozenset[str]) -> None:
        if types & {"reagent_movement", "batch", "site"}:
            self.refresh()

    def _on_read(self, found: list[Card]) -> None:
        before = self.card.key if self.card else None
        self.cards = found
        self.choice.blockSignals(True)
        self.choice.clear()
        for card in found:
            self.choice.addItem(card.title(), card.key)
        places = [place for place, card in enumerate(found) if card.key == before]
        self.choice.setCurrentIndex(places[0] if places else 0 if found else -1)
        self.choice.blockSignals(False)
        self._show()

    @property
    def card(self) -> Card | None:
        """The card in view."""
        place = self.choice.currentIndex()
        return self.cards[place] if 0 <= place < len(self.cards) else None

    def _show(self) -> None:
        card = self.card
        self.stack.setCurrentWidget(self.table if card else self.empty)
        for each in (self.pdf_button, self.xlsx_button, self.count_button):
            each.setEnabled(card is not None and (each is not self.count_button or not self.session.read_only))
        if card is None:
            self.balance.setText("")
            self.odd.hide()
            return
        self.balance.setText(_("Balance by the book: {balance}").format(balance=card.shown(card.balance)))
        odd = [_("{day}: {what}").format(day=line.day, what=report.remark(line)) for line in card.lines
               if line.below_zero or line.unexplained]
        self.odd.setVisible(bool(odd))
        self.odd.setText("   ".join(odd[-3:]))
        columns = report.columns(card)
        rows = list(reversed(report.rows(card)))
        amounts = [value for row in rows for value in row if isinstance(value, Decimal)]
        places = max((-int(value.normalize().as_tuple().exponent) for value in amounts), default=0)
        headings = [f"{each.title} ({each.unit})" if each.unit else each.title for each in columns]
        self.table.show_rows(headings, len(rows), lambda row, column: _text(rows[row][column], max(places, 0)),
                             [place for place, each in enumerate(columns) if each.kind == "number"])

    def begin(self, kind: str = "") -> None:
        """A new movement of the card in view."""
        if self.session.read_only:
            return
        values: dict[str, object] = {"date": self.session.today()}
        if self.card is not None:
            values |= {"item": self.card.key.item, "unit": self.card.key.unit,
                       "storage_place": self.card.key.store or None}
        if kind:
            values["kind"] = kind
        self.session.open("reagent_movement", new=True, values=values)

    def count(self) -> None:
        """Enter what was counted."""
        self.begin("count")

    def open_line(self) -> None:
        """Open the movement under the keyboard."""
        card, row = self.card, self.table.currentIndex().row()
        if card is not None and 0 <= row < len(card.lines):
            self.session.open("reagent_movement", record=card.lines[len(card.lines) - 1 - row].id)

    def export(self, ending: str) -> None:
        """Write the card to a file, away from the window."""
        card = self.card
        path = ask_path(self, card.title(), ending) if card is not None else None
        if card is None or path is None:
            return
        language, day, name = current(), self.session.today(), self.session.workspace.settings.name

        def work(progress: Progress) -> Path:
            with speaking(language):
                (_write_pdf if ending == "pdf" else _write_xlsx)(card, name, language, day, path, progress)
            return path

        self.session.jobs.run(
            self, work, failed=lambda error: problems.show(error, self), title=_("Stock card"),
            done=lambda written: self.session.say(_("Exported to {file}.").format(file=written.name), "good",
                                                  _("Open folder"), lambda: open_folder(written.parent)))


def _write_pdf(card: Card, name: str, language: str, day: date, path: Path, progress: Progress) -> None:
    from armdesk.exports.pdf import write_pdf

    write_pdf(report.document(card, name, language, day), path, progress)


def _write_xlsx(card: Card, name: str, language: str, _day: date, path: Path, progress: Progress) -> None:
    from armdesk.exports.xlsx import Properties, Sheet, write_workbook

    sheet = Sheet(title=card.title()[:31], columns=report.columns(card), rows=report.rows(card),
                  description=_("Stock card: {card}").format(card=card.title()), tab="production")
    write_workbook([sheet], path, progress, Properties(title=f"{card.title()} · {name}", language=language))


def _text(value: object, places: int) -> str:
    if isinstance(value, Decimal):
        return decimal_text(value, places, current())
    return "" if value is None else str(value)
