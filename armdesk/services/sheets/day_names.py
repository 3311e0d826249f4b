"""Crews and people as a day sheet names them: found by name or number, offered while somebody types."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from armdesk.fields import fold
from armdesk.services.basis.figure import ask, id_of
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
        self._spellings = [(id_of(person), fold(name)) for person, name in ask(
            store, "SELECT person, name FROM other_name WHERE trashed = 0")] if kind == "person" else []

    def label(self, id_: str | None) -> str:
        """Its name, with its number where several are called so."""
        found = self._all.get(id_ or "")
        if found is None:
            return ""
        return f"{found.name} · {found.code}" if found.code and found.name in self._shared else found.name

    def found(self, text: str) -> list[Named]:
        """Who is called exactly so, or has exactly this number."""
        return self._words.get(fold(text), [])

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
        first, *others = (f" {word}" for word in wanted.split())
        ranked = [(not each.here, not name.startswith(f" {wanted}"), place, each)
                  for place, (name, code, each) in enumerate(self._folded)
                  if (first in name and all(word in name for word in others)) or code.startswith(wanted)]
        return [found[3] for found in sorted(ranked, key=lambda found: found[:3])[:_OFFERED]]

    # Thousands of people: what opening a sheet does not need is made when the first name is typed.

    @cached_property
    def _shared(self) -> set[str]:
        """Names that several bear."""
        counted = Counter(each.name for each in self._all.values() if not each.trashed)
        return {name for name, count in counted.items() if count > 1}

    @cached_property
    def _words(self) -> dict[str, list[Named]]:
        """Who is meant by a name, a number, or both."""
        found: dict[str, list[Named]] = {}
        for name, code, each in self._folded:
            for word in {name[1:], code, fold(self.label(each.id))} - {""}:
                found.setdefault(word, []).append(each)
        for id_, spelling in self._spellings:
            someone = self._all.get(id_)
            if someone is not None and not someone.trashed and someone not in found.get(spelling, []):
                found.setdefault(spelling, []).append(someone)
        return found

    @cached_property
    def _folded(self) -> list[tuple[str, str, Named]]:
        """(name after a space, number, who) for comparing, in the order of names."""
        return [(f" {fold(each.name)}", fold(each.code), each) for each in self._ranked]

    @cached_property
    def _ranked(self) -> list[Named]:
        return sorted((each for each in self._all.values() if not each.trashed), key=lambda each: in_order(each.name))


def in_order(name: str) -> str:
    """What names are sorted by: "Crew 2" stands before "Crew 10"."""
    return re.sub("[0-9]+", lambda digits: digits[0].zfill(_DIGITS), fold(name))
