"""Walking a round with the keyboard: one key answers and goes on; note, photo and action for each question."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from armdesk.errors import ArmdeskError
from armdesk.i18n import _, ngettext
from armdesk.models import InspectionAnswer
from armdesk.progress import Progress
from armdesk.reports.round_report import answer_text
from armdesk.services.safety import rounds
from armdesk.services.safety.round_photos import photo_document
from armdesk.services.safety.rounds import NO, NOT_APPLICABLE, YES, Item, Round
from ui import files, problems, texts
from ui.blocks import button, key
from ui.layouts import column_in
from ui.messages import Message, Messages
from ui.plain_table import PlainTable
from ui.session import Session
from ui.theme import icon_button

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEYS = {Qt.Key.Key_1: YES, Qt.Key.Key_S: YES, Qt.Key.Key_Y: YES, Qt.Key.Key_O: YES,
         Qt.Key.Key_2: NO, Qt.Key.Key_N: NO, Qt.Key.Key_3: NOT_APPLICABLE, Qt.Key.Key_X: NOT_APPLICABLE}
"""1 2 3 in every language; beside them the letters of yes in the four languages, of no, and X."""


class _Questions(PlainTable):
    """The table of questions; pressed carries a key that is an answer or a wish."""

    pressed = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer keys go before those of a table, which would search for letters."""
        if event.key() in _ENTER or (event.text() and event.text().isprintable() and not event.modifiers()
                                     & Qt.KeyboardModifier.ControlModifier):
            self.pressed.emit(event)
        else:
            super().keyPressEvent(event)


