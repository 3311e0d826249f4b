"""Requirements of our own, official numbers, ties between standards; answers that were carried over."""

from __future__ import annotations

from typing import Any

from armdesk.schema_tables import add_columns, add_registers

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


def up(_migrator: Any, db: Any) -> None:
    """Four tables more, and the columns of what is carried over."""
    add_registers(db, TABLES, INDEXES)
    add_columns(db, COLUMNS)
    for statement in FOLLOWING:
        db.execute_sql(statement)
