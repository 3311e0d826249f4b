"""Sites and crews that a book names and nobody entered yet: offered, added with one step, taken back with one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from armdesk.importers import new_names
from armdesk.importers.plan import ImportPlan, plan_import
from armdesk.importers.recipe import read_recipe
from armdesk.models import Crew, Production, Site
from armdesk.query import Query
from armdesk.store import Store

RECIPE = {"armdesk_recipe": 1, "tables": [{
    "columns": {"day": "Date", "site": "Site", "crew": "Crew", "who": "Who", "g": "Gold"}, "records": [
        {"type": "production", "fields": {
            "date": "day", "site": {"column": "site", "by": ["name"]}, "crew": {"column": "crew", "by": ["name"]},
            "person": {"column": "who", "by": ["name"]}, "gross_mg": "g"}}]}]}  # fmt: skip
ROWS = [["2025-03-01", "La Ñapa", "Cuadrilla 1", "Ana", 4], ["2025-03-02", "LA ÑAPA ", "Cuadrilla 2", "Eva", 5],
        ["2025-03-03", "El Filo", "Cuadrilla 1", "Ana", 6]]  # fmt: skip


def _plan(folder: Path, store: Store, rows: list[list[Any]]) -> ImportPlan:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in (["Date", "Site", "Crew", "Who", "Gold"], *rows):
        sheet.append(row)
    book.save(folder / "book.xlsx")
    return plan_import(read_recipe(json.dumps(RECIPE), "mine"), folder / "book.xlsx", store)


def test_what_the_book_names_is_offered_once_and_added_as_one_step(store: Store, tmp_path: Path) -> None:
    plan = _plan(tmp_path, store, ROWS)
    names = new_names.wanted(plan, store)
    assert names == {"site": ["La Ñapa", "El Filo"], "crew": ["Cuadrilla 1", "Cuadrilla 2"]}
    assert new_names.said(names) == "2 sites, 2 crews"
    assert new_names.add(names, store) == 4 and len(store.operations()) == 1
    again = _plan(tmp_path, store, ROWS)
    assert new_names.wanted(again, store) == {} and len(again.doubtful) == 3, "people are not made from a name"
    assert all(each.values["site"] and each.values["crew"] for each in again.new)
    store.undo()
    assert not store.all(Site) and not store.all(Crew) and store.count(Query(Production)) == 0


def test_a_name_that_stands_twice_in_the_register_is_not_made_a_third_time(store: Store, tmp_path: Path) -> None:
    for _turn in range(2):
        store.save(Site(name="La Ñapa"))
    assert "site" not in new_names.wanted(_plan(tmp_path, store, ROWS[:2]), store)


@pytest.mark.parametrize("rows", [
    [["2025-03-01", "x" * 81, "", "", 4]], [["2025-03-01", f"Remark {number}", "", "", 4] for number in range(201)]])
def test_a_column_of_remarks_is_no_list_of_sites(store: Store, tmp_path: Path, rows: list[list[Any]]) -> None:
    assert new_names.wanted(_plan(tmp_path, store, rows), store) == {}
