"""Incidents are reported at once and completed later; what is medical or names somebody stands in a sealed part."""

from __future__ import annotations

from typing import Any

from armdesk.field import fold
from armdesk.schema_tables import add_columns, add_indexes, add_registers

TABLES = {
    "incident_notice": "incident BLOB>incident, told TEXT, date TEXT, time TEXT, how TEXT, reference TEXT, note TEXT, "
                       "name TEXT",
    "seal_opening": "target TEXT, date TEXT, time TEXT, opened_by TEXT, purpose TEXT",
}
INDEXES = {"incident_notice": "date incident+date", "seal_opening": "date target+date"}
COLUMNS = {
    "incident": (
        "stage TEXT, done_at_once TEXT, work_stopped SMALLINT, resumed_on TEXT, services TEXT, potential TEXT, "
        "details TEXT, grave TEXT, witnesses TEXT, why_1 TEXT, why_2 TEXT, why_3 TEXT, why_4 TEXT, why_5 TEXT, "
        "actions_on TEXT, effect_on TEXT, effect TEXT"
    ),
    "injured_person": "off_from TEXT, counted_days BIGINT, nature TEXT, regions TEXT",
    "grievance": (
        "box TEXT, topic TEXT, open_subject TEXT, steps TEXT, handler TEXT, result TEXT, satisfied TEXT, "
        "appealed_on TEXT, appeal_result TEXT, retaliation_asked_on TEXT, retaliation SMALLINT, closed_on TEXT"
    ),
}
MORE_INDEXES = {"incident": "stage+date same_as", "action": "origin"}
FOLLOWING = (
    ("UPDATE incident SET stage = CASE WHEN status = 'closed' THEN 'closed' WHEN investigated_on IS NOT NULL "
     "THEN 'investigated' ELSE 'reported' END"),
    "UPDATE injured_person SET counted_days = lost_days",
    "UPDATE grievance SET open_subject = CASE WHEN sensitive = 1 THEN '•••' ELSE subject END",
)
"""Fields that follow from others, for what was there before."""
SEARCHED = {"incident": "number, place, description", "injured_person": "NULL", "grievance": "number, open_subject"}
"""What searches find from now on: nothing of the sealed parts."""


def up(_migrator: Any, db: Any) -> None:
    """Two tables more, columns for both stages of a report and for the way of a grievance, searches without names."""
    on_sqlite = hasattr(db, "pragma")
    add_registers(db, TABLES, INDEXES)
    add_columns(db, COLUMNS)
    add_indexes(db, MORE_INDEXES)
    for statement in FOLLOWING:
        db.execute_sql(statement)
    mark = "?" if on_sqlite else "%s"
    for table, texts in SEARCHED.items():
        for id_, *found in db.execute_sql(f'SELECT id, {texts} FROM "{table}"').fetchall():
            db.execute_sql(f'UPDATE "{table}" SET search = {mark} WHERE id = {mark}',
                           (fold(" ".join(str(text or "") for text in found)), id_))
