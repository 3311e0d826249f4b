"""Findings kept up to date while people work: after a change only the rules that read what changed are asked again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from armdesk.catalogues.catalogue import Catalogue
from armdesk.i18n import speaking
from armdesk.models import Explanation
from armdesk.progress import SILENT, Progress
from armdesk.services.basis.period import Period
from armdesk.services.findings.checks import LIGHT, broken_catalogues, in_use, period_of
from armdesk.services.findings.explaining import answered
from armdesk.services.findings.finding import Finding, Look
from armdesk.services.findings.proved import Proved
from armdesk.services.findings.rules import RULES
from armdesk.workspace import Workspace

_STANDARDS = frozenset({"catalogue_use", "own_catalogue", "own_requirement", "official_text"})
"""Record types that say which standards are in use and what stands in them."""
_BROKEN = "catalogues"
Key = tuple[str, str]
"""A rule, and the standard it asked, "" for the rules that ask none."""


@dataclass(frozen=True)
class Seen:
    """What the checks say now.

    Shape: findings the gravest first, explained ones last; titles of standards by key; names of rules, as declared, by
    what their findings call themselves; proved says how far history, records, sums and files are right.
    """

    findings: list[Finding] = field(default_factory=list)
    period: Period | None = None
    titles: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    asked: tuple[Key, ...] = ()
    proved: str = ""


class Watch:
    """The light rules over one workspace; used by one thread at a time."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._stand: object = None
        self._standards: list[Catalogue] = []
        self._found: dict[Key, list[Finding]] = {}
        self.proved = Proved()
        """What the proofs said last: they have their own time."""

    def look(self, changed: Iterable[str], today: date, language: str, progress: Progress = SILENT,
             so_far: Callable[[Seen], object] | None = None) -> Seen:
        """All findings now.  Shape: changed names the record types that were written since the last look.

        Another day, period, language or choice of standards asks every rule again.  so_far is told, before the rules
        that go through long registers, what the others say now.  Errors: Cancelled.
        """
        space, types = self._workspace, set(changed)
        if not self._standards or _STANDARDS & types:
            self._standards = in_use(space)
        period = period_of(space, today)
        stand = (period, today, language, tuple(map(id, self._standards)))
        fresh = stand != self._stand
        asked: list[Key] = []
        with speaking(language):
            looks = [Look(space.store, each, period, today) for each in self._standards]
            for look in looks:
                look.figures = looks[0].figures
            if fresh:
                self._found = {(_BROKEN, ""): broken_catalogues(space)}
            wanted = {key: look for key, look in _wanted(looks)
                      if key not in self._found or LIGHT[key[0]].reads & types}
            quick, long = ([key for key in wanted if LIGHT[key[0]].long is last] for last in (False, True))
            for place, key in enumerate((*quick, *long)):
                if so_far is not None and 0 < place == len(quick):
                    so_far(self._seen(looks, period, language, asked))
                progress.step(place, len(wanted))
                self._found[key] = list(LIGHT[key[0]](wanted[key]))
                asked.append(key)
            self._stand = stand
            return self._seen(looks, period, language, asked)

    def _seen(self, looks: list[Look], period: Period, language: str, asked: list[Key]) -> Seen:
        """What is known now, in the order of the rules whatever was asked first."""
        order = [(_BROKEN, ""), *(key for key, _look in _wanted(looks))]
        found = {key: self._found[key] for key in order if key in self._found}
        found |= {(name, ""): findings for name, findings in self.proved.findings.items()}
        names = {finding.rule: RULES[name].title for (name, _standard), findings in found.items()
                 for finding in findings if name in RULES}
        titles = {each.key: each.title(language) for each in self._standards}
        told = answered((finding for findings in found.values() for finding in findings),
                        self._workspace.store.all(Explanation))
        return Seen(told, period, titles, names, tuple(asked), self.proved.sentence)


def _wanted(looks: list[Look]) -> Iterator[tuple[Key, Look]]:
    """Every rule with what it looks at, the first standard for those that ask none."""
    for name, rule in LIGHT.items():
        for look in looks if rule.by_standard else looks[:1]:
            yield (name, look.catalogue.key if rule.by_standard else ""), look
