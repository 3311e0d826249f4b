"""The view of the premium plan: written down by keyboard, line by line, and shown beside what was spent."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from ui_fixtures import answers, config, english, session  # noqa: F401 - fixtures

from armdesk.models import CommitteeSeat, Meeting, PremiumEntry, PremiumPlan, PremiumPlanLine, Resolution
from ui.pages.premium import PremiumPage
from ui.session import Session, Visit

Key = Qt.Key


def shown(session: Session, qtbot: Any) -> PremiumPage:  # noqa: F811
    page = PremiumPage(session)
    qtbot.addWidget(page)
    page.resize(1180, 640)
    page.show()
    page.views.choose(2)
    return page


def visited(session: Session) -> list[Visit]:  # noqa: F811
    found: list[Visit] = []
    session.went.connect(found.append)
    return found


def test_an_office_without_a_plan_is_told_what_one_is(session: Session, qtbot: Any) -> None:  # noqa: F811
    page, went = shown(session, qtbot), visited(session)
    qtbot.waitUntil(lambda: "three to five years" in page.plan.words.text(), timeout=5000)
    assert page.plan.committee.text() == "Nobody is noted in the premium committee."
    seat, plan, line = page.plan.buttons
    assert not line.isEnabled(), "a line belongs to a plan"
    for each in (seat, plan):
        each.setFocus()
        qtbot.keyClick(each, Key.Key_Space)
    assert [(each.page, each.new) for each in went] == [("committee_seat", True), ("premium_plan", True)]
    assert went[0].values == {"began_on": session.today()}


def test_lines_stand_beside_what_was_spent(session: Session, qtbot: Any) -> None:  # noqa: F811
    store = session.store
    meeting = store.save(Meeting(date=date(2026, 1, 4), kind="assembly", title="A"))
    resolution = store.save(Resolution(meeting=meeting.id, topic="Plan"))
    plan = store.save(PremiumPlan(name="Plan", period_from=date(2026, 1, 1), period_to=date(2028, 12, 31),
                                  resolution=resolution.id))
    page, went = shown(session, qtbot), visited(session)
    qtbot.waitUntil(lambda: page.plan.table.rows.count == 1, timeout=5000)
    assert page.plan.table.rows.cell(0, 0) == "no line yet"
    qtbot.keyClick(page.plan.buttons[2], Key.Key_Space)
    assert went[-1].values == {"plan": plan.id, "rank": 1, "currency": None}
    line = store.save(PremiumPlanLine(plan=plan.id, rank=1, area="social", purpose="Botiquines", amount=500_00,
                                      currency="USD", women=9, men=4))
    store.save(PremiumEntry(kind="spent", date=date(2026, 1, 6), amount=200_00, currency="USD", use="Botiquines",
                            resolution=resolution.id, plan_line=line.id, women=3))
    store.save(CommitteeSeat(name_as_written="Ana", speaks_for="miners", began_on=date(2026, 1, 4)))
    qtbot.waitUntil(lambda: "1 person sits" in page.plan.committee.text(), timeout=5000)
    cells = [page.plan.table.rows.cell(0, column) for column in range(7)]
    assert cells == ["Botiquines", "Social", "500.00 USD", "200.00 USD", "300.00 USD", "3 of 9", "0 of 4"]
    assert "200.00 USD spent of 500.00 USD" in page.plan.words.text()
    assert page.views.place() == 2, "what was written does not lead away from the plan"
    page.plan.table.setFocus()
    qtbot.keyClick(page.plan.table, Key.Key_Return)
    assert (went[-1].page, went[-1].record) == ("premium_plan_line", line.id)
    store.save(PremiumPlan(name="Plan de antes", period_from=date(2025, 1, 1), period_to=date(2025, 12, 31)))
    qtbot.waitUntil(lambda: page.plan.table.rows.count == 2, timeout=5000)
    assert [page.plan.table.rows.cell(row, 0) for row in range(2)] == ["Plan", "Plan de antes"]
