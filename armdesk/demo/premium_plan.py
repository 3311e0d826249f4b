"""The plan of the premium of the demonstration and its committee."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from armdesk.demo.book import Book
from armdesk.demo.names import CURRENCY
from armdesk.demo.people import Someone

RESOLUTION = "RES-PRIMA-Plan"
_DECIDED = date(2025, 3, 8)
LINES = (
    ("Retortas", "environment", "Retortas y campana de extracción", 15_000_000_00, 18, 44),
    ("Agua", "community", "Agua potable de la escuela", 8_000_000_00, 130, 120),
    ("Botiquines", "social", "Botiquines y camilla", 3_500_000_00, 41, 91),
    ("Concentrador", "technical", "Concentrador sin mercurio para las seleccionadoras", 20_000_000_00, 22, 0),
)
"""Shape: word by which a purchase finds its line, area, purpose, amount in the smallest unit, women, men."""
_GROUPS = (("miners", "worker", "M"), ("plant", "processor", "M"), ("shareholders", "member", "F"),
           ("vulnerable", "selector", "F"))


def add_plan(book: Book, people: Sequence[Someone]) -> dict[str, dict[str, object]]:
    """Note the plan with its lines, and the committee.

    Shape: word of a line -> what a purchase under it notes: the line and whom it reached.
    """
    resolution = book.add(
        "resolution", number=RESOLUTION, meeting=book.id("meeting", "AO-2025-01"), status="adopted",
        topic="Plan de la prima 2025 a 2027", text="Se aprueba el plan de la prima y se elige su comité.",
        votes_for=52, women_for=23, votes_against=3, women_against=1, abstained=1)
    plan = book.add(
        "premium_plan", name="Plan de la prima 2025 a 2027", period_from=date(2025, 1, 1),
        period_to=date(2027, 12, 31), resolution=resolution,
        goals="Menos mercurio, agua limpia para la vereda y herramienta para las seleccionadoras.")
    for group, role, sex in _GROUPS:
        seated = next(each for each in people if each.role == role and each.sex == sex and each.left is None
                      and each.joined < _DECIDED)
        book.add("committee_seat", person=seated.id, speaks_for=group, began_on=_DECIDED, resolution=resolution)
    book.add("committee_seat", name_as_written="Delegada de la alcaldía", speaks_for="authority", began_on=_DECIDED,
             resolution=resolution)
    found: dict[str, dict[str, object]] = {}
    for rank, (word, area, purpose, amount, women, men) in enumerate(LINES, start=1):
        line = book.add("premium_plan_line", plan=plan, rank=rank, area=area, purpose=purpose, amount=amount,
                        currency=CURRENCY, women=women, men=men)
        found[word] = {"plan_line": line, "women": women, "men": men}
    return found
