"""What the page Today shows, read from the registers: what is due, what ends, months, figures, people, first steps."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from armdesk.i18n import N_, _, current
from armdesk.models import RECORDS, record_type
from armdesk.models.choices import EQUIPMENT
from armdesk.models.organisation import Organisation, Permit
from armdesk.models.people import Person
from armdesk.models.plan import Action
from armdesk.models.production import Production
from armdesk.models.trade import Party, Sale
from armdesk.query import Filter, Query
from armdesk.services.basis.figure import has_any, newest_day
from armdesk.services.basis.period import Period, months_after
from armdesk.services.findings.audit_rules import due_soon
from armdesk.services.findings.checks import in_use, period_of
from armdesk.services.gold.gold_figures import fine_by_month
from armdesk.services.period_facts import status
from armdesk.services.period_facts.figures import Figures
from armdesk.services.plan import risks
from armdesk.services.plan.risk_level import FOLLOWED
from armdesk.services.safety.emergency import SOON, equipment
from armdesk.services.safety.round_plan import due
from armdesk.services.safety.safety_figures import last_lost_time
from armdesk.services.safety.safety_months import SafetyMonths
from armdesk.services.safety.safety_tasks import safety_tasks
from armdesk.store import Store
from armdesk.workspace import Workspace

_WEEK, _LATELY, _SOON = timedelta(days=7), timedelta(days=30), timedelta(days=60)
_EACH, _MONTHS, _DRAFTS = 8, 12, 3
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
class Safety:
    """How long nobody was hurt so that work was lost.

    Shape: last is the day of the last such incident, since the day of the first entry of the book, both None where
    there is none; few says that the hours are too few to compare, source how they are known.
    Units: injuries (deaths apart) and hours of the twelve months before today, hours None where none are known.
    """

    last: date | None
    since: date | None
    injuries: int
    hours: Decimal | None
    few: bool = False
    source: str = ""

    @property
    def rate(self) -> Decimal | None:
        """Lost-time injuries in a million hours, None without hours."""
        return 1_000_000 * self.injuries / self.hours if self.hours else None


@dataclass(frozen=True)
class Mercury:
    """Mercury of the checks' period.  Units: g; per_gold in g of mercury not recovered per g of fine gold."""

    per_gold: Decimal | None
    used: Decimal
    recovered: Decimal
    gold: Decimal


@dataclass(frozen=True)
class Ready:
    """How far a standard is answered.

    Shape: settled of total requirements owe nothing more; lately counts the answers given in the last thirty days.
    """

    key: str
    title: str
    settled: int
    total: int
    lately: int


@dataclass(frozen=True)
class Draft:
    """A form that was begun and not saved.  Shape: page is its record type, when the moment in local time."""

    page: str
    kind: str
    when: str


@dataclass(frozen=True)
class TodayFacts:
    """Everything the page shows.  Shape: people maps codes of sex ("" for not stated) to living active persons."""

    tasks: list[Task]
    more_tasks: int
    months: list[Month]
    people: dict[str, int]
    steps: list[Step]
    safety: Safety
    mercury: Mercury | None
    ready: list[Ready]
    drafts: list[Draft]


def gather(workspace: Workspace, today: date, explained: Collection[str] = ()) -> TodayFacts:
    """Read it all; runs beside the window.  Shape: explained names records whose ending was answered."""
    store, span = workspace.store, period_of(workspace, today)
    tasks = [task for task in (*_safety_tasks(workspace), *_actions(store, today), *_ending(store, today),
                               *_to_look_at(store, today), *_risks(store, today), *_audits(store, today))
             if f"{task.page}/{task.record}" not in explained]
    order = {"alarm": 0, "warn": 1, "note": 2}
    # Who was hurt comes before what is only late.
    tasks.sort(key=lambda task: (order[task.kind], task.page != "incident", task.day))
    return TodayFacts(tasks[: _EACH * 2], max(0, len(tasks) - _EACH * 2), list(_months(store, today)), _people(store),
                      _steps(store), _safety(store, today), _mercury(store, span), _ready(workspace, span, today),
                      _drafts(store))


def alarms(store: Store, today: date, explained: Collection[str] = ()) -> int:
    """How many things are overdue or have ended, without those that somebody explained."""
    due = [_open_actions().where(Filter("due_on", "to", today - timedelta(days=1)))]
    due += [_ended(name, field, today) for name, field in _ENDING]
    answered = tuple(each.partition("/")[2] for each in explained)
    told = sum(store.count(each.where(Filter("id", "in", answered))) for each in due) if answered else 0
    return sum(map(store.count, due)) - told


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


