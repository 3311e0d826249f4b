"""Runs statements written once with "?" on whatever database is open, one file here or a server later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any


def run(db: Any, statement: str, values: Sequence[Any] = ()) -> Any:
    """Run one statement; returns its cursor.  Shape: "?" marks a value, and stands nowhere else."""
    return db.execute_sql(statement.replace("?", db.param), values)


def run_many(db: Any, statement: str, rows: Iterable[Sequence[Any]]) -> int:
    """Run one statement for many rows, past the ORM; returns the number of rows touched."""
    cursor = db.connection().cursor()
    cursor.executemany(statement.replace("?", db.param), rows)
    return int(cursor.rowcount)
