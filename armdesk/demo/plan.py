"""What belongs to the actions and risks of the demonstration: sources, extensions, a list sent out, reassessments."""

from __future__ import annotations

import json
from datetime import date

from armdesk.demo.book import Book

_TIES = (
    ("A-2026-01", "risk", "R-01"), ("A-2025-07", "risk", "R-03"), ("A-2026-02", "risk", "R-07"),
    ("A-2025-04", "risk", "R-06"), ("A-2025-08", "risk", "R-06"), ("A-2026-02", "resolution", "RES-08"),
    ("A-2025-01", "resolution", "RES-03"),
)
"""Shape: action, kind and number of what it answers too."""
_EXTENDED = (
    ("A-2025-08", date(2025, 12, 10), date(2026, 3, 31), "La lluvia no dejó sembrar en noviembre"),
    ("A-2025-04", date(2025, 7, 28), date(2025, 7, 31), "La corporación pidió otro muestreo"),
)
"""Shape: action, day of the decision, day it was due before, reason."""
_REVIEWED = date(2025, 11, 28)
_SENT = date(2026, 1, 20)


def add_plan(book: Book) -> None:
    """Note what belongs to actions and risks that are there already."""
    for number, kind, target in _TIES:
        book.add("source_of_action", action=book.id("action", number), target=f"{kind}/{book.id(kind, target)}")
    for number, day, before, reason in _EXTENDED:
        action = book.row("action", number)
        book.add("action_extension", action=action["id"], date=day, old_due=before, new_due=action["due_on"],
                 reason=reason, approved_by="Consejo de administración")
    for risk in book.rows["risk"]:
        worse = min(int(risk["likelihood"]) + (risk["status"] != "open"), 4)
        book.add("risk_review", risk=risk["id"], date=_REVIEWED, reviewed_by="Comité de debida diligencia",
                 old_likelihood=str(worse), old_impact=risk["impact"], old_response=risk["response"],
                 likelihood=risk["likelihood"], impact=risk["impact"], response=risk["response"],
                 reason="Las medidas avanzan" if risk["status"] != "open" else "Sigue igual")
        risk["reassessed_on"] = _REVIEWED
    chosen = [row for row in book.rows["action"] if row["number"] in ("A-2025-08", "A-2026-01")]
    sent = {row["id"]: {"status": row["status"], "progress": str(row["progress"])} for row in chosen}
    book.add("action_parcel", number="LP-001", sent_on=_SENT, recipient="Alcaldía municipal", actions=len(chosen),
             body=json.dumps({"actions": sent}, sort_keys=True))
