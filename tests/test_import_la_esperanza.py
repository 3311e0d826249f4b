"""The whole box of one office, read by its recipes, against what a careful person counted by hand (TRUTH.json)."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from conftest import NOW

from armdesk import workspace as workspaces
from armdesk.catalogues import load
from armdesk.evidence.files import FileStore
from armdesk.fields import fold
from armdesk.importers.apply import apply_import
from armdesk.importers.headings import words
from armdesk.importers.plan import ImportPlan, plan_import
from armdesk.importers.recipe import load_recipe
from armdesk.models import (
    Action,
    Document,
    ImportRun,
    Incident,
    Lot,
    Meeting,
    Party,
    Payment,
    Person,
    PpeDelivery,
    Production,
    ReagentMovement,
    Sale,
    SaleDeduction,
    Shift,
    Site,
    Training,
    TrainingAttendance,
)
from armdesk.services.basis.period import Period
from armdesk.services.findings.finding import Look
from armdesk.services.findings.governance_rules import minutes_numbers, minutes_without_quorum, quorum
from armdesk.services.findings.plan_rules import PLAN_RULES
from armdesk.services.gold import gold_figures, mercury_sites
from armdesk.services.people import holders
from armdesk.services.plan import plan_figures
from armdesk.services.safety import safety_figures
from armdesk.services.safety.hours import site_hours
from armdesk.services.safety.indicators import Reckoning
from armdesk.services.safety.safety_months import SafetyMonths
from armdesk.store import Store

BOX = Path(__file__).parent / "data" / "la-esperanza"
RECIPES = Path(__file__).parent / "data" / "recipes" / "la-esperanza"
TRUTH = json.loads((BOX / "TRUTH.json").read_text(encoding="utf-8"))
TODAY = date.fromisoformat(TRUTH["reference_date"])
ORDER = (
    "personas", "compradores", "produccion-2024", "produccion-2025", "ventas-2024", "ventas-2025", "pagos-2025",
    "accidentes", "casi-accidentes", "capacitaciones", "epp", "azogue", "plan-de-accion", "actas", "documentos",
)  # fmt: skip


@dataclass
class Imported:
    """The box in a workspace, with the plan of each book."""

    store: Store
    plans: dict[str, ImportPlan]
    files: FileStore
    _read: dict[Any, list[Any]] = field(default_factory=dict)

    def all(self, type_: Any) -> list[Any]:
        """All records of a type, read once for all tests."""
        if type_ not in self._read:
            self._read[type_] = self.store.all(type_)
        return self._read[type_]


def _book(name: str) -> Path:
    recipe = load_recipe(RECIPES / f"{name}.json")
    (fitting,) = [path for path in BOX.rglob("*") if path.is_file() and recipe.fits(path.name)]
    return fitting


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    """Everything imported once, in the order an office would."""
    folder = tmp_path_factory.mktemp("box") / "workspace"
    with workspaces.create(folder, author="tester", now=lambda: NOW) as opened:
        files = FileStore(folder / "files")
        plans = {}
        for name in ORDER:
            plans[name] = plan_import(load_recipe(RECIPES / f"{name}.json"), _book(name), opened.store)
            assert apply_import(plans[name], opened.store, files, TODAY) is not None
        yield Imported(opened.store, plans, files)


def _exact_fine(record: Any) -> Fraction:
    """Fine weight in mg with karats as the twenty-fourths they are, from what was typed."""
    typed = record.typed_texts().get("fineness", "").replace(" ", "")
    if typed.endswith("k"):
        return record.gross_mg * Fraction(int(typed[:-1]), 24)
    return Fraction(record.gross_mg * record.fineness, 10_000)


# people


def test_people(box: Imported) -> None:
    people, truth = box.all(Person), TRUTH["people"]
    rows = sum(record.type == "person" for record in _read_records(box, "personas"))
    assert (rows, len(people)) == (truth["register_rows"], truth["distinct"])
    sexes = Counter(person.sex or "not_recorded" for person in people)
    assert sexes == truth["by_sex"]
    roles = Counter(person.role for person in people)
    assert [roles["member"], roles["worker"], roles["selector"]] == [66, 48, 26]
    assert sum(person.status in ("left", "dead") for person in people) == truth["left_or_dead"]
    assert sum(person.birth_date is None and person.birth_year is not None for person in people) == 3


def test_ages(box: Imported) -> None:
    people, truth = box.all(Person), TRUTH["people"]
    young = [each for each in people if each.birth_date and each.birth_date > TODAY.replace(year=TODAY.year - 18)]
    assert sorted(person.name for person in young) == truth["under_18_names"]
    missing = [person for person in people if person.birth_date is None and person.birth_year is None]
    assert len(missing) == truth["missing_birth_date"]
    assert sum(person.age_stated is not None for person in missing) == truth["missing_birth_date_detail"]["age_only"]
    unreadable = [each for each in missing if "birth_date" in each.typed_texts()]
    assert [person.typed_texts()["birth_date"] for person in unreadable] == ["31/02/1988"]


def test_the_unreadable_birth_date_is_listed_as_doubtful_with_its_place(box: Imported) -> None:
    (doubt,) = box.plans["personas"].doubtful
    assert (doubt.sheet, doubt.row, doubt.problem.shows) == ("Trabajadores", 40, "31/02/1988")


def test_father_and_son_of_the_same_name_stay_two(box: Imported) -> None:
    both = [person for person in box.all(Person) if person.name == "ERAZO BURBANO JOSE FIDENCIO"]
    assert sorted(person.id_number for person in both) == ["5680001", "5833502"]


def test_sites_and_crews_come_once(box: Imported) -> None:
    assert {site.name for site in box.all(Site)} == set(TRUTH["production"]["site_aliases"])


# production


def _by(records: list[Production], of: Any) -> dict[Any, list[Production]]:
    found: dict[Any, list[Production]] = defaultdict(list)
    for record in records:
        found[of(record)].append(record)
    return found


def _same_production(records: list[Production], truth: dict[str, Any]) -> None:
    assert len(records) == truth["rows"]
    assert Fraction(sum(record.gross_mg for record in records), 1000) == Fraction(str(truth["gross_g"]))
    fine = sum(_exact_fine(record) for record in records if record.fineness) / 1000
    assert abs(fine - Fraction(str(truth["fine_g"]))) <= Fraction(1, 20_000)  # the truth has four decimals
    stored = sum(record.fine_mg or 0 for record in records)
    # Karats are kept as the nearest 0.1 per mille and each weight as whole mg: both round by half a step at most.
    bound = sum(Fraction(1, 2) + (Fraction(record.gross_mg, 20_000) if "fineness" in record.typed_texts() else 0)
                for record in records)  # fmt: skip
    assert abs(stored - fine * 1000) <= bound


def test_production_in_all(box: Imported) -> None:
    records, truth = box.all(Production), TRUTH["production"]
    _same_production(records, {"rows": truth["data_rows"], **truth["total"]})
    assert sum(record.fineness is None for record in records) == truth["rows_without_fineness"]


@pytest.mark.parametrize("month", sorted(TRUTH["production"]["by_month"]))
def test_production_by_month_and_site(box: Imported, month: str) -> None:
    records = [each for each in box.all(Production) if each.date.isoformat().startswith(month)]
    _same_production(records, TRUTH["production"]["by_month"][month])
    names = {site.id: site.name for site in box.all(Site)}
    by_site = _by(records, lambda record: names.get(record.site, record.site_as_written))
    truth = TRUTH["production"]["by_month_site"][month]
    assert set(by_site) == set(truth)
    for site, expected in truth.items():
        _same_production(by_site[site], expected)


def test_production_by_site(box: Imported) -> None:
    names = {site.id: site.name for site in box.all(Site)}
    by_site = _by(box.all(Production), lambda record: names.get(record.site, record.site_as_written))
    for site, expected in TRUTH["production"]["by_site"].items():
        _same_production(by_site[site], expected)


def test_the_unknown_site_keeps_its_row_and_is_listed(box: Imported) -> None:
    doubts = [each for each in box.plans["produccion-2025"].doubtful if each.problem.field == "site"]
    assert [(each.sheet, each.row, each.problem.shows) for each in doubts] == [("JUL 25", 103, "La Perla")]


def test_bad_rows_are_exactly_these(box: Imported) -> None:
    refused = [
        (plan.book.path.name, row.sheet, row.number)
        for plan in (box.plans["produccion-2024"], box.plans["produccion-2025"])
        for row, _problems in plan.refused
    ]
    expected = [(bad["file"], bad["sheet"], bad["row"]) for bad in TRUTH["production"]["bad_row_list"]]
    assert sorted(refused) == sorted(expected)


def test_what_bad_rows_show_is_named_in_their_reason(box: Imported) -> None:
    reasons = {
        (row.sheet, row.number): problems
        for name in ("produccion-2024", "produccion-2025")
        for row, problems in box.plans[name].refused
    }
    for bad in TRUTH["production"]["bad_row_list"]:
        written = " ".join(problem.shows for problem in reasons[bad["sheet"], bad["row"]])
        assert bad["shows"] in written


def test_rows_by_sheet_and_days_without_work(box: Imported) -> None:
    files = {"produccion-2024": "Produccion 2024.xlsx", "produccion-2025": "PRODUCCION 2025 - definitivo (1).xlsx"}
    for name, file in files.items():
        plan = box.plans[name]
        counted = Counter((each.sheet, each.type) for each in plan.new)
        bad = Counter(row.sheet for row, _problems in plan.refused)
        for place, truth in TRUTH["production"]["by_sheet"].items():
            book, sheet = place.split("|")
            if book == file:
                found = counted[sheet, "production"], counted[sheet, "shift"], bad[sheet]
                assert found == (truth["data"], truth["no_work"], truth["bad"]), sheet
    idle = box.all(Shift)
    assert len(idle) == TRUTH["production"]["no_work_rows"] and not any(shift.worked for shift in idle)


def test_the_ambiguous_weight_was_decided_and_what_was_typed_is_kept(box: Imported) -> None:
    (record,) = [each for each in box.all(Production) if each.source_row == "ABR 25!92"]
    assert record.gross_mg == 1234 and record.typed_texts()["gross_mg"] == "1,2340"


# gold sold


def _money(records: list[Any], deductions: dict[str, dict[str, int]], currency: str) -> dict[str, int]:
    chosen = [record for record in records if record.currency == currency]
    total = {"gross_value": sum(record.gross_value for record in chosen),
             "net_as_written": sum(record.net_value for record in chosen)}  # fmt: skip
    names = {"royalty": "royalties", "income_withholding": "withholding", "refining": "smelting_assay",
             "transport": "freight"}  # fmt: skip
    for kind, name in names.items():
        total[name] = sum(deductions[record.id].get(kind, 0) for record in chosen)
    taken = sum(total[name] for name in names.values())
    return {**total, "net_recomputed": total["gross_value"] - taken}


def _same_sales(records: list[Sale], box: Imported, truth: dict[str, Any]) -> None:
    deductions: dict[str, dict[str, int]] = defaultdict(dict)
    for each in box.all(SaleDeduction):
        deductions[each.sale][each.kind] = each.amount
    assert len(records) == truth["sales"]
    assert Fraction(sum(record.gross_mg for record in records), 1000) == Fraction(str(truth["gross_g"]))
    fine = sum(Fraction(round(_exact_fine(record) + Fraction(1, 10**9))) for record in records) / 1000
    assert fine == Fraction(str(truth["fine_g"]))
    currencies = {record.currency for record in records}
    assert currencies == set(truth["money"])
    for currency in currencies:
        found = _money(records, deductions, currency)
        assert found == {key: int(Fraction(str(value)) * 100) for key, value in truth["money"][currency].items()}


def test_sales_in_all_and_by_year(box: Imported) -> None:
    sales = box.all(Sale)
    _same_sales(sales, box, TRUTH["sales"]["total"])
    for year, truth in TRUTH["sales"]["by_year"].items():
        _same_sales([sale for sale in sales if sale.date.year == int(year)], box, truth)


def test_sales_by_buyer(box: Imported) -> None:
    names = {party.id: party.name for party in box.all(Party)}
    by_buyer = _by(box.all(Sale), lambda sale: names.get(sale.buyer, sale.buyer_as_written))
    for buyer, truth in TRUTH["sales"]["by_buyer"].items():
        _same_sales(by_buyer.pop(buyer.partition(" (not in")[0]), box, truth)
    assert not by_buyer


def test_percent_paid_is_understood_in_both_ways(box: Imported) -> None:
    paid = {sale.code: sale.percent_paid for sale in box.all(Sale)}
    assert paid["0065"] == 9650 and paid["0061"] == 7800
    assert all(9400 <= percent <= 9850 for code, percent in paid.items() if code != "0061")


def test_lots_and_sales_name_each_other(box: Imported) -> None:
    sales, lots = {sale.id: sale for sale in box.all(Sale)}, box.all(Lot)
    assert len(lots) == 60
    assert all(sales[lot.sale].lot == lot.id and sales[lot.sale].gross_mg == lot.gross_mg for lot in lots)
    assert [lot.code for lot in lots if not lot.seal_no] == ["B-16/25"]


def test_payments(box: Imported) -> None:
    payments, truth = box.all(Payment), TRUTH["payments"]
    assert len(payments) == truth["good_rows"]
    assert sum(payment.amount for payment in payments) == round(truth["amount_good_rows"]["COP"] * 100)
    assert sum(payment.gold_mg for payment in payments) == round(truth["grams_good_rows"] * 1000)
    refused = [row.number for row, _problems in box.plans["pagos-2025"].refused]
    assert refused == [bad["row"] for bad in truth["bad_row_list"]]
    numbers = Counter(int(payment.code) for payment in payments)
    written = numbers.keys() | {int(bad["shows"]) for bad in truth["bad_row_list"]}
    assert sorted(set(range(901, 1201)) - written) == truth["missing_numbers"]
    assert [number for number, times in numbers.items() if times > 1] == truth["repeated_numbers"]
    assert all(payment.person for payment in payments)


def test_buyers(box: Imported) -> None:
    assert {party.name for party in box.all(Party)} == set(TRUTH["buyers"]["names"])


# safety, people and plan


def test_incidents_after_the_twice_entered_were_decided(box: Imported) -> None:
    incidents, truth = box.all(Incident), TRUTH["incidents"]
    assert len(box.plans["accidentes"].new) == truth["rows_in_ods"]
    assert len(box.plans["casi-accidentes"].new) == truth["rows_in_csv"]
    distinct = [incident for incident in incidents if incident.same_as is None]
    assert (len(distinct), len(incidents) - len(distinct)) == (truth["distinct"], truth["entered_twice"])
    severities = Counter(incident.severity for incident in distinct)
    assert {key: severities[key] for key in truth["by_severity"]} == truth["by_severity"]
    assert Counter(str(incident.date.year) for incident in distinct) == truth["by_year"]
    days = sum(incident.lost_days or 0 for incident in distinct if incident.severity == "lost_time")
    assert days == truth["lost_days"]["lost_time_incidents"]
    written = sum(incident.lost_days or 0 for incident in distinct)
    assert written == truth["lost_days"]["as_written_with_the_contradictory_near_miss"]


def test_training_attendance(box: Imported) -> None:
    trainings, truth = box.all(Training), TRUTH["trainings"]
    marks = [each for each in box.all(TrainingAttendance) if each.present]
    assert (len(trainings), len(marks)) == (truth["courses"], truth["attendance_marks"])
    by_course = Counter(mark.training for mark in marks)
    for course in truth["by_course"]:
        (training,) = [each for each in trainings if each.subject == course["course"]]
        assert (training.date.isoformat(), training.hours) == (course["date"], course["hours"] * 100)
        assert by_course[training.id] == course["marks"]


def test_protective_equipment(box: Imported) -> None:
    names = {"Casco": "helmet", "Guantes (par)": "gloves", "Botas": "boots", "Respirador": "respirator",
             "Gafas": "glasses", "Lámpara": "lamp", "Tapaoídos": "ears"}  # fmt: skip
    handed: Counter[tuple[str, str]] = Counter()
    for each in box.all(PpeDelivery):
        handed[str(each.date.year), each.item] += each.quantity
    for year, quantities in TRUTH["ppe"]["quantity_by_year"].items():
        assert {item: handed[year, names[item]] for item in quantities} == quantities
    rows = {(each.sheet, each.number) for each in box.plans["epp"].new}
    assert len(rows) == TRUTH["ppe"]["rows"]


def test_rates_come_from_the_accident_books(box: Imported) -> None:
    """No attendance was kept: hours are persons of each delivery x the usual 8 h, told as an estimate."""
    truth, period = TRUTH["incidents"], Period(date(2024, 1, 1), date(2025, 12, 31))
    span = SafetyMonths(box.store, period).whole()
    found, counted = span.accidents, truth["by_severity"]
    assert (found.deaths, found.lost_time, found.medical, found.first_aid, found.near_misses) == tuple(
        counted[name] for name in ("fatal", "lost_time", "medical", "first_aid", "near_miss"))
    assert found.days == truth["lost_days"]["lost_time_incidents"]
    assert found.recordable == 13
    for year, events in truth["by_year"].items():
        of_year = SafetyMonths(box.store, Period.of_year(int(year))).whole().accidents
        parts = (of_year.deaths, of_year.lost_time, of_year.medical, of_year.first_aid, of_year.near_misses)
        assert sum(parts) == events
    persons = sum(each.persons for each in box.all(Production) if not each.no_work)
    delivered = sum(part.hours for row in site_hours(box.store, period) for part in row.parts
                    if part.book == "deliveries")
    assert delivered == persons * 800 and span.source == "estimated"
    assert span.ltifr() == Decimal(6_000_000) / (span.hours or 1)


def test_courses_and_equipment_by_the_services(box: Imported) -> None:
    period = Period(date(2024, 1, 1), date(2025, 12, 31))
    courses = {each.subject: each for each in safety_figures.courses(box.store, period)}
    for truth in TRUTH["trainings"]["by_course"]:
        course = courses[truth["course"]]
        assert (course.date, course.hours, course.marks) == (truth["date"], truth["hours"], truth["marks"])
    # Most names of the matrix are short forms that an office ties to people afterwards: they are told, not guessed.
    found = holders.training(box.store, date(2025, 12, 31))
    written = {each.person_as_written for each in box.all(TrainingAttendance) if each.present and not each.person}
    assert found.count() + len(written) <= TRUTH["trainings"]["people_rows_in_matrix"]
    assert 0 < found.loose <= len(written)
    names = {"Casco": "helmet", "Guantes (par)": "gloves", "Botas": "boots", "Respirador": "respirator",
             "Gafas": "glasses", "Lámpara": "lamp", "Tapaoídos": "ears"}  # fmt: skip
    for year, quantities in TRUTH["ppe"]["quantity_by_year"].items():
        found = holders.handed_out(box.store, date(int(year), 1, 1), date(int(year), 12, 31))
        assert found == {names[item]: count for item, count in quantities.items()}


def test_mercury_by_the_services(box: Imported) -> None:
    truth = TRUTH["mercury"]
    book = gold_figures.mercury(box.store, Period(date(2024, 1, 1), date(2025, 12, 31)))
    assert [book.opening, book.received, book.used, book.recovered, book.delivered, book.balance, book.counted] == [
        truth[name] for name in ("opening_g", "in_g", "used_g", "recovered_g", "delivered_to_authority_g",
                                 "book_balance_g", "counted_g")]
    banned = Period(date.fromisoformat(truth["ban_from"]), date(2025, 12, 31))
    after = mercury_sites.by_month_and_site(box.store, banned)
    assert sum(each.used for each in after) == truth["used_after_ban_g"]
    months = mercury_sites.by_month_and_site(box.store, Period(date(2024, 1, 1), date(2025, 12, 31)))
    assert (sum(each.used for each in months), sum(each.recovered for each in months)) == (
        truth["used_g"], truth["recovered_g"])
    ratio = Reckoning(box.store, Period(date(2024, 1, 1), date(2025, 12, 31))).of("mercury_ratio")
    fine = Fraction(str(TRUTH["production"]["total"]["fine_g"]))
    by_hand = Fraction(truth["used_g"] - truth["recovered_g"]) / fine
    assert abs(Fraction(ratio.figure.value or 0) - by_hand) < Fraction(1, 10**6)


def test_formulas_without_result_are_named(box: Imported) -> None:
    sentences = [caution.sentence for caution in box.plans["epp"].cautions if caution.sheet == "EPP 2024"]
    assert any("C165" in sentence for sentence in sentences)


def test_mercury(box: Imported) -> None:
    totals: Counter[str] = Counter()
    after = 0
    for each in box.all(ReagentMovement):
        totals[each.kind] += each.quantity
        after += each.quantity if each.kind == "use" and each.date.isoformat() >= TRUTH["mercury"]["ban_from"] else 0
    truth = {key: value * 1000 for key, value in TRUTH["mercury"].items() if isinstance(value, int)}
    assert totals == {"opening": truth["opening_g"], "in": truth["in_g"], "use": truth["used_g"],
                      "recovered": truth["recovered_g"], "delivered": truth["delivered_to_authority_g"],
                      "count": truth["counted_g"]}  # fmt: skip
    assert after == truth["used_after_ban_g"]
    balance = totals["opening"] + totals["in"] + totals["recovered"] - totals["use"] - totals["delivered"]
    assert balance == truth["book_balance_g"]


def test_actions(box: Imported) -> None:
    actions, truth = box.all(Action), TRUTH["actions"]
    assert Counter(action.status for action in actions) == truth["by_status"]
    late = [each for each in actions if each.status in ("open", "in_progress") and each.due_on < TODAY]
    assert sorted(int(action.number) for action in late) == truth["overdue_numbers"]
    assert {action.progress for action in actions} == {None, 0, 50, 70, 100}
    standing = plan_figures.standing(box.store, TODAY)
    assert (standing.by_status, standing.open) == (truth["by_status"], truth["open"])
    assert sorted(map(int, standing.overdue)) == truth["overdue_numbers"] and len(standing.overdue) == truth["overdue"]


@pytest.mark.parametrize("status", TRUTH["actions"]["words"])
def test_the_words_of_the_plan_are_known_without_a_recipe(status: str) -> None:
    known = words()["cells"]["action.status"]
    for word in TRUTH["actions"]["words"][status]:
        assert [code for code, texts in known.items() if fold(word) in texts] == [status], word


def test_what_is_wrong_with_the_plan_is_found(box: Imported) -> None:
    look = Look(box.store, load.get("craft-2.0"), Period.of_year(2025), TODAY)
    planted = {each["id"]: each for each in TRUTH["problems"]}
    numbers = {name: [box.store.get(Action, where.partition("/")[2]).number for finding in PLAN_RULES[name](look)  # type: ignore[union-attr]  # found by the rule
                      for where in finding.where] for name in PLAN_RULES}
    assert numbers["closed_before_opened"] == ["11"] and "Action 11" in planted["A-33"]["what"]
    assert numbers["done_without_evidence"] == ["16"] and "Action 16" in planted["A-34"]["what"]
    assert len(numbers["closed_without_effect"]) == TRUTH["actions"]["by_status"]["closed"]
    assert sorted(map(int, numbers["without_owner"])) == [4, 6, 7, 19, 22, 26]


def test_minutes(box: Imported) -> None:
    meetings, truth = box.all(Meeting), TRUTH["assemblies"]
    assert len(meetings) == truth["minutes"]
    assert sum(meeting.attended for meeting in meetings) == truth["attendance"]
    assert sum(meeting.women for meeting in meetings) == truth["women"]
    numbers = {int(meeting.number) for meeting in meetings}
    assert sorted(set(range(min(numbers), max(numbers))) - numbers) == truth["missing_numbers"]
    bare = minutes_without_quorum(box.store, TODAY)
    assert [int(meeting.number) for meeting in bare] == truth["without_quorum"]


def test_the_checks_find_the_gap_of_the_minutes_and_the_quorum_that_was_none(box: Imported) -> None:
    """A-35 and A-36 of the truth: named by their own numbers, and nothing else of their kind."""
    look = Look(box.store, load.get("craft-2.0"), Period.of_year(2025), TODAY)
    [gap] = minutes_numbers(look)
    assert gap.rule == "minutes_gap" and gap.facts == ("017", "017")
    [none] = quorum(look)
    assert none.rule == "quorum_contradicted" and none.severity == "warn"
    assert [box.store.get(Meeting, each.partition("/")[2]).number for each in none.where] == ["020"]
    assert "28 of 62" in none.sentence and "31 are needed" in none.sentence


def test_documents_and_their_expiry(box: Imported) -> None:
    truth = TRUTH["documents"]
    documents = [each for each in box.all(Document) if each.source]
    assert len(documents) == truth["count"]
    dated = [document for document in documents if document.valid_to]
    assert len(dated) == truth["with_expiry"]
    expired = [document.title for document in dated if document.valid_to < TODAY]
    soon = [document.title for document in dated if 0 <= (document.valid_to - TODAY).days <= 60]
    assert sorted(expired) == sorted(truth["expired_at_reference_date"])
    assert sorted(soon) == sorted(truth["expiring_within_60_days"])


# the import itself


def test_every_book_again_changes_nothing(box: Imported) -> None:
    head = box.store.head()
    for name in ORDER:
        plan = plan_import(load_recipe(RECIPES / f"{name}.json"), _book(name), box.store)
        assert plan.empty and not plan.missing and plan.unchanged == len(box.plans[name].new), name
        assert apply_import(plan, box.store, box.files, TODAY) is None
    assert box.store.head() == head


def test_each_record_knows_its_file_sheet_and_row(box: Imported) -> None:
    (record,) = [each for each in box.all(Person) if each.name == "Brayan Estiven Criollo Mora"]
    run = box.store.get(ImportRun, record.source)
    assert run is not None and run.file_name == _book("personas").name
    assert record.source_row == "Trabajadores!17"
    assert box.files.verify(run.sha256)
    document = box.store.get(Document, run.document)
    assert document is not None and document.title == "Asociados, trabajadores y seleccionadoras"


def _read_records(box: Imported, name: str) -> list[Any]:
    from armdesk.importers.read import read
    from armdesk.importers.workbook import open_book

    recipe = load_recipe(RECIPES / f"{name}.json")
    return [record for row in read(recipe, open_book(_book(name))) for record in row.records]
