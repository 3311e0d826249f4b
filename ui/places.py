"""The eight places of the rail and the list of all pages; to add a page, add one line to PAGES."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
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


# Pages are imported when they are first opened: the window should stand before all of them are read.


def _closing(session: Session) -> QWidget:
    from ui.pages.closing import ClosingPage

    return ClosingPage(session)


def _premium(session: Session) -> QWidget:
    from ui.pages.premium import PremiumPage

    return PremiumPage(session)


def _history(session: Session) -> QWidget:
    from ui.pages.history import HistoryPage

    return HistoryPage(session)


def _help(session: Session) -> QWidget:
    from ui.pages.help import HelpPage

    return HelpPage(session)


def _home(session: Session) -> QWidget:
    from ui.pages.home import HomePage

    return HomePage(session)


def _day_sheet(session: Session) -> QWidget:
    from ui.pages.day_sheet import DaySheetPage

    return DaySheetPage(session)


def _inbox(session: Session) -> QWidget:
    from ui.pages.inbox import InboxPage

    return InboxPage(session)


def _kyc(session: Session) -> QWidget:
    from ui.pages.kyc import KycPage

    return KycPage(session)


def _packs(session: Session) -> QWidget:
    from ui.pages.packs import PacksPage

    return PacksPage(session)


def _backups(session: Session) -> QWidget:
    from ui.pages.backups import BackupsPage

    return BackupsPage(session)


def _lots(session: Session) -> QWidget:
    from ui.pages.lots import LotsPage

    return LotsPage(session)


def _trace(session: Session) -> QWidget:
    from ui.pages.trace import TracePage

    return TracePage(session)


def _preferences(session: Session) -> QWidget:
    from ui.pages.preferences import PreferencesPage

    return PreferencesPage(session)


def _balance(session: Session) -> QWidget:
    from ui.pages.balance import BalancePage

    return BalancePage(session)


def _stock_card(session: Session) -> QWidget:
    from ui.pages.stock_card import StockCardPage

    return StockCardPage(session)


def _rates(session: Session) -> QWidget:
    from ui.pages.rates import RatesPage

    return RatesPage(session)


def _records(session: Session, type_: type[Record]) -> QWidget:
    from ui.pages.records import RecordsPage

    return RecordsPage(session, type_)


def _accounts(session: Session) -> QWidget:
    from ui.pages.accounts import AccountsPage

    return AccountsPage(session)


def _rehearsal(session: Session) -> QWidget:
    from ui.pages.rehearsal import RehearsalPage

    return RehearsalPage(session)


def _road(session: Session) -> QWidget:
    from ui.pages.road import RoadPage

    return RoadPage(session)


def _evidence_calendar(session: Session) -> QWidget:
    from ui.pages.evidence_calendar import EvidenceCalendarPage

    return EvidenceCalendarPage(session)
def _indicators(session: Session) -> QWidget:
    from ui.pages.indicators import IndicatorsPage

    return IndicatorsPage(session)


def _attendance(session: Session) -> QWidget:
    from ui.pages.attendance import AttendancePage

    return AttendancePage(session)


def _environment(session: Session) -> QWidget:
    from ui.pages.environment import EnvironmentPage

    return EnvironmentPage(session)
def _assembly(session: Session) -> QWidget:
    from ui.pages.assembly import AssemblyPage

    return AssemblyPage(session)


def _meetings(session: Session) -> QWidget:
    from ui.pages.meetings import MeetingsPage

    return MeetingsPage(session)


def _offices(session: Session) -> QWidget:
    from ui.pages.offices import OfficesPage

    return OfficesPage(session)


def _joint_plan(session: Session) -> QWidget:
    from ui.pages.joint_plan import JointPlanPage

    return JointPlanPage(session)


def _policies(session: Session) -> QWidget:
    from ui.pages.policies import PoliciesPage

    return PoliciesPage(session)


def _handover(session: Session) -> QWidget:
    from ui.pages.handover import HandoverPage

    return HandoverPage(session)
def _actions(session: Session) -> QWidget:
    from ui.pages.actions import ActionsPage

    return ActionsPage(session)


def _board(session: Session) -> QWidget:
    from ui.pages.board import BoardPage

    return BoardPage(session)


def _timeline(session: Session) -> QWidget:
    from ui.pages.timeline import TimelinePage

    return TimelinePage(session)


def _risks(session: Session) -> QWidget:
    from ui.pages.risks import RisksPage

    return RisksPage(session)


def _plan_changes(session: Session) -> QWidget:
    from ui.pages.plan_changes import PlanChangesPage

    return PlanChangesPage(session)


def _risk_matrix(session: Session) -> QWidget:
    from ui.pages.risk_matrix import RiskMatrixPage

    return RiskMatrixPage(session)
def _incidents(session: Session) -> QWidget:
    from ui.pages.incidents import IncidentsPage

    return IncidentsPage(session)


def _grievances(session: Session) -> QWidget:
    from ui.pages.grievances import GrievancesPage

    return GrievancesPage(session)


def _requirements(session: Session) -> QWidget:
    from ui.pages.requirements import RequirementsPage

    return RequirementsPage(session)


def _models(session: Session) -> QWidget:
    from ui.pages.models import ModelsPage

    return ModelsPage(session)


def _course_sheet(session: Session) -> QWidget:
    from ui.pages.course_sheet import CourseSheetPage

    return CourseSheetPage(session)


def _coverage(session: Session) -> QWidget:
    from ui.pages.coverage import CoveragePage

    return CoveragePage(session)


def _training(session: Session) -> QWidget:
    from ui.pages.training import TrainingPage

    return TrainingPage(session)


def _ppe(session: Session) -> QWidget:
    from ui.pages.ppe import PpePage

    return PpePage(session)


def _rounds(session: Session) -> QWidget:
    from ui.pages.rounds import RoundsPage

    return RoundsPage(session)


def _emergency(session: Session) -> QWidget:
    from ui.pages.emergency import EmergencyPage

    return EmergencyPage(session)
def _people(session: Session) -> QWidget:
    from ui.pages.people import PeoplePage

    return PeoplePage(session)


def _duplicates(session: Session) -> QWidget:
    from ui.pages.duplicates import DuplicatesPage

    return DuplicatesPage(session)


def _loose_names(session: Session) -> QWidget:
    from ui.pages.loose_names import LooseNamesPage

    return LooseNamesPage(session)


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
    Page("today", "today", N_("Today"), _home),
    Page("history", "today", N_("History"), _history),
    Page("backups", "today", N_("Backups"), _backups),
    Page("preferences", "today", N_("Preferences"), _preferences),
    Page("help", "today", N_("Manual"), _help),
    Page("person", "people", N_("Members and workers"), _people),
    Page("duplicates", "people", N_("Likely duplicates"), _duplicates, tab=False),
    Page("loose_names", "people", N_("Names of the books"), _loose_names, tab=False),
    Page("lot", "production", N_("Lots"), _lots),
    Page("trace", "production", N_("Trace"), _trace),
    Page("day_sheet", "production", N_("Day sheet"), _day_sheet),
    Page("premium", "production", N_("Premium account"), _premium),
    Page("kyc", "production", N_("Due diligence"), _kyc),
    Page("closing", "production", N_("Month close"), _closing),
    Page("inbox", "evidence", N_("Inbox"), _inbox),
    Page("evidence_calendar", "evidence", N_("Calendar"), _evidence_calendar),
    Page("balance", "production", N_("Mass balance"), _balance),
    Page("stock_card", "production", N_("Stock cards"), _stock_card),
    Page("account", "production", N_("Members' accounts"), _accounts),
    Page("training", "people", N_("Training"), _training),
    Page("course_sheet", "people", N_("Attendance at courses"), _course_sheet),
    Page("coverage", "people", N_("Coverage"), _coverage),
    Page("ppe_delivery", "people", N_("Protective equipment"), _ppe),
    Page("round", "safety", N_("Rounds of inspection"), _rounds),
    Page("emergency", "safety", N_("Emergency"), _emergency),
    Page("action", "plan", N_("Action plan"), _actions),
    Page("board", "plan", N_("Board by state"), _board),
    Page("timeline", "plan", N_("Timeline"), _timeline),
    Page("risk", "plan", N_("Risks"), _risks),
    Page("risk_matrix", "plan", N_("Risk matrix"), _risk_matrix),
    Page("plan_changes", "plan", N_("What changed"), _plan_changes),
    Page("incident", "safety", N_("Incidents and near misses"), _incidents),
    Page("grievance", "people", N_("Grievances"), _grievances),
    Page("pack", "audit", N_("Evidence packs"), _packs),
    Page("rehearsal", "audit", N_("Dress rehearsal"), _rehearsal),
    Page("requirement", "standards", N_("Requirements"), _requirements),
    Page("road", "standards", N_("Road to a standard"), _road),
    Page("indicators", "safety", N_("Indicators"), _indicators),
    Page("attendance_sheet", "people", N_("Attendance"), _attendance),
    Page("environment", "safety", N_("Environment"), _environment),
    Page("rate", "standards", N_("Rates and limits"), _rates),
    Page("models", "plan", N_("Models"), _models),
    Page("meeting", "people", N_("Meetings and assemblies"), _meetings),
    Page("assembly", "people", N_("Hold a meeting"), _assembly),
    Page("offices", "people", N_("Who holds which office"), _offices),
    Page("joint_plan", "people", N_("Joint action plan"), _joint_plan),
    Page("policy", "people", N_("Policies"), _policies),
    Page("handover", "people", N_("Handover act"), _handover),
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
