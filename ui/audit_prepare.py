"""First step of an audit: its scope, the agenda of the visit, the papers to have ready, the auditor's requests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from armdesk.i18n import _
from armdesk.models import Audit, AuditSlot
from armdesk.record import Record, new_id
from armdesk.reports import audit_paper
from armdesk.services.audit import audit_papers, audit_room
from armdesk.services.audit.audit_papers import Paper
from armdesk.services.findings.checks import in_use
from ui import references, saving, texts
from ui.audit_parts import Seen, Step, print_paper
from ui.audit_requests import RequestsView
from ui.blocks import Views, button, key
from ui.forms import Form
from ui.layouts import column_in, form_card
from ui.plain_table import PlainTable
from ui.session import Session

_SCOPE = ("code", "title", "kind", "standard", "more_standards", "sites", "period_from", "period_to", "visit_on",
          "visit_until", "auditor", "body", "lead", "team", "note")


class PrepareStep(Step):
    """Scope, agenda, papers and requests as views of their own."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._made: Callable[[str], object] = lambda _id: None
        column = column_in(self)
        self.agenda, self.papers, self.requests = AgendaView(session), PapersView(session), RequestsView(session)
        self.views = Views({_("Scope"): self._scope(), _("Agenda of the visit"): self.agenda,
                            _("Papers to have ready"): self.papers, _("Requests"): self.requests})
        self.views.shown.connect(self._on_view)
        column.addWidget(self.views, 1)

    def _scope(self) -> QWidget:
        whole = QWidget()
        column = column_in(whole, 6)
        self.form = Form(self.session, Audit, only=_SCOPE)
        self.form.saved.connect(self._on_saved)
        column.addWidget(form_card(self.form), 1)
        row = QHBoxLayout()
        row.addStretch(1)
        self.save_button = button(_("Save"), self.keep, look="primary", tip=_("Save (Ctrl+S)"))
        self.save_button.setEnabled(not self.session.read_only)
        row.addWidget(self.save_button)
        column.addLayout(row)
        return whole

    def begin(self, values: dict[str, Any], made: Callable[[str], object]) -> None:
        """An empty scope; made is told the id when it is saved first."""
        self.seen, self._made = None, made
        standards = [each.key for each in in_use(self.session.workspace)]
        usual = {"standard": standards[0], "more_standards": " ".join(standards[1:]) or None}
        self.form.begin({**usual, **values})
        for place, each in enumerate(self.views.buttons):
            each.setEnabled(place == 0)
        self.views.choose(0)

    def show_seen(self, seen: Seen) -> None:
        """Show an audit; what somebody is typing into its scope stays."""
        same = self.seen is not None and self.seen.audit.id == seen.audit.id
        super().show_seen(seen)
        if not (same and self.form.dirty):
            self.form.put(seen.audit)
        for each in self.views.buttons:
            each.setEnabled(True)
        for view in (self.agenda, self.papers, self.requests):
            view.show_seen(seen)

    def keep(self) -> bool:
        """Save what is typed."""
        return self.requests.keep() and (not self.form.dirty or self.form.save())

    def begin_work(self) -> None:
        """Put the keyboard into the view at hand."""
        if self.views.place() == 0:
            self.form.rows["title"].editor.setFocus()
        else:
            (self.agenda, self.papers, self.requests)[self.views.place() - 1].setFocus()

    def _on_saved(self, record: Record) -> None:
        if self.seen is None:
            self._made(record.id)

    def _on_view(self, place: int) -> None:
        if place == 2:
            self.papers.look()


