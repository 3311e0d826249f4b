"""Line: one delivery as it stands on a day sheet, with what was typed and is not saved, and what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from armdesk.models import Production
from armdesk.models.production import fine_mg

QUANTITIES = ("gross_mg", "fineness", "ore_kg", "hours", "persons")
"""What can be typed into a month of days and crews, the gold first."""
KEPT = tuple(each.name for each in Production.declared())
"""Fields of a delivery that a line carries, seen on the sheet or not."""
_WORDS = ("receipt_no", "note", "tailings_kg", "head_grade")
_WHO = ("crew", "crew_as_written", "person", "person_as_written")

State = tuple[dict[str, Any], dict[str, str], dict[str, list[str]]]


@dataclass(eq=False)
class Line:
    """One delivery, or a day without work.

    Shape: values are the fields as they stand here, saved as they stand in the register ({} for a new line); texts
    are the cells that are not understood, as typed; problems maps fields ("" for the whole line) to sentences;
    theirs are the values somebody else saved meanwhile; placed says that its day and crew came from its place.
    """

    values: dict[str, Any]
    saved: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    problems: dict[str, list[str]] = field(default_factory=dict)
    theirs: dict[str, Any] = field(default_factory=dict)
    id: str = ""
    version: int = 0
    placed: bool = False

    @property
    def changed(self) -> bool:
        """Whether something here is not in the register."""
        return bool(self.texts) or (self.differs() if self.id else True)

    def differs(self) -> bool:
        """Whether a value was changed."""
        return any(self.values.get(name) != self.saved.get(name) for name in (*KEPT, "typed"))

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to keep: no quantity, no word, and no crew that was typed."""
        told = (*QUANTITIES, *_WORDS, *(() if self.placed or self.id else _WHO))
        return not self.texts and not self.values.get("no_work") and all(
            self.values.get(name) is None for name in told)

    def state(self) -> State:
        """How it stands, to be taken back to."""
        return dict(self.values), dict(self.texts), {name: list(each) for name, each in self.problems.items()}

    def go_back(self, state: State) -> None:
        """Stand as before."""
        self.values, self.texts, self.problems = dict(state[0]), dict(state[1]), dict(state[2])

    def put(self, values: Mapping[str, Any], typed: str = "") -> None:
        """Set understood values; typed is what was written for the first of them where it says more than the value."""
        for name in values:
            self.texts.pop(name, None)
            self.problems.pop(name, None)
        self.problems.pop("", None)
        self.values.update(values)
        known = self.typed_texts()
        for name in values:
            known.pop(name, None)
        if typed:
            known[next(iter(values))] = typed
        self.values["typed"] = json.dumps(known, ensure_ascii=False, sort_keys=True) if known else None
        self.values["fine_mg"] = fine_mg(self.values.get("gross_mg"), self.values.get("fineness"))

    def refuse(self, name: str, text: str, sentence: str) -> None:
        """Keep a text that is not understood, with the reason."""
        self.texts[name] = text
        self.problems[name] = [sentence]

    def typed_texts(self) -> dict[str, str]:
        """What was typed, by field, where it says more than the value ("2 cast 3 tom")."""
        return dict(json.loads(self.values["typed"])) if self.values.get("typed") else {}

    def problem(self, name: str) -> str:
        """What is wrong with one cell."""
        return " ".join(self.problems.get(name, []))
