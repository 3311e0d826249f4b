"""The middle of the requirement page: what is asked, what the registers say, what the cooperative answers."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from armdesk.catalogues.catalogue import NOT_APPLICABLE, UNANSWERED, Catalogue, Requirement
from armdesk.errors import ArmdeskError, InvalidRecord
from armdesk.i18n import _, current
from armdesk.models import Answer, CatalogueUse
from armdesk.services.basis.period import Period
from armdesk.services.period_facts.drafting import Draft, keep_answer
from armdesk.services.standards import editions
from ui import problems, texts
from ui.blocks import button, card, scrolled
from ui.draft_offer import DraftOffer
from ui.fact_rows import FactRows
from ui.form_row import FormRow
from ui.layouts import column_in
from ui.messages import Message, Messages
from ui.requirement_head import Asked, bullets
from ui.session import Session
from ui.standards import FIELDS, sign_of


class RequirementForm(QWidget):
    """Shows one requirement and takes its answer.

    changed says whether something is not saved yet; saved carries the Answer; next_wanted: the one after.
    """

    changed = Signal(bool)
    saved = Signal(object)
    next_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.dirty = False
        self._putting = False
        self._answer: Answer | None = None
        self._period: Period | None = None
        self._kept: Answer | None = None
        self._catalogue: Catalogue | None = None
        self._requirement: Requirement | None = None
        self._origin = ""
        self._drafts: list[Draft] = []
        self._about: tuple[str, str, Period] | None = None
        outer = column_in(self)
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(0, 0, 8, 8)
        self.column.setSpacing(12)
        self.asked = Asked(session)
        self.facts = FactRows(session)
        self.column.addWidget(self.asked)
        self.column.addWidget(self.facts)
        self.column.addWidget(self._answer_card())
        self.measures, measures = card(_("Suggested measures"))
        self._measure_words = texts.label("", wrap=True)
        measures.addWidget(self._measure_words)
        self.column.addWidget(self.measures)
        self.column.addStretch(1)
        self.area = scrolled(inside)
        outer.addWidget(self.area, 1)
        outer.addLayout(self._foot())
        order = [self.rows["applies"].editor, self.result, *(self.rows[name].editor for name in FIELDS[1:]),
                 self.next_button, self.save_button]
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    # making

    def _answer_card(self) -> QFrame:
        frame, column = card(_("Our answer"))
        self.messages = Messages(self.session.theme)
        column.addWidget(self.messages)
        top = QHBoxLayout()
        top.setSpacing(16)
        self.rows = {name: FormRow(self.session, Answer.field(name)) for name in FIELDS}
        result_box = QVBoxLayout()
        result_box.setSpacing(2)
        name = texts.label(_("Result"), role="field")
        self.result = QComboBox()
        self.result.setAccessibleName(_("Result"))
        self.result.setEnabled(not self.session.read_only)
        name.setBuddy(self.result)
        result_box.addWidget(name)
        result_box.addWidget(self.result)
        result_box.addStretch(1)
        top.addWidget(self.rows["applies"])
        top.addLayout(result_box, 1)
        column.addLayout(top)
        self.offer = DraftOffer(self.take_draft)
        for each in ("nc_class", "reason", "statement", "gap"):
            column.addWidget(self.rows[each])
            if each == "statement":
                column.addWidget(self.offer)
        for pair in (("responsible",), ("work_status", "answered_on"), ("confirmed_by", "confirmed_on")):
            line = QHBoxLayout()
            line.setSpacing(16)
            for each in pair:
                line.addWidget(self.rows[each], 1)
            column.addLayout(line)
        self.result.currentIndexChanged.connect(lambda _place: self._on_result())
        for field, row in self.rows.items():
            if self.session.read_only:
                row.editor.lock()
            row.editor.touched.connect(lambda field=field: self._on_touched(field))
        return frame

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.state = texts.Elided(role="quiet")
        row.addWidget(self.state, 1)
        self.next_button = button(_("Save and next"), self.save_and_next, tip=_("Save and next (Ctrl+Enter)"))
        self.save_button = button(_("Save"), self.keep, look="primary", tip=_("Save (Ctrl+S)"))
        for each in (self.next_button, self.save_button):
            each.setEnabled(not self.session.read_only)
            row.addWidget(each)
        return row

    # showing

    def put(self, catalogue: Catalogue, requirement: Requirement, answer: Answer, period: Period,
            kept: Answer | None = None) -> None:
        """Show a requirement with its answer for a period; kept is the one that holds now."""
        if (catalogue.key, requirement.code, period) != self._about:
            self._about = catalogue.key, requirement.code, period
            self.facts.clear()
        self._answer, self._period, self._kept = answer, period, kept
        self._putting = True
        self._catalogue, self._requirement = catalogue, requirement
        self.asked.put(catalogue, requirement)
        measures = requirement.measure_items(current())
        self._measure_words.setText(bullets(measures))
        self.measures.setVisible(bool(measures))
        self.messages.clear()
        self.result.clear()
        language = current()
        for each in catalogue.results_for(requirement):
            if each.code != NOT_APPLICABLE:
                icon = self.session.theme.icon(*sign_of(catalogue, requirement, each.code))
                self.result.addItem(icon, catalogue.pick(each.label, language), each.code)
        place = self.result.findData(answer.result or UNANSWERED)
        self.result.setCurrentIndex(place if place >= 0 else self.result.findData(UNANSWERED))
        values = answer.values()
        for name, row in self.rows.items():
            row.say_problems([])
            row.editor.put(values.get(name), values)
        self._putting = False
        self._origin = ""
        self._show_applies()
        self._mark(dirty=False)
        self.offer.hide()
        self._drafts = []
        self.area.verticalScrollBar().setValue(0)

    def offer_draft(self, draft: Draft) -> None:
        """A draft stands in an empty statement at once; below one that somebody wrote when he says so."""
        if str(self.rows["statement"].editor.glance() or "").strip():
            self.offer.offer(draft)
            self.area.ensureWidgetVisible(self.offer)
        else:
            self.take_draft(draft)

    def take_draft(self, draft: Draft) -> None:
        """Put a draft behind what stands in the statement; what it says is cited when the answer is kept."""
        self._drafts.append(draft)
        self.offer_statement(draft.text())

    def offer_statement(self, words: str) -> None:
        """Put words of another standard's answer behind what stands in the statement; a person keeps or changes it."""
        editor = self.rows["statement"].editor
        before = str(editor.glance() or "").strip()
        if words in before:
            return
        editor.put(f"{before}\n{words}".strip())
        self._on_touched("statement")
        self.area.ensureWidgetVisible(self.rows["statement"])
        editor.setFocus()

    def _show_applies(self) -> None:
        applies = self.rows["applies"].editor.glance() is not False
        self.rows["reason"].setVisible(not applies)
        self.result.setEnabled(applies and not self.session.read_only)
        self.rows["nc_class"].setVisible(applies and self._classed())

    def _classed(self) -> bool:
        """Whether the result in view is a non-conformity that the standard puts into classes."""
        chosen = self.result.currentData()
        return self._catalogue is not None and self._requirement is not None and bool(chosen) \
            and self._catalogue.result(self._requirement, chosen).classed

    def show_origin(self, origin: str) -> None:
        """Say where an answer was carried over from; it is to be looked at until somebody puts a name under it."""
        if origin == self._origin or self._answer is None or not self._answer.to_review:
            return
        self._origin = origin
        self.messages.clear()
        self.messages.say(Message(_("{origin}. Look at it again and write who confirms it.").format(origin=origin),
                                  "warn", "" if self.session.read_only else _("Confirm it"), self.confirm,
                                  lasting=True))

    def confirm(self) -> None:
        """Put the name of whoever is at work under the answer and keep it; without a name ask for one."""
        editor = self.rows["confirmed_by"].editor
        if not editor.glance():
            editor.put(self.session.store.author or None)
        if not editor.glance():
            self.area.ensureWidgetVisible(self.rows["confirmed_by"])
            editor.setFocus()
            return
        for name in ("answered_on", "confirmed_on"):
            self.rows[name].editor.put(self.session.today())
        self.keep()

    # answering

    def _on_result(self) -> None:
        if self._putting:
            return
        self._show_applies()
        day = self.rows["answered_on"]
        if self.result.currentData() != UNANSWERED:
            day.editor.put(self.session.today())
        self._mark(dirty=True)

    def _on_touched(self, name: str) -> None:
        if self._putting:
            return
        self.rows[name].say_problems([])
        if name == "applies":
            self._show_applies()
            self.rows["answered_on"].editor.put(self.session.today())
        elif name == "confirmed_by":
            named = bool(str(self.rows[name].editor.glance() or "").strip())
            self.rows["confirmed_on"].editor.put(self.session.today() if named else None)
        elif name == "statement":
            self._unconfirm()
        self._mark(dirty=True)

    def _unconfirm(self) -> None:
        """Other words than those that were confirmed wait for a name again."""
        kept = self._answer
        if kept is not None and kept.confirmed_by and self.rows["confirmed_by"].editor.glance() == kept.confirmed_by:
            self.rows["confirmed_by"].editor.put(None)
            self.rows["confirmed_on"].editor.put(None)
            self.messages.say(Message(_("The earlier words were confirmed by {name}. Whoever confirms these puts the "
                                        "name again.").format(name=kept.confirmed_by), "note"))

    def _mark(self, *, dirty: bool) -> None:
        self.dirty = dirty
        self.state.say(_("Not saved yet") if dirty else self._state())
        self.changed.emit(dirty)

    def _state(self) -> str:
        if self._answer is None or self._period is None:
            return ""
        span = self._period.label(current())
        if self._answer.version:
            words = _("Saved, for {period}; to be confirmed") if self._answer.to_review else _("Saved, for {period}")
            told = words.format(period=span)
            return told if self._answer.to_review else f"{told}  ·  {self._confirmed(self._answer)}"
        if self._kept is None:
            return _("For {period}, not answered yet").format(period=span)
        if self._kept.period_from and self._kept.period_to:
            held = Period(self._kept.period_from, self._kept.period_to).label(current())
            return _("Taken over from the answer for {held}; not saved for {period}").format(held=held, period=span)
        return _("Taken over from an answer without dates; not saved for {period}").format(period=span)

    @staticmethod
    def _confirmed(answer: Answer) -> str:
        if not answer.confirmed_by:
            return _("not confirmed yet")
        if answer.confirmed_on is None:
            return _("confirmed by {name}").format(name=answer.confirmed_by)
        return _("confirmed by {name} on {day}").format(name=answer.confirmed_by, day=answer.confirmed_on)

    def _take(self) -> dict[str, Any] | None:
        values: dict[str, Any] = {}
        faulty = False
        for name, row in self.rows.items():
            try:
                values[name] = row.editor.take()
            except ValueError as error:
                row.say_problems([str(error)])
                faulty = True
        chosen = self.result.currentData()
        values["result"] = None if chosen == UNANSWERED else chosen
        if not self._classed():
            values["nc_class"] = None
        return None if faulty else values

    def keep(self) -> bool:
        """Keep the answer for the period; False if something has to be mended first."""
        if self._answer is None or self.session.read_only:
            return False
        values = self._take()
        if values is None:
            return False
        made = Answer(**{**self._answer.values(), **values})
        made.fill()
        cited = [fact for draft in self._drafts for fact in draft.cited_in(made.statement or "")]
        try:
            keep_answer(self.session.store, made, cited, self._begun())
        except InvalidRecord as error:
            for name, sentences in error.problems.items():
                if name in self.rows:
                    self.rows[name].say_problems(sentences)
                    self.area.ensureWidgetVisible(self.rows[name])
                else:
                    self.messages.say(Message(" ".join(sentences), "alarm"))
            return False
        except ArmdeskError as error:
            problems.show(error, self)
            return False
        self._answer, self._drafts = made, []
        if not made.to_review:
            self.messages.clear()
        self._mark(dirty=False)
        self.saved.emit(made)
        return True

    def _begun(self) -> list[CatalogueUse]:
        """With the first answer of a standard goes which file of it the office works with."""
        store, catalogue = self.session.store, self._catalogue
        if catalogue is None or store.one(CatalogueUse, catalogue=catalogue.key) is not None:
            return []
        return [editions.use_of(store, catalogue, self.session.today())]

    def save_and_next(self) -> None:
        """Keep the answer and go to the next requirement."""
        if not self.dirty or self.keep():
            self.next_wanted.emit()
