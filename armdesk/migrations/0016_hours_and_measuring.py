"""Hours an office states, goals of indicators, the plan of measuring; limits of measurements from below as well."""

from __future__ import annotations

from typing import Any

from armdesk.schema_tables import add_columns, add_registers

_TABLES = {
    "exposure": (
        "month TEXT, site BLOB>site, hours BIGINT, workers BIGINT, source_kind TEXT, "
        "estimate_rule TEXT, stated_by TEXT"
    ),
    "goal": (
        "indicator TEXT, name TEXT, definition TEXT, unit TEXT, donor TEXT, baseline BIGINT, baseline_on TEXT, "
        "target BIGINT, target_on TEXT, actual BIGINT, actual_on TEXT, note TEXT"
    ),
    "monitoring_plan": (
        "medium TEXT, parameter TEXT, site BLOB>site, place TEXT, every_months BIGINT, "
        "begins_on TEXT, ends_on TEXT, responsible TEXT, required_by TEXT, note TEXT"
    ),
}
_INDEXES = {"exposure": "month", "goal": "target_on", "monitoring_plan": "begins_on"}


def up(_migrator: Any, db: Any) -> None:
    """Three tables, two columns of measurements, and indexes that count hours and courses without whole rows."""
    add_registers(db, _TABLES, _INDEXES)
    add_columns(db, {"measurement": "limit_least BIGINT, within_stated SMALLINT"})
    db.execute_sql("CREATE INDEX training_attendance_held ON training_attendance (training, person, present) "
                   "WHERE trashed = 0")
    db.execute_sql("CREATE INDEX attendance_hours ON attendance (date, site, crew, person, status, hours) "
                   "WHERE trashed = 0")
