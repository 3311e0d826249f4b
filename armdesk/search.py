"""The quickest way to the rows of a search: through the index of words where a register has one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from armdesk import word_index
from armdesk.query import Query

AMONG, SHOWN = 2_000, 200
"""Rows of a long register looked through for a first screen, and shown of them at most."""
_QUICK = 2_000
"""Rows that may hold a word, up to which all of them are read at once."""


def reached(db: Any, query: Query) -> Query:
    """The same list, reached by that of its words which fewest rows may hold."""
    words = [word for word in query.words() if len(word) >= word_index.LETTERS]
    if not words or query.trashed or not word_index.covers(db, query.type):
        return query
    return replace(query, through=min(words, key=lambda word: _may_hold(db, query, word)))


def is_quick(db: Any, query: Query) -> bool:
    """Whether a list is read within the blink of an eye, as far as can be told beforehand."""
    if not _is_long(db, query):
        return True
    return bool(query.through) and _may_hold(db, query, query.through) < _QUICK


def _is_long(db: Any, query: Query) -> bool:
    """Whether a register has so many rows that its first ones are shown before the others are read."""
    if query.type.type_name() in word_index.registers(db):
        return True
    some: Any = query.type.select(query.type.id).where(query.type.trashed == query.trashed).limit(word_index.LONG)
    return bool(some.bind(db).count() >= word_index.LONG)


def _may_hold(db: Any, query: Query, word: str) -> int:
    """How many rows may hold a word, in their own texts or behind their links, counted up to a few thousand."""
    linked = sum(question.limit(_QUICK).bind(db).count() for question in query.linked_rows(word))
    return word_index.hits(db, word, _QUICK) + int(linked)
