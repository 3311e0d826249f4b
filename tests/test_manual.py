"""The manual: the same chapters in each language, whole links and pictures, and the words that are on the screen."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from armdesk import cli, i18n, translations

MANUAL = translations.CHECKOUT / "resources" / "manual"
LANGUAGES = sorted(i18n.LANGUAGES)
HOLE = re.compile(r"\{\w+\}")
LARGEST = 150_000


def text_of(language: str) -> str:
    return (MANUAL / f"{language}.md").read_text("utf-8")


def prose(text: str) -> str:
    """The text without code, in which stars are no marks."""
    return re.sub(r"`[^`\n]*`", "", re.sub(r"^    .*$", "", text, flags=re.MULTILINE))


@cache
def shown_words(language: str) -> list[re.Pattern[str]]:
    """Every text of the program in a language, with room for what is filled in."""
    if language == "en":
        ids = [message.id for message in translations.extract() if message.id]
        words = [each for id_ in ids for each in ([id_] if isinstance(id_, str) else id_)]
    else:
        with (translations.CHECKOUT / f"resources/translations/{language}/LC_MESSAGES/armdesk.po").open("rb") as stream:
            kept = [message.string for message in read_po(stream) if message.id]
        words = [each for string in kept for each in ([string] if isinstance(string, str) else string)]
    # A text that is all holes fits everything and proves nothing.
    spoken = [word for word in words if len(re.findall(r"[^\W\d_]", HOLE.sub("", word))) > 3 or not HOLE.search(word)]
    return [re.compile(".+".join(map(re.escape, HOLE.split(" ".join(word.split()))))) for word in spoken]


def unknown_words(language: str, text: str) -> list[str]:
    """Words in bold that the program shows nowhere."""
    patterns = shown_words(language)
    bold = dict.fromkeys(" ".join(found.split()) for found in re.findall(r"\*\*(.+?)\*\*", prose(text), re.DOTALL))
    return [word for word in bold if not any(pattern.fullmatch(word) for pattern in patterns)]


def headings(text: str) -> list[str]:
    return re.findall(r"^##+ (.+)$", text, re.MULTILINE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_manual_in_each_language_with_the_same_parts(language: str) -> None:
    own, english = text_of(language), text_of("en")
    assert len(headings(own)) == len(headings(english)) > 10
    for mark in (r"^\|", r"^\d\. ", r"^- ", r"^!\["):
        assert len(re.findall(mark, own, re.MULTILINE)) == len(re.findall(mark, english, re.MULTILINE)), mark


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_in_bold_are_words_of_the_screen(language: str) -> None:
    assert unknown_words(language, text_of(language)) == []


def test_a_word_that_is_not_on_the_screen_is_named() -> None:
    assert unknown_words("en", "Press **Save** or **Frobnicate all**, then `**nothing**`.") == ["Frobnicate all"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_are_there_and_small(language: str) -> None:
    names = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text_of(language))
    assert names and not [name for name in names if not (MANUAL / name).is_file()]
    assert [name for name in names if (MANUAL / name).stat().st_size > LARGEST] == []


def test_no_picture_lies_about_unused() -> None:
    used = {name for language in LANGUAGES for name in re.findall(r"\]\((pictures/[^)]+)\)", text_of(language))}
    assert {path.relative_to(MANUAL).as_posix() for path in (MANUAL / "pictures").iterdir()} == used


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_stands_in_the_manual_and_no_other(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == cli.OK
    there = set(re.findall(r"^    ([a-z-]+)(?: |$)", capsys.readouterr().out, re.MULTILINE))
    told = set(re.findall(r"^\| `([a-z-]+)` \| `armdesk \1", text_of(language), re.MULTILINE))
    assert told == there


@pytest.mark.parametrize("language", LANGUAGES)
def test_options_named_in_the_manual_exist(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    known = ""
    for command in re.findall(r"^\| `([a-z-]+)` \| `armdesk", text_of(language), re.MULTILINE):
        cli.main([command, "--help"])
        known += capsys.readouterr().out
    options = set(re.findall(r"(--[a-z]+(?:-[a-z]+)*)", text_of(language))) - {"--help"}
    assert {option for option in options if not re.search(rf"{option}\b", known)} == set()


def test_the_manual_goes_where_the_program_looks() -> None:
    assert {path.name for path in Path(MANUAL).glob("*.md")} == {f"{language}.md" for language in LANGUAGES}
