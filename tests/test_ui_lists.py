"""What a person does with a list: searches, narrows, sorts, chooses columns, copies, throws away and takes back."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from factories import make
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from ui_fixtures import answers, config, english, refreshed, session, settled  # noqa: F401 - fixtures

from armdesk import search, word_index
from armdesk.errors import Cancelled
from armdesk.fields import Mass, Money, Scaled
from armdesk.models.people import Person
from armdesk.models.production import Production
from armdesk.models.trade import Payment
from armdesk.progress import SILENT
from armdesk.query import Filter, Query
from ui import exporting, tending
from ui.lists import RecordList
from ui.pages.records import RecordsPage
from ui.rows import KEPT
from ui.session import Period, Session
from ui.table_model import RecordModel
from ui.totals import Total, summed, totals


@pytest.fixture
def people(session: Session, qtbot: Any) -> RecordList:  # noqa: F811
    for code, name, role in (("1", "Ana Ñandú", "member"), ("2", "Luz Mina", "selector"), ("3", "Zoe", "member")):
        make(session.store, "person", code=code, name=name, role=role, id_number=code * 8)
    records = RecordList(session, Person)
    qtbot.addWidget(records)
    return refreshed(qtbot, records)


def names(records: RecordList) -> list[str]:
    return [records.model.rows.texts(row)[1] for row in range(records.model.rowCount())]


def test_a_screen_reader_is_told_what_a_cell_shows(people: RecordList) -> None:
    cell = people.model.index(0, 1)
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == cell.data(Qt.ItemDataRole.DisplayRole) == "Ana Ñandú"


def test_search_finds_without_accents_after_a_pause(people: RecordList, qtbot: Any) -> None:
    settled(qtbot, lambda: qtbot.keyClicks(people.search, "NANDU"), people.shown)
    assert names(people) == ["Ana Ñandú"]
    settled(qtbot, people.search.clear, people.shown)
    assert len(names(people)) == 3


@pytest.mark.parametrize("hostile", ["%", "_", "' OR 1=1 --", '"', "\\"])
def test_search_words_are_taken_literally(people: RecordList, qtbot: Any, hostile: str) -> None:
    people.search.setText(hostile)
    refreshed(qtbot, people)
    assert names(people) == []


def test_the_database_sorts_when_a_heading_is_clicked(people: RecordList, qtbot: Any) -> None:
    top = people.table.horizontalHeader()
    settled(qtbot, lambda: top.setSortIndicator(1, Qt.SortOrder.DescendingOrder), people.shown)
    assert names(people) == ["Zoe", "Luz Mina", "Ana Ñandú"]
    assert people.order == "-name"


def test_chips_narrow_and_one_button_shows_everything_again(people: RecordList, qtbot: Any) -> None:
    chip = people.filters._chips["role"]
    settled(qtbot, lambda: chip._on_picked(("selector",)), people.shown)
    assert names(people) == ["Luz Mina"]
    assert "Mineral selector" in chip.accessibleName()
    settled(qtbot, people.filters.none.click, people.shown)
    assert len(names(people)) == 3


def test_another_page_can_ask_for_a_narrowed_list(people: RecordList, qtbot: Any) -> None:
    settled(qtbot, lambda: people.narrow((Filter("joined_on", "from", date(1990, 1, 1)),
                                          Filter("code", "in", ("1", "2")))[:1]), people.shown)
    assert len(names(people)) == 3
    settled(qtbot, lambda: people.narrow((Filter("crew", "empty"),)), people.shown)
    assert names(people) == []


def test_the_row_in_view_stays_in_view_when_others_change(people: RecordList, qtbot: Any) -> None:
    people.show()
    people.table.selectRow(2)
    chosen = people.table.current_id()
    settled(qtbot, lambda: make(people.session.store, "person", code="0", name="Aaron"), people.shown)
    assert people.table.currentIndex().row() == 3
    assert people.table.current_id() == chosen


def test_columns_are_chosen_and_remembered(people: RecordList, qtbot: Any) -> None:
    people._turn_column("phone", on=True)
    people._turn_column("sex", on=False)
    again = RecordList(people.session, Person)
    qtbot.addWidget(again)
    shown = [field.name for field in again.model.fields]
    assert "phone" in shown and "sex" not in shown
    people._reset_columns()
    assert [field.name for field in people.model.fields] == list(Person.about.table)


def test_an_empty_list_says_what_it_is_and_offers_the_first_step(session: Session, qtbot: Any) -> None:  # noqa: F811
    page = RecordsPage(session, Person)
    qtbot.addWidget(page)
    refreshed(qtbot, page.list)
    assert page.list.stack.currentWidget() is page.list.empty
    assert page.list.empty.words.text() == Person.about.purpose
    page.list.empty.button.click()
    assert page.view is not None and page.stack.currentWidget() is page.view


def test_nothing_found_is_told_apart_from_nothing_there(people: RecordList, qtbot: Any) -> None:
    people.search.setText("nobody")
    refreshed(qtbot, people)
    assert people.empty.head.text() == "Nothing found"
    settled(qtbot, people.empty.button.click, people.shown)
    assert len(names(people)) == 3


def test_the_period_of_the_top_bar_narrows_daily_registers_only(people: RecordList, qtbot: Any) -> None:
    session = people.session  # noqa: F811
    make(session.store, "production", date=date(2024, 5, 1))
    make(session.store, "production", date=date(2025, 5, 1))
    daily = RecordList(session, Production)
    qtbot.addWidget(daily)
    settled(qtbot, lambda: session.choose_period(Period(date(2025, 1, 1), date(2025, 12, 31))), daily.shown)
    assert daily.model.rowCount() == 1
    refreshed(qtbot, people)
    assert people.model.rowCount() >= 3


def test_rows_outside_the_period_are_counted_and_one_click_shows_them(session: Session, qtbot: Any) -> None:  # noqa: F811
    session.choose_period(Period(date(2025, 1, 1), date(2025, 12, 31)))
    make(session.store, "production", date=date(2025, 5, 1))
    daily = RecordList(session, Production)
    qtbot.addWidget(daily)
    daily.show()
    refreshed(qtbot, daily)
    qtbot.waitUntil(lambda: daily.outside.text() == "0 more outside the period", timeout=5000)
    assert not daily.outside.isVisible()
    settled(qtbot, lambda: make(session.store, "production", date=date(2024, 5, 1)), daily.shown)
    qtbot.waitUntil(daily.outside.isVisible, timeout=5000)
    assert (daily.model.rowCount(), daily.outside.text()) == (1, "1 more outside the period")
    settled(qtbot, lambda: session.choose_period(Period(date(2023, 1, 1), date(2023, 12, 31))), daily.shown)
    qtbot.waitUntil(lambda: daily.outside.text() == "2 more outside the period", timeout=5000)
    assert daily.model.rowCount() == 0 and daily.outside.isVisible()
    settled(qtbot, daily.outside.click, daily.shown)
    assert session.period is None and daily.model.rowCount() == 2 and not daily.outside.isVisible()


def test_registers_the_period_leaves_alone_count_nothing_outside(people: RecordList, qtbot: Any) -> None:
    settled(qtbot, lambda: people.session.choose_period(Period(date(1990, 1, 1), date(1990, 1, 2))), people.shown)
    assert people.outside.isHidden() and people._of_all_dates() == people.query()


def test_totals_add_weights_and_keep_currencies_apart(session: Session) -> None:  # noqa: F811
    for amount, currency, gold in ((1000, "USD", 5), (250, "USD", 7), (90, "PEN", 0)):
        make(session.store, "payment", amount=amount, currency=currency, gold_mg=gold)
    found = totals(session.store, Query(Payment), [Payment.field("gold_mg"), Payment.field("amount")])
    assert sorted(total.text for total in found) == ["0.012 g", "0.90 PEN", "12.50 USD"]
    assert all(isinstance(total, Total) for total in found)


def test_grades_and_prices_are_never_added_up() -> None:
    assert summed(Mass("m")) and summed(Money("m")) and summed(Scaled("h", unit="h", places=2))
    assert not any(summed(Scaled("x", unit=unit, places=2)) for unit in ("%", "g/t", "USD/oz", "‰", "°", ""))


def test_the_trash_is_undone_rather_than_asked_about(session: Session, qtbot: Any) -> None:  # noqa: F811
    kept = make(session.store, "person")
    page = RecordsPage(session, Person)
    qtbot.addWidget(page)
    page.show()
    said: list[Any] = []
    session.said.connect(said.append)
    refreshed(qtbot, page.list)
    page.list.table.selectRow(0)
    with qtbot.waitSignal(session.said, timeout=5000):
        page.trash_chosen()
    assert session.store.get(Person, kept.id).trashed
    page.toggle_trash()
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 1, timeout=5000)
    said[0].run()
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 0, timeout=5000)
    assert not session.store.get(Person, kept.id).trashed


def test_what_is_still_used_is_refused_with_a_sentence(session: Session, qtbot: Any) -> None:  # noqa: F811
    crew = make(session.store, "crew")
    make(session.store, "person", crew=crew.id)
    page = RecordsPage(session, type(crew))
    qtbot.addWidget(page)
    page.show()
    refreshed(qtbot, page.list)
    page.list.table.go_to(crew.id)
    page.trash_chosen()
    qtbot.waitUntil(lambda: bool(page.messages.texts()), timeout=5000)
    assert "Members and workers" in page.messages.texts()[0]


def test_a_long_list_holds_the_texts_of_some_rows_only(session: Session, qtbot: Any) -> None:  # noqa: F811
    with session.store.operation("many") as writer:
        writer.save_many(Production, ({"date": date(2025, 1, 1), "gross_mg": each} for each in range(KEPT + 900)))
    model = RecordModel(session, Production)
    settled(qtbot, lambda: model.show(Query(Production, order="gross_mg")), model.loaded)
    shown = [model.rows.texts(row)[5] for row in range(KEPT + 900)]
    assert shown == [Production.field("gross_mg").format(each) for each in range(KEPT + 900)]
    assert len(model.rows._texts) <= KEPT


def test_rows_in_view_are_fetched_together_and_once(session: Session, qtbot: Any,  # noqa: F811
                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    site = make(session.store, "site", name="La Vega")
    with session.store.operation("many") as writer:
        writer.save_many(Production, ({"date": date(2025, 1, 1), "gross_mg": each, "site": site.id}
                                      for each in range(200)))
    model = RecordModel(session, Production)
    settled(qtbot, lambda: model.show(Query(Production, order="gross_mg")), model.loaded)
    asked: list[tuple[str, int]] = []
    rows = type(session.store).rows

    def counting(store: Any, type_: Any, ids: Any, fields: Any) -> Any:
        wanted = list(ids)
        asked.append((type_.type_name(), len(wanted)))
        return rows(store, type_, wanted, fields)

    monkeypatch.setattr(type(session.store), "rows", counting)
    model.rows.ready(100, 117)
    model.rows.ready(103, 120)
    model.rows.ready(190, 900)
    assert asked == [("production", 18), ("site", 1), ("production", 3), ("production", 10)]
    assert model.rows.texts(117)[1] == "La Vega"


def test_a_newer_search_wins_over_an_older_one(session: Session, qtbot: Any) -> None:  # noqa: F811
    make(session.store, "person", name="Ana")
    model = RecordModel(session, Person)
    model._on_read((-1, bytearray(16)))
    assert model.rowCount() == 0
    settled(qtbot, lambda: model.show(Query(Person)), model.loaded)
    assert model.rowCount() == 1


def test_export_writes_what_is_seen(people: RecordList, qtbot: Any, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "people.xlsx"
    query = Query(Person, filters=(Filter("role", "is", "member"),), order="-name")
    exporting.write_list(people.session.store, query, people.model.fields, path, SILENT)
    rows = list(load_workbook(path).active.values)
    head = next(place for place, row in enumerate(rows) if "Full name" in row)
    assert [row[1] for row in rows[head + 1 :] if row[1]] == ["Zoe", "Ana Ñandú"]


def test_a_cancelled_export_leaves_nothing(people: RecordList, tmp_path: Path) -> None:
    class Stops:
        def step(self, done: int, total: int, text: str = "") -> None:
            raise Cancelled("stopped")

    path = tmp_path / "people.xlsx"
    with pytest.raises(Cancelled):
        exporting.write_list(people.session.store, Query(Person), people.model.fields, path, Stops())
    assert list(tmp_path.glob("people*")) == []


@pytest.fixture
def long(session: Session, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> RecordList:  # noqa: F811
    """A register that is in the index of words, so that its first rows come before the others."""
    for place, name, number in ((word_index, "LONG", 50), (search, "AMONG", 60), (search, "SHOWN", 20),
                                (search, "_QUICK", 30)):
        monkeypatch.setattr(place, name, number)
    with session.store.operation("many") as writer:
        writer.save_many(Production, ({"date": date(2025, 1, 1) + timedelta(days=each), "gross_mg": 1000,
                                       "receipt_no": f"R-{each}"} for each in range(200)))
    while session.store.tend_search():
        pass
    records = RecordList(session, Production)
    qtbot.addWidget(records)
    return records


def test_the_first_rows_of_a_long_list_come_first_and_what_is_marked_stays(long: RecordList, qtbot: Any) -> None:
    settled(qtbot, long.refresh, long.model.begun)
    assert (long.model.rowCount(), long.count.text()) == (20, "Counting …")
    last = long.model.rows.texts(19)
    long.table.selectRow(15)
    chosen = long.table.current_id()
    gone: list[str] = []
    long.chosen.connect(gone.append)
    qtbot.waitUntil(lambda: long.count.text() == "200 rows", timeout=5000)
    assert (long.table.currentIndex().row(), long.table.current_id()) == (15, chosen)
    assert gone == [] and long.model.rows.texts(19) == last
    assert len({long.model.rows.texts(row)[0] for row in range(200)}) == 200
    qtbot.waitUntil(lambda: "200.000 g" in long.sums.text(), timeout=5000)


def test_typing_on_breaks_off_the_search_before(long: RecordList, qtbot: Any) -> None:
    long.search.setText("r-1")
    long.refresh()
    wanted = long.model.still_asked()
    long.search.setText("r-17")
    assert wanted()
    refreshed(qtbot, long)
    assert not wanted()
    assert long.model.rowCount() == 11
    settled(qtbot, lambda: (long.search.setText("r-0r"), long.refresh()), long.shown)
    assert long.model.rowCount() == 0 and long.stack.currentWidget() is long.empty


def test_the_row_in_view_is_found_again_below_the_first_ones(long: RecordList, qtbot: Any) -> None:
    refreshed(qtbot, long)
    long.table.selectRow(120)
    chosen = long.table.current_id()
    refreshed(qtbot, long)
    assert (long.table.currentIndex().row(), long.table.current_id()) == (120, chosen)


def test_the_index_is_tended_while_nobody_works(session: Session, qtbot: Any,  # noqa: F811
                                                monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_index, "LONG", 50)
    monkeypatch.setattr(tending, "_QUIET", 1)
    window = QWidget()
    qtbot.addWidget(window)
    tending.attend(session, window)
    with session.store.operation("many") as writer:
        writer.save_many(Production, ({"date": date(2025, 1, 1), "gross_mg": 1, "receipt_no": f"R-{each}"}
                                      for each in range(60)))
    qtbot.waitUntil(lambda: word_index.covers(session.store.db, Production), timeout=5000)
    waiting = session.store.db.execute_sql("SELECT count(*) FROM stale_month").fetchone()[0]
    assert not session.jobs.busy() and waiting == 0, "the gold of each month was added up before"
    session.store.db.execute_sql("DELETE FROM search_row")
    again = tending.Tending(session, window)
    qtbot.waitUntil(lambda: again._proved, timeout=5000)
    qtbot.waitUntil(lambda: session.store.prove_search() and bool(word_index.registers(session.store.db)), timeout=5000)


@pytest.fixture
def narrow(people: RecordList, qtbot: Any) -> RecordList:
    """A list with more columns than it has room for."""
    people.resize(500, 400)
    people.show()
    for name in ("phone", "address"):
        if name in [field.name for field in Person.declared()]:
            people._turn_column(name, on=True)
    refreshed(qtbot, people)
    people.table.fit({})
    assert people.table.horizontalScrollBar().maximum() > 0
    return people


def test_the_first_column_stays_in_view_where_columns_do_not_fit(narrow: RecordList, qtbot: Any) -> None:
    table, key = narrow.table, narrow.table.key_column
    bar = table.horizontalScrollBar()
    assert key.isVisible() and key.width() == table.columnWidth(0)
    bar.setValue(bar.maximum())
    qtbot.mouseClick(key.viewport(), Qt.MouseButton.LeftButton, pos=key.visualRect(narrow.model.index(2, 0)).center())
    assert (table.currentIndex().row(), bar.value()) == (2, bar.maximum()), "marking does not scroll back"
    assert table.chosen_ids() == [narrow.model.rows.id(2)]
    for _step in range(narrow.model.columnCount()):
        qtbot.keyClick(table, Qt.Key.Key_Right)
    for _step in range(narrow.model.columnCount()):
        qtbot.keyClick(table, Qt.Key.Key_Left)
        at = table.currentIndex().column()
        assert at == 0 or table.columnViewportPosition(at) >= key.width(), "nothing is hidden behind it"
    key.horizontalHeader().resizeSection(0, 90)
    assert table.columnWidth(0) == 90 == key.width()
    assert narrow.session.person.columns["person"][0].endswith(":90")
    opened: list[str] = []
    narrow.opened.connect(opened.append)
    place = key.visualRect(narrow.model.index(1, 0)).center()
    qtbot.mouseClick(key.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(key.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == [narrow.model.rows.id(1)]
    settled(qtbot, lambda: key.horizontalHeader().setSortIndicator(0, Qt.SortOrder.DescendingOrder), narrow.shown)
    assert narrow.order == "-code" and key.horizontalHeader().sortIndicatorSection() == 0


def test_the_first_column_goes_along_where_it_is_wished_and_that_is_remembered(narrow: RecordList, qtbot: Any) -> None:
    narrow.keep_first(False)
    assert not narrow.table.key_column.isVisible()
    again = RecordList(narrow.session, Person)
    qtbot.addWidget(again)
    assert not again.table.key_column.wanted
    narrow.keep_first(True)
    assert narrow.table.key_column.isVisible()
    narrow.resize(3000, 400)
    qtbot.waitUntil(lambda: narrow.table.horizontalScrollBar().maximum() == 0, timeout=5000)
    assert not narrow.table.key_column.isVisible(), "where all fits nothing needs to stay"
