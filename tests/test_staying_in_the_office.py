"""What stays in the office stays there wherever it was written: prices, people hurt, names in lists of our own."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from factories import make
from test_pack_tables import TODAY, YEAR, rows_of, scope_of

from armdesk.exports.pack_tables import MAKERS
from armdesk.i18n import speaking
from armdesk.models import Answer, CitedFact, OfficialText, OwnCatalogue, OwnRequirement
from armdesk.reports.craft import craft_report
from armdesk.services.basis import own_rows
from armdesk.services.basis.hiding import MemberCodes, scrubber
from armdesk.services.packs.edition import edition_of
from armdesk.services.packs.scope import told
from armdesk.services.period_facts.drafting import draft
from armdesk.store import Store

CODE = "M.5/1.3/P.1"
PRICE, DEATH = "Buyers paid 91.25 % of the reference price.", "Fatalities, 2025: 1."


def _cited(store: Store) -> None:
    answer = store.save(Answer(catalogue="craft-2.0", requirement=CODE, result="pass", applies=True,
                               answered_on=date(2026, 1, 10), statement=f"We know. {PRICE} {DEATH} That is all."))
    for fact, value, said in (("price_paid", "91.25", PRICE), ("fatalities", "1", DEATH)):
        store.save(CitedFact(answer=answer.id, fact=fact, value=value, sentence=said, language="en", computed_on=TODAY,
                             period_from=YEAR.begins, period_to=YEAR.ends, history_seq=store.head().seq))


@pytest.mark.parametrize(("kind", "gone", "stays"), [
    ("craft_full", (PRICE,), (DEATH,)), ("craft_public", (PRICE, DEATH), ())])
def test_cited_sentences_that_stay_here_are_in_no_part_of_a_pack(store: Store, kind: str, gone: tuple[str, ...],
                                                                 stays: tuple[str, ...]) -> None:
    make(store, "organisation")
    _cited(store)
    scope = scope_of(store, kind)
    with speaking("en"):
        texts = [str(rows_of(MAKERS[code](scope))) for code in ("S34", "S37")]
        texts.append(str(craft_report(scope, {}, [], (), [])))
    for text in texts:
        assert not [each for each in gone if each in text]
        assert all(each in text for each in stays)
    assert "We know. [withheld]" in texts[0] and "That is all." in texts[0]


def test_a_draft_leaves_out_what_stays_here_but_where_only_that_is_asked_for(store: Store) -> None:
    names = ["price_paid", "drills"]
    assert [each.fact for each in draft(store, YEAR, names, "en", TODAY).facts] == ["drills"]
    assert [each.fact for each in draft(store, YEAR, names[:1], "en", TODAY).facts] == ["price_paid"]


@pytest.mark.parametrize("kind", ["craft_full", "craft_public"])
def test_no_name_stands_in_any_text_of_a_list_of_our_own(store: Store, kind: str) -> None:
    who = "Xiomara Zuluaga"
    make(store, "person", name=who)
    store.save(OwnCatalogue(catalogue="buyer-2026", title=f"Lista de {who}", owner=who, licence=f"De {who}",
                            source_text=f"Carta de {who}"))
    said: dict[str, Any] = {f"{name}_es": f"{name} {who}" for name in ("title", "text", "help", "evidence", "measures",
                                                                       "applies")}
    store.save(OwnRequirement(catalogue="buyer-2026", code="B-1", module=f"Cap. {who}", **said))
    store.save(OfficialText(catalogue="craft-2.0", requirement=CODE, official_code=f"1 {who}", wording=who))
    edition = edition_of(kind)
    hide = scrubber(store, None if edition.hides_codes else MemberCodes(store, ""))
    known = [told(each, hide, edition) for each in own_rows.known(store)]
    assert any(each.key == "buyer-2026" for each in known)
    assert "Xiomara" not in str(known) and "Zuluaga" not in str(known)
