"""Explanations remember what was found, so that another figure later is not explained by them."""

from __future__ import annotations

from typing import Any


def up(_migrator: Any, db: Any) -> None:
    """Two columns more."""
    db.execute_sql("ALTER TABLE explanation ADD COLUMN sentence TEXT")
    db.execute_sql("ALTER TABLE explanation ADD COLUMN fact TEXT")
