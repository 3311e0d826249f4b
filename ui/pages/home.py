"""Today: what is due, what contradicts itself, how far the standards are, the last months; first steps if new."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from armdesk.i18n import _, current, ngettext
from armdesk.i18n_formats import long_date
from ui import texts
from ui.blocks import button, card, emptied, scrolled
from ui.findings import FindingList
from ui.session import Session
from ui.status_line import newest_backup
from ui.top_bar import period_menu

if TYPE_CHECKING:
    from ui.jobs import Job
    from ui.today import TodayFacts

_TASKS = 5
_OLD_BACKUP = 7 * 24 * 3600
"""Tasks that stand there before "more" is asked for; seconds after which the age of the backup is said in warning."""


class HomePage(QWidget):
    """The page of the morning.  Its frame stands at once; what it says comes from beside the window."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._found: TodayFacts | None = None
        self._explained: set[str] = set()
        self._all_tasks = self._stale = self._asked = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 10, 8, 0)
        outer.setSpacing(6)
        name = session.workspace.settings.name or session.workspace.folder.name
        head = QHBoxLayout()
        head.addWidget(texts.Elided(name, role="title"), 1)
        report = button(_("Report an incident"), self._report, tip=_("The two-minute first report (Ctrl+Shift+I)"))
        report.setEnabled(not session.read_only)
        head.addWidget(report)
        head.addSpacing(12)
        head.addWidget(texts.label(long_date(session.today(), current()), role="quiet"))
        head.addSpacing(16)
        outer.addLayout(head)
        inside = QWidget()
        self._lay_out(inside)
        self.area = scrolled(inside)
        outer.addWidget(self.area, 1)
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(0, 0, 16, 6)
        self.foot.setSpacing(12)
        outer.addLayout(self.foot)
        session.changes.records_changed.connect(lambda _types: self._on_changed())
        session.period_changed.connect(self._on_changed)
        session.checks.changed.connect(self._on_checked)
        self._say_checked()
        self.refresh()

    def _report(self) -> None:
        from ui import first_report

        first_report.start(self.session, self.window())

    def _lay_out(self, inside: QWidget) -> None:
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 2, 12, 8)
        column.setSpacing(12)
        self.steps = QVBoxLayout()
        column.addLayout(self.steps)
        both = QHBoxLayout()
        both.setSpacing(12)
        left, self.right = QVBoxLayout(), QVBoxLayout()
        for each in (left, self.right):
            each.setSpacing(12)
        frame, inner = card(_("To do"))
        self.tasks = QVBoxLayout()
        self.tasks.setSpacing(0)
        inner.addLayout(self.tasks)
        left.addWidget(frame)
        left.addWidget(self._contradictions())
        left.addStretch(1)
        both.addLayout(left, 2)
        both.addLayout(self.right, 1)
        column.addLayout(both)
        column.addStretch(1)

    def _contradictions(self) -> QFrame:
        frame, inner = card()
        head = QHBoxLayout()
        head.addWidget(texts.label(_("Contradictions"), role="subheading"))
        head.addStretch(1)
        self.period_button = QPushButton()
        self.period_button.setProperty("flat", "true")
        self.period_button.setIcon(self.session.theme.icon("down", "quiet"))
        self.period_button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.period_button.clicked.connect(self._offer_periods)
        head.addWidget(self.period_button)
        inner.addLayout(head)
        self.state = texts.label(role="quiet", wrap=True)
        inner.addWidget(self.state)
        self.findings = FindingList(self.session)
        inner.addWidget(self.findings)
        return frame

    def refresh(self) -> None:
        """Read everything again; while it is being read, once more afterwards."""
        if self._asked:
            self._stale = True
            return
        self._asked, self._stale = True, False
        self._explained = self.session.checks.explained()
        self.session.jobs.aside(self, self._gather, self._on_gathered, self._on_failed)

    def _gather(self, _job: Job) -> TodayFacts:
        """Runs beside the window; reads the declarations of the registers too, for which the window did not wait."""
        from ui.today import gather

        return gather(self.session.workspace, self.session.today(), self._explained)

    def _on_failed(self, error: Exception) -> None:
        self._asked = False
        self.session.jobs.failed_silently.emit(error)

    def visit(self, _visit: object) -> None:
        """Come back to it: what changed meanwhile is read now."""
        if self._stale and not self._asked:
            self.refresh()

    def _on_changed(self) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    def _on_gathered(self, found: TodayFacts) -> None:
        from ui.home_cards import figures, journey, months, readiness  # the window is drawn before there is one

        self._asked, self._found = False, found
        session = self.session
        emptied(self.steps)
        if not all(step.done for step in found.steps):
            self.steps.addWidget(journey(session, found.steps))
        self._put_tasks()
        emptied(self.right)
        for made in (readiness(session, found.ready), months(session, found.months), figures(session, found)):
            self.right.addWidget(made)
        self.right.addStretch(1)
        self._put_foot()
        if self._stale:
            self.refresh()

    # what is due

    def _put_tasks(self) -> None:
        found = self._found
        column = emptied(self.tasks)
        if found is None:
            return
        from ui.home_cards import TaskRow

        shown = found.tasks if self._all_tasks else found.tasks[:_TASKS]
        for task in shown:
            column.addWidget(TaskRow(self.session, task))
        more = len(found.tasks) - len(shown)
        if more:
            words = _("Show {count} more").format(count=more)
            column.addWidget(button(words, self._show_all_tasks, look="link"), 0, Qt.AlignmentFlag.AlignLeft)
        elif found.more_tasks:
            column.addWidget(texts.label(_("and {count} more").format(count=found.more_tasks), role="quiet"))
        if not found.tasks:
            row = QHBoxLayout()
            sign = texts.label()
            sign.setPixmap(self.session.theme.icon("good", "good").pixmap(20, 20))
            sign.setAccessibleName(_("Done"))
            row.addWidget(sign)
            words = _("Nothing is overdue, due this week or about to end.")
            row.addWidget(texts.label(words, role="quiet", wrap=True), 1)
            column.addLayout(row)

    def _show_all_tasks(self) -> None:
        self._all_tasks = True
        self._put_tasks()

    # what contradicts itself

    def _on_checked(self) -> None:
        self.findings.put(self.session.checks.contradictions())
        self._say_checked()
        if self.session.checks.explained() != self._explained:
            self._on_changed()

    def _say_checked(self) -> None:
        seen = self.session.checks.seen
        if seen is None or seen.period is None:
            self.period_button.setText("")
            self.period_button.hide()
            self.state.setText(_("The registers are being compared …"))
            return
        label = seen.period.label(current())
        self.period_button.setText(texts.escaped(_("Checked for {period}").format(period=label)))
        hint = ""
        if not self.session.period:
            hint = _("No period is chosen above: the checks take the last whole year.") \
                if seen.period.begins.year < self.session.today().year \
                else _("No period is chosen above: the checks take this year, in which the books begin.")
        self.period_button.setToolTip(texts.tip(hint or _("Choose another period")))
        self.period_button.setAccessibleName(f"{self.period_button.text()} {hint}".strip())
        self.period_button.show()
        open_ = sum(not each.explained for each in self.session.checks.contradictions())
        none = _("The checks found nothing that is missing or contradictory")
        # How far history and registers were proved stands beside what the checks say.
        told = (hint if open_ else f"{none}. {hint}".strip(), seen.proved)
        self.state.setText(" ".join(filter(None, told)))
        self.state.setVisible(bool(self.state.text()))

    def _offer_periods(self) -> None:
        under = self.period_button
        period_menu(self.session, self).exec(under.mapToGlobal(QPoint(0, under.height() + 2)))

    # the foot

    def _put_foot(self) -> None:
        row = self.foot
        while (item := row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for words, run in self._ways_on():
            row.addWidget(button(words, run, look="link"))
        row.addStretch(1)
        made = newest_backup(self.session.workspace.backups)
        age = None if made is None else self.session.workspace.now().timestamp() - made
        role = "warn" if age is None or age > _OLD_BACKUP else "quiet"
        days = max(0, int((age or 0) // 86_400))  # a clock set back makes no negative age
        words = _("No backup yet") if age is None else _("Backup made today") if not days else ngettext(
            "Backup {count} day ago", "Backup {count} days ago", days).format(count=days)
        row.addWidget(texts.label(words, role=role))
        row.addWidget(button(_("Backups"), lambda: self.session.open("backups"), look="link"))

    def _ways_on(self) -> list[tuple[str, Callable[[], object]]]:
        """Where somebody was when the window was closed, and forms that were begun."""
        session, found = self.session, self._found
        ways: list[tuple[str, Callable[[], object]]] = []
        for draft in found.drafts if found is not None else ():
            words = _("Go on with the unfinished form: {kind}, {when}").format(kind=draft.kind, when=draft.when)
            ways.append((words, lambda page=draft.page: session.open(page)))  # type: ignore[misc]
        page, title = session.left_at()
        if page and not ways:
            ways.append((_("Continue where you were: {page}").format(page=_(title)), lambda: session.open(page)))
        return ways
