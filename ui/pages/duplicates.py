"""People > Likely duplicates: two records side by side, made one field by field, or told apart for good."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from armdesk.errors import ArmdeskError
from armdesk.i18n import _, ngettext
from armdesk.models import Person, record_type
from armdesk.services.people import duplicates, merging
from armdesk.services.people.duplicates import Pair
from ui import problems, texts, undoing
from ui.blocks import button, page_head, scrolled
from ui.layouts import page_column
from ui.messages import Message, Messages
from ui.plain_table import PlainTable
from ui.session import Session, Visit

_ALSO = ("id_number", "birth_date", "birth_year", "phone")
"""Fields shown though both records say the same: they tell whether it is one person."""


class DuplicatesPage(QWidget):
    """Pairs above, the two records of the chosen pair below; the one marked "stays" takes what is ticked."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.pairs: list[Pair] = []
        self._shown: tuple[Person, Person] | None = None
        self._choices: dict[str, tuple[QButtonGroup, Any, Any]] = {}
        self._asked = 0
        column = page_column(self)
        column.addLayout(page_head(_("Likely duplicates"), _(
            "People who seem to stand in the register twice. Nothing is joined by itself."),
            button(_("Members and workers"), lambda: session.open("person"))))
        self.messages = Messages(session.theme)
        column.addWidget(self.messages)
        row = QHBoxLayout()
        self.summary = texts.label("", role="quiet")
        row.addWidget(self.summary, 1)
        self.also_apart = QCheckBox(_("Also people of one name whom number and birth tell apart"))
        self.also_apart.toggled.connect(lambda _on: self.refresh())
        row.addWidget(self.also_apart)
        column.addLayout(row)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        self.table = PlainTable(session.theme, _("Likely duplicates"))
        self.table.rows.colour = self._colour
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.say_when_empty(_("Nobody seems to stand in the register twice."))
        split.addWidget(self.table)
        split.addWidget(self._compare())
        split.setSizes([220, 360])
        column.addWidget(split, 1)
        session.changes.records_changed.connect(self._on_records_changed)
        self.refresh()

    def _compare(self) -> QWidget:
        frame = QFrame()
        frame.setProperty("card", "true")
        outer = QVBoxLayout(frame)
        outer.setContentsMargins(1, 1, 1, 8)
        inside = QWidget()
        self.grid = QGridLayout(inside)
        self.grid.setContentsMargins(16, 12, 16, 8)
        self.grid.setHorizontalSpacing(16)
        self.grid.setVerticalSpacing(4)
        outer.addWidget(scrolled(inside, "surface"), 1)
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("why they are two, such as father and son"))
        self.reason.setAccessibleName(_("Why they are two"))
        self.reason.returnPressed.connect(self.tell_apart)
        row.addWidget(self.reason, 1)
        self.apart_button = button(_("Not the same person"), self.tell_apart)
        self.merge_button = button(_("Make one of them"), self.merge, look="primary")
        row.addWidget(self.apart_button)
        row.addWidget(self.merge_button)
        outer.addLayout(row)
        return frame

    def visit(self, _visit: Visit) -> None:
        """Look again."""
        self.refresh()
        self.table.setFocus()

    def refresh(self) -> None:
        """Look for pairs again, away from the window."""
        self._asked += 1
        number, store, also = self._asked, self.session.store, self.also_apart.isChecked()
        self.session.jobs.read(self, lambda: (number, duplicates.find(store, also_apart=also)), self._on_found)

    def _on_records_changed(self, types: frozenset[str]) -> None:
        if types & {"person", "two_people"} and self.isVisible():
            self.refresh()

    def _on_found(self, answer: tuple[int, list[Pair]]) -> None:
        number, found = answer
        if number != self._asked:
            return
        self.pairs = found
        headings = (_("How likely"), _("Person"), _("Person"), _("Why"))
        self.table.show_rows(headings, len(found), self._cell)
        likely = sum(not each.apart for each in found)
        self.summary.setText(ngettext("{count} pair to look at", "{count} pairs to look at", likely).format(
            count=likely) if likely else _("Nobody seems to stand in the register twice."))
        self._show(0 if found else -1)

    def _cell(self, row: int, column: int) -> str:
        pair = self.pairs[row]
        return (_likely(pair), pair.one.name, pair.other.name, ", ".join(duplicates.why(pair)))[column]

    def _colour(self, row: int, column: int) -> QColor | None:
        if column:
            return None
        pair, colours = self.pairs[row], self.session.theme.colours
        return QColor(colours.quiet if pair.apart else colours.warn if pair.score < duplicates.LIKELY
                      else colours.alarm)

    # the two of a pair

    def _on_row(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self._show(now.row())

    def _show(self, row: int) -> None:
        while (item := self.grid.takeAt(0)) is not None:
            if (gone := item.widget()) is not None:
                gone.hide()
                gone.deleteLater()
        self._choices, self._shown = {}, None
        both = self._both(row)
        for widget in (self.merge_button, self.apart_button, self.reason):
            widget.setEnabled(both is not None and not self.session.read_only)
        if both is None:
            hint = _("Choose a pair to see the two records side by side.")
            self.grid.addWidget(texts.label(hint, role="quiet"), 0, 0)
            return
        self._shown = both
        self.reason.clear()
        store = self.session.store
        used = [merging.uses(store, each.id) for each in both]
        stays = 0 if sum(used[0].values()) >= sum(used[1].values()) else 1
        self.stays = QButtonGroup(self)
        self.grid.addWidget(texts.label(_("The record that stays"), role="field"), 0, 0)
        for place, each in enumerate(both):
            mark = QRadioButton(texts.escaped(each.label()))
            mark.setChecked(place == stays)
            self.stays.addButton(mark, place)
            self.grid.addWidget(mark, 0, place + 1)
            self.grid.addWidget(texts.label(_used(used[place]), role="small", wrap=True), 1, place + 1)
        self.stays.idToggled.connect(self._on_stays)
        self._rows(both, stays)
        for place in (1, 2):
            self.grid.setColumnStretch(place, 1)
        self.grid.setRowStretch(self.grid.rowCount(), 1)

    def _both(self, row: int) -> tuple[Person, Person] | None:
        if not 0 <= row < len(self.pairs):
            return None
        pair, store = self.pairs[row], self.session.store
        one, other = store.get(Person, pair.one.id), store.get(Person, pair.other.id)
        return (one, other) if one is not None and other is not None and not one.trashed and not other.trashed else None

    def _rows(self, both: tuple[Person, Person], stays: int) -> None:
        """One line for each field in which they differ, with what is taken marked."""
        found = merging.differences(both[stays], both[1 - stays])
        differing = {each.field.name for each in found}
        same = [name for name in _ALSO if name not in differing and getattr(both[0], name) not in (None, "")]
        for line, name in enumerate(same, 2):
            self.grid.addWidget(texts.label(Person.field(name).title(), role="field"), line, 0)
            for place, each_person in enumerate(both):
                self.grid.addWidget(texts.label(self._shown_value(each_person, name)), line, place + 1)
        for line, each in enumerate(found, 2 + len(same)):
            values = (each.one, each.other) if stays == 0 else (each.other, each.one)
            group = QButtonGroup(self)
            self.grid.addWidget(texts.label(each.field.title(), role="field"), line, 0)
            for place, value in enumerate(values):
                mark = QRadioButton(texts.escaped(self._shown_value(both[place], each.field.name) or "–"))
                mark.setAccessibleName(f"{each.field.title()}: {mark.text()}")
                mark.setChecked(value == each.wanted)
                group.addButton(mark, place)
                self.grid.addWidget(mark, line, place + 1)
            self._choices[each.field.name] = (group, *values)
        if not found:
            self.grid.addWidget(texts.label(_("All fields are the same."), role="quiet"), 2 + len(same), 1)

    def _shown_value(self, person: Person, name: str) -> str:
        field, value = person.field(name), getattr(person, name)
        target = getattr(field, "target", "")
        return self.session.store.label(target, value) if target else field.format(value, person.values())

    def _on_stays(self, _place: int, checked: bool) -> None:
        """What the other one says is taken only where the one that stays says nothing."""
        if not checked or self._shown is None:
            return
        stays = self.stays.checkedId()
        for group, *values in self._choices.values():
            taken = stays if values[stays] not in (None, "") else 1 - stays
            mark = group.button(taken)
            if mark is not None:
                mark.setChecked(True)

    # what is decided

    def merge(self) -> None:
        """Make the two records one, with the values that are marked."""
        if self._shown is None or self.session.read_only:
            return
        stays = self.stays.checkedId()
        kept, lost = self._shown[stays], self._shown[1 - stays]
        values = {name: both[group.checkedId()] for name, (group, *both) in self._choices.items()}
        store, today = self.session.store, self.session.today()

        def done(person: Person) -> None:
            self.session.say(_("{name} is one record now; the other is in the trash.").format(name=person.name),
                             "good", _("Undo"), undoing.newest(self.session, made=1, failed=self._on_failed))

        self.session.jobs.run(self, lambda progress: merging.merge(store, kept.id, lost.id, values, today), done=done,
                              failed=self._on_failed, title=_("Making one record"))

    def tell_apart(self) -> None:
        """Note, signed and dated, that they are two."""
        if self._shown is None or self.session.read_only:
            return
        one, other = self._shown
        try:
            merging.tell_apart(self.session.store, one.id, other.id, self.reason.text().strip(),
                               self.session.person.author, self.session.today())
        except ArmdeskError as error:
            self._on_failed(error)

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, ArmdeskError):
            self.messages.say(Message(str(error), "alarm"))
        else:
            problems.show(error, self)


def _likely(pair: Pair) -> str:
    if pair.apart:
        return _("different persons")
    return _("likely ({score} %)").format(score=pair.score) if pair.score >= duplicates.LIKELY \
        else _("possible ({score} %)").format(score=pair.score)


def _used(counts: dict[str, int]) -> str:
    """How many records name a person: "Production 12, Attendance 40"."""
    named: Sequence[str] = [f"{_(record_type(name).about.many)} {count}" for name, count in counts.items()]
    return ", ".join(named) or _("no other record names it")
