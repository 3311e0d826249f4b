"""Action plan > Board: actions by state; dragged, or moved by Ctrl and an arrow; what a state needs is asked."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from armdesk.i18n import _, ngettext
from armdesk.models.action_flow import MOVES
from armdesk.services.basis.shown_money import money as money_text
from armdesk.services.plan import action_cards, plan_figures
from armdesk.services.plan.action_cards import Card
from armdesk.services.plan.action_sources import state_words
from armdesk.services.plan.plan_figures import Cost
from ui import action_dialogs, texts
from ui.action_board import BoardColumn
from ui.blocks import button, key, page_head, search_line
from ui.layouts import page_column
from ui.session import Session, Visit

_TOLD = {"action", "action_extension", "action_note", "person", "stakeholder"}
_PAUSE = 120


class BoardPage(QWidget):
    """Five columns, one for each state."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.found: list[Card] = []
        self.money = self._wanted = ""
        self._asked = 0
        column = page_column(self)
        new = button(_("New action"), lambda: session.open("action", new=True, values={"adopted_on": session.today()}),
                     look="primary")
        new.setEnabled(not session.read_only)
        purpose = _("Drag a card to its new state, or hold Ctrl and press an arrow. Enter opens it.")
        column.addLayout(page_head(_("Board by state"), purpose, new))
        column.addLayout(self._filters())
        self.summary = texts.label("", role="quiet", wrap=True)
        column.addWidget(self.summary)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.columns: dict[str, BoardColumn] = {}
        self.heads: dict[str, QWidget] = {}
        for status in MOVES:
            row.addLayout(self._column(status), 1)
        column.addLayout(row, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.show_cards)
        self.search.textChanged.connect(lambda _text: self._timer.start())
        self.late.toggled.connect(lambda _on: self.show_cards())
        session.changes.records_changed.connect(self._on_records_changed)
        key(self, "F5", self.refresh)
        key(self, "Ctrl+F", self.search.setFocus)
        self.refresh()

    def _filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.search = search_line(_("Search: number, measure, responsible, area, donor"), widest=420)
        self.late = QCheckBox(_("Overdue only"))
        row.addWidget(self.search, 1)
        row.addWidget(self.late)
        row.addStretch(1)
        return row

    def _column(self, status: str) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(4)
        head = texts.label(state_words(status), role="subheading", wrap=True)
        head.setMinimumHeight(36)
        head.setAlignment(Qt.AlignmentFlag.AlignBottom)
        cards = BoardColumn(self.session.theme, status, state_words(status))
        cards.opened.connect(lambda id_: self.session.open("action", record=id_))
        cards.walked.connect(partial(self._walk, status))
        cards.pushed.connect(partial(self._push, status))
        cards.dropped.connect(partial(self.take, status))
        cards.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        cards.customContextMenuRequested.connect(partial(self._on_menu, cards))
        box.addWidget(head)
        box.addWidget(cards, 1)
        self.columns[status], self.heads[status] = cards, head
        return box

    # showing

    def visit(self, _visit: Visit) -> None:
        """Read everything again."""
        self.refresh()

    def refresh(self) -> None:
        """Read everything again, away from the window."""
        self._asked += 1
        number, store, today = self._asked, self.session.store, self.session.today()
        self.session.jobs.read(self, lambda: (number, action_cards.cards(store, today), plan_figures.costs(store)),
                               self._on_read)

    def _on_records_changed(self, types: frozenset[str]) -> None:
        if types & _TOLD and self.isVisible():
            self.refresh()

    def _on_read(self, answer: tuple[int, list[Card], list[Cost]]) -> None:
        number, found, costs = answer
        if number != self._asked:  # a newer answer is on its way
            return
        self.found = found
        money = [_("{name}: {amount}").format(
            name=each.donor or _("nobody named to pay"), amount=money_text(each.total, each.currency))
            for each in costs if each.total]
        self.money = _("Cost by who pays: {list}").format(list=" · ".join(money)) if money else ""
        self.show_cards()

    def show_cards(self) -> None:
        """Show what the search and the filter leave."""
        left = action_cards.chosen(self.found, self.search.text(), only_late=self.late.isChecked())
        for status, cards in action_cards.columns(left).items():
            if status in self.columns:
                self.columns[status].show_cards(cards)
                words = _("{state} ({count})").format(state=state_words(status), count=len(cards))
                self.heads[status].setText(words)  # type: ignore[attr-defined]  # a label
        late = sum(card.late > 0 for card in left)
        said = ngettext("{count} action", "{count} actions", len(left)).format(count=len(left))
        over = ngettext("{count} overdue", "{count} overdue", late).format(count=late)
        self.summary.setText(" · ".join(filter(None, (said, over, self.money))) if self.found else _(
            "No action yet. “New action” begins one; findings, incidents, risks and agreements begin others."))
        if self._wanted:
            for cards_of in self.columns.values():
                if cards_of.go_to(self._wanted):
                    cards_of.setFocus()
                    self._wanted = ""
                    break

    # moving

    def _walk(self, status: str, way: int) -> None:
        """The keyboard goes to the next column that holds a card, at about the same height."""
        order = list(self.columns)
        place = order.index(status) + way
        while 0 <= place < len(order):
            beside = self.columns[order[place]]
            if beside.cards.cards:
                row = min(max(self.columns[status].currentIndex().row(), 0), len(beside.cards.cards) - 1)
                beside.setCurrentIndex(beside.cards.index(row, 0))
                beside.setFocus()
                return
            place += way

    def _push(self, status: str, way: int) -> None:
        """The marked cards go to the next state on that side that may follow."""
        order = list(self.columns)
        place = order.index(status) + way
        while 0 <= place < len(order):
            if order[place] in MOVES[status]:
                self.take(order[place], self.columns[status].chosen() or [self.columns[status].current()])
                return
            place += way
        self.session.say(_("No state on that side may follow “{state}”.").format(state=state_words(status)), "note")

    def take(self, status: str, ids: list[str]) -> None:
        """Take cards to a state; what it needs is asked."""
        wanted = [id_ for id_ in ids if id_]
        if wanted and action_dialogs.move(self.session, wanted, status, self):
            self._wanted = wanted[0]
            self.refresh()

    def menu_of(self, cards: BoardColumn) -> QMenu:
        """What can be done with the marked cards."""
        menu, ids = QMenu(self), cards.chosen()
        menu.addAction(_("Open this record"), lambda: self.session.open("action", record=cards.current()))
        menu.addSeparator()
        for status in MOVES[cards.status]:
            menu.addAction(_("Move to: {state}").format(state=state_words(status)), partial(self.take, status, ids))
        menu.addSeparator()
        one = len(ids) == 1
        menu.addAction(_("Extend") + " …", lambda: action_dialogs.extend(self.session, ids[0], self)).setEnabled(one)
        menu.addAction(_("Tell of progress") + " …",
                       lambda: action_dialogs.tell(self.session, ids[0], self)).setEnabled(one)
        for each in menu.actions()[1:]:
            each.setEnabled(each.isEnabled() and not self.session.read_only)
        return menu

    def _on_menu(self, cards: BoardColumn, place: QPoint) -> None:
        if cards.chosen():
            self.menu_of(cards).exec(cards.viewport().mapToGlobal(place))
