"""Starter rates: every file is whole, and what an office wrote itself is never touched."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pytest
from factories import make

from armdesk.errors import WorkspaceError
from armdesk.i18n import LANGUAGES, speaking
from armdesk.models import Rate
from armdesk.services.basis import starter_rates
from armdesk.services.basis.limits import Limits
from armdesk.store import Store

DAY = date(2025, 6, 1)
HEAD = ",".join(starter_rates.COLUMNS)


def test_the_files_hold_no_two_rows_for_the_same_day() -> None:
    rows = starter_rates.shipped()
    assert len(rows) > 20
    for one, other in combinations(rows, 2):
        if starter_rates._what(one) == starter_rates._what(other):
            assert not (one.holds_on(other.valid_from) or other.holds_on(one.valid_from)), (one, other)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_row_has_a_name_and_says_how_sure_it_is(language: str) -> None:
    for each in starter_rates.shipped():
        assert each.name(language)
        assert (each.source_text() != each.source) == (each.confidence != "sure")
        assert not each.source.endswith(".")
    assert all(dict(each.names).get("es") for each in starter_rates.shipped())


def test_an_office_takes_over_what_it_lacks_and_only_that(store: Store) -> None:
    own = make(store, "rate", kind="person_cap", country="CO", applies_to="subsistencia", site=None, currency=None,
               value=300_000_000, valid_from=date(2024, 1, 1), valid_to=None)
    with speaking("es"):
        count = starter_rates.take_over(store, "CO")
    assert count == len(starter_rates.for_country("CO")) - 1
    assert [rate.id for rate in store.all(Rate, kind="person_cap", applies_to="subsistencia")] == [own.id]
    low = store.one(Rate, kind="person_day_low", applies_to="panning")
    assert low is not None and low.value == 50_000 and low.name.startswith("Oro por persona")
    assert low.source_text != next(each.source for each in starter_rates.shipped() if each.kind == "person_day_low")
    assert starter_rates.take_over(store, "CO") == 0
    store.undo()
    assert len(store.all(Rate)) == 1


def test_another_country_gets_no_cap_of_colombia(store: Store) -> None:
    starter_rates.take_over(store, "PE")
    assert store.all(Rate, kind="person_cap") == []
    assert store.all(Rate, kind="productivity_limit") != []


def test_the_most_particular_rate_holds(store: Store) -> None:
    site = make(store, "site", code="S-9", name="Nueve")
    plain = {"kind": "person_day_high", "country": None, "currency": None, "unit": "g", "valid_to": None}
    assert Limits(store, "CO").value("person_day_high", DAY, applies_to="panning") == Decimal("1.4")
    make(store, "rate", **plain, applies_to=None, site=None, value=3_000_000, valid_from=date(2024, 1, 1))
    make(store, "rate", **plain, applies_to="panning", site=None, value=2_000_000, valid_from=date(2024, 1, 1))
    make(store, "rate", **plain, applies_to=None, site=site.id, value=1_000_000, valid_from=date(2024, 1, 1))
    limits = Limits(store, "CO")
    assert limits.value("person_day_high", DAY, applies_to="manual_vein") == 3
    assert limits.value("person_day_high", DAY, applies_to="panning") == 2
    assert limits.value("person_day_high", DAY, applies_to="panning", site=site.id) == 1
    before = limits.find("person_day_high", date(2023, 1, 1), applies_to="panning")
    assert before is not None and not before.own, "before its first day the starter rate serves"
    assert limits.value("no_such_kind", DAY) is None
    assert Limits(store, "CO").matching("person_cap", DAY, "Registro de mineros de Subsistencia") == 420
    assert Limits(store, "CO").matching("person_cap", DAY, "RUCOM") is None
    assert Limits(store, "PE").matching("person_cap", DAY, "subsistencia") is None


@pytest.mark.parametrize("row", [
    "k,n,,,x,g,,2000-01-01,,s,sure", "k,n,,,1,g,,yesterday,,s,sure", "k,n,,,1,g,,2000-01-01,,s,perhaps",
    "k,n,,,0.0000001,g,,2000-01-01,,s,sure", ",n,,,1,g,,2000-01-01,,s,sure", "k,n", "k,n,,,NaN,g,,2000-01-01,,s,sure",
])
def test_a_row_that_cannot_be_read_is_named(tmp_path: Path, row: str) -> None:
    (tmp_path / "own.csv").write_text(f"{HEAD}\n{row}\n", encoding="utf-8")
    with pytest.raises(WorkspaceError, match=r"own\.csv.*line 2"):
        starter_rates.shipped(tmp_path)


def test_a_file_without_its_columns_is_named(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("kind,value\n", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="applies_to"):
        starter_rates.shipped(tmp_path)


def test_further_fields_of_a_rate_are_taken_over_and_others_passed_over(store: Store, tmp_path: Path,
                                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    head = f"{HEAD},name_es,colour,search"
    (tmp_path / "own.csv").write_text(f"{head}\nk,n,,,1,g,,2000-01-01,,s,sure,nombre,red,x\n", encoding="utf-8")
    [row] = starter_rates.shipped(tmp_path)
    assert row.more == () and row.name("es") == "nombre"
    monkeypatch.setattr(starter_rates, "_FURTHER", frozenset({"unit"}))
    assert starter_rates._rate({**dict.fromkeys(starter_rates.COLUMNS, ""), "kind": "k", "name": "n", "value": "1",
                                "unit": "g", "valid_from": "2000-01-01", "source": "s", "confidence": "sure"}).more == (
        ("unit", "g"),)
