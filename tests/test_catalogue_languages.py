"""The catalogues that come with armdesk say the same in Spanish, English, French and Portuguese."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest

from armdesk import paths
from armdesk.catalogues.catalogue import language_of, pick
from armdesk.catalogues.load import get
from armdesk.services.basis import starter_rates

KEYS = ["craft-2.0", "fairmined-2.0", "oecd-annex2"]
LANGUAGES = ["en", "es", "fr", "pt"]
TRANSLATED = LANGUAGES[1:]
LETTERS = {
    "en": "é“”", "es": "áéíóúüñÁÉÍÓÚÑ¿¡“”", "pt": "àáâãçéêíóôõúüÀÁÂÃÇÉÊÍÓÔÕÚ’“”",
    "fr": "àâçèéêëîïôùûüœÀÂÇÈÉÊÎÔŒ«»’\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}",
}  # fmt: skip
"""What may stand in a text beside the plain letters, digits and marks of ASCII."""

ALIKE = {
    "Certification", "Audits", "Audit", "Dates", "Formalisation", "Suspension", "Non-discrimination", "Licence", "Plan",
    "Manual", "photos", "budget", "programme", "Programme", "analyses",
}  # fmt: skip
"""English texts that are rightly the same word in another language."""

NAMES = ("armdesk", "ARM", "RESOLVE", "CRAFT", "Fairmined", "Fairtrade", "LBMA", "USD", "FOB", "PDF", "https://")

Words = dict[str, str]


@cache
def texts(key: str) -> list[tuple[str, Words]]:
    """Every text of a catalogue file with its place, items of lists one by one: language -> text."""
    content = json.loads((paths.resources() / "catalogues" / f"{key}.json").read_text(encoding="utf-8"))
    return list(_texts(content, ""))


def _texts(content: object, place: str) -> Iterator[tuple[str, Words]]:
    if isinstance(content, list):
        for number, item in enumerate(content):
            name = item.get("code", str(number)) if isinstance(item, dict) else str(number)
            yield from _texts(item, f"{place}/{name}")
    elif isinstance(content, dict) and not any(language in content for language in LANGUAGES):
        for name, part in content.items():
            yield from _texts(part, f"{place}/{name}")
    elif isinstance(content, dict):
        assert list(content) == LANGUAGES, place
        lists = [text if isinstance(text, list) else [text] for text in content.values()]
        for number, items in enumerate(zip(*lists, strict=True)):
            yield f"{place}/{number}", dict(zip(LANGUAGES, items, strict=True))


def numbers(text: str) -> list[str]:
    """The numbers and editions of a text without the marks between thousands, in order of size."""
    plain = re.sub(r"(?<=\d)[.,\N{NARROW NO-BREAK SPACE}](?=\d{3}\b)", "", text)
    return sorted(re.findall(r"\d+(?:\.\d+)*", plain))


every_text = pytest.mark.parametrize("key", KEYS)


@every_text
def test_every_text_has_the_four_languages(key: str) -> None:
    assert len(texts(key)) > 350 and set(get(key).languages) == set(LANGUAGES)
    for place, words in texts(key):
        assert all(text == text.strip() and text for text in words.values()), place


@every_text
def test_no_text_was_left_in_english(key: str) -> None:
    left = {words["en"] for _place, words in texts(key) for language in TRANSLATED if words[language] == words["en"]}
    assert left <= ALIKE


@every_text
def test_numbers_and_names_are_the_same_in_all_languages(key: str) -> None:
    for place, words in texts(key):
        for language in TRANSLATED:
            assert numbers(words[language]) == numbers(words["en"]), (place, language)
            for name in NAMES:
                assert (name in words[language]) == (name in words["en"]), (place, language, name)


@every_text
def test_no_stray_letters_and_marks(key: str) -> None:
    for place, words in texts(key):
        for language, text in words.items():
            strange = {letter for letter in text if not letter.isascii()} - set(LETTERS[language])
            assert not strange, (place, language, strange)
            assert "  " not in text and not re.search(r"[{}<>|]|\.\.", text), (place, language)
        assert not re.search(r" [:;?!%]|\w'\w|\w[;?!]", words["fr"]), place
        assert not re.search(r"\s[:;,.?!]|\w'\w", words["pt"] + words["es"]), place


@every_text
def test_lengths_and_endings_are_alike(key: str) -> None:
    for place, words in texts(key):
        for language in TRANSLATED:
            if len(words["en"]) > 40:
                assert 0.55 < len(words[language]) / len(words["en"]) < 2.1, (place, language)
            assert (words[language][-1] == ".") == (words["en"][-1] == "."), (place, language)


@every_text
def test_titles_are_short_and_tell_requirements_apart(key: str) -> None:
    for language in LANGUAGES:
        titles = Counter(pick(row.title, language).casefold() for row in get(key))
        assert max(len(title) for title in titles) <= 70, language
        assert [title for title, count in titles.items() if count > 1] == [], language


def test_craft_is_called_certified_in_no_language() -> None:
    for row in get("craft-2.0"):
        for title in (row.title, row.text):
            assert "certif" not in " ".join(title.values()).casefold(), row.code


def test_a_reader_of_a_country_gets_his_language_and_of_an_unknown_one_english() -> None:
    row = get("oecd-annex2").requirement("A2-01b")
    assert [language_of(row.title, code) for code in ("pt-BR", "pt_BR", "fr-BF", "qu", "mn")] == [
        "pt", "pt", "fr", "en", "en"]  # fmt: skip
    assert pick({"en": "Gold", "que": "Quri"}, "que-PE") == "Quri"
    assert pick({"es": "Oro"}, "pt") == "Oro", "an office's own catalogue may be in one language only"


@pytest.mark.parametrize("name", ["gold", "lots", "money"])
def test_starter_rates_have_names_in_the_four_languages(name: str) -> None:
    with (paths.resources() / "rates" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for language in TRANSLATED:
                said = row[f"name_{language}"]
                assert said and said != row["name"] and numbers(said) == numbers(row["name"]), row["kind"]
                assert {letter for letter in said if not letter.isascii()} <= set(LETTERS[language]), row["kind"]
    assert {each.name("fr") for each in starter_rates.shipped()} >= {"Redevance sur l’or"}


@every_text
def test_every_row_is_explained_and_says_what_can_be_done(key: str) -> None:
    helps = Counter(pick(row.help, "es") for row in get(key))
    assert helps.most_common(1)[0][1] == 1 and "" not in helps, "each row has a help of its own"
    for row in get(key):
        for language in LANGUAGES:
            assert pick(row.help, language) not in (pick(row.text, language), pick(row.title, language)), row.code
            said = row.measure_items(language)
            assert 1 <= len(said) <= 4 and all(3 <= len(item) <= 260 for item in said), row.code
            assert len(row.measure_items(language)) == len(row.measure_items("en")), row.code


@pytest.mark.parametrize(("key", "rows"), [("craft-2.0", 67), ("fairmined-2.0", 212), ("oecd-annex2", 72)])
def test_every_row_has_title_text_help_evidence_and_measures_in_each_language(key: str, rows: int) -> None:
    catalogue = get(key)
    said = Counter((name, language) for row in catalogue
                   for name in ("title", "text", "help", "evidence", "measures")
                   for language, text in getattr(row, name).items() if text.strip())
    assert said == dict.fromkeys(((name, language) for name in ("title", "text", "help", "evidence", "measures")
                                  for language in LANGUAGES), rows)


def test_the_models_to_begin_from_have_each_language() -> None:
    for folder in ("starter", "rounds", "policies", "crossmap", "own_catalogue"):
        for path in sorted((paths.resources() / folder).glob("*.json")):
            found = list(_texts(json.loads(path.read_text(encoding="utf-8")), path.name))
            assert found, path.name
            for place, words in found:
                assert set(words) == set(LANGUAGES) and all(text.strip() for text in words.values()), place
