"""Organs with their statutes, mandates, agendas, agreements of the joint action plan, interests, things kept."""

from __future__ import annotations

from typing import Any

from armdesk.schema_tables import add_columns, add_registers

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


def up(_migrator: Any, db: Any) -> None:
    """Nine tables more, and columns for how a meeting was held, a decision voted and a policy adopted."""
    add_registers(db, TABLES, INDEXES)
    add_columns(db, COLUMNS)
