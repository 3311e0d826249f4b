"""The tables of a pack by the codes of the sheet library, as sheets of its workbook and as data files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any

from armdesk.exports import (
    sheets_audits,
    sheets_corrections,
    sheets_facts,
    sheets_gold,
    sheets_incidents,
    sheets_money,
    sheets_people,
    sheets_plan,
    sheets_safety,
)
from armdesk.exports.pack_data import DataFiles
from armdesk.exports.pack_table import PackTable, Row
from armdesk.exports.sheets import Jump, Sheet, SheetValue
from armdesk.exports.sheets_registers import register
from armdesk.exports.xlsx_book import SAMPLE
from armdesk.i18n import N_, _
from armdesk.models import (
    Action,
    CustodyTransfer,
    Inspection,
    Lot,
    Organisation,
    Payment,
    Permit,
    Policy,
    Registration,
    Risk,
    Sale,
    SaleDeduction,
    SecurityEvent,
    Site,
)
from armdesk.query import Query
from armdesk.record import Record
from armdesk.reports.document import Column
from armdesk.services.packs.scope import Scope

Maker = Callable[[Scope], PackTable]
_PRICES = (
    "reference_kind",
    "price_reference",
    "reference_date",
    "reference_usd_oz",
    "reference_per_g",
    "fx",
    "fx_source",
    "percent_paid",
    "currency",
    "reference_value",
    "gross_value",
    "deductions_total",
    "own_debts",
    "net_value",
    "pct_of_reference",
    "provisional_usd_oz",
    "provisional_net",
    "difference",
    "contract_no",
)
"""What a sale was agreed and paid for; of other buyers it stays in the office."""


def tables(scope: Scope) -> list[PackTable]:
    """All tables of the edition that have rows, in its order; the organisation and what the pack says of itself always.

    Corrections come last, once it is known which registers the pack shows.
    """
    chosen = [MAKERS[code](scope) for code in scope.edition.sheets if code != "S36"]
    filled = [table for table in chosen if table.code in _ALWAYS or any(True for _row in table.make(True))]
    if "S36" in scope.edition.sheets:
        shown = {
            REGISTERS[table.code].type_name(): {column.key for column in table.columns} - _PRICE_KEYS
            for table in filled
            if table.code in REGISTERS
        }
        filled.append(sheets_corrections.corrections(scope, shown))
    return filled


def _organisation(scope: Scope) -> PackTable:
    drop = ("demo", *(("phone", "email", "bank_channel") if scope.edition.hides_codes else ()))
    return register(scope, "S01", Query(Organisation), drop=drop)


@dataclass(frozen=True)
class _Chosen(Query):
    """A list with a condition that plain filters cannot say."""

    only: Any = None

    def condition(self) -> Any:
        return super().condition() & self.only


def _lots(scope: Scope) -> PackTable:
    """Lots made or sold in the period, and those that are still here."""
    lot: Any = Lot
    only = (
        lot.created_on.between(scope.period.begins.isoformat(), scope.period.ends.isoformat())
        | lot.status.in_(["open", "hold", "frozen"])
        | lot.sale.in_(_sold(scope))
    )
    return register(scope, "S08", _Chosen(Lot, order="created_on", only=only))


def _sold(scope: Scope) -> Any:
    """Ids of the period's sales, as a question inside another."""
    return Sale.select(Sale.id).where(scope.figures.dated(Sale).condition())


def _sales(scope: Scope) -> PackTable:
    """Sales of the period; prices of other buyers than the recipient stay in the office."""
    rows = replace(scope.figures.dated(Sale), order="date")
    if not scope.own_buyer:
        return register(scope, "S12", rows, drop=("buyer_as_written", *_PRICES))

    def keep(values: dict[str, Any]) -> dict[str, Any]:
        return values if values["buyer"] == scope.own_buyer else {**values, **dict.fromkeys(_PRICES)}

    return register(scope, "S12", rows, drop=("buyer_as_written",), keep=keep)


def _deductions(scope: Scope) -> PackTable:
    """Taxes of the period's sales; amounts of other buyers' sales would tell their prices."""
    deduction: Any = SaleDeduction
    rows = _Chosen(SaleDeduction, order="paid_on", only=deduction.sale.in_(_sold(scope)))
    own = {sale.id for sale in scope.store.all(Sale, buyer=scope.own_buyer)} if scope.own_buyer else set()

    def keep(values: dict[str, Any]) -> dict[str, Any]:
        return values if values["sale"] in own else {**values, "base": None}

    return register(scope, "S14", rows, keep=keep)


def _dated(scope: Scope, *, code: str, type_: Any, drop: Sequence[str] = ()) -> PackTable:
    return register(scope, code, replace(scope.figures.dated(type_), order="date"), drop=drop)


def _inspections(scope: Scope) -> PackTable:
    """Visits, rounds and audits."""
    rounds = _dated(scope, code="S24", type_=Inspection, drop=("template", "equipment", "own_crew_reason"))
    return sheets_audits.with_audits(rounds, scope)


def _whole(scope: Scope, *, code: str, type_: Any, drop: Sequence[str] = ()) -> PackTable:
    return register(scope, code, Query(type_), drop=drop)


