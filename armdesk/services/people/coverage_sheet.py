"""CoverageSheet: each person against each needed course or item, with its state and the day it ends."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from datetime import date

from armdesk.i18n import _
from armdesk.models import CourseKind, choices
from armdesk.services.basis.figure import ask
from armdesk.services.people.standings import (
    ENDLESS,
    LAPSED,
    NEVER,
    PPE,
    SOON,
    TRAINING,
    VALID,
    Someone,
    Standings,
    read_standings,
)
from armdesk.store import Store

__all__ = ["PPE", "TRAINING", "CoverageSheet", "Standing", "read_standing"]
_CODES = ("", VALID, SOON, LAPSED, NEVER)


@dataclass(frozen=True)
class Standing:
    """Somebody who needs something."""

    id: str
    name: str
    crew: str
    role: str
    sex: str


@dataclass
class CoverageSheet:
    """People down, what is needed across.

    Shape: kinds are (id or code, name); states holds one byte for each cell, row by row; ends the day as an ordinal,
    0 where there is none.
    """

    of: str
    day: date
    people: list[Standing]
    kinds: list[tuple[str, str]]
    states: bytearray
    ends: array[int]

    def state(self, row: int, column: int) -> str:
        """State of a cell, "" where nothing is needed."""
        return _CODES[self.states[row * len(self.kinds) + column]]

    def end(self, row: int, column: int) -> date | None:
        """Last day on which it holds, None where it does not end or was never there."""
        ordinal = self.ends[row * len(self.kinds) + column]
        return date.fromordinal(ordinal) if ordinal else None

    def lacking(self, column: int) -> list[int]:
        """Rows of those who need it and do not have it."""
        width = len(self.kinds)
        return [row for row in range(len(self.people)) if self.states[row * width + column] > 2]

    def count(self, column: int) -> tuple[int, int]:
        """(who needs it, who has it)."""
        cells = self.states[column :: len(self.kinds)]
        held = cells.count(1) + cells.count(2)
        return held + cells.count(3) + cells.count(4), held


def read_standing(store: Store, day: date, of: str, *, crew: str = "", lacking_only: bool = False) -> CoverageSheet:
    """The matrix of a day, of one crew or all; lacking_only leaves out who has everything."""
    found = read_standings(store, day, of)
    chosen = [who for who in found.people if not crew or who.crew == bytes.fromhex(crew)]
    if lacking_only:
        chosen = [who for who in chosen if any(
            found.state(found.ends[place].get(who.id)) in (LAPSED, NEVER) for place in who.needs)]
    known = {bytes(row[0]): (row[1], row[2] or "") for row in ask(
        store, "SELECT p.id, p.name, c.name FROM person p LEFT JOIN crew c ON c.id = p.crew WHERE p.trashed = 0")}
    chosen.sort(key=lambda who: (known[who.id][0], who.id))
    kinds = _kinds(store, of, {found.whats[place] for who in chosen for place in who.needs})
    people = [Standing(who.id.hex(), *known[who.id], who.role, who.sex) for who in chosen]
    return _filled(CoverageSheet(of, day, people, kinds, bytearray(len(people) * len(kinds)),
                                 array("i", bytes(4 * len(people) * len(kinds)))), found, chosen)


def _kinds(store: Store, of: str, needed: set[str]) -> list[tuple[str, str]]:
    if of == TRAINING:
        return [(kind.id, str(kind.name)) for kind in store.all(CourseKind) if kind.id in needed]
    return [(code, _(name)) for code, name in choices.PPE.items() if code in needed]


def _filled(sheet: CoverageSheet, found: Standings, chosen: list[Someone]) -> CoverageSheet:
    column_of = {what: column for column, (what, _name) in enumerate(sheet.kinds)}
    columns = [column_of.get(what, -1) for what in found.whats]
    codes = {state: _CODES.index(state) for state in _CODES}
    ordinals: dict[str, int] = {ENDLESS: 0}
    width, start = len(sheet.kinds), 0
    for who in chosen:
        for place in who.needs:
            end = found.ends[place].get(who.id)
            cell = start + columns[place]
            sheet.states[cell] = codes[found.state(end)]
            if end is not None:
                if end not in ordinals:
                    ordinals[end] = date.fromisoformat(end).toordinal()
                sheet.ends[cell] = ordinals[end]
        start += width
    return sheet
