"""The right of the requirement page: what is cited as evidence, the actions, the history."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from armdesk import page_list
from armdesk.errors import ArmdeskError
from armdesk.i18n import _, ngettext
from armdesk.services.evidence import library
from ui import problems, texts, undoing
from ui.blocks import button, emptied, rule, scrolled
from ui.cross_offers import Offers
from ui.drawer import Drawer
from ui.findings import NotFitting
from ui.layouts import column_in
from ui.preview import Preview, Shown
from ui.session import Session
from ui.standards import Cited, Detail
from ui.theme import icon_button
from ui.way import Way


class RequirementSide(QWidget):
    """Evidence, other standards, actions and history of one requirement.

    changed: a citation was taken away.  statement_wanted carries words of another standard's answer.
    """

    changed = Signal()
    statement_wanted = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.reference, self.whole = "", False
        self.fitting: NotFitting | None = None
        whole = column_in(self, 6)
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(12, 10, 12, 12)
        self.column.setSpacing(4)
        self.area = scrolled(inside, "surface")
        whole.addWidget(self.area, 3)
        self.viewer = QWidget()
        viewing = QVBoxLayout(self.viewer)
        viewing.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout()
        self.viewed = texts.Elided(role="quiet")
        head.addWidget(self.viewed, 1)
        away = icon_button(session.theme, "close", _("Close the preview"), colour="quiet")
        away.clicked.connect(self.viewer.hide)
        head.addWidget(away)
        viewing.addLayout(head)
        self.preview = Preview(session.theme, Drawer(self))
        viewing.addWidget(self.preview, 1)
        self.viewer.hide()
        whole.addWidget(self.viewer, 4)

    def put(self, reference: str, found: Detail | None) -> None:
        """Show what surrounds a requirement; None while it is being read."""
        if reference != self.reference:
            self.viewer.hide()
        self.reference, self.whole = reference, found is not None
        if self.fitting is not None and self.fitting.reference == reference and self.fitting.findings.answering:
            keep = self.fitting  # somebody is writing a reason in it
            self.column.removeWidget(keep)
        else:
            keep = NotFitting(self.session, reference, self)
        column = emptied(self.column)
        self.fitting = keep
        column.addWidget(keep)
        self._section(column, _("Evidence"), _("Add"), lambda: self.session.cite_requested.emit(reference))
        for cited in found.cited if found else ():
            column.addWidget(self._cited(cited))
            self._told(column, cited)
        if found is not None and not found.cited:
            column.addWidget(texts.label(_("Nothing is cited yet."), role="quiet", wrap=True))
        if found is not None and (found.offers or found.several):
            self._section(column, _("Other standards"))
            offers = Offers(self.session, reference, found.offers)
            offers.statement_wanted.connect(self.statement_wanted)
            column.addWidget(offers)
        self._section(column, _("Actions"), _("Create"), self._new_action)
        if not self.session.read_only:
            column.addWidget(button(_("Link to an action"), self._link_action, look="link"))
        for action in found.actions if found else ():
            state = action.field("status").format(action.status)
            column.addWidget(Way(f"{action.label()} · {state}",
                                 partial(self.session.open, "action", record=action.id)))
        self._section(column, _("History"))
        for step in found.steps if found else ():
            column.addWidget(texts.label(f"{step.when} · {step.author}".strip(" ·"), role="field"))
            for name, before, after in step.changes[:6]:
                words = _("{field}: {before} → {after}").format(field=name, before=before, after=after or "–") \
                    if before else _("{field}: {after}").format(field=name, after=after or "–")
                column.addWidget(texts.label(words[:160], role="small", wrap=True))
        column.addStretch(1)

    def _section(self, column: QVBoxLayout, title: str, word: str = "", run: object = None) -> None:
        if column.count():
            column.addSpacing(6)
            column.addWidget(rule())
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(texts.label(title, role="subheading"))
        row.addStretch(1)
        if word and not self.session.read_only:
            made = button(word, run, look="link")  # type: ignore[arg-type]  # only given with a word
            made.setAccessibleName(f"{title}: {word}")
            row.addWidget(made)
        column.addWidget(holder)

    def _cited(self, cited: Cited) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        title = cited.document.label()
        page = cited.citation.page
        words = _("{title} · p. {page}").format(title=title, page=page) if page else title
        row.addWidget(Way(words, partial(self.show_cited, cited)), 1)
        if not self.session.read_only:
            away = icon_button(self.session.theme, "close", _("Do not cite {title} here").format(title=title),
                               colour="quiet")
            away.clicked.connect(partial(self._take_away, cited))
            row.addWidget(away)
        return box

    def _told(self, column: QVBoxLayout, cited: Cited) -> None:
        """What a citation shows, and that a newer file is there, with the way to cite that one."""
        if cited.citation.note:
            column.addWidget(texts.label(cited.citation.note, role="small", wrap=True))
        if not cited.older or cited.revision is None or cited.newest is None:
            return
        column.addWidget(texts.label(_("Cites file {old}; there is {new}.").format(
            old=cited.revision.number or 1, new=cited.newest.number or 1), role="warn", wrap=True))
        if not self.session.read_only:
            column.addWidget(button(_("Cite the newest file"), partial(self._move, cited), look="link"))

    def _move(self, cited: Cited) -> None:
        try:
            count = library.move_to_newest(self.session.store, [cited.citation])
        except ArmdeskError as error:
            problems.show(error, self)
            return
        self.session.say(ngettext("{count} citation names the newest file.", "{count} citations name the newest file.",
                                  count).format(count=count), "good", _("Undo"), undoing.newest(self.session, self))

    def show_cited(self, cited: Cited) -> None:
        """Open the preview at the page that is cited."""
        revision = cited.revision
        self.viewed.say(cited.document.title or "")
        self.viewer.show()
        if revision is None:
            self.preview.show_file(None)
            return
        path = self.session.workspace.files.path(revision.sha256)
        self.preview.show_file(Shown(path, revision.sha256, revision.media_type or "", revision.file_name,
                                     revision.pages or 0), page_list.first_page(cited.citation.page))

    def _take_away(self, cited: Cited) -> None:
        try:
            self.session.store.trash([cited.citation])
        except ArmdeskError as error:
            problems.show(error, self)
            return
        self.session.say(_("The citation is in the trash."), "good", _("Undo"),
                         undoing.newest(self.session, self))

    def _link_action(self) -> None:
        from ui import action_dialogs  # its dialogs are needed when somebody links, not to show a requirement

        if action_dialogs.link(self.session, [self.reference], self):
            self.changed.emit()

    def _new_action(self) -> None:
        self.session.open("action", new=True, values={"origin": self.reference, "adopted_on": self.session.today()})
