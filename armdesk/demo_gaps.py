"""What is deliberately wrong in the demonstration cooperative, so that the checks have something to find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from armdesk.demo import accounts, answers, gold, governance, life, mining, money, people, plant, rounds, safety, sales
from armdesk.i18n import N_


@dataclass(frozen=True)
class Gap:
    """One thing that does not fit.

    Shape: what is a sentence to translate; where maps a record type to the numbers, codes or titles concerned, or
    "month" and "day" to a time when no single record is at fault.
    """

    key: str
    what: str
    where: Mapping[str, tuple[str, ...]]


GAPS: tuple[Gap, ...] = (
    Gap("permit-expired", N_("A permit has expired and was not renewed."), {"permit": ("PER-04",)}),
    Gap("age-proof-missing", N_("People work with no proof of their age."), {"person": people.NO_AGE_PROOF}),
    Gap("minor-underground", N_("A person under 18 belongs to an underground crew."), {"person": (people.MINOR,)}),
    Gap("identity-shared", N_("Two people have the same identity number."), {"person": people.TWINS}),
    Gap("paid-before-joining", N_("A person was paid before joining."), {"person": (people.PAID_EARLY,)}),
    Gap("sold-over-stock", N_("More gold was sold than there was."), {"month": (sales.OVERSOLD_MONTH,)}),
    Gap("receipt-gap", N_("Numbers are missing in the row of receipts."),
        {"payment": tuple(f"RP-{number:05d}" for number in money.MISSING_RECEIPTS)}),
    Gap("cash-over-limit", N_("A payment in cash is above the limit and gives no reason."),
        {"payment": (money.BIG_CASH_RECEIPT,)}),
    Gap("advance-open-long", N_("Advances have been open for longer than the cooperative allows."),
        {"advance": accounts.OPEN_ADVANCES}),
    Gap("lot-without-seal", N_("A lot was sold without a seal."), {"lot": (gold.NO_SEAL_LOT,)}),
    Gap("buyer-unchecked", N_("Gold was sold to a buyer who was never checked."),
        {"party": ("COM-04",), "sale": sales.UNCHECKED_BUYER_SALES}),
    Gap("price-below-floor", N_("A sale was paid below the cooperative's lowest price."),
        {"sale": (sales.LOW_PRICE_SALE,)}),
    Gap("royalty-without-receipt", N_("The royalty of a sale has no receipt."), {"sale": (sales.NO_RECEIPT_SALE,)}),
    Gap("assays-apart", N_("Our assay and the buyer's differ too much."), {"lot": (gold.ASSAY_APART_LOT,)}),
    Gap("delivery-too-large", N_("A crew delivered more gold in a day than is plausible."),
        {"day": (mining.OUTLIER_DAY.isoformat(),), "crew": (mining.OUTLIER_CREW,)}),
    Gap("burnt-without-retort", N_("Amalgam was burnt without a retort."), {"batch": (plant.NO_RETORT_BATCH,)}),
    Gap("explosives-short", N_("Fewer explosives were counted than the book says."),
        {"day": (plant.SHORT_COUNT_DAY.isoformat(),)}),
    Gap("photo-reused", N_("One photo proves two courses."), {"document": safety.TWIN_PHOTOS}),
    Gap("certificate-too-early", N_("A certificate is older than its course."),
        {"training": (safety.EARLY_CERTIFICATE,)}),
    Gap("training-lapsed", N_("A course has lapsed and was not repeated."), {"training": (safety.LAPSED_COURSE,)}),
    Gap("helmet-missing", N_("People underground never received a helmet."), {"person": safety.NO_HELMET}),
    Gap("statement-contradicted", N_("A statement says more than the registers show."),
        {"answer": (answers.WRONG_STATEMENT,)}),
    Gap("accident-unreported", N_("An accident with lost time was neither reported nor investigated."),
        {"incident": (safety.UNREPORTED_INCIDENT,)}),
    Gap("grievance-unanswered", N_("A grievance has had no answer for months."),
        {"grievance": (safety.OPEN_GRIEVANCE,)}),
    Gap("no-quorum", N_("An assembly decided without a quorum."), {"meeting": (life.NO_QUORUM_MEETING,)}),
    Gap("mandate-lapsed", N_("A committee's term is over and nobody was elected since."),
        {"organ": (governance.LAPSED_ORGAN,)}),
    Gap("agreement-late", N_("An organisation is late with what it promised in the joint action plan."),
        {"agreement": (governance.LATE_AGREEMENT,)}),
    Gap("action-overdue", N_("Actions are past their date."), {"action": life.OVERDUE_ACTIONS}),
    Gap("extinguisher-expired", N_("An extinguisher expired and is still in its place."),
        {"equipment": (rounds.EXPIRED_KIT,)}),
    Gap("paper-missing", N_("A paper was promised and is not here."), {"document": (life.UNSEEN_PAPER,)}),
)