def _safety_tasks(workspace: Workspace) -> Iterator[Task]:
    words = {"alarm": _("Alarm"), "warn": _("To be told"), "note": _("This week")}
    for task in safety_tasks(workspace.store, workspace.now()):
        yield Task(task.kind, words[task.kind], task.text, task.day.isoformat(), task.type, task.id)


def _risks(store: Store, today: date) -> Iterator[Task]:
    """Risks whose time is over or ends this week: a plan of six months, or the usual time of the others."""
    for each in risks.known(store, risks.rows_of(store, risks.keys_of(store)), today):
        ends = each.clock.ends
        if each.level and each.risk.status in FOLLOWED and ends is not None and ends <= today + _WEEK:
            late = ends < today
            yield Task("warn" if late else "note", _("Overdue") if late else _("This week"),
                       _("Reassess: {name}").format(name=each.risk.label()), ends.isoformat(), "risk", each.risk.id)


def _audits(store: Store, today: date) -> Iterator[Task]:
    """Findings and requests of audits that are due soon or overdue."""
    for each in due_soon(store, today):
        late = each.kind == "alarm"
        yield Task(each.kind, _("Overdue") if late else _("Due soon"), each.text, each.day.isoformat(), each.type,
                   each.id)


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


def _to_look_at(store: Store, today: date) -> Iterator[Task]:
    """Emergency equipment that expires soon and rounds of this week; what is late already is told by the rules."""
    for kit in equipment(store, today):
        if kit.state == SOON and kit.expires is not None:
            words = _("{kind}: {name}").format(kind=_(EQUIPMENT[kit.kind]), name=f"{kit.code} {kit.name}".strip())
            yield Task("warn", _("Ends soon"), words, kit.expires.isoformat(), "equipment", kit.id)
    for each in due(store, today):
        if -_WEEK.days <= each.late <= 0:
            words = _("{kind}: {name}").format(kind=_("Round"), name=f"{each.what} · {each.where}")
            yield Task("note", _("This week"), words, each.due.isoformat(), "round", "")


def _months(store: Store, today: date) -> Iterator[Month]:
    newest = [day for day in (newest_day(store, type_) for type_ in (Production, Sale)) if day is not None]
    if not newest:
        return
    end = min(max(newest), today).replace(day=1)
    number = end.year * 12 + end.month - _MONTHS
    firsts = [date((number + each) // 12, (number + each) % 12 + 1, 1) for each in range(_MONTHS)]
    days = Period(firsts[0], max(firsts[0], min(today, months_after(end, 1) - timedelta(days=1))))
    mined, sold = fine_by_month(store, "production", days), fine_by_month(store, "sale", days)
    for first in firsts:
        yield Month(first, mined.get(f"{first:%Y-%m}", 0), sold.get(f"{first:%Y-%m}", 0))


def _safety(store: Store, today: date) -> Safety:
    last, since = last_lost_time(store, today)
    year = Period(months_after(today, -12) + timedelta(days=1), today)
    span = SafetyMonths(store, year, rolling=False).whole()
    return Safety(last, since, span.accidents.lost_time, span.hours, span.few, span.source)


def _mercury(store: Store, span: Period) -> Mercury | None:
    figures = Figures(store, span)
    if not figures.mercury.entries:
        return None
    gold = sum((row.fine for row in figures.produced), Decimal(0))
    per_gold = figures.of("mercury_per_gold").number
    return Mercury(None if per_gold is None else Decimal(per_gold), figures.mercury.used, figures.mercury.recovered,
                   gold)


def _ready(workspace: Workspace, span: Period, today: date) -> list[Ready]:
    found = []
    for catalogue in in_use(workspace):
        given = status.answers(workspace.store, catalogue, span)
        results = status.results(catalogue, given)
        settled = sum(catalogue.result(each, results[each.code]).settled for each in catalogue)
        lately = sum(answer.answered_on is not None and today - _LATELY < answer.answered_on <= today
                     for answer in given.values())
        found.append(Ready(catalogue.key, catalogue.title(current()), settled, len(results), lately))
    return found


def _drafts(store: Store) -> list[Draft]:
    known = {type_.type_name(): type_ for type_ in RECORDS}
    return [Draft(name, _(known[name].about.one), at[:16].replace("T", " "))
            for _key, name, _record, at, _body in reversed(store.drafts()) if name in known][:_DRAFTS]


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
    return [Step(_(words), type_.type_name(), has_any(store, type_)) for words, type_ in _STEPS]
