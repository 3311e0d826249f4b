"""Draws the smaller blocks of a document: headings, paragraphs, lists and key figures."""

from __future__ import annotations

from armdesk import look
from armdesk.exports.pdf_charts import circle
from armdesk.exports.pdf_fonts import BODY, BOLD, LINK, SMALL, SMALL_ITALIC, Style
from armdesk.exports.pdf_page import Pen, colour_operands
from armdesk.exports.pdf_text import Span, flow, wrap
from armdesk.i18n import N_, _
from armdesk.reports.document import Bullets, Fact, Facts, Heading, Link, Paragraph, Signatures

HEADINGS = {1: Style("bold", 16, look.LIGHT.gold), 2: Style("bold", 12, look.LIGHT.gold),
            3: Style("bold", 10, look.LIGHT.gold)}  # fmt: skip
_ABOVE = {1: 14.0, 2: 12.0, 3: 8.0}
_KEPT_WITH_NEXT = 70.0
_STEP = BODY.size * 1.42
_TONES = {"good": N_("Good"), "note": N_("Note"), "warn": N_("Warning"), "alarm": N_("Alarm")}
_COLOURS = {"good": look.LIGHT.good, "note": look.LIGHT.note, "warn": look.LIGHT.warn, "alarm": look.LIGHT.alarm}
_CARD_GAP = 8.0
_ROOM_TO_SIGN, _SIGNED_GAP = 46.0, 24.0


def draw_heading(pen: Pen, heading: Heading, key: str) -> None:
    """Draw a heading and mark its place for contents and outline."""
    level = min(max(heading.level, 1), 3)
    style = HEADINGS[level]
    lines = wrap(pen.fonts, heading.text, style, pen.width)
    code = wrap(pen.fonts, heading.code, SMALL, pen.width) if heading.code else []
    height = len(lines) * style.size * 1.3 + len(code) * 11
    if not pen.need(_ABOVE[level] + height + _KEPT_WITH_NEXT) and not pen.is_fresh:
        pen.y -= _ABOVE[level]
    pen.anchor(heading.anchor, above=4)
    pen.canvas.bookmarkHorizontal(key, 0, pen.y + 4)
    pen.lines(code, SMALL)
    pen.lines(lines, style, leading=1.3)
    pen.y -= 5


def draw_paragraph(pen: Pen, paragraph: Paragraph) -> None:
    """Draw running text; a tone puts a coloured bar, a sign and a word before it."""
    pen.anchor(paragraph.anchor)
    style = BODY
    if paragraph.tone == "quiet":
        style = BODY._replace(colour=look.LIGHT.quiet)
    word = _TONES.get(paragraph.tone)
    if word is None:
        if not paragraph.links:
            pen.lines(wrap(pen.fonts, paragraph.text, style, pen.width), style, leading=1.42)
        else:
            pen.flowed(flow(pen.fonts, _spans(paragraph.text, style, paragraph.links), pen.width), pen.left, _STEP)
        pen.y -= 6
        return
    colour = _COLOURS[paragraph.tone]
    spans = [Span(_(word) + ".  ", BOLD._replace(colour=colour)), *_spans(paragraph.text, style, paragraph.links)]
    lines = flow(pen.fonts, spans, pen.width - 28)
    pen.need(min(len(lines), 3) * _STEP + 8)
    pen.y -= 3
    for number, line in enumerate(lines):
        pen.need(_STEP)
        pen.fill(pen.left, pen.y - _STEP - 1, 2.4, _STEP + 2, colour)
        if number == 0:
            draw_sign(pen, paragraph.tone, pen.left + 15, pen.y - _STEP / 2)
        pen.flowed([line], pen.left + 26, _STEP)
    pen.y -= 9


def draw_bullets(pen: Pen, bullets: Bullets) -> None:
    """Draw a list, its entries all as far in as the widest sign asks."""
    inner = max(14.0, 10 + max((pen.fonts.width(sign, BODY) for sign in bullets.signs), default=0.0))
    for number, entry in enumerate(bullets.entries):
        links = bullets.links[number] if number < len(bullets.links) else ()
        lines = flow(pen.fonts, _spans(entry, BODY, links), pen.width - inner)
        pen.need(min(2, len(lines)) * _STEP)
        if number < len(bullets.signs):
            sign = bullets.signs[number]
            pen.text(pen.left + inner - 6 - pen.fonts.width(sign, BODY), pen.y - _STEP * 0.72, sign, BODY)
        else:
            pen.text(pen.left + 4, pen.y - _STEP * 0.72, "•", LINK)
        pen.flowed(lines, pen.left + inner, _STEP)
        pen.y -= 2
    pen.y -= 5


def draw_signatures(pen: Pen, signatures: Signatures) -> None:
    """Draw lines to sign on, with room above them; all of them stay on one page."""
    width = (pen.width - _SIGNED_GAP * (len(signatures.places) - 1)) / max(len(signatures.places), 1)
    below = [(wrap(pen.fonts, who, SMALL, width), wrap(pen.fonts, name, BODY, width) if name else [])
             for who, name in signatures.places]
    height = max((len(who) * 11 + len(name) * _STEP for who, name in below), default=0.0)
    if _ROOM_TO_SIGN + height > pen.top - pen.bottom:
        return
    pen.need(_ROOM_TO_SIGN + height)
    top = pen.y - _ROOM_TO_SIGN
    for place, (who, name) in enumerate(below):
        x = pen.left + place * (width + _SIGNED_GAP)
        pen.line(x, top, x + width, top, look.LIGHT.ink, 0.7)
        y = top
        for lines, style, step in ((name, BODY, _STEP), (who, SMALL, 11.0)):
            for line in lines:
                y -= step
                pen.text(x, y + step * 0.2, line, style)
    pen.y = top - height - 8


