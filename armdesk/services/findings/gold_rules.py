"""Rules for lots and sales: seals, chains that break, gold that grows, is used twice, or goes before it is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from armdesk.i18n import N_, _, current, ngettext
from armdesk.i18n_formats import decimal_text, scaled_text
from armdesk.models import Lot, choices, lineage
from armdesk.query import Filter, Query
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.findings.finding import Finding, Look, Rule, rule
from armdesk.services.gold import lot_limits, seals

_SHOWN, _MOST = 5, 100


def _in_period(look: Look, column: str) -> str:
    """Condition on a day; both ends are dates of the program itself."""
    return f"{column} BETWEEN '{look.period.begins.isoformat()}' AND '{look.period.ends.isoformat()}'"


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:_SHOWN])
    return shown if len(names) <= _SHOWN else _("{names} and {count} more").format(
        names=shown, count=len(names) - _SHOWN)


@rule(N_("Lots without seal"), "lot")
def without_seal(look: Look) -> Iterator[Finding]:
    """Lots without a seal, in an office that seals its lots."""
    rows = ask(look.store, "SELECT id, code, seal_no FROM lot WHERE trashed = 0 AND coalesce(status, '') <> 'used' "
               f"AND {_in_period(look, 'created_on')} ORDER BY created_on, code")
    bare = [(id_of(raw), str(code)) for raw, code, seal in rows if not seal]
    if bare and len(bare) * 2 < len(rows):
        for id_, code in bare[:_MOST]:
            yield Finding("lot_without_seal", "warn", _("Lot {code} has no seal number.").format(code=code),
                          (f"lot/{id_}",))


@rule(N_("One seal on several lots"), "lot", "custody_transfer")
def same_seal(look: Look) -> Iterator[Finding]:
    """One seal or tag on several lots."""
    for what in (seals.SEAL, seals.TAG):
        for seal, lots in seals.repeated(look.store, what).items():
            if any(not day or date.fromisoformat(day) in look.period for _code, day in lots.values()):
                yield twice(what, seal, {id_: code for id_, (code, _day) in lots.items()})


def twice(what: str, seal: str, lots: Mapping[str, str]) -> Finding:
    """One number on several lots.  Shape: lots maps their ids to their codes."""
    text = (_("Seal {seal} stands on several lots: {names}.") if what == seals.SEAL else
            _("Tag {seal} stands on several lots: {names}."))
    return Finding(f"{what}_twice", "alarm", text.format(seal=seal, names=_some(list(lots.values()))),
                   tuple(f"lot/{id_}" for id_ in lots),
                   facts=tuple(f"{seal}: {', '.join(sorted(lots.values()))}" for _id in lots))


@rule(N_("Numbers of seals"), "lot", "custody_transfer")
def seal_gaps(look: Look) -> Iterator[Finding]:
    """Numbers missing in a row of seals or tags."""
    for what in (seals.SEAL, seals.TAG):
        for each in seals.gaps(look.store, what)[:_MOST]:
            yield gap(each)


def gap(missing: seals.Gap) -> Finding:
    """Numbers that are on no lot."""
    text = ngettext(
        "Seal {prefix}{names} is on no lot and no hand-over. Was it spoilt or lost?",
        "{count} seals, {prefix}{names}, are on no lot and no hand-over. Were they spoilt or lost?",
        missing.count) if missing.what == seals.SEAL else ngettext(
        "Tag {prefix}{names} is on no lot. Was it spoilt or lost?",
        "{count} tags, {prefix}{names}, are on no lot. Were they spoilt or lost?", missing.count)
    return Finding(f"{missing.what}_gap", "note", text.format(
        count=missing.count, prefix=missing.prefix, names=missing.names), (missing.reference,),
        facts=(missing.reference,),
        rows=Query(Lot, filters=(Filter("seal_no" if missing.what == seals.SEAL else "tag_id", "filled"),)))


@rule(N_("Assays far apart"), "assay", "lot", "rate")
def assays_apart(look: Look) -> Iterator[Finding]:
    """Own and buyer's assays of a lot further apart than the methods usually are."""
    kinds = {method: lot_limits.limit(look.store, f"{lot_limits.ASSAY}_{method}", look.period.ends)
             for method in choices.ASSAY_METHOD}
    for raw, code, own, own_method, theirs, method in ask(
            look.store, "SELECT l.id, l.code, o.fineness, o.method, b.fineness, b.method FROM assay b "
            "JOIN assay o ON o.lot = b.lot JOIN lot l ON l.id = b.lot WHERE b.trashed = 0 AND o.trashed = 0 "
            f"AND l.trashed = 0 AND b.party <> 'own' AND o.party = 'own' AND {_in_period(look, 'b.date')} "
            "ORDER BY l.code, b.date"):
        limits = [kinds.get(each) for each in (own_method, method)]
        known = [each for each in limits if each is not None]
        if len(known) == len(limits) and abs(Decimal(own - theirs)) / 10 > max(known):
            yield Finding("assays_apart", "warn", _(
                "Lot {code}: our assay says {own} ‰, the other {theirs} ‰; usually they differ by {limit} ‰ at most."
                ).format(code=code, own=_tenths(own), theirs=_tenths(theirs),
                         limit=decimal_text(max(known).normalize(), None, current())), (f"lot/{id_of(raw)}",))


