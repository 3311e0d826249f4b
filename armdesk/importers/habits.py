"""What the books of an office tell together: in which currency it reckons, and which mark its decimals have."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from armdesk.errors import ArmdeskError
from armdesk.fields import fold
from armdesk.importers import headings as heads
from armdesk.importers import matching
from armdesk.importers.layout import shown
from armdesk.importers.workbook import Book, open_book

_FOREIGN = frozenset(("USD", "EUR"))
_LOOKED_AT, _LONGEST, _CELLS = 30, 80, 2_000
_COMMA = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|-?[0-9]+,[0-9]{1,2}|-?[0-9]{1,3}(?:\.[0-9]{3}){2,}|-?0,[0-9]+")
_POINT = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+|"
                    r"-?[0-9]+\.[0-9]{1,2}|-?[0-9]{1,3}(?:,[0-9]{3}){2,}|-?0\.[0-9]+")
_CASTELLANO = re.compile(r"\b(?:cast|castellanos?|tom|tomin|tomines)\b")
_ENOUGH, _RARE = 3, 0.1


def currency(paths: Iterable[Path]) -> str:
    """The currency of the country whose offices write as these books do; "" where they do not tell.

    A sign that only one currency has settles it, then words of one country's papers, such as the name of its register.
    """
    named: Counter[str] = Counter()
    shared: Counter[frozenset[str]] = Counter()
    signs: dict[str, set[str]] = {code: set() for code in heads.words()["signs"]}
    for text in _heads_of(paths):
        codes = heads.currencies_in(text) if any(map(matching.is_heading, heads.shorter(text))) else frozenset()
        if len(codes) == 1:
            named.update(codes)
        elif codes:
            shared[codes] += 1
        words = f" {heads.plain(text)} "
        for code, written in heads.words()["signs"].items():
            signs[code].update(word for word in written if f" {word} " in words)
    own = [code for code in named if code not in _FOREIGN]
    if len(own) == 1:
        return own[0]
    ranked = sorted(((len(found), code) for code, found in signs.items() if found), reverse=True)
    best = ranked[0][1] if ranked and (len(ranked) == 1 or ranked[0][0] > ranked[1][0]) else ""
    if best and (not own or best in own) and (not shared or any(best in codes for codes in shared) or best in own):
        return best
    return next(iter(named), "") if len(named) == 1 and not shared else best if not own else ""


def units(book: Book) -> dict[str, str | None]:
    """What the short units of a book of gold mean: "t" is a tomin where it weighs in castellanos, never a ton."""
    told = any(isinstance(cell, str) and _CASTELLANO.search(fold(cell))
               for sheet in book.sheets for row in islice(book.rows(sheet), _CELLS) for cell in row)
    return {"t": "tomin", "c": "castellano"} if told else {"t": None}


def _heads_of(paths: Iterable[Path]) -> Iterable[str]:
    """Short texts of the first rows of all sheets."""
    for path in paths:
        try:
            book = open_book(path)
            for sheet in book.sheets:
                for row in islice(book.rows(sheet), _LOOKED_AT):
                    yield from (text for cell in row if isinstance(cell, str) and 0 < len(text := cell) <= _LONGEST)
        except ArmdeskError:
            continue  # a book that cannot be opened is told where it is read


def usual_mark(paths: Iterable[Path]) -> str:
    """The mark that parts decimals in most books of an office; "" where they do not agree."""
    marks = Counter(mark for path in paths if (mark := _mark_of(path)))
    return next(iter(marks)) if len(marks) == 1 else ""


def _mark_of(path: Path) -> str:
    try:
        return decimal_mark(open_book(path))
    except ArmdeskError:
        return ""


def decimal_mark(book: Book) -> str:
    """The mark that parts decimals in the texts of a book; "" where it has none or both."""
    comma = point = 0
    for sheet in book.sheets:
        for row in islice(book.rows(sheet), _CELLS):
            for cell in row:
                if isinstance(cell, str) and cell and (cell[-1].isdigit() or cell[0] in "$S-"):
                    text = fold(shown(cell)).lstrip("$ ")
                    comma += _COMMA.fullmatch(text) is not None
                    point += _POINT.fullmatch(text) is not None
    if comma >= _ENOUGH and point <= comma * _RARE:
        return ","
    return "." if point >= _ENOUGH and comma <= point * _RARE else ""
