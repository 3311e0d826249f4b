"""What a person does in the audit room with the keyboard: a whole audit from preparation to closing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from test_audit_requests import LISTS, written
from ui_fixtures import answers, config, english, session  # noqa: F401 - fixtures

from armdesk.models import (
    Action,
    Audit,
    AuditRequest,
    AuditSlot,
    AuditStep,
    Citation,
    Document,
    Finding,
    Person,
    Production,
    Readiness,
    Rehearsal,
    VisitNote,
)
from armdesk.services.audit import audit_plan
from armdesk.services.findings.watch import Watch
from ui import files
from ui.audit_findings import FindingsStep
from ui.audit_freeze import FreezeStep
from ui.audit_list_dialog import ListDialog
from ui.audit_plan_dialog import PlanDialog
from ui.audit_prepare import PrepareStep
from ui.audit_rehearse import RehearseStep
from ui.audit_visit import VisitStep
from ui.measuring import measured
from ui.pages.audit_room import AuditRoomPage
from ui.pages.audits_compared import AuditsComparedPage
from ui.pages.readiness import ReadinessPage
from ui.session import Session, Visit

Key = Qt.Key
TODAY = date(2026, 1, 31)


@pytest.fixture
def page(session: Session, qtbot: Any) -> AuditRoomPage:  # noqa: F811
    """The audit room of an office with little in it."""
    made = AuditRoomPage(session)
    qtbot.addWidget(made)
    made.resize(1180, 640)
    with qtbot.waitActive(made):
        made.show()
    return made


def audit_of(page: AuditRoomPage) -> Audit:
    """The audit in view, as it is kept."""
    found = page.session.store.get(Audit, page.seen.audit.id if page.seen is not None else None)
    assert found is not None
    return found


def at(page: AuditRoomPage, qtbot: Any, stage: str) -> None:
    """Wait until the page shows an audit at a stage."""
    qtbot.waitUntil(lambda: page.seen is not None and page.seen.audit.status == stage, timeout=5000)


def begun(page: AuditRoomPage, qtbot: Any, **more: Any) -> Audit:
    """An audit that is there already."""
    audit = page.session.store.save(Audit(**{
        "code": "V-1", "title": "Verificación", "kind": "assurer", "standard": "craft-2.0",
        "period_from": date(2025, 1, 1), "period_to": date(2025, 12, 31), "visit_on": date(2026, 1, 30),
        "visit_until": TODAY, "auditor": "Verificadora", "lead": "Gerencia", **more}))
    page.choose(audit.id)
    qtbot.waitUntil(lambda: page.seen is not None and page.seen.audit.id == audit.id, timeout=5000)
    return audit


def accept(monkeypatch: pytest.MonkeyPatch, type_: type[QDialog]) -> list[Any]:
    """Dialogs of a type are looked at and accepted."""
    seen: list[Any] = []

    def run(dialog: Any) -> int:
        seen.append(dialog)
        dialog.submit()
        return int(dialog.result())

    monkeypatch.setattr(type_, "exec", run)
    return seen


def _scope(page: AuditRoomPage, qtbot: Any) -> None:
    """An empty office begins with a new audit."""
    prepare = page.steps[0]
    assert isinstance(prepare, PrepareStep)
    qtbot.waitUntil(lambda: prepare.form.record.code == "AUD-2026-01", timeout=5000)
    assert not page.views.buttons[1].isEnabled() and not page.on_button.isVisible()
    rows = prepare.form.rows
    for name, text in (("title", "Reporte 2025"), ("period_from", "01/01/2025"), ("period_to", "31/12/2025"),
                       ("visit_on", "30/01/2026"), ("visit_until", "31/01/2026"), ("auditor", "Verificadora")):
        line = rows[name].editor.line  # type: ignore[attr-defined]  # these are lines
        line.setFocus()
        line.selectAll()
        qtbot.keyClicks(line, text)
    qtbot.keyClick(rows["auditor"].editor.box, Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    at(page, qtbot, "preparing")
    audit = audit_of(page)
    assert (audit.title, audit.visit_on, audit.standard) == ("Reporte 2025", date(2026, 1, 30), "craft-2.0")
    assert "Nobody here is responsible" in page.state.whole() and page.views.buttons[1].isEnabled()


def _agenda(page: AuditRoomPage, qtbot: Any) -> None:
    """Who receives whom."""
    store = page.session.store
    prepare = page.steps[0]
    assert isinstance(prepare, PrepareStep)
    prepare.views.choose(1)
    agenda = prepare.agenda
    for name, text in (("starts", "8:00"), ("ends", "9:30"), ("topic", "Apertura"), ("host", "Gerencia")):
        qtbot.keyClicks(agenda.lines[name], text)
    qtbot.keyClick(agenda.lines["host"], Key.Key_Return)
    qtbot.waitUntil(lambda: agenda.table.rows.count == 1, timeout=5000)
    [slot] = store.all(AuditSlot)
    assert (slot.starts, slot.ends, slot.topic) == ("08:00", "09:30", "Apertura")
    assert agenda.lines["starts"].text() == "09:30" and agenda.lines["topic"].text() == ""
    qtbot.keyClick(agenda.lines["topic"], Key.Key_Return)
    assert agenda.problem.isVisibleTo(agenda)


def _requests(page: AuditRoomPage, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The auditor's list."""
    store = page.session.store
    prepare = page.steps[0]
    assert isinstance(prepare, PrepareStep)
    prepare.views.choose(3)
    dialogs = accept(monkeypatch, ListDialog)
    prepare.requests.read_path(written(tmp_path / "lista.xlsx", LISTS["es"]))
    qtbot.waitUntil(lambda: prepare.requests.table.rows.count == 2, timeout=10_000)
    assert dialogs[0].outcome == (2, 0) and "Pendiente" not in prepare.requests.table.rows.cell(0, 4)
    prepare.requests.table.setFocus()
    qtbot.keyClick(prepare.requests.table, Key.Key_4)
    qtbot.waitUntil(lambda: prepare.requests.table.rows.cell(0, 3) == "Handed over", timeout=5000)
    one = store.all(AuditRequest)[0]
    assert (one.status, one.status_on, one.auditor_status) == ("sent", TODAY, "open")
    assert "Handed over 1" in prepare.requests.ours.words() and "Received 1" in prepare.requests.theirs.words()


