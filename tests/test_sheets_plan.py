"""The sheets of plan and risks in a pack: all sources, extensions, effect and clocks; nobody's grievance."""

from __future__ import annotations

from datetime import date

from factories import make
from test_action_flow import CHECKED, DAY, action
from test_pack_tables import made

from armdesk.models import ActionNote
from armdesk.services.plan import action_sources, action_work
from armdesk.store import Store


def test_the_plan_tells_all_it_answers_and_how_often_it_was_moved(store: Store) -> None:
    risk = make(store, "risk", number="R-7", requirement=None)
    grievance = make(store, "grievance", number="Q-SECRETA", subject="Nadie debe leer esto")
    record = action(store, number="A-1", origin=f"risk/{risk.id}", due_on=date(2025, 3, 31))
    action_sources.link(store, [record.id], [f"grievance/{grievance.id}", "requirement/craft-2.0/M.1/5.2/P.4"])
    action_work.extend(store, record, date(2025, 6, 30), "Llovió", "Junta", DAY)
    action_work.tell(store, record, ActionNote(date=date(2025, 5, 5), text="Se pidió", progress=10))
    action(store, number="A-2", status="closed", done_on=DAY, due_on=date(2025, 6, 1), **CHECKED)
    rows = {row["action_no"]: row for row in made(store, "S26")}
    one = rows["A-1"]
    assert one["risk_no or finding_no"] == "risk R-7; grievance; M.1/5.2/P.4"
    assert (one["extensions"], one["first_due_on"], one["due_on"]) == (1, date(2025, 3, 31), date(2025, 6, 30))
    assert one["last_progress_on"] == date(2025, 5, 5) and one["progress_pct"] == 10
    two = rows["A-2"]
    assert (two["effective"], two["effect_checked_by"], two["extensions"]) == ("yes", "Comité", None)
    assert "SECRETA" not in str(rows) and "Nadie debe" not in str(rows)


def test_the_register_tells_level_clock_and_what_it_was(store: Store) -> None:
    risk = make(store, "risk", number="R-7", likelihood="2", impact="4", requirement=None, status="mitigating",
                decided_on=date(2025, 7, 1), reassessed_on=None)
    make(store, "risk_review", risk=risk.id, old_likelihood="4", old_impact="4")
    action(store, number="A-3", origin=f"risk/{risk.id}", adopted_on=date(2025, 8, 15), due_on=date(2025, 12, 1))
    make(store, "risk", number="R-8", likelihood=None, requirement=None)
    rows = {row["risk_no"]: row for row in made(store, "S25")}
    assert (rows["R-7"]["level"], rows["R-7"]["before"], rows["R-7"]["review_by"], rows["R-7"]["action_no"]) == (
        "High risk", "4x4", date(2026, 2, 15), "A-3")
    assert rows["R-8"]["level"] is None
