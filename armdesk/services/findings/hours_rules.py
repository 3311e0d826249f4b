"""Rules about hours at work: the same month stated twice, more hours in a day than it has, accidents without hours."""

from __future__ import annotations

from collections.abc import Iterator

from armdesk.i18n import N_, _, current
from armdesk.i18n_formats import scaled_text
from armdesk.services.basis.figure import ask, id_of, site_names
from armdesk.services.findings.finding import Finding, Look, Rule, rule
from armdesk.services.safety.accidents import by_month

_DAY = 2_400
"""Units: hundredths of an hour in a day."""
_MOST = 500


@rule(N_("Hours of a month stated twice"), "exposure", "site")
def hours_stated_twice(look: Look) -> Iterator[Finding]:
    """Months and sites with more than one figure of the office; the later one holds."""
    names = site_names(look.store)
    found: dict[tuple[str, str], list[str]] = {}
    for id_, month, site in ask(look.store, "SELECT id, month, site FROM exposure WHERE trashed = 0 ORDER BY id"):
        found.setdefault((month, id_of(site)), []).append(id_of(id_))
    for (month, site), ids in sorted(found.items()):
        if len(ids) > 1:
            text = _("Hours of {month} are stated {count} times for {site}; the last figure holds.")
            yield Finding("hours_stated_twice", "warn", text.format(
                month=month, count=len(ids), site=names.get(site) or _("the whole cooperative")),
                tuple(f"exposure/{id_}" for id_ in ids), facts=(f"{month} {len(ids)}",) * len(ids))


@rule(N_("More hours than a day has"), "attendance", "person")
def day_too_long(look: Look) -> Iterator[Finding]:
    """People with more than 24 hours of attendance on one day, as where a day was entered twice."""
    for person, day, hours in ask(
            look.store, "SELECT person, date, sum(hours) FROM attendance WHERE trashed = 0 "
            "AND coalesce(status, 'present') = 'present' AND date BETWEEN ? AND ? GROUP BY date, person "
            "HAVING sum(hours) > ? ORDER BY date, person LIMIT ?", look.period.begins, look.period.ends, _DAY, _MOST):
        yield Finding("day_too_long", "warn", _("On {day} one person has {hours} hours of attendance.").format(
            day=day, hours=scaled_text(hours, 2, current(), least=0)), (f"person/{id_of(person)}",),
            facts=(f"{day} {hours}",))


@rule(N_("Accidents without hours at work"), "incident", "injured_person", "exposure", "attendance", "shift",
      "production", "person", "crew", "site", "rate", "organisation")
def no_hours(look: Look) -> Iterator[Finding]:
    """Months with injuries of which no hours are known: no rate can be reckoned."""
    injured = {month: each.recordable for month, each in by_month(look.store, look.period).items() if each.recordable}
    known = look.figures.reckoned.safety_hours if injured else set()
    for month, count in injured.items():
        if month not in known:
            yield Finding("no_hours", "note", _("{month}: there were injuries, but no hours at work are known. State "
                                                "them on the page Indicators.").format(month=month),
                          (f"month/{month}",), facts=(str(count),))


HOURS_RULES: dict[str, Rule] = {"hours_stated_twice": hours_stated_twice, "day_too_long": day_too_long,
                                "no_hours": no_hours}
