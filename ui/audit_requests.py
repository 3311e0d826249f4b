"""The auditor's requests: two tracks side by side, papers for each, the auditor's own list in and out again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from armdesk.i18n import _, ngettext
from armdesk.models import Audit, AuditRequest, audit_choices
from armdesk.progress import Progress
from armdesk.record import Record
from armdesk.reports import audit_paper
from armdesk.services.audit import audit_papers, audit_requests, audit_room
from armdesk.services.audit.audit_requests import Listed, Met
from ui import saving, texts, undoing
from ui.audit_list_dialog import ListDialog
from ui.audit_marked import MarkedStep
from ui.audit_parts import Seen, print_paper, write_excel
from ui.blocks import button, key, scrolled
from ui.flow import Flow
from ui.layouts import column_in, side_by_side
from ui.session import Session
from ui.track_bar import TrackBar

_FIELDS = ("status", "auditor_status", "responsible", "due_on", "answer", "auditor_note", "text", "requirement",
           "number")
_OURS = {"open": "line", "looking": "warn", "ready": "note", "sent": "good"}
_THEIRS = {"open": "line", "received": "note", "returned": "warn", "accepted": "good"}


class RequestsView(MarkedStep):
    """The list on the left, the marked request on the right.  1 to 4 say where our work on it stands."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, _("Requests"), AuditRequest, _FIELDS, parent)
        column = column_in(self, 6)
        bars = QHBoxLayout()
        bars.setSpacing(24)
        self.ours, self.theirs = TrackBar(session, _("Ours")), TrackBar(session, _("Auditor"))
        bars.addWidget(self.ours, 1)
        bars.addWidget(self.theirs, 1)
        column.addLayout(bars)
        self.table.say_when_empty(_("“Read the auditor's list” takes over the Excel file the auditor sent, whatever "
                                    "its headings. “New request” notes one that was asked by word of mouth."))
        self.table.activated.connect(lambda _index: self.form.rows["answer"].editor.setFocus())
        for place, status in enumerate(audit_choices.OUR_STATUS, 1):
            key(self.table, str(place), partial(self.set_status, status))
        column.addWidget(side_by_side(self.table, self._side(), sizes=(670, 430)), 1)
        column.addLayout(self._foot())

    def _side(self) -> QWidget:
        side = QFrame()
        side.setProperty("card", "true")
        inside = QVBoxLayout(side)
        inside.setContentsMargins(1, 1, 1, 8)
        self.asked = texts.label("", role="gold", wrap=True)
        self.asked.setContentsMargins(16, 8, 12, 0)
        self.asked.setMaximumHeight(76)
        inside.addWidget(self.asked)
        self.form.saved.connect(lambda _record: self.table.setFocus(Qt.FocusReason.OtherFocusReason))
        inside.addWidget(scrolled(self.form, "surface"), 1)
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        self.papers = texts.Elided(role="quiet")
        row.addWidget(self.papers, 1)
        self.cite_button = button(_("Cite as evidence"), self.cite)
        self.save_button = button(_("Save"), self.keep, tip=_("Save (Ctrl+S)"))
        self.buttons = (self.cite_button, self.save_button)
        for each in self.buttons:
            each.setEnabled(False)
            row.addWidget(each)
        inside.addLayout(row)
        return side

    def _foot(self) -> Flow:
        flow = Flow(spacing=8)
        self.read_button = button(_("Read the auditor's list"), self.read_list)
        self.new_button = button(_("New request"), self.begin)
        self.write_button = button(_("List back to the auditor (Excel)"), self.write_list)
        self.print_button = button(_("List (PDF)"), self.print_list)
        for each in (self.read_button, self.new_button, self.write_button, self.print_button):
            flow.addWidget(each)
        for each in (self.read_button, self.new_button):
            each.setEnabled(not self.session.read_only)
        return flow

    # showing

    def records(self) -> Sequence[AuditRequest]:
        """The requests of the audit in view."""
        return self.seen.room.requests if self.seen is not None else ()

    def fill(self) -> None:
        """Show the requests, and above them how far both tracks are."""
        found = self.records()
        ours, theirs = (Counter(getattr(each, name) or "open" for each in found)
                        for name in ("status", "auditor_status"))
        self.ours.show_parts([(_(word), ours[code], _OURS[code]) for code, word in audit_choices.OUR_STATUS.items()])
        self.theirs.show_parts([(_(word), theirs[code], _THEIRS[code])
                                for code, word in audit_choices.AUDITOR_STATUS.items()])
        names = ("number", "text", "due_on", "status", "auditor_status", "responsible")
        self.table.show_rows([_("No."), *(AuditRequest.field(name).title() for name in names[1:])], len(found),
                             lambda row, column: found[row].field(names[column]).format(
                                 getattr(found[row], names[column])))
        self.table.setColumnWidth(1, min(self.table.columnWidth(1), 240))

    def colour(self, row: int, column: int) -> QColor | None:
        """By where either track stands, and what is late."""
        found = self.records()
        if row >= len(found) or column not in (2, 3, 4):
            return None
        each, colours = found[row], self.session.theme.colours
        if column == 2:
            late = each.due_on is not None and each.due_on < self.session.today() and each.status != "sent"
            return QColor(colours.alarm) if late else None
        name = _OURS[each.status or "open"] if column == 3 else _THEIRS[each.auditor_status or "open"]
        return QColor(getattr(colours, name if name != "line" else "quiet"))

    def tell(self, row: int | None) -> None:
        """Say above the form what is asked, below it which papers answer."""
        if row is None:
            self.asked.setText("")
            self.papers.say("")
            return
        request = self.records()[row]
        self.asked.setText(" ".join(request.text.split())[:300])
        store, reference = self.session.store, f"audit_request/{request.id}"
        papers = audit_papers.documents_of(store, reference)
        self.papers.say(ngettext("{count} paper: {names}", "{count} papers: {names}", len(papers)).format(
            count=len(papers), names="; ".join(f"{title} {page}".strip() for _id, title, page in papers))
            if papers else _("No paper is cited yet."))

    # doing

    def keep_record(self, record: Record) -> object:
        """Save it, with the day on which either track moved."""
        before = self.session.store.get(AuditRequest, record.id)
        today = self.session.today()
        if isinstance(record, AuditRequest):
            if before is None or before.status != record.status:
                record.status_on = today
            if before is None or before.auditor_status != record.auditor_status:
                record.auditor_on = today
        return self.session.store.save(record)

    def set_status(self, status: str) -> None:
        """Our state of the marked request."""
        if self._id and not self.session.read_only and self.keep():
            saving.kept(self, lambda: audit_requests.set_status(
                self.session.store, [self._id], status, self.session.today()))

    def cite(self) -> None:
        """Cite a paper for the marked request."""
        if self._id and self.keep():
            self.session.cite_requested.emit(f"audit_request/{self._id}")

    def begin(self) -> None:
        """A request that was asked by word of mouth."""
        if self.audit is None or self.session.read_only or not self.keep():
            return
        numbers = [int(each.number) for each in self.known.room.requests if (each.number or "").isdecimal()]
        made = AuditRequest(audit=self.audit.id, number=str(max(numbers, default=0) + 1), text=_("Request"),
                            status="open", status_on=self.session.today(), auditor_status="open",
                            auditor_on=self.session.today())
        if saving.kept(self, lambda: self.session.store.save(made)):
            self._id = made.id
            self.form.put(made)
            editor = self.form.rows["text"].editor
            editor.setFocus()
            self.form.area.ensureWidgetVisible(self.form.rows["text"])

    # the auditor's list

    def read_list(self) -> None:
        """Read the auditor's own file, new or back again with his states."""
        path = self.ask_table(_("Read the auditor's list"))
        if path is not None:
            self.read_path(path)

    def read_path(self, path: Path) -> None:
        """The same for a file that is known."""
        store, today, order = self.session.store, self.session.today(), self.session.reading().order

        def look(audit: Audit) -> tuple[Listed, list[Met]]:
            listed = audit_requests.look(path, audit_room.standards_of(store, audit), today, order=order)
            return listed, audit_requests.compare(store, audit, listed, today)

        self.read_table(_("Read the auditor's list"), path, look, self._on_listed)

    def _on_listed(self, found: tuple[Listed, list[Met]]) -> None:
        dialog = ListDialog(self.session, self.known.audit, *found, self)
        dialog.exec()
        done = dialog.outcome
        dialog.deleteLater()
        if done is not None:
            new, changed = done
            self.session.say(_("New requests: {new}. With news from the auditor: {changed}.").format(
                new=new, changed=changed), "good", _("Undo"), undoing.newest(self.session, self))

    def write_list(self) -> None:
        """The list in the auditor's own layout, with our answers."""
        kept = self.session.workspace.files

        def make(store: Any, seen: Seen, language: str, path: Path, progress: Progress) -> None:
            from armdesk.exports.request_book import write_back

            progress.step(0, 1, path.name)
            listing = audit_requests.newest_list(seen.room.lists)
            proofs = audit_papers.proofs_of(store, [f"audit_request/{each.id}" for each in seen.room.requests])
            lines = {str(each.id): proofs.get(f"audit_request/{each.id}", []) for each in seen.room.requests}
            original = kept.path(listing.sha256) if listing is not None and listing.sha256 else None
            write_back(listing, original, seen.room.requests, lines, path, language)

        write_excel(self, _("Requests of the auditor"), make)

    def print_list(self) -> None:
        """The list on paper."""
        today = self.session.today()
        print_paper(self, _("Requests of the auditor"), lambda store, seen, language: audit_paper.request_paper(
            store, seen.room, today, language))
