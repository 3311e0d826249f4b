"""What the tests of facts share: an office filled with a few plain records, and cases that say what a fact must find.

A share has a record that has what is asked and one that has it not; a count has a record that counts and one that does
not; other facts have two states of an office with the value of each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from armdesk.models import record_type
from armdesk.query import Query
from armdesk.services.basis.figure import Figure
from armdesk.services.basis.period import Period
from armdesk.services.period_facts.figures import Figures
from armdesk.store import Store

YEAR = Period.of_year(2025)
DAY = date(2025, 6, 2)
BEFORE, AFTER = date(2024, 5, 1), date(2026, 1, 10)
Value = Decimal | int | date | None
Values = Mapping[str, Any]


class Office:
    """A workspace into which records are put with the fields that matter; what they need is filled in."""

    NEEDS: Mapping[str, Values] = {
        "person": {"role": "member", "joined_on": BEFORE}, "permit": {"kind": "title"}, "production": {"date": DAY},
        "sale": {"date": DAY, "gross_mg": 10_000, "fineness": 9_000}, "batch": {"date": DAY},
        "lot": {"created_on": DAY, "gross_mg": 10_000, "fineness": 9_000}, "party": {"role": "buyer"},
        "sale_deduction": {"kind": "royalty", "amount": 100, "currency": "COP"},
        "payment": {"date": DAY, "amount": 100, "currency": "COP", "direction": "out"},
        "premium_entry": {"date": DAY, "kind": "spent", "amount": 100, "currency": "USD", "use": "x"},
        "advance": {"date": DAY, "amount": 100, "currency": "COP"}, "custody_transfer": {"date": DAY},
        "incident": {"date": DAY, "severity": "near_miss", "description": "x"},
        "training": {"date": DAY, "subject": "x"}, "meeting": {"date": DAY, "kind": "assembly"},
        "reagent_movement": {"date": DAY, "item": "mercury", "kind": "use", "quantity": 10_000, "unit": "g"},
        "inspection": {"date": DAY, "kind": "internal"}, "drill": {"date": DAY, "kind": "fire"},
        "finding": {"finding_class": "minor", "text": "x", "status": "open"},
        "equipment": {"kind": "extinguisher", "status": "in_use", "check_every": 3650},
        "emergency_plan": {"title": "x", "adopted_on": DAY}, "attendance": {"date": DAY, "status": "present"},
        "measurement": {"date": DAY, "medium": "water", "parameter": "pH"},
        "security_event": {"date": DAY, "kind": "demand"}, "policy": {"title": "x", "adopted_on": DAY},
        "grievance": {"received_on": DAY, "subject": "x"}, "interest": {"declared_on": DAY, "kind": "other"},
        "document": {"title": "x", "state": "filed"}, "risk": {"description": "x", "status": "open"},
        "action": {"measure": "x", "status": "open"}, "rehearsal": {"date": DAY, "seed": "x", "period_from": DAY,
                                                                     "period_to": DAY},
        "month_close": {"closed_on": AFTER, "closed_by": "x"}, "ppe_delivery": {"date": DAY, "quantity": 1},
        "shift": {"date": DAY}, "age_alarm": {"date": DAY, "rule": "too_young"}, "pack": {"made_on": DAY,
                                                                                       "kind": "craft_full"},
        "registration": {"register": "RUCOM"}, "resolution": {"topic": "x"},
        "agreement": {"axis": "safety", "text": "x", "status": "open", "ours": True},
    }
    COUNTED: Mapping[str, str] = {"person": "name", "sale": "code", "lot": "code", "batch": "code", "party": "name",
                                  "site": "name", "crew": "name", "equipment": "name", "course_kind": "name",
                                  "month_close": "month", "organ": "name", "pack": "number"}

    def __init__(self, store: Store) -> None:
        self.store = store
        self._numbers = count(1)

    def put(self, name: str, /, **values: Any) -> str:
        """Save a record and answer its id."""
        fields = {**self.NEEDS.get(name, {}), **values}
        if fields.get("kind") == "spent":
            fields["resolution"] = self.put("resolution", meeting=self.put("meeting"))
        if name in self.COUNTED and self.COUNTED[name] not in fields:
            number = next(self._numbers)
            fields[self.COUNTED[name]] = number if name == "pack" else f"2025-{number:02d}"
        return str(self.store.save(record_type(name)(**fields)).id)

    def figure(self, name: str) -> Figure:
        """A fact of the year, computed anew."""
        return Figures(self.store, YEAR).of(name)


Fill = Callable[[Office], object]


@dataclass(frozen=True)
class Share:
    """A share: of the records of a type, those with `good` have what is asked, those with `bad` have it not."""

    fact: str
    type: str
    good: Values
    bad: Values = field(default_factory=dict)
    before: Callable[[Office], Values] = lambda _office: {}
    beside: Callable[[Office, str], object] = lambda _office, _id: None
    """Shape: before gives fields for both; beside puts what makes a record a good one."""

    def check(self, office: Office) -> None:
        """One that has it is all; beside one that has it not, it is half, and that one is listed."""
        both = self.before(office)
        good = office.put(self.type, **{**both, **self.good})
        self.beside(office, good)
        found = office.figure(self.fact)
        assert (found.value, found.part, found.whole, found.lacking) == (100, 1, 1, 0), found
        bad = office.put(self.type, **{**both, **self.bad})
        found = office.figure(self.fact)
        assert (found.value, found.part, found.whole, found.lacking) == (50, 1, 2, 1), found
        assert found.lacking_rows is not None
        assert rows(office, found.lacking_rows) == {bad} and rows(office, found.rows) == {good, bad}


@dataclass(frozen=True)
class Count:
    """A count: a record with `inside` counts, one with `outside` does not."""

    fact: str
    type: str
    inside: Values
    outside: Values
    nothing: int | None = None
    """What the fact says with only a record that does not count: nothing, or 0 where the register has entries."""

    def check(self, office: Office) -> None:
        """What does not count adds nothing."""
        office.put(self.type, **self.outside)
        assert office.figure(self.fact).value == self.nothing
        inside = office.put(self.type, **self.inside)
        found = office.figure(self.fact)
        assert found.value == 1 and rows(office, found.rows) == {inside}, found


@dataclass(frozen=True)
class States:
    """Two states of an office: what is good or there, and what is bad, other, or not there."""

    fact: str
    good: tuple[Fill, Value]
    bad: tuple[Fill, Value]

    def check(self, office: Office, state: tuple[Fill, Value]) -> None:
        """The value of one state."""
        fill, value = state
        fill(office)
        found = office.figure(self.fact)
        assert found.value == value, found
        assert office.store.count(found.rows) == found.count


def rows(office: Office, query: Query) -> set[str]:
    """Ids of a list."""
    return {each.id for each in office.store.find(query)}


def many(*puts: tuple[str, Values]) -> Fill:
    """Put several records that do not need each other."""
    return lambda office: [office.put(name, **values) for name, values in puts]
