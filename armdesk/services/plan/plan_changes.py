"""What changed in the plan since a day: new actions, other states, moved dates, progress, extensions, reassessments."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from armdesk.fields import Choice
from armdesk.models import Action, ActionExtension, ActionNote, Risk, RiskReview, record_type
from armdesk.record import Record
from armdesk.services.basis.figure import ask, id_of
from armdesk.store import Store

_TYPES: tuple[type[Record], ...] = (Action, ActionNote, ActionExtension, Risk, RiskReview)
_TOLD = {"action": ("status", "due_on", "progress", "owner", "cost", "effective", "measure"),
         "risk": ("likelihood", "impact", "response", "status")}
"""Fields whose change is worth telling; of the others the history knows."""
_PARENT = {"action_note": "action", "action_extension": "action", "risk_review": "risk"}
_SHOWN = {"action_note": ("text", "progress"), "action_extension": ("old_due", "new_due", "reason"),
          "risk_review": ("likelihood", "impact", "reason"), "action": ("measure", "due_on"), "risk": ("description",)}
MOST = 2_000
"""Entries that are looked at; a longer time is told from its end."""


@dataclass(frozen=True)
class Change:
    """One thing that changed.

    Shape: at is the local time, "2026-01-31 10:05"; reference leads to the action or risk; verb is create, change,
    trash or restore; fields are (name of the field, before, after) as a person reads them, before "" for what is new.
    """

    at: str
    author: str
    reference: str
    label: str
    kind: str
    verb: str
    fields: tuple[tuple[str, str, str], ...]


def changes(store: Store, since: date) -> list[Change]:
    """Everything since the beginning of a day, newest first.  What came by an import of many rows is told there."""
    names = ", ".join(f"'{type_.type_name()}'" for type_ in _TYPES)
    # A day earlier in UTC, so that no zone loses an hour; the exact day is looked at below.
    floor = datetime.combine(since - timedelta(days=1), time()).isoformat(timespec="seconds") + "Z"
    rows = ask(store, "SELECT o.at, o.utc_offset, o.author, e.type, e.record, e.verb, e.body FROM entry e "  # noqa: S608 - declared names
               "JOIN operation o ON o.seq = e.operation WHERE o.at >= ? AND e.verb IN ('create', 'change', 'trash', "
               f"'restore') AND e.type IN ({names}) ORDER BY e.seq DESC LIMIT {MOST}", floor)
    found = []
    for at, offset, author, kind, record, verb, body in rows:
        moment = datetime.fromisoformat(at) + timedelta(minutes=offset)
        if moment.date() < since:
            continue
        fields = tuple(_fields(kind, verb, json.loads(body)))
        if verb == "change" and not fields:
            continue
        parent = _parent(store, kind, id_of(record))
        found.append(Change(f"{moment:%Y-%m-%d %H:%M}", str(author), parent, store.label(*parent.split("/")), str(kind),
                            str(verb), fields))
    return found


def _parent(store: Store, kind: str, id_: str) -> str:
    """The action or risk that a change is of."""
    link = _PARENT.get(kind)
    record = store.get(record_type(kind), id_) if link else None
    return f"{link}/{getattr(record, str(link))}" if link and record is not None else f"{kind}/{id_}"


def _fields(kind: str, verb: str, body: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    type_ = record_type(kind)
    if verb == "change":
        for name in _TOLD.get(kind, ()):
            if name in body:
                before, after = body[name]
                yield type_.field(name).title(), _shown(type_, name, before), _shown(type_, name, after)
    elif verb == "create":
        for name in _SHOWN[kind]:
            if body.get(name) is not None:
                yield type_.field(name).title(), "", _shown(type_, name, body[name])


def _shown(type_: type[Record], name: str, kept: Any) -> str:
    field = type_.field(name)
    if kept is None:
        return ""
    value = field.recall(kept)
    return field.format(value) if isinstance(field, Choice) or not isinstance(value, str) else str(value)
