"""Books of offices with other habits: units and currencies in headings, headings in two rows, names as of others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from armdesk.errors import RecipeError
from armdesk.importers import encodings, headings, office, suggest
from armdesk.importers.apply import apply_import
from armdesk.importers.plan import ImportPlan, plan_import
from armdesk.importers.workbook import open_book
from armdesk.models import Lot, Payment, Person, Production, ReagentMovement, Sale
from armdesk.workspace import Workspace
from ui import import_reading

TODAY, ASKS = date(2026, 1, 31), office.Usual()


def book(path: Path, *sheets: tuple[str, Sequence[Sequence[object]]]) -> Path:
    made = Workbook()
    made.remove(made.active)
    for title, rows in sheets:
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    made.save(path)
    return path


def table(path: Path, *rows: str) -> Path:
    path.write_bytes("\r\n".join(rows).encode("cp1252"))
    return path


def imported(workspace: Workspace, path: Path, usual: office.Usual = ASKS) -> ImportPlan:
    plan = plan_import(office.proposed_recipe(path, usual=usual)[0], path, workspace.store)
    apply_import(plan, workspace.store, workspace.files, TODAY)
    return plan


DELIVERIES = [
    ["CUADERNO DE ACOPIO"], [],
    ["Fecha", "N° Boleta", "Socio / Pallaquera", "Labor", "Peso (gr)", "Onzas", "Ley (%)", "Observaciones"],
    ["06/01/2025", "B-00101", "Quispe Mamani, Rosa", "Santa Rosa", "5,25", 0.1688, 88.0, ""],
    [date(2025, 1, 7), "B-00102", "Suma Condori, Luis", "Santa Rosa", 3.1, 0.0997, 91.7, ""],
    ["08/01/2025", "B-00103", "Quispe Mamani, Rosa", "Honda", "2,5", 0.0804, 90, ""],
    ["", "", "TOTAL MES", "", 10.85],
]


def test_a_book_of_deliveries_is_no_register_of_people(workspace: Workspace, tmp_path: Path) -> None:
    plan = imported(workspace, book(tmp_path / "acopio.xlsx", ("ENERO", DELIVERIES)))
    rows = sorted(workspace.store.all(Production), key=lambda each: each.date)
    assert not workspace.store.all(Person) and not plan.refused
    assert [(each.gross_mg, each.fineness, each.receipt_no) for each in rows] == [
        (5_250, 8_800, "B-00101"), (3_100, 9_170, "B-00102"), (2_500, 9_000, "B-00103")]


def test_a_name_like_a_sum_is_no_total(workspace: Workspace, tmp_path: Path) -> None:
    imported(workspace, book(tmp_path / "acopio.xlsx", ("ENERO", [*DELIVERIES, ["Suma de enero", "", "", "", 10.85]])))
    assert "Suma Condori, Luis" in {each.person_as_written for each in workspace.store.all(Production)}


def test_a_name_repeated_in_a_book_of_people_is_a_book_of_something_else(tmp_path: Path) -> None:
    rows = [["Fecha", "Nombre", "Sexo", "Cargo"], *[[date(2025, 1, day), "Ana Quispe", "F", "x"] for day in (1, 2, 3)]]
    one = suggest.propose(open_book(book(tmp_path / "a.xlsx", ("H", rows))), "H", "person")
    other = suggest.propose(open_book(book(tmp_path / "b.xlsx", ("H", rows[:2]))), "H", "person")
    assert one.score < other.score


def test_headings_in_two_rows_say_the_unit_of_each_column(workspace: Workspace, tmp_path: Path) -> None:
    path = book(tmp_path / "gold.xlsx", ("Jan 2025", [
        ["GOLD RECEIVED"], ["Date", "Receipt", "Miner", "Location", "Weight", None, "Quality", None, "Remarks"],
        [None, None, None, None, "oz", "g", "Karat", "%", None],
        [date(2025, 1, 6), 101, "Bat Erdene", "Pit A", 1, 31.103, 22, 91.7, None],
        ["Subtotal", None, None, None, None, 31.103]]))
    reading = import_reading.look(path, tmp_path / "none")
    assert reading.sheets[0].header_rows == 2
    assert {each.field: each.samples for each in reading.sheets[0].columns}["gross_mg"] == ("1",)
    kept = reading.keep(tmp_path / "recipes")
    again = import_reading.look(path, kept.parent)
    assert again.kept is None and again.content() == reading.content()
    for recipe in (office.proposed_recipe(path)[0], reading.recipe(), again.recipe()):
        plan = plan_import(recipe, path, workspace.store)
        assert not plan.refused and plan.counts()["new"] == 1
    imported(workspace, path)
    [row] = workspace.store.all(Production)
    assert (row.gross_mg, row.fineness) == (31_103, 9_167)


@pytest.mark.parametrize(("below", "rows"), [
    (["", "oz", "g"], 2), (["", "oz", ""], 1), (["Ana", "oz", "g"], 2), (["", "1", "2"], 1), (["", "Pit A", "x"], 1)])
def test_a_second_row_of_headings_names_units_only(below: list[str], rows: int) -> None:
    top = ["Name", "Weight", ""] if below[0] == "" else ["", "Weight", ""]
    assert headings.spanned([top, below, ["Ana", "1", "2"]], 1) == rows
    assert headings.spanned([["", "", ""], below, ["Ana", "1", "2"]], 1) == 1, "an empty row heads nothing"


def test_french_numbers_currency_and_carats(workspace: Workspace, tmp_path: Path) -> None:
    usual = office.Usual(currency="XOF")
    imported(workspace, table(
        tmp_path / "livraisons.csv", "Date;N° de reçu;Nom de l'orpailleur;Puits;Poids (g);Carats;Montant (FCFA)",
        "05/01/2025;101;Zongo Awa;Puits 1;1\xa0234,5;21,5;51\xa0849\xa0000", "Total janv. 2025;;;;1\xa0234,5"))
    imported(workspace, table(
        tmp_path / "lots.csv", "Lot;Date;Poids (g);Titre (carats);N° de scellé",
        "L-1;12 janv. 2025;1\xa0200,5;21,7;S5001"))
    imported(workspace, table(
        tmp_path / "ventes.csv", "N° vente;Date de vente;Acheteur;Lot;Poids (g);Titre (carats);Cours (USD/once);"
        "Valeur brute (FCFA);Total retenues;Net à payer (FCFA)",
        "V1;14 févr. 2025;Sahel Or;L-1;1\xa0200,5;21,7;2\xa0650,00;55\xa0000\xa0000;1\xa0000\xa0000;"
        "54\xa0000\xa0000"), usual)
    imported(workspace, table(
        tmp_path / "paiements.csv", "N° reçu;Date;Bénéficiaire;Motif;Montant (FCFA);Mode de paiement",
        "501;15/02/2025;Zongo Awa;or;32\xa0000;Espèces"), usual)
    imported(workspace, table(
        tmp_path / "mercure.csv", "Date;Produit;Mouvement;Quantité (g)", "10 janv. 2025;Mercure;Achat;500"))
    store = workspace.store
    [delivery], [lot], [sale] = store.all(Production), store.all(Lot), store.all(Sale)
    assert (delivery.gross_mg, delivery.fineness, delivery.receipt_no) == (1_234_500, 8_958, "101")
    assert (lot.gross_mg, lot.fineness, lot.seal_no, lot.created_on) == (1_200_500, 9_042, "S5001", date(2025, 1, 12))
    assert (sale.gross_value, sale.net_value, sale.currency, sale.lot) == (55_000_000, 54_000_000, "XOF", lot.id)
    [payment], [movement] = store.all(Payment), store.all(ReagentMovement)
    assert (payment.amount, payment.currency, payment.method) == (32_000, "XOF", "cash")
    assert (movement.item, movement.kind, movement.quantity) == ("mercury", "in", 500_000)


def test_a_currency_shared_by_several_is_asked(workspace: Workspace, tmp_path: Path) -> None:
    path = table(tmp_path / "p.csv", "N° reçu;Date;Bénéficiaire;Montant (FCFA)", "1;15/02/2025;Zongo Awa;32000")
    plan = plan_import(office.proposed_recipe(path)[0], path, workspace.store)
    assert len(plan.refused) == 1 and "Currency" in plan.refused[0][1][0].sentence


@pytest.mark.parametrize(("texts", "usual", "code"), [
    (["Importe S/"], "", "PEN"), (["Valor bruto (S/)", "Neto (S/)"], "COP", "PEN"), (["Amount (₮)"], "", "MNT"),
    (["Net amount MNT"], "", "MNT"), (["Montant (FCFA)"], "", ""), (["Montant (FCFA)"], "XAF", "XAF"),
    (["Montant (FCFA)"], "COP", ""), (["Gross USD", "Net COP"], "COP", ""), (["Monto"], "COP", "COP"),
    (["Neto US$"], "", "USD"), (["Neto $"], "COP", "COP"), (["Neto $"], "", "")])
def test_the_currency_of_amounts(texts: list[str], usual: str, code: str) -> None:
    assert headings.currency(texts, usual) == code


@pytest.mark.parametrize(("heading", "mass", "fineness"), [
    ("Gross oz", "oz", ""), ("Peso (gr)", "g", ""), ("Peso", "", ""), ("Ley (%)", "", "%"), ("Kilates", "", "karat"),
    ("Purity %", "", "%"), ("Titre (carats)", "", "karat"), ("Ley milésimas", "", "per mille"), ("Onzas", "oz", ""),
    ("oz / g", "", ""), ("Peso real", "", "")])
def test_the_unit_of_a_heading(heading: str, mass: str, fineness: str) -> None:
    assert (headings.mass_unit(heading), headings.fineness_unit(heading)) == (mass, fineness)


@pytest.mark.parametrize("heading", ["Onzas finas", "Fine oz", "Fine weight (g)", "Peso fino", "Poids d'or fin"])
def test_fine_gold_is_never_read_as_gross(heading: str) -> None:
    assert heading not in suggest.match("sale", ["Sale no", "Date", heading])


@pytest.mark.parametrize("heading", [
    "Peso bruto mineral (kg)", "Amalgam weight (g)", "Ore weight (kg)", "Poids brut de minerai",
    "Gross weight of silver"])
def test_other_matter_is_never_read_as_gold(heading: str) -> None:
    assert suggest.match("production", ["Date", heading]).get(heading) != "gross_mg"
    assert "Gold weight" in suggest.match("production", ["Date", "Gold weight"])


def test_a_column_of_ounces_is_no_price_and_a_seal_no_sale(tmp_path: Path) -> None:
    assert suggest.match("sale", ["No", "Onzas", "Precio US$/onza"]) == {
        "No": "code", "Onzas": "gross_mg", "Precio US$/onza": "reference_usd_oz"}
    assert "Seal number" not in suggest.match("sale", ["Date", "Seal number"])


def test_what_is_left_out_is_told(tmp_path: Path) -> None:
    path = book(tmp_path / "libro.xlsx", ("Notas", [["cualquier", "cosa"]]), ("Vacía", []), ("Socios", [
        ["Nombre completo", "DNI", "Sexo", "N° REINFO"], ["Ana Quispe", "01234567", "F", "0400012"]]))
    _recipe, cautions = office.proposed_recipe(path)
    assert [each.sheet for each in cautions] == ["Notas", "Socios"]
    assert "“N° REINFO”" in cautions[1].sentence


def test_registers_named_by_others_are_read_first(workspace: Workspace, tmp_path: Path) -> None:
    path = book(tmp_path / "ventas.xlsx", ("VENTAS", [
        ["N°", "Fecha", "Comprador", "Lote", "Peso (gr)", "Ley", "Neto a pagar (S/)"],
        ["001", date(2025, 1, 23), "Titán", "L-1", 100, 905, 30_000.5]]),
        ("LOTES", [["N° Lote", "Fecha", "Peso (gr)", "Ley (%)", "Precinto"],
                   ["L-1", date(2025, 1, 21), 100, 90.5, "S1"]]),
        ("COMPRADORES", [["Razón social", "RUC", "Vencimiento"], ["Titán", "20601", date(2026, 1, 1)]]))
    assert not imported(workspace, path).refused
    [sale] = workspace.store.all(Sale)
    assert sale.buyer and sale.lot and (sale.net_value, sale.currency) == (3_000_050, "PEN")


def test_the_decimal_mark_of_the_office_settles_its_books(workspace: Workspace, tmp_path: Path) -> None:
    path = table(tmp_path / "oro.csv", "Fecha;Mina;Peso (g);Ley", "06/01/2025;Alta;1,234;880")
    assert len(plan_import(office.proposed_recipe(path)[0], path, workspace.store).refused) == 1
    imported(workspace, path, office.Usual(decimal_mark=","))
    assert [each.gross_mg for each in workspace.store.all(Production)] == [1_234]


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "mac_roman"])
def test_firm_spaces_between_digits_tell_the_letters(encoding: str) -> None:
    text = "Date;Net à payer\n14 févr. 2025;55\xa0000\xa0000\n15 févr. 2025;1\xa0000\n"
    assert encodings.guess(text.encode(encoding)) == encoding


@pytest.mark.parametrize(("rows", "names"), [
    (("Nombre;Apellido;DNI;Sexo", "Ana;Quispe;01234567;F", "Ana;Mamani;01234568;F"), ["Ana Mamani", "Ana Quispe"]),
    (("Nom;Prénom;CNIB;Sexe", "Ouédraogo;Awa;B123;F"), ["Ouédraogo Awa"]),
    (("Apellido paterno;Apellido materno;Nombres;DNI", "Quispe;Mamani;Ana;01234567"), ["Quispe Mamani Ana"])])
def test_names_in_several_columns_are_one(workspace: Workspace, tmp_path: Path, rows: tuple[str, ...],
                                          names: list[str]) -> None:
    path = table(tmp_path / "socios.csv", *rows)
    reading = import_reading.look(path, tmp_path / "none")
    kept = reading.keep(tmp_path / "recipes")
    assert import_reading.look(path, kept.parent).content() == reading.content()
    assert not imported(workspace, path).refused
    assert sorted(each.name for each in workspace.store.all(Person)) == names


def test_a_book_with_a_buyer_is_no_book_of_deliveries(tmp_path: Path) -> None:
    path = table(tmp_path / "ventas.csv", "Fecha;Comprador;Peso;Precio;Neto", "01/03/2025;Titan;100;250;25000")
    recipe, _cautions = office.proposed_recipe(path)
    assert [record.type for each in recipe.tables for record in each.records] == ["sale"]
    with pytest.raises(RecipeError):
        office.proposed_recipe(table(tmp_path / "notas.csv", "Fecha;Comentario", "01/03/2025;nada"))


@pytest.mark.parametrize(("rows", "register"), [
    (("Fecha;Nombre;Peso bruto;Ley;Precio;Total", "05/03/2025;Ana;5,25;900;300;1575"), "production"),
    (("N° vale;Fecha;Socio;Grs;Ley;Obs", "12;03/04/2025;Ana;5,2;900;"), "production"),
    (("Lote;Fecha;Peso bruto;Ley", "L-1;01/02/2025;100,5;900"), "lot"),
    (("Recibo;Fecha;Nombre;Importe", "1;03/04/2025;Ana;1500"), "payment")])
def test_a_sheet_is_of_the_register_that_reads_most_of_it(tmp_path: Path, rows: tuple[str, ...], register: str) -> None:
    made = suggest.propose(open_book(table(tmp_path / "libro.csv", *rows)), "")
    assert made.type == register and made.score >= office.GOOD
    assert register != "production" or "gross_mg" in made.matched.values()
