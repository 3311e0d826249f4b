"""Answers keep the facts they cite and the day they were confirmed; packs the facts they were made with."""

from __future__ import annotations

from typing import Any

_COMMON = (
    "id BLOB PRIMARY KEY NOT NULL, version BIGINT NOT NULL DEFAULT 0, trashed SMALLINT NOT NULL DEFAULT 0, "
    "search TEXT NOT NULL DEFAULT '', typed TEXT, source BLOB REFERENCES import_run (id), source_row TEXT, "
    "source_key TEXT"
)
_MORE = (("answer", "confirmed_on"), ("pack", "facts"))


def up(_migrator: Any, db: Any) -> None:
    """One table more, and two columns."""
    rowid = " WITHOUT ROWID" if hasattr(db, "pragma") else ""
    db.execute_sql(
        f"CREATE TABLE cited_fact ({_COMMON}, answer BLOB REFERENCES answer (id), fact TEXT, value TEXT, "
        "sentence TEXT, language TEXT, period_from TEXT, period_to TEXT, computed_on TEXT, rows_count BIGINT, "
        f"rows_sha256 TEXT, history_seq BIGINT, replaced_on TEXT){rowid}")
    for name in ("answer", "fact", "computed_on"):
        db.execute_sql(f"CREATE INDEX cited_fact_{name} ON cited_fact ({name}) WHERE trashed = 0")
    db.execute_sql("CREATE INDEX cited_fact_source ON cited_fact (source) WHERE source IS NOT NULL")
    db.execute_sql("CREATE INDEX cited_fact_search ON cited_fact (search) WHERE trashed = 0 AND search <> ''")
    for table, column in _MORE:
        if column not in {each.name for each in db.get_columns(table)}:
            db.execute_sql(f"ALTER TABLE {table} ADD COLUMN {column} TEXT")
