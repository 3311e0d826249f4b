"""Form: one form for every record, made from its declaration; each problem stands beside its field."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from armdesk.errors import ArmdeskError, InvalidRecord, StaleRecord
from armdesk.fields import CurrencyCode, Declared, Json, Money
from armdesk.i18n import _
from armdesk.models import AgeAlarm, counter
from armdesk.query import Query
from armdesk.record import Record, new_id
from armdesk.services.cautions import cautions, may_be_odd
from armdesk.services.people import age_gate
from ui import conflict, problems, texts
from ui.basic_editors import LongTextEditor
from ui.form_row import FormRow
from ui.layouts import column_in
from ui.link_editor import LinkEditor
from ui.messages import Message, Messages
from ui.session import Session

_DRAFT_EVERY = 5_000
_COMPUTED_AFTER = 200
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Form(QWidget):
    """Fills one record.

    saved carries the record; changed says that something is not saved yet; new_needed carries a LinkEditor whose
    record is missing.  For what stands beside a form: shown carries the record put into it, touched the name of a field
    that was typed into, computed the record as typed so far; drafting and draft_shown carry the body of a draft, to
    be added to and read.  keeper is what saves the record.  only names the fields that are shown, in their order; all
    others stay as they are.
    """

    saved = Signal(object)
    changed = Signal(bool)
    new_needed = Signal(object)
    shown = Signal(object)
    touched = Signal(str)
    computed = Signal(object)
    drafting = Signal(object)
    draft_shown = Signal(object)

    def __init__(self, session: Session, type_: type[Record], parent: QWidget | None = None, *,
                 only: tuple[str, ...] = ()) -> None:
        super().__init__(parent)
        self.session, self.type = session, type_
        self._only = only
        self.record: Record = type_()
        self.rows: dict[str, FormRow] = {}
        self.groups: dict[str, QWidget] = {}
        self.dirty = False
        watched = type_.type_name() in age_gate.WATCHED
        self.keeper: Callable[[Record], object] = self._keep_watched if watched else session.store.save
        self._draft_key = ""
        self._putting = False
        self.messages = Messages(session.theme)
        self._lay_out()
        self._drafting = QTimer(self)
        self._drafting.setSingleShot(True)
        self._drafting.setInterval(_DRAFT_EVERY)
        self._drafting.timeout.connect(self.keep_draft)
        self._computing = QTimer(self)
        self._computing.setSingleShot(True)
        self._computing.setInterval(_COMPUTED_AFTER)
        self._computing.timeout.connect(self.compute)

    # making

    def _lay_out(self) -> None:
        outer = column_in(self)
        outer.addWidget(self.messages)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setProperty("ground", "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(12)
        shown = [field for field in self.type.declared() if type(field) is not Json]
        by_group: dict[str, list[Declared]] = {}
        if self._only:
            by_group[""] = [self.type.field(name) for name in self._only]
            shown = []
        for group, fields in groupby(shown, key=lambda field: field.group):
            by_group.setdefault(group, []).extend(fields)
        for group, fields_of in by_group.items():
            part = QWidget()
            part.setProperty("ground", "surface")
            inner = column_in(part, 12)
            if group:
                inner.addWidget(texts.label(_(group), role="subheading"))
                rule = QFrame()
                rule.setProperty("rule", "true")
                inner.addWidget(rule)
            inner.addLayout(self._grid(fields_of))
            self.groups[group] = part
            column.addWidget(part)
        column.addStretch(1)
        self.area.setWidget(inside)
        outer.addWidget(self.area, 1)

    def _grid(self, fields: list[Declared]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        line = place = 0
        for field in fields:
            row = self._row(field)
            if row.editor.wide:
                line += 1 if place else 0
                grid.addWidget(row, line, 0, 1, 2)
                line, place = line + 1, 0
                continue
            grid.addWidget(row, line, place)
            line, place = (line + 1, 0) if place else (line, 1)
        return grid

    def _row(self, field: Declared) -> FormRow:
        row = FormRow(self.session, field)
        editor = row.editor
        editor.touched.connect(lambda: self._on_touched(row))
        editor.left.connect(lambda: self._on_left(row))
        editor.box.installEventFilter(self)
        if isinstance(editor, LinkEditor):
            editor.new_wanted.connect(self.new_needed)
        if field.readonly or self.session.read_only:
            editor.lock()
        self.rows[field.name] = row
        return row

    # showing

    def put(self, record: Record) -> None:
        """Show a record, new or kept."""
        self._putting = True
        self.record = record
        self.messages.clear()
        beside = record.values()
        for name, row in self.rows.items():
            row.caution = ""
            row.say_problems([])
            row.editor.put(beside.get(name), beside)
        self._putting = False
        if counter.GROUP in self.groups:  # seldom needed, and in the way of all others
            self.groups[counter.GROUP].setVisible(bool(beside.get("corrects")))
        self._draft_key = record.id or new_id()
        self._drafting.stop()
        self._mark(dirty=False)
        self.shown.emit(record)

    def begin(self, values: Mapping[str, Any] | None = None) -> None:
        """Show an empty record with its usual values."""
        record = self.type()
        own = self.session.workspace.settings.currency
        for field in record.declared():
            if isinstance(field, CurrencyCode) and own and getattr(record, field.name) is None:
                setattr(record, field.name, own)
        for name, value in (values or {}).items():
            setattr(record, name, value)
        self.put(record)
        self.focus_first()

    def lock_all_but(self, free: Iterable[str] | None) -> None:
        """Let only these fields be changed; None for all that may be."""
        for name, row in self.rows.items():
            if not row.field.readonly and not self.session.read_only:
                row.editor.lock(free is not None and name not in free)

    def focus_first(self) -> None:
        """Put the keyboard into the first field."""
        first = next((row for row in self.rows.values() if not row.field.readonly), None)
        if first is not None:
            first.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_problems(self, found: Mapping[str, list[str]]) -> None:
        """Show each sentence beside its field and go to the first; the rest in the bar above."""
        for name, row in self.rows.items():
            row.say_problems(found.get(name, []))
        rest = [sentence for name, sentences in found.items() if name not in self.rows for sentence in sentences]
        self.messages.clear()
        for sentence in rest:
            self.messages.say(Message(sentence, "alarm"))
        first = next((row for name, row in self.rows.items() if found.get(name)), None)
        if first is not None:
            self.area.ensureWidgetVisible(first, 0, 24)
            first.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    # reading

    def beside(self) -> dict[str, Any]:
        """Values as far as they are understood now; used by amounts, which need their currency."""
        values = self.record.values()
        amounts = [row for row in self.rows.values() if isinstance(row.field, Money)]
        for row in [*(each for each in self.rows.values() if each not in amounts), *amounts]:
            try:
                values[row.field.name] = row.editor.glance(values)
            except ValueError:
                values[row.field.name] = None
        return values

    def take(self) -> tuple[Record, dict[str, list[str]]]:
        """The record as typed, and everything wrong with it by field."""
        record = type(self.record)(**self.record.values())
        beside = self.beside()
        unread: dict[str, list[str]] = {}
        typed = record.typed_texts()
        for name, row in self.rows.items():
            if row.field.readonly:
                continue
            try:
                value = row.editor.take(beside)
            except ValueError as error:
                unread[name] = [str(error)]
                value = None
            if value != getattr(record, name):
                typed.pop(name, None)
            if row.editor.as_typed():
                typed[name] = row.editor.as_typed()
            setattr(record, name, value)
        record.typed = json.dumps(typed, ensure_ascii=False, sort_keys=True) if typed else None
        record.fill()
        return record, {**record.check(), **unread}

    def save(self) -> bool:
        """Keep the record; False if something has to be mended first."""
        if self.session.read_only:
            return False
        record, found = self.take()
        if found:
            self.show_problems(found)
            return False
        return self._keep(record)

    def _keep(self, record: Record) -> bool:
        try:
            self.keeper(record)
        except InvalidRecord as error:
            self.show_problems(error.problems)
            return False
        except StaleRecord as error:
            return self._settle(record, error)
        except ArmdeskError as error:
            problems.show(error, self)
            return False
        kept = record.values()
        self.session.last_saved[self.type.type_name()] = kept
        self.drop_draft()
        self.put(record)
        self.saved.emit(record)
        # Somebody else may have taken from the same stock meanwhile: what was typed in good faith is looked at again.
        self.caution(record, saved=True)
        return True

    def _keep_watched(self, record: Record) -> None:
        """Keep an entry that puts somebody to work; an alarm of age is recorded with it and asks for its answer."""
        self.say_alarms(age_gate.keep(self.session.store, record))

    def say_alarms(self, alarms: Sequence[AgeAlarm]) -> None:
        """Say that alarms of age were recorded, with the way to their answer."""
        if alarms:
            self.session.say(_("An alarm of age was recorded with this entry. Write what is done about it."), "alarm",
                             _("Write the answer"),
                             lambda: self.session.open("age_alarm", record=alarms[0].id))

    def _settle(self, record: Record, error: StaleRecord) -> bool:
        """Two people changed the same record: the person chooses, field by field."""
        stored = self.session.store.get(self.type, record.id)
        if stored is None:
            problems.show(error, self)
            return False
        before = self.record.values()
        touched = {name for name in error.differences if getattr(record, name) != before.get(name)}
        mine = conflict.choose(self, self.type, str(error), error.differences, touched)
        if mine is None:
            return False
        for name in error.differences:
            if name in mine:
                setattr(stored, name, getattr(record, name))
        return self._keep(stored)

    # drafts

    def keep_draft(self) -> None:
        """Remember what was typed, in case the light goes out."""
        if self.dirty:
            body = {name: row.editor.kept() for name, row in self.rows.items() if not row.field.readonly}
            self.drafting.emit(body)
            self.session.store.keep_draft(self._draft_key, self.type.type_name(), self.record.id or None, body)

    def drop_draft(self) -> None:
        """Forget the draft of this form."""
        self._drafting.stop()
        self.session.store.drop_draft(self._draft_key)

    def put_draft(self, key: str, body: Mapping[str, str]) -> None:
        """Show an unfinished form again."""
        self._putting = True
        for name, text in body.items():
            if name in self.rows:
                self.rows[name].editor.put_kept(text)
        self._putting = False
        self._draft_key = key
        self.draft_shown.emit(body)
        self._mark(dirty=True)

    # while somebody types

    def repeat_last(self, row: FormRow) -> None:
        """Take the value of the record saved last into a field ("same as above")."""
        last = self.session.last_saved.get(self.type.type_name()) or self._newest()
        if last is not None and not row.field.readonly:
            row.editor.put(last.get(row.field.name), last)
            self._on_touched(row)

    def compute(self) -> None:
        """Show what follows from other fields, such as the fine weight."""
        record = type(self.record)(**self.beside())
        record.fill()
        values = record.values()
        for name, row in self.rows.items():
            if row.field.readonly:
                row.editor.put(values.get(name), values)
        self.computed.emit(record)
        self.caution(record)

    def put_values(self, values: Mapping[str, Any]) -> None:
        """Show values that follow from others, as if nobody had typed them; the one under the keyboard stays."""
        self._putting = True
        for name in values:
            row = self.rows[name]
            if not row.editor.box.hasFocus():
                row.editor.put(values[name], {**self.record.values(), **values})
        self._putting = False

    def touch(self) -> None:
        """Something beside the fields was changed: not saved yet, and to be reckoned again."""
        self._mark(dirty=True)
        self._computing.start()
        if not self._drafting.isActive():
            self._drafting.start()

    def caution(self, record: Record, *, saved: bool = False) -> None:
        """Say beside its fields what is odd about a record as typed; of one just saved in the window's bar too."""
        if may_be_odd(self.type):
            self.session.jobs.read(self, lambda: cautions(self.session.store, record),
                                   lambda found: self._on_cautions(found, saved=saved))

    def _on_cautions(self, found: dict[str, str], *, saved: bool) -> None:
        for name, row in self.rows.items():
            if row.caution != found.get(name, ""):
                row.say_caution(found.get(name, ""))
        # What fits a draft need not be said again of what was kept: only what is amiss is.
        for name in ("quantity", "difference_reason", "gross_mg", "input_mg"):
            if saved and name in found:
                self.session.say(found[name], "warn")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes to the next field; Ctrl+D is "same as above" also where Qt would delete a letter."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            row = next((each for each in self.rows.values() if each.editor.box is watched), None)
            if row is not None and self._on_key(row, event):
                return True
        return super().eventFilter(watched, event)

    def _on_key(self, row: FormRow, event: QKeyEvent) -> bool:
        """Whether the key was one of ours."""
        if event.key() == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.repeat_last(row)
            return True
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() in _ENTER and plain and not isinstance(row.editor, LongTextEditor):
            self._go_on(row)
            return True
        return False

    def _newest(self) -> dict[str, Any] | None:
        found = self.session.store.find(Query(self.type, order="-id"), limit=1)
        return found[0].values() if found else None

    def _go_on(self, row: FormRow) -> None:
        order = [each for each in self.rows.values() if not each.field.readonly]
        place = order.index(row) + 1 if row in order else 0
        if place < len(order):
            order[place].editor.setFocus(Qt.FocusReason.TabFocusReason)
            self.area.ensureWidgetVisible(order[place], 0, 24)

    def _on_touched(self, row: FormRow) -> None:
        if self._putting:
            return
        if row.problems():
            row.say_problems([])
        row.show_understood(self.beside())
        self.touched.emit(row.field.name)
        self.touch()

    def _on_left(self, row: FormRow) -> None:
        """Judge a field softly when the person goes on: only what stands in it, never that it is still empty."""
        if self._putting or row.field.readonly or self.session.read_only:
            return
        try:
            value = row.editor.take(self.beside())
        except ValueError as error:
            row.say_problems([str(error)])
            return
        row.say_problems(row.field.check(value) if value is not None else [])

    def _mark(self, *, dirty: bool) -> None:
        self.dirty = dirty
        self.changed.emit(dirty)
