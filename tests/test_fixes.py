"""One click puts a finding right, and undo brings it back: each fix where its rule speaks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import rule_cases_before
from rule_cases import CASES, DAY, someone, told
from test_every_rule import TODAY, found

from armdesk.models import (
    Action,
    ActionExtension,
    Lot,
    Meeting,
    Production,
    Rate,
    Training,
    TrainingAttendance,
)
from armdesk.services.findings.fixes import FIXES, fix_of
from armdesk.workspace import Workspace

assert rule_cases_before.DAY  # it adds its cases when it is imported


def _planted(rule: str, name: str) -> Callable[[Workspace], Any]:
    return next(each.plant for each in CASES[rule] if name in each.names)


def _used_lot(space: Workspace) -> None:
    told(space, Lot, code="A", created_on=DAY, gross_mg=9_000, fineness=10_000, status="used")


def _marks(space: Workspace) -> None:
    held, person = told(space, Training, subject="Gases", date=DAY), someone(space)
    for _time in (1, 2):
        told(space, TrainingAttendance, training=held.id, person=person.id, present=True)


def _quorum(space: Workspace) -> None:
    told(space, Meeting, number="020", date=DAY, kind="assembly", entitled=62, attended=28, quorum_stated=True)


def _quiet(space: Workspace) -> None:
    action = told(space, Action, number="A-1", measure="Entibar", status="open", due_on=date(2026, 9, 1))
    told(space, ActionExtension, action=action.id, date=DAY, old_due=DAY, new_due=date(2026, 6, 1), reason="Madera",
         approved_by="Junta")


def _open_end(space: Workspace) -> None:
    for day, value in ((date(2025, 1, 1), 1_000_000), (date(2025, 6, 1), 2_000_000)):
        told(space, Rate, kind="own_fee", name="Cuota", value=value, unit="%", valid_from=day, source_text="Acta")


def _loose(space: Workspace) -> None:
    someone(space, "RUIZ TELLO ANA MARÍA")
    told(space, Production, date=DAY + timedelta(days=1), gross_mg=1_000, person_as_written="Ana Ruiz Tello")


PLANTS: dict[str, tuple[str, Callable[[Workspace], Any]]] = {
    "left_but_active": ("state_against_days", _planted("state_against_days", "left_but_active")),
    "severity_contradicted": ("severity_contradicted", _planted("severity_contradicted", "severity_contradicted")),
    "written_twice": ("written_twice", _planted("written_twice", "written_twice")),
    "equipment_twice": ("equipment_twice", _planted("equipment_twice", "equipment_twice")),
    "permit_and_paper": ("permit_and_paper", _planted("permit_and_paper", "permit_and_paper")),
    "photo_twice": ("photo_reused", _planted("photo_reused", "photo_twice")),
    "lot_status": ("lot_status", _used_lot), "twice_in_course": ("twice_in_course", _marks),
    "quorum_contradicted": ("quorum", _quorum), "moved_quietly": ("moved_quietly", _quiet),
    "rates_overlap": ("rates_overlap", _open_end), "names_not_linked": ("names_not_linked", _loose),
    "older_file_cited": ("older_file_cited", _planted("older_file_cited", "older_file_cited")),
}


def test_every_fix_is_tried() -> None:
    assert PLANTS.keys() == FIXES.keys()


@pytest.mark.parametrize("name", sorted(PLANTS))
def test_one_click_puts_it_right_and_undo_brings_it_back(workspace: Workspace, name: str) -> None:
    rule, plant = PLANTS[name]
    plant(workspace)
    [finding] = [each for each in found(workspace, rule) if each.rule == name]
    fix = fix_of(finding)
    assert fix is not None and fix.mend(workspace.store, finding, TODAY) >= 1
    assert not [each for each in found(workspace, rule) if each.rule == name]
    workspace.store.undo()
    assert [each.sentence for each in found(workspace, rule) if each.rule == name] == [finding.sentence]
