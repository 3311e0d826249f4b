"""Tables of a pack that are counted: accidents, courses and people."""

from __future__ import annotations

from decimal import Decimal

from armdesk.exports.counted import UNKNOWN, Head, count_column, counted_table, month_column
from armdesk.exports.pack_table import PackTable, Row
from armdesk.i18n import N_, _
from armdesk.models import choices
from armdesk.reports.document import Column
from armdesk.services.basis.hiding import SMALLEST_GROUP, WITHHELD, few, protected
from armdesk.services.packs.scope import Scope
from armdesk.services.people import people_figures
from armdesk.services.people.people_figures import AGE_BANDS
from armdesk.services.safety import safety_figures

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


def courses(scope: Scope) -> PackTable:
    """S23: courses and talks with the number of those who came; who held them stays out of what everybody may read."""
    named = not scope.edition.hides_codes
    columns = (
        Column("date", _("Date"), "code"),
        Column("form", _("Course or talk")),
        Column("subject", _("Subject"), width=2.0),
        Column("hours", _("Hours"), "number", "h", 2),
        *((Column("trainer", _("Trainer")),) if named else ()),
        count_column("attendees", _("People who came")),
        count_column("women", _("Women")),
        *((Column("certificate_ref", _("Certificate no."), "code"),) if named else ()),
    )
    rows: list[Row] = []
    for course in scope.figures.courses:
        shown = protected({"sex": {"F": course.women, "other": course.persons - course.women}})
        rows.append(
            (
                course.date,
                course.form,
                scope.hide.text(course.subject),
                course.hours,
                *((scope.hide.text(course.trainer) or None,) if named else ()),
                shown[1] if course.persons else None,
                shown[0]["sex"]["F"] if course.persons else None,
                *((scope.hide.text(course.certificate) or None,) if named else ()),
            )
        )
    return counted_table(
        Head("S23", "training", _("Training"), _("Courses and talks of the period, and how many came."), "people"),
        columns,
        rows,
        choices={"form": choices.COURSE_FORM},
    )


def grievances(scope: Scope) -> PackTable:
    """S27: grievances counted by group and by status."""
    counted = safety_figures.grievances(scope.store, scope.period)
    by, total = protected({"group": counted["group"], "status": counted["status"]})
    rows: list[Row] = [("group", group, count) for group, count in sorted(by["group"].items())]
    rows += [("status", status, count) for status, count in sorted(by["status"].items())]
    if rows:
        rows.append(("all", "all", total))
    names = {**choices.GRIEVANCE_GROUP, **choices.OPEN_CLOSED, "unknown": UNKNOWN, "all": ALL}
    kinds = {"group": N_("Who complains"), "status": N_("Status"), "all": ALL}
    counted_by, value = Column("counted_by", _("Counted by")), Column("value", _("Value"))
    columns = (counted_by, value, count_column("count", _("Grievances")))
    return counted_table(
        Head(
            "S27",
            "grievances_totals",
            _("Grievances"),
            _("Totals only; who complained and of what stays here."),
            "people",
        ),
        columns,
        rows,
        choices={"counted_by": kinds, "value": names},
    )


def _share(*parts: int) -> Decimal | None:
    """The first part as a share of all; not told where it would speak of fewer than five people.  Units: %."""
    everybody = sum(parts)
    if not everybody or any(0 < count < SMALLEST_GROUP for count in parts):
        return None
    return Decimal(100 * parts[0]) / everybody


def _registered_pct(scope: Scope) -> Decimal | None:
    """Share of the roster with an entry in a national register that holds."""
    there, everybody = people_figures.registered(scope.store, scope.period.ends)
    return _share(there, everybody - there)


def _cover_pct(scope: Scope) -> Decimal | None:
    """Share of the roster with any social cover; None too where it is stated of nobody."""
    covered, stated, everybody = people_figures.covered(scope.store, scope.period.ends)
    return _share(covered, everybody - covered) if stated else None


def people(scope: Scope) -> PackTable:
    """S32: people on the last day of the period, counted by site, sex, age band and role, one at a time."""
    counted = scope.figures.people
    sites = {scope.name_of("site", id_) or "unknown": count for id_, count in counted.by_site.items()}
    ways = {"site_code": sites, "sex": counted.by_sex, "age_band": counted.by_band, "role": counted.by_role}
    by, total = protected(ways)
    day = scope.period.ends.isoformat()
    rows: list[Row] = []
    for way in ways:
        rows += [(day, *(code if way == name else "all" for name in ways), count, None, None, None, None)
                 for code, count in by[way].items()]
    if counted.total:
        bands = [by["age_band"].get(band, 0) for band in ("under_15", "15_17")]
        minors = few(len(counted.minors))
        if isinstance(minors, int) and not all(isinstance(each, int) for each in bands):
            minors = _(WITHHELD)  # the sum would give away the band that is hidden
        saved = few(people_figures.remediated(scope.store, scope.period))
        rows.append((day, *("all" for _way in ways), total, minors, saved, _cover_pct(scope), _registered_pct(scope)))
    else:
        rows = []
    columns = (
        Column("period", _("On"), "code"),
        Column("site_code", _("Site")),
        Column("sex", _("Sex")),
        Column("age_band", _("Age band")),
        Column("role", _("Role")),
        count_column("count", _("People"), _("Groups under five are printed as <5.")),
        count_column("minors_seen", _("Under 18"), _("Of everybody on the roster.")),
        count_column("minors_remediated", _("Taken off the work"), _("Under age, and an alarm of the period answered "
                                                                     "by other work, school or a service.")),
        Column("social_cover_pct", _("With social cover"), "number", "%", 1,
               help=_("Of everybody, with at least one kind of cover; who is not stated counts as without.")),
        Column("registered_pct", _("In a national register"), "number", "%", 1),
    )
    names = {
        "site_code": {"unknown": UNKNOWN, "all": ALL},
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
