"""The people of one real-looking office: its planted duplicates, loose names and young workers are found, no others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from conftest import NOW

from armdesk import workspace as workspaces
from armdesk.catalogues import load
from armdesk.evidence.files import FileStore
from armdesk.importers.apply import apply_import
from armdesk.importers.plan import plan_import
from armdesk.importers.recipe import Recipe, read_recipe
from armdesk.models import OtherName, Person, Production, TrainingAttendance
from armdesk.query import Filter, Query
from armdesk.services.basis.period import Period
from armdesk.services.findings.checks import check
from armdesk.services.findings.finding import Finding, Look
from armdesk.services.findings.rules import RULES
from armdesk.services.people import duplicates, loose_names, merging
from armdesk.store import Store
from armdesk.workspace import Workspace

DATA = Path(__file__).parent / "data"
BOX = DATA / "la-esperanza"
TRUTH = json.loads((BOX / "TRUTH.json").read_text(encoding="utf-8"))
TODAY = date.fromisoformat(TRUTH["reference_date"])
BOOKS = ("personas", "produccion-2025", "pagos-2025", "capacitaciones", "epp")


def _recipe(name: str) -> Recipe:
    """The recipe of a book as an office begins with it: nobody has decided yet who is the same."""
    told = json.loads((DATA / "recipes" / "la-esperanza" / f"{name}.json").read_text(encoding="utf-8"))
    if name == "personas":
        del told["decisions"]
    return read_recipe(json.dumps(told), name)


def _import(opened: Workspace, name: str) -> None:
    recipe = _recipe(name)
    (book,) = [path for path in BOX.rglob("*") if path.is_file() and recipe.fits(path.name)]
    apply_import(plan_import(recipe, book, opened.store), opened.store, FileStore(opened.folder / "files"), TODAY)


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Workspace]:
    with workspaces.create(tmp_path / "workspace", author="tester", now=lambda: NOW) as opened:
        for name in BOOKS:
            _import(opened, name)
        yield opened


def test_a_row_copied_in_the_same_sheet_and_two_people_of_one_name(tmp_path: Path) -> None:
    """A-04 comes back from the import with the row it repeats, and is proposed if somebody writes it in all the same.

    A-05, father and son, is never proposed.
    """
    first, copied = next(each for each in TRUTH["problems"] if each["id"] == "A-04")["where"]
    recipe = _recipe("personas")
    (book,) = [path for path in BOX.rglob("*") if path.is_file() and recipe.fits(path.name)]
    with workspaces.create(tmp_path / "workspace", author="tester", now=lambda: NOW) as opened:
        store = opened.store
        plan = plan_import(recipe, book, store)
        [(row, [problem])] = plan.refused
        assert (row.sheet, row.number) == (copied["sheet"], copied["row"])
        assert problem.sentence == (f"Row {first['row']} of “{first['sheet']}” already has this "
                                    "Ximena Patricia Villota Narváez · 1087274755.")
        apply_import(plan, store, FileStore(opened.folder / "files"), TODAY)
        before = _rows(store)
        told = next(record.values for record in row.records if record.type == "person")
        twice = store.save(Person(**{name: told[name] for name in ("name", "role", "id_number", "age_stated", "phone")},
                                  source_row="by hand"))
        assert _rows(store) - before == {frozenset({f"{first['sheet']}!{first['row']}", "by hand"})}
        pair = next(each for each in duplicates.find(store) if twice.id in (each.one.id, each.other.id))
        merging.merge(store, pair.one.id, pair.other.id, {}, TODAY)
        assert _rows(store) == before and len(store.all(Person)) == 143
        two = {f"{each['sheet']}!{each['row']}" for each in
               next(each for each in TRUTH["problems"] if each["id"] == "A-05")["where"]}
        assert not [pair for pair in before if pair & two], "two people, whoever else they are like"
        assert len([each for each in store.all(Person) if each.source_row in two]) == 2


def _found(opened: Workspace, name: str) -> list[Finding]:
    look = Look(opened.store, load.get("craft-2.0"), Period.of_year(2025), TODAY, opened.files)
    return check(look, {name: RULES[name]})


def _rows(store: Store) -> set[frozenset[str]]:
    """Sheet and row of both people of each likely pair."""
    found = duplicates.find(store)
    return {frozenset(_row(store, id_) for id_ in (pair.one.id, pair.other.id)) for pair in found}


def _row(store: Store, id_: str) -> str:
    from armdesk.models import Person

    person = store.get(Person, id_)
    assert person is not None
    return str(person.source_row)


def test_planted_duplicates_and_loose_names(box: Workspace) -> None:
    store = box.store
    # not A-05, father and son of one name
    assert _rows(store) == {
        frozenset({"Socios!15", "Trabajadores!18"}), frozenset({"Socios!33", "Trabajadores!10"}),
        frozenset({"Socios!68", "Seleccionadoras!12"})}
    assert all(pair.score >= duplicates.LIKELY for pair in duplicates.find(store))
    assert len(_found(box, "same_person_twice")) == 3
    (far,) = [pair for pair in duplicates.find(store, also_apart=True) if pair.apart]
    assert {_row(store, far.one.id), _row(store, far.other.id)} == {"Socios!66", "Socios!67"}

    # under an underground crew at 16, though no name of the books is linked yet
    (minor,) = [each for each in _found(box, "not_for_their_age") if "Brayan Estiven Criollo Mora" in each.sentence]
    days = {store.get(Production, where.partition("/")[2]).date.isoformat() for where in minor.where[1:]}  # type: ignore[union-attr]  # it is there
    assert set(next(each for each in TRUTH["problems"] if each["id"] == "A-13")["dates"]) <= days

    for pair in duplicates.find(store):
        merging.merge(store, pair.one.id, pair.other.id, {}, TODAY)
    names = loose_names.find(store)
    sure = loose_names.sure_ones(names)
    before = sum(each.count for each in names)
    linked = loose_names.link(store, sure, TODAY)
    assert linked == sum(each.count for each in names if each.key in sure) > 0.97 * before
    left = loose_names.find(store)
    assert sum(each.count for each in left) == before - linked
    assert "Segundo Efraín Jojoa Insuasty" not in {each.name for each in left}, "both his spellings are his now"

    # the same person has two rows in the matrix, which shows once both are linked
    twice = _found(box, "twice_in_course")
    assert [each.sentence.partition(" stands")[0] for each in twice] == ["Jesús Alirio Maigual Timarán"]
    assert store.count(Query(TrainingAttendance, filters=(Filter("person", "empty"),))) < 30

    # the same book once more, and a new one, find these names by themselves
    spelling = store.one(OtherName)
    assert spelling is not None
    _import(box, "epp")
    assert sum(each.count for each in loose_names.find(store)) == before - linked
    assert store.undoable() is not None
    store.undo()
    assert sum(each.count for each in loose_names.find(store)) == before
