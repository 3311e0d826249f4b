"""People > Members and workers: the register, with its papers, who stands in it twice and what names mean."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from armdesk.i18n import _
from armdesk.models import Person
from armdesk.query import Filter, Query
from ui import people_printing, people_summary
from ui.pages.records import RecordsPage
from ui.session import Session


class PeoplePage(RecordsPage):
    """Everybody, and what is done with lists of people."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, Person, parent)

    def _head(self) -> QHBoxLayout:
        row = super()._head()
        self.work_button = QPushButton(_("Lists and cards"))
        self.work_button.setToolTip(_("Register, signatures, cards, duplicates, names of the books (Alt+O)"))
        self.work_button.setShortcut("Alt+O")
        self.work_button.clicked.connect(self.offer_work)
        row.insertWidget(1, self.work_button, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def _head_shown(self, listed: bool) -> None:
        super()._head_shown(listed)
        self.work_button.setVisible(listed)

    def work_menu(self) -> QMenu:
        """What can be done with the list as it is shown, or with the marked rows where several are marked."""
        menu = QMenu(self)
        menu.addAction(_("By sex and age"), self.show_summary)
        menu.addAction(_("Register of people (PDF)") + " …", partial(self._print, people_printing.print_register))
        menu.addAction(_("Signature list (PDF)") + " …", partial(self._print, people_printing.print_signatures))
        menu.addAction(_("Cards (PDF)") + " …", self.print_cards).setEnabled(not self.session.read_only)
        menu.addSeparator()
        menu.addAction(_("Likely duplicates"), lambda: self.session.open("duplicates"))
        menu.addAction(_("Link names of the books"), lambda: self.session.open("loose_names"))
        menu.addAction(_("Age alarms"), lambda: self.session.open("age_alarm"))
        return menu

    def offer_work(self) -> None:
        """Open the menu under its button."""
        self.work_menu().exec(self.work_button.mapToGlobal(QPoint(0, self.work_button.height() + 2)))

    def add_actions(self, menu: QMenu, ids: list[str]) -> None:
        """Cards and a list to sign of the marked rows."""
        menu.addAction(_("Cards (PDF)") + " …", lambda: people_printing.print_cards(self.session, self, ids))
        menu.addAction(_("Signature list (PDF)") + " …", lambda: people_printing.print_signatures(
            self.session, self, self._of(ids), ""))
        menu.addSeparator()

    def show_summary(self) -> None:
        """Show who is on the list by sex and age."""
        people_summary.start(self.session, self.chosen_query(), self.said() or _("Members and workers"), self)

    def print_cards(self) -> None:
        """Print the cards of everybody on the list, or of the marked rows."""
        packed = self.session.store.ids(self.chosen_query())
        ids = [bytes(packed[start : start + 16]).hex() for start in range(0, len(packed), 16)]
        if ids:
            people_printing.print_cards(self.session, self, ids)

    def chosen_query(self) -> Query:
        """The marked rows where several are marked, else the list as it is searched and filtered."""
        ids = self.list.table.chosen_ids()
        return self._of(ids) if len(ids) > 1 else self.list.query()

    def said(self) -> str:
        """What narrows the list, as a paper says it: "Search: garza · Role: Member"."""
        query = self.list.query()
        parts = [_("Search: {text}").format(text=query.search)] if query.search else []
        for each in query.filters:
            field = Person.field(each.field)
            values = each.value if isinstance(each.value, tuple | list) else (each.value,)
            target = getattr(field, "target", "")
            shown = ", ".join((self.session.store.label(target, value) if target else field.format(value)) or "–"
                              for value in values)
            parts.append(f"{field.title()}: {shown}")
        return " · ".join(parts)

    def _of(self, ids: list[str]) -> Query:
        return Query(Person, filters=(Filter("id", "in", tuple(ids)),))

    def _print(self, make: object) -> None:
        if callable(make):
            several = len(self.list.table.chosen_ids()) > 1
            make(self.session, self, self.chosen_query(), "" if several else self.said())
