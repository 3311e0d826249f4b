"""The style sheet of the window, filled with the tokens of the look."""

from __future__ import annotations

from armdesk import paths
from armdesk.look import RADIUS, Palette

_SHEET = """
* { outline: 0; }
QWidget { color: @ink; }
QMainWindow, QDialog, QWidget[ground="paper"] { background: @paper; }
QWidget[ground="surface"] { background: @surface; }
QFrame[card="true"] { background: @surface; border: 1px solid @line; border-radius: @radiuspx; }
QFrame[card="true"] QLabel { border: 0; background: transparent; }
QFrame[rule="true"] { background: @line; border: 0; max-height: 1px; min-height: 1px; }
QFrame[rule="upright"] { background: @line; border: 0; max-width: 1px; min-width: 1px; }
QToolTip { background: @surface; color: @ink; border: 1px solid @line; padding: 4px 8px; }

QLabel { background: transparent; }
QLabel[role="title"] { font-size: 18pt; }
QLabel[role="heading"] { font-size: 14pt; }
QLabel[role="subheading"] { font-size: 11pt; font-weight: 600; }
QLabel[role="quiet"] { color: @quiet; }
QLabel[role="small"] { color: @quiet; font-size: 9pt; }
QLabel[role="field"] { color: @quiet; font-size: 9pt; }
QLabel[role="figure"] { font-size: 18pt; }
QLabel[role="problem"] { color: @alarm; font-size: 9pt; }
QLabel[role="understood"] { color: @good; font-size: 9pt; }
QLabel[role="gold"] { color: @gold; font-weight: 600; }
QLabel[role="alarm"] { color: @alarm; } QLabel[role="warn"] { color: @warn; }
QLabel[role="good"] { color: @good; } QLabel[role="note"] { color: @note; }
QLabel[role="struck"] { color: @quiet; text-decoration: line-through; }

QPushButton {
    background: @surface; border: 1px solid @border; border-radius: @radiuspx; padding: 5px 14px; min-height:
    18px;
}
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @tint; }
QPushButton:focus { border: 2px solid @gold; padding: 4px 13px; }
QPushButton:disabled { color: @border; border-color: @line; }
QPushButton[primary="true"] { background: @gold; border-color: @gold; color: @ongold; font-weight: 600; }
QPushButton[primary="true"]:hover { background: @goldhover; }
QPushButton[primary="true"]:focus { border: 2px solid @ink; padding: 4px 13px; }
QPushButton[primary="true"]:disabled { background: @line; border-color: @line; color: @quiet; }
QPushButton[flat="true"], QPushButton[chip="true"] { padding: 3px 10px; min-height: 18px; }
QPushButton[words="left"] { text-align: left; }
QPushButton[words="bold"] { font-weight: 600; }
QPushButton[flat="true"] { border-color: transparent; background: transparent; }
QPushButton[flat="true"]:hover { background: @hover; }
QPushButton[flat="true"]:focus { border: 2px solid @gold; padding: 2px 9px; }
QPushButton[chip="true"] { border-color: @line; border-radius: 13px; }
QPushButton[chip="true"]:focus { border: 2px solid @gold; padding: 2px 9px; }
QPushButton[chip="true"][active="true"] { background: @tint; border-color: @gold; }
QPushButton[link="true"] {
    border: 1px solid transparent; background: transparent; color: @note; text-align: left; padding: 1px 0;
    min-height: 16px;
}
QPushButton[link="true"]:hover { text-decoration: underline; }
QPushButton[link="true"]:focus { border: 1px solid @gold; border-radius: 3px; }
QPushButton::menu-indicator { width: 0; image: none; }

QToolButton { border: 1px solid transparent; border-radius: @radiuspx; padding: 4px; background: transparent; }
QToolButton:hover { background: @hover; }
QToolButton:checked, QToolButton:pressed { background: @tint; }
QToolButton:focus { border: 2px solid @gold; padding: 3px; }
QToolButton::menu-indicator { image: none; width: 0; }

QPushButton[rail="true"] {
    border: 1px solid transparent; border-radius: @radiuspx; background: transparent; text-align: left; padding:
    8px 8px; min-height: 20px;
}
QPushButton[rail="true"]:hover { background: @hover; }
QPushButton[rail="true"]:checked { background: @tint; font-weight: 600; }
QPushButton[rail="true"]:focus { border: 2px solid @gold; padding: 7px 7px; }
QPushButton[tab="true"] {
    border: 0; border-bottom: 2px solid transparent; border-radius: 0; background: transparent; color: @quiet;
    padding: 7px 10px 6px 10px;
}
QPushButton[tab="true"]:hover { color: @ink; }
QPushButton[tab="true"]:checked { color: @gold; border-bottom: 2px solid @gold; }
QPushButton[tab="true"]:focus {
    background: @hover; border: 1px solid @gold; border-bottom: 2px solid @gold; padding: 6px 9px 6px 9px;
    border-radius: 3px;
}
QPushButton[segment="true"] { padding: 4px 12px; }
QPushButton[segment="true"]:checked { background: @tint; border-color: @gold; color: @gold; }
QPushButton[segment="true"]:focus { border: 2px solid @gold; padding: 3px 11px; }

QLineEdit, QPlainTextEdit, QComboBox, QSpinBox, QDateEdit {
    background: @surface; border: 1px solid @border; border-radius: 4px; padding: 4px 8px; min-height: 20px;
    selection-background-color: @gold; selection-color: @ongold;
}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus, QDateEdit:focus {
    border: 2px solid @gold; padding: 3px 7px;
}
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {
    background: @paper; color: @quiet; border-color: @line;
}
QLineEdit:read-only, QPlainTextEdit:read-only { background: @paper; border-color: @line; }
QLineEdit[fault="true"], QPlainTextEdit[fault="true"], QComboBox[fault="true"] { border-color: @alarm; }
QLineEdit[cell="true"], QLineEdit[cell="true"]:focus {
    border: 2px solid @gold; border-radius: 0; padding: 0 5px; min-height: 0;
}
QComboBox { padding-left: 10px; }
QComboBox:focus { padding-left: 9px; }
QComboBox::drop-down, QDateEdit::drop-down { border: 0; width: 24px; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url("@arrow"); width: 14px; height: 14px; }
QComboBox QAbstractItemView {
    background: @surface; border: 1px solid @border; padding: 4px; selection-background-color: @tint;
    selection-color: @ink;
}

QMenu { background: @surface; border: 1px solid @border; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: @tint; }
QMenu::item:disabled { color: @border; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }

QTableView { background: @surface; border: 1px solid @line; border-radius: 4px; gridline-color: @line; }
QTableView:focus { border: 1px solid @gold; }
QTableView[frozen="true"] { border: 0; border-right: 1px solid @line; border-radius: 0; }
QHeaderView { background: @paper; border: 0; }
QHeaderView::section {
    background: @paper; color: @quiet; border: 0; border-bottom: 1px solid @line; padding: 4px 8px; font-size:
    9pt;
}
QHeaderView::section:hover { color: @ink; }
QHeaderView::down-arrow { image: url("@up"); width: 12px; height: 12px; }
QHeaderView::up-arrow { image: url("@arrow"); width: 12px; height: 12px; }
QAbstractScrollArea::corner { background: transparent; border: 0; }
QTableCornerButton::section { background: @paper; border: 0; }
QListView, QTreeView { background: @surface; border: 1px solid @line; border-radius: 4px; }
QListView::item, QTreeView::item { padding: 4px 8px; border-radius: 4px; }
QListView::item:selected, QTreeView::item:selected { background: @tint; color: @ink; }
QListView::item:hover, QTreeView::item:hover { background: @hover; }
QListView:focus, QTreeView:focus { border: 1px solid @gold; }

QScrollArea { border: 0; background: transparent; }
QScrollArea > QWidget > QWidget[ground="clear"] { background: transparent; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 2px; }
QScrollBar::handle:vertical { background: @handle; border-radius: 4px; min-height: 32px; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 2px; }
QScrollBar::handle:horizontal { background: @handle; border-radius: 4px; min-width: 32px; }
QScrollBar::handle:hover { background: @border; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QCheckBox, QRadioButton { spacing: 8px; padding: 2px; }
QCheckBox::indicator, QRadioButton::indicator, QListWidget::indicator {
    width: 14px; height: 14px; border: 1px solid @border; background: @surface;
}
QCheckBox::indicator, QListWidget::indicator { border-radius: 3px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:checked, QListWidget::indicator:checked {
    background: @gold; border-color: @gold; image: url("@tick");
}
QRadioButton::indicator:checked { border: 5px solid @gold; width: 6px; height: 6px; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: @line; }
QCheckBox:focus, QRadioButton:focus { border: 1px solid @gold; border-radius: 3px; }
QProgressBar { background: @line; border: 0; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: @gold; border-radius: 3px; }
QSplitter::handle { background: transparent; }
QCalendarWidget QWidget { alternate-background-color: @surface; }
QCalendarWidget QAbstractItemView { selection-background-color: @gold; selection-color: @ongold; }
QCalendarWidget QToolButton { color: @ink; padding: 4px 8px; }
QCalendarWidget #qt_calendar_navigationbar { background: @paper; }

QFrame[bar="good"] { background: @goodground; border: 0; border-left: 3px solid @good; }
QFrame[bar="note"] { background: @noteground; border: 0; border-left: 3px solid @note; }
QFrame[bar="warn"] { background: @warnground; border: 0; border-left: 3px solid @warn; }
QFrame[bar="alarm"] { background: @alarmground; border: 0; border-left: 3px solid @alarm; }
"""


