"""Rules of lots and sales: each speaks when it must, is silent when all is well, and finds what a real office had."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import NOW
from examples_lots import DAY, delivery, do, get, lot, new, party, sale

from armdesk import workspace as workspaces
from armdesk.catalogues import load
from armdesk.evidence.files import FileStore
from armdesk.importers.apply import apply_import
from armdesk.importers.plan import plan_import
from armdesk.importers.recipe import load_recipe
from armdesk.models import Assay, CustodyTransfer, Lot, LotInput, Production, Sale
from armdesk.services.basis.period import Period
from armdesk.services.findings.checks import check
from armdesk.services.findings.explaining import explain
from armdesk.services.findings.finding import Finding, Look
from armdesk.services.findings.gold_rules import GOLD_RULES
from armdesk.services.findings.rules import RULES
from armdesk.services.gold.lot_limits import add_missing
from armdesk.services.gold.lots import hold, sell
from armdesk.services.gold.seals import split_number
from armdesk.store import Store

DATA = Path(__file__).parent / "data"
YEAR = Period.of_year(2025)


def found(store: Store, period: Period = YEAR) -> list[Finding]:
    return check(Look(store, load.get("craft-2.0"), period, date(2026, 1, 31)), GOLD_RULES)


def told(store: Store, type_: Any, *rows: dict[str, Any]) -> None:
    """What an office wrote long ago, taken as it is."""
    with store.operation("told", kind="import") as writer:
        for row in rows:
            writer.save(type_(**row))


def in_order(store: Store) -> list[str]:
    """Six lots with seals in a row, made, combined and sold as they should be."""
    buyer = party(store).partition("/")[2]
    lots = [lot(store, f"L-{place}", seal_no=f"PI-{place:04d}") for place in range(1, 7)]
    [both] = do(store, "combination", lots[:2], new("L-7", 20_000, seal_no="PI-0007"))
    sell(store, sale("V-1", gross=20_000, buyer=buyer), [both.id])
    sell(store, sale("V-2", buyer=buyer), [get(store, lots[2]).id])
    return lots


def test_an_office_in_order_hears_nothing(store: Store) -> None:
    in_order(store)
    assert found(store) == []
    assert set(GOLD_RULES) <= set(RULES)


def _bare(store: Store, lots: list[str]) -> str:
    bare = get(store, lots[3])
    bare.seal_no = None
    store.save(bare)
    return f"lot/{bare.id}"


def _same(store: Store, lots: list[str]) -> str:
    same = get(store, lots[3])
    same.seal_no = " pi-0005"
    store.save(same)
    return f"lot/{same.id}"


def _twice(store: Store, lots: list[str]) -> str:
    told(store, Sale, {"code": "V-9", "date": date(2025, 5, 5), "gross_mg": 10_000, "lot": get(store, lots[2]).id,
                       "buyer": store.all(Sale)[0].buyer})
    return lots[2]


def _early(store: Store, lots: list[str]) -> str:
    told(store, Sale, {"code": "V-9", "date": DAY, "gross_mg": 9_000, "lot": get(store, lots[3]).id,
                       "buyer": store.all(Sale)[0].buyer})
    return lots[3]


def _grown(store: Store, _lots: list[str]) -> str:
    told(store, Lot, {"code": "G", "gross_mg": 20_000, "fineness": 9_000, "created_on": DAY, "seal_no": "X"})
    heavy = store.one(Lot, code="G")
    assert heavy is not None
    told(store, LotInput, {"lot": heavy.id, "production": delivery(store).partition("/")[2], "input_mg": 9_000,
                           "operation": "production"})
    return f"lot/{heavy.id}"


def _overtaken(store: Store, lots: list[str]) -> str:
    told(store, LotInput, {"lot": get(store, lots[4]).id, "input_lot": get(store, lots[3]).id, "input_mg": 9_500,
                           "operation": "melting", "date": date(2025, 3, 9)})
    return lots[3]


def _broken(store: Store, lots: list[str]) -> str:
    store.trash(store.all(LotInput, lot=get(store, lots[2]).id))
    return lots[2]


def _held(store: Store, lots: list[str]) -> str:
    held = get(store, lots[3])
    hold(store, [held.id], "dudoso", DAY + timedelta(days=2))
    told(store, LotInput, {"lot": get(store, lots[4]).id, "input_lot": held.id, "input_mg": 1, "operation": "melting",
                           "date": date(2025, 3, 9)})
    return lots[3]


def _raised(store: Store, _lots: list[str]) -> str:
    known = store.all(Sale, code="V-2")[0]
    store.save(Production(date=known.date, gross_mg=1_000_000, fineness=9_000, gold_class="certified"))
    known.gold_class = "certified"
    store.save(known)
    return f"sale/{known.id}"


def _tag(store: Store, lots: list[str]) -> str:
    for reference in lots[3:5]:
        tagged = get(store, reference)
        tagged.tag_id = "E-9"
        store.save(tagged)
    return lots[3]


def _apart(store: Store, lots: list[str]) -> str:
    add_missing(store)
    for who, method, fineness in (("own", "xrf", 9_000), ("buyer", "fire", 8_899), ("umpire", "fire", 8_901)):
        told(store, Assay, {"lot": get(store, lots[3]).id, "party": who, "method": method, "fineness": fineness,
                            "date": date(2025, 3, 9)})
    return lots[3]


def _says_used(store: Store, lots: list[str]) -> str:
    said = get(store, lots[3])
    said.status = "used"
    store.save(said)
    return lots[3]


def _says_open(store: Store, lots: list[str]) -> str:
    said = get(store, lots[0])
    said.status = "open"
    store.save(said)
    return lots[0]


def _used_early(store: Store, lots: list[str]) -> str:
    told(store, LotInput, {"lot": get(store, lots[4]).id, "input_lot": get(store, lots[3]).id, "input_mg": 1,
                           "operation": "melting", "date": DAY})
    return lots[3]


@pytest.mark.parametrize(("rule", "spoil"), [
    ("lot_without_seal", _bare), ("seal_twice", _same), ("lot_sold_twice", _twice), ("sale_before_lot", _early),
    ("lot_grown", _grown), ("overtaken", _overtaken), ("chain_broken", _broken), ("used_on_hold", _held),
    ("classes_mixed", _raised), ("used_before_made", _used_early), ("tag_twice", _tag), ("assays_apart", _apart),
    ("lot_status", _says_used), ("lot_status", _says_open),
])
def test_each_rule_speaks_of_the_record_concerned(store: Store, rule: str,
                                                  spoil: Callable[[Store, list[str]], str]) -> None:
    reference = spoil(store, in_order(store))
    findings = [each for each in found(store) if each.rule == rule]
    assert len(findings) == 1 and reference in findings[0].where, findings
    explain(store, findings, "Se revisó", "Rosa", date(2026, 1, 31))
    if len(findings[0].where) == 1:
        assert [each.explained for each in found(store) if each.rule == rule] == ["Se revisó"]


def test_gaps_in_a_row_of_seals_can_be_answered(store: Store) -> None:
    in_order(store)
    for number in (9, 11, 12):
        lot(store, f"M-{number}", seal_no=f"PI-{number:04d}")
    told(store, CustodyTransfer, {"lot": store.all(Lot)[0].id, "date": DAY, "seal_no": "PI-0008"})
    [gap] = [each for each in found(store) if each.rule == "seal_gap"]
    assert (gap.sentence, gap.where) == ("Seal PI-0010 is on no lot and no hand-over. Was it spoilt or lost?",
                                         ("seal/PI-0010-0010",))
    explain(store, [gap], "Se dañó al cerrar la bolsa", "Rosa", date(2026, 1, 31))
    assert [each.explained for each in found(store) if each.rule == "seal_gap"] == ["Se dañó al cerrar la bolsa"]
    for place in range(20):
        lot(store, f"Z-{place}", seal_no=f"{88_000 + place * 3}")
    assert [each.where for each in found(store) if each.rule == "seal_gap"] == [gap.where], "no row, no gaps"
    assert split_number("PI-00031") == ("PI-", "00031") and split_number("sin número") == ("", "")


def test_a_gain_that_was_explained_within_the_limit_is_no_finding(store: Store) -> None:
    add_missing(store)
    one, two = lot(store, "A", 100_000), lot(store, "B", 100_000)
    do(store, "combination", [one, two], new("N", 200_100), reason="Otra balanza")
    assert [each.rule for each in found(store)] == []


def test_the_gold_problems_of_a_real_office_are_found_and_little_else(tmp_path: Path) -> None:
    """A-21 and A-23 of TRUTH.json, and that nobody there noted what lots were made of."""
    with workspaces.create(tmp_path / "box", author="tester", now=lambda: NOW) as opened:
        files = FileStore(tmp_path / "box" / "files")
        for name in ("compradores", "ventas-2024", "ventas-2025"):
            recipe = load_recipe(DATA / "recipes" / "la-esperanza" / f"{name}.json")
            [book] = [path for path in (DATA / "la-esperanza").iterdir() if path.is_file() and recipe.fits(path.name)]
            apply_import(plan_import(recipe, book, opened.store), opened.store, files, date(2026, 1, 31))
        assert found(opened.store, Period.of_year(2024)) == []
        sentences = {each.rule: each.sentence for each in found(opened.store)}
        assert len(found(opened.store)) == len(sentences) == 3
    assert sentences["lot_without_seal"] == "Lot B-16/25 has no seal number."
    assert sentences["seal_twice"] == "Seal 88197 stands on several lots: B-28/25, B-30/25."
    assert sentences["chain_broken"].startswith("None of the 60 lots sold")
