"""Own rows, lists of our own, official numbers and ties: how they come in, and that they stand everywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from armdesk import backup, restore
from armdesk.catalogues import load
from armdesk.catalogues.catalogue import Catalogue
from armdesk.errors import CatalogueError, InvalidRecord, RefusedFile
from armdesk.exports import catalogue_book
from armdesk.models import (
    Answer,
    CatalogueUse,
    Citation,
    CrossTie,
    Document,
    OfficialText,
    Organisation,
    OwnCatalogue,
    OwnRequirement,
)
from armdesk.services.basis import own_rows
from armdesk.services.basis.period import Period
from armdesk.services.findings import checks
from armdesk.services.period_facts import status
from armdesk.services.standards import applicability, catalogue_sheet, edition_sheet, editions, road, ties
from armdesk.services.standards.catalogue_sheet import CHANGED, NEW, REFUSED, SAME
from armdesk.services.standards.cross import Cross
from armdesk.store import Store
from armdesk.workspace import Workspace, open_workspace

YEAR, DAY = Period.of_year(2025), date(2025, 3, 1)
CRAFT, FAIRMINED = load.get("craft-2.0"), load.get("fairmined-2.0")


def own(store: Store, code: str = "OWN-1", **more: Any) -> OwnRequirement:
    values: dict[str, Any] = {"catalogue": "craft-2.0", "module": "4", "title_es": "Mapa de la ruta",
                              "text_es": "La ruta está en un mapa."} | more
    kept: OwnRequirement = store.save(OwnRequirement(code=code, **values))
    return kept


def sheet(path: Path, *rows: dict[str, Any]) -> Path:
    """A workbook with the headings of the fields and some rows."""
    book = openpyxl.Workbook()
    names = list(dict.fromkeys(name for row in rows for name in row))
    book.active.append(names)
    for row in rows:
        book.active.append([row.get(name) for name in names])
    book.save(path)
    book.close()
    return path


# own rows


def test_an_own_row_stands_in_its_chapter_with_its_words_and_proofs(store: Store) -> None:
    own(store, records="lot sale", facts="sites", evidence_es="mapa\nacta; foto", title_en="Map", text_en="A map.")
    catalogue = own_rows.get(store, "craft-2.0")
    row = catalogue.requirement("OWN-1")
    assert len(catalogue.requirements) == 68 and row.own and not row.official
    assert [each.code for each in catalogue.results_for(row)][:3] == ["pass", "mitigation", "fail"]
    assert row.evidence_items("es") == ["mapa", "acta", "foto"] and row.facts == ("sites",)
    assert catalogue.pick(row.title, "fr") == "Map" and catalogue.in_module("4")[-1] is row


def test_a_chapter_is_named_by_its_title_too_and_a_new_one_follows_the_others(store: Store) -> None:
    own(store, "A", module=CRAFT.module("3").title["es"].upper())
    own(store, "B", module="Pedidos del comprador", words="record")
    catalogue = own_rows.get(store, "craft-2.0")
    assert catalogue.requirement("A").module == "3"
    assert catalogue.modules[-1].code == "Pedidos del comprador"
    assert [each.code for each in catalogue.results_for(catalogue.requirement("B"))] == [
        "kept", "partly", "missing", "not_applicable", "unanswered"]


def test_an_own_row_is_no_part_of_the_status_of_the_standard(store: Store) -> None:
    own(store, module="1")
    catalogue = own_rows.get(store, "craft-2.0")
    assert "OWN-1" not in [each.code for each in catalogue.between(catalogue.status("applicant"), {})]


def test_a_code_stands_once_and_never_takes_the_place_of_the_standards_own(store: Store) -> None:
    own(store)
    with pytest.raises(InvalidRecord):
        own(store)
    own(store, "M.1/5.2.3/R.1")
    assert not own_rows.get(store, "craft-2.0").requirement("M.1/5.2.3/R.1").own


@pytest.mark.parametrize(("values", "field"), [
    ({"title_es": None, "text_es": None}, "title_es"), ({"text_es": None}, "text_es"), ({"title_es": None}, "title_es"),
    ({"code": "WITH SPACE"}, "code"), ({"countries": "Colombia"}, "countries"), ({"title_es": "x" * 121}, "title_es")])
def test_what_is_not_complete_is_said_beside_its_field(store: Store, values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidRecord) as caught:
        own(store, **({"code": "OWN-1"} | values))
    assert field in caught.value.problems


def test_the_profile_and_the_country_decide_whether_it_applies(store: Store) -> None:
    own(store, applies_if="uses_mercury uses_cyanide", countries="PE BO")
    organisation = store.save(Organisation(legal_name="Los Alisos", uses_mercury=True, uses_cyanide=False,
                                           country="CO"))
    row = own_rows.get(store, "craft-2.0").requirement("OWN-1")
    assert row.applies_if == ("uses_mercury+country:PE,BO", "uses_cyanide+country:PE,BO")
    assert "CO" in applicability.why_not(organisation, "craft-2.0", row)
    organisation.country = "PE"
    assert applicability.why_not(organisation, "craft-2.0", row) == ""
    organisation.uses_mercury = False
    assert applicability.why_not(organisation, "craft-2.0", row)
    assert applicability.strange_word(("uses_mercury+country:PE", "uses_magic")) == "uses_magic"
    assert applicability.strange_word(row.applies_if) == "" and applicability.strange_word(("country:",)) == "country:"


def test_a_list_of_our_own_is_a_catalogue_with_its_own_words(workspace: Workspace) -> None:
    store = workspace.store
    store.save(OwnCatalogue(catalogue="buyer-2026", title="Lista del comprador", words="conformance"))
    own(store, "B-1", catalogue="buyer-2026", module="Origen")
    store.save(CatalogueUse(catalogue="buyer-2026"))
    catalogue = next(each for each in checks.in_use(workspace) if each.key == "buyer-2026")
    assert (catalogue.id, catalogue.edition, catalogue.own) == ("buyer", "2026", True)
    assert [each.code for each in catalogue.results_for(catalogue.requirement("B-1"))][:2] == [
        "conforms", "does_not_conform"]
    store.save(Answer(catalogue="buyer-2026", requirement="B-1", result="conforms", period_from=YEAR.begins,
                      period_to=YEAR.ends))
    assert status.result_code(catalogue, catalogue.requirement("B-1"),
                              status.answers(store, catalogue, YEAR)["B-1"]) == "conforms"
    with pytest.raises(InvalidRecord):
        store.save(OwnCatalogue(catalogue="Sin guion", title="x"))


def test_own_rows_come_back_with_a_backup(workspace: Workspace, tmp_path: Path) -> None:
    own(workspace.store)
    editions.add_edition(workspace.store, replace(CRAFT, edition="9.9"))
    made = backup.make(workspace, "by hand")
    folder = tmp_path / "new"
    restore.restore(made, folder, now=datetime(2026, 1, 2, 12, tzinfo=UTC))
    with open_workspace(folder) as opened:
        assert own_rows.get(opened.store, "craft-2.0").requirement("OWN-1").own
        assert own_rows.get(opened.store, "craft-9.9").key == "craft-9.9"


# official numbers


def test_the_official_number_stands_beside_ours_and_the_newest_answer_serves_without_one(store: Store) -> None:
    code = "FM-0.2-04"
    store.save(Answer(catalogue="fairmined-2.0", requirement=code, official_code="0.2.4", period_to=YEAR.ends))
    row = own_rows.get(store, "fairmined-2.0").requirement(code)
    assert (row.official_code, row.wording, row.number) == ("0.2.4", "", f"{code} [0.2.4]")
    store.save(OfficialText(catalogue="fairmined-2.0", requirement=code, official_code="0.2.5", wording="It exists."))
    row = own_rows.get(store, "fairmined-2.0").requirement(code)
    assert (row.official_code, row.wording) == ("0.2.5", "It exists.")
    assert FAIRMINED.requirement(code).number == code
    with pytest.raises(InvalidRecord):
        store.save(OfficialText(catalogue="fairmined-2.0", requirement="FM-0.2-05"))


# Excel


def test_the_template_comes_back_as_it_was_sent(store: Store, tmp_path: Path) -> None:
    own(store, applies_if="uses_mercury", records="lot sale", due_year=1, level="entry", words="record",
        evidence_es="mapa\nacta")
    for language in ("es", "en"):
        path = tmp_path / f"{language}.xlsx"
        catalogue_book.write_own(store, own_rows.get(store, "craft-2.0"), path, language, DAY)
        found = catalogue_sheet.read_own(store, own_rows.get(store, "craft-2.0"), path)
        assert [(row.code, row.state, row.problem) for row in found.rows] == [("OWN-1", SAME, "")]


def test_rows_from_excel_are_new_or_change_what_is_there(store: Store, tmp_path: Path) -> None:
    own(store)
    path = sheet(tmp_path / "own.xlsx",
                 {"code": "OWN-1", "module": "4", "title_es": "Mapa nuevo", "text_es": "Hay un mapa."},
                 {"code": "OWN-2", "module": 5, "title_es": "Acta", "text_es": "Hay acta.", "due_year": 2})
    found = catalogue_sheet.read_own(store, own_rows.get(store, "craft-2.0"), path)
    assert [(row.code, row.state) for row in found.rows] == [("OWN-1", CHANGED), ("OWN-2", NEW)]
    assert catalogue_sheet.keep(store, found) == 2
    catalogue = own_rows.get(store, "craft-2.0")
    assert catalogue.requirement("OWN-1").title["es"] == "Mapa nuevo"
    assert (catalogue.requirement("OWN-2").module, catalogue.requirement("OWN-2").due_year) == ("5", 2)
    store.undo()
    assert "OWN-2" not in own_rows.get(store, "craft-2.0")


@pytest.mark.parametrize(("row", "words"), [
    ({"code": ""}, "code is missing"), ({"code": "M.1/5.2.3/R.1"}, "row M.1/5.2.3/R.1 of its own"),
    ({"code": "A B"}, "without spaces"), ({"text_es": ""}, "what is asked"), ({"due_year": "soon"}, "Year"),
    ({"facts": "no_such"}, "no fact “no_such”"), ({"applies_if": "magic"}, "not on the list"),
    ({"records": "pirates"}, "not on the list"), ({"words": "great"}, "none of")])
def test_a_bad_row_is_refused_with_a_clear_sentence(store: Store, tmp_path: Path, row: dict[str, Any],
                                                    words: str) -> None:
    good = {"code": "OWN-1", "module": "4", "title_es": "Mapa", "text_es": "Hay un mapa."}
    found = catalogue_sheet.read_own(store, CRAFT, sheet(tmp_path / "bad.xlsx", good | row))
    [refused] = found.rows
    assert refused.state == REFUSED and words in refused.problem, refused.problem
    assert refused.number == 2 and catalogue_sheet.keep(store, found) == 0


def test_a_code_that_stands_twice_and_a_sheet_without_headings_are_refused(store: Store, tmp_path: Path) -> None:
    good = {"code": "OWN-1", "module": "4", "title_es": "Mapa", "text_es": "Hay un mapa."}
    found = catalogue_sheet.read_own(store, CRAFT, sheet(tmp_path / "two.xlsx", good, good))
    assert found.count(REFUSED) == 2 and "twice" in found.rows[0].problem
    with pytest.raises(RefusedFile, match="template"):
        catalogue_sheet.read_own(store, CRAFT, sheet(tmp_path / "none.xlsx", {"Lote": 1, "Peso": 2}))


def test_official_numbers_are_imported_and_what_is_left_empty_changes_nothing(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "official.xlsx"
    catalogue_book.write_official(store, FAIRMINED, path, "es", DAY)
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    headings = [cell.value for cell in page[1]]
    assert page.max_row == len(FAIRMINED.requirements) + 1 and page["A2"].value == FAIRMINED.requirements[0].code
    page.cell(2, headings.index("N.º oficial") + 1 if "N.º oficial" in headings else 3).value = "0.1.1"
    book.save(path)
    book.close()
    found = catalogue_sheet.read_official(store, FAIRMINED, path, DAY)
    assert (found.count(NEW), found.count(SAME)) == (1, len(FAIRMINED.requirements) - 1)
    assert catalogue_sheet.keep(store, found) == 1
    [kept] = store.all(OfficialText)
    assert (kept.official_code, kept.noted_on) == ("0.1.1", DAY)
    strange = sheet(tmp_path / "strange.xlsx", {"code": "FM-99", "official_code": "9.9"})
    assert "no row FM-99" in catalogue_sheet.read_official(store, FAIRMINED, strange, DAY).rows[0].problem


def test_an_edition_is_made_in_excel(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "edition.xlsx"
    catalogue_book.write_edition(CRAFT, path, "es", DAY)
    again = edition_sheet.read_edition(CRAFT, path, "3.0")
    assert [each.code for each in again] == [each.code for each in CRAFT] and again.key == "craft-3.0"
    assert [(each.title, each.text, each.help, each.evidence, each.results, each.records) for each in again] == [
        (each.title, each.text, each.help, each.evidence, each.results, each.records) for each in CRAFT]
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    page["A2"].value, page["B2"].value = "M.1/5.2.3/R.9", page["A2"].value
    page["A3"].value = page["A4"].value
    book.save(path)
    book.close()
    with pytest.raises(CatalogueError, match="twice"):
        edition_sheet.read_edition(CRAFT, path, "3.0")
    book = openpyxl.load_workbook(path)
    book.worksheets[0].delete_rows(3)
    book.save(path)
    book.close()
    new = edition_sheet.read_edition(CRAFT, path, "3.0")
    assert new.requirements[0].was == ("M.1/5.2.3/R.1",) and len(new.requirements) == 66


@pytest.mark.parametrize(("column", "text", "words"), [
    ("was", "X.9", "edition before does not have"), ("module", "9", "no chapter “9”"), ("due_year", "soon", "whole"),
    ("confidence", "sure", "must be one of"), ("conditions", "magic", "no question “magic”"),
    ("title_es", "", "title or text"), ("facts", "no_such", "no fact")])
def test_a_bad_row_of_an_edition_is_named_by_its_number(tmp_path: Path, column: str, text: str, words: str) -> None:
    row = {"code": "N-1", "module": "1", "title_es": "Mapa", "text_es": "Hay un mapa.", column: text}
    with pytest.raises(CatalogueError, match=r"row 2 \(N-1\)") as caught:
        edition_sheet.read_edition(CRAFT, sheet(tmp_path / "bad.xlsx", row), "3.0")
    assert words in str(caught.value)


# ties


def tie(first: str, second: str, **more: Any) -> CrossTie:
    return CrossTie(first=f"requirement/{first}", second=f"requirement/{second}", author="Blanca", date=DAY, **more)


def both(store: Store) -> tuple[Catalogue, Catalogue]:
    return own_rows.get(store, "craft-2.0"), own_rows.get(store, "fairmined-2.0")


def test_an_own_row_is_tied_by_a_person_and_offers_both_ways(store: Store) -> None:
    own(store)
    ties.decide(store, tie("craft-2.0/OWN-1", "fairmined-2.0/FM-0.2-04", relation="narrower", reason="El mismo mapa"))
    craft, fairmined = both(store)
    paper = store.save(Document(title="Mapa"))
    store.save(Citation(document=paper.id, target="requirement/craft-2.0/OWN-1"))
    here = {each.requirement.code: each for each in Cross(store, [craft, fairmined], YEAR).offers(
        fairmined, fairmined.requirement("FM-0.2-04"))}
    assert here["OWN-1"].related.relation == "wider" and len(here["OWN-1"].fresh) == 1
    [there] = Cross(store, [craft, fairmined], YEAR).offers(craft, craft.requirement("OWN-1"))
    assert (there.requirement.code, there.related.relation) == ("FM-0.2-04", "narrower")
    assert there.decided is not None and there.related.reason["es"] == "El mismo mapa"


def test_a_tie_that_does_not_fit_is_refused_with_a_reason_and_offers_no_more(store: Store) -> None:
    craft, fairmined = both(store)
    person = craft.requirement("M.1/5.2.11/R.1")
    before = [each.requirement.code for each in Cross(store, [craft, fairmined], YEAR).offers(craft, person)]
    with pytest.raises(InvalidRecord):
        ties.decide(store, tie("craft-2.0/M.1/5.2.11/R.1", "fairmined-2.0/FM-1.1-04", decision="refused"))
    ties.decide(store, tie("craft-2.0/M.1/5.2.11/R.1", "fairmined-2.0/FM-1.1-04", decision="refused", reason="Otro"))
    cross = Cross(store, [craft, fairmined], YEAR)
    assert [each.requirement.code for each in cross.offers(craft, person)] == [
        code for code in before if code != "FM-1.1-04"]
    assert [each.requirement.code for each in cross.all_offers(craft, person) if each.refused] == ["FM-1.1-04"]
    walked = road.road(store, fairmined, [craft], YEAR)
    step = next(each for each in walked.steps if each.requirement.code == "FM-1.1-04")
    assert "M.1/5.2.11/R.1" not in [each.requirement.code for each in step.offers]
    ties.decide(store, tie("fairmined-2.0/FM-1.1-04", "craft-2.0/M.1/5.2.11/R.1", decision="confirmed"))
    assert len(store.all(CrossTie)) == 1, "one decision holds for two requirements, whichever stands first"
    assert "FM-1.1-04" in [each.requirement.code
                           for each in Cross(store, [craft, fairmined], YEAR).offers(craft, person)]


@pytest.mark.parametrize(("head", "language"), [
    (("Código", "Capítulo", "Título (español)", "Texto (español)"), "es"),
    (("Code", "Chapter", "Title (English)", "Text in English"), "en"),
    (("Code", "Chapitre", "Titre (français)", "Texte en français"), "fr"),
    (("Código", "Capítulo", "Título em português", "TEXTO (pt)"), "pt"), (("code", "module", "Titre", "Texte"), "fr")])
def test_a_sheet_of_the_offices_own_hand_is_read_in_any_language(store: Store, tmp_path: Path, head: tuple[str, ...],
                                                                 language: str) -> None:
    path = sheet(tmp_path / "mine.xlsx", dict(zip((*head, "Color"), ("CM-1", "Origen", "Guía", "Va con guía", "azul"),
                                                  strict=True)))
    found = catalogue_sheet.read_own(store, CRAFT, path)
    assert [(row.state, row.problem) for row in found.rows] == [(NEW, "")]
    assert found.cautions == ("Columns that are not read: Color.",)
    catalogue_sheet.keep(store, found)
    assert own_rows.get(store, "craft-2.0").requirement("CM-1").title == {language: "Guía"}
