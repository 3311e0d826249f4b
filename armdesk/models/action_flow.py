"""Rules of the action plan over time: which state may follow which, what each needs, how a due date may move.

They are asked of what a person does now, when the operation ends; what is imported tells of the past and is left to
the checks.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from armdesk.i18n import _
from armdesk.models.lineage import blocks
from armdesk.record import Ask, Written

Problems = dict[str, list[str]]
MOVES: Mapping[str, tuple[str, ...]] = {
    "open": ("in_progress", "done", "cancelled"),
    "in_progress": ("open", "done", "cancelled"),
    "done": ("open", "in_progress", "closed", "cancelled"),
    "closed": ("in_progress",),
    "cancelled": ("open",),
}
"""Which state may follow which.  Source: an action is closed only when its effect was looked at (ISO 9001, 10.2)."""
NEEDS: Mapping[str, tuple[str, ...]] = {
    "done": ("done_on",),
    "closed": ("done_on", "effect_checked_on", "effect_checked_by", "effective"),
    "cancelled": ("note",),
}
"""Fields without which a state cannot be said."""
_STATE = ("status", "done_on", "effect_checked_on", "effect_checked_by", "effective", "note")
_COLUMNS = ("status", "done_on", "effect_checked_on", "effect_checked_by", "effective", "note", "adopted_on", "due_on")


def answering(ask: Ask, reference: str) -> list[tuple[Any, ...]]:
    """Living actions that answer something, as their origin or beside it.

    Shape: (number, measure, status, effect_checked_on, id).
    """
    return ask("SELECT number, measure, status, effect_checked_on, id FROM action WHERE trashed = 0 AND (origin = ? "
               "OR id IN (SELECT action FROM source_of_action WHERE trashed = 0 AND target = ?)) ORDER BY number, id",
               (reference, reference))


def missing(values: Mapping[str, Any]) -> Problems:
    """What an action in its state still has to say.  Shape: field name -> sentences."""
    words = {
        "done_on": _("Say on which day it was done."),
        "effect_checked_on": _("An action is closed only after its effect was checked. Say when."),
        "effect_checked_by": _("Say who checked the effect."),
        "effective": _("Say whether it had the effect that was wanted."),
        "note": _("Say why it was cancelled."),
    }
    found = {name: [words[name]] for name in NEEDS.get(str(values.get("status")), ()) if not values.get(name)}
    if values.get("status") == "closed" and values.get("effective") == "no":
        found["effective"] = [_("It had no effect, so it cannot be closed. Put it back in progress, or cancel it and "
                                "write another measure.")]
    checked, done = values.get("effect_checked_on"), values.get("done_on")
    if values.get("status") == "closed" and checked and done and checked < done:
        found["effect_checked_on"] = [_("The effect cannot be checked before the action was done.")]
    return found


def refusal(before: str, after: str) -> str:
    """Why one state cannot follow another, "" where it can."""
    if before == after or after in MOVES.get(before, ()):
        return ""
    if after == "closed":
        return _("An action is closed only after it was done and its effect checked. Choose “Done, effect to be "
                 "checked” first.")
    if before == "closed":
        return _("A closed action can only be taken up again: choose “In progress”.")
    return _("A cancelled action can only be opened again: choose “Open”.")


def conflicts(written: Written, ask: Ask) -> Problems:
    """What forbids the states and due dates that a person has just written."""
    if not written.typed:
        return {}
    found: Problems = defaultdict(list)
    back = _came_back(ask, written)
    stated, moved = ([id_ for id_ in written.touching(*names) if id_ not in back] for names in (_STATE, ("due_on",)))
    rows = _rows(ask, [*stated, *moved])
    before = _before(ask, rows, written)
    for id_ in stated:
        row, was = rows[id_], before.get(id_, {})
        if sentence := refusal(was.get("status", row["status"]), row["status"]):
            found["status"].append(sentence)
            continue
        changed = written.fields[id_]
        for name, sentences in missing(row).items():
            # What was imported so stays as it is until somebody changes its state, or this very field.
            if changed is None or "status" in changed or name in changed:
                found[name] += sentences
    for id_ in moved:
        row, was = rows[id_], before.get(id_, {})
        if was.get("adopted_on", row["adopted_on"]) and was.get("due_on") and not _extended(ask, id_, row, was):
            found["due_on"].append(_("The plan was adopted with this date. Use “Extend”: it asks for the reason and "
                                     "who approved."))
    return {name: list(dict.fromkeys(sentences)) for name, sentences in found.items()}


def _rows(ask: Ask, ids: list[bytes]) -> dict[bytes, dict[str, Any]]:
    columns = ", ".join(_COLUMNS)
    return {bytes(row[0]): dict(zip(_COLUMNS, row[1:], strict=True)) for marks, part in blocks(ids)
            for row in ask(f"SELECT id, {columns} FROM action WHERE id IN ({marks})", part)}  # noqa: S608 - marks only


def _came_back(ask: Ask, written: Written) -> set[bytes]:
    """What came out of the trash in this operation: it is as it was, and is not judged anew."""
    new = [id_ for id_, changed in written.fields.items() if changed is None]
    return {bytes(row[0]) for marks, part in blocks(new) for row in ask(
        "SELECT record FROM entry WHERE verb = 'restore' AND operation = (SELECT max(operation) FROM entry) "  # noqa: S608 - marks only
        f"AND record IN ({marks})", part)}


def _before(ask: Ask, rows: Mapping[bytes, Any], written: Written) -> dict[bytes, dict[str, Any]]:
    """What the fields that changed in this operation held before it; nothing for new records."""
    old: dict[bytes, dict[str, Any]] = {}
    for marks, part in blocks(id_ for id_ in rows if written.fields[id_] is not None):
        for id_, body in ask(
                "SELECT record, body FROM entry WHERE verb = 'change' AND operation = (SELECT max(operation) FROM "  # noqa: S608 - marks only
                f"entry) AND record IN ({marks}) ORDER BY seq", part):
            known = old.setdefault(bytes(id_), {})
            for name, (value, _now) in _changes(body):
                known.setdefault(name, value)
    return old


def _changes(body: str) -> Iterator[tuple[str, tuple[Any, Any]]]:
    for name, pair in json.loads(body).items():
        yield name, (pair[0], pair[1])


def _extended(ask: Ask, id_: bytes, row: Mapping[str, Any], was: Mapping[str, Any]) -> bool:
    """Whether an extension says that the action went from the one day to the other."""
    return bool(ask("SELECT 1 FROM action_extension WHERE trashed = 0 AND action = ? AND old_due = ? AND new_due = ?",
                    [id_, was["due_on"], row["due_on"]]))


def unmoved(written: Written, ask: Ask) -> Problems:
    """What is wrong with extensions that a person wrote now: the action has to be due on the day they say."""
    back = _came_back(ask, written) if written.typed else set()
    new = [id_ for id_, changed in written.fields.items() if changed is None and id_ not in back]
    for marks, part in blocks(new if written.typed else []):
        if ask("SELECT 1 FROM action_extension e JOIN action a ON a.id = e.action "  # noqa: S608 - marks only
               "WHERE coalesce(a.due_on, '') <> e.new_due AND e.id = (SELECT x.id FROM action_extension x "
               "WHERE x.action = e.action AND x.trashed = 0 "
               f"ORDER BY x.date DESC, x.id DESC LIMIT 1) AND e.id IN ({marks})", part):
            return {"new_due": [_("The action is due on another day. Use “Extend” on the page of the action: it writes "
                                  "the extension and moves the date.")]}
    return {}
