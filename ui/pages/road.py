"""Standards > Road to a standard: what today's evidence answers of it, what is left, in which order, at what cost."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from armdesk.catalogues.catalogue import Catalogue, Requirement, pick
from armdesk.errors import ArmdeskError
from armdesk.i18n import _, current, ngettext
from armdesk.models import CatalogueUse
from armdesk.progress import Progress
from armdesk.reports.document import Document
from armdesk.services.basis import own_rows
from armdesk.services.basis.marking import coded, legend
from armdesk.services.basis.shown_money import money
from armdesk.services.period_facts import status
from armdesk.services.standards import cross, road
from armdesk.services.standards.road import ANSWERED, COVERED, LEFT, PARTLY, STATES, Road
from ui import printing, problems, standards, texts, undoing
from ui.blocks import button, page_head
from ui.layouts import page_column
from ui.messages import Message, Messages
from ui.plain_table import PlainTable
from ui.session import Session, Visit

_SOURCES = 220
"""Pixels of the column that says where something comes from, so that the cost stays in view."""
_SIGNS = {ANSWERED: "✓", COVERED: "→", PARTLY: "◐", LEFT: "○"}
_COLOURS = {ANSWERED: "good", COVERED: "good", PARTLY: "warn", LEFT: "quiet"}


class RoadPage(QWidget):
    """The standard above, its requirements in the order in which they are best taken; Enter opens one."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.found: Road | None = None
        self.in_use: list[Catalogue] = []
        column = page_column(self)
        self.print_button = button(_("The road (PDF)"), self.print_road)
        self.use_button = button(_("Work with this standard"), self.use)
        self.take_button = button(_("Take over the papers"), self.take, look="primary")
        column.addLayout(page_head(_("Road to a standard"), _("What today's answers and papers already cover, what is "
                                                              "left, and in which order."),
                                   self.print_button, self.use_button, self.take_button))
        self.messages = Messages(session.theme)
        column.addWidget(self.messages)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.standard = QComboBox()
        self.standard.setAccessibleName(_("Standard"))
        self.standard.activated.connect(lambda _place: self.refresh())
        row.addWidget(self.standard)
        self.summary = texts.label("", role="quiet", wrap=True)
        row.addWidget(self.summary, 1)
        column.addLayout(row)
        self.table = PlainTable(session.theme, _("Road to a standard"))
        self.table.activated.connect(self._on_row)
        self.table.rows.colour = self._colour
        column.addWidget(self.table, 1)
        self.marks = texts.label("", role="small", wrap=True)
        column.addWidget(self.marks)
        session.changes.records_changed.connect(self._on_changed)
        session.period_changed.connect(self.refresh)
        self._fill()
        self.setFocusProxy(self.table)
        self.refresh()

    def _fill(self) -> None:
        """All standards there are, at first the one that is farthest from being used."""
        try:
            self.in_use = standards.in_use(self.session)
            known = own_rows.known(self.session.store, [])
        except ArmdeskError as error:
            self.messages.say(Message(str(error), "alarm", lasting=True))
            return
        used = {each.key for each in self.in_use}
        known.sort(key=lambda each: (not each.requirements, each.key in used, not each.statuses, each.key))
        before = self.target()
        self.standard.clear()
        for each in known:
            self.standard.addItem(each.title(current()), each)
        if before is not None:
            self.standard.setCurrentIndex(next((at for at, each in enumerate(known) if each.key == before.key), 0))

    def _on_changed(self, types: frozenset[str]) -> None:
        if not self.isVisible():
            return
        if types & standards.SHAPING:
            self._fill()
        self.refresh()

    def visit(self, _visit: Visit) -> None:
        """Read everything again."""
        self.refresh()

    def target(self) -> Catalogue | None:
        """The standard the road leads to."""
        found: Catalogue | None = self.standard.currentData()
        return found

    def refresh(self) -> None:
        """Walk the road again."""
        target = self.target()
        if target is None:
            return
        try:
            self.in_use = standards.in_use(self.session)
        except ArmdeskError as error:
            self.messages.say(Message(str(error), "alarm", lasting=True))
            return
        store, used, span = self.session.store, self.in_use, standards.period(self.session)
        self.session.jobs.read(self, lambda: road.road(store, target, used, span), self._on_road)

    def _on_road(self, found: Road) -> None:
        if found.catalogue is not self.target():
            return
        now = self.table.currentIndex().row()
        self.found = found
        self.marks.setText(legend(step.requirement for step in found.steps))
        self.table.say_when_empty(_("This list has no requirements yet. Add them on the page Catalogues."))
        self.table.show_rows(
            ("", _("Requirement"), _("When"), _("Where we stand"), _("Comes from"), _("Papers"), _("Cost")),
            len(found.steps), self._cell, right=(5, 6))
        self.table.narrow(4, _SOURCES)
        if 0 < now < len(found.steps):
            self.table.selectRow(now)
        counts, total = found.counts(), len(found.steps)
        words = [ngettext("{count} requirement", "{count} requirements", total).format(count=total)]
        words += [f"{_(STATES[state])}: {counts[state]}" for state in (ANSWERED, COVERED, PARTLY, LEFT)]
        words += [_("open actions cost {amount}").format(amount=money(amount, currency))
                  for currency, amount in found.costs().items()]
        if found.unpriced:
            words.append(_("without a cost yet: {count}").format(count=found.unpriced))
        self.summary.setText("  ·  ".join(words))
        used = any(each.key == found.catalogue.key for each in self.in_use)
        self.use_button.setVisible(not used)
        self.use_button.setEnabled(not self.session.read_only)
        fresh = sum(step.fresh for step in found.steps)
        self.take_button.setEnabled(bool(fresh) and not self.session.read_only)
        words_now = ngettext("Take over {count} paper", "Take over {count} papers", fresh).format(count=fresh)
        self.take_button.setText(texts.escaped(words_now if fresh else _("Take over the papers")))

    def _cell(self, row: int, column: int) -> str:
        if self.found is None:
            return ""
        step = self.found.steps[row]
        asked = step.requirement
        papers = sum(len(each.citations) for each in step.offers)
        return (_SIGNS[step.state], f"{coded(asked)} {pick(asked.title, current())}", _when(asked),
                _(STATES[step.state]),
                ", ".join(step.sources()),
                str(papers) if papers else "",
                " + ".join(money(amount, currency) for currency, amount in step.costs.items()))[column]

    def _colour(self, row: int, column: int) -> QColor | None:
        if self.found is None or column not in (0, 3):
            return None
        return QColor(getattr(self.session.theme.colours, _COLOURS[self.found.steps[row].state]))

    def _on_row(self, index: QModelIndex) -> None:
        if self.found is None:
            return
        asked = self.found.steps[index.row()].requirement
        if all(each.key != self.found.catalogue.key for each in self.in_use):
            self.messages.say(Message(_("This standard is not in use yet. “Work with this standard” opens its "
                                        "requirements."), "note"))
            return
        self.session.open("requirement", record=f"{self.found.catalogue.key}/{asked.code}")

    # doing

    def use(self) -> None:
        """Work with the standard from now on; its requirements open in Requirements."""
        target = self.target()
        if target is None:
            return
        try:
            self.session.store.save(CatalogueUse(catalogue=target.key, title=target.title(current()),
                                                 since=self.session.today()))
        except ArmdeskError as error:
            problems.show(error, self)
            return
        self.session.say(_("{standard} is in use now.").format(standard=target.title(current())), "good", _("Undo"),
                         undoing.newest(self.session, self))

    def take(self) -> None:
        """Cite the papers of all requirements that cover one of this standard for that one too; one undo."""
        if self.found is None:
            return
        store, catalogue = self.session.store, self.found.catalogue
        wanted = [(paper, status.reference(catalogue, step.requirement)) for step in self.found.steps
                  for offer in step.offers if offer.related.covers for paper in offer.fresh]
        self.take_button.setEnabled(False)

        def done(count: int) -> None:
            words = ngettext("{count} citation was made, each with where it comes from.",
                             "{count} citations were made, each with where it comes from.", count)
            self.session.say(words.format(count=count), "good", _("Undo"), undoing.newest(self.session, self, count))

        def work(progress: Progress) -> int:
            progress.step(0, len(wanted))
            return cross.take_many(store, wanted)

        self.session.jobs.run(self, work, done=done, failed=lambda error: problems.show(error, self),
                              title=_("Take over the papers"))

    def print_road(self) -> None:
        """Write the road as a PDF for the board or a project."""
        if self.found is None:
            return
        store, found, today, language = self.session.store, self.found, self.session.today(), current()

        def report() -> Document:
            from armdesk.reports.road import road_report

            return road_report(store, found, today, language)

        printing.to_file(self.session, self, _("The road (PDF)"), _("road") + f" {found.catalogue.key}.pdf", report)


def _when(asked: Requirement) -> str:
    """When it falls due: at entry, in a year of certification, or step by step."""
    if asked.due_year:
        return _("Year {number}").format(number=asked.due_year)
    return _(standards.LEVELS[asked.level]) if asked.level in standards.LEVELS else asked.level