def draw_facts(pen: Pen, facts: Facts) -> None:
    """Draw key figures as cards, up to four beside each other."""
    pen.anchor(facts.anchor)
    across = min(4, len(facts.facts)) if len(facts.facts) != 6 else 3
    for start in range(0, len(facts.facts), max(1, across)):
        _draw_cards(pen, facts.facts[start : start + across], across)
    pen.y -= 6


def _draw_cards(pen: Pen, row: tuple[Fact, ...], across: int) -> None:
    width = (pen.width - _CARD_GAP * (across - 1)) / across
    inner = width - 18
    cards = [
        (
            wrap(pen.fonts, fact.label, SMALL, inner),
            *_value_lines(pen, fact, inner - (14 if fact.tone in _COLOURS else 0)),
            wrap(pen.fonts, fact.note, SMALL_ITALIC, inner) if fact.note else [],
        )
        for fact in row
    ]
    height = max(len(label) * 11 + len(value) * size * 1.25 + len(note) * 11 for label, value, size, note in cards) + 16
    if height > pen.top - pen.bottom:
        for label, value, size, note in cards:
            pen.lines(label, SMALL)
            pen.lines(value, Style("bold", size, look.LIGHT.ink))
            pen.lines(note, SMALL_ITALIC)
        return
    pen.need(height + _CARD_GAP)
    top = pen.y
    for place, (fact, (label, value, size, note)) in enumerate(zip(row, cards, strict=True)):
        x = pen.left + place * (width + _CARD_GAP)
        colour = _COLOURS.get(fact.tone, look.LIGHT.ink)
        pen.fill(x, top - height, width, height, look.LIGHT.paper)
        pen.fill(x, top - height, 2, height, _COLOURS.get(fact.tone, look.LIGHT.gold))
        y = top - 8
        for lines, style, step in (
            (label, SMALL, 11.0), (value, Style("bold", size, colour), size * 1.25), (note, SMALL_ITALIC, 11.0),
        ):  # fmt: skip
            for line in lines:
                y -= step
                pen.text(x + 10, y + step * 0.26, line, style)
        if fact.tone in _COLOURS:
            draw_sign(pen, fact.tone, x + width - 14, top - 14)
        if fact.target:
            pen.link(fact.target, x, top - height, width, height)
    pen.y = top - height - _CARD_GAP


def _value_lines(pen: Pen, fact: Fact, width: float) -> tuple[list[str], float]:
    """The figure in the largest type that takes one line, else in several lines."""
    for size in (17.0, 14.0, 11.5):
        lines = wrap(pen.fonts, fact.value, Style("bold", size, ""), width)
        if len(lines) == 1:
            break
    return lines, size


def _spans(text: str, style: Style, links: tuple[Link, ...]) -> list[Span]:
    spans = [Span(text, style)]
    for number, link in enumerate(links):
        spans += [Span("  " if number == 0 else " · ", style), Span(link.text, LINK, link.target)]
    return spans


def draw_sign(pen: Pen, tone: str, x: float, y: float) -> None:
    """The sign of a tone, told apart by its shape: tick, i, triangle, octagon."""
    ink, white = colour_operands(_COLOURS[tone]), colour_operands(look.LIGHT.surface)
    stroke = f"{white} RG 1.2 w 1 J"
    if tone == "good":
        body = circle(x, y, 5)
        inside = f"{x - 2.3:.2f} {y:.2f} m {x - 0.6:.2f} {y - 1.9:.2f} l {x + 2.4:.2f} {y + 2:.2f} l S"
    elif tone == "note":
        body = circle(x, y, 5)
        inside = f"{x:.2f} {y + 0.3:.2f} m {x:.2f} {y - 2.6:.2f} l S {x:.2f} {y + 2.5:.2f} m {x:.2f} {y + 2.4:.2f} l S"
    elif tone == "warn":
        body = f"{x - 5.6:.2f} {y - 4.6:.2f} m {x + 5.6:.2f} {y - 4.6:.2f} l {x:.2f} {y + 5.2:.2f} l h"
        inside = f"{x:.2f} {y + 1.8:.2f} m {x:.2f} {y - 1.1:.2f} l S {x:.2f} {y - 3:.2f} m {x:.2f} {y - 3.1:.2f} l S"
    else:
        corners = ((2, 5), (5, 2), (5, -2), (2, -5), (-2, -5), (-5, -2), (-5, 2))
        body = f"{x - 2:.2f} {y + 5:.2f} m " + " ".join(f"{x + dx:.2f} {y + dy:.2f} l" for dx, dy in corners) + " h"
        inside = f"{x:.2f} {y + 2.8:.2f} m {x:.2f} {y - 0.5:.2f} l S {x:.2f} {y - 2.8:.2f} m {x:.2f} {y - 2.9:.2f} l S"
    pen.draw(f"q {ink} rg {body} f {stroke} {inside} Q")
