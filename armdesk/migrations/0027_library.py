"""Papers know how long they are kept, of what they were made and why they went; their text can be searched."""

from __future__ import annotations

from typing import Any

from armdesk.schema_tables import add_columns, add_indexes, add_registers

_REMOVED = (
    "revision BLOB>revision, sha256 TEXT, file_name TEXT, size BIGINT, document_no TEXT, title TEXT, kind TEXT, "
    "kept_until TEXT, removed_on TEXT, removed_by TEXT, why TEXT"
)
_COLUMNS = {"document": "keep_until TEXT, away_why TEXT", "revision": "made_of TEXT", "pack": "papers TEXT"}
_TEXTS = (
    "CREATE TABLE search_file (sha256 TEXT PRIMARY KEY NOT NULL, state TEXT NOT NULL, pages BIGINT NOT NULL)",
    ("CREATE TABLE search_page (number INTEGER PRIMARY KEY NOT NULL, sha256 TEXT NOT NULL, page BIGINT NOT NULL, "
     "text TEXT NOT NULL)"),
    "CREATE INDEX search_page_sha256 ON search_page (sha256)",
    # Whole words and how they begin, with or without their accents; the texts themselves stand in the table above.
    ("CREATE VIRTUAL TABLE search_text USING fts5(text, content='search_page', content_rowid='number', "
     "tokenize='unicode61 remove_diacritics 2', prefix='2 3')"),
)


def up(_migrator: Any, db: Any) -> None:
    """One register more, a few columns, and the tables behind the search in papers; a server has its own for these."""
    add_registers(db, {"removed_file": _REMOVED}, {"removed_file": "removed_on revision sha256"})
    add_columns(db, _COLUMNS)
    add_indexes(db, {"document": "keep_until"})
    if hasattr(db, "pragma"):
        for statement in _TEXTS:
            db.execute_sql(statement)
