"""Rules on the way of gold and of permits: hand-overs, numbers of sales and lots, use and sale without a permit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from armdesk.fields import fold
from armdesk.i18n import N_, _, current
from armdesk.i18n_formats import decimal_text
from armdesk.services.basis.figure import ask, grams, id_of
from armdesk.services.basis.limits import Limits
from armdesk.services.basis.numbering import split
from armdesk.services.findings.finding import Finding, Look, Rule, rule
from armdesk.services.findings.import_rules import refused_numbers

HANDED_LESS = "handed_over_apart"
"""Kind of the rate: percent that the weight may differ between giver and receiver."""
_MOST, _LEAST, _MOST_GAPS, _WIDEST = 50, 10, 5, 20
"""Findings of a kind; numbers that make a series; gaps of a series whose numbers all stand; numbers of one gap."""


@rule(N_("Hand-overs of lots"), "custody_transfer", "lot", "rate", "organisation")
def hand_overs(look: Look) -> Iterator[Finding]:
    """Lots handed over before they were made, with broken or other seals, heavier or lighter, or by somebody else."""
    most = Limits(look.store).value(HANDED_LESS, look.period.ends)
    by_lot: dict[Any, list[tuple[Any, ...]]] = defaultdict(list)
    for row in ask(look.store, "SELECT l.id, c.id, l.code, l.created_on, l.seal_no, c.sequence, c.date, c.from_party, "
                   "c.to_party, c.gross_from_mg, c.gross_to_mg, c.seal_no, c.seal_intact FROM custody_transfer c "
                   "JOIN lot l ON l.id = c.lot WHERE c.trashed = 0 AND l.trashed = 0 "
                   "ORDER BY l.code, coalesce(c.sequence, 0), c.date, c.id"):
        by_lot[row[0]].append(row)
    for steps in by_lot.values():
        told: set[str] = set()
        for step in steps:
            for finding in _of_step(step, most):
                if finding.rule != "handed_over_early" or finding.rule not in told:  # once for a lot
                    yield finding
                told.add(finding.rule)
        for before, after in pairwise(steps):
            yield from _between(before, after)


def _of_step(step: tuple[Any, ...], most: Decimal | None) -> Iterator[Finding]:
    lot, raw, code, made, seal, _sequence, day, _giver, _taker, given, taken, shown, intact = step
    where = (f"custody_transfer/{id_of(raw)}", f"lot/{id_of(lot)}")
    if made and day and day < made:
        yield Finding("handed_over_early", "alarm", _(
            "Lot {code} was handed over on {day}, but made on {made} only.").format(code=code, day=day, made=made),
            where, facts=(f"{day} {made}",) * 2)
    if intact == 0:
        yield Finding("seal_broken", "alarm", _("The seal of lot {code} was not intact on {day}.").format(
            code=code, day=day), where, facts=(f"{day} broken",) * 2)
    if shown and seal and shown != seal:
        yield Finding("seal_other", "warn", _(
            "Lot {code} bears the seal {seal}, but was handed over on {day} with the seal {other}.").format(
            code=code, seal=seal, day=day, other=shown), where, facts=(f"{seal} {shown}",) * 2)
    if most is not None and given and taken and 100 * abs(given - taken) > most * given:
        yield Finding("handed_over_apart", "alarm" if taken > given else "warn", _(
            "Lot {code}: {given} g were given on {day} and {taken} g received.").format(
            code=code, given=_grams(given), day=day, taken=_grams(taken)), where, facts=(f"{given} {taken}",) * 2)


def _between(before: tuple[Any, ...], after: tuple[Any, ...]) -> Iterator[Finding]:
    where = (f"custody_transfer/{id_of(before[1])}", f"custody_transfer/{id_of(after[1])}")
    code, day, later = before[2], before[6], after[6]
    if day and later and later < day:
        yield Finding("custody_order", "warn", _(
            "Lot {code}: the hand-over of {later} follows that of {day} in its numbers.").format(
            code=code, later=later, day=day), where, facts=(f"{day} {later}",) * 2)
    taker, giver = before[8], after[7]
    if taker and giver and fold(str(taker)) != fold(str(giver)):
        yield Finding("custody_gap", "warn", _(
            "Lot {code} was given to {taker} on {day}; the next hand-over on {later} is by {giver}.").format(
            code=code, taker=taker, day=day, later=later, giver=giver), where, facts=(f"{taker} {giver}",) * 2)


@rule(N_("Numbers of sales"), "sale", "import_run")
def sale_numbers(look: Look) -> Iterator[Finding]:
    """Numbers of sales missing in their row."""
    rows = ask(look.store, "SELECT id, code, date FROM sale WHERE code <> '' ORDER BY date, id")
    yield from _gaps(look, "sale", rows, _("Sale {names} is missing, between {before} and {after}."))


@rule(N_("Numbers of lots"), "lot", "import_run")
def lot_numbers(look: Look) -> Iterator[Finding]:
    """Numbers of lots missing in their row."""
    rows = ask(look.store, "SELECT id, code, created_on FROM lot WHERE code <> '' ORDER BY created_on, id")
    yield from _gaps(look, "lot", rows, _("Lot {names} is missing, between {before} and {after}."))


def _gaps(look: Look, kind: str, rows: Iterable[tuple[Any, ...]], text: str) -> Iterator[Finding]:
    """Gaps in each row of numbers that is else whole; one in the trash is annulled, not missing."""
    series: dict[tuple[str, str, int], dict[int, tuple[str, str, str]]] = defaultdict(dict)
    for raw, code, day in rows:
        head, digits, tail = _parts(str(code))
        if digits and len(digits) <= 9:
            series[head, tail, len(digits)].setdefault(int(digits), (id_of(raw), str(code), str(day or "")))
    refused = refused_numbers(look.store)
    for (head, tail, width), found in series.items():
        numbers = sorted(found)
        gaps = [(one, other) for one, other in pairwise(numbers) if other - one > 1]
        if len(numbers) < _LEAST or len(gaps) > _MOST_GAPS or any(other - one > _WIDEST for one, other in gaps):
            continue  # nobody counts these without gaps
        for one, other in gaps:
            names = [f"{head}{number:0{width}d}{tail}" for number in range(one + 1, other)]
            if refused.issuperset(names) or not _touches(look, found[one][2], found[other][2]):
                continue
            shown = names[0] if len(names) == 1 else f"{names[0]} – {names[-1]}"
            yield Finding(f"{kind}_gap", "warn", text.format(names=shown, before=found[one][1], after=found[other][1]),
                          (f"{kind}/{found[one][0]}", f"{kind}/{found[other][0]}"), facts=(shown, shown))


def _parts(code: str) -> tuple[str, str, str]:
    """A number with what stands before and behind it: "B-16/25" -> ("B-", "16", "/25")."""
    head, slash, tail = code.partition("/")
    if slash and tail.isdecimal() and len(tail) in (2, 4):
        parts = split(head)
        if parts:
            return parts[0], parts[1], f"/{tail}"
    parts = split(code)
    return (parts[0], parts[1], "") if parts else ("", "", "")


def _touches(look: Look, *days: str) -> bool:
    return any(look.period.begins.isoformat() <= day <= look.period.ends.isoformat() for day in days)


_MOVED = ("SELECT id, date FROM reagent_movement WHERE trashed = 0 AND item = ? AND kind IN ('in', 'use') "
          "AND date BETWEEN ? AND ? ORDER BY date, id")
_SALES = ("SELECT id, date FROM sale WHERE trashed = 0 AND corrects IS NULL AND ? <> '' AND date BETWEEN ? AND ? "
          "ORDER BY date, id")
_USES: Sequence[tuple[str, str, str, str]] = (
    ("explosives", "reagent_movement", _MOVED,
     N_("Movements of explosives after the permit for explosives had ended: {count}, the first on {day}.")),
    ("mercury", "reagent_movement", _MOVED,
     N_("Movements of mercury after the permit for mercury had ended: {count}, the first on {day}.")),
    ("trader", "sale", _SALES,
     N_("Sales after our registration as a trader had ended: {count}, the first on {day}.")),
)
"""Kind of permit, register of what it allows, question for its entries, and the sentence."""


@rule(N_("Done without a permit"), "permit", "reagent_movement", "sale")
def without_permit(look: Look) -> Iterator[Finding]:
    """Explosives and mercury moved, and gold sold, on days on which the permit the office has for it did not hold.

    Where no permit of the kind is noted at all, or only one that was granted later, nothing is said: offices seldom
    note the papers of years ago.
    """
    spans: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for kind, begins, ends in ask(look.store, "SELECT kind, granted_on, expires_on FROM permit WHERE trashed = 0 "
                                  "AND kind IN ('explosives', 'mercury', 'trader')"):
        spans[str(kind)].append((begins or "", ends or "9999"))
    for kind, register, question, text in _USES:
        held = spans.get(kind)
        if not held:
            continue
        bare = [(id_of(raw), day) for raw, day in ask(look.store, question, kind, look.period.begins, look.period.ends)
                if any(ends < day for _begins, ends in held)
                and not any(begins <= day <= ends for begins, ends in held)]
        if bare:
            yield Finding(f"without_permit_{kind}", "alarm", _(text).format(
                count=len(bare), day=bare[0][1]), tuple(f"{register}/{id_}" for id_, _day in bare[:_MOST]),
                facts=tuple(day for _id, day in bare[:_MOST]))


def _grams(milligrams: int) -> str:
    return decimal_text(grams(milligrams), 3, current())


WAY_RULES: dict[str, Rule] = {"hand_overs": hand_overs, "sale_numbers": sale_numbers, "lot_numbers": lot_numbers,
                              "without_permit": without_permit}
"""Rules on the way of gold by name."""
