"""The morning's page: what the checks find is opened and answered in its place, and speaks again for another figure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from factories import make
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget
from ui_fixtures import answers, config, english, session  # noqa: F401 - fixtures

from armdesk.catalogues import load
from armdesk.models import Explanation
from armdesk.query import Filter, Query
from armdesk.services.findings.checks import LIGHT
from armdesk.services.findings.finding import Finding, Look
from armdesk.services.findings.gold_rules import GOLD_RULES
from armdesk.services.findings.proved import Proved
from armdesk.services.findings.watch import Seen, Watch
from armdesk.workspace import Workspace
from ui.finding_row import FindingRow
from ui.findings import FindingList, NotFitting
from ui.pages.home import HomePage
from ui.session import Period, Session, Visit
from ui.shell import Shell

YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))


@pytest.fixture
def shell(session: Session, qtbot: Any) -> Shell:  # noqa: F811
    make(session.store, "organisation")
    window = Shell(session)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    return window


def home(shell: Shell) -> HomePage:
    page = shell.widget("today")
    assert isinstance(page, HomePage)
    return page


def looked(shell: Shell, qtbot: Any, fits: Callable[[list[Finding]], bool] = lambda found: True) -> list[Finding]:
    """What the checks find once it fits."""
    checks = shell.session.checks
    qtbot.waitUntil(lambda: checks.seen is not None and fits(checks.findings), timeout=10_000)
    return checks.findings


def of_rule(findings: list[Finding], rule: str) -> list[Finding]:
    return [each for each in findings if each.rule == rule]


def row_of(findings: FindingList, rule: str) -> FindingRow:
    return next(row for row in findings.rows if row.findings[0].rule == rule)


def words(widget: QWidget) -> str:
    return " ".join([each.text() for each in widget.findChildren(QLabel) if not each.isHidden()]
                    + [each.text() for each in widget.findChildren(QPushButton)])


def sell(shell: Shell, gross_mg: int) -> Any:
    return make(shell.session.store, "sale", date=date(2025, 3, 9), gross_mg=gross_mg, fineness=10_000)


def test_a_finding_is_answered_with_the_keyboard_alone_and_undone(shell: Shell, qtbot: Any) -> None:
    store = shell.session.store
    lot = make(store, "lot", status="hold", hold_reason="ensayo", sale=None)
    looked(shell, qtbot, lambda found: bool(of_rule(found, "lots_on_hold")))
    row = row_of(home(shell).findings, "lots_on_hold")
    row.take_focus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert row.box is not None and row.box.reason.hasFocus()
    qtbot.keyClick(row.box.reason, Qt.Key.Key_Return)
    assert row.box.problem.text() == "Say why it does not apply."
    qtbot.keyClicks(row.box.reason, "El laboratorio responde el lunes")
    qtbot.keyClick(row.box.reason, Qt.Key.Key_Return)
    looked(shell, qtbot, lambda found: all(each.explained for each in of_rule(found, "lots_on_hold")))
    kept = store.one(Explanation)
    assert kept is not None
    assert (kept.target, kept.author, kept.date, kept.fact) == (
        f"lot/{lot.id}", "tester", shell.session.today(), "ensayo")
    assert "Explained (1)" in words(home(shell).findings)
    qtbot.keyClick(shell, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    looked(shell, qtbot, lambda found: not any(each.explained for each in found))
    assert row_of(home(shell).findings, "lots_on_hold")


def test_esc_leaves_and_a_reason_being_written_survives_other_findings(shell: Shell, qtbot: Any) -> None:
    store = shell.session.store
    make(store, "lot", status="hold", hold_reason="ensayo", sale=None)
    looked(shell, qtbot, lambda found: bool(of_rule(found, "lots_on_hold")))
    findings = home(shell).findings
    row = row_of(findings, "lots_on_hold")
    row.open_box()
    assert row.box is not None
    qtbot.keyClicks(row.box.reason, "Half a rea")
    make(store, "lot", status="frozen", hold_reason="robo")
    looked(shell, qtbot, lambda found: len(of_rule(found, "lots_on_hold")) == 2)
    assert row.box.reason.text() == "Half a rea" and row in findings.rows
    qtbot.keyClick(row.box.reason, Qt.Key.Key_Escape)
    assert findings.answering is None
    assert len([row for row in findings.rows if row.findings[0].rule == "lots_on_hold"]) == 2
    assert store.count(Query(Explanation)) == 0


def test_a_second_answer_begun_while_new_findings_wait_stays_open(shell: Shell, qtbot: Any) -> None:
    store = shell.session.store
    make(store, "lot", status="hold", hold_reason="ensayo")
    make(store, "production", date=date(2025, 2, 1), gross_mg=100, fineness=None)
    looked(shell, qtbot, lambda found: bool(of_rule(found, "lots_on_hold")))
    findings = home(shell).findings
    row_of(findings, "lots_on_hold").open_box()
    make(store, "lot", status="frozen", hold_reason="robo")
    looked(shell, qtbot, lambda found: len(of_rule(found, "lots_on_hold")) == 2)
    second = row_of(findings, "without_fineness")
    second.open_box()
    assert findings.answering is second and second.box is not None and second.box.isVisible()
    second.box.left.emit()
    assert findings.answering is None
    assert len([row for row in findings.rows if row.findings[0].rule == "lots_on_hold"]) == 2


def test_an_explained_shortage_speaks_again_for_another_figure(shell: Shell, qtbot: Any) -> None:
    sale = sell(shell, 12_000)
    looked(shell, qtbot, lambda found: bool(of_rule(found, "balance")))
    findings = home(shell).findings
    findings.keep(row_of(findings, "balance").findings, "Stock of 2024 not entered", "tester")
    looked(shell, qtbot, lambda found: all(each.explained for each in of_rule(found, "balance")))
    sale.gross_mg = 300_000
    shell.session.store.save(sale)
    looked(shell, qtbot, lambda found: "300.00" in of_rule(found, "balance")[0].sentence)
    said = words(row_of(findings, "balance"))
    assert "for another figure" in said and "12.00 g" in said and "Stock of 2024" in said


def test_explained_ones_are_folded_and_can_be_taken_back(shell: Shell, qtbot: Any) -> None:
    make(shell.session.store, "lot", status="hold", hold_reason="ensayo", sale=None)
    looked(shell, qtbot, lambda found: bool(of_rule(found, "lots_on_hold")))
    findings = home(shell).findings
    findings.keep(row_of(findings, "lots_on_hold").findings, "Known", "tester")
    looked(shell, qtbot, lambda found: all(each.explained for each in of_rule(found, "lots_on_hold")))
    assert not any(row.findings[0].explained for row in findings.rows)
    next(each for each in findings.findChildren(QPushButton) if each.text() == "Explained (1)").click()
    row = row_of(findings, "lots_on_hold")
    assert "Known – tester, 2026-01-31" in words(row)
    next(each for each in row.buttons if each.text() == "Take back").click()
    looked(shell, qtbot, lambda found: not any(each.explained for each in found))


def test_a_finding_leads_to_exactly_its_rows_whatever_the_period(shell: Shell, qtbot: Any) -> None:
    store, names = shell.session.store, set()
    shell.session.choose_period(YEAR)
    for number in range(2):
        names.add(make(store, "lot", code=f"H-{number}", created_on=date(2024, 5, 1), status="hold",
                       hold_reason="ensayo").id)
    make(store, "lot", code="Good", created_on=date(2025, 5, 1), status="sold", hold_reason=None)
    found = of_rule(looked(shell, qtbot, lambda found: len(of_rule(found, "lots_on_hold")) == 2), "lots_on_hold")
    from ui.showing import show

    show(shell.session, found)
    page: Any = shell.widget("lot")
    qtbot.waitUntil(lambda: len(page.list.model.rows) == 2, timeout=5000)
    assert {page.list.model.rows.id(row) for row in (0, 1)} == names
    chip = page.list.filters._chips["id"]
    assert chip.text() == "Only these rows: 2"
    chip.click()
    qtbot.waitUntil(lambda: len(page.list.model.rows) == 1, timeout=5000)
    assert "id" not in page.list.filters._chips


def test_rows_without_fineness_a_month_and_one_record(shell: Shell, qtbot: Any) -> None:
    store = shell.session.store
    rows = {make(store, "production", date=date(2025, 2, day), gross_mg=100, fineness=None).id for day in (1, 2, 3)}
    lot = make(store, "lot", status="hold", hold_reason="ensayo", sale=None)
    sell(shell, 90_000)
    looked(shell, qtbot, lambda found: bool(of_rule(found, "balance")) and bool(of_rule(found, "without_fineness")))
    findings, page = home(shell).findings, shell.widget("production")
    list_: Any = page.list  # type: ignore[attr-defined]  # the general page
    next(each for each in row_of(findings, "without_fineness").buttons if each.text() == "Show").click()
    assert shell.page == "production"
    qtbot.waitUntil(lambda: {list_.model.rows.id(row) for row in range(len(list_.model.rows))} == rows, timeout=5000)
    next(each for each in row_of(findings, "balance").buttons if each.text() == "Show").click()
    march = (Filter("date", "from", date(2025, 3, 1)), Filter("date", "to", date(2025, 3, 31)))
    assert list_.filters.filters() == march
    next(each for each in row_of(findings, "lots_on_hold").buttons if each.text() == "Show").click()
    form: Any = shell.widget("lot")
    assert form.view.form.record.id == lot.id


def test_missing_seals_lead_to_the_lots_that_have_seals(shell: Shell) -> None:
    store = shell.session.store
    for number in (*range(1, 6), *range(7, 11), *range(12, 16)):
        make(store, "lot", code=f"S-{number}", created_on=date(2025, 5, 1), seal_no=f"PI-{number:05}")
    from ui.showing import show

    found = list(GOLD_RULES["seal_gap"](Look(store, load.get("craft-2.0"), YEAR, shell.session.today())))
    assert len(found) == 2
    show(shell.session, found)
    assert shell.page == "lot"
    page: Any = shell.widget("lot")
    assert [each.field for each in page.list.filters.filters()] == ["seal_no"]


def test_things_of_several_kinds_are_offered_by_name(shell: Shell, qtbot: Any) -> None:
    lot = make(shell.session.store, "lot", code="L-7", status="sold", hold_reason=None)
    sale = sell(shell, 100)
    finding = Finding("r", "alarm", "Sale before its lot.", (f"sale/{sale.id}", f"lot/{lot.id}"))
    row = FindingRow(shell.session, [finding])
    qtbot.addWidget(row)
    row.show()
    next(each for each in row.buttons if each.text() == "Show").click()
    (menu,) = row.findChildren(QMenu)
    names = {action.text(): action for action in menu.actions()}
    assert names.keys() >= {"Lot: L-7"} and len(names) == 2
    names["Lot: L-7"].trigger()
    page: Any = shell.widget("lot")
    assert shell.page == "lot" and page.view.form.record.id == lot.id
    menu.close()


def test_requirements_open_their_standard_with_only_those(shell: Shell, qtbot: Any) -> None:
    store = shell.session.store
    for code in ("M.1/5.2.3/R.1", "M.2/5.1/P.2"):
        make(store, "answer", catalogue="craft-2.0", requirement=code, result="met", period_from=None, period_to=None)
    looked(shell, qtbot, lambda found: bool(of_rule(found, "without_evidence")))
    next(each for each in row_of(home(shell).findings, "without_evidence").buttons if each.text() == "Show").click()
    page: Any = shell.widget("requirement")
    qtbot.waitUntil(lambda: page.tree.codes() == ["M.1/5.2.3/R.1", "M.2/5.1/P.2"], timeout=5000)
    qtbot.waitUntil(lambda: page.code == "M.1/5.2.3/R.1", timeout=5000)
    assert "answered without evidence" in words(page.side)
    page.tree.whole.click()
    assert len(page.tree.codes()) > 2


def test_the_side_panel_says_what_does_not_fit_and_takes_the_answer(shell: Shell, qtbot: Any) -> None:
    store = shell.session.store
    lot = make(store, "lot", status="hold", hold_reason="ensayo", sale=None)
    other = make(store, "lot", status="sold", hold_reason=None, sale=None, seal_no="S-1", tag_id=None)
    looked(shell, qtbot, lambda found: bool(of_rule(found, "lots_on_hold")))
    shell.go(Visit("lot", record=lot.id))
    page: Any = shell.widget("lot")
    qtbot.waitUntil(lambda: bool(page.panel.findChildren(NotFitting)), timeout=5000)
    fitting = page.panel.findChildren(NotFitting)[-1]
    assert fitting.isVisible() and "is on hold" in words(fitting)
    row = fitting.findings.rows[0]
    row.open_box()
    row.box.reason.setText("Known")
    row.box.keep()
    looked(shell, qtbot, lambda found: bool(found) and all(each.explained for each in of_rule(found, "lots_on_hold")))
    kept = store.one(Explanation)
    assert kept is not None and kept.target == f"lot/{lot.id}"
    shell.go(Visit("lot", record=other.id))
    qtbot.waitUntil(lambda: page.panel.title.whole() == other.label(), timeout=5000)
    assert not page.panel.findChildren(NotFitting)[-1].isVisible(), words(page.panel.findChildren(NotFitting)[-1])


def test_alarms_of_the_checks_are_counted_until_they_are_explained(shell: Shell, qtbot: Any) -> None:
    make(shell.session.store, "lot", status="hold", hold_reason="ensayo", sale=None)
    qtbot.waitUntil(lambda: "1 alarm of the checks" in shell.top.alarms.accessibleName(), timeout=10_000)
    assert shell.top.alarms.text() == "1"
    findings = home(shell).findings
    findings.keep(row_of(findings, "lots_on_hold").findings, "Known", "tester")
    qtbot.waitUntil(lambda: not shell.top.alarms.isVisible(), timeout=10_000)


def test_the_period_of_the_checks_is_named_and_can_be_changed(shell: Shell, qtbot: Any) -> None:
    make(shell.session.store, "production", date=date(2024, 2, 1), gross_mg=100, fineness=None)
    looked(shell, qtbot)
    page = home(shell)
    qtbot.waitUntil(lambda: page.period_button.text() == "Checked for 2025")
    assert "No period is chosen" in page.state.text()
    assert not of_rule(shell.session.checks.findings, "without_fineness")
    shell.session.choose_period(Period(date(2024, 1, 1), date(2024, 12, 31)))
    looked(shell, qtbot, lambda found: bool(of_rule(found, "without_fineness")))
    qtbot.waitUntil(lambda: page.period_button.text() == "Checked for 2024")
    assert page.state.text() == ""


def test_today_says_how_far_all_was_proved_and_what_was_found(shell: Shell, qtbot: Any) -> None:
    looked(shell, qtbot)
    page, found = home(shell), Finding("rows", "alarm", "“L-1” was changed outside.", ("register/history",))
    shell.session.checks.proved(Proved({"rows": []}, "All was proved."))
    qtbot.waitUntil(lambda: page.state.text().endswith("All was proved."), timeout=10_000)
    shell.session.checks.proved(Proved({"rows": [found]}))
    qtbot.waitUntil(lambda: bool(of_rule(shell.session.checks.findings, "rows")), timeout=10_000)
    qtbot.waitUntil(lambda: "proved" not in page.state.text(), timeout=10_000)
    make(shell.session.store, "lot", status="hold", hold_reason="ensayo", sale=None)
    qtbot.waitUntil(lambda: bool(of_rule(shell.session.checks.findings, "lots_on_hold")), timeout=10_000)
    assert of_rule(shell.session.checks.findings, "rows"), "it stays until the next proof"


def test_many_of_one_rule_stand_together_and_open_one_by_one(shell: Shell, qtbot: Any) -> None:
    for _each in range(5):
        make(shell.session.store, "lot", status="hold", hold_reason="ensayo", sale=None)
    looked(shell, qtbot, lambda found: len(of_rule(found, "lots_on_hold")) == 5)
    findings = home(shell).findings
    row = row_of(findings, "lots_on_hold")
    assert row.sentence == "Lots on hold: 5"
    next(each for each in row.buttons if each.text() == "One by one").click()
    assert sum(row.findings[0].rule == "lots_on_hold" for row in findings.rows) == 6
    findings.keep(row_of(findings, "lots_on_hold").findings, "All known", "tester")
    looked(shell, qtbot, lambda found: all(each.explained for each in of_rule(found, "lots_on_hold")))
    assert shell.session.store.count(Query(Explanation)) == 5
    assert shell.session.store.operations(1)[0].title.startswith("Explained: Lot")
    next(each for each in findings.findChildren(QPushButton) if each.text() == "Explained (5)").click()
    (together,) = [row for row in findings.rows if row.findings[0].rule == "lots_on_hold"]
    next(each for each in together.buttons if each.text() == "Take back").click()
    looked(shell, qtbot, lambda found: not any(each.explained for each in found))


def test_what_is_due_and_explained_leaves_the_list_and_the_bell(shell: Shell, qtbot: Any) -> None:
    paper = make(shell.session.store, "permit", title="Mina vieja", granted_on=None, expires_on=date(2025, 6, 1),
                 document=None)
    (finding,) = of_rule(looked(shell, qtbot, lambda found: bool(of_rule(found, "lapsed"))), "lapsed")
    page = home(shell)
    qtbot.waitUntil(lambda: "Has ended" in words(page), timeout=5000)
    assert finding.where == (f"permit/{paper.id}",) and not of_rule(shell.session.checks.contradictions(), "lapsed")
    page.findings.keep([finding], "Given back", "tester")
    qtbot.waitUntil(lambda: "Nothing is overdue" in words(page), timeout=10_000)
    qtbot.waitUntil(lambda: not shell.top.alarms.isVisible(), timeout=5000)


def test_nothing_recorded_is_no_zero(shell: Shell, qtbot: Any) -> None:
    page = home(shell)
    for said in ("Mercury: nothing recorded", "Incidents: nothing recorded", "67 left", "No backup yet"):
        qtbot.waitUntil(lambda said=said: said in words(page), timeout=5000)
    store = shell.session.store
    make(store, "incident", date=date(2026, 1, 1), severity="lost_time", same_as=None, reported_on=None,
         closed_on=None)
    make(store, "attendance", date=date(2025, 12, 1), hours=800)
    qtbot.waitUntil(lambda: "days without lost time: the last one on 2026-01-01" in words(page), timeout=5000)
    qtbot.waitUntil(lambda: "1 lost-time injury in " in words(page), timeout=5000)
    qtbot.waitUntil(lambda: "too few hours to compare; hours estimated in part" in words(page), timeout=5000)


def test_the_way_back_to_where_somebody_was(shell: Shell, qtbot: Any) -> None:
    shell.go(Visit("crew"))
    shell.go(Visit("today"))
    page = home(shell)
    page.refresh()
    qtbot.waitUntil(lambda: "Continue where you were: Crews" in words(page), timeout=5000)
    next(each for each in page.findChildren(QPushButton) if each.text().startswith("Continue")).click()
    assert shell.page == "crew"
    shell.session.store.keep_draft("k", "person", None, {"name": "Half"})
    shell.go(Visit("today"))
    page.refresh()
    qtbot.waitUntil(lambda: "Go on with the unfinished form: person" in words(page), timeout=5000)


def test_only_the_rules_that_read_what_changed_are_asked_again(workspace: Workspace) -> None:
    watch, today = Watch(workspace), date(2026, 1, 31)
    everything = watch.look((), today, "en").asked
    assert {rule for rule, _standard in everything} >= {"balance", "unanswered", "ages"}
    assert watch.look((), today, "en").asked == ()
    asked = watch.look({"person"}, today, "en").asked
    assert ("ages", "") in asked and all("person" in LIGHT[name].reads for name, _standard in asked)
    make(workspace.store, "sale", date=date(2025, 3, 1), gross_mg=100, fineness=9_000)
    seen = watch.look({"sale"}, today, "en")
    asked = {name for name, _standard in seen.asked}
    assert asked >= {"balance", "without_fineness"} and all("sale" in LIGHT[name].reads for name in asked)
    assert of_rule(seen.findings, "balance")
    assert watch.look((), today, "es").asked == everything


def test_the_rules_over_long_registers_come_last_and_what_others_say_is_told_before(workspace: Workspace) -> None:
    for _each in range(2):
        make(workspace.store, "production", date=date(2025, 3, 1), gross_mg=1_234, person_as_written="Nobody")
    told: list[Seen] = []
    watch = Watch(workspace)
    seen = watch.look((), date(2026, 1, 31), "en", so_far=told.append)
    [some] = told
    assert seen.asked[: len(some.asked)] == some.asked and not any(LIGHT[name].long for name, _standard in some.asked)
    assert all(LIGHT[name].long for name, _standard in seen.asked[len(some.asked):])
    assert of_rule(some.findings, "unanswered") and not of_rule(some.findings, "written_twice")
    assert of_rule(seen.findings, "written_twice")
    again = Watch(workspace).look((), date(2026, 1, 31), "en")
    assert [each.rule for each in again.findings] == [each.rule for each in seen.findings]
    watch.look({"answer"}, date(2026, 1, 31), "en", so_far=told.append)
    assert told == [some], "without a long register there is nothing to wait for"


def test_a_look_that_takes_its_time_shows_what_it_has(session: Session, monkeypatch: pytest.MonkeyPatch,  # noqa: F811
                                                      qtbot: Any) -> None:
    monkeypatch.setattr("ui.checking._PATIENCE", 0.0)
    make(session.store, "organisation")
    window, checks = Shell(session), session.checks
    qtbot.addWidget(window)
    states: list[tuple[bool, bool]] = []
    checks.changed.connect(lambda: states.append((checks.shown is not None, checks.seen is not None)))
    with qtbot.waitActive(window):
        window.show()
    qtbot.waitUntil(lambda: len(states) > 1, timeout=10_000)
    assert states[:2] == [(True, False), (True, True)]
    assert checks.shown is checks.seen


def test_every_standard_in_use_is_asked(workspace: Workspace) -> None:
    workspace.settings.catalogues = ["craft-2.0", "fairmined-2.0"]
    seen = Watch(workspace).look((), date(2026, 1, 31), "en")
    assert set(seen.titles) == {"craft-2.0", "fairmined-2.0"}
    assert len(of_rule(seen.findings, "unanswered")) == 2


def test_a_finding_is_put_right_with_one_click_and_undone(shell: Shell, qtbot: Any) -> None:
    person = make(shell.session.store, "person", status="active", left_on=date(2025, 6, 30))
    looked(shell, qtbot, lambda found: bool(of_rule(found, "left_but_active")))
    qtbot.waitUntil(lambda: any(row.findings[0].rule == "left_but_active" for row in home(shell).findings.rows))
    row = row_of(home(shell).findings, "left_but_active")
    next(each for each in row.buttons if each.text() == "Mark as left").click()
    looked(shell, qtbot, lambda found: not of_rule(found, "left_but_active"))
    assert shell.session.store.get(type(person), person.id).status == "left"
    shell.session.store.undo()
    looked(shell, qtbot, lambda found: bool(of_rule(found, "left_but_active")))
