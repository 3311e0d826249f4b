"""The one door: what is kept is whole, exact, told to those who listen, and nothing half done remains."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from factories import make
from peewee import InterfaceError

from armdesk import history
from armdesk import workspace as workspaces
from armdesk.errors import InvalidRecord, ReadOnlyWorkspace, StaleRecord
from armdesk.fields import Reading
from armdesk.models.lots import Lot
from armdesk.models.people import Person
from armdesk.models.production import Production
from armdesk.models.trade import Payment, Sale
from armdesk.query import Filter, Query
from armdesk.store import Store
from armdesk.workspace import Workspace
from armdesk.writer import Writer


def test_ten_times_a_tenth_is_one(store: Store) -> None:
    gross = Production.field("gross_mg")
    amount = Payment.field("amount")
    spanish = Reading(decimal_mark=",", currency="COP")
    for place in range(10):
        make(store, "production", gross_mg=gross.parse("0,1", spanish), receipt_no=f"R{place}")
        make(store, "payment", amount=amount.parse("0,10", spanish), code=f"P{place}")
    tenth = Filter("receipt_no", "in", tuple(f"R{place}" for place in range(10)))
    assert gross.exchange(store.total(Query(Production, filters=(tenth,)), "gross_mg")) == 1
    assert store.total(Query(Payment), "amount") == 100


def test_the_largest_amounts_are_exact(store: Store) -> None:
    make(store, "payment", code="A", amount=10**17)
    make(store, "payment", code="B", amount=1)
    assert store.total(Query(Payment), "amount") == 10**17 + 1
    with pytest.raises(InvalidRecord) as raised:
        make(store, "payment", code="C", amount=10**17 + 1)
    assert list(raised.value.problems) == ["amount"]


def test_fine_weight_follows_from_gross_and_fineness(store: Store) -> None:
    lot = make(store, "lot", gross_mg=1_000_000, fineness=8_800, fine_mg=1)
    assert lot.fine_mg == 880_000
    lot.fineness = 8_805
    assert store.save(lot).fine_mg == 880_500
    lot.fineness = None
    assert store.save(lot).fine_mg is None


def test_an_operation_is_kept_whole_or_not_at_all(store: Store) -> None:
    before = store.head()
    with pytest.raises(OSError, match="disk"):
        _run_out_of_disk(store, lambda writer: [writer.save(Lot(code="A")), writer.save_many(Lot, [{"code": "B"}])])
    assert store.all(Lot) == []
    assert store.head() == before


def _run_out_of_disk(store: Store, act: Callable[[Writer], object]) -> None:
    with store.operation("fails") as writer:
        act(writer)
        raise OSError("disk")


def test_a_record_that_could_not_be_kept_can_be_saved_again(store: Store) -> None:
    """A full disk is found out at the end of the operation; the form's record must still be a new one then."""
    lot = Lot(code="L-1")
    person = make(store, "person")
    person.name = "Otra"
    with pytest.raises(OSError, match="disk"):
        _run_out_of_disk(store, lambda writer: [writer.save(lot), writer.save(person)])
    assert (lot.version, person.version) == (0, 1)
    assert store.save(lot).version == 1
    assert store.save(person).version == 2
    loose = make(store, "lot", code="L-2")
    with pytest.raises(OSError, match="disk"):
        _run_out_of_disk(store, lambda writer: writer.trash([loose]))
    assert (loose.trashed, loose.version) == (False, 1)
    store.trash([loose])
    assert loose.trashed


@pytest.mark.parametrize("inside", [
    lambda store: store.save(Lot(code="B")),
    lambda store: store.trash(store.all(Lot)),
    lambda store: store.undo(),
])
def test_an_operation_inside_another_is_a_fault_of_the_program(store: Store, inside: Callable[[Store], object]) -> None:
    """It would take the number of the one around it; both are given up, so the history stays in order."""
    make(store, "lot", code="L-0")
    before = store.head()
    with pytest.raises(RuntimeError, match="outside all others"):
        _begin_another(store, inside)
    assert [lot.code for lot in store.all(Lot)] == ["L-0"]
    assert store.head() == before
    store.save(Lot(code="C"))
    assert history.verify(store.db) == store.head()


def _begin_another(store: Store, inside: Callable[[Store], object]) -> None:
    with store.operation("outer") as writer:
        writer.save(Lot(code="A"))
        inside(store)


def test_a_writer_is_of_no_use_after_its_operation(store: Store) -> None:
    lot = make(store, "lot", code="L-0")
    with store.operation("over") as writer:
        pass
    late: list[Callable[[], object]] = [
        lambda: writer.save(Lot(code="A")), lambda: writer.save_many(Lot, [{"code": "B"}]), lambda: writer.trash([lot])]
    for write in late:
        with pytest.raises(RuntimeError, match="is over"):
            write()
    assert [lot.code for lot in store.all(Lot)] == ["L-0"]


