"""Months can be closed; what was wrong in a closed month is corrected by a counter-entry that names it."""

from __future__ import annotations

from typing import Any

_COMMON = (
    "id BLOB PRIMARY KEY NOT NULL, version BIGINT NOT NULL DEFAULT 0, trashed SMALLINT NOT NULL DEFAULT 0, "
    "search TEXT NOT NULL DEFAULT '', typed TEXT, source BLOB REFERENCES import_run (id), source_row TEXT, "
    "source_key TEXT"
)
_CORRECTED = ("production", "reagent_movement", "sale", "sale_deduction", "payment", "advance", "premium_entry")


def up(_migrator: Any, db: Any) -> None:
    """One table more, and two columns in each register of amounts."""
    rowid = " WITHOUT ROWID" if hasattr(db, "pragma") else ""
    db.execute_sql(
        f"CREATE TABLE month_close ({_COMMON}, month TEXT, closed_on TEXT, closed_by TEXT, witness TEXT, "
        "history_seq BIGINT, history_head TEXT, produced_mg BIGINT, sold_mg BIGINT, stock_mg BIGINT, "
        f"open_count BIGINT, open_items TEXT, reopened_on TEXT, reopened_by TEXT, reopened_reason TEXT){rowid}")
    db.execute_sql("CREATE INDEX month_close_month ON month_close (month) WHERE trashed = 0")
    db.execute_sql("CREATE INDEX month_close_source ON month_close (source) WHERE source IS NOT NULL")
    db.execute_sql("CREATE INDEX month_close_search ON month_close (search) WHERE trashed = 0 AND search <> ''")
    for table in _CORRECTED:
        db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN corrects BLOB REFERENCES "{table}" (id)')
        db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN correction_reason TEXT')
        db.execute_sql(f'CREATE INDEX "{table}_corrects" ON "{table}" (corrects) WHERE corrects IS NOT NULL')
