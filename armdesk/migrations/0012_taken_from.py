"""A citation says from which requirement of another standard it was taken over."""

from __future__ import annotations

from typing import Any


def up(_migrator: Any, db: Any) -> None:
    """One column more."""
    db.execute_sql("ALTER TABLE citation ADD COLUMN taken_from TEXT")
