"""All record types of the program, in the order in which they are shown and written to packs."""

from __future__ import annotations

from armdesk.models.accounts import AccountEntry, Printout, Settlement
from armdesk.models.closing import MonthClose
from armdesk.models.evidence import Citation, Document, ImportRun, Revision
from armdesk.models.governance import Meeting, MeetingAttendance, Resolution
from armdesk.models.incident import IncidentNotice, SealOpening
from armdesk.models.organisation import Crew, Organisation, Permit, Policy, Site, Stakeholder
from armdesk.models.people import Person, PersonRole, Registration
from armdesk.models.plan import Action, ActionNote, Audit, AuditRequest, Finding, Risk
from armdesk.models.production import Attendance, Batch, BatchInput, Production, ReagentMovement, Shift
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
    Assay,
    CustodyTransfer,
    Lot,
    LotInput,
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
    "ActionNote",
    "Advance",
    "Answer",
    "Assay",
    "Attendance",
    "Audit",
    "AuditRequest",
    "Batch",
    "BatchInput",
    "CatalogueUse",
    "Citation",
    "Crew",
    "CustodyTransfer",
    "Document",
    "Explanation",
    "Finding",
    "Grievance",
    "ImportRun",
    "Incident",
    "IncidentNotice",
    "InjuredPerson",
    "Inspection",
    "Lot",
    "LotInput",
    "Measurement",
    "Meeting",
    "MeetingAttendance",
    "MonthClose",
    "Organisation",
    "Pack",
    "Party",
    "PartyCheck",
    "Payment",
    "Permit",
    "Person",
    "PersonRole",
    "Policy",
    "PpeDelivery",
    "PremiumEntry",
    "Printout",
    "Production",
    "Rate",
    "ReagentMovement",
    "Registration",
    "Resolution",
    "Revision",
    "Risk",
    "Sale",
    "SaleDeduction",
    "SealOpening",
    "SecurityEvent",
    "Settlement",
    "Shift",
    "Site",
    "Stakeholder",
    "Training",
    "TrainingAttendance",
    "record_type",
]

RECORDS: tuple[type[Record], ...] = (
    Organisation, Site, Permit, Crew, Person, PersonRole, Registration, Training, TrainingAttendance, PpeDelivery,
    Meeting, MeetingAttendance, Resolution, Stakeholder, Policy, Grievance,
    Production, Shift, Attendance, Batch, BatchInput, ReagentMovement, Lot, LotInput, CustodyTransfer, Assay,
    Party, PartyCheck, Sale, SaleDeduction, Settlement, Payment, Advance, AccountEntry, PremiumEntry, Printout,
    MonthClose,
    Incident, InjuredPerson, IncidentNotice, SealOpening, Inspection, Measurement, SecurityEvent,
    Document, Revision, Citation, ImportRun,
    CatalogueUse, Answer, Rate, Explanation,
    Risk, Action, ActionNote, Audit, AuditRequest, Finding, Pack,
)

_BY_NAME = {record.type_name(): record for record in RECORDS}


def record_type(name: str) -> type[Record]:
    """The record type of a name such as "lot".  Errors: KeyError."""
    return _BY_NAME[name]
