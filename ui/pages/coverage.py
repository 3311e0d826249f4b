"""Coverage: who needs which course or equipment and has it; each person in a table, sums by sex and role beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from armdesk.i18n import _, current, ngettext, speaking
from armdesk.i18n_formats import decimal_text
from armdesk.models import choices, record_type
from armdesk.progress import SILENT, Progress
from armdesk.query import Filter
from armdesk.reports import coverage_table
from armdesk.services.people.coverage import Coverage, Share, ppe_coverage, training_coverage
from armdesk.services.people.coverage_grid import CoverageGrid
from armdesk.services.people.coverage_sheet import PPE, TRAINING, CoverageSheet, read_standing
from armdesk.services.people.talk_grid import TalkGrid
from armdesk.services.people.talks import TalkCoverage, months_up_to, talk_coverage
from armdesk.services.safety import starter_needs
from ui import choosers, files, problems, texts
from ui.blocks import button, key, page_head
from ui.exporting import open_folder
from ui.grid import GridView
from ui.grid_paint import TotalsBar
from ui.layouts import column_in, side_by_side
from ui.plain_table import PlainTable
from ui.session import Session, Visit

TALKS = "talks"
_READ = {"course_kind", "course_need", "ppe_need", "ppe_delivery", "training", "training_attendance", "person", "crew",
         "rate"}


@dataclass(frozen=True)
class _Read:
    sheet: CoverageSheet
    coverage: Coverage
    needs: bool


class CoveragePage(QWidget):
    """Courses or equipment of a day."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._late = False
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 10, 16, 6)
        column.setSpacing(6)
        column.addLayout(self._head())
        column.addLayout(self._choosers())
        self.view = GridView(session, CoverageGrid(_nothing(session)))
        self.view.setAccessibleName(_("Coverage"))
        self.totals = TotalsBar(session.theme, self.view)
        column.addWidget(self._body(), 1)
        self.foot = texts.Elided(role="quiet")
        column.addWidget(self.foot)
        self.view.moved.connect(self._say_foot)
        self.view.asked.connect(lambda wish: self.open_person() if wish == "open" else None)
        self.view.doubleClicked.connect(lambda _index: self.open_person())
        session.changes.records_changed.connect(self._on_changed)
        key(self, "F5", self.refresh)
        self.setFocusProxy(self.view)
        self.refresh()

    def _head(self) -> QHBoxLayout:
        self.needs_button = button(_("Who needs what"), self.open_needs, tip=_(
            "The rows that say which roles, crews, sites and tasks need what"))
        self.export_button = button(_("Excel"), self.export)
        self.hand_button = button(_("Hand out to a crew"), self.hand_out, look="primary")
        self.hand_button.setEnabled(not self.session.read_only)
        return page_head(_("Coverage"), _("Who needs which course or equipment, and has it today, lacks it or soon "
                                          "will."), self.needs_button, self.export_button, self.hand_button)

    def _choosers(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.of = QComboBox()
        self.of.setAccessibleName(_("Courses or equipment"))
        self.of.addItem(_("Courses"), TRAINING)
        self.of.addItem(_("Protective equipment"), PPE)
        self.of.addItem(_("Toolbox talks"), TALKS)
        self.crew = choosers.crew_box(self.session)
        self.lacking = QCheckBox(_("Only who lacks something"))
        for box in (self.of, self.crew):
            box.currentIndexChanged.connect(lambda _place: self.refresh())
            row.addWidget(box)
        self.lacking.toggled.connect(lambda _on: self.refresh())
        row.addWidget(self.lacking)
        self.sentence = texts.Elided(role="subheading")
        row.addWidget(self.sentence, 1)
        return row

    def _body(self) -> QWidget:
        grid = QWidget()
        inside = column_in(grid, 0)
        inside.addWidget(self.view, 1)
        inside.addWidget(self.totals)
        self.sums = PlainTable(self.session.theme, _("Sums"))
        split = side_by_side(grid, self.sums, grows=0)
        self.sums.setMinimumWidth(480)
        self.empty = QWidget()
        column = QVBoxLayout(self.empty)
        self.empty_words = texts.label(role="quiet", wrap=True)
        column.addWidget(self.empty_words)
        row = QHBoxLayout()
        self.take_button = button(_("Take over the models"), self.take_over, look="primary")
        self.take_button.setEnabled(not self.session.read_only)
        row.addWidget(self.take_button)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.stack = QStackedWidget()
        self.stack.addWidget(split)
        self.stack.addWidget(self.empty)
        return self.stack

    def visit(self, visit: Visit) -> None:
        """Show courses ("training") or equipment ("ppe")."""
        place = self.of.findData(visit.record)
        if place >= 0:
            self.of.setCurrentIndex(place)

    # reading

    def refresh(self) -> None:
        """Count anew, away from the window."""
        store, day = self.session.store, self.session.today()
        of, crew, only = str(self.of.currentData()), str(self.crew.currentData()), self.lacking.isChecked()
        for box in (self.crew, self.lacking):
            box.setVisible(of != TALKS)
        if of == TALKS:
            self.session.jobs.read(self, lambda: talk_coverage(store, months_up_to(day)), self._on_talks)
            return

        def read() -> _Read:
            counted = (training_coverage if of == TRAINING else ppe_coverage)(store, day)
            sheet = read_standing(store, day, of, crew=crew, lacking_only=only)
            return _Read(sheet, counted, starter_needs.has_needs(store, of))

        self.session.jobs.read(self, read, self._on_read)

    def _on_changed(self, types: frozenset[str]) -> None:
        if not types & _READ:
            return
        if "crew" in types:
            choosers.fill_crews(self.session, self.crew)
        if self.isVisible():
            self.refresh()
        else:
            self._late = True

    def showEvent(self, event: Any) -> None:
        """Take in what was changed while another page was in view."""
        super().showEvent(event)
        if self._late:
            self._late = False
            self.refresh()

    def _on_read(self, found: _Read) -> None:
        if found.sheet.of != self.of.currentData():
            return
        grid = CoverageGrid(found.sheet)
        self.view.put(grid, *self.view.place())
        self.totals.put(grid)
        training = found.sheet.of == TRAINING
        self.export_button.setVisible(True)
        self.hand_button.setVisible(not training)
        self.empty_words.setText(
            _("Nobody has said yet who needs which course. Take over the models and change them, or write the rows "
              "under “Who needs what”.") if training else
            _("Nobody has said yet who needs which equipment. Take over the models and change them, or write the rows "
              "under “Who needs what”."))
        self.stack.setCurrentIndex(0 if found.needs else 1)
        self.export_button.setEnabled(found.needs)
        need, whole = found.coverage.complete()
        self.sentence.say(_("{share} % is there · {whole} of {need} people have everything").format(
            share=_percent(found.coverage.total), whole=whole, need=need) if need else "")
        self._show_sums(found.coverage)
        self._say_foot()

    def _on_talks(self, found: TalkCoverage) -> None:
        if self.of.currentData() != TALKS:
            return
        grid = TalkGrid(found)
        self.view.put(grid, 0, max(grid.columns() - 1, 0))
        self.totals.put(grid)
        self.stack.setCurrentIndex(0)
        for each in (self.hand_button, self.export_button):
            each.setVisible(False)
        count = sum(each.talks for each in found.held.values())
        self.sentence.say(ngettext("{count} talk in twelve months; at least {least} a month for each crew",
                                   "{count} talks in twelve months; at least {least} a month for each crew",
                                   count).format(count=count, least=found.least))
        rows = [(name, sum(found.of(id_, month).talks for month in found.months), sum(
            found.of(id_, month).talks >= found.least for month in found.months)) for id_, name in found.crews]
        self.sums.show_rows((_("Crew"), _("Talks"), _("Months in order")), len(rows),
                            lambda row, column: str(rows[row][column]), (1, 2))
        self.foot.say(_("Talks of the crew, and the share of its people who came to one at least · Enter opens "
                        "the talks"))

    def _show_sums(self, found: Coverage) -> None:
        rows = [(_("All"), found.total), *((_(choices.SEX[sex]) if sex in choices.SEX else _("Sex not stated"), share)
                                          for sex, share in found.by_sex().items()),
                *((_(choices.ROLE.get(role, role)), share) for role, share in found.by_role().items())]

        def cell(row: int, column: int) -> str:
            name, share = rows[row]
            return (name, f"{_percent(share)} %", str(share.needed), str(share.held))[column]

        self.sums.show_rows((_("Who"), _("Share"), _("Needed"), _("There")), len(rows), cell, (1, 2, 3))

    def _say_foot(self) -> None:
        if isinstance(self.view.grid, TalkGrid):
            return
        sheet, (row, column) = self.view.grid.sheet, self.view.place()
        keys = _("✓ valid · ! ends soon · ✗ lapsed or never · Enter opens the person")
        if row < len(sheet.people) and column < len(sheet.kinds):
            each = sheet.people[row]
            keys = f"{each.name} · {each.crew or '–'} · {sheet.kinds[column][1]} | {keys}"
        self.foot.say(keys)

    # verbs

    def open_person(self) -> None:
        """Open the person in hand; of talks, those of the crew."""
        grid, row = self.view.grid, self.view.place()[0]
        if isinstance(grid, TalkGrid):
            if row < grid.rows():
                self.session.open("training", filters=(Filter("crew", "is", grid.found.crews[row][0]),
                                                       Filter("form", "is", "talk")))
            return
        sheet = grid.sheet
        if row < len(sheet.people):
            self.session.open("person", record=sheet.people[row].id)

    def open_needs(self) -> None:
        """The registers that say who needs what, and for how long it holds."""
        menu, go = QMenu(self), self.session.open
        for name in ("course_kind", "course_need", "ppe_need", "rate"):
            menu.addAction(_(record_type(name).about.many), partial(go, name))
        menu.exec(self.needs_button.mapToGlobal(QPoint(0, self.needs_button.height() + 2)))

    def hand_out(self) -> None:
        """Hand out equipment to a whole crew."""
        from ui.ppe_handing import hand_out

        hand_out(self.session, self)

    def take_over(self) -> None:
        """Take over the models of who needs what."""
        starter_needs.take_over(self.session.store, str(self.of.currentData()))

    def export(self) -> None:
        """What is seen as an Excel file."""
        sheet, language = self.view.grid.sheet, current()
        title = _("Coverage of courses") if sheet.of == TRAINING else _("Coverage of equipment")
        path = files.ask_target(self, _("Export what you see"), f"{title} {sheet.day.isoformat()}.xlsx",
                                "Excel (*.xlsx)")
        if path is None:
            return

        def work(progress: Progress) -> Path:
            from armdesk.exports.xlsx import Properties, Sheet, write_workbook

            with speaking(language):
                table = coverage_table.table(sheet)
                made = Sheet(title=title[:31], columns=table.columns, rows=table.rows, description=title, tab="people")
                write_workbook([made], path, SILENT, Properties(title=title, language=language))
            return path

        self.session.jobs.run(self, work, title=title, failed=lambda error: problems.show(error, self),
                              done=lambda written: self.session.say(
                                  _("Exported to {file}.").format(file=written.name), "good", _("Open"),
                                  lambda: open_folder(written)))


def _percent(share: Share) -> str:
    return "–" if share.percent is None else decimal_text(share.percent, None, current())


def _nothing(session: Session) -> CoverageSheet:
    from array import array

    return CoverageSheet(TRAINING, session.today(), [], [], bytearray(), array("i"))
