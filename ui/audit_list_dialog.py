"""An auditor's list before it is taken over: which column is which, what is new, which requirement is meant."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from armdesk.errors import ArmdeskError
from armdesk.i18n import N_, _, ngettext
from armdesk.models import Audit
from armdesk.services.audit import audit_requests, audit_room
from armdesk.services.audit.audit_requests import CHANGED, HEADINGS, NEW, READ, SAME, Choice, Listed, Met
from ui import problems, texts
from ui.ask_dialog import AskDialog
from ui.blocks import key
from ui.messages import Message
from ui.plain_table import PlainTable
from ui.session import Session

STATES = {NEW: N_("New"), CHANGED: N_("News"), SAME: N_("Known already")}
_COLOURS = {NEW: "good", CHANGED: "warn", SAME: "quiet"}
_ACROSS = 4


class ListDialog(AskDialog):
    """Space takes a row or leaves it, R confirms the requirement that is proposed or leaves it open.

    outcome: (new, changed) once it was taken over.
    """

    def __init__(self, session: Session, audit: Audit, listed: Listed, met: list[Met],
                 parent: QWidget | None = None) -> None:
        super().__init__(session, _("The auditor's list"), parent)
        self.audit = audit
        self.outcome: tuple[int, int] | None = None
        self.resize(1160, 600)
        self.column.addWidget(texts.label(listed.path.name, role="heading"))
        self.summary = texts.label("", role="quiet", wrap=True)
        self.column.addWidget(self.summary)
        self.column.addLayout(self._columns(listed))
        self.table = PlainTable(session.theme, _("Requests"))
        self.table.rows.colour = self._colour
        self.table.doubleClicked.connect(self.toggle)
        key(self.table, "Space", lambda: self.toggle(self.table.currentIndex()))
        key(self.table, "R", lambda: self.confirm(self.table.currentIndex()))
        self.column.addWidget(self.table, 10)
        self.column.addWidget(texts.label(_("Space takes a row over or leaves it. R confirms the requirement that is "
                                            "proposed, or leaves it open. Our own states and answers stay."),
                                          role="small"))
        self.add_foot(_("Take over"))
        self._put(listed, met)
        self.table.setFocus()

    def _columns(self, listed: Listed) -> QGridLayout:
        """A box for each field: which column of the file holds it."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        self.boxes: dict[str, QComboBox] = {}
        for place, name in enumerate(READ):
            box = QComboBox()
            box.setAccessibleName(_(HEADINGS[name]))
            box.addItem(_("(no column)"), -1)
            for column, heading in enumerate(listed.headings):
                if heading:
                    box.addItem(heading[:60], column)
            box.setCurrentIndex(max(box.findData(listed.columns.get(name, -1)), 0))
            box.activated.connect(partial(self._on_column))
            line, across = divmod(place, _ACROSS)
            words = texts.label(_(HEADINGS[name]), role="field")
            words.setBuddy(box)
            grid.addWidget(words, line, 2 * across)
            grid.addWidget(box, line, 2 * across + 1)
            grid.setColumnStretch(2 * across + 1, 1)
            self.boxes[name] = box
        return grid

    def chosen_columns(self) -> Mapping[str, int]:
        """The columns as a person settled them; those that are only ours stay as they were read."""
        kept = {name: place for name, place in self.listed.columns.items() if name not in READ}
        return {**kept, **{name: int(box.currentData()) for name, box in self.boxes.items()}}

    def _on_column(self, _place: int) -> None:
        store, today = self.session.store, self.session.today()
        try:
            listed = audit_requests.look(self.listed.path, audit_room.standards_of(store, self.audit), today,
                                         self.chosen_columns(), self.listed.sheet, self.session.reading().order)
        except ArmdeskError as error:
            problems.show(error, self)
            return
        self._put(listed, audit_requests.compare(self.session.store, self.audit, listed, today))

    def _put(self, listed: Listed, met: list[Met]) -> None:
        self.listed, self.met = listed, met
        self.taken = {place for place, each in enumerate(met) if each.state != SAME}
        self.meant = {place: each.asked.proposed.reference for place, each in enumerate(met)
                      if each.asked.proposed is not None and each.asked.proposed.sure}
        self.messages.clear()
        for sentence in listed.cautions[:2]:
            self.messages.say(Message(sentence, "warn"))
        if not met:
            self.messages.say(Message(_("No row holds a request; choose the column of the request."), "warn"))
        self._show()

    def _show(self) -> None:
        current = self.table.currentIndex()
        self.table.show_rows((_("Take over"), _("No."), _("Request"), _("Requirement"), _("Due on"), _("State"),
                              _("What it says")), len(self.met), self._text)
        self.table.setColumnWidth(2, min(self.table.columnWidth(2), 330))
        if current.isValid():
            self.table.selectRow(current.row())
        counts = [sum(each.state == state for each in self.met) for state in STATES]
        parts = [_("{count} new").format(count=counts[0]), _("{count} with news").format(count=counts[1]),
                 _("{count} known already").format(count=counts[2])]
        if self.listed.left_out:
            parts.append(ngettext("{count} row without a request is left out", "{count} rows without a request are "
                                  "left out", self.listed.left_out).format(count=self.listed.left_out))
        if self.listed.sheet:
            parts.insert(0, _("Sheet {sheet}, headings in row {row}").format(
                sheet=self.listed.sheet, row=self.listed.head))
        self.summary.setText(" · ".join(parts))
        self.go.setText(ngettext("Take over {count}", "Take over {count}", len(self.taken)).format(
            count=len(self.taken)))

    def _text(self, row: int, column: int) -> str:
        met = self.met[row]
        asked, proposed = met.asked, met.asked.proposed
        mark = "☑" if row in self.taken else "☐"
        meant = ""
        if met.request is not None:
            meant = (met.request.requirement or "").split("/", 2)[-1]
        elif row in self.meant:
            meant = "✓ " + self.meant[row].split("/", 2)[-1]
        elif proposed is not None:
            meant = "? " + proposed.reference.split("/", 2)[-1]
        says = "; ".join(f"{_(HEADINGS[name])}: {before or '–'} → {now}" for name, before, now in met.changes)
        return (mark, asked.number, asked.text, meant, str(asked.due_on or ""), _(STATES[met.state]),
                " ".join(filter(None, (says, *asked.problems))))[column]

    def _colour(self, row: int, column: int) -> QColor | None:
        if row >= len(self.met) or column not in (0, 5, 6):
            return None
        name = "warn" if column == 6 and self.met[row].asked.problems else _COLOURS[self.met[row].state]
        return QColor(getattr(self.session.theme.colours, name))

    def toggle(self, index: QModelIndex) -> None:
        """Take a row over, or leave it."""
        if index.isValid() and index.row() < len(self.met) and self.met[index.row()].state != SAME:
            self.taken ^= {index.row()}
            self._show()

    def confirm(self, index: QModelIndex) -> None:
        """Confirm the requirement that is proposed for a new row, or leave it open."""
        row = index.row()
        if not 0 <= row < len(self.met) or self.met[row].request is not None:
            return
        proposed = self.met[row].asked.proposed
        if row in self.meant:
            del self.meant[row]
        elif proposed is not None:
            self.meant[row] = proposed.reference
        self._show()

    def submit(self) -> None:
        """Keep the list and take over what is marked."""
        try:
            self.outcome = audit_requests.take(
                self.session.store, self.session.workspace.files, self.audit, self.listed,
                Choice(self.met, self.taken, self.meant), self.session.today())
        except ArmdeskError as error:
            problems.show(error, self)
            return
        self.accept()
