"""Attendance: people down, courses or talks across, typed and pasted like a spreadsheet."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from armdesk.errors import ArmdeskError
from armdesk.i18n import _
from armdesk.models import Training
from armdesk.reports import course_list
from armdesk.reports.day_sheet import PaperSheet
from armdesk.services.people.course_grid import CERTIFICATE, MARK, CourseGrid
from armdesk.services.people.course_sheet import COURSE, TALK, Column, CourseSheet, read_sheet
from ui import choosers, texts
from ui.blocks import button, key, page_head
from ui.grid import GridView
from ui.grid_paint import TotalsBar
from ui.layouts import column_in
from ui.messages import Message, Messages
from ui.session import Session, Visit
from ui.tie_names import TieNamesDialog

_READ = {"training", "training_attendance", "person", "crew"}


class CourseSheetPage(QWidget):
    """The matrix of one year: courses of everybody, or talks of a crew."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.messages = Messages(session.theme)
        self._wanted = ""
        self._own = -1
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 10, 16, 6)
        column.setSpacing(6)
        column.addLayout(self._head())
        column.addWidget(self.messages)
        column.addLayout(self._choosers())
        self.view = GridView(session, CourseGrid(session.store, _nothing()))
        self.view.setAccessibleName(_("Attendance at courses"))
        self.totals = TotalsBar(session.theme, self.view)
        self.sheet_side = QWidget()
        inside = column_in(self.sheet_side, 0)
        inside.addWidget(self.view, 1)
        inside.addWidget(self.totals)
        self.stack = QStackedWidget()
        self.empty = texts.label(role="quiet", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.stack.addWidget(self.sheet_side)
        self.stack.addWidget(self.empty)
        column.addWidget(self.stack, 1)
        self.foot = texts.Elided(role="quiet")
        column.addWidget(self.foot)
        self._wire()
        self.setFocusProxy(self.view)
        self.refresh()

    def _head(self) -> QHBoxLayout:
        can = not self.session.read_only
        self.tie_button = button(_("Tie written names"), self.tie_names, tip=_(
            "Names in the lists that are tied to nobody yet, and whom each can mean"))
        self.print_button = button(_("Print"), self.offer_prints, tip=_("Lists of the course in hand (Ctrl+P)"))
        self.new_button = button(_("New course"), self.begin, look="primary", tip=_("New (Ctrl+N)"))
        for each in (self.tie_button, self.new_button):
            each.setEnabled(can)
        return page_head(_("Attendance at courses"), _(
            "Who came to which course or talk, typed like a spreadsheet; a list from Excel can be pasted."),
            self.tie_button, self.print_button, self.new_button)

    def _choosers(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.form = QComboBox()
        self.form.setAccessibleName(_("Courses or talks"))
        for words, code in ((_("Courses"), COURSE), (_("Toolbox talks"), TALK)):
            self.form.addItem(words, code)
        self.year = choosers.year_box(self.session)
        self.crew = choosers.crew_box(self.session)
        self.what = QComboBox()
        self.what.setAccessibleName(_("What the cells show"))
        for words, code in ((_("Marks"), MARK), (_("Certificate numbers"), CERTIFICATE)):
            self.what.addItem(words, code)
        for box in (self.form, self.year, self.crew, self.what):
            box.currentIndexChanged.connect(lambda _place: self.refresh())
            row.addWidget(box)
        self.counts = texts.Elided(role="quiet")
        row.addWidget(self.counts, 1)
        return row

    def _wire(self) -> None:
        self.view.written.connect(self._on_written)
        self.view.moved.connect(self._say_foot)
        self.view.said.connect(lambda sentence: self.messages.say(Message(sentence, "warn")))
        self.view.asked.connect(self._on_asked)
        self.session.changes.records_changed.connect(self._on_records_changed)
        for keys, run in (("F5", self.refresh), ("Ctrl+N", self.begin), ("Ctrl+P", self.offer_prints),
                          ("Ctrl+O", self.open_course)):
            key(self, keys, run)

    # which sheet

    def visit(self, visit: Visit) -> None:
        """Show the column of a course that another page names."""
        training = self.session.store.get(Training, visit.record)
        if training is None:
            return
        self._wanted = training.id
        for box, value in ((self.form, training.form or COURSE), (self.crew, training.crew or "")):
            box.blockSignals(True)
            box.setCurrentIndex(max(box.findData(value), 0))
            box.blockSignals(False)
        if self.year.findText(str(training.date.year)) < 0:
            self.year.addItem(str(training.date.year), (training.date.replace(month=1, day=1),
                                                        training.date.replace(month=12, day=31)))
        self.year.blockSignals(True)
        self.year.setCurrentIndex(self.year.findText(str(training.date.year)))
        self.year.blockSignals(False)
        self.refresh()

    def refresh(self) -> None:
        """Read the sheet anew."""
        store, (first, last) = self.session.store, self.year.currentData()
        form, crew, day = str(self.form.currentData()), str(self.crew.currentData()), self.session.today()
        self.session.jobs.read(self, lambda: read_sheet(store, first, last, form=form, crew=crew, day=min(day, last)),
                               self._on_read)

    def _on_read(self, sheet: CourseSheet) -> None:
        place, anchor = self.view.place(), self._anchor()
        grid = CourseGrid(self.session.store, sheet, str(self.what.currentData()))
        column = next((at for at, each in enumerate(sheet.courses) if each.id == self._wanted), None)
        self._wanted = ""
        row, found = grid.find(anchor, *place)
        self.view.put(grid, row, max(len(sheet.courses) - 1, 0) if column is None and anchor is None
                      else found if column is None else column)
        self.totals.put(grid)
        talks = self.form.currentData() == TALK
        self.new_button.setText(_("New talk") if talks else _("New course"))
        self.empty.setText(_("No talk of these days is written down yet. “New talk”, then tick who came.") if talks else
                           _("No course of this year is written down yet. Begin with “New course”; then type who came, "
                             "or paste the list from Excel."))
        self.stack.setCurrentWidget(self.sheet_side if sheet.courses and sheet.people else self.empty)
        self.counts.say(_("{people} people · {courses} columns").format(people=len(sheet.people),
                                                                       courses=len(sheet.courses)))
        self.print_button.setEnabled(bool(sheet.courses))
        self._say_foot()

    def _anchor(self) -> object:
        grid = self.view.grid
        return grid.anchor(*self.view.place()) if grid.rows() and grid.columns() else None

    @property
    def course(self) -> Column | None:
        """The course in hand."""
        grid, column = self.view.grid, self.view.place()[1]
        return grid.sheet.courses[column] if column < grid.columns() else None

    def _say_foot(self) -> None:
        course = self.course
        keys = _("X came · – did not come · E excused · Ctrl+D fills down · Ctrl+O opens the course")
        self.foot.say(f"{course.subject}, {course.date.isoformat()} | {keys}" if course else keys)

    # writing

    def _on_written(self, _touched: object) -> None:
        self._own = self.session.store.head().seq
        self.totals.put(self.view.grid)

    def _on_records_changed(self, types: frozenset[str]) -> None:
        if types == {"training_attendance"} and self.session.store.head().seq == self._own:
            return  # only our own cells were written, and they stand there already
        if types & _READ:
            if "crew" in types:
                choosers.fill_crews(self.session, self.crew)
            self.refresh()

    def _on_asked(self, wish: str) -> None:
        store = self.session.store
        if wish not in ("undo", "redo") or self.session.read_only:
            return
        try:
            done = store.undo() if wish == "undo" else store.redo()
        except ArmdeskError as error:
            self.messages.say(Message(str(error), "warn"))
            return
        if done is not None:
            self.session.say((_("Undone: {title}") if wish == "undo" else _("Done again: {title}")).format(
                title=done.title), "good")

    # verbs

    def begin(self) -> None:
        """Write down a new course, or a talk of the chosen crew."""
        if self.session.read_only:
            return
        form, crew = str(self.form.currentData()), str(self.crew.currentData())
        self.session.open("training", new=True, values={"form": form, "date": self.session.today(),
                                                        "crew": crew or None})

    def open_course(self) -> None:
        """Open the form of the course in hand."""
        if self.course is not None:
            self.session.open("training", record=self.course.id)

    def tie_names(self) -> None:
        """Show names that are tied to nobody, and tie them."""
        dialog = TieNamesDialog(self.session, self)
        dialog.exec()
        dialog.deleteLater()

    def offer_prints(self) -> None:
        """Lists of the course in hand."""
        if self.course is None:
            return
        menu = QMenu(self)
        menu.addAction(_("List to sign"), partial(self.print_list, result=False))
        menu.addAction(_("List with who came"), partial(self.print_list, result=True))
        menu.exec(self.print_button.mapToGlobal(QPoint(0, self.print_button.height() + 2)))

    def print_list(self, *, result: bool) -> None:
        """Print the list of the course in hand, to be signed or with its result."""
        course, store, day = self.course, self.session.store, self.session.today()
        training = store.get(Training, course.id) if course is not None else None
        if training is None:
            return
        crew = str(self.crew.currentData())

        def make() -> PaperSheet:
            return course_list.with_result(store, training, day) if result else course_list.to_sign(
                store, training, day, crew)

        name = _("List {course} {day}").format(course=training.subject, day=training.date.isoformat())
        choosers.print_sheet(self.session, self, name, make)


def _nothing() -> CourseSheet:
    return CourseSheet([], [], bytearray())
