"""Where the cooperative stands in a standard: each standing, whether it is reached, why, and what is in the way."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from armdesk.catalogues.catalogue import Catalogue, Requirement, Status, pick
from armdesk.i18n import _, current, ngettext
from armdesk.services.basis.marking import CONFIDENCE, coded, legend
from ui import texts
from ui.blocks import button, card, scrolled, sign
from ui.session import Session
from ui.standards import Overview

_MOST = 40


class StandingDialog(QDialog):
    """The ladder of one standard.  wanted carries the code of a requirement somebody wants to see."""

    wanted = Signal(str)

    def __init__(self, session: Session, catalogue: Catalogue, found: Overview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.catalogue, self.found = session, catalogue, found
        self.setWindowTitle(_("Where we stand"))
        self.resize(720, 560)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 12)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setSpacing(8)
        column.addWidget(texts.label(catalogue.title(current()), role="heading", wrap=True))
        column.addWidget(texts.label(_("Computed from the answers by the bounds in the catalogue's data. The scheme or "
                                       "the buyer has the last word."), role="quiet", wrap=True))
        if found.to_review:
            words = ngettext("{count} answer was carried over and nobody confirmed it yet; the standing rests on it "
                             "too.", "{count} answers were carried over and nobody confirmed them yet; the standing "
                             "rests on them too.", found.to_review)
            column.addWidget(texts.label(words.format(count=found.to_review), role="warn", wrap=True))
        for status in catalogue.statuses:
            column.addWidget(self._status(status))
        column.addStretch(1)
        outer.addWidget(scrolled(inside), 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(_("Close"), self.accept, look="primary"))
        outer.addLayout(row)

    def _status(self, status: Status) -> QWidget:
        language, theme = current(), self.session.theme
        run_out = {each.code for each in self.found.standing.run_out}
        counted = {code: result for code, result in self.found.results.items() if code not in run_out}
        missing = self.catalogue.between(status, counted)
        frame, column = card()
        head = QHBoxLayout()
        word = _("reached") if not missing else _("not reached")
        head.addWidget(sign(theme.icon("good" if not missing else "open", "good" if not missing else "quiet"), word))
        head.addWidget(texts.label(f"{pick(status.label, language)} · {word}", role="subheading", wrap=True), 1)
        column.addLayout(head)
        column.addWidget(texts.label(pick(status.reason, language), wrap=True))
        bound = _("Bound: {how}. Source: {source}") if _is_address(status.source) else _("Bound: {how}.")
        column.addWidget(texts.label(bound.format(how=_(CONFIDENCE[status.confidence]), source=status.source),
                                     role="small", wrap=True))
        if missing:
            words = ngettext("{count} requirement stands before it:", "{count} requirements stand before it:",
                             len(missing))
            column.addWidget(texts.label(words.format(count=len(missing)), role="field"))
            for each in missing[:_MOST]:
                column.addWidget(self._way(each, each.code in run_out), 0, Qt.AlignmentFlag.AlignLeft)
            if len(missing) > _MOST:
                column.addWidget(texts.label(_("and {count} more.").format(count=len(missing) - _MOST), role="quiet"))
            if said := legend(missing):
                column.addWidget(texts.label(said, role="small", wrap=True))
        return frame

    def _way(self, requirement: Requirement, over: bool) -> QWidget:
        language = current()
        result = self.catalogue.result(requirement, self.found.results[requirement.code])
        words = _("{code} {title}: {result}; its time has run out") if over else _("{code} {title}: {result}")
        return button(words.format(code=coded(requirement), title=pick(requirement.title, language),
                                   result=pick(result.label, language)), partial(self._go, requirement.code),
                      look="link")

    def _go(self, code: str) -> None:
        self.wanted.emit(code)
        self.accept()


def _is_address(source: str) -> bool:
    """Whether a source can be looked up; a working assumption is told by how sure the bound is."""
    return source.startswith(("http://", "https://"))
