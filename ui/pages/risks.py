"""The page of risks: the register, with the rows of Annex II to assess and reassessments."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QWidget

from armdesk.catalogues.catalogue import Catalogue
from armdesk.errors import ArmdeskError, CatalogueError
from armdesk.i18n import _, current, ngettext
from armdesk.models import Risk, RiskReview
from armdesk.record import Record
from armdesk.services.basis import own_rows
from armdesk.services.plan import risks
from armdesk.services.plan.risks import Offer
from ui import problems, risk_dialogs, texts, undoing
from ui.ask_dialog import AskDialog
from ui.blocks import button, key
from ui.pages.records import RecordsPage
from ui.plain_table import PlainTable
from ui.record_view import RecordView
from ui.risk_view import RiskView
from ui.session import Session

USUAL = "oecd-annex2"
"""The catalogue whose rows are risks."""


class RisksPage(RecordsPage):
    """Risks, and the work with them."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, Risk, parent)
        self._key("Alt+R", self.review_current)

    def _head(self) -> QHBoxLayout:
        row = super()._head()
        self.offer_button = button(_("Risks to assess"), self.offer, tip=_(
            "The risks of Annex II of the OECD Guidance, to be taken into the register and assessed (Alt+O)"))
        self.offer_button.setShortcut("Alt+O")
        self.offer_button.setEnabled(not self.session.read_only)
        row.insertWidget(1, self.offer_button, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def _head_shown(self, listed: bool) -> None:
        super()._head_shown(listed)
        self.offer_button.setVisible(listed)

    def parts_of(self, records: list[Record]) -> list[Record]:
        """Reassessments are nothing without their risk."""
        return [part for record in records for part in self.session.store.all(RiskReview, risk=record.id)]

    def new_view(self) -> RecordView:
        """A risk is shown with its level, its clock and what it was before."""
        return RiskView(self.session)

    def add_actions(self, menu: QMenu, ids: list[str]) -> None:
        """Looking at a risk again."""
        one = menu.addAction(_("Reassess") + " …\tAlt+R", partial(risk_dialogs.review, self.session, ids[0], self))
        one.setEnabled(len(ids) == 1)
        menu.addSeparator()

    def review_current(self) -> None:
        """Look at the risk in view again."""
        if isinstance(self.view, RiskView) and self.stack.currentWidget() is self.view:
            self.view.review()
        elif id_ := self.list.table.current_id():
            risk_dialogs.review(self.session, id_, self)

    def offer(self) -> None:
        """Show the rows of the catalogues that are risks."""
        try:
            known = own_rows.known(self.session.store, [])
        except CatalogueError as error:
            problems.show(error, self)
            return
        dialog = OfferDialog(self.session, [each for each in known if risks.offers(self.session.store, each)], self)
        dialog.exec()
        dialog.deleteLater()


class OfferDialog(AskDialog):
    """Rows of a catalogue to mark; what is in the register already is shown so."""

    def __init__(self, session: Session, catalogues: list[Catalogue], parent: QWidget | None = None) -> None:
        super().__init__(session, _("Risks to assess"), parent)
        self.catalogues = sorted(catalogues, key=lambda each: each.key != USUAL)
        self.offers: list[Offer] = []
        self.marked: set[int] = set()
        self.resize(1080, 560)
        self.column.addWidget(texts.label(_(
            "Mark what could happen where you work. Each becomes a risk of the register, to be assessed: how likely, "
            "how grave, and whether to continue, suspend or end."), role="quiet", wrap=True))
        self.choice = QComboBox()
        self.choice.setAccessibleName(_("Standard"))
        for each in self.catalogues:
            self.choice.addItem(each.title(current()), each.key)
        self.choice.currentIndexChanged.connect(lambda _place: self._read())
        self.column.addWidget(self.choice)
        self.table = PlainTable(session.theme, _("Risks to assess"))
        self.table.doubleClicked.connect(self.toggle)
        key(self.table, "Space", lambda: self.toggle(self.table.currentIndex()))
        key(self.table, "Ctrl+A", self.mark_all)
        self.column.addWidget(self.table, 10)
        self.about = texts.label("", wrap=True)
        self.about.setMinimumHeight(64)
        self.about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.column.addWidget(self.about)
        self.column.addWidget(texts.label(_("Space marks a row, Ctrl+A all."), role="small"))
        self.add_foot(_("Take into the register"))
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self._read()
        self.table.setFocus()

    def _read(self) -> None:
        place = self.choice.currentIndex()
        self.offers = risks.offers(self.session.store, self.catalogues[place]) if place >= 0 else []
        self.marked = set()
        self._show()

    def _show(self) -> None:
        row = self.table.currentIndex().row()
        headings = (_("Mark"), _("Code"), _("Issue"), _("Risk"), _("If it is found"))
        self.table.show_rows(headings, len(self.offers), self._text)
        if 0 <= row < len(self.offers):
            self.table.selectRow(row)
        self.go.setText(ngettext("Take {count} into the register", "Take {count} into the register",
                                 len(self.marked)).format(count=len(self.marked)))

    def _text(self, row: int, column: int) -> str:
        offer = self.offers[row]
        mark = _("in the register") if offer.risk else "☑" if row in self.marked else "☐"
        asked = _(risks.FOUND[offer.asked]) if offer.asked in risks.FOUND else ""
        return (mark, offer.code, offer.issue, offer.title, asked)[column]

    def _on_row(self, index: QModelIndex, _before: QModelIndex) -> None:
        if 0 <= index.row() < len(self.offers):
            offer = self.offers[index.row()]
            self.about.setText(f"{offer.text}\n{offer.response}".strip())

    def toggle(self, index: QModelIndex) -> None:
        """Mark a row, or not."""
        if index.isValid() and not self.offers[index.row()].risk:
            self.marked ^= {index.row()}
            self._show()

    def mark_all(self) -> None:
        """Mark all that are not there yet."""
        self.marked = {row for row, offer in enumerate(self.offers) if not offer.risk}
        self._show()

    def submit(self) -> None:
        """Take them into the register."""
        chosen = [self.offers[row] for row in sorted(self.marked)]
        try:
            made = risks.take_in(self.session.store, chosen, self.session.today())
        except ArmdeskError as error:
            problems.show(error, self)
            return
        if made:
            self.session.say(ngettext("{count} risk is to be assessed.", "{count} risks are to be assessed.",
                                      len(made)).format(count=len(made)), "good", _("Undo"),
                             undoing.newest(self.session, self.parentWidget()))
        self.accept()
