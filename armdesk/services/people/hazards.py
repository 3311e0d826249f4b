"""Which work is dangerous: by kind of crew and site, by words of the task, by shift and by what is handled; as data."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import lru_cache

from armdesk import paths
from armdesk.fields import fold
from armdesk.i18n import _
from armdesk.models import choices

ALL = tuple(choices.HAZARD)
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=1)
def _listed() -> dict[tuple[str, str], str]:
    """(what, value) -> danger, from the list in resources."""
    with (paths.resources() / "people" / "hazards.csv").open(encoding="utf-8", newline="") as lines:
        return {(row["what"], row["value"]): row["hazard"] for row in csv.DictReader(lines)}


def of_work(*, crew_kind: str | None = None, site_kind: str | None = None, words: Iterable[str | None] = (),
            shift: str | None = None, marked: bool = False, handled: Iterable[str] = ()) -> frozenset[str]:
    """Dangers of some work, keys of HAZARD.

    Shape: words are names of crew and task; marked says that somebody noted the task as dangerous; handled are keys of
    REAGENT.  The kind of site says nothing where the kind of crew is known.
    """
    listed = _listed()
    asked = [("shift", shift or ""), ("crew_kind", crew_kind or ""), *(("reagent", item) for item in handled)]
    if crew_kind in (None, "", "other"):
        asked.append(("site_kind", site_kind or ""))
    asked += [("word", word) for text in words for word in _WORD.findall(fold(text or ""))]
    found = {listed[each] for each in asked if each in listed}
    return frozenset(found | ({"hazardous"} if marked else set()))


def said(dangers: Iterable[str]) -> str:
    """The dangers in words, in the language in force: "underground, night"."""
    wanted = set(dangers)
    return ", ".join(_(label) for key, label in choices.HAZARD.items() if key in wanted)


def read(text: str | None) -> frozenset[str]:
    """The dangers as an alarm keeps them: "night underground"."""
    return frozenset((text or "").split()) & set(ALL)
