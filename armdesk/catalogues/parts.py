"""Reads the fields of one object of a catalogue file and notes, with its place, everything that is wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import cast

from armdesk.catalogues.catalogue import EVIDENCE_MARK, Texts
from armdesk.i18n import _

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
# Half of a character pair can stand in JSON but in no file, database or PDF.
_HALF = re.compile("[\ud800-\udfff]")


class Part:
    """One object of the file.  Its fields are asked for by name; what is wrong goes to `problems`, and reading goes on.

    Shape: place is "" for the whole file; problems is shared by the whole file, one sentence each; languages are those
    every text must have.
    """

    def __init__(self, content: object, place: str, problems: list[str], languages: Sequence[str] = ()) -> None:
        self.place = place
        self.problems = problems
        self.languages = tuple(languages)
        self._asked: set[str] = set()
        self._content: dict[str, object] = {}
        if isinstance(content, dict):
            self._content = cast("dict[str, object]", content)
        else:
            self.note(_("this must be an object in braces, with named fields."))

    def note(self, problem: str, **names: object) -> None:
        """Write down what is wrong here; the names fill the places of the sentence."""
        place = self.place or _("top of the file")
        self.problems.append(_("{place}: {problem}").format(place=place, problem=problem.format(**names)))

    def close(self) -> None:
        """Note the fields nobody asked for: mostly slips of the pen, whose text would be lost without a word."""
        for name in self._content:
            if name not in self._asked:
                self.note(_("the field “{name}” is not known here; correct its name or remove it."), name=name)

    def text(self, name: str, required: bool = True) -> str:
        """A plain text; "" if it may be left out and is."""
        value = self._take(name)
        if value is None and not required:
            return ""
        if _is_text(value):
            return cast("str", value).strip()
        self.note(_("the field “{name}” must hold a text."), name=name)
        return ""

    def choice(self, name: str, allowed: Collection[str], required: bool = True) -> str:
        """A text that must be one of those allowed."""
        value = self.text(name, required)
        if value and value not in allowed:
            problem = _("the field “{name}” holds “{value}”; it must be one of: {choices}.")
            self.note(problem, name=name, value=value, choices=", ".join(allowed))
        return value

    def words(self, name: str, required: bool = False) -> tuple[str, ...]:
        """A list of plain texts, in the order of the file."""
        value = self._take(name)
        if value is None and not required:
            return ()
        if isinstance(value, list) and all(map(_is_text, value)) and (value or not required):
            return tuple(item.strip() for item in value)
        self.note(_("the field “{name}” must hold a list of texts."), name=name)
        return ()

    def choices(self, name: str, allowed: Collection[str], required: bool = False) -> tuple[str, ...]:
        """A list of texts, each one of those allowed."""
        values = self.words(name, required)
        for value in values:
            if value not in allowed:
                problem = _("the field “{name}” names “{value}”, which this catalogue does not have.")
                self.note(problem, name=name, value=value)
        return values

    def number(self, name: str, least: int, most: int) -> int | None:
        """A whole number between two bounds, None if left out."""
        value = self._take(name)
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        problem = _("the field “{name}” must be a whole number from {least} to {most}.")
        self.note(problem, name=name, least=least, most=most)
        return None

    def flag(self, name: str, required: bool = True) -> bool:
        """Yes or no, written true or false; no if it may be left out and is."""
        value = self._take(name)
        if value is None and not required:
            return False
        if not isinstance(value, bool):
            self.note(_("the field “{name}” must be true or false."), name=name)
        return value is True

    def texts(self, name: str, required: bool = True) -> Texts:
        """A text in several languages; {} if it may be left out and is."""
        spoken = self._spoken(name, required)
        return {language: self._one(name, language, text) for language, text in spoken.items()}

    def lists(self, name: str, required: bool = True) -> Texts:
        """A list of texts in several languages, each joined by EVIDENCE_MARK; {} if it may be left out and is."""
        spoken = self._spoken(name, required)
        return {language: self._joined(name, language, items) for language, items in spoken.items()}

    def parts(self, name: str, label: str, required: bool = True) -> list[Part]:
        """A list of objects.

        Shape: label holds {number}, the position in the list; with the object's code it makes its place.
        """
        value = self._take(name)
        if value is None and not required:
            return []
        if not isinstance(value, list) or (required and not value):
            self.note(_("the field “{name}” must hold a list of objects in braces."), name=name)
            return []
        return [self._part(item, _place(label.format(number=number), item)) for number, item in enumerate(value, 1)]

    def named_parts(self, name: str, label: str) -> dict[str, list[Part]]:
        """Lists of objects by their names.  Shape: label holds {name} and {number}, the position in the list."""
        value = self._take(name)
        if not isinstance(value, dict) or not value or not all(isinstance(items, list) for items in value.values()):
            self.note(_("the field “{name}” must hold an object in braces, whose fields are lists."), name=name)
            return {}
        return {
            str(key): [
                self._part(item, _place(label.format(name=key, number=number), item))
                for number, item in enumerate(items, 1)
            ]
            for key, items in value.items()
        }

    def _take(self, name: str) -> object:
        self._asked.add(name)
        return self._content.get(name)

    def _part(self, content: object, place: str) -> Part:
        return Part(content, f"{self.place}, {place}" if self.place else place, self.problems, self.languages)

    def _spoken(self, name: str, required: bool) -> dict[str, object]:
        value = self._take(name)
        if value is None and not required:
            return {}
        if not isinstance(value, dict) or not value:
            self.note(_("the field “{name}” must hold a text for each language."), name=name)
            return {}
        for language in value:
            if not _LANGUAGE.fullmatch(language):
                problem = _("the field “{name}” names the language “{language}”; write a code such as es or en.")
                self.note(problem, name=name, language=language)
        for language in self.languages:
            if language not in value:
                problem = _("the field “{name}” has no text in “{language}”, a language the file calls complete.")
                self.note(problem, name=name, language=language)
        return value

    def _one(self, name: str, language: str, text: object) -> str:
        if _is_text(text):
            return cast("str", text).strip()
        self.note(_("the field “{name}” must hold a text for “{language}”."), name=name, language=language)
        return ""

    def _joined(self, name: str, language: str, items: object) -> str:
        if not isinstance(items, list) or not items or not all(map(_is_text, items)):
            self.note(_("the field “{name}” must hold a list of texts for “{language}”."), name=name, language=language)
            return ""
        if any(EVIDENCE_MARK in item for item in items):
            self.note(_("the field “{name}” has a semicolon inside an item; make two items of it."), name=name)
        return EVIDENCE_MARK.join(item.strip() for item in items)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and not _HALF.search(value)


def _place(label: str, item: object) -> str:
    code = item.get("code") if isinstance(item, dict) else None
    return f"{label} ({code})" if isinstance(code, str) and code else label
