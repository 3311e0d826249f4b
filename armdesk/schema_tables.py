"""How the steps of the schema make registers, columns and indexes, in the words in which steps declare them.

A file of any age is brought up by these, so what they make stays what it is: a register that shall be made otherwise is
made so by its own step.

Shape of columns: as in SQL, but BLOB>x is a link to the id of x.  Shape of indexes: names of columns with blanks
between; "site+date" is one index over both, so that the rows of a site come in the order of the list without being
looked up one by one; "!" marks one that allows a value once.  All leave out what is in the trash.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_COMMON = (
    "id BLOB PRIMARY KEY NOT NULL, version BIGINT NOT NULL DEFAULT 0, trashed SMALLINT NOT NULL DEFAULT 0, "
    "search TEXT NOT NULL DEFAULT '', typed TEXT, source BLOB>import_run, source_row TEXT, source_key TEXT"
)
"""Columns of every register."""


def add_registers(db: Any, registers: Mapping[str, str], indexes: Mapping[str, str]) -> None:
    """Make registers, by name, with the columns of every register, their own, and their indexes.

    On SQLite rows lie in the order of their ids.
    """
    rowid = " WITHOUT ROWID" if hasattr(db, "pragma") else ""
    for table, columns in registers.items():
        db.execute_sql(f'CREATE TABLE "{table}" ({_spelled(f"{_COMMON}, {columns}")}){rowid}')
        add_indexes(db, {table: indexes[table]})
        db.execute_sql(f'CREATE INDEX "{table}_source" ON "{table}" (source) WHERE source IS NOT NULL')
        db.execute_sql(f'CREATE INDEX "{table}_search" ON "{table}" (search) WHERE trashed = 0 AND search <> \'\'')


def add_columns(db: Any, columns: Mapping[str, str]) -> None:
    """Give registers columns more; those that are there already stay as they are."""
    for table, declared in columns.items():
        there = {column.name for column in db.get_columns(table)}
        for column in _spelled(declared).split(", "):
            if column.split('"')[1] not in there:
                db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN {column}')


def add_indexes(db: Any, indexes: Mapping[str, str]) -> None:
    """Give registers indexes more; those that are there already stay as they are."""
    for table, names in indexes.items():
        for name in names.split():
            once, columns = name.endswith("!"), name.rstrip("!").split("+")
            quoted = ", ".join(f'"{column}"' for column in columns)
            unique, tail = ("UNIQUE ", "_once") if once else ("", "")
            db.execute_sql(f'CREATE {unique}INDEX IF NOT EXISTS "{table}_{columns[0]}{tail}" ON "{table}" ({quoted}) '
                           "WHERE trashed = 0")


def _spelled(declared: str) -> str:
    linked = re.sub(r"BLOB>(\w+)", r'BLOB REFERENCES "\1" (id)', declared)
    return re.sub(r"(^|, )(\w+) ", r'\1"\2" ', linked)
