"""Papers for people's hands: receipts and settlements with number, copies marked, amounts in words, all or nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from factories import make
from pdf_pages import pages

from armdesk.errors import ArmdeskError, ExportError
from armdesk.exports.printing import print_receipts, print_sale, print_settlements, printed, settle_and_print
from armdesk.models import AccountEntry, Organisation, Payment, Person, Printout, Production, Settlement
from armdesk.services.basis.period import month
from armdesk.services.basis.rate_book import RateBook
from armdesk.services.money.settling import Terms, propose, settle
from armdesk.store import Store

TODAY = date(2026, 1, 31)


@pytest.fixture
def paid(store: Store) -> Payment:
    store.save(Organisation(legal_name="Cooperativa La Ñapa", tax_id="900-1", municipality="El Alto"))
    who = store.save(Person(name="María Ñáñez <b> & Cía", role="member", id_number="27.001"))
    return store.save(Payment(date=date(2026, 1, 30), person=who.id, amount=123_456_750, currency="COP",
                              reason="Oro de enero", method="cash", cash_reason="Sin banco", gold_mg=3_250))


@pytest.mark.parametrize(("language", "words"), [
    ("en", "one million two hundred thirty-four thousand five hundred sixty-seven Colombian pesos and 50/100"),
    ("es", "un millón doscientos treinta y cuatro mil quinientos sesenta y siete"),
])
def test_a_receipt_has_two_halves(store: Store, paid: Payment, tmp_path: Path, language: str, words: str) -> None:
    path = print_receipts(store, [paid], tmp_path, language)
    [text] = pages(path)
    assert text.count("R-00001") == 2 and text.count("María Ñáñez <b> & Cía · 27.001") == 2
    assert text.count(words) == 2 and text.count("Oro de enero") == 2 and text.count("Sin banco") == 2
    assert text.count("COPY") == 0
    width, height = pypdfium2.PdfDocument(path)[0].get_size()
    assert (round(width), round(height)) == (420, 595)


def test_the_second_print_is_a_copy_and_both_are_remembered(store: Store, paid: Payment, tmp_path: Path) -> None:
    first = print_receipts(store, [paid], tmp_path, "en")
    code = store.head().short()
    second = print_receipts(store, [paid], tmp_path, "en")
    assert first != second and "COPY" not in pages(first)[0]
    assert pages(second)[0].count("COPY 1") == 2 and pages(second)[0].count(code) == 2
    kept = printed(store, paid)
    assert [(each.copy, each.number, each.time, each.date) for each in kept] == [
        (0, "R-00001", "09:00", TODAY), (1, "R-00001", "09:00", TODAY)]
    again = store.get(Payment, paid.id)
    assert again is not None and again.code == "R-00001"


def test_what_could_not_be_written_used_no_number(store: Store, paid: Payment, tmp_path: Path,
                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: Any) -> None:
        raise ArmdeskError("The disk is full.")

    monkeypatch.setattr("armdesk.exports.printing.write_receipts", fail)
    before, folder = store.head(), tmp_path / "papers"
    with pytest.raises(ArmdeskError):
        print_receipts(store, [paid], folder, "en")
    monkeypatch.undo()
    kept = store.get(Payment, paid.id)
    assert store.head() == before and store.all(Printout) == [] and list(folder.iterdir()) == []
    assert kept is not None and kept.code is None
    print_receipts(store, [kept], folder, "en")
    assert [each.code for each in store.all(Payment)] == ["R-00001"]


def test_a_folder_that_cannot_be_made_is_a_sentence(store: Store, paid: Payment, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ExportError, match="file"):
        print_receipts(store, [paid], tmp_path / "file" / "papers", "en")
    assert store.all(Printout) == []


def test_several_receipts_get_numbers_in_a_row(store: Store, paid: Payment, tmp_path: Path) -> None:
    other = store.save(Payment(date=TODAY, person=paid.person, amount=5, currency="USD"))
    path = print_receipts(store, [paid, other], tmp_path, "en")
    assert [each.code for each in store.all(Payment)] == ["R-00002", "R-00001"]
    assert len(pages(path)) == 2


def test_the_settlement_of_a_sale_shows_every_figure_with_its_source(store: Store, tmp_path: Path) -> None:
    sold = make(store, "sale")
    make(store, "sale_deduction", sale=sold.id)
    store.save(Payment(date=TODAY, sale=sold.id, direction="in", amount=1_000_000_000, currency="COP", code="R-9"))
    text = " ".join(pages(print_sale(store, sold, tmp_path, "en")))
    for part in ("Settlement of sale V-2025-018", "152.310", "875.0", "152.300", "879.8", "4105.25 COP/USD · TRM",
                 "50,962,028.23", "Agencia minera", "REG-31", "48,919,936.21", "forty-eight million nine hundred",
                 "Still to be paid by the buyer: 909,727.68 COP", "10,000,000.00", "For the buyer"):
        assert part in text, part
    assert "COPY 1 of a paper" in " ".join(pages(print_sale(store, sold, tmp_path, "en")))


@pytest.mark.parametrize("currency", ["COP", "CLP", "USD"])
def test_the_largest_amounts_fit_on_every_paper(store: Store, paid: Payment, tmp_path: Path, currency: str) -> None:
    paid.amount, paid.currency, paid.reason = 10**17, currency, "Ñandú " * 40
    store.save(paid)
    [text] = pages(print_receipts(store, [paid], tmp_path, "es"))
    largest = "100.000.000.000.000.000" if currency == "CLP" else "1.000.000.000.000.000,00"
    assert text.count(f"{largest} {currency}") == 2
    who = paid.person
    made = store.save(Settlement(number="S-9", person=who, period_from=TODAY, period_to=TODAY, made_on=TODAY,
                                 currency=currency, credits=10**17, debits=10**17 - 1, net=1))
    store.save(AccountEntry(date=TODAY, person=who, kind="share", amount=10**17, currency=currency, settlement=made.id))
    sheet = " ".join(pages(print_settlements(store, [made], tmp_path, "es")))
    assert largest in sheet


def settled(store: Store, count: int) -> list[Settlement]:
    for place in range(count):
        who = store.save(Person(name=f"Persona {place}", role="member", code=f"A-{place}"))
        store.save(Production(date=date(2025, 3, 3), person=who.id, gross_mg=1_000 * (place + 1), fineness=9_000))
    terms = Terms(month(2025, 3), "COP", 3_900_000_000, "Asamblea")
    return settle(store, propose(store, RateBook([]), terms), terms, TODAY)


def test_settled_paid_and_printed_is_one_operation_or_nothing(store: Store, tmp_path: Path,
                                                              monkeypatch: pytest.MonkeyPatch) -> None:
    for place in range(2):
        who = store.save(Person(name=f"Persona {place}", role="member", code=f"A-{place}"))
        store.save(Production(date=date(2025, 3, 3), person=who.id, gross_mg=1_000, fineness=9_000))
    terms = Terms(month(2025, 3), "COP", 3_900_000_000, "Asamblea")
    found, before, folder = propose(store, RateBook([]), terms), store.head(), tmp_path / "papers"

    def go() -> Path:
        return settle_and_print(store, lambda then: settle(store, found, terms, TODAY, method="cash", then=then),
                                folder, "en")

    def fail(target: Path, *_args: Any) -> None:
        target.write_bytes(b"half")
        raise ArmdeskError("The disk is full.")

    monkeypatch.setattr("armdesk.exports.printing.write_pdf", lambda _document, target, _progress: fail(target))
    with pytest.raises(ArmdeskError):
        go()
    monkeypatch.undo()
    assert store.head() == before and list(folder.iterdir()) == []
    assert len(pages(go())) == 3
    counts = [len(store.all(type_)) for type_ in (Settlement, Payment, Printout)]
    assert counts == [2, 2, 2]
    store.undo()
    assert [len(store.all(type_)) for type_ in (Settlement, Payment, Printout, AccountEntry)] == [0, 0, 0, 0]


def test_a_page_for_each_member_and_the_list_of_all(store: Store, tmp_path: Path) -> None:
    made = settled(store, 3)
    found = pages(print_settlements(store, made, tmp_path, "en"))
    assert len(found) == 4
    assert "Settlement S-00001 · Persona 0" in found[0] and "351,000.00" in found[0]
    assert "three hundred fifty-one thousand Colombian pesos" in found[0] and "I have read it and agree" in found[0]
    assert "List of settlements" in found[3] and "2,106,000.00" in found[3] and "5.400" in found[3]
    assert len(pages(print_settlements(store, made[:1], tmp_path, "en"))) == 1
    assert [each.copy for each in printed(store, made[0])] == [0, 1] and len(printed(store, made[1])) == 1
