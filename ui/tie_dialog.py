"""Deciding on two requirements of two standards: refused because, or tied by the office itself."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from armdesk.errors import ArmdeskError, InvalidRecord
from armdesk.i18n import _
from armdesk.models import CrossTie
from armdesk.services.standards import ties
from armdesk.services.standards.cross import Offer
from ui import problems, texts, undoing
from ui.ask_dialog import AskDialog
from ui.lot_fields import RecordFields
from ui.session import Session


class TieDialog(AskDialog):
    """Shape: second "" where the other requirement is still to be chosen; decision is one of own_choices.TIE."""

    def __init__(self, session: Session, first: str, second: str, decision: str, parent: QWidget | None = None,
                 about: str = "") -> None:
        title = _("It does not fit because …") if decision == ties.REFUSED else _("Tie to another requirement")
        super().__init__(session, title, parent)
        self.base = {"first": first, "second": second or None, "decision": decision, "date": session.today(),
                     "relation": "equal"}
        self.resize(560, 360)
        if about:
            self.column.addWidget(texts.label(about, role="subheading", wrap=True))
        names = ("reason", "author") if decision == ties.REFUSED else ("second", "relation", "reason", "author")
        self.fields = RecordFields(session, CrossTie, names, across=1)
        self.fields.put({"author": session.store.author or None, "relation": "equal", "second": second or None})
        self.column.addWidget(self.fields)
        self.add_foot(_("Does not fit") if decision == ties.REFUSED else _("Tie them"))
        self.fields.rows[names[0]].editor.setFocus()

    def submit(self) -> None:
        """Keep the decision."""
        record, unread = self.fields.take(self.base)
        if not unread and not str(record.values().get("second") or "").startswith("requirement/"):
            unread = {"second": [_("Choose a requirement of another standard.")]}
        if unread:
            self.tell(unread, self.fields)
            return
        if decide(self.session, CrossTie(**record.values()), self):
            self.accept()

    def told(self, error: InvalidRecord) -> None:
        """Say what has to be mended."""
        self.tell(error.problems, self.fields)


def decide(session: Session, tie: CrossTie, owner: QWidget) -> bool:
    """Keep a decision and offer to take it back; False where something has to be mended first."""
    try:
        ties.decide(session.store, tie)
    except InvalidRecord as error:
        if isinstance(owner, TieDialog):
            owner.told(error)
        else:
            problems.show(error, owner)
        return False
    except ArmdeskError as error:
        problems.show(error, owner)
        return False
    said = {ties.OWN: _("The two requirements are tied."), ties.CONFIRMED: _("The tie is confirmed."),
            ties.REFUSED: _("The tie is refused; nothing is offered from there any more.")}
    session.say(said[str(tie.decision)], "good", _("Undo"), undoing.newest(session, owner))
    return True


def confirm(session: Session, reference: str, offer: Offer, owner: QWidget) -> None:
    """Somebody looked at a tie of the maps and says that it is right."""
    decide(session, CrossTie(first=reference, second=offer.reference, relation=offer.related.relation,
                             decision=ties.CONFIRMED, author=session.store.author or _("not stated"),
                             date=session.today()), owner)
