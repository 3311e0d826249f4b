"""The gold of each month is kept added up: whatever was done before, it is what the registers say."""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from conftest import NOW
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from armdesk import gold_months, numbers, schema, sqlite
from armdesk import workspace as workspaces
from armdesk.errors import ArmdeskError, Cancelled, InvalidRecord
from armdesk.gold_ledger import STAGES, Ledger
from armdesk.models import Batch, BatchInput, Lot, LotInput, Production, Sale, Site, record_type
from armdesk.models.production import fine_mg
from armdesk.progress import SILENT
from armdesk.store import Store
from armdesk.workspace import Workspace

FIRST = date(2025, 1, 20)
CLASSES = (None, "other", "certified", "ecological")
KINDS = ("production", "lot", "batch", "sale", "lot_input", "batch_input")
FIELDS = ("gross_mg", "input_mg", "gold_class", "date", "created_on")
days = st.integers(0, 80).map(lambda count: FIRST + timedelta(days=count))
grams = st.integers(1, 90_000)
fineness = st.sampled_from([None, 8_333, 8_500, 8_805, 9_167, 10_000])
classes = st.sampled_from(CLASSES)
place = st.integers(0, 5)
steps = st.one_of(
    st.tuples(st.just("production"), days, grams, fineness, classes),
    st.tuples(st.just("bulk"), days, st.integers(1, 9), grams),
    st.tuples(st.just("lot"), st.one_of(st.none(), days), grams, fineness, classes),
    st.tuples(st.just("batch"), days, grams, fineness, classes),
    st.tuples(st.just("batch_input"), place, place, st.one_of(st.none(), grams), st.booleans()),
    st.tuples(st.just("lot_input"), place, place, st.one_of(st.none(), days), st.one_of(st.none(), grams),
              st.sampled_from(["production", "batch", "lot", "purchase", "stock"])),
    st.tuples(st.just("sale"), days, grams, fineness, place, st.booleans()),
    st.tuples(st.just("change"), st.sampled_from(KINDS), place, days, grams, classes, st.sampled_from(FIELDS)),
    st.tuples(st.just("trash"), st.sampled_from(KINDS), place),
    st.tuples(st.just("restore"), place), st.tuples(st.just("undo")), st.tuples(st.just("redo")),
    st.tuples(st.just("look")),
)


BEGINNING = (
    ("production", FIRST, 20_000, 8_800, "certified"), ("production", FIRST + timedelta(days=40), 30_000, 9_167, None),
    ("batch", FIRST + timedelta(days=20), 9_000, 9_000, "certified"), ("batch_input", 0, 0, None, False),
    ("lot", FIRST + timedelta(days=47), 8_000, 9_100, None), ("lot_input", 0, 0, None, None, "batch"),
    ("lot", None, 5_000, 9_000, "certified"), ("sale", FIRST + timedelta(days=60), 3_001, 8_333, 0, True),
    ("lot_input", 0, 1, FIRST + timedelta(days=90), 2_000, "production"), ("batch_input", 0, 0, 1_000, True),
    ("lot_input", 0, 1, FIRST + timedelta(days=120), 500, "lot"), ("lot", FIRST, 7_000, 9_000, "certified"),
    ("lot_input", 0, 2, FIRST + timedelta(days=150), 700, "lot"), ("lot_input", 2, 1, FIRST, 300, "stock"),
    ("sale", FIRST + timedelta(days=70), 1_003, 9_000, 1, False), ("sale", FIRST + timedelta(days=80), 999, 9_000, 2,
                                                                  False),
)


