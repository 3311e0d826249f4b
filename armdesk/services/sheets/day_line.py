"""Line: one delivery as it stands on a day sheet, with what was typed and is not saved, and what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from armdesk.models import Production
from armdesk.models.production import fine_mg
from armdesk.typed import Ambiguous

QUANTITIES = ("gross_mg", "fineness", "ore_kg", "hours", "persons")
"""What can be typed into a month of days and crews, the gold first."""
KEPT = tuple(each.name for each in Production.declared())
"""Fields of a delivery that a line carries, seen on the sheet or not."""
_WORDS = ("receipt_no", "note", "tailings_kg", "head_grade")
_WHO = ("crew", "crew_as_written", "person", "person_as_written")

Doubts = dict[str, tuple[Decimal, Decimal]]
State = tuple[dict[str, Any], dict[str, str], dict[str, list[str]], Doubts]


@dataclass(eq=False)
class Line:
    """One delivery, or a day without work.

    Shape: values are the fields as they stand here, saved as they stand in the register ({} for a new line), both
    without what is empty; texts are the cells that are not understood, as typed; doubts are those of them that could
    mean two numbers, with both (as thousands, as decimals); problems maps fields ("" for the whole line) to sentences;
    theirs are the fields that somebody else saved meanwhile, (our text, theirs); placed says that its day and crew
    came from its place in a month; own, that it was begun on this sheet.
    """

    values: dict[str, Any]
    saved: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    problems: dict[str, list[str]] = field(default_factory=dict)
    doubts: Doubts = field(default_factory=dict)
    theirs: dict[str, tuple[str, str]] = field(default_factory=dict)
    id: str = ""
    version: int = 0
    placed: bool = False
    own: bool = False

    @property
    def changed(self) -> bool:
        """Whether something here is not in the register."""
        return bool(self.texts) or self.values != self.saved

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to keep: no quantity, no word, and no crew that was typed."""
        told = (*QUANTITIES, *_WORDS, *(() if self.placed or self.id else _WHO))
        return not self.texts and not self.values.get("no_work") and all(
            self.values.get(name) is None for name in told)

    def state(self) -> State:
        """How it stands, to be taken back to."""
        return (dict(self.values), dict(self.texts), {name: list(each) for name, each in self.problems.items()},
                dict(self.doubts))

    def go_back(self, state: State) -> None:
        """Stand as before."""
        self.values, self.texts, self.problems, self.doubts = state

    def put(self, values: Mapping[str, Any], typed: str = "") -> None:
        """Set understood values; typed is what was written for the first of them where it says more than the value."""
        for name in values:
            self.texts.pop(name, None)
            self.problems.pop(name, None)
            self.doubts.pop(name, None)
        self.problems.pop("", None)
        known = self.typed_texts()
        for name in values:
            known.pop(name, None)
        if typed:
            known[next(iter(values))] = typed
        told = json.dumps(known, ensure_ascii=False, sort_keys=True) if known else None
        merged = {**self.values, **values, "typed": told}
        merged["fine_mg"] = fine_mg(merged.get("gross_mg"), merged.get("fineness"))
        self.values = {name: value for name, value in merged.items() if value is not None}

    def refuse(self, name: str, text: str, error: ValueError) -> None:
        """Keep a text that is not understood, with the reason."""
        self.texts[name] = text
        self.problems[name] = [str(error)]
        self.doubts.pop(name, None)
        if isinstance(error, Ambiguous):
            self.doubts[name] = error.readings

    def typed_texts(self) -> dict[str, str]:
        """What was typed, by field, where it says more than the value ("2 cast 3 tom")."""
        return dict(json.loads(self.values["typed"])) if self.values.get("typed") else {}
