"""A delivery says how many hours each of its people worked for it."""

from __future__ import annotations

from typing import Any


def up(_migrator: Any, db: Any) -> None:
    """One column more."""
    db.execute_sql("ALTER TABLE production ADD COLUMN hours BIGINT")
