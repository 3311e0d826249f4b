"""Tables of a pack that are counted, not copied: production, stock, mercury, safety, grievances and people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from armdesk.exports.pack_table import PackTable, Row
from armdesk.i18n import N_, _
from armdesk.models import choices
from armdesk.reports.document import Column
from armdesk.services import gold_figures, safety_figures
from armdesk.services.hiding import few, protected
from armdesk.services.people_figures import AGE_BANDS
from armdesk.services.scope import Scope

UNKNOWN = N_("Not stated")
ALL = N_("All")


class _Head(NamedTuple):
    """What a table is called and where it belongs."""

    code: str
    name: str
    title: str
    purpose: str
    place: str


def _table(
    head: _Head,
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    summed: Iterable[str] = (),
    choices: dict[str, dict[str, str]] | None = None,
) -> PackTable:
    """A table of ready rows.  Shape: choices leads from a column's key to its codes and their words."""
    words = {key: {code: _(label) for code, label in options.items()} for key, options in (choices or {}).items()}

    def make(coded: bool) -> Iterable[Row]:
        if coded or not words:
            return rows
        return [
            tuple(
                words[column.key].get(value, value) if column.key in words and isinstance(value, str) else value
                for column, value in zip(columns, row, strict=True)
            )
            for row in rows
        ]

    totals = _sums(columns, rows, set(summed)) if summed and rows else None
    return PackTable(head.code, head.name, head.title, head.purpose, tuple(columns), make, head.place, words, totals)


def _sums(columns: Sequence[Column], rows: Sequence[Row], summed: set[str]) -> Row:
    sums: list[Decimal | str | None] = []
    for place, column in enumerate(columns):
        numbers = [Decimal(value) for row in rows if isinstance(value := row[place], int | Decimal)]
        sums.append(sum(numbers, Decimal(0)) if column.key in summed else None)
    sums[0] = _("Total")
    return tuple(sums)


def _grams(key: str, title: str, meaning: str = "") -> Column:
    return Column(key, title, "number", "g", 3, help=meaning)


def _count(key: str, title: str, meaning: str = "") -> Column:
    return Column(key, title, "number", places=0, help=meaning)


def _month() -> Column:
    return Column("month", _("Month"), "code")


def production(scope: Scope) -> PackTable:
    """S06: production by month and site."""
    columns = (
        _month(),
        Column("site_code", _("Site")),
        _count("deliveries", _("Deliveries")),
        Column("ore_t", _("Ore"), "number", "t", 3),
        _grams("gold_gross_g", _("Gross weight")),
        _grams("gold_fine_g", _("Fine weight"), _("Exact sum; single rows are not rounded.")),
        _count(
            "without_fineness", _("Deliveries without fineness"), _("Their fine weight is not known and in no sum.")
        ),
    )
    rows: list[Row] = [
        (
            row.month,
            scope.name_of("site", row.site) or _(UNKNOWN),
            row.deliveries,
            row.ore or None,
            row.gross,
            _known(row.fine, row.unmeasured, row.deliveries),
            row.unmeasured,
        )
        for row in scope.figures.produced
    ]
    return _table(
        _Head(
            "S06",
            "production_by_month",
            _("Production by month"),
            _("What each site produced, month by month."),
            "production",
        ),
        columns,
        rows,
        summed=("deliveries", "ore_t", "gold_gross_g", "gold_fine_g", "without_fineness"),
    )


def _known(fine: Decimal, unmeasured: int, rows: int) -> Decimal | None:
    """Nothing, where no row had a fineness: a blank is not zero."""
    return None if unmeasured >= rows else fine


def mass_balance(scope: Scope) -> PackTable:
    """S15: stock month by month."""
    columns = (
        _month(),
        Column("stage", _("Stage")),
        _grams("opening_fine_g", _("Opening stock, fine")),
        _grams("produced_fine_g", _("Produced, fine")),
        _grams("bought_fine_g", _("Bought, fine")),
        _grams("out_fine_g", _("Sold, fine")),
        _grams("declared_loss_fine_g", _("Declared loss")),
        _grams("closing_fine_g", _("Closing stock, fine"), _("Opening + produced + bought - sold - declared loss.")),
        _grams("unexplained_fine_g", _("Unexplained, fine"), _("What was sold beyond everything that was there.")),
    )
    rows: list[Row] = [
        (
            row.month,
            "stock",
            row.opening,
            row.produced,
            row.bought,
            row.sold,
            row.lost,
            row.closing,
            max(-row.closing, Decimal(0)),
        )
        for row in scope.figures.stock
    ]
    if not any(row.produced or row.sold or row.opening or row.bought for row in scope.figures.stock):
        rows = []
    return _table(
        _Head("S15", "mass_balance", _("Mass balance"), _("Fine gold in, out and left, month by month."), "production"),
        columns,
        rows,
        summed=("produced_fine_g", "bought_fine_g", "out_fine_g", "declared_loss_fine_g"),
        choices={"stage": {"stock": N_("Stock")}},
    )


