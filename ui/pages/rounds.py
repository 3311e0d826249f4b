"""Rounds of inspection: what is due by the plan, what was done, and one round walked with the keyboard."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QWidget

from armdesk.i18n import _, current, ngettext, speaking
from armdesk.models import Inspection, InspectionTemplate
from armdesk.reports import round_report
from armdesk.services.basis import model_marks
from armdesk.services.basis.period import Period
from armdesk.services.safety import round_plan, rounds, starter_rounds
from armdesk.services.safety.round_plan import CoveredRound, PlannedRound
from ui import choosers, printing, texts
from ui.blocks import Views, button, key, page_head
from ui.layouts import column_in, page_column
from ui.messages import Message, Messages
from ui.plain_table import PlainTable
from ui.round_start import StartDialog
from ui.round_walk import RoundWalk
from ui.session import Session, Visit

_READ = {"inspection", "inspection_plan", "inspection_template", "inspection_question", "site", "crew", "equipment",
         "finding"}
_Read = tuple[list[PlannedRound], list[Inspection], list[CoveredRound], dict[str, str], int]


class RoundsPage(QWidget):
    """Plan and rounds in two views; a round takes the place of both while it is walked."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.planned: list[PlannedRound] = []
        self.rounds: list[Inspection] = []
        self.covered: dict[str, CoveredRound] = {}
        self._names: dict[str, str] = {}
        self.messages = Messages(session.theme)
        column = page_column(self)
        self.lists = QWidget()
        inside = column_in(self.lists)
        inside.addLayout(self._head())
        inside.addWidget(self.messages)
        inside.addWidget(self._views(), 1)
        self.walk = RoundWalk(session)
        self.walk.left.connect(self.show_lists)
        self.walk.print_wanted.connect(self.print_report)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.lists)
        self.stack.addWidget(self.walk)
        column.addWidget(self.stack)
        for keys, run in (("Ctrl+N", self.begin), ("F5", self.refresh)):
            key(self.lists, keys, run)
        session.changes.records_changed.connect(self._on_changed)
        self.setFocusProxy(self.plan_table)
        self.refresh()

    def _head(self) -> QHBoxLayout:
        self.more_button = button(_("Lists of questions"), self.offer_lists)
        self.print_button = button(_("Print empty list"), self.offer_prints)
        self.new_button = button(_("Begin a round"), self.begin, look="primary", tip=_("New (Ctrl+N)"))
        self.new_button.setEnabled(not self.session.read_only)
        return page_head(_("Rounds of inspection"), _("What has to be looked at, by whom and how often; what is wrong "
                                                      "becomes an action."), self.more_button, self.print_button,
                         self.new_button)

    def _views(self) -> Views:
        theme = self.session.theme
        self.plan_table = PlainTable(theme, _("Plan of rounds"))
        self.plan_table.rows.colour = self._plan_colour
        self.plan_table.doubleClicked.connect(lambda _index: self.begin_planned())
        self.done_table = PlainTable(theme, _("Rounds"))
        self.plan_table.say_when_empty(_(
            "“Lists of questions” › “Plan of rounds” says what is inspected, where and every how many days. A round "
            "can also begin without a plan."))
        self.done_table.say_when_empty(_("“Begin a round”, or print an empty list and take it along."))
        self.done_table.rows.colour = self._done_colour
        self.done_table.doubleClicked.connect(lambda _index: self.open_chosen())
        self.plan_empty = texts.label(role="quiet", wrap=True)
        self.done_empty = texts.label(_("No round was walked yet."), role="quiet", wrap=True)
        plan, done = _over(self.plan_empty, self.plan_table), _over(self.done_empty, self.done_table)
        self.views = Views({_("To be walked"): plan, _("Rounds walked"): done})
        for table, run in ((self.plan_table, self.begin_planned), (self.done_table, self.open_chosen)):
            for keys in ("Return", "Enter"):
                key(table, keys, run)
        return self.views

    # reading

    def visit(self, visit: Visit) -> None:
        """Walk the round that another page names."""
        if visit.record:
            self.open_round(visit.record)

    def refresh(self) -> None:
        """Read plan and rounds."""
        store, today = self.session.store, self.session.today()

        def read() -> _Read:
            period = Period(date(today.year, 1, 1), today)
            found = rounds.recent(store)
            names = store.labels("site", {each.site for each in found if each.site}) | store.labels(
                "crew", {each.crew for each in found if each.crew})
            return (round_plan.due(store, today), list(found), round_plan.covered(store, period), names,
                    len(starter_rounds.missing(store)))

        self.session.jobs.read(self, read, self._on_read)

    def _on_changed(self, types: frozenset[str]) -> None:
        if types & _READ:
            self.refresh()

    def _on_read(self, found: _Read) -> None:
        self.planned, self.rounds, covered, self._names, models = found
        self.covered = {each.id: each for each in covered}
        late = sum(each.late > 0 for each in self.planned)
        self.plan_table.show_rows((_("Due on"), _("State"), _("List of questions"), _("Where"), _("Last one"),
                                   _("Every (days)"), _("Done this year")), len(self.planned), self._plan_cell, (5,))
        self.plan_empty.setText(_("No round is planned.") if not self.planned else
                                ngettext("{count} round is late.", "{count} rounds are late.", late).format(count=late)
                                if late else _("No round is late."))
        self.done_table.show_rows((_("Date"), _("List of questions"), _("Where"), _("Inspector"), _("Result"),
                                   _("State")), len(self.rounds), self._done_cell)
        self.done_empty.setVisible(not self.rounds)
        if models == len(starter_rounds.models()) and not self.session.read_only:
            self.messages.say(Message(_("armdesk brings {count} lists of questions to begin with.").format(
                count=models), "note", _("Take over the models"), self.take_over, lasting=True))

    def _plan_cell(self, row: int, column: int) -> str:
        each = self.planned[row]
        done = self.covered.get(each.id)
        return (each.due.isoformat(), choosers.late_text(each.late), each.what, each.where,
                each.last.isoformat() if each.last else _("never"), str(each.every_days),
                f"{done.done}/{done.turns}" if done and done.turns else "")[column]

    def _plan_colour(self, row: int, column: int) -> QColor | None:
        colours = self.session.theme.colours
        return QColor(colours.alarm) if column == 1 and row < len(self.planned) and self.planned[row].late > 0 else None

    def _done_cell(self, row: int, column: int) -> str:
        each = self.rounds[row]
        where = " · ".join(self._names[id_] for id_ in (each.site, each.crew) if id_ and id_ in self._names)
        return (each.date.isoformat(), each.scope or "", where, each.inspector or "", each.result or "",
                _("finished") if each.finished_on else _("open"))[column]

    def _done_colour(self, row: int, column: int) -> QColor | None:
        colours = self.session.theme.colours
        return QColor(colours.warn) if column == 5 and row < len(self.rounds) and not self.rounds[row].finished_on \
            else None

    # verbs

    def begin(self, planned: PlannedRound | None = None) -> None:
        """Begin a round, of the plan or free."""
        if self.session.read_only:
            return
        if not rounds.current_templates(self.session.store, self.session.today()):
            self.messages.say(Message(_("A round needs a list of questions first."), "warn",
                                      _("Take over the models"), self.take_over))
            return
        dialog = StartDialog(self.session, planned, self)
        dialog.exec()
        begun = dialog.begun
        dialog.deleteLater()
        if begun is not None:
            self.open_round(begun.id)

    def begin_planned(self) -> None:
        """Begin the round that is marked in the plan."""
        row = self.plan_table.currentIndex().row()
        if 0 <= row < len(self.planned):
            self.begin(self.planned[row])

    def open_chosen(self) -> None:
        """Walk on, or look at, the round that is marked."""
        row = self.done_table.currentIndex().row()
        if 0 <= row < len(self.rounds):
            self.open_round(self.rounds[row].id)

    def open_round(self, id_: str) -> None:
        """Show one round; an inspection without a list opens as a form."""
        if self.walk.put(id_):
            self.stack.setCurrentWidget(self.walk)
            self.walk.table.setFocus()
        else:
            self.session.open("inspection", record=id_)

    def show_lists(self) -> None:
        """Back to plan and rounds."""
        self.stack.setCurrentWidget(self.lists)
        self.refresh()

    def take_over(self, language: str = "") -> None:
        """Take over the lists that come with armdesk, in the language of the window or another."""
        with speaking(language or current()):
            count = starter_rounds.take_over(self.session.store)
        self.messages.hide()
        self.session.say(ngettext("{count} list taken over; read it and change what is otherwise with you.",
                                  "{count} lists taken over; read them and change what is otherwise with you.",
                                  count).format(count=count), "good")

    def offer_lists(self) -> None:
        """Lists, plan, and new revisions."""
        menu, can = QMenu(self), not self.session.read_only
        menu.addAction(_("Lists of questions"), lambda: self.session.open("inspection_template"))
        menu.addAction(_("Plan of rounds"), lambda: self.session.open("inspection_plan"))
        if can:
            models = menu.addMenu(_("Take over the models"))
            models.setEnabled(bool(starter_rounds.missing(self.session.store)))
            for code, name in model_marks.LANGUAGES.items():
                models.addAction(name, partial(self.take_over, code))
            revise = menu.addMenu(_("New revision of"))
            for each in rounds.current_templates(self.session.store, self.session.today()):
                revise.addAction(texts.escaped(str(each.name)), partial(self.revise, each))
        menu.exec(self.more_button.mapToGlobal(QPoint(0, self.more_button.height() + 2)))

    def revise(self, template: InspectionTemplate) -> None:
        """A new revision of a list, opened to be changed."""
        fresh = rounds.revise(self.session.store, template, self.session.today())
        self.session.open("inspection_template", record=fresh.id)

    def offer_prints(self) -> None:
        """Empty lists to be taken along."""
        menu = QMenu(self)
        found = rounds.current_templates(self.session.store, self.session.today())
        for each in found:
            menu.addAction(texts.escaped(str(each.name)), partial(self.print_empty, each))
        if not found:
            menu.addAction(_("Take over the models"), self.take_over)
        menu.exec(self.print_button.mapToGlobal(QPoint(0, self.print_button.height() + 2)))

    def print_empty(self, template: InspectionTemplate) -> None:
        """One empty list as a PDF."""
        store, day, name = self.session.store, self.session.today(), self.session.workspace.settings.name
        choosers.print_sheet(self.session, self, str(template.name),
                             lambda: round_report.empty_form(store, template, name, day))

    def print_report(self) -> None:
        """The round in view as a PDF with its photos."""
        round_ = self.walk.round
        if round_ is None:
            return
        session, language, day = self.session, current(), self.session.today()
        store, kept, name = session.store, session.workspace.files, session.workspace.settings.name
        title = f"{round_.inspection.scope} {round_.inspection.date.isoformat()}"
        printing.to_file(session, self, _("Print report"), f"{choosers.plain(title)}.pdf",
                         lambda: round_report.filled(store, kept, round_, name, language, day))


def _over(words: Any, table: PlainTable) -> QWidget:
    """A sentence over a table."""
    whole = QWidget()
    column = column_in(whole, 6)
    words.setAlignment(Qt.AlignmentFlag.AlignTop)
    column.addWidget(words)
    column.addWidget(table, 1)
    return whole
