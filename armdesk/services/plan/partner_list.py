"""Lists of actions sent to a partner who works without armdesk, and what comes back: a comparison of three states.

What was sent is kept here and not believed from the file; what is now may have changed meanwhile; what came back is
only what the partner typed.  Nothing is taken over before a person has seen it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from armdesk.errors import RefusedFile
from armdesk.fields import Reading, fold
from armdesk.i18n import LANGUAGES, N_, _, ngettext, speaking
from armdesk.importers.headings import words
from armdesk.importers.workbook import open_book
from armdesk.models import Action, ActionNote, ActionParcel
from armdesk.models.action_flow import refusal
from armdesk.models.choices import ACTION_STATUS
from armdesk.services.basis.numbering import next_code
from armdesk.services.plan import action_work
from armdesk.services.plan.action_cards import Card, cards
from armdesk.services.plan.action_sources import of_ids
from armdesk.store import Store

HEADINGS = {"id": N_("Code"), "number": N_("Action no."), "measure": N_("Measure"), "who": N_("Responsible"),
            "due_on": N_("Due on"), "status": N_("Status"), "progress": N_("Progress (%)"),
            "evidence_as_written": N_("Evidence"), "date": N_("Date"), "note": N_("What was done")}
"""Columns of the list; the last five are for the partner."""
TYPED = ("status", "progress", "evidence_as_written", "date", "note")
COMPARED = ("status", "progress", "evidence_as_written")
LIST_NO = N_("List no.")
OFFERED = ("open", "in_progress", "done")
"""States a partner may choose; closing and cancelling are decided in the office."""
_MOST_ROWS, _HEAD_WITHIN = 20_000, 12
SAME, NEW, CONFLICT, REFUSED = "same", "new", "conflict", "refused"


# out


def sent_values(action: Action) -> dict[str, Any]:
    """What of an action is compared later, as JSON keeps it."""
    return {"status": action.status, "progress": action.progress, "evidence_as_written": action.evidence_as_written}


def begin(store: Store, ids: Collection[str], recipient: str, today: date) -> tuple[ActionParcel, list[Card]]:
    """Keep what is being sent, as one operation; gives the list and the cards of its rows.

    Errors: InvalidRecord without a recipient.
    """
    found = [card for card in cards(store, today) if card.id in ids]
    veiled = {card.id for card in found if card.confidential}
    sent = {action.id: sent_values(action) | ({"evidence_as_written": None} if action.id in veiled else {})
            for action in of_ids(store, [card.id for card in found])}
    parcel = ActionParcel(sent_on=today, recipient=recipient.strip() or None, actions=len(found),
                          body=json.dumps({"actions": sent}, ensure_ascii=False, sort_keys=True))
    with store.operation(ngettext("{count} action to {recipient}", "{count} actions to {recipient}", len(found)).format(
            count=len(found), recipient=recipient)) as writer:
        parcel.number = next_code(store, ActionParcel, "number", today, "LP-001")
        writer.save(parcel)
    return parcel, found


# back


@dataclass(frozen=True)
class Cell:
    """One thing the partner wrote, against what was sent and what is now.

    Shape: state is SAME, NEW, CONFLICT or REFUSED; the three texts are as a person reads them; problem says why it is
    refused.
    """

    action: str
    label: str
    field: str
    row: int
    state: str
    sent: str
    now: str
    back: str
    value: Any = None
    problem: str = ""


@dataclass(frozen=True)
class Back:
    """A list that came back.  Shape: cells without those that are the same; same counts them."""

    parcel: ActionParcel
    cells: tuple[Cell, ...]
    same: int
    cautions: tuple[str, ...]

    def count(self, state: str) -> int:
        """How many cells are in a state."""
        return sum(cell.state == state for cell in self.cells)


def read_back(store: Store, path: Any, today: date) -> Back:
    """Read a list that came back and compare it, cell by cell.  Nothing is changed.

    Errors: RefusedFile where it is no list of ours, or cannot be opened safely.
    """
    book = open_book(path)
    for sheet in book.sheets:
        rows = []
        for number, cells in enumerate(book.rows(sheet), 1):
            if number > _MOST_ROWS:
                raise RefusedFile(_("“{file}” has more rows than a list of actions.").format(file=path.name))
            rows.append(cells)
        places = _places(rows)
        if places is None:
            continue
        head, columns = places
        parcel = _parcel(store, rows[:head], path.name)
        cells_found, same = _compare(store, parcel, list(enumerate(rows[head + 1:], head + 2)), columns, today)
        return Back(parcel, tuple(cells_found), same, tuple(each.sentence for each in book.cautions))
    raise RefusedFile(_("“{file}” is no list of actions that armdesk made: its headings are not there.").format(
        file=path.name))


def _words(text: str) -> set[str]:
    """A text in every language of the program, folded: the office sent in one, the partner may have another."""
    found = {fold(text)}
    for language in LANGUAGES:
        with speaking(language):
            found.add(fold(_(text)))
    return found


def _places(rows: Sequence[Sequence[Any]]) -> tuple[int, dict[str, int]] | None:
    """The heading row and the column of each heading; None where code or status are not there."""
    headings = {name: _words(label) for name, label in HEADINGS.items()}
    for number, cells in enumerate(rows[:_HEAD_WITHIN]):
        texts = [fold(cell) if isinstance(cell, str) else "" for cell in cells]
        columns = {name: texts.index(text) for name, known in headings.items() for text in texts if text in known}
        if {"id", "status"} <= set(columns):
            return number, columns
    return None


def _parcel(store: Store, above: Iterable[Sequence[Any]], name: str) -> ActionParcel:
    list_no = _words(LIST_NO)
    for cells in above:
        for place, cell in enumerate(cells[:-1]):
            if isinstance(cell, str) and fold(cell) in list_no:
                parcel = store.one(ActionParcel, number=str(cells[place + 1]).strip())
                if parcel is not None:
                    return parcel
    sentence = _("“{file}” does not say which list it is, or that list was not sent from here.")
    raise RefusedFile(sentence.format(file=name))


def _compare(store: Store, parcel: ActionParcel, rows: Sequence[tuple[int, Sequence[Any]]], columns: Mapping[str, int],
             today: date) -> tuple[list[Cell], int]:
    sent: dict[str, dict[str, Any]] = json.loads(parcel.body or "{}").get("actions", {})
    found: list[Cell] = []
    same, seen = 0, set[str]()
    for number, cells in rows:
        typed = {name: cells[place] if place < len(cells) else "" for name, place in columns.items()}
        id_ = str(typed["id"]).strip().lower()
        if not any(str(value).strip() for value in typed.values()):
            continue
        label = " ".join(str(typed.get("measure") or typed.get("number") or id_).split())[:80]
        action = store.get(Action, id_) if id_ in sent else None
        if action is None or action.trashed or id_ in seen:
            problem = _("This row stands twice in the list; the first one counts.") if id_ in seen else \
                _("This row was not in the list that was sent. Write it as a new action.")
            found.append(Cell("", label, "", number, REFUSED, "", "", label, problem=problem))
            continue
        seen.add(id_)
        for cell in _row(store, action, sent[id_], typed, number, today):
            if cell.state == SAME:
                same += 1
            else:
                found.append(cell)
    return found, same


def _row(store: Store, action: Action, sent: Mapping[str, Any], typed: Mapping[str, Any], row: int,
         today: date) -> Iterator[Cell]:
    reading = Reading(today=today)
    day, day_problem = _taken(Action.field("done_on"), typed.get("date", ""), reading)
    if not day_problem and day is not None and day > today:
        day_problem = _("This day has not come yet.")
    for name in COMPARED:
        yield _cell(action, name, sent.get(name), typed.get(name, ""), row, reading, day)
    note = " ".join(str(typed.get("note") or "").split())
    if day_problem:
        yield Cell(action.id, action.label(), "date", row, REFUSED, "", "", str(typed.get("date", ""))[:80],
                   problem=day_problem)
    if note:
        known = {" ".join((each.text or "").split()) for each in store.all(ActionNote, action=action.id)}
        made = ActionNote(action=action.id, date=day or today, text=note)
        problems = [sentence for each in made.check().values() for sentence in each]
        state = SAME if note in known else REFUSED if problems else NEW
        yield Cell(action.id, action.label(), "note", row, state, "", "", note, (day or today, note),
                   " ".join(problems))


def _cell(action: Action, name: str, sent: Any, typed: Any, row: int, reading: Reading, day: date | None) -> Cell:
    """One compared field; an emptied cell says nothing."""
    field, now = Action.field(name), getattr(action, name)
    back, problem = _taken(field, typed, reading)
    shown = [field.format(value, action.values()) for value in (sent, now)]

    def cell(state: str, text: str = "", value: Any = None, why: str = "") -> Cell:
        return Cell(action.id, action.label(), name, row, state, shown[0], shown[1], text, value, why)

    if problem:
        return cell(REFUSED, str(typed)[:80], why=problem)
    if back is None or back in (sent, now):
        return cell(SAME)
    text = field.format(back, action.values())
    if name == "status":
        if back not in OFFERED:
            return cell(REFUSED, text, why=_("Closing and cancelling are decided in the office."))
        if back == "done" and day is None and action.done_on is None:
            return cell(REFUSED, text, why=_("Say on which day it was done."))
        if now == sent and (why := refusal(str(now), back)):
            return cell(REFUSED, text, why=why)
    return cell(NEW if now == sent else CONFLICT, text, (back, day) if name == "status" else back)


def _taken(field: Any, typed: Any, reading: Reading) -> tuple[Any, str]:
    """The value of a typed cell and what is wrong with it."""
    if isinstance(typed, str):
        typed = typed.strip().rstrip("%") if field.name == "progress" else typed.strip()
    if typed is None or typed == "":
        return None, ""
    if isinstance(typed, bool):
        return None, _("This is neither a number nor a text.")
    if isinstance(typed, float | int):
        typed = Decimal(str(typed))
    try:
        value = _state(typed) if field.name == "status" else field.take(typed, reading)
    except (ValueError, ArithmeticError) as error:
        return None, str(error)
    problems = field.check(value) if value is not None else []
    return (None, " ".join(problems)) if problems else (value, "")


def _state(typed: Any) -> str:
    """The state a word stands for, in any language and in the words of offices.  Errors: ValueError.

    Who fills in a list and writes that something is finished means that it was done: its effect was not checked.
    """
    wanted = fold(str(typed))
    for code, label in ACTION_STATUS.items():
        if wanted == fold(code) or wanted in _words(label):
            return code
    for code, known in words()["cells"]["action.status"].items():
        if wanted in known:
            return "done" if code == "closed" else str(code)
    raise ValueError(_("“{text}” is none of: {choices}.").format(text=typed, choices=", ".join(
        _(ACTION_STATUS[code]) for code in OFFERED)))


def take_over(store: Store, back: Back, chosen: Collection[int], today: date) -> int:
    """Take over some cells of a list that came back, as one operation; gives their number.

    Shape: chosen are places in back.cells, those that a person left marked.
    Errors: InvalidRecord where an action changed meanwhile so that it does not fit any more.
    """
    wanted = [back.cells[place] for place in sorted(chosen) if back.cells[place].state in (NEW, CONFLICT)]
    by_action: dict[str, list[Cell]] = {}
    for cell in wanted:
        by_action.setdefault(cell.action, []).append(cell)
    title = _("List {number} from {recipient}").format(number=back.parcel.number, recipient=back.parcel.recipient)
    with store.operation(title) as writer:
        for id_, cells in by_action.items():
            action = store.get(Action, id_)
            if action is None:
                continue
            status = action.status
            for cell in cells:
                if cell.field == "note":
                    writer.save(ActionNote(action=id_, date=cell.value[0], text=cell.value[1],
                                           author=back.parcel.recipient))
                elif cell.field == "status":
                    status, day = cell.value
                    action.done_on = (day or action.done_on) if status == "done" else action.done_on
                else:
                    setattr(action, cell.field, cell.value)
            action_work.settle(action, status)
            writer.save(action)
            action_work.go_on(store, writer, action, today)
        parcel = store.get(ActionParcel, back.parcel.id)
        if parcel is not None:
            parcel.returned_on = today
            writer.save(parcel)
    return len(wanted)
