"""Facts of safety, chemicals and environment: what was looked into, kept ready, recovered, measured, restored."""

from __future__ import annotations

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from armdesk.i18n import N_, _
from armdesk.models import (
    Attendance,
    Batch,
    EmergencyPlan,
    Equipment,
    Finding,
    Incident,
    Inspection,
    Measurement,
    ReagentMovement,
)
from armdesk.query import Filter, Query
from armdesk.services.basis.figure import Figure, ask, grams
from armdesk.services.period_facts.books import Books
from armdesk.services.period_facts.shares import ids_of, made, named, percent, share
from armdesk.services.safety import emergency, round_plan
from armdesk.services.safety.safety_figures import LOST_TIME, last_lost_time

_ONCE = Filter("same_as", "empty")
_LOOKED_INTO = ("medical", *LOST_TIME)
"""Severities that are looked into.  Source: the usual practice of investigating every injury treated by a doctor."""


def incidents_investigated(of: Books) -> Figure:
    """Injuries treated by a doctor or worse that were looked into."""
    rows = of.dated(Incident).where(Filter("severity", "in", _LOOKED_INTO), _ONCE)
    return share(of, "incidents_investigated", N_("Injuries looked into"), rows,
                 rows.where(Filter("investigated_on", "empty")))


def safe_days(of: Books) -> Figure:
    """Days since the last injury that cost working time, else since the book of incidents begins."""
    last, first = last_lost_time(of.store, of.period.ends)
    until = Query(Incident, filters=(Filter("date", "to", of.period.ends), _ONCE))
    rows = until.where(Filter("date", "from", last), Filter("severity", "in", LOST_TIME)) if last else until
    since = last or first
    value = (of.period.ends - since).days if since else None
    note = _("since the book begins; no injury with lost time") if since and last is None else ""
    return Figure("safe_days", N_("Days without lost time"), value, rows, of.store.count(rows), note=note)


def findings_open(of: Books) -> Figure:
    """Findings of rounds, visits and audits that are open."""
    every = Query(Finding)
    rows = every.where(Filter("status", "is", "open"))
    count = of.store.count(rows)
    late = of.store.count(rows.where(Filter("due_on", "to", of.period.ends - timedelta(days=1))))
    note = _("{count} overdue at the end of the period").format(count=late) if late else ""
    return Figure("findings_open", N_("Open findings"), count if count or of.store.count(every) else None, rows, count,
                  note=note)


def rounds_kept(of: Books) -> Figure:
    """Planned rounds of the period in which a round was finished; its rows are the rounds finished."""
    turns = round_plan.covered(of.store, of.period)
    done, planned = sum(each.done for each in turns), sum(each.turns for each in turns)
    value = percent(done, planned)
    rows = of.dated(Inspection).where(Filter("finished_on", "filled"))
    return Figure("rounds_kept", N_("Planned rounds that were done"), value, rows, of.store.count(rows), "%",
                  0 if value is None or value == int(value) else 1, part=done, whole=planned)


def equipment_ready(of: Books) -> Figure:
    """Emergency equipment in use that is in order, checked in time and not expired on the last day."""
    found = emergency.equipment(of.store, of.period.ends)
    lacking = [each.id for each in found if each.state not in (emergency.GOOD, emergency.SOON)]
    rows = Query(Equipment, filters=(Filter("id", "in", tuple(each.id for each in found)),))
    return made("equipment_ready", N_("Emergency equipment that is ready"), rows, len(found), named(rows, lacking),
                len(lacking))


def emergency_plans(of: Books) -> Figure:
    """Emergency plans adopted by the last day whose review is not late."""
    rows = Query(EmergencyPlan, filters=(Filter("adopted_on", "to", of.period.ends),))
    return share(of, "emergency_plans", N_("Emergency plans that hold"), rows,
                 rows.where(Filter("review_on", "to", of.period.ends - timedelta(days=1))))


def hours_a_day(of: Books) -> Figure:
    """Hours worked by a person in a day, on average."""
    rows = of.dated(Attendance).where(Filter("hours", "from", 1))
    [(hours, count)] = ask(of.store, "SELECT sum(hours), count(*) FROM attendance WHERE trashed = 0 AND hours >= 1 "
                           "AND date BETWEEN ? AND ?", of.period.begins, of.period.ends)
    value = (Decimal(int(hours)) / 100 / int(count)).quantize(Decimal("0.1"), ROUND_HALF_UP) if count else None
    return Figure("hours_a_day", N_("Hours worked in a day, on average"), value, rows, int(count), "h", 1)


