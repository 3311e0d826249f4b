"""The rules of one record type made ready for many rows: needed fields, rules between fields, numbers used twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from armdesk import gold_ledger
from armdesk.closed_months import ClosedMonths
from armdesk.db_errors import explained
from armdesk.fields import Declared
from armdesk.i18n import _
from armdesk.importers.outcome import Problem
from armdesk.models import Sale
from armdesk.record import Record
from armdesk.store import Store


class RecordRules:
    """The rules of one record type, made ready for many rows."""

    def __init__(self, type_: type[Record], closed: ClosedMonths) -> None:
        self._type, self._closed = type_, closed
        self._required = [each for each in type_.declared() if each.required]
        self.links = [each.name for each in type_.links()]
        self._unique = [each for each in type_.declared() if each.is_unique]
        self._used: dict[str, dict[Any, str]] = {}
        self._defaults: Mapping[str, Any] = dict(type_._meta.get_default_dict())  # type: ignore[no-untyped-call]
        self._blank: dict[str, Any] = {**dict.fromkeys(type_._meta.fields), **self._defaults}
        self._probe = type_()
        self._sold: list[tuple[str, Any, int]] = []
        """Sales of gold kept apart that the same plan lets in.  Shape: class, day, mg each."""

    def problems(self, values: Mapping[str, Any], typed: Mapping[str, str], id_: str, store: Store,
                 record: Record | None, *, merge: bool = False) -> list[Problem]:
        """What is wrong with a record as a whole: needed fields, rules between fields, numbers used twice.

        Shape: merge says that only empty fields of the record are filled.
        """
        found = []
        if record is None:
            for each in self._required:
                if values.get(each.name) is None and self._defaults.get(each.name) is None:
                    sentence = _("“{field}” is needed.").format(field=_(each.label))
                    found.append(Problem(each.name, _(each.label), "", sentence))
        known = record.values() if record is not None else self._blank
        self._probe.__data__ = {**known, **values}
        self._probe.fill()
        for name, sentence in self._probe.problems().items():
            if name in self._type.asked_now:
                continue
            label = _(self._type.field(name).label) if name else ""
            found.append(Problem(name, label, typed.get(name, ""), sentence))
        found += self._in_closed_month(values, typed, record, merge=merge)
        for each in self._unique:
            if each.name in values and self._taken(each, values[each.name], id_, store):
                sentence = _("“{value}” is already used by another record.").format(value=values[each.name])
                found.append(Problem(each.name, _(each.label), str(values[each.name]), sentence))
        return found or (self._uncovered(typed, store) if self._type is Sale else [])

    def _uncovered(self, typed: Mapping[str, str], store: Store) -> list[Problem]:
        """A sale of gold of a class kept apart that was not there; the sales before it in the file count as kept."""
        sale: Any = self._probe
        if sale.gold_class in gold_ledger.KEPT_APART and not gold_ledger.tells_apart(store.db):
            return []
        besides = sum(fine for gold_class, day, fine in self._sold
                      if gold_class == sale.gold_class and sale.date and day <= sale.date)
        with explained():
            refused = gold_ledger.refusal(store.db, sale, besides)
        apart = sale.gold_class in gold_ledger.KEPT_APART
        if not refused and apart and sale.date and sale.fine_mg and not sale.version:
            self._sold.append((sale.gold_class, sale.date, sale.fine_mg))
        return [Problem(name, _(self._type.field(name).label), typed.get(name, ""), sentence)
                for name, sentence in refused.items()]

    def _in_closed_month(self, values: Mapping[str, Any], typed: Mapping[str, str], record: Record | None, *,
                         merge: bool) -> list[Problem]:
        """Why a closed month keeps the row out; a row that would change nothing there is none."""
        if not self._closed.months:
            return []
        before = record.values() if record is not None else None
        after = {**(before or self._blank), **values}
        if before is not None and merge:
            after |= {name: value for name, value in before.items() if value is not None}
        return [Problem(name, _(self._type.field(name).label), typed.get(name, ""), sentence)
                for name, sentence in self._closed.problems(self._type, after, before).items()]

    def _taken(self, each: Declared, value: Any, id_: str, store: Store) -> bool:
        used = self._used.get(each.name)
        if used is None:
            used = self._used[each.name] = _used_values(store, self._type, each)
        return used.setdefault(value, id_) != id_


def _used_values(store: Store, type_: type[Record], each: Declared) -> dict[Any, str]:
    return {getattr(record, each.name): record.id for record in store.all(type_)}
