"""Lots on the screen: dialogs by keyboard, problems beside fields, the page of a lot, its genealogy, the trace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from examples_lots import DAY, batch, delivery, do, get, lot, new
from pypdfium2 import PdfDocument
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget
from test_trace import chain
from ui_fixtures import answers, config, english, refreshed, session  # noqa: F401 - fixtures

from armdesk.catalogues import load
from armdesk.models import Assay, Explanation, Lot, LotInput, Sale
from armdesk.services.basis.period import Period
from armdesk.services.findings import explaining
from armdesk.services.findings.finding import Look
from armdesk.services.findings.gold_rules import GOLD_RULES
from armdesk.services.gold import genealogy, trace
from armdesk.store import Store
from ui import lot_proposal, lot_sale, lot_work, undoing
from ui.graph_view import GenealogyView
from ui.lot_sale import HoldDialog, SaleDialog
from ui.lot_seals import SealsDialog
from ui.lot_view import LotView
from ui.lot_work import WorkDialog
from ui.pages import trace as trace_page
from ui.pages.lots import LotsPage
from ui.pages.trace import TracePage
from ui.places import all_pages
from ui.session import Session, Visit


@pytest.fixture
def store(session: Session) -> Store:  # noqa: F811 - the fixture
    return session.store


@pytest.fixture
def shown(qtbot: Any) -> Iterator[Callable[[QWidget], Any]]:
    made = []

    def show(widget: QWidget) -> Any:
        qtbot.addWidget(widget)
        with qtbot.waitActive(widget):
            widget.show()
            widget.activateWindow()
        made.append(widget)
        return widget

    yield show
    for widget in made:
        widget.close()


def typed(qtbot: Any, line: Any, text: str) -> None:
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text)


def test_lots_are_combined_by_keyboard_alone(qtbot: Any, session: Session, store: Store, shown: Any) -> None:  # noqa: F811
    one, two = lot(store, "L-1", 10_000), lot(store, "L-2", 20_000)
    dialog: WorkDialog = shown(WorkDialog(session, "combination", [one, two]))
    assert [row.left.text() for row in dialog.takes.rows] == ["9.000 g left", "18.000 g left"]
    assert dialog.takes.rows[0].line.hasFocus() or dialog.takes.rows[0].line is dialog.focusWidget()
    fields = dialog.new[0]
    assert fields.rows["code"].editor.take() == "L-3" and fields.rows["gross_mg"].editor.take() == 30_000
    typed(qtbot, dialog.takes.rows[1].line, "9,5")
    typed(qtbot, fields.rows["gross_mg"].editor.box, "20.5")
    assert dialog.judge().into == 18_500 and "gain" not in dialog.sums.text()
    assert dialog.reason.isVisibleTo(dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.reason.rows["loss_reason"].problems() == ["Say where 0.050 g of fine gold went."]
    assert dialog.result() != QDialog.DialogCode.Accepted
    typed(qtbot, dialog.reason.rows["loss_reason"].editor.box, "Polvo")
    dialog.submit()
    assert dialog.result() == QDialog.DialogCode.Accepted
    [made] = dialog.lots
    assert {row.input_mg for row in store.all(LotInput, lot=made.id)} == {9_000, 9_500}


def test_what_cannot_be_is_said_beside_its_field_and_nothing_typed_is_lost(qtbot: Any, session: Session,  # noqa: F811
                                                                          store: Store, shown: Any) -> None:
    one, two = lot(store, "L-1"), lot(store, "L-2")
    dialog: WorkDialog = shown(WorkDialog(session, "melting", [one, two]))
    typed(qtbot, dialog.takes.rows[0].line, "9.5")
    typed(qtbot, dialog.takes.rows[1].line, "many")
    fields = dialog.new[0]
    typed(qtbot, fields.rows["gross_mg"].editor.box, "-3")
    typed(qtbot, fields.rows["fineness"].editor.box, "1200")
    typed(qtbot, dialog.day.rows["date"].editor.box, "never")
    dialog.submit()
    assert "Only 9.000 g" in dialog.takes.rows[0].problem.text()
    assert "many" in dialog.takes.rows[1].problem.text()
    assert fields.rows["fineness"].problems() and fields.rows["gross_mg"].problems()
    assert dialog.day.rows["date"].problems()
    assert fields.rows["fineness"].editor.box.text() == "1200" and len(store.all(Lot)) == 2


def test_a_split_takes_what_the_parts_hold_and_can_be_undone(qtbot: Any, session: Session, store: Store,  # noqa: F811
                                                             shown: Any) -> None:
    whole = lot(store, "L-1", 30_000)
    dialog: WorkDialog = shown(WorkDialog(session, "split", [whole]))
    assert [fields.rows["code"].editor.take() for fields in dialog.new] == ["L-1-1", "L-1-2"]
    typed(qtbot, dialog.new[0].rows["gross_mg"].editor.box, "10")
    dialog.submit()
    assert [made.fine_mg for made in dialog.lots] == [9_000] and get(store, whole).status == "open"
    undo = undoing.newest(session, dialog)
    assert undo is not None
    undo()
    assert [each.code for each in store.all(Lot)] == ["L-1"]


def test_deliveries_are_taken_up_to_a_day_and_the_usual_limits_with_one_click(session: Session, store: Store,  # noqa: F811
                                                                              shown: Any) -> None:
    for place in range(3):
        delivery(store, 10_000 + place)
    dialog: WorkDialog = shown(WorkDialog(session, "production"))
    dialog._add_open()
    assert len(dialog.takes.rows) == 3
    dialog.takes.rows[0].gone.emit(dialog.takes.rows[0])
    assert len(dialog.takes.rows) == 2
    assert dialog.usual.isVisibleTo(dialog)
    dialog._take_usual()
    assert not dialog.usual.isVisibleTo(dialog)
    dialog._add(batch(store))
    dialog.new[0].put({"gross_mg": 20_003, "fineness": 9_000})
    dialog.submit()
    assert dialog.takes.rows[2].problem.text() == "This cannot be taken here."


def test_a_sale_shows_what_is_left_and_asks_for_the_buyer(qtbot: Any, session: Session, store: Store,  # noqa: F811
                                                          shown: Any) -> None:
    from armdesk.models import Party

    buyer = store.save(Party(name="Fundición del Sur", role="buyer"))
    one = get(store, lot(store, "L-1"))
    dialog: SaleDialog = shown(SaleDialog(session, [one.id]))
    assert "9.000 g fine left" in dialog.lines[0][0].text()
    dialog.submit()
    assert dialog.fields.rows["buyer"].problems() == ["Say who buys."]
    dialog.fields.rows["buyer"].editor.choose(buyer.id, buyer.name)
    typed(qtbot, dialog.fields.rows["fineness"].editor.box, "895")
    dialog.keep.setChecked(True)
    dialog.submit()
    sold = store.get(Lot, one.id)
    assert dialog.sale is not None and sold is not None and sold.sale == dialog.sale.id
    assert (sold.fineness, sold.determined_fineness, sold.determined_by) == (9_000, 8_950, "Buyer: Fundición del Sur")


def test_a_part_is_sold_without_splitting_first(qtbot: Any, session: Session, store: Store,  # noqa: F811
                                                shown: Any) -> None:
    from armdesk.models import Party

    buyer = store.save(Party(name="Fundición del Sur", role="buyer"))
    one = get(store, lot(store, "L-1"))
    dialog: SaleDialog = shown(SaleDialog(session, [one.id]))
    dialog.fields.rows["buyer"].editor.choose(buyer.id, buyer.name)
    dialog.part.setFocus()
    qtbot.keyClick(dialog.part, Qt.Key.Key_Space)
    dialog.submit()
    assert "sell it whole" in dialog.fields.rows["gross_mg"].problems()[0], "nothing would be left"
    typed(qtbot, dialog.fields.rows["gross_mg"].editor.box, "4")
    dialog.judge()
    assert dialog.sums.text() == "Lot L-1-1 is split off and sold; 5.400 g fine of L-1 stay."
    dialog.submit()
    assert dialog.sale is not None and store.get(Lot, dialog.sale.lot).code == "L-1-1"  # type: ignore[union-attr]
    assert store.get(Lot, one.id).status == "open"  # type: ignore[union-attr]
    both: SaleDialog = shown(SaleDialog(session, [one.id, get(store, lot(store, "L-2")).id]))
    assert not both.part.isVisible()


def test_holding_wants_a_reason_and_releasing_too(session: Session, store: Store, shown: Any) -> None:  # noqa: F811
    one = get(store, lot(store, "L-1"))
    dialog: HoldDialog = shown(HoldDialog(session, [one.id], "hold"))
    dialog.submit()
    assert dialog.fields.rows["hold_reason"].problems() == ["Say why the lot is on hold."]
    dialog.fields.put({"hold_reason": "Ensaye dudoso"})
    dialog.submit()
    held = store.get(Lot, one.id)
    assert held is not None and (held.status, held.release_by) == ("hold", "tester")
    work: WorkDialog = shown(WorkDialog(session, "melting", [f"lot/{one.id}"]))
    assert "Ensaye dudoso. tester may release it" in work.takes.rows[0].problem.text()
    let: HoldDialog = shown(HoldDialog(session, [one.id], "release"))
    let.submit()
    assert let.fields.rows["hold_reason"].problems()
    let.fields.put({"hold_reason": "El umpire dio 900"})
    let.submit()
    assert store.get(Lot, one.id).status == "open"  # type: ignore[union-attr]


def test_the_page_of_a_lot(qtbot: Any, session: Session, store: Store, shown: Any,  # noqa: F811
                           monkeypatch: pytest.MonkeyPatch) -> None:
    ids = chain(store)
    store.save(Assay(lot=get(store, ids["left"]).id, party="own", method="xrf", fineness=9_010, date=DAY))
    page: LotsPage = shown(LotsPage(session))
    refreshed(qtbot, page.list)
    page.open_record(ids["left"].partition("/")[2])
    view = page.view
    assert isinstance(view, LotView)
    qtbot.waitUntil(lambda: view.facts is not None and view.facts.lot.code == "L-2")
    assert view.made_of.table.rows.cell(0, 0) == "L-1" and view.became.table.rows.cell(0, 0) == "L-4"
    assert view.state_line.text().startswith("Used up") and not view.buttons["split"].isVisibleTo(view)
    view.weights.table.selectRow(0)
    view._keep()
    assert store.get(Lot, view._id()).determined_fineness == 9_010  # type: ignore[union-attr]
    went: list[Visit] = []
    session.went.connect(went.append)
    view.made_of._on_opened(view.made_of.table.currentIndex())
    view._trace()
    view.graph.opened.emit([ids["bar"]])
    assert [(each.page, each.record) for each in went] == [
        ("lot", ids["whole"].partition("/")[2]), ("trace", f"back:{ids['left']}"),
        ("lot", ids["bar"].partition("/")[2])]
    page.open_record(ids["right"].partition("/")[2])
    qtbot.waitUntil(lambda: view.facts is not None and view.facts.lot.code == "L-3")
    assert view.buttons["split"].isVisibleTo(view) and "left" in view.state_line.text()
    asked = []
    monkeypatch.setattr(lot_work, "start", lambda _session, operation, lots, _parent: asked.append((operation, lots)))
    monkeypatch.setattr(lot_sale, "start_sale", lambda *given: asked.append(given[1]))
    view.buttons["split"].click()
    view.buttons["sell"].click()
    assert asked == [("split", [ids["right"]]), [ids["right"].partition("/")[2]]]
    page.begin()
    assert not view.bar.isVisibleTo(view)


def test_the_menu_of_marked_lots(qtbot: Any, session: Session, store: Store, shown: Any,  # noqa: F811
                                 monkeypatch: pytest.MonkeyPatch) -> None:
    lot(store, "L-1")
    lot(store, "L-2")
    page: LotsPage = shown(LotsPage(session))
    refreshed(qtbot, page.list)
    page.list.table.selectAll()
    menu = page.work_menu()
    on = {action.text(): action.isEnabled() for action in menu.actions() if action.text()}
    assert on["Combine lots …"] and on["Melt …"] and on["Sell …"] and not on["Split a lot …"]
    asked = []
    monkeypatch.setattr(lot_work, "start", lambda _session, operation, lots, _parent: asked.append((operation,
                                                                                                    len(lots))) or [])
    page.work("combination", page.list.table.chosen_ids())
    assert asked == [("combination", 2)]
    keys = [page.key for page in all_pages()]
    assert keys.index("trace") > keys.index("sale") and keys.count("lot") == 1


def test_what_nobody_noted_is_proposed_and_written_only_when_accepted(qtbot: Any, session: Session,  # noqa: F811
                                                                     store: Store, shown: Any) -> None:
    delivery(store, 8_000)
    bare = store.save(Lot(code="B-1", gross_mg=10_000, fineness=9_000, created_on=DAY))
    view: LotView = shown(LotView(session))
    view.open(bare)
    qtbot.waitUntil(lambda: view.facts is not None)
    view.views.choose(1)
    assert view.propose_button.isVisibleTo(view)
    dialog = lot_proposal.ProposalDialog(session, lot_proposal.propose(store, {bare.id}), view)
    assert store.all(LotInput) == []
    dialog.submit()
    qtbot.waitUntil(lambda: dialog.result() == QDialog.DialogCode.Accepted)
    assert [row.proposed for row in store.all(LotInput)] == [True]
    qtbot.waitUntil(lambda: bool(view.facts and view.facts.made_of))
    assert view.made_of.table.rows.cell(0, view.made_of.table.rows.columnCount() - 1) == "Only proposed"


def test_seals_are_listed_and_answered(session: Session, store: Store, shown: Any) -> None:  # noqa: F811
    first = lot(store, "L-1", seal_no="PI-0001")
    for place in (2, 3, 5, 6):
        lot(store, f"L-{place}", seal_no=f"PI-{place:04d}")
    lot(store, "L-7", seal_no="PI-0001")
    dialog: SealsDialog = shown(SealsDialog(session))
    assert [row[:3] for row in dialog.rows] == [("Stands twice", "PI-0001", "L-1, L-7"), ("On no lot", "PI-0004", "")]
    went: list[Visit] = []
    session.went.connect(went.append)
    dialog.table.selectRow(0)
    dialog.open_lot()
    assert (went[0].page, went[0].record) == ("lot", first.partition("/")[2])
    for place, reason in enumerate(("Sello partido", "Se dañó al cerrar")):
        dialog.table.selectRow(place)
        dialog.explain()
        dialog.box.reason.setText(reason)
        dialog.box.keep()
    assert [row[3] for row in dialog.rows] == ["Sello partido", "Se dañó al cerrar"]
    year = Period.of_year(2025)
    look = Look(store, load.get("craft-2.0"), year, date(2026, 1, 31))
    found = explaining.answered([*GOLD_RULES["seal_twice"](look), *GOLD_RULES["seal_gap"](look)],
                                store.all(Explanation))
    assert [each.explained for each in found] == ["Sello partido", "Se dañó al cerrar"]
    lot(store, "L-8", seal_no="PI-0001")
    dialog.refresh()
    assert dialog.rows[0][2:] == ("L-1, L-7, L-8", ""), "another lot is another matter"


def test_the_genealogy_is_walked_by_keys(qtbot: Any, session: Session, store: Store, shown: Any,  # noqa: F811
                                         tmp_path: Path) -> None:
    ids = chain(store)
    view: GenealogyView = shown(GenealogyView(session.theme))
    view.resize(600, 300)
    drawing = genealogy.draw(trace.around(store, ids["whole"]))
    view.show_drawing(drawing, ids["sale"], ids["whole"])
    assert view.marked().label == "L-1"  # type: ignore[union-attr]
    for key, label in ((Qt.Key.Key_Right, "L-2"), (Qt.Key.Key_Down, "L-3"), (Qt.Key.Key_Left, "L-1"),
                       (Qt.Key.Key_Left, "B-1")):
        qtbot.keyClick(view, key)
        assert view.marked().label in (label, "L-3", "L-2"), label  # type: ignore[union-attr]
    assert view.marked().label == "B-1"  # type: ignore[union-attr]
    opened: list[Any] = []
    view.opened.connect(opened.append)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened == [[ids["pot"]]]
    before = view.transform().m11()
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.transform().m11() > before
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view.transform().m11() == pytest.approx(before)
    view.mark(ids["right"])
    view.mark(ids["sale"])
    gold = {item.box.label for item in view._items.values() if item.gold}
    assert "L-2" in gold and "L-3" not in gold
    assert "L-1 → L-2" in view.accessibleDescription()
    view.write_pdf(tmp_path / "a3.pdf", "Traceback of sale V-1")
    page = PdfDocument(tmp_path / "a3.pdf")[0]
    assert [round(side) for side in page.get_size()] == [1191, 842]
    words = "".join(page.get_textpage().get_text_range().split())
    assert "TracebackofsaleV" in words and "34.200gfine" in words


def test_the_trace_page_shows_the_chain_and_writes_it(qtbot: Any, session: Session, store: Store, shown: Any,  # noqa: F811
                                                      tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = chain(store)
    page: TracePage = shown(TracePage(session))
    page.visit(Visit("trace"))
    assert page.empty.isVisibleTo(page) and not page.pdf_button.isEnabled()
    page.visit(Visit("trace", f"back:{ids['sale']}"))
    qtbot.waitUntil(lambda: page.found is not None)
    assert page.head.text().startswith("Traceback of sale V-1 · 2025-03-13 · Compraventa")
    assert [part.title for part in page.found.parts][:5] == [  # type: ignore[union-attr]
        "Sales", "Lots", "What was made of what", "Batches", "Deliveries: who mined it, where and when"]
    monkeypatch.setattr(trace_page, "ask_path", lambda _parent, name: tmp_path / f"{name}.pdf")
    page.export()
    target = tmp_path / "Traceback of sale V-1.pdf"
    qtbot.waitUntil(target.exists, timeout=10_000)
    text = "".join(each.get_textpage().get_text_range() for each in PdfDocument(target))
    assert "L-2" in text and "Rosalba" not in text
    page.print_graph()
    assert (tmp_path / "Traceback of sale V-1 A3.pdf").exists()
    page.visit(Visit("trace", f"forward:{ids['first']}"))
    qtbot.waitUntil(lambda: bool(page.found and page.found.trace.way == "forward"))
    assert page.found.title.startswith("Forward trace of delivery")  # type: ignore[union-attr]
    page.choose_way("forward:person")
    page.editors["person"].choose(ids["person"], store.label("person", ids["person"]))
    assert page.empty.isVisibleTo(page), "a day is needed too"
    typed(qtbot, page.day.box, DAY.isoformat())
    qtbot.waitUntil(lambda: bool(page.found and page.found.trace.starts == [ids["first"]]))
    bare = store.save(Sale(code="V-9", date=DAY, gross_mg=1_000, fineness=9_000, buyer_as_written="X"))
    page.visit(Visit("trace", f"back:sale/{bare.id}"))
    qtbot.waitUntil(lambda: bool(page.found and page.found.trace.breaks))
    assert "names no lot" in page.messages.texts()[0]


def test_the_names_of_new_lots_follow_the_office(store: Store) -> None:
    from armdesk.services.gold.lot_codes import following, next_code, parts_of

    assert next_code(store) == ["L-1"]
    do(store, "production", [delivery(store)], new("B-16/25", 10_000))
    assert next_code(store, count=2) == ["B-17/25", "B-18/25"]
    assert parts_of(store, "B-16/25") == ["B-16/25-1", "B-16/25-2"]
    assert following(store, "sale", "V-2025-099") == "V-2025-100"
    assert following(store, "sale", "sin número") == "sin número-1"
