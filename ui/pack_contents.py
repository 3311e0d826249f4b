"""The tree of what a pack holds: report and workbook, evidence with sizes, what stays out and why, what was found."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QHeaderView, QTreeView, QWidget

from armdesk.i18n import _, current, ngettext
from armdesk.i18n_formats import decimal_text
from armdesk.services.packs.papers import Paper
from ui import texts
from ui.blocks import size_text
from ui.packing import Inside, size_of
from ui.theme import Theme


class PackContents(QTreeView):
    """What is inside, branch by branch."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(_("What is inside"))
        self.branches = QStandardItemModel(self)
        self.setModel(self.branches)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setIndentation(16)

    def put(self, found: Inside) -> None:
        """Show the contents."""
        self.branches.clear()
        self.branches.setColumnCount(2)
        self._warnings(found)
        rows = sum(count for _title, count in found.sheets)
        self._branch("production", _("Report, index and cover"), "", [])
        self._branch("columns", ngettext("Workbook and tables: {count} sheet", "Workbook and tables: {count} sheets",
                                         len(found.sheets)).format(count=len(found.sheets)), _rows(rows),
                     [(title, _rows(count)) for title, count in found.sheets])
        self._branch("evidence", ngettext("Evidence: {count} paper", "Evidence: {count} papers",
                                          len(found.kept)).format(count=len(found.kept)), size_text(found.size),
                     [(paper.name, size_text(size_of(paper))) for paper in found.kept])
        if found.left_out:
            self._branch("lock", ngettext("Left out: {count} paper", "Left out: {count} papers",
                                          len(found.left_out)).format(count=len(found.left_out)), "",
                         [(_told(paper), "") for paper in found.left_out], colour="warn")
        hidden = _("People: no names, no codes, only totals of five and more") if found.edition.hides_codes else \
            _("People: codes in place of names; no telephone, identity number or exact place")
        self._branch("lock", hidden, "", [])
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)

    def _warnings(self, found: Inside) -> None:
        open_ = [each for each in found.findings if not each.explained]
        if not open_:
            self._branch("good", _("The checks found nothing that is missing or contradictory"), "", [], colour="good")
            return
        worst = "alarm" if any(each.severity == "alarm" for each in open_) else "warn"
        branch = self._branch(worst, ngettext("{count} remark of the checks", "{count} remarks of the checks",
                                              len(open_)).format(count=len(open_)), "", [], colour=worst)
        for each in open_:
            item = QStandardItem(self._theme.icon(each.severity, each.severity), each.sentence)
            item.setToolTip(texts.tip(each.sentence))
            branch.appendRow([item, QStandardItem("")])
        self.expand(branch.index())

    def _branch(self, icon: str, words: str, size: str, rows: list[tuple[str, str]], *,
                colour: str = "gold") -> QStandardItem:
        branch = QStandardItem(self._theme.icon(icon, colour), words)
        branch.setToolTip(texts.tip(words))
        for name, amount in rows:
            item = QStandardItem(name)
            item.setToolTip(texts.tip(name))
            branch.appendRow([item, _right(amount)])
        self.branches.appendRow([branch, _right(size)])
        return branch


def _right(text: str) -> QStandardItem:
    item = QStandardItem(text)
    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return item


def _rows(count: int) -> str:
    return ngettext("{count} row", "{count} rows", count).format(count=decimal_text(count, 0, current()))


def _told(paper: Paper) -> str:
    return f"{paper.title}: {_(paper.left_out)}"
