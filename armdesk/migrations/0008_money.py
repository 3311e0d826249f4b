"""Sales from contract to final settlement, taxes by rule, members' accounts, settlements and printed papers."""

from __future__ import annotations

from typing import Any

from armdesk.schema_tables import add_columns, add_indexes, add_registers

TABLES = {
    "settlement": (
        "number TEXT, person BLOB>person, period_from TEXT, period_to TEXT, made_on TEXT, fine_mg BIGINT, "
        "price BIGINT, price_source TEXT, currency TEXT, credits BIGINT, debits BIGINT, net BIGINT, note TEXT"
    ),
    "account_entry": (
        "date TEXT, person BLOB>person, kind TEXT, text TEXT, fine_mg BIGINT, price BIGINT, amount BIGINT, "
        "currency TEXT, receipt_no TEXT, settlement BLOB>settlement, production BLOB>production, advance BLOB>advance, "
        "payment BLOB>payment, note TEXT"
    ),
    "printout": (
        "date TEXT, time TEXT, kind TEXT, target TEXT, number TEXT, copy BIGINT, language TEXT, printed_by TEXT"
    ),
}
INDEXES = {
    "settlement": "made_on number! person+made_on",
    "account_entry": "date person+date settlement+date production+date advance+date payment+date",
    "printout": "date target number",
}
COLUMNS = {
    "sale": (
        "contract_no TEXT, terms TEXT, stage TEXT, reference_kind TEXT, reference_per_g BIGINT, fx_source TEXT, "
        "reference_value BIGINT, own_debts BIGINT, pct_of_reference BIGINT, provisional_on TEXT, "
        "provisional_gross_mg BIGINT, provisional_fineness BIGINT, provisional_usd_oz BIGINT, provisional_net BIGINT, "
        "settled_on TEXT, difference BIGINT, connect_ref TEXT, connect_on TEXT, supply_model TEXT, "
        "buyer_checked_on TEXT"
    ),
    "sale_deduction": "rule BLOB>rate, note TEXT",
    "payment": "direction TEXT, settlement BLOB>settlement",
    "rate": (
        "base TEXT, base_share BIGINT, base_quote TEXT, price_from BIGINT, price_below BIGINT, applies_to TEXT, "
        "authority TEXT"
    ),
}
MORE_INDEXES = {"payment": "sale settlement"}


def up(_migrator: Any, db: Any) -> None:
    """Three tables more, and columns for what a sale, a tax and a payment did not say yet."""
    add_registers(db, TABLES, INDEXES)
    add_columns(db, COLUMNS)
    add_indexes(db, MORE_INDEXES)
