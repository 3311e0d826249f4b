"""Incidents, lost days, hours, courses, actions, grievances and papers about to end, counted for a period or a day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from armdesk.models import choices
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.period import Period
from armdesk.store import Store

LOST_TIME = ("lost_time", "permanent", "fatal")
"""Severities that cost working days.  Source: the usual lost-time injury frequency."""
OPEN_ACTIONS = ("open", "in_progress")


@dataclass(frozen=True)
class Course:
    """One course with those who came.  Units: hours as written; women and persons count each person once.

    A name that is tied to nobody counts as a person, of unknown sex.
    """

    id: str
    date: str
    subject: str
    hours: Decimal | None
    marks: int
    persons: int
    women: int
    form: str = "course"
    trainer: str = ""
    certificate: str = ""


@dataclass(frozen=True)
class Ending:
    """A permit or document with the day it ends.  Shape: type and id name the record; days may be negative."""

    type: str
    id: str
    name: str
    ends: date
    days: int


def incidents(store: Store, period: Period) -> dict[str, int]:
    """Incidents by severity, all severities named; an event written in two books is counted once."""
    found = dict(ask(store, "SELECT severity, count(*) FROM incident WHERE trashed = 0 AND same_as IS NULL "
                     "AND date BETWEEN ? AND ? GROUP BY severity", period.begins, period.ends))
    return {severity: int(found.get(severity, 0)) for severity in choices.SEVERITY}


def incidents_by_month(store: Store, period: Period) -> dict[tuple[str, str], int]:
    """Incidents by month and severity."""
    found = ask(store, "SELECT substr(date, 1, 7), severity, count(*) FROM incident WHERE trashed = 0 "
                "AND same_as IS NULL AND date BETWEEN ? AND ? GROUP BY substr(date, 1, 7), severity",
                period.begins, period.ends)
    return {(month, severity): int(count) for month, severity, count in found}


def last_lost_time(store: Store, day: date) -> tuple[date | None, date | None]:
    """The last lost-time incident up to a day, and the first entry of the book; None where there is none."""
    marks = ", ".join("?" * len(LOST_TIME))
    last = ask(store, f"SELECT max(date) FROM incident WHERE trashed = 0 AND severity IN ({marks}) AND date <= ?",
               *LOST_TIME, day)[0][0]
    first = ask(store, "SELECT min(date) FROM incident WHERE trashed = 0 AND date <= ?", day)[0][0]
    return (date.fromisoformat(last) if last else None, date.fromisoformat(first) if first else None)


def courses(store: Store, period: Period) -> list[Course]:
    """Courses of the period in order of their days, with those who came."""
    found = ask(store, "SELECT t.id, t.date, t.subject, t.hours, count(a.id), count(DISTINCT a.person) "
                "+ count(DISTINCT CASE WHEN a.person IS NULL THEN nullif(a.search, '') END), "
                "count(DISTINCT CASE WHEN p.sex = 'F' THEN a.person END), t.form, t.trainer, t.certificate_ref "
                "FROM training t "
                "LEFT JOIN training_attendance a ON a.training = t.id AND a.trashed = 0 AND coalesce(a.present, 1) = 1 "
                "LEFT JOIN person p ON p.id = a.person WHERE t.trashed = 0 AND t.date BETWEEN ? AND ? "
                "GROUP BY t.id, t.date, t.subject, t.hours, t.form, t.trainer, t.certificate_ref "
                "ORDER BY t.date, t.id", period.begins, period.ends)
    return [Course(id_of(id_), day, subject, None if length is None else Decimal(length).scaleb(-2), marks, persons,
                   women, form or "course", trainer or "", certificate or "")
            for id_, day, subject, length, marks, persons, women, form, trainer, certificate in found]


def actions(store: Store, day: date) -> tuple[dict[str, int], int]:
    """Actions by status, and how many open ones were due before that day."""
    found = dict(ask(store, "SELECT status, count(*) FROM action WHERE trashed = 0 GROUP BY status"))
    late = ask(store, "SELECT count(*) FROM action WHERE trashed = 0 AND status IN ('open', 'in_progress') "
               "AND due_on < ?", day)
    return {status: int(found.get(status, 0)) for status in choices.ACTION_STATUS}, int(late[0][0])


def grievances(store: Store, period: Period) -> dict[str, Counter[str]]:
    """Grievances of the period: counts by group, by status and how many were answered; nothing else leaves."""
    counts: dict[str, Counter[str]] = {"group": Counter(), "status": Counter(), "answered": Counter()}
    for group, status, answered in ask(
            store, 'SELECT "group", status, CASE WHEN answered_on IS NULL THEN 0 ELSE 1 END FROM grievance '
            "WHERE trashed = 0 AND received_on BETWEEN ? AND ?", period.begins, period.ends):
        counts["group"][group or "unknown"] += 1
        counts["status"][status or "open"] += 1
        counts["answered"]["yes" if answered else "no"] += 1
    return counts


def ending(store: Store, day: date, within_days: int = 60) -> list[Ending]:
    """Permits and documents that ended before a day or end soon after it, the most pressing first.

    The paper of a permit that says the same day is not told beside it: one thing ends, not two.
    """
    last = day + timedelta(days=within_days)
    found = [("permit", *row) for row in ask(
        store, "SELECT id, coalesce(title, number, kind), expires_on FROM permit WHERE trashed = 0 "
        "AND expires_on <= ?", last)]
    found += [("document", *row) for row in ask(
        store, "SELECT id, title, valid_to FROM document d WHERE trashed = 0 "
        "AND coalesce(state, 'filed') <> 'rejected' AND valid_to <= ? AND NOT EXISTS (SELECT 1 FROM permit p "
        "WHERE p.trashed = 0 AND p.document = d.id AND p.expires_on = d.valid_to)", last)]
    ended = [Ending(type_, id_of(id_), name, date.fromisoformat(end), (date.fromisoformat(end) - day).days)
             for type_, id_, name, end in found]
    return sorted(ended, key=lambda each: (each.ends, each.type, each.name, each.id))


def citations(store: Store) -> dict[str, int]:
    """How many papers are cited for each requirement.  Shape: "requirement/<catalogue>/<code>" -> count."""
    return {target: int(count) for target, count in ask(
        store, "SELECT target, count(*) FROM citation WHERE trashed = 0 AND target LIKE 'requirement/%' "
        "GROUP BY target")}
