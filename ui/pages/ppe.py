"""The register of protective equipment, with deliveries to a crew, their list to sign, and the card of a person."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from armdesk.i18n import _, current
from armdesk.models import Person, PpeDelivery
from armdesk.reports import ppe_list
from armdesk.services.people import ppe
from ui import choosers, ppe_handing, printing
from ui.pages.records import RecordsPage
from ui.session import Session


class PpePage(RecordsPage):
    """Deliveries of equipment."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, PpeDelivery, parent)

    def _head(self) -> QHBoxLayout:
        row = super()._head()
        self.hand_button = QPushButton(_("Hand out to a crew"))
        self.hand_button.setToolTip(_("What each one gets, in one go (Alt+H)"))
        self.hand_button.setShortcut("Alt+H")
        self.hand_button.setEnabled(not self.session.read_only)
        self.hand_button.clicked.connect(self.hand_out)
        row.insertWidget(1, self.hand_button, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def _head_shown(self, listed: bool) -> None:
        super()._head_shown(listed)
        self.hand_button.setVisible(listed)

    def hand_out(self) -> None:
        """Hand out to a whole crew."""
        ppe_handing.hand_out(self.session, self)

    def add_actions(self, menu: QMenu, ids: list[str]) -> None:
        """The list of the day, the card of the person, and signatures that came back."""
        store = self.session.store
        chosen = [each for id_ in ids if (each := store.get(PpeDelivery, id_)) is not None]
        days, people = {each.date for each in chosen}, {each.person for each in chosen}
        if len(days) == 1:
            menu.addAction(_("Print the list of this day"), partial(
                ppe_handing.print_list, self.session, self, chosen[0].date))
        person = store.get(Person, chosen[0].person) if len(people) == 1 else None
        if person is not None:
            menu.addAction(_("Card of this person"), partial(self.print_card, person))
        menu.addAction(_("Signed for"), lambda: self.sign(chosen)).setEnabled(
            any(not each.signed for each in chosen))
        menu.addSeparator()

    def print_card(self, person: Person) -> None:
        """The card of one person as a PDF."""
        session, name, language = self.session, self.session.workspace.settings.name, current()
        day = session.today()
        title = _("Card of protective equipment")
        printing.to_file(session, self, title, f"{choosers.plain(f'{title} {person.name}')}.pdf",
                         lambda: ppe_list.card(session.store, person, name, language, day))

    def sign(self, chosen: list[PpeDelivery]) -> None:
        """Note that the marked deliveries were signed for."""
        ppe.mark_signed(self.session.store, chosen)
