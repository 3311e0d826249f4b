"""Writes actions as a calendar file that telephones and office programs read.  Source: RFC 5545.

A small writer of our own: what is needed of the standard fits on this page.  Each action keeps its name in the
calendar, so that a newer file moves its entry instead of adding a second one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from armdesk import atomic
from armdesk.i18n import _
from armdesk.services.plan.action_cards import Card
from armdesk.services.plan.action_sources import state_words

_WIDEST = 75
"""Octets of a line.  Source: RFC 5545, 3.1."""
_PRODUCT = "-//armdesk//action plan//EN"


def escaped(text: str) -> str:
    """Text as a value: backslash, comma, semicolon and line ends told by signs.  Source: RFC 5545, 3.3.11."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\\", "\\\\").replace(";", r"\;").replace(",", r"\,")
    return "".join(mark for mark in plain.replace("\n", r"\n") if mark >= " " and mark != "\x7f")


def folded(line: str) -> str:
    """One line in pieces of at most 75 octets; no letter is cut.  Source: RFC 5545, 3.1."""
    pieces, piece, size = [], "", 0
    for mark in line:
        length = len(mark.encode("utf-8"))
        if size + length > _WIDEST:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + mark, size + length
    return "\r\n".join([*pieces, piece]) + "\r\n"


def calendar(found: Iterable[Card], name: str, stamp: datetime) -> str:
    """The calendar of the actions that have a due date, one whole day each.

    Shape: stamp is the moment it is made, with its zone.  What was cancelled is said to be, so that it goes away in
    the calendars that had it.
    """
    made = stamp.astimezone(UTC)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
             f"X-WR-CALNAME:{escaped(name)}"]
    for card in found:
        if card.due is not None:
            lines += _event(card, card.due, made)
    return "".join(folded(line) for line in [*lines, "END:VCALENDAR"])


def _event(card: Card, due: date, made: datetime) -> Iterator[str]:
    finished = card.status in ("done", "closed")
    title = " · ".join(filter(None, (card.number, " ".join(card.told.split()))))
    told = [_("Responsible: {name}").format(name=card.who)] if card.who else []
    told += [_("State: {state}").format(state=state_words(card.status)),
             _("Progress: {share} %").format(share=card.progress)]
    yield "BEGIN:VEVENT"
    yield f"UID:action-{card.id}@armdesk"
    yield f"DTSTAMP:{made:%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{max(card.version - 1, 0)}"
    yield f"DTSTART;VALUE=DATE:{due:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{due + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped('✓ ' + title if finished else title)}"
    yield f"DESCRIPTION:{escaped(chr(10).join(told))}"
    yield f"STATUS:{'CANCELLED' if card.status == 'cancelled' else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def write_calendar(found: Iterable[Card], target: Path, name: str, stamp: datetime) -> None:
    """Write the calendar to a file.  Errors: ExportError (target not writable), DiskFull."""
    atomic.write_bytes(target, calendar(found, name, stamp).encode("utf-8"))
