"""What the registers say to a requirement: each fact as a sentence with its rows, what it cites, what has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from armdesk.i18n import LANGUAGES, _, current, ngettext
from armdesk.query import Query
from armdesk.services.period_facts.live_facts import Live
from ui import texts
from ui.blocks import button, emptied, rule
from ui.flow import Flow
from ui.layouts import column_in
from ui.session import Session


class FactRows(QFrame):
    """A card of facts, filled as they come.

    draft_wanted carries the language of a draft of all of them; sentence_wanted the name of a fact for the statement;
    accept_wanted a Change; unlink_wanted the CitedFact that is no longer to be cited.
    """

    draft_wanted = Signal(str)
    sentence_wanted = Signal(str)
    accept_wanted = Signal(object)
    unlink_wanted = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setProperty("card", "true")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 14)
        outer.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(texts.label(_("What the registers say"), role="subheading"), 1)
        self.draft = button(_("Draft a statement"), self._choose_language, tip=_(
            "Writes from these facts, in a language you choose, what you can change and confirm"))
        self.draft.setEnabled(False)
        head.addWidget(self.draft)
        outer.addLayout(head)
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        outer.addLayout(self._column)
        self.rows: dict[str, FactRow] = {}

    def begin(self, names: Iterable[str]) -> None:
        """Make place for facts; those that stand here already stay until they are told anew."""
        wanted = list(names)
        if list(self.rows) != wanted:
            self.clear()
            for place, name in enumerate(wanted):
                if place:
                    self._column.addWidget(rule())
                self.rows[name] = FactRow(self, name)
                self._column.addWidget(self.rows[name])
        self.setVisible(bool(wanted))
        self._see()

    def clear(self) -> None:
        """Nothing is known of another requirement yet."""
        emptied(self._column)
        self.rows = {}
        self.hide()

    def show_fact(self, name: str, live: Live) -> None:
        """One fact was read."""
        if name in self.rows:
            self.rows[name].put(live)
            self._see()

    def _see(self) -> None:
        told = bool(self.rows) and all(row.live is not None for row in self.rows.values())
        self.draft.setEnabled(told and not self.session.read_only)

    def language_menu(self) -> QMenu:
        """The languages a draft may be in, that of the screen first."""
        menu = QMenu(self)
        for code in sorted(LANGUAGES, key=lambda code: (code != current(), LANGUAGES[code])):
            menu.addAction(texts.escaped(LANGUAGES[code])).triggered.connect(
                lambda _checked=False, code=code: self.draft_wanted.emit(code))
        return menu

    def _choose_language(self) -> None:
        self.language_menu().exec(self.draft.mapToGlobal(QPoint(0, self.draft.height())))


class FactRow(QWidget):
    """One fact: its sentence, and below it what can be done with it."""

    def __init__(self, card: FactRows, name: str) -> None:
        super().__init__(card)
        self._card, self.name = card, name
        self.live: Live | None = None
        column = column_in(self, 1)
        self.said = texts.label(_("Asking the registers …"), role="quiet", wrap=True)
        column.addWidget(self.said)
        self.changed = texts.label(role="warn", wrap=True)
        self.changed.hide()
        column.addWidget(self.changed)
        self._links = QVBoxLayout()
        self._links.setSpacing(0)
        column.addLayout(self._links)
        self.reckoned = texts.label(role="small", wrap=True)
        self.reckoned.hide()
        column.addWidget(self.reckoned)

    def put(self, live: Live) -> None:
        """Show a fact; the same one again changes nothing on the screen."""
        if self.live == live:
            return
        self.live = live
        self.said.setText(live.sentence)
        self.said.setProperty("role", "quiet" if live.figure.value is None else "")
        self.said.style().polish(self.said)
        self.reckoned.setText(live.explanation)
        self.changed.setText(live.change.words() if live.change is not None else "")
        self.changed.setVisible(live.change is not None)
        line = QWidget()
        flow = Flow(line, spacing=12)
        for each in self._made(live):
            flow.addWidget(each)
        emptied(self._links).addWidget(line)

    def _made(self, live: Live) -> Iterable[QWidget]:
        figure, writing = live.figure, not self._card.session.read_only
        words = ngettext("{count} row", "{count} rows", figure.count).format(count=figure.count)
        yield self._leading(words, figure.rows, figure.count)
        if figure.lacking and figure.lacking_rows is not None:
            words = ngettext("{count} lacking", "{count} lacking", figure.lacking).format(count=figure.lacking)
            yield self._leading(words, figure.lacking_rows, figure.lacking)
        if figure.unsure and figure.unsure_rows is not None:
            words = ngettext("{count} uncertain", "{count} uncertain", figure.unsure).format(count=figure.unsure)
            yield self._leading(words, figure.unsure_rows, figure.unsure)
        yield _link(_("How it is reckoned"), lambda: self.reckoned.setVisible(self.reckoned.isHidden()))
        if live.change is not None and writing:
            yield _link(_("Accept the new value"), lambda: self._card.accept_wanted.emit(live.change))
        if live.cited is not None:
            cited = texts.label(_("Cited on {day}").format(day=live.cited.computed_on), role="small")
            cited.setMinimumHeight(_link("x", self.hide).sizeHint().height())  # on one line with the links
            yield cited
            if writing:
                yield _link(_("Cite no more"), lambda: self._card.unlink_wanted.emit(live.cited))
        elif writing:
            yield _link(_("Put into the statement"), lambda: self._card.sentence_wanted.emit(self.name))

    def _leading(self, words: str, rows: Query, count: int) -> QPushButton:
        made = _link(words, lambda: self._card.session.open(rows.type.type_name(), filters=rows.filters))
        made.setEnabled(count > 0)
        return made


def _link(words: str, run: Callable[[], object]) -> QPushButton:
    return button(words, run, look="link")
