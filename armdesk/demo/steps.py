"""What happened to the demonstration gold between batch or river and bar: sponge, halves, gold by group."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from armdesk.demo import names
from armdesk.demo.book import Book
from armdesk.models.production import fine_mg
from armdesk.services.gold.lot_limits import starters

_EVERY = 3
_GROUPS = (("C-06", "alluvial"), ("C-07", "alluvial"), ("C-08", "alluvial"))


def add_steps(book: Book) -> None:
    """Put the lots between into the chains that have them; comes last, so that nothing else changes by it."""
    inputs: dict[str, list[dict[str, Any]]] = {}
    for row in book.rows["lot_input"]:
        inputs.setdefault(row["lot"], []).append(row)
    deliveries = {row["id"]: row for row in book.rows["production"]}
    batches = {row["id"]: row for row in book.rows["batch"]}
    kept: list[dict[str, Any]] = []
    bars = list(book.rows["lot"])
    book.rows["lot_input"] = []
    sponges = 0
    for lot in bars:
        rows = inputs[lot["id"]]
        if rows[0].get("batch"):
            sponges += 1
            if sponges % _EVERY == 0:
                _by_sponge(book, lot, rows[0], batches[rows[0]["batch"]])
            else:
                kept += rows
        else:
            _by_group(book, lot, rows, deliveries)
    book.rows["lot_input"] += kept
    for limit in starters():
        book.add("rate", kind=limit.kind, name=limit.name("es"), value=int(limit.value * 10**6), unit=limit.unit,
                 valid_from=limit.valid_from, source_text=names.INVENTED)


def _between(book: Book, code: str, form: str, day: date, gross: int, fineness: int) -> tuple[str, int]:
    """Note a lot that is used up on the way; returns its id and fine weight."""
    lot = book.add("lot", code=code, created_on=day, site=book.id("site", "SIT-05"), form=form, source_type="mined",
                   gross_mg=gross, fineness=fineness, package="Frasco", status="used")
    return lot, fine_mg(gross, fineness) or 0


def _use(book: Book, lot: str, day: date, operation: str, weight: int, loss: int, reason: str, **source: str) -> None:
    book.add("lot_input", lot=lot, **source, input_mg=weight, date=day, operation=operation, loss_mg=loss or None,
             loss_reason=reason if loss else None)


def _by_sponge(book: Book, lot: dict[str, Any], row: dict[str, Any], batch: dict[str, Any]) -> None:
    """A batch gives sponge gold, halved because the crucible is small, both halves molten into the bar."""
    day: date = lot["created_on"]
    before = day - timedelta(days=1)
    code = f"E-{batch['code'][2:]}"
    gross, fineness = batch["gross_mg"], batch["fineness"]
    sponge, whole = _between(book, code, "sponge", before, gross, fineness)
    _use(book, sponge, before, "processing", row["input_mg"], row["input_mg"] - whole, "Redondeo", batch=batch["id"])
    first = gross // 20 * 10
    halves = [_between(book, f"{code}-{place}", "sponge", before, part, fineness)
              for place, part in enumerate((first, gross - first), start=1)]
    drift = whole - sum(fine for _id, fine in halves)
    for place, (half, fine) in enumerate(halves):
        extra = drift if place == 0 else 0
        _use(book, half, before, "split", fine + extra, extra, "Redondeo", input_lot=sponge)
    loss = sum(fine for _id, fine in halves) - (fine_mg(lot["gross_mg"], lot["fineness"]) or 0)
    for place, (half, fine) in enumerate(halves):
        _use(book, lot["id"], day, "melting", fine, loss if place == 0 else 0, "Fundición y escoria", input_lot=half)


def _by_group(book: Book, lot: dict[str, Any], rows: list[dict[str, Any]],
              deliveries: dict[str, dict[str, Any]]) -> None:
    """What each group panned or selected in a month is weighed as a lot of its own, then molten together."""
    day: date = lot["created_on"]
    parts: list[tuple[str, int]] = []
    for crew, form in _GROUPS:
        own = [row for row in rows if deliveries[row["production"]]["crew"] == book.id("crew", crew)]
        if not own:
            continue
        taken = sum(row["input_mg"] for row in own)
        gross = sum(deliveries[row["production"]]["gross_mg"] for row in own)
        last = max(deliveries[row["production"]]["date"] for row in own)
        group, fine = _between(book, f"G-{last:%Y-%m}-{crew[2:]}", form, last, gross, taken * 10_000 // gross)
        for place, row in enumerate(own):
            _use(book, group, last, "production", row["input_mg"], taken - fine if place == 0 else 0, "Redondeo",
                 production=row["production"])
        parts.append((group, fine))
    loss = sum(fine for _id, fine in parts) - (fine_mg(lot["gross_mg"], lot["fineness"]) or 0)
    for place, (group, fine) in enumerate(parts):
        _use(book, lot["id"], day, "melting", fine, loss if place == 0 else 0, "Fundición y escoria", input_lot=group)
