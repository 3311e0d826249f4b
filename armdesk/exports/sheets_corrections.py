"""Tables of a pack about itself: answers to requirements, papers, and every correction made in the period."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from armdesk.catalogues.catalogue import Catalogue, pick
from armdesk.db_errors import explained
from armdesk.exports.pack_table import PackTable, Row
from armdesk.fields import Choice, Declared, Link, Money, Reference, Text
from armdesk.history import Entry, Operation, corrections_of, operations
from armdesk.i18n import N_, _
from armdesk.models import Answer, Citation, choices, record_type
from armdesk.models.own_choices import LEVEL, NC_CLASS
from armdesk.record import COMMON, Record
from armdesk.reports.document import CellValue, Column
from armdesk.services.basis.hiding import WITHHELD
from armdesk.services.basis.marking import CONFIDENCE, KINDS, kind_of, sure
from armdesk.services.packs.papers import by_target
from armdesk.services.packs.scope import Scope
from armdesk.services.period_facts import status

_VERBS = {"change": N_("changed"), "trash": N_("put in the trash"), "restore": N_("taken out of the trash")}


def requirements(scope: Scope) -> PackTable:
    """S34: every requirement with its answer, papers and actions."""
    columns = (
        Column("standard", _("Standard")),
        Column("version", _("Version"), "code"),
        Column("criterion_code", _("Code"), "code"),
        Column("code_kind", _("Kind of code")),
        Column("confidence", _("How sure the wording is")),
        Column("official_no", _("Official no."), "code"),
        Column("official_wording", _("Official wording, our copy"), "note", width=2.0),
        Column("module", _("Module"), "code"),
        Column("level", _("Level")),
        Column("due_year", _("Year"), "number", places=0),
        Column("title", _("Title"), width=2.0),
        Column("requirement", _("What is asked"), "note", width=3.0),
        Column("answer", _("Result")),
        Column("nc_class", _("Class of non-conformity")),
        Column("review", _("Carried over, not confirmed")),
        Column("statement", _("Statement"), "note", width=3.0),
        Column("gap", _("What is missing"), "note", width=2.0),
        Column("evidence_refs", _("Evidence")),
        Column("action_no", _("Actions")),
        Column("assessed_on", _("Answered on"), "date"),
        Column("assessed_by", _("Confirmed by")),
        Column("confirmed_on", _("Confirmed on"), "date"),
    )
    proofs = by_target(scope.papers)

    def make(coded: bool) -> Iterator[Row]:
        for catalogue in (scope.catalogue, *scope.lists):
            yield from rows(catalogue, coded)

    def rows(catalogue: Catalogue, coded: bool) -> Iterator[Row]:
        main = catalogue is scope.catalogue
        given = scope.answers if main else status.answers(scope.store, catalogue, scope.period)
        plans = status.actions_of(scope.store, catalogue)
        for each in catalogue:
            answer = given.get(each.code)
            code = status.result_code(catalogue, each, answer)
            result = code if coded else pick(catalogue.result(each, code).label, scope.language)
            papers = [f"{paper.number:04d}" for paper, _cited in proofs.get(status.reference(catalogue, each), ())]
            actions = [str(action.number or "") for action in plans.get(each.code, ())]
            yield (
                catalogue.id,
                catalogue.edition,
                each.code,
                _(KINDS[kind_of(each)]),
                sure(each) if coded else _(CONFIDENCE[sure(each)]),
                each.official_code or None,
                each.wording or None,
                each.module,
                (each.level if coded else _(LEVEL.get(each.level, each.level))) or None,
                each.due_year,
                pick(each.title, scope.language),
                pick(each.text, scope.language),
                result,
                *_classed(answer, coded),
                *_said(scope, answer),
                ", ".join(papers) or None,
                ", ".join(filter(None, actions)) or None,
                answer.answered_on if answer else None,
                scope.hide.text(answer.confirmed_by or "") or None if answer else None,
                answer.confirmed_on if answer else None,
            )

    return PackTable(
        "S34",
        "requirements",
        _("Requirements"),
        _("What the cooperative answers to each requirement."),
        columns,
        make,
        "standards",
        {
            "confidence": {key: _(label) for key, label in CONFIDENCE.items()},
            "level": {key: _(label) for key, label in LEVEL.items()},
            "nc_class": {key: _(label) for key, label in NC_CLASS.items()},
        },
    )


def _classed(answer: Answer | None, coded: bool) -> tuple[CellValue, CellValue]:
    """Class of what is not met, and whether the answer was carried over and waits for a name."""
    if answer is None:
        return None, None
    level = answer.nc_class if coded or not answer.nc_class else _(NC_CLASS.get(answer.nc_class, answer.nc_class))
    return level or None, _("yes") if answer.to_review else None


def _said(scope: Scope, answer: Any) -> tuple[CellValue, CellValue]:
    if answer is None:
        return None, None
    statement = answer.reason if answer.applies is False else answer.statement
    return scope.hide.text(statement or "") or None, scope.hide.text(answer.gap or "") or None


def documents(scope: Scope) -> PackTable:
    """S35: the papers of the pack with their files, and those that were left out with the reason."""
    columns = (
        Column("no", _("No."), "code"),
        Column("doc_no", _("Document no."), "code"),
        Column("title", _("Title"), width=2.0),
        Column("kind", _("Kind")),
        Column("issuer", _("Issued by")),
        Column("issued_on", _("Issued on"), "date"),
        Column("valid_to", _("Valid until"), "date"),
        Column("proves_from", _("Proves from"), "date"),
        Column("proves_to", _("Proves until"), "date"),
        Column("binder_no", _("Binder no."), "code"),
        Column("file_name", _("File"), width=2.0),
        Column("revision", _("Revision"), "number", places=0),
        Column("sha256", _("SHA-256"), "code", width=2.0),
        Column("linked_to", _("Proves"), "note", width=2.0),
        Column("left_out", _("Why it is not here"), width=2.0),
    )

    def make(coded: bool) -> Iterator[Row]:
        for paper in scope.papers:
            document = paper.document
            closed = document.confidentiality == "restricted"
            kind = document.kind if coded else _(choices.DOCUMENT_KIND.get(document.kind or "", "")) or None
            proves = sorted({_proved(scope, citation, closed=closed) for citation in paper.citations})
            yield (
                f"{paper.number:04d}",
                document.number,
                _(WITHHELD) if closed else paper.title,
                kind,
                scope.hide.text(document.issuer or "") or None,
                document.issued_on,
                document.valid_to,
                document.proves_from,
                document.proves_to,
                document.binder_no,
                paper.target or None,
                paper.revision.number if paper.revision is not None else None,
                paper.sha256 or None,
                "; ".join(proves) or None,
                _(paper.left_out) if paper.left_out else None,
            )

    return PackTable(
        "S35",
        "documents",
        _("Documents"),
        _("Papers cited in this pack, numbered as their files are."),
        columns,
        make,
        "evidence",
        {"kind": {key: _(label) for key, label in choices.DOCUMENT_KIND.items()}},
    )


def _proved(scope: Scope, citation: Citation, *, closed: bool) -> str:
    """What a citation proves, with its pages and what they show; of a restricted paper not what they show."""
    told = [_("page {page}").format(page=scope.hide.text(citation.page))] if citation.page else []
    told += [scope.hide.text(citation.note)] if citation.note and not closed else []
    days = [day for day in (citation.period_from, citation.period_to) if day]
    told += [_("for {days}").format(days=" – ".join(map(str, days)))] if days else []
    name = scope.reference(citation.target)
    return f"{name} ({'; '.join(told)})" if told else name


def corrections(scope: Scope, shown: Mapping[str, Collection[str]]) -> PackTable:
    """S36: what was changed since the first day of the period, with old and new value.

    Shape: shown leads from the record types whose rows the pack shows to the columns whose values it may tell; changes
    of other types stay in the office, values of other columns are withheld.
    """
    columns = (
        Column("at", _("When"), "code"),
        Column("by", _("Who")),
        Column("sheet", _("Sheet")),
        Column("record", _("Record")),
        Column("column", _("Column"), "code"),
        Column("what", _("What happened")),
        Column("old_value", _("Old value"), width=1.5),
        Column("new_value", _("New value"), width=1.5),
        Column("reason", _("Reason"), width=1.5),
    )
    types = {name: record_type(name) for name in shown}

    def make(coded: bool) -> Iterator[Row]:
        for operation in _since(scope):
            if operation.kind == "demo":
                continue
            with explained():
                entries = [entry for entry in corrections_of(scope.store.db, operation) if entry.type in types]
            for entry in entries:
                type_ = types[entry.type]
                head = (
                    operation.at,
                    scope.hide.text(operation.author) or None,
                    type_.about.sheet or entry.type,
                    scope.name_of(entry.type, entry.record) or entry.record[:8],
                )
                what = entry.verb if coded else _(_VERBS[entry.verb])
                for cells in (
                    _changes(scope, type_, entry, shown[entry.type])
                    if entry.verb == "change"
                    else [(None, None, None)]
                ):
                    yield (*head, cells[0], what, cells[1], cells[2], scope.hide.text(operation.title))

    return PackTable(
        "S36",
        "corrections",
        _("Corrections"),
        _("What was changed after it was first written down."),
        columns,
        make,
        "other",
        {"what": {key: _(label) for key, label in _VERBS.items()}},
    )


def _since(scope: Scope) -> Iterator[Operation]:
    """Operations since the first day of the period, oldest first, in blocks so that none stands in memory for long."""
    # Times are kept in UTC; a day earlier covers every zone, and a change too many is better than one too few.
    first = (scope.period.begins - timedelta(days=1)).isoformat()
    found: list[Operation] = []
    before: int | None = None
    while block := operations(scope.store.db, limit=500, before=before):
        found += [operation for operation in block if operation.at >= first]
        if block[-1].at < first:
            break
        before = block[-1].seq
    return reversed(found)


def _changes(
    scope: Scope, type_: type[Record], entry: Entry, told: Collection[str]
) -> Iterator[tuple[CellValue, ...]]:
    """Column, old and new value of each changed field."""
    beside: Mapping[str, Any] = {}
    if any(isinstance(type_._meta.fields.get(name), Money) for name in entry.body):
        record = scope.store.get(type_, entry.record)  # an amount is read by the currency beside it
        beside = record.values() if record else {}
    for name, (old, new) in sorted(entry.body.items()):
        if name in COMMON or name not in type_._meta.fields:
            continue
        field = type_.field(name)
        if field.key in told:
            yield field.key, _value(scope, field, old, beside), _value(scope, field, new, beside)
        else:
            yield field.key, _(WITHHELD), _(WITHHELD)


def _value(scope: Scope, field: Declared, kept: Any, beside: Mapping[str, Any]) -> CellValue:
    value = field.recall(kept)
    if value is None:
        return None
    if isinstance(field, Link):
        return scope.name_of(field.target, value) or None
    if isinstance(field, Reference):
        return scope.reference(value)
    if isinstance(field, Choice):
        return field.format(value)
    if isinstance(field, Text):
        return scope.hide.text(value)
    shown = field.exchange(value, beside)
    return shown.isoformat() if isinstance(shown, date) else str(shown)
