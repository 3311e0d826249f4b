"""The import dialog: files are looked at, read as a trial, corrected, accepted; a cancelled import leaves nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from armdesk.errors import ArmdeskError, Cancelled
from armdesk.evidence import inbox
from armdesk.i18n import _
from armdesk.importers import office
from ui import files, import_work, problems, texts
from ui.blocks import button
from ui.import_files import BOOKS, Entry, FileList
from ui.import_reading import BookReading
from ui.import_trial import Trial
from ui.import_work import Imported
from ui.messages import Message
from ui.one_job import OneJob
from ui.session import Session


class ImportDialog(QDialog):
    """Books of an office come into the registers, everything else into the inbox."""

    def __init__(self, session: Session, paths: Sequence[Path], register: str = "",
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.register = session, register
        self.work = OneJob(session.jobs, self)
        self.files = FileList(session.theme, inbox.files_below(paths))
        self.trial = Trial(session, register, self.files, self.work)
        self.setWindowTitle(_("Import"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1220, 660)
        self._lay_out()
        self._wire()
        self._look()

    # making

    def _lay_out(self) -> None:
        whole = QHBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.setSpacing(16)
        left = QVBoxLayout()
        left.addWidget(texts.label(_("Files"), role="subheading"))
        left.addWidget(self.files, 1)
        whole.addLayout(left)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.trial, 1)
        right.addLayout(self._foot())
        whole.addLayout(right, 1)

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.state = texts.label(role="quiet", wrap=True)
        row.addWidget(self.state, 1)
        self.close_button = button(_("Cancel"), self.reject)
        self.out_button = button(_("Leave this file out"), self.leave_out)
        self.all_button = button(_("Import all"), self.accept_all)
        self.accept_button = button(_("Import this file"), self.accept_one, look="primary",
                                    tip=_("Import this file (Ctrl+Enter)"))
        for each in (self.close_button, self.out_button, self.all_button, self.accept_button):
            each.setAutoDefault(False)
            row.addWidget(each)
        return row

    def _wire(self) -> None:
        self.files.currentRowChanged.connect(lambda _row: self._show_entry())
        self.trial.begun.connect(lambda: self._say_busy(_("Reading …")))
        self.trial.stuck.connect(self._on_stuck)
        self.trial.settled.connect(self._on_settled)
        self.trial.failed.connect(self._on_failed)

    def _look(self) -> None:
        """Look at all books, so that those others refer to come first."""
        books = [entry.path for entry in self.files.entries if entry.state == "waiting"]
        space, register = self.session.workspace, self.register
        self.trial.say(_("Looking at the files …"))
        self._set_buttons(busy=True)
        self.work.begin(lambda progress: import_work.look_at_all(space, books, register, progress),
                        done=self._on_looked, failed=self._on_not_looked, title=_("Looking at the files"))

    def _on_looked(self, found: list[tuple[Path, BookReading | None, str]]) -> None:
        self.files.put_books([Entry(path, "waiting" if reading else "fault", problem, reading)
                              for path, reading, problem in found])
        if not self.files.entries:
            self._show_entry()

    def _on_not_looked(self, error: Exception) -> None:
        if not isinstance(error, Cancelled):
            problems.show(error, self)
            self.reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter imports; Enter alone never does, nor does it close the dialog."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier and self.accept_button.isEnabled():
                self.accept_one()
            return
        super().keyPressEvent(event)

    # the file in view

    def _show_entry(self) -> None:
        entry, trial = self.files.entry(), self.trial
        trial.messages.clear()
        if entry is None:
            trial.say(_("Nothing to import was found in what you chose."))
            self._set_buttons()
            return
        trial.head.say(entry.path.name)
        if entry.tried or (entry.state == "out" and entry.reading is not None):
            trial.put(entry)
        elif entry.state == "done" and entry.plan is not None and entry.plan.refused:
            trial.put_leftover(entry)
        else:
            trial.say(entry.words())
        if not self.work.busy:
            self._say_state()
        self._set_buttons()

    def _say_state(self) -> None:
        """Say at the foot how it stands with the file in view, once no work is under way."""
        entry, words = self.files.entry(), ""
        if entry is not None and entry.state == "done" and not self.trial.told():
            words = entry.words()
        elif entry is not None and entry.state == "ready" and entry.plan is not None:
            words = _("Nothing new in this file.") if entry.plan.empty else _("Nothing has been written yet.")
        elif entry is not None and entry.state == "waiting" and entry.unknown:
            words = _("Choose a register and at least one column under “How it is read”.")
        self.state.setText(words)

    def _say_busy(self, words: str) -> None:
        self.state.setText(words)
        self._set_buttons(busy=True)

    def _on_stuck(self) -> None:
        self.state.setText(_("Choose a register and at least one column under “How it is read”."))
        self._set_buttons()

    def _on_settled(self) -> None:
        self._set_buttons()
        self._say_state()

    def _on_failed(self, entry: Entry, error: Exception) -> None:
        if isinstance(error, Cancelled):
            return
        if not isinstance(error, ArmdeskError):
            problems.show(error, self)
            return
        self.state.setText("")
        if entry.reading is None:
            entry.remark = str(error)
            self.files.set_state(entry, "fault")
            if entry is self.files.entry():
                self._show_entry()
            return
        self.files.set_state(entry, "waiting")
        self.trial.messages.say(Message(str(error), "alarm", lasting=True))
        self._set_buttons()

    def _set_buttons(self, *, busy: bool = False) -> None:
        entry, open_ = self.files.entry(), self.files.open()
        paper = entry is not None and entry.state in ("paper", "fault")
        self.accept_button.setText(_("Put into the inbox") if paper else _("Import this file"))
        ready = entry is not None and (paper or (entry.state == "ready" and entry.plan is not None
                                                 and not entry.plan.empty))
        self.accept_button.setEnabled(ready and not busy)
        self.out_button.setEnabled(entry in open_ and not busy)
        self.all_button.setVisible(len(open_) > 1)
        self.all_button.setEnabled(not busy and (len(self.files.trusted()) > 1
                                                 or not any(each.reading for each in open_)))
        self.all_button.setToolTip(texts.tip(_("Books read by a kept recipe and those you have looked at, then the "
                                               "papers")))
        self.close_button.setText(_("Cancel") if open_ else _("Close"))

    # accepting

    def accept_one(self) -> None:
        """Import the file in view; a paper goes to the inbox."""
        entry = self.files.entry()
        if entry is None:
            return
        if entry.state in ("paper", "fault"):
            self._take_in([each for each in self.files.entries if each.state == "paper" or each is entry])
        elif entry.plan is not None:
            self._remember(entry)
            self._carry_out([entry])

    def accept_all(self) -> None:
        """Import every book that can be read, one after the other, then put the papers into the inbox."""
        waiting, entry = self.files.trusted(), self.files.entry()
        if entry in waiting and entry is not None:
            self._remember(entry)
        self._carry_out(waiting or self.files.papers())

    def _remember(self, entry: Entry) -> None:
        """Keep the way of reading, if the person wishes so."""
        if entry.reading is not None and entry.reading.kept is None and self.trial.mapping.keep.isChecked():
            try:
                entry.reading.keep(self.session.workspace.folder / office.RECIPES)
            except ArmdeskError as error:
                self.trial.messages.say(Message(str(error), "warn"))

    def _carry_out(self, chosen: list[Entry]) -> None:
        self.work.cancel()
        self._say_busy(_("Importing …"))
        papers = self.files.papers() if len(chosen) > 1 else []
        books = [each for each in chosen if each.state != "paper"]
        if not books:
            self._take_in(papers or chosen)
            return
        self._run(import_work.Wish([(each.path, each.reading, each.plan if len(books) == 1 else None)
                                    for each in books], [each.path for each in papers], self.register),
                  books, papers, _("Importing"))

    def _take_in(self, entries: list[Entry]) -> None:
        """Put papers into the inbox."""
        self._set_buttons(busy=True)
        self._run(import_work.Wish([], [each.path for each in entries], ""), [], entries, _("Into the inbox"))

    def _run(self, wish: import_work.Wish, books: list[Entry], papers: list[Entry], title: str) -> None:
        space, first = self.session.workspace, (books or papers)[0]
        self.work.begin(lambda progress: import_work.carry_out(space, wish, progress),
                        done=lambda result: self._on_imported(books, papers, result),
                        failed=lambda error: self._on_failed(first, error), title=title)

    def _on_imported(self, books: list[Entry], papers: list[Entry], result: Imported) -> None:
        for entry, outcome in zip(books, result.books, strict=True):
            entry.counts, entry.remark = outcome.counts, outcome.problem
            entry.plan = outcome.plan
            self.files.set_state(entry, "fault" if outcome.problem else "done")
        for entry in papers:
            self.files.set_state(entry, "done")
        import_work.tell(self.session, [(each.path.name, each.counts) for each in books if each.state == "done"],
                         result)
        self._go_on()

    def _go_on(self) -> None:
        """The next file that still waits; without one the dialog has done its work."""
        if self.files.finished():
            self.accept()
            return
        for entry in self.files.entries:
            if entry.state == "ready":
                entry.plan = None  # the registers have changed since it was tried
        waiting = self.files.next_row()
        if waiting is not None and self.files.currentRow() != waiting:
            self.files.setCurrentRow(waiting)
        else:
            self._show_entry()

    def leave_out(self) -> None:
        """Do not import the file in view."""
        entry = self.files.entry()
        if entry is not None:
            self.work.cancel()
            self.files.set_state(entry, "out")
            self._go_on()

    def reject(self) -> None:
        """Leave; work under way is broken off and nothing of it is kept."""
        self.trial.stop()
        self.work.cancel()
        super().reject()


def start(session: Session, parent: QWidget, register: str = "", paths: Sequence[Path] = ()) -> ImportDialog | None:
    """Ask for files, unless they were dropped, and open the dialog; for one register if it is named."""
    if session.read_only:
        return None
    chosen = list(paths) or files.ask_files(parent, _("Choose the files to import"),
                                            _("Tables") + f" ({BOOKS});;" + _("All files") + " (*)")
    if not chosen:
        return None
    dialog = ImportDialog(session, chosen, register, parent)
    dialog.open()
    return dialog
