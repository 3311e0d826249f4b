"""The profile of the organisation asks for more of what decides which requirements apply."""

from __future__ import annotations

from typing import Any

_FLAGS = ("extracts", "processes", "uses_explosives", "hires_workers", "has_guards", "near_large_mine",
          "collective_land")


def up(_migrator: Any, db: Any) -> None:
    """Seven columns more."""
    for name in _FLAGS:
        db.execute_sql(f"ALTER TABLE organisation ADD COLUMN {name} SMALLINT")
