"""References such as "lot/<id>" or "requirement/<catalogue>/<code>": how they are named, found and opened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from armdesk.errors import CatalogueError
from armdesk.fields import fold
from armdesk.i18n import N_, _, current
from armdesk.i18n_formats import month_name
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
    # "site/<id>/2025-03" speaks of one month of a site, and leads to the site.
    id_ = rest if kind == REQUIREMENT else rest.partition("/")[0]
    return (kind, id_) if known and id_ else ("", "")


def labels(store: Store, wanted: Iterable[str]) -> dict[str, str]:
    """Names for a person, by reference: "Lot: L-12", "Requirement M.1/5.2.3/R.1"."""
    by_type: dict[str, list[str]] = defaultdict(list)
    named: dict[str, str] = {}
    wanted = list(wanted)
    for reference in wanted:
        kind, rest = split(reference)
        if kind == REQUIREMENT:
            named[reference] = _("Requirement {code}").format(code=rest.partition("/")[2])
        elif kind and len(rest) == 32:
            by_type[kind].append(rest)
        else:
            named[reference] = _days_or_register(reference)
    for kind, ids in by_type.items():
        found = store.labels(kind, ids)
        one = _(record_type(kind).about.one)
        named |= {f"{kind}/{id_}": _(N_("{kind}: {name}")).format(kind=one[:1].upper() + one[1:],
                                                                    name=found.get(id_, "?")) for id_ in ids}
    for reference in wanted:
        whole, _slash, month = reference.rpartition("/")
        if reference not in named and whole in named:
            named[reference] = _("{name}, {month}").format(name=named[whole], month=month)
    return named


def _days_or_register(reference: str) -> str:
    """Name of a month, a period or a register, as findings name them; anything else stays as it is."""
    kind, _slash, rest = reference.partition("/")
    if kind == "month" and len(rest) == 7 and rest[5:].isdigit() and 0 < int(rest[5:]) < 13:
        return f"{month_name(int(rest[5:]), current())} {rest[:4]}"
    if kind == "register" and any(rest == each.type_name() for each in RECORDS):
        return _(record_type(rest).about.many)
    return rest if kind == "period" else reference


def search(store: Store, text: str, catalogues: Iterable[str]) -> list[tuple[str, str]]:
    """What a typed text may refer to: (reference, name), records first."""
    if not text.strip():
        return []
    found = [(of(record), "") for type_ in RECORDS if type_.about.search and not type_.about.details
             for record in store.find(Query(type_, search=text), limit=_EACH)]
    named = labels(store, (reference for reference, _name in found))
    return [(reference, named[reference]) for reference, _name in found] + list(_requirements(store, text, catalogues))


def _requirements(store: Store, text: str, catalogues: Iterable[str]) -> Iterator[tuple[str, str]]:
    from armdesk.services.basis.own_rows import get

    wanted, count = fold(text), 0
    for key in catalogues:
        try:
            catalogue = get(store, key)
        except CatalogueError:
            continue
        for requirement in catalogue:
            title = catalogue.pick(requirement.title, current())
            if wanted in fold(f"{requirement.code} {title}"):
                yield f"{REQUIREMENT}/{key}/{requirement.code}", f"{requirement.code} {title}"
                count += 1
                if count >= _EACH * 3:
                    return
