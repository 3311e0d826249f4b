"""Tables of a pack about hours, rates of accidents, mercury and the environment."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from armdesk.exports.counted import UNKNOWN, Head, count_column, counted_table, grams_column, month_column
from armdesk.exports.pack_table import PackTable, Row
from armdesk.i18n import N_, _
from armdesk.models import Batch, Measurement, choices
from armdesk.models.exposure import HOURS_SOURCE
from armdesk.query import Query
from armdesk.reports.document import Column
from armdesk.services.basis.hiding import few
from armdesk.services.gold import mercury_sites
from armdesk.services.packs.scope import Scope, hurt
from armdesk.services.safety import measured
from armdesk.services.safety.accidents import MILLION, OSHA_BASE
from armdesk.services.safety.hours import SiteHours
from armdesk.services.safety.indicators import ICMM, few_sentence
from armdesk.services.safety.safety_months import SafetyMonths, Span

SPANS = {"period": N_("Whole period"), "month": N_("Month"), "twelve_months": N_("Twelve months")}


def hours(scope: Scope) -> PackTable:
    """S21: hours at work by month and site, with how they are known."""
    columns = (
        month_column(),
        Column("site_code", _("Site")),
        count_column("workers", _("Workers")),
        Column("hours", _("Hours"), "number", "h", 2),
        Column("source", _("Source"), help=_("The least sure of what the hours of the month come from.")),
        Column("hours_measured", _("Of them measured"), "number", "h", 2, help=_("From attendance.")),
        Column("hours_computed", _("Of them computed"), "number", "h", 2, help=_("Persons x hours of shifts or "
                                                                                "deliveries.")),
        Column("hours_estimated", _("Of them estimated"), "number", "h", 2),
        Column("estimate_rule", _("How they were reckoned"), "note", width=3.0),
    )
    rows: list[Row] = [
        (each.month, scope.name_of("site", each.site) or _(UNKNOWN), few(each.workers), each.hours, each.source,
         *(each.known_as(source) or None for source in ("measured", "computed", "estimated")),
         _rule(scope, each))
        for each in scope.figures.reckoned.hours_by_site]
    head = Head("S21", "hours", _("Hours at work"), _("The base of all accident rates."), "safety")
    return counted_table(head, columns, rows, summed=("hours", "hours_measured", "hours_computed", "hours_estimated"),
                         choices={"source": HOURS_SOURCE})


def _rule(scope: Scope, each: SiteHours) -> str:
    """How hours were reckoned; of fewer than five people only what the office says itself, for the rule counts them."""
    return scope.hide.text(each.rule) if each.record or few(each.workers) == each.workers else ""


def safety_indicators(scope: Scope) -> PackTable:
    """S22: counts and rates of the period, of each month, and of the twelve months that end in it.

    What everybody may read has the period alone: a month of one injury tells of one person.
    """
    safety, open_to_all = SafetyMonths(scope.store, scope.period), scope.edition.hides_codes
    spans = [("period", scope.period.code(), scope.figures.reckoned.span)]
    if not open_to_all:
        spans += [*(("month", each.label, each) for each in safety.months()),
                  *(("twelve_months", each.label, each) for each in safety.rolling())]
    told = any(each.hours or each.accidents.recordable or each.accidents.near_misses or each.accidents.first_aid
               for _kind, _name, each in spans)
    head = Head("S22", "osh_indicators", _("Safety indicators"), _("Counts and rates of the period, of each month, and "
                                                                   "of twelve months together."), "safety")
    row = _protected_row if open_to_all else _indicator_row
    return counted_table(head, _indicator_columns(), [row(*each) for each in spans] if told else [],
                         choices={"span": SPANS, "hours_quality": HOURS_SOURCE})


def _indicator_columns() -> tuple[Column, ...]:
    def rate(key: str, title: str, meaning: str = "") -> Column:
        return Column(key, title, "number", places=2, help=meaning)

    return (
        Column("period", _("Period"), "code"),
        Column("span", _("Span")),
        count_column("fatalities", _("Fatalities")),
        count_column("lost_time_injuries", _("Lost-time injuries"), _("Without deaths. Definitions: {source}.").format(
            source=ICMM)),
        count_column("recordable", _("Recordable injuries"), _("Deaths, lost time and medical treatment; first aid is "
                                                               "none.")),
        count_column("lost_days", _("Lost days")),
        Column("hours", _("Hours"), "number", "h", 2),
        rate("ltifr_1m", _("Lost-time injuries per million hours")),
        rate("ltifr_200k", _("Lost-time injuries per 200,000 hours")),
        rate("trifr_1m", _("Recordable injuries per million hours")),
        rate("trifr_200k", _("Recordable injuries per 200,000 hours")),
        rate("severity_1m", _("Lost days per million hours")),
        rate("severity_200k", _("Lost days per 200,000 hours")),
        count_column("near_misses", _("Near misses")),
        Column("hours_quality", _("How the hours are known")),
        Column("note", _("Remark"), "note", width=2.0),
    )


def _indicator_row(kind: str, name: str, span: Span) -> Row:
    rates: tuple[Callable[[int], Decimal | None], ...] = (span.ltifr, span.trifr, span.severity)
    return (name, kind, span.accidents.deaths, span.accidents.lost_time, span.accidents.recordable, span.accidents.days,
            span.hours, *(rate(base) for rate in rates for base in (MILLION, OSHA_BASE)), span.accidents.near_misses,
            span.source or None, few_sentence(span) if kind == "period" else "")


def _protected_row(kind: str, name: str, span: Span) -> Row:
    """The same for everybody: one to four people hurt are not counted out, nor by a rate, by days or by others."""
    counts, recordable = hurt(span.accidents)
    row = dict(zip((column.key for column in _indicator_columns()), _indicator_row(kind, name, span), strict=True))
    row.update(fatalities=counts["deaths"], lost_time_injuries=counts["lost_time"], recordable=recordable)
    if not isinstance(counts["lost_time"], int):
        row.update(dict.fromkeys(("lost_days", "ltifr_1m", "ltifr_200k", "severity_1m", "severity_200k")))
    if not isinstance(recordable, int):
        row.update(dict.fromkeys(("trifr_1m", "trifr_200k")))
    return tuple(row.values())


def mercury(scope: Scope) -> PackTable:
    """S19: mercury by month and site against the gold."""
    columns = (
        month_column(),
        Column("site_code", _("Site")),
        Column("practice", _("Way of using it"), help=_("The worst that was seen in the month.")),
        grams_column("gold_fine_g", _("Fine gold produced"), _("Of the whole month where all mercury stands at one "
                                                               "place, else of the batches of the site.")),
        grams_column("mercury_used_g", _("Mercury used")),
        grams_column("mercury_recovered_g", _("Mercury recovered")),
        grams_column("mercury_lost_g", _("Mercury not recovered")),
        Column("hg_au_ratio", _("Mercury not recovered per gold"), "number", "g/g", 3,
               help=_("Mercury lost (put in less recovered) per gram of fine gold; some sources divide what was "
                      "put in.")),
        Column("worst_practice_seen", _("Worst practices seen"),
               help=_("Batches with one of the four worst practices of mercury.")),
        Column("burn_place", _("Where amalgam is burnt")),
        count_column("persons_exposed", _("Persons exposed")),
    )
    rows: list[Row] = [
        (each.month, scope.name_of("site", each.site) or (_(UNKNOWN) if each.site else ""), each.practice, each.gold,
         each.used, each.recovered, each.lost, each.ratio, "; ".join(sorted(_(Batch.field(name).label)
                                                                            for name in each.worst)),
         scope.hide.text("; ".join(each.burn_places)), few(each.exposed))
        for each in mercury_sites.by_month_and_site(scope.store, scope.period)]
    head = Head("S19", "mercury_summary", _("Mercury by month"), _("Mercury used and recovered, against the gold."),
                "safety")
    return counted_table(head, columns, rows, summed=("mercury_used_g", "mercury_recovered_g", "mercury_lost_g"),
                         choices={"practice": mercury_sites.PRACTICE})


def environment(scope: Scope) -> PackTable:
    """S30: measurements with the limit that holds and what follows, and land disturbed and restored."""
    places = (Column("lat", _("Latitude"), "number", "°", 7), Column("lon", _("Longitude"), "number", "°", 7)) \
        if scope.coordinates else ()
    columns = (
        Column("date", _("Date"), "date"), Column("site_code", _("Site")), Column("place", _("Place")), *places,
        Column("medium", _("What was measured")), Column("parameter", _("Parameter")),
        Column("value", _("Value"), "number"), Column("unit", _("Unit")), Column("limit", _("Limit"), "number"),
        Column("limit_least", _("Least allowed"), "number"),
        Column("limit_source", _("Source of the limit"), "note", help=_("Empty: the limit was written with the "
                                                                        "measurement.")),
        Column("lab", _("Laboratory")),
        Column("within_limit", _("Within the limit"), "yesno", help=_("Reckoned from value and limit.")),
        Column("within_stated", _("Within the limit, as stated"), "yesno"),
        Column("area_disturbed_ha", _("Area disturbed"), "number", "ha", 4),
        Column("area_restored_ha", _("Area restored"), "number", "ha", 4),
    )
    judged = {each.id: each for each in measured.judged(scope.store, scope.period)}
    wanted = [Measurement.field(name) for name in (
        "id", "date", "site", "place", "latitude", "longitude", "medium", "parameter", "lab", "disturbed_m2",
        "restored_m2")]
    rows: list[Row] = []
    of_period = Query(Measurement, filters=scope.figures.dated(Measurement).filters, order="date")
    for values in scope.store.values(of_period, wanted):
        each = judged.get(str(values["id"]))
        where = (_exact(values["latitude"], 7), _exact(values["longitude"], 7)) if places else ()
        of_limit: Row = (None, None, None, None, "")
        if each is not None:
            of_limit = (each.value, scope.hide.text(each.unit), each.limit, each.least, scope.hide.text(each.source))
        rows.append((
            values["date"], scope.name_of("site", values["site"]) or None, scope.hide.text(values["place"] or ""),
            *where, values["medium"], scope.hide.text(values["parameter"] or ""), *of_limit,
            scope.hide.text(values["lab"] or ""), each.within if each else None, each.stated if each else None,
            _exact(values["disturbed_m2"], 4), _exact(values["restored_m2"], 4)))
    head = Head("S30", "environment", _("Environment"), _("Water, soil, air and noise against their limits, and "
                                                          "land."), "safety")
    return counted_table(head, columns, rows, summed=("area_disturbed_ha", "area_restored_ha"),
                         choices={"medium": choices.MEDIUM})


def _exact(raw: int | None, places: int) -> Decimal | None:
    return None if raw is None else Decimal(raw).scaleb(-places)
