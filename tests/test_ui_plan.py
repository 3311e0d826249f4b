"""The action plan and the risks on the screen: by keyboard alone, what a state needs, lists that come back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from factories import make
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QDialog, QWidget
from test_action_flow import CHECKED, action
from ui_fixtures import answers, config, english, refreshed, session  # noqa: F401 - fixtures

from armdesk.evidence.pdfs import text_of
from armdesk.models import Action, ActionExtension, ActionNote, Risk, RiskReview, SourceOfAction
from armdesk.services.plan import action_sources, partner_list, risks
from armdesk.store import Store
from ui import action_dialogs, action_papers, files, risk_dialogs, today
from ui.action_board import MIME
from ui.action_dialogs import FieldsDialog
from ui.action_view import ActionView
from ui.pages.actions import ActionsPage
from ui.pages.board import BoardPage
from ui.pages.plan_changes import PlanChangesPage
from ui.pages.records import RecordsPage
from ui.pages.risk_matrix import RiskMatrixPage
from ui.pages.risks import OfferDialog, RisksPage
from ui.pages.timeline import TimelinePage
from ui.partner_back import BackDialog
from ui.places import all_pages
from ui.requirement_side import RequirementSide
from ui.risk_view import RiskView
from ui.session import Session, Visit
from ui.side_panel import SidePanel


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


@pytest.fixture
def typist(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What is typed into each dialog that asks, in order; without more it is given up."""
    waiting: list[dict[str, Any]] = []

    def run(dialog: FieldsDialog) -> Any:
        if not waiting:
            return QDialog.DialogCode.Rejected
        given = waiting.pop(0)
        for name, value in given.items():
            dialog.fields.rows[name].editor.put(value, given)
        dialog.submit()
        return dialog.result()

    monkeypatch.setattr(FieldsDialog, "exec", run)
    return waiting


def kept(store: Store, record: Any) -> Any:
    found = store.get(type(record), record.id)
    assert found is not None
    return found


def board(qtbot: Any, page: BoardPage, **counts: int) -> BoardPage:
    """The board once its columns hold so many cards."""
    qtbot.waitUntil(lambda: all(len(page.columns[status].cards.cards) == count for status, count in counts.items()))
    return page


def test_the_places_of_the_plan_are_its_tabs() -> None:
    tabs = [page.key for page in all_pages() if page.place == "plan" and page.tab]
    assert tabs[:6] == ["action", "board", "timeline", "risk", "risk_matrix", "plan_changes"]