class Office:
    """Does the drawn steps; what the program refuses is passed over."""

    def __init__(self, opened: Workspace) -> None:
        self.workspace, self.store = opened, opened.store
        self.site = self.store.save(Site(name="Mina")).id
        self.gone: list[Any] = []
        self.number = 0

    def pick(self, type_: Any, place: int) -> Any:
        found = self.store.all(type_)
        return found[place % len(found)] if found else None

    def save(self, record: Any) -> None:
        self.number += 1
        if hasattr(record, "code") and not record.code:
            record.code = f"N-{self.number}"
        self.store.save(record)

    def do(self, step: tuple[Any, ...]) -> None:
        try:
            getattr(self, step[0])(*step[1:])
        except ArmdeskError:
            return

    def production(self, day: date, gross: int, fineness: int | None, class_: str | None) -> None:
        self.save(Production(date=day, gross_mg=gross, fineness=fineness, gold_class=class_, persons=2,
                             site=self.site if gross % 2 else None))

    def bulk(self, day: date, count: int, gross: int) -> None:
        with self.store.operation("import", kind="import") as writer:
            writer.save_many(Production, [{"date": day + timedelta(days=9 * each), "gross_mg": gross + each,
                                           "fineness": 8_800} for each in range(count)])
            writer.save_many(Lot, [{"code": f"I-{self.number}-{count}-{gross}-{each}", "gross_mg": gross,
                                    "fineness": 9_000, "created_on": day} for each in range(count)])
        self.number += 1

    def lot(self, day: date | None, gross: int, fineness: int | None, class_: str | None) -> None:
        self.save(Lot(created_on=day, gross_mg=gross, fineness=fineness, gold_class=class_))

    def batch(self, day: date, gross: int, fineness: int | None, class_: str | None) -> None:
        self.save(Batch(date=day, gross_mg=gross, fineness=fineness, gold_class=class_))

    def batch_input(self, batch: int, source: int, taken: int | None, lot: bool) -> None:
        into, out = self.pick(Batch, batch), self.pick(Lot if lot else Production, source)
        if into and out:
            self.save(BatchInput(batch=into.id, input_mg=taken, **{"lot" if lot else "production": out.id}))

    def lot_input(self, lot: int, source: int, day: date | None, taken: int | None, kind: str) -> None:
        into = self.pick(Lot, lot)
        links = {"production": ("production", Production), "batch": ("batch", Batch), "lot": ("input_lot", Lot)}
        field, type_ = links.get(kind, ("", None))
        out = self.pick(type_, source) if type_ else None
        if into and (out or not type_):
            self.save(LotInput(lot=into.id, date=day, input_mg=taken, loss_mg=source,
                               operation="purchase" if kind == "purchase" else "melting",
                               **({field: out.id} if out else {})))

    def sale(self, day: date, gross: int, fineness: int | None, lot: int, whole: bool) -> None:
        found = self.pick(Lot, lot)
        sale = Sale(date=day, gross_mg=gross, fineness=fineness,
                    gold_class=("certified", None, "other")[gross % 3],
                    lot=found.id if found and lot % 3 and not whole else None)
        self.save(sale)
        if found and whole:
            found.sale = sale.id
            self.store.save(found)

    def change(self, name: str, place: int, day: date, gross: int, class_: str | None, field: str) -> None:
        record = self.pick(record_type(name), place)
        if record is None:
            return
        values = {"date": day, "created_on": day, "gross_mg": gross, "input_mg": gross, "gold_class": class_}
        if field in record.values():
            setattr(record, field, values[field])
            self.store.save(record)

    def trash(self, name: str, place: int) -> None:
        record = self.pick(record_type(name), place)
        if record is not None:
            self.store.trash([record])
            self.gone.append(record)

    def restore(self, place: int) -> None:
        if self.gone:
            self.store.restore([self.gone.pop(place % len(self.gone))])

    def undo(self) -> None:
        self.store.undo()

    def redo(self) -> None:
        self.store.redo()

    def look(self) -> None:
        gold_months.freshen(self.workspace.db)


