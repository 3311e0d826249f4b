"""Audit room > Packs: three steps on one page - for whom, what is inside, make - then what was made, and verifying."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from armdesk.errors import ArmdeskError, Cancelled
from armdesk.exports.pack import PackMade, build_pack
from armdesk.exports.verify import Verdict
from armdesk.i18n import LANGUAGES, _, current
from armdesk.models import Pack
from armdesk.query import Query
from ui import files, packing, problems, texts
from ui.blocks import Views, button, card, in_groups, key, page_head, scrolled, size_text
from ui.exporting import open_folder
from ui.jobs import Job
from ui.layouts import page_column
from ui.messages import Message, Messages
from ui.pack_contents import PackContents
from ui.pack_facts import PackFacts
from ui.pack_form import PackForm
from ui.pack_verify import VerifyView, verdict_lines
from ui.packing import Inside
from ui.plain_table import PlainTable
from ui.session import Session, Visit

_MAKE, _MADE, _VERIFY = range(3)


class PacksPage(QWidget):
    """Makes packs, lists them, verifies any."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.made: PackMade | None = None
        self._job: Job | None = None
        self._looking: Job | None = None
        self._packs: list[Pack] = []
        column = page_column(self)
        column.addLayout(page_head(_("Evidence packs"), _("A sealed folder that any computer can open and anybody can "
                                                          "verify.")))
        self.messages = Messages(session.theme)
        column.addWidget(self.messages)
        self.verify_view = VerifyView(session)
        self.views = Views({_("Make a pack"): self._make_view(), _("Packs made"): self._made_view(),
                            _("Verify a pack"): self.verify_view})
        column.addWidget(self.views, 1)
        self.form.changed.connect(self.look_inside)
        session.jobs.moved.connect(self._on_moved)
        session.changes.records_changed.connect(self._on_changed)
        key(self, "Ctrl+Return", self.make)
        key(self, "Ctrl+Enter", self.make)
        self.refresh()

    # laying out

    def _make_view(self) -> QWidget:
        view = QWidget()
        row = QHBoxLayout(view)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(12)
        self.form = PackForm(self.session)
        first, first_column = card(_("1  For whom"))
        first_column.addWidget(scrolled(self.form, "surface"), 1)
        first.setMinimumWidth(300)
        row.addWidget(first, 2)
        right = QVBoxLayout()
        right.setSpacing(12)
        second, second_column = card(_("2  What is inside"))
        self.contents = PackContents(self.session.theme)
        self.contents_words = texts.label(role="quiet", wrap=True)
        second_column.addWidget(self.contents_words)
        second_column.addWidget(self.contents, 1)
        right.addWidget(second, 1)
        right.addWidget(self._make_card())
        row.addLayout(right, 3)
        return view

    def _make_card(self) -> QFrame:
        frame, column = card(_("3  Make"))
        line = QHBoxLayout()
        self.state = texts.label(role="quiet", wrap=True)
        self.stop = button(_("Cancel"), self._on_stop)
        self.go = button(_("Make the pack"), self.make, look="primary", tip=_("Make the pack (Ctrl+Enter)"))
        self.go.setEnabled(not self.session.read_only)
        line.addWidget(self.state, 1)
        line.addWidget(self.stop)
        line.addWidget(self.go)
        column.addLayout(line)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Progress"))
        column.addWidget(self.bar)
        self.root = texts.label(role="gold", wrap=True)
        self.root.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse
                                          | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        column.addWidget(self.root)
        after = QHBoxLayout()
        self.open_button = button(_("Open folder"), lambda: open_folder(self.made.folder.parent) if self.made else None)
        self.copy_button = button(_("Copy to another disk"), self.copy_made)
        self.verify_button = button(_("Verify now"), self.verify_made)
        self._after = [self.root, self.open_button, self.copy_button, self.verify_button]
        for each in self._after[1:]:
            after.addWidget(each)
        after.addStretch(1)
        column.addLayout(after)
        for each in (*self._after, self.stop, self.bar):
            each.hide()
        return frame

    def _made_view(self) -> QWidget:
        view = QWidget()
        column = QVBoxLayout(view)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        self.table = PlainTable(self.session.theme, _("Packs made"))
        self.none = texts.label(_("No pack was made yet."), role="quiet")
        column.addWidget(self.none)
        column.addWidget(self.table, 1)
        row = QHBoxLayout()
        self.list_buttons = [button(_("Open folder"), self._open_listed), button(_("Verify"), self._verify_listed),
                             button(_("Copy to another disk"), self._copy_listed),
                             button(_("What has changed since"), self.compare_listed)]
        for each in self.list_buttons:
            row.addWidget(each)
        row.addStretch(1)
        column.addLayout(row)
        self.since = PackFacts(self.session)
        column.addWidget(self.since, 1)
        return view

    # what the window asks

    def visit(self, visit: Visit) -> None:
        """Show the page; a pack that is named stands in the list."""
        self.refresh()
        if visit.record:
            self.views.choose(_MADE)
            for row, pack in enumerate(self._packs):
                if pack.id == visit.record:
                    self.table.selectRow(row)
        elif visit.new:
            self.views.choose(_MAKE)
            self.form.recipient.setFocus()

    def refresh(self) -> None:
        """Read the packs made again."""
        store = self.session.store
        self.session.jobs.read(self, lambda: store.find(Query(Pack, order="-number")), self._on_listed)

    def _on_changed(self, types: frozenset[str]) -> None:
        if not types or "pack" in types:
            self.refresh()

    def _on_listed(self, packs: list[Pack]) -> None:
        self._packs = packs
        names = ("number", "made_on", "kind", "recipient", "language", "period_from", "period_to", "files", "size",
                 "root_hash")
        fields = [Pack.field(name) for name in names]

        def cell(row: int, column: int) -> str:
            value = getattr(packs[row], names[column])
            if value is None:
                return ""
            if names[column] == "size":
                return size_text(value)
            if names[column] == "language":
                return LANGUAGES.get(value, value)
            return in_groups(value[:16]) + " …" if names[column] == "root_hash" else fields[column].format(value)

        titles = [_("Size") if field.name == "size" else field.title(unit=False) for field in fields]
        self.table.show_rows(titles, len(packs), cell, right=(0, 7, 8))
        self.none.setVisible(not packs)
        for each in self.list_buttons:
            each.setEnabled(bool(packs))

    # looking inside

    def look_inside(self) -> None:
        """Go through what the pack would hold, away from the window."""
        options = self.form.options()
        if options is None or self._job is not None:
            return
        if self._looking is not None:
            self._looking.cancel()
        self.contents_words.setText(_("Looking …"))
        space = self.session.workspace
        if self.session.read_only:
            self.contents_words.setText(_("This workspace is open for reading only: no pack can be made."))
            return
        self._looking = self.session.jobs.run(
            self, lambda progress: packing.look_inside(space, options, progress), done=self._on_looked,
            failed=self._on_not_looked, title=_("Looking what is inside"))

    def _on_looked(self, found: Inside) -> None:
        self._looking = None
        self.contents_words.setText("")
        self.contents_words.hide()
        self.contents.put(found)

    def _on_not_looked(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            return
        self._looking = None
        if isinstance(error, ArmdeskError):
            self.contents_words.show()
            self.contents_words.setText(str(error))
        else:
            problems.show(error, self)

    # making

    def make(self) -> None:
        """Make the pack."""
        options = self.form.options()
        if options is None or self._job is not None or self.session.read_only or self.views.place() != _MAKE:
            return
        if self._looking is not None:
            self._looking.cancel()
        self.form.remember()
        space = self.session.workspace
        self._busy(True)
        self.state.setText(_("Making the pack …"))
        self._job = self.session.jobs.run(self, lambda progress: build_pack(space, options, progress),
                                          done=self._on_made, failed=self._on_not_made, title=_("Making the pack"))

    def _busy(self, busy: bool) -> None:
        self.go.setVisible(not busy)
        self.stop.setVisible(busy)
        self.bar.setVisible(busy)
        self.bar.setRange(0, 0)
        self.form.setEnabled(not busy)
        for each in self._after:
            each.setVisible(False)
        (self.stop if busy else self.go).setFocus()

    def _on_moved(self, job: Job) -> None:
        if job is self._job:
            self.bar.setRange(0, max(job.total_steps, 0))
            self.bar.setValue(job.done_steps)
            if not job.cancelled:
                self.state.setText(job.text)

    def _on_stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.state.setText(_("Stopping …"))

    def _on_made(self, made: PackMade) -> None:
        self._job, self.made = None, made
        self._busy(False)
        size = size_text(int(made.record.size or 0))
        self.state.setText(_("Pack {number} is in {folder}: {files} files, {size}.").format(
            number=made.record.number, folder=made.folder, files=made.record.files, size=size))
        self.root.setText(_("Root hash: {hash}").format(hash=in_groups(made.root_hash)))
        self.root.setAccessibleName(self.root.text())
        for each in self._after:
            each.setVisible(True)
        self.verify_button.setFocus()

    def _on_not_made(self, error: Exception) -> None:
        self._job = None
        self._busy(False)
        self.state.setText(_("Stopped; nothing of the pack is left.") if isinstance(error, Cancelled) else "")
        if not isinstance(error, Cancelled):
            self.messages.tell(error)

    # afterwards

    def verify_made(self) -> None:
        """Verify the pack just made."""
        if self.made is not None:
            self._verify(self.made.folder)

    def _verify(self, folder: Path) -> None:
        self.views.choose(_VERIFY)
        self.verify_view.verify(folder)

    def copy_made(self) -> None:
        """Copy the pack just made to another disk."""
        if self.made is not None:
            self._copy(self.made.folder)

    def _copy(self, folder: Path) -> None:
        target = files.ask_folder(self, _("Copy the pack to which folder?"))
        if target is None:
            return
        try:
            pieces = packing.pieces_of(folder)
        except ArmdeskError as error:
            self.messages.say(Message(str(error), "alarm"))
            return
        language = current()

        def done(verdict: Verdict) -> None:
            self.messages.say(Message(
                _("The pack was copied to {folder} and the copy is whole.").format(folder=target) if verdict.ok
                else " ".join(verdict_lines(verdict)[:3]), "good" if verdict.ok else "alarm", _("Open folder"),
                lambda: open_folder(target)))

        self.session.jobs.run(self, lambda progress: packing.copy_pack(pieces, target, language, progress), done=done,
                              failed=self._on_not_copied, title=_("Copying the pack"))

    def _on_not_copied(self, error: Exception) -> None:
        if not isinstance(error, Cancelled):
            self.messages.tell(error)

    # packs made before

    def compare_listed(self) -> None:
        """Say which facts of the marked pack the registers tell otherwise now."""
        row = self.table.currentIndex().row()
        if 0 <= row < len(self._packs):
            self.since.ask(self._packs[row])

    def _listed(self) -> Path | None:
        """Where the marked pack lies; the person is asked when it is not where packs are put."""
        row = self.table.currentIndex().row()
        if not 0 <= row < len(self._packs):
            return None
        name = self._packs[row].file_name or ""
        usual = Path(self.form.target.text().strip()).expanduser() / name
        if name and usual.is_dir():
            return usual
        chosen = files.ask_folder(self, _("Where is the pack {name}?").format(name=name))
        if chosen is None:
            return None
        return chosen / name if name and (chosen / name).is_dir() else chosen

    def _open_listed(self) -> None:
        folder = self._listed()
        if folder is not None:
            open_folder(folder.parent)

    def _verify_listed(self) -> None:
        folder = self._listed()
        if folder is not None:
            self._verify(folder)

    def _copy_listed(self) -> None:
        folder = self._listed()
        if folder is not None:
            self._copy(folder)
