"""Checks of the standards an office works with beside its first one."""

from __future__ import annotations

from datetime import date

from armdesk.services.basis.period import Period
from armdesk.services.findings.checks import check, in_use
from armdesk.services.findings.finding import Finding, Look
from armdesk.services.findings.rules import RULES
from armdesk.workspace import Workspace


def check_others(workspace: Workspace, today: date, period: Period) -> list[Finding]:
    """Findings of the rules that ask each standard, of all standards in use but the first.  Errors: CatalogueError."""
    first = (workspace.settings.catalogues or ["craft-2.0"])[0]
    asked = {name: each for name, each in RULES.items() if each.by_standard}
    return [finding for catalogue in in_use(workspace) if catalogue.key != first
            for finding in check(Look(workspace.store, catalogue, period, today, workspace.files), asked)]
