"""Standards > Catalogues: which are in use, rows of our own, official numbers, editions, sources and licences."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from armdesk.belongings import CATALOGUES
from armdesk.catalogues.catalogue import Catalogue
from armdesk.errors import ArmdeskError, CatalogueError
from armdesk.i18n import _, current
from armdesk.models import CatalogueUse
from armdesk.reports.document import Document
from armdesk.services.standards import editions, shelf
from armdesk.services.standards.shelf import Shelved
from ui import catalogue_files, printing, problems, standards, undoing
from ui.blocks import button, key, page_head
from ui.layouts import page_column
from ui.messages import Message, Messages
from ui.plain_table import PlainTable
from ui.session import Session, Visit


class CataloguesPage(QWidget):
    """All catalogues, those in use first; Enter opens the requirements of one."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.found: list[Shelved] = []
        column = page_column(self)
        self.print_button = button(_("Sources and licences (PDF)"), self.print_sources)
        self.excel_button = button(_("Excel"), lambda: self._drop(self.excel_button, self.excel_menu()))
        self.edition_button = button(_("Editions"), lambda: self._drop(self.edition_button, self.edition_menu()))
        self.new_button = button(_("New requirement of our own"), self.add_row, look="primary")
        self.new_button.setEnabled(not session.read_only)
        column.addLayout(page_head(
            _("Catalogues"), _("The standards there are, which of them the cooperative works with, and what it added."),
            self.print_button, self.excel_button, self.edition_button, self.new_button))
        self.messages = Messages(session.theme)
        column.addWidget(self.messages)
        self.table = PlainTable(session.theme, _("Catalogues"))
        self.table.rows.colour = self._colour
        self.table.activated.connect(self._on_row)
        column.addWidget(self.table, 1)
        key(self, "Ctrl+N", self.add_row)
        session.changes.records_changed.connect(lambda _types: self.refresh() if self.isVisible() else None)
        session.period_changed.connect(self.refresh)
        self.setFocusProxy(self.table)
        self.refresh()

    def visit(self, _visit: Visit) -> None:
        """Read everything again."""
        self.refresh()

    # showing

    def refresh(self) -> None:
        """Read the catalogues again."""
        store, span = self.session.store, standards.period(self.session)
        chosen = tuple(self.session.workspace.settings.catalogues)

        def read() -> tuple[list[Shelved], list[CatalogueError]]:
            faults: list[CatalogueError] = []
            return shelf.shelf(store, chosen, span, faults), faults

        self.session.jobs.read(self, read, self._on_read)

    def _on_read(self, answer: tuple[list[Shelved], list[CatalogueError]]) -> None:
        now = self.chosen()
        self.found, faults = answer
        self.table.show_rows(
            (_("Standard"), _("Edition"), _("Requirements"), _("Inferred"), _("Of our own"), _("Official no."),
             _("Answered"), _("In use")), len(self.found), self._cell, right=(2, 3, 4, 5, 6))
        place = next((at for at, each in enumerate(self.found) if now is not None
                      and each.catalogue.key == now.catalogue.key), 0)
        if self.found:
            self.table.selectRow(place)
        self.messages.clear()
        for fault in faults[:2]:
            self.messages.say(Message(str(fault), "warn", lasting=True))
        for each in self.found:
            if each.correction is not None and each.used:
                self.messages.say(Message(_("The file of {title} was corrected since it was last looked at.").format(
                    title=each.catalogue.title(current())), "warn", _("See"), partial(self._open, each.catalogue),
                    lasting=True))

    def _cell(self, row: int, column: int) -> str:
        each = self.found[row]
        catalogue = each.catalogue
        return (catalogue.title(current()), catalogue.key, str(len(catalogue.requirements)), str(each.inferred or ""),
                str(each.own or ""), str(each.numbered or ""), str(each.answered or ""), self._use(each))[column]

    def _use(self, each: Shelved) -> str:
        if not each.used:
            return _("not in use")
        if each.use is not None and each.ended(self.session.today()):
            return _("until {day}").format(day=each.use.until)
        words = _("since {day}").format(day=each.use.since) if each.use is not None and each.use.since else _("in use")
        return _("{words}, light path").format(words=words) if each.use is not None and each.use.light else words

    def _colour(self, row: int, column: int) -> QColor | None:
        each = self.found[row]
        if column != 7:
            return None
        live = each.used and not each.ended(self.session.today())
        return QColor(getattr(self.session.theme.colours, "good" if live else "quiet"))

    def chosen(self) -> Shelved | None:
        """The catalogue in view."""
        row = self.table.currentIndex().row()
        return self.found[row] if 0 <= row < len(self.found) else None

    def _on_row(self, index: QModelIndex) -> None:
        each = self.found[index.row()]
        if each.used:
            self._open(each.catalogue)
        else:
            self.messages.say(Message(_("This standard is not in use yet."), "note", _("Work with this standard"),
                                      self.use))

    def _open(self, catalogue: Catalogue) -> None:
        first = catalogue.requirements[0].code if catalogue.requirements else ""
        self.session.open("requirement", record=f"{catalogue.key}/{first}")

    # doing

    def _drop(self, owner: QPushButton, menu: QMenu) -> None:
        menu.popup(owner.mapToGlobal(owner.rect().bottomLeft()))

    def excel_menu(self) -> QMenu:
        """Sheets out and in, for the catalogue in view."""
        menu, each = QMenu(self), self.chosen()
        if each is None:
            return menu
        act, space = catalogue_files, each.catalogue
        self._add(menu, _("Template of our own requirements") + " …", partial(act.own_out, self.session, self, space))
        self._add(menu, _("Read our own requirements") + " …", partial(act.own_in, self.session, self, space),
                  writes=True)
        if not space.own:
            menu.addSeparator()
            self._add(menu, _("Sheet for official numbers") + " …", partial(act.official_out, self.session, self,
                                                                            space))
            self._add(menu, _("Read official numbers") + " …", partial(act.official_in, self.session, self, space),
                      writes=True)
            menu.addSeparator()
            self._add(menu, _("This edition, to be changed") + " …", partial(act.edition_out, self.session, self,
                                                                              space))
            self._add(menu, _("Read a new edition") + " …", partial(act.edition_in, self.session, self, space,
                                                                     self._on_added), writes=True)
        return menu

    def edition_menu(self) -> QMenu:
        """Using, ending, adding and changing editions."""
        menu, each = QMenu(self), self.chosen()
        self._add(menu, _("Work with this standard"), self.use, writes=True,
                  on=each is not None and (not each.used or each.ended(self.session.today())))
        self._add(menu, _("End the work with it"), self.end, writes=True,
                  on=each is not None and each.used and not each.ended(self.session.today()))
        menu.addSeparator()
        self._add(menu, _("Add an edition from a file") + " …", partial(
            catalogue_files.file_in, self.session, self, self._on_added), writes=True)
        self._add(menu, _("Rehearse a change of edition") + " …", self.rehearse, on=len(self.found) > 1)
        menu.addSeparator()
        self._add(menu, _("New list of our own"), lambda: self.session.open("own_catalogue", new=True), writes=True)
        self._add(menu, _("Lists of our own"), lambda: self.session.open("own_catalogue"))
        self._add(menu, _("Official numbers"), lambda: self.session.open("official_text"))
        self._add(menu, _("Ties between standards"), lambda: self.session.open("cross_tie"))
        return menu

    def _add(self, menu: QMenu, words: str, run: Callable[[], object], *, writes: bool = False,
             on: bool = True) -> None:
        action = menu.addAction(words)
        action.triggered.connect(lambda _checked=False: run())
        action.setEnabled(on and not (writes and self.session.read_only))

    def add_row(self) -> None:
        """Write down a requirement of our own, for the catalogue in view."""
        each = self.chosen()
        if each is None or self.session.read_only:
            return
        modules = each.catalogue.modules
        self.session.open("own_requirement", new=True, values={
            "catalogue": each.catalogue.key, "module": modules[-1].code if modules else None})

    def use(self) -> None:
        """Work with the catalogue in view from today."""
        each = self.chosen()
        if each is None:
            return
        use = each.use or editions.use_of(self.session.store, each.catalogue, self.session.today())
        use.until = None
        self._keep(use, _("{standard} is in use now.").format(standard=each.catalogue.title(current())))

    def end(self) -> None:
        """End the work with the catalogue in view today; its answers stay and it can still be read."""
        each = self.chosen()
        if each is None:
            return
        use = each.use or editions.use_of(self.session.store, each.catalogue, self.session.today())
        use.until = self.session.today()
        self._keep(use, _("The work with {standard} ended; it can still be read.").format(
            standard=each.catalogue.title(current())))

    def _keep(self, use: CatalogueUse, said: str) -> None:
        try:
            self.session.store.save(use)
        except ArmdeskError as error:
            problems.show(error, self)
            return
        self.session.say(said, "good", _("Undo"), undoing.newest(self.session, self))

    def _on_added(self, new: Catalogue) -> None:
        """An edition stands beside the others now: rehearse at once what it would change."""
        self.refresh()
        known = [each.catalogue for each in self.found]
        old = editions.before(known, new)
        if old is None:
            self.session.say(_("{title} is there now. Use it with Editions, “Work with this standard”.").format(
                title=new.title(current())), "good")
            return
        self._rehearse([*known, new], old, new)

    def rehearse(self) -> None:
        """See what a change of edition would do; written only when confirmed."""
        each = self.chosen()
        if each is None or len(self.found) < 2:
            return
        known = [one.catalogue for one in self.found]
        other = editions.before(known, each.catalogue) or next(one for one in known if one is not each.catalogue)
        old, new = sorted((each.catalogue, other), key=lambda one: one.edition)
        self._rehearse(known, old, new)

    def _rehearse(self, known: list[Catalogue], old: Catalogue, new: Catalogue) -> None:
        from ui.edition_dialog import EditionDialog

        EditionDialog(self.session, known, old, new, self).exec()

    def print_sources(self) -> None:
        """Write sources, licences and marks of the catalogues in use, or of the one in view, as a PDF."""
        used = [each.catalogue for each in self.found if each.used]
        one = self.chosen()
        catalogues = used or ([one.catalogue] if one is not None else [])
        store, today, language = self.session.store, self.session.today(), current()
        folder: Path = self.session.workspace.folder / CATALOGUES

        def report() -> Document:
            from armdesk.catalogues import load
            from armdesk.reports.attribution import attribution_report

            sums = {each.key: load.sum_of(each.key, folder) for each in catalogues}
            return attribution_report(store, catalogues, sums, today, language)

        printing.to_file(self.session, self, _("Sources and licences (PDF)"), _("sources and licences") + ".pdf",
                         report)
