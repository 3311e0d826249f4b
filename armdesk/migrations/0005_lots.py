"""Lots know what was determined later and who may release them; the ways of the gold are found by index."""

from __future__ import annotations

from typing import Any

COLUMNS = ("held_on TEXT", "release_by TEXT", "determined_gross_mg BIGINT", "determined_fineness BIGINT",
           "determined_by TEXT", "determined_on TEXT")
MADE_ANEW = (("lot_input", "input_lot", "date"), ("lot_input", "batch", "date"), ("batch_input", "production", "batch"),
             ("batch_input", "lot", "batch"))
NEW = (("lot_input", "production", "date"), ("sale", "lot", "date"), ("lot", "seal_no", "created_on"))
"""Table, column, and what its rows are ordered by.

Only rows that name something are in these indexes: a link that most rows leave empty would look to the database as if
every row had the same value, and it would rather read the whole register than ask the index.
"""


def up(_migrator: Any, db: Any) -> None:
    """Six columns of lots, one of their inputs; the indexes of links that are often empty."""
    for column in COLUMNS:
        db.execute_sql(f"ALTER TABLE lot ADD COLUMN {column}")
    db.execute_sql("ALTER TABLE lot_input ADD COLUMN proposed SMALLINT")
    for table, column, order in (*MADE_ANEW, *NEW):
        db.execute_sql(f'DROP INDEX IF EXISTS "{table}_{column}"')
        db.execute_sql(f'CREATE INDEX "{table}_{column}" ON "{table}" ("{column}", "{order}") '
                       f"WHERE trashed = 0 AND \"{column}\" IS NOT NULL")
