"""The eight places of the rail and the list of all pages; to add a page, add one line to PAGES."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QWidget

from armdesk.i18n import N_
from armdesk.models import RECORDS
from armdesk.record import Record
from ui.session import Session

TABS = 7
"""Tabs shown at once; the rest of a place stands under "More"."""

PLACE_NAMES = {
    "today": N_("Today"), "people": N_("People"), "production": N_("Production and sales"),
    "safety": N_("Safety and environment"), "evidence": N_("Evidence"), "standards": N_("Standards"),
    "plan": N_("Action plan"), "audit": N_("Audit room"),
}


@dataclass(frozen=True)
class Page:
    """A page of the window.

    Shape: key is unique, a record type's name for its register; place is one of PLACES; title is declared with N_();
    make builds it when it is first opened; tab says whether it stands among the tabs of its place.
    A page may have visit(Visit) to be sent somewhere, refresh(), and leave() -> bool.
    """

    key: str
    place: str
    title: str
    make: Callable[[Session], QWidget]
    tab: bool = True


# Pages are imported when they are first opened: the window should stand before all of them are read.


def _history(session: Session) -> QWidget:
    from ui.pages.history import HistoryPage

    return HistoryPage(session)


def _help(session: Session) -> QWidget:
    from ui.pages.help import HelpPage

    return HelpPage(session)


def _home(session: Session) -> QWidget:
    from ui.pages.home import HomePage

    return HomePage(session)


def _inbox(session: Session) -> QWidget:
    from ui.pages.inbox import InboxPage

    return InboxPage(session)


def _packs(session: Session) -> QWidget:
    from ui.pages.packs import PacksPage

    return PacksPage(session)


def _backups(session: Session) -> QWidget:
    from ui.pages.backups import BackupsPage

    return BackupsPage(session)


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


def _requirements(session: Session) -> QWidget:
    from ui.pages.requirements import RequirementsPage

    return RequirementsPage(session)


# Registers that stand first among the tabs of their place; the others follow in the order of RECORDS.
_FIRST = ("person", "crew", "site", "training", "meeting", "grievance", "production", "batch", "reagent_movement",
          "lot", "sale", "party", "action")

PAGES: list[Page] = [
    Page("today", "today", N_("Today"), _home),
    Page("history", "today", N_("History"), _history),
    Page("backups", "today", N_("Backups"), _backups),
    Page("preferences", "today", N_("Preferences"), _preferences),
    Page("help", "today", N_("Manual"), _help),
    Page("inbox", "evidence", N_("Inbox"), _inbox),
    Page("balance", "production", N_("Mass balance"), _balance),
    Page("stock_card", "production", N_("Stock cards"), _stock_card),
    Page("pack", "audit", N_("Evidence packs"), _packs),
    Page("requirement", "standards", N_("Requirements"), _requirements),
    Page("rate", "standards", N_("Rates and limits"), _rates),
]


def _registers() -> list[Page]:
    names = [record.type_name() for record in RECORDS]
    ranked = sorted(RECORDS, key=lambda record: (
        _FIRST.index(record.type_name()) if record.type_name() in _FIRST else len(_FIRST),
        names.index(record.type_name())))
    return [Page(record.type_name(), record.about.place, record.about.many, partial(_records, type_=record),
                 tab=not record.about.details) for record in ranked]


def all_pages() -> list[Page]:
    """Every page: those of their own first, then the registers; a page of one's own may take a register's key."""
    own = {page.key for page in PAGES}
    return [*PAGES, *(page for page in _registers() if page.key not in own)]
