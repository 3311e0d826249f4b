"""Names of the standards an office knows: those of the catalogue files and of its own lists, in every language."""

from __future__ import annotations

from armdesk import belongings
from armdesk.catalogues import load
from armdesk.errors import CatalogueError
from armdesk.field import fold
from armdesk.models import OwnCatalogue
from armdesk.store import Store


def by_name(store: Store) -> dict[str, str]:
    """Key of each standard by its key and names, folded; a name that two of them bear stands for none."""
    names: dict[str, set[str]] = {}
    faults: list[CatalogueError] = []
    for each in load.available(store.folder / belongings.CATALOGUES, faults):
        for name in {each.key, each.id, f"{each.id} {each.edition}", *each.titles.values()}:
            names.setdefault(fold(name), set()).add(each.key)
    for own in store.all(OwnCatalogue):
        for name in {str(own.catalogue), str(own.title)}:
            names.setdefault(fold(name), set()).add(str(own.catalogue))
    return {name: keys.pop() for name, keys in names.items() if len(keys) == 1}
