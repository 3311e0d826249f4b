"""The tree of a standard: modules with counts, requirements with the sign of their result, a box to search them."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QToolButton,
    QTreeView,
    QWidget,
)

from armdesk.catalogues.catalogue import Catalogue, Requirement, pick
from armdesk.i18n import _, current, ngettext
from armdesk.services.basis.marking import REFERENCE, SIGNS, WORDS, marks, short_legend
from ui import texts
from ui.blocks import button
from ui.layouts import column_in
from ui.session import Session
from ui.standards import Overview, fits, path, sign_of

_CODE, _MODULE = int(Qt.ItemDataRole.UserRole), int(Qt.ItemDataRole.UserRole) + 1


class RequirementTree(QWidget):
    """chosen carries the code of a requirement; other_wanted the key of another standard.

    light_wanted: somebody chose the light path, or the full one.
    """

    chosen = Signal(str)
    other_wanted = Signal(str)
    light_wanted = Signal(bool)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._catalogue: Catalogue | None = None
        self._overview: Overview | None = None
        self._items: dict[str, QStandardItem] = {}
        self._only: frozenset[str] = frozenset()
        column = column_in(self, 6)
        self.standards = QComboBox()
        self.standards.setAccessibleName(_("Standard"))
        self.standards.activated.connect(lambda _place: self.other_wanted.emit(self.standards.currentData()))
        column.addWidget(self.standards)
        self.light = QCheckBox(_("Light path"))
        self.light.setEnabled(not session.read_only)
        self.light.clicked.connect(self.light_wanted.emit)
        self.light.hide()
        column.addWidget(self.light)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search requirements"))
        self.search.setAccessibleName(_("Search requirements"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(session.theme.icon("search", "quiet"), QLineEdit.ActionPosition.LeadingPosition)
        texts.name_clear_button(self.search)
        for inner in self.search.findChildren(QToolButton):
            inner.setAccessibleName(_("Clear the search"))
        self.search.textChanged.connect(lambda _text: self._fill())
        column.addWidget(self.search)
        self.whole = button("", lambda: self.narrow(()), look="link")
        self.whole.hide()
        column.addWidget(self.whole)
        self.model = QStandardItemModel(self)
        self.tree = QTreeView()
        self.tree.setModel(self.model)
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(14)
        self.tree.setUniformRowHeights(True)
        self.tree.setAccessibleName(_("Requirements"))
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.selectionModel().currentChanged.connect(self._on_current)
        column.addWidget(self.tree, 1)
        self.legend = texts.label("", role="small", wrap=True)
        column.addWidget(self.legend)

    def put(self, catalogue: Catalogue, others: list[Catalogue], overview: Overview) -> None:
        """Show a standard; the branch and requirement in view stay."""
        language = current()
        self.standards.setVisible(len(others) > 1)
        if [self.standards.itemData(place) for place in range(self.standards.count())] != [c.key for c in others]:
            self.standards.clear()
            for each in others:
                self.standards.addItem(each.title(language), each.key)
        self.standards.setCurrentIndex(self.standards.findData(catalogue.key))
        same = catalogue is self._catalogue and self._overview is not None and self._overview.light == overview.light
        self._catalogue, self._overview = catalogue, overview
        self.light.setVisible(bool(catalogue.light))
        self.light.setChecked(overview.light)
        self.light.setToolTip(texts.tip(_("Only the modules a first buyer asks for: {modules}.").format(
            modules=", ".join(catalogue.light))))
        self.legend.setText(short_legend(catalogue))
        self.legend.setVisible(bool(self.legend.text()))
        if same and self._items:
            self._mark_results()
        else:
            self._fill()

    def codes(self) -> list[str]:
        """Requirements in view, in their order."""
        return list(self._items)

    def narrow(self, codes: Iterable[str]) -> None:
        """Show only some requirements, all of them for none."""
        only = frozenset(codes)
        if only == self._only:
            return
        self._only = only
        words = ngettext("Only {count} requirement. Show all", "Only {count} requirements. Show all", len(only))
        self.whole.setText(texts.escaped(words.format(count=len(only))))
        self.whole.setVisible(bool(only))
        self._fill()

    def go_to(self, code: str) -> None:
        """Mark a requirement."""
        if code not in self._items and self.search.text():
            self.search.clear()
        item = self._items.get(code)
        if item is not None:
            self.tree.setCurrentIndex(item.index())
            self.tree.scrollTo(item.index())

    def current(self) -> str:
        """Code of the marked requirement, "" for a module or nothing."""
        return str(self.tree.currentIndex().data(_CODE) or "")

    def _fill(self) -> None:
        catalogue, overview = self._catalogue, self._overview
        if catalogue is None or overview is None:
            return
        kept, language = self.current(), current()
        self.tree.selectionModel().blockSignals(True)
        self.model.clear()
        self._items.clear()
        words = self.search.text()
        on_path = {each.code for each in path(catalogue, light=overview.light)}
        for module in catalogue.modules:
            inside = [each for each in catalogue.in_module(module.code)
                      if each.code in on_path and (not words or fits(each, catalogue, words))]
            inside = [each for each in inside if not self._only or each.code in self._only]
            if not inside:
                continue
            branch = QStandardItem()
            branch.setData((module.code, pick(module.title, language)), _MODULE)
            branch.setToolTip(texts.tip(pick(module.title, language)))
            for requirement in inside:
                branch.appendRow(self._item(catalogue, requirement))
            self.model.appendRow(branch)
        self._mark_results()
        if words or self._only:
            self.tree.expandAll()
        self.tree.selectionModel().blockSignals(False)
        if kept in self._items:
            self.go_to(kept)

    def _item(self, catalogue: Catalogue, requirement: Requirement) -> QStandardItem:
        title = catalogue.pick(requirement.title, current())
        # A star beside nearly every row of a standard would say nothing: only what is inferred or our own is marked.
        sign = "".join(SIGNS[mark] for mark in marks(requirement) if mark != REFERENCE)
        item = QStandardItem(f"{sign} {title}".strip())
        item.setData(requirement.code, _CODE)
        self._items[requirement.code] = item
        return item

    def _mark_results(self) -> None:
        catalogue, overview = self._catalogue, self._overview
        if catalogue is None or overview is None:
            return
        theme, language = self.session.theme, current()
        for code, item in self._items.items():
            requirement = catalogue.requirement(code)
            result = overview.results[code]
            item.setIcon(theme.icon(*sign_of(catalogue, requirement, result)))
            word = catalogue.pick(catalogue.result(requirement, result).label, language)
            title = catalogue.pick(requirement.title, language)
            marked = [_(WORDS[mark]) for mark in marks(requirement)]
            again = [_("to be confirmed")] if code in overview.again else []
            item.setToolTip(texts.tip("\n".join([f"{requirement.number}: {title} – {word}", *again, *marked])))
            item.setData(", ".join([title, word, *again, *marked]), Qt.ItemDataRole.AccessibleTextRole)
        for place in range(self.model.rowCount()):
            branch = self.model.item(place)
            codes = [branch.child(row).data(_CODE) for row in range(branch.rowCount())]
            settled = sum(catalogue.result(catalogue.requirement(each), overview.results[each]).settled
                          for each in codes)
            code, title = branch.data(_MODULE)
            # A chapter of our own is called by its name alone.
            words = (code, f"{settled}/{len(codes)}", title) if code != title else (f"{settled}/{len(codes)}", title)
            branch.setText("   ".join(words))

    def _on_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        code = str(now.data(_CODE) or "")
        if code:
            self.chosen.emit(code)
