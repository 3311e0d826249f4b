"""What a list shows: search words, filters and order, turned into portable SQL over the declared fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_, or_
from typing import Any

import peewee as pw

from armdesk import word_index
from armdesk.fields import Link, fold
from armdesk.record import Record

OPERATORS = ("is", "is_not", "in", "from", "to", "contains", "empty", "filled", "among")


@dataclass(frozen=True)
class Filter:
    """One condition.

    Shape: operator is one of OPERATORS; value as the field keeps it, a tuple for "in", the list of the records a link
    leads to for "among".
    """

    field: str
    operator: str
    value: Any = None


@dataclass(frozen=True)
class Query:
    """A list of one record type.

    Shape: order is a field name, "-date" for newest first, "" for the type's own; trashed shows the trash instead;
    through is the search word by which the index of words leads to the rows, "" without it.  It changes how rows are
    reached, never which.
    """

    type: type[Record]
    search: str = ""
    filters: tuple[Filter, ...] = ()
    order: str = ""
    trashed: bool = False
    through: str = ""

    def where(self, *filters: Filter) -> Query:
        """The same list with more conditions."""
        return replace(self, filters=self.filters + filters)

    def condition(self) -> Any:
        """The WHERE of this list."""
        parts = [self.type.trashed == self.trashed, *map(self.holds, self.filters)]
        others = [word for word in self.words() if word != self.through]
        if self.through:
            return reduce(and_, [*parts, self._word(self.through), *map(self.word_in_row, others)])
        return reduce(and_, [*parts, *map(self._word, others)])

    def words(self) -> list[str]:
        """The words searched for, folded; all must be found."""
        return fold(self.search).split()

    def ordering(self, of: Any = None) -> list[Any]:
        """The ORDER BY of this list; ends in the id so that every order is one and the same."""
        name = self.order or self.type.about.order
        field = self.type.field(name.lstrip("-"))
        rows = of or self.type
        key = self._link_label(field) if isinstance(field, Link) else getattr(rows, field.name)
        direction = pw.Desc if name.startswith("-") else pw.Asc
        return [direction(key), direction(rows.id)]

    def holds(self, each: Filter, of: Any = None) -> Any:
        """One condition as a part of a question, asked of an alias of the register where one is given."""
        field: Any = getattr(of or self.type, self.type.field(each.field).name)
        if each.operator == "contains":
            return field.contains(each.value)
        simple = {
            "is": lambda: field == each.value,
            "is_not": lambda: (field != each.value) | field.is_null(),
            "in": lambda: field.in_(list(each.value)),
            "among": lambda: field.in_(_ids_among(each.value)),
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
        mine: Any = own.search != ""
        if word == self.through:
            mine = own.id.in_(word_index.rows_with(self.type, word))
        hits = [own.select(own.id).where((own.trashed == self.trashed) & mine & own.search.contains(word))]
        return self.type.id.in_(reduce(or_, [*hits, *self.linked_rows(word)]))

    def linked_rows(self, word: str) -> Iterator[Any]:
        """Questions for the ids of rows that a word finds behind a link, one for each link."""
        for link, found in self._linked(word):
            here = self.type.alias()
            linked: Any = getattr(here, link.name)
            yield here.select(here.id).where((here.trashed == self.trashed) & linked.in_(found))

    def word_in_row(self, word: str) -> Any:
        """The same, asked of a row that is at hand."""
        links: Any = [link.in_(found) for link, found in self._linked(word)]
        return reduce(or_, [self.type.search.contains(word), *links])

    def _linked(self, word: str) -> Iterator[tuple[Any, Any]]:
        """Links whose targets have a search text and which the list shows, with the targets that hold the word."""
        for link in self.type.links():
            target = _declared(link.target)
            if target.about.search and link.name in self.type.about.table:
                other = target.alias()
                yield link, other.select(other.id).where((other.trashed == 0) & (other.search != "")
                                                         & other.search.contains(word))

    @staticmethod
    def _link_label(field: Link) -> Any:
        target = _declared(field.target)
        other = target.alias()
        shown = next((name for name in target.about.key if not isinstance(target.field(name), Link)), "id")
        return other.select(getattr(other, shown)).where(other.id == field)


def _ids_among(query: Query) -> Any:
    """The ids of a list as a question inside another, whatever its length."""
    rows = query.type.alias()
    parts = [rows.trashed == query.trashed, *(query.holds(each, rows) for each in query.filters)]
    return rows.select(rows.id).where(reduce(and_, parts))


def _declared(name: str) -> type[Record]:
    """A record type by name.  All declarations are read when first needed: a window stands before."""
    from armdesk.models import record_type

    return record_type(name)


def ids_sql(query: Query) -> pw.Query:
    """The ids of a list, in order; the raw 16 bytes each."""
    selected: pw.Query = query.type.select(query.type.id).where(query.condition()).order_by(*query.ordering())
    return selected


def in_own_order(query: Query) -> bool:
    """Whether an index gives this order, as it does for each register's own, either way round."""
    own = query.type.about.order.lstrip("-")
    return query.order.lstrip("-") in ("", own) and not isinstance(query.type.field(own), Link)


def by_a_value(query: Query) -> bool:
    """Whether a list is sorted by something in its own rows, so that the first are found without sorting all."""
    return not isinstance(query.type.field(query.order.lstrip("-") or query.type.about.order.lstrip("-")), Link)


def first_ids_sql(query: Query, among: int, most: int) -> pw.Query:
    """The ids of a list's first rows: those it has among so many first rows of its register in this order.

    In a register's own order it costs the same however long the register is.
    """
    start = query.type.alias()
    own = query.type.about.order.lstrip("-")
    near = [query.holds(each, start) for each in query.filters if each.field == own]
    first = start.select(start.id).where(reduce(and_, near, start.trashed == query.trashed))
    first = first.order_by(*query.ordering(start)).limit(among)
    parts = [query.type.id.in_(first), *map(query.holds, query.filters), *map(query.word_in_row, query.words())]
    selected: pw.Query = query.type.select(query.type.id).where(reduce(and_, parts)).order_by(*query.ordering())
    return selected.limit(most)
