"""The figures of a period by name: each a value with the records behind it, and which ones speak to a requirement."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from armdesk.i18n import N_, _, current
from armdesk.i18n_formats import decimal_text
from armdesk.models import (
    Action,
    Document,
    Drill,
    Grievance,
    Incident,
    Inspection,
    Lot,
    Meeting,
    Party,
    Payment,
    Permit,
    Person,
    PpeDelivery,
    Production,
    ReagentMovement,
    Risk,
    Sale,
    SaleDeduction,
    SecurityEvent,
    Shift,
    Site,
    Training,
)
from armdesk.query import Filter, Query
from armdesk.record import Record
from armdesk.services import (
    gold_figures,
    governance_figures,
    people_figures,
    plan_facts,
    round_plan,
    safety_figures,
)
from armdesk.services.accidents import LOST_TIME
from armdesk.services.coverage import ppe_coverage, training_coverage
from armdesk.services.coverage_sheet import PPE, TRAINING, read_standing
from armdesk.services.fact_reads import READS
from armdesk.services.figure import Figure, ask, id_of
from armdesk.services.gold_facts import GOLD_FACTS
from armdesk.services.hiding import SMALLEST_GROUP
from armdesk.services.indicators import Reckoning
from armdesk.services.life_facts import LIFE_FACTS
from armdesk.services.money_facts import MONEY_FACTS
from armdesk.services.people_facts import PEOPLE_FACTS
from armdesk.services.period import Period
from armdesk.services.safety_facts import SAFETY_FACTS
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


def _produced(of: Figures) -> Figure:
    rows = of.dated(Production)
    count = sum(row.deliveries for row in of.produced)
    unsure = sum(row.unmeasured for row in of.produced)
    value = sum((row.fine for row in of.produced), Decimal(0)) if count else None
    without = rows.where(Filter("fineness", "empty"), Filter("gross_mg", "filled"))
    return Figure("fine_produced", N_("Fine gold produced"), value, rows, count, "g", 2,
                  _("{count} deliveries").format(count=count), unsure, without)


def _gross(of: Figures) -> Figure:
    count = sum(row.deliveries for row in of.produced)
    value = sum((row.gross for row in of.produced), Decimal(0)) if count else None
    return Figure("gross_produced", N_("Gold handed in, gross"), value, of.dated(Production), count, "g", 2)


def _sold(of: Figures) -> Figure:
    rows = of.dated(Sale)
    count = sum(row.sales for row in of.sold)
    unsure = sum(row.unmeasured for row in of.sold)
    value = sum((row.fine for row in of.sold), Decimal(0)) if count else None
    return Figure("fine_sold", N_("Fine gold sold"), value, rows, count, "g", 2,
                  _("{count} sales").format(count=count), unsure, rows.where(Filter("fineness", "empty")))


def _stock(of: Figures) -> Figure:
    known = any(row.opening or row.produced or row.sold or row.bought for row in of.stock)
    value = of.stock[-1].closing if known else None
    rows = of.dated(Lot, "created_on")
    return Figure("stock_left", N_("Fine gold that should be left"), value, rows, of.store.count(rows), "g", 2)


def _buyers(of: Figures) -> Figure:
    buyers = {row.buyer for row in of.sold if row.buyer}
    rows = Query(Party, filters=(Filter("id", "in", tuple(sorted(buyers))),))
    return Figure("buyers", N_("Buyers sold to"), len(buyers) if of.sold else None, rows, len(buyers))


def _taxes(of: Figures) -> Figure:
    found = gold_figures.taxes(of.store, of.period)
    count, receipts = sum(row[2] for row in found), sum(row[3] for row in found)
    rows = Query(SaleDeduction, filters=(Filter("sale", "among", of.dated(Sale)),))
    return Figure("taxes", N_("Taxes and deductions recorded"), count if found else None, rows, count,
                  note=_("{count} with a receipt number").format(count=receipts))


def _cash(of: Figures) -> Figure:
    rows = of.dated(Payment).where(Filter("direction", "is_not", "in"))
    count = of.store.count(rows)
    cash = of.store.count(rows.where(Filter("method", "is", "cash")))
    return Figure("payments", N_("Payments recorded"), count or None, rows, count,
                  note=_("{count} of them in cash").format(count=cash))


def _roster(of: Figures) -> Figure:
    known, rows = of.people.total, _persons(of.people.everybody)
    return Figure("people", N_("People on the roster"), known or None, rows, known, people=True)


def _persons(ids: tuple[str, ...]) -> Query:
    return Query(Person, filters=(Filter("id", "in", ids),))


def _under_18(of: Figures) -> Figure:
    people = of.people
    return Figure("under_18", N_("People under 18"), len(people.minors) if people.total else None,
                  _persons(people.minors), len(people.minors), unsure=len(people.unknown_age),
                  unsure_rows=_persons(people.unknown_age), people=True)


def _minors_at_risk(of: Figures) -> Figure:
    people = of.people
    count = len(people.minors_at_risk)
    return Figure("minors_in_hazardous_tasks", N_("Under 18 in hazardous tasks"), count if people.total else None,
                  _persons(people.minors_at_risk), count, people=True)


def _informed(of: Figures) -> Figure:
    people, untold = of.people, len(of.people.uninformed)
    share = Decimal(100 * (people.total - untold)) / people.total if people.total else None
    return Figure("informed", N_("Of the roster, told about the Code"), share, _persons(people.everybody),
                  people.total, "%", people=True, part=people.total - untold, whole=people.total, lacking=untold,
                  lacking_rows=_persons(people.uninformed))


def _mercury_used(of: Figures) -> Figure:
    rows = of.dated(ReagentMovement).where(Filter("item", "is", "mercury"))
    book = of.mercury
    recovered = decimal_text(book.recovered.normalize(), None, current())
    note = _("{recovered} g recovered").format(recovered=recovered) if book.entries else ""
    return Figure("mercury_used", N_("Mercury used"), book.used if book.entries else None, rows, book.entries, "g", 1,
                  note, book.odd)


def _mercury_per_gold(of: Figures) -> Figure:
    gold = sum((row.fine for row in of.produced), Decimal(0))
    value = of.mercury.gone / gold if gold and of.mercury.entries else None
    rows = of.dated(ReagentMovement).where(Filter("item", "is", "mercury"))
    return Figure("mercury_per_gold", N_("Mercury not recovered per gram of fine gold"), value, rows,
                  of.mercury.entries, "g/g", 3)


def _incidents(of: Figures) -> Figure:
    rows = of.dated(Incident).where(Filter("same_as", "empty"))
    count = sum(of.incidents.values())
    return Figure("incidents", N_("Incidents and near misses"), count or None, rows, count,
                  note=_("{count} near misses").format(count=of.incidents["near_miss"]))


def _lost_days(of: Figures) -> Figure:
    rows = of.dated(Incident).where(Filter("severity", "in", LOST_TIME), Filter("same_as", "empty"))
    found = of.reckoned.accidents
    count = found.lost_time
    return Figure("lost_days", N_("Working days lost by accidents"), found.days if any(of.incidents.values()) else None,
                  rows, of.store.count(rows), note=_("{count} lost-time injuries").format(count=count))


def _courses(of: Figures) -> Figure:
    trained, everybody = people_figures.trained(of.store, of.period, of.period.ends)
    few = 0 < trained < SMALLEST_GROUP or 0 < everybody - trained < SMALLEST_GROUP  # this goes into packs
    note = _("{share} % of the roster took part").format(
        share=100 * trained // everybody) if everybody and not few else ""
    return Figure("courses", N_("Courses and talks"), len(of.courses) or None, of.dated(Training), len(of.courses),
                  note=note)


def _coverage(of: Figures, name: str, label: str, what: str) -> Figure:
    """Share of what people's work needs that is there on the last day; its rows are those who lack something."""
    counted = (training_coverage if what == TRAINING else ppe_coverage)(of.store, of.period.ends)
    value = counted.total.percent
    lacking = () if value is None else tuple(
        each.id for each in read_standing(of.store, of.period.ends, what, lacking_only=True).people)
    return Figure(name, label, value, _persons(lacking), len(lacking), "%", 1)


