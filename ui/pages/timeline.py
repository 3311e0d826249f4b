"""Action plan > Timeline: every action as a bar over the months, late parts marked, today as a line; it prints."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from armdesk.i18n import _, current, ngettext
from armdesk.services.plan import action_cards, timeline
from armdesk.services.plan.action_cards import Card
from ui import action_papers, texts
from ui.blocks import button, key, page_head, search_line
from ui.layouts import page_column
from ui.session import Session, Visit
from ui.theme import icon_button
from ui.timeline_view import TimelineView

_TOLD = {"action", "action_extension", "person", "stakeholder"}
_PAUSE = 120


class TimelinePage(QWidget):
    """The time line with a search and its zoom."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.found: list[Card] = []
        column = page_column(self)
        self.print_button = button(_("Print (PDF)"), self.print_out)
        column.addLayout(page_head(_("Timeline"), _("Each action from the day it was adopted to the day it is due. "
                                                    "Enter opens it."), self.print_button))
        self.view = TimelineView(session.theme)
        self.view.opened.connect(lambda id_: session.open("action", record=id_))
        row = QHBoxLayout()
        self.search = search_line(_("Search: number, measure, responsible, area, donor"), widest=420)
        self.unfinished = QCheckBox(_("Unfinished only"))
        self.unfinished.setChecked(True)
        self.summary = texts.label("", role="quiet")
        row.addWidget(self.search, 1)
        row.addWidget(self.unfinished)
        row.addWidget(self.summary)
        row.addStretch(1)
        theme = session.theme
        for icon, tip, run in (("minus", _("Farther (-)"), lambda: self.view.zoom(0.8)),
                               ("plus", _("Nearer (+)"), lambda: self.view.zoom(1.25)),
                               ("fit", _("All months"), self.view.fit), ("clock", _("Today"), self.view.go_to_today)):
            made = icon_button(theme, icon, tip)
            made.clicked.connect(run)
            row.addWidget(made)
        column.addLayout(row)
        column.addWidget(self.view, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.show_bars)
        self.search.textChanged.connect(lambda _text: self._timer.start())
        self.unfinished.toggled.connect(lambda _on: self.show_bars())
        session.changes.records_changed.connect(lambda types: self.refresh() if types & _TOLD and self.isVisible()
                                                else None)
        key(self, "F5", self.refresh)
        key(self, "Ctrl+F", self.search.setFocus)
        self.setFocusProxy(self.view)
        self.refresh()

    def visit(self, _visit: Visit) -> None:
        """Read everything again."""
        self.refresh()

    def refresh(self) -> None:
        """Read everything again, away from the window."""
        store, today = self.session.store, self.session.today()
        self.session.jobs.read(self, lambda: action_cards.cards(store, today), self._on_read)

    def _on_read(self, found: list[Card]) -> None:
        self.found = found
        self.show_bars()

    def line(self) -> timeline.Timeline:
        """What the search and the filter leave, over time."""
        left = action_cards.chosen(self.found, self.search.text(), unfinished=self.unfinished.isChecked())
        return timeline.timeline(left, self.session.today())

    def show_bars(self) -> None:
        """Show what the search and the filter leave."""
        line = self.line()
        self.view.show_line(line)
        left = len(line.bars)
        self.summary.setText(ngettext("{count} action", "{count} actions", left).format(
            count=left) if self.found else _("No action yet: “Action plan” begins one."))

    def print_out(self) -> None:
        """What is seen, on A4 pages on their side."""
        action_papers.print_timeline(self.session, self, self.line(), current())
