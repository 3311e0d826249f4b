"""Colours, spacing and shapes of the window, all made from the tokens of armdesk.look; no data ever gets in here."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QToolButton

from armdesk import look
from armdesk.look import Palette
from ui import icons
from ui.style_sheet import mix, sheet

FONTS = ["Segoe UI", "Noto Sans", "DejaVu Sans"]


class Theme(NamedTuple):
    """What the window looks like now.  Shape: tint marks selected rows, hover what the pointer is over."""

    colours: Palette
    dark: bool
    row_height: int

    @property
    def tint(self) -> str:
        """Ground of selected rows and of the place in view."""
        return mix(self.colours.surface, self.colours.gold, 0.22 if self.dark else 0.14)

    @property
    def hover(self) -> str:
        """Ground of what the pointer is over."""
        return mix(self.colours.surface, self.colours.ink, 0.07 if self.dark else 0.045)

    @property
    def on_gold(self) -> str:
        """Text on a gold button."""
        return self.colours.paper if self.dark else "#FFFFFF"

    @property
    def line_of_field(self) -> str:
        """Border of a field: stronger than a hairline, so that its place is seen (3:1)."""
        return mix(self.colours.surface, self.colours.ink, 0.5)

    def icon(self, name: str, colour: str = "", *, fades: bool = False) -> QIcon:
        """An icon in the colour of the text, or of one of the tokens such as "gold"; fades while it is disabled."""
        return icons.icon(name, str(getattr(self.colours, colour or "ink")), self.line_of_field if fades else "")

    def series(self) -> tuple[str, ...]:
        """Colours of charts, lighter on a dark ground."""
        return tuple(mix(each, "#FFFFFF", 0.35) for each in look.SERIES) if self.dark else look.SERIES


def chosen(theme: str, density: str) -> Theme:
    """The theme for a person's choice.  Shape: theme "light", "dark" or "system"."""
    dark = theme == "dark"
    if theme == "system":
        hints = QGuiApplication.styleHints()
        dark = hints.colorScheme() == Qt.ColorScheme.Dark
    height = look.ROW_HEIGHT.get(density, look.ROW_HEIGHT["comfortable"])
    return Theme(look.DARK if dark else look.LIGHT, dark, height)


def font(size: str = "body", *, bold: bool = False) -> QFont:
    """The window's letter in one of the sizes of the look."""
    made = QFont(FONTS)
    made.setPointSize(look.TEXT_SIZES[size])
    made.setBold(bold)
    return made


def figures(base: QFont) -> QFont:
    """The same letter with figures of one width, so that numbers stand below each other."""
    made = QFont(base)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def apply(theme: Theme) -> None:
    """Dress the whole program."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return
    app.setPalette(_palette(theme))
    app.setFont(font())
    app.setStyleSheet(sheet(theme.colours, tint=theme.tint, hover=theme.hover, on_gold=theme.on_gold,
                            border=theme.line_of_field, dark=theme.dark))


def _palette(theme: Theme) -> QPalette:
    colours, made = theme.colours, QPalette()
    role = QPalette.ColorRole
    for where, colour in (
        (role.Window, colours.paper), (role.WindowText, colours.ink), (role.Base, colours.surface),
        (role.AlternateBase, colours.paper), (role.Text, colours.ink), (role.Button, colours.surface),
        (role.ButtonText, colours.ink), (role.BrightText, colours.alarm), (role.ToolTipBase, colours.surface),
        (role.ToolTipText, colours.ink), (role.PlaceholderText, colours.quiet), (role.Highlight, theme.tint),
        (role.HighlightedText, colours.ink), (role.Link, colours.note), (role.LinkVisited, colours.note),
        (role.Mid, colours.line), (role.Midlight, colours.line), (role.Light, colours.surface),
        (role.Dark, colours.line), (role.Shadow, colours.line), (role.Accent, colours.gold),
    ):
        made.setColor(where, QColor(colour))
    for where in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, where, QColor(theme.line_of_field))
    return made


def icon_button(theme: Theme, name: str, tip: str, *, colour: str = "") -> QToolButton:
    """A button that shows only an icon; its tip is also its name for a screen reader."""
    made = QToolButton()
    made.setIcon(theme.icon(name, colour, fades=True))
    made.setToolTip(tip)
    made.setAccessibleName(tip)
    made.setAutoRaise(True)
    return made
