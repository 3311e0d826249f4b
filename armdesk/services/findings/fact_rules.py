"""The rule of cited facts: answers whose facts the registers tell otherwise now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from armdesk.i18n import N_, _
from armdesk.models import Answer, CitedFact
from armdesk.query import Filter, Query
from armdesk.services.findings.finding import Finding, Look, Rule, Saying, rule
from armdesk.services.period_facts.fact_reads import READS
from armdesk.services.period_facts.frozen_facts import Change, changes


@rule(N_("Facts whose source has changed"), "cited_fact", "answer", *sorted({
    name for names in READS.values() for name in names}))
def source_changed(look: Look) -> Iterator[Finding]:
    """Facts that answers cite and that the registers tell otherwise since; alike ones stand in one finding."""
    cited = look.store.find(Query(CitedFact, filters=(Filter("replaced_on", "empty"),), order="id"))
    answers = {each.id: each for each in look.store.all(Answer)} if cited else {}
    alike: dict[tuple[str, str, str, object], list[tuple[str, Change]]] = defaultdict(list)
    for change in changes(look.store, (each for each in cited if each.answer in answers), [look.figures]):
        answer = answers[change.cited.answer] if change.cited is not None else None
        if answer is not None:
            where = f"requirement/{answer.catalogue}/{answer.requirement}"
            alike[change.fact, change.then, change.now, change.computed_on].append((where, change))
    for found in alike.values():
        change = found[0][1]
        places = tuple(dict.fromkeys(place for place, _change in found))
        text = _("{what}: {said}").format(what=_(change.figure.label), said=change.words())
        yield Finding("source_changed", "note" if change.rows_only else "warn", text, places,
                      facts=(f"{change.fact} {change.figure.kept} {change.figure.count}",) * len(places),
                      rows=change.figure.rows, say=_always(text))


def _always(text: str) -> Saying:
    return lambda _places: text


FACT_RULES: dict[str, Rule] = {"source_changed": source_changed}
"""Rules of cited facts."""
