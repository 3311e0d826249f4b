"""Audit room > Audits compared: findings by class and chapter over audits, and what was found more than once."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from armdesk.i18n import _, current
from armdesk.models import choices
from armdesk.reports.document import Document
from armdesk.services.audit import audit_findings
from armdesk.services.audit.audit_findings import Again, Compared
from ui import printing
from ui.blocks import Views, button, page_head
from ui.layouts import page_column
from ui.plain_table import PlainTable
from ui.session import Session, Visit


class AuditsComparedPage(QWidget):
    """Enter on an audit opens it in the audit room, on a finding the finding."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.rows: list[Compared] = []
        self.again: list[tuple[Again, int]] = []
        column = page_column(self)
        self.print_button = button(_("Print (PDF)"), self.print_paper)
        column.addLayout(page_head(_("Audits compared"), _("What each audit found, and what was found again: answers "
                                                           "then and now."), self.print_button))
        self.classes, self.chapters, self.twice = (PlainTable(session.theme, name) for name in (
            _("By class"), _("By chapter"), _("Found again")))
        self.classes.say_when_empty(_("No audit is written yet. “New audit” in the audit room begins one."))
        self.chapters.say_when_empty(_("No finding is written yet."))
        self.twice.say_when_empty(_("No requirement was found wanting in more than one audit."))
        self.twice.rows.colour = self._colour
        self.views = Views({_("By class"): self.classes, _("By chapter"): self.chapters, _("Found again"): self.twice})
        column.addWidget(self.views, 1)
        self.classes.activated.connect(self._open_audit)
        self.twice.activated.connect(self._open_finding)
        session.changes.records_changed.connect(self._on_changed)
        self.refresh()

    def visit(self, _visit: Visit) -> None:
        """Read everything again."""
        self.refresh()

    def refresh(self) -> None:
        """Read everything again."""
        store = self.session.store
        self.session.jobs.read(self, lambda: audit_findings.compared(store), self._on_found)

    def _on_changed(self, types: frozenset[str]) -> None:
        if self.isVisible() and (not types or types & {"audit", "finding"}):
            self.refresh()

    def _on_found(self, found: tuple[list[Compared], list[Again]]) -> None:
        self.rows, again = found
        self.again = [(each, place) for each in again for place in range(len(each.found))]
        self.print_button.setEnabled(bool(self.rows))
        grades = list(choices.FINDING_CLASS)
        self.classes.show_rows(
            (_("Audit"), _("Visit"), *(_(word) for word in choices.FINDING_CLASS.values()), _("Still open"),
             _("Found again")), len(self.rows), lambda row, column: (
                self.rows[row].audit.label(), str(self.rows[row].audit.visit_on or ""),
                *(str(self.rows[row].by_class.get(grade, "")) for grade in grades), str(self.rows[row].open),
                str(self.rows[row].repeated or ""))[column], right=range(2, 4 + len(grades)))
        names = sorted({chapter for each in self.rows for chapter in each.by_chapter})
        self.chapters.show_rows(
            (_("Chapter"), *(str(each.audit.code or each.audit.title) for each in self.rows)), len(names),
            lambda row, column: (names[row] or _("no requirement named")) if column == 0 else str(
                self.rows[column - 1].by_chapter.get(names[row], "")), right=range(1, 1 + len(self.rows)))
        self.twice.show_rows((_("Requirement"), _("Audit"), _("No."), _("Finding"), _("Cause"), _("What was done"),
                              _("Status")), len(self.again), self._again)

    def _again(self, row: int, column: int) -> str:
        again, place = self.again[row]
        audit, finding = again.found[place]
        return (again.requirement.partition("/")[2] if place == 0 else "", str(audit.code or audit.title),
                str(finding.number or ""), finding.text, finding.cause or "", finding.correction or "",
                _(choices.OPEN_CLOSED[finding.status or "open"]))[column]

    def _colour(self, row: int, column: int) -> QColor | None:
        return QColor(self.session.theme.colours.warn) if column == 0 else None

    def _open_audit(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self.rows):
            self.session.open("audit", record=self.rows[index.row()].audit.id)

    def _open_finding(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self.again):
            again, place = self.again[index.row()]
            self.session.open("finding", record=again.found[place][1].id)

    def print_paper(self) -> None:
        """The comparison on paper."""
        store, today, language = self.session.store, self.session.today(), current()

        def report() -> Document:
            from armdesk.reports.audit_closing import comparison

            return comparison(store, *audit_findings.compared(store), today, language)

        printing.to_file(self.session, self, _("Print (PDF)"), f"{_('Audits compared')} {today}.pdf", report)