MAKERS: dict[str, Maker] = {
    "S01": _organisation,
    "S02": partial(_whole, code="S02", type_=Site, drop=("note",)),
    "S03": partial(_whole, code="S03", type_=Permit),
    "S05": partial(_whole, code="S05", type_=Registration),
    "S06": sheets_gold.production,
    "S08": _lots,
    "S10": partial(_dated, code="S10", type_=CustodyTransfer),
    "S12": _sales,
    "S13": sheets_money.payments,
    "S14": _deductions,
    "S15": sheets_gold.mass_balance,
    "S16": sheets_gold.plausibility,
    "S18": sheets_gold.stock_cards,
    "S19": sheets_safety.mercury,
    "S20": sheets_incidents.incidents,
    "S21": sheets_safety.hours,
    "S22": sheets_safety.safety_indicators,
    "S23": sheets_people.courses,
    "S24": _inspections,
    "S25": sheets_plan.risk_register,
    "S26": sheets_plan.action_plan,
    "S27": sheets_incidents.grievances,
    "S28": partial(_whole, code="S28", type_=Policy, drop=("text",)),
    "S29": partial(_dated, code="S29", type_=SecurityEvent),
    "S30": sheets_safety.environment,
    "S32": sheets_people.people,
    "S34": sheets_corrections.requirements,
    "S35": sheets_corrections.documents,
    "S37": sheets_facts.facts,
}
"""How each table is made, by its code; a new recipient chooses from these."""

_ALWAYS = frozenset({"S01", "S34", "S35"})
_PRICE_KEYS = {Sale.field(name).key for name in _PRICES} | {SaleDeduction.field("base").key}
REGISTERS: dict[str, type[Record]] = {
    "S01": Organisation,
    "S02": Site,
    "S03": Permit,
    "S05": Registration,
    "S08": Lot,
    "S10": CustodyTransfer,
    "S12": Sale,
    "S13": Payment,
    "S14": SaleDeduction,
    "S24": Inspection,
    "S25": Risk,
    "S26": Action,
    "S28": Policy,
    "S29": SecurityEvent,
}


def workbook(
    scope: Scope, made: Sequence[PackTable], title: str, notes: Sequence[str], data: DataFiles | None = None
) -> list[Sheet]:
    """Sheets of the workbook: what to read first, then every table.

    Shape: with data, the rows of registers are written as data files on their way into the workbook.
    """
    titles = {table.code: f"{table.code} {table.title}" for table in made}
    sheets = [_sheet(table, titles[table.code], data) for table in made]
    return [_read_me(scope, made, titles, title, notes), *sheets]


def _sheet(table: PackTable, title: str, data: DataFiles | None) -> Sheet:
    along = data.along(table) if data is not None else None
    first = None if along is None else list(islice(table.make(False), SAMPLE))
    return Sheet(title, table.columns, along or _Rows(table), table.purpose, table.place, table.totals, table.name,
                 first=first)


class _Rows:
    """Rows of a table that can be read more than once and are never all in memory."""

    def __init__(self, table: PackTable) -> None:
        self._table = table

    def __iter__(self) -> Iterator[Row]:
        return iter(self._table.make(False))


def _read_me(
    scope: Scope, made: Sequence[PackTable], titles: dict[str, str], title: str, notes: Sequence[str]
) -> Sheet:
    columns = (
        Column("sheet", _("Sheet"), width=2.0),
        Column("what", _("What it holds"), "note", width=3.0),
        Column("total", _("Totals"), "note", width=2.0),
    )
    rows: list[tuple[SheetValue, ...]] = [(note, None, None) for note in notes]
    rows.append((None, None, None))
    rows += [(Jump(titles[table.code], titles[table.code]), table.purpose, _totals(table)) for table in made]
    rows.append((None, None, None))
    rows += [(_(name), _(meaning), None) for name, meaning in _DEFINITIONS]
    period = scope.period.label(scope.language)
    subtitle = f"{scope.organisation.legal_name or ''} · {title} · {period}"
    return Sheet(_("Read me"), columns, rows, subtitle, "other", page=True)


_DEFINITIONS = (
    (N_("Fine weight"), N_("Gross weight x fineness / 1000, in grams of pure gold. Sums are exact.")),
    (N_("Fineness"), N_("Share of pure gold in per-mille; 24 carat is 1000.")),
    (N_("Empty cell"), N_("Not stated. It does not mean zero.")),
    (N_("Dates"), N_("Year-month-day.")),
    (N_("Codes M-…"), N_("Stand for persons. Only the cooperative knows whom they mean; each recipient gets others.")),
    (N_("<5"), N_("A group of one to four people, not printed so that nobody can be found.")),
)


def _totals(table: PackTable) -> str | None:
    """Totals of a table in words, for the first sheet."""
    from armdesk.exports.shown import heading, shown
    from armdesk.i18n import current

    if table.totals is None:
        return None
    parts = [
        f"{heading(column)}: {shown(value, column, current())}"
        for column, value in zip(table.columns, table.totals, strict=True)
        if value is not None and column.kind == "number"
    ]
    return "; ".join(parts)
