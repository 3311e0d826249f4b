"""Answers keep the facts they cite and the day they were confirmed; packs the facts they were made with."""

from __future__ import annotations

from typing import Any

from armdesk.schema_tables import add_columns, add_registers


def up(_migrator: Any, db: Any) -> None:
    """One table more, and two columns."""
    add_registers(db, {"cited_fact": (
        "answer BLOB>answer, fact TEXT, value TEXT, sentence TEXT, language TEXT, period_from TEXT, period_to TEXT, "
        "computed_on TEXT, rows_count BIGINT, rows_sha256 TEXT, history_seq BIGINT, replaced_on TEXT"
    )}, {"cited_fact": "answer fact computed_on"})
    add_columns(db, {"answer": "confirmed_on TEXT", "pack": "facts TEXT"})
