"""The chain of a sale or lot part by part: lots, batches, deliveries, shifts, assays, hand-overs, money, papers.

The screen and the printed report show the same parts; each row leads to its record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from armdesk.fields import Choice, Code, Date, Flag, Link, Mass, Money, Scaled
from armdesk.i18n import N_, _
from armdesk.models import (
    Assay,
    Batch,
    Citation,
    CustodyTransfer,
    Document,
    Lot,
    Payment,
    PremiumEntry,
    Sale,
    SaleDeduction,
    choices,
    lineage,
)
from armdesk.query import Filter, Query
from armdesk.record import Record
from armdesk.reports.document import CellValue, Column, Table
from armdesk.reports.trace_people import Names, Part, deliveries, shifts
from armdesk.services.basis.figure import ask, grams, id_of
from armdesk.services.gold.lot_stock import BATCH, DELIVERY, LOT
from armdesk.services.gold.trace import Trace
from armdesk.services.gold.trace_rows import SALE
from armdesk.store import Store

_AT_ONCE = 500


def parts(store: Store, trace: Trace, *, names: bool = True) -> list[Part]:
    """All parts that have something to show, from the buyer back to the mine.

    Shape: names shows people by their names; without, by their codes.
    """
    people = Names(store, names)
    makers: tuple[Callable[[], Part], ...] = (
        lambda: _sales(store, trace), lambda: _lots(store, trace), lambda: _steps(trace),
        lambda: _batches(store, trace), lambda: deliveries(store, trace, people),
        lambda: shifts(store, trace), lambda: _assays(store, trace), lambda: _hand_overs(store, trace),
        lambda: _taxes(store, trace), lambda: _payments(store, trace, people), lambda: _premium(store, trace),
        lambda: _papers(store, trace))
    return [_filled(part) for part in (make() for make in makers) if part.table.rows]


def _filled(part: Part) -> Part:
    """The same part without columns in which nothing stands."""
    rows = part.table.rows
    shown = [place for place in range(len(part.table.columns)) if any(row[place] not in (None, "") for row in rows)]
    table = Table(tuple(part.table.columns[place] for place in shown),
                  [tuple(row[place] for place in shown) for row in rows])
    return Part(part.key, part.title, table, part.references)


def _column(type_: type[Record], name: str, **more: Any) -> Column:
    field = type_.field(name)
    kinds = ((Flag, "yesno"), (Mass | Scaled | Money, "number"), (Date, "date"), (Code, "code"))
    kind = next((kind for kinds_of, kind in kinds if isinstance(field, kinds_of)), "text")
    places = field.places if isinstance(field, Scaled) else None
    return Column(field.key, field.title(unit=False), kind, field.unit_of() if kind == "number" else "", places, **more)


def _cells(store: Store, records: Sequence[Record], fields: Sequence[str]) -> list[list[CellValue]]:
    """Values of records as cells of a table; links by the names of what they lead to."""
    rows: list[list[CellValue]] = [[] for _record in records]
    for name in fields:
        named: dict[str, str] = {}
        if records and isinstance(link := records[0].field(name), Link):
            named = store.labels(link.target, (getattr(each, name) for each in records))
        for row, record in zip(rows, records, strict=True):
            field, value = record.field(name), getattr(record, name)
            if isinstance(field, Link):
                row.append(named.get(value, "") if value else None)
            elif isinstance(field, Choice):
                row.append(field.format(value))
            else:
                row.append(field.exchange(value, record.values()))
    return rows


@dataclass(frozen=True)
class _Rows:
    """Which records a part shows: those whose field is one of these ids."""

    type: type[Record]
    where: str
    ids: Iterable[str]
    order: str = ""


def _register(store: Store, key: str, title: str, chosen: _Rows, fields: Sequence[str]) -> Part:
    """A part that shows records of one type as they are."""
    type_ = chosen.type
    found: list[Record] = []
    wanted = sorted(set(chosen.ids))
    for start in range(0, len(wanted), _AT_ONCE):
        block = Filter(chosen.where, "in", tuple(wanted[start : start + _AT_ONCE]))
        found += store.find(Query(type_, filters=(block,), order=chosen.order))
    rows = _cells(store, found, fields)
    table = Table(tuple(_column(type_, name) for name in fields), [tuple(row) for row in rows])
    return Part(key, title, table, tuple(f"{type_.type_name()}/{each.id}" for each in found))


def _ids(trace: Trace, kind: str) -> list[str]:
    return [node.id for node in trace.of(kind)]


def _with_share(part: Part, trace: Trace) -> Part:
    """The same part with a column that says how much of each belongs to what was asked for."""
    if not trace.shares:
        return part
    columns = (*part.table.columns, Column("share_g", _("Of it here"), "number", "g", 3,
                                           help=_("In proportion to what went each way.")))
    rows = [(*row, grams(trace.shares[reference]) if reference in trace.shares else None)
            for row, reference in zip(part.table.rows, part.references, strict=True)]
    return Part(part.key, part.title, Table(columns, rows), part.references)


def _sales(store: Store, trace: Trace) -> Part:
    return _register(store, "sales", _("Sales"), _Rows(Sale, "id", _ids(trace, SALE), "date"), (
        "code", "date", "buyer", "gross_mg", "fineness", "fine_mg", "gold_class", "percent_paid", "net_value",
        "currency", "invoice_no", "origin_document_no"))


def _lots(store: Store, trace: Trace) -> Part:
    part = _register(store, "lots", _("Lots"), _Rows(Lot, "id", _ids(trace, LOT), "created_on"), (
        "code", "created_on", "form", "gross_mg", "fineness", "fine_mg", "determined_gross_mg", "determined_fineness",
        "gold_class", "seal_no", "tag_id", "status"))
    return _with_share(part, trace)


def _steps(trace: Trace) -> Part:
    """What was done with lots and batches; deliveries stand in a part of their own."""
    columns = (Column("from", _("From")), Column("to", _("To")), Column("operation", _("Operation")),
               Column("fine_g", _("Fine weight taken"), "number", "g", 3),
               Column("loss_g", _("Loss"), "number", "g", 3), Column("reason", _("Reason of the loss"), "note"),
               Column("basis", _("Basis")))
    words = {**{code: _(word) for code, word in choices.LOT_OPERATION.items()}, SALE: _("Sale")}
    edges = sorted((edge for edge in trace.edges if not edge.source.startswith(DELIVERY)), key=lambda edge: (
        str(trace.nodes[edge.target].day or ""), trace.nodes[edge.target].label, trace.nodes[edge.source].label))
    rows = [(trace.nodes[edge.source].label, trace.nodes[edge.target].label, words.get(edge.operation, ""),
             None if edge.fine_mg is None else grams(edge.fine_mg), grams(edge.loss_mg) if edge.loss_mg else None,
             edge.reason or None, _("Only proposed") if edge.proposed else _("Noted")) for edge in edges]
    return Part("steps", _("What was made of what"), Table(columns, rows), tuple(edge.target for edge in edges))


def _batches(store: Store, trace: Trace) -> Part:
    part = _register(store, "batches", _("Batches"), _Rows(Batch, "id", _ids(trace, BATCH), "date"), (
        "code", "date", "site", "method", "gross_mg", "fineness", "fine_mg", "mercury_in_mg", "mercury_recovered_mg",
        "retort"))
    return _with_share(part, trace)


def _assays(store: Store, trace: Trace) -> Part:
    return _register(store, "assays", _("Assays"), _Rows(Assay, "lot", _ids(trace, LOT), "date"), (
        "lot", "party", "method", "lab", "date", "fineness", "uncertainty", "certificate_no"))


def _hand_overs(store: Store, trace: Trace) -> Part:
    steps = _Rows(CustodyTransfer, "lot", _ids(trace, LOT), "date")
    return _register(store, "hand_overs", _("Seals and hand-overs"), steps, (
        "lot", "date", "from_party", "to_party", "place", "gross_from_mg", "gross_to_mg", "seal_no", "seal_intact",
        "document_no"))


def _taxes(store: Store, trace: Trace) -> Part:
    taken = _Rows(SaleDeduction, "sale", _ids(trace, SALE), "paid_on")
    return _register(store, "taxes", _("Taxes and deductions"), taken, (
        "sale", "kind", "base", "rate", "amount", "currency", "authority", "receipt_ref", "paid_on"))


def _payments(store: Store, trace: Trace, people: Names) -> Part:
    part = _register(store, "payments", _("Payments"), _Rows(Payment, "sale", _ids(trace, SALE), "date"), (
        "code", "date", "person", "party", "reason", "gold_mg", "amount", "currency", "method", "signed"))
    if people.open:
        return part
    paid = [store.get(Payment, reference.partition("/")[2]) for reference in part.references]
    known = people.of(each.person for each in paid if each)
    rows = [(*row[:2], known.get(each.person or "") if each else None, *row[3:])
            for row, each in zip(part.table.rows, paid, strict=True)]
    return Part(part.key, part.title, Table(part.table.columns, rows), part.references)


def _premium(store: Store, trace: Trace) -> Part:
    return _register(store, "premium", _("Premium"), _Rows(PremiumEntry, "sale", _ids(trace, SALE), "date"), (
        "date", "kind", "sale", "amount", "currency", "use"))


_CITED_KINDS = {"sale": N_("sale"), "lot": N_("lot"), "batch": N_("batch"), "production": N_("delivery"),
                "assay": N_("assay"), "custody_transfer": N_("hand-over"), "sale_deduction": N_("deduction"),
                "payment": N_("payment")}


def _papers(store: Store, trace: Trace) -> Part:
    """Documents cited for anything on the way, or kept with an assay."""
    nodes = dict(trace.nodes)
    told: dict[str, str] = {reference: node.label for reference, node in nodes.items()}
    for type_, column, kind in ((Assay, "lot", LOT), (CustodyTransfer, "lot", LOT), (SaleDeduction, "sale", SALE),
                                (Payment, "sale", SALE)):
        for marks, part in lineage.blocks(bytes.fromhex(each) for each in _ids(trace, kind)):
            for raw, owner in ask(store, f"SELECT id, {column} FROM {type_.type_name()} WHERE trashed = 0 "
                                  f"AND {column} IN ({marks})", *part):
                told[f"{type_.type_name()}/{id_of(raw)}"] = nodes[f"{kind}/{id_of(owner)}"].label
    cited: dict[str, dict[str, str]] = defaultdict(dict)
    wanted = sorted(told)
    for start in range(0, len(wanted), _AT_ONCE):
        for each in store.find(Query(Citation, filters=(Filter("target", "in", tuple(wanted[start:][:_AT_ONCE])),))):
            cited[each.document][each.target] = each.page or ""
    for assay in _found(store, Assay, _ids(trace, LOT)):
        if assay.document:
            cited[assay.document].setdefault(f"assay/{assay.id}", "")
    columns = (Column("title", _("Paper")), Column("number", _("No."), "code"),
               Column("issued_on", _("Issued on"), "date"),
               Column("binder_no", _("Binder no."), "code"), Column("for", _("Proves"), "note"))
    rows, references = [], []
    for document in sorted((found for id_ in cited if (found := store.get(Document, id_)) is not None),
                           key=lambda each: (str(each.issued_on or ""), each.title or "")):
        what = "; ".join(_("{kind} {name}").format(kind=_(_CITED_KINDS.get(kind, kind)), name=told[target])
                         for target in sorted(cited[document.id]) for kind in [target.partition("/")[0]])
        rows.append((document.title, document.official_no or document.number, document.issued_on, document.binder_no,
                     what))
        references.append(f"document/{document.id}")
    return Part("papers", _("Papers cited"), Table(columns, rows), tuple(references))


def _found(store: Store, type_: type[Any], lots: Sequence[str]) -> Iterator[Any]:
    for start in range(0, len(lots), _AT_ONCE):
        block = Filter("lot", "in", tuple(lots[start : start + _AT_ONCE]))
        yield from store.find(Query(type_, filters=(block,)))
