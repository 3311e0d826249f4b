"""Fifth step of an audit: its findings, from class and cause over actions and proof to the auditor's acceptance."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from armdesk.i18n import _, ngettext
from armdesk.models import Finding, choices
from armdesk.progress import Progress
from armdesk.record import Record, new_id
from armdesk.reports import audit_findings as report
from armdesk.services import audit_findings, audit_plan
from armdesk.services.audit_findings import Held
from armdesk.services.audit_plan import Plan
from armdesk.services.audit_words import class_source, class_word
from armdesk.services.limits import Limits
from ui import files, problems, saving, texts, undoing
from ui.audit_parts import Seen, Step, print_paper, write_excel
from ui.audit_requests import TABLES
from ui.blocks import button, key, scrolled
from ui.flow import Flow
from ui.forms import Form
from ui.plain_table import PlainTable
from ui.session import Session

_FIELDS = ("number", "finding_class", "text", "requirement", "raised_on", "class_as_written", "due_on", "responsible",
           "evidence", "correction", "why_1", "why_2", "why_3", "why_4", "why_5", "cause", "status", "closed_on",
           "accepted_on", "accepted_by", "auditor_note")


class FindingsStep(Step):
    """Findings on the left with the next thing to do; the marked one on the right."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._id = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        split = QSplitter()
        split.setHandleWidth(12)
        split.setChildrenCollapsible(False)
        self.table = PlainTable(session.theme, _("Findings"))
        self.table.rows.colour = self._colour
        self.table.say_when_empty(_("“New finding” writes down what the auditor found; “Read a plan” takes over an "
                                    "Excel list of findings and actions, such as that of an audit before."))
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.activated.connect(lambda _index: self.form.rows["cause"].editor.setFocus())
        key(self.table, "A", self.create_action)
        split.addWidget(self.table)
        split.addWidget(self._side())
        split.setSizes([600, 500])
        column.addWidget(split, 1)
        column.addLayout(self._foot())
        self.setFocusProxy(self.table)

    def _side(self) -> QWidget:
        side = QFrame()
        side.setProperty("card", "true")
        inside = QVBoxLayout(side)
        inside.setContentsMargins(1, 1, 1, 8)
        inside.setSpacing(4)
        self.told = texts.label("", role="quiet", wrap=True)
        self.told.setContentsMargins(14, 6, 12, 0)
        inside.addWidget(self.told)
        self.form = Form(self.session, Finding, only=_FIELDS)
        self.form.keeper = self._keep_finding
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
        row = QHBoxLayout()
        row.setSpacing(8)
        self.new_button = button(_("New finding"), self.begin)
        self.read_button = button(_("Read a plan (Excel)"), self.read_plan)
        self.paper_button = button(_("Findings (PDF)"), self.print_findings)
        self.excel_button = button(_("Corrective action plan (Excel)"), self.write_plan)
        for each in (self.new_button, self.read_button):
            each.setEnabled(not self.session.read_only)
        for each in (self.new_button, self.read_button, self.paper_button, self.excel_button):
            row.addWidget(each)
        row.addStretch(1)
        return row

    # showing

    def show_seen(self, seen: Seen) -> None:
        """Show the findings of an audit; what is typed into one stays."""
        if self.seen is None or self.seen.audit.id != seen.audit.id:
            self._id = ""
        super().show_seen(seen)
        found, wanted = seen.room.findings, self._id
        self.table.show_rows((_("No."), _("Class"), _("Finding"), _("Due on"), _("Next step"), _("Found before")),
                             len(found), self._cell)
        self.table.setColumnWidth(2, min(self.table.columnWidth(2), 190))
        for each in self.buttons:
            each.setEnabled(bool(found) and not self.session.read_only)
        self.form.setEnabled(bool(found))
        if found:
            row = next((row for row, each in enumerate(found) if each.finding.id == wanted), 0)
            self.table.selectRow(row)
            self._show(row)
        else:
            self._id = ""
            self.told.setText("")

    def _cell(self, row: int, column: int) -> str:
        each = self.known.room.findings[row]
        finding = each.finding
        step = each.next_step() or _("Done")
        return (str(finding.number or ""), _(choices.FINDING_CLASS[finding.finding_class]), finding.text,
                str(finding.due_on or ""), step, ", ".join(dict.fromkeys(code for code, _old in each.before)))[column]

    def _colour(self, row: int, column: int) -> QColor | None:
        found, colours = self.seen.room.findings if self.seen is not None else (), self.session.theme.colours
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
        found = self.seen.room.findings if self.seen is not None else ()
        return next((each for each in found if each.finding.id == self._id), None)

    def _on_row(self, now: QModelIndex, _before: QModelIndex) -> None:
        found = self.seen.room.findings if self.seen is not None else ()
        if now.isValid() and now.row() < len(found) and found[now.row()].finding.id != self._id:
            if self.keep():
                self._show(now.row())
            else:
                self.table.selectRow(next((row for row, each in enumerate(found)
                                           if each.finding.id == self._id), 0))

    def _show(self, row: int) -> None:
        each = self.known.room.findings[row]
        finding = each.finding
        same, self._id = self._id == finding.id and self.form.record.id == finding.id, str(finding.id)
        if not (same and self.form.dirty):
            self.form.put(finding)
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

    def keep(self) -> bool:
        """Save what is typed into the marked finding."""
        return not self.form.dirty or self.form.save()

    def _keep_finding(self, record: Record) -> object:
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
        path = files.ask_file(self, _("Read a plan (Excel)"), TABLES)
        if path is not None:
            self.read_path(path)

    def read_path(self, path: Path) -> None:
        """The same for a file that is known."""
        audit = self.audit
        if audit is None or self.session.read_only or not self.keep():
            return
        store, today, order = self.session.store, self.session.today(), self.session.reading().order

        def work(progress: Progress) -> Plan:
            progress.step(0, 1, path.name)
            return audit_plan.look(store, audit, path, today, order)

        self.session.jobs.run(self, work, done=self._on_plan, failed=lambda error: problems.show(error, self),
                              title=_("Read a plan (Excel)"))

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
