"""The price of a sale to the cent: worked figures, quotes by day, taxes of each country, what does not fit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armdesk import currencies
from armdesk.models import Party, Rate, Sale, SaleDeduction
from armdesk.models.gold_value import minor
from armdesk.services.basis.rate_book import RateBook, fortnight_before, month_before
from armdesk.services.basis.starter_rates import shipped
from armdesk.services.money.levies import Taxed, proposed
from armdesk.services.money.sale_price import priced

DAY = date(2025, 7, 21)


def rate(kind: str, value: str | int, **more: Any) -> Rate:
    given = {"valid_from": date(2024, 1, 1), "source_text": "Test", **more}
    return Rate(kind=kind, value=int(Decimal(value).scaleb(6)), **given)


def sale(**more: Any) -> Sale:
    given = {"code": "V-1", "date": DAY, "gross_mg": 1_000_000, "fineness": 8_800, "reference_kind": "lbma_pm",
             "reference_usd_oz": 24_000_000, "percent_paid": 10_000, "currency": "USD", **more}
    made = Sale(**given)
    made.fill()
    return made


FAIR = Party(name="Buyer", role="buyer", fairmined=True)
FAIRMINED = [rate("floor", 95, unit="%"), rate("premium", 4000, unit="USD/kg", currency="USD"),
             rate("premium_ecological", 6000, unit="USD/kg", currency="USD")]


@pytest.mark.parametrize(("gross_mg", "fineness", "gold_class", "figures"), [
    (1_000_000, 8_800, "certified", (880_000, 6_790_238, 6_450_726, 352_000)),
    (1_000_000, 8_800, "ecological", (880_000, 6_790_238, 6_450_726, 528_000)),
    (350_000, 9_200, "certified", (322_000, 2_484_610, 2_360_379, 128_800)),
])
def test_the_worked_figures(gross_mg: int, fineness: int, gold_class: str, figures: tuple[int, ...]) -> None:
    sold = sale(gross_mg=gross_mg, fineness=fineness, gold_class=gold_class)
    found = priced(sold, [], RateBook(FAIRMINED), FAIR)
    assert (sold.fine_mg, found.reference, found.floor, found.premium) == figures
    assert sold.reference_value == found.gross == figures[1]
    assert found.premium_currency == "USD" and found.problems == {}


ROYALTIES = [
    rate("royalty", 4, country="CO", base="quote_month_before", base_quote="lbma_pm", base_share=800_000, name="CO"),
    rate("royalty", 6, country="CO", base="quote_month_before", base_quote="lbma_pm", base_share=800_000,
         applies_to="Alluvial gold under concession"),
    rate("royalty", "2.5", country="BO", base="quote_fortnight_before", name="BO"),
    rate("royalty", 7, country="BO", base="quote_fortnight_before", applies_to="Others"),
    rate("royalty", 5, country="MN", base="reference", name="MN"),
    *(rate("royalty", percent, country="BF", base="reference", price_from=least * 10_000,
           price_below=most * 10_000 if most else None)
      for percent, least, most in ((3, 0, 1000), (4, 1000, 1300), (5, 1300, 1500), (6, 1500, 1700),
                                   ("6.5", 1700, 2000), (7, 2000, None))),
    rate("royalty", 0, country="PE", base="reference"),
]
QUOTES = [rate("lbma_pm", price, currency="USD", valid_from=date(2025, month, day), valid_to=date(2025, month, day))
          for month, day, price in ((6, 3, 3990), (6, 20, 4010), (7, 1, 3980), (7, 14, 4020), (7, 18, 5000))]


def of_country(country: str, usd_oz: int = 4000) -> list[tuple[str, int | None, int | None]]:
    value = Fraction(100_000) / Fraction("31103.4768") * usd_oz
    sold = Taxed(DAY, "USD", 100_000, value, value, Fraction(usd_oz), Fraction(1))
    return [(levy.row.applies_to or "", levy.base, levy.amount)
            for levy in proposed(RateBook([*ROYALTIES, *QUOTES], country), sold, special=True)]


def test_royalties_of_each_country_to_the_cent() -> None:
    assert sorted(of_country("CO")) == [("", 1_028_824, 41_153), ("Alluvial gold under concession", 1_028_824, 61_729)]
    assert ("", 1_286_030, 32_151) in of_country("BO") and ("Others", 1_286_030, 90_022) in of_country("BO")
    assert of_country("MN") == [("", 1_286_030, 64_301)], "a share of the exact base, not of the rounded one"
    assert of_country("BF") == [("", 1_286_030, 90_022)]
    assert of_country("PE") == [("", 1_286_030, 0)]
    assert of_country("HN") == []


def test_the_scale_goes_by_the_price_of_the_day() -> None:
    for usd, percent in ((999, 3), (1000, 4), (1299, 4), (1700, "6.5"), (2000, 7)):
        [(_only, base, amount)] = of_country("BF", usd)
        assert base and amount and abs(base * Fraction(percent) / 100 - amount) <= 1


def test_a_tax_without_quotes_says_what_is_missing() -> None:
    sold = Taxed(DAY, "USD", 100_000, None, None, Fraction(4000), Fraction(1))
    [levy] = proposed(RateBook(ROYALTIES, "CO"), sold)
    assert levy.amount is None and levy.base is None and "no London PM for those days" in levy.said
    assert levy.name == "CO" and levy.rate == 40_000


def test_spans_of_the_mean() -> None:
    assert month_before(date(2025, 3, 31)) == (date(2025, 2, 1), date(2025, 2, 28))
    assert month_before(date(2025, 1, 1)) == (date(2024, 12, 1), date(2024, 12, 31))
    assert fortnight_before(date(2025, 7, 21)) == (date(2025, 7, 1), date(2025, 7, 15))
    assert fortnight_before(date(2025, 3, 9)) == (date(2025, 2, 16), date(2025, 2, 28))


def test_the_quote_of_the_day_else_the_last_before() -> None:
    book = RateBook(QUOTES)
    of_day, before = book.quote("lbma_pm", date(2025, 7, 14)), book.quote("lbma_pm", date(2025, 7, 17))
    assert of_day is not None and of_day.of_day and of_day.value == 4020
    assert before is not None and not before.of_day and before.rate.valid_from == date(2025, 7, 14)
    assert book.quote("lbma_pm", date(2025, 6, 2)) is None and book.quote("lbma_am", DAY) is None


def test_the_exchange_by_its_pair_also_turned_round() -> None:
    book = RateBook([rate("fx", 4000, unit="COP/USD", currency="COP", valid_from=DAY),
                     rate("fx", "0.25", unit="USD/PEN", currency="USD", valid_from=date(2025, 7, 1))])
    straight, turned = book.exchange("COP", "USD", DAY), book.exchange("PEN", "USD", DAY)
    assert straight is not None and straight.value == 4000 and straight.of_day and not straight.inverse
    assert turned is not None and turned.value == 4 and turned.inverse and not turned.of_day
    assert book.exchange("EUR", "USD", DAY) is None and book.exchange("COP", "USD", date(2025, 7, 20)) is None


def test_what_holds_here_goes_before_what_holds_everywhere() -> None:
    book = RateBook([rate("floor", 95), rate("floor", 97, country="CO"), rate("floor", 99, country="PE")], "CO")
    found = book.one("floor", DAY)
    assert found is not None and found.value == 97
    ended = RateBook([rate("floor", 95, valid_to=date(2024, 12, 31))], "CO")
    assert ended.one("floor", DAY) is None


def test_what_does_not_fit_is_said_beside_its_field() -> None:
    taken = [SaleDeduction(kind="royalty", amount=100_000, currency="USD"),
             SaleDeduction(kind="advance", amount=50_000, currency="USD")]
    sold = sale(gross_value=6_000_000, deductions_total=140_000, net_value=5_580_000, gold_class="certified",
                percent_paid=9_000)
    licensed = Party(name="Buyer", fairmined=True, licence_valid_to=date(2025, 4, 30))
    found = priced(sold, taken, RateBook(FAIRMINED), licensed)
    assert set(found.problems) == {"gross_value", "deductions_total", "net_value", "percent_paid", "buyer"}
    assert (found.deductions, found.own_debts) == (150_000, 50_000)
    assert "95 %" in found.problems["percent_paid"][0] and "2025-04-30" in found.problems["buyer"][0]
    other = priced(sold, taken, RateBook(FAIRMINED), Party(name="Buyer", fairmined=False))
    assert other.floor is None and other.premium is None and "percent_paid" not in other.problems


def test_the_floor_looks_at_what_is_left_before_own_debts() -> None:
    fee = SaleDeduction(kind="refining", amount=400_000, currency="USD")
    debt = SaleDeduction(kind="advance", amount=400_000, currency="USD")
    assert "net_value" in priced(sale(gold_class="certified"), [fee], RateBook(FAIRMINED), FAIR).problems
    assert priced(sale(gold_class="certified"), [debt], RateBook(FAIRMINED), FAIR).problems == {}


def test_a_quote_per_gram_in_the_own_currency() -> None:
    sold = sale(currency="COP", reference_kind="central_bank", reference_usd_oz=None, reference_per_g=3_900_000_500,
                percent_paid=9_500)
    assert sold.reference_value == 34_320_004_400
    assert priced(sold, [], RateBook([])).gross == 32_604_004_180


def test_provisional_and_final_stand_side_by_side() -> None:
    sold = sale(provisional_net=6_000_000, net_value=6_100_050)
    assert sold.difference is None
    sold.settled_on = DAY
    sold.fill()
    assert sold.difference == 100_050
    sold.net_value = 5_900_000
    sold.fill()
    assert sold.difference == -100_000


CODES = st.sampled_from(currencies.codes())


@given(CODES, st.integers(1, 10**9), st.integers(1, 10_000), st.integers(1, 10**8), st.integers(1, 10**11),
       st.integers(0, 20_000), st.lists(st.integers(0, 10**12), max_size=6))
def test_money_adds_up_to_the_smallest_unit_in_every_currency(
        currency: str, gross_mg: int, fineness: int, usd_oz: int, fx: int, percent: int, amounts: list[int]) -> None:
    sold = sale(gross_mg=gross_mg, fineness=fineness, reference_usd_oz=usd_oz, fx=fx, percent_paid=percent,
                currency=currency)
    rows = [SaleDeduction(kind="other", amount=amount, currency=currency) for amount in amounts]
    found = priced(sold, rows, RateBook([]))
    assert found.net is not None and found.gross is not None and found.reference == sold.reference_value
    assert found.gross - sum(amounts) == found.net
    exact = Fraction(sold.fine_mg) * 10_000 / 311_034_768 * Fraction(usd_oz, 10_000) * \
        (1 if currency == "USD" else Fraction(fx, 10**6)) * 10 ** currencies.digits(currency)
    assert abs(exact - found.reference) <= Fraction(1, 2)
    assert abs(exact * percent / 10_000 - found.gross) <= Fraction(1, 2)
    # What was reckoned is what would be said to fit.
    sold.gross_value, sold.deductions_total = found.gross, sum(amounts)
    sold.net_value = found.net
    assert not priced(sold, rows, RateBook([])).problems


@given(CODES, st.fractions(0, 10**12))
def test_rounding_is_half_up_once(currency: str, value: Fraction) -> None:
    assert abs(value * 10 ** currencies.digits(currency) - minor(value, currency)) <= Fraction(1, 2)



def starter_rates() -> list[Rate]:
    """The rows that come with armdesk, as an office takes them over."""
    return [each.as_rate() for each in shipped()]


def test_the_rows_that_come_with_armdesk_are_whole() -> None:
    rows = starter_rates()
    assert all(each.check() == {} for each in rows) and len(rows) >= 30


@pytest.mark.parametrize(("country", "amounts"), [
    ("CO", {"": 41_153, "alluvial_concession": 61_729}), ("BO", {"": 32_151, "others": 90_022, "refractory": 64_301}),
    ("MN", {"": 64_301}), ("BF", {"from_2000": 90_022}), ("PE", {"": 0}), ("HN", {}),
])
def test_the_rows_that_come_with_armdesk_give_the_worked_royalties(country: str, amounts: dict[str, int]) -> None:
    quotes = [*QUOTES, rate("official", 4000, currency="USD", valid_from=date(2025, 7, 16), valid_to=date(2025, 7, 31))]
    value = Fraction(100_000) / Fraction("31103.4768") * 4000
    sold = Taxed(DAY, "USD", 100_000, value, value, Fraction(4000), Fraction(1))
    book = RateBook([*starter_rates(), *quotes], country)
    found = {levy.row.applies_to or "": levy.amount for levy in proposed(book, sold, special=True)}
    assert found == amounts
    usual = [levy.amount for levy in proposed(book, sold)]
    assert usual == [amounts[key] for key in ("", "from_2000") if key in amounts], "one without being asked"


def test_the_rows_that_come_with_armdesk_give_floor_and_premium() -> None:
    found = priced(sale(gold_class="ecological"), [], RateBook(starter_rates(), "CO"), FAIR)
    assert (found.floor, found.premium) == (6_450_726, 528_000)
