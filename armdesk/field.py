"""The base of all field types: what a declaration may say, and how typed text is cleaned and compared."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Self

import peewee as pw

from armdesk.i18n import _

if TYPE_CHECKING:  # peewee's stubs know fields as generic, its classes are not

    class _Field(pw.Field[Any]):
        pass
else:
    _Field = pw.Field



@dataclass(frozen=True)
class Reading:
    """How typed texts are to be understood here.

    Shape: decimal_mark "," or "." settles doubtful numbers ("1.234"), None asks; order "dmy" or "mdy" for dates;
    today lets two-digit years be understood; unit replaces the unit a weight or fineness is taken to be in; units are
    the office's own words for units of weight, folded, None where a word is not known here; standards are the keys of
    the catalogues here by key and name, folded, None where nobody looked.
    """

    decimal_mark: str | None = None
    order: str = "dmy"
    today: date | None = None
    unit: str | None = None
    currency: str | None = None
    units: Mapping[str, str | None] | None = None
    standards: Mapping[str, str] | None = None


PLAIN = Reading()
_UNSEEN = ((0, 32), (127, 160), (0x200B, 0x2010), (0x202A, 0x202F), (0x2066, 0x206A), (0xFEFF, 0xFF00))
"""Control characters, zero-width marks, marks that turn the direction of writing, the byte order mark."""
_CONTROL: dict[int, None] = dict.fromkeys(code for first, end in _UNSEEN for code in range(first, end))
_KEEP_LINES = {code: drop for code, drop in _CONTROL.items() if code != 10}


def clean_text(text: str, *, lines: bool = False) -> str:
    """Text without what cannot be seen: control, zero-width and direction marks, lone surrogates; NFC, ends trimmed."""
    if text.isascii() and text.isprintable():
        return text.strip()
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    if not lines:
        kept = kept.replace("\n", " ").replace("\t", " ")
    kept = kept.translate(_KEEP_LINES if lines else _CONTROL).encode("utf-8", "ignore").decode("utf-8")
    return unicodedata.normalize("NFC", kept).strip()


def fold(text: str) -> str:
    """Text as searches compare it: no accents, no case, single spaces ("Ñandú" -> "nandu")."""
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(mark for mark in plain if not unicodedata.combining(mark)).split())


def fold_all(texts: Sequence[str]) -> list[str]:
    """Many texts folded; plain ones, as most registers are full of, all at once."""
    letters, lines = "".join(texts), "\n".join(texts)
    loose = lines[:1] == " " or lines[-1:] == " " or any(mark in lines for mark in ("  ", " \n", "\n "))
    if loose or not (letters.isascii() and letters.isprintable()):
        return [fold(text) for text in texts]
    return lines.lower().split("\n") if texts else []


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

    def __deepcopy__(self, _memo: dict[int, Any]) -> Self:
        """Copy as peewee does for each record type that inherits it; nothing in a field is changed in place."""
        twin = self.__class__.__new__(self.__class__)
        twin.__dict__.update(self.__dict__)
        return twin

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