class RoundWalk(QWidget):
    """One round.  left: back to the rounds; print_wanted: its report."""

    left = Signal()
    print_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.round: Round | None = None
        self.messages = Messages(session.theme)
        column = column_in(self)
        column.addLayout(self._head())
        column.addWidget(self.messages)
        self.table = _Questions(session.theme, _("Questions"))
        self.table.rows.colour = self._colour
        self.table.pressed.connect(self._on_pressed)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_item())
        column.addWidget(self.table, 1)
        column.addLayout(self._detail())
        for keys, run in (("Esc", self.leave), ("Ctrl+S", self.finish), ("Ctrl+P", self.print_wanted.emit)):
            key(self, keys, run)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        back = icon_button(self.session.theme, "back", _("Back to the rounds (Esc)"))
        back.clicked.connect(self.leave)
        row.addWidget(back)
        self.title = texts.Elided(role="heading")
        row.addWidget(self.title, 1)
        self.score = texts.label(role="subheading")
        row.addWidget(self.score)
        self.print_button = button(_("Print report"), self.print_wanted.emit, tip=_("Print report (Ctrl+P)"))
        self.finish_button = button(_("Finish the round"), self.finish, look="primary",
                                    tip=_("Finish the round (Ctrl+S)"))
        row.addWidget(self.print_button)
        row.addWidget(self.finish_button)
        return row

    def _detail(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        self.question = texts.label(role="subheading", wrap=True)
        self.if_no = texts.label(role="quiet", wrap=True)
        column.addWidget(self.question)
        column.addWidget(self.if_no)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.answers = {code: button(words, partial(self.answer, code)) for code, words in (
            (YES, _("1 Yes")), (NO, _("2 No")), (NOT_APPLICABLE, _("3 Does not apply")))}
        for each in self.answers.values():
            row.addWidget(each)
        self.value = QLineEdit()
        self.value.setMaximumWidth(200)
        self.note = QLineEdit()
        for edit, words in ((self.value, _("Value")), (self.note, _("Note"))):
            edit.setAccessibleName(words)
            edit.setPlaceholderText(words)
            edit.returnPressed.connect(self.keep_texts)
        row.addWidget(self.value)
        row.addWidget(self.note, 1)
        self.photo_button = button(_("Photo"), self.add_photo, tip=_("A photo of this computer (F)"))
        self.action_button = button(_("Make an action"), self.make_action,
                                    tip=_("Finding and action of this answer (A)"))
        row.addWidget(self.photo_button)
        row.addWidget(self.action_button)
        column.addLayout(row)
        self.keys = texts.label(_("1 yes · 2 no · 3 does not apply · Enter note · F photo · A action"), role="quiet")
        column.addWidget(self.keys)
        return column

    # showing

    def put(self, inspection_id: str) -> bool:
        """Show a round from its first open question on; says whether there is such a round."""
        self.round = rounds.read(self.session.store, inspection_id)
        if self.round is None or self.round.template is None:
            return False
        self._show()
        items = self.round.items
        first = next((place for place, item in enumerate(items) if not item.answered), 0)
        self.table.selectRow(first)
        self.table.setFocus()
        return True

    def _show(self) -> None:
        if self.round is None:
            return
        inspection, items = self.round.inspection, self.round.items
        row = self.table.currentIndex().row()
        self.title.say(f"{inspection.scope or ''} · {inspection.date.isoformat()} · {inspection.inspector or ''}")
        self.table.show_rows((_("No."), _("Part"), _("Question"), _("Answer"), _("Note"), _("Photo"), _("Action")),
                             len(items), self._cell, (0,))
        self.table.selectRow(max(row, 0))
        self._show_score()
        can = not self.session.read_only and not self.round.finished
        for each in (*self.answers.values(), self.photo_button, self.finish_button):
            each.setEnabled(can)
        self.value.setReadOnly(not can)
        self.note.setReadOnly(not can)
        self.action_button.setEnabled(not self.session.read_only)
        self.finish_button.setVisible(not self.round.finished)
        self._show_item()

    def _show_score(self) -> None:
        if self.round is None:
            return
        good, counted = self.round.points()
        left = len(self.round.open())
        said = _("{good} of {counted} in order").format(good=good, counted=counted)
        rest = ngettext("{count} question left", "{count} questions left", left).format(count=left) if left else ""
        self.score.setText(" · ".join(part for part in (said, rest) if part))

    def _cell(self, row: int, column: int) -> str:
        if self.round is None or row >= len(self.round.items):
            return ""
        item = self.round.items[row]
        question, answer = item.question, item.answer
        return (str(question.position), question.section or "",
                f"{question.text} ★" if question.critical else str(question.text), answer_text(item),
                (answer.note or "") if answer else "", "●" if answer and answer.photo else "",
                _("yes") if item.finding is not None and item.finding.action else "")[column]

    def _colour(self, row: int, column: int) -> QColor | None:
        if self.round is None or column != 3 or row >= len(self.round.items):
            return None
        colours = self.session.theme.colours
        said = self.round.items[row].said
        return QColor(colours.good) if said == YES else QColor(colours.alarm) if said == NO else None

    @property
    def item(self) -> Item | None:
        """The question in hand."""
        row = self.table.currentIndex().row()
        return self.round.items[row] if self.round is not None and 0 <= row < len(self.round.items) else None

    def _show_item(self) -> None:
        item = self.item
        if item is None:
            return
        question, answer = item.question, item.answer
        self.question.setText(f"{question.position}. {question.text}" + (" ★" if question.critical else ""))
        self.if_no.setText(_("If not: {what}").format(what=question.if_no) if question.if_no else "")
        yes_no = question.kind == "yes_no"
        for each in self.answers.values():
            each.setVisible(yes_no)
        self.value.setVisible(not yes_no)
        self.value.setText(answer_text(item) if not yes_no else "")
        self.note.setText((answer.note or "") if answer is not None else "")

    # answering

    def _on_pressed(self, event: QKeyEvent) -> None:
        item = self.item
        if item is None:
            return
        pressed = Qt.Key(event.key())
        if pressed in _ENTER:
            (self.note if item.question.kind == "yes_no" else self.value).setFocus()
        elif item.question.kind != "yes_no" and (event.text().isdigit() or item.question.kind == "text"):
            self.value.setFocus()
            self.value.setText(event.text())
        elif pressed in _KEYS and item.question.kind == "yes_no":
            self.answer(_KEYS[pressed])
        elif pressed == Qt.Key.Key_F:
            self.add_photo()
        elif pressed == Qt.Key.Key_A:
            self.make_action()

    def _can(self) -> bool:
        return self.round is not None and not self.round.finished and not self.session.read_only

    def answer(self, code: str) -> None:
        """Keep an answer and go to the next question."""
        if self._can() and self.item is not None and self._put(answer=code):
            self._next()

    def keep_texts(self) -> None:
        """Keep note and value, and go on."""
        item = self.item
        if item is None or not self._can():
            return
        values: dict[str, Any] = {"note": self.note.text().strip() or None}
        if item.question.kind == "number":
            try:
                values["number"] = InspectionAnswer.field("number").parse(self.value.text(), self.session.reading())
            except ValueError as error:
                self.messages.say(Message(str(error), "warn"))
                return
        elif item.question.kind == "text":
            values["text"] = self.value.text().strip() or None
        if self._put(**values):
            self._next()

    def _put(self, **values: Any) -> bool:
        if self.round is None or self.item is None:
            return False
        try:
            rounds.put(self.session.store, self.round, self.item, **values)
        except ArmdeskError as error:
            self.messages.say(Message(str(error), "alarm"))
            return False
        self.table.viewport().update()
        self._show_score()
        self._show_item()
        return True

    def _next(self) -> None:
        row = self.table.currentIndex().row()
        if self.round is not None and row + 1 < len(self.round.items):
            self.table.selectRow(row + 1)
        self.table.setFocus()

    def add_photo(self) -> None:
        """Take a photo of this computer into the workspace and tie it to the answer."""
        item, round_ = self.item, self.round
        if item is None or round_ is None or not self._can():
            return
        path = files.ask_file(self, _("Photo of this answer"), _("Photos (*.jpg *.jpeg *.png *.webp *.tif *.tiff)"))
        if path is None:
            return
        store, kept = self.session.store, self.session.workspace.files

        def work(progress: Progress) -> str:
            return photo_document(store, kept, path, progress)

        def done(document: str) -> None:
            rounds.put(store, round_, item, photo=document)
            self.table.viewport().update()

        self.session.jobs.run(self, work, done=done, failed=lambda error: problems.show(error, self), title=_("Photo"))

    def make_action(self) -> None:
        """Make a finding and an action of this answer; one that is there is opened."""
        if self.round is None or self.item is None or self.session.read_only:
            return
        action = rounds.make_action(self.session.store, self.round, self.item, self.session.today())
        self.table.viewport().update()
        self.messages.say(Message(_("Action {number}: {measure}").format(number=action.number or "",
                                                                        measure=action.measure), "good", _("Open"),
                                  lambda: self.session.open("action", record=action.id)))

    def finish(self) -> None:
        """Fix the result."""
        if self.round is None or not self._can():
            return
        try:
            rounds.finish(self.session.store, self.round, self.session.today())
        except ArmdeskError as error:
            self.messages.say(Message(str(error), "warn"))
            left = self.round.open()
            if left:
                self.table.selectRow(self.round.items.index(left[0]))
            return
        self._show()
        self.messages.say(Message(_("Finished: {result}").format(result=self.round.inspection.result), "good"))

    def leave(self) -> None:
        """Back to the rounds; every answer is kept already."""
        self.left.emit()
