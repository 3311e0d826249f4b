"""The report of indicators: each value with its formula and figures, months, hours, coverage, goals and environment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from armdesk.i18n import N_, _, current
from armdesk.models import choices
from armdesk.models.exposure import HOURS_SOURCE
from armdesk.reports import indicator_charts as charts
from armdesk.reports.document import Block, CellValue, Column, Document, Facts, Heading, Paragraph, Table
from armdesk.reports.document import Fact as KeyFact
from armdesk.services.basis.hiding import protected
from armdesk.services.findings.environment_rules import limit_text, value_text
from armdesk.services.gold import mercury_sites
from armdesk.services.people.holders import Holders
from armdesk.services.safety import goals, measured
from armdesk.services.safety.accidents import OSHA_BASE
from armdesk.services.safety.hours import ESTIMATED, STATED, SiteHours
from armdesk.services.safety.indicators import Indicator, Reckoning
from armdesk.services.safety.safety_months import Span

_NOT_STATED = N_("Not stated")
_FIRST = ("fatalities", "ltifr_1m", "trifr_1m", "mercury_ratio")


def document(of: Reckoning, name: str, language: str, day: date) -> Document:
    """The whole report.  Shape: name is that of the cooperative; texts are in the language in force."""
    title = _("Indicators")
    made = Document(title=title, language=language, made_on=day, short_title=title, author=name,
                    contents=False)
    made.add(Heading(_("Indicators of safety and environment")))
    made.add(Paragraph(_("{name}, {period}. Every figure says how it was reckoned and how sure it is.").format(
        name=name or _("The cooperative"), period=of.period.label(current())), "quiet"))
    made.add(Facts(tuple(_fact(of.of(each)) for each in _FIRST)))
    if warning := of.of("ltifr_1m").warning:
        made.add(Paragraph(warning, "warn"))
    made.add(*_reckoned(of))
    made.add(*_by_month(of))
    made.add(*_hours(of.hours_by_site))
    made.add(*_people_with(of))
    made.add(*_goals(of, day))
    made.add(*_environment(of))
    return made


def _fact(each: Indicator) -> KeyFact:
    return KeyFact(_(each.figure.label), each.figure.shown(), each.figure.note)


def _reckoned(of: Reckoning) -> Iterator[Block]:
    """Every indicator with its formula."""
    yield Heading(_("How each was reckoned"), 2)
    columns = (Column("indicator", _("Indicator"), width=1.6), Column("value", _("Value"), "code"),
               Column("put_in", _("Figures put in"), "note", width=2.0),
               Column("formula", _("Formula"), "note", width=2.0), Column("source", _("Source"), "note", width=1.6))
    rows = [(_(each.figure.label), each.figure.shown(), each.put_in, each.formula, each.source) for each in of.all()]
    yield Table(columns, rows, source="S22, S19, S30")


def _by_month(of: Reckoning) -> Iterator[Block]:
    """Counts and rates by month and for twelve months, with their charts."""
    months, rolling = of.safety.months(), of.safety.rolling()
    yield Heading(_("Accidents by month"), 2)
    for chart in (charts.counts(months), charts.rates(rolling)):
        if chart is not None:
            yield chart
    columns = (Column("month", _("Month"), "code"), *(Column(key, title, "number", places=0) for key, title in (
        ("deaths", _("Deaths")), ("lost", _("Lost time")), ("medical", _("Medical")), ("aid", _("First aid")),
        ("near", _("Near misses")), ("days", _("Lost days")))), Column("hours", _("Hours"), "number", "h", 0),
        Column("ltifr", _("LTIFR, 12 months"), "number", places=2),
        Column("trifr", _("TRIFR, 12 months"), "number", places=2),
        Column("osha", _("Recordable per 200,000 h, 12 months"), "number", places=2))
    rows = [_month_row(month, twelve) for month, twelve in zip(months, rolling, strict=True)]
    yield Table(columns, rows, source="S22")


def _month_row(month: Span, twelve: Span) -> tuple[CellValue, ...]:
    each = month.accidents
    return (month.label, each.deaths, each.lost_time, each.medical, each.first_aid, each.near_misses, each.days,
            month.hours, twelve.ltifr(), twelve.trifr(), twelve.trifr(OSHA_BASE))


def _hours(rows: list[SiteHours]) -> Iterator[Block]:
    """Hours by month with how they are known."""
    yield Heading(_("Hours at work"), 2)
    months = hours_by_source(rows)
    chart = charts.hours(months, {source: _(name) for source, name in HOURS_SOURCE.items()})
    if chart is not None:
        yield chart
    columns = (Column("month", _("Month"), "code"), Column("hours", _("Hours"), "number", "h", 0),
               *(Column(source, _(name), "number", "h", 0) for source, name in HOURS_SOURCE.items()))
    yield Table(columns, [(month, sum(parts.values(), Decimal(0)), *(parts[source] or None for source in HOURS_SOURCE))
                          for month, parts in months], source="S21", empty_text=_("No hours are known."))
    guessed = [each for each in rows if each.source in (ESTIMATED, STATED)]
    if guessed:
        rules = (Column("month", _("Month"), "code"), Column("site", _("Site"), width=1.2),
                 Column("hours", _("Hours"), "number", "h", 0),
                 Column("rule", _("How they were reckoned"), "note", width=4.0))
        yield Table(rules, [(each.month, each.site_name or None, each.hours, each.rule) for each in guessed],
                    caption=_("What was estimated or stated"), source="S21")


def hours_by_source(rows: list[SiteHours]) -> list[tuple[str, dict[str, Decimal]]]:
    """Hours of each month by how they are known, all sites together."""
    found: dict[str, dict[str, Decimal]] = {}
    for each in rows:
        month = found.setdefault(each.month, dict.fromkeys(HOURS_SOURCE, Decimal(0)))
        for source in HOURS_SOURCE:
            month[source] += each.known_as(source)
    return sorted(found.items())


def _people_with(of: Reckoning) -> Iterator[Block]:
    """Who has a course and equipment, by role and sex, and each kind."""
    for title, found, words in (
            (_("Training"), of.training, {}), (_("Protective equipment"), of.equipment, choices.PPE)):
        yield Heading(title, 2)
        yield Table(holder_columns(), holder_rows(found, words), source="S32")


def holder_columns() -> tuple[Column, ...]:
    """Columns of a table of holders."""
    return (Column("by", _("Counted by")), Column("what", _("Value"), width=2.0),
            Column("have", _("Have it"), "code"), Column("all", _("On the roster"), "code"),
            Column("share", _("Share"), "code", "%"))


def holder_rows(found: Holders, words: dict[str, str], *, open_: bool = False) -> list[tuple[CellValue, ...]]:
    """Holders by sex, by role, and by course or item.

    Shape: words name the codes of items; open_ shows groups under five too, for the office alone.
    """
    _share = _whole_share if open_ else _hidden_share
    rows: list[tuple[CellValue, ...]] = [(_("All"), "", *_share(found.count(), found.people))]
    sexes = {**choices.SEX, "unknown": _NOT_STATED}
    for title, place, names in ((_("Sex"), 1, sexes), (_("Role"), 0, choices.ROLE)):
        rows += [(title, _(names.get(code, code)), *_share(have, whole))
                 for code, (have, whole) in found.by(place).items()]
    rows += [(_("Kind"), _(words.get(what, what)), *_share(found.count(what), found.people))
             for what in found.having if what]
    return rows


def _whole_share(have: int, whole: int) -> tuple[CellValue, ...]:
    """Those who have it, all, and percent."""
    return str(have), str(whole), f"{100 * have // whole}" if whole else None


def _hidden_share(have: int, whole: int) -> tuple[CellValue, ...]:
    """Those who have it, all, and percent; a reader cannot work out a group under five."""
    shown, everybody = protected({"": {"have": have, "lack": whole - have}})
    percent = f"{100 * have // whole}" if whole and isinstance(shown[""]["have"], int) \
        and isinstance(shown[""]["lack"], int) else None
    return (str(shown[""]["have"]), str(everybody), percent)


def _goals(of: Reckoning, day: date) -> Iterator[Block]:
    found = goals.standings(of, day)
    if not found:
        return
    yield Heading(_("Goals"), 2)
    columns = (Column("indicator", _("Indicator"), width=2.0), Column("unit", _("Unit")),
               Column("baseline", _("Baseline"), "number"), Column("baseline_on", _("Of"), "date"),
               Column("target", _("Target"), "number"), Column("target_on", _("By"), "date"),
               Column("actual", _("Reached"), "number", places=2), Column("state", _("State")))
    yield Table(columns, [(each.name, each.unit or None, _plain(each.baseline), each.goal.baseline_on,
                           _plain(each.target), each.goal.target_on, each.actual, _(goals.STATES[each.state]))
                          for each in found])


def _plain(value: Decimal | None) -> Decimal | None:
    """A number without zeros nobody wrote."""
    return None if value is None else value.normalize() + 0


def _environment(of: Reckoning) -> Iterator[Block]:
    mercury = mercury_sites.by_month_and_site(of.store, of.period)
    if not (of.measurements or of.land or mercury):
        return
    yield Heading(_("Environment"), 2)
    for chart in (charts.mercury(mercury), charts.land(of.land)):
        if chart is not None:
            yield chart
    for found in measured.series(of.measurements).values():
        chart = charts.measurements(found)
        if chart is not None and len(found) > 1:
            yield chart
    columns = (Column("date", _("Date"), "date"), Column("where", _("Place"), width=1.6),
               Column("parameter", _("Parameter"), width=1.4), Column("value", _("Value"), "code"),
               Column("limit", _("Limit"), "code"), Column("within", _("Within the limit"), "yesno"),
               Column("source", _("Source of the limit"), "note", width=1.6))
    if of.measurements:
        yield Table(columns, [(each.day, ", ".join(filter(None, (each.site_name, each.place))) or None,
                               each.parameter or None, value_text(each), limit_text(each) or None, each.within,
                               each.source or None) for each in of.measurements], source="S30")
