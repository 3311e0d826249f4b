"""The next number of a series of papers: asked inside the operation that uses it, so that it is given only once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import count

from armdesk.record import Record
from armdesk.services.basis.figure import ask
from armdesk.store import Store

_LOOKED_AT, _DIGITS = 200, 3
_TAIL = re.compile(r"(.*?)([0-9]+)", re.DOTALL)
_YEARLY = re.compile(r"(.*?)([0-9]+)([-/. ](?:19|20)[0-9]{2})")
_YEAR = re.compile(r"(?<![0-9])(19|20)[0-9]{2}(?![0-9])")


def split(code: str) -> tuple[str, str] | None:
    """A number as its head and its digits: "RP-00412" -> ("RP-", "00412"); None where no digits end it."""
    found = _TAIL.fullmatch(code)
    return (found[1], found[2]) if found else None


def parts_of(code: str) -> tuple[str, str, str] | None:
    """A number as its head, its digits and the year behind: "04-2025" -> ("", "04", "-2025"); None without digits."""
    yearly = _YEARLY.fullmatch(code)
    if yearly:
        return yearly[1], yearly[2], yearly[3]
    found = split(code)
    return (*found, "") if found else None


def next_code(store: Store, type_: type[Record], field: str, today: date, usual: str) -> str:
    """The number that comes next in the series the office uses most of late; `usual` where there is none yet.

    Numbers in the trash stay used: a paper with them may be in somebody's hands.  A year in the head is that of today.
    Two windows never get the same: the database lets one operation after the other in.
    """
    table, column = type_.type_name(), type_.field(field).column_name
    latest = ask(store, f'SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL '  # noqa: S608 - declared
                 f"ORDER BY id DESC LIMIT {_LOOKED_AT}")
    head = _usual_head([str(code) for (code,) in latest], today)
    if head is None:
        return usual
    rows = ask(store, f'SELECT "{column}" FROM "{table}" WHERE substr("{column}", 1, ?) = ?',  # noqa: S608 - declared
               len(head), head)
    return _after(head, [str(code) for (code,) in rows])


def following(codes: Sequence[str], today: date, like: str = "") -> str:
    """The number after those given, in the series used most of late, or in that of a number like it; "" where none is.

    Shape: codes with the latest first.
    """
    parts = split(like) if like else None
    head = parts[0] if parts else _usual_head(codes[:_LOOKED_AT], today)
    if head is None:
        return ""
    digits = next((len(parts[1]) for code in codes if (parts := split(code))), _DIGITS)
    return _after(head, [code for code in codes if code.startswith(head)], digits)


def _usual_head(latest: Sequence[str], today: date) -> str | None:
    """What stands before the digits of most numbers, with the year of today where a year is in it."""
    heads = Counter(parts[0] for code in latest if (parts := split(code)))
    return _this_year(heads.most_common(1)[0][0], today) if heads else None


def _after(head: str, codes: Sequence[str], digits: int = _DIGITS) -> str:
    """The number after the highest with this head; the first one of a new year has as many digits as asked for."""
    tails = [code[len(head):] for code in codes]
    used = [tail for tail in tails if tail.isdecimal()]
    if not used:
        return f"{head}{1:0{digits}d}"
    last = max(used, key=int)
    return f"{head}{int(last) + 1:0{len(last)}d}"


def numbers_from(first: str) -> Iterator[str]:
    """A number and those that follow it, for several papers of one operation: "R-099", "R-100", ..."""
    head, digits = split(first) or (first, "0")
    for number in count(int(digits)):
        yield f"{head}{number:0{len(digits)}d}"


def _this_year(head: str, today: date) -> str:
    """A head with the year of today, where it has one."""
    years = [int(found[0]) for found in _YEAR.finditer(head)]
    return head.replace(str(years[-1]), str(today.year)) if years and years[-1] < today.year else head
