"""What was looked up about a party is kept check by check, with day and place."""

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
        f"CREATE TABLE party_check ({_COMMON}, party BLOB REFERENCES party (id), subject TEXT, result TEXT, "
        "number TEXT, checked_on TEXT, checked_where TEXT, checked_by TEXT, expires_on TEXT, risk TEXT, "
        f"document BLOB REFERENCES document (id), note TEXT){rowid}")
    db.execute_sql("CREATE INDEX party_check_checked_on ON party_check (checked_on) WHERE trashed = 0")
    db.execute_sql("CREATE INDEX party_check_party ON party_check (party, checked_on) WHERE trashed = 0")
    db.execute_sql("CREATE INDEX party_check_source ON party_check (source) WHERE source IS NOT NULL")
    db.execute_sql("CREATE INDEX party_check_search ON party_check (search) WHERE trashed = 0 AND search <> ''")
