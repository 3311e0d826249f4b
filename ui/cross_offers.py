"""Beside a requirement: what other standards in use already have for it; a person takes it over, nothing by itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from armdesk.catalogues.catalogue import UNANSWERED, pick
from armdesk.catalogues.crossmap import RELATIONS
from armdesk.errors import ArmdeskError
from armdesk.i18n import _, current, ngettext
from armdesk.services.cross import Offer, statement_from, take_papers
from ui import problems, texts, undoing
from ui.blocks import button
from ui.session import Session

_LONGEST = 40


class Offers(QWidget):
    """One paragraph for each related requirement.  statement_wanted carries its statement with its origin."""

    statement_wanted = Signal(str)

    def __init__(self, session: Session, reference: str, offers: Sequence[Offer],
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.reference = session, reference
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for place, offer in enumerate(offers):
            if place:
                column.addSpacing(6)
            self._put(column, offer)

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

    def _take(self, offer: Offer) -> None:
        try:
            count = take_papers(self.session.store, offer.fresh, self.reference)
        except ArmdeskError as error:
            problems.show(error, self)
            return
        words = ngettext("{count} paper is cited here too.", "{count} papers are cited here too.", count)
        self.session.say(words.format(count=count), "good", _("Undo"), undoing.newest(self.session, self, count))
