"""Changing many rows at once: which field, what they hold now, the new value typed once, and which cannot take it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from armdesk.fields import Declared, Flag, Link, Money, Reference
from armdesk.i18n import _, current, ngettext, speaking
from armdesk.i18n_formats import decimal_text
from armdesk.progress import Progress
from armdesk.record import Record
from armdesk.services import changing
from armdesk.services.changing import Held, Outcome, Refused
from ui import problems, references, texts, undoing
from ui.blocks import button
from ui.form_row import FormRow
from ui.jobs import Job
from ui.link_editor import LinkEditor
from ui.rows import Rows
from ui.session import Session

_VALUES_SHOWN, _LONGEST, _COLUMNS = 4, 40, 4


class ChangeDialog(QDialog):
    """One value for the marked rows of a register."""

    def __init__(self, session: Session, type_: type[Record], ids: Sequence[str], first: str = "",
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.type, self.ids = session, type_, list(ids)
        self.fields = changing.changeable(type_)
        self.held: Held | None = None
        self.row: FormRow | None = None
        self._job: Job | None = None
        self._tried: tuple[Held, int] | None = None
        self._touched = False
        self.setWindowTitle(_("Change these rows"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(560)
        self._lay_out()
        names = [field.name for field in self.fields]
        self.choice.setCurrentIndex(names.index(first) if first in names else 0)
        self._choose()
        self.choice.currentIndexChanged.connect(lambda _place: self._choose())
        session.jobs.moved.connect(self._on_moved)

    # laying out

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addWidget(texts.label(_("{rows} of “{register}”").format(
            rows=_rows(len(self.ids)), register=_(self.type.about.many)), role="subheading", wrap=True))
        name = texts.label(_("What to change"), role="field")
        self.choice = QComboBox()
        self.choice.setMaxVisibleItems(16)
        self.choice.setAccessibleName(_("What to change"))
        self.choice.addItems([field.title() for field in self.fields])
        name.setBuddy(self.choice)
        self.now = texts.label(role="quiet", wrap=True)
        what = QVBoxLayout()
        what.setSpacing(2)
        for part in (name, self.choice):
            what.addWidget(part)
        column.addLayout(what)
        column.addWidget(self.now)
        self.place = QVBoxLayout()
        column.addLayout(self.place)
        self.empty = QCheckBox(_("Empty the field"))
        self.empty.toggled.connect(self._on_emptied)
        column.addWidget(self.empty)
        self.summary = texts.label(wrap=True)
        column.addWidget(self.summary)
        self.refused = texts.label(role="problem", wrap=True)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Rows that cannot be changed"))
        self.list.setMinimumHeight(120)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        for hidden in (self.refused, self.list, self.bar):
            hidden.hide()
            column.addWidget(hidden)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button(_("Cancel"), self.reject))
        self.rest = button("", self.change_those_that_can)
        self.rest.hide()
        foot.addWidget(self.rest)
        self.go = button(_("Change"), self.change, look="primary", tip=_("Change (Ctrl+Enter)"))
        for each in (self.rest, self.go):
            each.setAutoDefault(False)
            foot.addWidget(each)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.go.click)
        column.addLayout(foot)

    # choosing

    def _choose(self) -> None:
        """Show the editor of the chosen field and read what the rows hold in it."""
        field = self.fields[self.choice.currentIndex()]
        if self.row is not None:
            self.row.hide()
            self.row.deleteLater()
        self.row = FormRow(self.session, field, self)
        self.row.name.setText(_("New value"))
        self.row.editor.put(None)
        self.row.editor.touched.connect(self._on_touched)
        if isinstance(self.row.editor, LinkEditor):
            self.row.editor.new_wanted.connect(self._on_new_wanted)
        self.place.addWidget(self.row)
        self.empty.setChecked(False)
        # Yes, no and not stated are three buttons; whoever presses the third wants the field empty.
        self.empty.setVisible(not field.required and not isinstance(field, Flag))
        self._touched = False
        self.now.setText(_("Reading what they hold now …"))
        self._say_nothing()
        self._read(field)

    def _read(self, field: Declared) -> None:
        self.held = None
        session, type_, ids = self.session, self.type, self.ids

        def read() -> tuple[Held, list[tuple[str, int]]]:
            held = changing.held(session.store, type_, ids, field)
            return held, _shown(session, held)

        session.jobs.read(self, read, self._on_held)

    def _on_new_wanted(self, _editor: object) -> None:
        if self.row is not None:
            self.row.say_problems([_("Add it in its own register first.")])

    def _on_held(self, answer: tuple[Held, list[tuple[str, int]]]) -> None:
        held, shown = answer
        if held.field is not self.fields[self.choice.currentIndex()] or self.row is None:
            return  # another field was chosen since
        self.held = held
        self.now.setText(_("They hold now: {values}").format(values=_told(shown, len(held.values))))
        if isinstance(held.field, Money):
            self.row.editor.put(None, self._beside())
        if len(held.currencies) > 1:
            self.row.say_problems([_("These rows are in several currencies. Mark those of one currency.")])
            self.row.editor.lock()
        self._sum_up()

    def _beside(self) -> dict[str, Any]:
        """The currency that all these rows have; an amount is read in it."""
        if self.held is None or not isinstance(self.held.field, Money) or len(self.held.currencies) != 1:
            return {}
        return {self.held.field.currency: next(iter(self.held.currencies))}

    def _on_emptied(self, on: bool) -> None:
        """What is typed above does not count while the field is to be emptied."""
        if self.row is not None:
            self.row.setEnabled(not on)
        self._on_touched()

    def _empties(self) -> bool:
        """Whether the person said that the field shall be empty."""
        if self.row is None:
            return False
        pressed = isinstance(self.row.field, Flag) and self._touched
        return self.empty.isChecked() or (pressed and not self.row.editor.kept())

    def _on_touched(self) -> None:
        self._touched = True
        if self.row is not None:
            self.row.say_problems([])
            self.row.show_understood(self._beside())
        self._say_nothing()
        self._sum_up()

    def _say_nothing(self) -> None:
        for each in (self.refused, self.list, self.rest):
            each.hide()
        self.summary.setText("")
        self.go.setText(_("Change"))
        self.go.setEnabled(False)

    def _sum_up(self) -> None:
        """Say how many rows will change."""
        if self.held is None or self.row is None or len(self.held.currencies) > 1:
            return
        typed = bool(self.row.editor.kept())
        self.go.setEnabled(typed or self._empties())
        try:
            value = None if self._empties() else self.row.editor.glance(self._beside())
        except ValueError:
            return  # what is wrong is said when it is to be changed
        if value is None and not self._empties():
            return  # nothing, or half a name
        count = changing.differing(self.held, value)
        same = len(self.held.versions) - count
        will = ngettext("{count} row will change.", "{count} rows will change.", count).format(count=_number(count))
        holds = ngettext("{count} holds this already.", "{count} hold this already.", same).format(
            count=_number(same)) if same else ""
        self.summary.setText(" ".join(filter(None, (will, holds))))
        self.go.setText(texts.escaped(_("Change {rows}").format(rows=_rows(count))))
        self.go.setEnabled(count > 0)

    # changing

    def change(self) -> None:
        """Change all rows, if all of them can take the value."""
        if self.held is not None:
            self._change(self.held)

    def change_those_that_can(self) -> None:
        """Change the rows that a try has shown to take the value."""
        if self._tried is not None:
            self._change(*self._tried)

    def _change(self, held: Held, those_that_can: int = 0) -> None:
        if self.row is None or self._job is not None:
            return
        editor = self.row.editor
        try:
            value = None if self._empties() else editor.take(self._beside())
        except ValueError as error:
            self.row.say_problems([str(error)])
            return
        if sentences := held.field.check(value):
            self.row.say_problems(sentences)
            return
        typed, store, language = editor.as_typed() if value is not None else "", self.session.store, current()

        def work(progress: Progress) -> tuple[Held, Outcome]:
            with speaking(language):
                return held, changing.change(store, held, value, typed=typed, those_that_can=those_that_can,
                                             progress=progress)

        self._say_nothing()
        self._work_on(self.session.jobs.run(self, work, done=self._on_done, failed=self._on_failed,
                                            title=_("Changing the records")))

    def _work_on(self, job: Job | None) -> None:
        self._job = job
        for each in (self.choice, self.empty):
            each.setEnabled(job is None)
        if self.row is not None:
            self.row.setEnabled(job is None and not self.empty.isChecked())
        self.bar.setRange(0, 0)
        self.bar.setVisible(job is not None)

    def _on_moved(self, job: Job) -> None:
        if job is self._job:
            self.bar.setRange(0, job.total_steps)
            self.bar.setValue(job.done_steps)

    def _on_done(self, answer: tuple[Held, Outcome]) -> None:
        held, outcome = answer
        self._work_on(None)
        if outcome.refusals and not outcome.changed:
            self._tried = held, outcome.passed
            self._show_refused(outcome)
            self._read(held.field)  # another try begins from the newest state
            return
        text = ngettext("{count} row was changed.", "{count} rows were changed.", outcome.changed)
        self.session.say(text.format(count=_number(outcome.changed)), "good", _("Undo"),
                         undoing.newest(self.session, made=outcome.changed))
        self.accept()

    def _on_failed(self, error: Exception) -> None:
        self._work_on(None)
        self._sum_up()
        problems.show(error, self)

    def _names(self, refused: Sequence[Refused]) -> list[str]:
        """The rows as the list shows them, by the first of its columns."""
        first = [self.type.field(name) for name in self.type.about.table[:_COLUMNS]]
        rows = Rows(self.session.store, self.type, first)
        rows.put(bytearray(b"".join(bytes.fromhex(each.record) for each in refused)))
        shown = (" · ".join(filter(None, rows.texts(place))) for place in range(len(rows)))
        return [text or each.name for text, each in zip(shown, refused, strict=True)]

    def _show_refused(self, outcome: Outcome) -> None:
        """Which rows cannot take the value, and the offer to change the others."""
        self.refused.setText(ngettext("{count} row cannot be changed, so nothing was changed yet:",
                                      "{count} rows cannot be changed, so nothing was changed yet:",
                                      outcome.refusals).format(count=_number(outcome.refusals)))
        self.list.clear()
        self.list.addItems([f"{name}: {each.reason}" for each, name in
                            zip(outcome.refused, self._names(outcome.refused), strict=True)])
        if outcome.refusals > len(outcome.refused):
            self.list.addItem(_("and {count} more").format(count=_number(outcome.refusals - len(outcome.refused))))
        self.refused.show()
        self.list.show()
        self.rest.setText(ngettext("Change the {count} that can", "Change the {count} that can", outcome.passed).format(
            count=_number(outcome.passed)))
        self.rest.setVisible(outcome.passed > 0)
        self.list.setFocus()

    def reject(self) -> None:
        """Stop a change under way; put the dialog away otherwise."""
        if self._job is not None:
            self._job.cancel()
        else:
            super().reject()


def _number(count: int) -> str:
    return decimal_text(count, 0, current())


def _rows(count: int) -> str:
    return ngettext("{count} row", "{count} rows", count).format(count=_number(count))


def _shown(session: Session, held: Held) -> list[tuple[str, int]]:
    """The most frequent values as a person reads them, with how many rows hold each."""
    most = held.values.most_common(_VALUES_SHOWN)
    field, values = held.field, [value for value, _count in most if value]
    names: dict[Any, str] = {}
    if isinstance(field, Link):
        names = session.store.labels(field.target, values)
    elif isinstance(field, Reference):
        names = references.labels(session.store, values)
    if isinstance(field, Money):
        currency = next(iter(held.currencies)) if len(held.currencies) == 1 else None
        names = {value: f"{field.format(value, {field.currency: currency})} {currency or ''}" for value in values}
    return [(names.get(value, "") if names else field.format(value), count) for value, count in most]


def _told(shown: list[tuple[str, int]], different: int) -> str:
    """Values as "9 × Turno 1, 3 × empty"."""
    parts = [_("{count} × {value}").format(count=_number(count), value=_short(text) or _("empty")).replace(
        " × ", "\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}", 1) for text, count in shown]
    if different > len(shown):
        others = different - len(shown)
        parts.append(ngettext("{count} other value", "{count} other values", others).format(count=_number(others)))
    return ", ".join(parts)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[:_LONGEST]}…"


def start(session: Session, type_: type[Record], ids: Sequence[str], first: str,
          parent: QWidget) -> ChangeDialog | None:
    """Open the dialog for the marked rows; first is the field it begins with."""
    if session.read_only or not ids or not changing.changeable(type_):
        return None
    dialog = ChangeDialog(session, type_, ids, first, parent)
    dialog.open()
    return dialog