def _rehearsal(page: AuditRoomPage, qtbot: Any) -> None:
    """Over what is missing only with a reason."""
    store = page.session.store
    lacks = page.seen.room.lacks_before("rehearsing")  # type: ignore[union-attr]
    dialog = page.reason_dialog("rehearsing", lacks)
    qtbot.addWidget(dialog)
    dialog.submit()
    assert dialog.result() != QDialog.DialogCode.Accepted and dialog.fields.rows["reason"].problems()
    dialog.fields.put({"reason": "Viene el lunes"})
    dialog.submit()
    at(page, qtbot, "rehearsing")
    assert page.views.place() == 1 and store.all(AuditStep)[0].reason == "Viene el lunes"
    rehearse = page.steps[1]
    assert isinstance(rehearse, RehearseStep)
    rehearse.seed.setFocus()
    qtbot.keyClick(rehearse.seed, Key.Key_Return)
    qtbot.waitUntil(lambda: rehearse.before.rows.count == 1 and rehearse.parts.rows.count > 0, timeout=20_000)
    assert store.all(Rehearsal)[0].audit == audit_of(page).id


def _freeze(page: AuditRoomPage, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What changes afterwards is told."""
    store = page.session.store
    early = store.one(Production)
    assert early is not None
    page.go(2)
    freeze = page.steps[2]
    assert isinstance(freeze, FreezeStep)
    target = tmp_path / "packs"
    target.mkdir()
    monkeypatch.setattr(files, "ask_folder", lambda *_args: target)
    assert "\nCRAFT Report, full edition: CRAFT Code 2.0" in freeze.facts.text()
    qtbot.keyClick(freeze.freeze_button, Key.Key_Space)
    qtbot.waitUntil(lambda: "Frozen on 2026-01-31" in freeze.facts.text(), timeout=30_000)
    assert "\nCRAFT Report, full edition: CRAFT Code 2.0" in freeze.facts.text()
    assert audit_of(page).pack_root and "Nothing changed" in freeze.changed.text()
    early.gross_mg = 8_000
    store.save(early)
    qtbot.waitUntil(lambda: freeze.table.rows.count == 1, timeout=5000)
    assert "1 record changed" in freeze.changed.text() and freeze.table.rows.cell(0, 1) == "tester"


def _visit(page: AuditRoomPage, qtbot: Any) -> None:
    """Notes and a sample."""
    store = page.session.store
    page.go(3)
    visit = page.steps[3]
    assert isinstance(visit, VisitStep)
    qtbot.waitUntil(visit.text.hasFocus, timeout=5000)
    qtbot.keyClicks(visit.text, "Pregunta por los papeles")
    qtbot.keyClick(visit.text, Key.Key_Return)
    qtbot.waitUntil(lambda: visit.table.rows.count == 1, timeout=5000)
    qtbot.keyClicks(visit.drawn, "s-1")
    qtbot.keyClick(visit.drawn, Key.Key_Return)
    qtbot.waitUntil(lambda: visit.table.rows.count == 2 and visit.chain.rows.count > 0, timeout=5000)
    sample = next(each for each in store.all(VisitNote) if each.kind == "sample")
    assert sample.broken and sample.outcome == "doubt" and sample.time == "09:00"
    qtbot.keyClicks(visit.drawn, "nobody")
    qtbot.keyClick(visit.drawn, Key.Key_Return)
    assert "nobody" in visit.problem.text()
    visit.table.setFocus()
    visit.table.selectRow(0)
    qtbot.keyClick(visit.table, Key.Key_1)
    qtbot.waitUntil(lambda: visit.table.rows.cell(0, 6) == "✓", timeout=5000)


def _findings(page: AuditRoomPage, qtbot: Any) -> None:
    """From cause to proof."""
    store = page.session.store
    page.go(4)
    step = page.steps[4]
    assert isinstance(step, FindingsStep)
    step.begin()
    qtbot.waitUntil(lambda: step.table.rows.count == 1, timeout=5000)
    [finding] = store.all(Finding)
    assert finding.number == "H-01" and finding.due_on is not None
    step.form.rows["finding_class"].editor.put("major")
    step.form.rows["text"].editor.put("Falta prueba de edad")
    step.form.rows["cause"].editor.put("Nadie la pide")
    step.form.touch()
    qtbot.keyClick(step.form.rows["cause"].editor.box, Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: step.table.rows.cell(0, 4) == "Create an action", timeout=5000)
    kept = store.get(Finding, finding.id)
    assert kept is not None and kept.finding_class == "major" and kept.class_as_written == "Non-conformity"
    assert kept.due_on != finding.due_on
    with qtbot.waitSignal(page.session.went) as went:
        step.table.setFocus()
        qtbot.keyClick(step.table, Key.Key_A)
    assert went.args[0].page == "action" and went.args[0].values["origin"] == f"finding/{finding.id}"
    store.save(Action(number="A-1", measure="Pedir copias", **{
        name: value for name, value in went.args[0].values.items() if name != "measure"}))
    qtbot.waitUntil(lambda: step.table.rows.cell(0, 4) == "Finish the actions", timeout=5000)
    document = store.save(Document(title="Copias"))
    store.save(Citation(document=document.id, target=f"finding/{finding.id}"))
    qtbot.waitUntil(lambda: "1 proof" in step.told.text(), timeout=5000)
    step.close_finding()
    qtbot.waitUntil(lambda: step.table.rows.cell(0, 4) == "Wait for the auditor", timeout=5000)


def _close(page: AuditRoomPage, qtbot: Any) -> None:
    """Nothing that is open stays unseen."""
    for stage in ("frozen", "visit", "findings", "closed"):
        seen = page.seen
        assert seen is not None
        dialog = page.reason_dialog(stage, seen.room.lacks_before(stage))
        qtbot.addWidget(dialog)
        dialog.fields.put({"reason": "Se sigue"})
        dialog.submit()
        at(page, qtbot, stage)
    close = page.steps[5]
    assert "not accepted by the auditor yet" in close.open_words.text()  # type: ignore[attr-defined]  # a CloseStep
    close.form.rows["outcome"].editor.put("passed")  # type: ignore[attr-defined]  # a CloseStep
    close.form.rows["lessons"].editor.put("Empezar antes")  # type: ignore[attr-defined]  # a CloseStep
    close.form.touch()  # type: ignore[attr-defined]  # a CloseStep
    assert page.keep()
    qtbot.waitUntil(lambda: page.seen is not None and page.seen.audit.outcome == "passed", timeout=5000)
    ended = audit_of(page)
    assert ended.closed_on == TODAY and ended.lessons == "Empezar antes" and not page.on_button.isEnabled()


def test_a_whole_audit_from_preparation_to_closing_by_keyboard(
        page: AuditRoomPage, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = page.session.store
    store.save(Person(name="Ana Ñáñez", role="member", code="S-1"))
    store.save(Production(date=date(2025, 3, 4), gross_mg=9_000, fineness=9_000))
    _scope(page, qtbot)
    _agenda(page, qtbot)
    _requests(page, qtbot, tmp_path, monkeypatch)
    _rehearsal(page, qtbot)
    _freeze(page, qtbot, tmp_path, monkeypatch)
    _visit(page, qtbot)
    _findings(page, qtbot)
    _close(page, qtbot)


def test_news_of_the_auditor_are_shown_before_they_are_taken(page: AuditRoomPage, qtbot: Any, tmp_path: Path,
                                                             monkeypatch: pytest.MonkeyPatch) -> None:
    begun(page, qtbot)
    prepare = page.steps[0]
    assert isinstance(prepare, PrepareStep)
    seen = accept(monkeypatch, ListDialog)
    prepare.requests.read_path(written(tmp_path / "lista.xlsx", LISTS["en"]))
    qtbot.waitUntil(lambda: prepare.requests.table.rows.count == 2, timeout=10_000)
    rows = [list(each) for each in LISTS["en"]]
    rows[1][5] = "accepted"

    def look(dialog: Any) -> int:
        seen.append(dialog)
        assert dialog.summary.text().startswith("Sheet Sheet, headings in row 1 · 0 new · 1 with news · 1 known")
        assert "Auditor's state: Open → Accepted" in dialog._text(0, 6)
        dialog.table.selectRow(0)
        dialog.toggle(dialog.table.currentIndex())
        assert dialog.taken == set()
        dialog.toggle(dialog.table.currentIndex())
        dialog.boxes["auditor_note"].setCurrentIndex(0)
        dialog._on_column(0)
        assert "auditor_note" not in dialog.listed.columns
        dialog.submit()
        return int(dialog.result())

    monkeypatch.setattr(ListDialog, "exec", look)
    prepare.requests.read_path(written(tmp_path / "vuelta.xlsx", rows))
    qtbot.waitUntil(lambda: prepare.requests.table.rows.cell(0, 4) == "Accepted", timeout=10_000)
    assert seen[1].outcome == (0, 1)


def test_a_plan_of_the_past_is_taken_over_and_compared(page: AuditRoomPage, qtbot: Any, tmp_path: Path,
                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    audit = begun(page, qtbot)
    path = written(tmp_path / "plan.xlsx", [
        [audit_plan.HEADINGS[name] for name in ("number", "text", "finding_class", "requirement", "measure", "status")],
        ["1", "No proof of age", "major", "M.3/1.1/P.1", "Ask", "open"], ["2", "Kit", "minor", "", "Buy", "done"]])
    seen = accept(monkeypatch, PlanDialog)
    page.go(4)
    step = page.steps[4]
    assert isinstance(step, FindingsStep)
    step.read_path(path)
    qtbot.waitUntil(lambda: step.table.rows.count == 2, timeout=10_000)
    assert seen[0].outcome == (2, 2) and "makes a new action" in seen[0]._text(0, 7)
    second = page.session.store.save(Audit(code="V-2", title="Otra", kind="buyer", visit_on=date(2026, 6, 1)))
    page.session.store.save(Finding(audit=second.id, number="H-9", finding_class="minor", text="Edad otra vez",
                                    requirement="requirement/craft-2.0/M.3/1.1/P.1"))
    compared = AuditsComparedPage(page.session)
    qtbot.addWidget(compared)
    qtbot.waitUntil(lambda: compared.twice.rows.count == 2 and compared.classes.rows.count == 2, timeout=5000)
    assert compared.chapters.rows.count == 2 and compared.twice.rows.cell(0, 0) == "craft-2.0/M.3/1.1/P.1"
    with qtbot.waitSignal(page.session.went) as went:
        compared.classes.activated.emit(compared.classes.rows.index(0, 0))
    assert went.args[0].record == audit.id


def test_papers_are_written_where_the_person_says(page: AuditRoomPage, qtbot: Any, tmp_path: Path,
                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    audit = begun(page, qtbot)
    page.session.store.save(AuditRequest(audit=audit.id, number="1", text="Actas"))
    page.session.store.save(Finding(audit=audit.id, number="H-1", finding_class="minor", text="Kit"))
    qtbot.waitUntil(lambda: page.seen is not None and len(page.seen.room.findings) == 1, timeout=5000)
    prepare, findings, close = page.steps[0], page.steps[4], page.steps[5]
    made: list[Path] = []

    def target(_parent: object, _title: str, name: str, _kinds: str) -> Path:
        made.append(tmp_path / name.replace("/", " "))
        return made[-1]

    monkeypatch.setattr(files, "ask_target", target)
    for write in (prepare.agenda.print_agenda, prepare.papers.print_list,  # type: ignore[attr-defined]
                  prepare.requests.print_list, prepare.requests.write_list,  # type: ignore[attr-defined]
                  page.steps[2].print_changes, findings.print_findings,  # type: ignore[attr-defined]
                  findings.write_plan, close.print_closing):  # type: ignore[attr-defined]
        before = len(made)
        write()
        qtbot.waitUntil(lambda before=before: len(made) > before and made[-1].is_file(), timeout=20_000)
    assert {each.suffix for each in made} == {".pdf", ".xlsx"} and len(made) == 8


def test_readiness_is_measured_by_itself_once_and_again_by_hand(session: Session, qtbot: Any) -> None:  # noqa: F811
    page = ReadinessPage(session)
    qtbot.addWidget(page)
    page.resize(1180, 640)
    page.show()
    assert not page.print_button.isEnabled()
    page.measure()
    qtbot.waitUntil(lambda: page.table.rows.count == 1, timeout=20_000)
    assert page.print_button.isEnabled() and "1 day measured" in page.summary.whole()
    [row] = session.store.all(Readiness)
    assert row.date == TODAY and row.total and session.store.undoable() is None
    seen = Watch(session.workspace).look((), TODAY, "en")
    assert measured(session.workspace, seen, TODAY) == 0
    assert measured(session.workspace, seen, date(2026, 2, 1)) == 1


def test_visits_lead_to_an_audit_and_reading_only_changes_nothing(page: AuditRoomPage, qtbot: Any) -> None:
    first = begun(page, qtbot)
    other = page.session.store.save(Audit(code="V-9", title="Vieja", kind="self", status="closed"))
    page.visit(Visit("audit", record=other.id))
    qtbot.waitUntil(lambda: page.seen is not None and page.seen.audit.id == other.id, timeout=5000)
    assert page.views.place() == 5 and page.box.currentData() == other.id
    page.visit(Visit("audit", record=first.id))
    qtbot.waitUntil(lambda: page.seen is not None and page.seen.audit.id == first.id, timeout=5000)
    assert page.views.place() == 0 and page.leave()
    page.visit(Visit("audit", new=True, values={"kind": "buyer"}))
    prepare = page.steps[0]
    assert isinstance(prepare, PrepareStep) and prepare.form.record.kind == "buyer" and page.seen is None


def test_the_chosen_day_stays_while_the_audit_is_read_anew(page: AuditRoomPage, qtbot: Any) -> None:
    audit = begun(page, qtbot)
    visit, prepare = page.steps[3], page.steps[0]
    assert isinstance(visit, VisitStep) and isinstance(prepare, PrepareStep)
    for box in (visit.day, prepare.agenda.day):
        box.setCurrentIndex(1)
    page.session.store.save(VisitNote(audit=audit.id, date=TODAY, kind="asked", text="Otra"))
    qtbot.waitUntil(lambda: bool(visit.seen and visit.seen.room.notes), timeout=5000)
    assert [box.currentData() for box in (visit.day, prepare.agenda.day)] == [TODAY, TODAY]
