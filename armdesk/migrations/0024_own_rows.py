"""Requirements of our own, official numbers, ties between standards; answers that were carried over."""

from __future__ import annotations

import re
from typing import Any

COMMON = (
    'id BLOB PRIMARY KEY NOT NULL, version BIGINT NOT NULL DEFAULT 0, trashed SMALLINT NOT NULL DEFAULT 0, '
    "search TEXT NOT NULL DEFAULT '', typed TEXT, source BLOB>import_run, source_row TEXT, source_key TEXT, "
)
_SAID = ", ".join(f"{name}_{language} TEXT" for language in ("es", "en", "fr", "pt")
                  for name in ("title", "text", "help", "evidence", "measures", "applies"))
TABLES = {
    "own_catalogue": "catalogue TEXT, title TEXT, owner TEXT, words TEXT, licence TEXT, source_text TEXT, note TEXT",
    "own_requirement": (
        "catalogue TEXT, code TEXT, module TEXT, level TEXT, due_year BIGINT, words TEXT, applies_if TEXT, "
        f"countries TEXT, records TEXT, facts TEXT, {_SAID}, reference TEXT"
    ),
    "official_text": (
        "catalogue TEXT, requirement TEXT, official_code TEXT, wording TEXT, source_text TEXT, noted_on TEXT, "
        "noted_by TEXT, reference TEXT"
    ),
    "cross_tie": "first TEXT, second TEXT, relation TEXT, decision TEXT, reason TEXT, author TEXT, date TEXT",
}
INDEXES = {
    "own_catalogue": "catalogue!",
    "own_requirement": "catalogue code reference!",
    "official_text": "catalogue requirement reference!",
    "cross_tie": "date first second",
}
COLUMNS = {
    "answer": "nc_class TEXT, carried_from TEXT, to_review SMALLINT",
    "catalogue_use": "rows TEXT",
}
FOLLOWING = ("UPDATE answer SET to_review = 0",)


def _spelled(declared: str) -> str:
    linked = re.sub(r"BLOB>(\w+)", r'BLOB REFERENCES "\1" (id)', declared)
    return re.sub(r"(^|, )(\w+) ", r'\1"\2" ', linked)


def _index(db: Any, table: str, names: str) -> None:
    for name in names.split():
        column, unique = name.rstrip("!"), "UNIQUE " if name.endswith("!") else ""
        tail = "_once" if unique else ""
        db.execute_sql(f'CREATE {unique}INDEX "{table}_{column}{tail}" ON "{table}" ("{column}") WHERE trashed = 0')


def up(_migrator: Any, db: Any) -> None:
    """Four tables more, and the columns of what is carried over."""
    on_sqlite = hasattr(db, "pragma")
    for table, declared in TABLES.items():
        db.execute_sql(f'CREATE TABLE "{table}" ({_spelled(COMMON + declared)})'
                       + (" WITHOUT ROWID" if on_sqlite else ""))
        _index(db, table, INDEXES[table])
        db.execute_sql(f'CREATE INDEX "{table}_source" ON "{table}" (source) WHERE source IS NOT NULL')
        db.execute_sql(f'CREATE INDEX "{table}_search" ON "{table}" (search) WHERE trashed = 0 AND search <> \'\'')
    for table, declared in COLUMNS.items():
        for column in _spelled(declared).split(", "):
            db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN {column}')
    for statement in FOLLOWING:
        db.execute_sql(statement)
