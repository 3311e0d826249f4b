"""Other spellings of names, people who are not the same, alarms of age, and the age band of whom no more is known."""

from __future__ import annotations

from typing import Any

from armdesk.schema_tables import add_columns, add_registers

_TABLES = {
    "other_name": "person BLOB>person, name TEXT, noted_on TEXT, note TEXT",
    "two_people": "person BLOB>person, other BLOB>person, decided_on TEXT, decided_by TEXT, reason TEXT",
    "age_alarm": (
        "person BLOB>person, date TEXT, rule TEXT, work TEXT, hazards TEXT, origin TEXT, answer TEXT, done TEXT, "
        "referred_to TEXT, answered_by TEXT, answered_on TEXT"
    ),
}
_INDEXES = {"other_name": "person name", "two_people": "person other decided_on", "age_alarm": "person date"}


def up(_migrator: Any, db: Any) -> None:
    """Three tables more, and one column."""
    add_registers(db, _TABLES, _INDEXES)
    add_columns(db, {"person": "age_band TEXT"})
