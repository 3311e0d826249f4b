"""People > Names of the books: names that stand for nobody yet, with who may be meant; all rows linked at once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from armdesk.errors import ArmdeskError
from armdesk.fields import fold
from armdesk.i18n import _, ngettext
from armdesk.models import Person, Production
from armdesk.progress import Progress
from armdesk.services.people import loose_names
from armdesk.services.people.loose_names import LooseName
from ui import problems, texts, undoing
from ui.blocks import button, emptied, key, page_head, search_line
from ui.layouts import page_column
from ui.link_editor import LinkEditor
from ui.messages import Message, Messages
from ui.plain_table import PlainTable
from ui.record_view import RecordDialog
from ui.session import Session, Visit
from ui.theme import icon_button

_MAY_BE, _HOW_SURE = 2, 3
"""Columns that say who may be meant."""


class LooseNamesPage(QWidget):
    """One row a name; Enter links it where one person only can be meant, else goes to the choice."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.names: list[LooseName] = []
        self.shown: list[LooseName] = []
        self._asked = 0
        self._lines: list[QPushButton] = []
        column = page_column(self)
        self.sure_button = button(_("Link all the sure ones"), self.link_sure, look="primary")
        column.addLayout(page_head(_("Names of the books"), _(
            "Names that are written in the books and stand for nobody yet. Enter links a sure one."),
            button(_("Members and workers"), lambda: session.open("person")), self.sure_button))
        self.messages = Messages(session.theme)
        column.addWidget(self.messages)
        row = QHBoxLayout()
        self.search = search_line(_("Search"), widest=300)
        self.search.textChanged.connect(lambda _text: self._fill())
        row.addWidget(self.search)
        self.summary = texts.label("", role="quiet")
        row.addWidget(self.summary, 1)
        column.addLayout(row)
        self.table = PlainTable(session.theme, _("Names of the books"))
        self.table.rows.colour = self._colour
        self.table.activated.connect(self._on_activated)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        column.addWidget(self.table, 1)
        column.addWidget(self._foot())
        key(self, "F5", self.refresh)
        session.changes.records_changed.connect(self._on_records_changed)
        self.refresh()

    def _foot(self) -> QWidget:
        frame = QFrame()
        frame.setProperty("card", "true")
        column = QVBoxLayout(frame)
        column.setContentsMargins(16, 8, 16, 10)
        column.setSpacing(6)
        self.who = texts.label("", role="subheading")
        column.addWidget(self.who)
        self.offers = QVBoxLayout()
        column.addLayout(self.offers)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(texts.label(_("Somebody else"), role="field"))
        self.other = LinkEditor(self.session, Production.field("person"), frame)
        self.other.box.setAccessibleName(_("Somebody else"))
        self.other.setMinimumWidth(280)
        self.other.new_wanted.connect(self._on_new_wanted)
        row.addWidget(self.other)
        self.other_button = button(_("Link to this person"), self.link_other)
        row.addWidget(self.other_button)
        self.new_button = button(_("New person"), self._begin_person)
        row.addWidget(self.new_button)
        self.fresh = icon_button(self.session.theme, "refresh", _("Look again (F5)"))
        self.fresh.clicked.connect(self.refresh)
        row.addStretch(1)
        row.addWidget(self.fresh)
        column.addLayout(row)
        return frame

    def visit(self, _visit: Visit) -> None:
        """Look again."""
        self.refresh()
        self.table.setFocus()

    def refresh(self) -> None:
        """Look for loose names again, away from the window."""
        self._asked += 1
        number, store = self._asked, self.session.store
        self.session.jobs.read(self, lambda: (number, loose_names.find(store)), self._on_found)

    def _on_records_changed(self, types: frozenset[str]) -> None:
        concerned = {"person", "other_name"} | {type_.type_name() for type_, _field in loose_names.written_fields()}
        if types & concerned and self.isVisible():
            self.refresh()

    def _on_found(self, answer: tuple[int, list[LooseName]]) -> None:
        number, found = answer
        if number == self._asked:
            self.names = found
            self._fill()

    def _fill(self) -> None:
        wanted = fold(self.search.text()).split()
        self.shown = [each for each in self.names if all(word in each.key for word in wanted)]
        headings = (_("Name in the books"), _("Rows"), _("May be"), _("How sure"), _("From"), _("Until"), _("Where"))
        self.table.show_rows(headings, len(self.shown), self._cell, right=(1,))
        rows = sum(each.count for each in self.names)
        sure = loose_names.sure_ones(self.names)
        self.table.say_when_empty(_("No name fits the search.") if self.names else
                                  _("Every name of the books stands for somebody."))
        self.summary.setText(_("Names: {names} · rows of the books: {rows} · sure: {sure}").format(
            names=len(self.names), rows=rows, sure=len(sure)) if self.names else "")
        self.sure_button.setText(ngettext("Link {count} sure name", "Link all {count} sure names", len(sure)).format(
            count=len(sure)) if sure else _("Link all the sure ones"))
        self.sure_button.setEnabled(bool(sure) and not self.session.read_only)
        self._show(0 if self.shown else -1)

    def _cell(self, row: int, column: int) -> str:
        each = self.shown[row]
        if column not in (_MAY_BE, _HOW_SURE):
            where = ", ".join(f"{loose_names.named(name)} {count}" for name, count in each.rows.items())
            return (each.name, str(each.count), "", "", each.first, each.last, where)[column]
        if not each.suggestions:
            return "" if column == _MAY_BE else _("nobody like this")
        best = each.suggestions[0]
        if column == _MAY_BE:
            more = len(each.suggestions) - 1
            return best.name if not more else _("{name} or {count} more").format(name=best.name, count=more)
        return _("sure") if each.sure else _("not there in those days") if not best.there else _("choose")

    def _colour(self, row: int, column: int) -> QColor | None:
        if column != _HOW_SURE:
            return None
        colours = self.session.theme.colours
        return QColor(colours.good if self.shown[row].sure else colours.warn)

    def _on_row(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self._show(now.row())

    def _current(self) -> LooseName | None:
        row = self.table.currentIndex().row()
        return self.shown[row] if 0 <= row < len(self.shown) else None

    def _show(self, row: int) -> None:
        each = self.shown[row] if 0 <= row < len(self.shown) else None
        can = each is not None and not self.session.read_only
        for widget in (self.other, self.other_button, self.new_button):
            widget.setEnabled(can)
        self.other.put(None)
        emptied(self.offers)
        self._lines.clear()
        self.who.setText(_("Who is {name}?").format(name=each.name) if each is not None else "")
        for offered in each.suggestions if each is not None else ():
            words = offered.name if offered.there else _("{name} (not here in those days)").format(name=offered.name)
            line = button(words, partial(self.link, {each.key: offered.person} if each is not None else {}),
                          look="link")
            line.setEnabled(can)
            self._lines.append(line)
            held = QHBoxLayout()
            held.addWidget(line)
            held.addWidget(texts.label(self._about(offered.person), role="small"))
            held.addStretch(1)
            self.offers.addLayout(held)
            line.show()  # a layout does so only once round the event loop, but Enter may come here at once

    def _about(self, id_: str) -> str:
        """What tells people of one name apart: number, role, crew."""
        person = self.session.store.get(Person, id_)
        if person is None:
            return ""
        born = str(person.birth_date or person.birth_year or "")
        crew = self.session.store.label("crew", person.crew)
        return " · ".join(filter(None, (person.code, person.id_number, born, person.field("role").format(person.role),
                                        crew)))

    # linking

    def _on_activated(self, index: QModelIndex) -> None:
        each = self.shown[index.row()]
        if self.session.read_only:
            return
        if each.sure:
            self.link({each.key: each.suggestions[0].person})
        elif self._lines:
            self._lines[0].setFocus()
            self.messages.say(Message(_("It is not sure who “{name}” is: choose below with Tab and Space.").format(
                name=each.name), "note"))
        else:
            self.other.setFocus()

    def link_sure(self) -> None:
        """Link every name that can mean one person only, as one operation."""
        self.link(loose_names.sure_ones(self.names))

    def link_other(self) -> None:
        """Link the name in hand to the person that was typed."""
        each = self._current()
        try:
            person = self.other.take()
        except ValueError as error:
            self.messages.say(Message(str(error), "alarm"))
            return
        if each is not None and person:
            self.link({each.key: str(person)})

    def link(self, meant: Mapping[str, str]) -> None:
        """Link names to people, away from the window; a bar offers to undo it."""
        if not meant or self.session.read_only:
            return
        store, today = self.session.store, self.session.today()

        def work(progress: Progress) -> int:
            return loose_names.link(store, meant, today, progress)

        def done(count: int) -> None:
            told = ngettext("{count} row is linked to its person.", "{count} rows are linked to their people.", count)
            self.session.say(told.format(count=count), "good", _("Undo"),
                             undoing.newest(self.session, made=count, failed=self._on_failed))

        self.session.jobs.run(self, work, done=done, failed=self._on_failed, title=_("Linking names"))

    def _on_new_wanted(self, _editor: LinkEditor) -> None:
        self._begin_person(self.other.line.text().strip())

    def _begin_person(self, name: str = "") -> None:
        """A person who is in no register yet, begun with the name of the books."""
        each = self._current()
        if each is None:
            return
        values = {"name": name or each.name, "role": "worker"}
        dialog = RecordDialog(self.session, Person, values, self)
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.record is not None:
            self.link({each.key: dialog.record.id})
        dialog.deleteLater()

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, ArmdeskError):
            self.messages.say(Message(str(error), "alarm"))
        else:
            problems.show(error, self)
