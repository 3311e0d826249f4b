"""The panel beside a list or a form: facts, linked records, evidence, actions and history of one record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import QMargins, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from armdesk import page_list
from armdesk.i18n import _
from armdesk.query import Filter
from armdesk.record import Record
from ui import references, texts
from ui.facts import Fact, Linked, Step, Surroundings, gather
from ui.findings import NotFitting
from ui.layouts import column_in
from ui.panel_head import PanelHead
from ui.session import Session
from ui.theme import icon_button
from ui.way import Way

_CHANGES_SHOWN = 6


class SidePanel(QFrame):
    """One record seen from the side.

    edit_wanted asks for its form; stepped carries -1 or 1 for the record before or after.
    """

    edit_wanted = Signal()
    stepped = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._record: Record | None = None
        self._asked = 0
        self.with_facts = True
        self.setProperty("card", "true")
        self.setMinimumWidth(260)
        column = column_in(self, 0)
        self._head = PanelHead(session, QMargins(12, 8, 8, 4))
        self._head.edit_wanted.connect(self.edit_wanted)
        self._head.stepped.connect(self.stepped)
        self.title = self._head.title
        column.addWidget(self._head)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self._scroll, 1)
        self.show_record(None)
        session.changes.records_changed.connect(self._on_records_changed)

    def in_form(self, inside: bool) -> None:
        """Beside a form, leave out the facts, which stand in it."""
        self.with_facts = not inside
        self._head.show_ways(not inside)

    def show_record(self, record: Record | None) -> None:
        """Show another record, or none."""
        self._record = record
        self._asked += 1
        self._head.open_ways(record is not None)
        if record is None or not record.version:
            self.title.say("" if record is None else _("New {kind}").format(kind=_(record.about.one)))
            self._put_hint(_("Choose a row to see its facts, evidence, actions and history.") if record is None else
                           _("Evidence, actions and history begin when the record is saved."))
            return
        number, store = self._asked, self._session.store
        self._session.jobs.read(self, lambda: (number, gather(store, record)), self._on_gathered)

    def _on_records_changed(self, types: frozenset[str]) -> None:
        if self._record is None or not self._record.version or not self.isVisible() or self._answering():
            return
        fresh = self._session.store.get(type(self._record), self._record.id)
        self.show_record(fresh)

    def _answering(self) -> bool:
        """Whether somebody is writing why a finding does not apply; what is being written stays."""
        return any(each.findings.answering is not None for each in self.findChildren(NotFitting))

    def _put_hint(self, text: str) -> None:
        inside = QWidget()
        inside.setProperty("ground", "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 8, 12, 12)
        column.addWidget(texts.label(text, role="quiet", wrap=True))
        column.addStretch(1)
        self._scroll.setWidget(inside)

    def _on_gathered(self, answer: tuple[int, Surroundings]) -> None:
        number, found = answer
        if number != self._asked or self._record is None:
            return
        inside = QWidget()
        inside.setProperty("ground", "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 4, 12, 12)
        column.setSpacing(4)
        record = self._record
        self.title.say(record.label())  # with its facts, never above those of the record before
        column.addWidget(NotFitting(self._session, references.of(record), inside))
        if self.with_facts:
            for fact in found.facts:
                column.addWidget(self._fact(fact))
        self._section(column, _("Evidence"), _("Cite as evidence"),
                      lambda: self._session.cite_requested.emit(references.of(record)))
        for id_, title, page in found.evidence:
            column.addWidget(self._leading(_with(title, page and _("p. {page}").format(page=page)),
                                           f"document/{id_}", page=page_list.first_page(page)))
        self._section(column, _("Actions"), _("Create action"), lambda: self._new_action(record))
        if not self._session.read_only and record.type_name() != "action":
            link = QPushButton(_("Link to an action"))
            link.setProperty("link", "true")
            link.clicked.connect(lambda: self._link_action(record))
            column.addWidget(link)
        for id_, text, state in found.actions:
            column.addWidget(self._leading(_with(text, state), f"action/{id_}"))
        if found.linked:
            way = references.TRACED.get(record.type_name(), "")
            self._section(column, _("Linked records"), _("Trace") if way else "",
                          lambda: self._session.open("trace", record=f"{way}:{references.of(record)}"))
            times = Counter(linked.type for linked in found.linked)
            for linked in found.linked:
                column.addWidget(self._linked(record, linked, alone=times[linked.type] == 1))
        self._section(column, _("History"))
        for step in found.steps:
            column.addWidget(_step(step))
        column.addStretch(1)
        self._scroll.setWidget(inside)

    def _section(self, column: QVBoxLayout, title: str, action: str = "",
                 run: Callable[[], object] | None = None) -> None:
        rule = QFrame()
        rule.setProperty("rule", "true")
        column.addSpacing(6)
        column.addWidget(rule)
        row = QHBoxLayout()
        row.addWidget(texts.label(title, role="subheading"))
        row.addStretch(1)
        if action and run is not None and not self._session.read_only:
            button = QPushButton(texts.escaped(action))
            button.setProperty("link", "true")
            button.clicked.connect(lambda _checked=False, run=run: run())
            row.addWidget(button)
        column.addLayout(row)

    def _fact(self, fact: Fact) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(0)
        column.addWidget(texts.label(fact.name, role="field"))
        if fact.target and not fact.target.startswith(references.REQUIREMENT):
            column.addWidget(self._leading(fact.text, fact.target))
        else:
            words = texts.label(fact.text, wrap=True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(words)
        return box

    def _leading(self, text: str, reference: str, page: int = 1) -> QPushButton:
        """A text that leads to its record, of a paper to a page of it."""
        kind, id_ = references.split(reference)
        values = {"page": page} if page > 1 else {}
        return Way(text, lambda: self._session.open(kind, record=id_, values=values))

    def _linked(self, record: Record, linked: Linked, *, alone: bool) -> QWidget:
        """The way to a register; where it points here in several ways, which of them."""
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        name = linked.type.type_name()
        register, field = _(linked.type.about.many), linked.type.field(linked.field)
        own = alone or field.label.lower() == record.about.one  # the others say what this record is to them
        words = _("{register} ({count})").format(register=register if own else field.title(), count=linked.count)
        button = Way(words, lambda: self._session.open(name, filters=(Filter(linked.field, "is", record.id),)))
        button.setToolTip(texts.tip(f"{register} · {field.title()}"))
        button.setEnabled(linked.count > 0)
        row.addWidget(button)
        row.addStretch(1)
        if not self._session.read_only:
            add = icon_button(self._session.theme, "plus", _("New {kind}").format(kind=_(linked.type.about.one)),
                              colour="quiet")
            add.clicked.connect(lambda: self._session.open(name, new=True, values={linked.field: record.id}))
            row.addWidget(add)
        return box

    def _link_action(self, record: Record) -> None:
        from ui import action_dialogs  # its dialogs are needed when somebody links, not to show a panel

        if action_dialogs.link(self._session, [references.of(record)], self):
            self.show_record(record)

    def _new_action(self, record: Record) -> None:
        self._session.open("action", new=True, values={
            "origin": references.of(record), "adopted_on": self._session.today()})


def _with(text: str, more: str) -> str:
    return f"{text} · {more}" if more else text


def _step(step: Step) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 2, 0, 4)
    column.setSpacing(0)
    column.addWidget(texts.label(_with(step.when, step.author), role="field"))
    column.addWidget(texts.label(step.title, wrap=True))
    for name, before, after in step.changes[:_CHANGES_SHOWN]:
        line = _("{field}: {before} → {after}").format(field=name, before=before or "–", after=after or "–") \
            if before else _("{field}: {after}").format(field=name, after=after or "–")
        column.addWidget(texts.label(line if len(line) < 200 else line[:200] + "…", role="small", wrap=True))
    return box
