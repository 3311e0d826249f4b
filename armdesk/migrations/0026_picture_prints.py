"""Prints of pictures are kept beside the registers, so that the same photo is known again however it was saved."""

from __future__ import annotations

from typing import Any

TABLES = (
    # What a picture looks like, by the content of its file: worked out from the file, no record and in no history.
    "CREATE TABLE picture_print (sha256 TEXT PRIMARY KEY NOT NULL, print TEXT NOT NULL)",
    # Two files that show the same photo, each way round.
    "CREATE TABLE picture_twin (one TEXT NOT NULL, other TEXT NOT NULL, PRIMARY KEY (one, other))",
)


def up(_migrator: Any, db: Any) -> None:
    """Two tables; they are filled in quiet moments."""
    for statement in TABLES:
        db.execute_sql(statement)
