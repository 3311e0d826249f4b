"""Turns what a database or disk says into sentences a person can act on."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from armdesk import sqlite
from armdesk.errors import (
    ArmdeskError,
    DamagedWorkspace,
    DiskFull,
    InvalidRecord,
    LostDataFile,
    ReadOnlyWorkspace,
    WorkspaceError,
)
from armdesk.i18n import _


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def explain(error: BaseException) -> ArmdeskError | None:
    """The error to show for a database or disk error, None where it is a fault of ours.

    The whole chain is read: peewee reports a failed rollback and hides the full disk behind it.
    """
    words = " / ".join(str(each) for each in _chain(error)).lower()
    codes = {each.errno for each in _chain(error) if isinstance(each, OSError)}
    if "disk is full" in words or errno.ENOSPC in codes or errno.EDQUOT in codes:
        return DiskFull(_("The disk is full. What you saved before is safe. Free some space and save again."))
    if "readonly" in words or codes & {errno.EROFS, errno.EACCES, errno.EPERM}:
        return ReadOnlyWorkspace(_("The workspace can only be read here. Copy it to a folder where you may write."))
    if "malformed" in words or "not a database" in words or "disk i/o error" in words:
        return DamagedWorkspace(_("The data file is damaged. Close armdesk and restore the newest backup."))
    return _explain_state(words)


def _explain_state(words: str) -> ArmdeskError | None:
    if "unable to open database file" in words:
        return LostDataFile(_("The data file cannot be opened: it was moved or deleted, or its folder is out of reach. "
                              "Nothing was written."))
    if "database is locked" in words or "database table is locked" in words:
        return WorkspaceError(_("The data is busy with another task. Wait a moment and try again."))
    if "constraint" in words:
        return InvalidRecord({"": [_("A number that may stand only once would stand twice, or a record named here is "
                                     "not there any more. Look at the newest state and try again.")]})
    return None


def _kinds() -> tuple[type[BaseException], ...]:
    """Errors of databases and disks; asked for when one comes, because peewee may not be loaded before."""
    from peewee import DatabaseError, InterfaceError

    return DatabaseError, InterfaceError, sqlite.DatabaseError, OSError


@contextmanager
def explained() -> Iterator[None]:
    """Raise database and disk errors as sentences; everything else passes unchanged."""
    try:
        yield
    except _kinds() as error:
        shown = explain(error)
        if shown is None:
            raise
        raise shown from error
