"""Emergency equipment, drills and plans on a day: what expired, what is to be looked at again, what is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from armdesk.models import EquipmentCheck
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.limits import Limits
from armdesk.store import Store

CHECK_DAYS, DRILL_DAYS = "equipment_check_days", "drill_interval_days"
"""Kinds of the rates that say after how many days equipment is looked at again, and a drill held again."""
EXPIRED, BAD, LATE, SOON, GOOD = "expired", "bad", "late", "soon", "good"
STATES = (EXPIRED, BAD, LATE, SOON, GOOD)
_SOON = timedelta(days=30)


@dataclass(frozen=True)
class Ready:
    """A piece of equipment on a day.

    Shape: state is one of STATES; expires is the newest day that was written, check_due the day of the next look;
    out_of_use says that it is marked as out of order.
    """

    id: str
    code: str
    name: str
    kind: str
    site: str
    place: str
    expires: date | None
    last_check: date | None
    check_due: date | None
    out_of_use: bool
    state: str

    @property
    def pressing(self) -> date:
        """The day on which something is first to be done."""
        return min((day for day in (self.expires, self.check_due) if day is not None), default=date.max)


@dataclass(frozen=True)
class DrillDue:
    """When the next drill of a site is due; last is None where none was held."""

    site: str
    name: str
    last: date | None
    due: date | None
    days: int


def equipment(store: Store, day: date) -> list[Ready]:
    """All equipment in use, what is most pressing first."""
    limits = Limits(store)
    checks = {id_of(row[0]): row[1:] for row in ask(
        store, "SELECT equipment, date, result, expires_on, next_due FROM equipment_check WHERE trashed = 0 "
        "AND date <= ? ORDER BY date, id", day)}
    expiries: dict[str, str] = {id_of(id_): until for id_, until in ask(
        store, "SELECT equipment, expires_on FROM equipment_check WHERE trashed = 0 AND expires_on IS NOT NULL "
        "AND date <= ? ORDER BY date, id", day)}
    found = []
    for id_, code, name, kind, site, place, bought, expires, every, status in ask(
            store, "SELECT e.id, e.code, e.name, e.kind, s.name, e.place, e.bought_on, e.expires_on, e.check_every, "
            "e.status FROM equipment e LEFT JOIN site s ON s.id = e.site WHERE e.trashed = 0 "
            "AND coalesce(e.status, 'in_use') <> 'retired' AND (e.bought_on IS NULL OR e.bought_on <= ?)", day):
        key = id_of(id_)
        last = checks.get(key)
        ends = _day(expiries.get(key) or expires)
        days = every or int(limits.value(CHECK_DAYS, day, applies_to=kind) or 0)
        due = _check_due(last, _day(bought), days, day)
        out = status == "out_of_order" or (last is not None and last[1] == "bad")
        found.append(Ready(key, code or "", name, kind, site or "", place or "", ends, _day(last[0]) if last else None,
                           due, out, _state(ends, due, day, out=out)))
    return sorted(found, key=lambda each: (STATES.index(each.state), each.pressing, each.code, each.name, each.id))


def _check_due(last: tuple[str, str, str | None, str | None] | None, bought: date | None, days: int,
               day: date) -> date | None:
    """The day of the next look; what was never looked at is due since it is there."""
    if last is None:
        return (bought or day) if days else None
    if last[3]:
        return _day(last[3])
    return date.fromisoformat(last[0]) + timedelta(days=days) if days else None


def _state(ends: date | None, due: date | None, day: date, *, out: bool) -> str:
    if ends is not None and ends < day:
        return EXPIRED
    if out:
        return BAD
    if due is not None and due < day:
        return LATE
    return SOON if ends is not None and ends <= day + _SOON else GOOD


def drills_due(store: Store, day: date) -> list[DrillDue]:
    """When each site that is worked has its next drill, the latest first."""
    limits = Limits(store)
    days = int(limits.value(DRILL_DAYS, day) or 0)
    last: dict[str, tuple[str, str | None]] = {id_of(site): (held, next_due) for site, held, next_due in ask(
        store, "SELECT site, date, next_due FROM drill WHERE trashed = 0 AND date <= ? ORDER BY date, id", day)}
    everywhere = last.get("")
    found = []
    for id_, name in ask(store, "SELECT id, name FROM site WHERE trashed = 0 AND coalesce(status, 'active') = 'active' "
                         "AND coalesce(kind, '') NOT IN ('storage', 'office') ORDER BY name, id"):
        held = max(filter(None, (last.get(id_of(id_)), everywhere)), default=None)
        day_held = _day(held[0]) if held else None
        due = _day(held[1]) if held and held[1] else day_held + timedelta(days=days) if day_held and days else None
        found.append(DrillDue(id_of(id_), name, day_held, due, (due - day).days if due else 0))
    return sorted(found, key=lambda each: (each.due or date.min, each.name))


def plans_due(store: Store, day: date) -> list[tuple[str, str, date]]:
    """Emergency plans whose review is due.  Shape: (id, title, day of the review)."""
    return [(id_of(id_), title, date.fromisoformat(review)) for id_, title, review in ask(
        store, "SELECT id, title, review_on FROM emergency_plan WHERE trashed = 0 AND review_on <= ? "
        "ORDER BY review_on", day)]


def note_checks(store: Store, ids: list[str], day: date, title: str) -> None:
    """Note that some equipment was looked at and is in order, as one operation."""
    with store.operation(title) as writer:
        for id_ in ids:
            writer.save(EquipmentCheck(equipment=id_, date=day, result="good"))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
