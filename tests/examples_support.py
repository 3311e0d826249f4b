"""The few records that the examples point at: found again when they are there already, else saved first."""

from __future__ import annotations

from datetime import date
from typing import Any

from armdesk.models import record_type
from armdesk.query import Query
from armdesk.store import Store

_SUPPORTS: dict[str, dict[str, Any]] = {
    "site": {"name": "Bocamina El Aliso"},
    "crew": {"name": "Cuadrilla Los Alisos"},
    "person": {"name": "Rosalba Quintín", "role": "member"},
    "document": {"title": "Acta de constitución"},
    "import_run": {"file_name": "cuaderno.xlsx"},
    "party": {"name": "Fundición del Sur", "role": "buyer"},
    "training": {"subject": "Primeros auxilios"},
    "meeting": {"title": "Asamblea ordinaria de marzo"},
    "resolution": {"topic": "Botiquines para las bocaminas"},
    "stakeholder": {"name": "Junta de acción comunal El Aliso"},
    "production": {"receipt_no": "R-0099", "gross_mg": 4_000},
    "shift": {"reason": "Crecida del río"},
    "batch": {"code": "B-0001"},
    # Enough certified gold that the sales of the examples have what they sell.
    "lot": {"code": "L-0001", "gold_class": "certified", "gross_mg": 9_000_000, "fineness": 9_000,
            "created_on": date(2020, 1, 1)},
    "sale": {"code": "V-0001", "gross_mg": 150_000},
    "sale_deduction": {"kind": "royalty", "amount": 1_000, "currency": "COP"},
    "payment": {"code": "RP-00001", "amount": 1_000, "currency": "COP"},
    "advance": {"receipt_no": "AV-1", "amount": 1_000, "currency": "COP"},
    "premium_plan": {"name": "Plan de la prima", "period_from": date(2025, 1, 1), "period_to": date(2027, 12, 31)},
    "premium_plan_line": {"area": "social", "purpose": "Botiquines", "amount": 900_000, "currency": "USD"},
    "premium_entry": {"kind": "accrued", "amount": 1_000, "currency": "USD"},
    "reagent_movement": {"item": "mercury", "kind": "in", "quantity": 5_000, "unit": "g"},
    "incident": {"number": "I-0001", "severity": "near_miss", "description": "Cayó una piedra sin herir a nadie."},
    "inspection": {"scope": "Ronda de ventilación", "kind": "internal"},
    "course_kind": {"name": "Manejo de explosivos"},
    "inspection_template": {"code": "EXPL", "name": "Ronda del polvorín"},
    "inspection_question": {"position": 1, "text": "¿Está cerrado el polvorín?"},
    "equipment": {"code": "BOT-01", "name": "Botiquín de la bocamina", "kind": "first_aid_kit"},
    "emergency_plan": {"title": "Plan de emergencia"},
    "revision": {"file_name": "acta.pdf", "sha256": "ab" * 32},
    "action": {"number": "A-001", "measure": "Comprar dos retortas", "due_on": date(2099, 11, 30)},
    "settlement": {"number": "S-00001", "currency": "COP", "credits": 500, "debits": 100, "net": 400},
    "rate": {"kind": "royalty", "value": 4_000_000, "source_text": "Ley de regalías"},
    "organ": {"name": "Consejo de administración", "kind": "board"},
    "agenda_item": {"place": 1, "title": "Lectura del acta anterior"},
    "agreement": {"number": "AC-01", "axis": "safety", "text": "Brigada conjunta", "ours": True},
    "risk": {"number": "R-01", "description": "Agua en el socavón"},
    "answer": {"catalogue": "craft-2.0", "requirement": "M.5/1.3/P.6"},
    "audit": {"code": "AU-1", "title": "Autoevaluación", "kind": "self"},
    "pack": {"number": 901, "kind": "craft_full", "made_on": date(2025, 2, 1)},
    "request_list": {"file_name": "lista.xlsx", "date": date(2026, 2, 9)},
}
_DATED = {"import_run", "training", "meeting", "production", "shift", "batch", "sale", "incident", "inspection",
          "payment", "advance", "premium_entry", "reagent_movement"}


def near(store: Store, name: str) -> str:
    """Id of a plain record of this type for an example to point at."""
    type_, values = record_type(name), dict(_SUPPORTS[name])
    there = store.one(type_, **values)
    if there is not None:
        return str(there.id)
    if name in _DATED:
        values["date"] = date(2025, 3, 3)
    if name == "rate":
        values["valid_from"] = date(2024, 1, 1)
    if name == "settlement":
        values.update(person=near(store, "person"), period_from=date(2025, 3, 1), period_to=date(2025, 3, 31),
                      made_on=date(2025, 4, 2))
    if name == "revision":
        values["document"] = near(store, "document")
    if name in ("sale_deduction", "advance"):
        link = "sale" if name == "sale_deduction" else "person"
        values[link] = near(store, link)
    if name == "premium_plan_line":
        values["plan"] = near(store, "premium_plan")
    if name == "inspection_question":
        values["template"] = near(store, "inspection_template")
    if name in ("resolution", "agenda_item", "request_list"):
        link = "audit" if name == "request_list" else "meeting"
        values[link] = near(store, link)
    return str(store.save(type_(**values)).id)


def gone(store: Store, name: str) -> str:
    """Id of such a record in the trash, for links that may lead there: it is in no list and no sum."""
    there = store.find(Query(record_type(name), trashed=True), limit=1)
    if there:
        return str(there[0].id)
    record = store.get(record_type(name), near(store, name))
    assert record is not None
    store.trash([record])
    return str(record.id)
