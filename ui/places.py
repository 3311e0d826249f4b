"""The eight places of the rail and the list of all pages; to add a page, add one line to PAGES."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

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


@dataclass(frozen=True)
class Page:
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


def _requirements(session: Session) -> QWidget:
    from ui.pages.requirements import RequirementsPage

    return RequirementsPage(session)


def _models(session: Session) -> QWidget:
    from ui.pages.models import ModelsPage

    return ModelsPage(session)


# Pages and registers that stand first among the tabs of their place; then other pages, then registers as in RECORDS.
_FIRST = ("person", "crew", "site", "training", "meeting", "grievance",
          "day_sheet", "production", "batch", "lot", "sale", "account", "balance",
          "trace", "stock_card", "reagent_movement", "party", "kyc", "premium", "closing", "action")

PAGES: list[Page] = [
    Page("today", "today", N_("Today"), _home),
    Page("history", "today", N_("History"), _history),
    Page("backups", "today", N_("Backups"), _backups),
    Page("preferences", "today", N_("Preferences"), _preferences),
    Page("help", "today", N_("Manual"), _help),
    Page("lot", "production", N_("Lots"), _lots),
    Page("trace", "production", N_("Trace"), _trace),
    Page("day_sheet", "production", N_("Day sheet"), _day_sheet),
    Page("premium", "production", N_("Premium account"), _premium),
    Page("kyc", "production", N_("Due diligence"), _kyc),
    Page("closing", "production", N_("Month close"), _closing),
    Page("inbox", "evidence", N_("Inbox"), _inbox),
    Page("balance", "production", N_("Mass balance"), _balance),
    Page("stock_card", "production", N_("Stock cards"), _stock_card),
    Page("account", "production", N_("Members' accounts"), _accounts),
    Page("pack", "audit", N_("Evidence packs"), _packs),
    Page("requirement", "standards", N_("Requirements"), _requirements),
    Page("rate", "standards", N_("Rates and limits"), _rates),
    Page("models", "plan", N_("Models"), _models),
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
