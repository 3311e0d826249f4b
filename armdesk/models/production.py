"""What is mined and processed: shifts, attendance, daily production, batches and reagents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from armdesk.fields import (
    Choice,
    Code,
    Date,
    Fineness,
    Flag,
    Link,
    LongText,
    Mass,
    Scaled,
    Text,
    TimeOfDay,
    Whole,
)
from armdesk.i18n import N_, _
from armdesk.models import choices, counter, lineage
from armdesk.numbers import FINE_STEPS, fine_steps
from armdesk.record import About, Ask, Follows, Record, Written


def fine_mg(gross_mg: int | None, fineness: int | None) -> int | None:
    """Weight of pure gold, rounded half up to 1 mg; None where either is not known.

    Units: gross in mg, fineness in tenths of a per-mille; the opposite weight gives the opposite, so that a
    counter-entry takes back the same.
    Source: fine = gross x fineness / 1000; 916.7 per-mille is 22 carat, and so 22/24.
    """
    if gross_mg is None or fineness is None:
        return None
    fine = (fine_steps(abs(gross_mg), fineness) + FINE_STEPS // 2) // FINE_STEPS
    return fine if gross_mg >= 0 else -fine


FINE_WEIGHT: Follows = {"fine_mg": (fine_mg, ("gross_mg", "fineness"))}


class Shift(Record):
    """A shift of one crew at one site; a day without work is a record too."""

    date = Date(N_("Date"), required=True, index=True)
    site = Link("site", N_("Site"))
    crew = Link("crew", N_("Crew"))
    shift = Choice(N_("Shift"), choices.SHIFT)
    worked = Flag(N_("Worked"), default=True)
    reason = Text(N_("Why there was no work"))
    starts = TimeOfDay(N_("Begins"))
    ends = TimeOfDay(N_("Ends"))
    hours = Scaled(N_("Hours per person"), unit="h", places=2, most=2400)
    persons = Whole(N_("Persons"), most=10_000)
    note = LongText(N_("Note"))

    about = About(N_("shift"), N_("Shifts"), "production", key=("date", "shift"),
                  table=("date", "site", "crew", "shift", "worked", "hours", "persons"), order="-date",
                  search=("reason",), purpose=N_("Which crew worked where and when, and the days without work."),
                  closes="date", stays_open=("note",))


class Attendance(Record):
    """One person on one day."""

    date = Date(N_("Date"), required=True, index=True)
    person = Link("person", N_("Person"), required=True, index=True, key="member_code")
    shift = Link("shift", N_("Shift"))
    crew = Link("crew", N_("Crew"))
    site = Link("site", N_("Site"), key="site_code")
    status = Choice(N_("Attendance"), choices.ATTENDANCE, default="present")
    hours = Scaled(N_("Hours"), unit="h", places=2, most=2400)
    task = Text(N_("Task"))
    quality = Choice(N_("Quality"), choices.QUALITY)

    about = About(N_("attendance"), N_("Attendance"), "production", key=("date",),
                  table=("date", "person", "crew", "site", "status", "hours", "quality"), order="-date",
                  search=("task",), details=True, closes="date",
                  purpose=N_("Who was at work on which day, and for how many hours."))


class Production(Record):
    """Gold or ore handed in by a person or crew on a day.  Source: pack sheet S06.

    Units: hours are those of each person, so persons x hours are the hours behind this delivery.  They stand here, and
    not only in Shift and Attendance, because the office learns them from the same mouth and at the same moment as the
    weight, and a delivery has no shift of its own to point at: two may come of one shift, one of three days' work.
    Whoever counts hours takes the most exact book there is for a crew and day: attendance, then shifts, then these;
    the three are never added up.
    """

    date = Date(N_("Date"), required=True, index=True)
    site = Link("site", N_("Site"), key="site_code")
    site_as_written = Text(N_("Site as written"))
    crew = Link("crew", N_("Crew"), key="team_code")
    crew_as_written = Text(N_("Crew as written"))
    person = Link("person", N_("Delivered by"), index=True, key="member_code")
    person_as_written = Text(N_("Name as written"), personal="identity")
    shift = Choice(N_("Shift"), choices.SHIFT)
    persons = Whole(N_("Persons"), most=10_000)
    hours = Scaled(N_("Hours per person"), unit="h", places=2, most=2400)
    ore_kg = Scaled(N_("Ore"), unit="t", places=3, least=-(10**15), key="ore_t")
    tailings_kg = Scaled(N_("Tailings"), unit="t", places=3, least=-(10**15), key="tailings_t")
    head_grade = Scaled(N_("Head grade"), unit="g/t", places=3, key="head_grade_g_t")
    gross_mg = Mass(N_("Gross weight"), signed=True, key="gold_gross_g")
    fineness = Fineness(N_("Fineness"))
    fine_mg = Mass(N_("Fine weight"), signed=True, key="gold_fine_g", readonly=True)
    gold_class = Choice(N_("Class"), choices.GOLD_CLASS)
    no_work = Flag(N_("No work"), default=False)
    receipt_no = Code(N_("Receipt no."))
    quality = Choice(N_("Quality"), choices.QUALITY)
    note = Text(N_("Note"))
    corrects = Link("production", counter.CORRECTS, on_trash="hold", group=counter.GROUP)
    correction_reason = Text(counter.REASON, group=counter.GROUP)

    about = About(N_("delivery"), N_("Production"), "production", key=("date", "person_as_written"),
                  table=("date", "site", "crew", "person", "ore_kg", "gross_mg", "fineness", "fine_mg", "quality"),
                  order="-date", sheet="S06",
                  search=("person_as_written", "site_as_written", "crew_as_written", "receipt_no", "note"),
                  purpose=N_("What each site and crew mined, day by day."), closes="date", stays_open=("note",))

    follows = FINE_WEIGHT

    def problems(self) -> Mapping[str, str]:
        if self.no_work and self.gross_mg:
            return {"no_work": _("A day without work cannot have a weight.")}
        if not self.no_work and self.gross_mg is None and self.ore_kg is None:
            return {"gross_mg": _("Write the weight, or mark the day as without work.")}
        return counter.counter_problems(self, ("gross_mg", "ore_kg", "tailings_kg"))


class Batch(Record):
    """Ore or concentrate processed together.  Source: pack sheet S07."""

    WORST: ClassVar[tuple[str, ...]] = ("whole_ore", "open_burning", "home_burning", "cyanide_after_mercury")
    """The four practices to be ended first.  Source: Minamata Convention, Annex C, 1 (b)."""

    code = Code(N_("Batch no."), required=True, unique=True, key="batch_code")
    date = Date(N_("Date"), required=True, index=True)
    site = Link("site", N_("Plant"), key="facility_code")
    operator = Text(N_("Operator"))
    method = Choice(N_("Method"), choices.METHOD)
    ore_kg = Scaled(N_("Ore"), unit="t", places=3, key="ore_t")
    head_grade = Scaled(N_("Head grade"), unit="g/t", places=3, key="head_grade_g_t")
    gross_mg = Mass(N_("Gross weight"), key="gold_gross_g")
    fineness = Fineness(N_("Fineness"))
    fine_mg = Mass(N_("Fine weight"), key="gold_fine_g", readonly=True)
    gold_class = Choice(N_("Class"), choices.GOLD_CLASS)
    tailings_kg = Scaled(N_("Tailings"), unit="t", places=3, key="tailings_t")
    tailings_grade = Scaled(N_("Grade of tailings"), unit="g/t", places=3, key="tailings_grade_g_t")
    recovery = Scaled(N_("Recovery"), unit="%", places=2, most=10_000, key="recovery_pct")
    mercury_in_mg = Mass(N_("Mercury used"), group=N_("Reagents"))
    mercury_recovered_mg = Mass(N_("Mercury recovered"), group=N_("Reagents"))
    retort = Flag(N_("Retort used"), group=N_("Reagents"), key="retort_yes_no")
    cyanide_g = Scaled(N_("Cyanide"), unit="kg", places=3, group=N_("Reagents"), key="cyanide_kg")
    whole_ore = Flag(N_("Whole ore amalgamated"), group=N_("Worst practices"))
    open_burning = Flag(N_("Amalgam burnt in the open"), group=N_("Worst practices"))
    home_burning = Flag(N_("Burnt in a home or village"), group=N_("Worst practices"))
    cyanide_after_mercury = Flag(N_("Cyanide on tailings with mercury"), group=N_("Worst practices"))
    burn_place = Text(N_("Where amalgam is burnt"), group=N_("Worst practices"))
    persons_exposed = Whole(N_("Persons exposed"), most=10_000, group=N_("Worst practices"))
    practice_answer = LongText(N_("What was done about it"), group=N_("Worst practices"))
    note = LongText(N_("Note"))

    about = About(N_("batch"), N_("Processing"), "production", key=("code",),
                  table=("code", "date", "site", "method", "ore_kg", "mercury_in_mg", "retort", "fine_mg"),
                  order="-date", search=("code", "operator"), sheet="S07",
                  purpose=N_("Batches of ore and what came out of them."),
                  closes="date", stays_open=("note",))

    follows = FINE_WEIGHT

    def problems(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        if (self.mercury_recovered_mg or 0) > (self.mercury_in_mg or 0):
            found["mercury_recovered_mg"] = _("More mercury recovered than used.")
        if any(getattr(self, name) for name in self.WORST) and not (self.practice_answer or "").strip():
            found["practice_answer"] = _("This is one of the four worst practices. Say what was done about it.")
        return found


class BatchInput(Record):
    """What went into a batch."""

    batch = Link("batch", N_("Batch"), required=True, index=True, key="batch_code")
    production = Link("production", N_("Delivery"))
    lot = Link("lot", N_("Lot"), key="lot_code")
    input_mg = Mass(N_("Weight taken"), key="input_g")
    ore_kg = Scaled(N_("Ore taken"), unit="t", places=3, key="ore_t")

    about = About(N_("batch input"), N_("Batch inputs"), "production", key=("input_mg",),
                  table=("batch", "lot", "production", "input_mg", "ore_kg"), order="batch", details=True,
                  purpose=N_("What went into each batch."), closes="batch.date")

    @classmethod
    def conflicts(cls, written: Written, ask: Ask) -> Mapping[str, Sequence[str]]:
        return lineage.batch_input_conflicts(written, ask)


class ReagentMovement(Record):
    """Mercury, cyanide, explosives or fuel coming in, used, recovered or counted.  Source: pack sheet S18."""

    date = Date(N_("Date"), required=True, index=True)
    item = Choice(N_("Item"), choices.REAGENT, required=True)
    kind = Choice(N_("Movement"), choices.REAGENT_KIND, required=True)
    quantity = Scaled(N_("Quantity"), unit="", places=3, least=-(10**15), required=True)
    unit = Choice(N_("Unit"), choices.REAGENT_UNIT, required=True, default="g")
    balance_stated = Scaled(N_("Balance as written"), unit="", places=3, key="balance")
    site = Link("site", N_("Site"), key="site_code")
    batch = Link("batch", N_("Batch"), key="batch_code")
    supplier = Text(N_("Supplier or receiver"))
    document_no = Code(N_("Document no."))
    used_by = Text(N_("Used by"), personal="identity")
    storage_place = Text(N_("Store"))
    difference_reason = Text(N_("Reason of the difference"), help=N_("Where a count is not what the book says."))
    note = Text(N_("Note"))
    corrects = Link("reagent_movement", counter.CORRECTS, on_trash="hold", group=counter.GROUP)
    correction_reason = Text(counter.REASON, group=counter.GROUP)

    about = About(N_("reagent movement"), N_("Mercury and reagents"), "production", key=("date", "item"),
                  table=("date", "item", "kind", "quantity", "unit", "used_by", "supplier", "balance_stated"),
                  order="-date", search=("supplier", "used_by", "document_no", "note"), sheet="S18",
                  purpose=N_("Mercury, cyanide, explosives and fuel: what came in, what was used, what was counted."),
                  closes="date", stays_open=("note",))

    def problems(self) -> Mapping[str, str]:
        if self.kind == "count" and (self.quantity or 0) < 0:
            return {"quantity": _("What was counted is not below zero. Count again, and write it on the day of it.")}
        return counter.counter_problems(self, ("quantity",))
