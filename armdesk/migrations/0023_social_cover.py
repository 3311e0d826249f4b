"""What insures a person, and when that was looked at."""

from __future__ import annotations

from typing import Any


def up(_migrator: Any, db: Any) -> None:
    """Two columns more."""
    there = {column.name for column in db.get_columns("person")}
    for column in ("social_cover", "cover_checked_on"):
        if column not in there:
            db.execute_sql(f"ALTER TABLE person ADD COLUMN {column} TEXT")
