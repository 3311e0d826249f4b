"""The row above a day sheet: site, month, view, unit, shift, how it was weighed, columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QLineEdit, QMenu, QPushButton, QWidget

from armdesk.dates import parse_month
from armdesk.i18n import N_, _, current
from armdesk.i18n_formats import month_name
from armdesk.models import Production, choices
from armdesk.services.gold.day_units import GOLD_UNITS
from armdesk.services.sheets.day_choice import DayChoice
from armdesk.services.sheets.day_line import QUANTITIES
from armdesk.services.sheets.day_list import ALWAYS, COLUMNS
from ui import texts
from ui.blocks import key
from ui.session import Session
from ui.theme import icon_button

_WIDTHS = {"site": 176, "quantity": 104, "unit": 108, "shift": 128, "quality": 104}
"""Units: pixels; together with month and buttons they leave room at 1366 in every language."""
_QUALITY = ("measured", "estimated")
_MONTH_ROUND = 28
"""Units: pixels around the name of a month in its field."""
_VIEWS = {"list": N_("List"), "month": N_("Month")}
_BY = {"crew": N_("Crews"), "person": N_("People")}
_QUANTITY = {"gross_mg": N_("Gold"), "fineness": N_("Fineness"), "ore_kg": N_("Ore"), "hours": N_("Hours each"),
             "persons": N_("Persons")}


class DayHead(QWidget):
    """What the sheet shows; chosen, when a person chose something else (the name of what changed)."""

    chosen = Signal(str)
    refused = Signal(str)

    def __init__(self, session: Session, choice: DayChoice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self.choice = session, choice
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(5)
        self.site = self._combo(_("Site"), _WIDTHS["site"])
        self.site.activated.connect(lambda _place: self._take("site", self.site.currentData()))
        self._month_line()
        self.views = self._segments("view", _VIEWS)
        self.by = self._segments("by", _BY)
        self.quantity = self._choice("quantity", _("Quantity"), {name: _QUANTITY[name] for name in QUANTITIES})
        self.columns = QPushButton(_("Columns"))
        self.columns.clicked.connect(self._offer_columns)
        self.row.addWidget(self.columns)
        self.unit = self._choice("unit", _("Unit of gold"), GOLD_UNITS)
        self.shift = self._choice("shift", _("Shift"), {"": N_("All shifts"), **choices.SHIFT})
        self.quality = self._choice("quality", _("New deliveries are"), {
            code: choices.QUALITY[code] for code in _QUALITY})
        self.row.addStretch(1)

    # making

    def _combo(self, name: str, width: int) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setToolTip(texts.tip(name))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.setMaximumWidth(width)
        self.row.addWidget(box)
        return box

    def _choice(self, name: str, title: str, options: Mapping[str, str]) -> QComboBox:
        box = self._combo(title, _WIDTHS[name])
        for code, word in options.items():
            box.addItem(_(word), code)
        box.activated.connect(lambda _place: self._take(name, box.currentData()))
        return box

    def _segments(self, name: str, options: Mapping[str, str]) -> dict[str, QPushButton]:
        group, made = QButtonGroup(self), {}
        line = QHBoxLayout()
        line.setSpacing(0)
        for code, word in options.items():
            button = QPushButton(_(word))
            button.setCheckable(True)
            button.setProperty("segment", "true")
            button.clicked.connect(lambda _checked=False, code=code: self._take(name, code))
            group.addButton(button)
            line.addWidget(button)
            made[code] = button
        self.row.addLayout(line)
        return made

    def _month_line(self) -> None:
        theme = self._session.theme
        line = QHBoxLayout()
        line.setSpacing(0)
        before = icon_button(theme, "back", _("Month before (Alt+Up)"))
        before.clicked.connect(lambda: self.turn(-1))
        self.month = QLineEdit()
        self.month.setAccessibleName(_("Month"))
        self.month.setToolTip(texts.tip(_("Type a month, such as 3/2025")))
        longest = max(self.month.fontMetrics().horizontalAdvance(f"{month_name(month, current())} 2026")
                      for month in range(1, 13))
        self.month.setFixedWidth(longest + _MONTH_ROUND)
        self.month.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.month.editingFinished.connect(self._on_month_typed)
        after = icon_button(theme, "forward", _("Month after (Alt+Down)"))
        after.clicked.connect(lambda: self.turn(1))
        for each in (before, self.month, after):
            line.addWidget(each)
        self.row.addLayout(line)

    def keys(self, owner: QWidget) -> None:
        """Keys that work anywhere on the page."""
        keys: Sequence[tuple[str, Callable[[], object]]] = (
            ("Alt+Up", lambda: self.turn(-1)), ("Alt+Down", lambda: self.turn(1)),
            ("Ctrl+M", self._other_view), ("Alt+S", self.site.showPopup),
            *((f"Alt+{place}", self._chooser(name)) for place, name in enumerate(QUANTITIES, 1)))
        for each, run in keys:
            key(owner, each, run)

    def _chooser(self, name: str) -> Callable[[], object]:
        return lambda: self._take("quantity", name)

    def _other_view(self) -> None:
        self._take("view", "list" if self.choice.view == "month" else "month")

    # showing

    def show_choice(self, sites: Sequence[tuple[str, str]], first: date, unit: str) -> None:
        """Show what is chosen."""
        self.site.clear()
        for id_, name in sites:
            self.site.addItem(name or _("Without site"), id_)
        self.site.setCurrentIndex(max(self.site.findData(self.choice.site), 0))
        self._first = first
        self.month.setText(f"{month_name(first.month, current())} {first.year}")
        self.views[self.choice.view].setChecked(True)
        self.by[self.choice.by].setChecked(True)
        for box, value in ((self.quantity, self.choice.quantity), (self.unit, unit), (self.shift, self.choice.shift),
                           (self.quality, self.choice.quality)):
            box.setCurrentIndex(max(box.findData(value), 0))
        shown: list[tuple[bool, QWidget]] = [(self.choice.view == "month", self.quantity),
                                             (self.choice.view == "list", self.columns)]
        for visible, chooser in sorted(shown, key=lambda each: each[0]):  # what goes goes first: both are too wide
            chooser.setVisible(visible)

    # choosing

    def turn(self, way: int) -> None:
        """The month before or after."""
        months = self._first.year * 12 + self._first.month - 1 + way
        self._take("month", f"{months // 12:04d}-{months % 12 + 1:02d}")

    def _on_month_typed(self) -> None:
        shown = f"{month_name(self._first.month, current())} {self._first.year}"
        if self.month.text().strip() == shown:
            return
        try:
            first = parse_month(self.month.text(), today=self._session.today())
        except ValueError as error:
            self.month.setText(shown)
            self.refused.emit(str(error))
        else:
            self._take("month", f"{first:%Y-%m}")

    def _take(self, name: str, value: str) -> None:
        if name != "unit":
            setattr(self.choice, name, value)
        self.chosen.emit(name)

    def _offer_columns(self) -> None:
        menu = QMenu(self)
        hidden = self.choice.hidden.split(",")
        for name in COLUMNS:
            if name in ALWAYS:
                continue
            action = menu.addAction(texts.escaped(_(Production.field(name).label)))
            action.setCheckable(True)
            action.setChecked(name not in hidden)
            action.toggled.connect(lambda on, name=name: self.show_column(name, on=on))
        menu.exec(self.columns.mapToGlobal(QPoint(0, self.columns.height())))

    def show_column(self, name: str, *, on: bool) -> None:
        """Show or hide a column of the list."""
        hidden = {each for each in self.choice.hidden.split(",") if each} - {name} | (set() if on else {name})
        self._take("hidden", ",".join(sorted(hidden)))