def plausibility(scope: Scope) -> PackTable:
    """S16: production per person and day, where the persons were written down."""
    columns = (
        _month(),
        Column("site_code", _("Site")),
        _count("person_days", _("Person-days")),
        _grams("fine_g", _("Fine weight")),
        Column("g_per_person_day", _("Fine gold per person and day"), "number", "g", 2),
        Column("ore_t", _("Ore"), "number", "t", 3),
        Column("implied_grade_g_t", _("Implied grade"), "number", "g/t", 2),
    )
    rows: list[Row] = [
        (
            row.month,
            scope.name_of("site", row.site) or _(UNKNOWN),
            row.person_days,
            row.fine,
            row.fine / row.person_days,
            row.ore or None,
            row.fine / row.ore if row.ore else None,
        )
        for row in scope.figures.produced
        if row.person_days
    ]
    return _table(
        _Head(
            "S16",
            "plausibility",
            _("Plausibility"),
            _("Gold per person and day, and the grade it implies."),
            "production",
        ),
        columns,
        rows,
    )


def mercury(scope: Scope) -> PackTable:
    """S19: mercury by month against the gold of the month."""
    columns = (
        _month(),
        _grams("gold_fine_g", _("Fine gold produced")),
        _grams("mercury_used_g", _("Mercury used")),
        _grams("mercury_recovered_g", _("Mercury recovered")),
        _grams("mercury_lost_g", _("Mercury not recovered")),
        Column("hg_au_ratio", _("Mercury not recovered per gold"), "number", "g/g", 3),
    )
    gold: dict[str, Decimal] = {}
    for produced in scope.figures.produced:
        gold[produced.month] = gold.get(produced.month, Decimal(0)) + produced.fine
    rows: list[Row] = []
    for month, (used, recovered) in gold_figures.mercury_by_month(scope.store, scope.period).items():
        fine = gold.get(month)
        rows.append((month, fine, used, recovered, used - recovered, (used - recovered) / fine if fine else None))
    return _table(
        _Head(
            "S19",
            "mercury_summary",
            _("Mercury by month"),
            _("Mercury used and recovered, against the gold."),
            "safety",
        ),
        columns,
        rows,
        summed=("mercury_used_g", "mercury_recovered_g", "mercury_lost_g"),
    )


def incidents(scope: Scope) -> PackTable:
    """S20: incidents by month and severity; persons stay in the office."""
    columns = (_month(), Column("severity", _("Severity")), _count("incidents", _("Incidents")))
    found = safety_figures.incidents_by_month(scope.store, scope.period)
    order = list(choices.SEVERITY)
    rows: list[Row] = [
        (month, severity, count)
        for (month, severity), count in sorted(found.items(), key=lambda pair: (pair[0][0], order.index(pair[0][1])))
    ]
    return _table(
        _Head(
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
        _month(),
        _count("workers", _("Workers")),
        Column("hours", _("Hours"), "number", "h", 2),
        Column("source", _("Source")),
    )
    rows: list[Row] = [
        (row.month, few(row.workers), row.hours, row.source) for row in safety_figures.hours(scope.store, scope.period)
    ]
    sources = {"attendance": N_("Attendance"), "shifts": N_("Shifts: persons x hours")}
    return _table(
        _Head("S21", "hours", _("Hours at work"), _("The base of all accident rates."), "safety"),
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
        _count("fatalities", _("Fatalities")),
        _count("lost_time_injuries", _("Lost-time incidents")),
        _count("recordable", _("Recordable incidents")),
        _count("lost_days", _("Lost days")),
        _count("near_misses", _("Near misses")),
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
    return _table(
        _Head("S22", "osh_indicators", _("Safety indicators"), _("Counts and rates of the period."), "safety"),
        columns,
        rows if any(counts.values()) or total else [],
    )


def courses(scope: Scope) -> PackTable:
    """S23: courses with the number of those who came."""
    columns = (
        Column("date", _("Date"), "code"),
        Column("subject", _("Subject"), width=2.0),
        Column("hours", _("Hours"), "number", "h", 1),
        _count("attendees", _("People who came")),
        _count("women", _("Women")),
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
    return _table(
        _Head("S23", "training", _("Training"), _("Courses and talks of the period, and how many came."), "people"),
        columns,
        rows,
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
    columns = (Column("counted_by", _("Counted by")), Column("value", _("Value")), _count("count", _("Grievances")))
    return _table(
        _Head(
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
        _count("count", _("People"), _("Groups under five are printed as <5.")),
    )
    names = {
        "sex": {**choices.SEX, "unknown": UNKNOWN, "all": ALL},
        "age_band": {**AGE_BANDS, "all": ALL},
        "role": {**choices.ROLE, "all": ALL},
    }
    return _table(
        _Head(
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
