"""The catalogues of an office side by side: which are in use, how much is ours or inferred, what is answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from armdesk.catalogues.catalogue import UNANSWERED, Catalogue
from armdesk.errors import CatalogueError
from armdesk.i18n import current
from armdesk.models import CatalogueUse
from armdesk.services.basis import own_rows
from armdesk.services.basis.period import Period
from armdesk.services.period_facts import status
from armdesk.services.standards import editions
from armdesk.services.standards.editions import Correction
from armdesk.store import Store


@dataclass(frozen=True)
class Shelved:
    """One catalogue.  Shape: use None where nobody noted it; chosen: the settings of the workspace name it."""

    catalogue: Catalogue
    use: CatalogueUse | None
    chosen: bool
    answered: int
    correction: Correction | None

    @property
    def used(self) -> bool:
        """Whether the office works with it, or did."""
        return self.chosen or self.use is not None

    def ended(self, day: date) -> bool:
        """Whether it was worked with until a day that has come."""
        return self.use is not None and self.use.until is not None and self.use.until <= day

    @property
    def own(self) -> int:
        """Rows of the office's own."""
        return sum(each.own for each in self.catalogue)

    @property
    def inferred(self) -> int:
        """Rows that are working assumptions."""
        return sum(not each.own and each.confidence == "inferred" for each in self.catalogue)

    @property
    def numbered(self) -> int:
        """Rows of which the office wrote down the official number or wording."""
        return sum(bool(each.official_code or each.wording) for each in self.catalogue)


def shelf(store: Store, chosen: Sequence[str], period: Period, faults: list[CatalogueError]) -> list[Shelved]:
    """All catalogues, those in use first.  Shape: chosen are the keys the settings name."""
    uses = {use.catalogue: use for use in store.all(CatalogueUse)}
    found = []
    for each in own_rows.known(store, faults):
        given = status.answers(store, each, period)
        answered = sum(status.result_code(each, row, given.get(row.code)) != UNANSWERED for row in each)
        found.append(Shelved(each, uses.get(each.key), each.key in chosen, answered, editions.correction(store, each)))
    return sorted(found, key=lambda each: (not each.used, each.use is not None and each.use.until is not None,
                                           each.catalogue.title(current())))
