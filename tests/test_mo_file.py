"""Texts are looked up in the compiled file one by one: the same ones as when the whole file is read."""

from __future__ import annotations

import gettext
import io
import struct
from pathlib import Path

import pytest

from armdesk import i18n, paths
from armdesk.mo_file import Catalogue, Texts

COMPILED = paths.resources() / "translations" / "es" / "LC_MESSAGES" / "armdesk.mo"


@pytest.fixture(scope="module")
def whole() -> gettext.GNUTranslations:
    with COMPILED.open("rb") as file:
        return gettext.GNUTranslations(file)


def test_every_text_is_found_as_if_the_whole_file_were_read(whole: gettext.GNUTranslations) -> None:
    with COMPILED.open("rb") as file:
        ours = Catalogue(file)
    texts = vars(whole)["_catalog"]
    assert len(texts) > 1_000
    for key in texts:
        if isinstance(key, tuple):
            for count in (0, 1, 2, 7):
                assert ours.ngettext(key[0], "many", count) == whole.ngettext(key[0], "many", count)
        elif key:
            assert ours.gettext(key) == whole.gettext(key) and ours.gettext(key) == ours.gettext(key)
    assert ours.info()["language"] == "es"


@pytest.mark.parametrize("text", ["", "nobody says this", "\x00", "￿￿", "\ud800", "{count} lot", "\U0010ffff"])
def test_what_the_file_does_not_hold_stays_english(text: str) -> None:
    with COMPILED.open("rb") as file:
        ours = Catalogue(file)
    assert not text or ours.gettext(text) == text
    assert ours.ngettext(f"{text} one", "many", 1) == f"{text} one"
    assert ours.ngettext(f"{text} one", "many", 2) == "many"
    i18n.choose("es")
    assert i18n._("") == ""
    i18n.choose("en")


def test_an_empty_catalogue_and_a_strange_file() -> None:
    empty = struct.pack("<7I", 0x950412DE, 0, 0, 28, 28, 0, 28)
    nothing = Catalogue(io.BytesIO(empty))
    assert nothing.gettext("Lot") == "Lot" and nothing.ngettext("one", "many", 3) == "many" and nothing.info() == {}
    with pytest.raises(OSError, match="Bad magic"):
        Texts(b"\0" * 28)
    assert Path(COMPILED).is_file()
