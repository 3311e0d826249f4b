"""Beside a requirement: what other standards in use already have for it; a person takes it over, nothing by itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from armdesk.catalogues.catalogue import UNANSWERED, pick
from armdesk.catalogues.crossmap import RELATIONS
from armdesk.errors import ArmdeskError
from armdesk.i18n import _, current, ngettext
from armdesk.models import CrossTie
from armdesk.services.standards.cross import Offer, statement_from, take_papers
from armdesk.services.standards.ties import OWN, REFUSED
from ui import problems, texts, undoing
from ui.blocks import button
from ui.layouts import column_in
from ui.session import Session

_LONGEST = 40


class Offers(QWidget):
    """One paragraph for each related requirement.  statement_wanted carries its statement with its origin."""

    statement_wanted = Signal(str)

    def __init__(self, session: Session, reference: str, offers: Sequence[Offer],
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.reference = session, reference
        column = column_in(self, 2)
        refused = [offer for offer in offers if offer.refused]
        for place, offer in enumerate(offer for offer in offers if not offer.refused):
            if place:
                column.addSpacing(6)
            self._put(column, offer)
        for offer in refused:
            self._put_refused(column, offer)
        if not session.read_only:
            column.addSpacing(6)
            column.addWidget(button(_("Tie to another requirement"), self._add, look="link"))

    def _put(self, column: QVBoxLayout, offer: Offer) -> None:
        name = offer.name()
        way = button(name if len(name) <= _LONGEST else name[:_LONGEST] + "…", partial(
            self.session.open, "requirement", record=offer.reference.partition("/")[2]), look="link",
            tip=f"{offer.catalogue.title(current())}\n{name}")
        way.setMinimumWidth(40)
        way.setAccessibleName(name)
        column.addWidget(way)
        standard = offer.catalogue.title(current()).split(",")[0]
        relation, reason = _(RELATIONS[offer.related.relation]), pick(offer.related.reason, current())
        column.addWidget(texts.label(_("{standard}: {relation}. {reason}").format(
            standard=standard, relation=relation, reason=reason), role="small", wrap=True))
        label = pick(offer.catalogue.result(offer.requirement, offer.result).label, current()) \
            if offer.result != UNANSWERED else _("not answered yet")
        if offer.decided is not None:
            column.addWidget(texts.label(_("{decision} by {author}, {day}").format(
                decision=offer.decided.field("decision").format(offer.decided.decision),
                author=offer.decided.author, day=offer.decided.date), role="small", wrap=True))
        words = ngettext("{result} · {count} paper", "{result} · {count} papers", len(offer.citations)).format(
            result=label, count=len(offer.citations))
        column.addWidget(texts.label(words, role="good" if offer.good else "quiet", wrap=True))
        if self.session.read_only:
            return
        if offer.fresh:
            take = ngettext("Take over {count} paper", "Take over {count} papers", len(offer.fresh))
            column.addWidget(button(take.format(count=len(offer.fresh)), partial(self._take, offer), look="link"))
        said = statement_from(offer)
        if said:
            column.addWidget(button(_("Take over the statement"), partial(self.statement_wanted.emit, said),
                                    look="link"))
        row = QHBoxLayout()
        row.setSpacing(16)
        if offer.decided is None:
            row.addWidget(button(_("It fits"), partial(self._confirm, offer), look="link"))
        row.addWidget(button(_("Does not fit"), partial(self._refuse, offer), look="link"))
        row.addStretch(1)
        column.addLayout(row)

    def _put_refused(self, column: QVBoxLayout, offer: Offer) -> None:
        """A tie that somebody refused: why, and a way back."""
        decided = offer.decided
        if decided is None:
            return
        column.addSpacing(6)
        column.addWidget(texts.label(_("{name} does not fit because: {reason} ({author}, {day})").format(
            name=offer.name(), reason=decided.reason, author=decided.author, day=decided.date), role="small",
            wrap=True))
        if not self.session.read_only:
            column.addWidget(button(_("Offer it again"), partial(self._offer_again, decided), look="link"))

    def _confirm(self, offer: Offer) -> None:
        from ui import tie_dialog  # needed when somebody decides, not to show a requirement

        tie_dialog.confirm(self.session, self.reference, offer, self)

    def _refuse(self, offer: Offer) -> None:
        from ui.tie_dialog import TieDialog

        TieDialog(self.session, self.reference, offer.reference, REFUSED, self, offer.name()).exec()

    def _add(self) -> None:
        from ui.tie_dialog import TieDialog

        TieDialog(self.session, self.reference, "", OWN, self).exec()

    def _offer_again(self, decided: CrossTie) -> None:
        try:
            self.session.store.trash([decided])
        except ArmdeskError as error:
            problems.show(error, self)
            return
        self.session.say(_("It is offered again."), "good", _("Undo"), undoing.newest(self.session, self))

    def _take(self, offer: Offer) -> None:
        try:
            count = take_papers(self.session.store, offer.fresh, self.reference)
        except ArmdeskError as error:
            problems.show(error, self)
            return
        words = ngettext("{count} paper is cited here too.", "{count} papers are cited here too.", count)
        self.session.say(words.format(count=count), "good", _("Undo"), undoing.newest(self.session, self, count))
