"""The whole box of an office as it comes: every problem of its truth is found, and nobody is alarmed for nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import NOW

from armdesk import workspace as workspaces
from armdesk.catalogues import load
from armdesk.evidence import inbox, twins
from armdesk.importers.apply import apply_import
from armdesk.importers.plan import plan_import
from armdesk.importers.recipe import read_recipe
from armdesk.models import record_type
from armdesk.services.basis.period import Period
from armdesk.services.findings.checks import check
from armdesk.services.findings.finding import Finding, Look
from armdesk.services.findings.rules import RULES
from armdesk.services.people import loose_names
from armdesk.store import Store

DATA = Path(__file__).parent / "data"
BOX, RECIPES = DATA / "la-esperanza", DATA / "recipes" / "la-esperanza"
TRUTH = json.loads((BOX / "TRUTH.json").read_text(encoding="utf-8"))
TODAY = date.fromisoformat(TRUTH["reference_date"])
BOOKS = ("personas", "compradores", "produccion-2024", "produccion-2025", "ventas-2024", "ventas-2025", "pagos-2025",
         "accidentes", "casi-accidentes", "capacitaciones", "epp", "azogue", "plan-de-accion", "actas", "documentos")
FOUND_BY = {
    "A-01": {"same_person_twice"}, "A-02": {"same_person_twice"}, "A-03": {"same_person_twice"},
    "A-04": {"refused_rows"}, "A-06": {"unread_value"}, "A-07": {"large_delivery"},
    "A-08": {"large_delivery", "productivity_limit", "jump", "book_total", "book_column", "grams_per_person"},
    "A-09": {"book_total"}, "A-10": {"book_total"}, "A-11": {"book_total"}, "A-12": {"book_column"},
    "A-13": {"not_for_their_age"}, "A-14": {"unknown_person"}, "A-15": {"after_leaving"}, "A-16": {"unknown_site"},
    "A-17": {"written_twice"}, "A-18": {"over_stock"}, "A-19": {"net_disagrees"}, "A-20": {"price_low"},
    "A-21": {"buyer_unknown"}, "A-22": {"buyer_licence"}, "A-23": {"lot_without_seal", "seal_twice"},
    "A-24": {"receipt_gap"}, "A-25": {"receipt_repeated", "paid_twice"}, "A-26": {"paid_before_joining"},
    "A-27": {"incident_twice"}, "A-28": {"severity_contradicted"}, "A-29": {"course_totals"},
    "A-30": {"twice_in_course"}, "A-31": {"early_certificates"},
    "A-32": {"mercury_after_zero", "mercury", "stock_count", "stock_without_paper"},
    "A-33": {"closed_before_opened"}, "A-34": {"done_without_evidence"}, "A-35": {"minutes_gap"},
    "A-36": {"quorum_contradicted"}, "A-37": {"said_to_be_valid", "lapsed"}, "A-39": {"photo_reused"},
    "A-40": {"photo_far", "camera_clock"},
}
"""Problem -> what findings about it call themselves.  A-05 is found by silence, A-38 only by who reads the scan."""
ON_A_MATRIX = {"A-29", "A-30"}
"""Problems that the truth places in a row of the matrix; their findings name courses and people instead."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, list[Finding]]]:
    """The box with nothing decided: books by their recipes, photos in the inbox, names linked as the program offers."""
    with workspaces.create(tmp_path_factory.mktemp("box") / "workspace", author="tester", now=lambda: NOW) as opened:
        for name in BOOKS:
            told = json.loads((RECIPES / f"{name}.json").read_text(encoding="utf-8"))
            told.pop("decisions", None)
            recipe = read_recipe(json.dumps(told), name)
            [book] = [path for path in BOX.rglob("*") if path.is_file() and recipe.fits(path.name)]
            assert apply_import(plan_import(recipe, book, opened.store), opened.store, opened.files, TODAY) is not None
        inbox.take_in(opened.store, opened.files, inbox.files_below([BOX / "Fotos", BOX / "Escaneos"]))
        names = loose_names.find(opened.store)
        loose_names.link(opened.store, loose_names.sure_ones(names), TODAY)
        twins.compare_all(opened.db, opened.files)
        look = Look(opened.store, load.get("craft-2.0"), Period(*map(date.fromisoformat, TRUTH["period"])), TODAY,
                    opened.files)
        yield opened.store, check(look, RULES)


