"""What the name of a file and the camera's clock suggest when a paper is filed: its kind, its days, what it proves."""

from __future__ import annotations

import csv
import re
from calendar import monthrange
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from armdesk import paths
from armdesk.dates import MONTHS
from armdesk.fields import fold
from armdesk.i18n import N_, _
from armdesk.models import Revision, record_type
from armdesk.services.basis.figure import ask, id_of
from armdesk.store import Store

_MOST = 4
_WORDS = re.compile(r"[a-z]+|[0-9]+")
_DAY = (re.compile(r"(?<![0-9])(20[0-9]{2})[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12][0-9]|3[01])(?![0-9]{1,3}(?![0-9]))"),
        re.compile(r"(?<![0-9])(0?[1-9]|[12][0-9]|3[01])[-_.](0?[1-9]|1[0-2])[-_.](20[0-9]{2})(?![0-9])"))
_NUMBERED = {"sale": ("code",), "payment": ("code",), "meeting": ("number",), "permit": ("number", "code"),
             "incident": ("number",), "training": ("certificate_ref",)}
"""Registers whose records have a number of their own on paper."""
_DATED = ("training", "meeting", "inspection", "incident", "drill", "measurement", "ppe_delivery", "sale")
"""Registers of what happens on one day, such as a photo shows; the likelier first."""
_BY_NUMBER, _BY_DAY, _BY_NAME = N_("the number in its name"), N_("the same day"), N_("its name")
_PICTURE_KINDS = ("book", "list", "receipt")


@dataclass(frozen=True)
class Suggested:
    """A record that a paper may prove.  Shape: reference "sale/<id>"; why is a text to translate."""

    reference: str
    name: str
    why: str


@dataclass(frozen=True)
class Hints:
    """What is suggested; kind "" and days None where nothing is.  It is shown, never filed by itself."""

    kind: str = ""
    day: date | None = None
    first: date | None = None
    last: date | None = None
    records: tuple[Suggested, ...] = field(default_factory=tuple)


@lru_cache(maxsize=1)
def _words() -> dict[str, tuple[str, str]]:
    """Word of a file name -> (kind of document, register); from the list in resources."""
    with (paths.resources() / "filing" / "words.csv").open(encoding="utf-8", newline="") as lines:
        return {row["word"]: (row["kind"], row["register"]) for row in csv.DictReader(lines)}


def hints(store: Store, revision: Revision, today: date) -> Hints:
    """What is suggested for a file."""
    stem = fold(revision.file_name or "").rpartition(".")[0] or fold(revision.file_name or "")
    day = revision.taken_on or day_of(stem, today)
    kind, registers = _kind_of(stem)
    if (revision.media_type or "").startswith("image/") and kind not in _PICTURE_KINDS:
        kind = ""
    first, last = (None, None) if day else span_of(stem)
    found: dict[str, Suggested] = {}
    for each in (*_by_number(store, stem, registers), *_by_name(store, stem, registers),
                 *_by_day(store, day, registers, revision)):
        found.setdefault(each.reference, each)
    return Hints(kind, day, first, last, tuple(found.values())[:_MOST])


def _kind_of(stem: str) -> tuple[str, tuple[str, ...]]:
    """The kind the first telling word names, and the registers of all."""
    spaced = f" {' '.join(_WORDS.findall(stem))} "
    told = sorted((spaced.index(f" {word} "), kind, register) for word, (kind, register) in _words().items()
                  if f" {word} " in spaced)
    return (next((kind for _place, kind, _register in told if kind), ""),
            tuple(dict.fromkeys(register for _place, _kind, register in told if register)))


def day_of(stem: str, today: date) -> date | None:
    """The day in a name such as IMG_20250304_101500, acta 2025-03-15 or 15-03-2025; never one to come."""
    for pattern, order in zip(_DAY, ((1, 2, 3), (3, 2, 1)), strict=True):
        found = pattern.search(stem)
        if found is not None:
            with suppress(ValueError):
                day = date(*(int(found[place]) for place in order))
                if day <= today:
                    return day
    return None


def span_of(stem: str) -> tuple[date | None, date | None]:
    """The month or year a name speaks of: "planilla agosto 2025", "rucom 2025"."""
    words = _WORDS.findall(stem)
    year = next((int(word) for word in words if len(word) == 4 and word.startswith("20")), 0)
    month = next((MONTHS[word] for word in words if word in MONTHS), 0)
    if not year:
        return None, None
    if month:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(year, 1, 1), date(year, 12, 31)


def _by_number(store: Store, stem: str, registers: tuple[str, ...]) -> Iterator[Suggested]:
    """Records with the very number that stands in the name: "factura venta 0045"."""
    numbers = [word for word in re.findall(r"(?<![0-9])[0-9]{1,6}(?![0-9])", stem)
               if not (len(word) == 4 and word.startswith("20"))]
    for register in registers:
        for name in _NUMBERED.get(register, ()):
            for number in numbers:
                rows = ask(store, f'SELECT id, "{name}" FROM "{register}" WHERE trashed = 0 AND "{name}" LIKE ? '  # noqa: S608 - declared names
                                  "ORDER BY id DESC LIMIT 200", f"%{number.lstrip('0') or number}")
                yield from _named(store, register, [id_of(id_) for id_, text in rows if _same(str(text), number)][:2],
                                  _BY_NUMBER)


def _same(text: str, number: str) -> bool:
    found = re.search(r"([0-9]+)\s*$", text)
    return found is not None and int(found[1]) == int(number)


def _by_day(store: Store, day: date | None, registers: tuple[str, ...], revision: Revision) -> Iterator[Suggested]:
    """What happened on the day of a photo; what its name speaks of comes first."""
    if day is None:
        return
    told = [each for each in _DATED if each in registers]
    shown = (revision.media_type or "").startswith("image/")
    for register in [*told, *(each for each in _DATED if each not in told and shown)]:
        rows = ask(store, f'SELECT id FROM "{register}" WHERE trashed = 0 AND date = ? ORDER BY id LIMIT 2', day)  # noqa: S608 - declared names
        yield from _named(store, register, [id_of(row[0]) for row in rows], _BY_DAY)


def _by_name(store: Store, stem: str, registers: tuple[str, ...]) -> Iterator[Suggested]:
    """Permits whose title has all the words of the name."""
    if "permit" not in registers:
        return
    wanted = [word for word in _WORDS.findall(stem) if word.isalpha() and len(word) > 2]
    rows = ask(store, "SELECT id, title, kind FROM permit WHERE trashed = 0 ORDER BY id LIMIT 500")
    ids = [id_of(id_) for id_, title, kind in rows
           if wanted and all(word in fold(f"{title or ''} {kind or ''}") for word in wanted)]
    yield from _named(store, "permit", ids[:2], _BY_NAME)


def _named(store: Store, register: str, ids: list[str], why: str) -> Iterator[Suggested]:
    one = _(record_type(register).about.one)
    for id_, name in store.labels(register, ids).items():
        yield Suggested(f"{register}/{id_}", f"{one[:1].upper()}{one[1:]}: {name}", why)