def _training_coverage(of: Figures) -> Figure:
    return _coverage(of, "training_coverage", N_("Needed courses that people have"), TRAINING)


def _ppe_coverage(of: Figures) -> Figure:
    return _coverage(of, "ppe_coverage", N_("Needed protective equipment that people have"), PPE)


def _rounds(of: Figures) -> Figure:
    rows = of.dated(Inspection).where(Filter("finished_on", "filled"))
    count = of.store.count(rows)
    turns = round_plan.covered(of.store, of.period)
    note = _("{done} of {planned} planned rounds").format(
        done=sum(each.done for each in turns), planned=sum(each.turns for each in turns)) if turns else ""
    return Figure("rounds", N_("Rounds of inspection finished"), count or None, rows, count, note=note)


def _actions(of: Figures) -> Figure:
    by_status, late = safety_figures.actions(of.store, of.period.ends)
    count = sum(by_status[status] for status in safety_figures.OPEN_ACTIONS)
    rows = Query(Action, filters=(Filter("status", "in", safety_figures.OPEN_ACTIONS),))
    return Figure("open_actions", N_("Open actions"), count if any(by_status.values()) else None, rows, count,
                  note=_("{count} overdue at the end of the period").format(count=late))


def _counted(name: str, label: str, type_: type[Record], day: str = "", *,
             people: bool = False) -> Callable[[Figures], Figure]:
    """A figure that is the plain number of records of a type, in the period where they have a day."""

    def count(of: Figures) -> Figure:
        rows = of.dated(type_, day) if day else Query(type_)
        number = of.store.count(rows)
        return Figure(name, label, number or None, rows, number, people=people)

    return count


