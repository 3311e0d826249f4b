"""Field types: how a value is read, checked, shown, exchanged and remembered.

A field is a column of the database and, in the same line, everything a screen, a workbook or the history needs.
Values in Python: whole numbers of the smallest step (mg, tenths of per-mille, cents), date, str, bool; never float.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import peewee as pw

from armdesk import currencies, dates, numbers
from armdesk.i18n import N_, _, current
from armdesk.i18n_formats import decimal_text, scaled_text

if TYPE_CHECKING:  # peewee's stubs know fields as generic, its classes are not

    class _Field(pw.Field[Any]):
        pass
else:
    _Field = pw.Field

LONGEST_TEXT = 20_000


@dataclass(frozen=True)
class Reading:
    """How typed texts are to be understood here.

    Shape: decimal_mark "," or "." settles doubtful numbers ("1.234"), None asks; order "dmy" or "mdy" for dates;
    today lets two-digit years be understood; unit replaces the unit a weight or fineness is taken to be in; units are
    the office's own words for units of weight, folded, None where a word is not known here.
    """

    decimal_mark: str | None = None
    order: str = "dmy"
    today: date | None = None
    unit: str | None = None
    currency: str | None = None
    units: Mapping[str, str | None] | None = None


PLAIN = Reading()
_CONTROL = dict.fromkeys([*range(32), *range(127, 160), 65279, *range(8203, 8208), *range(8234, 8239), *range(8294, 8298)])
_KEEP_LINES = {code: drop for code, drop in _CONTROL.items() if code != 10}


def clean_text(text: str, *, lines: bool = False) -> str:
    """Text without what cannot be seen: control, zero-width and direction marks, lone surrogates; NFC, ends trimmed."""
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    if not lines:
        kept = kept.replace("\n", " ").replace("\t", " ")
    kept = kept.translate(_KEEP_LINES if lines else _CONTROL).encode("utf-8", "ignore").decode("utf-8")
    return unicodedata.normalize("NFC", kept).strip()


def fold(text: str) -> str:
    """Text as searches compare it: no accents, no case, single spaces ("Ñandú" -> "nandu")."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(mark for mark in plain if not unicodedata.combining(mark)).split())


class Declared(_Field):
    """Base of all field types.

    label and help are shown translated; required fields must hold a value; group is the heading under which a form
    shows the field; personal says what a pack for others must hide ("identity", "health", "place" or "");
    key is the documented column name in data files (default: the field's name).
    """

    field_type = "TEXT"
    align_right = False

    def __init__(self, label: str, *, required: bool = False, help: str = "", group: str = "", personal: str = "",
                 key: str = "", default: Any = None, unique: bool = False, index: bool = False,
                 readonly: bool = False, primary: bool = False) -> None:
        super().__init__(null=not primary, default=default, index=index, primary_key=primary)
        self.label, self.help, self.group, self.personal, self._key = label, help, group, personal, key
        self.required, self.is_unique, self.readonly = required, unique, readonly

    def db_value(self, value: Any) -> Any:
        return value

    def python_value(self, value: Any) -> Any:
        return value

    @property
    def key(self) -> str:
        """Column name in data files."""
        return self._key or self.name

    def unit_of(self, record: Mapping[str, Any] | None = None) -> str:
        """Unit printed behind the value, "" if none."""
        return ""

    def title(self, *, unit: bool = True) -> str:
        """Label in the language in force, with its unit in brackets."""
        label = _(self.label)
        return f"{label} ({self.unit_of()})" if unit and self.unit_of() else label

    def parse(self, text: str, reading: Reading = PLAIN) -> Any:
        """Value of a typed text; "" is None.  Errors: ValueError with a sentence."""
        cleaned = clean_text(text)
        return self._parse(cleaned, reading) if cleaned else None

    def _parse(self, text: str, reading: Reading) -> Any:
        return text

    def take(self, value: Any, reading: Reading = PLAIN) -> Any:
        """Value of a typed cell of a spreadsheet (str, int, Decimal, date, bool).  Errors: ValueError."""
        if value is None:
            return None
        if isinstance(value, str):
            return self.parse(value, reading)
        return self._take(value, reading)

    def _take(self, value: Any, reading: Reading) -> Any:
        return self.parse(str(value), reading)

    def format(self, value: Any, record: Mapping[str, Any] | None = None) -> str:
        """Text for a person, in the language in force, without unit."""
        return "" if value is None else str(value)

    def exchange(self, value: Any, record: Mapping[str, Any] | None = None) -> Any:
        """Value for a file: Decimal in the field's unit, date, bool or text; can be taken back with take()."""
        return value

    def check(self, value: Any) -> list[str]:
        """What is wrong with a value on its own, as sentences."""
        if value is None:
            return [_("“{field}” is needed.").format(field=_(self.label))] if self.required else []
        return self._check(value)

    def _check(self, value: Any) -> list[str]:
        return []

    def remember(self, value: Any) -> Any:
        """Value as the history keeps it: str, int, bool or None."""
        return value

    def recall(self, kept: Any) -> Any:
        """Value from what the history kept."""
        return kept


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
        return []


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


class CurrencyCode(Declared):
    """Currency of the amounts beside it (ISO 4217)."""

    def _parse(self, text: str, reading: Reading) -> Any:
        return text.upper()

    def _check(self, value: Any) -> list[str]:
        known = value in currencies.codes()
        return [] if known else [_("“{text}” is not a currency code such as USD.").format(text=value)]


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


