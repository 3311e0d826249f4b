"""Rules about water, soil, air and land: over a limit without an action, papers that contradict, late measuring."""

from __future__ import annotations

from collections.abc import Iterator

from armdesk.i18n import N_, _, current, ngettext
from armdesk.i18n_formats import decimal_text
from armdesk.services.findings.finding import Finding, Look, Rule, rule
from armdesk.services.plan import action_sources
from armdesk.services.safety import land, measured, monitoring
from armdesk.services.safety.measured import Judged

_LIMITS = ("measurement", "rate", "organisation", "site")


@rule(N_("Measurements over their limit"), *_LIMITS, *action_sources.READ)
def over_limit(look: Look) -> Iterator[Finding]:
    """Measurements of the period outside their limit of which no action says what was done."""
    answered = action_sources.by_target(look.store, "measurement")
    for each in measured.judged(look.store, look.period):
        if each.within is False and each.id not in answered:
            yield Finding("over_limit", "warn", _("{what} on {day}: {value}, allowed {limit}. No action says what is "
                                                  "done about it.").format(
                what=name_of(each), day=each.day, value=value_text(each), limit=limit_text(each)),
                (f"measurement/{each.id}",), facts=(f"{each.value} {each.unit} {each.limit} {each.least}",))


@rule(N_("Measurements that contradict their paper"), *_LIMITS)
def limit_contradicted(look: Look) -> Iterator[Finding]:
    """Measurements whose paper says one thing of the limit and whose figures say another."""
    for each in measured.judged(look.store, look.period):
        if each.contradicts:
            text = _("{what} on {day}: stated as within the limit, but {value} is not ({limit}).") if each.stated else \
                _("{what} on {day}: stated as over the limit, but {value} is within it ({limit}).")
            yield Finding("limit_contradicted", "warn", text.format(
                what=name_of(each), day=each.day, value=value_text(each), limit=limit_text(each)),
                (f"measurement/{each.id}",), facts=(f"{each.value} {each.unit} {each.limit} {each.stated}",))


@rule(N_("Land restored that was not disturbed"), "measurement", "site")
def land_below_zero(look: Look) -> Iterator[Finding]:
    """Sites where more land was restored than ever disturbed."""
    for entry in land.open_by_site(land.entries(look.store, look.period.ends)).values():
        if entry.open < 0:
            yield Finding("land_below_zero", "warn", _(
                "{site}: {area} ha more were restored than disturbed. Write down what was disturbed before.").format(
                    site=entry.site_name or _("Without site"), area=decimal_text(-entry.open, 4, current())),
                (f"measurement/{entry.id}",), facts=(f"{entry.open:.4f} ha",))


@rule(N_("Measuring overdue"), "measurement", "monitoring_plan", "site")
def monitoring_overdue(look: Look) -> Iterator[Finding]:
    """Points of the monitoring plan that were not measured in time."""
    for each in monitoring.due(look.store, look.today):
        if each.late:
            text = ngettext("{what} should have been measured by {day}; it is {count} day late.",
                            "{what} should have been measured by {day}; it is {count} days late.", each.late)
            yield Finding("monitoring_overdue", "note", text.format(
                what=", ".join(filter(None, (each.plan.parameter, each.site_name, each.plan.place))), day=each.due_on,
                count=each.late), (f"monitoring_plan/{each.plan.id}",), facts=(str(each.due_on),))


def name_of(each: Judged) -> str:
    """What was measured and where."""
    return ", ".join(filter(None, (each.parameter or "?", each.site_name, each.place)))


def value_text(each: Judged) -> str:
    """The value with its unit."""
    return _with_unit("?" if each.value is None else decimal_text(each.value.normalize(), None, current()), each.unit)


def limit_text(each: Judged) -> str:
    """What is allowed: "up to 50 mg/l", "6 – 9", "" where no limit is known."""
    most, least = (None if value is None else decimal_text(value.normalize(), None, current())
                   for value in (each.limit, each.least))
    if most is not None and least is not None:
        return _with_unit(f"{least} – {most}", each.unit)
    if most is not None:
        return _("up to {limit}").format(limit=_with_unit(most, each.unit))
    return _("from {limit}").format(limit=_with_unit(least, each.unit)) if least is not None else ""


def verdict(each: Judged) -> str:
    """What follows from value and limit, as a sign and a word."""
    if each.within is None:
        return _("? other unit") if each.odd_unit else _("? no limit known")
    return _("✓ within") if each.within else _("✗ outside the limit")


def _with_unit(text: str, unit: str) -> str:
    return f"{text} {unit}".strip()


ENVIRONMENT_RULES: dict[str, Rule] = {
    "over_limit": over_limit, "limit_contradicted": limit_contradicted, "land_below_zero": land_below_zero,
    "monitoring_overdue": monitoring_overdue,
}
