"""Facts that are plain numbers: the records a register has of the period, and indicators as they are reckoned."""

from __future__ import annotations

from collections.abc import Callable

from armdesk.i18n import N_
from armdesk.models import (
    Document,
    Drill,
    Grievance,
    Inspection,
    Lot,
    Meeting,
    Permit,
    PpeDelivery,
    Risk,
    SecurityEvent,
    Shift,
    Site,
)
from armdesk.query import Filter, Query
from armdesk.record import Record
from armdesk.services.basis.figure import Figure
from armdesk.services.period_facts.books import Books
from armdesk.services.period_facts.shares import ids_of


def _counted(name: str, label: str, type_: type[Record], day: str = "", *,
             people: bool = False) -> Callable[[Books], Figure]:
    """A figure that is the plain number of records of a type, in the period where they have a day."""

    def count(of: Books) -> Figure:
        rows = of.dated(type_, day) if day else Query(type_)
        number = of.store.count(rows)
        return Figure(name, label, number or None, rows, number, people=people)

    return count


def _reckoned(name: str) -> Callable[[Books], Figure]:
    """An indicator as a figure."""
    return lambda of: of.reckoned.of(name).figure


def _cited(of: Books) -> Figure:
    cited = ids_of(of.store, "SELECT id FROM document WHERE trashed = 0 "
                   "AND id IN (SELECT document FROM citation WHERE trashed = 0)")
    rows = Query(Document, filters=(Filter("id", "in", cited),))
    return Figure("documents_cited", N_("Documents cited as evidence"), len(cited) or None, rows, len(cited))


COUNTED_FACTS: dict[str, Callable[[Books], Figure]] = {
    "documents_cited": _cited,
    "documents": _counted("documents", N_("Documents kept"), Document),
    "sites": _counted("sites", N_("Sites"), Site),
    "permits": _counted("permits", N_("Permits and titles"), Permit),
    "lots": _counted("lots", N_("Lots made"), Lot, "created_on"),
    "meetings": _counted("meetings", N_("Meetings and assemblies"), Meeting, "date"),
    "grievances": _counted("grievances", N_("Grievances received"), Grievance, "received_on", people=True),
    "risks": _counted("risks", N_("Risks written down"), Risk),
    "security_events": _counted("security_events", N_("Security events"), SecurityEvent, "date"),
    "ppe": _counted("ppe", N_("Deliveries of protective equipment"), PpeDelivery, "date"),
    "inspections": _counted("inspections", N_("Visits and inspections"), Inspection, "date"),
    "drills": _counted("drills", N_("Drills held"), Drill, "date"),
    "shifts": _counted("shifts", N_("Shifts recorded"), Shift, "date"),
}
"""Numbers of records by name."""
INDICATED = ("hours", "fatalities", "ltifr_1m", "trifr_1m", "severity_1m", "over_limit", "land_open")
"""Facts that are indicators, with their own formula and source."""
INDICATED_FACTS = {name: _reckoned(name) for name in INDICATED}
"""Indicators by name."""
