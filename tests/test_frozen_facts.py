"""Facts that were cited stay as they were; where the registers say something else since then, it is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from fact_cases import DAY, YEAR, Office
from factories import make

from armdesk.catalogues import load
from armdesk.exports.pack import PackOptions, build_pack
from armdesk.models import Answer, CitedFact, Drill, Pack, Production
from armdesk.record import new_id
from armdesk.services.findings.fact_rules import source_changed
from armdesk.services.findings.finding import Look
from armdesk.services.period_facts.drafting import cite_no_more, draft, keep_answer
from armdesk.services.period_facts.frozen_facts import Change, accept, changes, cited_by, rows_sha256, since_pack
from armdesk.store import Store
from armdesk.workspace import Workspace

TODAY, LATER = date(2026, 1, 20), date(2026, 2, 3)
CODE = "M.5/1.3/P.6"


def _cited(store: Store, *names: str, statement: str | None = None) -> Answer:
    """An answer that cites some facts as they are now, in its statement."""
    said = draft(store, YEAR, names, "en", TODAY)
    answer = Answer(
        catalogue="craft-2.0", requirement=CODE, period_from=YEAR.begins, period_to=YEAR.ends, result="in_progress",
        statement=said.text() if statement is None else statement, answered_on=TODAY, confirmed_by="Rosalba Q.",
        confirmed_on=TODAY, id=new_id())
    return keep_answer(store, answer, said.cited_in(answer.statement or ""))


def _changes(store: Store) -> list[Change]:
    return list(changes(store, [each for each in store.all(CitedFact) if each.replaced_on is None]))


def test_a_draft_says_what_is_there_and_what_is_not(store: Store) -> None:
    Office(store).put("drill")
    made = draft(store, YEAR, ["drills", "emergency_plans"], "en", TODAY)
    assert made.text() == "Drills held, 2025: 1.\nEmergency plans that hold, 2025: nothing recorded."
    assert [each.fact for each in made.cited_in("We held them. Drills held, 2025: 1. And more.")] == ["drills"]
    assert draft(store, YEAR, ["drills"], "es", TODAY).facts[0].language == "es"


def test_citing_again_replaces_what_was_cited(store: Store) -> None:
    office = Office(store)
    office.put("drill")
    answer = _cited(store, "drills")
    office.put("drill")
    again = draft(store, YEAR, ["drills", "sites"], "en", LATER)
    keep_answer(store, answer, again.facts)
    assert [(each.fact, each.value) for each in cited_by(store, answer.id)] == [("drills", "2"), ("sites", "")]
    assert len(store.all(CitedFact)) == 3
    cite_no_more(store, cited_by(store, answer.id)[0], LATER)
    assert [each.fact for each in cited_by(store, answer.id)] == ["sites"]


def test_what_was_cited_stays_and_speaks_when_the_value_changes(store: Store) -> None:
    office = Office(store)
    office.put("drill")
    answer = _cited(store, "drills", "sites")
    first, second = cited_by(store, answer.id)
    assert (first.fact, first.value, first.sentence) == ("drills", "1", "Drills held, 2025: 1.")
    assert (first.rows_count, first.computed_on, first.period_to) == (1, TODAY, YEAR.ends)
    assert (second.fact, second.value) == ("sites", "")
    office.put("meeting")
    office.put("drill", date=date(2024, 3, 3))
    assert _changes(store) == [], "nothing that the facts tell of has changed"
    office.put("drill")
    (change,) = _changes(store)
    assert (change.fact, change.then, change.now, change.rows_only) == ("drills", "1", "2", False)
    assert change.words() == "The source has changed since 2026-01-20: then 1, now 2."
    assert cited_by(store, answer.id)[0].value == "1"


def test_rows_that_change_are_told_also_where_the_value_is_the_same(store: Store) -> None:
    office = Office(store)
    drill = office.put("drill")
    _cited(store, "drills")
    record = store.get(Drill, drill)
    assert record is not None
    record.scenario = "Incendio en la planta"
    store.save(record)
    (change,) = _changes(store)
    assert change.rows_only and "rows behind it are others, the value is still 1" in change.words()


def test_what_was_taken_back_has_not_changed(store: Store) -> None:
    office = Office(store)
    drill, other = office.put("drill"), office.put("drill", scenario="Derrumbe")
    _cited(store, "drills")
    record = store.get(Drill, drill)
    assert record is not None
    was, record.scenario = record.scenario, "Incendio en la planta"
    store.save(record)
    assert [change.rows_only for change in _changes(store)] == [True]
    store.undo()
    assert _changes(store) == []
    store.redo()
    assert [change.rows_only for change in _changes(store)] == [True]
    record = store.get(Drill, drill)
    assert record is not None
    record.scenario = was  # typed again as it was
    store.save(record)
    assert _changes(store) == []
    store.trash([store.get(Drill, other)])  # type: ignore[list-item]  # it is there
    assert [(change.then, change.now) for change in _changes(store)] == [("2", "1")]
    store.undo()
    assert _changes(store) == []
    with store.operation("imported", "import") as writer:
        writer.save(Drill(date=DAY, kind=record.kind))
    assert [(change.then, change.now) for change in _changes(store)] == [("2", "3")]
    store.undo()
    assert _changes(store) == []


def test_a_row_brought_back_from_the_trash_beside_one_that_goes_is_seen(store: Store) -> None:
    office = Office(store)
    office.put("drill")
    gone = office.put("drill")
    store.trash([store.get(Drill, gone)])  # type: ignore[list-item]  # it is there
    _cited(store, "drills")
    store.restore([store.get(Drill, gone)])  # type: ignore[list-item]  # it is there
    kept = next(each for each in store.all(Drill) if each.id != gone)
    store.trash([kept])
    assert [change.rows_only for change in _changes(store)] == [True]


def test_one_row_that_goes_and_one_that_comes_are_seen(store: Store) -> None:
    office = Office(store)
    gone = office.put("drill")
    _cited(store, "drills")
    store.trash([store.get(Drill, gone)])  # type: ignore[list-item]  # it is there
    office.put("drill")
    assert [change.rows_only for change in _changes(store)] == [True]


def test_many_new_rows_at_once_are_compared_as_a_whole(store: Store) -> None:
    office = Office(store)
    office.put("production", gross_mg=10_000, fineness=9_000)
    _cited(store, "gross_produced", "fineness_known")
    with store.operation("imported") as writer:
        writer.save_many(Production, [{"date": date(2024, 1, 1), "gross_mg": 5} for _number in range(40)])
    assert _changes(store) == []
    with store.operation("imported") as writer:
        writer.save_many(Production, [{"date": DAY, "gross_mg": 5_000} for _number in range(40)])
    assert {(each.fact, each.then, each.now) for each in _changes(store)} == {
        ("gross_produced", "10.00 g", "210.00 g"), ("fineness_known", "100 %", "2.4 %")}


def test_the_hash_tells_of_every_row(store: Store) -> None:
    office = Office(store)
    office.put("drill")
    rows = office.figure("drills").rows
    before = rows_sha256(store, rows)
    office.put("drill", date=date(2024, 1, 1))
    assert rows_sha256(store, rows) == before
    office.put("drill")
    assert rows_sha256(store, rows) != before


def test_accepting_cites_the_new_value_keeps_the_old_and_waits_to_be_confirmed(store: Store) -> None:
    office = Office(store)
    office.put("drill")
    answer = _cited(store, "drills", statement="We practise. Drills held, 2025: 1. All shifts took part.")
    office.put("drill")
    (change,) = _changes(store)
    accept(store, change, LATER)
    (now,) = cited_by(store, answer.id)
    assert (now.value, now.computed_on) == ("2", LATER) and _changes(store) == []
    kept = store.get(Answer, answer.id)
    assert kept is not None
    assert kept.statement == "We practise. Drills held, 2025: 2. All shifts took part."
    assert (kept.confirmed_by, kept.confirmed_on) == (None, None)
    (old,) = [each for each in store.all(CitedFact) if each.replaced_on]
    assert (old.value, old.replaced_on) == ("1", LATER)
    store.undo()
    assert cited_by(store, answer.id)[0].value == "1"


def test_accepting_leaves_words_that_a_person_changed(store: Store) -> None:
    office = Office(store)
    office.put("drill")
    answer = _cited(store, "drills")
    mine = store.get(Answer, answer.id)
    assert mine is not None
    mine.statement = "One drill, in May."
    store.save(mine)
    office.put("drill")
    accept(store, _changes(store)[0], LATER)
    kept = store.get(Answer, answer.id)
    assert kept is not None and (kept.statement, kept.confirmed_by) == ("One drill, in May.", "Rosalba Q.")


def test_the_check_names_the_requirements_and_leads_to_the_rows(store: Store) -> None:
    office = Office(store)
    office.put("drill")
    _cited(store, "drills")
    look = Look(store, load.get("craft-2.0"), YEAR, LATER)
    assert list(source_changed(look)) == []
    office.put("drill")
    (found,) = source_changed(Look(store, load.get("craft-2.0"), YEAR, LATER))
    assert found.sentence == "Drills held: The source has changed since 2026-01-20: then 1, now 2."
    assert found.where == (f"requirement/craft-2.0/{CODE}",) and found.severity == "warn"
    assert found.rows is not None and store.count(found.rows) == 2
    store.trash([store.all(Answer)[0]])
    assert list(source_changed(Look(store, load.get("craft-2.0"), YEAR, LATER))) == []


@pytest.fixture
def packed(workspace: Workspace, tmp_path: Path) -> tuple[Workspace, Pack, Path]:
    """An office with a drill, an answer that cites it, a later drill, and a pack."""
    store = workspace.store
    make(store, "organisation")
    office = Office(store)
    office.put("drill")
    _cited(store, "drills")
    office.put("drill")
    made = build_pack(workspace, PackOptions(YEAR, tmp_path / "packs", language="en", made_on=LATER, zipped=False))
    return workspace, made.record, made.folder


def test_a_pack_carries_the_facts_and_says_which_have_changed(packed: tuple[Workspace, Pack, Path]) -> None:
    _workspace, _pack, folder = packed
    told = (folder / "data" / "tables" / "S37_facts.csv").read_text(encoding="utf-8-sig")
    lines = [line for line in told.splitlines() if line.startswith("drills")]
    assert len(lines) == 2
    assert "now" in lines[0] and "Drills held, 2025: 2." in lines[0] and CODE in lines[0]
    assert "changed" in lines[1] and "2026-01-20" in lines[1] and "Drills held, 2025: 1." in lines[1]
    page = (folder / "data" / "index.html").read_text(encoding="utf-8")
    assert "2026-01-20: Drills held, 2025: 1." in page
    assert "The source has changed since 2026-01-20. Now: Drills held, 2025: 2." in page


def test_a_pack_that_was_made_says_what_has_changed_since(packed: tuple[Workspace, Pack, Path]) -> None:
    workspace, pack, _folder = packed
    store = workspace.store
    assert since_pack(store, pack) == [], "that this pack is the newest one now is no change"
    Office(store).put("drill")
    found = {each.fact: each for each in since_pack(store, pack)}
    assert (found["drills"].then, found["drills"].now) == ("2", "3")
    assert found["drills"].computed_on == LATER and found.keys() == {"drills"}
    assert since_pack(store, Pack(number=1, made_on=LATER, kind="craft_full")) == [], "an older one knows no facts"
