"""Examples of what belongs to actions and risks."""

from __future__ import annotations

from datetime import date

from examples_support import near

from armdesk.models import plan_parts
from armdesk.store import Store


def source_of_action(store: Store) -> plan_parts.SourceOfAction:
    return plan_parts.SourceOfAction(action=near(store, "action"), target=f"incident/{near(store, 'incident')}",
                                   note="Pedido por el comité")


def action_extension(store: Store) -> plan_parts.ActionExtension:
    return plan_parts.ActionExtension(action=near(store, "action"), date=date(2025, 9, 20), old_due=date(2025, 9, 30),
                                      new_due=date(2099, 11, 30), reason="La madera llegó tarde", approved_by="Junta")


def action_parcel(store: Store) -> plan_parts.ActionParcel:
    return plan_parts.ActionParcel(number="LP-001", sent_on=date(2025, 10, 1), recipient="Alcaldía de El Aliso",
                                   actions=3, body='{"actions": {}}', returned_on=date(2025, 10, 20), note="Por correo")


def risk_review(store: Store) -> plan_parts.RiskReview:
    return plan_parts.RiskReview(risk=near(store, "risk"), date=date(2025, 8, 10), reviewed_by="Comité de seguridad",
                                 old_likelihood="3", old_impact="4", old_response="suspend", likelihood="2", impact="4",
                                 response="continue", reason="Ya no caen rocas en la entrada")
