"""Dress rehearsals are kept, so that progress can be shown."""

from __future__ import annotations

from typing import Any

_COMMON = (
    "id BLOB PRIMARY KEY NOT NULL, version BIGINT NOT NULL DEFAULT 0, trashed SMALLINT NOT NULL DEFAULT 0, "
    "search TEXT NOT NULL DEFAULT '', typed TEXT, source BLOB REFERENCES import_run (id), source_row TEXT, "
    "source_key TEXT"
)


def up(_migrator: Any, db: Any) -> None:
    """One table more."""
    rowid = " WITHOUT ROWID" if hasattr(db, "pragma") else ""
    db.execute_sql(
        f"CREATE TABLE rehearsal ({_COMMON}, date TEXT, seed TEXT, period_from TEXT, period_to TEXT, size BIGINT, "
        "audit BLOB REFERENCES audit (id), drawn BIGINT, walked BIGINT, broken BIGINT, whole BIGINT, details TEXT, "
        f"note TEXT){rowid}")
    db.execute_sql("CREATE INDEX rehearsal_date ON rehearsal (date) WHERE trashed = 0")
    db.execute_sql("CREATE INDEX rehearsal_source ON rehearsal (source) WHERE source IS NOT NULL")
    db.execute_sql("CREATE INDEX rehearsal_search ON rehearsal (search) WHERE trashed = 0 AND search <> ''")
