"""Inspections by lists of questions, emergency equipment and drills, kinds of course, and who needs what."""

from __future__ import annotations

from typing import Any

from armdesk.schema_tables import add_columns, add_indexes, add_registers

TABLES = {
    "course_kind": (
        "code TEXT, name TEXT, months_valid BIGINT, hours_least BIGINT, law TEXT, note TEXT"
    ),
    "course_need": (
        "course_kind BLOB>course_kind, role TEXT, crew BLOB>crew, site BLOB>site, crew_kind TEXT, task TEXT, "
        "only_hazardous SMALLINT, note TEXT"
    ),
    "ppe_need": (
        "item TEXT, role TEXT, crew BLOB>crew, site BLOB>site, crew_kind TEXT, task TEXT, only_hazardous "
        "SMALLINT, quantity BIGINT, note TEXT"
    ),
    "equipment": (
        "code TEXT, name TEXT, kind TEXT, site BLOB>site, place TEXT, keeper BLOB>person, maker TEXT, "
        "serial_no TEXT, bought_on TEXT, expires_on TEXT, check_every BIGINT, status TEXT, document "
        "BLOB>document, note TEXT"
    ),
    "inspection_template": (
        "code TEXT, revision BIGINT, name TEXT, subject TEXT, retired_on TEXT, origin TEXT, note TEXT"
    ),
    "inspection_question": (
        "template BLOB>inspection_template, position BIGINT, section TEXT, text TEXT, kind TEXT, critical "
        "SMALLINT, if_no TEXT"
    ),
    "inspection_plan": (
        "template BLOB>inspection_template, site BLOB>site, crew BLOB>crew, equipment BLOB>equipment, "
        "every_days BIGINT, starts_on TEXT, ends_on TEXT, inspector BLOB>person, note TEXT"
    ),
    "inspection_answer": (
        "inspection BLOB>inspection, question BLOB>inspection_question, answer TEXT, number BIGINT, text "
        "TEXT, note TEXT, photo BLOB>document"
    ),
    "equipment_check": (
        "equipment BLOB>equipment, date TEXT, result TEXT, person BLOB>person, checked_by TEXT, done TEXT, "
        "expires_on TEXT, next_due TEXT, document BLOB>document"
    ),
    "emergency_plan": (
        "title TEXT, site BLOB>site, adopted_on TEXT, review_on TEXT, coordinator BLOB>person, meeting_point "
        "TEXT, phones TEXT, made_known TEXT, document BLOB>document"
    ),
    "drill": (
        "date TEXT, kind TEXT, site BLOB>site, plan BLOB>emergency_plan, scenario TEXT, minutes BIGINT, "
        "participants BIGINT, women BIGINT, leader BLOB>person, lessons TEXT, next_due TEXT, document "
        "BLOB>document"
    ),
}
INDEXES = {
    "course_kind": "name code!",
    "course_need": "course_kind",
    "ppe_need": "item",
    "equipment": "code! expires_on",
    "inspection_template": "code",
    "inspection_question": "position template+position",
    "inspection_plan": "starts_on template",
    "inspection_answer": "inspection question",
    "equipment_check": "date equipment+date",
    "emergency_plan": "title review_on",
    "drill": "date",
}
COLUMNS = {
    "training": "form TEXT, course_kind BLOB>course_kind, crew BLOB>crew, site BLOB>site, total_stated BIGINT",
    "training_attendance": "certificate_on TEXT",
    "inspection": (
        "template BLOB>inspection_template, crew BLOB>crew, equipment BLOB>equipment, inspector_person BLOB>person, "
        "own_crew_reason TEXT, finished_on TEXT, points BIGINT, points_most BIGINT"
    ),
    "finding": "question BLOB>inspection_question",
}
MORE_INDEXES = {"training": "course_kind crew+date", "inspection": "crew+date"}


def up(_migrator: Any, db: Any) -> None:
    """Eleven tables more, and columns for what a course, a round and a finding did not say yet."""
    add_registers(db, TABLES, INDEXES)
    add_columns(db, COLUMNS)
    add_indexes(db, MORE_INDEXES)
    # Coverage and the matrix read these from the index alone.
    db.execute_sql('CREATE INDEX IF NOT EXISTS "training_attendance_marks" ON "training_attendance" '
                   '(training, person, present) WHERE trashed = 0')
    db.execute_sql('CREATE INDEX IF NOT EXISTS "ppe_delivery_given" ON "ppe_delivery" (item, date, person) '
                   "WHERE trashed = 0")
    # Not by the usual name, which is that of the table of templates.
    db.execute_sql('CREATE INDEX IF NOT EXISTS "inspection_by_template" ON "inspection" (template, date) '
                   "WHERE trashed = 0")
