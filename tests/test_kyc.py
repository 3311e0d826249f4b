"""What was checked of buyers and partners, what holds on which day, and gold sold to somebody nobody looked up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from armdesk.catalogues import load
from armdesk.errors import InvalidRecord
from armdesk.models import Party, PartyCheck, Sale, choices
from armdesk.reports.kyc import kyc_sheet
from armdesk.services.basis.period import Period
from armdesk.services.findings.finding import Look
from armdesk.services.findings.kyc_rules import partners_unchecked
from armdesk.services.money import kyc
from armdesk.store import Store

TODAY = date(2026, 1, 31)


def buyer(store: Store, **more: Any) -> Party:
    kept: Party = store.save(Party(name="Fundición del Sur", role="buyer", **more))
    return kept


def checked(store: Store, party: Party, subject: str, day: date, **more: Any) -> PartyCheck:
    usual = {"result": "good", "checked_where": "Registro"}
    kept: PartyCheck = store.save(PartyCheck(**{"party": party.id, "subject": subject, "checked_on": day, **usual,
                                                **more}))
    return kept


def standing(store: Store, subject: str, day: date = TODAY) -> kyc.Standing:
    return kyc.known(store, day)[0].checks[subject]


def test_every_need_names_a_role_a_subject_and_its_source() -> None:
    for role, subjects in kyc.needs().items():
        assert role in choices.PARTY_ROLE
        for subject, need in subjects.items():
            assert subject in choices.CHECKED and need.source
            assert need.valid_days is None or need.valid_days > 0


def test_what_the_partys_page_says_is_only_stated(store: Store) -> None:
    buyer(store, licence_no="RUC-1", licence_valid_to=date(2026, 12, 31))
    assert standing(store, "licence").state == kyc.STATED
    assert standing(store, "owners").state == kyc.MISSING
    assert standing(store, "licence", date(2027, 1, 1)).state == kyc.ENDED


def test_a_check_holds_until_its_paper_ends_or_its_days_are_over_whichever_is_first(store: Store) -> None:
    party = buyer(store)
    checked(store, party, "licence", date(2025, 2, 1), expires_on=date(2026, 6, 30))
    checked(store, party, "screening", date(2025, 2, 1), expires_on=date(2030, 1, 1))
    assert standing(store, "licence").state == kyc.GOOD
    screened = standing(store, "screening")
    assert (screened.state, screened.ends) == (kyc.ENDING, date(2025, 2, 1) + timedelta(days=365))
    assert standing(store, "screening", date(2026, 2, 2)).state == kyc.ENDED


def test_the_newest_check_counts_and_later_ones_not_yet(store: Store) -> None:
    party = buyer(store)
    checked(store, party, "owners", date(2025, 3, 1))
    checked(store, party, "owners", date(2025, 9, 1), result="bad", note="Dueño distinto")
    assert standing(store, "owners").state == kyc.BAD
    assert standing(store, "owners", date(2025, 8, 31)).state == kyc.GOOD


def test_a_check_says_when_and_where_and_what_is_wrong(store: Store) -> None:
    party = buyer(store)
    for values, field in (({"checked_where": None}, "checked_where"), ({"checked_on": None}, "checked_on"),
                          ({"result": "bad"}, "note"), ({"expires_on": date(2020, 1, 1)}, "expires_on")):
        with pytest.raises(InvalidRecord) as caught:
            checked(store, party, "licence", **{"day": TODAY, **values})
        assert list(caught.value.problems) == [field]
    store.save(PartyCheck(party=party.id, subject="licence"))  # planned, not made yet


def test_gold_sold_to_somebody_nobody_looked_up_is_found(store: Store) -> None:
    party = buyer(store)
    look = Look(store, load.get("craft-2.0"), Period.of_year(2025), TODAY)
    assert not list(partners_unchecked(look)), "who bought nothing is no trouble"
    store.save(Sale(code="1", date=date(2025, 5, 1), gross_mg=1_000, buyer=party.id))
    [found] = partners_unchecked(look)
    assert found.severity == "note" and found.where == (f"party/{party.id}",)
    other = store.save(Party(name="Otra S.A.", role="buyer"))
    sale = store.save(Sale(code="2", date=date(2025, 5, 2), gross_mg=1_000, buyer=other.id))
    [both] = partners_unchecked(look)
    assert set(both.where) == {f"party/{party.id}", f"party/{other.id}"} and "2 buyers" in both.sentence
    assert both.about(f"party/{party.id}").sentence == found.sentence and both.facts[0] == found.facts[0]
    store.trash([sale])
    for subject in kyc.needs()["buyer"]:
        checked(store, party, subject, date(2025, 4, 1))
    assert not list(partners_unchecked(look))
    checked(store, party, "screening", date(2025, 6, 1), result="bad", note="Está en una lista")
    [found] = partners_unchecked(look)
    assert found.severity == "alarm" and "Sanctions" in found.sentence


def test_the_sheet_of_a_partner_shows_each_check_with_its_source(store: Store) -> None:
    party = buyer(store, tax_id="900-1")
    checked(store, party, "owners", date(2025, 3, 1), number="C-77")
    shown = repr(kyc_sheet(store, party, TODAY, "en").blocks)
    assert "C-77" in shown and "Registro" in shown and "LBMA" in shown and "Checks that do not hold" in shown
