"""One complete record of each kind about safety, the environment and the action plan."""

from __future__ import annotations

from datetime import date

from examples_support import gone, near

from armdesk.models import plan
from armdesk.models.exposure import Exposure, Goal, MonitoringPlan
from armdesk.models.incident import IncidentNotice, SealOpening
from armdesk.models.inspections import InspectionTemplate
from armdesk.models.safety import Incident, InjuredPerson, Inspection, Measurement, SecurityEvent
from armdesk.store import Store

REQUIREMENT = "requirement/craft-2.0/M.5/1.3/P.1"


def incident(store: Store) -> Incident:
    return Incident(
        number="I-2025-06", date=date(2025, 5, 20), time="10:45", site=near(store, "site"), place="Frente norte",
        crew=near(store, "crew"), severity="lost_time", description="Cayó un bloque del techo.",
        done_at_once="Se cerró el frente", work_stopped=True, resumed_on=date(2025, 5, 22),
        services="ambulance own_brigade", kind="rock_fall", potential="fatal", details="roof_fall support_failed",
        grave="child", persons=1, lost_days=8, person_as_written="Rosalba Q.", reported_by="Jefe de cuadrilla",
        witnesses="Los dos ayudantes", reported_on=date(2025, 5, 20), authority_on=date(2025, 5, 21),
        cause="Techo sin desabombar", why_1="El bloque estaba suelto", why_2="Nadie lo golpeó",
        why_3="No hubo ronda", why_4="El encargado faltó", why_5="Nadie lo reemplaza",
        root_cause="Falta de ronda antes del turno", measures="Ronda firmada", investigated_on=date(2025, 5, 23),
        actions_on=date(2025, 5, 24), effect_on=date(2025, 6, 9), effect="Ninguna piedra suelta en tres rondas",
        status="closed", closed_on=date(2025, 6, 10), same_as=near(store, "incident"))


def injured_person(store: Store) -> InjuredPerson:
    return InjuredPerson(incident=near(store, "incident"), person=near(store, "person"), person_as_written="Rosalba Q.",
                         sex="F", employment="member", off_from=date(2025, 5, 21), returned_on=date(2025, 5, 29),
                         lost_days=8, nature="bruise", regions="shoulder_r arm_r", injury="Golpe",
                         body_part="Hombro", treatment="Puesto de salud")


def incident_notice(store: Store) -> IncidentNotice:
    return IncidentNotice(incident=near(store, "incident"), told="authority", date=date(2025, 5, 21), time="09:10",
                          how="phone", reference="RAD-881", note="Pidieron fotos", name="Nelly Chate")


def seal_opening(store: Store) -> SealOpening:
    return SealOpening(target=f"incident/{near(store, 'incident')}", date=date(2025, 5, 23), time="11:00",
                       opened_by="Nidia Ruano", purpose="Investigación")


def inspection(store: Store) -> Inspection:
    # A list of its own: the round is finished, so nobody could change the one that other examples name.
    used = store.one(InspectionTemplate, code="USADA") or store.save(InspectionTemplate(code="USADA", name="Ronda"))
    return Inspection(date=date(2025, 6, 4), kind="government", body="Agencia minera", inspector="Nelly Chate",
                      position="Ingeniera", site=near(store, "site"), scope="Seguridad en labores",
                      result="Favorable con recomendaciones", status_after="Abierta", findings="Faltan señales.",
                      next_due=date(2025, 12, 4), document=near(store, "document"),
                      template=used.id, crew=near(store, "crew"),
                      equipment=near(store, "equipment"), inspector_person=near(store, "person"),
                      own_crew_reason="No había otra persona", finished_on=date(2025, 6, 4), points=18,
                      points_most=20)


def measurement(store: Store) -> Measurement:
    return Measurement(date=date(2025, 6, 8), site=near(store, "site"), place="Quebrada abajo", latitude=2_410_001,
                       longitude=-76_600_002, medium="water", parameter="Mercurio total", value=1_200, unit="mg/l",
                       limit=2_000, limit_least=100, lab="Laboratorio del Cauca", within_stated=True,
                       disturbed_m2=12_500, restored_m2=3_000, document=near(store, "document"))


def exposure(store: Store) -> Exposure:
    return Exposure(month="2025-05", site=near(store, "site"), hours=412_050, workers=24, source_kind="stated",
                    estimate_rule="Planilla de turnos del capataz; el libro de asistencia se mojó",
                    stated_by="Secretaría")


def goal(store: Store) -> Goal:
    return Goal(indicator="own", name="Retortas en uso", definition="Retortas que se usan cada semana", unit="retortas",
                donor="Fondo Minero", baseline=2_000_000, baseline_on=date(2024, 12, 31), target=9_000_000,
                target_on=date(2026, 12, 31), actual=5_000_000, actual_on=date(2025, 11, 30), note="Faltan dos")


