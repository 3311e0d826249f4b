"""The facts of one real-looking office against what a careful person counted by hand (TRUTH.json)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from test_import_la_esperanza import TODAY, TRUTH, Imported, box  # noqa: F401 - a fixture

from armdesk.services.basis.period import Period
from armdesk.services.period_facts.facts import sentence
from armdesk.services.period_facts.figures import FIGURES, Figures

YEAR = Period.of_year(2025)
BOTH = Period(date(2024, 1, 1), date(2025, 12, 31))
MONTHS = [found for month, found in TRUTH["production"]["by_month"].items() if month.startswith("2025")]
SALES = TRUTH["sales"]["by_year"]["2025"]
MERCURY, INCIDENTS, PEOPLE = TRUTH["mercury"], TRUTH["incidents"], TRUTH["people"]
COURSES = [each for each in TRUTH["trainings"]["by_course"] if each["date"].startswith("2025")]

OF_2025: Mapping[str, object] = {
    "gross_produced": sum(Decimal(str(each["gross_g"])) for each in MONTHS),
    "buyers": TRUTH["buyers"]["count"],
    "payments": TRUTH["payments"]["good_rows"],
    "people": PEOPLE["distinct"] - PEOPLE["left_or_dead"],
    "under_18": PEOPLE["under_18_at_reference_date"],
    "incidents": INCIDENTS["by_year"]["2025"],
    "fatalities": INCIDENTS["by_severity"]["fatal"],
    "courses": len(COURSES),
    "open_actions": TRUTH["actions"]["open"],
    "mercury_used": MERCURY["used_after_ban_g"],
    "mercury_difference": MERCURY["book_balance_g"] - MERCURY["counted_g"],
}
OF_BOTH: Mapping[str, object] = {
    "gross_produced": Decimal(str(TRUTH["production"]["total"]["gross_g"])),
    "incidents": INCIDENTS["distinct"],
    "lost_days": INCIDENTS["lost_days"]["lost_time_incidents"],
    "mercury_used": MERCURY["used_g"],
    "courses": TRUTH["trainings"]["courses"],
}
TOLD = {"fine_produced": "10,056.54 g", "fine_sold": "10,024.87 g", "women": "42 of 134",
        "sales_with_invoice": "60 of 60 sales", "payments_in_cash": "145 of 295 payments",
        "age_proved": "0 of 134 people", "quorum_held": "5 of 5"}


@pytest.mark.parametrize("name", OF_2025)
def test_a_fact_of_2025_is_what_was_counted(box: Imported, name: str) -> None:  # noqa: F811 - the fixture
    assert Figures(box.store, YEAR).of(name).value == OF_2025[name]


@pytest.mark.parametrize("name", OF_BOTH)
def test_a_fact_of_both_years_is_what_was_counted(box: Imported, name: str) -> None:  # noqa: F811 - the fixture
    assert Figures(box.store, BOTH).of(name).value == OF_BOTH[name]


def test_sums_of_fine_gold_are_those_of_the_books(box: Imported) -> None:  # noqa: F811 - the fixture
    figures = Figures(box.store, YEAR)
    mined, sold = figures.of("fine_produced"), figures.of("fine_sold")
    assert abs(Decimal(str(mined.value)) - sum(Decimal(str(each["fine_g"])) for each in MONTHS)) < Decimal("0.01")
    assert abs(Decimal(str(sold.value)) - Decimal(str(SALES["fine_g"]))) < Decimal("0.01")
    assert mined.count == sum(each["rows"] for each in MONTHS) and sold.count == SALES["sales"]
    both = Figures(box.store, BOTH).of("fineness_known")
    assert both.lacking == TRUTH["production"]["rows_without_fineness"]


def test_people_by_group_and_sex_and_ages_nobody_knows(box: Imported) -> None:  # noqa: F811 - the fixture
    figures = Figures(box.store, YEAR)
    assert figures.of("women").part == PEOPLE["by_sex"]["F"]
    assert figures.of("selectors").value == PEOPLE["by_group"]["seleccionadora"]
    assert figures.of("under_18").unsure == PEOPLE["missing_birth_date"]


def test_minutes_up_to_the_day_of_reference(box: Imported) -> None:  # noqa: F811 - the fixture
    assert Figures(box.store, Period(date(2023, 1, 1), TODAY)).of("meetings").value == TRUTH["assemblies"]["minutes"]


def test_actions_overdue_on_the_day_of_reference(box: Imported) -> None:  # noqa: F811 - the fixture
    figures = Figures(box.store, Period(date(2025, 2, 1), TODAY))
    assert figures.of("actions_overdue").value == TRUTH["actions"]["overdue"]


def test_every_fact_is_told_with_its_rows(box: Imported) -> None:  # noqa: F811 - the fixture
    figures = Figures(box.store, YEAR)
    for name in FIGURES:
        figure = figures.of(name)
        said = sentence(figure, YEAR)
        assert "2025" in said and TOLD.get(name, "") in said, said
        assert ("nothing recorded" in said) == (figure.value is None), said
        assert box.store.count(figure.rows) == figure.count, name
        if figure.lacking_rows is not None:
            assert box.store.count(figure.lacking_rows) == figure.lacking, name