def _tenths(value: int) -> str:
    return scaled_text(value, 1, current())


_LOT_AND_SALE = ("(SELECT id AS lot, sale FROM lot WHERE trashed = 0 AND sale IS NOT NULL UNION "
                 "SELECT lot, id FROM sale WHERE trashed = 0 AND lot IS NOT NULL) x")
_SEVERAL = f"x.lot IN (SELECT x.lot FROM {_LOT_AND_SALE} GROUP BY x.lot HAVING count(*) > 1)"
_SOLD = (f"FROM {_LOT_AND_SALE} "
         f"JOIN sale s ON s.id = x.sale JOIN lot l ON l.id = x.lot WHERE {lineage.stands('s')} AND l.trashed = 0 ")
"""Sales with their lots, whichever of the two names the other; counter-entries and what they took back left out."""


@rule(N_("Lots sold twice"), "lot", "sale")
def sold_twice(look: Look) -> Iterator[Finding]:
    """Lots that stand in more than one sale."""
    sales: dict[str, dict[str, str]] = defaultdict(dict)
    codes: dict[str, str] = {}
    for lot, code, sale, name in ask(
            look.store, f"SELECT l.id, l.code, s.id, s.code {_SOLD} AND {_SEVERAL} ORDER BY l.code, s.code"):
        sales[id_of(lot)][id_of(sale)] = str(name)
        codes[id_of(lot)] = str(code)
    for lot, found in sales.items():
        if len(found) > 1:
            yield Finding("lot_sold_twice", "alarm", _("Lot {code} stands in several sales: {names}.").format(
                code=codes[lot], names=_some(list(found.values()))), (f"lot/{lot}", *(f"sale/{id_}" for id_ in found)))


@rule(N_("Sold or used before it was there"), "lot", "lot_input", "sale")
def before_it_was_there(look: Look) -> Iterator[Finding]:
    """Lots sold, or made part of others, before the day they were made."""
    for sale, name, day, lot, code, made in ask(
            look.store, f"SELECT s.id, s.code, s.date, l.id, l.code, l.created_on {_SOLD} AND s.date < l.created_on "
            f"AND {_in_period(look, 's.date')} GROUP BY s.id, l.id ORDER BY s.date, s.code LIMIT {_MOST}"):
        yield Finding("sale_before_lot", "alarm", _(
            "Sale {sale} of {day} sells lot {code}, which was made on {made} only.").format(
            sale=name, day=day, code=code, made=made), (f"sale/{id_of(sale)}", f"lot/{id_of(lot)}"))
    for lot, code, day, source, name, made in ask(
            look.store, "SELECT l.id, l.code, coalesce(i.date, l.created_on), p.id, p.code, p.created_on "
            "FROM lot_input i JOIN lot l ON l.id = i.lot JOIN lot p ON p.id = i.input_lot WHERE i.trashed = 0 "
            f"AND coalesce(i.date, l.created_on) < p.created_on ORDER BY l.code LIMIT {_MOST}"):
        yield Finding("used_before_made", "alarm", _(
            "Lot {code} of {day} was made of lot {source}, which was made on {made} only.").format(
            code=code, day=day, source=name, made=made), (f"lot/{id_of(lot)}", f"lot/{id_of(source)}"))


