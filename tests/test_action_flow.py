"""States and due dates of actions: what may follow what, what each needs, what is left to the past."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from factories import make
from hypothesis import given
from hypothesis import strategies as st

from armdesk.errors import InvalidRecord
from armdesk.models import Action, ActionExtension, ActionNote, SourceOfAction
from armdesk.models.action_flow import MOVES, missing, refusal
from armdesk.models.choices import ACTION_STATUS
from armdesk.services.plan import action_sources, action_work
from armdesk.store import Store

DAY = date(2025, 6, 1)
CHECKED = {"effect_checked_on": date(2025, 7, 1), "effect_checked_by": "Comité", "effective": "yes"}
STATES = st.sampled_from(sorted(ACTION_STATUS))


def action(store: Store, **more: Any) -> Action:
    plain: dict[str, Any] = dict.fromkeys((
        "origin", "done_on", "effect_checked_on", "effect_checked_by", "effective", "effect", "repeat_months",
        "repeat_day", "repeat_of", "owner_organisation", "note", "evidence_as_written"))
    made: Action = make(store, "action", **{**plain, "status": "open", "adopted_on": date(2025, 1, 10),
                                            "due_on": date(2025, 3, 31), "progress": 0, **more})
    return made


def problems(store: Store, record: Action, **changes: Any) -> dict[str, list[str]]:
    kept = store.get(Action, record.id)
    assert kept is not None
    for name, value in changes.items():
        setattr(kept, name, value)
    with pytest.raises(InvalidRecord) as raised:
        store.save(kept)
    return {name: list(sentences) for name, sentences in raised.value.problems.items()}


@given(STATES, STATES)
def test_every_state_can_be_left_and_closed_is_reached_only_after_done(before: str, after: str) -> None:
    assert set(MOVES) == set(ACTION_STATUS) and MOVES[before]
    allowed = not refusal(before, after)
    assert allowed == (before == after or after in MOVES[before])
    if after == "closed" and before != "closed":
        assert allowed == (before == "done")


@given(STATES, st.fixed_dictionaries({
    "done_on": st.none() | st.dates(date(2025, 1, 1), date(2025, 12, 31)),
    "effect_checked_on": st.none() | st.dates(date(2025, 1, 1), date(2025, 12, 31)),
    "effect_checked_by": st.none() | st.just("Comité"), "effective": st.sampled_from([None, "yes", "partly", "no"]),
    "note": st.none() | st.just("x")}))
def test_closed_means_done_and_looked_at_and_of_use(status: str, values: dict[str, Any]) -> None:
    found = missing({**values, "status": status})
    if status == "closed" and not found:
        assert values["effect_checked_by"] and values["effective"] in ("yes", "partly")
        assert values["effect_checked_on"] >= values["done_on"]
    if status in ("open", "in_progress"):
        assert not found
    assert all(sentence.endswith(".") for sentences in found.values() for sentence in sentences)


def test_closing_without_a_check_is_refused_beside_the_fields(store: Store) -> None:
    record = action(store, status="done", done_on=DAY)
    assert set(problems(store, record, status="closed")) == {"effect_checked_on", "effect_checked_by", "effective"}
    assert set(problems(store, record, status="closed", **{**CHECKED, "effective": "no"})) == {"effective"}
    assert "before the action was done" in problems(
        store, record, status="closed", **{**CHECKED, "effect_checked_on": date(2025, 5, 1)})["effect_checked_on"][0]
    for name, value in CHECKED.items():
        setattr(record, name, value)
    record.status = "closed"
    assert store.save(record).status == "closed"
    assert set(problems(store, record, effective=None)) == {"effective"}


def test_an_open_action_cannot_jump_to_closed(store: Store) -> None:
    record = action(store)
    assert "only after it was done" in problems(store, record, status="closed", done_on=DAY, **CHECKED)["status"][0]
    cancelled = action(store, status="cancelled", note="No hay plata")
    assert "only be opened again" in problems(store, cancelled, status="in_progress")["status"][0]


def test_what_is_imported_tells_of_the_past(store: Store) -> None:
    with store.operation("Libro viejo", "import") as writer:
        old = writer.save(Action(number="7", measure="Comprar", status="closed", due_on=DAY))
    kept = store.get(Action, old.id)
    assert kept is not None
    with store.operation("Libro nuevo", "import") as writer:
        kept.due_on = date(2025, 8, 1)
        writer.save(kept)
    kept.owner = "Gerente"
    assert store.save(kept).owner == "Gerente", "what nobody touches now is not judged"


def test_what_was_imported_comes_out_of_the_trash_and_takes_a_note(store: Store) -> None:
    with store.operation("Libro viejo", "import") as writer:
        old = writer.save(Action(number="7", measure="Comprar", status="closed", due_on=DAY, done_on=DAY))
    store.trash([old])
    store.restore([old])
    kept = store.get(Action, old.id)
    assert kept is not None and not kept.trashed
    kept.note, kept.done_on = "Factura en la carpeta", date(2025, 5, 30)
    store.save(kept)
    assert set(problems(store, kept, done_on=None)) == {"done_on"}
    kept.effective = "yes"
    assert store.save(kept).effective == "yes", "what is known is added step by step"
    other = action(store)
    first = action_work.extend(store, other, date(2025, 9, 9), "x", "y", DAY)
    action_work.extend(store, other, date(2025, 10, 9), "x", "y", DAY)
    store.trash([first])
    store.restore([first])


def test_a_due_date_moves_only_with_a_reason_once_the_plan_is_adopted(store: Store) -> None:
    record = action(store)
    assert "Extend" in problems(store, record, due_on=date(2025, 5, 1))["due_on"][0]
    assert "due_on" in problems(store, record, due_on=date(2025, 5, 1), adopted_on=None)
    assert "due_on" in problems(store, record, due_on=None)
    action_work.extend(store, record, date(2025, 5, 1), "Llovió", "Junta", date(2025, 3, 20))
    [extension] = store.all(ActionExtension, action=record.id)
    assert (extension.old_due, extension.new_due) == (date(2025, 3, 31), date(2025, 5, 1))
    kept = store.get(Action, record.id)
    assert kept is not None and kept.due_on == date(2025, 5, 1)
    assert "due_on" in problems(store, kept, due_on=date(2025, 9, 1)), "an extension serves once"
    store.undo()
    kept = store.get(Action, record.id)
    assert kept is not None and kept.due_on == date(2025, 3, 31) and not store.all(ActionExtension)


def test_before_it_is_adopted_a_date_may_be_written_and_changed(store: Store) -> None:
    record = action(store, adopted_on=None)
    record.due_on = date(2025, 4, 1)
    store.save(record)
    empty = action(store, due_on=None)
    empty.due_on = date(2025, 4, 1)
    assert store.save(empty).due_on == date(2025, 4, 1)


@pytest.mark.parametrize(("reason", "who"), [("", "Junta"), ("Llovió", "")])
def test_an_extension_says_why_and_who(store: Store, reason: str, who: str) -> None:
    record = action(store)
    with pytest.raises(InvalidRecord):
        action_work.extend(store, record, date(2025, 5, 1), reason, who, DAY)
    kept = store.get(Action, record.id)
    assert kept is not None and kept.due_on == date(2025, 3, 31) and not store.all(ActionExtension)


def test_an_extension_written_by_itself_would_move_nothing_and_is_refused(store: Store) -> None:
    record = action(store)
    with pytest.raises(InvalidRecord) as raised:
        store.save(ActionExtension(action=record.id, date=DAY, old_due=date(2025, 3, 31), new_due=date(2025, 5, 1),
                                   reason="Llovió", approved_by="Junta"))
    assert "moves the date" in raised.value.problems["new_due"][0]
    with store.operation("Libro", "import") as writer:
        writer.save(ActionExtension(action=record.id, date=DAY, old_due=date(2025, 3, 31), new_due=date(2025, 5, 1),
                                    reason="Llovió", approved_by="Junta"))


def test_many_are_moved_at_once_or_none(store: Store) -> None:
    one, two = action(store), action(store, status="closed", done_on=DAY, **CHECKED)
    with pytest.raises(InvalidRecord):
        action_work.move(store, [one.id, two.id], "cancelled", {"note": "Ya no"}, DAY)
    assert store.get(Action, one.id).status == "open"  # type: ignore[union-attr]  # it was just saved
    action_work.move(store, [one.id], "done", {"done_on": DAY}, DAY)
    kept = store.get(Action, one.id)
    assert kept is not None and (kept.status, kept.progress, kept.done_on) == ("done", 100, DAY)
    action_work.move(store, [one.id], "in_progress", {}, DAY)
    kept = store.get(Action, one.id)
    assert kept is not None and (kept.status, kept.done_on) == ("in_progress", None)
    action_work.move(store, [one.id], "cancelled", {"note": "Se compró otra"}, DAY)
    kept = store.get(Action, one.id)
    assert kept is not None and kept.note == "Se compró otra"


def test_progress_is_told_step_by_step(store: Store) -> None:
    record = action(store)
    action_work.tell(store, record, ActionNote(date=DAY, text="Se pidió cotización", progress=30, author="Gerente"))
    kept = store.get(Action, record.id)
    assert kept is not None and (kept.progress, kept.status) == (30, "in_progress")
    assert [note.text for note in store.all(ActionNote, action=record.id)] == ["Se pidió cotización"]


def test_an_action_knows_all_it_answers(store: Store) -> None:
    incident, risk = make(store, "incident"), make(store, "risk", requirement="requirement/oecd-annex2/A2-05")
    record = action(store, origin=f"incident/{incident.id}")
    finding = make(store, "finding", action=record.id, status="open", requirement="requirement/craft-2.0/M.5/1.3/P.1")
    references = [f"risk/{risk.id}", f"incident/{incident.id}", "requirement/craft-2.0/M.1/5.2/P.4"]
    assert action_sources.link(store, [record.id], references) == 2
    assert action_sources.link(store, [record.id], references) == 0
    expected = [f"incident/{incident.id}", *references[::2], f"finding/{finding.id}"]
    assert action_sources.sources(store, record) == expected
    assert action_sources.by_action(store)[record.id] == expected
    for reference in expected:
        assert [each.id for each in action_sources.actions_for(store, reference)] == [record.id], reference
    served = action_sources.requirements_by_action(store)[record.id]
    assert served == ["requirement/oecd-annex2/A2-05", "requirement/craft-2.0/M.1/5.2/P.4",
                      "requirement/craft-2.0/M.5/1.3/P.1"]
    effects = {each.reference: each for each in action_sources.effects(store, record)}
    assert set(effects) == {*expected, *served}
    assert effects[f"finding/{finding.id}"].then == "the finding can be closed"
    assert effects["requirement/oecd-annex2/A2-05"].now == ""
    make(store, "answer", catalogue="oecd-annex2", requirement="A2-05", result="planned")
    told = {each.reference: each.now for each in action_sources.effects(store, record)}
    assert told["requirement/oecd-annex2/A2-05"].startswith("Found, plan")
    action_sources.unlink(store, record, f"risk/{risk.id}")
    assert len(store.all(SourceOfAction, action=record.id)) == 1


def test_another_open_action_for_the_same_thing_is_told(store: Store) -> None:
    risk = make(store, "risk", requirement=None)
    one, _two = (action(store, origin=f"risk/{risk.id}") for _time in range(2))
    [effect] = action_sources.effects(store, one)
    assert effect.others == 1 and effect.then == "1 other action for it is still open"
