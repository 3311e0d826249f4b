"""What was proved and when is kept beside the registers, so that a later proof costs what changed since."""

from __future__ import annotations

from typing import Any

TABLES = (
    # How far the records, and the sums of gold, were proved: an end of the history and what stood there, as JSON.
    "CREATE TABLE proof (name TEXT PRIMARY KEY NOT NULL, body TEXT NOT NULL)",
    # Size, times and place on the disk of each kept file when every byte of it was read last.
    "CREATE TABLE proved_file (sha256 TEXT PRIMARY KEY NOT NULL, stamp TEXT NOT NULL)",
)


def up(_migrator: Any, db: Any) -> None:
    """Two tables; no record, and in no history."""
    for statement in TABLES:
        db.execute_sql(statement)
