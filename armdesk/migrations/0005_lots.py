"""Lots know what was determined later and who may release them; the ways of the gold are found by index."""

from __future__ import annotations

from typing import Any

COLUMNS = ("held_on TEXT", "release_by TEXT", "determined_gross_mg BIGINT", "determined_fineness BIGINT",
           "determined_by TEXT", "determined_on TEXT")
INDEXES = (("lot_input", "production"), ("lot_input", "party"), ("sale", "lot"), ("payment", "sale"),
           ("lot", "seal_no"))
"""Table and column, over what is not in the trash."""


def up(_migrator: Any, db: Any) -> None:
    """Six columns of lots, one of their inputs, and five indexes more."""
    for column in COLUMNS:
        db.execute_sql(f"ALTER TABLE lot ADD COLUMN {column}")
    db.execute_sql("ALTER TABLE lot_input ADD COLUMN proposed SMALLINT")
    for table, column in INDEXES:
        db.execute_sql(f'CREATE INDEX IF NOT EXISTS "{table}_{column}" ON "{table}" ({column}) WHERE trashed = 0')
