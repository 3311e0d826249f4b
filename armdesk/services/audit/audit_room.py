"""One audit from preparation to closing: what each stage has, what it still misses, and going on with or without it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from armdesk.catalogues.catalogue import Catalogue
from armdesk.errors import CatalogueError, InvalidRecord
from armdesk.i18n import _, current, ngettext
from armdesk.models import (
    Audit,
    AuditRequest,
    AuditSlot,
    AuditStep,
    Pack,
    Rehearsal,
    RequestList,
    VisitNote,
    audit_choices,
)
from armdesk.services.audit.audit_findings import Held, held
from armdesk.services.basis import own_rows
from armdesk.services.basis.figure import ask
from armdesk.services.basis.period import Period
from armdesk.store import Store

STAGES = tuple(audit_choices.STAGE)
_MOST_DAYS = 60


@dataclass(frozen=True)
class Stage:
    """One stage.  Shape: has and lacks are sentences."""

    key: str
    has: tuple[str, ...]
    lacks: tuple[str, ...]


@dataclass(frozen=True)
class Room:
    """Everything known of one audit.

    Shape: newest first but slots and notes, which are in their order; standards are the titles of those the pack
    holds, before the freeze of those in scope.
    """

    audit: Audit
    stages: tuple[Stage, ...]
    slots: Sequence[AuditSlot]
    requests: Sequence[AuditRequest]
    lists: Sequence[RequestList]
    rehearsals: Sequence[Rehearsal]
    notes: Sequence[VisitNote]
    findings: Sequence[Held]
    steps: Sequence[AuditStep]
    pack: Pack | None
    changed: int
    standards: Sequence[str]

    @property
    def place(self) -> int:
        """At which stage it is."""
        return STAGES.index(self.audit.status) if self.audit.status in STAGES else 0

    def lacks_before(self, stage: str) -> list[str]:
        """What the stages before another one still miss."""
        return [sentence for each in self.stages[: STAGES.index(stage)] for sentence in each.lacks]


def keys_of(audit: Audit) -> list[str]:
    """Keys of the standards in scope, the first one first."""
    return list(dict.fromkeys([*(audit.standard or "").split(), *(audit.more_standards or "").split()]))


def standards_of(store: Store, audit: Audit) -> list[Catalogue]:
    """The standards in scope that are here, as the office has them; one that is not is left out."""
    return _known(store, keys_of(audit))


def _known(store: Store, keys: Sequence[str]) -> list[Catalogue]:
    found = []
    for key in keys:
        with suppress(CatalogueError):
            found.append(own_rows.get(store, key))
    return found


def titles_of(store: Store, audit: Audit, language: str = "") -> list[str]:
    """Titles of the standards in scope; of one that is not here its key."""
    return _titles(store, keys_of(audit), language)


def _titles(store: Store, keys: Sequence[str], language: str = "") -> list[str]:
    named = {each.key: each.title(language or current()) for each in _known(store, keys)}
    return [named.get(key, key) for key in keys]


def period_of(audit: Audit, today: date) -> Period:
    """The period under audit; without one, the twelve months until the visit or today."""
    ends = audit.period_to or audit.visit_on or today
    begins = audit.period_from or ends.replace(year=ends.year - 1, day=1)
    return Period(min(begins, ends), ends)


def days_of(audit: Audit) -> list[date]:
    """The days of the visit, at most sixty."""
    if audit.visit_on is None:
        return []
    last = audit.visit_until or audit.visit_on
    count = min((last - audit.visit_on).days, _MOST_DAYS)
    return [audit.visit_on + timedelta(days=each) for each in range(max(count, 0) + 1)]


def read(store: Store, audit: Audit, today: date, changed: int = 0) -> Room:
    """Read one audit.  Shape: changed is how many records of its pack were changed since the freeze."""
    slots = sorted(store.all(AuditSlot, audit=audit.id), key=lambda each: (each.date, each.starts or "", each.id))
    notes = sorted(store.all(VisitNote, audit=audit.id), key=lambda each: (each.date, each.time or "", each.id))
    requests = sorted(store.all(AuditRequest, audit=audit.id), key=_by_number)
    rehearsals = store.all(Rehearsal, audit=audit.id)
    findings = held(store, audit, today)
    pack = store.get(Pack, audit.pack)
    stages = (_prepare(audit, titles_of(store, audit), slots, requests, today), _rehearse(rehearsals),
              _freeze(audit, pack, changed), _visit(audit, notes, today), _findings(findings),
              _close(audit, findings))
    return Room(audit, stages, slots, requests, store.all(RequestList, audit=audit.id), rehearsals, notes, findings,
                sorted(store.all(AuditStep, audit=audit.id), key=lambda each: each.id, reverse=True), pack, changed,
                _titles(store, (pack.catalogue or "").split() if pack is not None else keys_of(audit)))


def _by_number(request: AuditRequest) -> tuple[int, int, str, str]:
    number = str(request.number or "")
    digits = "".join(letter for letter in number if letter.isdigit())
    return (request.list_row or 10**9, int(digits[:9] or 0), number, str(request.id))


def _prepare(audit: Audit, titles: Sequence[str], slots: Sequence[AuditSlot], requests: Sequence[AuditRequest],
             today: date) -> Stage:
    has: list[str] = []
    lacks: list[str] = []
    for there, good, missing in (
            (titles, _("Standards: {names}").format(names="; ".join(titles)),
             _("No standard is chosen.")),
            (audit.period_from and audit.period_to, _("Period: {first} to {last}").format(
                first=audit.period_from, last=audit.period_to), _("The period under audit is not written.")),
            (audit.auditor or audit.body, _("Auditor: {name}").format(name=audit.auditor or audit.body),
             _("Who audits is not written.")),
            (audit.visit_on, _("Visit on {day}").format(day=audit.visit_on), _("The day of the visit is not written.")),
            (audit.lead, _("Responsible here: {name}").format(name=audit.lead),
             _("Nobody here is responsible for the audit.")),
            (slots, ngettext("{count} point on the agenda", "{count} points on the agenda", len(slots)).format(
                count=len(slots)), _("The visit has no agenda."))):
        (has if there else lacks).append(good if there else missing)
    alone = sum(not slot.host for slot in slots)
    if alone:
        lacks.append(ngettext("{count} point of the agenda has nobody who receives.",
                              "{count} points of the agenda have nobody who receives.", alone).format(count=alone))
    if requests:
        states = Counter(each.status for each in requests)
        has.append(_("{count} of {all} requests are ready or handed over").format(
            count=states["ready"] + states["sent"], all=len(requests)))
        late = sum(each.status != "sent" and each.due_on is not None and each.due_on < today for each in requests)
        if late:
            lacks.append(ngettext("{count} request is overdue.", "{count} requests are overdue.", late).format(
                count=late))
    return Stage("preparing", tuple(has), tuple(lacks))


def _rehearse(rehearsals: Sequence[Rehearsal]) -> Stage:
    if not rehearsals:
        return Stage("rehearsing", (), (_("No dress rehearsal was made for this audit."),))
    newest = rehearsals[0]
    told = _("Rehearsed on {day} with the seed {seed}: {broken} of {walked} links broken").format(
        day=newest.date, seed=newest.seed, broken=newest.broken or 0, walked=newest.walked or 0)
    count = newest.broken or 0
    lacks = (ngettext("{count} link was broken in the last rehearsal.", "{count} links were broken in the last "
                      "rehearsal.", count).format(count=count),) if count else ()
    return Stage("rehearsing", (told,), lacks)


def _freeze(audit: Audit, pack: Pack | None, changed: int) -> Stage:
    if not audit.frozen_on:
        return Stage("frozen", (), (_("No evidence pack is frozen for this audit."),))
    has = [_("Frozen on {day} at {time}").format(day=audit.frozen_on, time=audit.frozen_at or "")]
    if pack is not None:
        has.append(_("Pack {number}: {name}").format(number=pack.number, name=pack.file_name or ""))
    lacks = (ngettext("{count} record of the pack changed since the freeze: tell the auditor.",
                      "{count} records of the pack changed since the freeze: tell the auditor.", changed).format(
                          count=changed),) if changed else ()
    return Stage("frozen", tuple(has), lacks)


def _visit(audit: Audit, notes: Sequence[VisitNote], today: date) -> Stage:
    has = (ngettext("{count} note in the log", "{count} notes in the log", len(notes)).format(
        count=len(notes)),) if notes else ()
    noted = {each.date for each in notes}
    bare = [day for day in days_of(audit) if day <= today and day not in noted]
    lacks = [_("Nothing is noted of {day}.").format(day=day) for day in bare]
    if not notes and not bare:
        lacks.append(_("Nothing is noted of the visit yet."))
    open_ = sum(each.outcome == "doubt" for each in notes)
    if open_:
        lacks.append(ngettext("{count} point of the visit was left open.", "{count} points of the visit were left "
                              "open.", open_).format(count=open_))
    return Stage("visit", has, tuple(lacks))


def _findings(findings: Sequence[Held]) -> Stage:
    if not findings:
        return Stage("findings", (_("No finding is written."),), ())
    open_ = [each for each in findings if each.open]
    has = [_("{count} of {all} findings are closed").format(count=len(findings) - len(open_), all=len(findings))]
    late, bare = sum(each.late for each in open_), sum(each.lacks_cause for each in open_)
    idle, unproved = sum(each.lacks_action for each in open_), sum(each.lacks_proof for each in findings)
    waiting = sum(each.lacks_acceptance for each in findings)
    lacks = [sentence.format(count=count) for count, sentence in (
        (late, ngettext("{count} finding is overdue.", "{count} findings are overdue.", late)),
        (bare, ngettext("{count} finding has no cause.", "{count} findings have no cause.", bare)),
        (idle, ngettext("{count} finding has no action.", "{count} findings have no action.", idle)),
        (unproved, ngettext("{count} finding has no proof.", "{count} findings have no proof.", unproved)),
        (waiting, ngettext("{count} finding is not accepted by the auditor yet.",
                           "{count} findings are not accepted by the auditor yet.", waiting))) if count]
    return Stage("findings", tuple(has), tuple(lacks))


def _close(audit: Audit, findings: Sequence[Held]) -> Stage:
    has: list[str] = []
    lacks: list[str] = []
    if audit.outcome:
        has.append(_(audit_choices.OUTCOME[audit.outcome]))
    else:
        lacks.append(_("The outcome is not written."))
    if audit.outcome in ("passed", "conditional") and not audit.certificate_no:
        lacks.append(_("No certificate or letter is written."))
    elif audit.certificate_no:
        has.append(_("Certificate or letter {number}, valid until {day}").format(
            number=audit.certificate_no, day=audit.certificate_to or "?"))
    open_ = sum(each.open for each in findings)
    if open_:
        lacks.append(ngettext("{count} finding is still open.", "{count} findings are still open.", open_).format(
            count=open_))
    if not audit.lessons:
        lacks.append(_("Lessons for the next audit are not written."))
    return Stage("closed", tuple(has), tuple(lacks))


def move(store: Store, audit: Audit, stage: str, lacking: Sequence[str], reason: str, today: date) -> Audit:
    """Take an audit to another stage, as one operation; forward over what is missing only with a reason.

    Errors: InvalidRecord where something is missing and no reason is given.
    """
    forward = STAGES.index(stage) > (STAGES.index(audit.status) if audit.status in STAGES else 0)
    if forward and lacking and not reason.strip():
        raise InvalidRecord({"reason": [_("Say why it goes on although something is missing.")]})
    fresh = store.get(Audit, audit.id) or audit
    step = AuditStep(audit=audit.id, date=today, stage_before=fresh.status, stage=stage,
                     missing="\n".join(lacking) if forward and lacking else None, reason=reason.strip() or None,
                     author=store.author or None)
    fresh.status = stage
    if stage == "closed" and not fresh.closed_on:
        fresh.closed_on = today
    with store.operation(_("Audit {code}: {stage}").format(
            code=fresh.code or fresh.title, stage=_(audit_choices.STAGE[stage]))) as writer:
        writer.save(fresh)
        writer.save(step)
    return fresh


def all_audits(store: Store) -> list[Audit]:
    """Every audit: those to come or under way first, the newest of the others behind."""
    found = store.all(Audit)
    return sorted(found, key=lambda each: (each.status == "closed", -(each.visit_on or date.max).toordinal(), each.id))


def next_code(store: Store, today: date) -> str:
    """The next audit number of a year."""
    prefix = f"AUD-{today.year}-"
    used = {str(code) for (code,) in ask(store, "SELECT code FROM audit WHERE code LIKE ?", f"{prefix}%")}
    return next(code for number in range(1, len(used) + 2) if (code := f"{prefix}{number:02d}") not in used)