class AgendaView(Step):
    """Points of the visit, typed one after the other; Enter in the last field adds one."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        column = column_in(self)
        row = QHBoxLayout()
        row.setSpacing(6)
        self.day = QComboBox()
        self.day.setAccessibleName(_("Day"))
        row.addWidget(self.day)
        self.lines: dict[str, QLineEdit] = {}
        for name, words, width in (("starts", _("From"), 66), ("ends", _("Until"), 66),
                                   ("topic", _("What is looked at"), 0), ("place", _("Place"), 150),
                                   ("host", _("Who receives"), 150), ("guest", _("Of the auditors"), 150)):
            line = QLineEdit()
            line.setPlaceholderText(words)
            line.setAccessibleName(words)
            line.setEnabled(not session.read_only)
            line.returnPressed.connect(self.add)
            if width:
                line.setFixedWidth(width)
            row.addWidget(line, 0 if width else 1)
            self.lines[name] = line
        self.add_button = button(_("Add"), self.add)
        self.add_button.setEnabled(not session.read_only)
        row.addWidget(self.add_button)
        column.addLayout(row)
        self.problem = texts.label("", role="problem", wrap=True)
        self.problem.hide()
        column.addWidget(self.problem)
        self.table = PlainTable(session.theme, _("Agenda of the visit"))
        self.table.say_when_empty(_("Write hour, what is looked at, where, and who receives whom; Enter adds it."))
        self.table.activated.connect(self.edit)
        key(self.table, "Del", self.remove)
        column.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.addWidget(texts.label(_("Enter opens a point, Del takes it out."), role="small"), 1)
        self.print_button = button(_("Agenda (PDF)"), self.print_agenda)
        foot.addWidget(self.print_button)
        column.addLayout(foot)
        self.setFocusProxy(self.lines["starts"])

    def show_seen(self, seen: Seen) -> None:
        """Show the agenda of an audit."""
        super().show_seen(seen)
        days = audit_room.days_of(seen.audit) or [self.session.today()]
        marked = self.day.currentData()
        self.day.clear()
        for day in days:
            self.day.addItem(str(day), day)
        self.day.setCurrentIndex(days.index(marked) if marked in days else 0)  # Qt finds no equal date
        slots = seen.room.slots
        names = ("date", "starts", "ends", "topic", "place", "host", "guest", "note")
        self.table.show_rows([AuditSlot.field(name).title() for name in names], len(slots),
                             lambda row, column: AuditSlot.field(names[column]).format(
                                 getattr(slots[row], names[column])))

    def add(self) -> None:
        """Add the typed point."""
        if self.audit is None or self.session.read_only:
            return
        slot = AuditSlot(id=new_id(), audit=self.audit.id, date=self.day.currentData())
        wrong = []
        for name, line in self.lines.items():
            try:
                setattr(slot, name, AuditSlot.field(name).parse(line.text()) if line.text().strip() else None)
            except ValueError as error:
                wrong.append(str(error))
        wrong += [sentence for sentences in slot.check().values() for sentence in sentences]
        self.problem.setText(" ".join(wrong))
        self.problem.setVisible(bool(wrong))
        if wrong or not saving.kept(self, lambda: self.session.store.save(slot)):
            return
        for name, line in self.lines.items():
            line.setText(line.text() if name in ("host", "guest") else "")
        self.lines["starts"].setText(str(slot.ends or ""))
        self.lines["ends"].setFocus()

    def _marked(self) -> AuditSlot | None:
        row = self.table.currentIndex().row()
        return self.seen.room.slots[row] if self.seen is not None and 0 <= row < len(self.seen.room.slots) else None

    def edit(self, _index: QModelIndex) -> None:
        """Open the marked point."""
        slot = self._marked()
        if slot is not None:
            self.session.open("audit_slot", record=slot.id)

    def remove(self) -> None:
        """Put the marked point into the trash; Undo brings it back."""
        slot = self._marked()
        if slot is not None and not self.session.read_only:
            saving.kept(self, lambda: self.session.store.trash([slot]))

    def print_agenda(self) -> None:
        """The agenda on paper."""
        today = self.session.today()
        print_paper(self, _("Agenda of the visit"), lambda store, seen, language: audit_paper.agenda(
            store, seen.audit, seen.room.slots, today, language))


class PapersView(Step):
    """What has to be ready on the day of the visit, what is missing first; Enter goes to it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.found: list[Paper] = []
        column = column_in(self)
        self.summary = texts.label("", role="quiet", wrap=True)
        column.addWidget(self.summary)
        self.table = PlainTable(session.theme, _("Papers to have ready"))
        self.table.rows.colour = self._colour
        self.table.say_when_empty(_("Choose a standard in the scope; then what it asks for stands here."))
        self.table.activated.connect(self._open)
        column.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button(_("Look again"), self.look))
        self.print_button = button(_("List to tick (PDF)"), self.print_list)
        foot.addWidget(self.print_button)
        column.addLayout(foot)
        self.setFocusProxy(self.table)

    def look(self) -> None:
        """Go through the standards again."""
        if self.audit is None:
            return
        store, audit, today = self.session.store, self.audit, self.session.today()
        self.summary.setText(_("Looking …"))
        self.session.jobs.read(self, lambda: audit_papers.checklist(store, audit, today), self._on_found)

    def _on_found(self, found: list[Paper]) -> None:
        self.found = found
        counts = audit_papers.counted(found)
        self.summary.setText(_("On the day of the visit: {missing} without a paper, {ended} ended, {gaps} with months "
                               "unproved, {ready} ready.").format(**counts) if found else "")
        self.table.show_rows(("", _("Code"), _("Requirement or paper"), _("State"), _("Binder"),
                              _("Typical evidence")), len(found), lambda row, column: (
            audit_paper.STATE[found[row].state][0], found[row].code, found[row].title, found[row].sentence,
            found[row].binders, found[row].wanted)[column])

    def _colour(self, row: int, column: int) -> QColor | None:
        if column or row >= len(self.found):
            return None
        return QColor(getattr(self.session.theme.colours, audit_paper.STATE[self.found[row].state][1]))

    def _open(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self.found):
            kind, id_ = references.split(self.found[index.row()].reference)
            if kind:
                self.session.open(kind, record=id_)

    def print_list(self) -> None:
        """The list on paper, with boxes to tick."""
        today = self.session.today()
        print_paper(self, _("Papers to have ready"), lambda store, seen, language: audit_paper.checklist(
            store, seen.audit, today, language))
