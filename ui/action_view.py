"""The page of one action: its form, what it answers and what closing it may change, its progress and extensions."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from armdesk.i18n import _, ngettext
from armdesk.models import Action, ActionExtension, ActionNote
from armdesk.models.action_flow import MOVES
from armdesk.query import Filter, Query
from armdesk.record import Record
from armdesk.services.basis.numbering import next_code
from armdesk.services.plan import action_sources, action_work
from armdesk.store import Store
from ui import action_dialogs, references, texts
from ui.blocks import Views, button
from ui.flow import Flow
from ui.layouts import column_in
from ui.lot_view import RowsCard
from ui.record_view import RecordView
from ui.session import Session

_TOLD = {"action", "action_note", "action_extension", "source_of_action", "finding", "risk", "answer"}


class Around:
    """What is known about one action besides its fields; read away from the window."""

    def __init__(self, store: Store, action: Action) -> None:
        self.action = action
        self.sources = action_sources.sources(store, action)
        self.effects = action_sources.effects(store, action)
        self.names = references.labels(store, [*self.sources, *(each.reference for each in self.effects)])
        self.notes: list[ActionNote] = store.find(Query(ActionNote, filters=(Filter("action", "is", action.id),),
                                                        order="-date"))
        self.extensions: list[ActionExtension] = store.find(Query(
            ActionExtension, filters=(Filter("action", "is", action.id),), order="date"))
        self.before = store.label("action", action.repeat_of) if action.repeat_of else ""


class ActionView(RecordView):
    """An action with everything around it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self.around: Around | None = None
        self.also: tuple[str, ...] = ()
        self._asked = 0
        super().__init__(session, Action, parent)
        self.form.keeper = self._keep
        self.form.shown.connect(self._on_shown)
        session.changes.records_changed.connect(self._on_records_changed)
        self._key("Ctrl+Shift+M", self._next_state)

    def body(self, card: QFrame) -> QWidget:
        """A line that says how it stands, what can be done, and three views."""
        whole = QWidget()
        column = column_in(whole)
        self.state_line = texts.label("", role="gold", wrap=True)
        column.addWidget(self.state_line)
        self.bar = QWidget()
        flow = Flow(self.bar, spacing=6)
        self.buttons: dict[str, QPushButton] = {}
        for status in MOVES:
            self.buttons[status] = button(f"→ {action_sources.state_words(status)}", partial(self._move, status))
            flow.addWidget(self.buttons[status])
        for key, word, run, tip in (("extend", _("Extend"), self.extend, _("Alt+E")),
                                    ("tell", _("Tell of progress"), self.tell, _("Alt+N")),
                                    ("source", _("Answers too"), self._add_source, "")):
            self.buttons[key] = button(f"{word} …", run, tip=tip)
            flow.addWidget(self.buttons[key])
        column.addWidget(self.bar)
        self.answers, self.changes_ = RowsCard(self.session, _("What it answers")), \
            RowsCard(self.session, _("What closing it may change"))
        self.progress, self.extensions = RowsCard(self.session, _("Progress")), RowsCard(self.session, _("Extensions"))
        self.unlink_button = button(_("Does not answer the marked row any more"), self._unlink, look="flat")
        self.unlink_button.setEnabled(not self.session.read_only)
        self.answers.foot.addWidget(self.unlink_button)
        self.answers.foot.addStretch(1)
        self.views = Views({_("Record"): card, _("What it answers"): _two(self.answers, self.changes_),
                            _("Progress"): _two(self.progress, self.extensions)})
        column.addWidget(self.views, 1)
        for each in (self.answers, self.changes_, self.progress, self.extensions):
            each.opened.connect(self._go)
        return whole

    def begin(self, values: dict[str, Any] | None = None) -> None:
        """Start an empty action with the next number of the office's own series."""
        number = next_code(self.session.store, Action, "number", self.session.today(),
                           f"A-{self.session.today().year}-01")
        self.also = ()
        super().begin({"number": number, "adopted_on": self.session.today(), **(values or {})})

    def _keep(self, record: Record) -> object:
        """Keep what was typed; the next of a series is made with it, and further sources are tied."""
        assert isinstance(record, Action)  # noqa: S101 - the form of this view holds nothing else
        kept = action_work.keep(self.session.store, record, self.session.today())
        if self.also:
            action_sources.link(self.session.store, [kept.id], self.also)
            self.also = ()
        return kept

    # showing

    def _on_shown(self, record: Record) -> None:
        self.around = None
        kept = bool(record.version)
        self.bar.setVisible(kept and not self.session.read_only)
        self.state_line.setVisible(kept)
        for place in (1, 2):
            self.views.buttons[place].setVisible(kept)
        self.views.choose(self.views.place() if kept else 0)
        if kept:
            self._read(record)

    def _read(self, record: Record) -> None:
        self._asked += 1
        number, store = self._asked, self.session.store

        def read() -> tuple[int, Around | None]:
            fresh = store.get(Action, record.id)
            return number, Around(store, fresh) if fresh is not None else None

        self.session.jobs.read(self, read, self._on_read)

    def _on_read(self, answer: tuple[int, Around | None]) -> None:
        number, around = answer
        if number != self._asked or around is None:
            return
        self.around = around
        self.state_line.setText(self._standing(around))
        for status in MOVES:
            self.buttons[status].setVisible(status in MOVES[around.action.status])
        names = around.names
        self.answers.show_rows((_("What it answers"), ""), [
            (names.get(each, each), _("where it came from") if each == around.action.origin else "")
            for each in around.sources], around.sources, _("Nothing is written. Use “Answers too”."))
        self.changes_.show_rows((_("What"), _("Now"), _("Then")), [
            (names.get(each.reference, each.reference), each.now, each.then) for each in around.effects],
            [each.reference for each in around.effects], _("Closing it changes nothing else."))
        self.progress.show_rows((_("Date"), _("What was done"), _("Progress"), _("Author")), [
            (str(each.date), each.text or "", "" if each.progress is None else f"{each.progress} %", each.author or "")
            for each in around.notes], [references.of(each) for each in around.notes], _("Nothing was told yet."), (2,))
        self.extensions.show_rows((_("Decided on"), _("Was due on"), _("Now due on"), _("Reason"), _("Approved by")), [
            (str(each.date), str(each.old_due), str(each.new_due), each.reason or "", each.approved_by or "")
            for each in around.extensions], [references.of(each) for each in around.extensions],
            _("It was never extended."))

    def _standing(self, around: Around) -> str:
        action, today = around.action, self.session.today()
        parts = [action_sources.state_words(action.status)]
        if action.status in action_sources.OPEN and action.due_on is not None:
            late = (today - action.due_on).days
            parts.append(ngettext("{count} day late", "{count} days late", late).format(count=late) if late > 0 else
                         _("due on {day}").format(day=action.due_on))
        if around.extensions:
            times, first = len(around.extensions), min(each.old_due for each in around.extensions)
            parts.append(ngettext("extended {count} time, first due on {day}",
                                  "extended {count} times, first due on {day}", times).format(count=times, day=first))
        count = len(around.sources)
        parts.append(ngettext("answers {count} thing", "answers {count} things", count).format(count=count))
        if around.before:
            parts.append(_("follows {name}").format(name=around.before))
        return " · ".join(parts)

    def _on_records_changed(self, types: frozenset[str]) -> None:
        if not (types & _TOLD) or not self.isVisible() or not self.form.record.version:
            return
        fresh = self.session.store.get(Action, self.form.record.id)
        if fresh is not None and not self.form.dirty and fresh.version != self.form.record.version:
            self.form.put(fresh)  # reads what is around it too
        else:
            self._read(self.form.record)

    # doing

    def _move(self, status: str) -> None:
        if self._saved():
            action_dialogs.move(self.session, [self.form.record.id], status, self)

    def _next_state(self) -> None:
        """The usual next state: open, in progress, done, closed."""
        order = ("open", "in_progress", "done", "closed")
        status = str(self.form.record.values().get("status"))
        if status in order[:-1] and self.form.record.version:
            self._move(order[order.index(status) + 1])

    def extend(self) -> None:
        """Move its due date by decision."""
        if self._saved():
            action_dialogs.extend(self.session, self.form.record.id, self)

    def tell(self) -> None:
        """Write a step of progress."""
        if self._saved():
            action_dialogs.tell(self.session, self.form.record.id, self)

    def _add_source(self) -> None:
        if self._saved():
            action_dialogs.add_source(self.session, [self.form.record.id], self)

    def _saved(self) -> bool:
        """Whether what is typed is kept, so that nothing typed is lost to what is done now."""
        return bool(self.form.record.version) and (not self.form.dirty or self.form.save())

    def _unlink(self) -> None:
        place, around = self.answers.current(), self.around
        if around is None or place < 0:
            return
        reference = around.sources[place]
        if reference == around.action.origin or reference.startswith("finding/"):
            self.session.say(_("Where it came from stays; change it in the form, that of a finding in the finding."),
                             "note")
        else:
            action_sources.unlink(self.session.store, around.action, reference)

    def _go(self, reference: str) -> None:
        kind, rest = references.split(reference)
        if kind:
            self.session.open(kind, record=rest)


def _two(*cards: QWidget) -> QWidget:
    box = QWidget()
    column = column_in(box)
    for each in cards:
        column.addWidget(each, 1)
    return box
