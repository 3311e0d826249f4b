"""One line of a list of findings: what it is, the way to it, and below it the box for a reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QScrollArea, QVBoxLayout, QWidget

from armdesk.i18n import N_, _
from armdesk.services.findings.fixes import fix_of
from ui import texts
from ui.answer_box import AnswerBox
from ui.blocks import button
from ui.session import Session
from ui.showing import one_kind, show, ways

if TYPE_CHECKING:
    from armdesk.services.findings.finding import Finding
    from armdesk.services.findings.watch import Seen

SEVERITY = {"alarm": N_("Alarm"), "warn": N_("Warning"), "note": N_("Note")}
_LONG = 150
"""Letters of a sentence as it is listed; the whole of it stands in the tool tip."""


class FindingRow(QFrame):
    """One finding, or those of one rule: sign, sentence, the way to it, and why it is none.

    turned: show them one by one; asked and left: the box for a reason is opened and closed; kept carries reason and
    author; mended: put it right; taken_back: the explanation is to go.
    """

    turned = Signal()
    asked = Signal()
    left = Signal()
    kept = Signal(str, str)
    mended = Signal()
    taken_back = Signal()

    def __init__(self, session: Session, findings: Sequence[Finding], *, narrow: bool = False,
                 inset: bool = False) -> None:
        super().__init__()
        self._session, self.findings = session, findings
        self.box: AnswerBox | None = None
        grouped = len(findings) > 1
        self.sentence = _group_words(findings, session.checks.shown) if grouped else findings[0].sentence
        self.buttons = self._buttons(grouped=grouped, narrow=narrow)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(28 if inset else 4, 4, 4, 4)
        self.column.setSpacing(2)
        top, said = QHBoxLayout(), self._said(whole=inset)
        top.setSpacing(8)
        sign, word = self._state()
        top.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(word, int(narrow), Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(top)
        row = QHBoxLayout() if narrow else top
        if narrow:
            self.column.addLayout(said)
            self.column.addLayout(row)
            row.setSpacing(12)
        else:
            top.addLayout(said, 1)
        for each in self.buttons:
            row.addWidget(each, 0, Qt.AlignmentFlag.AlignTop)
        if narrow:
            row.addStretch(1)

    def _state(self) -> tuple[QLabel, QLabel]:
        """The sign of its gravity, and the word beside it: colour is never alone."""
        first = self.findings[0]
        kind = "good" if first.explained else first.severity
        state = _("Explained") if first.explained else _(SEVERITY[first.severity])
        sign = texts.label()
        sign.setPixmap(self._session.theme.icon(kind, kind).pixmap(20, 20))
        sign.setAccessibleName(state)
        word = texts.label(state, role=kind)
        word.setContentsMargins(0, 2, 0, 0)
        words = [_("Explained"), *(_(each) for each in SEVERITY.values())]
        word.setMinimumWidth(max(map(word.fontMetrics().horizontalAdvance, words)) + 8)
        return sign, word

    def _said(self, *, whole: bool) -> QVBoxLayout:
        """The sentence, and small below it who explained it or what was explained before."""
        first, column = self.findings[0], QVBoxLayout()
        cut = not whole and len(self.sentence) > _LONG
        said = texts.label(f"{self.sentence[:_LONG]}…" if cut else self.sentence, wrap=True)
        said.setToolTip(texts.tip(self.sentence) if cut else "")
        said.setAccessibleName(self.sentence)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        said.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(1)
        column.addWidget(said)
        for remark in _remarks(first, self._session.checks.shown):
            column.addWidget(texts.label(remark, role="small", wrap=True))
        return column

    def _buttons(self, *, grouped: bool, narrow: bool) -> list[QPushButton]:
        session, first = self._session, self.findings[0]
        made = []
        if grouped:
            made.append(self._button(_("One by one"), self.turned.emit))
        here = narrow and not grouped and len(first.where) == 1
        if one_kind(self.findings) and not here:
            made.append(self._button(_("Show"), partial(show, session, self.findings)))
        elif not grouped and first.where and not one_kind(self.findings):
            made.append(self._button(_("Show"), self._offer_ways))
        fix = None if grouped or session.read_only else fix_of(first)
        if fix is not None:
            made.append(self._button(_(fix.words), self.mended.emit))
        if not session.read_only:
            if first.explained:
                made.append(self._button(_("Take back"), self.taken_back.emit))
            elif any(finding.where for finding in self.findings):
                made.append(self._button(_("Does not apply because …"), self.open_box))
        return made

    def _offer_ways(self) -> None:
        """Of things of several kinds, such as a sale and its lot, let the person choose."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, run in ways(self._session, self.findings[0]):
            menu.addAction(texts.escaped(name), run)
        menu.popup(self.buttons[0].mapToGlobal(QPoint(0, self.buttons[0].height())))

    def _button(self, words: str, run: Callable[[], object]) -> QPushButton:
        made = button(words, run, look="link")
        made.setAccessibleName(f"{words} {self.sentence}")
        return made

    def holds_focus(self) -> bool:
        """Whether the keyboard is in it."""
        return any(each.hasFocus() for each in self.findChildren(QWidget))

    def take_focus(self) -> None:
        """Put the keyboard on its last button."""
        self.show()  # a layout does so only once round the event loop, and what is not shown has no keyboard
        if self.buttons:
            self.buttons[-1].setFocus()

    def open_box(self) -> None:
        """Ask below the sentence why it does not apply."""
        if self.box is None:
            self.box = AnswerBox(self._session, self)
            self.box.kept.connect(self._on_kept)
            self.box.left.connect(self.close_box)
            self.column.addWidget(self.box)
        self.asked.emit()
        self.box.show()
        self.box.begin()
        # Its place is known only when the layout has made room for it.
        QTimer.singleShot(0, self, self._bring_into_view)

    def _bring_into_view(self) -> None:
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if isinstance(above, QScrollArea) and self.box is not None and self.box.isVisible():
            above.ensureWidgetVisible(self.box)

    def close_box(self) -> None:
        """Away with the question; nothing is kept."""
        if self.box is not None and not self.box.isHidden():
            self.box.hide()
            self.take_focus()
            self.left.emit()

    def _on_kept(self, reason: str, author: str) -> None:
        # Closing may make the list anew; this row lives until the event is over.
        self.kept.emit(reason, author)
        self.close_box()


def _group_words(findings: Sequence[Finding], seen: Seen | None) -> str:
    name = _(seen.names.get(findings[0].rule, "")) if seen is not None else ""
    if not name:
        return findings[0].sentence
    return _("{name}: {count}").format(name=name, count=len(findings))


def _remarks(finding: Finding, seen: Seen | None) -> list[str]:
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
