"""People > Joint action plan: per organisation what it promised, did and is late with; agreements and follow-up."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSplitter, QWidget

from armdesk.i18n import _, current, ngettext, speaking
from armdesk.models import AgreementNote
from armdesk.models.governance_choices import AGREEMENT_STATUS, PLAN_AXIS
from armdesk.progress import Progress
from armdesk.reports.document import Document
from armdesk.services.governance import agreements
from armdesk.services.governance.agreements import Promise, Side
from armdesk.store import Store
from ui import files, printing, problems, saving, texts
from ui.blocks import button, key, page_head
from ui.exporting import open_folder
from ui.layouts import page_column
from ui.plain_table import PlainTable
from ui.session import Session

_NAME, _WIDEST = 190, 270
Found = tuple[list[Promise], list[Side]]


def _gather(store: Store) -> Found:
    promises = agreements.promises(store)
    return promises, agreements.sides(store, promises)


class JointPlanPage(QWidget):
    """Organisations on the left, the agreements of the marked one on the right; Enter opens an agreement."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.promises: list[Promise] = []
        self.sides: list[Side] = []
        self.shown: list[Promise] = []
        self._side = ""
        self._agreement = ""
        column = page_column(self)
        excel = button(_("Excel"), self.export)
        paper = button(_("Plan to share (PDF)"), self.print_plan)
        self.new_button = button(_("New agreement"), self.begin, look="primary", tip=_("New agreement (Ctrl+N)"))
        self.new_button.setEnabled(not session.read_only)
        column.addLayout(page_head(_("Joint action plan"), _("What authorities, companies, communities and miners "
                                                             "agreed, who answers for it, and what became of it."),
                                   excel, paper, self.new_button))
        self.summary = texts.Elided(role="quiet")
        column.addWidget(self.summary)
        split = QSplitter()
        split.setHandleWidth(12)
        split.setChildrenCollapsible(False)
        self.organisations = PlainTable(session.theme, _("Organisations"))
        self.organisations.selectionModel().currentRowChanged.connect(self._on_side)
        self.organisations.activated.connect(self._on_open_side)
        self.table = PlainTable(session.theme, _("Agreements"))
        self.table.rows.colour = self._colour
        self.table.activated.connect(lambda index: self._open(index.row()))
        self.table.selectionModel().currentRowChanged.connect(self._on_agreement)
        split.addWidget(self.organisations)
        split.addWidget(self.table)
        split.setSizes([480, 640])
        column.addWidget(split, 1)
        self.table.say_when_empty(_("“New dialogue” leads through a meeting, and what is agreed there stands here. "
                                    "“New agreement” notes one that was made before."))
        self.follow_up = texts.label("", role="quiet", wrap=True)
        column.addWidget(self.follow_up)
        column.addLayout(self._foot())
        key(self, "Ctrl+N", self.begin)
        session.changes.records_changed.connect(lambda _types: self.refresh() if self.isVisible() else None)
        self.setFocusProxy(self.table)
        self.refresh()

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.note = QLineEdit()
        self.note.setPlaceholderText(_("What the organisation did or said; Enter notes it under the marked agreement"))
        self.note.setAccessibleName(_("Follow-up"))
        self.note.returnPressed.connect(self.add_note)
        row.addWidget(self.note, 1)
        self.action_button = button(_("Create action"), self.create_action)
        self.done_button = button(_("Fulfilled"), self.fulfil)
        dialogue = button(_("New dialogue"), lambda: self.session.open(
            "assembly", new=True, values={"kind": "dialogue"}))
        for each in (dialogue, self.action_button, self.done_button):
            row.addWidget(each)
            each.setEnabled(not self.session.read_only)
        self.note.setEnabled(not self.session.read_only)
        return row

    def visit(self, _visit: object) -> None:
        """Read everything again."""
        self.refresh()

    def refresh(self) -> None:
        """Read everything again."""
        store = self.session.store
        self.session.jobs.read(self, lambda: _gather(store), self._on_found)

    def _on_found(self, found: Found) -> None:
        self.promises, self.sides = found
        day = self.session.today()

        def cell(row: int, column: int) -> str:
            each = self.sides[row - 1] if row else Side(None, _("All organisations"), self.promises)
            promised, done, open_, late = each.counted(day)
            kept = _("{count} of {all}").format(count=done, all=promised) if promised else "–"
            return (each.name, kept, str(open_), str(late))[column]

        wanted, marked = self._side, self._agreement
        self.organisations.show_rows((_("Organisation"), _("Fulfilled"), _("Open"), _("Late")),
                                     len(self.sides) + 1, cell, right=(1, 2, 3))
        self.organisations.narrow(0, _NAME)
        place = next((place + 1 for place, each in enumerate(self.sides) if each.name == wanted), 0)
        self._agreement = marked
        self.organisations.selectRow(place)
        self._show(place)
        late = sum(each.late(day) for each in self.promises)
        self.summary.say(ngettext("{count} agreement is late.", "{count} agreements are late.", late).format(
            count=late) if late else _("No agreement is late.") if self.promises else
            _("Write down the organisations of the territory, then what each agreed in a dialogue."))

    def _on_side(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self._show(now.row())

    def _show(self, place: int) -> None:
        """Show the agreements of one organisation, or of all."""
        side = self.sides[place - 1] if 0 < place <= len(self.sides) else None
        self._side = side.name if side is not None else ""
        self.shown = side.promises if side is not None else self.promises
        day, wanted = self.session.today(), self._agreement

        def cell(row: int, column: int) -> str:
            each = self.shown[row]
            agreement = each.agreement
            state = _("late").capitalize() if each.late(day) else _(AGREEMENT_STATUS[agreement.status])
            actions = f"{each.actions - each.actions_open}/{each.actions}" if each.actions else ""
            return (str(agreement.number or ""), str(agreement.due_on or ""), state, str(agreement.text), each.who,
                    _(PLAN_AXIS[agreement.axis]), actions)[column]

        self.table.show_rows((_("No."), _("Due on"), _("Status"), _("What was agreed"), _("Responsible"), _("Axis"),
                              _("Actions done")), len(self.shown), cell)
        self.table.setColumnWidth(3, min(self.table.columnWidth(3), _WIDEST))
        row = next((row for row, each in enumerate(self.shown) if each.agreement.id == wanted), 0)
        for button_ in (self.action_button, self.done_button, self.note):
            button_.setEnabled(bool(self.shown) and not self.session.read_only)
        if self.shown:
            self.table.selectRow(row)
            self._show_follow_up(row)
        else:
            self._agreement = ""
            self.follow_up.setText("")

    def _on_agreement(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid() and now.row() < len(self.shown):
            self._show_follow_up(now.row())

    def _show_follow_up(self, row: int) -> None:
        each = self.shown[row]
        self._agreement = each.agreement.id
        lines = [f"{note.date}: {note.text}" for note in each.notes[:3]]
        self.follow_up.setText("\n".join(lines) or _("No follow-up is noted yet."))

    def _colour(self, row: int, column: int) -> QColor | None:
        late = column == 2 and row < len(self.shown) and self.shown[row].late(self.session.today())
        return QColor(self.session.theme.colours.warn) if late else None

    def marked(self) -> Promise | None:
        """The marked agreement."""
        return next((each for each in self.shown if each.agreement.id == self._agreement), None)

    # doing

    def _open(self, row: int) -> None:
        if 0 <= row < len(self.shown):
            self.session.open("agreement", record=self.shown[row].agreement.id)

    def _on_open_side(self, index: QModelIndex) -> None:
        side = self.sides[index.row() - 1] if 0 < index.row() <= len(self.sides) else None
        if side is not None and side.stakeholder is not None:
            self.session.open("stakeholder", record=side.stakeholder.id)

    def begin(self) -> None:
        """A new agreement of the marked organisation."""
        if self.session.read_only:
            return
        today = self.session.today()
        side = next((each for each in self.sides if each.name == self._side), None)
        values = {"number": agreements.next_number(self.session.store, today), "agreed_on": today}
        if side is not None:
            values |= {"stakeholder": side.stakeholder.id} if side.stakeholder is not None else {"ours": True}
        self.session.open("agreement", new=True, values=values)

    def create_action(self) -> None:
        """An action that comes from the marked agreement."""
        each = self.marked()
        if each is not None:
            self.session.open("action", new=True, values={
                "origin": f"agreement/{each.agreement.id}", "adopted_on": self.session.today(),
                "measure": each.agreement.text, "due_on": each.agreement.due_on, "owner": each.who or None})

    def add_note(self) -> None:
        """Note a step of the follow-up."""
        each, text = self.marked(), self.note.text().strip()
        if each is not None and text:
            step = AgreementNote(agreement=each.agreement.id, date=self.session.today(), text=text)
            if saving.kept(self, lambda: self.session.store.save(step)):
                self.note.clear()

    def fulfil(self) -> None:
        """Note that the marked agreement is fulfilled; Undo takes it back."""
        each = self.marked()
        if each is not None and each.agreement.status in agreements.OPEN:
            agreement = each.agreement
            agreement.status, agreement.done_on = "done", self.session.today()
            saving.kept(self, lambda: self.session.store.save(agreement))

    def print_plan(self) -> None:
        """Write the plan as a PDF to share."""
        store, day, language = self.session.store, self.session.today(), current()

        def report() -> Document:
            from armdesk.reports.joint_plan import joint_plan

            return joint_plan(store, day, language)

        printing.to_file(self.session, self, _("Plan to share (PDF)"), f"{_('Joint action plan')} {day}.pdf", report)

    def export(self) -> None:
        """Write the plan as an Excel file."""
        path = files.ask_target(self, _("Excel"), f"{_('Joint action plan')} {self.session.today()}.xlsx",
                                "Excel (*.xlsx)")
        if path is None:
            return
        store, day, language = self.session.store, self.session.today(), current()

        def work(progress: Progress) -> Path:
            from armdesk.exports.plan_book import write_plan

            with speaking(language):
                write_plan(store, day, language, path, progress)
            return path

        def done(written: Path) -> None:
            self.session.say(_("Exported to {file}.").format(file=written.name), "good", _("Open folder"),
                             lambda: open_folder(written.parent))

        self.session.jobs.run(self, work, done=done, failed=lambda error: problems.show(error, self), title=_("Excel"))
