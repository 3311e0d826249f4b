"""Audit room: one audit at a time, stage by stage: prepare, rehearse, freeze, visit, findings, close."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from armdesk.errors import ArmdeskError
from armdesk.i18n import _
from armdesk.models import Audit, AuditStep, audit_choices
from armdesk.services.audit import audit_changes, audit_room
from armdesk.services.audit.audit_room import STAGES
from ui import problems, texts
from ui.action_dialogs import Asked, FieldsDialog
from ui.audit_close import CloseStep
from ui.audit_findings import FindingsStep
from ui.audit_freeze import FreezeStep
from ui.audit_parts import Seen, Step
from ui.audit_prepare import PrepareStep
from ui.audit_rehearse import RehearseStep
from ui.audit_visit import VisitStep
from ui.blocks import Views, button, key, page_head
from ui.layouts import page_column
from ui.messages import Message, Messages
from ui.session import Session, Visit

_TOLD = {"audit", "audit_step", "audit_slot", "audit_request", "request_list", "visit_note", "finding", "action",
         "source_of_action", "citation", "document", "rehearsal", "pack"}
Found = tuple[list[tuple[str, str]], Seen | None]


class AuditRoomPage(QWidget):
    """An audit above, its stages as steps below; Ctrl+1 to Ctrl+6 go to them."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.seen: Seen | None = None
        self._wanted, self._place, self._asked, self._fresh = "", 0, 0, True
        column = page_column(self, 6)
        self.new_button = button(_("New audit"), self.begin, look="primary", tip=_("New audit (Ctrl+N)"))
        self.new_button.setEnabled(not session.read_only)
        column.addLayout(page_head(_("Audit room"), _("One audit from preparation to closing: what is there, what is "
                                                      "missing, and what comes next."),
                                   self.new_button))
        self.messages = Messages(session.theme)
        column.addWidget(self.messages)
        column.addLayout(self._choice())
        self.steps: list[Step] = [PrepareStep(session), RehearseStep(session), FreezeStep(session), VisitStep(session),
                                  FindingsStep(session), CloseStep(session)]
        self.views = Views({f"{place} {_(word)}": step for place, (word, step) in enumerate(
            zip(audit_choices.STAGE.values(), self.steps, strict=True), 1)})
        self.views.shown.connect(self._on_step)
        column.addWidget(self.views, 1)
        for place in range(len(self.steps)):
            key(self, f"Ctrl+{place + 1}", partial(self.go, place))
        key(self, "Ctrl+N", self.begin)
        key(self, "Ctrl+S", self.keep)
        key(self, "Ctrl+Return", self.go_on)
        session.changes.records_changed.connect(self._on_changed)
        self.setFocusProxy(self.box)
        self.refresh()

    def _choice(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.box = QComboBox()
        self.box.setAccessibleName(_("Audit"))
        self.box.setMinimumWidth(380)
        self.box.activated.connect(lambda place: self.choose(str(self.box.itemData(place))))
        row.addWidget(self.box)
        self.state = texts.Elided(role="quiet")
        row.addWidget(self.state, 1)
        self.back_button = button(_("One stage back"), self.go_back)
        self.on_button = button(_("Go on"), self.go_on, tip=_("Go on (Ctrl+Enter)"))
        row.addWidget(self.back_button)
        row.addWidget(self.on_button)
        return row

    # what the window asks

    def visit(self, visit: Visit) -> None:
        """Show an audit another page asked for, or begin one."""
        if visit.new:
            self.begin(visit.values)
        elif visit.record:
            self.choose(visit.record)
        else:
            self.refresh()

    def leave(self) -> bool:
        """Keep what is typed before the page is left."""
        self.keep()
        return True

    def refresh(self) -> None:
        """Read the audits and the chosen one again."""
        store, wanted, today = self.session.store, self._wanted, self.session.today()
        self._asked += 1
        number = self._asked

        def read() -> tuple[int, Found]:
            audits = audit_room.all_audits(store)
            chosen = next((each for each in audits if each.id == wanted), audits[0] if audits else None)
            named = [(each.id, _named(each)) for each in audits]
            if chosen is None or wanted == "+":
                return number, (named, None)
            changes = audit_changes.since(store, chosen)
            return number, (named, Seen(audit_room.read(store, chosen, today, changes.total), changes))

        self.session.jobs.read(self, read, self._on_read)

    def _on_changed(self, types: frozenset[str]) -> None:
        frozen = self.seen is not None and bool(self.seen.audit.frozen_on)
        if self.isVisible() and (not types or types & _TOLD or frozen):
            self.refresh()

    def _on_read(self, answer: tuple[int, Found]) -> None:
        number, (audits, seen) = answer
        if number != self._asked:
            return
        self.seen = seen
        self.box.clear()
        for id_, name in audits:
            self.box.addItem(name, id_)
        self.box.setCurrentIndex(self.box.findData(seen.audit.id) if seen is not None else -1)
        for each in (self.on_button, self.back_button):
            each.setVisible(seen is not None)
        for place, made in enumerate(self.views.buttons):
            made.setEnabled(seen is not None or place == 0)
        if seen is None:
            self.state.say(_("A new audit: write its scope and save it.") if self._wanted == "+" or not audits else "")
            if self._wanted != "+":
                self._wanted = "+"
                self._empty({})
            return
        first, self._fresh = self._fresh or self._wanted != seen.audit.id, False
        self._wanted = seen.audit.id
        self._say_stages(seen)
        for step in self.steps:
            step.show_seen(seen)
        if first:
            self.views.choose(seen.room.place)

    def _say_stages(self, seen: Seen) -> None:
        room = seen.room
        for place, (stage, made) in enumerate(zip(room.stages, self.views.buttons, strict=True)):
            sign = f" · {len(stage.lacks)}" if stage.lacks else " ✓" if stage.has else ""
            here = "▸ " if place == room.place else ""
            made.setText(texts.escaped(f"{here}{place + 1} {_(audit_choices.STAGE[stage.key])}{sign}"))
            words = "\n".join([*(f"✓ {each}" for each in stage.has), *(f"• {each}" for each in stage.lacks)])
            made.setToolTip(texts.tip(words or _("Nothing is here yet.")))
        self.on_button.setEnabled(room.place < len(STAGES) - 1 and not self.session.read_only)
        self.back_button.setEnabled(room.place > 0 and not self.session.read_only)
        if room.place < len(STAGES) - 1:
            self.on_button.setText(texts.escaped(_("Go on to: {stage}").format(
                stage=_(audit_choices.STAGE[STAGES[room.place + 1]]))))
        lacks = room.stages[self._place].lacks
        self.state.say(_("Missing here: {what}").format(what=" ".join(lacks)) if lacks else
                       _("Nothing is missing in this stage."))

    # doing

    def begin(self, values: dict[str, Any] | None = None) -> None:
        """A new audit with the next number."""
        if self.session.read_only or not self.keep():
            return
        self._wanted, self.seen = "+", None
        self._asked += 1
        self.box.setCurrentIndex(-1)
        self.state.say(_("A new audit: write its scope and save it."))
        for each in (self.on_button, self.back_button):
            each.hide()
        for place, made in enumerate(self.views.buttons):
            made.setEnabled(place == 0)
            made.setText(texts.escaped(f"{place + 1} {_(audit_choices.STAGE[STAGES[place]])}"))
        self._empty(values or {})
        self.views.choose(0)
        self.steps[0].begin_work()

    def _empty(self, values: dict[str, Any]) -> None:
        first = self.steps[0]
        if isinstance(first, PrepareStep) and not self.session.read_only:
            code = audit_room.next_code(self.session.store, self.session.today())
            first.begin({"code": code, "kind": "assurer", **values}, self._on_made)

    def _on_made(self, id_: str) -> None:
        self._wanted = id_
        self.refresh()

    def choose(self, id_: str) -> None:
        """Show another audit; what is typed is kept first."""
        if id_ != self._wanted and not self.keep():
            self.box.setCurrentIndex(self.box.findData(self._wanted))
            return
        self._wanted, self._fresh = id_, True
        self.refresh()

    def go(self, place: int) -> None:
        """Go to a step."""
        self.views.choose(place)
        self.steps[self._place].begin_work()

    def _on_step(self, place: int) -> None:
        if place == self._place:
            return
        if not self.steps[self._place].keep():
            self.views.choose(self._place)
            return
        self._place = place
        if self.seen is not None:
            self._say_stages(self.seen)

    def keep(self) -> bool:
        """Save what the step in view has typed; False if something has to be mended first."""
        return self.steps[self._place].keep()

    def go_on(self) -> None:
        """Take the audit to its next stage; over what is missing only with a reason."""
        if self.seen is None or self.session.read_only or not self.keep():
            return
        room = self.seen.room
        if room.place >= len(STAGES) - 1:
            return
        stage = STAGES[room.place + 1]
        lacks = room.lacks_before(stage)
        if lacks:
            dialog = self.reason_dialog(stage, lacks)
            dialog.exec()
            dialog.deleteLater()
        else:
            self._move(stage, [], "")

    def reason_dialog(self, stage: str, lacks: list[str]) -> FieldsDialog:
        """Why it goes on although something is missing."""
        def work(record: Any) -> object:
            return self._moved(stage, lacks, record.reason or "")

        return FieldsDialog(self.session, Asked(
            _("Go on to: {stage}").format(stage=_(audit_choices.STAGE[stage])), _("Go on all the same"),
            "\n".join(f"• {each}" for each in lacks),
            _("Nothing keeps you from going on. The reason stays with the audit, and what is missing too."),
            AuditStep, ("reason",), {}, work), self)

    def go_back(self) -> None:
        """Take the audit one stage back."""
        if self.seen is not None and self.seen.room.place > 0 and self.keep():
            self._move(STAGES[self.seen.room.place - 1], [], "")

    def _move(self, stage: str, lacks: list[str], reason: str) -> None:
        try:
            self._moved(stage, lacks, reason)
        except ArmdeskError as error:
            problems.show(error, self)

    def _moved(self, stage: str, lacks: list[str], reason: str) -> object:
        audit, today = self.steps[0].known.audit, self.session.today()
        moved = audit_room.move(self.session.store, audit, stage, lacks, reason, today)
        self.views.choose(STAGES.index(stage))
        self.messages.say(Message(_("The audit is now at: {stage}").format(
            stage=_(audit_choices.STAGE[stage])), "good"))
        return moved


def _named(audit: Audit) -> str:
    return " · ".join(filter(None, (str(audit.code or ""), audit.title, str(audit.visit_on or ""))))
