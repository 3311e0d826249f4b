"""The audit room: stages, agenda and log of a visit, requests on two tracks, findings to the end, readiness."""

from __future__ import annotations

from typing import Any

_COMMON = (
    "id BLOB PRIMARY KEY NOT NULL, version BIGINT NOT NULL DEFAULT 0, trashed SMALLINT NOT NULL DEFAULT 0, "
    "search TEXT NOT NULL DEFAULT '', typed TEXT, source BLOB REFERENCES import_run (id), source_row TEXT, "
    "source_key TEXT"
)
TABLES = {
    "audit_step": "audit BLOB REFERENCES audit (id), date TEXT, stage_before TEXT, stage TEXT, missing TEXT, "
                  "reason TEXT, author TEXT",
    "audit_slot": "audit BLOB REFERENCES audit (id), date TEXT, starts TEXT, ends TEXT, topic TEXT, place TEXT, "
                  "host TEXT, guest TEXT, note TEXT",
    "visit_note": "audit BLOB REFERENCES audit (id), date TEXT, time TEXT, kind TEXT, text TEXT, who TEXT, "
                  "people BIGINT, requirement TEXT, target TEXT, walked BIGINT, broken BIGINT, chain TEXT, "
                  "outcome TEXT, answer TEXT",
    "request_list": "audit BLOB REFERENCES audit (id), date TEXT, file_name TEXT, sha256 TEXT, "
                    "document BLOB REFERENCES document (id), requests BIGINT, layout TEXT",
    "readiness": "date TEXT, catalogue TEXT, total BIGINT, applicable BIGINT, answered BIGINT, evidenced BIGINT, "
                 "alarms BIGINT, warnings BIGINT, remarks BIGINT, rehearsed_on TEXT, walked BIGINT, broken BIGINT, "
                 "findings BIGINT, majors BIGINT, late BIGINT",
}
INDEXES = {
    "audit_step": ("date", "audit, date"),
    "audit_slot": ("date", "audit, date"),
    "visit_note": ("date", "audit, date"),
    "request_list": ("date", "audit, date"),
    "readiness": ("date",),
}
COLUMNS = {
    "audit": (
        "more_standards TEXT", "sites TEXT", "body TEXT", "lead TEXT", "team TEXT", "frozen_on TEXT",
        "frozen_at TEXT", "pack BLOB REFERENCES pack (id)", "pack_root TEXT", "frozen_seq BIGINT", "frozen_head TEXT",
        "outcome TEXT", "certificate_no TEXT", "certificate_from TEXT", "certificate_to TEXT", "remains TEXT",
        "lessons TEXT", "closed_on TEXT",
    ),
    "audit_request": (
        "responsible TEXT", "status_on TEXT", "auditor_on TEXT", "auditor_note TEXT",
        "request_list BLOB REFERENCES request_list (id)", "list_row BIGINT",
    ),
    "finding": (
        "class_as_written TEXT", "raised_on TEXT", "evidence TEXT", "correction TEXT", "why_1 TEXT", "why_2 TEXT",
        "why_3 TEXT", "why_4 TEXT", "why_5 TEXT", "responsible TEXT", "accepted_on TEXT", "accepted_by TEXT",
        "auditor_note TEXT",
    ),
}


def up(_migrator: Any, db: Any) -> None:
    """Five tables more, and columns for the whole way of audits, requests and findings."""
    rowid = " WITHOUT ROWID" if hasattr(db, "pragma") else ""
    for table, declared in TABLES.items():
        db.execute_sql(f'CREATE TABLE "{table}" ({_COMMON}, {declared}){rowid}')
        for columns in INDEXES[table]:
            name = columns.partition(",")[0]
            db.execute_sql(f'CREATE INDEX "{table}_{name}" ON "{table}" ({columns}) WHERE trashed = 0')
        db.execute_sql(f'CREATE INDEX "{table}_source" ON "{table}" (source) WHERE source IS NOT NULL')
        db.execute_sql(f'CREATE INDEX "{table}_search" ON "{table}" (search) WHERE trashed = 0 AND search <> \'\'')
    for table, more in COLUMNS.items():
        there = {column.name for column in db.get_columns(table)}
        for column in more:
            if column.split()[0] not in there:
                db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN {column}')
