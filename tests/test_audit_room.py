"""An audit from preparation to closing: what stages miss, findings and their proof, what changed since the freeze."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from factories import make
from openpyxl import load_workbook

from armdesk.catalogues import load
from armdesk.errors import InvalidRecord
from armdesk.exports import audit_freeze
from armdesk.exports.findings_book import write_findings
from armdesk.models import (
    Action,
    Answer,
    Audit,
    AuditRequest,
    AuditSlot,
    AuditStep,
    Citation,
    Document,
    Finding,
    Pack,
    Person,
    Production,
    Readiness,
    VisitNote,
)
from armdesk.reports import audit_closing, audit_findings, audit_paper
from armdesk.reports import readiness as readiness_report
from armdesk.reports.document import Chart, Heading, Table
from armdesk.services.audit import audit_changes, audit_papers, audit_room, audit_visit, readiness
from armdesk.services.audit import audit_findings as findings
from armdesk.services.audit.audit_words import class_word
from armdesk.services.audit.rehearsal import keep as keep_rehearsal
from armdesk.services.audit.rehearsal import rehearse
from armdesk.services.basis.limits import Limits
from armdesk.services.basis.period import Period
from armdesk.services.findings.audit_rules import AUDIT_RULES, due_soon
from armdesk.services.findings.finding import Finding as Told
from armdesk.services.findings.finding import Look
from armdesk.services.plan.action_sources import link
from armdesk.store import Store
from armdesk.workspace import Workspace

TODAY = date(2026, 1, 31)
NOW = datetime(2026, 1, 31, 9, 0, tzinfo=timezone(timedelta(hours=-5)))
CRAFT = load.get("craft-2.0")
AGES = "requirement/craft-2.0/M.3/1.1/P.1"


def bare(store: Store, **more: Any) -> Audit:
    """An audit of which little is known."""
    return store.save(Audit(**{"code": "V-1", "title": "Verificación", "kind": "assurer", **more}))


def visited(store: Store, code: str, day: date, **more: Any) -> Audit:
    """An audit that was visited."""
    return bare(store, code=code, standard="craft-2.0", period_from=date(2025, 1, 1), period_to=date(2025, 12, 31),
                visit_on=day, auditor="Verificadora", **more)


def raised(store: Store, audit: Audit, number: str = "H-01", **more: Any) -> Finding:
    """A finding of it."""
    values = {"finding_class": "major", "text": "Falta ARL", "requirement": AGES, "status": "open", **more}
    return store.save(findings.usual(store, audit, Finding(audit=audit.id, number=number, **values)))


def lacking(store: Store, audit: Audit, stage: str, day: date = TODAY) -> tuple[str, ...]:
    """What a stage misses."""
    return next(each for each in audit_room.read(store, audit, day).stages if each.key == stage).lacks


# stages


def test_each_stage_says_what_it_misses_and_stops_when_it_is_there(store: Store) -> None:
    audit = bare(store)
    assert len(lacking(store, audit, "preparing")) == 6
    audit.standard, audit.period_from, audit.period_to = "craft-2.0", date(2025, 1, 1), date(2025, 12, 31)
    audit.auditor, audit.visit_on, audit.lead = "Verificadora", date(2026, 1, 30), "Gerencia"
    store.save(audit)
    slot = store.save(AuditSlot(audit=audit.id, date=audit.visit_on, topic="Apertura"))
    assert lacking(store, audit, "preparing") == ("1 point of the agenda has nobody who receives.",)
    slot.host = "Ana"
    store.save(slot)
    assert lacking(store, audit, "preparing") == ()
    assert "No dress rehearsal" in lacking(store, audit, "rehearsing")[0]
    assert lacking(store, audit, "visit") == ("Nothing is noted of 2026-01-30.",)
    store.save(VisitNote(audit=audit.id, date=audit.visit_on, kind="asked", text="Títulos", outcome="doubt"))
    assert lacking(store, audit, "visit") == ("1 point of the visit was left open.",)
    assert lacking(store, audit, "findings") == ()
    assert len(lacking(store, audit, "closed")) == 2


def test_going_on_over_what_is_missing_needs_a_reason_and_keeps_it(store: Store) -> None:
    audit = bare(store)
    room = audit_room.read(store, audit, TODAY)
    with pytest.raises(InvalidRecord):
        audit_room.move(store, audit, "visit", room.lacks_before("visit"), "  ", TODAY)
    moved = audit_room.move(store, audit, "visit", room.lacks_before("visit"), "El auditor ya llegó", TODAY)
    assert moved.status == "visit"
    [step] = store.all(AuditStep, audit=audit.id)
    assert "No standard is chosen." in step.missing and step.stage_before == "preparing" and step.author == "tester"
    back = audit_room.move(store, moved, "preparing", [], "", TODAY)
    assert back.status == "preparing" and len(store.all(AuditStep)) == 2
    store.undo()
    kept = store.get(Audit, audit.id)
    assert kept is not None and kept.status == "visit"
    closed = audit_room.move(store, kept, "closed", ["x"], "Sin más", TODAY)
    assert closed.closed_on == TODAY


def test_codes_days_and_order_of_audits(store: Store) -> None:
    assert audit_room.next_code(store, TODAY) == "AUD-2026-01"
    bare(store, code="AUD-2026-01", status="closed")
    coming = visited(store, "AUD-2026-02", date(2026, 3, 14), visit_until=date(2026, 3, 16))
    assert audit_room.next_code(store, TODAY) == "AUD-2026-03"
    assert [day.day for day in audit_room.days_of(coming)] == [14, 15, 16]
    assert audit_room.days_of(bare(store, code="x")) == []
    assert [each.code for each in audit_room.all_audits(store)][-1] == "AUD-2026-01"
    assert Audit(code="y", title="z", kind="self", visit_on=date(2026, 3, 2), visit_until=date(2026, 3, 1)
                 ).check()["visit_until"]


# findings


def test_a_finding_gets_its_word_its_day_and_its_next_step(store: Store) -> None:
    audit = visited(store, "V-1", date(2026, 1, 10))
    finding = raised(store, audit)
    assert finding.raised_on == date(2026, 1, 10) and finding.class_as_written == "Non-conformity"
    assert finding.due_on == date(2026, 1, 10) + timedelta(days=183)
    assert class_word("fairmined-2.0", "minor") == "Minor non-conformity" and class_word("", "minor") == "Minor"
    assert findings.due_on(Limits(store), "fairmined-2.0", "major", date(2026, 1, 10)) == date(2026, 4, 10)
    assert findings.due_on(Limits(store), "craft-2.0", "good_practice", TODAY) is None

    def step() -> str:
        return findings.held(store, audit, TODAY)[0].next_step()

    assert step() == "Write the cause"
    finding.cause = "No hay afiliación"
    store.save(finding)
    assert step() == "Create an action"
    values = findings.action_values(finding, TODAY)
    action = store.save(Action(number="A-9", **{**values, "measure": "Afiliar"}))
    assert action.origin == f"finding/{finding.id}" and action.due_on == finding.due_on
    assert step() == "Finish the actions"
    action.status, action.done_on = "done", TODAY
    store.save(action)
    action.status, action.effect_checked_on, action.effect_checked_by, action.effective = "closed", TODAY, "C", "yes"
    store.save(action)
    assert step() == "Cite a proof"
    document = store.save(Document(title="Planilla"))
    store.save(Citation(document=document.id, target=f"finding/{finding.id}"))
    assert step() == "Close it"
    finding.status, finding.closed_on = "closed", TODAY
    store.save(finding)
    assert step() == "Wait for the auditor" and "not accepted" in lacking(store, audit, "findings")[0]
    finding.accepted_on = TODAY
    store.save(finding)
    assert step() == "" and lacking(store, audit, "findings") == ()


def test_numbers_causes_and_chapters(store: Store) -> None:
    audit = visited(store, "V-1", date(2026, 1, 10))
    assert findings.next_number(store, audit) == "H-01"
    raised(store, audit)
    assert findings.next_number(store, audit) == "H-02"
    told = findings.cause_of(Finding(cause="Nadie cuenta", why_1="No había", why_2="No se pidió"))
    assert told == "Nadie cuenta (No había ← No se pidió)" and findings.cause_of(Finding()) == ""
    assert findings.chapter_of(AGES) == "craft-2.0 M.3" and findings.chapter_of(None) == ""
    assert findings.chapter_of("requirement/fairmined-2.0/FM-0.2-04") == "fairmined-2.0 FM-0.2"


def test_the_same_requirement_in_two_audits_is_marked(store: Store) -> None:
    first, second = visited(store, "V-1", date(2025, 1, 10)), visited(store, "V-2", date(2026, 1, 10))
    old = raised(store, first, status="closed", closed_on=date(2025, 3, 1))
    raised(store, second, "H-07")
    raised(store, second, "H-08", requirement=None, finding_class="observation")
    rows, again = findings.compared(store)
    assert [(each.audit.code, each.repeated, each.open) for each in rows] == [("V-1", 0, 0), ("V-2", 1, 2)]
    assert rows[1].by_chapter == {"craft-2.0 M.3": 1, "": 1} and rows[1].by_class == {"major": 1, "observation": 1}
    assert [each.requirement for each in again] == [AGES] and len(again[0].found) == 2
    assert [code for code, _finding in findings.held(store, second, TODAY)[0].before] == ["V-1"]
    assert findings.held(store, first, TODAY)[0].before == ()
    old.finding_class = "good_practice"
    store.save(old)
    assert findings.compared(store)[1] == []


def test_an_empty_office_has_no_audits_to_compare(store: Store) -> None:
    assert findings.compared(store) == ([], []) and audit_room.all_audits(store) == []
    assert list(due_soon(store, TODAY)) == []


# rules


def look(store: Store, name: str) -> list[Told]:
    return list(AUDIT_RULES[name](Look(store, CRAFT, Period.of_year(2025), TODAY)))


def test_late_findings_and_requests_are_told_and_stand_on_today(store: Store) -> None:
    for name in AUDIT_RULES:
        assert look(store, name) == []
    audit = visited(store, "V-1", date(2025, 6, 10))
    late = raised(store, audit, due_on=date(2025, 12, 15))
    raised(store, audit, "H-02", due_on=date(2026, 2, 5), finding_class="minor")
    raised(store, audit, "H-03", due_on=date(2026, 6, 5), finding_class="minor")
    request = store.save(AuditRequest(audit=audit.id, number="4", text="Actas", due_on=date(2026, 1, 20)))
    [one] = look(store, "finding_late")
    assert one.severity == "alarm" and one.where == (f"finding/{late.id}",) and "H-01" in one.sentence
    assert [each.where for each in look(store, "request_late")] == [(f"audit_request/{request.id}",)]
    assert [(each.kind, each.type) for each in due_soon(store, TODAY)] == [
        ("alarm", "finding"), ("alarm", "audit_request"), ("note", "finding")]
    late.status, late.closed_on = "closed", TODAY
    store.save(late)
    request.status = "sent"
    store.save(request)
    assert look(store, "finding_late") == [] and look(store, "request_late") == []


def test_findings_that_come_again_and_those_closed_in_words_only(store: Store) -> None:
    first, second = visited(store, "V-1", date(2025, 1, 10)), visited(store, "V-2", date(2026, 1, 10))
    closed = raised(store, first, status="closed", closed_on=date(2025, 3, 1))
    again = raised(store, second, "H-07", due_on=date(2026, 6, 1))
    [one] = look(store, "finding_again")
    assert one.where == (f"finding/{again.id}",) and "V-1" in one.sentence
    [empty] = look(store, "finding_bare")
    assert empty.where == (f"finding/{closed.id}",)
    closed.cause = "Sin responsable"
    store.save(closed)
    document = store.save(Document(title="Acta"))
    store.save(Citation(document=document.id, target=f"finding/{closed.id}"))
    assert look(store, "finding_bare") == []
    again.requirement = "requirement/craft-2.0/M.3/1.1/P.2"
    store.save(again)
    assert look(store, "finding_again") == []


# papers to have ready


def test_the_checklist_knows_what_holds_on_the_day_of_the_visit(store: Store) -> None:
    audit = visited(store, "V-1", date(2026, 3, 14))
    assert audit_papers.checklist(store, bare(store, code="x"), TODAY) == []
    found = audit_papers.checklist(store, audit, TODAY)
    lines = {each.code: each for each in found if each.reference.startswith("req")}
    assert lines["M.3/1.1/P.1"].state == audit_papers.MISSING and lines["M.3/1.1/P.1"].wanted
    holds = store.save(Document(title="Cédulas", binder_no="C-4"))
    ends = store.save(Document(title="Permiso", valid_to=date(2026, 3, 1)))
    store.save(Citation(document=holds.id, target=AGES, period_from=date(2025, 1, 1), period_to=date(2025, 12, 31)))
    store.save(Citation(document=ends.id, target="requirement/craft-2.0/M.3/1.1/P.2"))
    store.save(Answer(catalogue="craft-2.0", requirement="M.5/1.3/P.6", applies=False, reason="Sin túneles"))
    found = audit_papers.checklist(store, audit, TODAY)
    lines = {each.code: each for each in found if each.reference.startswith("req")}
    assert lines["M.3/1.1/P.1"].state == audit_papers.READY and lines["M.3/1.1/P.1"].binders == "C-4"
    assert lines["M.3/1.1/P.2"].state == audit_papers.ENDED and "M.5/1.3/P.6" not in lines
    assert found[0].reference == f"document/{ends.id}" and "2026-03-01" in found[0].sentence
    assert sum(audit_papers.counted(found).values()) == len(found)


# the visit


def test_a_sample_is_found_by_its_code_and_walked(store: Store) -> None:
    audit = visited(store, "V-1", date(2026, 1, 10))
    person = store.save(Person(name="Ana Ñáñez", role="member", code="S-07"))
    store.save(Person(name="Anabel Ruiz", role="member"))
    assert audit_visit.samples(store, " ") == []
    assert audit_visit.samples(store, "s-07") == [(f"person/{person.id}", person.label())]
    assert len(audit_visit.samples(store, "ana")) == 2
    drawn = audit_visit.walk(store, audit, f"person/{person.id}", TODAY)
    note = audit_visit.note(audit, drawn, date(2026, 1, 10), "10:00")
    store.save(note)
    assert note.broken and note.outcome == "doubt" and note.walked >= note.broken
    assert [step.key for step in audit_visit.chain_of(note)] == [step.key for step in drawn.steps]
    assert audit_visit.chain_of(VisitNote()) == []
    with pytest.raises(KeyError):
        audit_visit.walk(store, audit, "site/abc", TODAY)


# freeze


def test_what_changed_since_the_freeze_is_told_with_who_and_why(workspace: Workspace, tmp_path: Path) -> None:
    store = workspace.store
    audit = visited(store, "V-1", date(2026, 2, 10))
    store.save(Person(name="Ana", role="member"))
    early = store.save(Production(date=date(2025, 3, 4), gross_mg=9_000, fineness=9_000))
    assert audit_changes.since(store, audit).total == 0
    target = tmp_path / "packs"
    target.mkdir()
    made = audit_freeze.freeze(workspace, audit, audit_freeze.options_for(workspace, audit, target, "es", NOW), NOW)
    audit = store.get(Audit, audit.id)  # type: ignore[assignment]  # it is there
    assert audit.frozen_on == TODAY and audit.frozen_at == "09:00" and audit.pack_root == made.root_hash
    assert audit.frozen_head == made.record.history_head and made.folder.is_dir()
    assert audit_changes.since(store, audit).total == 0
    early.gross_mg = 8_000
    store.save(early)
    store.save(Production(date=date(2025, 3, 5), gross_mg=4_000, fineness=9_000))
    store.save(Production(date=date(2026, 1, 20), gross_mg=4_000, fineness=9_000))
    make(store, "crew")
    store.save(AuditSlot(audit=audit.id, date=TODAY, topic="Apertura"))
    found = audit_changes.since(store, audit)
    assert found.records["production"] == 2 and found.records["audit"] == 0
    row = next(each for each in found.rows if each.verb == "change")
    assert row.who == "tester" and row.at == "2026-01-31 09:00" and "Gross weight" in row.fields and row.why
    past = visited(store, "V-0", date(2025, 5, 10))
    raised(store, past)
    raised(store, audit)
    make(store, "cited_fact")
    make(store, "own_requirement")
    after = audit_changes.since(store, audit).records
    assert (after["audit"], after["finding"], after["cited_fact"], after["own_requirement"]) == (1, 1, 1, 1)
    room = audit_room.read(store, audit, TODAY, found.total)
    assert any("changed since the freeze" in each for each in room.stages[2].lacks)
    paper = audit_closing.changes_paper(store, audit, found, TODAY, "en")
    assert any(isinstance(block, Table) and len(block.rows) == len(found.rows) for block in paper.blocks)


def test_names_of_people_and_sealed_titles_stay_out_of_the_list(workspace: Workspace) -> None:
    store = workspace.store
    person = store.save(Person(name="Rosalba Quintín", role="member", code="S-9"))
    head = store.head()
    pack = store.save(Pack(number=1, kind="craft_full", made_on=TODAY, period_from=date(2025, 1, 1),
                           period_to=date(2025, 12, 31), history_seq=head.seq, history_head=head.hash))
    audit = audit_freeze.keep(store, visited(store, "V-1", date(2026, 2, 10)), pack, NOW)
    person.name = "Rosalba Quintín Paz"
    store.save(person)
    found = audit_changes.since(store, audit)
    assert found.records == {"person": 1}
    assert found.rows[0].name == "S-9" and "Rosalba" not in "".join(map(str, found.rows[0].__dict__.values()))


# readiness


def test_readiness_is_measured_with_its_base_once_a_day(store: Store) -> None:
    audit = visited(store, "V-1", date(2025, 6, 10))
    raised(store, audit, due_on=date(2025, 12, 15))
    assert readiness.series(store, "craft-2.0") == []
    store.save(Answer(catalogue="craft-2.0", requirement="M.3/1.1/P.1", result="met", applies=True))
    store.save(Answer(catalogue="craft-2.0", requirement="M.3/1.1/P.2", applies=False, reason="No hay"))
    document = store.save(Document(title="Cédulas", valid_to=date(2026, 6, 1)))
    store.save(Citation(document=document.id, target=AGES))
    told = [Told("x", "alarm", "a"), Told("y", "warn", "b", explained="porque sí"), Told("overdue", "warn", "c")]
    rows = readiness.measure(store, [CRAFT], Period.of_year(2025), told, TODAY)
    [row] = rows
    good = [each.code for each in CRAFT.results_for(CRAFT.requirement("M.3/1.1/P.1"))]
    answered = int("met" in good)
    assert (row.applicable, row.answered, row.evidenced) == (len(CRAFT.requirements) - 1, answered, answered)
    assert (row.alarms, row.warnings, row.findings, row.majors, row.late) == (1, 0, 1, 1, 1)
    assert readiness.keep(store, rows) == 1 and readiness.keep(store, rows) == 0
    assert store.undoable() is None or "Readiness" not in store.undoable().title  # type: ignore[union-attr]
    fresh = readiness.measure(store, [CRAFT], Period.of_year(2025), [], TODAY)
    assert readiness.keep(store, fresh) == 0 and readiness.keep(store, fresh, again=True) == 1
    [kept] = store.all(Readiness)
    assert kept.alarms == 0
    assert readiness.share(1, 3) is not None and str(readiness.share(1, 3)) == "33.3"
    assert readiness.share(1, 0) is None and readiness.share(None, 3) is None
    assert readiness.proved(store, CRAFT, date(2026, 6, 2)) == set()


def test_the_chart_shows_measured_days_only(store: Store) -> None:
    assert readiness_report.requirements_chart([]) is None and readiness_report.troubles_chart([]) is None
    rows = [Readiness(date=date(2026, 1, 1) + timedelta(days=each), catalogue="craft-2.0", applicable=10, answered=each
                      % 10, evidenced=0, alarms=0, warnings=1, findings=2, majors=0, late=0) for each in range(60)]
    chart = readiness_report.requirements_chart(rows)
    assert chart is not None and len(chart.categories) == 24
    assert (chart.categories[0], chart.categories[-1]) == ("2026-01-01", "2026-03-01")
    assert {each.name for each in readiness_report.troubles_chart(rows).series} == {  # type: ignore[union-attr]
        "Grave contradictions", "Other contradictions", "Open findings"}
    for row in rows[:3]:
        store.save(row)
    paper = readiness_report.readiness_paper(store, "craft-2.0", "CRAFT", TODAY, "en")
    assert sum(isinstance(block, Chart) for block in paper.blocks) == 2
    assert not any(isinstance(block, Chart) for block in readiness_report.readiness_paper(
        store, "other", "x", TODAY, "en").blocks)


# papers


def test_papers_and_the_plan_in_excel_hold_everything(store: Store, tmp_path: Path) -> None:
    audit = visited(store, "V-1", date(2025, 6, 10), lead="Gerencia <b>")
    finding = raised(store, audit, text="=Falta & <b>ARL</b>", cause="Sin responsable", why_1="Nadie")
    store.save(Action(number="A-9", **{**findings.action_values(finding, date(2025, 6, 11)), "measure": "Afiliar"}))
    store.save(AuditSlot(audit=audit.id, date=date(2025, 6, 10), starts="08:00", ends="09:00", topic="Apertura"))
    store.save(AuditRequest(audit=audit.id, number="1", text="Actas"))
    found = rehearse(store, Period.of_year(2025), "1")
    keep_rehearsal(store, found, TODAY)
    room = audit_room.read(store, audit, TODAY)
    for paper in (audit_paper.agenda(store, audit, room.slots, TODAY, "es"),
                  audit_paper.checklist(store, audit, TODAY, "es"),
                  audit_paper.request_paper(store, room, TODAY, "en"),
                  audit_findings.findings_report(store, audit, TODAY, "en"),
                  audit_closing.closing_paper(store, room, audit_changes.since(store, audit), TODAY, "en"),
                  audit_closing.comparison(store, *findings.compared(store), TODAY, "en")):
        assert paper.blocks and paper.cover is not None
        assert any(isinstance(block, Heading) for block in paper.blocks)
    closing = audit_closing.closing_paper(store, room, audit_changes.since(store, audit), TODAY, "en")
    assert any(isinstance(block, Table) and block.caption == "Open findings" and block.rows[0][0] == "H-01"
               for block in closing.blocks)
    write_findings(store, audit, TODAY, "en", tmp_path / "plan.xlsx")
    sheet = load_workbook(tmp_path / "plan.xlsx").worksheets[0]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert "=Falta & <b>ARL</b>" in cells and "Afiliar" in cells and "Sin responsable (Nadie)" in cells
    empty = visited(store, "V-2", date(2026, 6, 10))
    write_findings(store, empty, TODAY, "es", tmp_path / "vacio.xlsx")
    assert audit_findings.findings_report(store, empty, TODAY, "es").blocks


def test_confidential_actions_stay_in_the_office(store: Store, tmp_path: Path) -> None:
    audit = visited(store, "V-1", date(2025, 6, 10))
    finding = raised(store, audit)
    alarm = make(store, "age_alarm")
    action = make(store, "action", origin=f"finding/{finding.id}", measure="Retirar a Juanito", number="A-7")
    link(store, [action.id], [f"age_alarm/{alarm.id}"])
    write_findings(store, audit, TODAY, "en", tmp_path / "plan.xlsx")
    cells = "".join(str(cell.value) for sheet in load_workbook(tmp_path / "plan.xlsx") for row in sheet.iter_rows()
                    for cell in row)
    assert "Juanito" not in cells and "Confidential" in cells
