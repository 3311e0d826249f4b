"""Judges what somebody is about to do with gold, before it is done: what goes in, what comes out, what is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from armdesk.i18n import N_, _, current
from armdesk.i18n_formats import decimal_text
from armdesk.models import Lot, lineage
from armdesk.services.gold import lot_limits
from armdesk.services.gold.lot_stock import BATCH, DELIVERY, LOT, OF_LOT, PARTY, Source, sources
from armdesk.store import Store

MADE_OF: Mapping[str, tuple[str, ...]] = {
    "production": (DELIVERY,), "purchase": (PARTY,), "combination": (LOT,), "split": (LOT,), "processing": (BATCH,),
    "melting": (LOT, BATCH, DELIVERY),
}
"""What each operation takes.  Source: originating operations of the ICGLR data sharing protocol, MD.12."""
ROUNDING = N_("Rounding of the weights")


@dataclass
class Take:
    """What is taken of one source.  Units: mg of fine gold; None means all that is left."""

    reference: str
    fine_mg: int | None = None


@dataclass
class Plan:
    """One operation as it is being typed.

    Shape: operation is a key of MADE_OF; lots are new records, not saved yet; loss_reason says where gold went, or why
    more came out than went in.
    """

    operation: str
    day: date | None = None
    takes: list[Take] = field(default_factory=list)
    lots: list[Lot] = field(default_factory=list)
    loss_reason: str = ""


@dataclass
class Judgement:
    """What follows from a plan.

    Shape: problems maps "day", "loss_reason", "take.0", "lot.0.gross_mg" or "" to sentences; warnings do not stop it;
    takes are the weights in the order of the plan, None where one is not known.  Units: mg of fine gold, share in %.
    """

    sources: dict[str, Source]
    takes: list[int | None]
    into: int = 0
    out: int = 0
    share: Decimal = Decimal(0)
    limit: Decimal | None = None
    needs_reason: bool = False
    problems: dict[str, list[str]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    @property
    def loss(self) -> int:
        """What did not come out again; below zero more came out than went in."""
        return self.into - self.out

    def say(self, where: str, sentence: str) -> None:
        """Note a problem, each sentence once."""
        kept = self.problems.setdefault(where, [])
        if sentence not in kept:
            kept.append(sentence)


def judge(store: Store, plan: Plan) -> Judgement:
    """Everything that is wrong with a plan, and its weights as far as they are known."""
    found = Judgement(sources(store, (each.reference for each in plan.takes)), [])
    _judge_takes(plan, found)
    _judge_lots(store, plan, found)
    if plan.day is None:
        found.say("day", _("“{field}” is needed.").format(field=_("Date")))
    known = all(each is not None for each in found.takes) and all(lot.fine_mg is not None for lot in plan.lots)
    if known and found.takes and plan.lots:
        _judge_balance(store, plan, found)
    return found


def _judge_takes(plan: Plan, found: Judgement) -> None:
    if not plan.takes:
        found.say("", _("Choose what the lot is made of."))
    if plan.operation == "combination" and len(plan.takes) == 1:
        found.say("", _("One lot alone cannot be combined; choose another."))
    if plan.operation == "split" and len(plan.takes) > 1:
        found.say("", _("One lot at a time can be split."))
    seen: set[str] = set()
    for number, take in enumerate(plan.takes):
        where, source = f"take.{number}", found.sources.get(take.reference)
        if source is None or source.kind not in MADE_OF[plan.operation]:
            found.say(where, _("This cannot be taken here."))
            found.takes.append(None)
            continue
        if take.reference in seen:
            found.say(where, _("{name} stands here twice.").format(name=source.label))
        seen.add(take.reference)
        found.takes.append(source.left_mg if take.fine_mg is None else take.fine_mg)
        _judge_weight(source, found.takes[-1], where, found)
        if source.day and plan.day and plan.day < source.day:
            found.say("day", _early(source))
    found.into = sum(each or 0 for each in found.takes)


def _judge_weight(source: Source, weight: int | None, where: str, found: Judgement) -> None:
    left = source.left_mg or 0
    if source.blocked:
        found.say(where, source.blocked)
    elif source.kind == PARTY:
        if not weight or weight < 0:
            found.say(where, _("Say how much fine gold was bought."))
    elif not left:
        found.say(where, _("Nothing of {name} is left.").format(name=source.label))
    elif weight is not None and weight <= 0:
        found.say(where, _("Take more than nothing, or leave {name} out.").format(name=source.label))
    elif weight is not None and weight > left:
        found.say(where, _("Only {left} g of fine gold of {name} are left.").format(
            left=lineage.grams(left), name=source.label))


def _early(source: Source) -> str:
    if source.kind == LOT:
        return lineage.early_text(source.label, source.day)
    return _("{name} is of {day}; what is made of it cannot be earlier.").format(name=source.label, day=source.day)


def _judge_lots(store: Store, plan: Plan, found: Judgement) -> None:
    if not plan.lots:
        found.say("", _("Describe the new lot."))
    classes = [source.gold_class for source in found.sources.values() if source.kind == LOT]
    codes: set[str] = set()
    for number, lot in enumerate(plan.lots):
        lot.fill()
        for name, sentences in lot.check().items():
            for sentence in sentences:
                found.say(f"lot.{number}.{name}", sentence)
        for name in ("gross_mg", "fineness"):
            if not getattr(lot, name):
                found.say(f"lot.{number}.{name}", _("“{field}” is needed.").format(field=_(lot.field(name).label)))
        if lot.code and (lot.code in codes or store.one(Lot, code=lot.code) is not None):
            found.say(f"lot.{number}.code", _("“{value}” is already used by another record.").format(value=lot.code))
        codes.add(lot.code or "")
        sentence = lineage.class_text(lot.gold_class, classes)
        if sentence:
            found.say(f"lot.{number}.gold_class", sentence)
    found.out = sum(lot.fine_mg or 0 for lot in plan.lots)


def _judge_balance(store: Store, plan: Plan, found: Judgement) -> None:
    """Compare what comes out with what goes in, beyond what is nothing but rounding."""
    rounding = lineage.rounding_mg(len(plan.takes) + len(plan.lots), sum(lot.gross_mg or 0 for lot in plan.lots))
    if not found.into or abs(found.loss) <= rounding:
        return
    found.needs_reason = True
    found.share = Decimal(100 * abs(found.loss)) / found.into
    way = lot_limits.LOSS if found.loss > 0 else lot_limits.GAIN
    found.limit = lot_limits.limit(store, lot_limits.kind_of(plan.operation, way), plan.day or date.max)
    shares = {"weight": lineage.grams(abs(found.loss)), "share": _percent(found.share),
              "limit": _percent(found.limit) if found.limit is not None else ""}
    last = f"lot.{len(plan.lots) - 1}.gross_mg"
    if way == lot_limits.GAIN and found.limit is None:
        found.say(last, _("{weight} g more fine gold would come out than went in, and the office has no limit for such "
                          "a gain. Check the weights, or write the limit first.").format(**shares))
    elif way == lot_limits.GAIN and found.limit is not None and found.share > found.limit:
        found.say(last, _("{weight} g more fine gold would come out than went in ({share} %, at most {limit} % can be "
                          "explained). Check weights and fineness.").format(**shares))
    elif way == lot_limits.LOSS and found.limit is not None and found.share > found.limit:
        found.warnings.append(_("The loss of {share} % is above the usual {limit} %; an auditor will ask why.").format(
            **shares))
    if not plan.loss_reason.strip():
        found.say("loss_reason", _("Say where {weight} g of fine gold went.").format(**shares)
                  if way == lot_limits.LOSS else _("Say why {weight} g more came out than went in.").format(**shares))


def _percent(share: Decimal) -> str:
    return decimal_text(share, 2 if share < 10 else 1, current())


def shares(takes: list[int], lots: list[int]) -> list[list[int]]:
    """How each weight taken is spread over the new lots in proportion to their fine gold, to the milligram.

    Shape: one list for each lot, with a weight for each take; what is spread adds up exactly.
    """
    total, spread, before = sum(lots), [], 0
    for fine in lots:
        after = before + fine
        spread.append([take * after // total - take * before // total for take in takes])
        before = after
    return spread


__all__ = ["MADE_OF", "OF_LOT", "ROUNDING", "Judgement", "Plan", "Take", "judge", "shares"]
