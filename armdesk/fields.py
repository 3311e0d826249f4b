"""Field types: how a value is read, checked, shown, exchanged and remembered.

A field is a column of the database and, in the same line, everything a screen, a workbook or the history needs.
Values in Python: whole numbers of the smallest step (mg, tenths of per-mille, cents), date, str, bool; never float.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from armdesk import dates
from armdesk.field import PLAIN, Declared, Reading, clean_text, fold, fold_all
from armdesk.i18n import N_, _
from armdesk.quantities import CurrencyCode, Fineness, Mass, Money, Scaled, Whole

__all__ = [
    "PLAIN", "Choice", "Choices", "Code", "CurrencyCode", "Date", "Declared", "Fineness", "Flag", "Id", "Json", "Link",
    "LongText", "Mass", "Money", "Reading", "Reference", "Scaled", "Standard", "Standards", "Text", "TimeOfDay",
    "Whole", "clean_text", "fold", "fold_all",
]
LONGEST_TEXT = 20_000


class Text(Declared):
    """One line of text."""

    def __init__(self, label: str, *, longest: int = 300, **more: Any) -> None:
        super().__init__(label, **more)
        self.longest = longest

    def _check(self, value: Any) -> list[str]:
        if not isinstance(value, str):
            return [_("This is not a text.")]
        if len(value) > self.longest:
            return [_("This is too long: {count} letters, at most {most}.").format(count=len(value), most=self.longest)]
        if not value.isascii() and not _can_be_kept(value):
            return [_("This holds signs that are no letters; write it again.")]
        return []


def _can_be_kept(text: str) -> bool:
    """Whether a text can be written to a file: halves of letters, as broken file names hold them, cannot."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


