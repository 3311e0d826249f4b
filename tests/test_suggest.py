"""Books of offices nobody knows are read by a proposal: other languages, other orders, other words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from armdesk import i18n
from armdesk.errors import RecipeError
from armdesk.importers import office, suggest
from armdesk.importers.apply import apply_import
from armdesk.importers.plan import plan_import
from armdesk.importers.workbook import open_book
from armdesk.models import Incident, Party, Person, Production, Sale, Site

TODAY = date(2026, 1, 31)

BOX = Path(__file__).parent / "data" / "la-esperanza"
RECIPES = BOX.parent / "recipes" / "la-esperanza"


def _book(path: Path, *sheets: tuple[str, list[list[object]]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def _imported(workspace, path, register=""):
    plan = plan_import(office.proposed_recipe(path, register)[0], path, workspace.store)
    apply_import(plan, workspace.store, workspace.files, TODAY)
    return plan


def test_a_member_list_in_english(workspace, tmp_path):
    path = _book(tmp_path / "Members.xlsx", ("Register", [
        ["Nyamoya Small Miners Cooperative"], [], ["Printed 3 Jan 2026"],
        ["Member No", "Full Name", "National ID", "Gender", "Date of Birth", "Date joined", "Mobile", "Remarks"],
        ["M-01", "Grace Auma", "0045871", "Female", date(1988, 5, 4), date(2021, 2, 1), "0700 111", None],
        ["M-02", "John Otieno", "0045872", "Male", date(1979, 12, 30), date(2020, 7, 15), None, "treasurer"],
        ["Total", None, None, None, None, None, None, None],
    ]))
    plan = _imported(workspace, path)
    people = workspace.store.all(Person)
    assert [(each.name, each.sex, each.birth_date, each.id_number) for each in people] == [
        ("Grace Auma", "F", date(1988, 5, 4), "0045871"), ("John Otieno", "M", date(1979, 12, 30), "0045872")]
    assert not plan.refused


def test_social_cover_is_understood_in_the_words_of_offices(workspace, tmp_path):
    cells = ("EPS y ARL", "SÍ", "No", "Salud", "EPS, ARL y pensión", None)
    path = _book(tmp_path / "Socios.xlsx", ("Socios", [
        ["Nombre completo", "Cédula", "Sexo", "Seguridad social"],
        *(["Íngrid Peña", f"10{number}", "F", cell] for number, cell in enumerate(cells))]))
    plan = _imported(workspace, path)
    assert not plan.refused and not plan.doubtful
    assert [each.social_cover for each in sorted(workspace.store.all(Person), key=lambda each: each.id_number)] == [
        "health accidents", "other", "none", "health", "health accidents pension", None]


def test_hours_of_each_person_are_read_with_the_deliveries(workspace, tmp_path):
    path = _book(tmp_path / "libro.xlsx", ("Enero", [
        ["Fecha", "Mina", "Cuadrilla", "Personas", "Horas", "Peso (g)", "Ley"],
        [date(2025, 1, 6), "La Peña", "Nivel 2", 5, 7.5, 12.5, 880],
        [date(2025, 1, 7), "La Peña", "Nivel 2", 4, "8", 3.25, 875],
    ]))
    plan = _imported(workspace, path)
    assert sorted((each.persons, each.hours) for each in workspace.store.all(Production)) == [(4, 800), (5, 750)]
    assert not plan.refused


def test_a_production_book_in_french_with_kilograms_of_nobody(workspace, tmp_path):
    path = _book(tmp_path / "cahier.xlsx", ("Janvier", [
        ["Chantier Yaoghin"], ["Date", "Puits", "Équipe", "Livré par", "Poids (g)", "Titre", "Observations"],
        [date(2025, 1, 6), "P3", "A", "Sawadogo Issa", 12.5, 880, None],
        ["07/01/2025", "P3", "A", "Ouédraogo Awa", "3,25", "0,88", "pesé deux fois"],
        ["Total", None, None, None, 15.75, None, None],
    ]))
    _imported(workspace, path)
    rows = sorted(workspace.store.all(Production), key=lambda each: each.date)
    assert [(each.date, each.gross_mg, each.fineness) for each in rows] == [
        (date(2025, 1, 6), 12_500, 8800), (date(2025, 1, 7), 3_250, 8800)]
    assert [each.site_as_written for each in rows] == ["P3", "P3"]


def test_the_unit_in_a_heading_is_understood(workspace, tmp_path):
    path = _book(tmp_path / "oro.xlsx", ("2025", [
        ["FECHA", "MINA", "PESO (castellanos)", "LEY"], [date(2025, 3, 1), "Alta", 2, 900]]))
    _imported(workspace, path)
    assert workspace.store.all(Production)[0].gross_mg == 9_200


def test_where_h_is_man_m_is_woman(workspace, tmp_path):
    path = _book(tmp_path / "socios.xlsx", ("Socios", [
        ["Apellidos y nombres", "DNI", "Sexo"], ["Quispe Mamani Rosa", "41230987", "M"],
        ["Condori Huanca Luis", "41230988", "H"]]))
    _imported(workspace, path)
    assert {each.name: each.sex for each in workspace.store.all(Person)} == {
        "Quispe Mamani Rosa": "F", "Condori Huanca Luis": "M"}


def test_links_are_found_by_name_and_kept_as_written_otherwise(workspace, tmp_path):
    store = workspace.store
    site = store.save(Site(name="Mina Alta", code="MA"))
    path = _book(tmp_path / "oro.xlsx", ("2025", [
        ["Fecha", "Mina", "Gramos"], [date(2025, 3, 1), "mina alta", 4], [date(2025, 3, 2), "Otra", 5]]))
    plan = _imported(workspace, path)
    rows = sorted(store.all(Production), key=lambda each: each.date)
    assert [each.site for each in rows] == [site.id, None]
    assert [each.site_as_written for each in rows][1] == "Otra"
    assert len(plan.doubtful) == 1


def test_a_book_of_several_registers(workspace, tmp_path):
    path = _book(
        tmp_path / "todo.xlsx",
        ("Compradores", [["Razón social", "NIT", "Ciudad"], ["Oro Andino S.A.", "900123", "Pasto"]]),
        ("Ventas", [["No. venta", "Fecha", "Comprador", "Peso bruto (g)", "Ley"],
                    ["V-1", date(2025, 2, 1), "Oro Andino S.A.", 250.5, 870]]),
        ("Notas", [["cualquier cosa"], ["que nadie entiende"]]))
    _imported(workspace, path)
    store = workspace.store
    [party], [sale] = store.all(Party), store.all(Sale)
    assert (sale.code, sale.gross_mg, sale.buyer) == ("V-1", 250_500, party.id)


def test_what_the_program_exports_it_reads_back_by_its_headings(workspace, tmp_path):
    for language in i18n.LANGUAGES:
        with i18n.speaking(language):
            headings = [Incident.field(name).title() for name in ("number", "date", "severity", "description")]
        rows = [headings, [f"I-{language}", date(2025, 4, 2), "near_miss", "Cayó una piedra"]]
        _imported(workspace, _book(tmp_path / f"{language}.xlsx", ("S20", rows)), "incident")
    found = {each.number: each.severity for each in workspace.store.all(Incident)}
    assert found == {f"I-{language}": "near_miss" for language in i18n.LANGUAGES}


def test_the_same_file_twice_changes_nothing(workspace, tmp_path):
    path = _book(tmp_path / "oro.xlsx", ("2025", [
        ["Fecha", "Mina", "Gramos"], [date(2025, 3, 1), "Alta", 4], [date(2025, 3, 1), "Alta", 4]]))
    _imported(workspace, path)
    head = workspace.store.head()
    plan = _imported(workspace, path)
    assert plan.empty and plan.unchanged == 2 and workspace.store.head() == head


def test_a_sheet_that_says_nothing_is_left_to_a_person(tmp_path):
    path = _book(tmp_path / "x.xlsx", ("Hoja1", [["a", "b"], [1, 2]]))
    with pytest.raises(RecipeError, match="Hoja1"):
        suggest.propose(open_book(path), "Hoja1")
    with pytest.raises(RecipeError, match="stays in the inbox"):
        office.proposed_recipe(path)


def test_books_come_before_papers_and_people_before_what_names_them(tmp_path):
    sales = _book(tmp_path / "a ventas.xlsx", ("V", [["No. venta", "Fecha", "Comprador", "Peso bruto"]]))
    people = _book(tmp_path / "b socios.xlsx", ("S", [["Nombre completo", "Cédula", "Sexo"]]))
    paper = tmp_path / "acta.txt"
    paper.write_text("acta", encoding="utf-8")
    handed = office.sort_out([paper, sales, people], [])
    assert [each.path.name for each in handed] == ["b socios.xlsx", "a ventas.xlsx", "acta.txt"]
    assert [each.proposed for each in handed] == [True, True, False]


def test_buyers_come_before_the_sales_that_name_them():
    handed = office.sort_out([BOX / "Ventas oro 2025 (con regalias).xlsx", BOX / "Compradores.xlsx"],
                             office.recipes_in([RECIPES]))
    assert [each.path.name for each in handed] == ["Compradores.xlsx", "Ventas oro 2025 (con regalias).xlsx"]


def test_a_broken_book_becomes_a_paper_with_its_sentence(tmp_path):
    broken = tmp_path / "roto.xlsx"
    broken.write_bytes(b"PK\x03\x04 not really")
    [handed] = office.sort_out([broken], [])
    assert handed.recipe is None and handed.remark
