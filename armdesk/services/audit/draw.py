"""The draw of a sample: as an auditor would, from each stratum, and the same again whenever the seed is the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import isqrt

from armdesk.i18n import N_
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.period import Period
from armdesk.store import Store

LEAST_DRAWN = "rehearsal_least_drawn"
"""Kind of the rate that says how many of a stratum are drawn at the least."""


@dataclass(frozen=True)
class Stratum:
    """Records an auditor samples apart.

    Shape: kind is their record type; question gives the ids of all of them, with two marks for the days of the period
    or, where on_roster, one for its last day twice.
    """

    key: str
    title: str
    kind: str
    question: str


_PERSONS = ("SELECT id FROM person WHERE trashed = 0 AND role IN ({roles}) AND (joined_on IS NULL OR joined_on <= ?) "
            "AND (left_on > ? OR (left_on IS NULL AND coalesce(status, 'active') NOT IN ('left', 'dead')))")
_DATED = "SELECT id FROM {table} WHERE trashed = 0 AND date BETWEEN ? AND ?"


def _people(key: str, title: str, *roles: str) -> Stratum:
    return Stratum(key, title, "person", _PERSONS.format(roles=", ".join(f"'{role}'" for role in roles)))


STRATA = (
    _people("members", N_("Members"), "member", "owner", "partner"),
    _people("workers", N_("Workers"), "worker", "panner", "processor", "other"),
    _people("selectors", N_("Mineral selectors"), "selector"),
    _people("staff", N_("Staff"), "staff"),
    Stratum("lots", N_("Lots"), "lot", _DATED.format(table="lot").replace("date", "created_on")),
    Stratum("sales", N_("Sales"), "sale", f"{_DATED.format(table='sale')} AND corrects IS NULL"),
    Stratum("payments", N_("Payments"), "payment", f"{_DATED.format(table='payment')} AND corrects IS NULL"),
    Stratum("incidents", N_("Incidents"), "incident", f"{_DATED.format(table='incident')} AND same_as IS NULL"),
    Stratum("trainings", N_("Courses"), "training", _DATED.format(table="training")),
)
"""In the order in which they are walked and printed."""


def usual_size(count: int, least: int) -> int:
    """How many of so many: the square root rounded up, but so many at the least as the dated limit says.

    Source: usual in the inspection of producer groups (square root of the number of members).
    """
    root = isqrt(count)
    return min(count, max(least, root + (root * root < count)))


def everybody(store: Store, stratum: Stratum, period: Period) -> list[str]:
    """Ids of all records of a stratum: people on the roster of the last day, others dated in the period."""
    days = (period.ends, period.ends) if stratum.kind == "person" else (period.begins, period.ends)
    return [id_of(id_) for (id_,) in ask(store, stratum.question, *days)]


def drawn(seed: str, stratum: str, ids: Sequence[str], size: int) -> list[str]:
    """So many of these: those whose seed, stratum and id have the smallest SHA-256.

    Whoever knows the seed can draw again with any tool; a record more or less leaves the others where they were.
    """
    return sorted(ids, key=lambda id_: (sha256(f"{seed}\n{stratum}\n{id_}".encode()).digest(), id_))[:size]
