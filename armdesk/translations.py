"""Commands for developers: collect the texts of the program, build its translations and find what is missing.

    python -m armdesk.translations extract | update | compile | check | pseudo

English is the language of the source and needs no file of its own.  Babel is needed here and only here: the
program itself reads the built .mo files with gettext.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

from armdesk.i18n import DOMAIN

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

CHECKOUT = Path(__file__).resolve().parent.parent
SOURCES = ("main.py", "armdesk", "ui")
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
_LONGER = str.maketrans("aeiouAEIOUcnyCNY", "áéíóúÁÉÍÓÚçñýÇÑÝ")


def extract(checkout: Path = CHECKOUT) -> Catalog:
    """Every text of the source marked with _(), N_() or ngettext(), as a catalogue without translations."""
    from babel.messages.catalog import Catalog
    from babel.messages.extract import extract_from_file

    found = Catalog(project="armdesk", charset="utf-8", fuzzy=False)
    for path in _source_files(checkout):
        place = path.relative_to(checkout).as_posix()
        for line, text, comments, context in extract_from_file(
            "python", path, KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
        ):
            found.add(text, None, [(place, line)], auto_comments=comments, context=context)
    return found


def update(translations: Path, template: Catalog) -> list[str]:
    """Bring each language's .po up to the source: new texts in, gone texts out.  Answers the languages."""
    for path in _po_files(translations):
        catalogue = _read(path)
        catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False, update_creation_date=False)
        catalogue.obsolete.clear()
        _write(catalogue, path)
    return [_language(path) for path in _po_files(translations)]


def compile_all(translations: Path, target: Path | None = None) -> list[Path]:
    """Build a .mo for each .po, beside it or below another folder; a .mo whose .po is gone is removed."""
    from babel.messages.mofile import write_mo

    built = []
    for path in _po_files(translations):
        place = (target or translations) / path.relative_to(translations).with_suffix(".mo")
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh = place.with_suffix(".new")
        with fresh.open("wb") as file:
            write_mo(file, _read(path))
        fresh.replace(place)
        built.append(place)
    for left_over in set((target or translations).glob(f"*/LC_MESSAGES/{DOMAIN}.mo")) - set(built):
        left_over.unlink()
    return built


def check(translations: Path, template: Catalog) -> list[str]:
    """What keeps the translations from being complete: one sentence for each fault, with language and text."""
    faults: list[str] = []
    if not _po_files(translations):
        faults.append(f"no {DOMAIN}.po in {translations}")
    for path in _po_files(translations):
        catalogue, language = _read(path), _language(path)
        for wanted in template:
            if not wanted.id:
                continue
            kept = catalogue.get(wanted.id, wanted.context)
            text = wanted.id if isinstance(wanted.id, str) else wanted.id[0]
            faults += [f"{language}: {fault}: {text!r}" for fault in _faults(wanted, kept)]
    return faults


def pseudo(translations: Path, template: Catalog) -> Path:
    """Build an invented "en" that is accented, in brackets and 40 % longer; `compile` takes it away again.

    A screen that shows a text without brackets forgot _(); one that cuts the closing bracket is too narrow.
    """
    from babel.messages.mofile import write_mo

    for message in template:
        if message.id:
            texts = (message.id,) if isinstance(message.id, str) else message.id
            changed = tuple(pseudo_text(text) for text in texts)
            message.string = changed[0] if isinstance(message.id, str) else changed
    place = translations / "en" / "LC_MESSAGES" / f"{DOMAIN}.mo"
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("wb") as file:
        write_mo(file, template)
    return place


def pseudo_text(text: str) -> str:
    """The text as an invented language shows it; places like {count} stay as they are."""
    parts = []
    for literal, name, form, conversion in Formatter().parse(text):
        parts.append(literal.translate(_LONGER).replace("{", "{{").replace("}", "}}"))
        if name is not None:
            parts.append("{" + name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "") + "}")
    return "[" + "".join(parts) + "·" * (len(text) * 2 // 5) + "]"


def main(arguments: Sequence[str]) -> int:
    """Run one developer command.  Exit code 1 when `check` finds a fault."""
    parser = argparse.ArgumentParser(prog="python -m armdesk.translations", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("command", choices=("extract", "update", "compile", "check", "pseudo"))
    command = parser.parse_args(arguments).command
    folder = CHECKOUT / "resources" / "translations"
    if not folder.is_dir():
        print(f"{folder} is missing: run this in a checkout of armdesk.", file=sys.stderr)
        return 2
    if command == "extract":
        _write(extract(), folder / f"{DOMAIN}.pot")
        print(folder / f"{DOMAIN}.pot")
    elif command == "update":
        print("brought up to date:", ", ".join(update(folder, extract())))
    elif command == "compile":
        print("built:", ", ".join(str(path.relative_to(CHECKOUT)) for path in compile_all(folder)))
    elif command == "pseudo":
        print(f"{pseudo(folder, extract())}: choose English to see it, `compile` to take it away")
    else:
        faults = check(folder, extract())
        print("\n".join(faults) or "every text is translated")
        return 1 if faults else 0
    return 0


def _source_files(checkout: Path) -> Iterator[Path]:
    for name in SOURCES:
        place = checkout / name
        yield from [place] if place.is_file() else sorted(place.rglob("*.py"))


def _po_files(translations: Path) -> list[Path]:
    return sorted(translations.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def _language(po_file: Path) -> str:
    return po_file.parent.parent.name


def _read(path: Path) -> Catalog:
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        return read_po(file, locale=_language(path), domain=DOMAIN, abort_invalid=True)


def _write(catalogue: Catalog, path: Path) -> None:
    from babel.messages.pofile import write_po

    with path.open("wb") as file:
        # Line numbers would change every .po with every edit of the source; the file's name is enough.
        write_po(file, catalogue, width=120, include_lineno=False, sort_by_file=True)


def _faults(wanted: Message, kept: Message | None) -> Iterator[str]:
    if kept is None:
        yield "not in the file (run update)"
        return
    if kept.fuzzy:
        yield "fuzzy"
    plural = isinstance(wanted.id, tuple)
    if plural != isinstance(kept.id, tuple):
        yield "plural forms differ from the source (run update)"
        return
    texts = [kept.string] if isinstance(kept.string, str) else list(kept.string or ("",))
    if not all(texts):
        yield "not translated"
        return
    for number, text in enumerate(texts):
        yield from _placeholder_faults(wanted, text, may_omit=plural and number == 0)


def _placeholder_faults(wanted: Message, text: str, *, may_omit: bool) -> Iterator[str]:
    """Only the form for one thing may leave a place out: "one lot" needs no {count}."""
    source = wanted.id if isinstance(wanted.id, str) else wanted.id[-1]
    try:
        there, expected = _placeholders(text), _placeholders(source)
    except ValueError:
        yield "a brace is left open or never opened"
        return
    if there - expected or (expected - there and not may_omit):
        yield f"placeholders {sorted(there)} where the source has {sorted(expected)}"


def _placeholders(text: str) -> set[str]:
    return {name for _literal, name, _form, _conversion in Formatter().parse(text) if name is not None}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