def test_a_number_twice_among_many_rows_is_said_in_words(store: Store) -> None:
    """Rows are checked against what is kept, not against each other: the file itself notices."""
    with pytest.raises(InvalidRecord, match="only once"), store.operation("twice") as writer:
        writer.save_many(Lot, [{"code": "A"}, {"code": "A"}])
    with pytest.raises(InvalidRecord, match="not there any more"), store.operation("nowhere") as writer:
        writer.save_many(Lot, [{"code": "A", "sale": "00" * 16}], checked=True)
    assert store.all(Lot) == []


def test_two_open_workspaces_do_not_mix(workspace: Workspace, tmp_path: Path) -> None:
    with workspaces.create(tmp_path / "other", author="tester") as other:
        mine, theirs = make(workspace.store, "lot", code="MINE"), make(other.store, "lot", code="THEIRS")
        mine.note = "first"
        workspace.store.save(mine)
        for opened, lot in ((workspace, mine), (other, theirs)):
            store = opened.store
            assert [each.code for each in store.all(Lot)] == [lot.code]
            assert store.get(Lot, lot.id) is not None and len(store.ids(Query(Lot))) == 16
            assert store.count(Query(Lot)) == len(store.find(Query(Lot, search=lot.code))) == 1
            assert store.total(Query(Lot), "gross_mg") == lot.gross_mg
            assert [values["code"] for values in store.values(Query(Lot), [Lot.field("code")])] == [lot.code]
            store.undo()
        assert workspace.store.all(Lot)[0].note != "first"
        assert other.store.all(Lot) == []


def test_a_record_asked_past_the_store_is_not_found_in_any_workspace(store: Store) -> None:
    make(store, "lot")
    with pytest.raises(InterfaceError):
        list(Lot.select())


def test_an_operation_that_does_nothing_leaves_nothing(store: Store) -> None:
    lot = make(store, "lot")
    before = store.head()
    with store.operation("nothing"):
        pass
    store.save(lot)
    assert store.head() == before
    assert lot.version == 1


def test_listeners_hear_of_each_operation_once(store: Store) -> None:
    heard: list[frozenset[str]] = []
    store.listeners.append(heard.append)
    with store.operation("both") as writer:
        writer.save(Person(name="Ana", role="member"))
        writer.save_many(Lot, [{"code": "L-1"}, {"code": "L-2"}])
    with pytest.raises(InvalidRecord):
        store.save(Lot(code="L-1"))
    with store.operation("nothing"):
        pass
    store.undo()
    assert heard == [frozenset({"person", "lot"})] * 2


def test_a_listener_may_ask_the_store(store: Store) -> None:
    seen: list[int] = []
    store.listeners.append(lambda _types: seen.append(store.count(Query(Lot))))
    make(store, "lot")
    assert seen[-1] == len(store.all(Lot))


def test_many_rows_are_completed_like_single_ones(store: Store) -> None:
    single = store.save(Lot(code="L-1", gross_mg=10_000, fineness=9_000, note="Ñandú"))
    with store.operation("many") as writer:
        count = writer.save_many(Lot, ({"code": f"M-{place}", "gross_mg": 10_000, "fineness": 9_000, "note": "Ñandú"}
                                       for place in range(12_345)), checked=True)
    assert count == 12_345
    many = store.one(Lot, code="M-77")
    assert many is not None
    differing = {"id", "code", "search"}
    assert {name: value for name, value in many.values().items() if name not in differing} == {
        name: value for name, value in store.get(Lot, single.id).values().items() if name not in differing}  # type: ignore[union-attr]
    assert many.search == "m-77 nandu"
    assert store.total(Query(Lot), "fine_mg") == 12_346 * 9_000


def test_many_rows_are_refused_together(store: Store) -> None:
    with pytest.raises(InvalidRecord), store.operation("many") as writer:
        writer.save_many(Lot, [{"code": "L-1"}, {"code": "L-2", "fineness": 10_001}])
    assert store.all(Lot) == []


def test_what_is_needed_cannot_go_to_the_trash(store: Store) -> None:
    person = make(store, "person")
    payment = make(store, "payment", person=person.id)
    with pytest.raises(InvalidRecord) as raised:
        store.trash([person])
    assert "1" in str(raised.value)
    store.trash([payment])
    store.trash([person])
    assert store.all(Person, id=person.id) == []


