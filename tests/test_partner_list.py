"""Lists for partners: out to Excel, changed on both sides, back again; nothing believed, nothing lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from factories import make
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from test_action_flow import CHECKED, action

from armdesk.errors import InvalidRecord, RefusedFile
from armdesk.exports.partner_book import write_list
from armdesk.fields import Reading
from armdesk.models import Action, ActionNote, ActionParcel
from armdesk.services.plan import partner_list
from armdesk.services.plan.partner_list import CONFLICT, NEW, REFUSED, Back
from armdesk.store import Store

SENT, BACK = date(2026, 1, 20), date(2026, 2, 10)
COLUMNS = {"number": 1, "measure": 2, "who": 3, "due_on": 4, "status": 5, "progress": 6, "evidence": 7, "date": 8,
           "note": 9, "id": 10}


class Post:
    """A list that goes out and comes back."""

    def __init__(self, store: Store, folder: Path, actions: list[Action], language: str = "en") -> None:
        self.store, self.path = store, folder / "list.xlsx"
        self.parcel, found = partner_list.begin(store, {each.id for each in actions}, "Alcaldía", SENT)
        evidence = {each.id: each.evidence_as_written or "" for each in actions}
        write_list(self.parcel, found, evidence, "Cooperativa", self.path, language)
        self.book = openpyxl.load_workbook(self.path)
        sheet = self.book.worksheets[0]
        assert isinstance(sheet, Worksheet)
        self.sheet = sheet
        self.rows = {str(sheet.cell(row, COLUMNS["id"]).value): row for row in range(6, 6 + len(found))}

    def type(self, record: Action, **cells: Any) -> None:
        for name, value in cells.items():
            self.sheet.cell(self.rows[record.id], COLUMNS[name]).value = value

    def back(self) -> Back:
        self.book.save(self.path)
        return partner_list.read_back(self.store, self.path, BACK)


def states(back: Back) -> dict[str, tuple[str, str]]:
    return {cell.field: (cell.state, cell.back) for cell in back.cells}


def kept(store: Store, record: Action) -> Action:
    found = store.get(Action, record.id)
    assert found is not None
    return found


@pytest.fixture
def one(store: Store) -> Action:
    return action(store, number="A-1", measure="=Arreglar la vía", status="open", progress=10,
                  evidence_as_written="Acta 3")


def test_a_list_is_locked_but_for_what_is_filled_in(store: Store, tmp_path: Path, one: Action) -> None:
    post = Post(store, tmp_path, [one])
    assert post.sheet.protection.sheet
    row = post.rows[one.id]
    locked = {name: post.sheet.cell(row, column).protection.locked for name, column in COLUMNS.items()}
    assert {name for name, shut in locked.items() if not shut} == {"status", "progress", "evidence", "date", "note"}
    assert all(post.sheet.cell(5, column).protection.locked for column in COLUMNS.values())
    measure = post.sheet.cell(row, COLUMNS["measure"])
    assert (measure.value, measure.data_type) == ("=Arreglar la vía", "s"), "no formula comes of a measure"
    [states_of] = [each for each in post.sheet.data_validations.dataValidation if each.type == "list"]
    assert states_of.formula1 in {"'States'!$A$1:$A$3", "States!$A$1:$A$3"}
    assert [row[0].value for row in post.book["States"].iter_rows()] == [
        "Open", "In progress", "Done, effect to be checked"]
    assert (post.parcel.number, post.parcel.actions) == ("LP-001", 1)


def test_nothing_typed_is_nothing_new(store: Store, tmp_path: Path, one: Action) -> None:
    back = Post(store, tmp_path, [one]).back()
    assert back.cells == () and back.same == 3


def test_what_only_the_partner_changed_is_new(store: Store, tmp_path: Path, one: Action) -> None:
    post = Post(store, tmp_path, [one])
    post.type(one, status="In progress", progress=60, evidence="Fotos 1 a 4", note="Se trajo balasto",
              date=date(2026, 2, 3))
    back = post.back()
    assert states(back) == {"status": (NEW, "In progress"), "progress": (NEW, "60"),
                            "evidence_as_written": (NEW, "Fotos 1 a 4"), "note": (NEW, "Se trajo balasto")}
    assert kept(store, one).progress == 10, "nothing is taken over by itself"
    before = store.head().seq
    assert partner_list.take_over(store, back, range(4), BACK) == 4
    found = kept(store, one)
    assert (found.status, found.progress, found.evidence_as_written) == ("in_progress", 60, "Fotos 1 a 4")
    [note] = store.all(ActionNote, action=one.id)
    assert (note.text, note.date, note.author) == ("Se trajo balasto", date(2026, 2, 3), "Alcaldía")
    assert store.all(ActionParcel)[0].returned_on == BACK
    store.undo()
    assert kept(store, one).progress == 10 and not store.all(ActionNote) and store.head().seq > before
    store.redo()
    again = partner_list.read_back(store, post.path, BACK)
    assert again.cells == () and again.same == 4, "read twice, nothing comes twice"


def test_what_both_changed_waits_for_a_person(store: Store, tmp_path: Path, one: Action) -> None:
    two = action(store, number="A-2", progress=10)
    post = Post(store, tmp_path, [one, two])
    for record, here in ((one, 30), (two, 60)):
        fresh = kept(store, record)
        fresh.progress = here
        store.save(fresh)
    post.type(one, progress=60)
    post.type(two, progress=60)
    [cell] = post.back().cells
    assert (cell.state, cell.action, cell.sent, cell.now, cell.back) == (CONFLICT, one.id, "10", "30", "60")
    back = post.back()
    assert partner_list.take_over(store, back, [], BACK) == 0 and kept(store, one).progress == 30
    assert partner_list.take_over(store, back, [0], BACK) == 1 and kept(store, one).progress == 60


@given(st.integers(0, 100), st.integers(0, 100), st.none() | st.integers(0, 100))
def test_any_three_states_of_a_cell(sent: int, now: int, back: int | None) -> None:
    """Nothing is overwritten unseen: what changed on one side only is new, on both sides a conflict."""
    cell = partner_list._cell(Action(measure="x", progress=now), "progress", sent, "" if back is None else back, 6,
                              Reading(), None)
    if back is None or back in (sent, now):
        assert cell.state == "same"
    else:
        assert (cell.state, cell.value) == (NEW if now == sent else CONFLICT, back)


def test_done_is_said_with_its_day_and_brings_the_next_of_a_series(store: Store, tmp_path: Path) -> None:
    record = action(store, number="A-3", repeat_months=1, due_on=date(2026, 1, 31))
    post = Post(store, tmp_path, [record])
    post.type(record, status="Hecho")
    [cell] = post.back().cells
    assert cell.state == REFUSED and "which day" in cell.problem
    post.type(record, date="05/02/2026")
    back = post.back()
    assert states(back) == {"status": (NEW, "Done, effect to be checked")}
    partner_list.take_over(store, back, [0], BACK)
    assert (kept(store, record).status, kept(store, record).done_on) == ("done", date(2026, 2, 5))
    following = store.one(Action, repeat_of=record.id)
    assert following is not None and following.due_on == date(2026, 2, 28)


@pytest.mark.parametrize(("cells", "said"), [
    ({"status": "Closed"}, ""), ({"status": "cancelada"}, "decided in the office"), ({"status": "quizás"}, "none of"),
    ({"progress": 250}, "100"), ({"progress": "mucho"}, ""), ({"date": "mañana", "note": "x"}, ""),
    ({"date": date(2026, 3, 1), "note": "x"}, "not come yet"), ({"note": "x" * 30_000}, "too long")])
def test_what_cannot_be_is_refused_with_its_reason(store: Store, tmp_path: Path, one: Action, cells: dict[str, Any],
                                                   said: str) -> None:
    post = Post(store, tmp_path, [one])
    post.type(one, **cells)
    back = post.back()
    refused = [cell for cell in back.cells if cell.state == REFUSED]
    assert refused and all(cell.problem for cell in refused)
    assert said in refused[0].problem
    assert partner_list.take_over(store, back, [back.cells.index(refused[0])], BACK) == 0


def test_a_closed_action_is_not_opened_from_outside(store: Store, tmp_path: Path) -> None:
    record = action(store, number="A-5", status="closed", done_on=date(2025, 6, 1), **CHECKED)
    post = Post(store, tmp_path, [record])
    post.type(record, status="Open")
    [cell] = post.back().cells
    assert cell.state == REFUSED and "taken up again" in cell.problem


def test_rows_that_were_not_sent_are_told_and_left(store: Store, tmp_path: Path, one: Action) -> None:
    other = action(store, number="A-9")
    post = Post(store, tmp_path, [one])
    for row, id_ in ((7, one.id), (8, other.id), (9, "x" * 32)):
        post.sheet.cell(row, COLUMNS["id"]).value = id_
        post.sheet.cell(row, COLUMNS["progress"]).value = 90
    back = post.back()
    assert [(cell.row, cell.state, cell.action) for cell in back.cells] == [
        (7, REFUSED, ""), (8, REFUSED, ""), (9, REFUSED, "")]
    assert "twice" in back.cells[0].problem and "not in the list" in back.cells[1].problem


def test_a_list_made_in_one_language_is_read_in_another(store: Store, tmp_path: Path, one: Action) -> None:
    post = Post(store, tmp_path, [one], "es")
    post.type(one, progress=55)
    assert states(post.back()) == {"progress": (NEW, "55")}


def test_columns_may_have_been_moved(store: Store, tmp_path: Path, one: Action) -> None:
    post = Post(store, tmp_path, [one])
    post.type(one, progress=55)
    post.sheet.insert_cols(1)
    post.sheet.cell(2, 1).value = None
    assert states(post.back()) == {"progress": (NEW, "55")}


def test_other_files_are_refused_in_words(store: Store, tmp_path: Path, one: Action) -> None:
    post = Post(store, tmp_path, [one])
    post.sheet.cell(2, 2).value = "LP-999"
    with pytest.raises(RefusedFile, match="which list"):
        post.back()
    plain = openpyxl.Workbook()
    plain.save(tmp_path / "plain.xlsx")
    with pytest.raises(RefusedFile, match="no list of actions"):
        partner_list.read_back(store, tmp_path / "plain.xlsx", BACK)
    (tmp_path / "bad.xlsx").write_bytes(b"PK\x03\x04 nothing good")
    with pytest.raises(RefusedFile):
        partner_list.read_back(store, tmp_path / "bad.xlsx", BACK)


def test_what_is_not_as_it_was_any_more_is_refused_whole(store: Store, tmp_path: Path, one: Action) -> None:
    post = Post(store, tmp_path, [one])
    post.type(one, status="In progress", progress=70)
    back = post.back()
    fresh = kept(store, one)
    fresh.status, fresh.note = "cancelled", "Ya no"
    store.save(fresh)
    with pytest.raises(InvalidRecord):
        partner_list.take_over(store, back, [0, 1], BACK)
    assert kept(store, one).progress == 10


def test_a_list_needs_to_know_for_whom(store: Store, one: Action) -> None:
    with pytest.raises(InvalidRecord):
        partner_list.begin(store, {one.id}, "  ", SENT)
    assert not store.all(ActionParcel)
    make(store, "action_parcel", number="LP-007")
    parcel, found = partner_list.begin(store, {one.id}, "Alcaldía", SENT)
    assert parcel.number == "LP-008" and [card.id for card in found] == [one.id]


def test_a_long_list_goes_out_whole(store: Store) -> None:
    with store.operation("Libro", "import") as writer:
        writer.save_many(Action, ({"number": f"A-{number}", "measure": "x", "status": "open",
                                   "evidence_as_written": "Acta " * 50} for number in range(400)))
    ids = {each.id for each in store.all(Action)}
    parcel, found = partner_list.begin(store, ids, "Alcaldía", SENT)
    assert parcel.actions == len(found) == 400
