"""The page of the action plan: the register with what can be done with one action, or with the marked ones."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from armdesk.i18n import LANGUAGES, _, current
from armdesk.models import Action, ActionExtension, ActionNote, SourceOfAction
from armdesk.models.action_flow import MOVES
from armdesk.record import Record
from armdesk.services.plan import action_sources
from ui import action_dialogs, action_papers, printing
from ui.action_view import ActionView
from ui.pages.records import RecordsPage
from ui.record_view import RecordView
from ui.session import Session, Visit


class ActionsPage(RecordsPage):
    """Actions, and the work with them."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, Action, parent)
        self.paper_language = current()
        self._key("Alt+E", self.extend_current)
        self._key("Alt+N", self.tell_current)

    def _head(self) -> QHBoxLayout:
        row = super()._head()
        self.papers_button = QPushButton(_("Papers and lists"))
        self.papers_button.setToolTip(_("Wall sheet, lists for persons, calendar, Excel for a partner (Alt+P)"))
        self.papers_button.setShortcut("Alt+P")
        self.papers_button.clicked.connect(self.offer_papers)
        row.insertWidget(1, self.papers_button, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def _head_shown(self, listed: bool) -> None:
        super()._head_shown(listed)
        self.papers_button.setVisible(listed)

    def new_view(self) -> RecordView:
        """An action is shown with what it answers, its progress and its extensions."""
        return ActionView(self.session)

    def parts_of(self, records: list[Record]) -> list[Record]:
        """Progress, extensions and sources are nothing without their action."""
        store = self.session.store
        return [part for record in records for type_ in (ActionNote, ActionExtension, SourceOfAction)
                for part in store.all(type_, action=record.id)]

    def visit(self, visit: Visit) -> None:
        """Show what another page asked for; a new action may answer several things."""
        super().visit(visit)
        if isinstance(self.view, ActionView):
            self.view.also = visit.also if visit.new else ()

    def papers_menu(self) -> QMenu:
        """What leaves the program: on paper, into a calendar, to a partner and back."""
        menu, ids, tongue = QMenu(self), self.list.table.chosen_ids(), self.paper_language
        for words, write in ((_("Wall sheet (A3)"), action_papers.wall_sheet),
                             (_("Lists for persons (PDF)"), action_papers.person_lists),
                             (_("The plan in figures (PDF)"), action_papers.summary),
                             (_("Calendar file (.ics)"), action_papers.calendar)):
            menu.addAction(words + " …", partial(write, self.session, self, tongue))
        menu.addSeparator()
        many = len(ids) > 1
        words = _("Marked rows to a partner (Excel)") if many else _("Open actions to a partner (Excel)")
        send = menu.addAction(words + " …", partial(
            action_papers.send, self.session, self, ids if many else [], tongue))
        back = menu.addAction(_("Read a partner's list") + " …", partial(action_papers.read_back, self.session, self))
        for each in (send, back):
            each.setEnabled(not self.session.read_only)
        menu.addSeparator()
        tongues = menu.addMenu(_("Language of the paper"))
        for code in printing.OFFERED:
            each = tongues.addAction(LANGUAGES[code], partial(self._speak, code))
            each.setCheckable(True)
            each.setChecked(code == tongue)
        return menu

    def _speak(self, language: str) -> None:
        """Print the next papers in a language, and offer them again."""
        self.paper_language = language
        QTimer.singleShot(0, self.offer_papers)

    def offer_papers(self) -> None:
        """Open the menu under its button."""
        self.papers_menu().exec(self.papers_button.mapToGlobal(QPoint(0, self.papers_button.height() + 2)))

    def add_actions(self, menu: QMenu, ids: list[str]) -> None:
        """Another state, an extension, progress, one more thing they answer."""
        found = [action for id_ in ids if (action := self.session.store.get(Action, id_)) is not None]
        allowed = [status for status in MOVES if found and all(status in MOVES[each.status] for each in found)]
        states = menu.addMenu(_("Move to"))
        for status in allowed:
            states.addAction(f"{action_sources.state_words(status)} …",
                             partial(action_dialogs.move, self.session, ids, status, self))
        states.setEnabled(bool(allowed))
        menu.addAction(_("Extend") + " …\t" + "Alt+E", self.extend_current).setEnabled(len(ids) == 1)
        menu.addAction(_("Tell of progress") + " …\t" + "Alt+N", self.tell_current).setEnabled(len(ids) == 1)
        menu.addAction(_("Answers too") + " …", partial(action_dialogs.add_source, self.session, ids, self))
        menu.addSeparator()

    def extend_current(self) -> None:
        """Extend the action in view."""
        if isinstance(self.view, ActionView) and self.stack.currentWidget() is self.view:
            self.view.extend()
        elif id_ := self.list.table.current_id():
            action_dialogs.extend(self.session, id_, self)

    def tell_current(self) -> None:
        """Tell of progress of the action in view."""
        if isinstance(self.view, ActionView) and self.stack.currentWidget() is self.view:
            self.view.tell()
        elif id_ := self.list.table.current_id():
            action_dialogs.tell(self.session, id_, self)
