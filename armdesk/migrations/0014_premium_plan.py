"""The premium committee, its plan of several years with lines, and premiums of buyers' own programmes."""

from __future__ import annotations

from typing import Any

_COMMON = (
    "id BLOB PRIMARY KEY NOT NULL, version BIGINT NOT NULL DEFAULT 0, trashed SMALLINT NOT NULL DEFAULT 0, "
    "search TEXT NOT NULL DEFAULT '', typed TEXT, source BLOB REFERENCES import_run (id), source_row TEXT, "
    "source_key TEXT"
)
TABLES = {
    "committee_seat": (
        "person BLOB REFERENCES person (id), name_as_written TEXT, speaks_for TEXT, began_on TEXT, ended_on TEXT, "
        "resolution BLOB REFERENCES resolution (id), note TEXT"
    ),
    "premium_plan": (
        "name TEXT, period_from TEXT, period_to TEXT, resolution BLOB REFERENCES resolution (id), goals TEXT, "
        "document BLOB REFERENCES document (id), note TEXT"
    ),
    "premium_plan_line": (
        "plan BLOB REFERENCES premium_plan (id), \"rank\" BIGINT, area TEXT, purpose TEXT, amount BIGINT, "
        "currency TEXT, women BIGINT, men BIGINT, note TEXT"
    ),
}
INDEXES = {"committee_seat": ("person", "began_on"), "premium_plan": ("period_from",),
           "premium_plan_line": ("plan", "rank")}
COLUMNS = (
    ("party", "programme TEXT"), ("premium_entry", "plan_line BLOB REFERENCES premium_plan_line (id)"),
    ("premium_entry", "women BIGINT"), ("premium_entry", "men BIGINT"),
)


def up(_migrator: Any, db: Any) -> None:
    """Three tables more, and columns for what an entry of the premium did not say yet."""
    rowid = " WITHOUT ROWID" if hasattr(db, "pragma") else ""
    for table, declared in TABLES.items():
        db.execute_sql(f"CREATE TABLE {table} ({_COMMON}, {declared}){rowid}")
        for column in INDEXES[table]:
            db.execute_sql(f"CREATE INDEX {table}_{column} ON {table} ({column}) WHERE trashed = 0")
        db.execute_sql(f"CREATE INDEX {table}_source ON {table} (source) WHERE source IS NOT NULL")
        db.execute_sql(f"CREATE INDEX {table}_search ON {table} (search) WHERE trashed = 0 AND search <> ''")
    for table, column in COLUMNS:
        db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN {column}')
    db.execute_sql("CREATE INDEX premium_entry_plan_line ON premium_entry (plan_line) WHERE trashed = 0")
