"""Who of the roster has any course or piece of equipment that still counts on a day; who needs which: coverage.py."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from armdesk.models import choices
from armdesk.services.basis.figure import ask
from armdesk.services.basis.limits import Limits
from armdesk.services.basis.period import months_after
from armdesk.store import Store

COURSE_MONTHS, PPE_MONTHS = "course_months", "ppe_renewal_months"
"""Kinds of the rates that say how many months a course without an expiry, or a piece of equipment, counts for."""
ANY = ""
"""Stands for any course, or any piece of equipment."""
_ON_ROSTER = ("p.trashed = 0 AND (p.joined_on IS NULL OR p.joined_on <= ?) AND (p.left_on > ? OR (p.left_on IS NULL "
              "AND coalesce(p.status, 'active') NOT IN ('left', 'dead')))")

Group = tuple[str, str]
"""Role and sex, "unknown" where nobody stated it."""


@dataclass(frozen=True)
class Holders:
    """How many of the roster have what.

    Shape: roster maps (role, sex) to people; having maps what ("" for any, else the subject of a course or the code of
    an item) to the same for those who have it; loose counts the names in the books that are tied to nobody and so are
    in no figure.
    """

    day: date
    roster: dict[Group, int]
    having: dict[str, dict[Group, int]]
    loose: int = 0

    @property
    def people(self) -> int:
        """The whole roster."""
        return sum(self.roster.values())

    def count(self, what: str = ANY) -> int:
        """How many have it."""
        return sum(self.having.get(what, {}).values())

    def share(self, what: str = ANY) -> Decimal | None:
        """Percent of the roster that has it, None without a roster."""
        return Decimal(100 * self.count(what)) / self.people if self.people else None

    def by(self, place: int, what: str = ANY) -> dict[str, tuple[int, int]]:
        """Who has it of each role (place 0) or sex (place 1).  Shape: code -> (have it, on the roster)."""
        whole, have = Counter[str](), Counter[str]()
        for group, count in self.roster.items():
            whole[group[place]] += count
        for group, count in self.having.get(what, {}).items():
            have[group[place]] += count
        return {code: (have[code], whole[code]) for code in sorted(whole)}


def training(store: Store, day: date) -> Holders:
    """People with a course that counts: until it expires, else for the usual months after it."""
    since = months_after(day, -_months(Limits(store), COURSE_MONTHS, day))
    valid = ("b.trashed = 0 AND t.trashed = 0 AND coalesce(b.present, 1) = 1 AND t.date <= ? "
             "AND (t.expires_on >= ? OR (t.expires_on IS NULL AND t.date > ?))")
    source = "training t JOIN training_attendance b ON b.training = t.id"
    having = {ANY: _groups(_people(store, source, valid, "", day, day, day, since))}
    having |= _by_what(_people(store, source, valid, "t.subject", day, day, day, since))
    return Holders(day, _roster(store, day), having, _loose(store, source, f"{valid} AND b.person IS NULL",
                                                             "b.person_as_written", day, day, since))


def equipment(store: Store, day: date) -> Holders:
    """People with a piece of equipment handed out within the months it counts for."""
    limits = Limits(store)
    since = {item: months_after(day, -_months(limits, PPE_MONTHS, day, item)) for item in choices.PPE}
    young = " OR ".join("(b.item = ? AND b.date > ?)" for _item in since)
    valid = f"b.trashed = 0 AND b.date <= ? AND ({young})"
    values = [day, *(value for pair in since.items() for value in pair)]
    source = "ppe_delivery b"
    having = {ANY: _groups(_people(store, source, valid, "", day, *values))}
    having |= _by_what(_people(store, source, valid, "b.item", day, *values))
    return Holders(day, _roster(store, day), having, _loose(store, source, f"{valid} AND b.person IS NULL",
                                                             "b.person_as_written", *values))


def _months(limits: Limits, kind: str, day: date, applies_to: str = "") -> int:
    return int(limits.value(kind, day, applies_to=applies_to) or 0)


def _roster(store: Store, day: date) -> dict[Group, int]:
    return {(role, sex): int(count) for role, sex, count in ask(
        store, f"SELECT p.role, coalesce(p.sex, 'unknown'), count(*) FROM person p WHERE {_ON_ROSTER} "  # noqa: S608 - our own words
        "GROUP BY p.role, coalesce(p.sex, 'unknown')", day, day)}


def _people(store: Store, source: str, valid: str, what: str, day: date, *values: Any) -> list[tuple[Any, ...]]:
    """(what, role, sex, people) of those on the roster who have it; values are those of `valid`, what "" for any.

    Shape: source joins the book as "b", whose column person names who has it.
    """
    kind = what or "''"
    return ask(store, "SELECT h.kind, p.role, coalesce(p.sex, 'unknown'), count(*) FROM "  # noqa: S608 - our own words
               f"(SELECT DISTINCT {kind} AS kind, b.person AS person FROM {source} WHERE {valid}) h "
               f"JOIN person p ON p.id = h.person WHERE {_ON_ROSTER} "
               "GROUP BY h.kind, p.role, coalesce(p.sex, 'unknown')", *values, day, day)


def _loose(store: Store, source: str, valid: str, name: str, *values: Any) -> int:
    """Different names that are tied to nobody."""
    return int(ask(store, f"SELECT count(DISTINCT lower({name})) FROM {source} WHERE {valid}", *values)[0][0])  # noqa: S608 - our own words


def _groups(rows: Iterable[tuple[Any, ...]]) -> dict[Group, int]:
    return {(role, sex): int(count) for _what, role, sex, count in rows}


def _by_what(rows: Iterable[tuple[Any, ...]]) -> dict[str, dict[Group, int]]:
    found: dict[str, dict[Group, int]] = {}
    for what, role, sex, count in rows:
        found.setdefault(str(what), {})[role, sex] = int(count)
    return dict(sorted(found.items()))


def handed_out(store: Store, begins: date, ends: date) -> dict[str, int]:
    """Pieces of each kind of equipment handed out in some days.  Shape: code of the item -> pieces."""
    return {item: int(count) for item, count in ask(
        store, "SELECT item, sum(quantity) FROM ppe_delivery WHERE trashed = 0 AND date BETWEEN ? AND ? "
        "GROUP BY item ORDER BY item", begins, ends)}
