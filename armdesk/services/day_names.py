"""Crews and people as a day sheet names them: found by name or number, offered while somebody types."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from armdesk.fields import fold
from armdesk.services.figure import ask, id_of
from armdesk.store import Store

_OFFERED, _DIGITS = 6, 8
_ALL = {"crew": "SELECT id, code, name, site, NULL, trashed, coalesce(active_to, '') <> '' FROM crew",
        "person": "SELECT id, code, name, site, crew, trashed, coalesce(status, 'active') <> 'active' FROM person"}


@dataclass(frozen=True)
class Named:
    """One crew or person.  Shape: here, it belongs to the site of the sheet; gone, it is not at work any more."""

    id: str
    name: str
    code: str
    crew: str
    here: bool
    gone: bool
    trashed: bool


class Names:
    """All crews, or all people, seen from one site."""

    def __init__(self, store: Store, kind: str, site: str) -> None:
        crews = {id_of(row[0]) for row in ask(store, "SELECT id, site FROM crew") if id_of(row[1]) == site}
        self.kind = kind
        self._all = {id_of(id_): Named(id_of(id_), str(name), str(code or ""), id_of(crew),
                                       id_of(where) == site or id_of(crew) in crews, bool(gone), bool(trashed))
                     for id_, code, name, where, crew, trashed, gone in ask(store, _ALL[kind])}
        living = [each for each in self._all.values() if not each.trashed]
        self._shared = {name for name, count in Counter(fold(each.name) for each in living).items() if count > 1}
        self._found: dict[str, list[Named]] = {}
        for each in living:
            for word in {fold(each.name), fold(each.code), fold(self.label(each.id))} - {""}:
                self._found.setdefault(word, []).append(each)

    def label(self, id_: str | None) -> str:
        """Its name, with its number where several are called so."""
        found = self._all.get(id_ or "")
        if found is None:
            return ""
        return f"{found.name} · {found.code}" if found.code and fold(found.name) in self._shared else found.name

    def found(self, text: str) -> list[Named]:
        """Who is called exactly so, or has exactly this number."""
        return self._found.get(fold(text), [])

    def of_site(self) -> list[Named]:
        """Those of the site who are still there, by name."""
        return [each for each in self._ranked if each.here and not each.gone]

    def offers_all(self) -> list[Named]:
        """All who are still at work, by name; for a site to which nobody is assigned."""
        return [each for each in self._ranked if not each.gone]

    def crew_of(self, id_: str) -> str | None:
        """The crew of a person, None if none is known."""
        found = self._all.get(id_)
        return found.crew or None if found else None

    def offers(self, text: str) -> list[Named]:
        """Who may be meant by the first letters of words of a name, in any order; those of the site first."""
        wanted = fold(text)
        if not wanted:
            return []
        words = [f" {word}" for word in wanted.split()]
        ranked = [(not fold(each.name).startswith(wanted), place, each) for place, each in enumerate(self._ranked)
                  if all(word in f" {fold(each.name)}" for word in words) or fold(each.code).startswith(wanted)]
        return [each for _late, _place, each in sorted(ranked, key=lambda found: (
            not found[2].here, found[0], found[1]))][:_OFFERED]

    @cached_property
    def _ranked(self) -> list[Named]:
        return sorted((each for each in self._all.values() if not each.trashed), key=lambda each: in_order(each.name))


def in_order(name: str) -> str:
    """What names are sorted by: "Crew 2" stands before "Crew 10"."""
    return re.sub("[0-9]+", lambda digits: digits[0].zfill(_DIGITS), fold(name))