def monitoring_plan(store: Store) -> MonitoringPlan:
    return MonitoringPlan(medium="water", parameter="Mercurio total", site=near(store, "site"), place="Quebrada abajo",
                          every_months=6, begins_on=date(2025, 1, 1), ends_on=date(2027, 12, 31),
                          responsible="Comité ambiental", required_by="Permiso de vertimientos", note="Dos muestras")


def security_event(store: Store) -> SecurityEvent:
    return SecurityEvent(date=date(2025, 2, 1), kind="guard_contract", party="Vigilancia del Macizo", unit="Puesto 1",
                         place="Oficina", amount=180_000_000, currency="COP", in_kind="Ninguno", paid=True,
                         receipt="FV-21", vetting_on=date(2025, 1, 20), vpshr_clause="Cláusula 7", reported_to="Junta",
                         reported_on=date(2025, 2, 2), note="Un guarda")


def risk(store: Store) -> plan.Risk:
    return plan.Risk(number="R-03", requirement=REQUIREMENT, description="Caída de rocas en el frente norte",
                     site=near(store, "site"), likelihood="3", impact="4", response="continue",
                     reason="Se puede mitigar",
                     decided_by="Junta", decided_on=date(2025, 2, 10), status="mitigating",
                     reassessed_on=date(2025, 8, 10))


def action(store: Store) -> plan.Action:
    return plan.Action(
        number="A-014", measure="Entarimar el frente norte", origin=REQUIREMENT, origin_as_written="Visita de mayo",
        area="Seguridad", owner="Jefe de mina", owner_person=near(store, "person"),
        owner_organisation=near(store, "stakeholder"), priority="high",
        adopted_on=date(2025, 6, 5), due_on=date(2025, 9, 30), review_on=date(2025, 12, 5), status="done", progress=90,
        done_on=date(2025, 9, 28), indicator="Metros entarimados", baseline="0", target="40", actual="38",
        effect_checked_on=date(2025, 11, 1),
        effect_checked_by="Comité de seguridad", effective="yes", effect="Sin caídas desde octubre",
        repeat_months=6, repeat_day=30, repeat_of=gone(store, "action"), cost=250_000_000, currency="COP",
        donor="Prima", evidence_as_written="Fotos 3 y 4", note="Falta la entrada")


def action_note(store: Store) -> plan.ActionNote:
    return plan.ActionNote(action=near(store, "action"), date=date(2025, 7, 15), text="Llegó la madera.", progress=40,
                           author="Jefe de mina")


def audit(store: Store) -> plan.Audit:
    return plan.Audit(code="AU-2026", title="Verificación del reporte", kind="assurer", standard="craft-2.0",
                      period_from=date(2025, 1, 1), period_to=date(2025, 12, 31), visit_on=date(2026, 3, 14),
                      visit_until=date(2026, 3, 16), auditor="Verificadora Andina", status="preparing",
                      more_standards="fairmined-2.0", sites="La Peña", body="Organismo Andino", lead="Gerencia",
                      team="Ana: personas", frozen_on=date(2026, 3, 7), frozen_at="17:00", pack=gone(store, "pack"),
                      pack_root="ab" * 32, frozen_seq=900, frozen_head="cd" * 32, outcome="conditional",
                      certificate_no="C-7", certificate_from=date(2026, 4, 1), certificate_to=date(2027, 3, 31),
                      remains="Dos menores", lessons="Empezar antes", closed_on=date(2026, 4, 20),
                      result="Sin resultado todavía", note="Piden listas")


def audit_request(store: Store) -> plan.AuditRequest:
    return plan.AuditRequest(audit=near(store, "audit"), number="12", text="Planillas de entrega de cascos",
                             requirement=REQUIREMENT, due_on=date(2026, 2, 20), status="ready", auditor_status="open",
                             responsible="Jefe de mina", status_on=date(2026, 2, 12), auditor_on=date(2026, 2, 13),
                             auditor_note="Falta marzo", request_list=gone(store, "request_list"), list_row=7,
                             answer="Adjuntas en el anexo")


def finding(store: Store) -> plan.Finding:
    return plan.Finding(audit=near(store, "audit"), inspection=near(store, "inspection"),
                        question=near(store, "inspection_question"), number="H-2",
                        finding_class="minor", requirement=REQUIREMENT, text="Dos personas sin casco",
                        cause="Sin repuesto", class_as_written="NC menor", raised_on=date(2026, 1, 10),
                        evidence="Foto 4", correction="Se prestaron dos", why_1="No había cascos",
                        why_2="No se pidieron", why_3="Nadie cuenta", why_4="No hay lista", why_5="Sin responsable",
                        responsible="Almacén", accepted_on=date(2026, 1, 22), accepted_by="Auditora",
                        auditor_note="Cerrado",
                        action=near(store, "action"), due_on=date(2026, 5, 1), status="closed",
                        closed_on=date(2026, 1, 20))
