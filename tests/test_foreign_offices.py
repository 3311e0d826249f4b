"""Books of offices that write French, Portuguese or English: their words and habits, each with what it is not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from armdesk import currencies, i18n, paths
from armdesk.cli import main
from armdesk.fields import Choice, Choices, Flag
from armdesk.importers import crossed, headings, matching, office, proved
from armdesk.importers.apply import apply_import
from armdesk.importers.plan import ImportPlan, plan_import
from armdesk.models import (
    Action,
    Document,
    Incident,
    Meeting,
    Party,
    Payment,
    Person,
    PpeDelivery,
    Production,
    ReagentMovement,
    Sale,
    SaleDeduction,
    Training,
    TrainingAttendance,
    record_type,
)
from armdesk.numbers import NotUnderstood, parse_fineness
from armdesk.services.basis import own_rows
from armdesk.services.basis.period import Period
from armdesk.services.findings.finding import Look
from armdesk.services.findings.training_rules import TRAINING_RULES
from armdesk.settings import WorkspaceSettings
from armdesk.settings import read as read_settings
from armdesk.workspace import Workspace
from ui import import_reading
from ui.countries import NAMES

TODAY = date(2026, 1, 31)
Rows = Sequence[Sequence[object]]


def book(path: Path, *sheets: tuple[str, Rows]) -> Path:
    made = Workbook()
    made.remove(made.active)
    for title, rows in sheets:
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    made.save(path)
    return path


def imported(workspace: Workspace, path: Path, currency: str = "", mark: str = "") -> ImportPlan:
    plan = plan_import(office.proposed_recipe(path, usual=office.Usual(currency, mark))[0], path, workspace.store)
    apply_import(plan, workspace.store, workspace.files, TODAY)
    return plan


@pytest.fixture
def read(workspace: Workspace, tmp_path: Path) -> Any:
    """Imports one sheet as armdesk proposes."""
    def one(rows: Rows, sheet: str = "Feuil1", currency: str = "", mark: str = "", name: str = "livre") -> ImportPlan:
        return imported(workspace, book(tmp_path / f"{name}.xlsx", (sheet, rows)), currency, mark)

    return one


MEMBERS = ["N°", "Nom", "Prénom(s)", "Sexe", "Né(e) le", "N° CNIB", "Téléphone", "Date d'adhésion", "Observations"]


def test_words_for_nothing_leave_a_field_empty_and_remarks_as_they_are(workspace: Workspace, read: Any) -> None:
    plan = read([MEMBERS, [1, "ZONGO", "Awa", "Féminin", "12 mars 1985", "néant", "-", "1er juin 2020", "RAS"],
                 [2, "BARRY", "Ali", "Masculin", "3/4/1990", "néant", "70 12 34 56", "N/A", "neant"]])
    awa, ali = sorted(workspace.store.all(Person), key=lambda each: each.name, reverse=True)
    assert not plan.refused and not plan.doubtful
    assert (awa.name, awa.sex, awa.birth_date, awa.id_number, awa.phone, awa.joined_on, awa.note) == (
        "ZONGO Awa", "F", date(1985, 3, 12), None, None, date(2020, 6, 1), "RAS")
    assert (ali.phone, ali.joined_on, ali.note) == ("70 12 34 56", None, "neant")


@pytest.mark.parametrize(("shows", "born", "year", "doubts"), [
    ("vers 1974", None, 1974, 0), (1968, None, 1968, 0), ("12 mars 1985", date(1985, 3, 12), None, 0),
    ("31/02/1988", None, None, 1)])
def test_a_year_alone_is_a_year_of_birth(workspace: Workspace, read: Any, shows: object, born: date | None,
                                         year: int | None, doubts: int) -> None:
    plan = read([MEMBERS, [1, "ZONGO", "Awa", "F", shows, "B1", "", "", ""]])
    [person] = workspace.store.all(Person)
    assert (person.birth_date, person.birth_year, len(plan.doubtful)) == (born, year, doubts)


def test_a_place_beside_the_day_of_birth(workspace: Workspace, read: Any) -> None:
    read([["Nom", "Post-nom", "Prénom", "Sexe", "Lieu et date de naissance", "N° carte d'électeur"],
          ["Bahati", "Ciza", "Riziki", "F", "Kamituga, le 12/03/1985", "101"]])
    [person] = workspace.store.all(Person)
    assert (person.name, person.birth_date) == ("Bahati Ciza Riziki", date(1985, 3, 12))


def test_who_signs_below_the_members_is_no_member(workspace: Workspace, read: Any) -> None:
    read([MEMBERS, [1, "FIRMIN", "Awa", "F", "3/4/1990", "B1", "", "", ""], [],
          ["", "Le Secrétaire", "", "", "Le Président"], ["", "Fait à Kaya, le 31/12/2025"]])
    assert [each.name for each in workspace.store.all(Person)] == ["FIRMIN Awa"]


def test_the_sheet_says_of_whom_it_speaks(workspace: Workspace, tmp_path: Path) -> None:
    head = ["Nom et prénoms", "Genre", "Date de naissance", "N° CNIB", "N° CNSS"]
    imported(workspace, book(tmp_path / "a.xlsx", ("Membres", [head, ["A A", "F", "3/4/1990", "B1", "112230"]]),
                             ("Personnel", [head, ["B B", "M", "3/4/1991", "B2", "non affilié"]])))
    found = {each.name: (each.role, each.social_cover) for each in workspace.store.all(Person)}
    assert found == {"A A": ("member", "other"), "B B": ("staff", "none")}


def test_a_heading_of_who_left_says_of_nobody_that_he_left(workspace: Workspace, read: Any) -> None:
    read([["Nom et prénoms", "Genre", "N° CNIB", "Date de sortie"], ["A A", "F", "B1", ""]], sheet="Membres")
    assert [each.status for each in workspace.store.all(Person)] == ["active"]


GOLD = ["Date", "N° du bon", "Livreur", "Site", "Poids brut (g)", "Titre (carats)", "Observations"]


def test_remarks_below_deliveries_are_none_and_a_bad_fineness_loses_no_gold(workspace: Workspace, read: Any) -> None:
    plan = read([["LIVRAISONS"], GOLD, [date(2025, 1, 2), 1, "Awa", "P1", 2.5, 22, ""],
                 ["3 janvier 2025", 2, "Awa", "P1", "3,5 g", 26, ""], ["Total du mois", "", "", "", 6],
                 ["Le peseur :", "", "Le contrôleur :"], ["", "", "L'acheteur", "", "", "Le Gérant"]])
    rows = sorted(workspace.store.all(Production), key=lambda each: each.date)
    assert not plan.refused
    assert [each.problem.shows for each in plan.doubtful if each.problem.field == "fineness"] == ["26"]
    assert [(each.gross_mg, each.fineness) for each in rows] == [(2_500, 9_167), (3_500, None)]


def test_a_delivery_without_its_day_is_still_refused(read: Any) -> None:
    plan = read([GOLD, [date(2025, 1, 2), 1, "Awa", "P1", 2.5, 22, ""], [date(2025, 1, 2), 2, "Awa", "P1", 2.5, 22, ""],
                 ["", 3, "Awa", "P1", 3.5, 22, ""]])
    assert [row.number for row, _problems in plan.refused] == [4]


def test_days_without_work_are_read_where_nothing_was_weighed(workspace: Workspace, read: Any) -> None:
    head = ["Data", "Cooperado", "Ouro bruto (g)", "Teor (%)", "Nº do recibo", "Obs."]
    plan = read([head, ["05/01/2025", "", "", "", "", "DOMINGO - sem trabalho"],
                 ["06/01/2025", "Edna", "3,20", "91,5", 7, "sem trabalho à tarde"]], mark=",")
    idle, worked = sorted(workspace.store.all(Production), key=lambda each: each.date)
    assert not plan.refused and (idle.no_work, idle.gross_mg) == (True, None)
    assert (worked.no_work, worked.gross_mg, worked.fineness) == (False, 3_200, 9_150)


@pytest.mark.parametrize(("days", "first"), [
    (["1/27/2025", "2/5/2025"], date(2025, 1, 27)), (["2/5/2025", "3/5/2025"], date(2025, 5, 2)),
    (["27/1/2025", "2/5/2025"], date(2025, 1, 27))])
def test_months_come_first_where_dates_can_be_read_no_other_way(
        workspace: Workspace, read: Any, days: list[str], first: date) -> None:
    plan = read([["Sale No.", "Sale Date", "Buyer", "Gross Weight (g)"], *[[f"S{day}", day, "B", 5] for day in days]])
    assert not plan.refused and first in {each.date for each in workspace.store.all(Sale)}
    cautions = office.proposed_recipe(plan.book.path)[1]
    assert any("month first" in each.sentence for each in cautions) == (days[0] == "1/27/2025")


@pytest.mark.parametrize(("typed", "currency", "amount"), [
    ("521,000/=", "TZS", "521000"), ("R$ 3.456,78", "BRL", "3.456,78"), ("268.698", "XOF", "268698"),
    ("32 000 FCFA", "XOF", "32 000"), ("412.000 FC", "CDF", "412000"), ("12,50", "USD", "12,50"),
    ("15 USD", "COP", "15 USD"), ("R$ 15", "USD", "R$ 15"), ("abc", "TZS", "abc"), ("521,000/=", None, "521,000/=")])
def test_marks_of_its_own_currency_are_no_part_of_an_amount(typed: str, currency: str | None, amount: str) -> None:
    assert headings.bare_amount(typed, currency) == amount


@pytest.mark.parametrize(("typed", "unit", "tenths"), [
    ("0,91", "%", 9_100), ("910", "%", 9_100), ("875", "karat", 8_750), ("0.9 %", "%", 90), ("91", "%", 9_100),
    ("21", "karat", 8_750)])
def test_a_fineness_that_its_column_cannot_mean_is_read_as_it_must_be(typed: str, unit: str, tenths: int) -> None:
    assert parse_fineness(typed, unit=unit) == tenths


def test_no_gold_has_26_carats() -> None:
    with pytest.raises(NotUnderstood):
        parse_fineness("26", unit="karat")


SALES = ["N° vente", "Date", "Client", "Poids (g)", "Titre (%)", "Montant brut (USD)", "Redevance 3 % (USD)",
         "Frais CEEC (USD)", "Net perçu (USD)"]


def test_deductions_stand_in_columns_of_their_own(workspace: Workspace, read: Any) -> None:
    plan = read([["VENTES"], SALES, ["V1", "05/01/2025", "Kivu Or", 10, 90, 900, 27, 10, 863],
                 ["V2", "06/01/2025", "Kivu Or", 10, 90, 800, 24, 0, 776]])
    sales = {each.id: each.code for each in workspace.store.all(Sale)}
    found = sorted((sales[each.sale], each.kind, each.amount) for each in workspace.store.all(SaleDeduction))
    assert not plan.refused
    assert found == [("V1", "other", 1_000), ("V1", "royalty", 2_700), ("V2", "royalty", 2_400)]


@pytest.mark.parametrize(("extra", "taken"), [
    (10, ["Frais CEEC (USD)", "Net perçu (USD)", "Redevance 3 % (USD)"]), (99, [])])
def test_only_arithmetic_makes_an_unknown_column_a_deduction(extra: int, taken: list[str]) -> None:
    matched = {"Montant brut (USD)": "gross_value", "Net perçu (USD)": "net_value"}
    row = ["V1", "", "", "", "", "900", "27", str(extra), "863"]
    assert sorted(proved.taken_off(SALES, [row], matched)) == taken


def test_a_stock_card_with_columns_for_in_and_out(workspace: Workspace, read: Any) -> None:
    plan = read([["FICHE DE STOCK MERCURE"], ["Date", "Libellé", "Entrée (g)", "Sortie (g)", "Solde (g)"],
                 ["02/01/2025", "Report", 500, "", 500], ["02/02/2025", "Amalgamation", "", 120, 380],
                 ["02/05/2025", "Achat Bukavu", 300, 0, 680]])
    found = [(each.date.month, each.item, each.kind, each.quantity, each.balance_stated)
             for each in sorted(workspace.store.all(ReagentMovement), key=lambda each: each.date)]
    assert not plan.refused
    assert found == [(1, "mercury", "opening", 500_000, 500_000), (2, "mercury", "use", 120_000, 380_000),
                     (5, "mercury", "in", 300_000, 680_000)]


def test_a_quantity_in_kilograms_stays_one(workspace: Workspace, read: Any) -> None:
    read([["Date", "Mouvement", "Quantité (kg)"], ["02/01/2025", "Achat", 2]], sheet="Mercure")
    [movement] = workspace.store.all(ReagentMovement)
    assert (movement.item, movement.kind, movement.unit, movement.quantity) == ("mercury", "in", "kg", 2_000)


def test_a_title_that_names_two_substances_says_nothing() -> None:
    assert crossed.told_of("reagent_movement", "item", "Mercure et cyanure") == ""
    assert crossed.told_of("reagent_movement", "item", "Suivi du mercure") == "mercury"


def test_choices_are_known_by_the_word_they_hold(workspace: Workspace, read: Any) -> None:
    plan = read([["Voucher No.", "Date", "Paid To", "Amount (TZS)", "Mode of Payment"],
                 ["PV1", date(2025, 1, 5), "Asha", "521,000/=", "CRDB Bank"],
                 ["PV2", date(2025, 1, 6), "Asha", 40_000, "Tigo Pesa"]], currency="TZS")
    found = {each.code: (each.amount, each.method) for each in workspace.store.all(Payment)}
    assert not plan.refused and found == {"PV1": (52_100_000, "bank"), "PV2": (4_000_000, "mobile")}
    told = crossed.option_of
    assert [told("action", "status", text) for text in ("Action non annulée", "Réalisé en mai")] == ["", "closed"]
    assert [told("ppe_delivery", "item", text) for text in ("casque et gants", "gants de cuir")] == ["helmet", "gloves"]


def test_equipment_in_french_where_nombre_is_a_number(workspace: Workspace, read: Any) -> None:
    plan = read([["DISTRIBUTION EPI"], ["Date", "Noms", "EPI distribué", "Nombre", "Signature"],
                 ["03/03/2025", "Zongo Awa", "Masque anti-poussière", 2, "signé"]])
    [given] = workspace.store.all(PpeDelivery)
    assert not plan.refused
    assert (given.person_as_written, given.item, given.quantity, given.signed) == ("Zongo Awa", "respirator", 2, True)
    assert matching.exact("ppe_delivery", ["Fecha", "Nombre", "Elemento"])["Nombre"] == "person"


def test_a_state_nobody_knows_keeps_the_action_and_is_listed(workspace: Workspace, read: Any) -> None:
    plan = read([["N°", "Action corrective", "Responsable", "Échéance", "Statut"],
                 [1, "Boiser le puits", "Adama", "31 juillet 2025", "Réalisé"],
                 [2, "Former", "Awa", "31 août 2025", "au gré des pluies"]])
    found = {each.number: each.status for each in workspace.store.all(Action)}
    assert not plan.refused and found == {"1": "closed", "2": "open"}
    assert [each.problem.shows for each in plan.doubtful] == ["au gré des pluies"]


def test_a_severity_nobody_knows_is_still_refused(read: Any) -> None:
    plan = read([["N°", "Date et heure", "Victime", "Description des faits", "Gravité", "Jours d'arrêt"],
                 [1, "02/02/2025 10:30", "Awa", "Chute", "Presqu'accident", 0],
                 [2, "03/02/2025 10:30", "Awa", "Chute", "bleue", 0]], sheet="Accidents")
    assert [row.number for row, _problems in plan.refused] == [3]


def test_an_accident_book_with_day_and_hour_in_one(workspace: Workspace, read: Any) -> None:
    read([["N°", "Date et heure", "Identité de la victime", "Récit de l'accident", "Degré de gravité",
           "Nombre de jours perdus"], [1, "02/02/2025 10:30", "Awa", "Éboulement", "Accident grave", 40]])
    [incident] = workspace.store.all(Incident)
    assert (incident.date, incident.severity, incident.lost_days) == (date(2025, 2, 2), "lost_time", 40)


def test_minutes_papers_and_buyers_in_three_languages(workspace: Workspace, tmp_path: Path) -> None:
    plans = [imported(workspace, book(tmp_path / f"{place}.xlsx", ("Plan1", rows))) for place, rows in enumerate((
        [["LIVRO DE ATAS"], ["Nº da ata", "Data", "Tipo", "Pauta", "Convocados", "Presentes", "Mulheres", "Quórum"],
         ["31", "22/03/2025", "Assembleia Geral Extraordinária", "Contas", 32, 25, 8, "Sim"]],
        [["Document", "Reference No.", "Issuing Authority", "Date of Issue", "Expiry Date", "Status"],
         ["Primary Mining Licence", "PML 4512", "Mining Commission", "10 Jan 2019", "N/A", "Valid"]],
        [["N°", "Intitulé du document", "Référence", "Autorité", "Date d'obtention", "Date d'expiration"],
         [1, "Arrêté d'agrément", "AM 0112", "Mines", "5 mai 2021", "Indéterminée"]],
        [["Razão social", "CNPJ", "País", "Nº autorização", "Válida até"],
         ["Norte Metais", "98.765.432/0001-11", "BR", "BACEN 877", "31/03/2025"]]))]
    assert not any(plan.refused or plan.doubtful for plan in plans)
    [meeting], [party] = workspace.store.all(Meeting), workspace.store.all(Party)
    assert (meeting.kind, meeting.title, meeting.entitled, meeting.attended, meeting.women) == (
        "extraordinary", "Contas", 32, 25, 8)
    assert (party.tax_id, party.licence_valid_to) == ("98.765.432/0001-11", date(2025, 3, 31))
    listed = [each for each in workspace.store.all(Document) if each.official_no]  # the books are kept as papers, too
    assert {each.official_no: (each.issued_on, each.valid_to) for each in listed} == {
        "PML 4512": (date(2019, 1, 10), None), "AM 0112": (date(2021, 5, 5), None)}


def test_a_bare_number_sign_gives_way_to_a_reference() -> None:
    assert matching.exact("document", ["N°", "Titre", "Référence"]) == {"Titre": "title", "Référence": "official_no"}
    assert matching.exact("document", ["N°", "Titre"])["N°"] == "official_no"


@pytest.mark.parametrize(("heading", "plain"), [
    ("D.O.B", "dob"), ("C.C.", "cc"), ("Obs.", "obs"), ("F. Nac.", "f nac"), ("Né(e) le", "ne")])
def test_dots_between_single_letters_part_no_words(heading: str, plain: str) -> None:
    assert headings.plain(heading) == plain


@pytest.mark.parametrize(("titles", "usual", "code"), [
    (["VENTES D'OR (montants en R$)"], "", "BRL"), (["VENTES 2025 (montants en FCFA)"], "XOF", "XOF"),
    (["VENTES 2025 (montants en FCFA)"], "", ""), (["Sales in 2025"], "TZS", "TZS"),
    (["Cooperativa El Sol"], "", "")])
def test_a_title_says_the_currency_of_its_amounts(titles: list[str], usual: str, code: str) -> None:
    assert headings.currency_above(titles, usual) == code


PAID = [["N° reçu", "Date", "Bénéficiaire", "Montant (FCFA)"], ["R1", "15/02/2025", "Zongo Awa", 32_000]]


def test_the_window_reads_amounts_in_the_office_s_currency(workspace: Workspace, tmp_path: Path) -> None:
    path = book(tmp_path / "paiements.xlsx", ("Feuil1", PAID))
    reading = import_reading.look(path, tmp_path / "none", currency="XOF")
    plan = plan_import(reading.recipe(), path, workspace.store)
    assert not plan.refused and plan.counts()["new"] == 1


@pytest.mark.parametrize("rows", [
    PAID, [MEMBERS, [1, "Z", "A", "F", "vers 1974", "B1", "-", "", ""]],
    [["VENTES"], SALES, ["V1", "05/01/2025", "Kivu Or", 10, 90, 900, 27, 10, 863]],
    [["STOCK MERCURE"], ["Date", "Libellé", "Entrée (g)", "Sortie (g)"], ["02/01/2025", "Report", 500, ""]],
    [GOLD, [date(2025, 1, 2), 1, "Awa", "P1", 2.5, 22, ""]]])
def test_what_was_proposed_and_kept_can_be_corrected_again(tmp_path: Path, rows: Rows) -> None:
    path = book(tmp_path / "livre.xlsx", ("Feuil1", rows))
    reading = import_reading.look(path, tmp_path / "none", currency="XOF")
    reading.keep(tmp_path / "recipes")
    again = import_reading.look(path, tmp_path / "recipes", currency="XOF")
    assert again.kept is None and again.content() == reading.content()


def test_a_second_table_of_a_line_does_not_name_the_sheet(workspace: Workspace, read: Any) -> None:
    head = ["N°", "Date", "Nom du creuseur", "Puits", "Or (g)", "Tolas", "Carat", "N° bon", "Prix payé (USD)", "Visa"]
    plan = read([head, *[[day, date(2025, 1, day), "Awa", "P1", 2.5, 0.214, 22, f"B{day}", 170, "x"]
                         for day in range(2, 6)], [], ["", "", "L'acheteur", "", "", "Le Gérant"]])
    assert len(workspace.store.all(Production)) == 4 and not workspace.store.all(Party) and not plan.refused


@pytest.mark.parametrize(("total", "told"), [(3.108, 0), (3.5, 1)])
def test_a_total_in_tola_may_differ_by_the_rounding_of_its_rows(read: Any, total: float, told: int) -> None:
    plan = read([["Date", "Receipt No.", "Name of Miner", "Weight (tola)"],
                 *[[date(2025, 1, day), day, "Asha", 0.111] for day in range(1, 29)], ["Total", "", "", total]])
    assert [(each.stated, each.reckoned) for each in plan.sums] == [("3.5", "3.109")] * told


def test_a_course_of_which_nobody_is_marked_has_no_wrong_total(workspace: Workspace, look: Any) -> None:
    def said() -> list[str]:
        return [each.sentence for each in TRAINING_RULES["course_totals"](look())]

    with workspace.store.operation("t") as writer:
        course = writer.save(Training(date=date(2025, 4, 4), subject="Mercure", total_stated=20))
    assert not said()
    with workspace.store.operation("t") as writer:
        writer.save(TrainingAttendance(training=course.id, person_as_written="Awa", present=True))
    assert len(said()) == 1


@pytest.fixture
def look(workspace: Workspace) -> Any:
    """Makes what a rule looks at, as of the day of this file."""
    period = Period(date(2025, 1, 1), date(2025, 12, 31))
    return lambda: Look(workspace.store, own_rows.get(workspace.store, "craft-2.0"), period, TODAY)


def test_a_new_workspace_knows_the_money_of_its_country(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = book(tmp_path / "paiements.xlsx", ("Feuil1", PAID))
    folder = tmp_path / "coop"
    assert main(["import", "--language", "en", "--new", "--country", "bf", "--proposals", str(folder), str(path)]) == 1
    assert "1 new, 0 changed, 0 unchanged, 0 refused" in capsys.readouterr().out
    kept = read_settings(folder / "settings.json", WorkspaceSettings)
    assert (kept.country, kept.currency, kept.decimal_mark) == ("BF", "XOF", ",")
    assert main(["import", "--language", "en", "--new", "--country", "xx", str(tmp_path / "other"), str(path)]) == 2
    assert not (tmp_path / "other").exists()


def test_the_lists_of_words_speak_of_fields_and_choices_that_exist() -> None:
    for file in sorted((paths.resources() / "import").glob("words*.json")):
        listed = json.loads(file.read_text(encoding="utf-8"))
        for register, fields in listed.get("headings", {}).items():
            names = {each.name for each in record_type(register).declared()}
            assert fields.keys() <= names, (file.name, register, fields.keys() - names)
        for owner, codes in listed.get("cells", {}).items():
            register, _dot, name = owner.partition(".")
            field = record_type(register).field(name)
            assert isinstance(field, Choice | Choices | Flag)
            options = {"yes", "no"} if isinstance(field, Flag) else set(field.options)
            assert {part for code in codes for part in code.split()} <= options, (file.name, owner)
        for codes in listed.get("currencies", {}).values():
            assert set(codes) <= set(currencies.codes()), (file.name, codes)
    known = {(register, name) for register in headings.words()["headings"]
             for word, name in matching.names(register).items() if word == headings.plain("N°")}
    assert known <= {("person", "code"), ("sale", "code"), ("payment", "code"), ("incident", "number"),
                     ("action", "number"), ("meeting", "number"), ("document", "official_no"), ("ppe_delivery", "size")}


def test_every_country_has_a_currency_that_is_known() -> None:
    with i18n.speaking("en"):
        assert all(currencies.customs(code)[0] in currencies.codes() and currencies.customs(code)[1] in (",", ".")
                   for code in NAMES)
    assert currencies.customs("XX") == ("", "")
