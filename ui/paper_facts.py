"""The facts beside a paper: its days, how long it is kept, where it is cited, its files and the packs they are in."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from armdesk import page_list
from armdesk.i18n import _, ngettext
from armdesk.models import Document, choices
from armdesk.services.evidence.library import CitedAt, Facts, FileOf
from ui import references, texts
from ui.blocks import button, emptied, in_groups, rule, scrolled, size_text
from ui.session import Session

_LONGEST = 44
_PACKS = 4


class PaperFacts(QWidget):
    """Everything about one paper that its pages do not show.

    page_wanted carries (Revision, page); the others ask the page for work: cite, a newer file, the next binder number,
    moving citations (a list of them), the day until which it is kept.
    """

    page_wanted = Signal(object, int)
    cite_wanted = Signal()
    file_wanted = Signal()
    binder_wanted = Signal()
    move_wanted = Signal(object)
    keep_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.found: Facts | None = None
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(12, 8, 12, 12)
        self.column.setSpacing(3)
        self.area: QScrollArea = scrolled(inside, "surface")
        whole.addWidget(self.area)

    def put(self, found: Facts | None, next_no: str = "") -> None:
        """Show the facts of a paper; next_no is the number its binder offers."""
        self.found = found
        column = emptied(self.column)
        if found is None:
            column.addStretch(1)
            return
        self._says(found)
        self._days(found.document, found)
        self._stands(found.document, next_no)
        self._cited(found)
        self._files(found)
        column.addStretch(1)

    # parts

    def _says(self, found: Facts) -> None:
        """What has to be seen first: the trash, and the same content under another name."""
        if found.away is not None:
            when, who, why = found.away
            told = _("In the trash since {when}").format(when=when) + (f" · {who}" if who else "")
            self._line(told, "warn")
            if why:
                self._line(why)
            if found.removed:
                self._line(_("Its file was removed for good."), "warn")
        for twin in found.twins:
            row = QHBoxLayout()
            row.addWidget(texts.label(_("Same content as"), role="warn"))
            row.addWidget(self._link(twin.label(), partial(self.session.open, "document", record=twin.id)), 1)
            self._row(row)

    def _days(self, document: Document, found: Facts) -> None:
        today = self.session.today()
        self._head(_("Days"))
        self._named(_("Issued on"), _day(document.issued_on))
        ended = document.valid_to is not None and document.valid_to < today
        self._named(_("Valid until"), f"{document.valid_to} · {_('expired')}" if ended else _day(document.valid_to),
                    "problem" if ended else "")
        proves = " – ".join(str(day) for day in (document.proves_from, document.proves_to) if day)
        self._named(_("Proves the days"), proves or "–")
        if found.keep is not None:
            self._line(found.keep.sentence(), "small")
            if found.keep.limit is not None and not self.session.read_only and not document.trashed:
                self._work(_("Set this day"), self.keep_wanted.emit)
        self._line(found.text, "small")

    def _stands(self, document: Document, next_no: str) -> None:
        self._head(_("Where it stands"))
        self._named(_("Kind"), _(choices.DOCUMENT_KIND.get(document.kind or "", "")) or "–")
        self._named(_("Class"), _(choices.CONFIDENTIALITY.get(document.confidentiality or "partners", "")))
        self._named(_("Binder no."), document.binder_no or "–")
        if not document.binder_no and next_no and not self.session.read_only and not document.trashed:
            self._work(_("Give it the next number: {number}").format(number=next_no), self.binder_wanted.emit)

    def _cited(self, found: Facts) -> None:
        can = not self.session.read_only and not found.document.trashed
        self._head(_("Where it is cited"), _("Cite") if can else "", self.cite_wanted.emit)
        if not found.cited:
            self._line(_("It proves nothing yet."), "quiet")
        names = references.labels(self.session.store, [each.citation.target for each in found.cited])
        for each in found.cited:
            self._citation(each, names[each.citation.target], found)
        older = [each.citation for each in found.cited if each.older]
        if older and found.newest is not None:
            self._line(ngettext("{count} citation names an older file; the newest is file {number}.",
                                "{count} citations name an older file; the newest is file {number}.",
                                len(older)).format(count=len(older), number=found.newest.number or 1), "warn")
            if can:
                self._work(_("Cite the newest file"), lambda: self.move_wanted.emit(older))

    def _citation(self, each: CitedAt, name: str, found: Facts) -> None:
        cited = each.citation
        row = QHBoxLayout()
        row.setSpacing(6)
        kind, id_ = references.split(cited.target)
        row.addWidget(self._link(name, partial(self.session.open, kind, record=id_)), 1)
        file = next((one.revision for one in found.files if (one.revision.number or 1) == each.number), None)
        if cited.page and file is not None:
            row.addWidget(self._link(_("p. {page}").format(page=cited.page),
                                     partial(self.page_wanted.emit, file, page_list.first_page(cited.page))))
        if each.older:
            row.addWidget(texts.label(_("file {number}").format(number=each.number), role="warn"))
        self._row(row)
        if cited.note:
            self._line(cited.note, "small")

    def _files(self, found: Facts) -> None:
        can = not self.session.read_only and not found.document.trashed
        self._head(ngettext("{count} file", "{count} files", len(found.files)).format(count=len(found.files)),
                   _("Add a newer file") if can else "", self.file_wanted.emit)
        for each in found.files:
            self._file(each, len(found.files) > 1)

    def _file(self, each: FileOf, numbered: bool) -> None:
        revision = each.revision
        name = f"{revision.number or 1} · {revision.file_name}" if numbered else revision.file_name
        self._row_of(self._link(name, partial(self.page_wanted.emit, revision, 1)))
        pages = ngettext("{count} page", "{count} pages", revision.pages).format(count=revision.pages) \
            if revision.pages else ""
        came = " · ".join(filter(None, (each.when, each.author, size_text(revision.size or 0), pages)))
        self._line(came, "small")
        if each.made_of:
            self._line(_("Made of {what}").format(what=each.made_of), "small")
        for pack in each.packs[:_PACKS]:
            words = _("In pack {number} of {day} as {place}").format(number=pack.number, day=pack.made_on,
                                                                    place=f"{pack.place:04d}")
            self._row_of(self._link(words + (f" · {pack.recipient}" if pack.recipient else ""),
                                    partial(self.session.open, "pack", record=pack.id)))
        code = texts.label("SHA-256 " + in_groups(revision.sha256 or "")[:19] + " …", role="small")
        code.setToolTip(texts.tip(in_groups(revision.sha256 or "")))
        code.setAccessibleName(f"SHA-256 {revision.sha256}")
        self._row_of(code)

    # pieces

    def _head(self, title: str, word: str = "", run: object = None) -> None:
        if self.column.count():
            self.column.addSpacing(4)
            self.column.addWidget(rule())
        row = QHBoxLayout()
        row.addWidget(texts.label(title, role="subheading"))
        row.addStretch(1)
        if word:
            made = button(word, run, look="link")  # type: ignore[arg-type]  # only given with a word
            made.setAccessibleName(f"{title}: {word}")
            row.addWidget(made)
        self._row(row)

    def _line(self, words: str, role: str = "") -> None:
        if words:
            made = texts.label(words, role=role, wrap=True)
            made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.column.addWidget(made)
            made.show()

    def _named(self, name: str, words: str, role: str = "") -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        left = texts.label(name, role="field")
        left.setFixedWidth(120)
        row.addWidget(left)
        row.addWidget(texts.label(words, role=role, wrap=True), 1)
        self._row(row)

    def _work(self, words: str, run: object) -> None:
        self._row_of(button(words, run, look="link"))  # type: ignore[arg-type]  # always something to run

    def _link(self, words: str, run: object) -> QPushButton:
        made = button(words if len(words) <= _LONGEST else words[:_LONGEST] + "…", run, look="link",  # type: ignore[arg-type]  # always something to run
                      tip=words)
        made.setMinimumWidth(30)
        made.setAccessibleName(words)
        return made

    def _row_of(self, widget: QWidget) -> None:
        row = QHBoxLayout()
        row.addWidget(widget)
        row.addStretch(1)
        self._row(row)

    def _row(self, row: QHBoxLayout) -> None:
        holder = QWidget()
        row.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(row)
        self.column.addWidget(holder)
        holder.show()


def _day(day: object) -> str:
    return str(day) if day else "–"
