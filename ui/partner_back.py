"""A partner's list that came back: each cell as it was sent, as it is now and as it came, to be taken over or not."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from armdesk.errors import ArmdeskError, InvalidRecord
from armdesk.i18n import N_, _, ngettext
from armdesk.models import Action
from armdesk.services.plan import partner_list
from armdesk.services.plan.partner_list import CONFLICT, NEW, REFUSED, Back
from ui import problems, texts, undoing
from ui.ask_dialog import AskDialog
from ui.blocks import key
from ui.lot_fields import RecordFields
from ui.messages import Message
from ui.plain_table import PlainTable
from ui.session import Session

STATES = {NEW: N_("New"), CONFLICT: N_("Changed here too"), REFUSED: N_("Not taken")}
_COLOURS = {NEW: "good", CONFLICT: "warn", REFUSED: "alarm"}
_LABELS = {"note": N_("What was done"), "date": N_("Date"), "": N_("Row")}


class BackDialog(AskDialog):
    """Shows what came back.  What was changed here meanwhile is marked by a person or not taken."""

    def __init__(self, session: Session, back: Back, parent: QWidget | None = None) -> None:
        super().__init__(session, _("A partner's list"), parent)
        self.back = back
        self.marked = {place for place, cell in enumerate(back.cells) if cell.state == NEW}
        self.resize(1120, 560)
        self.column.addWidget(texts.label(_("List {number} from {recipient}").format(
            number=back.parcel.number, recipient=back.parcel.recipient), role="heading"))
        self.summary = texts.label("", role="quiet", wrap=True)
        self.column.addWidget(self.summary)
        for sentence in back.cautions[:3]:
            self.messages.say(Message(sentence, "warn"))
        if back.parcel.returned_on:
            self.messages.say(Message(_("This list was read before, on {day}.").format(day=back.parcel.returned_on),
                                      "note"))
        self.table = PlainTable(session.theme, _("What came back"))
        self.table.rows.colour = self._colour
        self.table.doubleClicked.connect(self.toggle)
        key(self.table, "Space", lambda: self.toggle(self.table.currentIndex()))
        key(self.table, "Return", lambda: self.toggle(self.table.currentIndex()))
        self.column.addWidget(self.table, 10)
        self.column.addWidget(texts.label(_("Space takes a row over or leaves it. Where both sides changed something, "
                                            "yours stays until you mark it."), role="small"))
        self.add_foot(_("Take over"))
        self._show()
        self.table.setFocus()

    def _show(self) -> None:
        headings = (_("Take over"), _("Action"), _("What"), _("Sent"), _("Now"), _("Came back"), _("State"))
        current = self.table.currentIndex()
        self.table.show_rows(headings, len(self.back.cells), self._text)
        if current.isValid():
            self.table.selectRow(current.row())
        back = self.back
        parts = [ngettext("{count} new", "{count} new", back.count(NEW)).format(count=back.count(NEW)),
                 ngettext("{count} changed here too", "{count} changed here too", back.count(CONFLICT)).format(
                     count=back.count(CONFLICT)),
                 ngettext("{count} not taken", "{count} not taken", back.count(REFUSED)).format(
                     count=back.count(REFUSED)),
                 ngettext("{count} the same", "{count} the same", back.same).format(count=back.same)]
        self.summary.setText(" · ".join(parts))
        self.go.setText(ngettext("Take over {count}", "Take over {count}", len(self.marked)).format(
            count=len(self.marked)))

    def _text(self, row: int, column: int) -> str:
        cell = self.back.cells[row]
        mark = "☑" if row in self.marked else "–" if cell.state == REFUSED else "☐"
        label = _(_LABELS[cell.field]) if cell.field in _LABELS else Action.field(cell.field).title()
        state = _(STATES[cell.state])
        return (mark, cell.label, label, cell.sent, cell.now, cell.back,
                f"{state}: {cell.problem}" if cell.problem else state)[column]

    def _colour(self, row: int, column: int) -> QColor | None:
        if column not in (0, 6):
            return None
        return QColor(getattr(self.session.theme.colours, _COLOURS[self.back.cells[row].state]))

    def toggle(self, index: QModelIndex) -> None:
        """Take a row over, or leave it."""
        if not index.isValid() or self.back.cells[index.row()].state == REFUSED:
            return
        self.marked ^= {index.row()}
        self._show()

    def submit(self) -> None:
        """Take over what is marked, as one operation."""
        try:
            count = partner_list.take_over(self.session.store, self.back, self.marked, self.session.today())
        except InvalidRecord as error:
            self.tell(error.problems, RecordFields(self.session, Action, ()))
            return
        except ArmdeskError as error:
            problems.show(error, self)
            return
        self.session.say(ngettext("{count} cell was taken over.", "{count} cells were taken over.", count).format(
            count=count), "good", _("Undo"), undoing.newest(self.session, self.parentWidget()))
        self.accept()
