"""The page of lots: the register with what can be done with one lot, or with the marked ones."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from armdesk.i18n import _
from armdesk.models import Lot
from ui import lot_proposal, lot_sale, lot_work
from ui.lot_seals import SealsDialog
from ui.lot_view import LotView
from ui.pages.records import RecordsPage
from ui.record_view import RecordView
from ui.session import Session


class LotsPage(RecordsPage):
    """Lots, and the work with them."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, Lot, parent)

    def _head(self) -> QHBoxLayout:
        row = super()._head()
        self.work_button = QPushButton(_("Operations"))
        self.work_button.setToolTip(_("Make, combine, split, melt, sell, hold (Alt+O)"))
        self.work_button.setShortcut("Alt+O")
        self.work_button.setEnabled(not self.session.read_only)
        self.work_button.clicked.connect(self.offer_work)
        row.insertWidget(1, self.work_button, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def _head_shown(self, listed: bool) -> None:
        super()._head_shown(listed)
        self.work_button.setVisible(listed)

    def new_view(self) -> RecordView:
        """A lot is shown with its origin, its weights and its genealogy."""
        return LotView(self.session)

    def work_menu(self) -> QMenu:
        """What can be done: new lots first, then what concerns the marked rows."""
        menu = QMenu(self)
        for operation in ("production", "processing", "purchase"):
            menu.addAction(f"{_(lot_work.WORDS[operation][0])} …", partial(self.work, operation, []))
        menu.addSeparator()
        self.add_actions(menu, self.list.table.chosen_ids())
        menu.addAction(_("Seals and tags: twice and missing") + " …", self.look_at_seals)
        return menu

    def offer_work(self) -> None:
        """Open the menu under its button."""
        self.work_menu().exec(self.work_button.mapToGlobal(QPoint(0, self.work_button.height() + 2)))

    def add_actions(self, menu: QMenu, ids: list[str]) -> None:
        """Combine, split, melt, sell, hold and release the marked lots."""
        for operation, least, most in (("combination", 1, 999), ("split", 1, 1), ("melting", 1, 999)):
            action = menu.addAction(f"{_(lot_work.WORDS[operation][0])} …", partial(self.work, operation, ids))
            action.setEnabled(least <= len(ids) <= most)
        menu.addAction(_("Sell") + " …", lambda: self.sell(ids)).setEnabled(bool(ids))
        for what, word in (("hold", _("Put on hold")), ("freeze", _("Freeze")), ("release", _("Release"))):
            menu.addAction(f"{word} …", partial(lot_sale.start_hold, self.session, ids, what, self)
                           ).setEnabled(bool(ids))
        menu.addAction(_("Which deliveries could it be made of?"),
                       lambda: lot_proposal.start(self.session, set(ids), self)).setEnabled(bool(ids))
        menu.addSeparator()

    def work(self, operation: str, ids: list[str]) -> None:
        """Carry out an operation with these lots and show what it made."""
        made = lot_work.start(self.session, operation, [f"lot/{id_}" for id_ in ids], self)
        if made:
            self.list.refresh()
            self.list.go_to(made[0].id)
            self.open_record(made[0].id)

    def sell(self, ids: list[str]) -> None:
        """Sell these lots and show the sale."""
        sale = lot_sale.start_sale(self.session, ids, self)
        if sale is not None:
            self.session.open("sale", record=sale.id)

    def look_at_seals(self) -> None:
        """Show the seals that do not fit."""
        dialog = SealsDialog(self.session, self)
        dialog.exec()
        dialog.deleteLater()
