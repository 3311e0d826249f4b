"""What is missing or contradicts itself before a pack is made: findings, each with the records it is about.

Rules are small functions listed in rules.RULES; the many still to come are added in the same way, one function each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from armdesk.catalogues.catalogue import Catalogue
from armdesk.evidence.files import FileStore
from armdesk.models import Answer, Explanation
from armdesk.progress import SILENT, Progress
from armdesk.services import status
from armdesk.services.figures import Figures
from armdesk.services.period import Period
from armdesk.store import Store

SEVERITIES = ("alarm", "warn", "note")


@dataclass(frozen=True)
class Finding:
    """Something that is missing or contradicts itself.

    Shape: severity is one of SEVERITIES; sentence is translated; where names records ("lot/<id>") and requirements
    ("requirement/<catalogue>/<code>"); explained is the reason somebody signed why it is right, "" if nobody did.
    """

    rule: str
    severity: str
    sentence: str
    where: tuple[str, ...] = ()
    explained: str = ""


@dataclass
class Look:
    """What the rules look at: one workspace, one standard and period, on one day."""

    store: Store
    catalogue: Catalogue
    period: Period
    today: date
    files: FileStore | None = None
    progress: Progress = SILENT
    figures: Figures = field(init=False)

    def __post_init__(self) -> None:
        self.figures = Figures(self.store, self.period)

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """Answers that hold for the period, by code of the requirement."""
        return status.answers(self.store, self.catalogue, self.period)

    @cached_property
    def results(self) -> dict[str, str]:
        """Result of each requirement."""
        return {each.code: status.result_code(self.catalogue, each, self.answers.get(each.code))
                for each in self.catalogue}


Rule = Callable[[Look], Iterable[Finding]]


def check(look: Look, rules: Mapping[str, Rule]) -> list[Finding]:
    """All findings of some rules, the gravest first, explained ones last.  Shape: rules by name, as rules.RULES."""
    explained = {(each.rule, each.target): each.reason for each in look.store.all(Explanation)}
    found = []
    for function in rules.values():
        for finding in function(look):
            reasons = [reason for target in finding.where if (reason := explained.get((finding.rule, target)))]
            whole = len(reasons) == len(finding.where) > 0
            found.append(replace(finding, explained="; ".join(reasons)) if whole else finding)
    return sorted(found, key=lambda each: (bool(each.explained), SEVERITIES.index(each.severity)))
