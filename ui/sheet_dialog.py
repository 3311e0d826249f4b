"""Rows of a catalogue that came from Excel: each with what would become of it, kept when a person says so."""

from __future__ import annotations

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from armdesk.errors import ArmdeskError
from armdesk.i18n import _, ngettext
from armdesk.services.standards import catalogue_sheet
from armdesk.services.standards.catalogue_sheet import CHANGED, NEW, REFUSED, SAME, STATES, Sheet
from ui import problems, texts, undoing
from ui.ask_dialog import AskDialog
from ui.messages import Message
from ui.plain_table import PlainTable
from ui.session import Session

_COLOURS = {NEW: "good", CHANGED: "note", SAME: "quiet", REFUSED: "alarm"}


class SheetDialog(AskDialog):
    """Shows what was read; refused rows say why and are left out."""

    def __init__(self, session: Session, found: Sheet, title: str, parent: QWidget | None = None) -> None:
        super().__init__(session, title, parent)
        self.found = found
        self.resize(980, 520)
        for sentence in found.cautions[:2]:
            self.messages.say(Message(sentence, "warn"))
        self.column.addWidget(texts.label("  ·  ".join(
            f"{_(STATES[state])}: {found.count(state)}" for state in (NEW, CHANGED, SAME, REFUSED)), role="quiet"))
        self.table = PlainTable(session.theme, title)
        self.table.rows.colour = self._colour
        # What is refused is what a person has to read.
        self.rows = sorted(found.rows, key=lambda row: (list(_COLOURS)[::-1].index(row.state), row.number))
        self.table.show_rows((_("Row"), _("Code"), _("Title"), _("State"), _("What is wrong")), len(self.rows),
                             self._text, right=(0,))
        self.column.addWidget(self.table, 10)
        wanted = found.count(NEW) + found.count(CHANGED)
        self.add_foot(ngettext("Take over {count} row", "Take over {count} rows", wanted).format(count=wanted))
        self.go.setEnabled(bool(wanted))

    def _text(self, row: int, column: int) -> str:
        each = self.rows[row]
        return (str(each.number), each.code, each.title, _(STATES[each.state]), each.problem)[column]

    def _colour(self, row: int, column: int) -> QColor | None:
        if column != 3:
            return None
        return QColor(getattr(self.session.theme.colours, _COLOURS[self.rows[row].state]))

    def submit(self) -> None:
        """Keep what is new or changed, as one operation."""
        if not self.go.isEnabled():
            return
        try:
            count = catalogue_sheet.keep(self.session.store, self.found)
        except ArmdeskError as error:
            problems.show(error, self)
            return
        self.session.say(ngettext("{count} row was taken over.", "{count} rows were taken over.", count).format(
            count=count), "good", _("Undo"), undoing.newest(self.session, self.parentWidget(), count))
        self.accept()