def test_an_action_goes_over_the_board_by_keyboard_alone(qtbot: Any, session: Session, store: Store, shown: Any,  # noqa: F811
                                                         typist: list[dict[str, Any]]) -> None:
    record = action(store, number="A-1", due_on=date(2099, 1, 1))
    page = board(qtbot, shown(BoardPage(session)), open=1)
    first = page.columns["open"]
    first.setFocus()
    first.setCurrentIndex(first.cards.index(0, 0))
    qtbot.keyClick(first, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    board(qtbot, page, open=0, in_progress=1)
    assert kept(store, record).status == "in_progress"
    going = page.columns["in_progress"]
    qtbot.waitUntil(going.hasFocus)
    qtbot.keyClick(going, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert kept(store, record).status == "in_progress", "what done needs was not said"
    typist.append({"done_on": date(2025, 5, 1)})
    qtbot.keyClick(going, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    board(qtbot, page, in_progress=0, done=1)
    done = page.columns["done"]
    qtbot.waitUntil(done.hasFocus)
    typist.append({name: value for name, value in CHECKED.items() if name != "effective"})
    qtbot.keyClick(done, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert kept(store, record).status == "done", "nothing is closed without its effect"
    typist.append(dict(CHECKED))
    qtbot.keyClick(done, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    board(qtbot, page, done=0, closed=1)
    assert (kept(store, record).status, kept(store, record).effective) == ("closed", "yes")
    closed = page.columns["closed"]
    qtbot.waitUntil(closed.hasFocus)
    with qtbot.waitSignal(session.went) as went:
        qtbot.keyClick(closed, Qt.Key.Key_Return)
    assert went.args[0] == Visit("action", record=record.id)


def test_arrows_walk_between_columns_that_hold_cards(qtbot: Any, session: Session, store: Store, shown: Any) -> None:  # noqa: F811
    action(store)
    action(store, status="closed", done_on=date(2025, 6, 1), **CHECKED)
    page = board(qtbot, shown(BoardPage(session)), open=1, closed=1)
    page.columns["open"].setFocus()
    page.columns["open"].setCurrentIndex(page.columns["open"].cards.index(0, 0))
    qtbot.keyClick(page.columns["open"], Qt.Key.Key_Right)
    qtbot.waitUntil(page.columns["closed"].hasFocus)
    qtbot.keyClick(page.columns["closed"], Qt.Key.Key_Left)
    qtbot.waitUntil(page.columns["open"].hasFocus)


def test_cards_are_dropped_into_a_state(qtbot: Any, session: Session, store: Store, shown: Any,  # noqa: F811
                                        typist: list[dict[str, Any]]) -> None:
    one, two = action(store), action(store)
    page = board(qtbot, shown(BoardPage(session)), open=2)
    cards = page.columns["open"]
    cards.selectAll()
    data = cards.cards.mimeData(cards.selectedIndexes())
    assert set(bytes(data.data(MIME).data()).decode().split(",")) == {one.id, two.id}
    typist.append({"note": "No alcanza la plata"})
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton,
                       Qt.KeyboardModifier.NoModifier)
    page.columns["cancelled"].dropEvent(event)
    board(qtbot, page, open=0, cancelled=2)
    assert {kept(store, each).note for each in (one, two)} == {"No alcanza la plata"}
    nothing = QMimeData()
    empty = QDropEvent(QPointF(5, 5), Qt.DropAction.MoveAction, nothing, Qt.MouseButton.LeftButton,
                       Qt.KeyboardModifier.NoModifier)
    page.columns["done"].dropEvent(empty)
    assert kept(store, one).status == "cancelled"


def test_the_board_is_searched_and_shows_what_is_late(qtbot: Any, session: Session, store: Store, shown: Any) -> None:  # noqa: F811
    action(store, measure="Señalizar la bocamina", due_on=date(2020, 1, 1), adopted_on=None)
    action(store, measure="Comprar botas", due_on=date(2099, 1, 1))
    page = board(qtbot, shown(BoardPage(session)), open=2)
    assert "2 actions · 1 overdue" in page.summary.text()
    page.search.setText("senalizar")
    board(qtbot, page, open=1)
    page.search.setText("")
    board(qtbot, page, open=2)
    page.late.setChecked(True)
    board(qtbot, page, open=1)
    menu = page.menu_of(page.columns["open"])
    assert "Move to: In progress" in [each.text() for each in menu.actions()]


def test_five_thousand_actions_are_read_and_shown_in_a_moment(qtbot: Any, session: Session, store: Store,  # noqa: F811
                                                              shown: Any) -> None:
    with store.operation("Muchas") as writer:
        writer.save_many(Action, ({"number": f"A-{number:05d}", "measure": f"Medida {number}", "status": "open",
                                   "adopted_on": date(2025, 1, 1), "due_on": date(2025, 1 + number % 12, 1)}
                                  for number in range(5_000)))
    page = shown(BoardPage(session))
    board(qtbot, page, open=5_000)
    line: TimelinePage = shown(TimelinePage(session))
    qtbot.waitUntil(lambda: line.view.line is not None and len(line.view.line.bars) == 5_000)


def test_the_time_line_is_walked_zoomed_and_opened_by_keys(qtbot: Any, session: Session, store: Store,  # noqa: F811
                                                           shown: Any) -> None:
    first = action(store, number="A-1", adopted_on=date(2025, 1, 1), due_on=date(2025, 2, 1))
    second = action(store, number="A-2", adopted_on=date(2025, 3, 1), due_on=date(2025, 4, 1))
    action(store, number="A-3", status="closed", done_on=date(2025, 6, 1), **CHECKED)
    page: TimelinePage = shown(TimelinePage(session))
    qtbot.waitUntil(lambda: page.view.line is not None and len(page.view.line.bars) == 2)
    view = page.view
    view.setFocus()
    assert view.current() is not None and view.current().card.id == first.id  # type: ignore[union-attr]  # just seen
    qtbot.keyClick(view, Qt.Key.Key_Down)
    with qtbot.waitSignal(session.went) as went:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert went.args[0] == Visit("action", record=second.id)
    before = view.per_day
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.per_day > before
    view.fit()
    assert view.horizontalScrollBar().maximum() == 0 or view.per_day == pytest.approx(0.25)
    page.unfinished.setChecked(False)
    assert page.view.line is not None and len(page.view.line.bars) == 3


def test_the_page_of_an_action_says_what_it_answers(qtbot: Any, session: Session, store: Store, shown: Any,  # noqa: F811
                                                    typist: list[dict[str, Any]]) -> None:
    risk = make(store, "risk", number="R-5", requirement=None)
    record = action(store, origin=f"risk/{risk.id}", due_on=date(2025, 3, 31))
    page: ActionsPage = shown(ActionsPage(session))
    page.visit(Visit("action", record=record.id))
    view = page.view
    assert isinstance(view, ActionView)
    qtbot.waitUntil(lambda: view.around is not None)
    assert list(view.answers.references) == [f"risk/{risk.id}"]
    assert not view.buttons["closed"].isVisibleTo(view) and view.buttons["done"].isVisibleTo(view)
    typist.append({"new_due": date(2099, 5, 1), "reason": "Llovió", "approved_by": "Junta"})
    qtbot.keyClick(view, Qt.Key.Key_E, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: "extended 1 time, first due on 2025-03-31" in view.state_line.text())
    assert kept(store, record).due_on == date(2099, 5, 1) and len(store.all(ActionExtension)) == 1
    typist.append({"text": "Se pidió cotización", "progress": 30})
    qtbot.keyClick(view, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: view.around is not None and len(view.around.notes) == 1)
    assert kept(store, record).progress == 30 and store.all(ActionNote)
    typist.append({"target": "requirement/craft-2.0/M.1/5.2/P.4"})
    view.buttons["source"].click()
    qtbot.waitUntil(lambda: len(view.answers.references) == 2)
    view.answers.table.selectRow(1)
    view.unlink_button.click()
    qtbot.waitUntil(lambda: len(view.answers.references) == 1)


def test_a_due_date_typed_over_is_refused_beside_its_field(qtbot: Any, session: Session, store: Store,  # noqa: F811
                                                           shown: Any) -> None:
    record = action(store)
    page: ActionsPage = shown(ActionsPage(session))
    page.visit(Visit("action", record=record.id))
    assert page.view is not None
    form = page.view.form
    form.rows["due_on"].editor.put(date(2099, 1, 1), {})
    form.touch()
    assert not form.save()
    assert "Extend" in form.rows["due_on"].problems()[0]


def test_a_new_action_answers_all_the_rows_it_was_begun_from(qtbot: Any, session: Session, store: Store,  # noqa: F811
                                                             shown: Any) -> None:
    one, two = (make(store, "incident", same_as=None) for _time in range(2))
    action(store, number="A-2025-07")
    incidents: RecordsPage = shown(RecordsPage(session, type(one)))
    with qtbot.waitSignal(session.went) as went:
        incidents._create_action([one.id, two.id])
    page: ActionsPage = shown(ActionsPage(session))
    page.visit(went.args[0])
    assert page.view is not None
    form = page.view.form
    assert form.rows["number"].editor.take({}).startswith("A-")
    form.rows["measure"].editor.put("Poner barandas", {})
    form.touch()
    assert form.save()
    assert action_sources.sources(store, form.record) == [f"incident/{one.id}", f"incident/{two.id}"]  # type: ignore[arg-type]  # an Action
    assert len(store.all(SourceOfAction)) == 1


def test_a_record_is_linked_to_an_action_that_is_there(qtbot: Any, session: Session, store: Store, shown: Any,  # noqa: F811
                                                       typist: list[dict[str, Any]]) -> None:
    record, incident = action(store, number="A-8"), make(store, "incident", same_as=None)
    panel: SidePanel = shown(SidePanel(session))
    panel.show_record(incident)
    typist.append({"action": None})
    assert not action_dialogs.link(session, [f"incident/{incident.id}"], panel), "which action was not said"
    typist.append({"action": record.id})
    panel._link_action(incident)
    assert [each.id for each in action_sources.actions_for(store, f"incident/{incident.id}")] == [record.id]


def test_rows_of_annex_ii_become_risks(qtbot: Any, session: Session, store: Store, shown: Any) -> None:  # noqa: F811
    from armdesk.catalogues.load import get

    dialog: OfferDialog = shown(OfferDialog(session, [get("oecd-annex2")]))
    assert dialog.table.hasFocus() and dialog.about.text()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    assert dialog.marked == {0, 1}
    dialog.submit()
    assert [risk.number for risk in store.all(Risk)] == ["R-01", "R-02"]
    again: OfferDialog = shown(OfferDialog(session, [get("oecd-annex2")]))
    assert again._text(0, 0) == "in the register"
    again.mark_all()
    assert 0 not in again.marked and len(again.marked) == len(again.offers) - 2


def test_the_matrix_shows_its_risks_and_they_are_looked_at_again(qtbot: Any, session: Session, store: Store,  # noqa: F811
                                                                 shown: Any, typist: list[dict[str, Any]]) -> None:
    risk = make(store, "risk", likelihood="3", impact="4", status="open", requirement=None)
    page: RiskMatrixPage = shown(RiskMatrixPage(session))
    qtbot.waitUntil(lambda: page.fields["3", "4"].text() == "1")
    page.fields["3", "4"].click()
    assert [each.risk.id for each in page.shown] == [risk.id]
    page.fields["1", "1"].click()
    assert page.shown == [] and page.current() is None
    page.whole.click()
    typist.append({"likelihood": "1", "impact": "4", "reviewed_by": "Comité", "reason": "Ya hay barandas"})
    page.review()
    qtbot.waitUntil(lambda: page.fields["1", "4"].text() == "1")
    [seen] = store.all(RiskReview)
    assert (seen.old_likelihood, seen.likelihood) == ("3", "1")
    typist.append({"reason": None})
    assert not risk_dialogs.review(session, risk.id, page)
    assert risks.known(store, {}, date(2026, 1, 1))[0].level == "2"


def test_the_page_of_a_risk_says_its_level_and_what_the_standard_asks(qtbot: Any, session: Session, store: Store,  # noqa: F811
                                                                      shown: Any, typist: list[dict[str, Any]]) -> None:
    risk = make(store, "risk", likelihood="2", impact="4", status="open", requirement="requirement/oecd-annex2/A2-05")
    record = action(store, number="A-1", origin=f"risk/{risk.id}")
    page: RisksPage = shown(RisksPage(session))
    page.visit(Visit("risk", record=risk.id))
    view = page.view
    assert isinstance(view, RiskView)
    qtbot.waitUntil(lambda: view.known is not None)
    assert view.state_line.text().startswith("High risk · ") and "1 open action" in view.state_line.text()
    assert "PLAN-6M" in view.asked.text() and list(view.actions_card.references) == [f"action/{record.id}"]
    typist.append({"likelihood": "1", "reviewed_by": "Comité", "reason": "Mejor"})
    qtbot.keyClick(view, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: view.known is not None and len(view.known.reviews) == 1)
    assert view.state_line.text().startswith("Medium risk") and kept(store, risk).likelihood == "1"
    page.begin()
    assert not view.review_button.isVisibleTo(view)


def test_a_partners_list_comes_back_to_a_person(qtbot: Any, session: Session, store: Store, shown: Any,  # noqa: F811
                                                typist: list[dict[str, Any]], tmp_path: Path,
                                                monkeypatch: pytest.MonkeyPatch) -> None:
    record, other = action(store, number="A-1"), action(store, number="A-2")
    page: ActionsPage = shown(ActionsPage(session))
    target = tmp_path / "out.xlsx"
    monkeypatch.setattr(files, "ask_target", lambda *_asked: target)
    typist.append({"recipient": "Alcaldía"})
    action_papers.send(session, page, [])
    qtbot.waitUntil(target.exists)
    book = openpyxl.load_workbook(target)
    sheet: Any = book.worksheets[0]
    for row in (6, 7):
        sheet.cell(row, 6).value = 70
    book.save(target)
    fresh = kept(store, other)
    fresh.progress = 20
    store.save(fresh)
    back = partner_list.read_back(store, target, session.today())
    dialog: BackDialog = shown(BackDialog(session, back))
    conflict = next(place for place, cell in enumerate(back.cells) if cell.action == other.id)
    assert dialog.marked == {1 - conflict}, "what changed here too waits"
    dialog.table.selectRow(conflict)
    dialog.table.setFocus()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    assert dialog.marked == {0, 1}
    dialog.submit()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert [kept(store, each).progress for each in (record, other)] == [70, 70]


def test_papers_are_written_where_the_person_says(qtbot: Any, session: Session, store: Store, shown: Any,  # noqa: F811
                                                  tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    action(store)
    page: ActionsPage = shown(ActionsPage(session))
    assert next(each.text() for each in page.papers_menu().actions() if each.text()) == "Wall sheet (A3) …"
    for name, make_paper in (("wall.pdf", action_papers.wall_sheet), ("lists.pdf", action_papers.person_lists),
                             ("plan.ics", action_papers.calendar), ("figures.pdf", action_papers.summary)):
        target = tmp_path / name
        monkeypatch.setattr(files, "ask_target", lambda *_asked, target=target: target)
        with qtbot.waitSignal(session.said) as said:
            make_paper(session, page)
        assert target.stat().st_size > 200 and name in said.args[0].text


def test_the_papers_of_the_plan_speak_the_language_the_person_chooses(
        qtbot: Any, session: Session, store: Store, shown: Any, tmp_path: Path,  # noqa: F811
        monkeypatch: pytest.MonkeyPatch) -> None:
    action(store)
    page: ActionsPage = shown(ActionsPage(session))
    offered: list[bool] = []
    monkeypatch.setattr(page, "offer_papers", lambda: offered.append(True))
    monkeypatch.setattr(files, "ask_target", lambda *_asked: tmp_path / "wall.pdf")
    (tongues,) = [each.menu() for each in page.papers_menu().actions() if each.text() == "Language of the paper"]
    spanish = next(each for each in tongues.actions() if each.text() == "Español")
    assert [each.isChecked() for each in tongues.actions() if each is not spanish] == [True]
    spanish.trigger()
    qtbot.waitUntil(lambda: offered == [True])
    with qtbot.waitSignal(session.said):
        page.papers_menu().actions()[0].trigger()
    assert "Plan de acción" in text_of(tmp_path / "wall.pdf")


def test_the_register_of_risks_offers_what_to_assess(qtbot: Any, session: Session, store: Store, shown: Any) -> None:  # noqa: F811
    make(store, "risk")
    page: RisksPage = shown(RisksPage(session))
    refreshed(qtbot, page.list)
    assert page.offer_button.isVisibleTo(page) and page.offer_button.isEnabled()


def test_what_changed_is_told_newest_first(qtbot: Any, session: Session, store: Store, shown: Any) -> None:  # noqa: F811
    record = action(store, number="A-1", owner="Rosalba", area="Seguridad")
    page: PlanChangesPage = shown(PlanChangesPage(session))

    def mine() -> list[Any]:
        return [each for each in page.found if each.reference == f"action/{record.id}"]

    qtbot.waitUntil(lambda: len(mine()) == 1)
    assert mine()[0].verb == "create"
    record.area = "Ambiente"
    store.save(record)
    record.status, record.progress = "in_progress", 20
    store.save(record)
    make(store, "action_note", action=record.id, text="Se pidió cotización", progress=20)
    qtbot.waitUntil(lambda: len(mine()) == 3)
    note, moved, _new = mine()
    assert ("What was done", "", "Se pidió cotización") in note.fields
    assert page.found[0] == note
    assert moved.fields == (("Status", "Open", "In progress"), ("Progress (%)", "0", "20")), "an area is not told"
    page.table.selectRow(0)
    page.table.setFocus()
    with qtbot.waitSignal(session.went) as went:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert went.args[0] == Visit("action", record=record.id)


def test_today_names_risks_whose_time_is_over_or_ends_this_week(session: Session, store: Store) -> None:  # noqa: F811
    day = date(2026, 1, 31)
    for number, decided in (("R-1", date(2025, 7, 30)), ("R-2", date(2025, 8, 5)), ("R-3", date(2025, 9, 1))):
        make(store, "risk", number=number, likelihood="2", impact="2", status="mitigating", decided_on=decided,
             reassessed_on=None, requirement=None)
    make(store, "risk", number="R-4", likelihood="2", impact="2", status="closed", decided_on=date(2020, 1, 1),
         reassessed_on=None, requirement=None)
    found = [(task.state, task.text.split(" · ")[0], task.day) for task in today.gather(session.workspace, day).tasks
             if task.page == "risk"]
    assert found == [("Overdue", "Reassess: R-1", "2026-01-30"), ("This week", "Reassess: R-2", "2026-02-05")]


def test_a_requirement_is_linked_to_an_action_that_is_there(qtbot: Any, session: Session, store: Store, shown: Any,  # noqa: F811
                                                            typist: list[dict[str, Any]]) -> None:
    record, reference = action(store, number="A-8"), "requirement/craft-2.0/M.1/5.2/P.4"
    side: RequirementSide = shown(RequirementSide(session))
    side.put(reference, None)
    typist.append({"action": record.id})
    with qtbot.waitSignal(side.changed):
        side._link_action()
    assert [each.id for each in action_sources.actions_for(store, reference)] == [record.id]


def test_an_action_goes_into_the_trash_with_all_that_belongs_to_it(qtbot: Any, session: Session, store: Store,  # noqa: F811
                                                                   shown: Any) -> None:
    record = action(store, number="A-1")
    make(store, "action_note", action=record.id)
    action_sources.link(store, [record.id], ["requirement/craft-2.0/M.1/5.2/P.4"])
    page: ActionsPage = shown(ActionsPage(session))
    refreshed(qtbot, page.list)
    with qtbot.waitSignal(session.said) as said:
        page._flag([record.id], trash=True)
    assert said.args[0].text == "1 record is in the trash."
    assert kept(store, record).trashed and not store.all(ActionNote) and not store.all(SourceOfAction)
    store.undo()
    assert not kept(store, record).trashed and len(store.all(SourceOfAction)) == 1
