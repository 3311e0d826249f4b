"""Third step of a meeting: who came, ticked from those entitled on its day; who is represented; guests; the quorum."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from armdesk.fields import fold
from armdesk.i18n import N_, _, ngettext
from armdesk.models import MeetingAttendance, Stakeholder
from armdesk.models.choices import SEX
from armdesk.reports.meeting_papers import quorum_text
from armdesk.services.governance import attending
from armdesk.services.governance.attending import Presence, Voter
from armdesk.services.governance.meeting_work import Sheet
from ui import saving, texts
from ui.blocks import button, card, key, scrolled
from ui.plain_table import PlainTable
from ui.session import Session

_NUMBERS = (N_("Entitled to vote"), N_("Present"), N_("Represented"), N_("Women present"), N_("Guests"))


class AttendanceStep(QWidget):
    """Type some letters and Enter ticks the first; Space ticks the marked row; R chooses who votes for it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.sheet: Sheet | None = None
        self.shown: list[Voter] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addLayout(self._list(), 1)
        row.addWidget(self._side())

    def _list(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Name or code; Enter ticks the first one"))
        self.search.setAccessibleName(_("Who came"))
        self.search.textChanged.connect(lambda _text: self._fill())
        self.search.returnPressed.connect(self.tick_first)
        self.search.installEventFilter(self)
        column.addWidget(self.search)
        self.table = PlainTable(self.session.theme, _("Entitled to vote"))
        self.table.rows.colour = self._colour
        self.table.activated.connect(lambda index: self.toggle(index.row()))
        key(self.table, "Space", lambda: self.toggle(self.table.currentIndex().row()))
        key(self.table, "R", self._go_to_holders)
        column.addWidget(self.table, 1)
        return column

    def _side(self) -> QWidget:
        frame, column = card(_("Quorum"))
        self.quorum = texts.label("", wrap=True)
        column.addWidget(self.quorum)
        numbers = QGridLayout()
        numbers.setVerticalSpacing(4)
        self.numbers = [texts.label("") for _each in _NUMBERS]
        for place, (words, label) in enumerate(zip(_NUMBERS, self.numbers, strict=True)):
            numbers.addWidget(texts.label(_(words), role="quiet"), place, 0)
            numbers.addWidget(label, place, 1)
        column.addLayout(numbers)
        self.stated = texts.label("", role="problem", wrap=True)
        column.addWidget(self.stated)
        column.addSpacing(8)
        column.addWidget(texts.label(_("Represented by"), role="subheading"))
        self.represented = texts.label("", role="quiet", wrap=True)
        column.addWidget(self.represented)
        self.holders = QComboBox()
        self.holders.setAccessibleName(_("Represented by"))
        self.holders.installEventFilter(self)
        column.addWidget(self.holders)
        self.hold_button = button(_("Note the representation"), self.represent)
        column.addWidget(self.hold_button)
        column.addSpacing(8)
        column.addWidget(texts.label(_("Guests"), role="subheading"))
        self.guests = texts.label("", role="quiet", wrap=True)
        column.addWidget(self.guests)
        self.organisations = QComboBox()
        self.organisations.setAccessibleName(_("Organisation of the guest"))
        self.guest = QLineEdit()
        self.guest.setPlaceholderText(_("Name of a guest; Enter adds it"))
        self.guest.setAccessibleName(_("Guest"))
        self.guest.returnPressed.connect(self.add_guest)
        for box in (self.holders, self.organisations):  # long names would push the card out of view
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
        column.addWidget(self.organisations)
        column.addWidget(self.guest)
        column.addStretch(1)
        for each in (self.hold_button, self.holders, self.guest, self.organisations):
            each.setEnabled(not self.session.read_only)
        area = scrolled(frame, "surface")
        area.setFixedWidth(340)
        return area

    # showing

    def show_sheet(self, sheet: Sheet) -> None:
        """Show who came to a meeting."""
        if self.sheet is None or self.sheet.meeting.id != sheet.meeting.id:
            self.search.clear()
        self.sheet = sheet
        self._fill()
        self._show_count()
        self._fill_boxes()

    def _fill(self) -> None:
        if self.sheet is None:
            return
        marked = self._marked()
        there, words = self.sheet.presence, fold(self.search.text()).split()
        self.shown = [each for each in there.voters if all(word in fold(f"{each.name} {each.code}") for word in words)]
        names = {each.id: each.name for each in there.voters}

        def cell(row: int, column: int) -> str:
            each = self.shown[row]
            came = "✓" if each.id in there.came else _("represented") if each.id in there.proxies else ""
            return (came, each.code, each.name, _(SEX[each.sex]) if each.sex in SEX else "",
                    names.get(there.proxies.get(each.id, ""), ""))[column]

        self.table.show_rows((_("Present"), _("Code"), _("Name"), _("Sex"), _("Represented by")), len(self.shown), cell)
        place = next((place for place, each in enumerate(self.shown) if marked is not None and each.id == marked.id), 0)
        if self.shown:
            self.table.selectRow(place)

    def _colour(self, row: int, _column: int) -> QColor | None:
        if self.sheet is None or row >= len(self.shown):
            return None
        there = self.sheet.presence
        return None if self.shown[row].id in (*there.came, *there.proxies) else QColor(self.session.theme.colours.quiet)

    def _show_count(self) -> None:
        if self.sheet is None:
            return
        count, meeting = self.sheet.count, self.sheet.meeting
        self.quorum.setText(quorum_text(self.sheet))
        counted = (count.entitled, count.present, count.represented, count.women, count.guests)
        for label, number in zip(self.numbers, counted, strict=True):
            label.setText("–" if number is None else str(number))
        stated = ""
        if meeting.quorum_stated is not None and count.reached is not None \
                and bool(meeting.quorum_stated) != count.reached:
            stated = _("As written: with quorum. As counted: without.") if meeting.quorum_stated else _(
                "As written: without quorum. As counted: with.")
        elif meeting.entitled is not None and meeting.entitled != len(self.sheet.presence.voters):
            stated = _("{written} are entitled as written, {there} by the registers.").format(
                written=meeting.entitled, there=len(self.sheet.presence.voters))
        self.stated.setText(stated)
        self.stated.setVisible(bool(stated))

    def _fill_boxes(self) -> None:
        if self.sheet is None:
            return
        there: Presence = self.sheet.presence
        self.holders.clear()
        self.holders.addItem(_("nobody"), "")
        for each in there.here():
            held = there.held_by(each.id)
            self.holders.addItem(f"{each.name} ({held})" if held else each.name, each.id)
        count = len(there.represented())
        self.represented.setText(ngettext("{count} person is represented.", "{count} people are represented.",
                                          count).format(count=count))
        self.guests.setText("\n".join(self._guest_name(each) for each in there.guests[:8]) or _("No guest is noted."))
        chosen = self.organisations.currentData()
        self.organisations.clear()
        self.organisations.addItem(_("no organisation"), "")
        for stakeholder in self.session.store.all(Stakeholder):
            self.organisations.addItem(str(stakeholder.name), stakeholder.id)
        self.organisations.setCurrentIndex(max(self.organisations.findData(chosen), 0))

    def _guest_name(self, row: MeetingAttendance) -> str:
        store = self.session.store
        parts = (row.name_as_written, store.label("person", row.person), store.label("stakeholder", row.stakeholder))
        return " · ".join(str(part) for part in parts if part)

    # doing

    def begin_work(self) -> None:
        """Put the keyboard into the search."""
        self.search.setFocus()
        self.search.selectAll()

    def keep(self) -> bool:
        """Every tick is saved at once."""
        return True

    def tick_first(self) -> None:
        """Tick the first of those found; the next name can be typed at once."""
        if self.shown and self.search.text().strip():
            self.toggle(0, only_on=True)
            self.search.clear()

    def toggle(self, row: int, *, only_on: bool = False) -> None:
        """Tick or untick a row."""
        if self.sheet is None or self.session.read_only or not 0 <= row < len(self.shown):
            return
        person, there = self.shown[row], self.sheet.presence
        came = person.id not in there.came
        if came or not only_on:
            text = _("{name} came to {meeting}") if came else _("{name} did not come to {meeting}")
            meeting, title = self.sheet.meeting, text.format(name=person.name, meeting=self.sheet.meeting.label())
            saving.kept(self, lambda: attending.tick(self.session.store, meeting, person, came=came, title=title))

    def represent(self) -> None:
        """Note who votes for the marked person."""
        person = self._marked()
        if self.sheet is None or person is None or self.session.read_only:
            return
        holder = str(self.holders.currentData() or "")
        rule = self.sheet.statutes.rule_of(self.sheet.statutes.organ_of(self.sheet.meeting), self.sheet.meeting.date)
        most = rule.proxies_each if rule is not None else None
        if holder and most is not None and self.sheet.presence.held_by(holder) >= most:
            self.represented.setText(_("One person votes for {count} others at most ({source}).").format(
                count=most, source=rule.source_text if rule is not None else ""))
            return
        if holder == person.id:
            return
        meeting, title = self.sheet.meeting, _("Representation of {name}").format(name=person.name)
        saving.kept(self, lambda: attending.represent(self.session.store, meeting, person.id, holder or None, title))
        self.table.setFocus()

    def add_guest(self) -> None:
        """Note a guest, with the organisation where one is chosen."""
        name, organisation = " ".join(self.guest.text().split()), str(self.organisations.currentData() or "")
        if self.sheet is not None and (name or organisation):
            guest = MeetingAttendance(meeting=self.sheet.meeting.id, name_as_written=name or None,
                                      stakeholder=organisation or None, present=True)
            title = _("Guest: {name}").format(name=name or self.organisations.currentText())
            if saving.kept(self, lambda: self.session.store.save(guest, title)):
                self.guest.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes from the search into the list; Enter in the box of holders notes the representation."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if watched is self.search and event.key() == Qt.Key.Key_Down:
                self.table.setFocus()
                return True
            if watched is self.holders and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.represent()
                return True
        return super().eventFilter(watched, event)

    def _go_to_holders(self) -> None:
        self.holders.setFocus()

    def _marked(self) -> Voter | None:
        row = self.table.currentIndex().row()
        return self.shown[row] if 0 <= row < len(self.shown) else None
