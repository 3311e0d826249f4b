"""What insures a person and when that was looked at; for whom somebody sits in the premium committee."""

from __future__ import annotations

from typing import Any


def up(_migrator: Any, db: Any) -> None:
    """Three columns more."""
    for table, columns in (("person", ("social_cover", "cover_checked_on")), ("mandate", ("speaks_for",))):
        there = {column.name for column in db.get_columns(table)}
        for column in columns:
            if column not in there:
                db.execute_sql(f"ALTER TABLE {table} ADD COLUMN {column} TEXT")
