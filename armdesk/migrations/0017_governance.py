"""Organs with their statutes, mandates, agendas, agreements of the joint action plan, interests, things kept."""

from __future__ import annotations

import re
from typing import Any

COMMON = (
    'id BLOB PRIMARY KEY NOT NULL, version BIGINT NOT NULL DEFAULT 0, trashed SMALLINT NOT NULL DEFAULT 0, '
    "search TEXT NOT NULL DEFAULT '', typed TEXT, source BLOB>import_run, source_row TEXT, source_key TEXT, "
)
TABLES = {
    "organ": (
        "name TEXT, kind TEXT, purpose TEXT, active_from TEXT, active_to TEXT, excludes BLOB>organ, note TEXT"
    ),
    "organ_rule": (
        "organ BLOB>organ, valid_from TEXT, valid_to TEXT, source_text TEXT, who_votes TEXT, quorum TEXT, "
        "quorum_more SMALLINT, second_quorum TEXT, notice_days BIGINT, proxies_each BIGINT, term_months BIGINT, "
        "seats BIGINT, seats_women BIGINT, note TEXT"
    ),
    "vote_rule": (
        "majority TEXT, organ BLOB>organ, share TEXT, more SMALLINT, base TEXT, valid_from TEXT, valid_to TEXT, "
        "source_text TEXT"
    ),
    "agenda_item": "meeting BLOB>meeting, place BIGINT, title TEXT, minutes TEXT",
    "mandate": (
        "organ BLOB>organ, office TEXT, person BLOB>person, name_as_written TEXT, began_on TEXT, ends_on TEXT, "
        "resolution BLOB>resolution, ended_on TEXT, ended_why TEXT, note TEXT"
    ),
    "interest": (
        "person BLOB>person, declared_on TEXT, kind TEXT, party BLOB>party, relative BLOB>person, "
        "with_as_written TEXT, until TEXT, measure TEXT, document BLOB>document"
    ),
    "kept_thing": (
        "kind TEXT, name TEXT, number TEXT, person BLOB>person, name_as_written TEXT, place TEXT, since TEXT, "
        "returned_on TEXT, note TEXT"
    ),
    "agreement": (
        "number TEXT, meeting BLOB>meeting, axis TEXT, line TEXT, text TEXT, stakeholder BLOB>stakeholder, "
        "ours SMALLINT, agreed_on TEXT, due_on TEXT, status TEXT, done_on TEXT, indicator TEXT, "
        "document BLOB>document, note TEXT"
    ),
    "agreement_note": (
        "agreement BLOB>agreement, date TEXT, text TEXT, told_by TEXT, document BLOB>document"
    ),
}
INDEXES = {
    "organ": "name",
    "organ_rule": "valid_from organ+valid_from",
    "vote_rule": "valid_from",
    "agenda_item": "place meeting+place",
    "mandate": "began_on ends_on organ+began_on person+began_on",
    "interest": "declared_on person+declared_on party+declared_on",
    "kept_thing": "name person+name",
    "agreement": "due_on number! meeting+due_on stakeholder+due_on",
    "agreement_note": "date agreement+date",
}
COLUMNS = {
    "meeting": (
        "organ BLOB>organ, starts TEXT, ends TEXT, second_call SMALLINT, chair TEXT, secretary TEXT, minutes_on TEXT, "
        "minutes_head TEXT"
    ),
    "meeting_attendance": "proxy BLOB>person",
    "resolution": (
        "agenda_item BLOB>agenda_item, majority TEXT, women_abstained BIGINT, concerns BLOB>person, "
        "concerns_party BLOB>party, stepped_aside SMALLINT"
    ),
    "stakeholder": "plan_signed_on TEXT",
    "policy": (
        "subject TEXT, resolution BLOB>resolution, known_meeting BLOB>meeting, known_training BLOB>training, "
        "reviewed_on TEXT, ended_on TEXT, text TEXT"
    ),
}


def _spelled(declared: str) -> str:
    linked = re.sub(r"BLOB>(\w+)", r'BLOB REFERENCES "\1" (id)', declared)
    return re.sub(r"(^|, )(\w+) ", r'\1"\2" ', linked)


def _index(db: Any, table: str, names: str) -> None:
    for name in names.split():
        once, columns = name.endswith("!"), name.rstrip("!").split("+")
        quoted = ", ".join(f'"{column}"' for column in columns)
        unique, tail = ("UNIQUE ", "_once") if once else ("", "")
        db.execute_sql(f'CREATE {unique}INDEX IF NOT EXISTS "{table}_{columns[0]}{tail}" ON "{table}" ({quoted}) '
                       "WHERE trashed = 0")


def up(_migrator: Any, db: Any) -> None:
    """Nine tables more, and columns for how a meeting was held, a decision voted and a policy adopted."""
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
