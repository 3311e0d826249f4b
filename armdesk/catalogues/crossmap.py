"""Which requirement of one standard speaks of the same as which of another, how, and why.

A map is data: one file for two standards, "<first>--<second>.csv", with the columns from, to, relation and reason. The
relation is that of the first to the second: it asks the same (equal), for less (narrower), for more (wider), or
touches the same subject. The reasons are told in resources/crossmap/reasons.json. All of it is this project's own
reading, not the standards' own.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from armdesk import paths
from armdesk.errors import CatalogueError
from armdesk.i18n import N_, _

EQUAL, WIDER, NARROWER, TOUCHES = "equal", "wider", "narrower", "touches"
RELATIONS = {EQUAL: N_("asks the same"), WIDER: N_("asks for more"), NARROWER: N_("asks for less"),
             TOUCHES: N_("touches the same")}
"""What the other requirement is beside the one in view."""
_SEEN_BACK = {EQUAL: EQUAL, WIDER: NARROWER, NARROWER: WIDER, TOUCHES: TOUCHES}
_ORDER = (EQUAL, WIDER, NARROWER, TOUCHES)
_COLUMNS = ("from", "to", "relation", "reason")


@dataclass(frozen=True)
class Related:
    """A requirement of another standard beside the one in view.

    Shape: catalogue is its key; relation, one of RELATIONS, says what it is beside the one in view: a wider one asks
    for more, so what answers it answers this one too.  reason: the words by language.
    """

    catalogue: str
    code: str
    relation: str
    reason: Mapping[str, str]

    @property
    def covers(self) -> bool:
        """Whether what answers it answers the one in view."""
        return self.relation in (EQUAL, WIDER)


Seen = dict[tuple[str, str], list[Related]]


def related(catalogue: str, code: str) -> list[Related]:
    """Requirements of other standards beside this one, those that cover it first.  Errors: CatalogueError."""
    return list(_all().get((catalogue, code), ()))


def keys() -> frozenset[str]:
    """Catalogues the maps speak of."""
    return frozenset(key for key, _code in _all())


def seen_back(relation: str) -> str:
    """A relation as it is seen from the other requirement."""
    return _SEEN_BACK[relation]


@lru_cache(maxsize=1)
def _all() -> Seen:
    folder = paths.resources() / "crossmap"
    reasons: dict[str, dict[str, str]] = json.loads((folder / "reasons.json").read_text(encoding="utf-8"))
    seen: Seen = defaultdict(list)
    for path in sorted(folder.glob("*--*.csv")):
        _read(path, reasons, seen)
    for found in seen.values():
        found.sort(key=lambda each: (_ORDER.index(each.relation), each.catalogue, each.code))
    return dict(seen)


def _read(path: Path, reasons: Mapping[str, Mapping[str, str]], seen: Seen) -> None:
    first, _dashes, second = path.stem.partition("--")
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        for row in rows:
            if tuple(row) != _COLUMNS or row["relation"] not in RELATIONS or row["reason"] not in reasons:
                sentence = _("{file}, line {line}: this is no row of a map between standards. Install armdesk again.")
                raise CatalogueError(sentence.format(file=path.name, line=rows.line_num))
            relation, reason = row["relation"], reasons[row["reason"]]
            seen[first, row["from"]].append(Related(second, row["to"], _SEEN_BACK[relation], reason))
            seen[second, row["to"]].append(Related(first, row["from"], relation, reason))
