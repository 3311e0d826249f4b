"""What was looked up about a party is kept check by check, with day and place."""

from __future__ import annotations

from typing import Any

from armdesk.schema_tables import add_registers


def up(_migrator: Any, db: Any) -> None:
    """One table more."""
    add_registers(db, {"party_check": (
        "party BLOB>party, subject TEXT, result TEXT, number TEXT, checked_on TEXT, checked_where TEXT, "
        "checked_by TEXT, expires_on TEXT, risk TEXT, document BLOB>document, note TEXT"
    )}, {"party_check": "checked_on party+checked_on"})
