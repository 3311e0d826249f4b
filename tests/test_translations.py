"""Collecting texts, keeping the .po files, building the .mo files, finding what is missing."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from armdesk import i18n, translations

HEADER = r'''msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

'''
SOURCE = '''
"""A screen."""
from armdesk.i18n import N_, _, ngettext
LABEL = N_("Gross weight")
def show(count):
    # Translators: on the button
    print(_("Save"), _("{count} of {total}").format(count=count, total=9), _(LABEL))
    return ngettext("{count} lot", "{count} lots", count).format(count=count)
'''
WHOLE = '''msgid "Gross weight"
msgstr "Peso bruto"

msgid "Save"
msgstr "Guardar"

msgid "{count} of {total}"
msgstr "{count} de {total}"

msgid "{count} lot"
msgid_plural "{count} lots"
msgstr[0] "un lote"
msgstr[1] "{count} lotes"
'''


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small program with one file of source."""
    (tmp_path / "armdesk").mkdir()
    (tmp_path / "armdesk" / "screen.py").write_text(SOURCE, "utf-8")
    return tmp_path


@pytest.fixture
def template(checkout: Path) -> Catalog:
    return translations.extract(checkout)


def spanish(folder: Path, texts: str) -> Path:
    place = folder / "es" / "LC_MESSAGES" / "armdesk.po"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(HEADER + texts, "utf-8")
    return place


def test_marked_texts_are_found_and_nothing_else(template: Catalog) -> None:
    found = [message.id for message in template if message.id]
    assert found == ["Gross weight", "Save", "{count} of {total}", ("{count} lot", "{count} lots")]
    assert template["Save"].auto_comments == ["on the button"]


def test_a_whole_translation_has_no_fault(tmp_path: Path, template: Catalog) -> None:
    spanish(tmp_path / "texts", WHOLE)
    assert translations.check(tmp_path / "texts", template) == []


@pytest.mark.parametrize(("old", "new", "fault"), [
    ('msgstr "Guardar"', 'msgstr ""', "es: not translated: 'Save'"),
    ('msgid "Save"\n', '#, fuzzy\nmsgid "Save"\n', "es: fuzzy: 'Save'"),
    ('msgid "Save"\nmsgstr "Guardar"\n', "", "es: not in the file (run update): 'Save'"),
    ("{count} de {total}", "{count} de {todo}",
     "es: placeholders ['count', 'todo'] where the source has ['count', 'total']: '{count} of {total}'"),
    ("{count} de {total}", "{count} de 9",
     "es: placeholders ['count'] where the source has ['count', 'total']: '{count} of {total}'"),
    ("{count} de {total}", "{count} de {total", "es: a brace is left open or never opened: '{count} of {total}'"),
    ('"{count} lotes"', '"lotes"', "es: placeholders [] where the source has ['count']: '{count} lot'"),
    ('"un lote"', '"{n} lote"', "es: placeholders ['n'] where the source has ['count']: '{count} lot'"),
    ('msgstr[1] "{count} lotes"', 'msgstr[1] ""', "es: not translated: '{count} lot'"),
])
def test_each_fault_is_named(tmp_path: Path, template: Catalog, old: str, new: str, fault: str) -> None:
    assert old in WHOLE
    spanish(tmp_path / "texts", WHOLE.replace(old, new))
    assert translations.check(tmp_path / "texts", template) == [fault]


def test_no_translation_at_all_is_a_fault(tmp_path: Path, template: Catalog) -> None:
    assert len(translations.check(tmp_path, template)) == 1


def test_update_keeps_what_is_translated_adds_the_new_and_drops_the_gone(tmp_path: Path, template: Catalog) -> None:
    place = spanish(tmp_path / "texts", 'msgid "Save"\nmsgstr "Guardar"\n\nmsgid "Gone"\nmsgstr "Ido"\n')
    assert translations.update(tmp_path / "texts", template) == ["es"]
    kept = place.read_text("utf-8")
    assert 'msgid "Save"\nmsgstr "Guardar"' in kept
    assert 'msgid "Gross weight"\nmsgstr ""' in kept
    assert "Gone" not in kept
    assert "screen.py:" not in kept, "line numbers would change the file with every edit of the source"
    translations.update(tmp_path / "texts", template)
    assert place.read_text("utf-8") == kept


def test_what_is_built_is_read_by_gettext(tmp_path: Path) -> None:
    spanish(tmp_path / "texts", WHOLE)
    (built,) = translations.compile_all(tmp_path / "texts", tmp_path / "elsewhere")
    texts = gettext.translation("armdesk", tmp_path / "elsewhere", languages=["es"])
    assert built == tmp_path / "elsewhere" / "es" / "LC_MESSAGES" / "armdesk.mo"
    assert [texts.gettext("Save"), texts.gettext("Unknown")] == ["Guardar", "Unknown"]
    counted = [texts.ngettext("{count} lot", "{count} lots", count) for count in (0, 1, 2)]
    assert counted == ["{count} lotes", "un lote", "{count} lotes"]


def test_the_invented_language_is_longer_keeps_its_places_and_goes_away(tmp_path: Path, template: Catalog) -> None:
    spanish(tmp_path / "texts", WHOLE)
    translations.pseudo(tmp_path / "texts", template)
    text = gettext.translation("armdesk", tmp_path / "texts", languages=["en"]).gettext("{count} of {total}")
    assert text.startswith("[{count} óf {total}")
    assert len(text) >= 1.4 * len("{count} of {total}")
    assert "20 óf 9" in text.format(count=20, total=9)
    translations.compile_all(tmp_path / "texts")
    assert not (tmp_path / "texts" / "en" / "LC_MESSAGES" / "armdesk.mo").exists()


@pytest.mark.parametrize("text", ["{{braces}} stay", "{amount:>10} and {name!r}", ""])
def test_an_invented_text_can_be_filled_like_its_source(text: str) -> None:
    values = {"amount": 5, "name": "x"}
    assert text.format(**values).translate(translations._LONGER)[:3] in translations.pseudo_text(text).format(**values)


def test_an_unknown_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        translations.main(["guess"])
    assert stop.value.code == 2
    assert "compile" in capsys.readouterr().err


def test_every_text_of_the_program_is_translated() -> None:
    folder = translations.CHECKOUT / "resources" / "translations"
    faults = translations.check(folder, translations.extract())
    assert not faults, f"{len(faults)} faults, such as {faults[:3]}"


def test_every_language_offered_has_its_texts() -> None:
    folder = translations.CHECKOUT / "resources" / "translations"
    languages = {translations._language(path) for path in translations._po_files(folder)}
    assert languages | {"en"} == set(i18n.LANGUAGES)
