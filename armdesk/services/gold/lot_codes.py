"""The number a new lot or sale gets: one after the newest of the office's own numbering."""

from __future__ import annotations

import re

from armdesk.services.basis.figure import ask
from armdesk.store import Store


def next_code(store: Store, *, count: int = 1) -> list[str]:
    """Free numbers that follow the newest lot's; "L-1" in an office without lots."""
    rows = ask(store, "SELECT code FROM lot WHERE trashed = 0 ORDER BY created_on IS NULL, created_on DESC, code DESC "
               "LIMIT 1")
    newest = str(rows[0][0]) if rows else "L-0"
    return _following(store, "lot", newest, count)


def following(store: Store, table: str, code: str) -> str:
    """The free number after a code.  Shape: table is "lot" or "sale"."""
    return _following(store, table, code, 1)[0]


def parts_of(store: Store, code: str, *, count: int = 2) -> list[str]:
    """Free numbers for the parts of a lot: "L-7-1", "L-7-2"."""
    found: list[str] = []
    number = 1
    while len(found) < count:
        wanted = f"{code}-{number}"
        if not _taken(store, "lot", wanted):
            found.append(wanted)
        number += 1
    return found


def _following(store: Store, table: str, code: str, count: int) -> list[str]:
    """Numbers after a code: its last number but one that is followed by a year ("B-16/25") or nothing, counted up."""
    match = re.search(r"([0-9]+)(?=/[0-9]{2,4}$)|([0-9]+)(?=[^0-9]*$)", code)
    before, digits, after = (code[: match.start()], match[0], code[match.end():]) if match else (f"{code}-", "0", "")
    found: list[str] = []
    number = int(digits) + 1
    while len(found) < count:
        wanted = f"{before}{str(number).zfill(len(digits))}{after}"
        if not _taken(store, table, wanted):
            found.append(wanted)
        number += 1
    return found


def _taken(store: Store, table: str, code: str) -> bool:
    question = {"lot": "SELECT 1 FROM lot WHERE trashed = 0 AND code = ? LIMIT 1",
                "sale": "SELECT 1 FROM sale WHERE trashed = 0 AND code = ? LIMIT 1"}
    return bool(ask(store, question[table], code))
