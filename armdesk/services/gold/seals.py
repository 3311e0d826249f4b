"""Numbers of seals and tags: which stand twice, and which are missing in a row of numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise

from armdesk.services.basis.figure import ask, id_of
from armdesk.store import Store

_DENSE = 5
"""A row of numbers is one only where at most one in so many is missing: seals used elsewhere too leave many gaps."""
_LEAST = 5
SEAL, TAG = "seal", "tag"
_BEARERS = "SELECT id, code, created_on, {0} FROM lot WHERE trashed = 0 AND {0} <> '' ORDER BY created_on, code"
_BORNE = {SEAL: "SELECT seal_no FROM lot WHERE trashed = 0 AND seal_no <> ''",
          TAG: "SELECT tag_id FROM lot WHERE trashed = 0 AND tag_id <> ''"}
_ASKED = {
    SEAL: (_BEARERS.format("seal_no"), ("SELECT seal_no FROM lot WHERE trashed = 0 AND seal_no <> '' UNION "
                                        "SELECT seal_no FROM custody_transfer WHERE trashed = 0 AND seal_no <> ''")),
    TAG: (_BEARERS.format("tag_id"), "SELECT tag_id FROM lot WHERE trashed = 0 AND tag_id <> ''"),
}
"""What bears which number, and all numbers that were used."""


@dataclass(frozen=True)
class Gap:
    """Numbers missing between two that were used.  Shape: first and last as they are printed."""

    prefix: str
    first: str
    last: str
    count: int
    what: str = SEAL

    @property
    def names(self) -> str:
        """The number that is missing, or the first and last of several."""
        return self.first if self.count == 1 else f"{self.first}–{self.last}"

    @property
    def reference(self) -> str:
        """Name under which an explanation answers it."""
        return f"{self.what}/{self.prefix}{self.first}-{self.last}"


def split_number(seal: str) -> tuple[str, str]:
    """A seal's letters and its number: "PI-00031" -> ("PI-", "00031"); ("", "") where it ends in no number."""
    found = re.fullmatch(r"(.*?)([0-9]{1,12})", seal.strip())
    return (found[1].upper(), found[2]) if found else ("", "")


def repeated(store: Store, what: str = SEAL) -> dict[str, dict[str, tuple[str, str]]]:
    """Seals or tags that stand on several living lots.  Shape: number -> {id: (number of the lot, its day)}."""
    times = Counter(_printed(seal) for (seal,) in ask(store, _BORNE[what]))
    twice = {seal for seal, count in times.items() if count > 1}
    found: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for raw, code, day, seal in ask(store, _ASKED[what][0]) if twice else ():
        if (printed := _printed(seal)) in twice:
            found[printed][id_of(raw)] = str(code), str(day or "")
    return dict(found)


def _printed(seal: str) -> str:
    return " ".join(str(seal).upper().split())


def gaps(store: Store, what: str = SEAL) -> list[Gap]:
    """Missing numbers, row by row; a number that stands on a hand-over was used."""
    numbers: dict[tuple[str, int], set[int]] = defaultdict(set)
    for (seal,) in ask(store, _ASKED[what][1]):
        prefix, number = split_number(str(seal))
        if number:
            numbers[prefix, len(number)].add(int(number))
    found = []
    for (prefix, width), known in sorted(numbers.items()):
        ordered = sorted(known)
        whole = ordered[-1] - ordered[0] + 1
        if len(ordered) < _LEAST or (whole - len(ordered)) * _DENSE > whole:
            continue
        for before, after in pairwise(ordered):
            if after - before > 1:
                found.append(Gap(prefix, str(before + 1).zfill(width), str(after - 1).zfill(width),
                                 after - before - 1, what))
    return found
