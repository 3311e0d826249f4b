"""The catalogues that come with armdesk are whole, and their results lead to the right standing."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date

import pytest

from armdesk import paths
from armdesk.catalogues.catalogue import (
    ACTIONS,
    CONFIDENCES,
    NOT_APPLICABLE,
    UNANSWERED,
    Catalogue,
    language_of,
    pick,
)
from armdesk.catalogues.load import available, get, load_catalogue
from armdesk.models import record_type
from armdesk.services.period_facts.status import standing

FOLDER = paths.resources() / "catalogues"
KEYS = ["craft-2.0", "fairmined-2.0", "oecd-annex2"]
SIZES = {"craft-2.0": 67, "fairmined-2.0": 212, "oecd-annex2": 72}


@pytest.fixture(params=KEYS)
def shipped(request: pytest.FixtureRequest) -> Catalogue:
    """Each catalogue that comes with armdesk."""
    return get(request.param)


# What comes with armdesk


def test_the_three_standards_are_there_in_order() -> None:
    assert [catalogue.key for catalogue in available()] == KEYS
    assert {catalogue.key: len(catalogue.requirements) for catalogue in available()} == SIZES


def test_file_names_are_the_keys(shipped: Catalogue) -> None:
    assert load_catalogue(FOLDER / f"{shipped.key}.json") is shipped


def test_layout_of_the_files_is_stable(shipped: Catalogue) -> None:
    text = (FOLDER / f"{shipped.key}.json").read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"


def test_every_requirement_has_what_a_reader_needs(shipped: Catalogue) -> None:
    for row in shipped:
        for language in ("en", "es"):
            assert 3 <= len(pick(row.title, language)) <= 70, row.code
            assert pick(row.text, language).endswith((".", "?")), row.code
            assert pick(row.text, language) != pick(row.title, language)
            assert row.evidence_items(language), row.code
        assert row.confidence in CONFIDENCES
        assert shipped.issue_title(row, "es"), row.code


def test_titles_tell_requirements_apart(shipped: Catalogue) -> None:
    for language in ("en", "es"):
        titles = Counter(pick(row.title, language).casefold() for row in shipped)
        assert [title for title, count in titles.items() if count > 1] == []


def test_every_language_is_complete_and_a_translation(shipped: Catalogue) -> None:
    assert set(shipped.languages) == {"en", "es", "fr", "pt"}
    for row in shipped:
        for texts in (row.title, row.text, row.evidence, row.applies, row.response, row.note):
            assert not texts or set(texts) == set(shipped.languages), row.code
        for language in ("es", "fr", "pt"):
            assert row.text[language] != row.text["en"], row.code
            assert len(row.evidence_items(language)) == len(row.evidence_items("en")), row.code


def test_records_named_are_record_types_of_the_program(shipped: Catalogue) -> None:
    for row in shipped:
        for name in row.records:
            assert record_type(name).type_name() == name


def test_modules_and_issues_are_used(shipped: Catalogue) -> None:
    assert {row.module for row in shipped} == {module.code for module in shipped.modules}
    assert {row.issue for row in shipped} == {issue.code for issue in shipped.issues}
    assert sum(len(shipped.in_module(module.code)) for module in shipped.modules) == len(shipped.requirements)
    assert {shipped.result_set_of(row) for row in shipped} == set(shipped.result_sets)


def test_every_set_of_results_can_be_worked_with(shipped: Catalogue) -> None:
    for name, results in shipped.result_sets.items():
        by_code = {result.code: result for result in results}
        assert by_code[NOT_APPLICABLE].settled and not by_code[UNANSWERED].settled
        assert any(result.tone == "good" and result.settled for result in results), name
        assert any(not result.settled and code != UNANSWERED for code, result in by_code.items()), name
        for language in ("en", "es"):
            assert len({pick(result.label, language) for result in results}) == len(results)


def test_only_numbers_of_the_code_are_called_official() -> None:
    for key in KEYS:
        official = {row.code for row in get(key) if row.official}
        numbered = {row.code for row in get(key) if "/R." in row.code or "/S." in row.code}
        assert official == (numbered if key == "craft-2.0" else set())
    assert "M.4/2.2.1/S.2.1" in {row.code for row in get("craft-2.0") if row.official}


def test_every_catalogue_says_whose_it_is_and_what_it_is_not(shipped: Catalogue) -> None:
    for language, word in (("en", "paraphrase"), ("es", "paráfrasis")):
        assert word in pick(shipped.notice, language).casefold()
        assert shipped.owner.split(" (")[0] in pick(shipped.attribution, "en")
        assert shipped.title(language)
    assert shipped.licence == "CC BY-SA 4.0"


# CRAFT


@pytest.fixture
def craft() -> Catalogue:
    """The CRAFT Code as we ship it."""
    return get("craft-2.0")


def answered(craft: Catalogue, **results: str) -> dict[str, str]:
    """Answers to all requirements of the modules named m1 to m5; of the options of legitimacy only one is met."""
    answers = {row.code: results[f"m{row.module}"] for row in craft if f"m{row.module}" in results}
    return answers | {code: NOT_APPLICABLE for code in ("M.2/5.1/P.3", "M.2/5.1/P.4", "M.2/5.1/P.5") if "m2" in results}


def test_craft_carries_its_licence_and_never_calls_itself_a_certificate(craft: Catalogue) -> None:
    assert craft.licence == "CC BY-SA 4.0"
    assert "not the text of the Code" in pick(craft.notice, "en") and "not a certificate" in pick(craft.notice, "en")
    assert "no el texto del Código" in pick(craft.notice, "es") and "no un certificado" in pick(craft.notice, "es")
    for texts in (text for row in craft for text in (row.title, row.text)):
        assert "certifi" not in pick(texts, "en").casefold()


def test_remarks_about_editions_stand_apart(craft: Catalogue) -> None:
    for row in craft:
        assert not re.search(r"v2\.\d", " ".join([*row.text.values(), *row.applies.values()])), row.code
    assert {row.code for row in craft if row.since} == {"M.1/5.2.3/R.4", "M.4/2.2.1/S.2.1", "M.4/5.2.12/S.1.1"}
    assert pick(craft.requirement("M.4/2.2.1/R.1").note, "en") == "v2.1 details what counts as a pass."


def test_each_module_has_its_own_kind_of_result(craft: Catalogue) -> None:
    def codes(module: str) -> list[str]:
        return [result.code for result in craft.results_for(craft.in_module(module)[0])]

    common = [NOT_APPLICABLE, UNANSWERED]
    assert codes("1") == codes("2") == ["met", "not_met", *common]
    assert codes("3") == ["conforms", "does_not_conform", *common]
    assert codes("4") == ["pass", "mitigation", "fail", *common]
    assert codes("5") == ["controlled", "in_progress", "not_addressed", *common]
    assert "alarm" not in {result.tone for result in craft.result_sets["improvement"]}


def test_a_result_is_found_by_its_code_and_read_in_the_language(craft: Catalogue) -> None:
    requirement = craft.requirement("M.5/4.2/P.2")
    assert craft.pick(craft.result(requirement, "in_progress").label, "es") == "En progreso"
    assert pick(craft.module(requirement.module).title, "es").startswith("Riesgos altos")
    assert craft.issue_title(requirement, "en").startswith("Emissions")


def test_mitigation_has_six_months_in_module_4_only(craft: Catalogue) -> None:
    limit = craft.time_limit(craft.requirement("M.4/5.1/P.1"), "mitigation")
    assert limit is not None and limit.months == 6 and limit.source and limit.dated == "2020-10-13"
    assert craft.time_limit(craft.requirement("M.4/5.1/P.1"), "pass") is None
    assert craft.time_limit(craft.requirement("M.5/5.2/P.1"), "in_progress") is None


def test_statuses_follow_from_the_results(craft: Catalogue) -> None:
    def reached(**results: str) -> list[str]:
        return [status.code for status in craft.statuses if not craft.between(status, answered(craft, **results))]

    assert reached() == []
    assert reached(m1="met", m2="met") == ["applicant"]
    assert reached(m1="met", m2="met", m3="conforms", m4="mitigation") == ["applicant", "candidate"]
    assert reached(m1="met", m2="met", m3="conforms", m4="pass") == ["applicant", "candidate", "affiliate"]
    assert reached(m1="met", m2="met", m3="does_not_conform", m4="pass") == ["applicant"]
    assert reached(m1="met", m2="not_met", m3="conforms", m4="pass") == []


def test_statuses_are_marked_as_inferred_with_reasons(craft: Catalogue) -> None:
    for status in craft.statuses:
        assert status.confidence == "inferred" and pick(status.reason, "es") and status.source


def test_one_option_of_legitimacy_is_enough_but_none_is_not(craft: Catalogue) -> None:
    applicant = craft.status("applicant")
    answers = answered(craft, m1="met", m2="met")
    assert craft.between(applicant, answers) == ()
    del answers["M.2/5.1/P.2"]
    missing = [row.code for row in craft.between(applicant, answers)]
    assert missing == ["M.2/5.1/P.2", "M.2/5.1/P.3", "M.2/5.1/P.4", "M.2/5.1/P.5"]


# Fairmined and OECD


def test_fairmined_levels_and_years() -> None:
    catalogue = get("fairmined-2.0")
    assert {row.level for row in catalogue} == {"entry", "progress", "ecological"}
    for row in catalogue:
        assert row.due_year == 0 if row.level == "entry" else row.due_year in {None, 0, 1, 3, 6}, row.code
        if row.due_year not in {None, 0}:
            assert row.confidence == "inferred", row.code


def test_fairmined_certification_waits_for_entry_requirements_only() -> None:
    catalogue = get("fairmined-2.0")
    answers = {row.code: "met" for row in catalogue if row.level == "entry"}
    assert catalogue.between(catalogue.status("entry"), answers) == ()
    assert {row.level for row in catalogue.between(catalogue.status("ecological"), answers)} == {"ecological"}
    answers["FM-5.4-01"] = "partly"
    assert [row.code for row in catalogue.between(catalogue.status("entry"), answers)] == ["FM-5.4-01"]


def test_oecd_rows_say_what_to_do_if_found() -> None:
    catalogue = get("oecd-annex2")
    for row in catalogue:
        flag = row.issue == "gold-step2-redflags" and row.action == "improve"
        assert row.action in ACTIONS and catalogue.result_set_of(row) == ("flag" if flag else row.action), row.code
        assert not pick(row.response, "en").startswith(("STOP", "PLAN", "IMPROVE", "RECORD")), row.code
    assert catalogue.requirement("A2-03a").action == "stop"
    forces = catalogue.requirement("A2-10")
    limit = catalogue.time_limit(forces, "planned")
    assert forces.action == "plan" and limit is not None and limit.months == 6


# Reading by language


def test_missing_language_falls_back_to_english_and_says_so() -> None:
    texts = {"en": "Gold", "es": "Oro"}
    assert (pick(texts, "es"), language_of(texts, "es")) == ("Oro", "es")
    assert (pick(texts, "es-CO"), language_of(texts, "es-CO")) == ("Oro", "es")
    assert (pick(texts, "fr"), language_of(texts, "fr")) == ("Gold", "en")
    assert (pick({"es": "Oro"}, "fr"), language_of({"es": "Oro"}, "fr")) == ("Oro", "es")
    assert (pick({}, "es"), language_of({}, "es")) == ("", "")


def test_unknown_codes_are_no_answer(craft: Catalogue) -> None:
    assert "M.9/P.1" not in craft and "M.1/5.2/P.1" in craft
    with pytest.raises(KeyError):
        craft.requirement("M.9/P.1")
    with pytest.raises(KeyError):
        craft.result(craft.requirement("M.3/1.1/P.1"), "mitigation")
    with pytest.raises(KeyError):
        craft.status("certified")


def test_fairmined_years_follow_from_what_is_due_and_the_ecological_line_stands_beside_them() -> None:
    catalogue = get("fairmined-2.0")
    assert [(each.code, each.track) for each in catalogue.statuses] == [
        ("entry", ""), ("year_1", ""), ("year_3", ""), ("year_6", ""), ("ecological", "ecological")]

    def reached(*wanted: tuple[str, int]) -> tuple[str, list[str]]:
        given = {row.code: "met" for row in catalogue
                 if any(row.level == level and (row.due_year or 0) <= year for level, year in wanted)}
        found = standing(catalogue, {row.code: given.get(row.code, UNANSWERED) for row in catalogue}, {},
                         date(2026, 1, 1))
        return found.reached.code if found.reached else "", [each.code for each in found.beside]

    assert reached() == ("", [])
    assert reached(("entry", 0)) == ("entry", [])
    assert reached(("entry", 0), ("progress", 1)) == ("year_1", [])
    assert reached(("entry", 0), ("progress", 3)) == ("year_3", [])
    assert reached(("entry", 0), ("ecological", 99)) == ("entry", ["ecological"])
    assert reached(("entry", 0), ("progress", 6), ("ecological", 99)) == ("year_6", ["ecological"])


def test_only_what_fairmined_calls_not_met_has_a_class() -> None:
    classed = {(key, name, result.code) for key in KEYS for name, results in get(key).result_sets.items()
               for result in results if result.classed}
    assert classed == {("fairmined-2.0", "fulfilment", "not_met")}


def test_the_words_of_results_are_those_of_the_standards() -> None:
    words = {key: {module.code: [result.code for result in get(key).result_sets[module.results]][:-2]
                   for module in get(key).modules} for key in ("craft-2.0", "fairmined-2.0")}
    assert words["craft-2.0"] == {
        "1": ["met", "not_met"], "2": ["met", "not_met"], "3": ["conforms", "does_not_conform"],
        "4": ["pass", "mitigation", "fail"], "5": ["controlled", "in_progress", "not_addressed"]}
    assert set(map(tuple, words["fairmined-2.0"].values())) == {("met", "partly", "not_met")}
    limit = get("craft-2.0").time_limits[0]
    assert (limit.results, limit.result, limit.months) == ("mitigation", "mitigation", 6)


def test_the_light_path_is_what_a_first_buyer_asks(craft: Catalogue) -> None:
    assert craft.light == ("1", "2", "3")
    assert sum(row.module in craft.light for row in craft) == 24
