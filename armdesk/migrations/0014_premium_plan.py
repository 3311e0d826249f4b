"""The premium committee, its plan of several years with lines, and premiums of buyers' own programmes."""

from __future__ import annotations

from typing import Any

from armdesk.schema_tables import add_columns, add_indexes, add_registers

TABLES = {
    "committee_seat": (
        "person BLOB>person, name_as_written TEXT, speaks_for TEXT, began_on TEXT, ended_on TEXT, "
        "resolution BLOB>resolution, note TEXT"
    ),
    "premium_plan": (
        "name TEXT, period_from TEXT, period_to TEXT, resolution BLOB>resolution, goals TEXT, "
        "document BLOB>document, note TEXT"
    ),
    "premium_plan_line": (
        "plan BLOB>premium_plan, rank BIGINT, area TEXT, purpose TEXT, amount BIGINT, "
        "currency TEXT, women BIGINT, men BIGINT, note TEXT"
    ),
}
INDEXES = {"committee_seat": "person began_on", "premium_plan": "period_from", "premium_plan_line": "plan rank"}
COLUMNS = {
    "party": "programme TEXT",
    "premium_entry": "plan_line BLOB>premium_plan_line, women BIGINT, men BIGINT",
}


def up(_migrator: Any, db: Any) -> None:
    """Three tables more, and columns for what an entry of the premium did not say yet."""
    add_registers(db, TABLES, INDEXES)
    add_columns(db, COLUMNS)
    add_indexes(db, {"premium_entry": "plan_line"})
