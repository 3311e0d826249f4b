"""Standards in this workspace: catalogues in use, answers to requirements, dated rates, packs made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from armdesk.fields import Choice, Code, CurrencyCode, Date, Flag, Json, Link, LongText, Reference, Scaled, Text, Whole
from armdesk.i18n import N_, _
from armdesk.models import choices, own_choices
from armdesk.record import About, Follows, Record


def has_to_be_reviewed(carried_from: str | None, confirmed_by: str | None) -> bool:
    """Whether an answer was carried over and nobody has put a name under it since."""
    return bool(carried_from) and not (confirmed_by or "").strip()


class CatalogueUse(Record):
    """A catalogue the cooperative works with."""

    catalogue = Code(N_("Catalogue"), required=True, unique=True, help=N_("Key such as craft-2.0."))
    title = Text(N_("Title"))
    since = Date(N_("In use since"))
    until = Date(N_("In use until"))
    light = Flag(N_("Light path"), default=False, help=N_("Only the modules a first buyer asks for."))
    sha256 = Code(N_("SHA-256 of the file"), longest=64, readonly=True)
    rows = Json(N_("Sum of each row when it was last looked at"), longest=200_000, readonly=True)

    about = About(N_("catalogue in use"), N_("Catalogues in use"), "standards", key=("catalogue",),
                  table=("catalogue", "title", "since", "until", "light"), order="catalogue",
                  search=("catalogue", "title"), purpose=N_("Which standards the cooperative works with."))


class Answer(Record):
    """The cooperative's answer to one requirement for one period.  Source: pack sheet S34."""

    catalogue = Code(N_("Catalogue"), required=True, index=True, key="standard")
    requirement = Code(N_("Requirement"), required=True, key="criterion_code")
    period_from = Date(N_("Period from"))
    period_to = Date(N_("Period until"))
    result = Text(N_("Result"), key="answer", help=N_("One of the results of the requirement's module."))
    applies = Flag(N_("Applies"), default=True)
    reason = LongText(N_("Why it does not apply"))
    work_status = Choice(N_("Work"), choices.WORK_STATUS, default="to_do")
    statement = LongText(N_("Statement"), help=N_("What the cooperative declares, so that it can be verified."))
    gap = LongText(N_("What is missing"))
    responsible = Text(N_("Responsible"))
    answered_on = Date(N_("Answered on"), key="assessed_on")
    confirmed_by = Text(N_("Confirmed by"), key="assessed_by")
    confirmed_on = Date(N_("Confirmed on"))
    official_code = Code(N_("Official no."), help=N_("Number in the published standard, if you know it."))
    nc_class = Choice(N_("Class of non-conformity"), own_choices.NC_CLASS,
                      help=N_("Where the standard puts what is not met into classes."))
    carried_from = Reference(N_("Carried over from"), readonly=True)
    to_review = Flag(N_("To be looked at again"), default=False, readonly=True)

    follows: ClassVar[Follows] = {"to_review": (has_to_be_reviewed, ("carried_from", "confirmed_by"))}
    about = About(N_("answer"), N_("Answers"), "standards", key=("requirement",),
                  table=("catalogue", "requirement", "result", "work_status", "responsible", "answered_on"),
                  order="requirement", search=("requirement", "statement", "responsible"), sheet="S34",
                  purpose=N_("What the cooperative answers to each requirement."))

    def problems(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        if self.applies is False and not (self.reason or "").strip():
            found["reason"] = _("Say why this requirement does not apply.")
        if self.period_from and self.period_to and self.period_to < self.period_from:
            found["period_to"] = _("The period would end before it begins.")
        if self.confirmed_on and not self.confirmed_by:
            found["confirmed_by"] = _("Say who confirmed it.")
        return found


class Rate(Record):
    """A price, rate, cap or threshold with the days it is valid for."""

    kind = Code(N_("Kind"), required=True, index=True,
                help=N_("Such as lbma_pm, fx, royalty, premium, floor, cash_limit."))
    name = Text(N_("Name"))
    country = Code(N_("Country"), longest=2)
    applies_to = Code(N_("Holds for"), help=N_("Such as panning or fire, where it holds for one way of working only."))
    site = Link("site", N_("Site"), on_trash="keep", help=N_("Where it holds for one site only."))
    value = Scaled(N_("Value"), unit="", places=6, required=True, least=-10**15)
    unit = Text(N_("Unit"))
    currency = CurrencyCode(N_("Currency"))
    valid_from = Date(N_("Valid from"), required=True)
    valid_to = Date(N_("Valid until"))
    source_text = Text(N_("Source"), required=True, longest=1000)
    base = Choice(N_("Taken from"), choices.RATE_BASE, group=N_("Taxes and deductions"))
    base_share = Scaled(N_("Share of that value"), unit="%", places=4, most=10_000_000,
                        group=N_("Taxes and deductions"))
    base_quote = Code(N_("By the quote"), group=N_("Taxes and deductions"), help=N_("Such as lbma_pm."))
    price_from = Scaled(N_("From a price of"), unit="USD/oz", places=4, group=N_("Taxes and deductions"))
    price_below = Scaled(N_("Below a price of"), unit="USD/oz", places=4, group=N_("Taxes and deductions"))
    authority = Text(N_("Authority"), group=N_("Taxes and deductions"))

    about = About(N_("rate"), N_("Rates and limits"), "standards", key=("kind", "valid_from"),
                  table=("kind", "name", "country", "value", "unit", "valid_from", "valid_to", "source_text"),
                  order="kind", search=("kind", "name", "source_text"),
                  purpose=N_("Prices, rates, caps and thresholds, each with its dates and source."))

    def problems(self) -> Mapping[str, str]:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            return {"valid_to": _("It would end before it begins.")}
        return {}


class Pack(Record):
    """An evidence pack that was made: a frozen snapshot others can verify."""

    number = Whole(N_("Pack no."), required=True, unique=True)
    made_on = Date(N_("Made on"), required=True, index=True)
    kind = Choice(N_("Kind"), choices.PACK_KIND, required=True)
    recipient = Text(N_("For"))
    language = Code(N_("Language"), longest=2)
    period_from = Date(N_("Period from"))
    period_to = Date(N_("Period until"))
    catalogue = Code(N_("Catalogue"))
    file_name = Text(N_("Name"))
    root_hash = Code(N_("Root hash"), longest=64, readonly=True)
    history_seq = Whole(N_("Entries of the history"), most=10**12, readonly=True)
    history_head = Code(N_("Head of the history"), longest=64, readonly=True)
    previous_hash = Code(N_("Root hash of the pack before"), longest=64, readonly=True)
    files = Whole(N_("Files"), most=10**9, readonly=True)
    size = Whole(N_("Size (bytes)"), most=10**15, readonly=True)
    signed_by = Code(N_("Signing key"), longest=80, readonly=True)
    facts = Json(N_("Facts it was made with"), readonly=True)
    papers = Json(N_("Papers in it"), longest=8_000_000, readonly=True)  # a hundred thousand papers

    about = About(N_("pack"), N_("Packs made"), "audit", key=("number", "file_name"),
                  table=("number", "made_on", "kind", "recipient", "period_from", "period_to", "root_hash"),
                  order="-number", search=("recipient", "file_name", "root_hash"),
                  purpose=N_("Packs that were made, with the codes printed on their covers."))


class Explanation(Record):
    """Why something that looks wrong is right, signed and dated, shown to the auditor."""

    rule = Code(N_("Check"), required=True, index=True)
    target = Reference(N_("About"), required=True, index=True)
    reason = LongText(N_("It does not apply because"), required=True)
    author = Text(N_("Author"), required=True)
    date = Date(N_("Date"), required=True)
    sentence = LongText(N_("What was found then"), readonly=True)
    fact = Text(N_("Figure it was given for"), longest=1000, readonly=True,
                help=N_("Where the figure is another one later, the check speaks again."))

    about = About(N_("explanation"), N_("Explanations"), "standards", key=("rule", "date"),
                  table=("date", "rule", "target", "reason", "author"), order="-date", search=("rule", "reason"),
                  details=True, purpose=N_("Findings of the checks that were answered, by whom and why."))
