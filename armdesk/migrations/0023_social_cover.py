"""What insures a person and when that was looked at; for whom somebody sits in the premium committee."""

from __future__ import annotations

from typing import Any

from armdesk.schema_tables import add_columns


def up(_migrator: Any, db: Any) -> None:
    """Three columns more."""
    add_columns(db, {"person": "social_cover TEXT, cover_checked_on TEXT", "mandate": "speaks_for TEXT"})