@rule(N_("Gold that grew"), "lot", "lot_input", "rate")
def grown(look: Look) -> Iterator[Finding]:
    """Lots that hold more fine gold than went into them, beyond rounding or beyond what the office's limit allows."""
    rows = ask(look.store, "SELECT l.id, l.code, l.fine_mg, l.created_on, count(*), sum(i.input_mg), "
               "sum(coalesce(i.loss_mg, 0)), sum(i.input_mg IS NULL), min(i.operation) FROM lot l JOIN lot_input i "
               "ON i.lot = l.id WHERE l.trashed = 0 AND i.trashed = 0 AND l.fine_mg IS NOT NULL GROUP BY l.id "
               "HAVING l.fine_mg > sum(i.input_mg) + count(*) + 1 + coalesce(l.gross_mg, 0) / 20000 "
               "ORDER BY l.code")
    for raw, code, fine, day, _count, taken, _loss, unknown, operation in rows[:_MOST]:
        if unknown:
            continue
        gain = int(fine) - int(taken or 0)
        limit = _limit(look, str(operation), lot_limits.GAIN, day)
        explained = int(_loss) < 0 and limit is not None and taken and Decimal(100 * gain) / int(taken) <= limit
        if not explained:
            yield Finding("lot_grown", "alarm", _(
                "Lot {code} holds {gain} g more fine gold than went into it.").format(
                code=code, gain=lineage.grams(gain)), (f"lot/{id_of(raw)}",))


def _limit(look: Look, operation: str, way: str, day: Any) -> Decimal | None:
    return lot_limits.limit(look.store, lot_limits.kind_of(operation, way),
                            date.fromisoformat(day) if day else look.today)


@rule(N_("More used than there was"), "lot", "lot_input", "batch", "batch_input", "production")
def overtaken(look: Look) -> Iterator[Finding]:
    """Lots, batches and deliveries of which more was used than there was."""
    names = {"lot": "x.code", "batch": "x.code", "production": "coalesce(x.receipt_no, x.date)"}
    for kind, name in names.items():
        for raw, code, fine, taken in ask(
                look.store, f"WITH taken (id, mg) AS ({lineage.all_taken(kind)}) SELECT x.id, {name}, x.fine_mg, "
                f"sum(taken.mg) FROM taken JOIN {kind} x ON x.id = taken.id WHERE x.fine_mg IS NOT NULL "
                f"GROUP BY x.id HAVING sum(taken.mg) > x.fine_mg ORDER BY 2 LIMIT {_MOST}"):
            yield Finding("overtaken", "alarm", lineage.overtaken_text(str(code), int(taken) - int(fine)),
                          (f"{kind}/{id_of(raw)}",))


@rule(N_("Lots and what is left of them"), "lot", "lot_input", "batch_input")
def status_apart(look: Look) -> Iterator[Finding]:
    """Lots that say they are used up while something is left, or that are open while nothing is."""
    rows = ask(look.store, "SELECT id, code, status, fine_mg FROM lot WHERE trashed = 0 AND fine_mg > 0 "
               "AND sale IS NULL AND status IN ('open', 'used') ORDER BY code")
    gone = lineage.taken(lambda question, values: ask(look.store, question, *values), "lot",
                         (bytes(raw) for raw, *_rest in rows))
    for raw, code, status, fine in rows:
        left = int(fine) - gone.get(bytes(raw), 0)
        if status == "used" and left > 0:
            yield Finding("lot_status", "note", _("Lot {code} says it is used up, but {left} g fine are left.").format(
                code=code, left=lineage.grams(left)), (f"lot/{id_of(raw)}",))
        elif status == "open" and left == 0:
            yield Finding("lot_status", "note", _("Nothing of lot {code} is left, but its status is open.").format(
                code=code), (f"lot/{id_of(raw)}",))


