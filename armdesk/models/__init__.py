"""All record types of the program, in the order in which they are shown and written to packs."""

from __future__ import annotations

from armdesk.models.accounts import AccountEntry, Printout, Settlement
from armdesk.models.audit import AuditSlot, AuditStep, Readiness, RequestList, VisitNote
from armdesk.models.cited_fact import CitedFact
from armdesk.models.closing import MonthClose
from armdesk.models.emergency import Drill, EmergencyPlan, Equipment, EquipmentCheck
from armdesk.models.evidence import Citation, Document, ImportRun, Revision
from armdesk.models.exposure import Exposure, Goal, MonitoringPlan
from armdesk.models.governance import Meeting, MeetingAttendance, Resolution
from armdesk.models.identity import AgeAlarm, OtherName, TwoPeople
from armdesk.models.incident import IncidentNotice, SealOpening
from armdesk.models.inspections import InspectionAnswer, InspectionPlan, InspectionQuestion, InspectionTemplate
from armdesk.models.joint_plan import AgendaItem, Agreement, AgreementNote
from armdesk.models.lots import Assay, CustodyTransfer, Lot, LotInput
from armdesk.models.needs import CourseKind, CourseNeed, PpeNeed
from armdesk.models.organisation import Crew, Organisation, Permit, Policy, Site, Stakeholder
from armdesk.models.organs import Interest, KeptThing, Mandate, Organ, OrganRule, VoteRule
from armdesk.models.own_rows import CrossTie, OfficialText, OwnCatalogue, OwnRequirement
from armdesk.models.people import Person, PersonRole, Registration
from armdesk.models.plan import Action, ActionNote, Audit, AuditRequest, Finding, Risk
from armdesk.models.plan_parts import ActionExtension, ActionParcel, RiskReview, SourceOfAction
from armdesk.models.premium_plan import CommitteeSeat, PremiumPlan, PremiumPlanLine
from armdesk.models.production import Attendance, Batch, BatchInput, Production, ReagentMovement, Shift
from armdesk.models.rehearsal import Rehearsal
from armdesk.models.removed_file import RemovedFile
from armdesk.models.safety import (
    Grievance,
    Incident,
    InjuredPerson,
    Inspection,
    Measurement,
    PpeDelivery,
    SecurityEvent,
    Training,
    TrainingAttendance,
)
from armdesk.models.standards import Answer, CatalogueUse, Explanation, Pack, Rate
from armdesk.models.trade import (
    Advance,
    Party,
    PartyCheck,
    Payment,
    PremiumEntry,
    Sale,
    SaleDeduction,
)
from armdesk.record import Record

__all__ = [
    "RECORDS",
    "AccountEntry",
    "Action",
    "ActionExtension",
    "ActionNote",
    "ActionParcel",
    "Advance",
    "AgeAlarm",
    "AgendaItem",
    "Agreement",
    "AgreementNote",
    "Answer",
    "Assay",
    "Attendance",
    "Audit",
    "AuditRequest",
    "AuditSlot",
    "AuditStep",
    "Batch",
    "BatchInput",
    "CatalogueUse",
    "Citation",
    "CitedFact",
    "CommitteeSeat",
    "CourseKind",
    "CourseNeed",
    "Crew",
    "CrossTie",
    "CustodyTransfer",
    "Document",
    "Drill",
    "EmergencyPlan",
    "Equipment",
    "EquipmentCheck",
    "Explanation",
    "Exposure",
    "Finding",
    "Goal",
    "Grievance",
    "ImportRun",
    "Incident",
    "IncidentNotice",
    "InjuredPerson",
    "Inspection",
    "InspectionAnswer",
    "InspectionPlan",
    "InspectionQuestion",
    "InspectionTemplate",
    "Interest",
    "KeptThing",
    "Lot",
    "LotInput",
    "Mandate",
    "Measurement",
    "Meeting",
    "MeetingAttendance",
    "MonitoringPlan",
    "MonthClose",
    "OfficialText",
    "Organ",
    "OrganRule",
    "Organisation",
    "OtherName",
    "OwnCatalogue",
    "OwnRequirement",
    "Pack",
    "Party",
    "PartyCheck",
    "Payment",
    "Permit",
    "Person",
    "PersonRole",
    "Policy",
    "PpeDelivery",
    "PpeNeed",
    "PremiumEntry",
    "PremiumPlan",
    "PremiumPlanLine",
    "Printout",
    "Production",
    "Rate",
    "Readiness",
    "ReagentMovement",
    "Registration",
    "Rehearsal",
    "RemovedFile",
    "RequestList",
    "Resolution",
    "Revision",
    "Risk",
    "RiskReview",
    "Sale",
    "SaleDeduction",
    "SealOpening",
    "SecurityEvent",
    "Settlement",
    "Shift",
    "Site",
    "SourceOfAction",
    "Stakeholder",
    "Training",
    "TrainingAttendance",
    "TwoPeople",
    "VisitNote",
    "VoteRule",
    "record_type",
]

RECORDS: tuple[type[Record], ...] = (
    Organisation, Site, Permit, Crew, Person, PersonRole, Registration,
    CourseKind, CourseNeed, Training, TrainingAttendance, PpeNeed, PpeDelivery,
    Organ, OrganRule, VoteRule,
    OtherName, TwoPeople, AgeAlarm,
    Meeting, MeetingAttendance, Resolution, Stakeholder, Policy, Grievance,
    AgendaItem, Mandate, Interest, KeptThing, Agreement, AgreementNote,
    Production, Shift, Attendance, Batch, BatchInput, ReagentMovement, Lot, LotInput, CustodyTransfer, Assay,
    Party, PartyCheck, Sale, SaleDeduction, Settlement, Payment, Advance, AccountEntry,
    CommitteeSeat, PremiumPlan, PremiumPlanLine, PremiumEntry, Printout,
    MonthClose,
    Incident, InjuredPerson, IncidentNotice, SealOpening,
    Equipment, InspectionTemplate, InspectionQuestion, InspectionPlan, Inspection, InspectionAnswer,
    EquipmentCheck, EmergencyPlan, Drill,
    Measurement, SecurityEvent,
    Exposure, Goal, MonitoringPlan,
    Document, Revision, Citation, ImportRun, RemovedFile,
    CatalogueUse, Answer, CitedFact, Rate, Explanation,
    OwnCatalogue, OwnRequirement, OfficialText, CrossTie,
    Pack, Risk, Action, ActionNote, Audit, RequestList, AuditRequest, Finding, Rehearsal,
    AuditStep, AuditSlot, VisitNote, Readiness,
    RiskReview, SourceOfAction, ActionExtension, ActionParcel,
)

_BY_NAME = {record.type_name(): record for record in RECORDS}


def record_type(name: str) -> type[Record]:
    """The record type of a name such as "lot".  Errors: KeyError."""
    return _BY_NAME[name]
