"""What the office does with sales, payments and accounts, with the keyboard: typed, reckoned, warned, kept, printed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factories import make
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from ui_fixtures import answers, config, english, session, settled  # noqa: F401 - fixtures

from armdesk.models import (
    AccountEntry,
    Party,
    Payment,
    Person,
    PremiumEntry,
    Printout,
    Production,
    Rate,
    Sale,
    SaleDeduction,
    Settlement,
)
from armdesk.services.money.sale_follow import Row
from ui import printing
from ui.pages.accounts import AccountsPage
from ui.pages.records import RecordsPage
from ui.payment_aside import PaymentAside
from ui.quotes import QuotesDialog
from ui.sale_aside import SaleAside
from ui.session import Session, Visit
from ui.settling import SettleDialog
from ui.shared_entry import SharedEntryDialog

Key = Qt.Key
TODAY = date(2026, 1, 31)


@pytest.fixture
def office(session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Session:  # noqa: F811
    """Rates of the day, and printed papers that go into a folder of the test instead of a viewer."""
    store = session.store

    def rate(kind: str, value: int, **more: Any) -> None:
        plain = {"valid_from": date(2026, 1, 1), "source_text": "Prueba"}
        store.save(Rate(kind=kind, value=value * 10**6, **{**plain, **more}))

    rate("lbma_pm", 2400, currency="USD", valid_from=date(2026, 1, 30))
    rate("fx", 4000, unit="COP/USD", currency="COP", valid_from=TODAY)
    rate("royalty", 4, base="reference", base_share=800_000, name="Royalty of the country", authority="ANM")
    rate("floor", 95)
    rate("premium", 4000, unit="USD/kg", currency="USD")
    rate("cash_limit", 5000, currency="USD")
    rate("settlement_price", 390_000, currency="COP", valid_from=date(2025, 1, 1))
    session.workspace.settings.currency = "USD"
    session.workspace.settings.decimal_mark = "."
    monkeypatch.setattr(printing, "folder_of", lambda _session: tmp_path / "papers")
    monkeypatch.setattr(printing, "show", lambda _path: None)
    return session


def opened(session: Session, qtbot: Any, type_: Any) -> RecordsPage:  # noqa: F811
    page = RecordsPage(session, type_)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
    page.begin()
    return page


def typed(qtbot: Any, page: RecordsPage, **fields: str) -> None:
    assert page.view is not None
    form = page.view.form
    for name, text in fields.items():
        box = form.rows[name].editor.box
        box.setFocus()
        box.selectAll()
        qtbot.keyClicks(box, text)
    settled(qtbot, form.touch, form.computed)


def sale_page(office: Session, qtbot: Any) -> tuple[RecordsPage, SaleAside]:
    office.store.save(Production(date=date(2025, 1, 2), gross_mg=9_000_000, fineness=9_000, gold_class="certified"))
    fair = office.store.save(Party(name="Joyería", role="buyer", fairmined=True))
    page = opened(office, qtbot, Sale)
    assert page.view is not None and isinstance(page.view.aside, SaleAside)
    form = page.view.form
    form.put_values({"buyer": fair.id, "gold_class": "certified"})
    return page, page.view.aside


def shown(aside: SaleAside) -> dict[str, str]:
    return {what: amount for what, amount, _how, _role in aside.statement.lines if amount}


def test_a_sale_is_reckoned_while_it_is_typed_and_kept_with_its_taxes(office: Session, qtbot: Any) -> None:
    page, aside = sale_page(office, qtbot)
    assert page.view is not None
    form = page.view.form
    typed(qtbot, page, gross_mg="1000", fineness="880", percent_paid="93.5")
    lines = shown(aside)
    assert lines["Fine weight"] == "880.000 g" and lines["Reference value"] == "67,902.38 USD"
    assert lines["Gross value"] == "63,488.72 USD" and lines["Royalty"] == "- 2172.88 USD"
    assert lines["Net value"] == "61,315.84 USD" and lines["Premium due"] == "3520.00 USD"
    assert lines["Lowest price"] == "64,507.26 USD"
    assert any("the last before it holds, of 2026-01-30" in line[0] for line in aside.statement.lines)
    assert "95 %" in form.rows["percent_paid"].problems()[0], "said, but in nobody's way"
    typed(qtbot, page, percent_paid="96")
    assert form.rows["percent_paid"].problems() == []
    assert form.save()
    [kept], [tax] = office.store.all(Sale), office.store.all(SaleDeduction)
    assert (kept.code, kept.gross_value, kept.net_value) == ("V-2026-001", 6_518_628, 6_301_340)
    assert (tax.amount, tax.authority, tax.sale) == (217_288, "ANM", kept.id)
    assert kept.buyer is not None and kept.reference_usd_oz == 24_000_000


def test_what_is_typed_over_stays_and_is_warned_of(office: Session, qtbot: Any) -> None:
    page, aside = sale_page(office, qtbot)
    typed(qtbot, page, gross_mg="1000", fineness="880", percent_paid="96", net_value="1")
    assert page.view is not None
    form = page.view.form
    assert form.beside()["net_value"] == 100 and "net_value" not in aside.followed
    assert any("Gross value less deductions" in each for each in form.rows["net_value"].problems())
    typed(qtbot, page, fineness="900")
    assert form.beside()["net_value"] == 100
    form.rows["net_value"].editor.box.selectAll()
    qtbot.keyClick(form.rows["net_value"].editor.box, Key.Key_Delete)
    form.rows["gross_mg"].editor.box.setFocus()
    settled(qtbot, form.touch, form.computed)
    assert form.beside()["net_value"] > 100, "emptied, it follows again"


def write(qtbot: Any, table: Any, row: int, column: int, text: str) -> None:
    table.setFocus()
    table.setCurrentCell(row, column)
    qtbot.keyClick(table, text[0])
    qtbot.keyClicks(QApplication.focusWidget(), text[1:])
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)


def test_deductions_are_typed_in_place(office: Session, qtbot: Any) -> None:
    page, aside = sale_page(office, qtbot)
    typed(qtbot, page, gross_mg="1000", fineness="880", percent_paid="96")
    assert page.view is not None
    form, table = page.view.form, aside.rows.table
    qtbot.keyClick(page.view, Key.Key_D, Qt.KeyboardModifier.AltModifier)
    assert table.hasFocus() and table.currentRow() == 0
    qtbot.keyClick(table, Key.Key_Insert)
    assert len(aside.rows.rows) == 2 and table.currentRow() == 1
    assert not form.save(), "an amount is missing"
    assert "has no amount" in form.messages.texts()[0]
    write(qtbot, table, 1, 3, "12x")
    qtbot.waitUntil(lambda: "12x" in aside.rows.note.text())
    assert not form.save()
    write(qtbot, table, 1, 3, "150.25")
    qtbot.waitUntil(lambda: aside.rows.fault() == "")
    settled(qtbot, form.touch, form.computed)
    assert shown(aside)["Deductions"] == "2323.13 USD"
    assert form.save()
    qtbot.keyClick(table, Key.Key_Delete)
    assert len(aside.rows.rows) == 1
    settled(qtbot, form.touch, form.computed)
    assert form.save() and len(office.store.all(SaleDeduction)) == 1


def test_a_tax_that_is_offered_and_lacks_a_quote_holds_no_sale_up(office: Session, qtbot: Any) -> None:
    for quote in (each for each in office.store.all(Rate) if each.kind == "lbma_pm"):
        office.store.trash([quote])
    page, aside = sale_page(office, qtbot)
    assert page.view is not None
    typed(qtbot, page, gross_mg="1000", fineness="880")
    assert [row.waiting for row in aside.rows.rows] == [True] and aside.rows.fault() == ""
    assert page.view.form.save() and len(office.store.all(Sale)) == 1 and office.store.all(SaleDeduction) == []
    aside.rows.add(Row(SaleDeduction(kind="other")))
    assert "has no amount" in aside.rows.fault(), "one that a person begins is asked for"


def test_base_and_rate_make_the_amount(office: Session, qtbot: Any) -> None:
    page, aside = sale_page(office, qtbot)
    typed(qtbot, page, gross_mg="1000", fineness="880", percent_paid="96")
    table = aside.rows.table
    write(qtbot, table, 0, 2, "5")
    qtbot.waitUntil(lambda: aside.rows.rows[0].deduction.amount == 271_610)
    assert not aside.rows.rows[0].follows
    assert page.view is not None and page.view.form.dirty


def test_a_draft_keeps_the_deductions(office: Session, qtbot: Any) -> None:
    page, aside = sale_page(office, qtbot)
    typed(qtbot, page, gross_mg="1000", fineness="880", percent_paid="96")
    assert page.view is not None
    page.view.form.keep_draft()
    [(key, _type, _record, _at, body)] = office.store.drafts()
    other = opened(office, qtbot, Sale)
    assert other.view is not None and isinstance(other.view.aside, SaleAside)
    other.view.form.put_draft(key, body)
    rows = other.view.aside.rows.rows
    assert [(row.deduction.kind, row.deduction.amount, row.follows) for row in rows] == [("royalty", 217_288, True)]
    assert other.view.aside.followed == aside.followed


def test_payments_and_premium_of_a_sale(office: Session, qtbot: Any) -> None:
    page, aside = sale_page(office, qtbot)
    typed(qtbot, page, gross_mg="1000", fineness="880", percent_paid="96")
    with qtbot.waitSignal(office.went) as went:
        aside.statement.payment_button.click()
    visit: Visit = went.args[0]
    assert (visit.page, visit.values["amount"], visit.values["direction"]) == ("payment", 6_301_340, "in")
    office.store.save(Payment(**{**visit.values, "amount": 6_300_000}))
    qtbot.waitUntil(lambda: shown(aside)["Still to be paid"] == "13.40 USD")
    aside.statement.premium_button.click()
    [entry] = office.store.all(PremiumEntry)
    assert (entry.amount, entry.currency, entry.kind, entry.sale) == (352_000, "USD", "accrued", visit.values["sale"])
    assert not aside.statement.premium_button.isVisible()


def test_the_final_assay_is_written_beside_the_provisional_one(office: Session, qtbot: Any) -> None:
    page, aside = sale_page(office, qtbot)
    assert page.view is not None
    page.view.form.put_values({"stage": "provisional"})
    typed(qtbot, page, gross_mg="1000", fineness="880", percent_paid="96")
    assert page.view.form.save() and aside.statement.final_button.isVisible()
    before = office.store.all(Sale)[0].net_value
    aside.statement.final_button.click()
    assert page.view.form.rows["fineness"].editor.box.hasFocus()
    typed(qtbot, page, fineness="900")
    assert page.view.form.save()
    [kept] = office.store.all(Sale)
    assert (kept.provisional_fineness, kept.provisional_net) == (8_800, before)
    assert (kept.fineness, kept.stage) == (9_000, "final")
    assert kept.difference == kept.net_value - before > 0
    assert "Still to be paid by the buyer" in shown(aside)


def test_the_settlement_of_a_sale_is_printed_with_one_key(office: Session, qtbot: Any) -> None:
    page, _aside = sale_page(office, qtbot)
    typed(qtbot, page, gross_mg="1000", fineness="880", percent_paid="96")
    qtbot.keyClick(page.view, Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: office.jobs.running == [])
    [printout] = office.store.all(Printout)
    assert (printout.kind, printout.number, printout.copy) == ("sale_settlement", "V-2026-001", 0)


def test_cash_above_the_limit_asks_for_reason_and_approver_and_prints_anyway(office: Session, qtbot: Any) -> None:
    who = office.store.save(Person(name="Ana", role="member"))
    page = opened(office, qtbot, Payment)
    assert page.view is not None and isinstance(page.view.aside, PaymentAside)
    form, aside = page.view.form, page.view.aside
    form.put_values({"person": who.id, "method": "cash"})
    typed(qtbot, page, amount="4999.99")
    assert form.rows["cash_reason"].problems() == []
    typed(qtbot, page, amount="5000")
    assert "5000.00 USD" in form.rows["cash_reason"].problems()[0] and form.rows["approved_by"].problems()
    assert aside.words.whole() == "five thousand US dollars and 00/100"
    typed(qtbot, page, cash_reason="No bank")
    assert form.rows["cash_reason"].problems() == [] and form.rows["approved_by"].problems()
    aside.print()
    qtbot.waitUntil(lambda: office.jobs.running == [])
    [kept] = office.store.all(Payment)
    assert kept.code == "R-00001" and form.rows["code"].editor.take() == "R-00001"
    assert aside.prints.text() == "printed 1 time"


@pytest.fixture
def member(office: Session) -> Person:
    who = office.store.save(Person(name="Ana Ñáñez", role="member", code="A-1"))
    office.store.save(Production(date=date(2025, 12, 3), person=who.id, gross_mg=10_000, fineness=9_000))
    make(office.store, "advance", person=who.id, amount=100_000, repaid=None, currency="USD", date=date(2025, 11, 3))
    office.workspace.settings.currency = "COP"
    return who  # type: ignore[no-any-return]  # the store gives back what it was given


def test_a_period_is_settled_and_printed_in_one_go(office: Session, member: Person, qtbot: Any) -> None:
    page = AccountsPage(office)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
    qtbot.waitUntil(lambda: [(each.name, each.open_mg) for each in page.people] == [("Ana Ñáñez", 9_000)])
    dialog = SettleDialog(office, page)
    qtbot.addWidget(dialog)
    dialog.show()
    assert (dialog.begins.text(), dialog.ends.text()) == ("2025-12-01", "2025-12-31")
    assert dialog.price.text() == "390000" and "Prueba" in dialog.price_note.text()
    qtbot.waitUntil(lambda: len(dialog.proposals) == 1)
    assert "3,510,000.00 COP" in dialog.totals.text()
    dialog.pay.setCurrentIndex(dialog.pay.findData("cash"))
    settled(qtbot, dialog.print_button.click, dialog.accepted)
    qtbot.waitUntil(lambda: bool(office.store.all(Printout)))
    [made] = office.store.all(Settlement)
    [paid] = office.store.all(Payment)
    assert (made.net, paid.amount, paid.method, paid.settlement) == (351_000_000, 351_000_000, "cash", made.id)
    assert [each.number for each in office.store.all(Printout)] == [made.number]
    office.store.undo()
    kept = [len(office.store.all(type_)) for type_ in (Settlement, Payment, Printout)]
    assert kept == [0, 0, 0], "settled, paid and printed were one operation"


def test_a_price_typed_a_moment_ago_is_never_settled_at_the_one_shown_before(
        office: Session, member: Person, qtbot: Any) -> None:
    dialog = SettleDialog(office, None)  # type: ignore[arg-type]  # Qt takes no parent too
    qtbot.addWidget(dialog)
    qtbot.waitUntil(dialog.settle_button.isEnabled)
    dialog.price.clear()
    qtbot.keyClicks(dialog.price, "100000")
    assert not dialog.settle_button.isEnabled() and dialog.proposals[0].net != 90_000_000
    dialog.settle(printed=False)  # as a shortcut would
    assert office.store.all(Settlement) == []
    qtbot.waitUntil(dialog.settle_button.isEnabled)
    settled(qtbot, dialog.settle_button.click, dialog.accepted)
    [made] = office.store.all(Settlement)
    assert made.net == 90_000_000


def test_wrong_terms_are_a_sentence_and_settle_nothing(office: Session, member: Person, qtbot: Any) -> None:
    dialog = SettleDialog(office, None)  # type: ignore[arg-type]  # Qt takes no parent too
    qtbot.addWidget(dialog)
    for name, text in (("ends", "2025-11-01"), ("begins", "mañana"), ("currency", "XXZ"), ("price", "-5")):
        box = getattr(dialog, name)
        before = box.text()
        box.setText(text)
        dialog.look()
        assert dialog.problem.text() and not dialog.settle_button.isEnabled(), name
        box.setText(before)
    dialog.look()
    qtbot.waitUntil(dialog.settle_button.isEnabled)
    assert dialog.problem.text() == ""


def test_every_line_of_an_account_opens_its_record(office: Session, member: Person, qtbot: Any) -> None:
    page = AccountsPage(office)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
    qtbot.waitUntil(lambda: len(page.people) == 1)
    page.table.setFocus()
    qtbot.keyClick(page.table, Key.Key_Return)
    assert page.person == member.id
    qtbot.waitUntil(lambda: "Advances open: 1000.00 USD" in page.account.standing.text())
    with qtbot.waitSignal(office.went) as went:
        qtbot.keyClick(page.account.table, Key.Key_Return)
    assert went.args[0].page == "advance"
    qtbot.keyClick(page, Key.Key_Escape)
    assert page.person == ""
    with qtbot.waitSignal(office.went) as went:
        page.entry_button.click()
    assert went.args[0].page == "account_entry"
    office.store.save(AccountEntry(date=TODAY, person=member.id, kind="due", amount=5_000, currency="USD"))
    qtbot.waitUntil(lambda: any(each.balance == -105_000 for each in page.people))


def test_quotes_are_pasted(office: Session, qtbot: Any) -> None:
    dialog = QuotesDialog(office, None)  # type: ignore[arg-type]  # Qt takes no parent too
    qtbot.addWidget(dialog)
    dialog.area.setPlainText("2026-01-29\t2390.5\n2026-01-28\tx")
    dialog.look()
    assert len(dialog.found.quotes) == 1 and "Row 2" in dialog.told.text()
    assert not dialog.keep_button.isEnabled(), "a quote needs its source"
    qtbot.keyClicks(dialog.source, "LBMA")
    dialog.keep_button.click()
    assert office.store.one(Rate, kind="lbma_pm", valid_from=date(2026, 1, 29)) is not None


def test_quotes_are_read_from_a_file(office: Session, qtbot: Any, tmp_path: Path,
                                     monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "trm.csv"
    path.write_text("Fecha;TRM\n29/01/2026;4010,5\n30/01/2026;4015,25\n", encoding="utf-8")
    monkeypatch.setattr("ui.files.ask_file", lambda *_args, **_more: path)
    office.workspace.settings.decimal_mark = ","
    dialog = QuotesDialog(office, None)  # type: ignore[arg-type]  # Qt takes no parent too
    qtbot.addWidget(dialog)
    dialog.file_button.click()
    assert [(each.kind, each.value) for each in dialog.found.quotes] == [("fx", 4_010_500_000), ("fx", 4_015_250_000)]
    dialog.keep_button.click()
    assert office.store.one(Rate, kind="fx", valid_from=date(2026, 1, 30)) is not None


def test_dues_are_noted_for_everybody(office: Session, member: Person, qtbot: Any) -> None:
    dialog = SharedEntryDialog(office, None)
    qtbot.addWidget(dialog)
    assert not dialog.keep_button.isEnabled() and dialog.told.text()
    qtbot.keyClicks(dialog.text, "Cuota de enero")
    qtbot.keyClicks(dialog.amount, "15000")
    assert dialog.told.text() == "2 people, 15,000.00 COP each, 30,000.00 COP in all."
    dialog.keep_button.click()
    [entry] = office.store.all(AccountEntry, person=member.id)
    assert (entry.kind, entry.amount, entry.person, entry.date) == ("due", 1_500_000, member.id, TODAY)