class Whole(Declared):
    """A count."""

    field_type = "BIGINT"
    align_right = True

    def __init__(self, label: str, *, least: int = 0, most: int = 10**9, **more: Any) -> None:
        super().__init__(label, **more)
        self.least, self.most = least, most

    def _parse(self, text: str, reading: Reading) -> Any:
        return numbers.parse_scaled(text, 0, decimal_mark=reading.decimal_mark)

    def format(self, value: Any, record: Mapping[str, Any] | None = None) -> str:
        return "" if value is None else decimal_text(value, 0, current())

    def _check(self, value: Any) -> list[str]:
        if not isinstance(value, int) or isinstance(value, bool):
            return [_("This is not a whole number.")]
        if value < self.least:
            return [_("This must be at least {least}.").format(least=self._limit(self.least))]
        return [_("This must be at most {most}.").format(most=self._limit(self.most))] if value > self.most else []

    def _limit(self, value: int) -> str:
        return decimal_text(value, 0, current())


class Scaled(Whole):
    """An exact quantity: whole steps of 10^-places of its unit."""

    def __init__(self, label: str, *, unit: str, places: int, least: int = 0, most: int = 10**15,
                 shown_places: int | None = None, **more: Any) -> None:
        super().__init__(label, least=least, most=most, **more)
        self.unit, self.places, self.shown_places = unit, places, shown_places

    def unit_of(self, record: Mapping[str, Any] | None = None) -> str:
        return _(self.unit)

    def _parse(self, text: str, reading: Reading) -> Any:
        return numbers.parse_scaled(text, self.places, decimal_mark=reading.decimal_mark)

    def _take(self, value: Any, reading: Reading) -> Any:
        scaled = Decimal(value).scaleb(self.places)
        rounded = int(scaled.to_integral_value(rounding="ROUND_HALF_UP"))
        # Spreadsheets carry binary dust (0.1 + 0.2); what differs by less than a thousandth of a step is the same.
        if abs(scaled - rounded) > Decimal("0.001"):
            raise ValueError(_("{value} has more than {places} decimals.").format(value=value, places=self.places))
        return rounded

    def format(self, value: Any, record: Mapping[str, Any] | None = None) -> str:
        return "" if value is None else scaled_text(value, self.places, current(), least=self.shown_places)

    def exchange(self, value: Any, record: Mapping[str, Any] | None = None) -> Any:
        return None if value is None else Decimal(value).scaleb(-self.places)

    def _limit(self, value: int) -> str:
        return f"{scaled_text(value, self.places, current(), least=0)} {self.unit_of()}"


class Mass(Scaled):
    """A weight of mineral or metal, kept in mg, shown in g; other units of the field are understood when typed."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, unit="g", places=3, most=10**10, **more)

    @property
    def key(self) -> str:
        return self._key or f"{self.name.removesuffix('_mg')}_g"

    def _parse(self, text: str, reading: Reading) -> Any:
        unit, mark = reading.unit or "g", reading.decimal_mark
        return numbers.parse_mass(text, unit=unit, decimal_mark=mark, units=reading.units)

    def _take(self, value: Any, reading: Reading) -> Any:
        per_unit = numbers.MASS_UNITS[reading.unit or "g"]
        exact = Decimal(value) * per_unit.numerator / per_unit.denominator
        return int(exact.to_integral_value(rounding="ROUND_HALF_UP"))


class Fineness(Scaled):
    """Share of pure metal, kept in tenths of a per-mille; 24 carat = 1000 per-mille."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, unit="‰", places=1, least=1, most=10_000, shown_places=0, **more)

    @property
    def key(self) -> str:
        return self._key or f"{self.name}_permille"

    def _parse(self, text: str, reading: Reading) -> Any:
        return numbers.parse_fineness(text, unit=reading.unit, decimal_mark=reading.decimal_mark)

    def _take(self, value: Any, reading: Reading) -> Any:
        return numbers.parse_fineness(value, unit=reading.unit)


class Money(Whole):
    """An amount in the smallest unit of the currency that the record names beside it."""

    def __init__(self, label: str, *, currency: str = "currency", least: int = 0, **more: Any) -> None:
        super().__init__(label, least=least, most=10**17, **more)
        self.currency = currency

    def places_of(self, record: Mapping[str, Any] | None) -> int:
        """Decimals of this record's currency."""
        return currencies.digits((record or {}).get(self.currency))

    def unit_of(self, record: Mapping[str, Any] | None = None) -> str:
        return str((record or {}).get(self.currency) or "")

    def _parse(self, text: str, reading: Reading) -> Any:
        return numbers.parse_scaled(text, currencies.digits(reading.currency), decimal_mark=reading.decimal_mark)

    def _take(self, value: Any, reading: Reading) -> Any:
        # A spreadsheet's computed amount has more decimals than money has: rounded half up to the smallest unit.
        scaled = Decimal(value).scaleb(currencies.digits(reading.currency))
        return int(scaled.to_integral_value(rounding="ROUND_HALF_UP"))

    def format(self, value: Any, record: Mapping[str, Any] | None = None) -> str:
        return "" if value is None else scaled_text(value, self.places_of(record), current())

    def exchange(self, value: Any, record: Mapping[str, Any] | None = None) -> Any:
        return None if value is None else Decimal(value).scaleb(-self.places_of(record))


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

    on_trash: what happens here when the target goes to the trash: "keep" (the link stays and is shown struck out)
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


class Json(LongText):
    """Structured notes of the program itself, as JSON text; never shown in forms."""
