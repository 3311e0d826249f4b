"""Figures of the action plan: what is open and late, how much was done in time, how long it takes, what it costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from armdesk.fields import fold
from armdesk.models import choices
from armdesk.services.basis.figure import ask
from armdesk.services.basis.period import Period
from armdesk.store import Store

OPEN = ("open", "in_progress")


@dataclass(frozen=True)
class Standing:
    """The plan on one day.  Shape: by_status without states nobody has; overdue are numbers of actions."""

    by_status: Mapping[str, int]
    open: int
    overdue: tuple[str, ...]
    to_check: int


def standing(store: Store, day: date) -> Standing:
    """How the plan stands; overdue is what is open and was due before that day."""
    counted = Counter({str(status): int(count) for status, count in ask(
        store, "SELECT status, count(*) FROM action WHERE trashed = 0 GROUP BY status")})
    late = ask(store, "SELECT number FROM action WHERE trashed = 0 AND status IN ('open', 'in_progress') "
               "AND due_on < ? ORDER BY due_on, number, id", day)
    by_status = {status: counted[status] for status in choices.ACTION_STATUS if counted[status]}
    return Standing(by_status, sum(counted[status] for status in OPEN), tuple(str(number or "") for (number,) in late),
                    counted["done"])


@dataclass(frozen=True)
class Pace:
    """What was finished in some days.

    Shape: finished counts actions with a day on which they were done; judged those of them with a due date, in_time
    those done by it; days is the sum from adoption to the end over `timed` actions; extended how many of the finished
    ones had been extended, whose due date is the last one.
    """

    finished: int
    judged: int
    in_time: int
    timed: int
    days: int
    extended: int

    @property
    def share(self) -> Decimal | None:
        """Percent done in time, None where nothing could be judged."""
        return Decimal(100 * self.in_time) / self.judged if self.judged else None

    @property
    def average(self) -> Decimal | None:
        """Days from adoption until done, None where no action has both days."""
        return Decimal(self.days) / self.timed if self.timed else None


def pace(store: Store, period: Period) -> Pace:
    """How the actions done in a period went."""
    rows = ask(store, "SELECT adopted_on, due_on, done_on, (SELECT count(*) FROM action_extension e WHERE "
               "e.action = action.id AND e.trashed = 0) FROM action WHERE trashed = 0 AND status IN ('done', 'closed') "
               "AND done_on BETWEEN ? AND ?", period.begins, period.ends)
    days = [(date.fromisoformat(done) - date.fromisoformat(adopted)).days for adopted, _due, done, _times in rows
            if adopted and adopted <= done]
    judged = [(due, done) for _adopted, due, done, _times in rows if due]
    return Pace(len(rows), len(judged), sum(done <= due for due, done in judged), len(days), sum(days),
                sum(bool(row[3]) for row in rows))


@dataclass(frozen=True)
class Cost:
    """What actions of one payer cost in one currency.  Units: whole steps of the currency (cents), by status."""

    donor: str
    currency: str
    by_status: Mapping[str, int]
    actions: int

    @property
    def total(self) -> int:
        """Without what was cancelled."""
        return sum(amount for status, amount in self.by_status.items() if status != "cancelled")


def costs(store: Store) -> list[Cost]:
    """Costs by who pays and currency; the same payer written in other letters is one.  "" is nobody named."""
    rows = ask(store, "SELECT coalesce(donor, ''), currency, status, cost FROM action WHERE trashed = 0 "
               "AND cost IS NOT NULL AND currency IS NOT NULL ORDER BY id")
    names: dict[str, str] = {}
    sums: dict[tuple[str, str], Counter[str]] = {}
    number: Counter[tuple[str, str]] = Counter()
    for donor, currency, status, cost in rows:
        key = (fold(str(donor)), str(currency))
        names.setdefault(key[0], str(donor))
        sums.setdefault(key, Counter())[str(status)] += int(cost)
        number[key] += 1
    return [Cost(names[donor], currency, dict(sums[donor, currency]), number[donor, currency])
            for donor, currency in sorted(sums, key=lambda each: (each[1], -sum(sums[each].values()), each[0]))]


def late_days(due: date | None, status: str, today: date) -> int:
    """Days an open action is over its date, 0 if it is not."""
    return (today - due).days if due is not None and status in OPEN and due < today else 0
