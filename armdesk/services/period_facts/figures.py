"""The facts of a period by name: each a value with the records behind it, and which ones speak to a requirement."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from armdesk.query import Filter, Query
from armdesk.record import Record
from armdesk.services.basis.figure import Figure
from armdesk.services.basis.period import Period
from armdesk.services.gold import gold_figures
from armdesk.services.people import people_figures
from armdesk.services.period_facts.books import Books
from armdesk.services.period_facts.counted_facts import COUNTED_FACTS, INDICATED_FACTS
from armdesk.services.period_facts.fact_reads import READS
from armdesk.services.period_facts.gold_facts import GOLD_FACTS
from armdesk.services.period_facts.gold_sums import GOLD_SUMS, MERCURY_SUMS
from armdesk.services.period_facts.governance_figures import GOVERNANCE_FACTS
from armdesk.services.period_facts.life_facts import LIFE_FACTS
from armdesk.services.period_facts.money_facts import MONEY_FACTS, MONEY_SUMS
from armdesk.services.period_facts.people_facts import PEOPLE_COUNTS, PEOPLE_FACTS
from armdesk.services.period_facts.plan_facts import PLAN_FACTS
from armdesk.services.period_facts.safety_facts import SAFETY_FACTS
from armdesk.services.period_facts.safety_sums import SAFETY_SUMS
from armdesk.services.safety import safety_figures
from armdesk.services.safety.indicators import Reckoning
from armdesk.store import Store


def facts_of(records: Iterable[str], facts: Iterable[str] = ()) -> list[str]:
    """Names of the facts that speak to a requirement: those it names itself, else what its record types bring."""
    names = [name for name in facts if name in FIGURES]
    return list(dict.fromkeys(names or [name for record in records for name in BY_RECORD.get(record, ())]))


@dataclass
class Figures:
    """All figures of a period, each computed once when first asked for; the roster is that of its last day."""

    store: Store
    period: Period
    _known: dict[str, Figure] = field(default_factory=dict)

    def of(self, name: str) -> Figure:
        """One figure by its name, a key of FIGURES.  Errors: KeyError."""
        if name not in self._known:
            self._known[name] = FIGURES[name](self)
        return self._known[name]

    def for_records(self, records: Iterable[str], facts: Iterable[str] = ()) -> list[Figure]:
        """Figures that speak to a requirement, in the order of facts_of()."""
        return [self.of(name) for name in facts_of(records, facts)]

    def after(self, types: Collection[str]) -> Figures:
        """The same figures after records of some types changed: what reads none of them stays known."""
        kept = {name: figure for name, figure in tuple(self._known.items()) if not READS[name] & set(types)}
        return Figures(self.store, self.period, kept)

    def known(self, name: str) -> Figure | None:
        """A figure that was computed already."""
        return self._known.get(name)

    @cached_property
    def produced(self) -> list[gold_figures.Produced]:
        """Production by month and site."""
        return gold_figures.production(self.store, self.period)

    @cached_property
    def sold(self) -> list[gold_figures.Sold]:
        """Sales by month, buyer and currency."""
        return gold_figures.sales(self.store, self.period)

    @cached_property
    def stock(self) -> list[gold_figures.StockMonth]:
        """Stock month by month."""
        return gold_figures.stock(self.store, self.period)

    @cached_property
    def mercury(self) -> gold_figures.Mercury:
        """Mercury of the period."""
        return gold_figures.mercury(self.store, self.period)

    @cached_property
    def roster(self) -> list[people_figures.OnRoster]:
        """Who belonged to the cooperative on the last day."""
        return people_figures.roster(self.store, self.period.ends)

    @cached_property
    def people(self) -> people_figures.People:
        """The roster on the last day of the period, counted."""
        return people_figures.count_people(self.roster)

    @cached_property
    def courses(self) -> list[safety_figures.Course]:
        """Courses of the period."""
        return safety_figures.courses(self.store, self.period)

    @cached_property
    def reckoned(self) -> Reckoning:
        """Indicators of safety and environment."""
        return Reckoning(self.store, self.period)

    @cached_property
    def incidents(self) -> dict[str, int]:
        """Incidents by severity."""
        return safety_figures.incidents(self.store, self.period)

    def dated(self, type_: type[Record], name: str = "date") -> Query:
        """The records of a type whose day lies in the period."""
        return Query(type_, filters=(Filter(name, "from", self.period.begins), Filter(name, "to", self.period.ends)))


FIGURES: dict[str, Callable[[Books], Figure]] = {
    **GOLD_SUMS, **MONEY_SUMS, **PEOPLE_COUNTS, **MERCURY_SUMS, **SAFETY_SUMS, **PLAN_FACTS, **COUNTED_FACTS,
    **INDICATED_FACTS, **GOVERNANCE_FACTS, **GOLD_FACTS, **MONEY_FACTS, **PEOPLE_FACTS, **SAFETY_FACTS, **LIFE_FACTS,
}
"""Every figure by its name, in the order in which packs list them; catalogues name them as facts of a requirement."""

BY_RECORD: dict[str, tuple[str, ...]] = {
    "production": ("fine_produced",), "sale": ("fine_sold",), "lot": ("lots", "stock_left"),
    "sale_deduction": ("taxes",), "payment": ("payments",), "party": ("buyers",),
    "inspection": ("inspections", "rounds"), "drill": ("drills",),
    "person": ("people", "under_18", "minors_in_hazardous_tasks", "informed"),
    "incident": ("incidents", "lost_days", "fatalities", "ltifr_1m", "trifr_1m", "severity_1m"),
    "training": ("courses", "training_coverage"), "action": ("open_actions", "actions_in_time"), "site": ("sites",),
    "permit": ("permits",),
    "ppe_delivery": ("ppe", "ppe_coverage"),
    "reagent_movement": ("mercury_used", "mercury_per_gold"), "batch": ("mercury_used",),
    "security_event": ("security_events",), "shift": ("shifts",), "attendance": ("hours",),
    "exposure": ("hours",), "measurement": ("over_limit", "land_open"),
    "meeting": ("meetings", "quorum_held", "women_attending"),
    "grievance": ("grievances",), "risk": ("risks", "high_risks"),
    "resolution": ("women_votes",), "mandate": ("offices_held", "women_in_office"), "organ": ("offices_held",),
    "policy": ("policies",), "agreement": ("plan_kept",), "stakeholder": ("plan_kept",),
}
"""Which figures a record type of a requirement brings with it."""
