"""Papers know how long they are kept, of what they were made and why they went; their text can be searched."""

from __future__ import annotations

from typing import Any

_COMMON = (
    "id BLOB PRIMARY KEY NOT NULL, version BIGINT NOT NULL DEFAULT 0, trashed SMALLINT NOT NULL DEFAULT 0, "
    "search TEXT NOT NULL DEFAULT '', typed TEXT, source BLOB REFERENCES import_run (id), source_row TEXT, "
    "source_key TEXT"
)
_COLUMNS = {
    "document": {"keep_until": "TEXT", "away_why": "TEXT"},
    "revision": {"made_of": "TEXT"},
    "pack": {"papers": "TEXT"},
}
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
    on_sqlite = hasattr(db, "pragma")
    rowid = " WITHOUT ROWID" if on_sqlite else ""
    db.execute_sql(
        f"CREATE TABLE removed_file ({_COMMON}, revision BLOB REFERENCES revision (id), sha256 TEXT, file_name TEXT, "
        "size BIGINT, document_no TEXT, title TEXT, kind TEXT, kept_until TEXT, removed_on TEXT, removed_by TEXT, "
        f"why TEXT){rowid}")
    db.execute_sql("CREATE INDEX removed_file_removed_on ON removed_file (removed_on) WHERE trashed = 0")
    db.execute_sql("CREATE INDEX removed_file_revision ON removed_file (revision) WHERE trashed = 0")
    db.execute_sql("CREATE INDEX removed_file_sha256 ON removed_file (sha256) WHERE trashed = 0")
    db.execute_sql("CREATE INDEX removed_file_source ON removed_file (source) WHERE source IS NOT NULL")
    db.execute_sql("CREATE INDEX removed_file_search ON removed_file (search) WHERE trashed = 0 AND search <> ''")
    for table, columns in _COLUMNS.items():
        there = {column.name for column in db.get_columns(table)}
        for name, kind in columns.items():
            if name not in there:
                db.execute_sql(f"ALTER TABLE {table} ADD COLUMN {name} {kind}")
    db.execute_sql("CREATE INDEX IF NOT EXISTS document_keep_until ON document (keep_until) WHERE trashed = 0")
    if on_sqlite:
        for statement in _TEXTS:
            db.execute_sql(statement)
