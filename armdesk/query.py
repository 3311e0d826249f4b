"""What a list shows: search words, filters and order, turned into portable SQL over the declared fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_, or_
from typing import Any

import peewee as pw

from armdesk.fields import Link, fold
from armdesk.record import Record

OPERATORS = ("is", "is_not", "in", "from", "to", "contains", "empty", "filled")


@dataclass(frozen=True)
class Filter:
    """One condition.  Shape: operator is one of OPERATORS; value as the field keeps it (a tuple for "in")."""

    field: str
    operator: str
    value: Any = None


@dataclass(frozen=True)
class Query:
    """A list of one record type.

    Shape: order is a field name, "-date" for newest first, "" for the type's own; trashed shows the trash instead.
    """

    type: type[Record]
    search: str = ""
    filters: tuple[Filter, ...] = ()
    order: str = ""
    trashed: bool = False

    def where(self, *filters: Filter) -> Query:
        """The same list with more conditions."""
        return replace(self, filters=self.filters + filters)

    def condition(self) -> Any:
        """The WHERE of this list."""
        parts = [self.type.trashed == self.trashed, *map(self._one, self.filters)]
        parts += [self._word(word) for word in fold(self.search).split()]
        return reduce(and_, parts)

    def ordering(self) -> list[Any]:
        """The ORDER BY of this list; ends in the id so that every order is one and the same."""
        name = self.order or self.type.about.order
        field = self.type.field(name.lstrip("-"))
        key = self._link_label(field) if isinstance(field, Link) else field
        direction = pw.Desc if name.startswith("-") else pw.Asc
        return [direction(key), direction(self.type.id)]

    def _one(self, each: Filter) -> Any:
        field: Any = self.type.field(each.field)
        if each.operator == "contains":
            return field.contains(each.value)
        simple = {
            "is": lambda: field == each.value,
            "is_not": lambda: (field != each.value) | field.is_null(),
            "in": lambda: field.in_(list(each.value)),
            "from": lambda: field >= each.value,
            "to": lambda: field <= each.value,
            "empty": field.is_null,
            "filled": lambda: field.is_null(False),
        }
        return simple[each.operator]()

    def _word(self, word: str) -> Any:
        """Found in the record's own search text or in that of a record it links to.

        Each way is a question of its own that an index answers alone: own texts through the short index of rows that
        have any, links through theirs.  So a million rows are searched as fast as the few names they link to.
        """
        own = self.type.alias()
        hits = [own.select(own.id).where((own.trashed == self.trashed) & (own.search != "")
                                         & own.search.contains(word))]
        for link, target in _searched_links(self.type):
            other, here = target.alias(), self.type.alias()
            found = other.select(other.id).where((other.trashed == 0) & (other.search != "")
                                                 & other.search.contains(word))
            linked: Any = getattr(here, link.name)
            hits.append(here.select(here.id).where((here.trashed == self.trashed) & linked.in_(found)))
        return self.type.id.in_(reduce(or_, hits))

    @staticmethod
    def _link_label(field: Link) -> Any:
        target = _declared(field.target)
        other = target.alias()
        shown = next((name for name in target.about.key if not isinstance(target.field(name), Link)), "id")
        return other.select(getattr(other, shown)).where(other.id == field)


def _searched_links(type_: type[Record]) -> Iterator[tuple[Any, type[Record]]]:
    """Links whose targets have a search text and which the list shows."""
    for link in type_.links():
        target = _declared(link.target)
        if target.about.search and link.name in type_.about.table:
            yield link, target


def _declared(name: str) -> type[Record]:
    """A record type by name.  All declarations are read when first needed: a window stands before."""
    from armdesk.models import record_type

    return record_type(name)


def ids_sql(query: Query) -> pw.Query:
    """The ids of a list, in order; the raw 16 bytes each."""
    selected: pw.Query = query.type.select(query.type.id).where(query.condition()).order_by(*query.ordering())
    return selected
