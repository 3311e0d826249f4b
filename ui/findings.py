"""What the checks found, as a list: each finding leads to what it concerns and can be answered in its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from armdesk.errors import ArmdeskError
from armdesk.i18n import N_, _, current, ngettext, speaking
from ui import problems, texts
from ui.blocks import button, emptied
from ui.session import Session
from ui.showing import one_kind, show

if TYPE_CHECKING:
    from armdesk.services.finding import Finding

SEVERITY = {"alarm": N_("Alarm"), "warn": N_("Warning"), "note": N_("Note")}
_FEW, _MOST, _REASON, _LONG = 3, 50, 2000, 150
"""Findings of one rule that stand apart; rows of an opened group; letters of a reason and of a sentence as listed."""


class FindingList(QWidget):
    """Findings by severity, those of one rule together where they are many, the explained ones folded at the end.

    Shape: narrow puts the buttons below the sentence; most is how many rows stand there before "more" is asked for.
    """

    filled = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None, *, narrow: bool = False, most: int = 8) -> None:
        super().__init__(parent)
        self.session = session
        self._narrow, self._most = narrow, most
        self._findings: Sequence[Finding] = ()
        self._waiting: Sequence[Finding] | None = None
        self._whole = self._unfolded = False
        self._opened: set[str] = set()
        self.rows: list[FindingRow] = []
        self.answering: FindingRow | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(2)

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
        groups = _groups([each for each in self._findings if not each.explained])
        shown = groups if self._whole else groups[: self._most]
        for group in shown:
            self._add(FindingRow(self, group))
            if len(group) > 1 and group[0].rule in self._opened:
                for finding in group[:_MOST]:
                    self._add(FindingRow(self, [finding], inset=True))
        if len(shown) < len(groups):
            words = _("Show {count} more").format(count=len(groups) - len(shown))
            self._add_link(words, self._show_whole)
        explained = [each for each in self._findings if each.explained]
        if explained:
            fold = self._add_link(_("Explained ({count})").format(count=len(explained)), self._turn_fold)
            fold.setIcon(self.session.theme.icon("down" if self._unfolded else "right", "quiet"))
            for finding in explained if self._unfolded else ():
                self._add(FindingRow(self, [finding]))
        if place is not None and self.rows:
            self.rows[min(place, len(self.rows) - 1)].take_focus()
        self.filled.emit()

    def _add(self, row: FindingRow) -> None:
        self.rows.append(row)
        self.column.addWidget(row)

    def _add_link(self, words: str, run: Callable[[], object]) -> QPushButton:
        made = button(words, run, look="link")
        made.setMinimumHeight(26)
        self.column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        return made

    def _show_whole(self) -> None:
        self._whole = True
        self._fill()

    def _turn_fold(self) -> None:
        self._unfolded = not self._unfolded
        self._fill()

    def turn(self, rule: str) -> None:
        """Open or close the findings of one rule."""
        self._opened ^= {rule}
        self._fill()

    @property
    def narrow(self) -> bool:
        """Whether there is little room at the side."""
        return self._narrow

    # answering

    def begin(self, row: FindingRow) -> None:
        """Let the person say why a finding is none, below it."""
        if self.answering is not None and self.answering is not row:
            self.answering.close_box()
        self.answering = row

    def end(self) -> None:
        """The box below a finding is closed."""
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
            from armdesk.services.explaining import explain

            with speaking(language):
                return explain(session.store, findings, reason, author, today)

        def done(count: int) -> None:
            words = ngettext("Kept why it does not apply.", "Kept for {count} entries why it does not apply.", count)
            session.say(words.format(count=count), "good", _("Undo"), self._undo)

        session.jobs.run(self, work, done=done, failed=self._on_failed, title=_("Keeping the explanation"))

    def take_back(self, findings: Sequence[Finding]) -> None:
        """The findings speak again."""
        session, language = self.session, current()

        def work(progress: Any) -> int:
            from armdesk.services.explaining import take_back

            with speaking(language):
                return take_back(session.store, findings)

        def done(_count: int) -> None:
            session.say(_("The explanation is taken back."), "good", _("Undo"), self._undo)

        session.jobs.run(self, work, done=done, failed=self._on_failed, title=_("Keeping the explanation"))

    def _undo(self) -> None:
        try:
            self.session.store.undo()
        except ArmdeskError as error:
            self._on_failed(error)

    def _on_failed(self, error: Exception) -> None:
        problems.show(error, self)


class FindingRow(QFrame):
    """One finding, or those of one rule: sign, sentence, the way to it, and why it is none."""

    def __init__(self, owner: FindingList, findings: Sequence[Finding], *, inset: bool = False) -> None:
        super().__init__(owner)
        self._owner, self.findings = owner, findings
        self.box: AnswerBox | None = None
        first, grouped = findings[0], len(findings) > 1
        self.sentence = _group_words(findings) if grouped else first.sentence
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(28 if inset else 4, 4, 4, 4)
        self.column.setSpacing(2)
        top = QHBoxLayout()
        top.setSpacing(8)
        session, kind = owner.session, "good" if first.explained else first.severity
        sign = texts.label()
        sign.setPixmap(session.theme.icon(kind, kind).pixmap(20, 20))
        state = _("Explained") if first.explained else _(SEVERITY[first.severity])
        sign.setAccessibleName(state)
        top.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        word = texts.label(state, role=kind)
        word.setContentsMargins(0, 2, 0, 0)
        if owner.narrow:
            top.addWidget(word, 1)
            self.column.addLayout(top)
        else:
            words = [_("Explained"), *(_(each) for each in SEVERITY.values())]
            word.setMinimumWidth(max(map(word.fontMetrics().horizontalAdvance, words)) + 8)
            top.addWidget(word, 0, Qt.AlignmentFlag.AlignTop)
        cut = not inset and len(self.sentence) > _LONG
        said = texts.label(f"{self.sentence[:_LONG]}…" if cut else self.sentence, wrap=True)
        said.setToolTip(texts.tip(self.sentence) if cut else "")
        said.setAccessibleName(f"{state}: {self.sentence}")
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        said.setContentsMargins(0, 2, 0, 0)
        below = QVBoxLayout()
        below.setSpacing(1)
        below.addWidget(said)
        for remark in _remarks(first, owner.session.checks.seen):
            below.addWidget(texts.label(remark, role="small", wrap=True))
        self.buttons = self._buttons(grouped)
        if owner.narrow:
            self.column.addLayout(below)
            row = QHBoxLayout()
            row.setSpacing(12)
            for each in self.buttons:
                row.addWidget(each)
            row.addStretch(1)
            self.column.addLayout(row)
        else:
            top.addLayout(below, 1)
            for each in self.buttons:
                top.addWidget(each, 0, Qt.AlignmentFlag.AlignTop)
            self.column.addLayout(top)

    def _buttons(self, grouped: bool) -> list[QPushButton]:
        owner, first = self._owner, self.findings[0]
        made = []
        if grouped:
            made.append(self._button(_("One by one"), partial(owner.turn, first.rule)))
        if one_kind(self.findings) and not owner.narrow:
            made.append(self._button(_("Show"), partial(show, owner.session, self.findings)))
        if not owner.session.read_only:
            if first.explained:
                made.append(self._button(_("Take back"), partial(owner.take_back, self.findings)))
            elif any(finding.where for finding in self.findings):
                made.append(self._button(_("Does not apply because …"), self.open_box))
        return made

    def _button(self, words: str, run: Callable[[], object]) -> QPushButton:
        made = button(words, run, look="link")
        made.setAccessibleName(f"{words} {self.sentence}")
        return made

    def holds_focus(self) -> bool:
        """Whether the keyboard is in it."""
        return any(each.hasFocus() for each in self.findChildren(QWidget))

    def take_focus(self) -> None:
        """Put the keyboard on its last button."""
        if self.buttons:
            self.buttons[-1].setFocus()

    def open_box(self) -> None:
        """Ask below the sentence why it does not apply."""
        if self.box is None:
            self.box = AnswerBox(self._owner.session, self)
            self.box.kept.connect(self._on_kept)
            self.box.left.connect(self.close_box)
            self.column.addWidget(self.box)
        self._owner.begin(self)
        self.box.show()
        self.box.begin()
        # Its place is known only when the layout has made room for it.
        QTimer.singleShot(0, self, self._bring_into_view)

    def _bring_into_view(self) -> None:
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if isinstance(above, QScrollArea) and self.box is not None:
            above.ensureWidgetVisible(self.box)

    def close_box(self) -> None:
        """Away with the question; nothing is kept."""
        if self.box is not None and not self.box.isHidden():
            self.box.hide()
            self.take_focus()
            self._owner.end()

    def _on_kept(self, reason: str, author: str) -> None:
        owner, findings = self._owner, self.findings
        self.close_box()
        owner.keep(findings, reason, author)


class AnswerBox(QFrame):
    """Asks for the reason in place; Enter keeps it, Esc leaves.  kept carries reason and author."""

    kept = Signal(str, str)
    left = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setProperty("bar", "note")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 8)
        column.setSpacing(6)
        self.reason = self._line(column, _("It does not apply because"), _REASON)
        self.author: QLineEdit | None = None
        if not session.store.author:
            self.author = self._line(column, _("My name in the history"), 200)
        words = _("Kept with your name and the day, and shown to the auditor. It holds for this figure only.")
        column.addWidget(texts.label(words, role="small", wrap=True))
        self.problem = texts.label(role="problem", wrap=True)
        self.problem.hide()
        column.addWidget(self.problem)
        row = QHBoxLayout()
        row.addStretch(1)
        self.cancel_button = button(_("Cancel"), self.left.emit)
        self.keep_button = button(_("Keep it"), self.keep, look="primary")
        row.addWidget(self.cancel_button)
        row.addWidget(self.keep_button)
        column.addLayout(row)

    def _line(self, column: QVBoxLayout, words: str, longest: int) -> QLineEdit:
        name = texts.label(words, role="field")
        line = QLineEdit()
        line.setMaxLength(longest)
        line.setAccessibleName(words)
        line.installEventFilter(self)
        line.returnPressed.connect(self.keep)
        name.setBuddy(line)
        column.addWidget(name)
        column.addWidget(line)
        return line

    def begin(self) -> None:
        """Ready to be written in."""
        self.problem.hide()
        self.reason.setFocus()

    def keep(self) -> None:
        """Hand the reason over, unless something is missing."""
        reason = self.reason.text().strip()
        author = self.author.text().strip() if self.author is not None else self.session.store.author
        missing = _("Say why it does not apply.") if not reason else "" if author else _("Say who you are.")
        self.problem.setText(missing)
        self.problem.setVisible(bool(missing))
        if not missing:
            self.kept.emit(reason, author)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc in a line leaves."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        return super().eventFilter(watched, event)


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


def _groups(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Findings in their order, those of one rule together where they are more than a few."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    groups: list[list[Finding]] = []
    for finding in findings:
        same = by_rule[finding.rule]
        if len(same) <= _FEW:
            groups.append([finding])
        elif same[0] is finding:
            groups.append(same)
    return groups


def _group_words(findings: Sequence[Finding]) -> str:
    from armdesk.services.rules import RULES

    rule = RULES.get(findings[0].rule)
    name = _(rule.title) if rule is not None else findings[0].rule
    return _("{name}: {count}").format(name=name, count=len(findings))


def _remarks(finding: Finding, seen: Any) -> list[str]:
    """What stands small below a finding: its standard where there are several, who explained it, what was before."""
    found = []
    kind, _slash, rest = (finding.where[0] if finding.where else "").partition("/")
    if kind == "requirement" and seen is not None and len(seen.titles) > 1:
        found.append(seen.titles.get(rest.partition("/")[0], ""))
    found += [_("{reason} – {author}, {day}").format(reason=each.reason, author=each.author, day=each.date)
              for each in _first_of(finding.answers)]
    found += [_("Explained on {day} by {author} for another figure: {sentence} – {reason}").format(
        day=each.date, author=each.author, sentence=each.sentence or each.fact or "", reason=each.reason)
        for each in _first_of(finding.before)]
    return [each for each in found if each]


def _first_of(explanations: Sequence[Any]) -> list[Any]:
    """Of explanations given together one, of several the newest three."""
    apart = {(each.reason, each.author, each.date): each for each in explanations}
    return list(apart.values())[:3]
