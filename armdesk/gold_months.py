"""Keeps the gold of each month added up, so that a balance costs what changed and not what was ever written.

A write only notes which months no longer hold, in its own transaction; who next asks has those added up again.
What is kept follows from the registers alone: it has no history, and `differing` proves it against them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any

import peewee as pw

from armdesk import hands, sql, sqlite
from armdesk.errors import Cancelled
from armdesk.gold_sql import Days, deliveries, flows
from armdesk.i18n import _
from armdesk.progress import SILENT, Progress

PRODUCTION, GOLD = "production", "gold"
_PER_QUESTION, _AT_ONCE = 500, 4
_UNDATED = ""
"""Month of what has no day: before all others."""

_LOT_DAY = "coalesce(substr(coalesce(i.date, l.created_on), 1, 7), '')"
_OF_INPUTS = f"SELECT {_LOT_DAY} FROM lot_input i JOIN lot l ON l.id = i.lot WHERE i.trashed = 0 AND "
_OF_BATCH_INPUTS = "SELECT substr(b.date, 1, 7) FROM batch_input i JOIN batch b ON b.id = i.batch WHERE "
CONCERNED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "production": (
        (PRODUCTION, "SELECT substr(date, 1, 7) FROM production WHERE id IN ({ids})"),
        (GOLD, _OF_BATCH_INPUTS + "i.trashed = 0 AND i.production IN ({ids})"),
        (GOLD, _OF_INPUTS + "i.production IS NOT NULL AND i.production IN ({ids})")),
    "sale": ((GOLD, "SELECT substr(date, 1, 7) FROM sale WHERE id IN ({ids})"),),
    "lot": (
        (GOLD, "SELECT coalesce(substr(created_on, 1, 7), '') FROM lot WHERE id IN ({ids})"),
        (GOLD, "SELECT substr(s.date, 1, 7) FROM lot l JOIN sale s ON s.id = l.sale WHERE l.id IN ({ids})"),
        (GOLD, "SELECT substr(date, 1, 7) FROM sale WHERE trashed = 0 AND lot IS NOT NULL AND lot IN ({ids})"),
        (GOLD, _OF_INPUTS + "i.lot IN ({ids})"), (GOLD, _OF_INPUTS + "i.input_lot IN ({ids})"),
        (GOLD, _OF_BATCH_INPUTS + "i.trashed = 0 AND i.lot IN ({ids})")),
    "lot_input": (
        (GOLD, f"SELECT {_LOT_DAY} FROM lot_input i JOIN lot l ON l.id = i.lot WHERE i.id IN ({{ids}})"),
        (GOLD, ("SELECT coalesce(substr(l.created_on, 1, 7), '') FROM lot_input i JOIN lot l ON l.id = i.lot "
                "WHERE i.id IN ({ids})"))),
    "batch": (
        (GOLD, "SELECT substr(date, 1, 7) FROM batch WHERE id IN ({ids})"), (GOLD, _OF_INPUTS + "i.batch IN ({ids})")),
    "batch_input": ((GOLD, _OF_BATCH_INPUTS + "i.id IN ({ids})"),),
}
"""Record type -> the months whose sums hang on a record: its own, and those of what was made of it."""


# what the writer calls, inside its transaction


def note(db: Any, type_name: str, ids: Sequence[bytes]) -> set[str]:
    """Note the months that hang on some records: before they change and after; answers those of deliveries."""
    found = concerned(db, type_name, ids)
    for part in sorted({part for part, _month in found}):
        _note_months(db, part, {month for each, month in found if each == part})
    return {month for part, month in found if part == PRODUCTION}


def concerned(db: Any, type_name: str, ids: Sequence[bytes]) -> set[tuple[str, str]]:
    """Months whose sums hang on some records as they are now.  Shape: (part, month) each."""
    found: set[tuple[str, str]] = set()
    for part, question in CONCERNED.get(type_name, ()):
        for start in range(0, len(ids), _PER_QUESTION):
            some = ids[start : start + _PER_QUESTION]
            asked = question.replace("{ids}", ", ".join("?" * len(some)))
            found |= {(part, row[0]) for row in sql.run(db, asked, some).fetchall()}
    return found


def note_new(db: Any, type_name: str, ids: Iterable[str], days: Iterable[Any]) -> set[str]:
    """Note the months of a block of new records; of deliveries, that nothing points at yet, by their days alone."""
    if type_name == "production":
        _note_months(db, PRODUCTION, months := {str(day)[:7] for day in set(days)})
        return months
    return note(db, type_name, [bytes.fromhex(each) for each in ids]) if type_name in CONCERNED else set()


def _note_months(db: Any, part: str, months: Iterable[str]) -> None:
    for month in sorted(months):
        sql.run(db, "INSERT INTO stale_month (part, month) VALUES (?, ?) ON CONFLICT DO NOTHING", (part, month))


# what the services ask


@dataclass(frozen=True)
class Delivered:
    """Deliveries of one month, site and class.

    Units: gross in mg, fine in steps of numbers.FINE_STEPS, ore in kg.  Shape: site 16 bytes or empty.
    """

    month: str
    site: bytes
    gold_class: str
    deliveries: int
    days: int
    gross_mg: int
    fine: int
    unmeasured: int
    ore_kg: int
    persons: int


@dataclass(frozen=True)
class Flow:
    """Gold of one month that moved one way.  Units: amount in steps of numbers.FINE_STEPS."""

    month: str
    flow: str
    site: bytes
    gold_class: str
    amount: int
    entries: int


def delivered(db: Any, first: str = "", last: str = "9999-99") -> list[Delivered]:
    """Deliveries of some months, both included, as they are now."""
    freshen(db)
    stale = _stale(db, PRODUCTION, first, last)
    kept = sql.run(db, "SELECT month, site, gold_class, deliveries, days, gross_mg, fine, unmeasured, ore_kg, persons "
                   "FROM production_month WHERE month BETWEEN ? AND ?", (first, last)).fetchall()
    rows = [Delivered(row[0], bytes(row[1]), *row[2:]) for row in kept if row[0] not in stale]
    return rows + [Delivered(*row) for days in _runs(stale) for row in deliveries(db, days) if row[0] in stale]


def moved(db: Any, first: str = "", last: str = "9999-99") -> list[Flow]:
    """All other movements of some months, both included, as they are now."""
    freshen(db)
    stale = _stale(db, GOLD, first, last)
    kept = sql.run(db, "SELECT month, flow, site, gold_class, amount, entries FROM gold_month "
                   "WHERE month BETWEEN ? AND ?", (first, last)).fetchall()
    rows = [Flow(row[0], row[1], bytes(row[2]), *row[3:]) for row in kept if row[0] not in stale]
    return rows + [each for days in _runs(stale) for each in counted(db, days) if each.month in stale]


def of_all_sites(db: Any, last: str) -> list[tuple[str, str, str, int]]:
    """Deliveries ("produced") and all other movements up to a month.

    Shape: (month, flow, class, amount) each.  Units: amount in steps of numbers.FINE_STEPS.
    """
    freshen(db)
    if _stale(db, PRODUCTION, last=last) or _stale(db, GOLD, last=last):
        return [*((each.month, "produced", each.gold_class, each.fine) for each in delivered(db, last=last)),
                *((each.month, each.flow, each.gold_class, each.amount) for each in moved(db, last=last))]
    rows = sql.run(db, "SELECT month, 'produced', gold_class, sum(fine) FROM production_month WHERE month <= ? "
                   "GROUP BY month, gold_class UNION ALL SELECT month, flow, gold_class, sum(amount) FROM gold_month "
                   "WHERE month <= ? GROUP BY month, flow, gold_class", (last, last))
    return [(row[0], row[1], row[2], int(row[3])) for row in rows.fetchall()]


def counted(db: Any, days: Days) -> list[Flow]:
    """Movements of some days, counted from the registers."""
    return [Flow(month, flow, site, class_, amount, entries)
            for (month, flow, site, class_), (amount, entries) in sorted(flows(db, days).items())]


def freshen(db: Any, progress: Progress = SILENT) -> None:
    """Add up again what no longer holds and keep it, if the file can be written at once; else nothing happens.

    Some months at a time, so that whoever wants to save in between comes first.  Once stopped, the rest is left to
    whoever asks next.
    """
    if db.in_transaction() or not (waiting := _waiting(db)):
        return
    try:
        with sqlite.at_once(db):
            for done in count(0, _AT_ONCE):
                progress.step(min(done, waiting), waiting, _("gold of each month"))
                if not keep_some(db):
                    break
    except (pw.DatabaseError, Cancelled):
        # Read only, or another writes: whoever asks adds up for himself, and the next one keeps it.
        return


def keep_some(db: Any, months: int = _AT_ONCE) -> bool:
    """Add up some of the months that no longer hold, as one write; whether there are more."""
    if not _waiting(db):
        return False
    with db.atomic("IMMEDIATE"):
        for part, keep in ((PRODUCTION, _keep_production), (GOLD, _keep_gold)):
            noted = sql.run(db, "SELECT month FROM stale_month WHERE part = ? ORDER BY month LIMIT ?", (part, months))
            if some := {row[0] for row in noted.fetchall()}:
                keep(db, some)
                sql.run_many(db, "DELETE FROM stale_month WHERE part = ? AND month = ?",
                             [(part, month) for month in sorted(some)])
                break
    return _waiting(db) > 0


def _waiting(db: Any) -> int:
    return int(sql.run(db, "SELECT count(*) FROM stale_month").fetchone()[0])


def rebuild(db: Any) -> None:
    """Forget all sums; inside a transaction of the store."""
    months = {PRODUCTION: "SELECT substr(date, 1, 7) FROM production UNION SELECT month FROM production_month",
              GOLD: "SELECT substr(date, 1, 7) FROM sale UNION SELECT coalesce(substr(created_on, 1, 7), '') FROM lot "
                    "UNION SELECT substr(date, 1, 7) FROM lot_input WHERE date IS NOT NULL "
                    "UNION SELECT substr(date, 1, 7) FROM batch UNION SELECT month FROM gold_month"}
    for part, question in months.items():
        _note_months(db, part, {row[0] for row in sql.run(db, question).fetchall()})


def distrust(db: Any, months: Iterable[tuple[str, str]]) -> None:
    """Count these months from the registers from now on: for a file that cannot be written, until it is closed.

    Shape: months as `differing` gives them.
    """
    db.distrusted = frozenset(months) | _distrusted(db)


def _distrusted(db: Any) -> frozenset[tuple[str, str]]:
    return getattr(db, "distrusted", frozenset())


def differing(db: Any, progress: Progress = SILENT,
              months: Iterable[tuple[str, str]] | None = None) -> list[tuple[str, str]]:
    """Months whose kept sums are not those of the registers.  Shape: (part, month) each; an empty list is right.

    Year by year, so that whoever closes the window need not wait, or of some months alone.  Errors: Cancelled.
    """
    freshen(db)  # while what was added up can still be kept
    stretches = _stretches(db) if months is None else [(month, month) for month in sorted({each[1] for each in months})]
    alone = not hands.are_free(db)
    found: list[set[tuple[str, str]]] = hands.together(
        db, [partial(_differing, db, first, last) for first, last in stretches],
        lambda done, of: progress.step(done, of, _("gold of each month")), alone=alone)
    return sorted(set[tuple[str, str]]().union(*found))


def _differing(db: Any, first: str, last: str) -> set[tuple[str, str]]:
    days = Days(f"{first}-01" if first else "", f"{last}-31", undated=not first)
    brought = {Delivered(*row) for row in deliveries(db, days)} ^ set(delivered(db, first, last))
    went = set(counted(db, days)) ^ set(moved(db, first, last))
    return {(PRODUCTION, each.month) for each in brought} | {(GOLD, each.month) for each in went}


def _stretches(db: Any) -> list[tuple[str, str]]:
    """All months there can be: each year of which something is kept, and what lies before, between and after them."""
    rows = sql.run(db, "SELECT month FROM production_month UNION SELECT month FROM gold_month UNION "
                   "SELECT month FROM stale_month").fetchall()
    found, begins = [], _UNDATED
    for year in sorted({int(month[:4]) for (month,) in rows if month}):
        if begins < f"{year:04d}-01":
            found.append((begins, f"{year - 1:04d}-12"))
        found.append((f"{year:04d}-01", f"{year:04d}-12"))
        begins = f"{year + 1:04d}-01"
    return [*found, (begins, "9999-99")]


# inside


def _stale(db: Any, part: str, first: str = "", last: str = "9999-99") -> set[str]:
    noted = {row[0] for row in sql.run(db, "SELECT month FROM stale_month WHERE part = ? AND month BETWEEN ? AND ?",
                                       (part, first, last)).fetchall()}
    return noted | {month for name, month in _distrusted(db) if name == part and first <= month <= last}


def _runs(months: Iterable[str]) -> list[Days]:
    """Months that follow each other as one question each."""
    runs: list[list[str]] = []
    for month in sorted(months):
        if runs and month == _after(runs[-1][-1]):
            runs[-1].append(month)
        else:
            runs.append([month])
    return [Days(f"{run[0]}-01", f"{run[-1]}-31", undated=run[0] == _UNDATED) for run in runs]


def _after(month: str) -> str:
    if not month:
        return ""
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04d}-{number % 12 + 1:02d}"


def _forget(db: Any, table: str, months: Iterable[str]) -> None:
    sql.run_many(db, f"DELETE FROM {table} WHERE month = ?", [(month,) for month in sorted(months)])


def _keep_production(db: Any, stale: set[str]) -> None:
    _forget(db, "production_month", stale)
    rows = [row for days in _runs(stale) for row in deliveries(db, days) if row[0] in stale]
    sql.run_many(db, "INSERT INTO production_month (month, site, gold_class, deliveries, days, gross_mg, fine, "
                 "unmeasured, ore_kg, persons) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


def _keep_gold(db: Any, stale: set[str]) -> None:
    _forget(db, "gold_month", stale)
    rows = [(each.month, each.flow, each.site, each.gold_class, each.amount, each.entries)
            for days in _runs(stale) for each in counted(db, days) if each.month in stale]
    sql.run_many(db, "INSERT INTO gold_month (month, flow, site, gold_class, amount, entries) "
                 "VALUES (?, ?, ?, ?, ?, ?)", rows)