def mercury_recovered(of: Books) -> Figure:
    """What was recovered of the mercury used."""
    book = of.mercury
    value = (100 * book.recovered / book.used).quantize(Decimal("0.1"), ROUND_HALF_UP) if (
        book.entries and book.used) else None
    rows = of.dated(ReagentMovement).where(Filter("item", "is", "mercury"))
    if book.entries and not of.store.count(rows):
        rows = of.dated(Batch).where(Filter("mercury_in_mg", "filled"))
    return Figure("mercury_recovered", N_("Mercury recovered of what was used"), value, rows, of.store.count(rows),
                  "%", 1)


def mercury_difference(of: Books) -> Figure:
    """What was counted last less what the book said that day."""
    book = of.mercury
    rows = Query(ReagentMovement, filters=(Filter("id", "in", (book.count,) if book.count else ()),))
    value = None if book.counted is None or book.expected is None else book.counted - book.expected
    return Figure("mercury_difference", N_("Mercury counted less than the book says"),
                  None if value is None else -value, rows, 1 if book.count else 0, "g", 1)


def retort_used(of: Books) -> Figure:
    """Batches with mercury that were burnt in a retort."""
    rows = of.dated(Batch).where(Filter("mercury_in_mg", "from", 1))
    return share(of, "retort_used", N_("Batches with mercury burnt in a retort"), rows,
                 rows.where(Filter("retort", "is_not", True)))


def worst_practices(of: Books) -> Figure:
    """Batches of the period with a practice that has to end."""
    every = of.dated(Batch)
    found = ids_of(of.store, "SELECT id FROM batch WHERE trashed = 0 AND date BETWEEN ? AND ? AND (whole_ore = 1 "
                   "OR open_burning = 1 OR home_burning = 1 OR cyanide_after_mercury = 1)", of.period.begins,
                   of.period.ends)
    return Figure("worst_practices", N_("Batches with a practice that has to end"),
                  len(found) if of.store.count(every) else None, named(every, found), len(found))


def cyanide_used(of: Books) -> Figure:
    """Cyanide used by its book."""
    rows = of.dated(ReagentMovement).where(Filter("item", "is", "cyanide"), Filter("kind", "is", "use"),
                                           Filter("unit", "in", ("g", "kg")))
    [(milli, count)] = ask(of.store, "SELECT sum(CASE unit WHEN 'kg' THEN quantity * 1000 ELSE quantity END), count(*) "
                           "FROM reagent_movement WHERE trashed = 0 AND item = 'cyanide' AND kind = 'use' "
                           "AND unit IN ('g', 'kg') AND date BETWEEN ? AND ?", of.period.begins, of.period.ends)
    return Figure("cyanide_used", N_("Cyanide used"), grams(milli) / 1000 if count else None, rows, int(count), "kg", 3)


def explosives_entries(of: Books) -> Figure:
    """Entries of the book of explosives in the period."""
    rows = of.dated(ReagentMovement).where(Filter("item", "is", "explosives"))
    count = of.store.count(rows)
    return Figure("explosives_entries", N_("Entries in the book of explosives"), count or None, rows, count)


def reagents_documented(of: Books) -> Figure:
    """Receipts of mercury, chemicals and explosives with the number of a paper."""
    rows = of.dated(ReagentMovement).where(Filter("kind", "is", "in"), Filter("corrects", "empty"))
    return share(of, "reagents_documented", N_("Supplies received with a paper"), rows,
                 rows.where(Filter("document_no", "empty")))


def measurements(of: Books) -> Figure:
    """Measurements of water, soil, air, tailings and noise in the period."""
    rows = of.dated(Measurement).where(Filter("medium", "is_not", "area"))
    count = of.store.count(rows)
    return Figure("measurements", N_("Measurements made"), count or None, rows, count)


def land_restored(of: Books) -> Figure:
    """Land restored in the period."""
    rows = of.dated(Measurement).where(Filter("restored_m2", "from", 1))
    [(square, count)] = ask(of.store, "SELECT sum(restored_m2), count(*) FROM measurement WHERE trashed = 0 "
                            "AND restored_m2 >= 1 AND date BETWEEN ? AND ?", of.period.begins, of.period.ends)
    return Figure("land_restored", N_("Land restored"), Decimal(int(square)).scaleb(-4) if count else None, rows,
                  int(count), "ha", 2)


SAFETY_FACTS = {
    "incidents_investigated": incidents_investigated, "safe_days": safe_days, "findings_open": findings_open,
    "rounds_kept": rounds_kept, "equipment_ready": equipment_ready, "emergency_plans": emergency_plans,
    "hours_a_day": hours_a_day, "mercury_recovered": mercury_recovered, "mercury_difference": mercury_difference,
    "retort_used": retort_used, "worst_practices": worst_practices, "cyanide_used": cyanide_used,
    "explosives_entries": explosives_entries, "reagents_documented": reagents_documented,
    "measurements": measurements, "land_restored": land_restored,
}
"""Facts of safety and environment by name."""
