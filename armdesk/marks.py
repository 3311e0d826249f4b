"""Marks of proof: up to which end of the history something was proved, so that the next proof need not begin anew.

A mark follows from the registers and is no record.  It never hides anything: it is moved over clean ground alone, one
that does not fit the history is none, and a whole proof looks at no mark.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from armdesk import history, sql
from armdesk.history import Head

RECORDS, SUMS = "records", "sums"
"""What is proved from mark to mark."""


@dataclass(frozen=True)
class Mark:
    """A state of the file in which everything was right.

    Shape: seq and hash are the end of the history then; at the moment of the last whole proof, ISO 8601, and whole the
    number of entries it found; told is what is compared beside the history: rows by table, or prints of sums by month.
    """

    seq: int
    hash: str
    at: str
    whole: int
    told: Mapping[str, Any]

    @property
    def head(self) -> Head:
        """The end of the history up to which it speaks."""
        return Head(self.seq, self.hash)


def read(db: Any, name: str) -> Mark | None:
    """The mark that is kept; None where there is none, or it is not of this history."""
    row = sql.run(db, "SELECT body FROM proof WHERE name = ?", (name,)).fetchone()
    try:
        kept: Any = json.loads(row[0]) if row else {}
        mark = Mark(int(kept["seq"]), str(kept["hash"]), str(kept["at"]), int(kept["whole"]), dict(kept["told"]))
    except (ValueError, TypeError, LookupError):
        return None
    entry = sql.run(db, "SELECT hash FROM entry WHERE seq = ?", (mark.seq,)).fetchone()
    return mark if entry is not None and bytes(entry[0]).hex() == mark.hash else None


def keep(db: Any, name: str, mark: Mark | None) -> None:
    """Put a mark in the place of the one before, or take it away; inside a transaction."""
    sql.run(db, "DELETE FROM proof WHERE name = ?", (name,))
    if mark is not None:
        sql.run(db, "INSERT INTO proof (name, body) VALUES (?, ?)", (name, history.canonical(asdict(mark))))


def files(db: Any) -> dict[str, str]:
    """Stamps of the kept files that were proved, by SHA-256."""
    return dict(sql.run(db, "SELECT sha256, stamp FROM proved_file").fetchall())


def keep_files(db: Any, before: Mapping[str, str], now: Mapping[str, str]) -> None:
    """Keep the stamps of what is proved now, and of nothing else; inside a transaction."""
    changed = sorted((sha256, stamp) for sha256, stamp in now.items() if before.get(sha256) != stamp)
    gone = sorted({*before.keys() - now.keys(), *(sha256 for sha256, _stamp in changed)})
    sql.run_many(db, "DELETE FROM proved_file WHERE sha256 = ?", [(sha256,) for sha256 in gone])
    sql.run_many(db, "INSERT INTO proved_file (sha256, stamp) VALUES (?, ?)", changed)
