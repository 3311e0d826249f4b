"""What can be put right from a finding with one click: only where there is one way, as one operation to be undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from armdesk.i18n import N_, _
from armdesk.models import ActionExtension, Document, Meeting, TrainingAttendance, record_type
from armdesk.services.evidence import library
from armdesk.services.findings.finding import Finding
from armdesk.services.people import loose_names
from armdesk.store import Store


@dataclass(frozen=True)
class Fix:
    """One way to put a finding right.

    Shape: words of the button, declared with N_(); mend writes, and answers how many records changed, 0 where what the
    finding speaks of is not as it was.  Errors of mend: InvalidRecord, StaleRecord.
    """

    words: str
    mend: Callable[[Store, Finding, date], int]


def fix_of(finding: Finding) -> Fix | None:
    """The one click for a finding, None where somebody has to decide."""
    return None if finding.explained else FIXES.get(finding.rule)


def _records(store: Store, finding: Finding, kind: str) -> list[Any]:
    """Living records of one register that a finding names."""
    found = [store.get(record_type(kind), each.partition("/")[2]) for each in finding.where
             if each.startswith(f"{kind}/")]
    return [each for each in found if each is not None and not each.trashed]


def _saved(store: Store, records: list[Any], title: str) -> int:
    if records:
        with store.operation(title, "fix") as writer:
            for each in records:
                writer.save(each)
    return len(records)


def _with(kind: str, title: str, **values: Any) -> Callable[[Store, Finding, date], int]:
    """Mends by fixed values in the records named."""

    def mend(store: Store, finding: Finding, _today: date) -> int:
        records = _records(store, finding, kind)
        for each in records:
            for name, value in values.items():
                setattr(each, name, value)
        return _saved(store, records, _(title))

    return mend


def _all_but_the_first(kind: str, title: str) -> Callable[[Store, Finding, date], int]:
    """Mends by putting all but the first of what a finding names into the trash."""

    def mend(store: Store, finding: Finding, _today: date) -> int:
        extra = _records(store, finding, kind)[1:]
        if extra:
            store.trash(extra, _(title))
        return len(extra)

    return mend


def _second_marks(store: Store, finding: Finding, _today: date) -> int:
    *courses, person = (each.partition("/")[2] for each in finding.where)
    marks: list[TrainingAttendance] = []
    for training in courses:  # who came is not made absent
        found = store.all(TrainingAttendance, training=training, person=person)
        marks += sorted(found, key=lambda each: (each.present is False, each.id))[1:]
    if marks:
        store.trash(marks, _("Second mark at a course"))
    return len(marks)


def _other_status(store: Store, finding: Finding, _today: date) -> int:
    lots = _records(store, finding, "lot")
    for each in lots:
        each.status = "used" if each.status == "open" else "open"
    return _saved(store, lots, _("Status of a lot"))


def _as_counted(store: Store, finding: Finding, _today: date) -> int:
    meetings: list[Meeting] = _records(store, finding, "meeting")
    for each in meetings:
        each.quorum_stated = not each.quorum_stated
    return _saved(store, meetings, _("Quorum as counted"))


def _day_of_the_extension(store: Store, finding: Finding, _today: date) -> int:
    actions = _records(store, finding, "action")
    for each in actions:
        last = max(store.all(ActionExtension, action=each.id), key=lambda one: (one.date, one.id), default=None)
        if last is not None:
            each.due_on = last.new_due
    return _saved(store, actions, _("Day of the last extension"))


def _day_of_the_paper(store: Store, finding: Finding, _today: date) -> int:
    permits = _records(store, finding, "permit")
    for each in permits:
        paper = store.get(Document, each.document) if each.document else None
        each.expires_on = paper.valid_to if paper is not None else each.expires_on
    return _saved(store, permits, _("Last day as on the paper"))


def _last_day(store: Store, finding: Finding, _today: date) -> int:
    rates = sorted(_records(store, finding, "rate"), key=lambda each: (each.valid_from, each.id))
    if len(rates) != 2 or rates[0].valid_to is not None or rates[0].valid_from >= rates[1].valid_from:
        return 0
    rates[0].valid_to = rates[1].valid_from - timedelta(days=1)
    return _saved(store, rates[:1], _("Last day of a rate"))


def _as_copies(store: Store, finding: Finding, _today: date) -> int:
    first, *copies = _records(store, finding, "document")
    for each in copies:
        each.same_as = first.id
    return _saved(store, copies, _("Copies of a photo"))


def _link_sure_names(store: Store, _finding: Finding, today: date) -> int:
    sure = loose_names.sure_ones(loose_names.find(store))
    return loose_names.link(store, sure, today) if sure else 0


def _cite_the_newest(store: Store, finding: Finding, _today: date) -> int:
    return library.move_to_newest(store, [
        each.citation for paper in _records(store, finding, "document")
        for each in library.cited_at(store, paper.id, library.revisions(store, paper.id)) if each.older])


FIXES: Mapping[str, Fix] = {
    "left_but_active": Fix(N_("Mark as left"), _with("person", N_("Marked as left"), status="left")),
    "severity_contradicted": Fix(N_("Note as lost time"), _with("incident", N_("Noted as lost time"),
                                                                severity="lost_time")),
    "written_twice": Fix(N_("Trash the second"), _all_but_the_first("production", N_("Deliveries written twice"))),
    "equipment_twice": Fix(N_("Trash the second"), _all_but_the_first("ppe_delivery", N_("Equipment noted twice"))),
    "twice_in_course": Fix(N_("Trash the second"), _second_marks),
    "lot_status": Fix(N_("Correct the status"), _other_status),
    "quorum_contradicted": Fix(N_("Write as counted"), _as_counted),
    "moved_quietly": Fix(N_("Take the day of the extension"), _day_of_the_extension),
    "permit_and_paper": Fix(N_("Take the day of the paper"), _day_of_the_paper),
    "rates_overlap": Fix(N_("Write the last day"), _last_day),
    "photo_twice": Fix(N_("Mark as copies"), _as_copies),
    "names_not_linked": Fix(N_("Link the sure ones"), _link_sure_names),
    "older_file_cited": Fix(N_("Cite the newest file"), _cite_the_newest),
}
"""What findings call themselves -> the one click; all others lead to what they name and can be explained."""
