"""Indicators of safety and environment: each value with its formula, the figures put in, its source and its rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property, partial
from typing import NamedTuple

from armdesk.i18n import N_, _, current, ngettext
from armdesk.i18n_formats import decimal_text
from armdesk.models import (
    Attendance,
    Incident,
    Measurement,
    PpeDelivery,
    Production,
    ReagentMovement,
    TrainingAttendance,
)
from armdesk.models.exposure import HOURS_SOURCE, INDICATORS
from armdesk.query import Filter, Query
from armdesk.services.basis.figure import Figure
from armdesk.services.basis.hiding import protected
from armdesk.services.basis.period import Period
from armdesk.services.gold import gold_figures
from armdesk.services.gold.processing import LOST_PER_GOLD
from armdesk.services.people import holders
from armdesk.services.safety import land, measured
from armdesk.services.safety.accidents import LOST_TIME, MILLION, OSHA_BASE, Accidents, by_month_and_site, rate, total
from armdesk.services.safety.hours import SiteHours, how_known
from armdesk.services.safety.safety_months import SafetyMonths, Span
from armdesk.store import Store

ICMM = "ICMM, Health and Safety Performance Indicators: Guidance (2021)"
OSHA = "OSHA, 29 CFR 1904: 200,000 h = 100 people x 40 h x 50 weeks"
ILO = "ILO, Resolution concerning statistics of occupational injuries (1998)"
TELMER = "Telmer and Veiga (2009); UNEP toolkit (2017)"


_WITH_SITE = (Incident, Attendance, Production)
_OF_ALL_SITES = frozenset({"mercury_ratio", "people_trained", "people_equipped"})
"""Indicators that are not told by site: people and mercury move between sites."""


@dataclass(frozen=True)
class Indicator:
    """One indicator of a period.

    Shape: figure holds value, unit and rows; formula says in words what is divided by what; put_in shows the figures in
    its place; source names the definition; warning says why it is not to be compared, "" if it may be.
    """

    figure: Figure
    formula: str
    put_in: str
    source: str
    warning: str = ""

    @property
    def name(self) -> str:
        """Its key, one of INDICATORS."""
        return self.figure.name


@dataclass
class Reckoning:
    """The indicators of a period, and what they are reckoned from; each is read once when it is first asked for."""

    store: Store
    period: Period
    site: str = ""
    _known: dict[str, Indicator] = field(default_factory=dict)

    def of(self, name: str) -> Indicator:
        """One indicator by its name, a key of MAKERS.  Errors: KeyError."""
        if name not in self._known:
            made = MAKERS[name](self)
            if self.site and name in _OF_ALL_SITES:
                told = made.figure.note
                note = _("{note} (all sites)").format(note=told) if told else _("all sites")
                made = replace(made, figure=replace(made.figure, note=note))
            self._known[name] = made
        return self._known[name]

    def all(self) -> list[Indicator]:
        """All of them, in the order of the list."""
        return [self.of(name) for name in MAKERS]

    @cached_property
    def safety(self) -> SafetyMonths:
        """Accidents and hours by month."""
        return SafetyMonths(self.store, self.period, self.site)

    @cached_property
    def _exact(self) -> SafetyMonths:
        """Just the days of the period: facts need nothing of what came before."""
        if "safety" in self.__dict__ and self.period.begins.day == 1:
            return self.safety
        return SafetyMonths(self.store, self.period, self.site, rolling=False)

    @property
    def hours_by_site(self) -> list[SiteHours]:
        """Hours by month and site."""
        return self._exact.site_rows()

    @property
    def safety_hours(self) -> set[str]:
        """Months of which hours are known."""
        return {each.month for each in self.hours_by_site}

    @cached_property
    def span(self) -> Span:
        """Accidents and hours of the whole period."""
        return self._exact.whole()

    @cached_property
    def accidents(self) -> Accidents:
        """Accidents of the whole period alone, without the hours."""
        found = by_month_and_site(self.store, self.period)
        return total(each for (_month, site), each in found.items() if self.site in ("", site))

    @cached_property
    def training(self) -> holders.Holders:
        """Who had a course on the last day."""
        return holders.training(self.store, self.period.ends)

    @cached_property
    def equipment(self) -> holders.Holders:
        """Who had equipment on the last day."""
        return holders.equipment(self.store, self.period.ends)

    @cached_property
    def measurements(self) -> list[measured.Judged]:
        """What was measured."""
        return [each for each in measured.judged(self.store, self.period) if self.site in ("", each.site)]

    @cached_property
    def land(self) -> list[land.LandEntry]:
        """Land up to the last day."""
        return [each for each in land.entries(self.store, self.period.ends) if self.site in ("", each.site)]

    def dated(self, type_: type, *filters: Filter) -> Query:
        """Records of a type in the period, of the site if one is chosen."""
        days = (Filter("date", "from", self.period.begins), Filter("date", "to", self.period.ends))
        of_site = (Filter("site", "is", self.site),) if self.site and type_ in _WITH_SITE else ()
        return Query(type_, filters=(*days, *of_site, *filters))


def shown(value: Decimal | int | None, places: int = 0) -> str:
    """A number as a reader of the language in force writes it, "?" where it is not known."""
    return "?" if value is None else decimal_text(value, places, current())


def few_sentence(span: Span) -> str:
    """What is said of a base too small to compare, or not complete; "" where nothing is."""
    said = []
    if span.few:
        said.append(_("Too few hours to compare: one injury more would move the rate by {step} per million hours. "
                      "Look at the counts.").format(step=shown(Decimal(MILLION) / span.hours, 1)) if span.hours else "")
    if span.hours is not None and span.known < span.months:
        said.append(ngettext("Hours are known of {known} of {months} month.", "Hours are known of {known} of {months} "
                             "months.", span.months).format(known=span.known, months=span.months))
    if span.hours is None:
        said.append(_("No hours are known: enter attendance, shifts or the hours of deliveries."))
    return " ".join(said)


class _Kind(NamedTuple):
    """What a rate counts per so many hours.  Shape: words names it, declared with N_(); severities are its rows."""

    count: Callable[[Span], int]
    words: str
    severities: tuple[str, ...]
    source: str


def _rate(of: Reckoning, *, name: str, base: int, kind: _Kind) -> Indicator:
    """A rate of accidents per so many hours."""
    span = of.span
    number = kind.count(span)
    value = rate(number, span.hours, base)
    rows = of.dated(Incident, Filter("same_as", "empty"), Filter("severity", "in", kind.severities))
    put_in = _("{count} x {base} / {hours} h = {value}").format(
        count=shown(number), base=shown(base), hours=shown(span.hours), value=shown(value, 2))
    note = _("{count} in {hours} h ({source})").format(
        count=shown(number), hours=shown(span.hours),
        source=how_known(span.parts) or _("not known"))
    figure = Figure(name, INDICATORS[name], value, rows, of.store.count(rows), "", 2, note)
    formula = _("{count} x {base} / hours at work").format(count=_(kind.words), base=shown(base))
    return Indicator(figure, formula, put_in, kind.source if base == MILLION else OSHA, few_sentence(span))


def _fatalities(of: Reckoning) -> Indicator:
    rows = of.dated(Incident, Filter("same_as", "empty"), Filter("severity", "is", "fatal"))
    known = of.store.count(of.dated(Incident)) > 0
    deaths = of.accidents.deaths
    figure = Figure("fatalities", INDICATORS["fatalities"], deaths if known or of.span.hours else None, rows, deaths)
    return Indicator(figure, _("Deaths by accidents at work, each event once"), shown(deaths), ICMM)


def _near_misses(of: Reckoning) -> Indicator:
    rows = of.dated(Incident, Filter("same_as", "empty"), Filter("severity", "is", "near_miss"))
    accidents = of.span.accidents
    known = of.store.count(of.dated(Incident)) > 0
    figure = Figure("near_misses", INDICATORS["near_misses"], accidents.near_misses if known else None, rows,
                    accidents.near_misses)
    put_in = _("{near} near misses beside {injuries} injuries").format(
        near=shown(accidents.near_misses), injuries=shown(accidents.recordable + accidents.first_aid))
    return Indicator(figure, _("Events that harmed nobody; more reported is better than fewer"), put_in, ICMM)


def _hours(of: Reckoning) -> Indicator:
    span = of.span
    rows = of.dated(Attendance)
    if not of.store.count(rows):
        rows = of.dated(Production, Filter("persons", "filled"))
    put_in = "; ".join(f"{_(HOURS_SOURCE[source])}: {shown(value)} h" for source, value in span.parts.items() if value)
    count = of.store.remembered.of(("rows of hours", rows), (rows.type.type_name(),), lambda: of.store.count(rows))
    figure = Figure("hours", INDICATORS["hours"], span.hours, rows, count, "h", 0,
                    how_known(span.parts))
    return Indicator(figure, _("Of each day of a crew the best book: attendance, else shifts, else deliveries; what no "
                               "book tells is estimated and marked"), put_in, ICMM, few_sentence(span))


def _mercury(of: Reckoning) -> Indicator:
    book = gold_figures.mercury(of.store, of.period)
    gold = sum((row.fine for row in gold_figures.production(of.store, of.period)), Decimal(0))
    value = book.gone / gold if gold and book.entries else None
    rows = of.dated(ReagentMovement, Filter("item", "is", "mercury"))
    put_in = _("({used} g - {recovered} g) / {gold} g = {value}").format(
        used=shown(book.used, 1), recovered=shown(book.recovered, 1), gold=shown(gold, 1), value=shown(value, 3))
    used = _("Put in, recovered or not: {ratio} g/g.").format(ratio=shown(book.used / gold, 3)) if gold else ""
    figure = Figure("mercury_ratio", INDICATORS["mercury_ratio"], value, rows, book.entries, "g/g", 3, used)
    return Indicator(figure, _(LOST_PER_GOLD), put_in, TELMER)


def _people_with(of: Reckoning, *, name: str) -> Indicator:
    training = name == "people_trained"
    found = of.training if training else of.equipment
    until = (Filter("date", "to", of.period.ends),)
    rows = Query(TrainingAttendance) if training else Query(PpeDelivery, filters=until)
    have = found.count()
    put_in = _("{have} of {all} people on {day}").format(have=shown(have), all=shown(found.people), day=found.day)
    written = of.store.count(rows)
    known, whole = protected({"": {"have": have, "lack": found.people - have}})
    note = _("{have} of {all} people on {day}").format(have=known[""]["have"], all=whole, day=found.day)
    if found.loose:
        loose = ngettext("{count} name in the books is tied to nobody and is not counted.",
                         "{count} names in the books are tied to nobody and are not counted.", found.loose).format(
            count=found.loose)
        put_in, note = f"{put_in}. {loose}", f"{note}. {loose}"
    figure = Figure(name, INDICATORS[name], found.share() if written else None, rows, written, "%", 1, note)
    formula = _("People of the roster with at least one course that has not expired / people of the roster") \
        if training else _("People of the roster with at least one piece that is not due for renewal / people of the "
                           "roster")
    return Indicator(figure, formula, put_in, _("Own roster, courses and deliveries; months from the rates"))


def _over_limit(of: Reckoning) -> Indicator:
    judged = [each for each in of.measurements if each.within is not None]
    over = tuple(each.id for each in judged if not each.within)
    rows = Query(Measurement, filters=(Filter("id", "in", over),))
    figure = Figure("over_limit", INDICATORS["over_limit"], len(over) if judged else None, rows, len(over))
    put_in = _("{over} of {count} measurements that have a limit").format(
        over=shown(len(over)), count=shown(len(judged)))
    return Indicator(figure, _("Measurements above the most or below the least that is allowed"), put_in,
                     _("The limit written with each, else the dated limit of the country"))


def _land_open(of: Reckoning) -> Indicator:
    disturbed = sum((each.disturbed for each in of.land), Decimal(0))
    restored = sum((each.restored for each in of.land), Decimal(0))
    rows = Query(Measurement, filters=(Filter("date", "to", of.period.ends), Filter("medium", "is", measured.LAND)))
    figure = Figure("land_open", INDICATORS["land_open"], disturbed - restored if of.land else None, rows,
                    of.store.count(rows), "ha", 4)
    put_in = _("{disturbed} ha - {restored} ha").format(disturbed=shown(disturbed, 4), restored=shown(restored, 4))
    return Indicator(figure, _("Land disturbed so far less land restored so far"), put_in, _("Own measurements"))


_LOST = _Kind(lambda span: span.accidents.lost_time, N_("Lost-time injuries without deaths"), LOST_TIME, ICMM)
_RECORDABLE = _Kind(lambda span: span.accidents.recordable,
                    N_("Deaths, lost-time injuries and injuries treated by medical staff"),
                    ("fatal", *LOST_TIME, "medical"), ICMM)
_SEVERITY = _Kind(lambda span: span.severity_days, N_("Working days lost"), ("fatal", *LOST_TIME), ILO)
MAKERS: dict[str, Callable[[Reckoning], Indicator]] = {
    "fatalities": _fatalities,
    "ltifr_1m": partial(_rate, name="ltifr_1m", base=MILLION, kind=_LOST),
    "ltifr_200k": partial(_rate, name="ltifr_200k", base=OSHA_BASE, kind=_LOST),
    "trifr_1m": partial(_rate, name="trifr_1m", base=MILLION, kind=_RECORDABLE),
    "trifr_200k": partial(_rate, name="trifr_200k", base=OSHA_BASE, kind=_RECORDABLE),
    "severity_1m": partial(_rate, name="severity_1m", base=MILLION, kind=_SEVERITY),
    "severity_200k": partial(_rate, name="severity_200k", base=OSHA_BASE, kind=_SEVERITY),
    "near_misses": _near_misses, "hours": _hours, "mercury_ratio": _mercury,
    "people_trained": partial(_people_with, name="people_trained"),
    "people_equipped": partial(_people_with, name="people_equipped"), "over_limit": _over_limit,
    "land_open": _land_open,
}
"""Every indicator by its name, in the order in which they are shown."""
