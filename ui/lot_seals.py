"""Seals and tags that stand twice and numbers that are missing, each to be looked up or answered."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from armdesk.errors import ArmdeskError
from armdesk.i18n import _
from armdesk.models import Explanation
from armdesk.services.findings import explaining, gold_rules
from armdesk.services.findings.finding import Finding
from armdesk.services.gold.seals import SEAL, TAG, gaps, repeated
from ui import problems, texts
from ui.answer_box import AnswerBox
from ui.blocks import button
from ui.plain_table import PlainTable
from ui.session import Session


class SealsDialog(QDialog):
    """The seals that do not fit."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setWindowTitle(_("Seals and tags: twice and missing"))
        self.resize(720, 440)
        self.rows: list[tuple[str, str, str, str]] = []
        self.found: list[Finding] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(texts.label(_("Numbers are looked at row by row; rows with many gaps are no rows of lots."),
                                     role="quiet", wrap=True))
        self.table = PlainTable(session.theme, self.windowTitle())
        self.table.doubleClicked.connect(lambda _index: self.open_lot())
        column.addWidget(self.table, 1)
        self.box = AnswerBox(session, self)
        self.box.hide()
        self.box.left.connect(self.box.hide)
        self.box.kept.connect(self._keep)
        column.addWidget(self.box)
        self.none = texts.label(_("Every seal and tag stands once and none is missing."), role="good")
        column.addWidget(self.none)
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.look = button(_("Open the lot"), self.open_lot)
        self.answer = button(_("It is right because …"), self.explain)
        close = button(_("Close"), self.accept)
        for made in (self.look, self.answer, close, self.box.keep_button, self.box.cancel_button):
            made.setAutoDefault(False)
        for made in (self.look, self.answer, close):
            foot.addWidget(made)
        column.addLayout(foot)
        self.refresh()

    def refresh(self) -> None:
        """Read them again, with what was answered."""
        store, chosen = self.session.store, self.table.currentIndex().row()
        self.rows, self.found = [], []
        kept = store.all(Explanation)
        for what in (SEAL, TAG):
            for seal, lots in repeated(store, what).items():
                codes = {id_: code for id_, (code, _day) in lots.items()}
                self._add(gold_rules.twice(what, seal, codes), kept, _("Stands twice"), seal, ", ".join(codes.values()))
            for gap in gaps(store, what):
                self._add(gold_rules.gap(gap), kept, _("On no lot"), f"{gap.prefix}{gap.names}", "")
        self.table.show_rows([_("What"), _("Seal or tag"), _("Lots"), _("It does not apply because")], len(self.rows),
                             lambda row, place: self.rows[row][place])
        if 0 <= chosen < len(self.rows):
            self.table.selectRow(chosen)
        self.none.setVisible(not self.rows)
        self.answer.setEnabled(bool(self.rows) and not self.session.read_only)
        self.look.setEnabled(bool(self.rows))

    def _add(self, finding: Finding, kept: list[Explanation], *row: str) -> None:
        what, seal, lots = row
        [told, *_rest] = explaining.answered([finding], kept)
        self.found.append(finding)
        self.rows.append((what, seal, lots, told.explained))

    def chosen(self) -> Finding | None:
        """What the marked row says."""
        place = self.table.currentIndex().row()
        return self.found[place] if 0 <= place < len(self.found) else None

    def open_lot(self) -> None:
        """Go to the first lot that bears the seal."""
        finding = self.chosen()
        if finding and finding.where[0].startswith("lot/"):
            self.accept()
            self.session.open("lot", record=finding.where[0].partition("/")[2])

    def explain(self) -> None:
        """Ask below the list why it is right."""
        if self.chosen() is not None:
            self.box.reason.clear()
            self.box.show()
            self.box.begin()

    def _keep(self, reason: str, author: str) -> None:
        """Keep it, signed and dated, for exactly these numbers."""
        finding, store = self.chosen(), self.session.store
        if finding is None:
            return
        if author and not store.author:
            store.author = self.session.person.author = author
        try:
            explaining.explain(store, [finding], reason, author, self.session.today())
        except ArmdeskError as error:
            problems.show(error, self)
            return
        self.box.hide()
        self.refresh()
