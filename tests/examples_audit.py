"""One valid example of each record of the audit room."""

from __future__ import annotations

import json
from datetime import date

from examples_support import near

from armdesk.models import audit as models
from armdesk.store import Store

REQUIREMENT = "requirement/craft-2.0/M.5/1.3/P.1"


def audit_step(store: Store) -> models.AuditStep:
    return models.AuditStep(audit=near(store, "audit"), date=date(2026, 2, 20), stage_before="preparing",
                            stage="rehearsing", missing="Faltan dos papeles", reason="Llegan el lunes",
                            author="Rosalba")


def audit_slot(store: Store) -> models.AuditSlot:
    return models.AuditSlot(audit=near(store, "audit"), date=date(2026, 3, 14), starts="08:00", ends="09:30",
                            topic="Reunión de apertura", place="Oficina", host="Gerencia", guest="Auditora líder",
                            note="Lista de asociados")


def visit_note(store: Store) -> models.VisitNote:
    return models.VisitNote(audit=near(store, "audit"), date=date(2026, 3, 14), time="10:15", kind="sample",
                            text="Pidió el rastro de una venta", who="Comercialización", people=2,
                            requirement=REQUIREMENT, target=f"sale/{near(store, 'sale')}", walked=9, broken=1,
                            chain=json.dumps([["paid", "Pago", "broken", "Sin comprobante", ""]]), outcome="doubt",
                            answer="Se busca el comprobante")


def request_list(store: Store) -> models.RequestList:
    return models.RequestList(audit=near(store, "audit"), date=date(2026, 2, 10), file_name="solicitudes.xlsx",
                              sha256="cd" * 32, document=near(store, "document"), requests=12,
                              layout=json.dumps({"sheet": "Lista"}))


def readiness(_store: Store) -> models.Readiness:
    return models.Readiness(date=date(2026, 1, 30), catalogue="craft-2.0", total=67, applicable=60, answered=48,
                            evidenced=40, alarms=1, warnings=4, remarks=9, rehearsed_on=date(2026, 1, 28), walked=540,
                            broken=31, findings=3, majors=1, late=2)
