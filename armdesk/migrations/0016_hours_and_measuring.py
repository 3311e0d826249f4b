"""Hours an office states, goals of indicators, the plan of measuring; limits of measurements from below as well."""

from __future__ import annotations

from typing import Any

_COMMON = (
    "id BLOB PRIMARY KEY NOT NULL, version BIGINT NOT NULL DEFAULT 0, trashed SMALLINT NOT NULL DEFAULT 0, "
    "search TEXT NOT NULL DEFAULT '', typed TEXT, source BLOB REFERENCES import_run (id), source_row TEXT, "
    "source_key TEXT"
)
_TABLES = {
    "exposure": (
        "month TEXT, site BLOB REFERENCES site (id), hours BIGINT, workers BIGINT, source_kind TEXT, "
        "estimate_rule TEXT, stated_by TEXT"
    ),
    "goal": (
        "indicator TEXT, name TEXT, definition TEXT, unit TEXT, donor TEXT, baseline BIGINT, baseline_on TEXT, "
        "target BIGINT, target_on TEXT, actual BIGINT, actual_on TEXT, note TEXT"
    ),
    "monitoring_plan": (
        "medium TEXT, parameter TEXT, site BLOB REFERENCES site (id), place TEXT, every_months BIGINT, "
        "begins_on TEXT, ends_on TEXT, responsible TEXT, required_by TEXT, note TEXT"
    ),
}
_ORDERS = {"exposure": "month", "goal": "target_on", "monitoring_plan": "begins_on"}


def up(_migrator: Any, db: Any) -> None:
    """Three tables, two columns of measurements, and indexes that count hours and courses without whole rows."""
    rowid = " WITHOUT ROWID" if hasattr(db, "pragma") else ""
    for table, columns in _TABLES.items():
        order = _ORDERS[table]
        db.execute_sql(f"CREATE TABLE {table} ({_COMMON}, {columns}){rowid}")
        db.execute_sql(f"CREATE INDEX {table}_{order} ON {table} ({order}) WHERE trashed = 0")
        db.execute_sql(f"CREATE INDEX {table}_source ON {table} (source) WHERE source IS NOT NULL")
        db.execute_sql(f"CREATE INDEX {table}_search ON {table} (search) WHERE trashed = 0 AND search <> ''")
    db.execute_sql('ALTER TABLE measurement ADD COLUMN "limit_least" BIGINT')
    db.execute_sql('ALTER TABLE measurement ADD COLUMN "within_stated" SMALLINT')
    db.execute_sql("CREATE INDEX training_attendance_held ON training_attendance (training, person, present) "
                   "WHERE trashed = 0")
    db.execute_sql("CREATE INDEX attendance_hours ON attendance (date, site, crew, person, status, hours) "
                   "WHERE trashed = 0")
