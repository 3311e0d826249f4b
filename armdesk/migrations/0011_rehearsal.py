"""Dress rehearsals are kept, so that progress can be shown."""

from __future__ import annotations

from typing import Any

from armdesk.schema_tables import add_registers


def up(_migrator: Any, db: Any) -> None:
    """One table more."""
    add_registers(db, {"rehearsal": (
        "date TEXT, seed TEXT, period_from TEXT, period_to TEXT, size BIGINT, audit BLOB>audit, drawn BIGINT, "
        "walked BIGINT, broken BIGINT, whole BIGINT, details TEXT, note TEXT"
    )}, {"rehearsal": "date"})
