"""Measures text and turns it into PDF operators, with other fonts for characters the main one lacks."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from armdesk import look, paths
from armdesk.errors import ExportError
from armdesk.exports.text import clean, composed
from armdesk.i18n import _

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

_FILES = {"regular": "NotoSans-Regular", "bold": "NotoSans-Bold", "italic": "NotoSans-Italic", "mono": "DejaVuSansMono"}
_STAND_INS = ("DejaVuSans", "NotoSansSymbols2-Regular")
# Signs that telephones offer and no free outline font of a sane size has; the twin says the same.
_TWINS = {"\u2705": "\u2714", "\u274c": "\u2718", "\u274e": "\u2718", "\u2728": "\u2726", "\U0001f534": "\u25cf",
          "\U0001f7e2": "\u25cf", "\U0001f7e1": "\u25cf", "\U0001f535": "\u25cf", "\u2b50": "\u2605"}  # fmt: skip
_INVISIBLE = {"Cf", "Cc"}
_SPECIAL = frozenset("()\\")
_REMEMBERED = 5_000
_SHOWN = 12


class Style(NamedTuple):
    """How words are drawn: face (regular, bold, italic, mono), size in points, colour "#RRGGBB"."""

    face: str
    size: float
    colour: str


_INK, _QUIET, _GOLD = look.LIGHT.ink, look.LIGHT.quiet, look.LIGHT.gold
BODY = Style("regular", 9.5, _INK)
BOLD = Style("bold", 9.5, _INK)
LINK = Style("regular", 9.5, _GOLD)
SMALL = Style("regular", 8, _QUIET)
SMALL_ITALIC = Style("italic", 8, _QUIET)
LEADING = 1.4


@lru_cache(maxsize=8)
def _font(name: str) -> TTFont:
    """A font of the program, read once.  asciiReadable keeps ASCII as it is in the first subset."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    font = TTFont(f"armdesk-{name}", str(paths.resources() / "fonts" / f"{name}.ttf"), asciiReadable=True)
    pdfmetrics.registerFont(font)
    return font


def main_font() -> str:
    """Name under which reportlab knows the font of all text."""
    return str(_font(_FILES["regular"]).fontName)


class _Widths(dict[str, int]):
    """Width of each character of a face in thousandths of the size; also which font draws it."""

    def __init__(self, fonts: tuple[TTFont, ...], missing: set[str]) -> None:
        super().__init__()
        self._fonts, self._missing = fonts, missing
        self.drawn_by: dict[str, tuple[int, str]] = {}

    def __missing__(self, character: str) -> int:
        index, drawn = self._choose(character)
        face: Any = self._fonts[index].face
        width = int(face.getCharWidth(ord(drawn))) if drawn else 0
        self.drawn_by[character] = (index, drawn)
        self[character] = width
        return width

    def drawing(self, character: str) -> tuple[int, str]:
        """Number of the font that draws a character, and as what."""
        if character not in self.drawn_by:
            self.__missing__(character)
        return self.drawn_by[character]

    def _choose(self, character: str) -> tuple[int, str]:
        """The font that draws a character, and as what; "" for marks without a shape of their own."""
        if character in "\t\u2003\u2002\u2009":
            return 0, " "
        if unicodedata.category(character) in _INVISIBLE or "\ufe00" <= character <= "\ufe0f":
            return 0, ""
        for candidate in (character, _TWINS.get(character, character)):
            # Letters written from right to left need shaping that a PDF pen does not do: better none than wrong ones.
            if unicodedata.bidirectional(candidate) in {"R", "AL"}:
                break
            for index, font in enumerate(self._fonts):
                if ord(candidate) in font.face.charToGlyph:
                    return index, candidate
        self._missing.add(character)
        return 0, "?"


class Fonts:
    """The fonts of one document."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self.missing: set[str] = set()
        self._where: dict[str, str] = {}
        stand_ins = tuple(_font(name) for name in _STAND_INS)
        self._faces = {face: (_font(name), *stand_ins) for face, name in _FILES.items()}
        self._widths = {face: _Widths(fonts, self.missing) for face, fonts in self._faces.items()}
        self._measured: dict[str, dict[str, int]] = {face: {} for face in _FILES}
        self._written: dict[tuple[str, str], list[tuple[str, str]]] = {}

    def width(self, text: str, style: Style) -> float:
        """Units: points."""
        measured = self._measured[style.face]
        units = measured.get(text)
        if units is None:
            known = len(self.missing)
            units = round(sum(map(self._widths[style.face].__getitem__, text)))
            if len(self.missing) > known:
                self._where.setdefault(text.strip()[:60], text)
            if len(measured) > _REMEMBERED:
                measured.clear()
            measured[text] = units
        return units * style.size / 1000

    def pieces(self, text: str, style: Style) -> list[tuple[str, str]]:
        """(name of the font in the file, operator that shows its part of the text) in order."""
        key = (text, style.face)
        pieces = self._written.get(key)
        if pieces is None:
            if text.isascii() and text.isprintable() and _SPECIAL.isdisjoint(text):
                name = self._faces[style.face][0].getSubsetInternalName(0, self._document)
                pieces = [(name, f"({text}) Tj")]
            else:
                pieces = self._pieces(text, style.face)
            if len(self._written) > _REMEMBERED:
                self._written.clear()
            self._written[key] = pieces
        return pieces

    def check(self) -> None:
        """Stop the export if a character could not be drawn.  Errors: ExportError naming characters and texts."""
        if not self.missing:
            return
        signs = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in sorted(self.missing)[:_SHOWN])
        places = "; ".join(f"“{place}”" for place in list(self._where)[:3])
        raise ExportError(
            _("The fonts of the PDF lack these characters: {signs}. They stand in {places}. Change those texts, or "
              "export to Excel or HTML, which can show them.").format(signs=signs, places=places)
        )

    def _pieces(self, text: str, face: str) -> list[tuple[str, str]]:
        widths, fonts = self._widths[face], self._faces[face]
        runs: list[tuple[int, str]] = []
        for character in text:
            index, drawn = widths.drawing(character)
            if runs and runs[-1][0] == index:
                runs[-1] = (index, runs[-1][1] + drawn)
            else:
                runs.append((index, drawn))
        return [
            (fonts[index].getSubsetInternalName(subset, self._document), f"<{codes.hex()}> Tj")
            for index, run in runs
            for subset, codes in fonts[index].splitString(run, self._document)
        ]


def plain(text: str) -> str:
    """Text as it can be drawn: accents joined to their letters, impossible characters shown as a mark."""
    if text.isascii() and text.isprintable():
        return text
    return composed(clean(text)).replace("\t", "    ")
