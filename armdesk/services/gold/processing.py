"""Batches: what went in and is left, what came out, recovery, and mercury against gold with its definition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from armdesk.i18n import N_, _, current
from armdesk.i18n_formats import decimal_text
from armdesk.models import Batch
from armdesk.numbers import FINE_STEPS, fine_steps
from armdesk.services.basis.figure import ask, id_of, steps_as_grams
from armdesk.services.basis.period import Period
from armdesk.store import Store

LOST_PER_GOLD = N_("Mercury lost (put in less recovered) per gram of fine gold")
USED_PER_GOLD = N_("Mercury put in per gram of fine gold, recovered or not")
"""The two definitions: printed beside each ratio, because some sources divide what was used."""


class Hint(str):
    """A sentence beside a field that only helps: nothing is odd."""

    __slots__ = ()


@dataclass(frozen=True)
class BatchBalance:
    """What went into a batch and what came out.

    Units: g of pure gold, t, g/t, %, g of mercury.  expected: gold that went in, by the weights of its inputs, else by
    ore and head grade; None where neither is known.  recovery None where nothing was expected.
    """

    id: str
    code: str
    day: date
    inputs: int
    expected: Decimal | None
    by_grade: bool
    fine: Decimal | None
    tailings: Decimal | None
    ore: Decimal | None
    grade: Decimal | None
    recovery: Decimal | None
    recovery_stated: Decimal | None
    mercury_in: Decimal | None
    mercury_lost: Decimal | None
    lost_per_gold: Decimal | None
    used_per_gold: Decimal | None

    @property
    def too_much(self) -> bool:
        """Whether more gold came out than went in, beyond the rounding of a scale."""
        return bool((self.recovery is not None and self.recovery > Decimal("100.05"))
                    or (self.recovery_stated is not None and self.recovery_stated > 100))

    def sentence(self) -> str:
        """What is wrong with it, for a person."""
        if self.recovery is not None and self.recovery > Decimal("100.05"):
            text = (_("Batch {code} gave {fine} g of fine gold; its ore and head grade hold {expected} g.")
                    if self.by_grade else
                    _("Batch {code} gave {fine} g of fine gold; {expected} g went into it."))
            return text.format(code=self.code, fine=_shown(self.fine), expected=_shown(self.expected))
        return _("Batch {code} states a recovery of {recovery} %; more than everything cannot be won.").format(
            code=self.code, recovery=_shown(self.recovery_stated))


def balances(store: Store, period: Period, only: str = "") -> Iterator[BatchBalance]:
    """The batches of a period, or one of them, in the order of days and numbers."""
    taken = _inputs(store, period)
    for id_, code, day, ore_kg, head, gross, fineness, tail_kg, tail_grade, stated, hg_in, hg_back in ask(
            store, "SELECT id, code, date, ore_kg, head_grade, gross_mg, fineness, tailings_kg, tailings_grade, "
            "recovery, mercury_in_mg, mercury_recovered_mg FROM batch WHERE trashed = 0 AND date BETWEEN ? AND ? "
            "ORDER BY date, code", period.begins, period.ends):
        if only and id_of(id_) != only:
            continue
        count, steps = taken.get(id_of(id_), (0, 0))
        by_grade = not steps
        # t x g/t = g: kg are thousandths of a t, head grades thousandths of a g/t.
        by_ore = Decimal(ore_kg * head).scaleb(-6) if ore_kg and head else None
        expected = steps_as_grams(steps) if steps else by_ore
        fine = steps_as_grams(fine_steps(gross, fineness)) if gross is not None and fineness else None
        tailings = Decimal(tail_kg * tail_grade).scaleb(-6) if tail_kg and tail_grade else None
        ore = Decimal(ore_kg).scaleb(-3) if ore_kg else None
        used = Decimal(hg_in).scaleb(-3) if hg_in is not None else None
        lost = used - Decimal(hg_back or 0).scaleb(-3) if used is not None else None
        yield BatchBalance(
            id_of(id_), code, date.fromisoformat(day), count, expected, by_grade, fine, tailings, ore,
            (fine + (tailings or 0)) / ore if ore and fine is not None else None,
            100 * fine / expected if expected and fine is not None else None,
            Decimal(stated).scaleb(-2) if stated is not None else None, used, lost,
            lost / fine if lost is not None and fine else None, used / fine if used is not None and fine else None)


def _inputs(store: Store, period: Period) -> dict[str, tuple[int, int]]:
    """Inputs of the batches.  Shape: batch -> (number, steps of fine gold)."""
    found: dict[str, tuple[int, int]] = {}
    for batch, taken, gross, fineness in ask(
            store, "SELECT i.batch, i.input_mg, coalesce(p.gross_mg, l.gross_mg), coalesce(p.fineness, l.fineness) "
            "FROM batch b JOIN batch_input i ON i.batch = b.id AND i.trashed = 0 "
            "LEFT JOIN production p ON p.id = i.production LEFT JOIN lot l ON l.id = i.lot "
            "WHERE b.trashed = 0 AND b.date BETWEEN ? AND ?", period.begins, period.ends):
        count, steps = found.get(id_of(batch), (0, 0))
        weight = taken if taken is not None else gross
        more = fine_steps(weight, fineness) if weight is not None and gross is not None and fineness else 0
        found[id_of(batch)] = count + 1, steps + more
    return found


_TAKEN = {
    "production": ("SELECT gross_mg, fineness FROM production WHERE id = ?",
                   ("SELECT coalesce(i.input_mg, p.gross_mg) FROM batch_input i JOIN production p "
                    "ON p.id = i.production WHERE i.trashed = 0 AND i.production = ?"),
                   "SELECT i.input_mg FROM lot_input i WHERE i.trashed = 0 AND i.production = ?"),
    "lot": ("SELECT gross_mg, fineness FROM lot WHERE id = ?",
            ("SELECT coalesce(i.input_mg, l.gross_mg) FROM batch_input i JOIN lot l ON l.id = i.lot "
             "WHERE i.trashed = 0 AND i.lot = ?"),
            "SELECT i.input_mg FROM lot_input i WHERE i.trashed = 0 AND i.input_lot = ?")}
"""Kind -> questions for its own weight, what batches took (gross) and what lots took (fine)."""


def left_of(store: Store, kind: str, id_: str) -> Decimal | None:
    """What is left of a delivery or lot after all batches and lots it went into.  Units: g of gross weight.

    Shape: kind "production" or "lot"; None where it has no weight.
    """
    raw = bytes.fromhex(id_)
    own, into_batches, into_lots = _TAKEN[kind]
    found = ask(store, own, raw)
    if not found or found[0][0] is None:
        return None
    gross, fineness = int(found[0][0]), found[0][1]
    taken = Decimal(sum(row[0] or 0 for row in ask(store, into_batches, raw)))
    for (fine,) in ask(store, into_lots, raw):
        whole = fine is None or not fineness
        taken += gross if whole else Decimal(fine * FINE_STEPS * gross) / fine_steps(gross, fineness)
    return (gross - taken).scaleb(-3)


def caution(store: Store, typed: Batch) -> dict[str, str]:
    """What is odd about a batch that is being typed: field -> sentence."""
    found: dict[str, str] = {}
    if typed.recovery is not None and typed.recovery > 10_000:
        found["recovery"] = _("More than everything cannot be won.")
    if any(getattr(typed, name) for name in Batch.WORST) and not (typed.practice_answer or "").strip():
        found["practice_answer"] = _("This is one of the four worst practices. Say what was done about it.")
    if typed.gross_mg is None or not typed.fineness:
        return found
    fine = steps_as_grams(fine_steps(typed.gross_mg, typed.fineness))
    kept = next(balances(store, Period(typed.date, typed.date), typed.id), None) if typed.id and typed.date else None
    expected = kept.expected if kept and not kept.by_grade else None
    if expected is None and typed.ore_kg and typed.head_grade:
        expected = Decimal(typed.ore_kg * typed.head_grade).scaleb(-6)
    if expected and fine > expected * Decimal("1.0005"):
        found["gross_mg"] = _("{fine} g of fine gold came out, {expected} g went in.").format(
            fine=_shown(fine), expected=_shown(expected))
    elif expected and typed.recovery is None:
        text = _("By the weights it is {recovery} %.")
        found["recovery"] = Hint(text.format(recovery=_shown(100 * fine / expected)))
    lost = (typed.mercury_in_mg or 0) - (typed.mercury_recovered_mg or 0)
    if typed.mercury_in_mg and fine:
        text = _("{ratio} g of mercury lost per g of fine gold (put in less recovered).")
        found["mercury_recovered_mg"] = Hint(text.format(ratio=_shown(Decimal(lost).scaleb(-3) / fine)))
    return found


def _shown(value: Decimal | None) -> str:
    return decimal_text(value or Decimal(0), 2, current())
