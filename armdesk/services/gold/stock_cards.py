"""Stock cards of mercury, cyanide, explosives and fuel: what came, what went, what should be left, what was counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from armdesk.i18n import _, current, ngettext
from armdesk.i18n_formats import decimal_text
from armdesk.models import ReagentMovement
from armdesk.services.basis.figure import ask, id_of, site_names
from armdesk.store import Store

SIGNS = {"opening": 1, "in": 1, "recovered": 1, "use": -1, "loss": -1, "delivered": -1, "count": 0}
"""Movement -> what it does to the stock."""
_BASE = {"kg": ("g", 1000)}
_ORDER = {"opening": 0, "in": 1, "recovered": 2, "use": 3, "loss": 4, "delivered": 5, "count": 6}
"""On one day what came in stands before what went out, and a count is made in the evening."""
_PAPERED = ("opening", "in", "delivered")


@dataclass(frozen=True)
class CardKey:
    """What one card is about.  Shape: unit "g" for what is weighed in g or kg; store as written, "" for not stated."""

    item: str
    unit: str
    store: str


@dataclass(frozen=True)
class CardLine:
    """One movement on a card.

    Units: amounts in thousandths of the card's unit.  balance is what the book says afterwards; counted and difference
    (counted less book) only where it was counted.  A count whose difference has a reason sets the book right.
    """

    id: str
    day: date
    kind: str
    amount: int
    balance: int
    counted: int | None
    difference: int | None
    reason: str
    document_no: str
    who: str
    batch: str
    note: str

    @property
    def below_zero(self) -> bool:
        """Whether more went out than there was."""
        return self.balance < 0

    @property
    def without_paper(self) -> bool:
        """Whether something came or was handed over and no document is named."""
        return self.kind in _PAPERED and self.kind != "opening" and not self.document_no

    @property
    def unexplained(self) -> bool:
        """Whether a count differs and nobody said why."""
        return bool(self.difference) and not self.reason


@dataclass
class Card:
    """One item in one store, movement by movement in the order of the days."""

    key: CardKey
    lines: list[CardLine] = field(default_factory=list)

    @property
    def balance(self) -> int:
        """What the book says is left.  Units: thousandths of the card's unit."""
        return self.lines[-1].balance if self.lines else 0

    def title(self) -> str:
        """What it is a card of: "Mercury, locked box"."""
        item = ReagentMovement.field("item").format(self.key.item)
        return f"{item}, {self.key.store}" if self.key.store else item

    def shown(self, amount: int) -> str:
        """An amount with the card's unit."""
        number = decimal_text(Decimal(amount).scaleb(-3).normalize(), None, current())
        if self.key.unit == "unit":
            return ngettext("{count} unit", "{count} units", 1 if abs(amount) == 1000 else 2).format(count=number)
        return f"{number} {ReagentMovement.field('unit').format(self.key.unit)}"


def cards(store: Store, item: str = "", until: date | None = None) -> list[Card]:
    """All cards, in order of items and stores, up to a day."""
    names = site_names(store)
    rows = ask(store, "SELECT m.id, m.date, m.item, m.kind, m.quantity, m.unit, m.storage_place, m.site, "
               "m.document_no, m.difference_reason, coalesce(m.used_by, m.supplier), b.code, m.note "
               "FROM reagent_movement m LEFT JOIN batch b ON b.id = m.batch WHERE m.trashed = 0 "
               "AND (? = '' OR m.item = ?) AND m.date <= ?", item, item, until or date.max)
    found: dict[CardKey, list[tuple[Any, ...]]] = {}
    for row in rows:
        unit, factor = _BASE.get(row[5], (row[5], 1))
        place = " ".join((row[6] or "").split()) or names.get(id_of(row[7]), "")
        found.setdefault(CardKey(row[2], unit, place), []).append((*row[:4], row[4] * factor, *row[5:]))
    made = [Card(key, list(_lines(some))) for key, some in _joined(found).items()]
    items = list(ReagentMovement.field("item").options)  # type: ignore[attr-defined]  # it is a Choice
    return sorted(made, key=lambda card: (items.index(card.key.item), card.key.unit, card.key.store))


def _joined(found: Mapping[CardKey, list[tuple[Any, ...]]]) -> dict[CardKey, list[tuple[Any, ...]]]:
    """Movements that name no store belong to the only store of their item, where there is only one."""
    joined = {key: list(rows) for key, rows in found.items()}
    for key in [key for key in found if not key.store]:
        others = [each for each in found if each.store and (each.item, each.unit) == (key.item, key.unit)]
        if len(others) == 1:
            joined[others[0]] += joined.pop(key)
    return joined


def _lines(rows: Sequence[tuple[Any, ...]]) -> Iterator[CardLine]:
    balance = 0
    for row in sorted(rows, key=lambda row: (row[1], _ORDER[row[3]], bytes(row[0]))):
        id_, day, _item, kind, amount, _unit, _place, _site, paper, reason, who, batch, note = row
        counted, difference = (amount, amount - balance) if kind == "count" else (None, None)
        balance = amount if kind == "count" and reason else balance + SIGNS[kind] * amount
        yield CardLine(id_of(id_), date.fromisoformat(day), kind, amount, balance, counted, difference, reason or "",
                       paper or "", who or "", batch or "", note or "")


def caution(store: Store, typed: ReagentMovement) -> dict[str, str]:
    """What is odd about a movement that is being typed: field -> sentence; it can be kept all the same.

    More going out than there was, then or by a later day; a count that is not what the book says.
    """
    if not (typed.item and typed.kind and typed.unit and typed.date and typed.quantity is not None):
        return {}
    unit, factor = _BASE.get(typed.unit, (typed.unit, 1))
    places = site_names(store)
    place = " ".join((typed.storage_place or "").split()) or places.get(typed.site or "", "")
    same = [card for card in cards(store, typed.item) if card.key.unit == unit]
    card = next((each for each in same if each.key.store == place), same[0] if len(same) == 1 and not place else None)
    others = [line for line in card.lines if line.id != typed.id] if card else []
    before = [line for line in others if (line.day, _ORDER[line.kind]) <= (typed.date, _ORDER[typed.kind])]
    there = _book(before)
    shown = Card(CardKey(typed.item, unit, place)).shown
    amount = typed.quantity * factor
    if typed.kind == "count":
        if amount != there and not typed.difference_reason:
            text = _("The book says {book}, counted were {counted}: {difference}. Say why.")
            return {"difference_reason": text.format(
                book=shown(there), counted=shown(amount), difference=shown(amount - there))}
        return {}
    change = SIGNS[typed.kind] * amount
    lowest = there + change
    running = lowest
    for line in others[len(before):]:
        running = line.amount if line.kind == "count" and line.reason else running + SIGNS[line.kind] * line.amount
        lowest = min(lowest, running)
    if change < 0 and lowest < 0:
        return {"quantity": _("There are {there} on {day}; with this the book falls to {lowest}.").format(
            there=shown(there), day=typed.date, lowest=shown(lowest))}
    return {}


def _book(lines: Iterable[CardLine]) -> int:
    balance = 0
    for line in lines:
        balance = line.amount if line.kind == "count" and line.reason else balance + SIGNS[line.kind] * line.amount
    return balance
