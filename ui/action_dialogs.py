"""Dialogs of the action plan: another state, an extension, a step of progress, one more thing that it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from armdesk.errors import ArmdeskError, InvalidRecord
from armdesk.i18n import _, ngettext
from armdesk.models import Action, ActionExtension, ActionNote, SourceOfAction
from armdesk.record import Record
from armdesk.services.plan import action_sources, action_work
from ui import problems, references, texts, undoing
from ui.ask_dialog import AskDialog
from ui.lot_fields import RecordFields
from ui.session import Session

_NAMED = 6


@dataclass(frozen=True)
class Asked:
    """What a dialog asks for.

    Shape: words are those of its button; heading and purpose stand above the fields; values are offered; work is
    given the record as typed.
    """

    title: str
    words: str
    heading: str
    purpose: str
    type: type[Record]
    fields: Sequence[str]
    values: Mapping[str, Any]
    work: Callable[[Any], Any]


class FieldsDialog(AskDialog):
    """Some fields of a record, and what is done with them.  result_of is what the work answered."""

    def __init__(self, session: Session, asked: Asked, parent: QWidget | None = None) -> None:
        super().__init__(session, asked.title, parent)
        self._work = asked.work
        self.result_of: Any = None
        self.resize(600, 320)
        if asked.heading:
            self.column.addWidget(texts.label(asked.heading, role="subheading", wrap=True))
        if asked.purpose:
            self.column.addWidget(texts.label(asked.purpose, role="quiet", wrap=True))
        fields = asked.fields
        self.fields = RecordFields(session, asked.type, fields, 1 if len(fields) < 3 else 2)
        self.fields.put(dict(asked.values))
        self.column.addWidget(self.fields)
        self.add_foot(asked.words)
        if fields:
            first = next((name for name in fields if asked.values.get(name) is None), fields[0])
            self.fields.rows[first].editor.setFocus()

    def submit(self) -> None:
        """Do it, or say beside the fields what is missing."""
        record, unread = self.fields.take()
        if unread:
            self.tell(unread, self.fields)
            return

        def work() -> None:
            self.result_of = self._work(record)

        if self.carried_out(work, self.fields):
            self.accept()


def _run(dialog: FieldsDialog) -> bool:
    done = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return done


def _names(session: Session, ids: Sequence[str]) -> str:
    found = [action.label() for id_ in ids[:_NAMED] if (action := session.store.get(Action, id_)) is not None]
    more = len(ids) - len(found)
    return "\n".join(found) + ("\n" + _("and {count} more").format(count=more) if more > 0 else "")


def move_dialog(session: Session, ids: Sequence[str], status: str, parent: QWidget | None) -> FieldsDialog:
    """What a state needs of these actions."""
    today, first = session.today(), session.store.get(Action, ids[0])
    before = first.status if first is not None else "open"
    fields = action_work.asked_for(before, status)
    purpose = {"done": _("The measure was carried out. Its effect is looked at later, before it is closed."),
               "closed": _("Somebody looked whether it had the effect that was wanted."),
               "cancelled": _("It will not be carried out. The reason stays beside it.")}.get(status, "")
    values: dict[str, Any] = {}
    if status == "done":
        values = {"done_on": today, "actual": first.actual if first is not None and len(ids) == 1 else None,
                  "evidence_as_written": first.evidence_as_written if first is not None and len(ids) == 1 else None}
    elif status == "closed":
        values = {"effect_checked_on": today, "effect_checked_by": session.person.author or None}

    def work(record: Any) -> list[str]:
        given = {name: value for name in fields if (value := getattr(record, name)) is not None}
        return action_work.move(session.store, ids, status, given, today)

    word = action_sources.state_words(status)
    return FieldsDialog(session, Asked(word, word, _names(session, ids), purpose, Action, fields, values, work), parent)


def move(session: Session, ids: Sequence[str], status: str, parent: QWidget) -> bool:
    """Take actions to a state, asking for what it needs; whether they went."""
    if session.read_only or not ids:
        return False
    first = session.store.get(Action, ids[0])
    made: list[str] = []
    if first is not None and not action_work.asked_for(first.status, status):
        try:
            made = action_work.move(session.store, ids, status, {}, session.today())
        except InvalidRecord as error:
            session.say(" ".join(sentence for each in error.problems.values() for sentence in each), "warn")
            return False
        except ArmdeskError as error:
            problems.show(error, parent)
            return False
    else:
        dialog = move_dialog(session, ids, status, parent)
        if not _run(dialog):
            return False
        made = dialog.result_of or []
    text = ngettext("{count} action: {state}.", "{count} actions: {state}.", len(ids)).format(
        count=len(ids), state=action_sources.state_words(status))
    if made:
        text += " " + ngettext("The next of its series was made.", "The next of their series were made.", len(made))
    session.say(text, "good", _("Undo"), undoing.newest(session, parent))
    return True


def extend_dialog(session: Session, action: Action, parent: QWidget | None) -> FieldsDialog:
    """Until when, why, and who approved."""
    earlier = session.store.all(ActionExtension, action=action.id)
    purpose = _("Due on {day}.").format(day=action.due_on)
    if earlier:
        purpose += " " + ngettext("Extended {count} time already, first due on {day}.",
                                  "Extended {count} times already, first due on {day}.", len(earlier)).format(
            count=len(earlier), day=min(each.old_due for each in earlier))

    def work(record: Any) -> ActionExtension:
        missing = ActionExtension(action=action.id, date=record.date, old_due=action.due_on, new_due=record.new_due,
                                  reason=record.reason, approved_by=record.approved_by).check()
        if missing:
            raise InvalidRecord(missing)
        fresh = session.store.get(Action, action.id) or action
        return action_work.extend(session.store, fresh, record.new_due, record.reason, record.approved_by, record.date)

    return FieldsDialog(session, Asked(
        _("Extend"), _("Extend"), action.label(), purpose, ActionExtension,
        ("new_due", "date", "reason", "approved_by"), {"date": session.today()}, work), parent)


def extend(session: Session, id_: str, parent: QWidget) -> bool:
    """Move a due date by decision."""
    action = session.store.get(Action, id_)
    if action is None or session.read_only:
        return False
    if action.due_on is None:
        session.say(_("This action has no due date yet; write it in its form."), "warn")
        return False
    done = _run(extend_dialog(session, action, parent))
    if done:
        session.say(_("The action was extended."), "good", _("Undo"), undoing.newest(session, parent))
    return done


def note_dialog(session: Session, action: Action, parent: QWidget | None) -> FieldsDialog:
    """What was done, when, and how far it is."""

    def work(record: Any) -> ActionNote:
        fresh = session.store.get(Action, action.id) or action
        return action_work.tell(session.store, fresh, record)

    values = {"date": session.today(), "progress": action.progress, "author": session.person.author or None}
    return FieldsDialog(session, Asked(_("Tell of progress"), _("Save"), action.label(), "", ActionNote,
                                       ("date", "progress", "text", "author"), values, work), parent)


def tell(session: Session, id_: str, parent: QWidget) -> bool:
    """Write a step of progress."""
    action = session.store.get(Action, id_)
    return action is not None and not session.read_only and _run(note_dialog(session, action, parent))


def link_dialog(session: Session, wanted: Sequence[str], parent: QWidget | None) -> FieldsDialog:
    """Which action answers these records or requirements too."""
    named = references.labels(session.store, wanted[:_NAMED])
    heading = "\n".join(named.values())
    if len(wanted) > _NAMED:
        heading += "\n" + _("and {count} more").format(count=len(wanted) - _NAMED)

    def work(record: Any) -> int:
        if not record.action:
            raise InvalidRecord({"action": [_("Choose the action.")]})
        return action_sources.link(session.store, [record.action], wanted, record.note or "")

    return FieldsDialog(session, Asked(
        _("Link to an action"), _("Link"), heading,
        _("One action can answer several findings, risks and requirements."), SourceOfAction, ("action", "note"),
        {}, work), parent)


def link(session: Session, wanted: Sequence[str], parent: QWidget) -> bool:
    """Tie records or requirements to an action that is there already."""
    if session.read_only or not wanted:
        return False
    dialog = link_dialog(session, wanted, parent)
    if not _run(dialog):
        return False
    count = int(dialog.result_of or 0)
    text = ngettext("{count} link was made.", "{count} links were made.", count).format(count=count) if count else \
        _("The action answers this already.")
    session.say(text, "good" if count else "note", _("Undo") if count else "",
                undoing.newest(session, parent) if count else None)
    return True


def source_dialog(session: Session, ids: Sequence[str], parent: QWidget | None) -> FieldsDialog:
    """What else these actions answer."""

    def work(record: Any) -> int:
        if not record.target:
            raise InvalidRecord({"target": [_("Choose what it answers.")]})
        return action_sources.link(session.store, ids, [record.target], record.note or "")

    return FieldsDialog(session, Asked(_("Answers too"), _("Link"), _names(session, ids), "", SourceOfAction,
                                       ("target", "note"), {}, work), parent)


def add_source(session: Session, ids: Sequence[str], parent: QWidget) -> bool:
    """Tie actions to one more thing they answer."""
    return bool(ids) and not session.read_only and _run(source_dialog(session, ids, parent))
