"""Breaks text into lines: at spaces where it can, inside a word where it must; nothing is ever cut off."""

from __future__ import annotations

from typing import NamedTuple

from armdesk.exports.pdf_fonts import Fonts, Style, plain


class Span(NamedTuple):
    """Words of one style; target is where they lead ("#anchor" or a file), or ""."""

    text: str
    style: Style
    target: str = ""


class Piece(NamedTuple):
    """Part of a line.  Units: x and width in points from the left edge of the text."""

    x: float
    width: float
    text: str
    style: Style
    target: str


def wrap(fonts: Fonts, text: str, style: Style, width: float) -> list[str]:
    """Lines of a text in one style.  Units: width in points."""
    text = plain(text)
    if "\n" not in text and fonts.width(text, style) <= width:
        return [text]
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_wrap_paragraph(fonts, paragraph, style, width))
    return lines


def _wrap_paragraph(fonts: Fonts, text: str, style: Style, width: float) -> list[str]:
    space = fonts.width(" ", style)
    lines: list[str] = []
    line: list[str] = []
    used = 0.0
    for word in text.split(" "):
        length = fonts.width(word, style)
        if line and used + space + length > width:
            lines.append(" ".join(line))
            line, used = [], 0.0
        if length > width:
            *whole, word = break_word(fonts, word, style, width)  # noqa: PLW2901 - its last part goes on
            lines.extend(whole)
            length = fonts.width(word, style)
        used += length + (space if line else 0)
        line.append(word)
    lines.append(" ".join(line))
    return lines


def break_word(fonts: Fonts, word: str, style: Style, width: float) -> list[str]:
    """Parts of a word that is wider than a line; at least one character each."""
    parts: list[str] = []
    start, used = 0, 0.0
    for place, character in enumerate(word):
        step = fonts.width(character, style)
        if used + step > width and place > start:
            parts.append(word[start:place])
            start, used = place, 0.0
        used += step
    parts.append(word[start:])
    return parts


def flow(fonts: Fonts, spans: list[Span], width: float) -> list[list[Piece]]:
    """Lines of words in several styles, as links in running text.  Units: width in points."""
    lines: list[list[Piece]] = [[]]
    x = 0.0
    for span in spans:
        for number, paragraph in enumerate(plain(span.text).split("\n")):
            if number:
                lines.append([])
                x = 0.0
            for word in _words(fonts, paragraph, span.style, width):
                length = fonts.width(word, span.style)
                if x and x + fonts.width(word.rstrip(), span.style) > width:
                    lines.append([])
                    x = 0.0
                if x or word.strip():
                    lines[-1].append(Piece(x, length, word, span.style, span.target))
                    x += length
    return [_joined(line) for line in lines]


def _words(fonts: Fonts, text: str, style: Style, width: float) -> list[str]:
    """Words with the space behind each, those too long for a line in parts."""
    words = [word + " " for word in text.split(" ")]
    words[-1] = words[-1][:-1]
    found: list[str] = []
    for word in words:
        found.extend(break_word(fonts, word, style, width) if fonts.width(word.rstrip(), style) > width else [word])
    return [word for word in found if word]


def _joined(line: list[Piece]) -> list[Piece]:
    """Neighbours of one style as one piece: fewer operators, and words that can be searched."""
    joined: list[Piece] = []
    for piece in line:
        last = joined[-1] if joined else None
        if last is not None and last.style == piece.style and last.target == piece.target:
            joined[-1] = last._replace(width=last.width + piece.width, text=last.text + piece.text)
        else:
            joined.append(piece)
    return joined


def elided(fonts: Fonts, text: str, style: Style, width: float) -> str:
    """One line for places that repeat a text shown whole elsewhere: foot and axis; ends in "…" if shortened."""
    text = plain(text).replace("\n", " ")
    if fonts.width(text, style) <= width:
        return text
    while text and fonts.width(text + "…", style) > width:
        text = text[: len(text) * 9 // 10] if fonts.width(text, style) > 2 * width else text[:-1]
    return text.rstrip() + "…"
