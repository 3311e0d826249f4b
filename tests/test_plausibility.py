"""Plausibility: what a careful person found in an office's box is found, and little else; each rule can be silent."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from conftest import NOW
from factories import make
from test_import_la_esperanza import RECIPES, TODAY, TRUTH, _book

from armdesk import workspace as workspaces
from armdesk.catalogues.load import get
from armdesk.demo import build_demo
from armdesk.evidence.files import FileStore
from armdesk.gold_ledger import Ledger
from armdesk.importers.apply import apply_import
from armdesk.importers.plan import plan_import
from armdesk.importers.recipe import load_recipe
from armdesk.models import Explanation, Lot, LotInput, Production, Rate, ReagentMovement, Sale
from armdesk.services import closing
from armdesk.services.basis.period import Period
from armdesk.services.findings import plausibility
from armdesk.services.findings.checks import check
from armdesk.services.findings.explaining import answered
from armdesk.services.findings.finding import Finding, Look
from armdesk.services.findings.plausibility_rules import HEAVY_RULES, PLAUSIBILITY_RULES
from armdesk.services.findings.rules import PACK_RULES, RULES
from armdesk.store import Store
from armdesk.workspace import Workspace

BOTH = Period(date(2024, 1, 1), date(2025, 12, 31))
BOOKS = ("personas", "produccion-2024", "produccion-2025", "ventas-2024", "ventas-2025", "azogue", "actas")
WHERE = {problem["id"]: problem["where"] for problem in TRUTH["problems"]}


def look(store: Store, period: Period = BOTH) -> Look:
    return Look(store, get("craft-2.0"), period, TODAY)


def found(store: Store, rule: str = "", period: Period = BOTH) -> list[Finding]:
    rules = {**PLAUSIBILITY_RULES, **HEAVY_RULES}
    return [each for name, ask in rules.items() for each in ask(look(store, period)) if rule in ("", name, each.rule)]


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("box") / "workspace"
    with workspaces.create(folder, author="tester", now=lambda: NOW) as opened:
        for name in BOOKS:
            plan = plan_import(load_recipe(RECIPES / f"{name}.json"), _book(name), opened.store)
            assert apply_import(plan, opened.store, FileStore(folder / "files"), TODAY) is not None
        yield opened.store


def rows_of(store: Store, findings: list[Finding]) -> set[tuple[str, int]]:
    """Sheets and rows of the deliveries that findings name."""
    named = {reference.partition("/")[2] for each in findings for reference in each.where}
    rows = {each.id: each.source_row for each in store.all(Production)}
    return {(sheet, int(row)) for id_ in named if id_ in rows for sheet, row in [rows[id_].split("!")]}


def in_truth(problem: str, *, file: str = "roduc") -> set[tuple[str, int]]:
    return {(each["sheet"], each["row"]) for each in WHERE[problem] if file in each["file"].lower()}


@pytest.mark.parametrize(("rule", "problem"), [
    ("large_delivery", "A-07"), ("unknown_person", "A-14"), ("after_leaving", "A-15"), ("unknown_site", "A-16"),
    ("written_twice", "A-17")])
def test_what_a_careful_person_found_is_found(box: Store, rule: str, problem: str) -> None:
    findings = found(box, rule)
    assert len(findings) == 1
    assert rows_of(box, findings) == in_truth(problem)


def test_the_sale_over_stock_comes_out_to_the_milligram(box: Store) -> None:
    truth = next(each for each in TRUTH["problems"] if each["id"] == "A-18")
    [finding] = found(box, "over_stock")
    assert truth["sale"] in finding.sentence and truth["date"] in finding.sentence
    for grams in ("370.388 g", "252.016 g", f"{truth['excess_fine_g']} g"):
        assert grams in finding.sentence


def test_mercury_after_the_day_the_assembly_chose(box: Store) -> None:
    came, used = found(box, "mercury_after_zero")
    assert "1000 g" in came.sentence and "2025-02-11" in came.sentence and TRUTH["mercury"]["ban_from"] in came.sentence
    assert f"{TRUTH['mercury']['used_after_ban_g']} g" in used.sentence and len(used.where) == 2
    [count] = found(box, "stock_count")
    assert "860 g" in count.sentence and "-240 g" in count.sentence
    rows = {each.id: "!".join(each.source_row.split("!")[:2]) for each in box.all(ReagentMovement)}
    named = {rows[each.partition("/")[2]] for finding in (came, used, count) for each in finding.where}
    assert named == {f"{each['sheet']}!{each['row']}" for each in WHERE["A-32"]}


def test_little_else_is_found(box: Store) -> None:
    counts = Counter(each.rule for each in found(box))
    known = {"large_delivery", "unknown_person", "after_leaving", "unknown_site", "written_twice", "over_stock",
             "mercury_after_zero", "stock_count"}
    assert {rule: count for rule, count in counts.items() if rule not in known} == {
        "grams_per_person": 4, "stock_without_paper": 1}
    february = [each for each in found(box, "grams_per_person") if "La Peña, 2025-02" in each.sentence]
    assert len(february) == 1, "the month of the wrong comma is odd as a whole"


def test_in_the_demonstration_the_planted_gaps_are_found_and_little_else(workspace: Workspace) -> None:
    build_demo(workspace)
    counts = Counter(each.rule for each in found(workspace.store))
    assert counts == {"over_stock": 2, "large_delivery": 1, "stock_count": 1, "worst_practice": 1,
                      "stock_without_paper": 3, "unexplained": 1}
    [apart] = found(workspace.store, "unexplained")
    assert apart.sentence.startswith("Sold, 2025-"), "the month of the lot whose assays are apart"


def test_every_rule_has_a_title_and_says_what_it_reads() -> None:
    assert all(each.title and each.reads for each in {**PLAUSIBILITY_RULES, **HEAVY_RULES}.values())
    assert all(each.heavy for each in HEAVY_RULES.values())


# months of a site


def _deliver(store: Store, site: str | None, day: date, gross: int, persons: int | None = 5, **more: Any) -> Production:
    return store.save(Production(date=day, site=site, gross_mg=gross, fineness=10_000, persons=persons, **more))


def _months(store: Store, period: Period = BOTH) -> list[plausibility.SiteMonth]:
    return plausibility.site_months(store, period)


def test_grams_per_person_against_the_band_of_the_way_of_mining(store: Store) -> None:
    site = make(store, "site", code="S1", mining_method="panning", capacity_mg_month=None, capacity_kg_month=None)
    _deliver(store, site.id, date(2024, 5, 1), 7_000)
    [month] = _months(store)
    assert (month.per_person_day, month.band_low, month.band_high, month.status) == (
        Decimal("1.4"), Decimal("0.05"), Decimal("1.4"), "ok")
    _deliver(store, site.id, date(2024, 5, 2), 8_000)
    [month] = _months(store)
    assert (month.persons, month.person_days, month.per_person_day, month.status) == (5, 10, Decimal("1.5"), "open")
    assert [flag.rule for flag in month.flags] == ["grams_per_person"]
    site.mining_method = "semi_mechanised_vein"
    store.save(site)
    assert [each.status for each in _months(store)] == ["ok"]


def test_more_than_four_grams_per_miner_and_day(store: Store) -> None:
    site = make(store, "site", code="S1", mining_method="semi_mechanised_vein", capacity_mg_month=None,
                capacity_kg_month=None)
    _deliver(store, site.id, date(2024, 5, 1), 20_000)
    assert found(store, "productivity_limit") == []
    _deliver(store, site.id, date(2024, 5, 2), 20_010)
    [finding] = found(store, "productivity_limit")
    assert finding.where == (f"site/{site.id}/2024-05",) and "4.00 g" in finding.sentence


def test_an_answer_is_kept_and_shown(store: Store) -> None:
    site = make(store, "site", code="S1", mining_method="panning", capacity_mg_month=None)
    _deliver(store, site.id, date(2024, 5, 1), 9_000)
    [month] = _months(store)
    [flag] = month.unanswered
    store.save(Explanation(rule=flag.rule, target=month.reference, reason="Veta rica", author="Luz", fact=flag.fact,
                           date=date(2026, 1, 5)))
    [month] = _months(store)
    assert (month.status, month.explanation, month.author) == ("explained", "Veta rica", "Luz")
    [finding] = answered(found(store, flag.rule), store.all(Explanation))
    assert finding.explained == "Veta rica", "the page and the findings tell the same"
    _deliver(store, site.id, date(2024, 5, 2), 90_000)
    [month] = _months(store)
    [finding] = answered(found(store, flag.rule), store.all(Explanation))
    assert month.status == "open" and not finding.explained, "it was explained for another figure"


def test_after_twelve_months_a_site_is_compared_with_itself(store: Store) -> None:
    site = make(store, "site", code="S1", mining_method="manual_vein", capacity_mg_month=None)
    for number in range(12):
        _deliver(store, site.id, date(2024, number + 1, 5), 5_000 + 100 * (number % 2))
    _deliver(store, site.id, date(2025, 1, 5), 5_500)
    _deliver(store, site.id, date(2025, 2, 5), 6_200)
    by_month = {each.month: each for each in _months(store)}
    assert not by_month["2024-12"].own_band and by_month["2025-01"].own_band
    assert by_month["2025-01"].status == "ok", "one tenth of the mean is always usual"
    assert by_month["2025-02"].status == "open"
    low, high = by_month["2025-01"].band_low, by_month["2025-01"].band_high
    assert low is not None and high is not None and (low + high) / 2 == Decimal("1.01")


def test_a_jump_and_the_capacity_of_the_site(store: Store) -> None:
    site = make(store, "site", code="S1", mining_method="manual_vein", capacity_mg_month=21_000,
                capacity_kg_month=2_000)
    for number in range(6):
        _deliver(store, site.id, date(2024, number + 1, 5), 10_000, 10)
    _deliver(store, site.id, date(2024, 7, 5), 20_000, 20, ore_kg=2_000)
    assert found(store, "jump") == found(store, "over_capacity") == []
    _deliver(store, site.id, date(2024, 7, 6), 1_500, 2, ore_kg=1)
    assert len(found(store, "jump")) == 1
    assert len(found(store, "over_capacity")) == 2


def test_copied_and_round_weights(store: Store) -> None:
    site = make(store, "site", code="S1", capacity_mg_month=None)
    for number in range(10):
        _deliver(store, site.id, date(2024, 5, 1 + number), 4_000 if number < 5 else 4_001 + number)
    assert found(store, "copied_rows") == found(store, "round_share") == []
    for number in range(4):
        _deliver(store, site.id, date(2024, 5, 20 + number), 4_000)
    [copied] = found(store, "copied_rows")
    assert "9 deliveries" in copied.sentence and "4.00 g" in copied.sentence
    [whole] = found(store, "round_share")
    assert "64 %" in whole.sentence


def test_the_yearly_cap_of_a_registered_person(store: Store) -> None:
    make(store, "organisation", country="CO")
    person = make(store, "person", joined_on=date(2020, 1, 1), left_on=None)
    make(store, "registration", person=person.id, register="Registro de mineros de subsistencia",
         valid_from=date(2024, 1, 1), valid_to=date(2025, 12, 31))
    _deliver(store, None, date(2024, 3, 1), 335_900, None, person=person.id)
    assert found(store, "person_cap") == []
    _deliver(store, None, date(2024, 4, 1), 200, 2, person=person.id)
    [finding] = found(store, "person_cap")
    assert (finding.severity, finding.where) == ("warn", (f"person/{person.id}",)) and "336.00 g" in finding.sentence
    _deliver(store, None, date(2024, 5, 1), 84_001, None, person=person.id)
    assert [each.severity for each in found(store, "person_cap")] == ["alarm"]
    _deliver(store, None, date(2025, 1, 1), 300_000, None, person=person.id)
    assert len(found(store, "person_cap")) == 1, "each calendar year begins anew"


# single deliveries


def test_people_who_had_not_joined_and_names_that_several_bear(store: Store) -> None:
    make(store, "person", name="RUIZ TELLO ANA MARÍA", joined_on=date(2024, 6, 1), left_on=None)
    make(store, "person", name="Pedro Gil", joined_on=date(2020, 1, 1), left_on=date(2024, 2, 1), status="left")
    other = make(store, "person", name="Pedro Antonio Gil", joined_on=date(2020, 1, 1), left_on=None)
    for day, name in ((date(2024, 5, 31), "ana ruiz"), (date(2024, 6, 1), "Ana Ruiz"), (date(2024, 9, 1), "Pedro Gil")):
        _deliver(store, None, day, 1_001, person_as_written=name)
    [early] = found(store, "deliverers")
    assert early.rule == "before_joining" and "2024-06-01" in early.sentence and len(early.where) == 1
    _deliver(store, None, date(2019, 9, 1), 1_002, person=other.id)
    assert found(store, "before_joining", Period(date(2019, 1, 1), date(2025, 1, 1)))[0].where


def test_work_after_the_right_to_mine_had_ended(store: Store) -> None:
    site = make(store, "site", code="S1", status="active")
    plain = {"site": site.id, "kind": "concession", "granted_on": date(2020, 1, 1)}
    make(store, "permit", **plain, expires_on=date(2024, 5, 31), code="P1")
    _deliver(store, site.id, date(2024, 5, 31), 1_000)
    assert found(store, "without_right") == []
    late = _deliver(store, site.id, date(2024, 6, 1), 1_000)
    [finding] = found(store, "without_right")
    assert finding.where == (f"site/{site.id}",) and "2024-06-01" in finding.sentence
    make(store, "permit", **plain | {"granted_on": date(2024, 6, 1)}, expires_on=date(2026, 5, 31), code="P2")
    assert found(store, "without_right") == []
    site.status = "abandoned"
    store.save(site)
    assert [each.rule for each in found(store, "without_right")] == ["inactive_site"]
    store.trash([late])


def test_a_small_crew_and_few_rows_say_nothing(store: Store) -> None:
    by_day: dict[date, int] = defaultdict(int)
    for number in range(19):
        _deliver(store, None, date(2024, 5, 1) + timedelta(days=number), 5_000 + number)
        by_day[date(2024, 5, 1)] += 1
    _deliver(store, None, date(2024, 7, 1), 90_000)
    assert len(found(store, "large_delivery")) == 1
    assert found(store, "large_delivery", Period(date(2024, 5, 3), date(2024, 12, 31))) == []


def test_sums_changed_outside_are_found_and_counted_again(workspace: Workspace) -> None:
    _deliver(workspace.store, None, date(2024, 5, 1), 5_000)
    assert found(workspace.store, "sums") == []
    workspace.db.execute_sql("UPDATE production_month SET fine = 1")
    assert len(found(workspace.store, "sums")) == 1
    assert found(workspace.store, "sums") == []


def test_no_rule_reckons_with_sums_changed_outside(workspace: Workspace) -> None:
    store = workspace.store
    _deliver(store, None, date(2025, 5, 1), 5_000)
    sold = store.save(Sale(code="1", date=date(2025, 5, 2), gross_mg=9_000, fineness=8_800))
    for rules in (RULES, PACK_RULES, closing.month_rules()):
        Ledger(workspace.db).closing()
        workspace.db.execute_sql("DELETE FROM gold_month")
        look = Look(store, get("craft-2.0"), Period.of_year(2025), TODAY)
        assert {"sums", "over_stock"} <= {each.rule for each in check(look, rules)}
    Ledger(workspace.db).closing()
    workspace.db.execute_sql("DELETE FROM gold_month")
    workspace.close()
    with workspaces.open_workspace(workspace.folder, read_only=True) as opened:
        look = Look(opened.store, get("craft-2.0"), Period.of_year(2025), TODAY)
        for _again in (1, 2):
            stock = [each.where for each in check(look, RULES) if each.rule == "over_stock"]
            assert stock == [(f"sale/{sold.id}",)]


def test_more_gold_than_the_ore_holds(store: Store) -> None:
    site = make(store, "site", code="S1", mining_method="manual_vein", capacity_mg_month=None, capacity_kg_month=None)
    _deliver(store, site.id, date(2024, 5, 1), 10_000, 10, ore_kg=1_000, head_grade=10_000)
    assert found(store, "over_ore") == []
    _deliver(store, site.id, date(2024, 5, 2), 10_010, 10, ore_kg=1_000, head_grade=10_000)
    [finding] = found(store, "over_ore")
    assert "20.01 g" in finding.sentence and "20.00 g" in finding.sentence


def test_gold_that_is_missing_after_melting(store: Store) -> None:
    delivery = _deliver(store, None, date(2024, 5, 1), 100_000)
    lot = store.save(Lot(code="L", created_on=date(2024, 5, 2), gross_mg=99_000, fineness=10_000))
    store.save(LotInput(lot=lot.id, production=delivery.id, operation="melting"))
    assert found(store, "unexplained") == [], "one percent is within the tolerance"
    lot.gross_mg = 96_000
    store.save(lot)
    [finding] = found(store, "unexplained")
    assert (finding.severity, finding.where) == ("alarm", ("month/2024-05",)) and "4.000 g" in finding.sentence
    assert "Tolerance: 3 %, by the starter rate since " in finding.sentence
    before = finding.facts
    store.save(Rate(kind="mass_balance_tolerance", value=2_500_000, unit="%", valid_from=date(2020, 1, 1),
                    source_text="Acta 12"))
    [finding] = found(store, "unexplained")
    assert "Tolerance: 2.5 %, by the office's own rate since 2020-01-01 (Acta 12)." in finding.sentence
    assert finding.facts == before, "an explanation given for this gold holds on"
    lot.gross_mg = 102_000
    store.save(lot)
    [finding] = found(store, "unexplained")
    assert finding.severity == "warn" and "too much" in finding.sentence
