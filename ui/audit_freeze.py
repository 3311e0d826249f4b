"""Third step of an audit: the evidence pack as of an hour, its codes, and what changed of it since."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from armdesk.errors import Cancelled
from armdesk.i18n import _, current, ngettext
from armdesk.models import choices, record_type
from armdesk.progress import Progress
from armdesk.reports import audit_closing
from armdesk.services.audit import audit_room
from armdesk.services.audit.audit_changes import VERBS
from armdesk.services.packs.edition import kind_for
from ui import files, texts
from ui.audit_parts import Seen, Step, print_paper
from ui.blocks import button, in_groups
from ui.layouts import column_in, row_of
from ui.messages import Message, Messages
from ui.plain_table import PlainTable
from ui.session import Session


class FreezeStep(Step):
    """Make the pack and freeze; below, every record of it that is not as it was."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        column = column_in(self)
        self.messages = Messages(session.theme)
        column.addWidget(self.messages)
        self.freeze_button = button(_("Make the pack and freeze"), self.freeze, look="primary")
        self.pack_button = button(_("Open the packs"), self._open_pack)
        self.print_button = button(_("Changes for the auditor (PDF)"), self.print_changes)
        row = row_of(self.freeze_button, self.pack_button, self.print_button)
        row.addStretch(1)
        column.addLayout(row)
        self.facts = texts.label("", wrap=True)
        column.addWidget(self.facts)
        self.codes = texts.label("", role="quiet", wrap=True)
        column.addWidget(self.codes)
        self.changed = texts.label("", role="subheading", wrap=True)
        column.addWidget(self.changed)
        self.table = PlainTable(session.theme, _("Changed since the freeze"))
        self.table.activated.connect(lambda index: self._open(index.row()))
        column.addWidget(self.table, 1)
        self.filler = QWidget()
        column.addWidget(self.filler, 1)
        self.setFocusProxy(self.freeze_button)

    def show_seen(self, seen: Seen) -> None:
        """Show whether an audit is frozen, and what changed since."""
        super().show_seen(seen)
        audit, pack, changes = seen.audit, seen.room.pack, seen.changes
        frozen = bool(audit.frozen_on)
        self.freeze_button.setEnabled(not self.session.read_only)
        self.freeze_button.setText(_("Freeze again with a new pack") if frozen else _("Make the pack and freeze"))
        self.print_button.setEnabled(frozen)
        self.pack_button.setEnabled(pack is not None)
        for each in (self.codes, self.changed, self.table):
            each.setVisible(frozen)
        self.filler.setVisible(not frozen)
        if not frozen:
            self.facts.setText(_("A freeze makes the evidence pack of the period for the auditor and keeps its codes "
                                 "with the audit. Work goes on afterwards; what changes is listed here, so that the "
                                 "auditor can be told.") + "\n" + self._of_which(
                kind_for(audit_room.keys_of(audit)), seen))
            self.codes.setText("")
            self.changed.setText("")
            self.table.say_when_empty("")
        else:
            self.facts.setText(_("Frozen on {day} at {time} with pack {number}: {name}").format(
                day=audit.frozen_on, time=audit.frozen_at, number=pack.number if pack is not None else "?",
                name=pack.file_name or "" if pack is not None else "") + (
                "\n" + self._of_which(pack.kind, seen) if pack is not None else ""))
            self.codes.setText(_("Root hash of the pack: {root}").format(root=in_groups(audit.pack_root or "")) + "\n"
                               + _("Head of the history, {count} entries: {head}").format(
                count=audit.frozen_seq, head=in_groups(audit.frozen_head or "")))
            self.table.say_when_empty(_("Everything the pack carries is as it was frozen."))
            kinds = ", ".join(f"{_(record_type(type_).about.many)} {count}"
                              for type_, count in sorted(changes.records.items()))
            self.changed.setText(ngettext("{count} record changed since the freeze ({kinds})",
                                          "{count} records changed since the freeze ({kinds})", changes.total).format(
                count=changes.total, kinds=kinds) if changes.total else _("Nothing changed since the freeze."))
        rows = changes.rows
        self.table.show_rows((_("When"), _("Who"), _("Register"), _("Record"), _("What"), _("Fields"), _("Why")),
                             len(rows), lambda row, column: (
            rows[row].at, rows[row].who, _(record_type(rows[row].type).about.one), rows[row].name,
            _(VERBS.get(rows[row].verb, rows[row].verb)), ", ".join(map(_, rows[row].fields)), rows[row].why)[column])

    def _of_which(self, kind: str, seen: Seen) -> str:
        """Which pack it is, and of which standards: "Report by requirement: Fairmined Standard 2.0"."""
        titles = seen.room.standards if kind == "requirements" else seen.room.standards[:1]
        return _("{pack}: {standards}").format(pack=_(choices.PACK_KIND[kind]),
                                               standards="; ".join(titles) or _("no standard is chosen"))

    def freeze(self) -> None:
        """Ask where the pack goes, make it, and keep its codes with the audit."""
        if self.audit is None or self.session.read_only:
            return
        folder = files.ask_folder(self, _("Into which folder does the pack go?"))
        if folder is not None:
            self.freeze_into(folder)

    def freeze_into(self, folder: Path) -> None:
        """The same for a folder that is known."""
        space, audit, language = self.session.workspace, self.known.audit, current()
        now = space.now()
        self.freeze_button.setEnabled(False)
        self.messages.clear()

        def work(progress: Progress) -> object:
            from armdesk.exports import audit_freeze

            return audit_freeze.freeze(space, audit, audit_freeze.options_for(space, audit, folder, language, now), now,
                                       progress)

        self.session.jobs.run(self, work, done=lambda _made: self._on_frozen(folder), failed=self._on_failed,
                              title=_("Making the pack"))

    def _on_frozen(self, folder: Path) -> None:
        self.freeze_button.setEnabled(True)
        self.messages.say(Message(_("The pack lies in {folder}. Hand it over with the page that stands beside "
                                    "it.").format(folder=folder), "good"))

    def _on_failed(self, error: Exception) -> None:
        self.freeze_button.setEnabled(True)
        if not isinstance(error, Cancelled):
            self.messages.tell(error)

    def _open_pack(self) -> None:
        if self.seen is not None and self.seen.room.pack is not None:
            self.session.open("pack", record=self.seen.room.pack.id)

    def _open(self, row: int) -> None:
        if self.seen is not None and 0 <= row < len(self.seen.changes.rows):
            change = self.seen.changes.rows[row]
            self.session.open(change.type, record=change.record)

    def print_changes(self) -> None:
        """What changed since the freeze, on paper for the auditor."""
        today = self.session.today()
        print_paper(self, _("Changed since the freeze"), lambda store, seen, language: audit_closing.changes_paper(
            store, seen.audit, seen.changes, today, language))
