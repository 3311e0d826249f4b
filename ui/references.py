"""References such as "lot/<id>" or "requirement/<catalogue>/<code>": how they are named, found and opened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from armdesk.errors import CatalogueError
from armdesk.fields import fold
from armdesk.i18n import N_, _, current
from armdesk.models import RECORDS, record_type
from armdesk.query import Query
from armdesk.record import Record
from armdesk.store import Store

REQUIREMENT = "requirement"
TRACED = {"sale": "back", "lot": "back", "batch": "forward", "production": "forward"}
"""Registers whose gold can be traced, and in which direction at first."""
_EACH = 4


def of(record: Record) -> str:
    """The reference that names a record."""
    return f"{record.type_name()}/{record.id}"


def split(reference: str) -> tuple[str, str]:
    """(record type, id) of a reference to a record; ("requirement", rest) for a requirement; ("", "") otherwise."""
    kind, _slash, rest = reference.partition("/")
    known = kind == REQUIREMENT or any(kind == each.type_name() for each in RECORDS)
    return (kind, rest) if known and rest else ("", "")


def labels(store: Store, wanted: Iterable[str]) -> dict[str, str]:
    """Names for a person, by reference: "Lot: L-12", "Requirement M.1/5.2.3/R.1"."""
    by_type: dict[str, list[str]] = defaultdict(list)
    named: dict[str, str] = {}
    for reference in wanted:
        kind, rest = split(reference)
        if kind == REQUIREMENT:
            named[reference] = _("Requirement {code}").format(code=rest.partition("/")[2])
        elif kind and len(rest) == 32:
            by_type[kind].append(rest)
        else:
            named[reference] = reference
    for kind, ids in by_type.items():
        found = store.labels(kind, ids)
        one = _(record_type(kind).about.one)
        named |= {f"{kind}/{id_}": _(N_("{kind}: {name}")).format(kind=one[:1].upper() + one[1:],
                                                                    name=found.get(id_, "?")) for id_ in ids}
    return named


def search(store: Store, text: str, catalogues: Iterable[str]) -> list[tuple[str, str]]:
    """What a typed text may refer to: (reference, name), records first."""
    if not text.strip():
        return []
    found = [(of(record), "") for type_ in RECORDS if type_.about.search and not type_.about.details
             for record in store.find(Query(type_, search=text), limit=_EACH)]
    named = labels(store, (reference for reference, _name in found))
    return [(reference, named[reference]) for reference, _name in found] + list(_requirements(text, catalogues))


def _requirements(text: str, catalogues: Iterable[str]) -> Iterator[tuple[str, str]]:
    from armdesk.catalogues.load import get

    wanted, count = fold(text), 0
    for key in catalogues:
        try:
            catalogue = get(key)
        except CatalogueError:
            continue
        for requirement in catalogue:
            title = catalogue.pick(requirement.title, current())
            if wanted in fold(f"{requirement.code} {title}"):
                yield f"{REQUIREMENT}/{key}/{requirement.code}", f"{requirement.code} {title}"
                count += 1
                if count >= _EACH * 3:
                    return
