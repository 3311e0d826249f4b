"""The log of a visit: what was asked and shown, and samples an auditor draws, walked at once and kept as they were."""

from __future__ import annotations

import json
from datetime import date

from armdesk.fields import fold
from armdesk.models import Audit, VisitNote, record_type
from armdesk.query import Query
from armdesk.services.audit.audit_room import period_of
from armdesk.services.audit.chain import NOT_ASKED, Step
from armdesk.services.audit.rehearsal import Drawn, walk_one, walkable
from armdesk.store import Store

_NAMING = {"person": ("code", "name"), "lot": ("code",), "sale": ("code",), "payment": ("code",),
           "incident": ("number",), "training": ("code", "subject")}
"""By which fields an auditor names what he draws, beside the search of the register."""
_OFFERED = 12


def samples(store: Store, typed: str) -> list[tuple[str, str]]:
    """Records that a typed code, number or name may mean.  Shape: (reference, name), exact codes first."""
    wanted = " ".join(fold(typed).split())
    if not wanted:
        return []
    exact: list[tuple[str, str]] = []
    others: list[tuple[str, str]] = []
    for kind in walkable():
        type_ = record_type(kind)
        for record in store.find(Query(type_, search=wanted), limit=_OFFERED):
            names = [fold(str(getattr(record, name, "") or "")) for name in _NAMING[kind]]
            (exact if wanted in names else others).append((f"{kind}/{record.id}", record.label()))
    return (exact + others)[:_OFFERED]


def walk(store: Store, audit: Audit, reference: str, today: date) -> Drawn:
    """Walk the chain of a drawn record over the period under audit.  Errors: KeyError for a kind without a chain."""
    return walk_one(store, period_of(audit, today), reference, str(audit.code or audit.id))


def note(audit: Audit, drawn: Drawn, day: date, time: str) -> VisitNote:
    """A sample as a note of the log, with its chain as it was walked; nothing is kept yet."""
    asked = [step for step in drawn.steps if step.state != NOT_ASKED]
    return VisitNote(audit=audit.id, date=day, time=time or None, kind="sample", text=drawn.name,
                     target=drawn.reference, walked=len(asked), broken=len(drawn.broken),
                     outcome="doubt" if drawn.broken else "good", chain=kept(drawn))


def kept(drawn: Drawn) -> str:
    """A chain as it is kept with a note.  Shape: [key, title, state, sentence, where] each."""
    return json.dumps([[step.key, step.title, step.state, step.sentence, step.where] for step in drawn.steps],
                      ensure_ascii=False)


def chain_of(noted: VisitNote) -> list[Step]:
    """The chain kept with a note, as it was walked then."""
    return [Step(*map(str, each)) for each in json.loads(noted.chain or "[]")]
