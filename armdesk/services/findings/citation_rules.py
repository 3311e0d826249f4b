"""Rules on citations: those that name an older file of a paper than the newest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import Any

from armdesk.i18n import N_, ngettext
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.findings.finding import Finding, Look, Rule, rule

_MOST = 50


@rule(N_("Older files cited"), "citation", "revision", "document")
def older_file_cited(look: Look) -> Iterator[Finding]:
    """Papers of which something cites an older file although a newer one is kept."""
    papers: dict[Any, list[tuple[Any, ...]]] = defaultdict(list)
    for row in ask(look.store, "SELECT d.id, d.title, c.id, r.number, (SELECT max(n.number) FROM revision n "
                   "WHERE n.document = c.document AND n.trashed = 0) AS newest FROM citation c "
                   "JOIN revision r ON r.id = c.revision JOIN document d ON d.id = c.document "
                   "WHERE c.trashed = 0 AND d.trashed = 0 AND newest > r.number "
                   "ORDER BY d.title, d.id, c.target, c.id"):
        papers[row[0]].append(row)
    for raw, rows in islice(papers.items(), _MOST):
        title, number, newest = rows[0][1], min(row[3] for row in rows), rows[0][4]
        told = rows[:_MOST]
        yield Finding("older_file_cited", "note", ngettext(
            "{count} citation names file {number} of “{paper}”, but file {newest} is there.",
            "{count} citations name file {number} or another older file of “{paper}”, but file {newest} is there.",
            len(rows)).format(count=len(rows), number=number, paper=title, newest=newest),
            (f"document/{id_of(raw)}", *(f"citation/{id_of(row[2])}" for row in told)),
            facts=(f"{number} {newest}", *(f"{row[3]} {newest}" for row in told)))


CITATION_RULES: dict[str, Rule] = {"older_file_cited": older_file_cited}
"""Rules on citations by name."""
