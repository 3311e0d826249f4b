"""Amounts in words, and the next number of a series."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest
from conftest import NOW
from factories import make
from hypothesis import given
from hypothesis import strategies as st

from armdesk import workspace as workspaces
from armdesk.i18n import speaking
from armdesk.models import Payment
from armdesk.services.basis.amount_words import amount_in_words, english_number, spanish_number
from armdesk.services.basis.numbering import next_code, split
from armdesk.store import Store

TODAY = date(2026, 1, 31)


@pytest.mark.parametrize(("number", "spanish", "english"), [
    (0, "cero", "zero"), (1, "un", "one"), (16, "dieciséis", "sixteen"), (21, "veintiún", "twenty-one"),
    (31, "treinta y un", "thirty-one"), (100, "cien", "one hundred"), (101, "ciento un", "one hundred one"),
    (555, "quinientos cincuenta y cinco", "five hundred fifty-five"), (1_000, "mil", "one thousand"),
    (21_000, "veintiún mil", "twenty-one thousand"), (100_100, "cien mil cien", "one hundred thousand one hundred"),
    (1_000_000, "un millón", "one million"), (2_101_001, "dos millones ciento un mil un",
                                              "two million one hundred one thousand one"),
    (1_000_000_000, "mil millones", "one billion"),
    (23_456_000_012, "veintitrés mil cuatrocientos cincuenta y seis millones doce",
     "twenty-three billion four hundred fifty-six million twelve"),
    (10**18, "un trillón", "one quintillion"),
])
def test_numbers(number: int, spanish: str, english: str) -> None:
    assert spanish_number(number) == spanish
    assert english_number(number) == english


def test_amounts_have_their_currency_and_cents() -> None:
    with speaking("en"):
        assert amount_in_words(120_050, "USD") == "one thousand two hundred US dollars and 50/100"
        assert amount_in_words(100, "USD") == "one US dollar and 00/100"
        assert amount_in_words(1_234, "XOF") == "one thousand two hundred thirty-four CFA francs"
        assert amount_in_words(-5, "CLP") == "minus five CLP"


@given(st.integers(0, 10**18 - 1))
def test_different_numbers_have_different_words(number: int) -> None:
    assert spanish_number(number) != spanish_number(number + 1)
    assert english_number(number) != english_number(number + 1)


def test_the_next_number_goes_on_with_the_series_used_most(store: Store) -> None:
    assert next_code(store, Payment, "code", TODAY, "R-00001") == "R-00001"
    for code in ("RP-00411", "RP-00412", "OTRO-7"):
        make(store, "payment", code=code)
    assert next_code(store, Payment, "code", TODAY, "R-00001") == "RP-00413"
    store.trash([store.one(Payment, code="RP-00412")])
    assert next_code(store, Payment, "code", TODAY, "R-00001") == "RP-00413", "a paper with 412 may be in a hand"


def test_a_year_in_the_number_is_that_of_today(store: Store) -> None:
    make(store, "payment", code="V-2025-018")
    make(store, "payment", code="V-2025-019")
    assert next_code(store, Payment, "code", TODAY, "R-1") == "V-2026-001"
    assert next_code(store, Payment, "code", date(2025, 12, 30), "R-1") == "V-2025-020"


def test_numbers_without_head_keep_their_zeros(store: Store) -> None:
    make(store, "payment", code="001077")
    assert next_code(store, Payment, "code", TODAY, "R-1") == "001078"
    assert split("abc") is None and split("A1-02") == ("A1-", "02")


def test_two_windows_never_get_the_same_number(workspace_folder: Path) -> None:
    with workspaces.open_workspace(workspace_folder, author="tester", now=lambda: NOW) as opened:
        store, got = opened.store, []
        person = make(store, "person").id
        start = threading.Barrier(2)

        def write() -> None:
            opened.db.connect(reuse_if_open=True)
            start.wait()
            for _turn in range(4):
                with store.operation("pay") as writer:
                    code = next_code(store, Payment, "code", TODAY, "R-00001")
                    writer.save(Payment(code=code, date=TODAY, person=person, amount=1, currency="USD"))
                got.append(code)
            opened.db.close()

        threads = [threading.Thread(target=write) for _each in range(2)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert sorted(got) == [f"R-{number:05d}" for number in range(1, 9)]
