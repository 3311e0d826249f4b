"""Last step of an audit: its outcome and certificate, what remains, lessons; nothing that is open stays unseen."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from armdesk.i18n import _
from armdesk.models import Audit, audit_choices
from armdesk.reports import audit_closing
from ui import texts
from ui.audit_parts import Seen, Step, print_paper
from ui.blocks import button, card, scrolled
from ui.forms import Form
from ui.layouts import column_in, form_card, side_by_side
from ui.session import Session

_FIELDS = ("outcome", "closed_on", "certificate_no", "certificate_from", "certificate_to", "result", "remains",
           "lessons")


class CloseStep(Step):
    """The form on the left, everything that is still open on the right."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        column = column_in(self)
        self.form = Form(session, Audit, only=_FIELDS)
        side, rows = card(_("Still open"))
        self.open_words = texts.label("", wrap=True)
        whole = QWidget()
        whole_rows = column_in(whole)
        whole_rows.addWidget(self.open_words)
        whole_rows.addStretch(1)
        rows.addWidget(scrolled(whole, "surface"), 1)
        column.addWidget(side_by_side(form_card(self.form), side, sizes=(640, 460)), 1)
        row = QHBoxLayout()
        row.addStretch(1)
        self.print_button = button(_("Closing paper (PDF)"), self.print_closing)
        self.save_button = button(_("Save"), self.keep, look="primary", tip=_("Save (Ctrl+S)"))
        self.save_button.setEnabled(not session.read_only)
        row.addWidget(self.print_button)
        row.addWidget(self.save_button)
        column.addLayout(row)

    def show_seen(self, seen: Seen) -> None:
        """Show how an audit ended; what is typed stays."""
        same = self.seen is not None and self.seen.audit.id == seen.audit.id
        super().show_seen(seen)
        if not (same and self.form.dirty):
            self.form.put(seen.audit)
        lines = [f"{_(audit_choices.STAGE[stage.key])}: {sentence}" for stage in seen.room.stages
                 for sentence in stage.lacks]
        lines += [f"{each.finding.number or ''} {each.finding.text} → {each.next_step()}".strip()
                  for each in seen.room.findings if each.next_step()]
        self.open_words.setText("\n".join(f"• {line}" for line in lines) if lines else _("Nothing is open."))

    def keep(self) -> bool:
        """Save what is typed."""
        return not self.form.dirty or self.form.save()

    def begin_work(self) -> None:
        """Put the keyboard into the outcome."""
        self.form.rows["outcome"].editor.setFocus()

    def print_closing(self) -> None:
        """The closing paper."""
        today = self.session.today()
        print_paper(self, _("Closing of the audit"), lambda store, seen, language: audit_closing.closing_paper(
            store, seen.room, seen.changes, today, language))
