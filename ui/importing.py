"""The import dialog: files are looked at, read as a trial, corrected, accepted; a cancelled import leaves nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from armdesk.errors import ArmdeskError, Cancelled, RecipeError, RefusedFile
from armdesk.evidence import inbox
from armdesk.i18n import _, ngettext
from armdesk.importers import office
from armdesk.importers.plan import ImportPlan, plan_import
from armdesk.importers.refused import write_refused
from armdesk.progress import Progress
from ui import files, import_work, problems, texts
from ui.blocks import Views, button
from ui.exporting import open_folder
from ui.import_mapping import MappingEditor
from ui.import_preview import ImportPreview
from ui.import_reading import BookReading
from ui.import_work import Imported
from ui.jobs import Job
from ui.messages import Message, Messages
from ui.session import Session

BOOKS = "*.xlsx *.xls *.xlsm *.xlsb *.ods *.csv *.tsv"
_PAUSE = 350
"""Units: milliseconds after the last correction before the trial is made anew."""
_SIGNS = {"waiting": "document", "reading": "clock", "ready": "import", "done": "good", "out": "nothing",
          "fault": "warn", "paper": "evidence"}


@dataclass
class Entry:
    """One file of the dialog.  Shape: state is a key of _SIGNS; remark a sentence."""

    path: Path
    state: str = "waiting"
    remark: str = ""
    reading: BookReading | None = None
    plan: ImportPlan | None = None
    seen: bool = False
    counts: dict[str, int] = field(default_factory=dict)


class ImportDialog(QDialog):
    """Books of an office come into the registers, everything else into the inbox."""

    def __init__(self, session: Session, paths: Sequence[Path], register: str = "",
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.register = session, register
        self.entries = [Entry(path, "waiting" if is_book(path) else "paper") for path in inbox.files_below(paths)]
        self.entries.sort(key=lambda entry: entry.state == "paper")
        self._job: Job | None = None
        self._wanted: Entry | None = None
        self.setWindowTitle(_("Import"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1220, 660)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._try)
        self._lay_out()
        self._look()

    # making

    def _lay_out(self) -> None:
        whole = QHBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.setSpacing(16)
        left = QVBoxLayout()
        left.addWidget(texts.label(_("Files"), role="subheading"))
        self.files = QListWidget()
        self.files.setAccessibleName(_("Files"))
        self.files.setFixedWidth(250)
        self.files.setWordWrap(True)
        self.files.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.files.currentRowChanged.connect(lambda _row: self._show_entry())
        left.addWidget(self.files, 1)
        whole.addLayout(left)
        right = QVBoxLayout()
        right.setSpacing(8)
        self.head = texts.Elided(role="heading")
        right.addWidget(self.head)
        self.messages = Messages(self.session.theme)
        right.addWidget(self.messages)
        self.stack = QStackedWidget()
        self.mapping, self.preview = MappingEditor(), ImportPreview(self.session)
        self.tabs = Views({_("What would happen"): self.preview, _("How it is read"): self.mapping})
        self.note = texts.label(wrap=True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.stack.addWidget(self.tabs)
        self.stack.addWidget(self.note)
        right.addWidget(self.stack, 1)
        right.addLayout(self._foot())
        whole.addLayout(right, 1)
        self.mapping.changed.connect(self._timer.start)
        self.mapping.letters_chosen.connect(self._on_letters)
        self.preview.refused_wanted.connect(self.save_refused)
        self.preview.names_wanted.connect(
            lambda: import_work.add_names(self.session, self.preview.names, self.messages, self._try))

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

    def _look(self) -> None:
        """Look at all books, so that those others refer to come first."""
        books = [entry.path for entry in self.entries if entry.state == "waiting"]
        space = self.session.workspace
        self._say_note(_("Looking at the files …"))
        self._set_buttons(busy=True)
        self._job = self.session.jobs.run(
            self, lambda progress: import_work.look_at_all(space, books, self.register, progress),
            done=self._on_looked, failed=self._on_not_looked, title=_("Looking at the files"))

    def _on_looked(self, found: list[tuple[Path, BookReading | None, str]]) -> None:
        self._job = None
        books = [Entry(path, "waiting" if reading else "fault", problem, reading) for path, reading, problem in found]
        self.entries = [*books, *(entry for entry in self.entries if entry.state == "paper")]
        self._list_entries()
        self.files.setCurrentRow(0)
        if not self.entries:
            self._show_entry()

    def _on_not_looked(self, error: Exception) -> None:
        self._job = None
        if not isinstance(error, Cancelled):
            problems.show(error, self)
            self.reject()

    def _list_entries(self) -> None:
        theme = self.session.theme
        for entry in self.entries:
            item = QListWidgetItem(theme.icon(_SIGNS[entry.state], "quiet"), entry.path.name)
            item.setToolTip(texts.tip(str(entry.path)))
            self.files.addItem(item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter imports; Enter alone never does, nor does it close the dialog."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier and self.accept_button.isEnabled():
                self.accept_one()
            return
        super().keyPressEvent(event)

    # one file in view

    def entry(self) -> Entry | None:
        """The file in view."""
        row = self.files.currentRow()
        return self.entries[row] if 0 <= row < len(self.entries) else None

    def _show_entry(self) -> None:
        entry = self.entry()
        self.messages.clear()
        if entry is None:
            self._say_note(_("Nothing to import was found in what you chose."))
            self._set_buttons()
            return
        self.head.say(entry.path.name)
        if entry.state in ("waiting", "reading", "ready") or (entry.state == "out" and entry.reading is not None):
            self.stack.setCurrentIndex(0)
            self._read()
        elif entry.state == "done" and entry.plan is not None and entry.plan.refused:
            self._show_leftover(entry)
        else:
            self._say_note(self._words(entry))
        if self._job is None:
            self._say_state()
        self._set_buttons()

    def _say_state(self) -> None:
        """Say at the foot how it stands with the file in view, once no work is under way."""
        entry, words = self.entry(), ""
        if entry is not None and entry.state == "done" and self.stack.currentIndex() == 0:
            words = self._words(entry)
        elif entry is not None and entry.state == "ready" and entry.plan is not None:
            words = _("Nothing new in this file.") if entry.plan.empty else _("Nothing has been written yet.")
        elif entry is not None and entry.state == "waiting" and _unknown(entry):
            words = _("Choose a register and at least one column under “How it is read”.")
        self.state.setText(words)

    def _say_note(self, words: str) -> None:
        self.note.setText(words)
        self.stack.setCurrentIndex(1)

    def _words(self, entry: Entry) -> str:
        if entry.state == "done":
            return _("Imported: {new} new, {changed} changed, {unchanged} unchanged, {refused} refused, {doubtful} "
                     "doubtful.").format(**entry.counts) if entry.counts else _("It is in the inbox.")
        paper = _("This is no table. It goes to the inbox, where you file it as evidence.")
        return "\n\n".join(part for part in (entry.remark, paper) if part)

    def _read(self) -> None:
        """Show how a book is read and try it."""
        entry = self.entry()
        if entry is None or entry.reading is None:
            return
        self.mapping.put(entry.reading)
        self.preview.put(entry.plan)
        self._say_cautions(entry)
        if _unknown(entry):
            self.tabs.choose(1)
            self.messages.say(Message(_("armdesk does not know these headings. Say which register the rows belong "
                                        "to and which column is which."), "warn", lasting=True))
        elif entry.plan is None and entry.state != "out":
            self._try()

    def _start(self, work: object, entry: Entry, done: object) -> None:
        """Start work about a file; what was under way for the dialog is broken off."""
        if self._job is not None:
            self._job.cancel()
        self.state.setText(_("Reading …"))
        self._set_buttons(busy=True)
        self._job = self.session.jobs.run(
            self, work, done=lambda result: done(entry, result),  # type: ignore[arg-type,operator]
            failed=lambda error: self._on_failed(entry, error),
            title=_("Reading {file}").format(file=entry.path.name))

    def _say_cautions(self, entry: Entry) -> None:
        self.messages.clear()
        found = entry.reading.cautions if entry.reading else []
        if found:
            words = [f"{each.sheet}: {each.sentence}" if each.sheet else each.sentence for each in found]
            more = _("All {count} remarks").format(count=len(words)) if len(words) > 1 else ""
            self.messages.say(Message(words[0], "warn", more, lambda: self._tell_all(words), lasting=True))

    def _tell_all(self, words: Sequence[str]) -> None:
        shown = list(words[:30])
        if len(words) > len(shown):
            shown.append(_("and {count} more.").format(count=len(words) - len(shown)))
        problems.ask(self, _("What to know about this file"), [("ok", _("Close"))], safe="ok", detail="\n".join(shown))

    def _on_letters(self, encoding: str) -> None:
        """Look at a text table again with other letters."""
        entry, space = self.entry(), self.session.workspace
        if entry is None or entry.reading is None:
            return
        path = entry.path

        def look_again(progress: Progress) -> BookReading | str:
            progress.step(0, 1, path.name)
            try:
                return import_work.look_at(space, path, self.register, encoding)
            except (RefusedFile, RecipeError) as error:
                return str(error)

        self._start(look_again, entry, self._on_looked_again)

    def _on_looked_again(self, entry: Entry, found: BookReading | str) -> None:
        """Show the file as its letters are read now; where they cannot be, it is read as before."""
        self._job, entry.plan = None, None
        if isinstance(found, BookReading):
            entry.reading = found
        self._set_state(entry, "waiting")
        self._say_state()
        if entry is self.entry():
            self._read()
            if isinstance(found, str):
                self.messages.say(Message(found, "alarm", lasting=True))

    def _try(self) -> None:
        """Read the file as a trial and compare it with the registers; nothing is written."""
        entry = self.entry()
        if entry is None or entry.reading is None:
            return
        entry.plan = None
        self.preview.put(None)
        try:
            recipe = entry.reading.recipe()
        except ArmdeskError:
            self._set_state(entry, "waiting")
            self.state.setText(_("Choose a register and at least one column under “How it is read”."))
            self._set_buttons()
            return
        store = self.session.store
        self._set_state(entry, "reading")
        self._start(lambda progress: plan_import(recipe, entry.path, store, progress), entry, self._on_planned)

    def _on_planned(self, entry: Entry, plan: ImportPlan) -> None:
        self._job = None
        entry.plan, entry.seen = plan, True
        self._set_state(entry, "ready")
        if entry is self.entry():
            self.preview.put(plan)
            self._set_buttons()
        self._say_state()

    def _on_failed(self, entry: Entry, error: Exception) -> None:
        self._job = None
        if isinstance(error, Cancelled):
            return
        if not isinstance(error, ArmdeskError):
            problems.show(error, self)
            return
        self.state.setText("")
        if entry.reading is None:
            entry.remark = str(error)
            self._set_state(entry, "fault")
            if entry is self.entry():
                self._show_entry()
            return
        self._set_state(entry, "waiting")
        self.messages.say(Message(str(error), "alarm", lasting=True))
        self._set_buttons()

    # accepting

    def accept_one(self) -> None:
        """Import the file in view; a paper goes to the inbox."""
        entry = self.entry()
        if entry is None:
            return
        if entry.state in ("paper", "fault"):
            self._take_in([each for each in self.entries if each.state == "paper" or each is entry])
            return
        if entry.plan is None:
            return
        self._remember(entry)
        self._carry_out([entry])

    def accept_all(self) -> None:
        """Import every book that can be read, one after the other, then put the papers into the inbox."""
        waiting, entry = self._trusted(), self.entry()
        if entry in waiting and entry is not None:
            self._remember(entry)
        self._carry_out(waiting or [each for each in self.entries if each.state == "paper"])

    def _trusted(self) -> list[Entry]:
        """Books that are read by a recipe kept before, or whose rows a person has looked at: no guess goes unseen."""
        return [each for each in self.entries if each.state in ("waiting", "ready", "reading")
                and each.reading is not None and (each.seen or each.reading.known)]

    def _remember(self, entry: Entry) -> None:
        """Keep the way of reading, if the person wishes so."""
        if entry.reading is not None and entry.reading.kept is None and self.mapping.keep.isChecked():
            try:
                entry.reading.keep(self.session.workspace.folder / office.RECIPES)
            except ArmdeskError as error:
                self.messages.say(Message(str(error), "warn"))

    def _carry_out(self, chosen: list[Entry]) -> None:
        if self._job is not None:
            self._job.cancel()
        self.state.setText(_("Importing …"))
        self._set_buttons(busy=True)
        papers = [each for each in self.entries if each.state == "paper"] if len(chosen) > 1 else []
        books = [each for each in chosen if each.state != "paper"]
        if not books:
            self._take_in(papers or chosen)
            return
        wish = import_work.Wish([(each.path, each.reading, each.plan if len(books) == 1 else None) for each in books],
                                [each.path for each in papers], self.register)
        space = self.session.workspace
        self._job = self.session.jobs.run(
            self, lambda progress: import_work.carry_out(space, wish, progress),
            done=lambda result: self._on_imported(books, papers, result),
            failed=lambda error: self._on_failed(books[0], error), title=_("Importing"))

    def _on_imported(self, books: list[Entry], papers: list[Entry], result: Imported) -> None:
        self._job = None
        for entry, outcome in zip(books, result.books, strict=True):
            entry.counts, entry.remark = outcome.counts, outcome.problem
            entry.plan = outcome.plan
            self._set_state(entry, "fault" if outcome.problem else "done")
        for entry in papers:
            self._set_state(entry, "done")
        self._tell(books, result)
        self._go_on()

    def _tell(self, books: list[Entry], result: Imported) -> None:
        """Say in the window's bar what was imported, with the way back."""
        done = [entry for entry in books if entry.state == "done"]
        new = sum(entry.counts.get("new", 0) for entry in done)
        changed = sum(entry.counts.get("changed", 0) for entry in done)
        name = done[0].path.name if len(done) == 1 else ngettext("{count} file", "{count} files", len(done)).format(
            count=len(done))
        if done:
            words = _("Imported {name}: {new} new, {changed} changed.").format(name=name, new=new, changed=changed)
            self.session.say(words, "good", _("Undo"), lambda: import_work.undo(self.session, result.operations))
        if result.taken_in is not None:
            self.session.say(_("Inbox: {summary}").format(summary=inbox.summary(result.taken_in)), "good",
                             _("Open the inbox"), lambda: self.session.open("inbox"))

    def _take_in(self, entries: list[Entry]) -> None:
        """Put papers into the inbox."""
        space = self.session.workspace
        wish = import_work.Wish([], [each.path for each in entries], "")
        self._set_buttons(busy=True)
        self._job = self.session.jobs.run(
            self, lambda progress: import_work.carry_out(space, wish, progress),
            done=lambda result: self._on_imported([], entries, result),
            failed=lambda error: self._on_failed(entries[0], error), title=_("Into the inbox"))

    def _go_on(self) -> None:
        """The next file that still waits; without one the dialog has done its work."""
        waiting = next((place for place, each in enumerate(self.entries)
                        if each.state in ("waiting", "ready", "reading", "paper")), None)
        refused = any(entry.plan is not None and entry.plan.refused for entry in self.entries)
        faults = any(entry.state == "fault" for entry in self.entries)
        if waiting is None and not refused and not faults:
            self.accept()
            return
        for entry in self.entries:
            if entry.state == "ready":
                entry.plan = None  # the registers have changed since it was tried
        if waiting is not None and self.files.currentRow() != waiting:
            self.files.setCurrentRow(waiting)
        else:
            self._show_entry()

    def _show_leftover(self, entry: Entry) -> None:
        """After the import: the rows that were not taken, to be saved and corrected."""
        self.stack.setCurrentIndex(0)
        self.tabs.choose(0)
        if entry.reading is not None:
            self.mapping.put(entry.reading)  # that of another file may still stand there
        self.preview.put(entry.plan)
        self.preview.choose("refused")

    def leave_out(self) -> None:
        """Do not import the file in view."""
        entry = self.entry()
        if entry is None:
            return
        if self._job is not None:
            self._job.cancel()
        self._set_state(entry, "out")
        self._go_on()

    def save_refused(self) -> None:
        """Save the refused rows as a workbook with the reason in its last column."""
        entry = self.entry()
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

    # states

    def _set_state(self, entry: Entry, state: str) -> None:
        entry.state = state
        item = self.files.item(self.entries.index(entry))
        colour = {"done": "good", "fault": "warn", "ready": "gold"}.get(state, "quiet")
        item.setIcon(self.session.theme.icon(_SIGNS[state], colour))

    def _set_buttons(self, *, busy: bool = False) -> None:
        entry = self.entry()
        open_ = [each for each in self.entries if each.state in ("waiting", "ready", "reading", "paper")]
        paper = entry is not None and entry.state in ("paper", "fault")
        self.accept_button.setText(_("Put into the inbox") if paper else _("Import this file"))
        ready = entry is not None and (paper or (entry.state == "ready" and entry.plan is not None
                                                 and not entry.plan.empty))
        self.accept_button.setEnabled(ready and not busy)
        self.out_button.setEnabled(entry in open_ and not busy)
        trusted = self._trusted()
        self.all_button.setVisible(len(open_) > 1)
        self.all_button.setEnabled(not busy and (len(trusted) > 1 or not any(each.reading for each in open_)))
        self.all_button.setToolTip(texts.tip(_("Books read by a kept recipe and those you have looked at, then the "
                                               "papers")))
        self.close_button.setText(_("Cancel") if open_ else _("Close"))

    def reject(self) -> None:
        """Leave; work under way is broken off and nothing of it is kept."""
        self._timer.stop()
        if self._job is not None:
            self._job.cancel()
        super().reject()


def _unknown(entry: Entry) -> bool:
    """Whether nothing is known yet of how the file is to be read."""
    reading = entry.reading
    return reading is not None and not reading.kept and not any(sheet.table() for sheet in reading.sheets)


def is_book(path: Path) -> bool:
    """Whether a file is a table by its name."""
    return f"*{path.suffix.lower()}" in BOOKS.split()


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


