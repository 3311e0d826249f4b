"""CoverageSheet: each person against each needed course or item, with its state and the day it ends."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from datetime import date

from armdesk.i18n import _
from armdesk.models import CourseKind, choices
from armdesk.services.coverage import ENDLESS, LAPSED, NEVER, SOON, VALID, ppe_question, training_question
from armdesk.services.figure import ask, id_of
from armdesk.store import Store

TRAINING, PPE = "training", "ppe"
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
    question, values = (training_question if of == TRAINING else ppe_question)(store, day)
    only = "WHERE person IN (SELECT id FROM person WHERE crew = ?)" if crew else ""
    more: list[object] = [bytes.fromhex(crew)] if crew else []
    rows = ask(store, f"{question} SELECT person, what, state, ends FROM stands {only}", *values, *more)  # noqa: S608
    known = {id_of(row[0]): Standing(id_of(row[0]), row[1], row[2] or "", row[3], row[4] or "unknown") for row in ask(
        store, "SELECT p.id, p.name, c.name, p.role, p.sex FROM person p LEFT JOIN crew c ON c.id = p.crew "
        "WHERE p.trashed = 0")}
    wanted = {id_of(person) for person, _what, state, _ends in rows if not lacking_only or state in (LAPSED, NEVER)}
    people = sorted((known[id_] for id_ in wanted), key=lambda each: (each.name, each.id))
    kinds = _kinds(store, of, {what if isinstance(what, str) else id_of(what) for _person, what, *_rest in rows})
    return _filled(CoverageSheet(of, day, people, kinds, bytearray(len(people) * len(kinds)),
                                 array("i", bytes(4 * len(people) * len(kinds)))), rows)


def _kinds(store: Store, of: str, needed: set[str]) -> list[tuple[str, str]]:
    if of == TRAINING:
        return [(kind.id, str(kind.name)) for kind in store.all(CourseKind) if kind.id in needed]
    return [(code, _(name)) for code, name in choices.PPE.items() if code in needed]


def _filled(sheet: CoverageSheet, rows: list[tuple[object, ...]]) -> CoverageSheet:
    row_of = {each.id: row for row, each in enumerate(sheet.people)}
    column_of = {what: column for column, (what, _name) in enumerate(sheet.kinds)}
    width = len(sheet.kinds)
    for person, what, state, ends in rows:
        row = row_of.get(id_of(person))
        column = column_of.get(what if isinstance(what, str) else id_of(what))
        if row is None or column is None:
            continue
        sheet.states[row * width + column] = _CODES.index(str(state))
        if isinstance(ends, str) and ends != ENDLESS:
            sheet.ends[row * width + column] = date.fromisoformat(ends).toordinal()
    return sheet
