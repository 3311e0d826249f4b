"""The audit room: stages, agenda and log of a visit, requests on two tracks, findings to the end, readiness."""

from __future__ import annotations

from typing import Any

from armdesk.schema_tables import add_columns, add_registers

TABLES = {
    "audit_step": "audit BLOB>audit, date TEXT, stage_before TEXT, stage TEXT, missing TEXT, "
                  "reason TEXT, author TEXT",
    "audit_slot": "audit BLOB>audit, date TEXT, starts TEXT, ends TEXT, topic TEXT, place TEXT, "
                  "host TEXT, guest TEXT, note TEXT",
    "visit_note": "audit BLOB>audit, date TEXT, time TEXT, kind TEXT, text TEXT, who TEXT, "
                  "people BIGINT, requirement TEXT, target TEXT, walked BIGINT, broken BIGINT, chain TEXT, "
                  "outcome TEXT, answer TEXT",
    "request_list": "audit BLOB>audit, date TEXT, file_name TEXT, sha256 TEXT, "
                    "document BLOB>document, requests BIGINT, layout TEXT",
    "readiness": "date TEXT, catalogue TEXT, total BIGINT, applicable BIGINT, answered BIGINT, evidenced BIGINT, "
                 "alarms BIGINT, warnings BIGINT, remarks BIGINT, rehearsed_on TEXT, walked BIGINT, broken BIGINT, "
                 "findings BIGINT, majors BIGINT, late BIGINT",
}
INDEXES = {
    "audit_step": "date audit+date",
    "audit_slot": "date audit+date",
    "visit_note": "date audit+date",
    "request_list": "date audit+date",
    "readiness": "date",
}
COLUMNS = {
    "audit": (
        "more_standards TEXT, sites TEXT, body TEXT, lead TEXT, team TEXT, frozen_on TEXT, frozen_at TEXT, "
        "pack BLOB>pack, pack_root TEXT, frozen_seq BIGINT, frozen_head TEXT, outcome TEXT, certificate_no TEXT, "
        "certificate_from TEXT, certificate_to TEXT, remains TEXT, lessons TEXT, closed_on TEXT"
    ),
    "audit_request": (
        "responsible TEXT, status_on TEXT, auditor_on TEXT, auditor_note TEXT, request_list BLOB>request_list, "
        "list_row BIGINT"
    ),
    "finding": (
        "class_as_written TEXT, raised_on TEXT, evidence TEXT, correction TEXT, why_1 TEXT, why_2 TEXT, why_3 TEXT, "
        "why_4 TEXT, why_5 TEXT, responsible TEXT, accepted_on TEXT, accepted_by TEXT, auditor_note TEXT"
    ),
}


def up(_migrator: Any, db: Any) -> None:
    """Five tables more, and columns for the whole way of audits, requests and findings."""
    add_registers(db, TABLES, INDEXES)
    add_columns(db, COLUMNS)