@pytest.mark.parametrize("turn", [1, -1])
def test_what_belongs_together_goes_and_comes_back_together(store: Store, turn: int) -> None:
    person = make(store, "person")
    chosen = [person, make(store, "payment", person=person.id), make(store, "advance", person=person.id)][::turn]
    store.trash(chosen)
    assert all(each.trashed for each in chosen)
    store.restore(chosen)
    assert not any(each.trashed for each in chosen)


def test_nothing_comes_back_without_what_it_needs(store: Store) -> None:
    person = make(store, "person")
    payment = make(store, "payment", person=person.id)
    store.trash([payment, person])
    before = store.head()
    with pytest.raises(InvalidRecord) as raised:
        store.restore([payment])
    assert list(raised.value.problems) == ["person"]
    assert store.head() == before and payment.trashed
    store.restore([person])
    store.restore([payment])
    assert not payment.trashed


def test_what_only_shows_may_stay_pointing_at_the_trash(store: Store) -> None:
    sale = make(store, "sale")
    lot = make(store, "lot", sale=sale.id)
    store.trash([sale])
    kept = store.get(Lot, lot.id)
    assert kept is not None and kept.sale == sale.id
    kept.note = "todavía editable"
    store.save(kept)


def test_a_number_taken_meanwhile_keeps_a_record_in_the_trash(store: Store) -> None:
    old = make(store, "lot", code="L-1")
    store.trash([old])
    make(store, "lot", code="L-1")
    before = store.head()
    with pytest.raises(InvalidRecord) as raised:
        store.restore([old])
    assert "code" in raised.value.problems
    assert store.head() == before


def test_a_record_that_is_gone_is_said_to_be_gone(store: Store) -> None:
    person = make(store, "person")
    person.id = "0" * 32
    with pytest.raises(StaleRecord) as raised:
        store.save(person)
    assert raised.value.differences == {}


def test_labels_are_those_of_the_records(store: Store) -> None:
    lots = [make(store, "lot", code=f"L-{place}") for place in range(1_100)][:3]
    assert store.labels("lot", [lot.id for lot in lots]) == {lot.id: lot.code for lot in lots}
    assert store.label("lot", lots[0].id) == "L-0"
    assert store.label("lot", None) == store.label("lot", "0" * 32) == ""


def test_rows_give_values_as_the_fields_keep_them(store: Store) -> None:
    sale = make(store, "sale", date=date(2025, 2, 28))
    raw = bytes.fromhex(sale.id)
    fields = [Sale.field(name) for name in ("date", "buyer", "net_value", "trashed")]
    assert store.rows(Sale, [raw], fields) == {raw: (date(2025, 2, 28), sale.buyer, sale.net_value, False)}
    assert store.rows(Sale, [raw], []) == {raw: ()}
    assert store.rows(Sale, [], fields) == {}


def test_drafts_and_secrets_are_no_records(store: Store) -> None:
    before = store.head()
    store.keep_draft("form-1", "lot", None, {"code": "L-?"})
    store.keep_draft("form-1", "lot", None, {"code": "L-1"})
    store.keep_secret("seed", b"\x00\xff")
    assert [(key, type_, record, body) for key, type_, record, _at, body in store.drafts()] == [
        ("form-1", "lot", None, {"code": "L-1"})]
    assert store.secret("seed") == b"\x00\xff"
    assert store.secret("other") is None
    store.drop_draft("form-1")
    assert store.drafts() == []
    assert store.head() == before


def test_nothing_can_be_changed_when_only_reading(workspace: Workspace, workspace_folder: Path) -> None:
    lot = make(workspace.store, "lot")
    workspace.close()
    with workspaces.open_workspace(workspace_folder, read_only=True) as opened:
        assert opened.store.get(Lot, lot.id) is not None
        for act in (lambda: opened.store.save(Lot(code="L-9")), lambda: opened.store.trash([lot]), opened.store.undo,
                    lambda: opened.store.keep_secret("x", b"")):
            with pytest.raises(ReadOnlyWorkspace):
                act()
        opened.store.keep_draft("x", "lot", None, {})
        assert opened.store.drafts() == []


def test_nothing_is_written_outside_the_workspace(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory,
                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    for name in ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "APPDATA"):
        monkeypatch.setenv(name, str(elsewhere))
    monkeypatch.chdir(elsewhere)
    with workspace.store.operation("many") as writer:
        writer.save_many(Lot, ({"code": f"M-{place}"} for place in range(20_000)), checked=True)
    workspace.store.find(Query(Lot, search="m-1", order="note"))
    workspace.keep_settings()
    workspace.close()
    assert list(elsewhere.iterdir()) == []
    assert {path.name for path in workspace.folder.iterdir()} <= {
        "armdesk.db", "armdesk.lock", "files", "backups", "settings.json", "keys.json"}
