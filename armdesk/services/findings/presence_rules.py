"""Rules on who was there: people who signed, worked or were paid while away, or in two places on one day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from armdesk.i18n import N_, _, ngettext
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.limits import Limits
from armdesk.services.findings.finding import Finding, Look, Rule, rule

AFTER_LEAVING = "paid_after_leaving_days"
"""Kind of the rate that says for how many days somebody who left may still be paid what was owed."""
_MOST = 50
_SIGNED = (
    ("ppe_delivery", "x.date", "ppe_delivery x", "x.person", "x.signed = 1"),
    ("meeting_attendance", "m.date", "meeting_attendance x JOIN meeting m ON m.id = x.meeting AND m.trashed = 0",
     "x.person", "coalesce(x.present, 1) = 1"),
    ("inspection", "x.date", "inspection x", "x.inspector_person", "1 = 1"),
    ("equipment_check", "x.date", "equipment_check x", "x.person", "1 = 1"),
    ("drill", "x.date", "drill x", "x.leader", "1 = 1"),
)
"""Register, its day, where it stands with that day, who signed, and when it counts."""


@rule(N_("Signed while not here"), "person", "ppe_delivery", "meeting_attendance", "meeting", "inspection",
      "equipment_check", "drill")
def signed_while_away(look: Look) -> Iterator[Finding]:
    """Papers signed by people who had left or died, or had not joined yet."""
    for kind, day, where, person, counts in _SIGNED:
        rows = ask(look.store, f"SELECT x.id, {day}, p.name, p.joined_on, p.left_on FROM {where} "  # noqa: S608 - ours
                   f"JOIN person p ON p.id = {person} WHERE x.trashed = 0 AND {counts} "
                   f"AND ({day} > p.left_on OR {day} < p.joined_on) AND {day} BETWEEN ? AND ? "
                   f"ORDER BY {day}, x.id LIMIT 50", look.period.begins, look.period.ends)
        for raw, on, name, joined, left in rows:
            text = _("{name} left on {left} and signed on {day}.") if left and on > left else \
                _("{name} joined on {joined} and signed on {day}, before.")
            yield Finding("signed_while_away", "warn", text.format(name=name, joined=joined, left=left, day=on),
                          (f"{kind}/{id_of(raw)}",), facts=(f"{on} {joined} {left}",))


@rule(N_("At work while not here"), "person", "attendance")
def at_work_while_away(look: Look) -> Iterator[Finding]:
    """People marked as present who had left or died, or had not joined yet."""
    found: dict[tuple[Any, str, str], list[tuple[str, str]]] = defaultdict(list)
    for question, which in (("p.left_on IS NOT NULL AND a.date > p.left_on", "left"),
                            ("p.joined_on IS NOT NULL AND a.date < p.joined_on", "joined")):
        for raw, on, person, name, day in ask(
                look.store, f"SELECT a.id, a.date, p.id, p.name, p.{which}_on FROM person p "  # noqa: S608 - ours
                "JOIN attendance a ON a.person = p.id AND a.trashed = 0 "
                "WHERE coalesce(a.status, 'present') = 'present' "
                f"AND a.date BETWEEN ? AND ? AND {question} ORDER BY p.name, a.date",
                look.period.begins, look.period.ends):
            found[person, f"{name}|{day}", which].append((on, f"attendance/{id_of(raw)}"))
    for (_person, told, which), rows in found.items():
        name, _bar, day = told.rpartition("|")
        text = ngettext("{name} left on {day} and is marked as present on {count} day afterwards.",
                        "{name} left on {day} and is marked as present on {count} days afterwards.", len(rows)) \
            if which == "left" else ngettext(
            "{name} joined on {day} and is marked as present on {count} day before.",
            "{name} joined on {day} and is marked as present on {count} days before.", len(rows))
        yield Finding("at_work_while_away", "warn", text.format(name=name, day=day, count=len(rows)),
                      tuple(reference for _on, reference in rows[:_MOST]),
                      facts=tuple(f"{on} {day}" for on, _reference in rows[:_MOST]))


@rule(N_("Paid long after leaving"), "payment", "person", "rate", "organisation")
def paid_after_leaving(look: Look) -> Iterator[Finding]:
    """Payments to people who had left longer ago than what was owed takes to be paid."""
    days = Limits(look.store).value(AFTER_LEAVING, look.period.ends)
    if days is None:
        return
    late: dict[tuple[Any, str, str], list[tuple[str, str]]] = defaultdict(list)
    for raw, person, on, name, left in ask(
            look.store, "SELECT y.id, p.id, y.date, p.name, p.left_on FROM person p JOIN payment y ON y.person = p.id "
            "WHERE p.left_on IS NOT NULL AND y.trashed = 0 AND y.corrects IS NULL AND coalesce(y.direction, 'out') = "
            "'out' AND y.date > p.left_on AND y.date BETWEEN ? AND ? ORDER BY y.date, y.id",
            look.period.begins, look.period.ends):
        if date.fromisoformat(on) - date.fromisoformat(left) > timedelta(days=int(days)):
            late[person, str(name), left].append((on, f"payment/{id_of(raw)}"))
    for (_person, name, left), rows in late.items():
        yield Finding("paid_after_leaving", "warn", ngettext(
            "{name} left on {left} and was paid {count} time long afterwards, on {day}.",
            "{name} left on {left} and was paid {count} times long afterwards, the last time on {day}.",
            len(rows)).format(name=name, left=left, day=rows[-1][0], count=len(rows)),
            tuple(reference for _on, reference in rows[:_MOST]),
            facts=tuple(f"{on} {left}" for on, _reference in rows[:_MOST]))


@rule(N_("Two places on one day"), "attendance", "shift", "person", "site", "crew", "training", "training_attendance")
def two_places(look: Look) -> Iterator[Finding]:
    """People in two crews in the same shift, and at a course at one site while at work at another."""
    rows = ask(look.store, "SELECT a.person, a.date, min(a.id), max(a.id), min(p.name), coalesce(s.shift, '') "
               "FROM attendance a JOIN person p ON p.id = a.person LEFT JOIN shift s ON s.id = a.shift "
               "WHERE a.trashed = 0 AND a.crew IS NOT NULL AND coalesce(a.status, 'present') = 'present' "
               "AND a.date BETWEEN ? AND ? GROUP BY a.person, a.date, coalesce(s.shift, '') "
               "HAVING count(DISTINCT a.crew) > 1 ORDER BY a.date LIMIT 50", look.period.begins, look.period.ends)
    for _person, day, first, last, name, _shift in rows:
        yield Finding("two_places", "warn", _("{name} is marked as present in two crews on {day}.").format(
            name=name, day=day), (f"attendance/{id_of(first)}", f"attendance/{id_of(last)}"), facts=(day, day))
    for raw, training, name, day, subject, site, other in ask(
            look.store, "SELECT a.id, t.id, p.name, t.date, t.subject, u.name, w.name FROM training t "
            "JOIN training_attendance x ON x.training = t.id AND x.trashed = 0 AND coalesce(x.present, 1) = 1 "
            "JOIN attendance a ON a.person = x.person AND a.date = t.date AND a.trashed = 0 JOIN person p "
            "ON p.id = x.person JOIN site u ON u.id = t.site JOIN site w ON w.id = a.site WHERE t.trashed = 0 "
            "AND t.site <> a.site AND coalesce(a.status, 'present') = 'present' AND coalesce(t.hours, 0) >= 600 "
            "AND t.date BETWEEN ? AND ? ORDER BY t.date, p.name LIMIT 50", look.period.begins, look.period.ends):
        yield Finding("course_elsewhere", "note", _(
            "{name} was at the course “{course}” at {site} on {day}, and at work at {other}.").format(
            name=name, course=subject, site=site, day=day, other=other), (f"attendance/{id_of(raw)}",
                                                                         f"training/{id_of(training)}"),
            facts=(f"{day} {site} {other}",) * 2)


@rule(N_("Gold of a day without work"), "shift", "production", "crew", "attendance", "person")
def gold_without_work(look: Look) -> Iterator[Finding]:
    """Deliveries of a crew in a shift that is noted as idle, and of people noted as absent that day."""
    for raw, day, crew, count, first in ask(
            look.store, "SELECT s.id, s.date, c.name, count(*), min(r.id) FROM shift s JOIN production r "
            "ON r.crew = s.crew AND r.date = s.date AND r.trashed = 0 AND r.gross_mg > 0 JOIN crew c ON c.id = s.crew "
            "WHERE s.trashed = 0 AND s.worked = 0 AND (s.shift IS NULL OR r.shift IS NULL OR s.shift = r.shift) "
            "AND s.date BETWEEN ? AND ? GROUP BY s.id, s.date, c.name ORDER BY s.date, c.name LIMIT 50",
            look.period.begins, look.period.ends):
        yield Finding("gold_without_work", "warn", ngettext(
            "{crew} did not work on {day}, but {count} delivery of it is noted.",
            "{crew} did not work on {day}, but {count} deliveries of it are noted.", count).format(
            crew=crew, day=day, count=count), (f"shift/{id_of(raw)}", f"production/{id_of(first)}"),
            facts=(f"{day} {count}",) * 2)
    for raw, day, name, delivery in ask(
            look.store, "SELECT a.id, a.date, p.name, r.id FROM attendance a JOIN production r ON r.person = a.person "
            "AND r.date = a.date AND r.trashed = 0 AND r.gross_mg > 0 JOIN person p ON p.id = a.person "
            "WHERE a.trashed = 0 AND a.status IN ('absent', 'excused') AND coalesce(r.persons, 1) <= 1 "
            "AND a.date BETWEEN ? AND ? ORDER BY a.date, p.name LIMIT 50", look.period.begins, look.period.ends):
        yield Finding("delivered_while_absent", "warn", _(
            "{name} is marked as absent on {day}, but delivered gold.").format(name=name, day=day),
            (f"attendance/{id_of(raw)}", f"production/{id_of(delivery)}"), facts=(day, day))


@rule(N_("Deliveries of crews that were not there"), "crew", "production")
def crew_not_there(look: Look) -> Iterator[Finding]:
    """Deliveries of a crew before it was formed or after it was dissolved."""
    for raw, name, begins, ends, count, first in ask(
            look.store, "SELECT c.id, c.name, c.active_from, c.active_to, count(*), min(r.id) FROM crew c "
            "JOIN production r ON r.crew = c.id AND r.trashed = 0 WHERE c.trashed = 0 AND (c.active_to IS NOT NULL "
            "AND r.date > c.active_to OR c.active_from IS NOT NULL AND r.date < c.active_from) "
            "AND r.date BETWEEN ? AND ? GROUP BY c.id, c.name, c.active_from, c.active_to ORDER BY c.name",
            look.period.begins, look.period.ends):
        yield Finding("crew_not_there", "warn", ngettext(
            "{crew} ({begins} to {ends}): {count} delivery is of another day.",
            "{crew} ({begins} to {ends}): {count} deliveries are of other days.", count).format(
            crew=name, begins=begins or "…", ends=ends or "…", count=count), (f"crew/{id_of(raw)}",
                                                                            f"production/{id_of(first)}"),
            facts=(f"{begins} {ends} {count}",) * 2)


PRESENCE_RULES: dict[str, Rule] = {
    "signed_while_away": signed_while_away, "at_work_while_away": at_work_while_away,
    "paid_after_leaving": paid_after_leaving, "two_places": two_places, "gold_without_work": gold_without_work,
    "crew_not_there": crew_not_there}
"""Rules on presence by name; their sentences name people, so they stay out of packs."""
