"""Finding: something that is missing or contradicts itself; and Look, what a rule looks at to find it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from armdesk.catalogues.catalogue import Catalogue
from armdesk.evidence.files import FileStore
from armdesk.models import Answer
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

    def as_data(self) -> dict[str, Any]:
        """For other programs, as JSON."""
        return asdict(self)


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
"""One question to a workspace, answered by findings."""
