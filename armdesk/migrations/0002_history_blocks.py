"""The history can keep many new records of one type as one entry: the last record's id, and a way to find it."""

from __future__ import annotations

from typing import Any


def up(_migrator: Any, db: Any) -> None:
    """One column more, filled for such entries only."""
    db.execute_sql("ALTER TABLE entry ADD COLUMN last_record BLOB")
    db.execute_sql("CREATE INDEX entry_block ON entry (last_record, record) WHERE last_record IS NOT NULL")
