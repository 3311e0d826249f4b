"""The command line's own words: usage and errors of argparse in the language in force."""

from __future__ import annotations

import gettext

import pytest

from armdesk import argparse_words, cli, translations


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setenv("LANGUAGE", "en")
    before = gettext.textdomain()
    translations.compile_all(translations.CHECKOUT / "resources" / "translations")
    yield
    gettext.textdomain(before)


def test_usage_and_errors_are_said_in_spanish(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "--language=es"]) == cli.WRONG
    said = capsys.readouterr().err
    assert said.startswith("uso: armdesk check")
    assert "faltan estos argumentos: CARPETA" in said
    assert "required" not in said


def test_usage_and_errors_are_said_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "--language=en"]) == cli.WRONG
    assert "the following arguments are required: FOLDER" in capsys.readouterr().err


def test_the_words_are_those_argparse_asks_for(capsys: pytest.CaptureFixture[str]) -> None:
    import argparse
    import inspect

    source = inspect.getsource(argparse)
    missing = [word for word in argparse_words.WORDS if repr(word)[1:-1] not in source]
    assert missing == []
