"""Rules over the ways of the gold: nothing is its own ancestor, no gram is used twice, classes are kept apart.

They are asked of all records that one operation wrote, when it ends; questions are in portable SQL.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from armdesk.fine_sql import fine_mg
from armdesk.i18n import _, current
from armdesk.i18n_formats import scaled_text
from armdesk.record import Ask, Written

Problems = dict[str, list[str]]
STOPPED = ("hold", "frozen")
CLASS_RANK = {"other": 0, "certified": 1, "ecological": 2}
"""A class may go down on the way, never up.  Source: certified gold is kept apart from mine to shop."""
_BLOCK = 500

_TAKEN = {
    "lot": ("SELECT input_lot, input_mg FROM lot_input WHERE trashed = 0 AND input_lot IN ({ids}) UNION ALL "
            f"SELECT b.lot, {fine_mg('sum(coalesce(b.input_mg, l.gross_mg))', 'l.fineness')} FROM batch_input b "
            "JOIN lot l ON l.id = b.lot WHERE b.trashed = 0 AND b.lot IN ({ids}) GROUP BY b.lot, l.fineness"),
    # Said in this way, "names nothing nearer" is asked of the rows found, and no index over empty links is searched.
    "batch": ("SELECT batch, input_mg FROM lot_input WHERE trashed = 0 AND batch IN ({ids}) "
              "AND coalesce(input_lot, input_lot) IS NULL"),
    "production": ("SELECT production, input_mg FROM lot_input WHERE trashed = 0 AND production IN ({ids}) "
                   "AND coalesce(input_lot, batch) IS NULL UNION ALL "
                   f"SELECT b.production, {fine_mg('sum(coalesce(b.input_mg, p.gross_mg))', 'p.fineness')} "
                   "FROM batch_input b JOIN production p ON p.id = b.production "
                   "WHERE b.trashed = 0 AND coalesce(b.lot, b.lot) IS NULL AND b.production IN ({ids}) "
                   "GROUP BY b.production, p.fineness"),
}
"""What was taken of each source; a row that names several sources takes of the nearest to the lot.

