"""What a person does on the pages of month close, due diligence and premium: by keyboard, and with what comes of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from ui_fixtures import answers, config, english, session  # noqa: F401 - fixtures

from armdesk.models import Meeting, MonthClose, Party, PartyCheck, PremiumEntry, Production, Rate, Resolution, Sale
from armdesk.services import closing
from armdesk.services.money import kyc
from ui import files
from ui.messages import Message
from ui.pages.closing import ClosingPage
from ui.pages.kyc import KycPage
from ui.pages.premium import PremiumPage
from ui.session import Session, Visit

Key = Qt.Key


def shown(qtbot: Any, page: Any) -> Any:
    qtbot.addWidget(page)
    page.resize(1180, 640)
    page.show()
    return page


@pytest.fixture
def months(session: Session, qtbot: Any) -> ClosingPage:  # noqa: F811
    session.store.save(Production(date=date(2025, 3, 3), gross_mg=10_000))
    session.store.save(Production(date=date(2025, 4, 3), gross_mg=20_000, fineness=8_800))
    page: ClosingPage = shown(qtbot, ClosingPage(session))
    qtbot.waitUntil(lambda: page.findings is not None, timeout=5000)
    return page


def choose(qtbot: Any, page: ClosingPage, month: str) -> None:
    page.table.selectRow([each.month for each in page.months].index(month))
    qtbot.waitUntil(lambda: page.chosen() is not None and page.chosen().month == month
                    and (page.findings is not None or page.chosen().state == closing.CLOSED), timeout=5000)


def test_a_month_is_closed_with_the_keyboard_and_its_open_things_stand_on_it(
        session: Session, months: ClosingPage, qtbot: Any) -> None:  # noqa: F811
    choose(qtbot, months, "2025-03")
    months.closed_by.clear()
    qtbot.keyClick(months.close_button, Key.Key_Space)
    assert "Say who closes it" in months.problem.text() and not session.store.all(MonthClose)
    qtbot.keyClicks(months.closed_by, "Rosalba")
    qtbot.keyClick(months.close_button, Key.Key_Space)
    qtbot.waitUntil(lambda: months.chosen().state == closing.CLOSED, timeout=5000)
    [kept] = session.store.all(MonthClose)
    assert kept.closed_by == "Rosalba" and "no fineness" in kept.open_items
    assert "The month is closed" in months.messages.texts()[0]


def test_opening_again_asks_why(session: Session, months: ClosingPage, qtbot: Any) -> None:  # noqa: F811
    closing.close(session.store, "2025-04", session.today(), [], by="Rosalba")
    qtbot.waitUntil(lambda: any(each.state == closing.CLOSED for each in months.months), timeout=5000)
    choose(qtbot, months, "2025-04")
    months.reopen()
    assert "Say why it is opened again." in months.messages.texts()
    qtbot.keyClicks(months.reason, "Faltaba una venta")
    months.reopen()
    qtbot.waitUntil(lambda: months.chosen().state == closing.REOPENED, timeout=5000)


def test_the_closing_sheet_is_written(session: Session, months: ClosingPage, qtbot: Any,  # noqa: F811
                                      tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closing.close(session.store, "2025-04", session.today(), [], by="Rosalba")
    qtbot.waitUntil(lambda: any(each.state == closing.CLOSED for each in months.months), timeout=5000)
    choose(qtbot, months, "2025-04")
    target = tmp_path / "cierre.pdf"
    monkeypatch.setattr(files, "ask_target", lambda *_what: target)
    said: list[Message] = []
    session.said.connect(said.append)
    months.print_sheet()
    qtbot.waitUntil(lambda: any("cierre.pdf" in each.text for each in said), timeout=10_000)
    assert target.read_bytes().startswith(b"%PDF")


def test_enter_on_a_missing_check_begins_one_for_this_party(session: Session, qtbot: Any) -> None:  # noqa: F811
    buyer = session.store.save(Party(name="Fundición", role="buyer"))
    session.store.save(Sale(code="1", date=date(2025, 5, 1), gross_mg=1_000, buyer=buyer.id))
    page = shown(qtbot, KycPage(session))
    qtbot.waitUntil(lambda: len(page.found) == 1, timeout=5000)
    assert "1 party that gold was sold to lacks" in page.summary.text()
    visits: list[Visit] = []
    session.went.connect(visits.append)
    place = next(column for column in range(page.table.model().columnCount())
                 if page.table.rows.headings[column] == "Licence")
    page.table.setCurrentIndex(page.table.rows.index(0, place))
    qtbot.keyClick(page.table, Key.Key_Return)
    assert visits[-1].page == "party_check" and visits[-1].values["subject"] == "licence"
    assert visits[-1].values["party"] == buyer.id
    for subject in kyc.needs()["buyer"]:
        session.store.save(PartyCheck(party=buyer.id, subject=subject, result="good", checked_on=date(2025, 12, 1),
                                      checked_where="Registro"))
    qtbot.waitUntil(lambda: "has its checks" in page.summary.text(), timeout=5000)
    qtbot.keyClick(page.table, Key.Key_Return)
    assert visits[-1].record, "a check that holds is opened"


def test_what_is_due_is_noted_by_one_button_and_can_be_undone(session: Session, qtbot: Any) -> None:  # noqa: F811
    store = session.store
    buyer = store.save(Party(name="Joyería", role="buyer", fairmined=True))
    store.save(Rate(kind="premium", value=4_000_000_000, unit="USD/kg", currency="USD", valid_from=date(2014, 1, 1),
                    source_text="Fairmined"))
    store.save(Production(date=date(2026, 1, 3), gross_mg=2_000_000, fineness=8_800, gold_class="certified"))
    store.save(Sale(code="9", date=date(2026, 1, 5), gross_mg=1_000_000, fineness=8_800, buyer=buyer.id,
                    gold_class="certified"))
    page = shown(qtbot, PremiumPage(session))
    qtbot.waitUntil(lambda: len(page.found.dues) == 1, timeout=5000)
    assert "due and not noted" in page.due_words.text()
    qtbot.keyClick(page.accrue_button, Key.Key_Space)
    qtbot.waitUntil(lambda: page.due_words.text() == "Everything that is due is noted.", timeout=5000)
    [entry] = store.all(PremiumEntry)
    assert (entry.amount, entry.currency, entry.kind) == (352_000, "USD", "accrued")
    store.undo()
    qtbot.waitUntil(lambda: "due and not noted" in page.due_words.text(), timeout=5000)


def test_decisions_say_what_is_missing(session: Session, qtbot: Any) -> None:  # noqa: F811
    store = session.store
    meeting = store.save(Meeting(date=date(2026, 1, 4), kind="assembly", title="A", quorum_stated=False))
    resolution = store.save(Resolution(meeting=meeting.id, topic="Botiquines", votes_for=9, women_for=4))
    for kind, amount in (("budgeted", 100), ("spent", 200)):
        store.save(PremiumEntry(kind=kind, date=date(2026, 1, 6), amount=amount, currency="USD", use="Botiquines",
                                resolution=resolution.id))
    page = shown(qtbot, PremiumPage(session))
    qtbot.waitUntil(lambda: len(page.found.projects) == 1, timeout=5000)
    text = [page.decisions.rows.cell(0, column) for column in range(8)]
    assert text[2:5] == ["9 (4)", "–", "–"]
    assert text[7] == "no quorum, more than decided, receipt missing, photo missing"
    table = page.decisions
    for place, word in enumerate(text):
        assert table.columnWidth(place) >= table.fontMetrics().horizontalAdvance(word)
    assert page.views.place() == 1, "without dues the decisions stand in view"
