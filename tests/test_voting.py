"""Quorum and votes: exact for any numbers, whatever the share, and never by a float."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armdesk.models.voting import needed, reaches, share_of, share_problem
from armdesk.services.governance.statutes import Share, excluded, usual_majorities

shares = st.builds(lambda part, rest: Fraction(part, part + rest), st.integers(1, 99), st.integers(0, 99))


@given(st.integers(1, 5000), shares, st.booleans())
def test_the_least_that_is_needed_is_enough_and_one_less_is_not(whole: int, share: Fraction, more: bool) -> None:
    least = needed(whole, share, more=more)
    assert reaches(least, whole, share, more=more)
    assert not reaches(least - 1, whole, share, more=more)


@given(st.integers(0, 5000), st.integers(1, 5000), shares)
def test_more_than_a_share_is_never_easier_than_the_share(count: int, whole: int, share: Fraction) -> None:
    assert reaches(count, whole, share) >= reaches(count, whole, share, more=True)
    assert reaches(count, whole, share) == (Fraction(count, whole) >= share)
    assert reaches(count + 1, whole, share) >= reaches(count, whole, share), "one more never loses a quorum"


@given(st.integers(1, 400))
def test_two_thirds_of_three_times_a_number_are_exactly_twice_it(third: int) -> None:
    """0.666667 would ask for one vote too many."""
    two_thirds = share_of("2/3")
    assert needed(3 * third, two_thirds) == 2 * third
    assert reaches(2 * third, 3 * third, two_thirds) and not reaches(2 * third - 1, 3 * third, two_thirds)


def test_of_nobody_nothing_is_reached() -> None:
    assert not reaches(0, 0, Fraction(1, 2)) and not reaches(3, 0, Fraction(1, 2))


@pytest.mark.parametrize(("text", "share"), [
    ("1/2", Fraction(1, 2)), (" 2 / 3 ", Fraction(2, 3)), ("50 %", Fraction(1, 2)), ("51,5%", Fraction(103, 200)),
    ("100%", Fraction(1)), ("La mitad", Fraction(1, 2)), ("dos tercios", Fraction(2, 3)), ("0.5", Fraction(1, 2)),
    ("0,25", Fraction(1, 4))])
def test_shares_are_read_as_statutes_write_them(text: str, share: Fraction) -> None:
    assert share_of(text) == share and share_problem(text) == ""


@pytest.mark.parametrize("text", ["", "half of it", "3/2", "1/0", "0 %", "101 %", "-1/2", "50", "1.5"])
def test_what_is_no_part_of_a_whole_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="“"):
        share_of(text)
    assert bool(share_problem(text)) == bool(text)


def test_a_share_is_said_as_people_say_it() -> None:
    assert Share(Fraction(1, 2), more=True, source="", own=True).said() == "more than 50 %"
    assert Share(Fraction(2, 3), more=False, source="", own=True).said() == "2/3"


def test_the_lists_that_come_with_the_program_are_whole() -> None:
    from armdesk.models import governance_choices as choices

    usual = usual_majorities()
    assert set(usual) == set(choices.MAJORITY)
    assert {each.base for each in usual.values()} <= set(choices.VOTE_BASE)
    assert all(not each.own and each.source for each in usual.values())
    assert excluded()
    for each in excluded():
        for organ, office in (each.one, each.other):
            assert organ in ("", *choices.ORGAN_KIND) and office in ("", *choices.OFFICE)
            assert organ or office
