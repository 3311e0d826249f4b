"""Fifth step of an audit: its findings, from class and cause over actions and proof to the auditor's acceptance."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from armdesk.i18n import _, ngettext
from armdesk.models import Finding, choices
from armdesk.progress import Progress
from armdesk.record import Record, new_id
from armdesk.reports import audit_findings as report
from armdesk.services.audit import audit_findings, audit_plan
from armdesk.services.audit.audit_findings import Held
from armdesk.services.audit.audit_plan import Plan
from armdesk.services.audit.audit_words import class_source, class_word
from armdesk.services.basis.limits import Limits
from ui import saving, texts, undoing
from ui.audit_marked import MarkedStep
from ui.audit_parts import Seen, print_paper, write_excel
from ui.blocks import button, key, scrolled
from ui.flow import Flow
from ui.layouts import column_in, row_of, side_by_side
from ui.session import Session

_FIELDS = ("number", "finding_class", "text", "requirement", "raised_on", "class_as_written", "due_on", "responsible",
           "evidence", "correction", "why_1", "why_2", "why_3", "why_4", "why_5", "cause", "status", "closed_on",
           "accepted_on", "accepted_by", "auditor_note")


class FindingsStep(MarkedStep):
    """Findings on the left with the next thing to do; the marked one on the right."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, _("Findings"), Finding, _FIELDS, parent)
        column = column_in(self, 6)
        self.table.say_when_empty(_("“New finding” writes down what the auditor found; “Read a plan” takes over an "
                                    "Excel list of findings and actions, such as that of an audit before."))
        self.table.activated.connect(lambda _index: self.form.rows["cause"].editor.setFocus())
        key(self.table, "A", self.create_action)
        column.addWidget(side_by_side(self.table, self._side(), sizes=(600, 500)), 1)
        column.addLayout(self._foot())

    def _side(self) -> QWidget:
        side = QFrame()
        side.setProperty("card", "true")
        inside = QVBoxLayout(side)
        inside.setContentsMargins(1, 1, 1, 8)
        inside.setSpacing(4)
        self.told = texts.label("", role="quiet", wrap=True)
        self.told.setContentsMargins(14, 6, 12, 0)
        inside.addWidget(self.told)
        inside.addWidget(scrolled(self.form, "surface"), 1)
        around = QVBoxLayout()
        around.setContentsMargins(12, 0, 12, 0)
        row = Flow(spacing=6)
        around.addLayout(row)
        self.action_button = button(_("Create action"), self.create_action, tip=_("Create action (A in the list)"))
        self.cite_button = button(_("Cite as evidence"), self.cite)
        self.close_button = button(_("Close the finding"), self.close_finding)
        self.save_button = button(_("Save"), self.keep, tip=_("Save (Ctrl+S)"))
        self.buttons = (self.action_button, self.cite_button, self.close_button, self.save_button)
        for each in self.buttons:
            row.addWidget(each)
        inside.addLayout(around)
        return side

    def _foot(self) -> QHBoxLayout:
        self.new_button = button(_("New finding"), self.begin)
        self.read_button = button(_("Read a plan (Excel)"), self.read_plan)
        self.paper_button = button(_("Findings (PDF)"), self.print_findings)
        self.excel_button = button(_("Corrective action plan (Excel)"), self.write_plan)
        for each in (self.new_button, self.read_button):
            each.setEnabled(not self.session.read_only)
        row = row_of(self.new_button, self.read_button, self.paper_button, self.excel_button)
        row.addStretch(1)
        return row

    # showing

    def records(self) -> list[Finding]:
        """The findings of the audit in view."""
        return [each.finding for each in self._held()]

    def _held(self) -> Sequence[Held]:
        return self.seen.room.findings if self.seen is not None else ()

    def fill(self) -> None:
        """Show the findings, each with the next thing to do."""
        self.table.show_rows((_("No."), _("Class"), _("Finding"), _("Due on"), _("Next step"), _("Found before")),
                             len(self._held()), self._cell)
        self.table.setColumnWidth(2, min(self.table.columnWidth(2), 190))

    def _cell(self, row: int, column: int) -> str:
        each = self._held()[row]
        finding = each.finding
        step = each.next_step() or _("Done")
        return (str(finding.number or ""), _(choices.FINDING_CLASS[finding.finding_class]), finding.text,
                str(finding.due_on or ""), step, ", ".join(dict.fromkeys(code for code, _old in each.before)))[column]

    def colour(self, row: int, column: int) -> QColor | None:
        """By class, and what is late, done or found again."""
        found, colours = self._held(), self.session.theme.colours
        if row >= len(found):
            return None
        each = found[row]
        if column == 1 and each.finding.finding_class in ("major", "minor"):
            return QColor(colours.alarm if each.finding.finding_class == "major" else colours.warn)
        if column == 3 and each.late:
            return QColor(colours.alarm)
        if column == 4 and not each.next_step():
            return QColor(colours.good)
        return QColor(colours.warn) if column == 5 else None

    def marked(self) -> Held | None:
        """The marked finding."""
        row = self.marked_row()
        return self._held()[row] if row is not None else None

    def tell(self, row: int | None) -> None:
        """Say above the form how long its class leaves, what an earlier audit found, and what answers it."""
        if row is None:
            self.told.setText("")
            return
        each = self._held()[row]
        finding = each.finding
        standard = self.known.audit.standard or ""
        limit = audit_findings.deadline(Limits(self.session.store), standard, finding.finding_class,
                                        finding.raised_on or self.session.today())
        days = _("{days} days to correct it").format(days=int(limit.value)) if limit is not None else ""
        lines = [" · ".join(filter(None, (class_word(standard, finding.finding_class), days)))]
        sources = (class_source(standard, finding.finding_class), limit.source if limit is not None else "")
        self.told.setToolTip(texts.tip("\n".join(filter(None, sources))))
        lines += [_("Found before in {audit}: {number} {text}. Then: {answer}").format(
            audit=code, number=old.number or "", text=old.text, answer=old.correction or old.cause or _("not stated"))
            for code, old in each.before[:2]]
        actions = ", ".join(str(action.number or action.measure) for action in each.actions)
        lines.append(_("Actions: {names}").format(names=actions or "–") + "   " + ngettext(
            "{count} proof", "{count} proofs", each.proofs).format(count=each.proofs))
        self.told.setText("\n".join(filter(None, lines)))
        self.close_button.setEnabled(each.open and not self.session.read_only)

    # doing

    def keep_record(self, record: Record) -> object:
        """Save it with what follows: the standard's word for its class, and its day by the dated rates."""
        if isinstance(record, Finding) and self.audit is not None:
            before = self.session.store.get(Finding, record.id)
            if before is not None and before.finding_class != record.finding_class:
                fresh = audit_findings.usual(self.session.store, self.audit, Finding(
                    finding_class=before.finding_class, raised_on=before.raised_on))
                for name in ("due_on", "class_as_written"):  # what nobody typed follows the new class
                    if getattr(record, name) == getattr(fresh, name):
                        setattr(record, name, None)
            audit_findings.usual(self.session.store, self.audit, record)
            if record.status == "closed" and record.closed_on is None:
                record.closed_on = self.session.today()
        return self.session.store.save(record)

    def begin(self) -> None:
        """Write down a new finding."""
        if self.audit is None or self.session.read_only or not self.keep():
            return
        made = audit_findings.usual(self.session.store, self.audit, Finding(
            id=new_id(), audit=self.audit.id, number=audit_findings.next_number(self.session.store, self.audit),
            finding_class="minor", text=_("Finding"), status="open", raised_on=self.session.today()))
        self._id = made.id
        if saving.kept(self, lambda: self.session.store.save(made)):
            self.form.put(self.session.store.get(Finding, made.id) or made)
            self.form.setEnabled(True)
            self.form.rows["finding_class"].editor.setFocus()

    def create_action(self) -> None:
        """A new action that answers the marked finding."""
        each = self.marked()
        if each is not None and not self.session.read_only and self.keep():
            fresh = self.session.store.get(Finding, each.finding.id) or each.finding
            self.session.open("action", new=True, values=audit_findings.action_values(fresh, self.session.today()))

    def cite(self) -> None:
        """Cite a paper that proves the finding is corrected."""
        each = self.marked()
        if each is not None and self.keep():
            self.session.cite_requested.emit(f"finding/{each.finding.id}")

    def close_finding(self) -> None:
        """Close the marked finding today; what it lacks is said, and Undo opens it again."""
        each = self.marked()
        if each is None or self.session.read_only or not self.keep():
            return
        fresh = self.session.store.get(Finding, each.finding.id)
        if fresh is None:
            return
        fresh.status, fresh.closed_on = "closed", self.session.today()
        if saving.kept(self, lambda: self.session.store.save(fresh)):
            lacks = [words for lacking, words in ((not fresh.cause, _("no cause is written")),
                                                  (not each.proofs, _("no proof is cited")),
                                                  (each.lacks_action, _("no action answers it"))) if lacking]
            text = _("Finding {number} is closed.").format(number=fresh.number or "")
            if lacks:
                text += " " + _("Mind that {what}.").format(what=", ".join(lacks))
            self.session.say(text, "warn" if lacks else "good", _("Undo"), undoing.newest(self.session, self))

    # papers and lists

    def read_plan(self) -> None:
        """Take over findings and actions of an Excel list."""
        path = self.ask_table(_("Read a plan (Excel)"))
        if path is not None:
            self.read_path(path)

    def read_path(self, path: Path) -> None:
        """The same for a file that is known."""
        store, today, order = self.session.store, self.session.today(), self.session.reading().order
        self.read_table(_("Read a plan (Excel)"), path,
                        lambda audit: audit_plan.look(store, audit, path, today, order), self._on_plan)

    def _on_plan(self, plan: Plan) -> None:
        from ui.audit_plan_dialog import PlanDialog

        dialog = PlanDialog(self.session, self.known.audit, plan, self)
        dialog.exec()
        done = dialog.outcome
        dialog.deleteLater()
        if done is not None:
            self.session.say(_("Findings taken over: {findings}. New actions: {actions}.").format(
                findings=done[0], actions=done[1]), "good", _("Undo"), undoing.newest(self.session, self))

    def print_findings(self) -> None:
        """The findings on paper."""
        today = self.session.today()
        print_paper(self, _("Findings"), lambda store, seen, language: report.findings_report(
            store, seen.audit, today, language))

    def write_plan(self) -> None:
        """The corrective action plan in Excel."""
        today = self.session.today()

        def make(store: Any, seen: Seen, language: str, path: Path, progress: Progress) -> None:
            from armdesk.exports.findings_book import write_findings

            write_findings(store, seen.audit, today, language, path, progress)

        write_excel(self, _("Corrective action plan"), make)
