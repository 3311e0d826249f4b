"""A past audit's corrective action plan: findings tied to the actions that were imported from the same file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from test_import_la_esperanza import BOX, TODAY, TRUTH, Imported, box  # noqa: F401 - the fixture

from armdesk.errors import RefusedFile
from armdesk.models import Action, Audit, Finding
from armdesk.services.audit import audit_findings, audit_plan
from armdesk.services.plan.action_sources import actions_for
from armdesk.store import Store

PLAN = BOX / "Auditoria" / "Plan de accion auditoria 2025.xlsx"


def test_la_esperanzas_plan_becomes_findings_of_its_actions(box: Imported) -> None:  # noqa: F811
    store = box.store
    audit = store.save(Audit(code="V-2025", title="Visita de mayo", kind="assurer", standard="craft-2.0",
                             visit_on=date(2025, 5, 15)))
    before = len(store.all(Action))
    plan = audit_plan.look(store, audit, PLAN, TODAY)
    assert len(plan.rows) == before == 26 and plan.day == date(2025, 5, 15)
    assert all(each.action for each in plan.rows) and not any(each.known for each in plan.rows)
    assert {each.grade for each in plan.rows} == {"major", "minor", "observation"} and plan.left_out == 0
    assert audit_plan.take(store, audit, plan, {}, TODAY) == (26, 0)
    assert len(store.all(Action)) == before
    held = audit_findings.held(store, audit, TODAY)
    assert len(held) == 26 and all(len(each.actions) == 1 for each in held)
    assert sum(each.open for each in held) == TRUTH["actions"]["open"]
    eleven = next(each for each in held if each.finding.number == "11")
    assert eleven.finding.closed_on == date(2025, 4, 30) < audit.visit_on
    assert eleven.finding.text == eleven.actions[0].origin_as_written
    assert actions_for(store, f"finding/{eleven.finding.id}")[0].id == eleven.actions[0].id
    again = audit_plan.look(store, audit, PLAN, TODAY)
    assert all(each.known for each in again.rows) and audit_plan.take(store, audit, again, {}, TODAY) == (0, 0)
    store.undo()


def test_a_plan_without_actions_here_makes_them(store: Store, tmp_path: Path) -> None:
    audit = store.save(Audit(code="V-1", title="Visita", kind="buyer", standard="craft-2.0"))
    book = Workbook()
    for cells in (["Finding no.", "Finding", "Class", "Root cause", "Corrective action", "Owner", "Due date", "Status",
                   "Closed on", "Progress"],
                  ["1", "No proof of age", "NC mayor", "Nobody asks", "Ask for cards", "Ana", "2026-03-01", "open", "",
                   "40 %"],
                  ["2", "Kit incomplete", "weird", "", "", "", "tomorrow", "strange", "", ""],
                  ["", "", "", "", "Total", "", "", "", "", ""],
                  ["3", "Signs missing", "Minor", "", "Paint", "", "2025-12-01", "done", "2025-11-20", 1]):
        book.active.append(cells)
    book.save(tmp_path / "plan.xlsx")
    plan = audit_plan.look(store, audit, tmp_path / "plan.xlsx", date(2026, 1, 31))
    assert [each.grade for each in plan.rows] == ["major", "observation", "minor"] and plan.left_out == 1
    assert len(plan.rows[1].problems) == 3 and plan.day is None
    assert audit_plan.take(store, audit, plan, {0: "requirement/craft-2.0/M.3/1.1/P.1"}, date(2026, 1, 31)) == (3, 2)
    one, two, three = store.all(Finding, audit=audit.id)
    assert one.requirement and one.cause == "Nobody asks" and two.action is None and three.status == "closed"
    action = store.get(Action, one.action)
    assert action is not None and (action.measure, action.progress, action.origin) == (
        "Ask for cards", 40, f"finding/{one.id}")
    store.undo()
    assert store.all(Finding, audit=audit.id) == [] and store.all(Action) == []


def test_a_file_that_is_no_plan_is_refused(store: Store, tmp_path: Path) -> None:
    audit = store.save(Audit(code="V-1", title="Visita", kind="buyer"))
    book = Workbook()
    book.active.append(["Fecha", "Gramos"])
    book.save(tmp_path / "otro.xlsx")
    with pytest.raises(RefusedFile, match=r"otro\.xlsx"):
        audit_plan.look(store, audit, tmp_path / "otro.xlsx", date(2026, 1, 31))
