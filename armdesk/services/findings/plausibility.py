"""Plausibility of production: gold per person and day against what is usual, implied grade, caps and capacity."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import mean, median, stdev

from armdesk import gold_months
from armdesk.db_errors import explained
from armdesk.i18n import N_, _, current
from armdesk.i18n_formats import decimal_text
from armdesk.models import Explanation, Site
from armdesk.services.basis.figure import ask, id_of, steps_as_grams
from armdesk.services.basis.limits import Limits
from armdesk.services.basis.period import Period
from armdesk.services.basis.period import month as calendar_month
from armdesk.services.findings.finding import figures_of
from armdesk.services.gold import delivery_months
from armdesk.services.gold.gold_figures import delivered
from armdesk.store import Store

STATUS = {"ok": N_("Plausible"), "open": N_("To be explained"), "explained": N_("Explained"),
          "unknown": N_("Persons not written down")}
"""State of a month of a site."""

_METHODS = {"hard_rock": ("manual_vein", "semi_mechanised_vein"), "panning": ("panning",),
            "alluvial": ("panning", "mechanised_alluvial"), "tailings": ("panning", "manual_vein")}
_ALL_METHODS = ("panning", "manual_vein", "semi_mechanised_vein", "mechanised_alluvial")
_FEWEST = 10
"""Deliveries below which shares say nothing."""


@dataclass(frozen=True)
class Flag:
    """What is odd about a month of a site.  Shape: rule names the check; severity as in findings."""

    rule: str
    severity: str
    sentence: str

    @property
    def fact(self) -> str:
        """What an explanation of it holds for, as in findings."""
        return figures_of(self.sentence)


@dataclass(frozen=True)
class SiteMonth:
    """One site in one month.

    Units: g of pure gold, t, g/t; persons are those of an average day with deliveries; used in percent of the cap.
    Shape: own_band says that the band is the site's own; explanation and author of those that answered a flag.
    """

    month: str
    site: str
    site_name: str
    deliveries: int
    persons: int | None
    person_days: int
    fine: Decimal
    per_person_day: Decimal | None
    ore: Decimal
    grade: Decimal | None
    band_low: Decimal | None
    band_high: Decimal | None
    own_band: bool
    cap: Decimal | None
    used: Decimal | None
    flags: tuple[Flag, ...]
    unanswered: tuple[Flag, ...]
    explanation: str
    author: str
    status: str

    @property
    def reference(self) -> str:
        """What explanations and findings name: "site/<id>/2025-03"."""
        return reference(self.site, self.month)


@dataclass
class _Sum:
    """Deliveries of one site in one month, all classes together."""

    deliveries: int = 0
    days: int = 0
    fine: Decimal = Decimal(0)
    ore: Decimal = Decimal(0)
    persons: int = 0

    @property
    def per_day(self) -> Decimal | None:
        return self.fine / self.persons if self.persons else None


def reference(site: str, month: str) -> str:
    """Reference to one site in one month."""
    return f"site/{site}/{month}" if site else f"month/{month}"


def site_months(store: Store, period: Period) -> list[SiteMonth]:
    """Every site in every month of the period with deliveries, in the order of months and names."""
    return _Judge(store, period).all()


class _Judge:
    """Everything that the months of a period are compared with, read once."""

    def __init__(self, store: Store, period: Period) -> None:
        self.store, self.period, self.limits = store, period, Limits(store)
        self.sites = {site.id: site for site in store.all(Site)}
        self.names = {id_of(id_): str(name) for id_, name in ask(store, "SELECT id, name FROM site")}
        self.sums: dict[str, dict[str, _Sum]] = defaultdict(dict)
        with explained():
            kept = gold_months.delivered(store.db, last=f"{period.ends:%Y-%m}")
        inside = set(period.months())
        for each in [*(each for each in kept if each.month not in inside), *delivered(store, period)]:
            total = self.sums[each.site.hex()].setdefault(each.month, _Sum())
            total.deliveries += each.deliveries
            total.days = max(total.days, each.days)
            total.fine += steps_as_grams(each.fine)
            total.ore += Decimal(each.ore_kg).scaleb(-3)
            total.persons += each.persons
        self.answers: dict[tuple[str, str, str], Explanation] = {
            (each.rule, each.target, each.fact or ""): each for each in store.all(Explanation)}
        self.habits = _habits(store, period)

    def all(self) -> list[SiteMonth]:
        months = set(self.period.months())
        found = [self._judged(site, month) for site, by_month in self.sums.items() for month in by_month
                 if month in months and by_month[month].deliveries]
        return sorted(found, key=lambda each: (each.month, each.site_name))

    def _judged(self, site: str, month: str) -> SiteMonth:
        total, last = self.sums[site][month], calendar_month(int(month[:4]), int(month[5:])).ends
        low, high, own = self._band(site, month, last)
        name = self.names.get(site, "") or _("Site not stated")
        cap, used = self._cap(site, month, last)
        flags = tuple(self._flags(name, site, month, last))
        answers = {flag: self.answers.get((flag.rule, reference(site, month), flag.fact)) for flag in flags}
        given = [each for each in answers.values() if each is not None]
        unanswered = tuple(flag for flag, answer in answers.items() if answer is None)
        status = ("open" if unanswered else "explained" if flags
                  else "ok" if total.persons else "unknown")
        return SiteMonth(
            month, site, name, total.deliveries, -(-total.persons // total.days) if total.persons else None,
            total.persons, total.fine, total.per_day, total.ore, total.fine / total.ore if total.ore else None,
            low, high, own, cap, used, flags, unanswered,
            "; ".join(dict.fromkeys(str(each.reason) for each in given)),
            "; ".join(dict.fromkeys(str(each.author) for each in given)), status)

    def _before(self, site: str, month: str, count: int, *, worked: bool) -> list[_Sum]:
        """The last months before one in which there was gold, newest last."""
        known = sorted(name for name, total in self.sums[site].items()
                       if name < month and total.fine and (total.persons or not worked))
        return [self.sums[site][name] for name in known[-count:]]

    def _band(self, site: str, month: str, day: date) -> tuple[Decimal | None, Decimal | None, bool]:
        """What is usual per person and day.  Shape: from, to, whether it is the site's own."""
        wanted = int(self.limits.value("own_band_months", day) or 0)
        before = self._before(site, month, wanted, worked=True) if wanted and site else []
        if wanted and len(before) == wanted and wanted > 1:
            values = [total.fine / total.persons for total in before]
            middle = mean(values)
            spread = max(stdev(values) * (self.limits.value("own_band_spread", day) or Decimal(2)),
                         middle * (self.limits.value("own_band_least", day) or Decimal(0)) / 100)
            return max(middle - spread, Decimal(0)), middle + spread, True
        kept = self.sites.get(site)
        methods = (kept.mining_method,) if kept and kept.mining_method else _METHODS.get(
            (kept.kind if kept else "") or "", _ALL_METHODS)
        lows, highs = ([value for method in methods
                        if (value := self.limits.value(kind, day, applies_to=method, site=site)) is not None]
                       for kind in ("person_day_low", "person_day_high"))
        return min(lows, default=None), max(highs, default=None), False

    def _cap(self, site: str, month: str, day: date) -> tuple[Decimal | None, Decimal | None]:
        """Most that the people registered at a site may deliver in a year, and how much of it is used by now."""
        registers = [text for place, text, begins, ends in self.habits.registered
                     if place == site and (not begins or begins <= day.isoformat())
                     and (not ends or ends >= day.isoformat())]
        caps = [cap for text in registers if (cap := self.limits.matching("person_cap", day, text))]
        if not caps:
            return None, None
        done = sum((total.fine for name, total in self.sums[site].items() if month[:4] + "-" <= name <= month),
                   Decimal(0))
        return sum(caps, Decimal(0)), 100 * done / sum(caps, Decimal(0))

    def _flags(self, name: str, site: str, month: str, day: date) -> list[Flag]:
        total, found = self.sums[site][month], []
        where = {"site": name, "month": month}
        low, high, own = self._band(site, month, day)
        value = total.per_day
        if value is not None and low is not None and high is not None and not low <= value <= high:
            text = (_("{site}, {month}: {value} g of fine gold per person and day; in the year before it gave {low} to "
                      "{high} g.") if own else
                    _("{site}, {month}: {value} g of fine gold per person and day; usual are {low} to {high} g."))
            found.append(Flag("grams_per_person", "note" if own else "warn", text.format(
                **where, value=_shown(value, 3), low=_shown(low, 3), high=_shown(high, 3))))
        limit = self.limits.value("productivity_limit", day, site=site)
        if value is not None and limit is not None and value > limit:
            found.append(Flag("productivity_limit", "warn", _(
                "{site}, {month}: {value} g of fine gold per person and day, more than the {limit} g that an artisanal "
                "organisation may give on average.").format(**where, value=_shown(value), limit=_shown(limit))))
        return [*found, *self._jump(where, site, month, day), *self._capacity(where, site, month),
                *self._habits_of(where, site, month, day)]

    def _jump(self, where: dict[str, str], site: str, month: str, day: date) -> list[Flag]:
        count = int(self.limits.value("jump_months", day) or 0)
        factor = self.limits.value("jump_factor", day)
        before = self._before(site, month, count, worked=False) if count else []
        usual = median(total.fine for total in before) if count and len(before) == count else None
        fine = self.sums[site][month].fine
        if not usual or factor is None or fine <= factor * usual:
            return []
        return [Flag("jump", "warn", _(
            "{site}, {month}: {value} g of fine gold; the median of the {count} months before is {usual} g.").format(
            **where, value=_shown(fine), count=count, usual=_shown(usual)))]

    def _capacity(self, where: dict[str, str], site: str, month: str) -> list[Flag]:
        kept, total, found = self.sites.get(site), self.sums[site][month], []
        for kind, most, value in (("g", kept and kept.capacity_mg_month, total.fine),
                                  ("t", kept and kept.capacity_kg_month, total.ore)):
            if most and value > Decimal(most).scaleb(-3):
                text = (_("{site}, {month}: {value} g of fine gold, more than the {most} g the site can give a month.")
                        if kind == "g" else
                        _("{site}, {month}: {value} t of ore, more than the {most} t the site can give a month."))
                found.append(Flag("over_capacity", "warn", text.format(
                    **where, value=_shown(value), most=_shown(Decimal(most).scaleb(-3)))))
        return found

    def _habits_of(self, where: dict[str, str], site: str, month: str, day: date) -> list[Flag]:
        found, key = [], (site, month)
        most, habits = self.limits.value("copied_rows", day), self.habits.weights.get(key)
        if most is not None and habits and habits.alike > most:
            found.append(Flag("copied_rows", "warn", _(
                "{site}, {month}: {count} deliveries have the same weight of {weight} g and the same fineness.").format(
                **where, count=habits.alike, weight=_shown(Decimal(habits.alike_mg).scaleb(-3)))))
        won, held = self.habits.by_ore.get(key, (Decimal(0), Decimal(0)))
        if won > held:
            found.append(Flag("over_ore", "warn", _(
                "{site}, {month}: {value} g of fine gold from ore that holds {most} g by its head grade.").format(
                **where, value=_shown(won), most=_shown(held))))
        most = self.limits.value("round_share", day)
        if (most is not None and habits and habits.weighed >= _FEWEST
                and 100 * habits.whole > most * habits.weighed):
            found.append(Flag("round_share", "note", _(
                "{site}, {month}: {share} % of the weights are whole grams.").format(
                **where, share=100 * habits.whole // habits.weighed)))
        return found


@dataclass(frozen=True)
class _Habits:
    """How weights are written, and who is registered where.

    Shape: weights by (site, month); by_ore: (site, month) -> (g of fine gold won, g held by ore and head grade) of
    deliveries that tell both; registered: (site, register, from, until) each.
    """

    weights: dict[tuple[str, str], delivery_months.Habits]
    by_ore: dict[tuple[str, str], tuple[Decimal, Decimal]]
    registered: list[tuple[str, str, str, str]]


def _habits(store: Store, period: Period) -> _Habits:
    weights: dict[tuple[str, str], delivery_months.Habits] = {}
    by_ore: dict[tuple[str, str], tuple[Decimal, Decimal]] = {}
    for month in delivery_months.months(store, period):
        weights |= {(site, month.month): habits for site, habits in month.habits.items()}
        by_ore |= {(site, month.month): (Decimal(fine).scaleb(-3), Decimal(held).scaleb(-6))
                   for site, (fine, held) in month.by_ore.items()}
    registered = [(id_of(site), text or "", begins or "", ends or "") for site, text, begins, ends in ask(
        store, "SELECT coalesce(p.site, c.site), r.register, r.valid_from, r.valid_to FROM registration r "
        "JOIN person p ON p.id = r.person LEFT JOIN crew c ON c.id = p.crew WHERE r.trashed = 0 AND p.trashed = 0")]
    return _Habits(weights, by_ore, registered)


def _shown(value: Decimal, places: int = 2) -> str:
    return decimal_text(value, places, current())
