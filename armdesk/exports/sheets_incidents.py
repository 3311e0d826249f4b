"""Incidents and grievances in a pack: one row an event without anybody's name or injury, and totals of complaints."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from armdesk.exports.counted import Head, count_column, counted_table
from armdesk.exports.pack_table import PackTable, Row
from armdesk.exports.sheets_people import incidents as by_month
from armdesk.i18n import N_, _
from armdesk.models import Grievance, Incident, InjuredPerson, choices, incident_choices
from armdesk.query import Filter
from armdesk.reports.document import CellValue, Column
from armdesk.services.basis.figure import ask
from armdesk.services.basis.hiding import SMALLEST_GROUP, WITHHELD, protected
from armdesk.services.packs.scope import Scope
from armdesk.services.plan.action_sources import by_target, of_ids
from armdesk.services.safety.sealed_part import code_of

_NOT_SAID = N_("Not stated")


def incidents(scope: Scope) -> PackTable:
    """S20: each event once, with what the library of sheets asks for; who was hurt and how stays in the office.

    Sex and role of the hurt stand there only where at least five people at work share them.  The code of the sealed
    part proves that one exists and what it held.
    """
    if scope.edition.hides_codes:
        return by_month(scope)
    words = {"severity": choices.SEVERITY, "type": choices.INCIDENT_KIND, "stage": incident_choices.STAGE}
    return PackTable(
        "S20", "incidents", _("Incidents and near misses"),
        _("Each event once, near misses too. Names and injuries stay in the office; a code proves the sealed part."),
        _columns(), lambda coded: _rows(scope, coded), "safety",
        {key: {code: _(label) for code, label in options.items()} for key, options in words.items()})


def _columns() -> tuple[Column, ...]:
    return (
        Column("incident_no", _("Incident no."), "code"), Column("occurred_at", _("Date"), "date"),
        Column("place", _("Place"), width=1.3), Column("type", _("Kind")), Column("details", _("In detail"), width=1.3),
        Column("severity", _("Severity")), count_column("persons", _("Persons hurt")), Column("sex", _("Sex")),
        Column("employment", _("Role")), Column("cause", _("Immediate cause"), "note", width=2.5),
        count_column("lost_days", _("Lost days")), Column("reported_to_authority_on", _("Authority told on"), "date"),
        Column("investigation_on", _("Investigated on"), "date"),
        Column("root_cause", _("Root cause"), "note", width=2.5), Column("action_no", _("Actions"), "code"),
        Column("stage", _("Stage")), Column("closed_on", _("Closed on"), "date"),
        Column("sealed_part_code", _("Code of the sealed part"), "code",
               help=_("Made of the names and injuries that stay in the office, with a key kept there.")))


def _rows(scope: Scope, coded: bool) -> Iterator[Row]:
    store, groups = scope.store, _group_sizes(scope)
    hurt: dict[str, list[InjuredPerson]] = defaultdict(list)
    for each in store.all(InjuredPerson):
        hurt[each.incident].append(each)
    answers = by_target(store, "incident")
    numbers = {each.id: each.number for each in of_ids(store, sorted({id_ for ids in answers.values() for id_ in ids}))}
    for incident in store.find(replace(scope.figures.dated(Incident), order="date").where(Filter("same_as", "empty"))):
        people = hurt[incident.id]
        days = [each.counted_days for each in people if each.counted_days is not None]
        yield (
            incident.number, incident.date, _place(scope, incident), _word(incident, "kind", coded),
            _word(incident, "details", coded), _word(incident, "severity", coded),
            incident.persons if incident.persons is not None else len(people) or None,
            _shown(scope, people, groups, "sex"), _shown(scope, people, groups, "employment"),
            _text(scope, incident.cause), incident.lost_days if incident.lost_days is not None else
            sum(days) if days else None, incident.authority_on, incident.investigated_on,
            _text(scope, incident.root_cause), ", ".join(sorted(
                filter(None, (numbers.get(each) for each in answers.get(incident.id, ()))))) or None,
            _word(incident, "stage", coded), incident.closed_on, code_of(store, incident, people) or None)


def _place(scope: Scope, incident: Incident) -> str | None:
    parts = (scope.name_of("site", incident.site), scope.hide.text(incident.place or ""))
    return " · ".join(part for part in parts if part) or None


def _word(incident: Incident, name: str, coded: bool) -> str | None:
    value = getattr(incident, name)
    return value if coded or value is None else incident.field(name).format(value) or None


def _text(scope: Scope, text: str | None) -> str | None:
    return scope.hide.text(text) if text else None


def _group_sizes(scope: Scope) -> dict[tuple[str, str], int]:
    """How many people at work share sex and role."""
    return {(sex or "", role or ""): int(count) for sex, role, count in ask(
        scope.store, "SELECT sex, role, count(*) FROM person WHERE trashed = 0 AND status = 'active' "
        "GROUP BY sex, role")}


def _shown(scope: Scope, people: list[InjuredPerson], groups: dict[tuple[str, str], int], name: str) -> str | None:
    """Sex or role of the hurt, in words; withheld where too few people share both."""
    if not people:
        return None
    if any(groups.get((each.sex or "", each.employment or ""), 0) < SMALLEST_GROUP for each in people):
        return f"[{_(WITHHELD)}]"
    counted = Counter(each.field(name).format(getattr(each, name)) or _(_NOT_SAID) for each in people)
    return ", ".join(f"{word} {count}" if len(people) > 1 else word for word, count in sorted(counted.items()))


def grievances(scope: Scope) -> PackTable:
    """S27: grievances of the period counted in several ways, one at a time; groups under five are not printed."""
    found = scope.store.find(scope.figures.dated(Grievance, "received_on"))
    ways: dict[str, tuple[str, str]] = {
        "channel": ("channel", N_("Channel")), "topic": ("topic", N_("What it is about")),
        "group": ("group", N_("Who complains")), "result": ("result", N_("Result")),
        "satisfied": ("satisfied", N_("Is the person content?")), "status": ("status", N_("Status"))}
    counted = {way: Counter(getattr(each, name) or "unknown" for each in found) for way, (name, _l) in ways.items()}
    counted["answered"] = Counter("yes" if each.answered_on else "no" for each in found)
    by, total = protected(counted)
    rows: list[Row] = [(way, value, count) for way in by for value, count in sorted(by[way].items())]
    if rows:
        rows += [("all", "all", total), *_open_days(found, total)]
    kinds = {way: label for way, (_name, label) in ways.items()} | {
        "answered": N_("Answered"), "all": N_("All"), "open_days": N_("Days until the answer, mean")}
    names: dict[str, str] = {"unknown": _NOT_SAID, "all": N_("All"), "yes": N_("yes"), "no": N_("no")}
    for name, _label in ways.values():
        field = Grievance.field(name)
        names = {**getattr(field, "options", {}), **names}
    return counted_table(
        Head("S27", "grievances_totals", _("Grievances"), _("Totals only; who complained and of what stays here."),
             "people"),
        (Column("counted_by", _("Counted by")), Column("value", _("Value")), count_column("count", _("Grievances"))),
        rows, choices={"counted_by": kinds, "value": names})


def _open_days(found: list[Grievance], total: CellValue) -> list[Row]:
    """Mean days until the answer, where enough were answered that no single one can be told."""
    days = [(each.answered_on - each.received_on).days for each in found if each.answered_on]
    enough = len(days) >= SMALLEST_GROUP and isinstance(total, int)
    return [("open_days", "all", round(sum(days) / len(days)))] if enough else []
