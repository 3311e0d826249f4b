"""The rules of one record type made ready for many rows: needed fields, rules between fields, numbers used twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from armdesk import gold_ledger
from armdesk.db_errors import explained
from armdesk.fields import Declared
from armdesk.i18n import _
from armdesk.importers.outcome import Problem
from armdesk.importers.planned import Planned
from armdesk.models import Sale
from armdesk.record import Record
from armdesk.store import Store


class RecordRules:
    """The rules of one record type, made ready for many rows."""

    def __init__(self, type_: type[Record]) -> None:
        self._type = type_
        self._required = [each for each in type_.declared() if each.required]
        self.links = [each.name for each in type_.links()]
        self._unique = [each for each in type_.declared() if each.is_unique]
        self._used: dict[str, dict[Any, str]] = {}
        self._defaults: Mapping[str, Any] = dict(type_._meta.get_default_dict())  # type: ignore[no-untyped-call]
        self._blank: dict[str, Any] = {**dict.fromkeys(type_._meta.fields), **self._defaults}
        self._probe = type_()
        self._sold: list[tuple[str, Any, int]] = []
        """Sales of gold kept apart that the same plan lets in.  Shape: class, day, mg each."""

    def problems(self, planned: Planned, store: Store, record: Record | None) -> list[Problem]:
        """What is wrong with a record as a whole: needed fields, rules between fields, numbers used twice."""
        values = planned.values
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
            label = _(self._type.field(name).label) if name else ""
            found.append(Problem(name, label, planned.read.typed.get(name, ""), sentence))
        for each in self._unique:
            if each.name in values and self._taken(each, values[each.name], planned.id, store):
                sentence = _("“{value}” is already used by another record.").format(value=values[each.name])
                found.append(Problem(each.name, _(each.label), str(values[each.name]), sentence))
        return found or (self._uncovered(planned, store) if self._type is Sale else [])

    def _uncovered(self, planned: Planned, store: Store) -> list[Problem]:
        """A sale of gold of a class kept apart that was not there; the sales before it in the file count as kept."""
        sale: Any = self._probe
        besides = sum(fine for gold_class, day, fine in self._sold
                      if gold_class == sale.gold_class and sale.date and day <= sale.date)
        with explained():
            refused = gold_ledger.refusal(store.db, sale, besides)
        apart = sale.gold_class in gold_ledger.KEPT_APART
        if not refused and apart and sale.date and sale.fine_mg and not sale.version:
            self._sold.append((sale.gold_class, sale.date, sale.fine_mg))
        return [Problem(name, _(self._type.field(name).label), planned.read.typed.get(name, ""), sentence)
                for name, sentence in refused.items()]

    def _taken(self, each: Declared, value: Any, id_: str, store: Store) -> bool:
        used = self._used.get(each.name)
        if used is None:
            used = self._used[each.name] = _used_values(store, self._type, each)
        return used.setdefault(value, id_) != id_


def _used_values(store: Store, type_: type[Record], each: Declared) -> dict[Any, str]:
    return {getattr(record, each.name): record.id for record in store.all(type_)}
