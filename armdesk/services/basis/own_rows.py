"""The catalogues as this office has them: the files, its own rows and lists, and the official numbers it wrote down."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache

from armdesk import belongings, paths
from armdesk.catalogues import load
from armdesk.catalogues.catalogue import EVIDENCE_MARK, Catalogue, Module, Requirement, Result, Texts
from armdesk.errors import CatalogueError
from armdesk.fields import fold
from armdesk.models import OfficialText, OwnCatalogue, OwnRequirement
from armdesk.models.own_choices import RESULT_SETS
from armdesk.models.own_rows import LANGUAGES
from armdesk.services.basis.figure import ask
from armdesk.store import Store

_PREFIX = "own_"
_USUAL = "fulfilment"
_NOTED = ("SELECT catalogue, requirement, official_code FROM answer WHERE trashed = 0 AND official_code IS NOT NULL "
          "AND official_code <> '' ORDER BY period_to, answered_on, id")


def known(store: Store, faults: list[CatalogueError] | None = None) -> list[Catalogue]:
    """All catalogues of an office by key, each with its own rows and official numbers.

    Shape: faults as load.available() takes them.  Errors: CatalogueError without faults, for a broken file.
    """
    own = OwnRows(store)
    found = {each.key: own.over(each) for each in load.available(store.folder / belongings.CATALOGUES, faults)}
    return [each for _key, each in sorted((own.lists() | found).items())]


def get(store: Store, key: str, *, numbers: bool = True) -> Catalogue:
    """The catalogue with this key as the office has it.  Errors: CatalogueError if there is none.

    Shape: without numbers for those who show no official ones.
    """
    own = OwnRows(store, numbers=numbers)
    found = own.lists().get(key)
    return found or own.over(load.get(key, store.folder / belongings.CATALOGUES))


@cache
def words() -> Mapping[str, Texts]:
    """What is said of a list of the office's own: attribution and notice, by language."""
    found: dict[str, Texts] = json.loads(
        (paths.resources() / "own_catalogue" / "words.json").read_text(encoding="utf-8"))
    return found


def items(text: str | None) -> list[str]:
    """Papers or measures as they were typed: one to a line, or parted by semicolons."""
    return [part.strip() for part in re.split(r"[\n;]", text or "") if part.strip()]


class OwnRows:
    """Own rows, lists and official numbers of one office, read once."""

    def __init__(self, store: Store, *, numbers: bool = True) -> None:
        self._lists = store.all(OwnCatalogue)
        self._rows: dict[str, list[OwnRequirement]] = defaultdict(list)
        for row in store.all(OwnRequirement):
            self._rows[str(row.catalogue)].append(row)
        self._numbers: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
        for key, code, number in ask(store, _NOTED) if numbers else ():
            self._numbers[str(key)][str(code)] = (str(number), "")
        for each in store.all(OfficialText) if numbers else ():
            self._numbers[str(each.catalogue)][str(each.requirement)] = (each.official_code or "", each.wording or "")

    def over(self, catalogue: Catalogue) -> Catalogue:
        """A catalogue with what the office added to it; the same one where it added nothing."""
        rows, numbers = self._rows.get(catalogue.key, []), self._numbers.get(catalogue.key, {})
        if not rows and not numbers:
            return catalogue
        asked = tuple(replace(each, official_code=numbers[each.code][0], wording=numbers[each.code][1])
                      if each.code in numbers else each for each in catalogue)
        return _with(replace(catalogue, requirements=asked), rows)

    def lists(self) -> dict[str, Catalogue]:
        """Lists of the office's own as catalogues, by key."""
        return {str(each.catalogue): _with(_empty(each), self._rows.get(str(each.catalogue), []), str(each.words))
                for each in self._lists}


def _with(catalogue: Catalogue, rows: Iterable[OwnRequirement], usual: str = _USUAL) -> Catalogue:
    """A catalogue with own rows behind its own; a code it has already is not taken twice."""
    modules = {each.code: each for each in catalogue.modules}
    by_name = {fold(title): each.code for each in catalogue.modules for title in each.title.values()}
    sets = dict(catalogue.result_sets)
    made = []
    for row in rows:
        if row.code in catalogue:
            continue
        chapter = str(row.module)
        code = chapter if chapter in modules else by_name.get(fold(chapter), chapter)
        if code not in modules:
            modules[code] = Module(code, dict.fromkeys(LANGUAGES, code), _set(sets, row.words or usual))
        made.append(_requirement(row, code, _set(sets, row.words) if row.words else ""))
    return replace(catalogue, modules=tuple(modules.values()), result_sets=sets,
                   requirements=(*catalogue.requirements, *made))


def _set(sets: dict[str, tuple[Result, ...]], chosen: str) -> str:
    """Name under which the results of some words stand in a catalogue."""
    key, name = RESULT_SETS[chosen]
    sets.setdefault(_PREFIX + chosen, load.get(key).result_sets[name])
    return _PREFIX + chosen


def _empty(row: OwnCatalogue) -> Catalogue:
    id_, _hyphen, edition = str(row.catalogue).rpartition("-")
    sets: dict[str, tuple[Result, ...]] = {}
    _set(sets, str(row.words))
    title = str(row.title)
    return Catalogue(
        id=id_, edition=edition, titles=dict.fromkeys(LANGUAGES, title), owner=row.owner or title,
        licence=row.licence or "–", source=row.source_text or row.owner or title, attribution=words()["attribution"],
        notice=words()["notice"], languages=LANGUAGES, modules=(), issues=(), result_sets=sets, time_limits=(),
        statuses=(), requirements=(), own=True)


def _requirement(row: OwnRequirement, module: str, results: str) -> Requirement:
    def said(name: str) -> Texts:
        found = {each: str(getattr(row, f"{name}_{each}") or "").strip() for each in LANGUAGES}
        return {language: text for language, text in found.items() if text}

    def listed(name: str) -> Texts:
        return {language: EVIDENCE_MARK.join(items(text)) for language, text in said(name).items()}

    return Requirement(
        code=str(row.code), module=module, issue="", level=row.level or "", due_year=row.due_year, confidence="known",
        official=False, source="", records=tuple((row.records or "").split()), facts=tuple((row.facts or "").split()),
        action="", since="", alternative_of="", results=results, title=said("title"), text=said("text"),
        evidence=listed("evidence"), applies=said("applies"), response={}, note={}, help=said("help"),
        measures=listed("measures"), applies_if=conditions(row.applies_if, row.countries), own=True)


def conditions(flags: str | None, countries: str | None) -> tuple[str, ...]:
    """Conditions of a row as services/applicability reads them: one of the flags, and one of the countries."""
    where = f"country:{','.join((countries or '').split())}" if (countries or "").split() else ""
    chosen = (flags or "").split()
    if not chosen:
        return (where,) if where else ()
    return tuple("+".join(filter(None, (each, where))) for each in chosen)
