"""Seals and tags that stand twice and numbers that are missing, each to be looked up or answered."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from armdesk.i18n import _
from armdesk.models import Explanation
from armdesk.services.seals import SEAL, TAG, gaps, repeated
from ui import texts
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
        store = session.store
        answered = {each.target: each.reason for each in store.all(Explanation)
                    if each.rule in ("seal_gap", "seal_twice", "tag_gap", "tag_twice")}
        self.rows: list[tuple[str, str, str, str]] = []
        self.targets: list[tuple[str, str]] = []
        for what in (SEAL, TAG):
            for seal, lots in repeated(store, what).items():
                first = f"lot/{next(iter(lots))}"
                names = ", ".join(code for code, _day in lots.values())
                self._add(_("Stands twice"), seal, names, answered.get(first, ""))
                self.targets.append((f"{what}_twice", first))
            for gap in gaps(store, what):
                self._add(_("On no lot"), f"{gap.prefix}{gap.names}", "", answered.get(gap.reference, ""))
                self.targets.append((f"{what}_gap", gap.reference))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(texts.label(_("Numbers are looked at row by row; rows with many gaps are no rows of lots."),
                                     role="quiet", wrap=True))
        self.table = PlainTable(session.theme, self.windowTitle())
        self.table.show_rows([_("What"), _("Seal or tag"), _("Lots"), _("It does not apply because")], len(self.rows),
                             lambda row, place: self.rows[row][place])
        self.table.doubleClicked.connect(lambda _index: self.open_lot())
        column.addWidget(self.table, 1)
        if not self.rows:
            column.addWidget(texts.label(_("Every seal and tag stands once and none is missing."), role="good"))
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.look = button(_("Open the lot"), self.open_lot)
        self.answer = button(_("It is right because …"), self.explain)
        self.answer.setEnabled(bool(self.rows) and not session.read_only)
        self.look.setEnabled(bool(self.rows))
        for made in (self.look, self.answer, button(_("Close"), self.accept)):
            made.setAutoDefault(False)
            foot.addWidget(made)
        column.addLayout(foot)

    def _add(self, *row: str) -> None:
        what, seal, lots, answer = row
        self.rows.append((what, seal, lots, answer))

    def _target(self) -> tuple[str, str] | None:
        place = self.table.currentIndex().row()
        return self.targets[place] if 0 <= place < len(self.targets) else None

    def open_lot(self) -> None:
        """Go to the first lot that bears the seal."""
        target = self._target()
        if target and target[1].startswith("lot/"):
            self.accept()
            self.session.open("lot", record=target[1].partition("/")[2])

    def explain(self) -> None:
        """Answer it, signed and dated."""
        target = self._target()
        if target:
            self.accept()
            self.session.open("explanation", new=True, values={
                "rule": target[0], "target": target[1], "author": self.session.person.author or None,
                "date": self.session.today()})
