"""Findings and why they are none: which explanation holds for what, and keeping and taking back one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from armdesk.i18n import _
from armdesk.models import Explanation
from armdesk.services.findings.finding import SEVERITIES, Finding
from armdesk.services.findings.told_once import once
from armdesk.store import Store

_TITLE = 80
"""Letters of the sentence that the history shows."""


def answered(found: Iterable[Finding], kept: Iterable[Explanation]) -> list[Finding]:
    """Findings with the explanations that hold for them, each fact once, the gravest first, the explained ones last.

    An explanation holds for one rule, one record or requirement, and the fact it was given for: where the figure is
    another one now, the finding speaks again and the explanation stands under `before`.  A finding of which only a part
    is explained is told in two.
    """
    known: dict[tuple[str, str], list[Explanation]] = defaultdict(list)
    for each in kept:
        known[each.rule, each.target].append(each)
    told = [part for finding in once(found) for part in _parted(finding, known)]
    return sorted(told, key=lambda each: (bool(each.explained), SEVERITIES.index(each.severity)))


def _parted(finding: Finding, known: Mapping[tuple[str, str], list[Explanation]]) -> Iterator[Finding]:
    holding: dict[int, Explanation] = {}
    before: list[Explanation] = []
    for place, target in enumerate(finding.where):
        given = known.get((finding.rule, target), [])
        holds = next((each for each in given if (each.fact or "") == finding.fact(place)), None)
        if holds is not None:
            holding[place] = holds
        else:
            before += given
    if not holding:
        yield replace(finding, before=tuple(before)) if before else finding
        return
    if finding.say is None and len(holding) < len(finding.where):
        yield replace(finding, before=tuple(before))
        return
    answers = tuple(holding.values())
    reasons = "; ".join(dict.fromkeys(str(each.reason) for each in answers))
    yield replace(finding.part(list(holding)), explained=reasons, answers=answers)
    if len(holding) < len(finding.where):
        yield replace(finding.part([place for place in range(len(finding.where)) if place not in holding]),
                      before=tuple(before))


def explain(store: Store, findings: Iterable[Finding], reason: str, author: str, today: date) -> int:
    """Keep why findings are none, for everything they name, as one operation; answers for how many.

    Errors: InvalidRecord, such as for an empty reason.
    """
    chosen = [finding for finding in findings if finding.where]
    sentence = " ".join(finding.sentence for finding in chosen)
    title = sentence if len(sentence) <= _TITLE else sentence[: _TITLE - 1] + "…"
    count = 0
    with store.operation(_("Explained: {finding}").format(finding=title)) as writer:
        for finding in chosen:
            for place, target in enumerate(finding.where):
                writer.save(Explanation(rule=finding.rule, target=target, reason=reason.strip() or None, author=author,
                                        date=today, fact=finding.fact(place) or None, sentence=finding.sentence))
                count += 1
    return count


def take_back(store: Store, findings: Iterable[Finding]) -> int:
    """Put the explanations that hold for findings into the trash, as one operation; answers how many."""
    given = {each.id: each for finding in findings for each in finding.answers}
    fresh = [each for id_ in given if (each := store.get(Explanation, id_)) is not None and not each.trashed]
    if fresh:
        store.trash(fresh, _("Explanation taken back: {reason}").format(reason=str(fresh[0].reason)[:_TITLE]))
    return len(fresh)
