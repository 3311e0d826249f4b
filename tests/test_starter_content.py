"""Models to begin from: whole in four languages, taken over as the office's own, and never twice or over its own."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from factories import make
from test_catalogue_languages import LANGUAGES, LETTERS, TRANSLATED, numbers

from armdesk import paths
from armdesk.catalogues.load import get
from armdesk.errors import WorkspaceError
from armdesk.i18n import speaking
from armdesk.models import AgendaItem, InspectionTemplate, Meeting, Risk, Training, choices
from armdesk.services.basis.model_marks import mark
from armdesk.services.governance import policies
from armdesk.services.safety import starter_rounds
from armdesk.services.standards import starter_content
from armdesk.services.standards.starter_content import (
    AGENDA,
    KINDS,
    RISK,
    TRAINING,
    StarterModel,
    offers,
    shipped,
    take_over,
)
from armdesk.store import Store

DAY = date(2025, 6, 2)


def model(kind: str, code: str) -> StarterModel:
    """One model by its code."""
    return next(each for each in shipped() if (each.kind, each.code) == (kind, code))


def test_there_are_models_of_each_kind_with_codes_of_their_own() -> None:
    found = [(each.kind, each.code) for each in shipped()]
    assert len(found) == len(set(found))
    least = {TRAINING: 15, RISK: 25, AGENDA: 5}
    assert {kind: sum(each.kind == kind for each in shipped()) >= least[kind] for kind in KINDS} == dict.fromkeys(
        KINDS, True)


@pytest.mark.parametrize("each", shipped(), ids=lambda each: f"{each.kind}-{each.code}")
def test_each_model_says_the_same_in_four_languages(each: StarterModel) -> None:
    for texts in (each.title, each.text, each.points):
        assert list(texts) == LANGUAGES
    assert len({len(points) for points in each.points.values()}) == 1 and len(each.points["en"]) >= 3
    for language in LANGUAGES:
        said = [each.title[language], each.text[language], *each.points[language]]
        assert len(each.title[language]) <= 70 and each.text[language].endswith(".")
        for text, english in zip(said, [each.title["en"], each.text["en"], *each.points["en"]], strict=True):
            assert text == text.strip() and text and "  " not in text
            assert not {letter for letter in text if not letter.isascii()} - set(LETTERS[language]), text
            assert numbers(text) == numbers(english), text
            assert language == "en" or text != english, text
        assert "certif" not in each.title[language].casefold()


def test_titles_tell_models_apart() -> None:
    for language in LANGUAGES:
        for kind in KINDS:
            titles = [each.title[language].casefold() for each in shipped() if each.kind == kind]
            assert len(titles) == len(set(titles))


def test_agendas_are_for_every_usual_meeting_and_risks_name_requirements() -> None:
    kinds = {each.more for each in shipped() if each.kind == AGENDA}
    assert kinds == set(choices.MEETING_KIND) - {"other"}
    for each in shipped():
        if each.kind == RISK:
            catalogue, _slash, code = each.more.partition("/")
            assert code in get(catalogue), each.code


def test_a_course_is_taken_over_as_a_planned_one_and_marked(store: Store) -> None:
    with speaking("es"):
        assert take_over(store, [model(TRAINING, "HG")], DAY) == 1
        said = mark("model", "es")
    [course] = store.all(Training)
    assert (course.code, course.date, course.subject) == ("HG", DAY, "Retorta y mercurio cero")
    assert course.hours is not None and Training.field("hours").format(course.hours).startswith("4")
    assert course.note.startswith(said) and "• Pesar antes y después, y el libro" in course.note


def test_an_agenda_is_taken_over_as_a_meeting_of_its_kind(store: Store) -> None:
    with speaking("pt"):
        take_over(store, [model(AGENDA, "PRI")], DAY)
    [meeting] = store.all(Meeting)
    assert (meeting.kind, meeting.title, meeting.date) == ("committee", "Comitê do Prêmio", DAY)
    points = store.all(AgendaItem, meeting=meeting.id)
    assert [each.place for each in points] == list(range(1, len(points) + 1)) and meeting.attended is None
    assert [each.title for each in points] == list(model(AGENDA, "PRI").points["pt"]) and not meeting.agenda


def test_a_course_is_of_the_kind_with_its_code(store: Store) -> None:
    kind = make(store, "course_kind", code="HG")
    take_over(store, [model(TRAINING, "HG"), model(TRAINING, "CYA")], DAY)
    assert {course.code: course.course_kind for course in store.all(Training)} == {"HG": kind.id, "CYA": None}


def test_risks_get_numbers_after_those_of_the_office_and_are_not_judged(store: Store) -> None:
    make(store, "risk", number="RG-07")
    with speaking("fr"):
        assert take_over(store, [model(RISK, "AIR"), model(RISK, "CHILD")], DAY) == 2
    found = {risk.number: risk for risk in store.all(Risk)}
    assert set(found) == {"RG-07", "RG-08", "RG-09"}
    assert found["RG-08"].description.startswith("Mauvais air ou gaz sous terre. ")
    assert found["RG-08"].requirement == "requirement/craft-2.0/M.5/1.3/P.4"
    assert found["RG-08"].likelihood is None and found["RG-08"].response is None


def test_what_is_there_in_any_language_is_offered_as_there_and_passed_over(store: Store) -> None:
    with speaking("fr"):
        take_over(store, [model(RISK, "AIR"), model(TRAINING, "IND")], DAY)
    with speaking("es"):
        there = {offer.model.code for offer in offers(store, RISK) if offer.there}
        assert there == {"AIR"}
        assert take_over(store, [model(RISK, "AIR"), model(TRAINING, "IND")], DAY) == 0
        assert take_over(store, [model(TRAINING, "IND")], date(2026, 6, 2)) == 1, "a course is held again"
    assert len(store.all(Risk)) == 1 and len(store.all(Training)) == 2


def test_records_of_the_office_stay_as_they_are_and_undo_takes_all_back(store: Store) -> None:
    own = make(store, "meeting", title="Asamblea ordinaria", agenda="1. Lo nuestro", date=DAY)
    with speaking("es"):
        assert take_over(store, [model(AGENDA, "ASO")], DAY) == 0
        assert take_over(store, [model(AGENDA, "JUN"), model(RISK, "FIRE"), model(TRAINING, "EPP")], DAY) == 3
    assert store.get(Meeting, own.id).agenda == "1. Lo nuestro"  # type: ignore[union-attr]  # it was just made
    store.undo()
    assert (len(store.all(Meeting)), store.all(Risk), store.all(Training)) == (1, [], [])


def test_a_longer_text_that_begins_alike_is_not_taken_for_the_model(store: Store) -> None:
    make(store, "training", subject="Primeros auxilios avanzados", date=DAY)
    assert not next(offer for offer in offers(store, TRAINING) if offer.model.code == "PAX").there
    make(store, "training", subject="PRIMEROS AUXILIOS", date=DAY)
    assert len(next(offer for offer in offers(store, TRAINING) if offer.model.code == "PAX").there) == 1


def test_nothing_chosen_leaves_nothing_to_undo(store: Store) -> None:
    assert take_over(store, [], DAY) == 0 and store.undoable() is None


@pytest.mark.parametrize("change", [
    {"meeting": "feast"}, {"title": {"es": "Sin inglés"}}, {"points": []}, {"text": None}, {"code": None, "title": 3},
])
def test_a_broken_model_is_named_with_its_file(tmp_path: Path, change: dict[str, object]) -> None:
    for path in (paths.resources() / "starter").glob("*.json"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    rows = json.loads((tmp_path / "agendas.json").read_text(encoding="utf-8"))
    rows[1].update(change)
    (tmp_path / "agendas.json").write_text(json.dumps(rows), encoding="utf-8")
    with pytest.raises(WorkspaceError, match=r"agendas\.json"):
        shipped(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match=r"trainings\.json"):
        shipped(tmp_path)


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_a_person_reads_before_is_in_his_language(language: str) -> None:
    each = model(AGENDA, "JUN")
    text = starter_content.body(each, language)
    assert text.startswith(each.text[language]) and f"\n1. {each.points[language][0]}" in text
    assert starter_content.body(each, "qu").startswith(each.text["en"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_taken_over_says_in_its_own_language_that_it_is_a_model(store: Store, language: str) -> None:
    with speaking(language):
        take_over(store, [model(TRAINING, "HG"), model(RISK, "AIR"), model(AGENDA, "PRI")], DAY)
    marked = mark("model", language)
    assert len({mark("model", each) for each in LANGUAGES}) == 4
    [course], [risk], [meeting] = store.all(Training), store.all(Risk), store.all(Meeting)
    assert course.note.startswith(marked) and meeting.note.startswith(marked)
    assert risk.reason.startswith(f"{marked}\n{mark('measures', language)}\n")
    made = policies.begin(store, policies.models()[0], language, DAY)
    assert made.text.startswith(mark("policy", language)) and made.title == policies.models()[0].titles[language]
    with speaking(language):
        starter_rounds.take_over(store)
    assert {each.origin for each in store.all(InspectionTemplate)} == {mark("round", language)}