Units: mg of fine gold; batches are fed by gross weight, which is rounded to fine gold once.
"""


def blocks(ids: Iterable[bytes]) -> Iterator[tuple[str, list[bytes]]]:
    """Ids some hundreds at a time, each with the marks that stand for them in a question."""
    waiting = list(dict.fromkeys(ids))
    for start in range(0, len(waiting), _BLOCK):
        part = waiting[start : start + _BLOCK]
        yield ", ".join("?" * len(part)), part


def taken(ask: Ask, kind: str, ids: Iterable[bytes]) -> dict[bytes, int]:
    """Fine gold taken of lots, batches or deliveries by what is alive.  Units: mg."""
    found: dict[bytes, int] = defaultdict(int)
    for marks, part in blocks(ids):
        times = _TAKEN[kind].count("{ids}")
        for id_, weight in ask(_TAKEN[kind].replace("{ids}", marks), part * times):
            found[bytes(id_)] += int(weight or 0)
    return found


def all_taken(kind: str) -> str:
    """The question for what was taken of every source of a kind.  Shape: (id, mg) each, a source more than once."""
    return _TAKEN[kind].replace("IN ({ids})", "IS NOT NULL")


def stands(sale: str) -> str:
    """SQL for whether a sale takes gold: it is no counter-entry, and none took it back whole.  Shape: its alias."""
    return (f"({sale}.trashed = 0 AND {sale}.corrects IS NULL AND ({sale}.gross_mg IS NULL OR {sale}.gross_mg + "
            f"coalesce((SELECT sum(o.gross_mg) FROM sale o WHERE o.trashed = 0 AND o.corrects = {sale}.id), 0) > 0))")


def made_of(ask: Ask, ids: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """What came directly of lots and batches.  Shape: (source, result) each."""
    for marks, part in blocks(ids):
        for question in ("SELECT input_lot, lot FROM lot_input WHERE trashed = 0 AND input_lot IN ({})",
                         "SELECT batch, lot FROM lot_input WHERE trashed = 0 AND batch IN ({})",
                         "SELECT lot, batch FROM batch_input WHERE trashed = 0 AND lot IN ({})"):
            for source, result in ask(question.format(marks), part):
                yield bytes(source), bytes(result)


def _circle(ask: Ask, starts: Sequence[bytes]) -> bytes | None:
    """Something among the starts or after them that is its own ancestor, None if all goes forward.

    A new lot has nothing after it, so the common case asks one question; step by step, so that no chain is too long.
    """
    results: dict[bytes, list[bytes]] = defaultdict(list)
    waiting = list(dict.fromkeys(starts))
    seen = set(waiting)
    while waiting:
        for source, result in made_of(ask, waiting):
            results[source].append(result)
        waiting = [each for source in waiting for each in dict.fromkeys(results[source]) if each not in seen]
        seen.update(waiting)
    before: dict[bytes, int] = defaultdict(int)
    for source in seen:
        for result in results[source]:
            before[result] += 1
    free = [each for each in seen if not before[each]]
    while free:
        for result in results[free.pop()]:
            before[result] -= 1
            if not before[result]:
                free.append(result)
    return min((each for each, count in before.items() if count), default=None)


def _refuse_circle(ask: Ask, starts: Sequence[bytes], field: str, found: Problems) -> None:
    at = _circle(ask, starts)
    if at is not None:
        name = next((str(code) for table in ("lot", "batch")
                     for (code,) in ask(f"SELECT code FROM {table} WHERE id = ?", [at])), "")
        found.setdefault(field, []).append(
            _("“{code}” would become its own ancestor: it is already made, by way of others, of what is made of it."
              ).format(code=name))


def grams(weight: int) -> str:
    """Milligrams as grams, as a person reads them."""
    return scaled_text(weight, 3, current())


def rounding_mg(pieces: int, gross_mg: int) -> int:
    """By how much fine weights may differ without anything being lost or gained.

    Units: mg.  A milligram a piece, and half a tenth of a per-mille of the weight, for fineness is written no finer.
    """
    return pieces + gross_mg // 20_000


def overtaken_text(name: str, over: int) -> str:
    """Sentence for more taken than there was."""
    return _("More fine gold was taken of {name} than there is: {over} g too much.").format(
        name=name, over=grams(over))


def _refuse_overtaken(ask: Ask, kind: str, ids: Sequence[bytes], field: str, found: Problems) -> None:
    gone = taken(ask, kind, ids)
    name = {"lot": "code", "batch": "code", "production": "coalesce(receipt_no, date)"}[kind]
    for marks, part in blocks(gone):
        for id_, label, fine in ask(f"SELECT id, {name}, fine_mg FROM {kind} WHERE id IN ({marks}) "
                                    "AND fine_mg IS NOT NULL", part):
            if gone[bytes(id_)] > int(fine):
                found.setdefault(field, []).append(overtaken_text(str(label), gone[bytes(id_)] - int(fine)))


def stopped_text(code: str, status: str, reason: str | None, since: Any, who: str | None) -> str:
    """Why a lot may not be touched, and who may change that."""
    state = _("Lot {code} is frozen") if status == "frozen" else _("Lot {code} is on hold")
    parts = [state.format(code=code)]
    if since:
        parts.append(_("since {day}").format(day=since))
    begin = " ".join(parts) + (f": {reason.rstrip('.')}." if reason else ".")
    lift = _("{who} may release it, with a reason.").format(who=who) if who else \
        _("It must be released first, with a reason.")
    return f"{begin} {lift}"


def input_conflicts(written: Written, ask: Ask) -> Mapping[str, Sequence[str]]:
    """Rules for the rows that say what a lot is made of."""
    found: Problems = {}
    touched = written.touching("lot", "input_lot", "batch", "production", "input_mg")
    sources: dict[str, dict[bytes, None]] = {"lot": {}, "batch": {}, "production": {}}
    made: dict[bytes, None] = {}
    for marks, part in blocks(touched):
        for lot, *links in ask("SELECT lot, input_lot, batch, production FROM lot_input WHERE trashed = 0 "
                               f"AND id IN ({marks})", part):
            made[bytes(lot)] = None
            for kind, link in zip(sources, links, strict=True):
                if link is not None:
                    sources[kind][bytes(link)] = None
    _refuse_circle(ask, list(made), "input_lot", found)
    if written.kind != "import" and not found:
        for kind, ids in sources.items():
            _refuse_overtaken(ask, kind, list(ids), "input_mg", found)
    if written.typed and not found:
        _refuse_stopped(ask, touched, found)
        _refuse_upgrade(ask, list(made), "lot", found)
    return found


def batch_input_conflicts(written: Written, ask: Ask) -> Mapping[str, Sequence[str]]:
    """Rules for the rows that say what went into a batch."""
    found: Problems = {}
    lots: dict[bytes, None] = {}
    made: dict[bytes, None] = {}
    for marks, part in blocks(written.touching("lot", "batch", "input_mg")):
        for batch, lot in ask(f"SELECT batch, lot FROM batch_input WHERE trashed = 0 AND lot IS NOT NULL "
                              f"AND id IN ({marks})", part):
            made[bytes(batch)] = lots[bytes(lot)] = None
    _refuse_circle(ask, list(made), "lot", found)
    if written.kind != "import" and not found:
        _refuse_overtaken(ask, "lot", list(lots), "input_mg", found)
    return found


def lot_conflicts(written: Written, ask: Ask) -> Mapping[str, Sequence[str]]:
    """Rules for lots: no lighter than what was taken of them, no class above their sources, no sale while stopped."""
    found: Problems = {}
    if written.kind != "import":
        _refuse_overtaken(ask, "lot", _changed(written, "gross_mg", "fineness"), "gross_mg", found)
    if written.typed and not found:
        changed = _changed(written, "gold_class")
        results = [result for _source, result in made_of(ask, changed)]
        _refuse_upgrade(ask, [*changed, *results], "gold_class", found)
        for marks, part in blocks(_changed(written, "sale")):
            for code, *rest in ask("SELECT code, status, hold_reason, held_on, release_by FROM lot WHERE sale IS NOT "
                                   f"NULL AND status IN ('hold', 'frozen') AND id IN ({marks})", part):
                found.setdefault("sale", []).append(stopped_text(code, *rest))
    return found


def _changed(written: Written, *names: str) -> list[bytes]:
    """Records that were there before and of which one of these fields is another now."""
    return [id_ for id_ in written.touching(*names) if written.fields[id_] is not None]


def sale_conflicts(written: Written, ask: Ask) -> Mapping[str, Sequence[str]]:
    """Rules for sales typed now: not before the lot was there, not of a lot that is stopped."""
    found: Problems = {}
    if not written.typed:
        return found
    for marks, part in blocks(written.touching("lot", "date")):
        for day, code, made, status, *rest in ask(
                "SELECT s.date, l.code, l.created_on, l.status, l.hold_reason, l.held_on, l.release_by FROM sale s "
                f"JOIN lot l ON l.id = s.lot WHERE s.trashed = 0 AND s.id IN ({marks})", part):
            if made and day < made:
                found.setdefault("date", []).append(early_text(code, made))
            if status in STOPPED:
                found.setdefault("lot", []).append(stopped_text(code, status, *rest))
    return found


def early_text(code: str, made: Any) -> str:
    """Sentence for something done with a lot before it was there."""
    return _("Lot {code} was made on {day} only; this cannot be earlier.").format(code=code, day=made)


def _refuse_stopped(ask: Ask, touched: Sequence[bytes], found: Problems) -> None:
    """Lots on hold, sold, or not yet there cannot become part of others."""
    for marks, part in blocks(touched):
        for day, code, made, sale, status, *rest in ask(
                "SELECT i.date, l.code, l.created_on, s.code, l.status, l.hold_reason, l.held_on, l.release_by "
                "FROM lot_input i JOIN lot l ON l.id = i.input_lot LEFT JOIN sale s ON s.id = l.sale "
                f"AND {stands('s')} WHERE i.trashed = 0 AND i.id IN ({marks})", part):
            if status in STOPPED:
                found.setdefault("input_lot", []).append(stopped_text(code, status, *rest))
            elif sale:
                found.setdefault("input_lot", []).append(sold_text(code, sale))
            if made and day and day < made:
                found.setdefault("date", []).append(early_text(code, made))


def sold_text(code: str, sale: str) -> str:
    """Sentence for a lot that is no longer here."""
    return _("Lot {code} was sold in {sale}; nothing of it is left.").format(code=code, sale=sale)


def class_text(result: str | None, sources: Iterable[str | None]) -> str:
    """What is wrong with a class beside those it is made of, "" if nothing."""
    classes = set(sources)
    if not classes or result == "other" or classes == {result}:
        return ""
    if len(classes) > 1:
        return _("Gold of different classes is kept apart: together it can only be declared as “{other}”.").format(
            other=_("Other"))
    (only,) = classes
    if only is not None and result is not None and CLASS_RANK[result] <= CLASS_RANK[only]:
        return ""
    if only is None:
        return _("The class of what it is made of is not stated; state it there first.")
    return _("A class can go down on the way, never up.") if result is not None else \
        _("State the class: what it is made of has one.")


def _refuse_upgrade(ask: Ask, lots: Sequence[bytes], field: str, found: Problems) -> None:
    """Refuse a class above one that is stated; where none is stated yet, the order of typing must not matter."""
    classes: dict[tuple[str, str | None], list[str | None]] = defaultdict(list)
    for marks, part in blocks(lots):
        for code, result, source in ask(
                "SELECT l.code, l.gold_class, p.gold_class FROM lot_input i JOIN lot l ON l.id = i.lot "
                "JOIN lot p ON p.id = i.input_lot WHERE i.trashed = 0 AND p.gold_class IS NOT NULL "
                f"AND l.gold_class IS NOT NULL AND i.lot IN ({marks})", part):
            classes[code, result].append(source)
    for (_code, result), sources in classes.items():
        if sentence := class_text(result, sources):
            found.setdefault(field, []).append(sentence)
