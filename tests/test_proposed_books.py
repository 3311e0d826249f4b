"""How armdesk proposes to read books as offices really keep them: months in titles, blocks, cross tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from armdesk.importers import habits, headings, office, suggest
from armdesk.importers.alike import the_one
from armdesk.importers.apply import apply_import
from armdesk.importers.existing import turned
from armdesk.importers.plan import ImportPlan, plan_import
from armdesk.importers.workbook import open_book
from armdesk.models import (
    Incident,
    Meeting,
    Payment,
    Person,
    PpeDelivery,
    PremiumEntry,
    Production,
    ReagentMovement,
    Sale,
    SaleDeduction,
    Site,
    Training,
    TrainingAttendance,
)
from armdesk.workspace import Workspace
from ui import import_reading

TODAY = date(2026, 1, 31)
Row = Sequence[Any]


def book(path: Path, **sheets: Sequence[Row]) -> Path:
    made = Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title.replace("_", " "))
        for row in rows:
            sheet.append(list(row))
    made.save(path)
    return path


def read(space: Workspace, *paths: Path, currency: str = "") -> list[ImportPlan]:
    """Books read as the command reads them."""
    done = []
    for each in office.sort_out(paths, [], usual=office.Usual(currency=currency, today=TODAY)):
        assert each.recipe is not None, each.remark
        plan = plan_import(each.recipe, each.path, space.store)
        apply_import(plan, space.store, space.files, TODAY)
        done.append(plan)
    return done


def days(space: Workspace) -> list[tuple[date, int | None]]:
    return sorted((each.date, each.gross_mg) for each in space.store.all(Production))


@pytest.mark.parametrize(("title", "sheet", "rows"), [
    ("MES DE ABRIL DE 2025", "Hoja", [(3, 5.5), (None, 2), (4, 1)]),
    ("ENTREGAS", "ABR 25", [(3, 5.5), ("", 2), (4, 1)]),
    ("AÑO 2025", "Abril", [(3, 5.5), ('"', 2), (4, 1)]), ("2025", "x", [("3-abr", 5.5), ("idem", 2), ("4-abr", 1)]),
    ("2025", "x", [("3/4", 5.5), ("", 2), ("4/4", 1)])])
def test_days_take_their_month_or_year_from_a_title(workspace: Workspace, tmp_path: Path, title: str, sheet: str,
                                                    rows: list[tuple[Any, Any]]) -> None:
    read(workspace, book(tmp_path / "oro.xlsx", **{sheet: [
        [title], [], ["Día", "Socio", "Gramos"], *[[day, "Ana Luz Paz", grams] for day, grams in rows]]}))
    assert days(workspace) == [(date(2025, 4, 3), 2_000), (date(2025, 4, 3), 5_500), (date(2025, 4, 4), 1_000)]


def test_a_bare_day_without_a_month_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    [plan] = read(workspace, book(tmp_path / "oro.xlsx", x=[["Día", "Socio", "Gramos"], [3, "Ana", 5], [4, "Ana", 5]]))
    assert len(plan.refused) == 2 and not days(workspace)


def test_year_month_and_day_in_three_columns(workspace: Workspace, tmp_path: Path) -> None:
    read(workspace, book(tmp_path / "o.xlsx", x=[
        ["AÑO", "MES", "DÍA", "SOCIO", "PESO (g)"], [2025, "Enero", 7, "Ana", 5]]))
    assert days(workspace) == [(date(2025, 1, 7), 5_000)]


def test_a_column_of_days_that_repeats_itself_is_not_filled_down(workspace: Workspace, tmp_path: Path) -> None:
    one = date(2025, 1, 7)
    [plan] = read(workspace, book(tmp_path / "o.xlsx", x=[["Fecha", "Socio", "Gramos"], [one, "A", 1], [one, "B", 2],
                                                         [None, "C", 3], [one, "D", 4], [one, "E", 5]]))
    assert len(plan.refused) == 1 and len(days(workspace)) == 4


def test_blocks_name_the_mine_and_remarks_are_passed_over(workspace: Workspace, tmp_path: Path) -> None:
    [plan] = read(workspace, book(tmp_path / "o.xlsx", x=[
        ["Fecha", "Socio", "Gramos"], ["MINA: Alta"], [date(2025, 1, 7), "Ana Paz", 5], ["Total Alta", None, 5],
        ["MINA: Baja"], [date(2025, 1, 8), "Eva Sol", 6], ["Revisado por la tesorera"]]))
    assert not plan.refused
    sites = {each.id: each.name for each in workspace.store.all(Site)}
    assert [sites[each.site] for each in sorted(workspace.store.all(Production), key=lambda one: one.date)] == [
        "Alta", "Baja"]


def test_weights_in_castellanos_and_tomines_and_in_a_unit_column(workspace: Workspace, tmp_path: Path) -> None:
    one, other = date(2025, 1, 7), date(2025, 1, 8)
    read(workspace, book(tmp_path / "o.xlsx", a=[["Fecha", "Socio", "Cast.", "Tom.", "Gramos"], [one, "A", 2, 3, 10.9],
                                                [other, "A", None, None, 4]],
                         b=[["Fecha", "Socio", "Cant.", "Und"], [one, "A", 1, "cast."], [other, "A", 2, "gr"],
                            [other, "B", "3 t", "g"]]))
    assert sorted(each.gross_mg for each in workspace.store.all(Production)) == [1_725, 2_000, 4_000, 4_600, 10_925]


def test_no_delivery_of_gold_weighs_tons(workspace: Workspace, tmp_path: Path) -> None:
    [plan] = read(workspace, book(tmp_path / "o.xlsx", x=[
        ["Fecha", "Socio", "Gramos"], [date(2025, 1, 7), "A", "5 t"]]))
    assert len(plan.refused) == 1


def test_days_without_work_are_no_deliveries(workspace: Workspace, tmp_path: Path) -> None:
    [plan] = read(workspace, book(tmp_path / "o.xlsx", x=[
        ["Fecha", "Cuadrilla", "Gramos", "Obs."], [date(2025, 1, 7), "Norte", 5, ""],
        [date(2025, 1, 8), "Norte", None, "no se trabajó"]]))
    assert not plan.refused and days(workspace) == [(date(2025, 1, 7), 5_000), (date(2025, 1, 8), None)]
    assert [each.date.day for each in workspace.store.all(Production) if each.no_work] == [8]


def test_a_column_for_each_day_of_the_month(workspace: Workspace, tmp_path: Path) -> None:
    weights = [None] * 30
    weights[6], weights[19] = 5.5, 2
    read(workspace, book(tmp_path / "o.xlsx", Junio=[
        ["PLANILLA DE ORO (GRAMOS) JUNIO 2025"], ["N°", "Socio", *map(str, range(1, 31)), "TOTAL"],
        [1, "Ana Paz", *weights, 7.5]]))
    assert days(workspace) == [(date(2025, 6, 7), 5_500), (date(2025, 6, 20), 2_000)]


def test_a_month_of_marks_of_attendance_is_no_gold(tmp_path: Path) -> None:
    path = book(tmp_path / "o.xlsx", Junio=[["JUNIO 2025"], ["N°", "Socio", *map(str, range(1, 31))],
                                           [1, "Ana Paz", *["x"] * 30]])
    assert suggest.propose(open_book(path), "Junio").type != "production"


MEMBERS = [["Nombre", "DNI", "Sexo", "Ingreso"], ["Ana Luz Paz Ruiz", "01234567", "F", date(2020, 1, 2)],
           ["Eva Sol Rey Gil", "01234568", "F", date(2020, 1, 2)]]


def test_a_second_table_is_read_with_what_its_title_says(workspace: Workspace, tmp_path: Path) -> None:
    path = book(tmp_path / "s.xlsx", Socios=[*MEMBERS, [], ["RETIRADOS"], [],
                                             ["Nombre", "DNI", "Fecha nacimiento", "Fecha retiro"],
                                             ["Luis Gil Paz", "01234569", date(1980, 5, 6), date(2025, 3, 4)]])
    assert not read(workspace, path)[0].refused
    assert {each.name: (each.status, each.left_on) for each in workspace.store.all(Person)}["Luis Gil Paz"] == (
        "left", date(2025, 3, 4))
    reading = import_reading.look(path, tmp_path / "none")
    kept = reading.keep(tmp_path / "recipes")
    again = import_reading.look(path, kept.parent)
    assert again.kept is None and again.content() == reading.content()


def test_people_whose_surname_stands_first_are_found_and_others_are_not(workspace: Workspace, tmp_path: Path) -> None:
    read(workspace, book(tmp_path / "s.xlsx", Socios=MEMBERS), book(tmp_path / "o.xlsx", x=[
        ["Fecha", "Socio", "Gramos"], [date(2025, 1, 7), "Paz Ruiz, Ana Luz", 5],
        [date(2025, 1, 8), "Ruiz Paz, Ana Luz", 5]]))
    people = {each.id: each.name for each in workspace.store.all(Person)}
    assert [people.get(each.person) for each in sorted(workspace.store.all(Production), key=lambda one: one.date)] == [
        "Ana Luz Paz Ruiz", None]
    assert turned("ana paz") == turned("paz ana") != turned("paz eva") and turned("ana") == "ana"


def test_a_number_that_comes_twice_keeps_both_rows(workspace: Workspace, tmp_path: Path) -> None:
    rows = [["Recibo", "Fecha", "Pagado a", "Valor"], *[[number, date(2025, 1, 7), f"P {place}", 10 + place]
                                                        for place, number in enumerate((1, 2, 3, 4, 5, 6, 7, 7))]]
    [plan] = read(workspace, book(tmp_path / "p.xlsx", x=rows), currency="COP")
    assert not plan.refused and len(workspace.store.all(Payment)) == 8


def test_numbers_that_begin_again_each_year_are_other_papers(workspace: Workspace, tmp_path: Path) -> None:
    for year in (2024, 2025):
        read(workspace, book(tmp_path / f"p{year}.xlsx", x=[
            ["Recibo", "Fecha", "Pagado a", "Valor"], [1, date(year, 3, 4), "Ana Paz", 100 + year]]), currency="COP")
    assert sorted((each.code, each.date.year) for each in workspace.store.all(Payment)) == [("1", 2024), ("1", 2025)]


def test_deductions_in_columns_even_two_of_one_kind(workspace: Workspace, tmp_path: Path) -> None:
    read(workspace, book(tmp_path / "v.xlsx", x=[
        ["Fecha", "Comprador", "Gramos", "Ley", "Valor bruto", "Regalía 3%", "Aporte federación", "Cuota social",
         "Neto"],
        [date(2025, 3, 4), "Titán", 10, 900, 100, 3, 1, 2, 94]]), currency="BOB")
    [sale] = workspace.store.all(Sale)
    found = sorted((each.kind, each.amount, each.sale) for each in workspace.store.all(SaleDeduction))
    assert found == [("association_fee", 100, sale.id), ("association_fee", 200, sale.id), ("royalty", 300, sale.id)]
    assert sale.net_value == 9_400 and sale.code, "a sale without a number is known by its day and buyer"


def test_headings_of_two_rows_and_in_two_tongues(workspace: Workspace, tmp_path: Path) -> None:
    read(workspace, book(tmp_path / "v.xlsx", x=[
        ["N°", "Fecha / date", "Comprador", "PESO", None, "VALOR", "DEDUCCIONES", None, "NETO C$"],
        [None, None, None, "Gramos", "Ley", None, "Regalía", "IR", None],
        [1, date(2025, 3, 4), "Titán", 10, 900, "C$ 1,100.50", 30, 20, 1050.5]]))
    [sale] = workspace.store.all(Sale)
    assert (sale.gross_mg, sale.fineness, sale.gross_value, sale.currency) == (10_000, 9_000, 110_050, "NIO")
    assert {each.kind for each in workspace.store.all(SaleDeduction)} == {"royalty", "income_withholding"}


def test_cross_tables_of_equipment_and_mercury(workspace: Workspace, tmp_path: Path) -> None:
    day = date(2025, 1, 7)
    read(workspace, book(tmp_path / "e.xlsx", EPP=[["Fecha", "Nombre", "Casco", "Guantes", "Firma"],
                                                  [day, "Ana", "x", 2, "firmó"], [day, "Eva", None, "-", ""]]),
         book(tmp_path / "m.xlsx", Mercurio=[["Fecha", "Detalle", "Entrada (g)", "Salida (g)", "Saldo"],
                                            [day, "Saldo inicial", None, None, 500], [day, "compra", 100, None, 600],
                                            [day, "molino", None, 50, 550],
                                            [day, "Inventario físico", None, None, 540]]))
    assert sorted((each.item, each.quantity) for each in workspace.store.all(PpeDelivery)) == [
        ("gloves", 2), ("helmet", 1)]
    assert sorted((each.kind, Decimal(each.quantity) / 1000) for each in workspace.store.all(ReagentMovement)) == [
        ("count", 540), ("in", 100), ("opening", 500), ("use", 50)]


COURSES = [["No", "Nombre", "Primeros auxilios", "Gases"], [None, None, date(2025, 3, 4), date(2025, 6, 7)],
           [1, "Ana Luz Paz Ruiz", "P", "A"], [2, "Eva Sol Rey Gil", "P", "P"]]
LIST = [["LISTA"], ["Tema: Gases"], ["Fecha: 07/06/2025"], [], ["N°", "Nombre completo", "Cédula", "Firma"],
        [1, "Ana Luz Paz Ruiz", "01234567", "firma"]]
TAKEN = [["Fecha", "Tema", "Participante", "Firma"], [date(2025, 6, 7), "Gases", "Ana Luz Paz Ruiz", "firmó"],
         [None, '"', "Eva Sol Rey Gil", "x"], [date(2025, 9, 7), "Gases", "Eva Sol Rey Gil", "x"]]


@pytest.mark.parametrize(("rows", "courses", "present"), [(COURSES, 2, 3), (LIST, 1, 1), (TAKEN, 2, 3)])
def test_courses_as_a_matrix_a_list_and_a_sheet_each(workspace: Workspace, tmp_path: Path, rows: Sequence[Row],
                                                     courses: int, present: int) -> None:
    read(workspace, book(tmp_path / "s.xlsx", Socios=MEMBERS))
    before = [each.values() for each in workspace.store.all(Person)]
    [plan] = read(workspace, book(tmp_path / "c.xlsx", x=rows))
    assert not plan.refused and [each.values() for each in workspace.store.all(Person)] == before
    dated = {each.id: each.date for each in workspace.store.all(Training)}
    taken = [each for each in workspace.store.all(TrainingAttendance) if each.present]
    assert len(dated) == courses and len(taken) == present and all(each.training in dated for each in taken)


def test_a_choice_is_told_by_its_cells_and_by_ticks(workspace: Workspace, tmp_path: Path) -> None:
    read(workspace, book(tmp_path / "s.xlsx", x=[
        ["Nombre", "DNI", "Hombre", "Mujer", "Condición"], ["Ana", "01234567", "", "X", "Activo"],
        ["Luis", "01234568", "x", "", "Retirado"]]),
        book(tmp_path / "i.xlsx", x=[["Fecha", "Descripción", "Incidente", "Leve", "Grave"],
                                     [date(2025, 1, 7), "Golpe", "", "X", ""],
                                     [date(2025, 1, 8), "Roca", "X", "", ""]]))
    assert {each.name: (each.sex, each.status, each.role) for each in workspace.store.all(Person)} == {
        "Ana": ("F", "active", "member"), "Luis": ("M", "left", "member")}
    assert [each.severity for each in sorted(workspace.store.all(Incident), key=lambda one: one.date)] == [
        "first_aid", "near_miss"]


def test_words_within_a_cell_and_cells_that_say_nothing(workspace: Workspace, tmp_path: Path) -> None:
    read(workspace, book(tmp_path / "i.xlsx", x=[
        ["Fecha", "Gravedad", "Descripción", "Días perdidos"],
        [date(2025, 1, 7), "Casi accidente (nadie salió lesionado)", "Roca", "s/n"]]),
         book(tmp_path / "a.xlsx", x=[["Acta No", "Fecha", "Tipo", "Asistencia H", "Asistencia M", "Total"],
                                      [1, date(2025, 2, 3), "Asamblea General Extraordinaria", 11, 4, 15]]))
    [incident], [meeting] = workspace.store.all(Incident), workspace.store.all(Meeting)
    assert (incident.severity, incident.lost_days) == ("near_miss", None)
    assert (meeting.kind, meeting.attended, meeting.women) == ("extraordinary", 15, 4)


def test_a_spending_of_the_premium_without_a_decision_is_kept(workspace: Workspace, tmp_path: Path) -> None:
    path = book(tmp_path / "p.xlsx", Premio=[["FONDO DE PREMIO"], ["Fecha", "Detalle", "Ingreso USD", "Egreso USD"],
                                            [date(2025, 1, 7), "venta", 100, None],
                                            [date(2025, 2, 7), "silla", None, 30]])
    assert not read(workspace, path)[0].refused
    assert sorted((each.kind, each.amount) for each in workspace.store.all(PremiumEntry)) == [
        ("received", 10_000), ("spent", 3_000)]
    cash = book(tmp_path / "caja.xlsx", Caja=[["Fecha", "Detalle", "Ingreso USD", "Egreso USD"],
                                             [date(2025, 1, 7), "venta", 100, None]])
    assert not [each for each in office.sort_out([cash], []) if each.recipe and each.recipe.tables[0].records[0].type ==
                "premium_entry"], "not every cash book is that of the premium"


@pytest.mark.parametrize(("text", "known", "one"), [
    ("Guayavo", ("El Guayabo", "La Peña"), "El Guayabo"),
    ("Qda. Honda", ("Quebrada Honda", "San Miguel"), "Quebrada Honda"),
    ("Sn Miguel", ("San Miguel", "San Pedro"), "San Miguel"), ("Com. Andes Oro", ("Comercializadora Andes Oro S.A.S.",),
                                                               "Comercializadora Andes Oro S.A.S."),
    ("La Perla", ("La Peña",), ""), ("Nivel 1", ("Nivel 2", "Nivel 3"), ""), ("Oro", ("Oro Sur", "Oro Norte"), ""),
    ("Inversiones Tres Cruces", ("Inversiones Oro",), "")])
def test_a_short_name_of_a_place_or_firm_means_one_or_nobody(text: str, known: tuple[str, ...], one: str) -> None:
    assert the_one(text, known) == one


@pytest.mark.parametrize(("heads", "code"), [
    (["Valor", "TRM", "RUCOM"], "COP"), (["Importe S/", "DNI"], "PEN"), (["Monto Bs", "SENARECOM"], "BOB"),
    (["Monto Bs"], ""), (["Neto USD"], "USD"), (["Comercial S. de R.L.", "Valor"], ""), (["Valor", "Fecha"], "")])
def test_the_currency_of_an_office_by_its_books(tmp_path: Path, heads: list[str], code: str) -> None:
    assert habits.currency([book(tmp_path / "b.xlsx", x=[heads])]) == code


@pytest.mark.parametrize(("cells", "mark"), [
    (["1,5", "2,25", "1.234,5"], ","), (["1.5", "2.25", "3.75"], "."), (["1,5", "2.5", "3,5", "4.5"], ""),
    (["1.234"], "")])
def test_the_decimal_mark_of_a_book(tmp_path: Path, cells: list[str], mark: str) -> None:
    assert habits.decimal_mark(open_book(book(tmp_path / "b.xlsx", x=[[cell] for cell in cells]))) == mark


@pytest.mark.parametrize(("heading", "order"), [
    ("Date (m/d/Y)", "mdy"), ("Fecha (dd/mm/aa)", "dmy"), ("Fecha aaaa-mm-dd", "ymd"), ("Fecha", ""), ("Comida", "")])
def test_the_order_of_days_that_a_heading_tells(heading: str, order: str) -> None:
    assert headings.date_order(heading) == order


def test_two_digits_of_a_day_to_come_lie_ahead(workspace: Workspace, tmp_path: Path) -> None:
    from armdesk.models import Document

    read(workspace, book(tmp_path / "d.xlsx", x=[["Documento", "Expedido", "Vence"], ["RUCOM", "1/2/24", "1/2/27"]]))
    [paper] = [each for each in workspace.store.all(Document) if each.title == "RUCOM"]
    assert (paper.issued_on, paper.valid_to) == (date(2024, 2, 1), date(2027, 2, 1))