@rule(N_("Lots that cannot be walked back"), "lot", "lot_input", "sale")
def broken_chain(look: Look) -> Iterator[Finding]:
    """Lots sold in the period that cannot be walked back: nobody noted what they were made of."""
    rows = ask(look.store, "SELECT l.id, l.code, EXISTS (SELECT 1 FROM lot_input i WHERE i.trashed = 0 "
               f"AND i.lot = l.id) {_SOLD} AND {_in_period(look, 's.date')} GROUP BY l.id ORDER BY l.code")
    broken = [(id_of(raw), str(code)) for raw, code, known in rows if not known]
    if not broken:
        return
    if len(broken) == len(rows):
        yield Finding("chain_broken", "warn", ngettext(
            "The one lot sold names nothing it was made of: no sale can be walked back to its shifts.",
            "None of the {count} lots sold names what it was made of: no sale can be walked back to its shifts.",
            len(broken)).format(count=len(broken)), tuple(f"lot/{id_}" for id_, _code in broken))
        return
    for id_, code in broken[:_MOST]:
        yield Finding("chain_broken", "alarm", _(
            "Lot {code} was sold but has no inputs: its chain cannot be walked back.").format(code=code),
            (f"lot/{id_}",))


@rule(N_("Lots used while on hold"), "lot", "lot_input", "sale")
def used_on_hold(look: Look) -> Iterator[Finding]:
    """Lots on hold or frozen that were sold or used all the same."""
    for raw, code, sale in ask(look.store, f"SELECT l.id, l.code, s.code {_SOLD} AND l.status IN ('hold', 'frozen') "
                               "GROUP BY l.id ORDER BY l.code"):
        yield Finding("used_on_hold", "alarm", _("Lot {code} is on hold but stands in sale {sale}.").format(
            code=code, sale=sale), (f"lot/{id_of(raw)}",))
    for raw, code, name in ask(look.store, "SELECT p.id, p.code, l.code FROM lot_input i JOIN lot p "
                               "ON p.id = i.input_lot JOIN lot l ON l.id = i.lot WHERE i.trashed = 0 AND p.status IN "
                               "('hold', 'frozen') AND p.held_on IS NOT NULL AND coalesce(i.date, l.created_on) > "
                               "p.held_on GROUP BY p.id ORDER BY p.code"):
        yield Finding("used_on_hold", "alarm", _("Lot {code} was made part of {name} while it was on hold.").format(
            code=code, name=name), (f"lot/{id_of(raw)}",))


@rule(N_("Classes of gold"), "lot", "lot_input", "sale")
def mixed_classes(look: Look) -> Iterator[Finding]:
    """Lots and sales that claim more than what they were made of."""
    made: dict[tuple[str, str, Any], list[Any]] = defaultdict(list)
    for raw, code, result, source in ask(
            look.store, "SELECT l.id, l.code, l.gold_class, p.gold_class FROM lot_input i JOIN lot l ON l.id = i.lot "
            "JOIN lot p ON p.id = i.input_lot WHERE i.trashed = 0 AND l.trashed = 0 AND l.gold_class IN "
            "('certified', 'ecological') ORDER BY l.code"):
        made[f"lot/{id_of(raw)}", str(code), result].append(source)
    for raw, code, result, source in ask(
            look.store, f"SELECT s.id, s.code, s.gold_class, l.gold_class {_SOLD} AND s.gold_class IN "
            f"('certified', 'ecological') AND {_in_period(look, 's.date')} ORDER BY s.code"):
        made[f"sale/{id_of(raw)}", str(code), result].append(source)
    for (reference, code, result), found in made.items():
        reason = lineage.class_text(result, found)
        if reason:
            text = _("The class of {code} is more than its gold allows. {reason}")
            yield Finding("classes_mixed", "alarm", text.format(code=code, reason=reason), (reference,))


GOLD_RULES: dict[str, Rule] = {
    "lot_without_seal": without_seal, "seal_twice": same_seal, "seal_gap": seal_gaps, "assays_apart": assays_apart,
    "lot_sold_twice": sold_twice,
    "sale_before_lot": before_it_was_there, "lot_grown": grown, "overtaken": overtaken, "lot_status": status_apart,
    "chain_broken": broken_chain,
    "used_on_hold": used_on_hold, "classes_mixed": mixed_classes,
}
"""Rules of lots and sales by their names."""
