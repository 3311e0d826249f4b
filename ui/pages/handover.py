"""People > Handover act: what an outgoing board hands over, from the registers, with what is missing first."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QSplitter, QWidget

from armdesk.i18n import _, current, ngettext
from armdesk.reports.document import Document
from armdesk.services import handover
from armdesk.services.handover import Part
from ui import printing, texts
from ui.blocks import button, page_head
from ui.layouts import column_in, page_column
from ui.plain_table import PlainTable
from ui.session import Session, Visit

_NAME = 270


class HandoverPage(QWidget):
    """Subjects on the left, the marked one on the right; Enter opens the record."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.parts: list[Part] = []
        self._place = 0
        column = page_column(self)
        things = button(_("Keys and things kept"), lambda: session.open("kept_thing"))
        self.print_button = button(_("Handover act (PDF)"), self.print_act, look="primary")
        column.addLayout(page_head(_("Handover act"), _("For a new board: open work, papers, stocks, money and keys "
                                                        "as they stand today."),
                                   things, self.print_button))
        self.summary = texts.label("", role="quiet", wrap=True)
        column.addWidget(self.summary)
        split = QSplitter()
        split.setHandleWidth(12)
        split.setChildrenCollapsible(False)
        self.subjects = PlainTable(session.theme, _("Subjects"))
        self.subjects.rows.colour = self._colour
        self.subjects.selectionModel().currentRowChanged.connect(self._on_subject)
        split.addWidget(self.subjects)
        side = QWidget()
        inner = column_in(side)
        self.title = texts.label("", role="subheading")
        inner.addWidget(self.title)
        self.table = PlainTable(session.theme, _("What is handed over"))
        self.table.activated.connect(self._on_row)
        inner.addWidget(self.table, 1)
        self.lacks = texts.label("", role="problem", wrap=True)
        inner.addWidget(self.lacks)
        split.addWidget(side)
        split.setSizes([460, 660])
        column.addWidget(split, 1)
        session.changes.records_changed.connect(lambda _types: self.refresh() if self.isVisible() else None)
        self.setFocusProxy(self.subjects)
        self.refresh()

    def visit(self, _visit: Visit) -> None:
        """Read everything again."""
        self.refresh()

    def refresh(self) -> None:
        """Read everything again."""
        workspace, day = self.session.workspace, self.session.today()
        self.session.jobs.read(self, lambda: handover.act(workspace, day), self._on_read)

    def _on_read(self, found: list[Part]) -> None:
        self.parts = found

        def cell(row: int, column: int) -> str:
            each = found[row]
            return (each.title, str(len(each.rows)), str(len(each.missing) or ""))[column]

        place = self._place
        self.subjects.show_rows((_("Subject"), _("Entries"), _("Missing")), len(found), cell, right=(1, 2))
        self.subjects.narrow(0, _NAME)
        self.subjects.selectRow(place)
        self._show(place)
        lacking = len(handover.missing(found))
        self.summary.setText(ngettext("{count} thing is not in order; it stands first in the act.",
                                      "{count} things are not in order; they stand first in the act.", lacking).format(
            count=lacking) if lacking else _("Everything is in order."))

    def _colour(self, row: int, column: int) -> QColor | None:
        lacking = column == 2 and row < len(self.parts) and self.parts[row].missing
        return QColor(self.session.theme.colours.warn) if lacking else None

    def _on_subject(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid() and now.row() < len(self.parts):
            self._show(now.row())

    def _show(self, place: int) -> None:
        if not 0 <= place < len(self.parts):
            return
        self._place = place
        part = self.parts[place]
        self.title.setText(part.title)
        self.table.show_rows(part.head, len(part.rows), lambda row, column: part.rows[row][column])
        self.lacks.setText("\n".join(part.missing) or (part.empty if not part.rows else ""))
        self.lacks.setVisible(bool(self.lacks.text()))

    def _on_row(self, index: QModelIndex) -> None:
        part = self.parts[self._place]
        reference = part.references[index.row()] if index.row() < len(part.references) else ""
        kind, _slash, id_ = reference.partition("/")
        if id_:
            self.session.open(kind, record=id_)

    def print_act(self) -> None:
        """Write the act as a PDF."""
        workspace, day, language = self.session.workspace, self.session.today(), current()

        def report() -> Document:
            from armdesk.reports.handover import handover_act

            return handover_act(workspace, day, language)

        printing.to_file(self.session, self, _("Handover act (PDF)"), f"{_('Handover act')} {day}.pdf", report)
