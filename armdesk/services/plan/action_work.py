"""Work on actions: taking them to another state, extending them, telling of progress, making the next of a series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from armdesk.i18n import _, ngettext
from armdesk.models import Action, ActionExtension, ActionNote, SourceOfAction
from armdesk.models.action_flow import MOVES, NEEDS, missing, refusal
from armdesk.services.basis import recurrence
from armdesk.services.plan.action_sources import state_words
from armdesk.store import Store
from armdesk.writer import Writer

_CARRIED = ("measure", "origin", "origin_as_written", "area", "owner", "owner_person", "owner_organisation", "priority",
            "indicator", "baseline", "target", "cost", "currency", "donor", "repeat_months", "repeat_day")
"""What the next of a series takes over."""
FINISHED = ("done", "closed")


def asked_for(before: str, after: str) -> tuple[str, ...]:
    """Fields that have to be asked of a person who takes an action to a state, () where nothing is needed."""
    if after == "done":
        return ("done_on", "actual", "evidence_as_written")
    if after == "closed":
        return ("effect_checked_on", "effect_checked_by", "effective", "effect")
    return NEEDS.get(after, ()) if after in MOVES.get(before, ()) else ()


def move(store: Store, ids: Sequence[str], status: str, values: Mapping[str, Any], today: date) -> list[str]:
    """Take actions to a state, with what it needs, as one operation; gives the ids of next ones it made.

    Shape: values are fields for all of them.  Errors: InvalidRecord with what is missing or not allowed.
    """
    chosen = [action for id_ in ids if (action := store.get(Action, id_)) is not None and action.status != status]
    if not chosen:
        return []
    title = ngettext("{count} action: {state}", "{count} actions: {state}", len(chosen))
    made: list[str] = []
    with store.operation(title.format(count=len(chosen), state=state_words(status))) as writer:
        for action in chosen:
            for name, value in values.items():
                both = name == "note" and action.note and value  # a reason does not take the place of what stood there
                setattr(action, name, f"{action.note}\n{value}" if both else value)
            settle(action, status)
            writer.save(action)
            made += go_on(store, writer, action, today)
    return made


def unfit(action: Action, status: str) -> list[str]:
    """Why an action as it stands cannot be taken to a state, [] where it can."""
    if sentence := refusal(str(action.status), status):
        return [sentence]
    return [sentence for sentences in missing({**action.values(), "status": status}).values() for sentence in sentences]


def settle(action: Action, status: str) -> None:
    """Set a state and what it says by itself: done is 100 %, and what is taken up again is not done."""
    if status in FINISHED and action.status not in FINISHED:
        action.progress = 100
    if status not in FINISHED and action.status in FINISHED:
        action.done_on = action.effect_checked_on = action.effect_checked_by = action.effective = None
    action.status = status


def keep(store: Store, action: Action, today: date) -> Action:
    """Keep an action as a form has it; one of a series that is done now brings the next with it."""
    title = _("Change {kind}: {name}") if action.version else _("New {kind}: {name}")
    with store.operation(title.format(kind=_(Action.about.one), name=action.label())) as writer:
        writer.save(action)
        go_on(store, writer, action, today)
    return action


def go_on(store: Store, writer: Writer, action: Action, today: date) -> list[str]:
    """The next of a series, unless it is there already.  The past is not touched: only what comes follows a change."""
    if not action.repeat_months or action.status not in FINISHED or action.due_on is None:
        return []
    if store.one(Action, repeat_of=action.id) is not None:
        return []
    extended = store.all(ActionExtension, action=action.id)
    due = min((each.old_due for each in extended), default=action.due_on)  # an extension moves one, not the series
    on_day = action.repeat_day or due.day
    done = action.done_on or today
    coming = Action(**{name: getattr(action, name) for name in _CARRIED})
    coming.repeat_day, coming.repeat_of = on_day, action.id
    coming.number = _next_number(store, action.number)
    coming.status, coming.adopted_on = "open", min(done, today)
    coming.due_on = recurrence.next_due(due, action.repeat_months, on_day, done)
    writer.save(coming)
    for each in store.all(SourceOfAction, action=action.id):
        writer.save(SourceOfAction(action=coming.id, target=each.target, note=each.note))
    return [str(coming.id)]


def _next_number(store: Store, number: str | None) -> str | None:
    """A free number after this one: A-014 -> A-014.2, A-014.2 -> A-014.3."""
    if not number:
        return None
    base, _dot, times = number.rpartition(".")
    if not (base and times.isdigit()):
        base, times = number, "1"
    following = int(times) + 1
    while store.one(Action, number=f"{base}.{following}") is not None:
        following += 1
    return f"{base}.{following}"


def extend(store: Store, action: Action, new_due: date, reason: str, approved_by: str, on: date) -> ActionExtension:
    """Move the due date of an action by decision.  Errors: InvalidRecord."""
    extension = ActionExtension(action=action.id, date=on, old_due=action.due_on, new_due=new_due,
                                reason=reason.strip() or None, approved_by=approved_by.strip() or None)
    title = _("Extend action {number} until {day}").format(number=action.number or action.label(), day=new_due)
    with store.operation(title) as writer:
        writer.save(extension)
        action.due_on = new_due
        writer.save(action)
    return extension


def tell(store: Store, action: Action, note: ActionNote) -> ActionNote:
    """Keep a step of progress; its share becomes that of the action, and what was open is in progress."""
    note.action = action.id
    with store.operation(_("Progress of action {number}").format(number=action.number or action.label())) as writer:
        writer.save(note)
        if note.progress is not None and action.status in ("open", "in_progress"):
            action.progress = note.progress
            if action.status == "open" and note.progress:
                action.status = "in_progress"
            writer.save(action)
    return note
