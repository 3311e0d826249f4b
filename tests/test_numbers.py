"""Typed numbers, weights, fineness and dates: understood exactly, or asked, never guessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armdesk.numbers import (
    MASS_UNITS,
    Ambiguous,
    NotUnderstood,
    mass_unit,
    parse_date,
    parse_decimal,
    parse_fineness,
    parse_mass,
    parse_scaled,
    round_half_up,
)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12.5", "12.5"), ("12,5", "12.5"), ("1.234,5", "1234.5"), ("1,234.5", "1234.5"), ("1.234.567", "1234567"),
        ("1,234,567.89", "1234567.89"), ("1 234,5", "1234.5"), ("1\u00a0234\u00a0567", "1234567"),
        ("1'234.50", "1234.50"),
        ("0,123", "0.123"), ("0.880", "0.880"), (".5", "0.5"), ("-3", "-3"), ("\u22123,5", "-3.5"), ("+7", "7"),
        ("1,2340", "1.2340"), ("1234.567", "1234.567"), ("  8 ", "8"), ("1 234.567", "1234.567"), ("0", "0"),
        ("123456789012345678", "123456789012345678"), ("1\u202f234", "1234"), ("012,345", "12.345"),
    ],
)  # fmt: skip
def test_a_number_is_read_alike_in_every_country(typed: str, number: str) -> None:
    assert parse_decimal(typed) == Decimal(number)


@pytest.mark.parametrize(
    "typed",
    ["", " ", "1e5", "٣", "1.2.3", "--1", "NaN", "inf", "-", "1,2,3", "1.23.456", "12.34,56,7", "1,234.567,8", "abc",
     "1 2", "5,", "12.345 678", "1..2", ",", "1_000", "0x10", "½", "1.234,", "9" * 40, "0.123.456"],
)  # fmt: skip
def test_what_is_no_number_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        parse_decimal(typed)
    assert refused.value.reason.endswith(".") and not isinstance(refused.value, Ambiguous)


@pytest.mark.parametrize(("typed", "mark"), [("1.234", "."), ("1,234", ","), ("-999.000", ".")])
def test_one_mark_before_three_digits_is_asked_unless_the_office_says(typed: str, mark: str) -> None:
    with pytest.raises(Ambiguous) as asked:
        parse_decimal(typed)
    thousands, decimals = asked.value.readings
    assert thousands == decimals * 1000
    other = "," if mark == "." else "."
    assert parse_decimal(typed, decimal_mark=mark) == decimals
    assert parse_decimal(typed, decimal_mark=other) == thousands
    assert str(thousands) in asked.value.reason and str(decimals) in asked.value.reason


def test_the_way_out_of_an_ambiguous_number_is_understood() -> None:
    assert parse_decimal("1.2340") == Decimal("1.234") and parse_decimal("1234") == 1234


@given(
    st.integers(0, 10**15),
    st.integers(0, 4),
    st.sampled_from([(".", ","), (",", "."), (" ", ","), ("'", "."), ("", ",")]),
)
def test_a_number_written_in_any_country_keeps_its_magnitude(steps: int, places: int, marks: tuple[str, str]) -> None:
    thousands, decimal = marks
    whole, parts = divmod(steps, 10**places)
    typed = f"{whole:,}".replace(",", thousands) + (f"{decimal}{parts:0{places}d}" if places else "")
    assert Decimal(steps).scaleb(-places) in _readings(typed)
    assert parse_scaled(typed, places, decimal_mark=decimal) == steps


def _readings(typed: str) -> tuple[Decimal, ...]:
    """What a text may mean: one number, or the two that are asked."""
    try:
        return (parse_decimal(typed),)
    except Ambiguous as asked:
        return asked.readings


def test_the_office_mark_changes_nothing_that_is_clear() -> None:
    assert parse_decimal("12.5", decimal_mark=",") == Decimal("12.5")
    assert parse_decimal("1,234.5", decimal_mark=",") == Decimal("1234.5")


def test_smallest_steps_are_whole_and_extra_decimals_are_never_dropped() -> None:
    assert parse_scaled("12,5", 2) == 1250
    assert parse_scaled("12,500", 2, decimal_mark=",") == 1250
    assert sum(parse_scaled("0.1", 1) for _ in range(10)) == parse_scaled("1", 1)
    assert parse_scaled("123456789012345678", 2) == 12345678901234567800
    with pytest.raises(NotUnderstood, match="2"):
        parse_scaled("0,125", 2)
    assert parse_scaled("0,125", 2, allow_round=True) == 13
    assert parse_scaled("-0,125", 2, allow_round=True) == -13


def test_half_goes_away_from_zero() -> None:
    assert [round_half_up(Fraction(n, 2)) for n in (-3, -1, 0, 1, 3)] == [-2, -1, 0, 1, 2]


@pytest.mark.parametrize(
    ("typed", "mg"),
    [
        ("12,5", 12_500), ("12.5 g", 12_500), ("12.5g", 12_500), ("2 cast 3 tom", 10_925), ("3 tomines", 1_725),
        ("1 oz", 31_103), ("10 onzas troy", 311_035), ("1 real", 288), ("3 reales", 863), ("0,350 kg", 350_000),
        ("2 castellanos y 1 tomín", 9_775), ("1 tola", 11_664), ("5 t", 5_000_000_000), ("250 mg", 250),
        ("1 grain", 65), ("12,5 Gramos", 12_500), ("7 gr.", 7_000), ("-2 g", -2_000), ("1 234,5 g", 1_234_500),
        ("1 oz. t", 31_103), ("2 lb", 907_185), ("1 1/2 castellanos", 6_900), ("1/2 cast", 2_300), ("3/4", 750),
        ("2 1/2 cast 1 tom", 12_075),
    ],
)  # fmt: skip
def test_a_weight_is_read_with_its_unit(typed: str, mg: int) -> None:
    assert parse_mass(typed) == mg


def test_a_weight_without_unit_takes_the_column_s() -> None:
    assert parse_mass("2", unit="castellano") == 9_200
    assert parse_mass("1,5", unit="kg") == 1_500_000
    assert parse_mass("1.234", unit="kg", decimal_mark=".") == 1_234_000


def test_the_office_s_own_words_for_units_go_first() -> None:
    own = {"t": "tomin", "c": "castellano", "reales": None}
    assert parse_mass("1 c 3 t.", units=own) == 6_325
    assert parse_mass("2", unit="CAST.", units=own) == 9_200
    with pytest.raises(NotUnderstood):
        parse_mass("4 reales", units=own)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "g",
        "12 arrobas",
        "2 cast 3",
        "12 g x",
        "1.234 g",
        "12 gramos kg",
        "1e3 g",
        "5 granos",
        "1/0 g",
        "4-5",
        "1//2",
    ],
)
def test_a_weight_that_is_not_clear_is_refused(typed: str) -> None:
    with pytest.raises(NotUnderstood):
        parse_mass(typed)


def test_units_hang_together() -> None:
    assert MASS_UNITS["castellano"] == 8 * MASS_UNITS["tomin"] == 16 * MASS_UNITS["real"]
    assert MASS_UNITS["oz"] == 480 * MASS_UNITS["grain"] == 20 * MASS_UNITS["dwt"]
    assert mass_unit("Onzas Troy") == "oz" and mass_unit("(g)") == "g"


@pytest.mark.parametrize(
    ("typed", "tenths"),
    [("880", 8800), ("0,88", 8800), ("88 %", 8800), ("880 milésimas", 8800), ("22k", 9167), ("22 k", 9167),
     (Decimal("0.88"), 8800), (880, 8800), ("999,9", 9999), ("1000", 10000), ("24 quilates", 10000), ("880.000", 8800),
     ("91,67%", 9167), ("0.880", 8800), ("916.66 ‰", 9167), ("18 K", 7500)],
)  # fmt: skip
def test_fineness_is_read_in_its_many_ways(typed: str | Decimal | int, tenths: int) -> None:
    assert parse_fineness(typed) == tenths


@pytest.mark.parametrize(
    "typed", ["1", "88", "0", "-5", "1001", "101 %", "25k", "abc", "", "88 x", "1.000", 1, "1000,04"]
)
def test_impossible_or_unclear_fineness_is_refused(typed: str | int) -> None:
    with pytest.raises(NotUnderstood):
        parse_fineness(typed)


def test_fineness_of_a_column_with_a_known_unit() -> None:
    assert parse_fineness("88", unit="%") == 8800
    assert parse_fineness("1", unit="share") == 10000
    assert parse_fineness("22", unit="karat") == 9167


@pytest.mark.parametrize(
    "typed",
    ["2025-03-04", "4/3/2025", "04-03-2025", "04.03.2025", "4 mar 2025", "4 de marzo de 2025", "4 March 2025",
     "March 4, 2025", "4-mar-2025", "martes 4 de marzo de 2025", "2025-03-04 00:00:00", "04/03/2025 14:30",
     "4 MARZO 2025", "4 mars 2025", "2025/3/4", "4th of March 2025", "marzo 4 de 2025", "2025-03-04T10:00:00Z"],
)  # fmt: skip
def test_a_date_is_read_in_its_many_ways(typed: str) -> None:
    assert parse_date(typed) == date(2025, 3, 4)


@pytest.mark.parametrize(
    "typed",
    ["", "31/02/2025", "29/02/2025", "04/13/2025", "4/3/0026", "4/3/20266", "4/3/1899", "4/3/2101", "04/03/26", "hoy",
     "4/3-2025", "٤/٣/2025", "2025-13-01", "4 foo 2025", "4/3", "2025", "4/3/025"],
)  # fmt: skip
def test_a_date_that_is_none_or_not_clear_is_refused(typed: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        parse_date(typed)
    assert refused.value.reason


def test_day_and_month_follow_the_order_told_and_never_swap() -> None:
    assert parse_date("03/04/2025", order="mdy") == date(2025, 3, 4)
    assert parse_date("04/03/2025", order="dmy") == date(2025, 3, 4)
    with pytest.raises(NotUnderstood):
        parse_date("13/04/2025", order="mdy")


def test_a_year_of_two_digits_is_the_nearest_past_one_when_today_is_known() -> None:
    today = date(2025, 3, 4)
    assert parse_date("04/03/25", today=today) == today
    assert parse_date("05/03/25", today=today) == date(1925, 3, 5)
    assert parse_date("4 mar 99", today=today) == date(1999, 3, 4)
    with pytest.raises(NotUnderstood):
        parse_date("29/02/25", today=today)