def _places(where: Any) -> set[str]:
    """Sheet and row, sheet alone, or the name of a file, of all places of a problem."""
    found = set()
    for each in where:
        if isinstance(each, list):
            found |= _places(each)
        elif "row" in each:
            found.add("!".join(str(part) for part in (each.get("sheet"), each["row"]) if part))
            found.add(f"sheet {each.get('sheet', '')}")
        else:
            found.add(Path(each["file"]).name)
    return found


def _named(store: Store, finding: Finding) -> set[str]:
    """Sheet and row, or file, of all that a finding names; of a sum of a book its sheet."""
    found = set()
    for reference in finding.where:
        kind, _slash, id_ = reference.partition("/")
        if kind in ("month", "site", "period", "register", "requirement", "day_sheet"):
            continue
        record = store.get(record_type(kind), id_)
        assert record is not None
        found.add("!".join(str(record.source_row or "").split("!")[:2]))
        if kind == "import_run":  # its findings say which sheet, and rows left out as "Sheet 12"
            found.add(f"sheet {finding.sentence.partition('“')[2].partition('”')[0]}")
            left_out = finding.sentence.partition(": ")[2].rstrip(".").split(", ")
            found |= {"!".join(part.rsplit(" ", 1)) for part in left_out}
        if kind == "document":
            found |= {revision.file_name for revision in store.all(record_type("revision"), document=id_)}
    return found - {""}


MAIN = [each for each in TRUTH["problems"] if each["weight"] == "main" and each.get("expected") != "no_merge"]
MINOR = [each for each in TRUTH["problems"] if each["weight"] == "minor" and each["id"] != "A-38"]


@pytest.mark.parametrize("problem", [*MAIN, *MINOR], ids=lambda problem: problem["id"])
def test_each_problem_is_found_at_its_place(office: tuple[Store, list[Finding]], problem: dict[str, Any]) -> None:
    store, findings = office
    about = [each for each in findings if each.rule in FOUND_BY[problem["id"]]]
    named = set().union(*(_named(store, each) for each in about)) if about else set()
    places = _places(problem["where"])
    assert about and (problem["id"] in ON_A_MATRIX or named & places), [each.sentence for each in about]


def test_father_and_son_are_not_taken_for_one(office: tuple[Store, list[Finding]]) -> None:
    store, findings = office
    [apart] = [each for each in TRUTH["problems"] if each.get("expected") == "no_merge"]
    both = _places(apart["where"])
    assert not any(both <= _named(store, each) for each in findings)


def test_nobody_is_alarmed_for_nothing(office: tuple[Store, list[Finding]]) -> None:
    """Alarms and warnings that contradict something, and are about no problem of the truth: three would be too many."""
    store, findings = office
    known = set().union(*FOUND_BY.values())
    places = {each["id"]: _places(each["where"]) for each in TRUTH["problems"]}
    false = []
    for finding in findings:
        named = _named(store, finding)
        fits = finding.rule in known and (not named or any(
            finding.rule in rules and named & places[problem] for problem, rules in FOUND_BY.items()))
        if finding.contradicts and finding.severity != "note" and not fits:
            false.append(finding.sentence)
    assert len(false) <= 3, false
    assert false == []


def test_work_left_to_do_is_not_called_a_contradiction(office: tuple[Store, list[Finding]]) -> None:
    _store, findings = office
    work = {each.rule for each in findings if not each.contradicts}
    assert {"profile", "unanswered", "without_fineness", "overdue", "tax_receipt", "awaiting_report"} <= work
