"""Deliveries in the trash are found without reading all the others: their receipts are not missing."""

from __future__ import annotations

from typing import Any


def up(_migrator: Any, db: Any) -> None:
    """One small index more."""
    db.execute_sql("CREATE INDEX IF NOT EXISTS production_trash ON production (date) WHERE trashed <> 0")
