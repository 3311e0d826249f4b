"""Long registers get an index of the words in their search texts; it is filled later, in quiet moments."""

from __future__ import annotations

from typing import Any

TABLES = (
    # Every three letters in a row, so that a part of a word is found too; only where they stand is kept, not the texts.
    ("CREATE VIRTUAL TABLE search_words USING fts5(search, content='', columnsize=0, detail=none, "
     "tokenize='trigram')"),
    "CREATE TABLE search_row (number INTEGER PRIMARY KEY NOT NULL, id BLOB NOT NULL)",
    "CREATE TABLE search_register (type TEXT PRIMARY KEY NOT NULL)",
    ("CREATE TABLE search_waiting (number INTEGER PRIMARY KEY NOT NULL, type TEXT NOT NULL, first BLOB NOT NULL, "
     "last BLOB NOT NULL)"),
)


def up(_migrator: Any, db: Any) -> None:
    """Make the empty tables; a server has indexes of its own for this."""
    if hasattr(db, "pragma"):
        for statement in TABLES:
            db.execute_sql(statement)
