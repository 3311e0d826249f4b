"""Sales from contract to final settlement, taxes by rule, members' accounts, settlements and printed papers."""

from __future__ import annotations

import re
from typing import Any

COMMON = (
    'id BLOB PRIMARY KEY NOT NULL, version BIGINT NOT NULL DEFAULT 0, trashed SMALLINT NOT NULL DEFAULT 0, '
    "search TEXT NOT NULL DEFAULT '', typed TEXT, source BLOB>import_run, source_row TEXT, source_key TEXT, "
)
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


def _spelled(declared: str) -> str:
    linked = re.sub(r"BLOB>(\w+)", r'BLOB REFERENCES "\1" (id)', declared)
    return re.sub(r"(^|, )(\w+) ", r'\1"\2" ', linked)


def _index(db: Any, table: str, names: str) -> None:
    for name in names.split():
        once, columns = name.endswith("!"), name.rstrip("!").split("+")
        quoted = ", ".join(f'"{column}"' for column in columns)
        unique, tail = ("UNIQUE ", "_once") if once else ("", "")
        db.execute_sql(f'CREATE {unique}INDEX IF NOT EXISTS "{table}_{columns[0]}{tail}" ON "{table}" ({quoted}) '
                       "WHERE trashed = 0")


def up(_migrator: Any, db: Any) -> None:
    """Three tables more, and columns for what a sale, a tax and a payment did not say yet."""
    on_sqlite = hasattr(db, "pragma")
    for table, declared in TABLES.items():
        db.execute_sql(f'CREATE TABLE "{table}" ({_spelled(COMMON + declared)})'
                       + (" WITHOUT ROWID" if on_sqlite else ""))
        _index(db, table, INDEXES[table])
        db.execute_sql(f'CREATE INDEX "{table}_source" ON "{table}" (source) WHERE source IS NOT NULL')
        db.execute_sql(f'CREATE INDEX "{table}_search" ON "{table}" (search) WHERE trashed = 0 AND search <> \'\'')
    for table, declared in COLUMNS.items():
        there = {column.name for column in db.get_columns(table)}
        for column in _spelled(declared).split(", "):
            if column.split('"')[1] not in there:
                db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN {column}')
    for table, names in MORE_INDEXES.items():
        _index(db, table, names)
