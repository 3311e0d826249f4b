"""Looks a workspace over before others do: all findings of the rules, the gravest first.

Rules are small functions listed in rules.RULES; the many still to come are added in the same way, one function each.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from armdesk import belongings, i18n
from armdesk.catalogues import load
from armdesk.catalogues.catalogue import Catalogue
from armdesk.errors import CatalogueError, ExportError
from armdesk.evidence import twins
from armdesk.i18n import speaking
from armdesk.models import CatalogueUse, Explanation
from armdesk.progress import SILENT, Progress
from armdesk.proofs import Proofs
from armdesk.services.basis import own_rows
from armdesk.services.basis.figure import ask
from armdesk.services.basis.period import Period
from armdesk.services.findings.explaining import answered
from armdesk.services.findings.finding import Finding, Look, Rule
from armdesk.services.findings.rules import RULES
from armdesk.workspace import Workspace

CATALOGUES = belongings.CATALOGUES
"""Folder of a workspace with the office's own catalogues."""


LIGHT: dict[str, Rule] = {name: each for name, each in RULES.items() if not each.heavy}
"""Rules that may be looked at again after every change."""


def check(look: Look, rules: Mapping[str, Rule] = RULES) -> list[Finding]:
    """All findings of some rules, the gravest first, those that somebody explained last."""
    return answered([finding for each in rules.values() for finding in each(look)], look.store.all(Explanation))


def check_workspace(workspace: Workspace, today: date, progress: Progress = SILENT, *, language: str = "",
                    period: Period | None = None, whole: bool = True,
                    proved: list[Proofs] | None = None) -> list[Finding]:
    """All findings about a workspace and its first standard, as of a day.

    Shape: whole False lets the proofs begin where the last ones ended; proved takes what they looked at.
    Errors: CatalogueError.
    """
    workspace.store.remembered.forget()  # what leaves the house is read anew
    keys = workspace.settings.catalogues or ["craft-2.0"]
    if not workspace.read_only:
        twins.compare_all(workspace.db, workspace.files, progress)
    catalogue = own_rows.get(workspace.store, keys[0])
    broken = broken_catalogues(workspace)
    with speaking(language or i18n.current()):
        look = Look(workspace.store, catalogue, period or period_of(workspace, today), today, workspace.files, progress,
                    whole)
        if proved is not None:
            proved.append(look.proofs)
        return answered(broken, workspace.store.all(Explanation)) + check(look)


def broken_catalogues(workspace: Workspace) -> list[Finding]:
    """Catalogue files of the office that cannot be read."""
    faults: list[CatalogueError] = []
    load.available(workspace.folder / CATALOGUES, faults)
    return [Finding("catalogues", "warn", str(fault), ("register/catalogue_use",), facts=(str(fault),))
            for fault in faults]


def in_use(workspace: Workspace) -> list[Catalogue]:
    """The standards this workspace works with, the first one first, ended ones last.  Errors: CatalogueError."""
    uses = workspace.store.all(CatalogueUse)
    ended = {use.catalogue for use in uses if use.until and use.until <= workspace.now().date()}
    keys = [*workspace.settings.catalogues, *(use.catalogue for use in uses)]
    keys.sort(key=lambda each: each in ended)
    faults: list[CatalogueError] = []
    known = {each.key: each for each in own_rows.known(workspace.store, faults)}
    found = [known[key] for key in dict.fromkeys(keys) if key in known]
    if not found and not known:
        raise CatalogueError("")
    return found or [next(iter(known.values()))]


_ENTERED = ("SELECT 1 FROM production WHERE trashed = 0 AND date BETWEEN ? AND ? LIMIT 1",
            "SELECT 1 FROM sale WHERE trashed = 0 AND date BETWEEN ? AND ? LIMIT 1")


def period_of(workspace: Workspace, today: date) -> Period:
    """The period the office has chosen, else the calendar year that ended last.

    An office whose books begin this year is looked at from its beginning: of the year before it has nothing to say.
    """
    chosen = workspace.settings
    if chosen.period_from and chosen.period_to:
        # Somebody may have written into the settings by hand: then the usual period serves.
        with suppress(ValueError, ExportError):
            return Period(date.fromisoformat(chosen.period_from), date.fromisoformat(chosen.period_to))
    last = Period.of_year(today.year - 1)
    return Period(date(today.year, 1, 1), today) if begins_after(workspace, last.ends, today) else last


def begins_after(workspace: Workspace, day: date, today: date) -> bool:
    """Whether the office delivered or sold something until today, and nothing up to a day."""
    def entered(first: date, last: date) -> bool:
        return any(bool(ask(workspace.store, each, first, last)) for each in _ENTERED)

    return not entered(date.min, day) and entered(day, today)
