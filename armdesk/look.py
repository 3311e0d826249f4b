"""The one visual language: colours, sizes and spaces used by window, PDF, HTML and Excel alike."""

from __future__ import annotations

from typing import NamedTuple


class Palette(NamedTuple):
    """Colours of one mode, each "#RRGGBB"; text colours keep a contrast of 4.5:1 on paper and on surface."""

    paper: str
    surface: str
    line: str
    ink: str
    quiet: str
    gold: str
    good: str
    note: str
    warn: str
    alarm: str


LIGHT = Palette(
    paper="#FAF9F6", surface="#FFFFFF", line="#DDD9D0", ink="#1E1C19", quiet="#655F56", gold="#84590A",
    good="#23714A", note="#2A5C9A", warn="#9A5B00", alarm="#A8261D",
)
DARK = Palette(
    paper="#1A1917", surface="#242320", line="#3B3833", ink="#EEEBE4", quiet="#AAA396", gold="#E2B65A",
    good="#6CC596", note="#8AB6EC", warn="#F0B057", alarm="#F28B82",
)
SERIES = ("#84590A", "#2F6F73", "#7A4E7E", "#B5651D", "#4C6A92", "#6B7A3A")
"""Colours of chart series, told apart in grey and by colour-blind eyes."""

TEXT_SIZES = {"title": 18, "heading": 14, "subheading": 12, "body": 10, "small": 9}
"""Units: points."""

SPACES = (4, 8, 12, 16, 24)
"""Units: pixels on the screen."""

RADIUS = 6
ROW_HEIGHT = {"comfortable": 30, "compact": 24}
TAB_COLOURS = {"people": "#2F6F73", "production": "#84590A", "safety": "#A8261D", "plan": "#4C6A92",
               "standards": "#7A4E7E", "evidence": "#6B7A3A", "other": "#655F56"}
"""Excel tab colours by place of the program."""


def _channel(value: int) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.03928 else float(((share + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    """Relative luminance of "#RRGGBB", 0 to 1.  Source: WCAG 2.1, relative luminance."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return 0.2126 * _channel(red) + 0.7152 * _channel(green) + 0.0722 * _channel(blue)


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1 to 21.  Source: WCAG 2.1, contrast ratio."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
