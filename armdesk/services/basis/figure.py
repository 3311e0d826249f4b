"""Figure: one number or day of a period together with the records it was counted from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from armdesk import sql
from armdesk.db_errors import explained
from armdesk.i18n import _, current
from armdesk.i18n_formats import decimal_text, long_date
from armdesk.numbers import FINE_STEPS
from armdesk.query import Query
from armdesk.record import Record
from armdesk.store import Store

_TINY = Decimal("0.0000001")


@dataclass(frozen=True)
class Figure:
    """One number, or one day, with its rows.

    Shape: value None means that nothing was recorded, which is not zero; count is the number of records in `rows`;
    unsure counts records that could not enter the sum (no fineness, no birth date), listed by `unsure_rows`.
    Of a share, part of whole have what is asked; `lacking` have not, listed by `lacking_rows`.
    Units: value in `unit`, shown with `places` decimals.  people: a count of persons, hidden in packs when under 5.
    """

    name: str
    label: str
    value: Decimal | int | date | None
    rows: Query
    count: int = 0
    unit: str = ""
    places: int = 0
    note: str = ""
    unsure: int = 0
    unsure_rows: Query | None = None
    people: bool = False
    part: int | None = None
    whole: int | None = None
    lacking: int = 0
    lacking_rows: Query | None = None

    @property
    def number(self) -> Decimal | int | None:
        """The value where it is a number."""
        return None if isinstance(self.value, date) else self.value

    @property
    def kept(self) -> str:
        """The value as it is frozen: alike in every language, "" where nothing was recorded."""
        if self.value is None or isinstance(self.value, int):
            return "" if self.value is None else str(self.value)
        if isinstance(self.value, date):
            return self.value.isoformat()
        return format(self.value.normalize(), "f") if self.value else "0"

    def shown(self) -> str:
        """The value with its unit, in the language in force."""
        if self.value is None:
            return _("nothing recorded")
        if isinstance(self.value, date):
            return long_date(self.value, current())
        text = decimal_text(self.value, self.places, current())
        return f"{text} {_(self.unit)}" if self.unit else text


def ask(store: Store, question: str, *values: Any) -> list[tuple[Any, ...]]:
    """Rows of the answer to a question in portable SQL.  Shape: values may be dates and ids (hexadecimal)."""
    bound = [value.isoformat() if isinstance(value, date) else value for value in values]
    with explained():
        return [tuple(row) for row in sql.run(store.db, question, bound).fetchall()]


def written_since(store: Store, seq: int) -> dict[str, int]:
    """Record types written after an entry of the history, each with the seq of its newest one."""
    return {str(name): int(last) for name, last in ask(
        store, "SELECT type, max(seq) FROM entry WHERE seq > ? GROUP BY type", seq)}


def has_any(store: Store, type_: type[Record]) -> bool:
    """Whether a register has an entry at all."""
    return bool(ask(store, f'SELECT 1 FROM "{type_.type_name()}" WHERE trashed = 0 LIMIT 1'))  # noqa: S608 - a register's own name


def newest_day(store: Store, type_: type[Record]) -> date | None:
    """The latest day of a register by date, None while it is empty."""
    day = ask(store, f'SELECT max(date) FROM "{type_.type_name()}" WHERE trashed = 0')[0][0]  # noqa: S608 - a register's own name
    return date.fromisoformat(day) if day else None


def grams(milligrams: int | None) -> Decimal:
    """Milligrams as grams, exactly."""
    return Decimal(milligrams or 0).scaleb(-3)


def steps_as_grams(steps: int) -> Decimal:
    """Steps of fine weight as grams, exactly but for carats that have no end in decimals."""
    return (Decimal(steps) / (1000 * FINE_STEPS)).quantize(_TINY, rounding="ROUND_HALF_UP")


def site_names(store: Store) -> dict[str, str]:
    """Names of all sites by id, those in the trash too: their work was done."""
    return {id_of(id_): str(name) for id_, name in ask(store, "SELECT id, name FROM site")}


def id_of(raw: Any) -> str:
    """An id as a record shows it, "" if unset."""
    return bytes(raw).hex() if raw is not None else ""
