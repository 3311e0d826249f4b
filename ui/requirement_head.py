"""The top of the requirement page: what is asked, whose code it is, how sure the words, and the official ones."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from armdesk.catalogues.catalogue import Catalogue, Requirement
from armdesk.i18n import _, current
from armdesk.models import OfficialText, OwnRequirement
from ui import texts
from ui.ask_dialog import AskDialog
from ui.blocks import button, card, emptied
from ui.flow import Flow
from ui.lot_fields import RecordFields
from ui.session import Session
from ui.standards import LEVELS, MARKS, marks_of

_OFFICIAL = ("official_code", "source_text", "wording")


def bullets(items: Sequence[str]) -> str:
    """Items of a list, one to a line."""
    return "\n".join(f"•  {item[:1].upper()}{item[1:]}" for item in items)


class Asked(QWidget):
    """One requirement to read.  numbered: somebody wants to write down its official number."""

    numbered = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        frame, self.column = card()
        whole.addWidget(frame)

    def put(self, catalogue: Catalogue, requirement: Requirement) -> None:
        """Show a requirement."""
        column, language = emptied(self.column), current()
        column.addWidget(self._chips(catalogue, requirement))
        for mark in marks_of(requirement):
            column.addWidget(texts.label(_(MARKS[mark]), role="warn", wrap=True))
        column.addWidget(texts.label(catalogue.pick(requirement.title, language), role="heading", wrap=True))
        column.addWidget(texts.label(catalogue.pick(requirement.text, language), wrap=True))
        if requirement.wording:
            column.addWidget(texts.label(_("Official wording, our own copy"), role="field"))
            words = texts.label(requirement.wording, wrap=True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(words)
        if explained := catalogue.pick(requirement.help, language):
            column.addWidget(texts.label(explained, role="quiet", wrap=True))
        if applies := catalogue.pick(requirement.applies, language):
            column.addWidget(texts.label(_("Applies to: {whom}").format(whom=applies), role="small", wrap=True))
        if items := requirement.evidence_items(language):
            column.addWidget(texts.label(_("What proves it"), role="field"))
            column.addWidget(texts.label(bullets(items), wrap=True))
        if response := catalogue.pick(requirement.response, language):
            column.addWidget(texts.label(_("If it is found"), role="field"))
            column.addWidget(texts.label(response, wrap=True))
        if note := catalogue.pick(requirement.note, language):
            column.addWidget(texts.label(note, role="small", wrap=True))
        if not self.session.read_only:
            column.addWidget(self._way(catalogue, requirement), 0, Qt.AlignmentFlag.AlignLeft)

    def _chips(self, catalogue: Catalogue, requirement: Requirement) -> QWidget:
        chips = QWidget()
        flow = Flow(chips)
        code = texts.label(requirement.code, role="gold" if requirement.official else "quiet")
        code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        flow.addWidget(code)
        if requirement.official_code not in ("", requirement.code):
            number = texts.label(_("official no. {number}").format(number=requirement.official_code), role="gold")
            number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            flow.addWidget(number)
        issue = catalogue.issue_title(requirement, current())
        level = _(LEVELS[requirement.level]) if requirement.level in LEVELS else requirement.level
        year = _("Year {number}").format(number=requirement.due_year) if requirement.due_year else ""
        for words in filter(None, (issue, level, year)):
            flow.addWidget(texts.label(f"· {words}", role="quiet"))
        return chips

    def _way(self, catalogue: Catalogue, requirement: Requirement) -> QWidget:
        if requirement.own:
            return button(_("Change this requirement"), lambda: self._open_own(catalogue, requirement), look="link")
        return button(_("Official number and wording"), self.numbered.emit, look="link")

    def _open_own(self, catalogue: Catalogue, requirement: Requirement) -> None:
        row = self.session.store.one(OwnRequirement, reference=f"{catalogue.key}/{requirement.code}")
        if row is not None:
            self.session.open("own_requirement", record=row.id)


class OfficialDialog(AskDialog):
    """Number and wording of one requirement in the published standard."""

    def __init__(self, session: Session, catalogue: Catalogue, requirement: Requirement,
                 parent: QWidget | None = None) -> None:
        super().__init__(session, _("Official number and wording"), parent)
        self.resize(600, 440)
        name = f"{requirement.code} {catalogue.pick(requirement.title, current())}"
        self.column.addWidget(texts.label(name, role="subheading", wrap=True))
        self.column.addWidget(texts.label(_(
            "From your own copy of the published standard. It stands beside armdesk's words and is marked as yours."),
            role="quiet", wrap=True))
        self.kept = session.store.one(OfficialText, reference=f"{catalogue.key}/{requirement.code}")
        self.base = self.kept.values() if self.kept is not None else {
            "catalogue": catalogue.key, "requirement": requirement.code}
        self.fields = RecordFields(session, OfficialText, _OFFICIAL, across=1)
        self.fields.put({"official_code": requirement.official_code or None} | (
            self.kept.values() if self.kept is not None else {}))
        self.column.addWidget(self.fields)
        self.add_foot(_("Save"))
        self.fields.rows["official_code"].editor.setFocus()

    def submit(self) -> None:
        """Keep both; where both were emptied, what was there goes to the trash."""
        record, unread = self.fields.take(self.base)
        if unread:
            self.tell(unread, self.fields)
            return
        store = self.session.store
        emptied_now = not record.values().get("official_code") and not record.values().get("wording")

        def work() -> None:
            if emptied_now and self.kept is not None:
                store.trash([self.kept])
            else:
                made = OfficialText(**{**record.values(), "noted_on": self.session.today(),
                                       "noted_by": store.author or None})
                store.save(made, _("Official number of {code}").format(code=self.base["requirement"]))

        if self.carried_out(work, self.fields):
            self.accept()
