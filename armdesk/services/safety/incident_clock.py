"""What must be told to whom by when after an incident, and how much of the time is left: dated rates, no constants."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from armdesk import paths
from armdesk.catalogues import load
from armdesk.catalogues.catalogue import pick
from armdesk.errors import CatalogueError
from armdesk.fields import fold
from armdesk.i18n import _, current, ngettext
from armdesk.models import Incident, IncidentNotice, incident_choices
from armdesk.services.basis.limits import Limit, Limits
from armdesk.store import Store

TELL = "tell_"
"""Kinds of the rates that say within how long somebody is told; behind it a key of TOLD."""
INVESTIGATE = "investigate"
_SATURDAY = 5
_WORKING = ("work", "habil", "ouvr", "util", "uteis", "laborable")


@dataclass(frozen=True)
class Duty:
    """Somebody who has to be told.

    Shape: told is a key of TOLD; due the last moment, in local time; done_on the day it was done, None if it was not;
    source is where the delay comes from.
    """

    told: str
    due: datetime
    done_on: date | None
    source: str

    @property
    def late(self) -> bool:
        """Whether it was done after its day."""
        return self.done_on is not None and self.done_on > self.due.date()

    def overdue(self, now: datetime) -> bool:
        """Whether it is not done and its time is over."""
        return self.done_on is None and now.replace(tzinfo=None) > self.due

    def left(self, now: datetime) -> str:
        """How much time is left, in words; or that it is over, or done."""
        if self.done_on is not None:
            return _("told on {day}, too late").format(day=self.done_on) if self.late else \
                _("told on {day}").format(day=self.done_on)
        rest = self.due - now.replace(tzinfo=None)
        if rest < timedelta(0):
            return _("overdue since {moment}").format(moment=f"{self.due:%Y-%m-%d %H:%M}")
        hours = int(rest.total_seconds() // 3600)
        if hours < 48:
            return ngettext("{count} hour left", "{count} hours left", hours).format(count=hours)
        return ngettext("{count} day left", "{count} days left", hours // 24).format(count=hours // 24)


def due_after(day: date, at: str | None, limit: Limit) -> datetime:
    """The last moment of a delay, in hours, days or working days (Monday to Friday).

    Without a time of day the hours run from the end of that day, and a delay in days ends with its last day.
    """
    value, unit = int(limit.value), _unit(limit)
    if unit == "h":
        begin = datetime.combine(day, time.fromisoformat(at) if at else time(23, 59))
        return begin + timedelta(hours=value)
    last = day
    for _step in range(value):
        last += timedelta(days=1)
        while unit == "wd" and last.weekday() >= _SATURDAY:
            last += timedelta(days=1)
    return datetime.combine(last, time(23, 59))


def _unit(limit: Limit) -> str:
    """The unit of a delay as an office may write it: "h" for hours, "wd" for working days, "d" for days."""
    written = fold(limit.unit)
    if written.startswith("h"):
        return "h"
    return "wd" if any(word in written for word in _WORKING) else "d"


def in_words(limit: Limit) -> str:
    """A delay for a reader: "24 hours", "15 working days"."""
    count = int(limit.value)
    words = {"h": ngettext("{count} hour", "{count} hours", count), "d": ngettext("{count} day", "{count} days", count),
             "wd": ngettext("{count} working day", "{count} working days", count)}
    return words[_unit(limit)].format(count=count)


def codes_of(incident: Incident) -> list[str]:
    """What the delays of an incident depend on: its severity, what it touches, and dangerous occurrences."""
    codes = [str(incident.severity), *str(incident.grave or "").split()]
    if set(str(incident.details or "").split()) & incident_choices.DANGEROUS:
        codes.append("dangerous")
    return codes


def duties(limits: Limits, incident: Incident, told: Mapping[str, date]) -> list[Duty]:
    """Who has to be told of an incident, the most pressing first.  Shape: told leads from a key of TOLD to its day."""
    found: dict[str, Duty] = {}
    for who in incident_choices.TOLD:
        for code in codes_of(incident):
            limit = limits.find(f"{TELL}{who}", incident.date, applies_to=code, site=incident.site or "")
            if limit is None:
                continue
            duty = Duty(who, due_after(incident.date, incident.time, limit), told.get(who), limit.source)
            if who not in found or duty.due < found[who].due:
                found[who] = duty
    return sorted(found.values(), key=lambda duty: duty.due)


def told_of(incident: Incident, notices: Iterable[IncidentNotice]) -> dict[str, date]:
    """When each was told first; the day in the incident's own line counts for the authority."""
    found: dict[str, date] = {"authority": incident.authority_on} if incident.authority_on else {}
    for each in notices:
        found[each.told] = min(each.date, found.get(each.told, each.date))
    return found


def duties_of(store: Store, incident: Incident, limits: Limits | None = None) -> list[Duty]:
    """Who has to be told of one incident."""
    notices = store.all(IncidentNotice, incident=incident.id) if incident.id else []
    return duties(limits or Limits(store), incident, told_of(incident, notices))


def investigate_by(limits: Limits, incident: Incident) -> date | None:
    """The day until which it has to be investigated, None for what hurt nobody."""
    if incident.severity in ("near_miss", "first_aid") and not incident.grave:
        return None
    limit = limits.find(INVESTIGATE, incident.date, applies_to=str(incident.severity), site=incident.site or "")
    return due_after(incident.date, None, limit).date() if limit else None


@lru_cache(maxsize=1)
def touched() -> dict[str, tuple[str, str]]:
    """What stops trade -> (catalogue, code of the requirement it touches).  Source: resources/incidents/grave.csv."""
    with (paths.resources() / "incidents" / "grave.csv").open(encoding="utf-8", newline="") as file:
        return {row["event"]: (row["catalogue"], row["requirement"]) for row in csv.DictReader(file)}


def alarm(incident: Incident) -> str:
    """Why an incident alarms at once, in one sentence; "" where it does not."""
    parts = [_("Somebody died.")] if incident.severity == "fatal" else []
    parts += [_("{event}: it touches requirement {requirement}, which stops trade.").format(
        event=_(incident_choices.GRAVE.get(event, event)), requirement=_requirement(event))
        for event in str(incident.grave or "").split()]
    return " ".join(parts)


def _requirement(event: str) -> str:
    key, code = touched().get(event, ("", ""))
    try:
        return f"{code} ({pick(load.get(key).requirement(code).title, current())})"
    except (CatalogueError, KeyError):
        return code


def to_tell(found: Iterable[Duty], now: datetime) -> str:
    """Who is still to be told and until when, in one sentence; "" when all were."""
    parts = [f"{_(incident_choices.TOLD[duty.told])}: {duty.left(now)}" for duty in found if duty.done_on is None]
    return _("Still to be told: {names}.").format(names="; ".join(parts)) if parts else ""
