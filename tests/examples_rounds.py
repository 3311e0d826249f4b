"""One complete record of each kind about inspections, emergencies, and what people need for their work."""

from __future__ import annotations

from datetime import date

from examples_support import near

from armdesk.models.emergency import Drill, EmergencyPlan, Equipment, EquipmentCheck
from armdesk.models.inspections import InspectionAnswer, InspectionPlan, InspectionQuestion, InspectionTemplate
from armdesk.models.needs import CourseKind, CourseNeed, PpeNeed
from armdesk.store import Store


def course_kind(_store: Store) -> CourseKind:
    return CourseKind(code="GAS", name="Gases y ventilación", months_valid=12, hours_least=400,
                      law="Reglamento, art. 30", note="Con detector en la mano")


def course_need(store: Store) -> CourseNeed:
    return CourseNeed(course_kind=near(store, "course_kind"), role="worker", crew=near(store, "crew"),
                      site=near(store, "site"), crew_kind="underground", task="perforador", only_hazardous=True,
                      note="Desde 2025")


def ppe_need(store: Store) -> PpeNeed:
    return PpeNeed(item="respirator", role="worker", crew=near(store, "crew"), site=near(store, "site"),
                   crew_kind="underground", task="perforador", only_hazardous=True, quantity=2, note="Con filtros")


def equipment(store: Store) -> Equipment:
    return Equipment(code="EXT-07", name="Extintor del malacate", kind="extinguisher", site=near(store, "site"),
                     place="Junto al malacate", keeper=near(store, "person"), maker="ABC 20 lb", serial_no="77812",
                     bought_on=date(2024, 3, 1), expires_on=date(2026, 3, 1), check_every=30, status="in_use",
                     document=near(store, "document"), note="Con soporte")


def inspection_template(_store: Store) -> InspectionTemplate:
    return InspectionTemplate(code="BOC", revision=2, name="Ronda de bocamina", subject="portal",
                              retired_on=date(2026, 1, 15), origin="Modelo de armdesk", note="Sin carretera")


def inspection_question(store: Store) -> InspectionQuestion:
    return InspectionQuestion(template=near(store, "inspection_template"), position=2, section="Techo",
                              text="¿Está desabombado el frente?", kind="yes_no", critical=True,
                              if_no="Parar y desabombar")


def inspection_answer(store: Store) -> InspectionAnswer:
    return InspectionAnswer(inspection=near(store, "inspection"), question=near(store, "inspection_question"),
                            answer="no", number=1_500, text="Frente norte", note="Dos lajas sueltas",
                            photo=near(store, "document"))


def inspection_plan(store: Store) -> InspectionPlan:
    return InspectionPlan(template=near(store, "inspection_template"), site=near(store, "site"),
                          crew=near(store, "crew"), equipment=near(store, "equipment"), every_days=14,
                          starts_on=date(2025, 1, 6), ends_on=date(2026, 12, 31), inspector=near(store, "person"),
                          note="Los lunes")


def equipment_check(store: Store) -> EquipmentCheck:
    return EquipmentCheck(equipment=near(store, "equipment"), date=date(2025, 5, 2), result="mended",
                          person=near(store, "person"), checked_by="Recargas del Sur", done="Recargado",
                          expires_on=date(2026, 5, 2), next_due=date(2025, 6, 2), document=near(store, "document"))


def emergency_plan(store: Store) -> EmergencyPlan:
    return EmergencyPlan(title="Plan de emergencia de El Aliso", site=near(store, "site"), adopted_on=date(2025, 1, 20),
                         review_on=date(2026, 1, 20), coordinator=near(store, "person"), meeting_point="La cancha",
                         phones="Bomberos: 119", made_known="Leído en la asamblea", document=near(store, "document"))


def drill(store: Store) -> Drill:
    return Drill(date=date(2025, 10, 22), kind="evacuation", site=near(store, "site"),
                 plan=near(store, "emergency_plan"), scenario="Humo en el socavón", minutes=14, participants=31,
                 women=9, leader=near(store, "person"), lessons="La sirena no se oye abajo",
                 next_due=date(2026, 4, 22), document=near(store, "document"))
