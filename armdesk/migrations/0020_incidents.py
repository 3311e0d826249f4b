"""Incidents are reported at once and completed later; what is medical or names somebody stands in a sealed part."""

from __future__ import annotations

import re
from typing import Any

from armdesk.field import fold

COMMON = (
    'id BLOB PRIMARY KEY NOT NULL, version BIGINT NOT NULL DEFAULT 0, trashed SMALLINT NOT NULL DEFAULT 0, '
    "search TEXT NOT NULL DEFAULT '', typed TEXT, source BLOB>import_run, source_row TEXT, source_key TEXT, "
)
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


def _spelled(declared: str) -> str:
    linked = re.sub(r"BLOB>(\w+)", r'BLOB REFERENCES "\1" (id)', declared)
    return re.sub(r"(^|, )(\w+) ", r'\1"\2" ', linked)


def _index(db: Any, table: str, names: str) -> None:
    for name in names.split():
        columns = name.split("+")
        quoted = ", ".join(f'"{column}"' for column in columns)
        db.execute_sql(f'CREATE INDEX IF NOT EXISTS "{table}_{columns[0]}" ON "{table}" ({quoted}) WHERE trashed = 0')


def up(_migrator: Any, db: Any) -> None:
    """Two tables more, columns for both stages of a report and for the way of a grievance, searches without names."""
    on_sqlite = hasattr(db, "pragma")
    for table, declared in TABLES.items():
        db.execute_sql(f'CREATE TABLE "{table}" ({_spelled(COMMON + declared)})'
                       + (" WITHOUT ROWID" if on_sqlite else ""))
        _index(db, table, INDEXES[table])
        db.execute_sql(f'CREATE INDEX "{table}_source" ON "{table}" (source) WHERE source IS NOT NULL')
        db.execute_sql(f'CREATE INDEX "{table}_search" ON "{table}" (search) WHERE trashed = 0 AND search <> \'\'')
    for table, declared in COLUMNS.items():
        there = {column.name for column in db.get_columns(table)}
        for column in _spelled(declared).split(", "):
            if column.split('"')[1] not in there:
                db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN {column}')
    for table, names in MORE_INDEXES.items():
        _index(db, table, names)
    for statement in FOLLOWING:
        db.execute_sql(statement)
    mark = "?" if on_sqlite else "%s"
    for table, texts in SEARCHED.items():
        for id_, *found in db.execute_sql(f'SELECT id, {texts} FROM "{table}"').fetchall():
            db.execute_sql(f'UPDATE "{table}" SET search = {mark} WHERE id = {mark}',
                           (fold(" ".join(str(text or "") for text in found)), id_))
