"""One file of an import: how it is read and what would happen, tried anew after each correction; nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from armdesk.errors import ArmdeskError, RecipeError, RefusedFile
from armdesk.i18n import _, ngettext
from armdesk.importers.plan import ImportPlan, plan_import
from armdesk.importers.refused import write_refused
from armdesk.progress import Progress
from ui import files, import_work, problems, texts
from ui.blocks import Views
from ui.exporting import open_folder
from ui.import_files import Entry, FileList
from ui.import_mapping import MappingEditor
from ui.import_preview import ImportPreview
from ui.import_reading import BookReading
from ui.layouts import column_in
from ui.messages import Message, Messages
from ui.one_job import OneJob
from ui.session import Session

_PAUSE = 350
"""Units: milliseconds after the last correction before the trial is made anew."""
PREVIEW, READING = 0, 1


class Trial(QWidget):
    """The file in view.  work is what the dialog does one at a time.

    begun says that a file is being read; stuck that it cannot be read as it is described; settled that it was read;
    failed carries the file and the error.
    """

    begun = Signal()
    stuck = Signal()
    settled = Signal()
    failed = Signal(object, object)

    def __init__(self, session: Session, register: str, entries: FileList, work: OneJob,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self._register, self._files, self._work = session, register, entries, work
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._try)
        column = column_in(self)
        self.head = texts.Elided(role="heading")
        column.addWidget(self.head)
        self.messages = Messages(session.theme)
        column.addWidget(self.messages)
        self.stack = QStackedWidget()
        self.mapping, self.preview = MappingEditor(), ImportPreview(session)
        self.tabs = Views({_("What would happen"): self.preview, _("How it is read"): self.mapping})
        self.note = texts.label(wrap=True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.stack.addWidget(self.tabs)
        self.stack.addWidget(self.note)
        column.addWidget(self.stack, 1)
        self.mapping.changed.connect(self._timer.start)
        self.mapping.letters_chosen.connect(self._on_letters)
        self.preview.refused_wanted.connect(self.save_refused)
        self.preview.names_wanted.connect(
            lambda: import_work.add_names(session, self.preview.names, self.messages, self._try))

    # what is shown

    def say(self, words: str) -> None:
        """A note in place of a file that is not read."""
        self.note.setText(words)
        self.stack.setCurrentWidget(self.note)

    def told(self) -> bool:
        """Whether a note is in view."""
        return self.stack.currentWidget() is self.note

    def put(self, entry: Entry) -> None:
        """Show how a book is read and try it."""
        self.stack.setCurrentWidget(self.tabs)
        if entry.reading is None:
            return
        self.mapping.put(entry.reading)
        self.preview.put(entry.plan)
        self._say_cautions(entry.reading)
        if entry.unknown:
            self.tabs.choose(READING)
            self.messages.say(Message(_("armdesk does not know these headings. Say which register the rows belong "
                                        "to and which column is which."), "warn", lasting=True))
        elif entry.plan is None and entry.state != "out":
            self._try()

    def put_leftover(self, entry: Entry) -> None:
        """After the import: the rows that were not taken, to be saved and corrected."""
        self.stack.setCurrentWidget(self.tabs)
        self.tabs.choose(PREVIEW)
        if entry.reading is not None:
            self.mapping.put(entry.reading)  # that of another file may still stand there
        self.preview.put(entry.plan)
        self.preview.choose("refused")

    def _say_cautions(self, reading: BookReading) -> None:
        self.messages.clear()
        words = [f"{each.sheet}: {each.sentence}" if each.sheet else each.sentence for each in reading.cautions]
        if words:
            more = _("All {count} remarks").format(count=len(words)) if len(words) > 1 else ""
            self.messages.say(Message(words[0], "warn", more, lambda: self._tell_all(words), lasting=True))

    def _tell_all(self, words: Sequence[str]) -> None:
        shown = list(words[:30])
        if len(words) > len(shown):
            shown.append(_("and {count} more.").format(count=len(words) - len(shown)))
        problems.ask(self, _("What to know about this file"), [("ok", _("Close"))], safe="ok", detail="\n".join(shown))

    # reading

    def stop(self) -> None:
        """Try nothing any more."""
        self._timer.stop()

    def _begin(self, work: Callable[[Progress], Any], entry: Entry, done: Callable[[Entry, Any], object]) -> None:
        """Start work about a file; what was under way for the dialog is broken off."""
        self._work.cancel()
        self._work.begin(work, done=partial(done, entry), failed=lambda error: self.failed.emit(entry, error),
                         title=_("Reading {file}").format(file=entry.path.name))
        self.begun.emit()

    def _on_letters(self, encoding: str) -> None:
        """Look at a text table again with other letters."""
        entry, space, register = self._files.entry(), self.session.workspace, self._register
        if entry is None or entry.reading is None:
            return
        path = entry.path

        def look_again(progress: Progress) -> BookReading | str:
            progress.step(0, 1, path.name)
            try:
                return import_work.look_at(space, path, register, encoding)
            except (RefusedFile, RecipeError) as error:
                return str(error)

        self._begin(look_again, entry, self._on_looked_again)

    def _on_looked_again(self, entry: Entry, found: BookReading | str) -> None:
        """Show the file as its letters are read now; where they cannot be, it is read as before."""
        entry.plan = None
        if isinstance(found, BookReading):
            entry.reading = found
        self._files.set_state(entry, "waiting")
        self.settled.emit()
        if entry is self._files.entry():
            self.put(entry)
            if isinstance(found, str):
                self.messages.say(Message(found, "alarm", lasting=True))

    def _try(self) -> None:
        """Read the file as a trial and compare it with the registers."""
        entry = self._files.entry()
        if entry is None or entry.reading is None:
            return
        entry.plan = None
        self.preview.put(None)
        try:
            recipe = entry.reading.recipe()
        except ArmdeskError:
            self._files.set_state(entry, "waiting")
            self.stuck.emit()
            return
        store, path = self.session.store, entry.path
        self._files.set_state(entry, "reading")
        self._begin(lambda progress: plan_import(recipe, path, store, progress), entry, self._on_planned)

    def _on_planned(self, entry: Entry, plan: ImportPlan) -> None:
        entry.plan, entry.seen = plan, True
        self._files.set_state(entry, "ready")
        if entry is self._files.entry():
            self.preview.put(plan)
        self.settled.emit()

    # rows that were not taken

    def save_refused(self) -> None:
        """Save the refused rows as a workbook with the reason in its last column."""
        entry = self._files.entry()
        if entry is None or entry.plan is None:
            return
        plan = entry.plan
        target = files.ask_target(self, _("Save the refused rows"),
                                  _("{file} - refused.xlsx").format(file=entry.path.stem), "Excel (*.xlsx)")
        if target is None:
            return
        self.session.jobs.run(
            self, lambda progress: write_refused(plan, target), title=_("Writing the refused rows"),
            done=lambda count: self.messages.say(Message(
                ngettext("{count} row saved in {file}.", "{count} rows saved in {file}.", count).format(
                    count=count, file=target.name), "good", _("Open folder"), lambda: open_folder(target.parent))),
            failed=lambda error: problems.show(error, self))
