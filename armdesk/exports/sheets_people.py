"""Tables of a pack that are counted: accidents, hours, courses and people."""

from __future__ import annotations

from decimal import Decimal

from armdesk.exports.counted import UNKNOWN, Head, count_column, counted_table, month_column
from armdesk.exports.pack_table import PackTable, Row
from armdesk.i18n import N_, _
from armdesk.models import choices
from armdesk.reports.document import Column
from armdesk.services import safety_figures
from armdesk.services.hiding import few, protected
from armdesk.services.people_figures import AGE_BANDS
from armdesk.services.scope import Scope

ALL = N_("All")


def incidents(scope: Scope) -> PackTable:
    """S20: incidents by month and severity; persons stay in the office."""
    columns = (month_column(), Column("severity", _("Severity")), count_column("incidents", _("Incidents")))
    found = safety_figures.incidents_by_month(scope.store, scope.period)
    order = list(choices.SEVERITY)
    rows: list[Row] = [
        (month, severity, count)
        for (month, severity), count in sorted(found.items(), key=lambda pair: (pair[0][0], order.index(pair[0][1])))
    ]
    return counted_table(
        Head(
            "S20", "incidents_by_month", _("Incidents by month"), _("Incidents and near misses, by severity."), "safety"
        ),
        columns,
        rows,
        summed=("incidents",),
        choices={"severity": choices.SEVERITY},
    )


def hours(scope: Scope) -> PackTable:
    """S21: hours at work by month."""
    columns = (
        month_column(),
        count_column("workers", _("Workers")),
        Column("hours", _("Hours"), "number", "h", 2),
        Column("source", _("Source")),
    )
    rows: list[Row] = [
        (row.month, few(row.workers), row.hours, row.source) for row in safety_figures.hours(scope.store, scope.period)
    ]
    sources = {"attendance": N_("Attendance"), "shifts": N_("Shifts: persons x hours")}
    return counted_table(
        Head("S21", "hours", _("Hours at work"), _("The base of all accident rates."), "safety"),
        columns,
        rows,
        summed=("hours",),
        choices={"source": sources},
    )


def safety_indicators(scope: Scope) -> PackTable:
    """S22: the usual indicators of the period; rates only where hours are known."""
    counts = scope.figures.incidents
    total = sum((row.hours for row in safety_figures.hours(scope.store, scope.period)), Decimal(0))
    lost = sum(counts[severity] for severity in safety_figures.LOST_TIME)
    recordable = lost + counts["medical"]
    days = safety_figures.lost_days(scope.store, scope.period)
    rate = Decimal(1_000_000) / total if total else None
    columns = (
        Column("period", _("Period"), "code"),
        count_column("fatalities", _("Fatalities")),
        count_column("lost_time_injuries", _("Lost-time incidents")),
        count_column("recordable", _("Recordable incidents")),
        count_column("lost_days", _("Lost days")),
        count_column("near_misses", _("Near misses")),
        Column("hours", _("Hours"), "number", "h", 2),
        Column("ltifr_1m", _("Lost-time incidents per million hours"), "number", places=1),
        Column("trifr_1m", _("Recordable incidents per million hours"), "number", places=1),
        Column("severity_1m", _("Lost days per million hours"), "number", places=1),
    )
    rows: list[Row] = [
        (
            scope.period.code(),
            counts["fatal"],
            lost,
            recordable,
            days,
            counts["near_miss"],
            total or None,
            *(None if rate is None else number * rate for number in (lost, recordable, days)),
        )
    ]
    return counted_table(
        Head("S22", "osh_indicators", _("Safety indicators"), _("Counts and rates of the period."), "safety"),
        columns,
        rows if any(counts.values()) or total else [],
    )


def courses(scope: Scope) -> PackTable:
    """S23: courses with the number of those who came."""
    columns = (
        Column("date", _("Date"), "code"),
        Column("subject", _("Subject"), width=2.0),
        Column("hours", _("Hours"), "number", "h", 1),
        count_column("attendees", _("People who came")),
        count_column("women", _("Women")),
    )
    rows: list[Row] = []
    for course in scope.figures.courses:
        shown = protected({"sex": {"F": course.women, "other": course.persons - course.women}})
        rows.append(
            (
                course.date,
                scope.hide.text(course.subject),
                course.hours,
                shown[1] if course.persons else None,
                shown[0]["sex"]["F"] if course.persons else None,
            )
        )
    return counted_table(
        Head("S23", "training", _("Training"), _("Courses and talks of the period, and how many came."), "people"),
        columns,
        rows,
    )


def people(scope: Scope) -> PackTable:
    """S32: people on the last day of the period, counted by sex, by age band and by role, one at a time."""
    counted = scope.figures.people
    ways = {"sex": counted.by_sex, "age_band": counted.by_band, "role": counted.by_role}
    by, total = protected(ways)
    day = scope.period.ends.isoformat()
    rows: list[Row] = []
    for way in ways:
        rows += [(day, *(code if way == name else "all" for name in ways), count) for code, count in by[way].items()]
    if counted.total:
        rows.append((day, "all", "all", "all", total))
    else:
        rows = []
    columns = (
        Column("period", _("On"), "code"),
        Column("sex", _("Sex")),
        Column("age_band", _("Age band")),
        Column("role", _("Role")),
        count_column("count", _("People"), _("Groups under five are printed as <5.")),
    )
    names = {
        "sex": {**choices.SEX, "unknown": UNKNOWN, "all": ALL},
        "age_band": {**AGE_BANDS, "all": ALL},
        "role": {**choices.ROLE, "all": ALL},
    }
    return counted_table(
        Head(
            "S32",
            "people_summary",
            _("People"),
            _("Who belongs to the cooperative, in groups of five and more."),
            "people",
        ),
        columns,
        rows,
        choices=names,
    )
