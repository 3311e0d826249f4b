"""The demonstration plant: weekly batches, mercury that falls to zero, and the books of the reagents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from armdesk.demo.book import Book
from armdesk.demo.mining import Delivery, Mined
from armdesk.models.production import fine_mg

ZERO_MERCURY_FROM = date(2025, 7, 1)
NO_RETORT_BATCH = "B-2024-40"
EXPLOSIVES_COUNT_SHORT, SHORT_COUNT_DAY = 14, date(2025, 6, 28)
_OPENING_MERCURY_G = 9_000
_STORE = "Bodega con doble llave"


@dataclass(frozen=True)
class Batched:
    """A batch as the smelter needs it."""

    id: str
    day: date
    fine: int
    fineness: int


def add_plant(book: Book, mined: Mined) -> list[Batched]:
    """Note one batch per week of ore, with what went in and which reagents were used."""
    batches: list[Batched] = []
    mercury = [_movement(book, date(2024, 1, 9), "mercury", "opening", _OPENING_MERCURY_G * 1000,
                         balance_stated=_OPENING_MERCURY_G * 1000)]
    numbers: dict[int, int] = {}
    for saturday, deliveries in sorted(mined.weeks.items()):
        numbers[saturday.year] = numbers.get(saturday.year, 0) + 1
        code = f"B-{saturday.year}-{numbers[saturday.year]:02d}"
        batches.append(_batch(book, code, saturday, deliveries, mercury))
    left = sum(mercury)
    _movement(book, ZERO_MERCURY_FROM + timedelta(days=14), "mercury", "delivered", left, balance_stated=0,
              supplier="Corporación ambiental regional")
    _movement(book, date(2025, 12, 19), "mercury", "count", 0, balance_stated=0)
    _explosives_and_fuel(book)
    return batches


def _ratio(day: date) -> int:
    """Mercury used per gold, in hundredths: it falls until the day the assembly chose."""
    months = (day.year - 2024) * 12 + day.month - 1
    return 0 if day >= ZERO_MERCURY_FROM else max(140 - months * 6, 30)


def _batch(book: Book, code: str, day: date, deliveries: list[Delivery], mercury: list[int]) -> Batched:
    gross, fine, ore = (sum(getattr(each, name) for each in deliveries) for name in ("gross", "fine", "ore_kg"))
    fineness = (fine * 10_000 + gross // 2) // gross
    used = gross * _ratio(day) // 100 // 100 * 100
    retort = code != NO_RETORT_BATCH
    recovered = used * (book.between(88, 96) if retort else 35) // 100 // 100 * 100
    batch = book.add(
        "batch", code=code, date=day, site=book.id("site", "SIT-05"), operator="Cuadrilla de planta",
        method="amalgamation" if used else "gravity", ore_kg=ore, head_grade=9_000, gross_mg=gross, fineness=fineness,
        tailings_kg=ore * 99 // 100, tailings_grade=2_600, recovery=book.between(6_700, 7_300), mercury_in_mg=used,
        mercury_recovered_mg=recovered, retort=retort if used else None, whole_ore=False,
        open_burning=bool(used) and not retort,
        practice_answer="La retorta se reparó; desde entonces se quema solo en ella" if used and not retort else None,
        home_burning=False, cyanide_after_mercury=False,
        burn_place="Caseta de retorta" if used else None, persons_exposed=3 if used else 0)
    for each in deliveries:
        book.add("batch_input", batch=batch, production=each.id, input_mg=each.gross, ore_kg=each.ore_kg)
    for kind, amount in (("use", used), ("recovered", recovered)):
        if amount:
            sign = 1 if kind == "recovered" else -1
            mercury.append(sign * amount)
            _movement(book, day, "mercury", kind, amount, balance_stated=sum(mercury), batch=batch)
    return Batched(batch, day, fine_mg(gross, fineness) or 0, fineness)


def _movement(book: Book, day: date, item: str, kind: str, quantity: int, **known: Any) -> int:
    """Note a movement; quantities in thousandths of the unit, returned as they were given."""
    place = "SIT-01" if item in ("explosives", "fuel") else "SIT-05"
    book.add("reagent_movement", date=day, item=item, kind=kind, quantity=quantity, site=book.id("site", place),
             storage_place=_STORE, **{"unit": "g"} | known,
             used_by=None if kind in ("in", "opening", "count") else "Jefe de turno")
    return quantity


def _explosives_and_fuel(book: Book) -> None:
    explosives = fuel = 0
    for month in range(24):
        day = date(2024 + month // 12, month % 12 + 1, 10)
        bought, burnt = book.between(180, 240), book.between(700, 900)
        for item, unit, amount in (("explosives", "unit", bought), ("fuel", "l", burnt + 20)):
            balance = (explosives if item == "explosives" else fuel) + amount
            _movement(book, day, item, "in", amount * 1000, unit=unit, balance_stated=balance * 1000,
                      supplier="Almacén Minero La Pala")
        used = min(explosives + bought - 20, book.between(165, 225))
        explosives, fuel = explosives + bought - used, fuel + 20
        _movement(book, day + timedelta(days=15), "explosives", "use", used * 1000, unit="unit",
                  balance_stated=explosives * 1000)
        _movement(book, day + timedelta(days=16), "fuel", "use", burnt * 1000, unit="l",
                  balance_stated=fuel * 1000)
        if month % 6 == 5:
            counting = day + timedelta(days=18)
            counted = explosives - (EXPLOSIVES_COUNT_SHORT if counting == SHORT_COUNT_DAY else 0)
            _movement(book, counting, "explosives", "count", counted * 1000, unit="unit",
                      balance_stated=counted * 1000)
