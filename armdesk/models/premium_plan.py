"""Who decides on the premium, and the plan of several years that says what it is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from armdesk.fields import Choice, CurrencyCode, Date, Link, LongText, Money, Text, Whole, fold
from armdesk.i18n import N_, _
from armdesk.models.governance_choices import SPEAKS_FOR
from armdesk.models.lineage import blocks
from armdesk.record import About, Ask, Record, Written

NEEDED = ("miners", "plant", "shareholders", "vulnerable", "authority")

AREA = {"organisation": N_("Organisation"), "technical": N_("Technical"), "social": N_("Social"),
        "economic": N_("Economic"), "environment": N_("Environment"), "community": N_("Community")}
"""What the premium may be used for.  Source: Fairmined, premium: use."""


class CommitteeSeat(Record):
    """A seat of the premium committee where no mandates are written: who holds it, for which group, from when to when.

    Where the committee has mandates they decide, and a seat may only repeat for whom one of them speaks.
    """

    person = Link("person", N_("Person"), index=True, key="member_code")
    name_as_written = Text(N_("Name as written"), personal="identity",
                           help=N_("Where the person is in no register of the cooperative."))
    speaks_for = Choice(N_("Speaks for"), SPEAKS_FOR, required=True)
    began_on = Date(N_("From"), required=True)
    ended_on = Date(N_("Until"))
    resolution = Link("resolution", N_("Elected by"), on_trash="keep")
    note = Text(N_("Note"))

    about = About(N_("seat of the premium committee"), N_("Premium committee"), "production",
                  key=("speaks_for", "began_on"),
                  table=("speaks_for", "person", "name_as_written", "began_on", "ended_on"), order="-began_on",
                  search=("name_as_written",), details=True,
                  purpose=N_("Who decides on the premium, and which group of the system each speaks for."))

    def problems(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        if not self.person and not self.name_as_written:
            found["person"] = _("Name the person who holds the seat.")
        if self.began_on and self.ended_on and self.ended_on < self.began_on:
            found["ended_on"] = _("It would end before it began.")
        return found

    @classmethod
    def conflicts(cls, written: Written, ask: Ask) -> Mapping[str, Sequence[str]]:
        """What a person writes now may not contradict the mandates of the committee."""
        if not written.typed:
            return {}
        held = ask("SELECT m.person, m.name_as_written, m.began_on, coalesce(m.ended_on, '9999') FROM mandate m "
                   "JOIN organ o ON o.id = m.organ WHERE m.trashed = 0 AND o.trashed = 0 AND o.kind = 'premium'", ())
        for marks, part in blocks(written.touching("person", "name_as_written", "began_on", "ended_on")):
            for person, name, begins, ends in ask(
                    "SELECT person, name_as_written, began_on, coalesce(ended_on, '9999') FROM committee_seat "  # noqa: S608 - marks only
                    f"WHERE trashed = 0 AND id IN ({marks})", part):
                then = [each for each in held if each[2] <= ends and begins <= each[3]]
                if then and not any((person and each[0] == person) or (name and fold(each[1] or "") == fold(name))
                                    for each in then):
                    return {"person": [_("The committee has mandates, and none of them is of this person. Write the "
                                         "mandate, and for whom it speaks.")]}
        return {}


class PremiumPlan(Record):
    """What the premium is to be used for over three to five years.  Source: Fairmined, premium investment plan."""

    name = Text(N_("Name"), required=True)
    period_from = Date(N_("Period from"), required=True, index=True)
    period_to = Date(N_("Period until"), required=True)
    resolution = Link("resolution", N_("Resolution"), on_trash="keep",
                      help=N_("The decision of the premium committee or of the assembly."))
    goals = LongText(N_("Goals"))
    document = Link("document", N_("Paper"), on_trash="keep")
    note = LongText(N_("Note"))

    about = About(N_("premium plan"), N_("Premium plans"), "production", key=("name",),
                  table=("name", "period_from", "period_to", "resolution"), order="-period_from",
                  search=("name", "goals"), details=True,
                  purpose=N_("What the premium is for over several years, as it was decided."))

    def problems(self) -> Mapping[str, str]:
        if self.period_from and self.period_to and self.period_to < self.period_from:
            return {"period_to": _("The period would end before it begins.")}
        return {}


class PremiumPlanLine(Record):
    """One purpose of a plan: how much for what, in which order, and for how many women and men."""

    plan = Link("premium_plan", N_("Plan"), required=True, index=True)
    rank = Whole(N_("Order of importance"), least=1, most=1_000)
    area = Choice(N_("Area"), AREA, required=True)
    purpose = Text(N_("Purpose"), required=True)
    amount = Money(N_("Amount"), required=True)
    currency = CurrencyCode(N_("Currency"), required=True)
    women = Whole(N_("Women who benefit"), most=1_000_000)
    men = Whole(N_("Men who benefit"), most=1_000_000)
    note = LongText(N_("Note"))

    about = About(N_("line of the plan"), N_("Lines of premium plans"), "production", key=("purpose",),
                  table=("plan", "rank", "area", "purpose", "amount", "currency", "women", "men"), order="rank",
                  search=("purpose",), details=True,
                  purpose=N_("What each part of the planned premium is for, and how many it is for."))
