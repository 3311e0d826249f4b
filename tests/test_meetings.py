"""Meetings: who may vote, who was there or represented, quorum, votes and their results, minutes that are finished."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from armdesk.errors import InvalidRecord
from armdesk.evidence.pdfs import text_of
from armdesk.exports.pdf import write_pdf
from armdesk.models import (
    AgendaItem,
    Agreement,
    Mandate,
    Meeting,
    MeetingAttendance,
    Organ,
    OrganRule,
    Person,
    Resolution,
    Stakeholder,
    VoteRule,
)
from armdesk.reports import meeting_papers
from armdesk.reports.document import Bullets
from armdesk.services.governance import attending, meeting_work, votes
from armdesk.services.governance.statutes import Statutes
from armdesk.services.money import premium
from armdesk.store import Store

DAY = date(2025, 3, 8)
TODAY = date(2026, 1, 31)


def person(store: Store, name: str, **more: Any) -> Person:
    usual = {"role": "member", "sex": "F", "joined_on": date(2020, 1, 1)}
    kept: Person = store.save(Person(name=name, **{**usual, **more}))
    return kept


def meeting(store: Store, **more: Any) -> Meeting:
    kept: Meeting = store.save(Meeting(**{"number": "026", "date": DAY, "kind": "assembly", "title": "Asamblea",
                                          "called_on": date(2025, 2, 20), **more}))
    return kept


def statutes(store: Store, kind: str = "assembly", **rule: Any) -> Organ:
    organ: Organ = store.save(Organ(name=f"El {kind}", kind=kind))
    store.save(OrganRule(organ=organ.id, valid_from=date(2010, 1, 1), source_text="Estatutos, art. 24", **rule))
    return organ


def came(store: Store, held: Meeting, *people: Person) -> None:
    for each in people:
        attending.tick(store, held, each, came=True, title="came")


def counted(store: Store, held: Meeting) -> attending.Count:
    return attending.count_of(store, held, Statutes(store))


def test_members_of_the_day_may_vote(store: Store) -> None:
    ana, luz = person(store, "Ana"), person(store, "Luz", joined_on=DAY)
    person(store, "Later", joined_on=date(2025, 3, 9))
    person(store, "Gone", left_on=DAY)
    person(store, "Idle", status="inactive")
    person(store, "Paid", role="worker")
    selector = person(store, "Selma", role="selector")
    held = meeting(store)
    assert [each.id for each in attending.voters(store, held, Statutes(store))] == [ana.id, luz.id]
    statutes(store, who_votes="members_selectors")
    assert [each.id for each in attending.voters(store, held, Statutes(store))] == [ana.id, luz.id, selector.id]


def test_in_a_board_who_holds_an_office_votes(store: Store) -> None:
    organ = statutes(store, "board", quorum="1/2", quorum_more=True)
    people = [person(store, name) for name in ("Ana", "Bea", "Cira", "Dora")]
    for office, each, ended in zip(("president", "secretary", "member", "alternate"), people,
                                   (None, None, date(2025, 1, 1), None), strict=True):
        store.save(Mandate(organ=organ.id, office=office, person=each.id, began_on=date(2024, 1, 1), ended_on=ended))
    held = meeting(store, kind="board")
    assert [each.name for each in attending.voters(store, held, Statutes(store))] == ["Ana", "Bea"]
    came(store, held, people[0])
    assert counted(store, held).reached is False, "one of two is not more than half"
    came(store, held, people[1])
    assert counted(store, held).reached is True


def test_who_is_represented_counts_once_and_only_by_somebody_there(store: Store) -> None:
    statutes(store, quorum="1/2", who_votes="members")
    ana, bea, cira, dora = (person(store, name) for name in ("Ana", "Bea", "Cira", "Dora"))
    held = meeting(store)
    came(store, held, ana)
    attending.represent(store, held, bea.id, ana.id, "proxy")
    attending.represent(store, held, cira.id, dora.id, "proxy of somebody who is not there")
    count = counted(store, held)
    assert (count.present, count.represented, count.entitled, count.least, count.reached) == (1, 1, 4, 2, True)
    came(store, held, bea)
    count = counted(store, held)
    assert (count.present, count.represented) == (2, 0), "who comes after all no longer counts as represented"
    store.save(MeetingAttendance(meeting=held.id, person=bea.id, present=False, proxy=ana.id))
    count = counted(store, held)
    assert (count.present, count.represented) == (2, 0), "nor where the list has a second row of the same person"
    attending.represent(store, held, cira.id, None, "none")
    assert len(store.all(MeetingAttendance)) == 3


def test_a_tick_can_be_taken_back(store: Store) -> None:
    ana, held = person(store, "Ana"), meeting(store)
    came(store, held, ana)
    assert counted(store, held).present == 1
    attending.tick(store, held, ana, came=False, title="not")
    assert attending.presence(store, held, Statutes(store)).came == {}
    store.undo()
    assert list(attending.presence(store, held, Statutes(store)).came) == [ana.id]


def test_guests_come_but_make_no_quorum(store: Store) -> None:
    statutes(store, who_votes="members", quorum="1/2")
    ana = person(store, "Ana")
    worker = person(store, "Paid", role="worker", sex="M")
    held = meeting(store)
    town = store.save(Stakeholder(name="Alcaldía", kind="public"))
    store.save(MeetingAttendance(meeting=held.id, stakeholder=town.id, present=True))
    came(store, held, worker)
    count = counted(store, held)
    assert (count.source, count.guests) == (attending.BOOK, 2), "nobody who votes is ticked yet"
    came(store, held, ana)
    count = counted(store, held)
    assert (count.present, count.guests, count.women, count.reached) == (1, 2, 1, True)


def test_the_statutes_come_before_the_rate_and_the_rate_before_the_usual(store: Store) -> None:
    from armdesk.models import Rate

    held = meeting(store, entitled=62, attended=28, quorum_stated=True)
    usual = counted(store, held)
    assert usual.quorum is not None and not usual.quorum.own and usual.reached is False
    assert premium.has_quorum(store, held) is True, "the usual share does not speak against the minutes here"
    store.save(Rate(kind="quorum", value=40_000_000, unit="%", valid_from=date(2020, 1, 1), source_text="Estatutos"))
    assert counted(store, held).reached is True and premium.has_quorum(store, held) is True
    statutes(store, quorum="1/2", quorum_more=True, second_quorum="10 %")
    assert counted(store, held).least == 32
    assert premium.has_quorum(store, held) is False
    held.second_call = True
    store.save(held)
    assert counted(store, held).least == 7 and premium.has_quorum(store, held) is True


@pytest.mark.parametrize(("majority", "base", "share", "more", "carried"), [
    ("simple", "cast", "1/2", True, True), ("absolute", "present", "1/2", True, False),
    ("two_thirds", "entitled", "2/3", False, False), ("two_thirds", "cast", "2/3", False, False)])
def test_a_result_follows_its_majority(store: Store, majority: str, base: str, share: str, more: bool,
                                       carried: bool) -> None:
    store.save(VoteRule(majority=majority, share=share, base=base, more=more, valid_from=date(2010, 1, 1),
                        source_text="Estatutos, art. 30"))
    held = meeting(store, entitled=60, attended=40)
    decided = Resolution(meeting=held.id, topic="Retortas", votes_for=19, votes_against=10, abstained=11,
                         majority=majority)
    rules = Statutes(store)
    found = votes.outcome(decided, held, rules, attending.count_of(store, held, rules))
    assert found.carried is carried
    assert found.least is not None and found.whole is not None
    assert found.carried is (found.least <= 19), "the sentence and the result agree"


def test_a_tie_is_not_carried_and_an_uncounted_vote_has_no_result(store: Store) -> None:
    held = meeting(store, entitled=60, attended=40)
    rules = Statutes(store)
    count = attending.count_of(store, held, rules)
    tied = votes.outcome(Resolution(topic="x", votes_for=20, votes_against=20), held, rules, count)
    assert tied.carried is False and "20 for, 21 needed" in tied.said()
    assert votes.outcome(Resolution(topic="x"), held, rules, count).carried is None


def test_more_votes_than_people_are_noticed(store: Store) -> None:
    held = meeting(store, entitled=60, attended=40, women=10)
    count = counted(store, held)
    decided = Resolution(topic="x", votes_for=35, votes_against=10, women_for=12, women_against=0)
    assert set(votes.doubts(decided, count)) == {"votes_for", "women_for"}
    assert votes.doubts(Resolution(topic="x", votes_for=35, votes_against=5, women_for=10), count) == {}


def test_the_agenda_keeps_its_order(store: Store) -> None:
    held = meeting(store)
    for title in ("Lista", "Informe", "Prima"):
        meeting_work.add_point(store, held, title)
    last = store.all(AgendaItem)[-1]
    meeting_work.move_point(store, held, last.id, -1)
    meeting_work.move_point(store, held, last.id, 1)
    meeting_work.move_point(store, held, last.id, 1)
    meeting_work.move_point(store, held, last.id, -1)
    assert [(each.place, each.title) for each in store.all(AgendaItem, meeting=held.id)] == [
        (1, "Lista"), (2, "Prima"), (3, "Informe")]


def test_finishing_keeps_what_was_counted_and_the_code(store: Store) -> None:
    statutes(store, quorum="1/2", who_votes="members", notice_days=10)
    people = [person(store, name) for name in ("Ana", "Bea", "Cira")]
    held = meeting(store)
    came(store, held, *people[:2])
    meeting_work.add_point(store, held, "Prima")
    store.save(Resolution(number="026-1", meeting=held.id, topic="Retortas", votes_for=2, votes_against=0))
    head = store.head().hash
    kept = meeting_work.finish(store, held, TODAY)
    assert (kept.entitled, kept.attended, kept.women, kept.quorum_stated) == (3, 2, 2, True)
    assert kept.minutes_on == TODAY and kept.minutes_head == head
    assert kept.agenda == "1. Prima" and kept.decisions == "026-1 Retortas"


def test_what_the_office_wrote_is_not_written_over(store: Store) -> None:
    ana = person(store, "Ana")
    held = meeting(store, entitled=60, attended=44, women=20, quorum_stated=False, decisions="Se aprueba.")
    came(store, held, ana)
    kept = meeting_work.finish(store, held, TODAY)
    assert (kept.entitled, kept.attended, kept.women, kept.quorum_stated) == (60, 44, 20, False)
    assert kept.decisions == "Se aprueba."


def test_what_is_missing_is_said(store: Store) -> None:
    statutes(store, notice_days=20, quorum="1/2", who_votes="members")
    bare = meeting(store, number=None, called_on=date(2025, 3, 1))
    found = meeting_work.sheet(store, bare).missing()
    assert len(found) == 6 and any("7 days before" in each for each in found)
    ana = person(store, "Ana")
    full = meeting(store, called_on=date(2025, 1, 20), chair="Ana", secretary="Bea")
    came(store, full, ana)
    meeting_work.add_point(store, full, "Prima")
    store.save(Resolution(meeting=full.id, topic="Retortas", votes_for=1, votes_against=0))
    assert meeting_work.sheet(store, full).missing() == []


def test_a_dialogue_has_agreements_in_place_of_a_quorum(store: Store, tmp_path: Path) -> None:
    town = store.save(Stakeholder(name="Alcaldía", kind="public"))
    held = meeting(store, kind="dialogue", chair="Ana", secretary="Bea", agenda="Puente")
    missing = meeting_work.sheet(store, held).missing()
    assert missing == ["Nobody is ticked as present.", "No agreement of this dialogue is written down."]
    store.save(MeetingAttendance(meeting=held.id, stakeholder=town.id, present=True))
    store.save(Agreement(number="AC-1", meeting=held.id, axis="safety", text="Arreglar el puente", stakeholder=town.id,
                         due_on=date(2025, 11, 30)))
    assert meeting_work.sheet(store, held).missing() == []
    write_pdf(meeting_papers.minutes(store, held, TODAY, "en"), tmp_path / "minutes.pdf")
    text = " ".join(text_of(tmp_path / "minutes.pdf").split())
    assert "Arreglar el puente" in text and "Alcaldía" in text and "Decisions" not in text


def test_numbers_go_on(store: Store) -> None:
    assert meeting_work.next_number(store, TODAY) == "001"
    held = meeting(store)
    assert meeting_work.next_number(store, TODAY) == "027"
    store.save(Resolution(number="026-1", meeting=held.id, topic="x"))
    rules = Statutes(store)
    there = meeting_work.decided(store, held, rules, attending.count_of(store, held, rules))
    assert meeting_work.next_resolution(held, there) == "026-2"


def test_each_organ_has_its_own_numbers(store: Store) -> None:
    board = statutes(store, "board")
    women, water = (store.save(Organ(name=name, kind="committee")) for name in ("Mujeres", "Agua"))
    for number, kind, organ in (("001", "assembly", None), ("AD-001", "board", None), ("002", "assembly", None),
                                ("AD-002", "board", board.id), ("M-01", "committee", women.id),
                                ("MD-2026-01", "dialogue", None)):
        meeting(store, number=number, kind=kind, organ=organ)

    def coming(kind: str, organ: Organ | None = None) -> str:
        return meeting_work.next_number(store, TODAY, kind, organ.id if organ else None)

    assert [coming("assembly"), coming("extraordinary"), coming("board"), coming("board", board)] == [
        "003", "003", "AD-003", "AD-003"]
    assert coming("committee", women) == "M-02"
    assert meeting_work.next_number(store, date(2026, 5, 1), "dialogue") == "MD-2026-02"
    assert meeting_work.next_number(store, date(2027, 1, 9), "dialogue") == "MD-2027-01", "as many digits as before"
    assert coming("committee", water) == "001", "it gave none yet"


def test_an_office_that_counts_all_its_minutes_as_one_is_followed(store: Store) -> None:
    for number, kind in (("016", "assembly"), ("017", "board"), ("018", "board")):
        meeting(store, number=number, kind=kind)
    assert {meeting_work.next_number(store, TODAY, kind) for kind in ("assembly", "board", "dialogue")} == {"019"}
    meeting(store, number="017", kind="assembly")
    assert meeting_work.next_number(store, TODAY, "assembly") == "018", "both gave a 017: two series"


def test_a_number_stands_once_before_a_point_of_the_agenda(store: Store, tmp_path: Path) -> None:
    held = meeting(store, agenda="1. Lista\n2) Prima")
    for places, signs in (((), ("1.", "2)")), (("Lista", "Prima"), ("1.", "2."))):
        for title in places:
            meeting_work.add_point(store, held, title)
        paper = meeting_papers.minutes(store, held, TODAY, "es")
        (agenda,) = [each for each in paper.blocks if isinstance(each, Bullets) and "Lista" in each.entries]
        assert (agenda.entries, agenda.signs) == (("Lista", "Prima"), signs)
        write_pdf(paper, tmp_path / "acta.pdf")
        text = " ".join(text_of(tmp_path / "acta.pdf").split())
        assert f"{signs[0]} Lista" in text and "•" not in text.partition("Lista")[0][-12:]


def test_a_share_that_is_none_is_refused(store: Store) -> None:
    organ = store.save(Organ(name="Asamblea", kind="assembly"))
    with pytest.raises(InvalidRecord) as caught:
        store.save(OrganRule(organ=organ.id, valid_from=DAY, source_text="x", quorum="most of us", seats=3,
                             seats_women=4))
    assert set(caught.value.problems) == {"quorum", "seats_women"}


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_papers_of_a_meeting_hold_what_they_must(store: Store, tmp_path: Path, language: str) -> None:
    statutes(store, quorum="1/2", who_votes="members", notice_days=10, proxies_each=2)
    ana, bea, cira = (person(store, name) for name in ("Ana Ñandú & Hijas", "Bea <b>", "Cira"))
    held = meeting(store, chair="Ana", secretary="Bea", place="Salón")
    came(store, held, ana)
    attending.represent(store, held, bea.id, ana.id, "proxy")
    point = meeting_work.add_point(store, held, "Uso de la prima")
    point.minutes = "Se explicó el saldo."
    store.save(point)
    store.save(Resolution(number="026-1", meeting=held.id, topic="Comprar retortas", votes_for=2, votes_against=0,
                          women_for=2, amount=125_000, currency="USD", agenda_item=point.id))
    meeting_work.finish(store, held, TODAY)
    held = store.get(Meeting, held.id) or held
    for make, wanted in ((meeting_papers.minutes, ("026", "Ana Ñandú & Hijas", "Bea <b>", "Comprar retortas",
                                                   "Se explicó el saldo.", store.head().short(), "125000")),
                         (meeting_papers.call, ("Uso de la prima", "Salón", "50 %")),
                         (meeting_papers.signing_list, (cira.name, "Bea <b>"))):
        target = tmp_path / f"{make.__name__}.pdf"
        write_pdf(make(store, held, TODAY, language), target)
        text = " ".join(text_of(target).split())
        for each in wanted:
            assert each in text or each in re.sub("[.,\u00a0\u202f]", "", text), (make.__name__, each, text)
        before = target.read_bytes()
        write_pdf(make(store, held, TODAY, language), target)
        assert target.read_bytes() == before
