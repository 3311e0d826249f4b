"""Closed months: which they are, and what may no longer be written because of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from armdesk import sql
from armdesk.fields import Link
from armdesk.i18n import _, current
from armdesk.i18n_formats import month_name
from armdesk.models.closing import MonthClose
from armdesk.record import Record

_MONTH = 7
"""Letters of a day that name its month: "2025-03"."""


class ClosedMonths:
    """The months that are closed in one state of the database.

    A record belongs to the month of the date that its type names in `closes`.  In a closed month nothing is added,
    changed or put into the trash, but for the fields that the type says stay open.
    """

    def __init__(self, db: Any) -> None:
        self._db = db

    @cached_property
    def months(self) -> frozenset[str]:
        """Months as "2025-03"; one that was opened again is not among them."""
        rows = sql.run(self._db, "SELECT month FROM month_close WHERE trashed = 0 AND reopened_on IS NULL").fetchall()
        return frozenset(str(month) for (month,) in rows)

    def problems(self, type_: type[Record], after: Mapping[str, Any] | None,
                 before: Mapping[str, Any] | None = None) -> dict[str, str]:
        """What keeps a record from being written: field name -> sentence; empty where nothing does.

        Shape: after and before are its values by field; before is None for a new record, after for one that goes to
        the trash or comes out of it.
        """
        if not self.concern(type_):
            return {}
        if before is not None and after is not None and self._only_open(type_, after, before):
            return {}
        for values in (before, after):
            field, month = self._month_of(type_, values) if values is not None else ("", "")
            if month in self.months:
                return {field: _sentence(type_, month, new=before is None)}
        return {}

    def concern(self, type_: type[Record]) -> bool:
        """Whether records of a type may be refused at all."""
        return bool(type_.about.closes and self.months)

    def refuses_any(self, type_: type[Record], rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
        """The first problem among many new records of one type."""
        return next((found for values in rows if (found := self.problems(type_, values))), {})

    def _only_open(self, type_: type[Record], after: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
        """Whether only fields differ that may be filled in later."""
        empty = {name for name in type_.about.filled_once if before.get(name) in (None, "")}
        free = {*type_.about.stays_open, *empty, "version", "search", "typed"}
        return all(after.get(name) == value for name, value in before.items() if name not in free)

    def _month_of(self, type_: type[Record], values: Mapping[str, Any]) -> tuple[str, str]:
        """The field that tells the month of a record, and the month; empty where none is filled."""
        for each in type_.about.closes.split():
            name, _dot, beyond = each.partition(".")
            value = values.get(name)
            if value and (month := self._linked_month(type_, name, value, beyond) if beyond else f"{value:%Y-%m}"):
                return name, month
        return "", ""

    def _linked_month(self, type_: type[Record], name: str, value: str, beyond: str) -> str:
        link = type_.field(name)
        target = link.target if isinstance(link, Link) else ""
        row = sql.run(self._db, f'SELECT "{beyond}" FROM "{target}" WHERE id = ?', (bytes.fromhex(value),)).fetchone()
        return str(row[0] or "")[:_MONTH] if row else ""


def month_label(month: str) -> str:
    """A month such as "2025-03" for a person, in the language in force: "March 2025"."""
    return f"{month_name(int(month[5:7]), current()).capitalize()} {month[:4]}"


def refused_trash(record: Record) -> list[str]:
    """Why the closing of a month that is still closed does not go to the trash; empty for all else."""
    if isinstance(record, MonthClose) and record.reopened_on is None:
        return [_("A closed month is opened again with a reason, not deleted.")]
    return []


def _sentence(type_: type[Record], month: str, *, new: bool) -> str:
    name = month_label(month)
    if "corrects" not in type_._meta.fields:
        return _("{month} is closed. Open it again with a reason if this has to be written.").format(month=name)
    if new:
        return _("{month} is closed. Take a day of an open month, and name what this corrects.").format(month=name)
    return _("{month} is closed. Write a counter-entry in an open month instead.").format(month=name)
