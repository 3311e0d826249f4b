"""The eight places of the rail and the list of all pages; to add a page, add one line to PAGES."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QWidget

from armdesk.i18n import N_
from ui.session import Session

if TYPE_CHECKING:
    from armdesk.record import Record

TABS = 7
"""Tabs shown at once; the rest of a place stands under "More"."""

# In the order of record.PLACES.
PLACE_NAMES = {
    "today": N_("Today"), "people": N_("People"), "production": N_("Production and sales"),
    "safety": N_("Safety and environment"), "evidence": N_("Evidence"), "standards": N_("Standards"),
    "plan": N_("Action plan"), "audit": N_("Audit room"),
}


class Page(NamedTuple):
    """A page of the window.

    Shape: key is unique, a record type's name for its register; place is one of PLACES; title is declared with N_();
    make builds it when it is first opened; tab says whether it stands among the tabs of its place; after names the
    register behind whose tab it stands, "" for before all.
    A page may have visit(Visit) to be sent somewhere, refresh(), and leave() -> bool.
    """

    key: str
    place: str
    title: str
    make: Callable[[Session], QWidget]
    tab: bool = True


def _made(file: str, name: str) -> Callable[[Session], QWidget]:
    """Makes a page of a file in ui/pages, read when it is first opened: the window stands before all of them."""

    def make(session: Session) -> QWidget:
        page: QWidget = getattr(import_module(f"ui.pages.{file}"), name)(session)
        return page

    return make


def _records(session: Session, type_: type[Record]) -> QWidget:
    from ui.pages.records import RecordsPage

    return RecordsPage(session, type_)


# Pages and registers that stand first among the tabs of their place; then other pages, then registers as in RECORDS.
_FIRST = ("person", "attendance_sheet", "training", "ppe_delivery", "coverage", "meeting", "grievance",
          "crew", "site", "organisation", "permit", "registration", "age_alarm",
          "course_sheet", "course_kind", "course_need", "ppe_need",
          "assembly", "offices", "resolution", "policy", "handover", "kept_thing", "organ", "mandate", "interest",
          "joint_plan", "agreement", "stakeholder",
          "day_sheet", "production", "batch", "lot", "sale", "account", "balance",
          "incident", "round", "emergency", "environment", "indicators", "inspection", "measurement",
          "trace", "stock_card", "reagent_movement", "party", "kyc", "premium", "closing",
          "action", "board", "timeline", "risk", "risk_matrix", "plan_changes")

HEADINGS = {
    "crew": N_("Cooperative"), "course_sheet": N_("Courses and equipment"), "assembly": N_("Meetings and offices"),
    "joint_plan": N_("With communities and authorities"),
}
"""Headings of a long list under "More", each above the page it stands before."""

PAGES: list[Page] = [
    Page("today", "today", N_("Today"), _made("home", "HomePage")),
    Page("history", "today", N_("History"), _made("history", "HistoryPage")),
    Page("backups", "today", N_("Backups"), _made("backups", "BackupsPage")),
    Page("preferences", "today", N_("Preferences"), _made("preferences", "PreferencesPage")),
    Page("help", "today", N_("Manual"), _made("help", "HelpPage")),
    Page("person", "people", N_("Members and workers"), _made("people", "PeoplePage")),
    Page("duplicates", "people", N_("Likely duplicates"), _made("duplicates", "DuplicatesPage"), tab=False),
    Page("loose_names", "people", N_("Names of the books"), _made("loose_names", "LooseNamesPage"), tab=False),
    Page("lot", "production", N_("Lots"), _made("lots", "LotsPage")),
    Page("trace", "production", N_("Trace"), _made("trace", "TracePage")),
    Page("day_sheet", "production", N_("Day sheet"), _made("day_sheet", "DaySheetPage")),
    Page("premium", "production", N_("Premium account"), _made("premium", "PremiumPage")),
    Page("kyc", "production", N_("Due diligence"), _made("kyc", "KycPage")),
    Page("closing", "production", N_("Month close"), _made("closing", "ClosingPage")),
    Page("inbox", "evidence", N_("Inbox"), _made("inbox", "InboxPage")),
    Page("document", "evidence", N_("Library"), _made("library", "LibraryPage")),
    Page("evidence_calendar", "evidence", N_("Calendar"), _made("evidence_calendar", "EvidenceCalendarPage")),
    Page("balance", "production", N_("Mass balance"), _made("balance", "BalancePage")),
    Page("stock_card", "production", N_("Stock cards"), _made("stock_card", "StockCardPage")),
    Page("account", "production", N_("Members' accounts"), _made("accounts", "AccountsPage")),
    Page("training", "people", N_("Training"), _made("training", "TrainingPage")),
    Page("course_sheet", "people", N_("Attendance at courses"), _made("course_sheet", "CourseSheetPage")),
    Page("coverage", "people", N_("Coverage"), _made("coverage", "CoveragePage")),
    Page("ppe_delivery", "people", N_("Protective equipment"), _made("ppe", "PpePage")),
    Page("round", "safety", N_("Rounds of inspection"), _made("rounds", "RoundsPage")),
    Page("emergency", "safety", N_("Emergency"), _made("emergency", "EmergencyPage")),
    Page("action", "plan", N_("Action plan"), _made("actions", "ActionsPage")),
    Page("board", "plan", N_("Board by state"), _made("board", "BoardPage")),
    Page("timeline", "plan", N_("Timeline"), _made("timeline", "TimelinePage")),
    Page("risk", "plan", N_("Risks"), _made("risks", "RisksPage")),
    Page("risk_matrix", "plan", N_("Risk matrix"), _made("risk_matrix", "RiskMatrixPage")),
    Page("plan_changes", "plan", N_("What changed"), _made("plan_changes", "PlanChangesPage")),
    Page("incident", "safety", N_("Incidents and near misses"), _made("incidents", "IncidentsPage")),
    Page("grievance", "people", N_("Grievances"), _made("grievances", "GrievancesPage")),
    Page("audit", "audit", N_("Audit room"), _made("audit_room", "AuditRoomPage")),
    Page("pack", "audit", N_("Evidence packs"), _made("packs", "PacksPage")),
    Page("rehearsal", "audit", N_("Dress rehearsal"), _made("rehearsal", "RehearsalPage")),
    Page("audits_compared", "audit", N_("Audits compared"), _made("audits_compared", "AuditsComparedPage")),
    Page("readiness", "audit", N_("Readiness"), _made("readiness", "ReadinessPage")),
    Page("requirement", "standards", N_("Requirements"), _made("requirements", "RequirementsPage")),
    Page("catalogue_use", "standards", N_("Catalogues"), _made("catalogues", "CataloguesPage")),
    Page("road", "standards", N_("Road to a standard"), _made("road", "RoadPage")),
    Page("indicators", "safety", N_("Indicators"), _made("indicators", "IndicatorsPage")),
    Page("attendance_sheet", "people", N_("Attendance"), _made("attendance", "AttendancePage")),
    Page("environment", "safety", N_("Environment"), _made("environment", "EnvironmentPage")),
    Page("rate", "standards", N_("Rates and limits"), _made("rates", "RatesPage")),
    Page("models", "plan", N_("Models"), _made("models", "ModelsPage")),
    Page("meeting", "people", N_("Meetings and assemblies"), _made("meetings", "MeetingsPage")),
    Page("assembly", "people", N_("Hold a meeting"), _made("assembly", "AssemblyPage")),
    Page("offices", "people", N_("Who holds which office"), _made("offices", "OfficesPage")),
    Page("joint_plan", "people", N_("Joint action plan"), _made("joint_plan", "JointPlanPage")),
    Page("policy", "people", N_("Policies"), _made("policies", "PoliciesPage")),
    Page("handover", "people", N_("Handover act"), _made("handover", "HandoverPage")),
]


_WITHOUT_REGISTERS = ("today",)
"""Places whose pages are all pages of their own, so that nobody waits there for the registers."""


def own_page(key: str) -> Page | None:
    """A page of its own, without looking at the registers."""
    return next((page for page in PAGES if page.key == key), None)


def pages_of(place: str) -> list[Page]:
    """The pages of a place that has no registers, [] for one that has."""
    return [page for page in PAGES if page.place == place] if place in _WITHOUT_REGISTERS else []


def _registers() -> list[Page]:
    from armdesk.models import RECORDS

    return [Page(record.type_name(), record.about.place, record.about.many, partial(_records, type_=record),
                 tab=not record.about.details) for record in RECORDS]


def all_pages() -> list[Page]:
    """Every page in the order of the tabs; a page of one's own may take a register's key.

    Reads the declarations of all records: the window asks for it when somebody leaves the pages of Today.
    """
    own = {page.key for page in PAGES}
    pages = [*PAGES, *(page for page in _registers() if page.key not in own)]
    return sorted(pages, key=lambda page: _FIRST.index(page.key) if page.key in _FIRST else len(_FIRST))
