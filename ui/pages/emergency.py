"""Emergency: equipment with what expired or is to be checked, drills and plans; a check is one key."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QWidget

from armdesk.i18n import N_, _, ngettext
from armdesk.models import choices
from armdesk.services.safety import emergency
from armdesk.services.safety.emergency import BAD, EXPIRED, GOOD, LATE, SOON, DrillDue, Ready
from ui import choosers, texts
from ui.blocks import Views, button, key, page_head
from ui.layouts import page_column
from ui.plain_table import PlainTable
from ui.session import Session

STATE_WORDS = {EXPIRED: N_("expired"), BAD: N_("out of order"), LATE: N_("to be checked"), SOON: N_("expires soon"),
               GOOD: N_("in order")}
_READ = {"equipment", "equipment_check", "drill", "emergency_plan", "site", "rate"}


@dataclass(frozen=True)
class _Read:
    equipment: list[Ready]
    drills: list[DrillDue]
    plans: list[tuple[str, str, object]]


class EmergencyPage(QWidget):
    """Equipment in the first view, drills of each site in the second."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.found = _Read([], [], [])
        column = page_column(self)
        column.addLayout(self._head())
        self.sentence = texts.label(role="subheading", wrap=True)
        column.addWidget(self.sentence)
        theme = session.theme
        self.table = PlainTable(theme, _("Emergency equipment"))
        self.table.rows.colour = self._colour
        self.table.setSelectionMode(PlainTable.SelectionMode.ExtendedSelection)
        self.table.doubleClicked.connect(lambda _index: self.open_chosen())
        self.drill_table = PlainTable(theme, _("Drills"))
        self.drill_table.rows.colour = self._drill_colour
        self.drill_table.doubleClicked.connect(lambda _index: self.begin_drill())
        self.views = Views({_("Equipment"): self.table, _("Drills"): self.drill_table})
        column.addWidget(self.views, 1)
        self.table.say_when_empty(_(
            "“New equipment” notes a kit, an extinguisher, a refuge or an alarm with its dates."))
        self.drill_table.say_when_empty(_("Drills are due by site: note the sites first, under People."))
        column.addWidget(texts.label(_("C notes that the marked pieces were checked today and are in order · Enter "
                                       "opens one · Ctrl+N new"), role="quiet"))
        key(self.table, "C", self.check)
        for keys, run in (("Ctrl+N", self.begin), ("F5", self.refresh)):
            key(self, keys, run)
        for keys in ("Return", "Enter"):
            key(self.table, keys, self.open_chosen)
            key(self.drill_table, keys, self.begin_drill)
        session.changes.records_changed.connect(lambda types: self.refresh() if types & _READ else None)
        self.setFocusProxy(self.table)
        self.refresh()

    def _head(self) -> QHBoxLayout:
        can = not self.session.read_only
        self.plans_button = button(_("Emergency plans"), lambda: self.session.open("emergency_plan"))
        self.drill_button = button(_("New drill"), self.begin_drill)
        self.check_button = button(_("Checked today"), self.check, tip=_(
            "The marked pieces were looked at and are in order (C)"))
        self.new_button = button(_("New equipment"), self.begin, look="primary", tip=_("New (Ctrl+N)"))
        for each in (self.drill_button, self.check_button, self.new_button):
            each.setEnabled(can)
        return page_head(_("Emergency"), _("First-aid kits, extinguishers, refuges and alarms with their dates; drills "
                                           "and plans."), self.plans_button, self.drill_button, self.check_button,
                         self.new_button)

    def refresh(self) -> None:
        """Read the state of today."""
        store, day = self.session.store, self.session.today()
        self.session.jobs.read(self, lambda: _Read(emergency.equipment(store, day), emergency.drills_due(store, day),
                                                   list(emergency.plans_due(store, day))), self._on_read)

    def _on_read(self, found: _Read) -> None:
        chosen = self.table.currentIndex().row()
        self.found = found
        self.table.show_rows((_("No."), _("Name"), _("Kind"), _("Site"), _("Place"), _("Expires on"), _("Last check"),
                              _("Next check"), _("State")), len(found.equipment), self._cell)
        if 0 <= chosen < len(found.equipment):
            self.table.selectRow(chosen)
        self.drill_table.show_rows((_("Site"), _("Last drill"), _("Next one due on"), _("State")), len(found.drills),
                                   self._drill_cell)
        self.sentence.setText(self._said())
        self.check_button.setEnabled(bool(found.equipment) and not self.session.read_only)

    def _said(self) -> str:
        found = self.found
        if not found.equipment:
            return _("No kit, extinguisher or refuge is written down yet.")
        parts = [f"{_(STATE_WORDS[state]).capitalize()}: {count}" for state in (EXPIRED, BAD, LATE, SOON)
                 if (count := sum(each.state == state for each in found.equipment))]
        late = sum(each.due is None or each.days < 0 for each in found.drills)
        if late:
            parts.append(ngettext("{count} drill due", "{count} drills due", late).format(count=late))
        if found.plans:
            parts.append(ngettext("{count} plan to be looked at again", "{count} plans to be looked at again",
                                  len(found.plans)).format(count=len(found.plans)))
        return " · ".join(parts) or _("Everything is in order.")

    def _cell(self, row: int, column: int) -> str:
        each = self.found.equipment[row]
        days = [day.isoformat() if day else "" for day in (each.expires, each.last_check, each.check_due)]
        return (each.code, each.name, _(choices.EQUIPMENT[each.kind]), each.site, each.place, *days,
                _(STATE_WORDS[each.state]))[column]

    def _colour(self, row: int, column: int) -> QColor | None:
        colours = self.session.theme.colours
        tones = {EXPIRED: colours.alarm, BAD: colours.alarm, LATE: colours.warn, SOON: colours.warn, GOOD: colours.good}
        return QColor(tones[self.found.equipment[row].state]) if column == 8 and row < len(self.found.equipment) \
            else None

    def _drill_cell(self, row: int, column: int) -> str:
        each = self.found.drills[row]
        state = _("never held") if each.last is None else "" if each.due is None else choosers.late_text(-each.days)
        return (each.name, each.last.isoformat() if each.last else "", each.due.isoformat() if each.due else "",
                state)[column]

    def _drill_colour(self, row: int, column: int) -> QColor | None:
        late = row < len(self.found.drills) and (self.found.drills[row].due is None or self.found.drills[row].days < 0)
        return QColor(self.session.theme.colours.warn) if column == 3 and late else None

    # verbs

    def begin(self) -> None:
        """Write down a piece of equipment."""
        if not self.session.read_only:
            self.session.open("equipment", new=True, values={"bought_on": self.session.today()})

    def begin_drill(self) -> None:
        """Write down a drill, at the marked site."""
        if self.session.read_only:
            return
        row = self.drill_table.currentIndex().row()
        site = self.found.drills[row].site if self.views.place() == 1 and 0 <= row < len(self.found.drills) else None
        self.session.open("drill", new=True, values={"date": self.session.today(), "site": site})

    def open_chosen(self) -> None:
        """Open the piece that is marked."""
        row = self.table.currentIndex().row()
        if 0 <= row < len(self.found.equipment):
            self.session.open("equipment", record=self.found.equipment[row].id)

    def check(self) -> None:
        """Note that the marked pieces were looked at today and are in order."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        chosen = [self.found.equipment[row] for row in rows if row < len(self.found.equipment)]
        if not chosen or self.session.read_only or self.views.place() != 0:
            return
        title = _("Checked: {names}").format(names=", ".join(each.code or each.name for each in chosen[:5]))
        emergency.note_checks(self.session.store, [each.id for each in chosen], self.session.today(), title)
        self.session.say(title, "good")
