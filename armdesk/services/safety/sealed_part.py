"""The sealed part of incidents and grievances: opened only with a note in the history, proved to others by a code."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime

from armdesk.history import canonical
from armdesk.i18n import _
from armdesk.models import Incident, InjuredPerson, SealOpening
from armdesk.record import Record
from armdesk.services.basis.hiding import office_key
from armdesk.store import Store

_PURPOSE = "sealed parts"


def note_opening(store: Store, record: Record, now: datetime, purpose: str = "") -> SealOpening:
    """Note that the sealed part of a record is looked at; Undo never takes it back.  Errors: ReadOnlyWorkspace."""
    note = SealOpening(target=f"{record.type_name()}/{record.id}", date=now.date(), time=f"{now:%H:%M}",
                       opened_by=store.author or None, purpose=purpose or None)
    title = _("Sealed part opened: {kind} {name}").format(kind=_(record.about.one), name=record.label())
    with store.operation(title, "view") as writer:
        writer.save(note)
    return note


def is_filled(record: Record) -> bool:
    """Whether anything stands in the sealed part of one record."""
    return any(getattr(record, name) not in (None, "") for name in record.sealed_fields())


def code_of(store: Store, incident: Incident, hurt: Sequence[InjuredPerson] | None = None) -> str:
    """The code that proves the sealed part of an incident without telling it; "" where it is empty.

    Shape: hurt are its hurt people where they were read already; the code has 64 hexadecimal digits, HMAC-SHA256 over
    the sealed fields of the incident and its hurt people.  The key stays in the workspace: without it nobody can try
    out names and injuries against the code, and with it the office can show later that nothing was changed.
    """
    people = sorted(store.all(InjuredPerson, incident=incident.id) if hurt is None else hurt, key=lambda each: each.id)
    parts = [each for each in (incident, *people) if is_filled(each)]
    key = office_key(store, _PURPOSE) if parts else None
    if key is None:
        return ""
    content = [[each.type_name(), each.id, {name: each.field(name).remember(getattr(each, name))
                                            for name in sorted(each.sealed_fields())}] for each in parts]
    return hmac.digest(key, canonical(content).encode(), hashlib.sha256).hex()