class LongText(Text):
    """Several lines of text."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, longest=LONGEST_TEXT, **more)

    def parse(self, text: str, reading: Reading = PLAIN) -> Any:
        return clean_text(text, lines=True) or None


class Code(Text):
    """A number that is a name: identity numbers, receipts, licences; leading zeros and letters stay."""

    def _take(self, value: Any, reading: Reading) -> Any:
        if isinstance(value, Decimal) and value == value.to_integral_value():
            return str(int(value))
        return super()._take(value, reading)


class Choice(Declared):
    """One of a fixed list of codes, each with a label."""

    def __init__(self, label: str, choices: Mapping[str, str], **more: Any) -> None:
        super().__init__(label, **more)
        self.options = dict(choices)

    def _parse(self, text: str, reading: Reading) -> Any:
        wanted = fold(text)
        for code, label in self.options.items():
            if wanted in (fold(code), fold(label), fold(_(label))):
                return code
        raise ValueError(_("“{text}” is none of: {choices}.").format(
            text=text, choices=", ".join(_(label) for label in self.options.values())))

    def format(self, value: Any, record: Mapping[str, Any] | None = None) -> str:
        return _(self.options.get(value, str(value))) if value is not None else ""

    def _check(self, value: Any) -> list[str]:
        return [] if value in self.options else [_("“{text}” is not on the list.").format(text=value)]


class Choices(Declared):
    """Several of a fixed list, kept as their codes with spaces between, in the order of the list.

    Shape: groups leads from a code to the heading it stands under, where the list is long.
    """

    def __init__(self, label: str, choices: Mapping[str, str], *, groups: Mapping[str, str] | None = None,
                 **more: Any) -> None:
        super().__init__(label, **more)
        self.options, self.groups = dict(choices), dict(groups or {})

    def kept(self, codes: Collection[str]) -> str | None:
        """The value for a set of codes."""
        return " ".join(code for code in self.options if code in codes) or None

    def _parse(self, text: str, reading: Reading) -> Any:
        if all(word in self.options for word in text.split()):
            return self.kept(text.split())
        known = {fold(name): code for code, label in self.options.items() for name in (code, label, _(label))}
        wanted = [part.strip() for part in text.split(";") if part.strip()]
        if strange := [part for part in wanted if fold(part) not in known]:
            raise ValueError(_("“{text}” is not on the list.").format(text=strange[0]))
        return self.kept([known[fold(part)] for part in wanted])

    def format(self, value: Any, record: Mapping[str, Any] | None = None) -> str:
        return "; ".join(_(self.options.get(code, code)) for code in str(value or "").split())

    def _check(self, value: Any) -> list[str]:
        strange = [code for code in str(value).split() if code not in self.options]
        return [_("“{text}” is not on the list.").format(text=code) for code in strange]


class Standard(Text):
    """A standard, kept as the key of its catalogue; typed as key or as name, as far as Reading.standards knows it."""

    def _parse(self, text: str, reading: Reading) -> Any:
        return _standard(text, reading)


class Standards(Standard):
    """Several standards, kept as the keys of their catalogues with spaces between; names typed with semicolons."""

    def _parse(self, text: str, reading: Reading) -> Any:
        known = reading.standards
        keys = text.split()
        if known is None or not all(fold(key) in known for key in keys):
            keys = [part.strip() for part in re.split("[;\n]", text) if part.strip()]
        return " ".join(dict.fromkeys(_standard(key, reading) for key in keys)) or None


def _standard(text: str, reading: Reading) -> str:
    if reading.standards is None:
        return text
    key = reading.standards.get(fold(text))
    if key is None:
        raise ValueError(_("“{text}” is no standard that is known here. There are: {keys}.").format(
            text=text, keys=", ".join(sorted(set(reading.standards.values())))))
    return key


class Flag(Declared):
    """Yes or no; None is "not stated"."""

    field_type = "SMALLINT"
    _YES = frozenset({"si", "s", "yes", "y", "x", "1", "true", "verdadero", "oui", "sim", "✓"})
    _NO = frozenset({"no", "n", "0", "false", "falso", "non", "nao", "-"})

    def db_value(self, value: Any) -> Any:
        return None if value is None else int(value)

    def python_value(self, value: Any) -> Any:
        return None if value is None else bool(value)

    def _parse(self, text: str, reading: Reading) -> Any:
        wanted = fold(text)
        if wanted in self._YES or wanted in self._NO:
            return wanted in self._YES
        raise ValueError(_("“{text}” is neither yes nor no.").format(text=text))

    def format(self, value: Any, record: Mapping[str, Any] | None = None) -> str:
        return "" if value is None else _(N_("yes")) if value else _(N_("no"))


class Date(Declared):
    """A calendar day, as the person wrote it down; no time zone."""

    def db_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value

    def python_value(self, value: Any) -> Any:
        return date.fromisoformat(value) if value else None

    def _parse(self, text: str, reading: Reading) -> Any:
        return dates.parse_date(text, order=reading.order, today=reading.today)

    def _take(self, value: Any, reading: Reading) -> Any:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        raise ValueError(_("“{text}” is not a date.").format(text=value))

    def format(self, value: Any, record: Mapping[str, Any] | None = None) -> str:
        return value.isoformat() if isinstance(value, date) else str(value or "")

    def _check(self, value: Any) -> list[str]:
        if not isinstance(value, date):
            return [_("This is not a date.")]
        in_range = 1900 <= value.year <= 2100
        return [] if in_range else [_("The year {year} cannot be right.").format(year=value.year)]

    def remember(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value

    def recall(self, kept: Any) -> Any:
        return date.fromisoformat(kept) if kept else None


class TimeOfDay(Text):
    """A time of the day, HH:MM."""

    def _parse(self, text: str, reading: Reading) -> Any:
        found = re.fullmatch(r"([0-9]{1,2})(?:[:.h]([0-9]{2}))?(?::[0-9]{2})?(?: ?([ap])\.? ?m\.?)?", text.lower())
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
        if found and found[3] and 1 <= hour <= 12:
            hour = hour % 12 + (12 if found[3] == "p" else 0)
        elif found and (found[3] or not found[2]):
            hour = 99
        if hour > 23 or minute > 59:
            raise ValueError(_("“{text}” is not a time such as 14:30.").format(text=text))
        return f"{hour:02d}:{minute:02d}"


class Id(Declared):
    """Identity of a record: a UUID made here, shown as 32 hexadecimal digits."""

    field_type = "BLOB"

    def db_value(self, value: Any) -> Any:
        return bytes.fromhex(value) if isinstance(value, str) else value

    def python_value(self, value: Any) -> Any:
        return bytes(value).hex() if value is not None else None


class Link(Id):
    """Another record, by its identity; target is the name of its record type.

    on_trash: what happens here when the target goes to the trash: "keep" (the link stays and is shown struck out),
    "hold" (the target cannot go, but one that is there already may be named)
    or "refuse" (the target cannot go while something living points at it).
    """

    def __init__(self, target: str, label: str, *, on_trash: str = "refuse", **more: Any) -> None:
        super().__init__(label, **more)
        self.target, self.on_trash = target, on_trash

    def _check(self, value: Any) -> list[str]:
        known = isinstance(value, str) and re.fullmatch("[0-9a-f]{32}", value)
        return [] if known else [_("This does not name a record.")]


class Reference(Text):
    """Any record or requirement: "lot/<id>" or "requirement/<catalogue key>/<code>"."""


_LONGEST_NOTES = 1_000_000


class Json(LongText):
    """Structured notes of the program itself, as JSON text; never shown in forms.

    Nobody types them, so they may be longer than what a person writes.
    """

    def __init__(self, label: str, *, longest: int = _LONGEST_NOTES, **more: Any) -> None:
        super().__init__(label, **more)
        self.longest = longest
