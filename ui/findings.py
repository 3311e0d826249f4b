"""What the checks found, as a list: each finding leads to what it concerns and can be answered in its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from armdesk.i18n import _, current, ngettext, speaking
from armdesk.services.findings.finding_kinds import HEADINGS
from ui import problems, texts
from ui.blocks import button, emptied
from ui.layouts import column_in
from ui.session import Session

if TYPE_CHECKING:
    from armdesk.services.findings.finding import Finding
    from ui.finding_row import FindingRow

_FEW, _MOST = 3, 50
"""Findings of one rule that stand apart; rows of an opened group."""


class FindingList(QWidget):
    """Contradictions, then work, each by severity; many of one rule together, the explained ones folded at the end.

    Shape: narrow puts the buttons below the sentence; most is how many rows of a kind stand
    there before "more" is asked for.
    """

    filled = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None, *, narrow: bool = False, most: int = 8) -> None:
        super().__init__(parent)
        self.session = session
        self._narrow, self._most = narrow, most
        self._findings: Sequence[Finding] = ()
        self._waiting: Sequence[Finding] | None = None
        self._unfolded = False
        self._whole: set[str] = set()
        self._opened: set[tuple[str, str]] = set()
        self.rows: list[FindingRow] = []
        self.answering: FindingRow | None = None
        self.column = column_in(self, 2)

    def put(self, findings: Sequence[Finding]) -> None:
        """Show other findings; while somebody writes a reason, when that is done."""
        if self.answering is not None:
            self._waiting = findings
            return
        self._findings = findings
        self._fill()

    def _fill(self) -> None:
        place = next((number for number, row in enumerate(self.rows) if row.holds_focus()), None)
        emptied(self.column)
        self.rows = []
        parts = _parts([each for each in self._findings if not each.explained])
        for kind, findings in parts.items():
            if len(parts) > 1 and not self._narrow:
                self.column.addWidget(texts.label(_(HEADINGS[kind]), role="subheading"))
            self._add_part(kind, _groups(findings))
        explained = [each for each in self._findings if each.explained]
        if explained:
            fold = self._add_link(_("Explained ({count})").format(count=len(explained)), self._turn_fold)
            fold.setIcon(self.session.theme.icon("down" if self._unfolded else "right", "quiet"))
            self._add_groups(_groups(explained) if self._unfolded else [])
        if place is not None and self.rows:
            self.rows[min(place, len(self.rows) - 1)].take_focus()
        self.filled.emit()

    def _add_part(self, kind: str, groups: Sequence[Sequence[Finding]]) -> None:
        """Contradictions, or work still to be done: the first of them, and the way to the others."""
        shown = groups if kind in self._whole else groups[: self._most]
        self._add_groups(shown)
        if len(shown) < len(groups):
            words = _("Show {count} more").format(count=len(groups) - len(shown))
            self._add_link(words, partial(self._show_whole, kind))

    def _add_groups(self, groups: Sequence[Sequence[Finding]]) -> None:
        for group in groups:
            self._add(group)
            if len(group) > 1 and _key(group[0]) in self._opened:
                for finding in group[:_MOST]:
                    self._add([finding], inset=True)
                if len(group) > _MOST:
                    words = _("and {count} more").format(count=len(group) - _MOST)
                    self.column.addWidget(texts.label(words, role="quiet"))

    def _add(self, findings: Sequence[Finding], *, inset: bool = False) -> None:
        from ui.finding_row import FindingRow  # the window is drawn before there is one

        row = FindingRow(self.session, findings, narrow=self._narrow, inset=inset)
        row.turned.connect(partial(self.turn, findings[0]))
        row.asked.connect(partial(self._begin, row))
        row.left.connect(partial(self._end, row))
        row.kept.connect(partial(self.keep, findings))
        row.mended.connect(partial(self.mend, findings[0]))
        row.taken_back.connect(partial(self.take_back, findings))
        self.rows.append(row)
        self.column.addWidget(row)

    def _add_link(self, words: str, run: Callable[[], object]) -> QPushButton:
        made = button(words, run, look="link")
        made.setMinimumHeight(26)
        self.column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        return made

    def _show_whole(self, kind: str) -> None:
        self._whole.add(kind)
        self._fill()

    def _turn_fold(self) -> None:
        self._unfolded = not self._unfolded
        self._fill()

    def turn(self, finding: Finding) -> None:
        """Open or close the findings that stand together with this one."""
        self._opened ^= {_key(finding)}
        self._fill()

    # answering

    def _begin(self, row: FindingRow) -> None:
        """Let the person say why a finding is none, below it; one at a time."""
        before, self.answering = self.answering, row
        if before is not None and before is not row:
            before.close_box()

    def _end(self, row: FindingRow) -> None:
        """The box below a finding is closed: what was found meanwhile may be shown."""
        if self.answering is not row:
            return
        self.answering = None
        if self._waiting is not None:
            findings, self._waiting = self._waiting, None
            self.put(findings)

    def keep(self, findings: Sequence[Finding], reason: str, author: str) -> None:
        """Keep the reason as one operation; the bar offers to undo it."""
        session, today, language = self.session, self.session.today(), current()
        if author and not session.store.author:
            session.store.author = session.person.author = author

        def work(progress: Any) -> int:
            from armdesk.services.findings.explaining import explain

            with speaking(language):
                return explain(session.store, findings, reason, author, today)

        def done(count: int) -> None:
            from ui import undoing

            words = ngettext("Kept why it does not apply.", "Kept for {count} entries why it does not apply.", count)
            session.say(words.format(count=count), "good", _("Undo"), undoing.newest(session, self, count))

        session.jobs.run(self, work, done=done, failed=self._on_failed, title=_("Keeping the explanation"))

    def mend(self, finding: Finding) -> None:
        """Put one finding right in the one way there is, as one operation; the bar offers to undo it."""
        session, today, language = self.session, self.session.today(), current()

        def work(progress: Any) -> int:
            from armdesk.services.findings.fixes import fix_of

            with speaking(language):
                fix = fix_of(finding)
                return fix.mend(session.store, finding, today) if fix is not None else 0

        def done(count: int) -> None:
            from ui import undoing

            words = ngettext("Put right.", "Put right in {count} entries.", count).format(count=count) if count else _(
                "Nothing was left to put right.")
            session.say(words, "good", _("Undo"), undoing.newest(session, self, count))

        session.jobs.run(self, work, done=done, failed=self._on_failed, title=_("Putting it right"))

    def take_back(self, findings: Sequence[Finding]) -> None:
        """The findings speak again."""
        session, language = self.session, current()

        def work(progress: Any) -> int:
            from armdesk.services.findings.explaining import take_back

            with speaking(language):
                return take_back(session.store, findings)

        def done(count: int) -> None:
            from ui import undoing

            session.say(_("The explanation is taken back."), "good", _("Undo"), undoing.newest(session, self, count))

        session.jobs.run(self, work, done=done, failed=self._on_failed, title=_("Keeping the explanation"))

    def _on_failed(self, error: Exception) -> None:
        problems.show(error, self)


class NotFitting(QWidget):
    """What the checks say of one record or requirement; not there at all while they say nothing."""

    def __init__(self, session: Session, reference: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.reference = session, reference
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(2)
        column.addWidget(texts.label(_("What does not fit here"), role="subheading"))
        self.findings = FindingList(session, narrow=True)
        column.addWidget(self.findings)
        session.checks.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Ask the checks again."""
        found = self.session.checks.about(self.reference)
        self.findings.put(found)
        self.setVisible(bool(found) or self.findings.answering is not None)


def _key(finding: Finding) -> tuple[str, str]:
    """Findings with the same key may stand together: those of one rule, if explained for the same reason."""
    return finding.rule, finding.explained


def _parts(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    """Contradictions first, then the work still to be done; a kind of which there is none is left out."""
    parts: dict[str, list[Finding]] = {kind: [] for kind in HEADINGS}
    for finding in findings:
        parts["contradiction" if finding.contradicts else "work"].append(finding)
    return {kind: found for kind, found in parts.items() if found}


def _groups(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Findings in their order, those of one key together where they are more than a few."""
    by_key: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        by_key.setdefault(_key(finding), []).append(finding)
    groups: list[list[Finding]] = []
    for finding in findings:
        same = by_key[_key(finding)]
        if len(same) <= _FEW:
            groups.append([finding])
        elif same[0] is finding:
            groups.append(same)
    return groups