def _reckoned(name: str) -> Callable[[Figures], Figure]:
    """An indicator as a figure."""
    return lambda of: of.reckoned.of(name).figure


def _cited(of: Figures) -> Figure:
    cited = tuple(id_of(id_) for (id_,) in ask(
        of.store, "SELECT id FROM document WHERE trashed = 0 "
        "AND id IN (SELECT document FROM citation WHERE trashed = 0)"))
    rows = Query(Document, filters=(Filter("id", "in", cited),))
    return Figure("documents_cited", N_("Documents cited as evidence"), len(cited) or None, rows, len(cited))


INDICATED = ("hours", "fatalities", "ltifr_1m", "trifr_1m", "severity_1m", "over_limit", "land_open")
"""Facts that are indicators, with their own formula and source."""
FIGURES: dict[str, Callable[[Figures], Figure]] = {
    "fine_produced": _produced, "gross_produced": _gross, "fine_sold": _sold, "stock_left": _stock, "buyers": _buyers,
    "taxes": _taxes, "payments": _cash, "people": _roster, "under_18": _under_18,
    "minors_in_hazardous_tasks": _minors_at_risk, "informed": _informed, "mercury_used": _mercury_used,
    "mercury_per_gold": _mercury_per_gold, "incidents": _incidents, "lost_days": _lost_days, "courses": _courses,
    "training_coverage": _training_coverage, "ppe_coverage": _ppe_coverage, "rounds": _rounds,
    "open_actions": _actions,
    "actions_overdue": lambda of: plan_facts.overdue(of.store, of.period),
    "actions_in_time": lambda of: plan_facts.in_time(of.store, of.period),
    "action_days": lambda of: plan_facts.days(of.store, of.period),
    "high_risks": lambda of: plan_facts.high_risks(of.store, of.period),
    "documents_cited": _cited,
    "documents": _counted("documents", N_("Documents kept"), Document),
    "sites": _counted("sites", N_("Sites"), Site),
    "permits": _counted("permits", N_("Permits and titles"), Permit),
    "lots": _counted("lots", N_("Lots made"), Lot, "created_on"),
    "meetings": _counted("meetings", N_("Meetings and assemblies"), Meeting, "date"),
    "grievances": _counted("grievances", N_("Grievances received"), Grievance, "received_on", people=True),
    "risks": _counted("risks", N_("Risks written down"), Risk),
    "security_events": _counted("security_events", N_("Security events"), SecurityEvent, "date"),
    "ppe": _counted("ppe", N_("Deliveries of protective equipment"), PpeDelivery, "date"),
    "inspections": _counted("inspections", N_("Visits and inspections"), Inspection, "date"),
    "drills": _counted("drills", N_("Drills held"), Drill, "date"),
    "shifts": _counted("shifts", N_("Shifts recorded"), Shift, "date"),
    **{name: _reckoned(name) for name in INDICATED},
    "quorum_held": governance_figures.quorum_held, "women_attending": governance_figures.women_attending,
    "women_votes": governance_figures.women_votes, "women_in_office": governance_figures.women_in_office,
    "offices_held": governance_figures.offices_held, "policies": governance_figures.policies_in_force,
    "plan_kept": governance_figures.plan_kept,
    **GOLD_FACTS, **MONEY_FACTS, **PEOPLE_FACTS, **SAFETY_FACTS, **LIFE_FACTS,
}
"""Every figure by its name; catalogues may name them as facts of a requirement."""

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
