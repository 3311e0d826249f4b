"""Brings a database to the newest schema, step by step, or refuses one that is newer than this program."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from armdesk import sqlite
from armdesk.errors import NewerWorkspace, WorkspaceError
from armdesk.i18n import _

FOLDER = Path(__file__).resolve().parent / "migrations"


@lru_cache(maxsize=1)
def newest() -> int:
    """Number of the newest step this program has.  Errors: WorkspaceError if the installation lacks its steps."""
    numbers = [int(path.name[:4]) for path in FOLDER.glob("[0-9][0-9][0-9][0-9]_*.py")]
    if not numbers:
        raise WorkspaceError(_("armdesk is not completely installed: its schema steps are missing. Install it again."))
    return max(numbers)


def refuse_foreign(connection: Any, path: Path) -> int:
    """Number of the file's schema.  Errors: WorkspaceError for a file that is not ours, NewerWorkspace."""
    if sqlite.application_id(connection) != sqlite.APPLICATION_ID or sqlite.strangers(connection):
        raise WorkspaceError(_("“{name}” was not made by armdesk, or was changed by another program. "
                               "It is left untouched.").format(name=path.name))
    number = sqlite.schema_number(connection)
    if number > newest():
        raise NewerWorkspace(_("This workspace was written by a newer armdesk (schema {theirs}, this one knows "
                               "{ours}). Install the newer program; the data are left untouched.").format(
            theirs=number, ours=newest()))
    return number


def bring_up(db: Any) -> None:
    """Run the steps that are missing, each whole or not at all, and mark the file."""
    from playhouse.migrations import Runner

    Runner(db, str(FOLDER)).up()
    connection = db.connection()
    sqlite.mark(connection, newest())