@given(st.lists(steps, min_size=3, max_size=25), st.booleans())
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_after_any_sequence_the_sums_are_those_of_the_registers(workspace_folder: Path, done: list[Any],
                                                                eager: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(workspace_folder, Path(folder) / "w")
        with workspaces.open_workspace(Path(folder) / "w", author="tester", now=lambda: NOW) as opened:
            office = Office(opened)
            for step in (*BEGINNING, *done):
                office.do(step)
                if eager:
                    office.look()
            assert gold_months.differing(opened.db) == []
            ledger = Ledger(opened.db)
            _compare_with_counting_by_hand(opened.store, ledger)
            middle = FIRST + timedelta(days=33)
            _compare_with_counting_by_hand(opened.store, Ledger(opened.db, middle), middle)
            end = date(FIRST.year, FIRST.month + 1, 1) - timedelta(days=1)
            _compare_with_counting_by_hand(opened.store, Ledger(opened.db, end), end)


@pytest.mark.parametrize("name", KINDS)
def test_each_change_counts_every_month_that_hangs_on_it(workspace: Workspace, name: str) -> None:
    office = Office(workspace)
    for step in BEGINNING:
        office.do(step)
    assert workspace.store.all(record_type(name))
    changed = 0
    for place in range(len(workspace.store.all(record_type(name)))):
        for field in FIELDS:
            office.look()
            before = workspace.store.head().seq
            office.do(("change", name, place, FIRST + timedelta(days=200), 777, "ecological", field))
            changed += workspace.store.head().seq > before
            assert gold_months.differing(workspace.db) == [], f"{field} of {name} {place}"
        for act in (("trash", name, place), ("undo",), ("redo",), ("restore", 0)):
            office.look()
            office.do(act)
            assert gold_months.differing(workspace.db) == [], f"{act} of {name} {place}"
    assert changed >= 1


def _steps(gross: int | None, fineness: int | None) -> int:
    return numbers.fine_steps(gross, fineness) if gross and fineness else 0


def _compare_with_counting_by_hand(store: Store, ledger: Ledger, until: date = date(2100, 1, 1)) -> None:
    """The whole, class by class, and all stages together, from the records alone."""
    scale = numbers.FINE_STEPS
    sold: dict[str, int] = defaultdict(int)
    for sale in store.all(Sale):
        if sale.date <= until:
            sold[sale.gold_class or "other"] += (sale.fine_mg or 0) * scale
    inputs = [each for each in store.all(LotInput)
              if (each.date or store.get(Lot, each.lot).created_on or FIRST) <= until]
    lost = sum((each.loss_mg or 0) * scale for each in inputs)
    bought = sum((each.input_mg or store.get(Lot, each.lot).fine_mg or 0) * scale for each in inputs
                 if each.operation == "purchase")
    produced = sum(_steps(each.gross_mg, each.fineness) for each in store.all(Production) if each.date <= until)
    whole = ledger.closing("all")
    assert whole == produced + bought - sum(sold.values()) - lost
    assert sum(ledger.closing("all", (class_,)) for class_ in ledger.classes) == whole
    for stage in STAGES:
        assert sum(ledger.closing(stage, (class_,)) for class_ in ledger.classes) == ledger.closing(stage)
        lines = ledger.lines(ledger.months, stage)
        assert not lines or lines[-1].closing == ledger.closing(stage)
    differences = sum(line.difference for stage in STAGES[1:] for line in ledger.lines(ledger.months, stage))
    assert sum(ledger.closing(stage) for stage in STAGES[1:]) == whole - differences
    in_lots = ledger.closing("melting")
    hand = sum((lot.fine_mg or 0) * scale for lot in store.all(Lot) if (lot.created_on or FIRST) <= until)
    hand -= _taken_from_lots(store, inputs, until)
    assert in_lots == hand


def _taken_from_lots(store: Store, inputs: list[LotInput], until: date) -> int:
    """What was taken from lots into lots, batches and sales."""
    scale, taken = numbers.FINE_STEPS, 0
    for each in inputs:
        if each.input_lot and each.operation != "purchase":
            taken += (each.input_mg if each.input_mg is not None
                      else store.get(Lot, each.input_lot).fine_mg or 0) * scale
    for put in store.all(BatchInput):
        lot = store.get(Lot, put.lot)
        if lot is not None and store.get(Batch, put.batch).date <= until:
            whole = put.input_mg is None or lot.fineness is None
            taken += (lot.fine_mg or 0) * scale if whole else _steps(put.input_mg, lot.fineness)
    lots = store.all(Lot)
    for sale in store.all(Sale):
        if sale.date > until:
            continue
        own = [lot for lot in lots if lot.sale == sale.id]
        taken += sum((lot.fine_mg or 0) * scale for lot in own)
        part = store.get(Lot, sale.lot)
        if not own and part is not None and not part.trashed and part.sale is None:
            taken += (sale.fine_mg or 0) * scale
    return taken


def test_a_forged_sum_is_found_and_counted_again(workspace: Workspace) -> None:
    store = workspace.store
    store.save(Production(date=FIRST, gross_mg=10_000, fineness=9_000))
    store.save(Sale(code="1", date=FIRST, gross_mg=5_000, fineness=9_000))
    assert Ledger(workspace.db).closing() == 4_500 * numbers.FINE_STEPS
    workspace.db.execute_sql("UPDATE production_month SET fine = fine + 1")
    workspace.db.execute_sql("DELETE FROM gold_month")
    assert gold_months.differing(workspace.db) == [("gold", "2025-01"), ("production", "2025-01")]
    gold_months.rebuild(workspace.db)
    assert gold_months.differing(workspace.db) == []
    assert Ledger(workspace.db).closing() == 4_500 * numbers.FINE_STEPS


def test_sums_are_proved_year_by_year_and_may_be_stopped(workspace: Workspace) -> None:
    store = workspace.store
    for year in (2019, 2023, 2024):
        store.save(Production(date=date(year, 6, 1), gross_mg=10_000, fineness=9_000))
    store.save(Lot(code="L", gross_mg=1_000, fineness=9_000))
    gold_months.freshen(workspace.db)
    stopping = Stopping()
    with pytest.raises(Cancelled):
        store.prove_sums(stopping)
    assert stopping.told == [(0, 6), (1, 6), (2, 6)], "before, 2019, between, 2023, 2024, after"
    for day, month in (("2018-12-31", "2018-12"), ("2021-01-01", "2021-01"), ("2031-05-05", "2031-05")):
        workspace.db.execute_sql("INSERT INTO production (id, date, gross_mg, fineness) "
                                 "VALUES (randomblob(16), ?, 1, 9000)", (day,))
        assert store.prove_sums() == [("production", month)], "a row that nobody noted, in years that keep nothing"
        assert store.prove_sums() == []
    workspace.db.execute_sql("INSERT INTO lot (id, code, fine_mg) VALUES (randomblob(16), 'M', 5)")
    assert store.prove_sums() == [("gold", "")], "and one without a day"


def test_one_more_row_counts_its_own_month_only(workspace: Workspace) -> None:
    store = workspace.store
    with store.operation("many") as writer:
        writer.save_many(Production, [{"date": FIRST + timedelta(days=each), "gross_mg": 1_000, "fineness": 9_000}
                                      for each in range(400)])
    gold_months.freshen(workspace.db)
    assert _stale(workspace) == []
    store.save(Production(date=date(2025, 5, 5), gross_mg=1_000, fineness=9_000))
    assert _stale(workspace) == [("production", "2025-05")]
    assert Ledger(workspace.db).closing() == 401 * 900 * numbers.FINE_STEPS
    assert _stale(workspace) == []


def _stale(workspace: Workspace) -> list[Any]:
    return [tuple(row) for row in workspace.db.execute_sql("SELECT part, month FROM stale_month").fetchall()]


def test_who_may_only_read_adds_up_for_himself(workspace: Workspace, workspace_folder: Path) -> None:
    workspace.store.save(Production(date=FIRST, gross_mg=10_000, fineness=9_000))
    with workspaces.open_workspace(workspace_folder, read_only=True) as reading:
        assert Ledger(reading.db).closing() == 9_000 * numbers.FINE_STEPS
    assert _stale(workspace) == [("production", "2025-01")]
    with workspace.db.atomic("IMMEDIATE"):
        assert Ledger(workspace.db).closing() == 9_000 * numbers.FINE_STEPS
    assert _stale(workspace) != []
    assert gold_months.differing(workspace.db) == []


def test_a_workspace_from_before_is_added_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = tmp_path / "steps"
    shutil.copytree(schema.FOLDER, steps, ignore=lambda _folder, names: [
        name for name in names if name.startswith("0") and not name.startswith("0001")])
    with monkeypatch.context() as before:
        before.setattr(schema, "FOLDER", steps)
        schema.newest.cache_clear()
        with workspaces.create(tmp_path / "w", author="tester", now=lambda: NOW) as opened:
            opened.db.execute_sql("INSERT INTO production (id, date, gross_mg, fineness) VALUES (X'01', '2024-03-05', "
                                  "50000, 9167)")
            opened.db.execute_sql("INSERT INTO lot (id, code, fine_mg) VALUES (X'02', 'L', 1)")
            opened.db.execute_sql("INSERT INTO sale (id, code, date, gross_mg, fine_mg) VALUES (X'03', 'V', "
                                  "'2024-04-05', 9000, 8000)")
    schema.newest.cache_clear()
    with workspaces.open_workspace(tmp_path / "w", now=lambda: NOW) as opened:
        assert {(part, month) for part, month in _stale(opened)} == {
            ("production", "2024-03"), ("gold", "2024-04"), ("gold", "")}
        assert Ledger(opened.db).closing() == (50_000 * 22 * 10_000) - 8_000 * numbers.FINE_STEPS
        assert gold_months.differing(opened.db) == []


def test_nobody_waits_for_another_writer(workspace: Workspace) -> None:
    workspace.store.save(Production(date=FIRST, gross_mg=10_000, fineness=9_000))
    other = sqlite.connect(workspace.path, workspace.key)
    other.execute("BEGIN IMMEDIATE")
    try:
        assert Ledger(workspace.db).closing() == 9_000 * numbers.FINE_STEPS
        assert _stale(workspace) == [("production", "2025-01")], "whoever comes next keeps it"
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert Ledger(workspace.db).closing() == 9_000 * numbers.FINE_STEPS
    assert _stale(workspace) == []
    assert workspace.db.execute_sql("PRAGMA busy_timeout").fetchone()[0] == 10_000


@pytest.mark.parametrize(("carat", "kept"), [(22, 9_167), (21, 8_750), (20, 8_333), (18, 7_500), (14, 5_833)])
def test_whole_carats_are_twenty_fourths(carat: int, kept: int) -> None:
    assert numbers.parse_fineness(f"{carat}k") == kept
    assert Fraction(numbers.fine_steps(1_234_567, kept), numbers.FINE_STEPS) == Fraction(1_234_567 * carat, 24)
    assert fine_mg(1_000_000, kept) == round(Fraction(1_000_000 * carat, 24))
    assert fine_mg(1_000_000, 8_800) == 880_000 and fine_mg(None, 8_800) is None


def _sell(class_: str | None, gross: int, day: date = date(2025, 3, 1)) -> Sale:
    return Sale(code=f"S-{class_}-{gross}-{day}", date=day, gross_mg=gross, fineness=10_000, gold_class=class_)


def test_certified_gold_that_was_not_there_cannot_be_sold(store: Store) -> None:
    store.save(Production(date=FIRST, gross_mg=50_000, fineness=10_000))
    store.save(Production(date=date(2025, 3, 2), gross_mg=50_000, fineness=10_000, gold_class="certified"))
    store.save(Lot(code="C", created_on=FIRST, gross_mg=10_000, fineness=10_000, gold_class="certified"))
    with pytest.raises(InvalidRecord) as refused:
        store.save(_sell("certified", 10_001))
    [sentence] = refused.value.problems["gross_mg"]
    assert "there were 10.000 g" in sentence and "takes 10.001 g" in sentence and "2025-03-01" in sentence
    kept = store.save(_sell("certified", 7_000))
    with pytest.raises(InvalidRecord, match="Ecological"):
        store.save(_sell("ecological", 1))
    with pytest.raises(InvalidRecord):
        store.save(_sell("certified", 3_001))
    kept.gross_mg = 10_000
    store.save(kept)
    store.save(_sell(None, 900_000))
    with pytest.raises(InvalidRecord):  # what the lot was made of came out of the certified deliveries
        store.save(_sell("certified", 40_001, date(2025, 3, 2)))
    store.save(_sell("certified", 40_000, date(2025, 3, 2)))


def _many(workspace: Workspace, rows: int, progress: Any = SILENT) -> None:
    days = [{"date": FIRST + timedelta(days=each), "gross_mg": 1_000, "fineness": 9_000} for each in range(rows)]
    with workspace.store.operation("many", kind="import") as writer:
        writer.add_up_after(progress)
        writer.save_many(Production, days, checked=True)


def test_who_writes_much_adds_up_what_it_brought(workspace: Workspace) -> None:
    _many(workspace, 1_200)
    assert _stale(workspace) == [], "nobody who asks for a balance after an import waits"
    assert Ledger(workspace.db).closing() == 1_200 * 900 * numbers.FINE_STEPS
    workspace.store.undo()
    assert _stale(workspace) == [] and Ledger(workspace.db).closing() == 0
    workspace.store.redo()
    assert _stale(workspace) == [] and Ledger(workspace.db).closing() == 1_200 * 900 * numbers.FINE_STEPS
    assert gold_months.differing(workspace.db) == []


class Stopping:
    """Somebody who stops the work at its third step."""

    def __init__(self) -> None:
        self.told: list[tuple[int, int]] = []

    def step(self, done: int, total: int, text: str = "") -> None:
        self.told.append((done, total))
        if len(self.told) == 3:
            raise Cancelled("enough")


def test_adding_up_goes_by_months_and_may_be_stopped(workspace: Workspace) -> None:
    stopping = Stopping()
    _many(workspace, 800, stopping)
    assert stopping.told == [(0, 27), (4, 27), (8, 27)]
    assert len(workspace.store.all(Production)) == 800, "what was written stays"
    assert len(_stale(workspace)) == 19
    steps = 0
    while workspace.store.tend_sums():
        steps += 1
        assert len(_stale(workspace)) == 19 - steps
    assert _stale(workspace) == [] and gold_months.differing(workspace.db) == []
