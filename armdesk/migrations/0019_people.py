"""Other spellings of names, people who are not the same, alarms of age, and the age band of whom no more is known."""

from __future__ import annotations

from typing import Any

_COMMON = (
    "id BLOB PRIMARY KEY NOT NULL, version BIGINT NOT NULL DEFAULT 0, trashed SMALLINT NOT NULL DEFAULT 0, "
    "search TEXT NOT NULL DEFAULT '', typed TEXT, source BLOB REFERENCES import_run (id), source_row TEXT, "
    "source_key TEXT"
)
_PERSON = "BLOB REFERENCES person (id)"
_TABLES = {
    "other_name": f"person {_PERSON}, name TEXT, noted_on TEXT, note TEXT",
    "two_people": f"person {_PERSON}, other {_PERSON}, decided_on TEXT, decided_by TEXT, reason TEXT",
    "age_alarm": (f"person {_PERSON}, date TEXT, rule TEXT, work TEXT, hazards TEXT, origin TEXT, answer TEXT, "
                  "done TEXT, referred_to TEXT, answered_by TEXT, answered_on TEXT"),
}
_INDEXES = {"other_name": ("person", "name"), "two_people": ("person", "other", "decided_on"),
            "age_alarm": ("person", "date")}


def up(_migrator: Any, db: Any) -> None:
    """Three tables more, and one column."""
    rowid = " WITHOUT ROWID" if hasattr(db, "pragma") else ""
    for table, columns in _TABLES.items():
        db.execute_sql(f"CREATE TABLE {table} ({_COMMON}, {columns}){rowid}")
        for column in _INDEXES[table]:
            db.execute_sql(f"CREATE INDEX {table}_{column} ON {table} ({column}) WHERE trashed = 0")
        db.execute_sql(f"CREATE INDEX {table}_source ON {table} (source) WHERE source IS NOT NULL")
        db.execute_sql(f"CREATE INDEX {table}_search ON {table} (search) WHERE trashed = 0 AND search <> ''")
    if "age_band" not in {column.name for column in db.get_columns("person")}:
        db.execute_sql("ALTER TABLE person ADD COLUMN age_band TEXT")
