"""Printing about people from the screens: cards, lists to sign, the register, one person's file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from armdesk.i18n import _, current, ngettext
from armdesk.models import Person, Registration
from armdesk.query import Query
from armdesk.reports.document import Document
from ui import printing, texts
from ui.blocks import line
from ui.editors import editor_for
from ui.session import Session


class CardsDialog(QDialog):
    """Until when the cards hold, and how many stand on a page."""

    def __init__(self, session: Session, count: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Cards"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addWidget(texts.label(ngettext("{count} card", "{count} cards", count).format(count=count),
                                     role="heading"))
        column.addWidget(texts.label(_("Photo, name, role and member number. The square holds the member number only."),
                                     role="quiet", wrap=True))
        grid = QGridLayout()
        self.until = editor_for(session, Registration.field("valid_to"), self)
        self.until.put(date(session.today().year, 12, 31))
        line(grid, _("Valid until"), self.until)
        self.per_page = QComboBox()
        for number in (10, 8):
            self.per_page.addItem(_("{count} on a page").format(count=number), number)
        line(grid, _("On a page of A4"), self.per_page)
        self.language = printing.language_box(session)
        line(grid, _("Language of the paper"), self.language)
        column.addLayout(grid)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.print_button = buttons.addButton(_("Print"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.print_button.setProperty("primary", "true")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def valid_until(self) -> date | None:
        """The last day, None where nothing that is a day was typed."""
        try:
            day = self.until.take()
        except ValueError:
            return None
        return day if isinstance(day, date) else None


def print_cards(session: Session, owner: QWidget, people: Sequence[str], language: str = "") -> None:
    """Ask for the layout, then print the cards of some people."""
    dialog = CardsDialog(session, len(people), owner)
    if language:
        dialog.language.setCurrentIndex(max(dialog.language.findData(language), 0))
    if dialog.exec() == QDialog.DialogCode.Accepted:
        from armdesk.exports import people_prints

        layout = people_prints.Layout(dialog.valid_until(), int(dialog.per_page.currentData()))
        chosen = str(dialog.language.currentData())
        store, papers, folder = session.store, session.workspace.files, printing.folder_of(session)
        printing.run(session, owner, lambda progress: people_prints.print_cards(
            store, papers, people, folder, chosen, layout, progress))
    dialog.deleteLater()


def print_file(session: Session, owner: QWidget, person: Person, language: str) -> None:
    """Print the whole file of one person."""
    from armdesk.exports import people_prints

    store, papers, folder = session.store, session.workspace.files, printing.folder_of(session)
    printing.run(session, owner, lambda progress: people_prints.print_file(store, papers, person, folder, language))


def print_register(session: Session, owner: QWidget, query: Query, said: str) -> None:
    """Write the people of a list to a PDF."""
    store, today, language = session.store, session.today(), current()

    def report() -> Document:
        from armdesk.reports import people_papers

        return people_papers.register(store, query, today, language, said=said)

    printing.to_file(session, owner, _("Register of people"), f"{_('Register of people')}.pdf", report)


class OccasionDialog(QDialog):
    """What a list is signed for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Signature list"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        grid = QGridLayout()
        self.text = QLineEdit()
        self.text.setMinimumWidth(320)
        line(grid, _("Occasion"), self.text)
        column.addLayout(grid)
        column.addWidget(texts.label(_("Left empty, a line to write on is printed."), role="small"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        make = buttons.addButton(_("Print"), QDialogButtonBox.ButtonRole.AcceptRole)
        make.setProperty("primary", "true")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)


def print_signatures(session: Session, owner: QWidget, query: Query, said: str) -> None:
    """Ask for the occasion, then write the people of a list with room to sign."""
    dialog = OccasionDialog(owner)
    if dialog.exec() == QDialog.DialogCode.Accepted:
        occasion = dialog.text.text().strip()
        store, today, language = session.store, session.today(), current()

        def report() -> Document:
            from armdesk.reports import people_papers

            return people_papers.signature_list(store, query, today, language, said=said, occasion=occasion)

        printing.to_file(session, owner, _("Signature list"), f"{_('Signature list')}.pdf", report)
    dialog.deleteLater()
