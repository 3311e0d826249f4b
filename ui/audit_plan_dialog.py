"""A corrective action plan before it is taken over: findings, the actions they belong to, the requirement meant."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from armdesk.errors import ArmdeskError
from armdesk.i18n import _, ngettext
from armdesk.models import Audit, choices
from armdesk.services.audit import audit_plan
from armdesk.services.audit.audit_plan import Plan
from ui import problems, texts
from ui.ask_dialog import AskDialog
from ui.blocks import key
from ui.messages import Message
from ui.plain_table import PlainTable
from ui.session import Session


class PlanDialog(AskDialog):
    """R confirms the requirement that is proposed, or leaves it open.  outcome: (findings, new actions)."""

    def __init__(self, session: Session, audit: Audit, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(session, _("A plan of an audit"), parent)
        self.audit, self.plan = audit, plan
        self.outcome: tuple[int, int] | None = None
        self.meant = {place: each.proposed.reference for place, each in enumerate(plan.rows)
                      if each.proposed is not None and each.proposed.sure}
        self.resize(1160, 580)
        self.column.addWidget(texts.label(plan.path.name, role="heading"))
        new = sum(not each.known for each in plan.rows)
        tied = sum(bool(each.action) and not each.known for each in plan.rows)
        parts = [ngettext("{count} new finding", "{count} new findings", new).format(count=new),
                 _("{count} tied to actions that are here already").format(count=tied),
                 _("{count} known already").format(count=len(plan.rows) - new)]
        if plan.day is not None:
            parts.append(_("of the audit on {day}").format(day=plan.day))
        self.column.addWidget(texts.label(" · ".join(parts), role="quiet", wrap=True))
        for sentence in plan.cautions[:2]:
            self.messages.say(Message(sentence, "warn"))
        self.table = PlainTable(session.theme, _("Findings"))
        self.table.rows.colour = self._colour
        key(self.table, "R", lambda: self.confirm(self.table.currentIndex()))
        self.column.addWidget(self.table, 10)
        self.column.addWidget(texts.label(_("R confirms the requirement that is proposed, or leaves it open."),
                                          role="small"))
        self.add_foot(_("Take over"))
        self.go.setEnabled(bool(new))
        self._show()
        self.table.setFocus()

    def _show(self) -> None:
        current = self.table.currentIndex()
        self.table.show_rows((_("No."), _("Class"), _("Finding"), _("Requirement"), _("Measure"), _("Due on"),
                              _("Status"), _("What it says")), len(self.plan.rows), self._text)
        self.table.setColumnWidth(2, min(self.table.columnWidth(2), 300))
        if current.isValid():
            self.table.selectRow(current.row())

    def _text(self, row: int, column: int) -> str:
        each = self.plan.rows[row]
        meant = "✓ " + self.meant[row].split("/", 2)[-1] if row in self.meant else \
            "? " + each.proposed.reference.split("/", 2)[-1] if each.proposed is not None else ""
        told = _("known already") if each.known else _("its action is here already") if each.action else \
            _("makes a new action") if each.values["measure"] else ""
        return (each.number, _(choices.FINDING_CLASS[each.grade]), each.text, meant, each.values["measure"] or "",
                str(each.values["due_on"] or ""), _(choices.ACTION_STATUS[each.status]),
                ". ".join(filter(None, (told, *each.problems))))[column]

    def _colour(self, row: int, column: int) -> QColor | None:
        if column != 7 or row >= len(self.plan.rows):
            return None
        each = self.plan.rows[row]
        name = "warn" if each.problems else "quiet" if each.known else "good"
        return QColor(getattr(self.session.theme.colours, name))

    def confirm(self, index: QModelIndex) -> None:
        """Confirm the proposed requirement of a row, or leave it open."""
        row = index.row()
        if not 0 <= row < len(self.plan.rows):
            return
        proposed = self.plan.rows[row].proposed
        if row in self.meant:
            del self.meant[row]
        elif proposed is not None:
            self.meant[row] = proposed.reference
        self._show()

    def submit(self) -> None:
        """Take the new findings over."""
        if not self.go.isEnabled():
            return
        try:
            self.outcome = audit_plan.take(self.session.store, self.audit, self.plan, self.meant,
                                           self.session.today())
        except ArmdeskError as error:
            problems.show(error, self)
            return
        self.accept()
