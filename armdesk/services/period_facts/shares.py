"""Shares: of the entries of a register that count, how many have what is asked; those that lack it are listed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from armdesk.query import Filter, Query
from armdesk.services.basis.figure import Figure, ask, id_of
from armdesk.services.period_facts.books import Books
from armdesk.store import Store

_MOST_NAMED = 30_000
"""Records a list may name one by one; a database takes no more values in one question."""


def percent(part: int, whole: int) -> Decimal | None:
    """A share with one decimal, rounded down so that only all is 100; None of nothing."""
    if not whole:
        return None
    found = Decimal(1000 * part // whole).scaleb(-1)
    return Decimal(int(found)) if found == int(found) else found


def share(of: Books, name: str, label: str, whole: Query, lacking: Query, *, people: bool = False) -> Figure:
    """Share of the rows of one list that are not in the other, which is a part of it."""
    return made(name, label, whole, of.store.count(whole), lacking, of.store.count(lacking), people=people)


def share_without(of: Books, name: str, label: str, whole: Query, lacking: Collection[str], *,
                  people: bool = False) -> Figure:
    """Share of the rows of a list that are not among some named ones."""
    return made(name, label, whole, of.store.count(whole), named(whole, lacking), len(lacking), people=people)


def made(name: str, label: str, whole: Query, count: int, lacking: Query, missing: int, *,
         people: bool = False) -> Figure:
    """A share of counts that are known."""
    value = percent(count - missing, count)
    return Figure(name, label, value, whole, count, "%", 0 if value == 100 or not value or value == int(value) else 1,
                  people=people, part=count - missing, whole=count, lacking=missing, lacking_rows=lacking)


def named(of: Query, ids: Collection[str]) -> Query:
    """The rows of a list that have these ids; more than can be named one by one are the whole list."""
    return of.where(Filter("id", "in", tuple(sorted(ids)))) if len(ids) <= _MOST_NAMED else of


def ids_of(store: Store, question: str, *values: str | int | date) -> tuple[str, ...]:
    """Ids that a question answers."""
    return tuple(id_of(row[0]) for row in ask(store, question, *values))
