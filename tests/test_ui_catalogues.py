"""The page of catalogues and what it opens: own rows, official numbers, editions, sources; ties and the light path."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from test_editions import next_edition
from ui_fixtures import answers, config, english, session  # noqa: F401 - fixtures

from armdesk.catalogues.write import to_bytes
from armdesk.models import (
    Answer,
    CatalogueUse,
    Citation,
    CrossTie,
    Document,
    OfficialText,
    OwnRequirement,
)
from armdesk.services.basis import own_rows
from armdesk.services.basis.period import Period
from armdesk.services.period_facts import status
from armdesk.services.standards import editions
from ui import catalogue_files, files, sheet_dialog
from ui.cross_offers import Offers
from ui.edition_dialog import EditionDialog
from ui.pages.catalogues import CataloguesPage
from ui.pages.evidence_calendar import EvidenceCalendarPage
from ui.pages.requirements import RequirementsPage
from ui.pages.road import RoadPage
from ui.requirement_head import OfficialDialog
from ui.session import Period as Chosen
from ui.session import Session, Visit
from ui.standing_dialog import StandingDialog
from ui.tie_dialog import TieDialog

YEAR = Period.of_year(2025)
LONG = 20_000


@pytest.fixture
def page(session: Session, qtbot: Any) -> CataloguesPage:  # noqa: F811
    """The catalogues of an office that works on 2025."""
    session.choose_period(Chosen(date(2025, 1, 1), date(2025, 12, 31)))
    made = CataloguesPage(session)
    qtbot.addWidget(made)
    made.resize(1180, 600)
    made.show()
    qtbot.waitUntil(lambda: len(made.found) == 3, timeout=LONG)
    return made


@pytest.fixture
def requirements(session: Session, qtbot: Any) -> RequirementsPage:  # noqa: F811
    """The requirements of CRAFT for 2025."""
    session.choose_period(Chosen(date(2025, 1, 1), date(2025, 12, 31)))
    made = RequirementsPage(session)
    qtbot.addWidget(made)
    made.resize(1180, 600)
    made.show()
    qtbot.waitUntil(lambda: bool(made.code), timeout=LONG)
    return made


def _go(page: CataloguesPage, key: str) -> None:
    page.table.selectRow([each.catalogue.key for each in page.found].index(key))


def _answer(store: Any, code: str, year: int = 2025, **more: Any) -> Answer:
    kept: Answer = store.save(Answer(catalogue="craft-2.0", requirement=code, result="met",
                                     period_from=date(year, 1, 1), period_to=date(year, 12, 31),
                                     confirmed_by="Blanca", **more))
    return kept


def _shown(monkeypatch: pytest.MonkeyPatch, type_: type[Any]) -> list[Any]:
    """Dialogs of a kind that would have been shown."""
    found: list[Any] = []

    def show(dialog: Any) -> None:
        found.append(dialog)

    monkeypatch.setattr(type_, "exec", show)
    return found


# the page


def test_it_counts_rows_inferred_own_and_answered(page: CataloguesPage, qtbot: Any) -> None:
    store = page.session.store
    with store.operation("x") as writer:
        writer.save(OwnRequirement(catalogue="craft-2.0", code="OWN-1", module="4", title_es="Mapa", text_es="Mapa."))
        writer.save(OfficialText(catalogue="craft-2.0", requirement="M.1/5.2/P.1", official_code="5.2"))
    _answer(store, "M.1/5.2/P.1")
    qtbot.waitUntil(lambda: page.found[0].answered == 1 and page.found[0].own == 1, timeout=LONG)
    row = [page.table.rows.cell(0, column) for column in range(8)]
    assert row[1:] == ["craft-2.0", "68", "26", "1", "1", "1", "in use"]
    assert page.table.rows.cell(1, 7) == "not in use"


def test_a_standard_is_used_and_ended_and_its_file_is_noted(page: CataloguesPage, qtbot: Any) -> None:
    store = page.session.store
    _go(page, "oecd-annex2")
    page.use()
    qtbot.waitUntil(lambda: any(each.use is not None for each in page.found), timeout=LONG)
    kept = store.one(CatalogueUse, catalogue="oecd-annex2")
    assert kept is not None and len(kept.sha256 or "") == 64 and kept.since == page.session.today()
    _go(page, "oecd-annex2")
    page.end()
    qtbot.waitUntil(lambda: any(each.ended(page.session.today()) for each in page.found), timeout=LONG)


def test_a_new_own_row_begins_with_the_catalogue_in_view(page: CataloguesPage, qtbot: Any) -> None:
    with qtbot.waitSignal(page.session.went) as went:
        page.add_row()
    assert went.args[0].page == "own_requirement" and went.args[0].values["catalogue"] == "craft-2.0"


def test_own_rows_go_out_and_come_in_through_excel(page: CataloguesPage, qtbot: Any, tmp_path: Path,
                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "own.xlsx"
    monkeypatch.setattr(files, "ask_target", lambda *_args: path)
    monkeypatch.setattr(files, "ask_file", lambda *_args: path)
    shown = _shown(monkeypatch, sheet_dialog.SheetDialog)
    catalogue_files.own_out(page.session, page, page.found[0].catalogue)
    qtbot.waitUntil(path.is_file, timeout=LONG)
    book = openpyxl.load_workbook(path)
    headings = [cell.value for cell in book.worksheets[0][1]]
    for row, code in ((2, "OWN-1"), (3, "BAD CODE")):
        for name, text in (("Code", code), ("Chapter", "4"), ("Title in Spanish", "Mapa"),
                           ("What is asked, in Spanish", "Hay un mapa.")):
            book.worksheets[0].cell(row, headings.index(name) + 1).value = text
    book.save(path)
    book.close()
    catalogue_files.own_in(page.session, page, page.found[0].catalogue)
    qtbot.waitUntil(lambda: bool(shown), timeout=LONG)
    dialog = shown[0]
    qtbot.addWidget(dialog)
    assert [dialog.table.rows.cell(row, 3) for row in range(2)] == ["Not taken", "New"]
    assert "without spaces" in dialog.table.rows.cell(0, 4) and "1" in dialog.go.text()
    dialog.submit()
    assert [each.code for each in page.session.store.all(OwnRequirement)] == ["OWN-1"]
    qtbot.waitUntil(lambda: page.found[0].own == 1, timeout=LONG)


def test_an_edition_from_a_file_is_rehearsed_and_carried_over(page: CataloguesPage, qtbot: Any, tmp_path: Path,
                                                              monkeypatch: pytest.MonkeyPatch) -> None:
    store = page.session.store
    _answer(store, "M.1/5.2/P.1")
    _answer(store, "M.1/5.2.3/R.1")
    path = tmp_path / "craft-9.9.json"
    path.write_bytes(to_bytes(next_edition()))
    monkeypatch.setattr(files, "ask_file", lambda *_args: path)
    shown = _shown(monkeypatch, EditionDialog)
    catalogue_files.file_in(page.session, page, page._on_added)
    qtbot.waitUntil(lambda: bool(shown), timeout=LONG)
    dialog = shown[0]
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.found is not None, timeout=LONG)
    assert (dialog.found.old.key, dialog.found.new.key) == ("craft-2.0", "craft-9.9")
    assert dialog.table.rows.cell(0, 2) == "Needs a look" and "text changed" in dialog.table.rows.cell(0, 3)
    assert dialog.table.rows.cell(0, 4) == "Precondition met" and store.all(Answer, catalogue="craft-9.9") == []
    dialog.submit()
    given = status.answers(store, own_rows.get(store, "craft-9.9"), YEAR)
    assert {code: each.to_review for code, each in given.items()} == {"M.1/5.2/P.1": True, "M.1/5.2.3/R.1": False}
    qtbot.waitUntil(lambda: page.table.rows.cell(0, 1) == "craft-9.9", timeout=LONG)
    assert "until" in page.table.rows.cell(1, 7)


def test_the_name_of_an_edition_must_be_another(page: CataloguesPage, qtbot: Any) -> None:
    asked = catalogue_files.EditionName(page.session, page.found[0].catalogue)
    qtbot.addWidget(asked)
    asked.line.setText("2.0")
    asked.submit()
    assert asked.result() == 0
    asked.line.setText("2.1")
    asked.submit()
    assert asked.result() == 1 and asked.edition == "2.1"


def test_sources_and_licences_are_printed(page: CataloguesPage, qtbot: Any, tmp_path: Path,
                                          monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "sources.pdf"
    monkeypatch.setattr(files, "ask_target", lambda *_args: path)
    page.print_sources()
    qtbot.waitUntil(path.is_file, timeout=LONG)
    assert path.read_bytes().startswith(b"%PDF")


def test_menus_offer_only_what_can_be_done(page: CataloguesPage) -> None:
    _go(page, "craft-2.0")
    actions = {each.text(): each.isEnabled() for each in page.edition_menu().actions() if each.text()}
    assert not actions["Work with this standard"] and actions["End the work with it"]
    assert len([each for each in page.excel_menu().actions() if each.text()]) == 6


# the requirement page


def test_an_own_row_shows_at_once_with_its_mark(requirements: RequirementsPage, qtbot: Any) -> None:
    requirements.session.store.save(OwnRequirement(catalogue="craft-2.0", code="OWN-1", module="1", title_en="Map",
                                                   text_en="A map."))
    qtbot.waitUntil(lambda: "OWN-1" in requirements.tree.codes(), timeout=LONG)
    assert requirements.tree._items["OWN-1"].text() == "◆ Map"
    assert "our own" in requirements.tree.legend.text()
    requirements.tree.go_to("OWN-1")
    qtbot.waitUntil(lambda: requirements.code == "OWN-1", timeout=LONG)
    requirements.form.result.setCurrentIndex(requirements.form.result.findData("met"))
    assert requirements.form.keep()
    assert requirements.session.store.one(Answer, requirement="OWN-1") is not None


def test_the_official_number_is_written_down_and_taken_away(requirements: RequirementsPage, qtbot: Any) -> None:
    catalogue, store = requirements.catalogue, requirements.session.store
    assert catalogue is not None
    for typed, kept in (("1.1", "1.1"), ("1.2", "1.2"), ("", "")):
        dialog = OfficialDialog(requirements.session, own_rows.get(store, "craft-2.0"),
                                own_rows.get(store, "craft-2.0").requirement("M.1/5.2/P.1"))
        qtbot.addWidget(dialog)
        dialog.fields.rows["official_code"].editor.put(typed or None)
        dialog.submit()
        assert own_rows.get(store, "craft-2.0").requirement("M.1/5.2/P.1").official_code == kept
    dialog = OfficialDialog(requirements.session, catalogue, catalogue.requirement("M.1/5.2/P.1"))
    qtbot.addWidget(dialog)
    dialog.submit()
    assert dialog.result() == 0 and dialog.fields.rows["official_code"].problems()


def test_the_first_answer_notes_which_file_is_in_use(requirements: RequirementsPage) -> None:
    requirements.form.result.setCurrentIndex(requirements.form.result.findData("met"))
    assert requirements.form.keep()
    use = requirements.session.store.one(CatalogueUse, catalogue="craft-2.0")
    assert use is not None and len(use.sha256 or "") == 64 and "M.1/5.2/P.1" in (use.rows or "")


def test_earlier_answers_are_carried_over_and_wait_for_a_name(requirements: RequirementsPage, qtbot: Any) -> None:
    store = requirements.session.store
    _answer(store, "M.1/5.2.3/R.1", 2024, statement="We have a board.")
    qtbot.waitUntil(lambda: requirements.found is not None and requirements.found.before == 1, timeout=LONG)
    requirements.carry_over()
    qtbot.waitUntil(lambda: "1 to be confirmed" in requirements.standing.whole(), timeout=LONG)
    requirements.tree.go_to("M.1/5.2.3/R.1")
    qtbot.waitUntil(lambda: "2024" in requirements.form._origin, timeout=LONG)
    assert "to be confirmed" in requirements.form.state.whole()
    store.author = "Blanca"
    requirements.form.confirm()
    kept = store.one(Answer, requirement="M.1/5.2.3/R.1", period_from=date(2025, 1, 1))
    assert kept is not None and (kept.confirmed_by, kept.to_review) == ("Blanca", False)
    qtbot.waitUntil(lambda: "to be confirmed" not in requirements.standing.whole(), timeout=LONG)


def test_without_a_name_nothing_is_confirmed(requirements: RequirementsPage, qtbot: Any) -> None:
    store = requirements.session.store
    _answer(store, "M.1/5.2.3/R.1", 2024)
    qtbot.waitUntil(lambda: requirements.found is not None and requirements.found.before == 1, timeout=LONG)
    requirements.carry_over()
    qtbot.waitUntil(lambda: bool(requirements.form._origin), timeout=LONG)
    store.author = ""
    requirements.form.confirm()
    kept = store.one(Answer, requirement="M.1/5.2.3/R.1", period_from=date(2025, 1, 1))
    assert kept is not None and kept.to_review


def test_the_light_path_shows_only_its_modules(requirements: RequirementsPage, qtbot: Any) -> None:
    requirements.choose_path(True)
    qtbot.waitUntil(lambda: len(requirements.tree.codes()) == 24, timeout=LONG)
    assert "of 24" in requirements.standing.whole() and requirements.tree.light.isChecked()
    requirements.choose_path(False)
    qtbot.waitUntil(lambda: len(requirements.tree.codes()) == 67, timeout=LONG)


def test_a_non_conformity_has_a_class_where_the_standard_has_them(requirements: RequirementsPage, qtbot: Any) -> None:
    store = requirements.session.store
    store.save(CatalogueUse(catalogue="fairmined-2.0"))
    requirements.visit(Visit("requirement", record="fairmined-2.0/FM-1.1-04"))
    qtbot.waitUntil(lambda: requirements.code == "FM-1.1-04", timeout=LONG)
    form = requirements.form
    assert not form.rows["nc_class"].isVisibleTo(form)
    form.result.setCurrentIndex(form.result.findData("not_met"))
    assert form.rows["nc_class"].isVisibleTo(form)
    form.rows["nc_class"].editor.put("major")
    assert form.keep()
    kept = store.one(Answer, requirement="FM-1.1-04")
    assert kept is not None and kept.nc_class == "major"
    form.result.setCurrentIndex(form.result.findData("met"))
    assert form.keep()
    kept = store.one(Answer, requirement="FM-1.1-04")
    assert kept is not None and kept.nc_class is None


def test_the_standing_says_why_and_leads_to_what_is_in_the_way(requirements: RequirementsPage, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: requirements.found is not None, timeout=LONG)
    assert requirements.catalogue is not None and requirements.found is not None
    dialog = StandingDialog(requirements.session, requirements.catalogue, requirements.found)
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.wanted) as wanted:
        dialog._go("M.1/5.2/P.1")
    assert wanted.args == ["M.1/5.2/P.1"]


def test_a_correction_is_told_and_noted(requirements: RequirementsPage, qtbot: Any) -> None:
    store = requirements.session.store
    use = editions.use_of(store, own_rows.get(store, "craft-2.0"), date(2025, 1, 1))
    use.sha256 = "0" * 64
    store.save(use)
    qtbot.waitUntil(lambda: requirements.found is not None and requirements.found.correction is not None, timeout=LONG)
    assert requirements.found is not None and requirements.found.correction is not None
    requirements.accept_correction(requirements.found.correction)
    qtbot.waitUntil(lambda: requirements.found is not None and requirements.found.correction is None, timeout=LONG)


# ties


def test_an_offer_is_confirmed_refused_and_offered_again(requirements: RequirementsPage, qtbot: Any) -> None:
    session_, store = requirements.session, requirements.session.store
    store.author = "Blanca"
    paper = store.save(Document(title="Acta"))
    store.save(Citation(document=paper.id, target="requirement/fairmined-2.0/FM-1.1-04"))
    store.save(CatalogueUse(catalogue="fairmined-2.0"))
    requirements.visit(Visit("requirement", record="craft-2.0/M.1/5.2.11/R.1"))
    qtbot.waitUntil(lambda: any(each.reference.endswith("R.1") for each in requirements.side.findChildren(Offers)),
                    timeout=LONG)
    offers = next(each for each in requirements.side.findChildren(Offers) if each.reference.endswith("R.1"))
    reference = "requirement/fairmined-2.0/FM-1.1-04"
    dialog = TieDialog(session_, offers.reference, reference, "refused", about="x")
    qtbot.addWidget(dialog)
    dialog.submit()
    assert dialog.fields.rows["reason"].problems() and store.all(CrossTie) == []
    dialog.fields.rows["reason"].editor.put("Speaks of somebody else.")
    dialog.submit()
    [tie] = store.all(CrossTie)
    assert (tie.decision, tie.author) == ("refused", "Blanca")
    offers._offer_again(tie)
    assert store.all(CrossTie) == []
    added = TieDialog(session_, offers.reference, "", "own")
    qtbot.addWidget(added)
    added.submit()
    assert added.fields.rows["second"].problems()
    added.fields.rows["second"].editor.put(reference)
    added.fields.rows["reason"].editor.put("The same person.")
    added.submit()
    assert [each.decision for each in store.all(CrossTie)] == ["own"]


@pytest.mark.parametrize("make", [RoadPage, EvidenceCalendarPage])
def test_road_and_calendar_show_an_own_row_at_once_and_say_what_the_signs_mean(
        session: Session, qtbot: Any, make: Any) -> None:  # noqa: F811
    session.choose_period(Chosen(date(2025, 1, 1), date(2025, 12, 31)))
    shown = make(session)
    qtbot.addWidget(shown)
    shown.resize(1180, 600)
    shown.show()
    shown.standard.setCurrentIndex(next(at for at in range(shown.standard.count())
                                        if shown.standard.itemData(at).key == "craft-2.0"))
    shown.refresh()
    qtbot.waitUntil(lambda: shown.found is not None and shown.found.catalogue.key == "craft-2.0", timeout=LONG)
    assert "our own" not in shown.marks.text() and "inferred" in shown.marks.text()
    row = OwnRequirement(catalogue="craft-2.0", code="OWN-1", module="1", title_en="Map", text_en="A map.")
    session.store.save(row)
    qtbot.waitUntil(lambda: "our own" in shown.marks.text(), timeout=LONG)
    assert "OWN-1" in shown.found.catalogue and shown.standard.currentData().key == "craft-2.0"