def mix(first: str, second: str, share: float) -> str:
    """A colour between two others; share 0 is the first, 1 the second."""
    parts = ((int(first[place : place + 2], 16), int(second[place : place + 2], 16)) for place in (1, 3, 5))
    return "#" + "".join(f"{round(one + (two - one) * share):02X}" for one, two in parts)


def grounds(colours: Palette) -> dict[str, str]:
    """Grounds of message bars by kind: a breath of the kind's colour on the surface."""
    return {kind: mix(colours.surface, getattr(colours, kind), 0.09) for kind in ("good", "note", "warn", "alarm")}


def sheet(colours: Palette, *, tint: str, hover: str, on_gold: str, border: str, dark: bool) -> str:
    """The sheet in one set of colours."""
    values = {
        "ink": colours.ink, "paper": colours.paper, "surface": colours.surface, "line": colours.line,
        "quiet": colours.quiet, "gold": colours.gold, "good": colours.good, "note": colours.note,
        "warn": colours.warn, "alarm": colours.alarm, "tint": tint, "hover": hover, "ongold": on_gold,
        "border": border, "radius": str(RADIUS),
        "goldhover": mix(colours.gold, "#FFFFFF" if dark else "#000000", 0.12),
        "arrow": (paths.resources() / "icons" / f"arrow-{'dark' if dark else 'light'}.svg").as_posix(),
        "up": (paths.resources() / "icons" / f"arrow-up-{'dark' if dark else 'light'}.svg").as_posix(),
        "tick": (paths.resources() / "icons" / f"tick-{'dark' if dark else 'light'}.svg").as_posix(),
        "handle": mix(colours.surface, colours.ink, 0.22),
        **{f"{kind}ground": ground for kind, ground in grounds(colours).items()},
    }
    text = _SHEET
    # Longer names first: "@goldhover" before "@gold".
    for name in sorted(values, key=len, reverse=True):
        text = text.replace(f"@{name}", values[name])
    return text
