"""Looking at a risk again: what it was, what it is now, what was seen."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from armdesk.errors import InvalidRecord
from armdesk.i18n import _
from armdesk.models import Risk, RiskReview
from armdesk.services.plan import risks
from ui import undoing
from ui.action_dialogs import Asked, FieldsDialog
from ui.session import Session


def review_dialog(session: Session, risk: Risk, parent: QWidget | None) -> FieldsDialog:
    """The fields of a reassessment, beginning from what holds."""

    def work(record: Any) -> RiskReview:
        record.risk = risk.id
        if problems := record.check():
            raise InvalidRecord(problems)
        return risks.review(session.store, session.store.get(Risk, risk.id) or risk, record)

    shown = risk.values()
    before = _("Until now: likelihood {likelihood}, severity {impact}, response {response}.").format(
        likelihood=Risk.field("likelihood").format(risk.likelihood, shown).lower() or "–",
        impact=Risk.field("impact").format(risk.impact, shown).lower() or "–",
        response=Risk.field("response").format(risk.response, shown).lower() or "–")
    values = {"date": session.today(), "reviewed_by": session.person.author or None, "likelihood": risk.likelihood,
              "impact": risk.impact, "response": risk.response}
    return FieldsDialog(session, Asked(
        _("Reassess"), _("Reassess"), risk.label(), before, RiskReview,
        ("likelihood", "impact", "response", "date", "reviewed_by", "reason"), values, work), parent)


def review(session: Session, id_: str, parent: QWidget) -> bool:
    """Look at a risk again; what it was before stays in the reassessment."""
    risk = session.store.get(Risk, id_)
    if risk is None or session.read_only:
        return False
    dialog = review_dialog(session, risk, parent)
    done = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    if done:
        session.say(_("The risk was reassessed."), "good", _("Undo"), undoing.newest(session, parent))
    return done
