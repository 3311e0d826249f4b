"""What is done with lots: made, combined, split, molten, sold, held, frozen and released; each one operation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from armdesk.errors import InvalidRecord
from armdesk.i18n import N_, _
from armdesk.models import Lot, LotInput, Sale, lineage
from armdesk.services.gold import lot_limits
from armdesk.services.gold.lot_codes import parts_of
from armdesk.services.gold.lot_plan import ROUNDING, Judgement, Plan, Take, judge, shares
from armdesk.services.gold.lot_stock import LOT, OF_LOT, Source, sources
from armdesk.store import Store
from armdesk.writer import Writer

TITLES = {
    "production": N_("Lot from deliveries: {made}"), "purchase": N_("Gold bought: {made}"),
    "combination": N_("Lots combined: {sources} → {made}"), "split": N_("Lot split: {sources} → {made}"),
    "processing": N_("Lot from a batch: {sources} → {made}"), "melting": N_("Melted: {sources} → {made}"),
}
_NAMED = 4


def carry_out(store: Store, plan: Plan) -> list[Lot]:
    """Do what a plan says, as one operation that one undo takes back.

    Errors: InvalidRecord with the problems of the judgement, made again inside the operation: nobody can have taken the
    same gold meanwhile.
    """
    found = judge(store, plan)
    if found.problems:
        raise InvalidRecord(found.problems)
    with store.operation(_title(plan, found)) as writer:
        _write(store, writer, plan)
    return plan.lots


def _write(store: Store, writer: Writer, plan: Plan) -> None:
    found = judge(store, plan)
    if found.problems:
        raise InvalidRecord(found.problems)
    for lot in plan.lots:
        lot.created_on = lot.created_on or plan.day
        writer.save(lot)
    _write_inputs(writer, plan, found)
    _use_up(store, writer, found.sources.values())


def _title(plan: Plan, found: Judgement) -> str:
    names = _some([found.sources[take.reference].label for take in plan.takes])
    return _(TITLES[plan.operation]).format(sources=names, made=_some([str(lot.code) for lot in plan.lots]))


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")


def _write_inputs(writer: Writer, plan: Plan, found: Judgement) -> None:
    """A row for each source of each lot; the loss of a lot stands in its first row."""
    takes = [take or 0 for take in found.takes]
    spread = shares(takes, [lot.fine_mg or 0 for lot in plan.lots])
    for lot, weights in zip(plan.lots, spread, strict=True):
        loss = sum(weights) - (lot.fine_mg or 0)
        first = True
        for take, weight in zip(plan.takes, weights, strict=True):
            if not weight and not first:
                continue
            source = found.sources[take.reference]
            reason = (plan.loss_reason.strip() if found.needs_reason else "") or _(ROUNDING)
            writer.save(LotInput(
                lot=lot.id, input_mg=weight, operation=plan.operation, date=plan.day,
                loss_mg=loss if first and loss else None, loss_reason=reason if first and loss else None,
                **{OF_LOT[source.kind]: source.id}))
            first = False


def _use_up(store: Store, writer: Writer, used: Iterable[Source]) -> None:
    """Lots of which nothing is left say so."""
    lots = [source.reference for source in used if source.kind == LOT]
    for source in sources(store, lots).values():
        lot = store.get(Lot, source.id)
        if lot is not None and source.left_mg == 0 and lot.status == "open":
            lot.status = "used"
            writer.save(lot)


# selling


@dataclass
class Selling:
    """What follows from a sale that is being typed.  Units: mg; problems by field of the sale, "lot.0" for a lot."""

    lots: list[Source]
    gross: int = 0
    fine: int = 0
    problems: dict[str, list[str]] = field(default_factory=dict)


def judge_sale(store: Store, sale: Sale, lots: Sequence[str]) -> Selling:
    """Everything that is wrong with selling these lots whole.  Shape: lots are ids."""
    known = sources(store, [f"{LOT}/{id_}" for id_ in lots])
    found = Selling(list(known.values()))
    problems = found.problems
    sale.fill()
    for name, sentences in sale.check().items():
        problems.setdefault(name, []).extend(sentences)
    if not known:
        problems.setdefault("", []).append(_("Choose the lots that are sold."))
    for number, source in enumerate(found.lots):
        _judge_sold(sale, source, number, found)
    if sale.code and store.one(Sale, code=sale.code) is not None:
        problems.setdefault("code", []).append(_("“{value}” is already used by another record.").format(
            value=sale.code))
    if not sale.buyer and not sale.buyer_as_written:
        problems.setdefault("buyer", []).append(_("Say who buys."))
    sentence = lineage.class_text(sale.gold_class, (source.gold_class for source in found.lots))
    if sentence:
        problems.setdefault("gold_class", []).append(sentence)
    most = lot_limits.limit(store, lot_limits.kind_of("split", lot_limits.GAIN), sale.date or date.max) or Decimal(0)
    if sale.gross_mg and found.gross and sale.gross_mg > found.gross * (1 + most / 100):
        problems.setdefault("gross_mg", []).append(
            _("Of these lots {left} g are left; more cannot be sold.").format(left=lineage.grams(found.gross)))
    return found


def _judge_sold(sale: Sale, source: Source, number: int, found: Selling) -> None:
    if source.blocked:
        found.problems.setdefault(f"lot.{number}", []).append(source.blocked)
    elif not source.left_mg:
        found.problems.setdefault(f"lot.{number}", []).append(
            _("Nothing of {name} is left.").format(name=source.label))
    elif source.day and sale.date and sale.date < source.day:
        found.problems.setdefault("date", []).append(lineage.early_text(source.label, source.day))
    found.gross += source.left_gross_mg or 0
    found.fine += source.left_mg or 0


def sell(store: Store, sale: Sale, lots: Sequence[str], *, determined_by: str = "") -> Sale:
    """Sell lots whole, as one operation: the sale, and each lot sold in it.

    Shape: determined_by keeps weight and fineness of the sale as what was determined of its lot, if it is only one.
    Errors: InvalidRecord with the problems of the judgement.
    """
    with store.operation(_("Sale {code}").format(code=sale.code or "")) as writer:
        found = judge_sale(store, sale, lots)
        if found.problems:
            raise InvalidRecord(found.problems)
        _sell(store, writer, sale, lots, determined_by)
    return sale


def _sell(store: Store, writer: Writer, sale: Sale, lots: Sequence[str], determined_by: str) -> None:
    sale.lot = lots[0] if len(lots) == 1 else None
    writer.save(sale)
    for id_ in lots:
        lot = store.get(Lot, id_)
        if lot is None:
            continue
        lot.sale, lot.status = sale.id, "sold"
        if determined_by and len(lots) == 1:
            lot.determined_gross_mg, lot.determined_fineness = sale.gross_mg, sale.fineness
            lot.determined_by, lot.determined_on = determined_by, sale.date
        writer.save(lot)


def part_plan(store: Store, sale: Sale, lot_id: str) -> Plan:
    """Splitting off a lot what a sale takes of it; the rest stays.

    Shape: the part keeps fineness, class and origin of the lot, for nobody weighed anything but the part.
    """
    [code] = parts_of(store, str(lot.code), count=1) if (lot := store.get(Lot, lot_id)) is not None else [""]
    part = Lot(code=code, created_on=sale.date, gross_mg=sale.gross_mg, **({} if lot is None else {
        name: getattr(lot, name) for name in ("fineness", "gold_class", "site", "form", "source_type")}))
    part.fill()
    return Plan("split", sale.date, [Take(f"{LOT}/{lot_id}", part.fine_mg or 0)], [part])


def judge_part(store: Store, sale: Sale, lot_id: str) -> Selling:
    """Everything that is wrong with selling a part of one lot."""
    found = judge_sale(store, sale, [lot_id])
    if sale.gross_mg and sale.gross_mg >= found.gross:
        found.problems.setdefault("gross_mg", []).append(
            _("This is all that is left of the lot; sell it whole."))
    elif sale.gross_mg and sale.date and not found.problems:
        for where, sentences in judge(store, part_plan(store, sale, lot_id)).problems.items():
            name = where.rpartition(".")[2]
            field_name = name if name in ("gross_mg", "fineness", "gold_class") else "date" if where == "day" else ""
            found.problems.setdefault(field_name, []).extend(sentences)
    return found


def sell_part(store: Store, sale: Sale, lot_id: str, *, determined_by: str = "") -> Sale:
    """Split off a lot what is sold and sell it, as one operation; the rest of the lot stays.

    Errors: InvalidRecord with the problems of the judgement.
    """
    with store.operation(_("Sale {code}").format(code=sale.code or "")) as writer:
        problems = judge_part(store, sale, lot_id).problems
        if problems:
            raise InvalidRecord(problems)
        plan = part_plan(store, sale, lot_id)
        _write(store, writer, plan)
        _sell(store, writer, sale, [str(plan.lots[0].id)], determined_by)
    return sale


# holding


def hold(store: Store, lots: Sequence[str], reason: str, day: date, who: str = "", *, freeze: bool = False) -> None:
    """Stop lots: nothing may be taken of them and nobody may sell them until they are released.

    Errors: InvalidRecord for "reason" and "" where a lot is no longer here.
    """
    chosen, problems = _chosen(store, lots), {}
    if not reason.strip():
        problems["reason"] = [_("Say why the lot is on hold.")]
    gone = [str(lot.code) for lot in chosen if lot.status in ("sold", "exported", "used")]
    if gone:
        problems[""] = [_("No longer here: {names}.").format(names=", ".join(gone))]
    if problems:
        raise InvalidRecord(problems)
    text = N_("Frozen: {names}. {reason}") if freeze else N_("On hold: {names}. {reason}")
    with store.operation(_(text).format(names=_codes(chosen), reason=reason.strip())) as writer:
        for lot in chosen:
            lot.status, lot.hold_reason = "frozen" if freeze else "hold", reason.strip()
            lot.held_on, lot.release_by = day, who.strip() or None
            writer.save(lot)


def release(store: Store, lots: Sequence[str], reason: str) -> None:
    """Let lots go again; why stands in the history.  Errors: InvalidRecord for "reason"."""
    if not reason.strip():
        raise InvalidRecord({"reason": [_("Say why the lot may go on its way again.")]})
    chosen = [lot for lot in _chosen(store, lots) if lot.status in lineage.STOPPED]
    known = sources(store, [f"{LOT}/{lot.id}" for lot in chosen])
    title = _("Released: {names}. {reason}").format(names=_codes(chosen), reason=reason.strip())
    with store.operation(title) as writer:
        for lot in chosen:
            source = known[f"{LOT}/{lot.id}"]
            lot.status = "sold" if source.sold else "used" if source.fine_mg and source.left_mg == 0 else "open"
            lot.hold_reason = lot.held_on = lot.release_by = None
            writer.save(lot)


def _chosen(store: Store, lots: Sequence[str]) -> list[Lot]:
    return [lot for id_ in lots if (lot := store.get(Lot, id_)) is not None and not lot.trashed]


def _codes(lots: Sequence[Lot]) -> str:
    return _some([str(lot.code) for lot in lots])
