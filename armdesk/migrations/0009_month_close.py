"""Months can be closed; what was wrong in a closed month is corrected by a counter-entry that names it."""

from __future__ import annotations

from typing import Any

from armdesk.schema_tables import add_columns, add_registers

_CLOSES = (
    "month TEXT, closed_on TEXT, closed_by TEXT, witness TEXT, history_seq BIGINT, history_head TEXT, "
    "produced_mg BIGINT, sold_mg BIGINT, stock_mg BIGINT, open_count BIGINT, open_items TEXT, reopened_on TEXT, "
    "reopened_by TEXT, reopened_reason TEXT"
)
_CORRECTED = ("production", "reagent_movement", "sale", "sale_deduction", "payment", "advance", "premium_entry")


def up(_migrator: Any, db: Any) -> None:
    """One table more, and two columns in each register of amounts."""
    add_registers(db, {"month_close": _CLOSES}, {"month_close": "month"})
    for table in _CORRECTED:
        add_columns(db, {table: f"corrects BLOB>{table}, correction_reason TEXT"})
        db.execute_sql(f'CREATE INDEX "{table}_corrects" ON "{table}" (corrects) WHERE corrects IS NOT NULL')
