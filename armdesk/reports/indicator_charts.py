"""Charts of safety and environment, the same for the screen and for paper."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from armdesk.i18n import _, current
from armdesk.i18n_formats import month_name
from armdesk.reports.document import Chart, Series
from armdesk.services.gold.mercury_sites import MercuryMonth
from armdesk.services.safety.land import LandEntry
from armdesk.services.safety.measured import Judged
from armdesk.services.safety.safety_months import Span


def month_labels(months: Sequence[str]) -> tuple[str, ...]:
    """Months under a chart: "Mar 25"."""
    return tuple(f"{month_name(int(month[-2:]), current())[:3].capitalize()} {month[-5:-3]}" for month in months)


def rates(rolling: Sequence[Span]) -> Chart | None:
    """LTIFR and TRIFR of twelve months each, None where no hours are known."""
    if not any(span.hours for span in rolling):
        return None
    return Chart("lines", _("Injuries per million hours, twelve months each"),
                 month_labels([span.label for span in rolling]),
                 (Series(_("Lost time (LTIFR)"), tuple(_rounded(span.ltifr(), 2) for span in rolling)),
                  Series(_("Recordable (TRIFR)"), tuple(_rounded(span.trifr(), 2) for span in rolling))),
                 _("per 1,000,000 h"), "S22")


def counts(months: Sequence[Span]) -> Chart | None:
    """What happened in each month, None where nothing did."""
    series = ((_("Near misses"), [span.accidents.near_misses for span in months]),
              (_("First aid"), [span.accidents.first_aid for span in months]),
              (_("Medical treatment"), [span.accidents.medical for span in months]),
              (_("Lost time"), [span.accidents.lost_time for span in months]),
              (_("Fatal"), [span.accidents.deaths for span in months]))
    told = [(name, values) for name, values in series if any(values)]
    if not told:
        return None
    return Chart("stacked", _("Accidents and near misses by month"), month_labels([span.label for span in months]),
                 tuple(Series(name, tuple(values)) for name, values in told), _("events"), "S22")


def hours(months: Sequence[tuple[str, dict[str, Decimal]]], names: dict[str, str]) -> Chart | None:
    """Hours of each month by how they are known.  Shape: (month, way -> hours) each; names of the ways, translated."""
    used = [source for source in names if any(parts.get(source) for _month, parts in months)]
    if not used:
        return None
    return Chart("stacked", _("Hours at work by month"), month_labels([month for month, _parts in months]),
                 tuple(Series(names[source], tuple(_rounded(parts.get(source, Decimal(0)), 0)
                                                   for _month, parts in months)) for source in used), "h", "S21")


def measurements(found: Sequence[Judged]) -> Chart | None:
    """One parameter at one place over time with its limits, None where nothing has a value.

    Shape: all of one series, in the order of their days, in one unit: others are left out.
    """
    known = [each for each in found if each.value is not None]
    if not known:
        return None
    unit = known[-1].unit
    known = [each for each in known if each.unit == unit]
    first = known[0]
    lines = [Series(first.parameter or _("Value"), tuple(each.value for each in known))]
    for name, limits in ((_("Most allowed"), [each.limit for each in known]),
                         (_("Least allowed"), [each.least for each in known])):
        if any(limit is not None for limit in limits):
            lines.append(Series(name, tuple(limits)))
    where = ", ".join(part for part in (first.site_name, first.place) if part)
    title = _("{parameter}: {place}").format(parameter=first.parameter, place=where) if where else first.parameter
    return Chart("lines", title or "?", tuple(f"{each.day:%Y-%m-%d}" for each in known), tuple(lines), unit, "S30")


def land(entries: Sequence[LandEntry]) -> Chart | None:
    """Land that is open after each entry, all sites together, None without entries."""
    if not entries:
        return None
    total, values = Decimal(0), []
    for each in entries:
        total += each.disturbed - each.restored
        values.append(total)
    return Chart("lines", _("Land disturbed and not restored"), tuple(f"{each.day:%Y-%m-%d}" for each in entries),
                 (Series(_("Open land"), tuple(values)),), "ha", "S30")


def mercury(rows: Sequence[MercuryMonth]) -> Chart | None:
    """Mercury lost by month, all sites together, None without any."""
    lost: dict[str, Decimal] = {}
    for each in rows:
        lost[each.month] = lost.get(each.month, Decimal(0)) + each.lost
    if not any(lost.values()):
        return None
    months = sorted(lost)
    return Chart("bars", _("Mercury not recovered, by month"), month_labels(months),
                 (Series(_("Mercury not recovered"), tuple(_rounded(lost[month], 1) for month in months)),), "g", "S19")


def _rounded(value: Decimal | None, places: int) -> Decimal | None:
    return None if value is None else value.quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")
