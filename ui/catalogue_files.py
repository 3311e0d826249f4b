"""Sheets and files of catalogues out and in: where to, which file, and what was read in a dialog."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from armdesk.catalogues.catalogue import Catalogue
from armdesk.i18n import _, current
from armdesk.progress import Progress
from armdesk.services.standards.catalogue_sheet import Sheet
from ui import files, problems, texts
from ui.ask_dialog import AskDialog
from ui.exporting import open_folder
from ui.session import Session

_BOOK = "Excel (*.xlsx)"
_BOOKS = "Excel, LibreOffice, CSV (*.xlsx *.xls *.ods *.csv)"
Added = Callable[[Catalogue], None]


def _out(session: Session, owner: QWidget, title: str, name: str, write: Callable[[Path, Progress], None]) -> None:
    path = files.ask_target(owner, title, name, _BOOK)
    if path is None:
        return

    def done(_nothing: object) -> None:
        session.say(_("Exported to {file}.").format(file=path.name), "good", _("Open folder"),
                    lambda: open_folder(path.parent))

    session.jobs.run(owner, lambda progress: write(path, progress), done=done,
                     failed=lambda error: problems.show(error, owner), title=title)


def own_out(session: Session, owner: QWidget, catalogue: Catalogue) -> None:
    """The template of own rows with those that are there."""
    store, language, today = session.store, current(), session.today()

    def write(path: Path, progress: Progress) -> None:
        from armdesk.exports.catalogue_book import write_own

        write_own(store, catalogue, path, language, today, progress)

    _out(session, owner, _("Template of our own requirements"), _("our own requirements") + f" {catalogue.key}.xlsx",
         write)


def official_out(session: Session, owner: QWidget, catalogue: Catalogue) -> None:
    """All rows with room for official number and wording."""
    store, language, today = session.store, current(), session.today()

    def write(path: Path, progress: Progress) -> None:
        from armdesk.exports.catalogue_book import write_official

        write_official(store, catalogue, path, language, today, progress)

    _out(session, owner, _("Sheet for official numbers"), _("official numbers") + f" {catalogue.key}.xlsx", write)


def edition_out(session: Session, owner: QWidget, catalogue: Catalogue) -> None:
    """The whole edition, to be changed into the next one."""
    language, today = current(), session.today()

    def write(path: Path, progress: Progress) -> None:
        from armdesk.exports.catalogue_book import write_edition

        write_edition(catalogue, path, language, today, progress)

    _out(session, owner, _("This edition, to be changed"), f"{catalogue.key}.xlsx", write)


def _in(session: Session, owner: QWidget, title: str, read: Callable[[Path], Sheet]) -> None:
    path = files.ask_file(owner, title, _BOOKS)
    if path is None:
        return

    def shown(found: Sheet) -> None:
        from ui.sheet_dialog import SheetDialog

        SheetDialog(session, found, title, owner).exec()

    def work(progress: Progress) -> Sheet:
        progress.step(0, 1)
        return read(path)

    session.jobs.run(owner, work, done=shown,
                     failed=lambda error: problems.show(error, owner), title=title)


def own_in(session: Session, owner: QWidget, catalogue: Catalogue) -> None:
    """Read own rows and show what would become of each."""
    from armdesk.services.standards.catalogue_sheet import read_own

    _in(session, owner, _("Read our own requirements"), lambda path: read_own(session.store, catalogue, path))


def official_in(session: Session, owner: QWidget, catalogue: Catalogue) -> None:
    """Read official numbers and wording and show what would become of each."""
    from armdesk.services.standards.catalogue_sheet import read_official

    today = session.today()
    _in(session, owner, _("Read official numbers"),
        lambda path: read_official(session.store, catalogue, path, today))


def edition_in(session: Session, owner: QWidget, base: Catalogue, added: Added) -> None:
    """Read a whole edition from a sheet and put it beside the others."""
    path = files.ask_file(owner, _("Read a new edition"), _BOOKS)
    if path is None:
        return
    asked = EditionName(session, base, owner)
    if asked.exec() != EditionName.DialogCode.Accepted:
        return

    def read(progress: Progress) -> Catalogue:
        from armdesk.services.standards.edition_sheet import read_edition
        from armdesk.services.standards.editions import add_edition

        progress.step(0, 1)
        return add_edition(session.store, read_edition(base, path, asked.edition))

    session.jobs.run(owner, read, done=added, failed=lambda error: problems.show(error, owner),
                     title=_("Read a new edition"))


def file_in(session: Session, owner: QWidget, added: Added) -> None:
    """Put a catalogue's file beside the others."""
    path = files.ask_file(owner, _("Add an edition from a file"), _("Catalogue") + " (*.json)")
    if path is None:
        return

    def read(progress: Progress) -> Catalogue:
        from armdesk.catalogues.load import load_catalogue
        from armdesk.services.standards.editions import add_edition

        progress.step(0, 1)
        return add_edition(session.store, load_catalogue(path))

    session.jobs.run(owner, read, done=added, failed=lambda error: problems.show(error, owner),
                     title=_("Add an edition from a file"))


class EditionName(AskDialog):
    """Asks how the new edition is called."""

    def __init__(self, session: Session, base: Catalogue, parent: QWidget | None = None) -> None:
        from PySide6.QtWidgets import QLineEdit

        super().__init__(session, _("Read a new edition"), parent)
        self.base = base
        self.resize(420, 160)
        name = texts.label(_("Edition, such as 2.1 (in use: {edition})").format(edition=base.edition), role="field")
        self.line = QLineEdit()
        self.line.setAccessibleName(_("Edition"))
        name.setBuddy(self.line)
        self.column.addWidget(name)
        self.column.addWidget(self.line)
        self.add_foot(_("Go on"))
        self.line.setFocus()

    @property
    def edition(self) -> str:
        """What was typed."""
        return self.line.text().strip().lower()

    def submit(self) -> None:
        """Go on once an edition is named that is not the one in use."""
        from ui.messages import Message

        self.messages.clear()
        if not self.edition or self.edition == self.base.edition:
            self.messages.say(Message(_("Give the new edition another name than {edition}.").format(
                edition=self.base.edition), "alarm"))
            return
        self.accept()
