"""Fourth step of an audit: the log of the visit, typed as it happens, and samples walked while the auditor watches."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from armdesk.i18n import _
from armdesk.models import VisitNote, audit_choices
from armdesk.record import new_id
from armdesk.services.audit import audit_findings, audit_room, audit_visit
from armdesk.services.audit.chain import BROKEN, NOT_ASKED
from armdesk.services.audit.chain import Step as Link
from ui import references, saving, texts
from ui.audit_parts import Seen, Step
from ui.blocks import button, key
from ui.layouts import column_in, side_by_side
from ui.plain_table import PlainTable
from ui.session import Session

_SIGNS = {BROKEN: "✗", NOT_ASKED: "–"}
_OUTCOMES = {"good": ("✓", "good"), "doubt": ("?", "warn"), "bad": ("✗", "alarm")}


class VisitStep(Step):
    """Enter adds a note; the second line finds what the auditor drew, and Enter there walks its chain."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.offers: list[tuple[str, str]] = []
        self._id = ""
        column = column_in(self, 6)
        self.problem = texts.label("", role="problem", wrap=True)
        self.problem.hide()
        column.addLayout(self._quick())
        column.addLayout(self._sample())
        column.addWidget(self.problem)
        self.table = PlainTable(session.theme, _("Log of the visit"))
        self.table.rows.colour = self._colour
        self.table.say_when_empty(_("Write what is asked and shown as it happens; Enter adds it. People who are "
                                    "interviewed are never named: write the group and how many."))
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.activated.connect(self._open)
        for outcome, keys in (("good", "1"), ("doubt", "2"), ("bad", "3")):
            key(self.table, keys, partial(self.set_outcome, outcome))
        self.chain = PlainTable(session.theme, _("Chain of the sample"))
        self.chain.say_when_empty(_("The chain of a sample stands here, link by link, as it was walked."))
        self.chain.activated.connect(self._on_link)
        column.addWidget(side_by_side(self.table, self.chain, sizes=(640, 460)), 1)
        column.addLayout(self._foot())
        self.setFocusProxy(self.text)

    def _quick(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        self.day, self.kind = QComboBox(), QComboBox()
        self.time, self.text, self.who = QLineEdit(), QLineEdit(), QLineEdit()
        for code, word in audit_choices.VISIT_KIND.items():
            if code != "sample":
                self.kind.addItem(_(word), code)
        self.time.setFixedWidth(62)
        self.who.setFixedWidth(170)
        self.text.setMaxLength(4_000)
        for words, field in ((_("Day"), self.day), (_("Hour"), self.time), (_("Kind"), self.kind),
                             (_("What was asked, shown or told"), self.text),
                             (_("With whom, without names"), self.who)):
            field.setAccessibleName(words)
            field.setEnabled(not self.session.read_only)
            if isinstance(field, QLineEdit):
                field.setPlaceholderText(words)
                field.returnPressed.connect(self.add)
            row.addWidget(field, 1 if field is self.text else 0)
        self.add_button = button(_("Add"), self.add)
        row.addWidget(self.add_button)
        self.add_button.setEnabled(not self.session.read_only)
        return row

    def _sample(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        self.drawn, self.offered = QLineEdit(), QComboBox()
        self.drawn.setPlaceholderText(_("Code, number or name the auditor drew; Enter finds it"))
        self.drawn.setAccessibleName(_("Sample drawn by the auditor"))
        self.drawn.setMaximumWidth(380)
        self.drawn.returnPressed.connect(self.find_sample)
        self.drawn.textEdited.connect(lambda _text: self._offer([]))
        self.offered.setAccessibleName(_("Found"))
        self.walk_button = button(_("Walk and note"), self.walk)
        row.addWidget(self.drawn, 2)
        row.addWidget(self.offered, 2)
        row.addWidget(self.walk_button)
        row.addStretch(1)
        self._offer([])
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(texts.label(_("1 in order, 2 left open, 3 not in order. Enter opens a note."), role="small"), 1)
        self.cite_button = button(_("Cite as evidence"), self.cite)
        self.finding_button = button(_("Make a finding of it"), self.make_finding)
        for each in (self.cite_button, self.finding_button):
            row.addWidget(each)
        return row

    # showing

    def show_seen(self, seen: Seen) -> None:
        """Show the log of an audit."""
        super().show_seen(seen)
        days = audit_room.days_of(seen.audit)
        today = self.session.today()
        if today not in days:
            days.append(today)
        marked = self.day.currentData() if self.day.count() else today
        self.day.clear()
        for day in days:
            self.day.addItem(str(day), day)
        self.day.setCurrentIndex(days.index(marked) if marked in days else 0)  # Qt finds no equal date
        notes, wanted = seen.room.notes, self._id
        self.table.show_rows((_("Day"), _("Hour"), _("Kind"), _("What happened"), _("With whom"), _("Broken"), ""),
                             len(notes), self._cell)
        for column, widest in ((2, 130), (3, 250), (4, 130)):
            self.table.setColumnWidth(column, min(self.table.columnWidth(column), widest))
        for each in (self.cite_button, self.finding_button):
            each.setEnabled(bool(notes) and not self.session.read_only)
        if notes:
            self.table.selectRow(next((row for row, each in enumerate(notes) if each.id == wanted), len(notes) - 1))
        self._show_chain()

    def _cell(self, row: int, column: int) -> str:
        each = self.known.room.notes[row]
        links = _("{broken} of {walked}").format(broken=each.broken, walked=each.walked) if each.walked else ""
        who = " · ".join(filter(None, (each.who, str(each.people or ""))))
        return (str(each.date), each.time or "", _(audit_choices.VISIT_KIND[each.kind]), each.text, who, links,
                _OUTCOMES.get(each.outcome or "", ("", ""))[0])[column]

    def _colour(self, row: int, column: int) -> QColor | None:
        notes = self.seen.room.notes if self.seen is not None else ()
        if column != 6 or row >= len(notes) or not notes[row].outcome:
            return None
        return QColor(getattr(self.session.theme.colours, _OUTCOMES[notes[row].outcome][1]))

    def marked(self) -> VisitNote | None:
        """The marked note."""
        notes = self.seen.room.notes if self.seen is not None else ()
        row = self.table.currentIndex().row()
        return notes[row] if 0 <= row < len(notes) else None

    def _on_row(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self._show_chain()

    def _links(self) -> list[Link]:
        note = self.marked()
        return audit_visit.chain_of(note) if note is not None else []

    def _show_chain(self) -> None:
        note = self.marked()
        self._id = str(note.id) if note is not None else ""
        links = self._links()
        self.chain.show_rows(("", _("Link"), _("What the registers say")), len(links), lambda row, column: (
            _SIGNS.get(links[row].state, "✓"), links[row].title, links[row].sentence)[column])

    # doing

    def add(self) -> None:
        """Add the typed note."""
        if self.audit is None or self.session.read_only:
            return
        note = VisitNote(id=new_id(), audit=self.audit.id, date=self.day.currentData(), kind=self.kind.currentData(),
                         text=self.text.text().strip() or None, who=self.who.text().strip() or None)
        wrong: list[str] = []
        try:
            typed = self.time.text().strip()
            note.time = VisitNote.field("time").parse(typed) if typed else f"{self.session.workspace.now():%H:%M}"
        except ValueError as error:
            wrong.append(str(error))
        wrong += [sentence for sentences in note.check().values() for sentence in sentences]
        self._say_problem(wrong)
        if wrong:
            return
        self._id = note.id
        if saving.kept(self, lambda: self.session.store.save(note)):
            self.text.clear()
            self.time.clear()
            self.text.setFocus()

    def _say_problem(self, wrong: list[str]) -> None:
        self.problem.setText(" ".join(wrong))
        self.problem.setVisible(bool(wrong))

    def find_sample(self) -> None:
        """Find what the auditor drew; what one record alone can mean is walked at once."""
        if self.audit is None:
            return
        found = audit_visit.samples(self.session.store, self.drawn.text())
        self._offer(found)
        if len(found) == 1:
            self.walk()
        elif found:
            self.offered.setFocus()
        else:
            self._say_problem([_("Nothing is called “{text}” among people, lots, sales, payments, incidents and "
                                 "courses.").format(text=self.drawn.text().strip())])

    def _offer(self, found: list[tuple[str, str]]) -> None:
        self.offers = found
        self.offered.clear()
        names = references.labels(self.session.store, [reference for reference, _name in found]) if found else {}
        for reference, name in found:
            self.offered.addItem(names.get(reference, name), reference)
        self.offered.setVisible(bool(found))
        self.walk_button.setEnabled(bool(found) and not self.session.read_only)
        self._say_problem([])

    def walk(self) -> None:
        """Walk the chain of the chosen record and note it with its result."""
        if self.audit is None or not self.offers or self.session.read_only:
            return
        reference = str(self.offered.currentData())
        drawn = audit_visit.walk(self.session.store, self.audit, reference, self.session.today())
        note = audit_visit.note(self.audit, drawn, self.day.currentData(), f"{self.session.workspace.now():%H:%M}")
        note.id = new_id()
        self._id = note.id
        if saving.kept(self, lambda: self.session.store.save(note)):
            self.drawn.clear()
            self._offer([])
            self.drawn.setFocus()

    def set_outcome(self, outcome: str) -> None:
        """Say how a point of the visit came out."""
        note = self.marked()
        if note is not None and not self.session.read_only:
            note.outcome = outcome
            saving.kept(self, lambda: self.session.store.save(note))

    def cite(self) -> None:
        """Cite the photo or paper that was shown."""
        note = self.marked()
        if note is not None:
            self.session.cite_requested.emit(f"visit_note/{note.id}")

    def make_finding(self) -> None:
        """Begin a finding with the words of the marked note."""
        note = self.marked()
        if note is None or self.audit is None:
            return
        self.session.open("finding", new=True, values={
            "audit": self.audit.id, "number": audit_findings.next_number(self.session.store, self.audit),
            "text": note.text, "requirement": note.requirement, "raised_on": note.date, "finding_class": "minor"})

    def _open(self, _index: QModelIndex) -> None:
        note = self.marked()
        if note is not None:
            self.session.open("visit_note", record=note.id)

    def _on_link(self, index: QModelIndex) -> None:
        links = self._links()
        if 0 <= index.row() < len(links):
            kind, id_ = references.split(links[index.row()].where)
            if kind:
                self.session.open(kind, record=id_)
