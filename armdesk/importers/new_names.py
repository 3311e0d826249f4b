"""Sites and crews that a book names and no register has yet: a new office adds them with one step."""

from __future__ import annotations

from armdesk.fields import Link, fold
from armdesk.i18n import _, ngettext
from armdesk.importers.planned import ImportPlan
from armdesk.models import record_type
from armdesk.store import Store

_MADE = ("site", "crew")
"""Registers whose records need nothing but a name."""
_LONGEST, _MOST = 80, 200
"""Letters of a name, and how many names at most: more are a column that was taken for the wrong field."""

Names = dict[str, list[str]]
"""Names by record type, in the order of the book."""


def wanted(plan: ImportPlan, store: Store) -> Names:
    """The names of sites and crews that stand in the book and in no register; none where a column looks wrong."""
    shown = {(each.type, each.problem.field, each.problem.shows): None for each in plan.doubtful}
    found: dict[str, dict[str, str]] = {}
    for type_name, field_name, text in shown:
        field, name = record_type(type_name).field(field_name), " ".join(text.split())
        if isinstance(field, Link) and field.target in _MADE and name:
            found.setdefault(field.target, {}).setdefault(fold(name), name)
    names: Names = {}
    for target in _MADE:
        known = {fold(each.label()) for each in store.all(record_type(target))} if target in found else set()
        missing = [name for key, name in found.get(target, {}).items() if key not in known]
        if missing and len(missing) <= _MOST and max(map(len, missing)) <= _LONGEST:
            names[target] = missing
    return names


def said(names: Names) -> str:
    """How many of which: "2 sites, 3 crews"."""
    parts = {"site": ngettext("{count} site", "{count} sites", len(names.get("site", ()))),
             "crew": ngettext("{count} crew", "{count} crews", len(names.get("crew", ())))}
    return ", ".join(parts[target].format(count=len(some)) for target, some in names.items())


def add(names: Names, store: Store) -> int:
    """Add them as one operation; the sites first.  Shape: how many.  Errors: InvalidRecord, ReadOnlyWorkspace."""
    records = [record_type(target)(name=name) for target, some in names.items() for name in some]
    with store.operation(_("Added from a book: {names}").format(names=said(names))) as writer:
        for record in records:
            writer.save(record)
    return len(records)
