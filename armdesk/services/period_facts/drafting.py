"""Drafts of statements: what the facts of a requirement say, in a language, for a person to change and confirm."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from armdesk.i18n import _, speaking
from armdesk.models import Answer, CatalogueUse, CitedFact
from armdesk.services.basis.hiding import OFFICE_ONLY
from armdesk.services.basis.period import Period
from armdesk.services.period_facts.figures import Figures
from armdesk.services.period_facts.frozen_facts import cite, cited_by
from armdesk.store import Store


@dataclass(frozen=True)
class Draft:
    """Sentences from facts, each with the citation that freezes it once the statement is kept."""

    facts: tuple[CitedFact, ...]

    def text(self) -> str:
        """All of it, a sentence a line."""
        return "\n".join(str(each.sentence) for each in self.facts)

    def cited_in(self, statement: str) -> list[CitedFact]:
        """Facts whose sentence a person left as it was."""
        return [each for each in self.facts if str(each.sentence) in statement]


def draft(store: Store, period: Period, names: Iterable[str], language: str, today: date) -> Draft:
    """What some facts say of a period, also those of which nothing is recorded.

    It may leave the office in a pack, so groups of fewer than five persons are not told, and facts that stay in the
    office only where nothing else is asked for.
    """
    wanted = list(names)
    wanted = [name for name in wanted if name not in OFFICE_ONLY] or wanted
    with speaking(language):
        # Notes of figures are in the language in which they were made.
        return Draft(tuple(cite(Figures(store, period), wanted, language, today)))


def keep_answer(store: Store, answer: Answer, facts: Iterable[CitedFact] = (),
                begun: Iterable[CatalogueUse] = ()) -> Answer:
    """Keep an answer and the facts its statement cites; a fact cited before is replaced, and stays in the history.

    Shape: begun are standards whose use begins with this answer.  Errors: InvalidRecord, StaleRecord.
    """
    wanted = {each.fact: each for each in facts}
    with store.operation(_("Answer to requirement {code}").format(code=answer.requirement)) as writer:
        for use in begun:
            writer.save(use)
        kept: Answer = writer.save(answer)  # type: ignore[assignment]  # the writer answers what it was given
        for old in cited_by(store, answer.id) if wanted else ():
            if old.fact in wanted:
                old.replaced_on = wanted[old.fact].computed_on
                writer.save(old)
        for each in wanted.values():
            each.answer = answer.id
            writer.save(each)
    return kept


def cite_no_more(store: Store, cited: CitedFact, today: date) -> None:
    """End a citation; it is kept as what was said then.  Errors: StaleRecord."""
    cited.replaced_on = today
    store.save(cited, _("A fact is no longer cited"))
