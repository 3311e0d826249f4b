"""Sheets of the risk register and the action plan for packs: every source, extension, effect and reassessment."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from armdesk.exports.pack_table import PackTable, Row
from armdesk.exports.sheets_registers import register
from armdesk.fields import Code, Text
from armdesk.i18n import _
from armdesk.models import Action, Risk, choices
from armdesk.query import Query
from armdesk.record import Record
from armdesk.reports.document import CellValue, Column
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.packs.scope import Scope
from armdesk.services.plan import risks
from armdesk.services.plan.action_sources import by_action, confidential, withheld

_HIDDEN = ("grievance",)
"""What is named in a pack only by its kind: who wrote a grievance is nobody's business."""
_ID = 16


def action_plan(scope: Scope) -> PackTable:
    """The plan with all its sources, when it was first due, and how often that was moved."""
    sources = by_action(scope.store)
    extended = {id_of(action): (int(times), str(first)) for action, times, first in ask(
        scope.store, "SELECT action, count(*), min(old_due) FROM action_extension WHERE trashed = 0 GROUP BY action")}
    notes = {id_of(action): str(day) for action, day in ask(
        scope.store, "SELECT action, max(date) FROM action_note WHERE trashed = 0 GROUP BY action")}

    def more(id_: str) -> tuple[CellValue, ...]:
        named = [_named(scope, each) for each in sources.get(id_, ())]
        times, first = extended.get(id_, (0, ""))
        return ("; ".join(dict.fromkeys(filter(None, named))) or None, times or None, _day(first),
                _day(notes.get(id_)))

    columns = (
        Column("risk_no or finding_no", _("What it answers"), "note", width=2.0),
        Column("extensions", _("Extensions"), "number", places=0), Column("first_due_on", _("First due on"), "date"),
        Column("last_progress_on", _("Last progress told on"), "date"))
    return _widened(scope, "S26", Action, columns, more, confidential(scope.store))


def risk_register(scope: Scope) -> PackTable:
    """The register with the level of each risk, the day by which it is looked at again, and its actions."""
    known = {each.risk.id: each for each in risks.known(
        scope.store, risks.rows_of(scope.store, [scope.catalogue.key, *risks.keys_of(scope.store)]), scope.made_on)}

    def more(id_: str) -> tuple[CellValue, ...]:
        each = known.get(id_)
        if each is None:
            return (None, None, None, None)
        seen = each.reviews[-1] if each.reviews else None
        before = f"{seen.old_likelihood or '–'}x{seen.old_impact or '–'}" if seen is not None else None
        level = _(choices.RISK_LEVEL[each.level]) if each.level else None
        return (level, before, each.clock.ends,
                ", ".join(action.number for action in each.actions if action.number) or None)

    columns = (Column("level", _("Level")), Column("before", _("Likelihood x severity before")),
               Column("review_by", _("Look again by"), "date"), Column("action_no", _("Actions"), "note", width=1.5))
    return _widened(scope, "S25", Risk, columns, more)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _named(scope: Scope, reference: str) -> str:
    """A source as the pack names it; of grievances only the kind."""
    kind = reference.partition("/")[0]
    return scope.reference(f"{kind}/") if kind in _HIDDEN else scope.reference(reference)


def _veil(field: Text | None, cell: CellValue) -> CellValue:
    return cell if field is None or cell is None else withheld() if field.required else None


def _widened(scope: Scope, code: str, type_: type[Record], columns: Sequence[Column],
             more: Callable[[str], tuple[Any, ...]], veiled: Collection[str] = ()) -> PackTable:
    """The table of a register with further columns behind its own; of what is veiled no text leaves the office."""
    rows = Query(type_)
    table = register(scope, code, rows)
    packed = bytes(scope.store.ids(rows))
    texts = {field.key: field for field in type_.declared() if isinstance(field, Text) and not isinstance(field, Code)}
    ids = [packed[start : start + _ID].hex() for start in range(0, len(packed), _ID)]

    def make(coded: bool) -> Iterator[Row]:
        for id_, row in zip(ids, table.make(coded), strict=True):
            kept = [_veil(texts.get(column.key), cell) for column, cell in zip(table.columns, row, strict=True)] \
                if id_ in veiled else row
            yield (*kept, *more(id_))

    return replace(table, columns=(*table.columns, *columns), make=make)
