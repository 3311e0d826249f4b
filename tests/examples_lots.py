"""A small smelter for tests: deliveries, batches, lots made of them, and short ways to do things with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from armdesk.models import Batch, Lot, Party, Production, Sale
from armdesk.services.gold.lot_plan import Plan, Take
from armdesk.services.gold.lots import carry_out
from armdesk.store import Store

DAY = date(2025, 3, 3)


def delivery(store: Store, gross: int = 10_000, fineness: int | None = 9_000, day: date = DAY, **more: Any) -> str:
    made = store.save(Production(date=day, gross_mg=gross, fineness=fineness, **more))
    return f"production/{made.id}"


def batch(store: Store, code: str = "B-1", gross: int = 50_000, fineness: int = 8_000, day: date = DAY) -> str:
    return f"batch/{store.save(Batch(code=code, date=day, gross_mg=gross, fineness=fineness)).id}"


def party(store: Store, name: str = "Fundición del Sur") -> str:
    return f"party/{store.save(Party(name=name, role='buyer')).id}"


def new(code: str, gross: int, fineness: int = 9_000, **more: Any) -> Lot:
    return Lot(code=code, gross_mg=gross, fineness=fineness, **more)


def do(store: Store, operation: str, takes: Sequence[str | tuple[str, int]], *lots: Lot, days: int = 5,
       reason: str = "") -> list[Lot]:
    """Carry an operation out some days after the first deliveries."""
    chosen = [Take(*each) if isinstance(each, tuple) else Take(each) for each in takes]
    return carry_out(store, Plan(operation, DAY + timedelta(days=days), chosen, list(lots), reason))


def lot(store: Store, code: str, gross: int = 10_000, fineness: int = 9_000, days: int = 1, **more: Any) -> str:
    """A lot made of one delivery of its own, without loss."""
    [made] = do(store, "production", [delivery(store, gross, fineness)], new(code, gross, fineness, **more), days=days)
    return f"lot/{made.id}"


def sale(code: str, days: int = 10, gross: int = 10_000, fineness: int = 9_000, **more: Any) -> Sale:
    return Sale(code=code, date=DAY + timedelta(days=days), gross_mg=gross, fineness=fineness,
                **({"buyer_as_written": "Compraventa"} | more))


def get(store: Store, reference: str) -> Lot:
    found = store.get(Lot, reference.partition("/")[2])
    assert found is not None
    return found
