"""What the page Today shows, read from the registers: what is due, what ends, months, people, first steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from armdesk.i18n import N_, _
from armdesk.models import record_type
from armdesk.models.organisation import Organisation, Permit
from armdesk.models.people import Person
from armdesk.models.plan import Action
from armdesk.models.production import Production
from armdesk.models.trade import Party, Sale
from armdesk.query import Filter, Query
from armdesk.store import Store

_WEEK, _SOON = timedelta(days=7), timedelta(days=60)
_EACH, _MONTHS = 8, 12
_ENDING = (("permit", "expires_on"), ("document", "valid_to"), ("registration", "valid_to"),
           ("party", "licence_valid_to"))


@dataclass(frozen=True)
class Task:
    """Something to do.  Shape: kind alarm, warn or note; state is a word for it; page and record are where it leads."""

    kind: str
    state: str
    text: str
    day: str
    page: str
    record: str


@dataclass(frozen=True)
class Step:
    """One step of a new workspace: its words, the page it leads to, and whether it was done."""

    words: str
    page: str
    done: bool


@dataclass(frozen=True)
class Month:
    """Fine gold of one month in mg: mined and sold."""

    first: date
    mined: int
    sold: int


@dataclass(frozen=True)
class TodayFacts:
    """Everything the page shows.  Shape: people maps codes of sex ("" for not stated) to living active persons."""

    tasks: list[Task]
    more_tasks: int
    months: list[Month]
    people: dict[str, int]
    steps: list[Step]


def gather(store: Store, today: date) -> TodayFacts:
    """Read it all; runs in the thread of the lists."""
    tasks = [*_actions(store, today), *_ending(store, today)]
    order = {"alarm": 0, "warn": 1, "note": 2}
    tasks.sort(key=lambda task: (order[task.kind], task.day))
    return TodayFacts(tasks[: _EACH * 2], max(0, len(tasks) - _EACH * 2), list(_months(store, today)), _people(store),
                      _steps(store))


def alarms(store: Store, today: date) -> int:
    """How many things are overdue or have ended."""
    overdue = store.count(_open_actions().where(Filter("due_on", "to", today - timedelta(days=1))))
    return overdue + sum(store.count(_ended(name, field, today)) for name, field in _ENDING)


def _open_actions() -> Query:
    return Query(Action, filters=(Filter("done_on", "empty"), Filter("status", "in", ("open", "in_progress"))),
                 order="due_on")


def _ended(name: str, field: str, today: date) -> Query:
    query = Query(record_type(name), order=field).where(
        Filter(field, "to", today - timedelta(days=1)), Filter(field, "from", today - timedelta(days=3650)))
    return query.where(Filter("state", "is_not", "rejected")) if name == "document" else query


def _actions(store: Store, today: date) -> Iterator[Task]:
    for action in store.find(_open_actions().where(Filter("due_on", "to", today + _WEEK)), limit=_EACH * 2):
        late = action.due_on < today
        yield Task("alarm" if late else "note", _("Overdue") if late else _("This week"), action.label(),
                   action.due_on.isoformat(), "action", action.id)


def _ending(store: Store, today: date) -> Iterator[Task]:
    for name, field in _ENDING:
        type_ = record_type(name)
        coming = Query(type_, order=field).where(Filter(field, "from", today), Filter(field, "to", today + _SOON))
        ended = store.find(_ended(name, field, today), limit=_EACH)
        for record in [*ended, *store.find(coming, limit=_EACH)]:
            day = getattr(record, field)
            words = _("{kind}: {name}").format(kind=_(type_.about.one).capitalize(), name=record.label())
            late = day < today
            yield Task("alarm" if late else "warn", _("Has ended") if late else _("Ends soon"), words, day.isoformat(),
                       name, record.id)


def _months(store: Store, today: date) -> Iterator[Month]:
    newest = [found[0].date for found in (store.find(Query(type_), limit=1) for type_ in (Production, Sale)) if found]
    if not newest:
        return
    end = min(max(newest), today).replace(day=1)
    for back in range(_MONTHS - 1, -1, -1):
        number = end.year * 12 + end.month - 1 - back
        first = date(number // 12, number % 12 + 1, 1)
        last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        days = (Filter("date", "from", first), Filter("date", "to", last))
        yield Month(first, store.total(Query(Production, filters=days), "fine_mg"),
                    store.total(Query(Sale, filters=days), "fine_mg"))


def _people(store: Store) -> dict[str, int]:
    active = Query(Person, filters=(Filter("status", "is", "active"),))
    codes = Person.field("sex").options  # type: ignore[attr-defined]  # it is a Choice
    counts = {code: store.count(active.where(Filter("sex", "is", code))) for code in codes}
    counts[""] = store.count(active.where(Filter("sex", "empty")))
    return {code: count for code, count in counts.items() if count}


_STEPS = (
    (N_("Say who the cooperative is"), Organisation), (N_("Enter the members and workers"), Person),
    (N_("Add titles and permits"), Permit), (N_("Enter or import production"), Production),
    (N_("Add the buyers"), Party), (N_("Enter the sales"), Sale),
)


def _steps(store: Store) -> list[Step]:
    return [Step(_(words), type_.type_name(), bool(store.find(Query(type_), limit=1))) for words, type_ in _STEPS]
