"""Pages as people cite them: "3, 5-7"."""

from __future__ import annotations

import re

from armdesk.i18n import _, ngettext

_PART = re.compile(r"([0-9]{1,5})(?:\s*[-\N{EN DASH}\N{EM DASH}]\s*([0-9]{1,5}))?")
_BETWEEN = re.compile(r"\s*[,;]\s*|\s+(?:and|y|e|et)\s+")


def spans(text: str) -> list[tuple[int, int]]:
    """First and last page of each part, as typed.  Errors: ValueError with a sentence where it is no list of pages."""
    found = []
    for part in filter(None, _BETWEEN.split(text.strip())):
        match = _PART.fullmatch(part)
        if match is None:
            raise ValueError(_("Write pages like “3, 5-7”."))
        first, last = int(match[1]), int(match[2] or match[1])
        if not 0 < first <= last:
            raise ValueError(_("“{part}” is no run of pages: the smaller number stands first.").format(part=part))
        found.append((first, last))
    return found


def problem(text: str, pages: int) -> str:
    """What is wrong with pages of a file that has so many, or ""."""
    try:
        found = spans(text)
    except ValueError as error:
        return str(error)
    if any(last > pages for _first, last in found):
        return ngettext("The file has only {count} page.", "The file has only {count} pages.", pages).format(
            count=pages)
    return ""


def tidy(text: str) -> str:
    """The same list written one way; a text that is none stays as it is."""
    try:
        return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in spans(text)) or text
    except ValueError:
        return text


def first_page(text: str | None) -> int:
    """The page to open for a citation, 1 where none is named."""
    found = re.search(r"[0-9]{1,5}", text or "")
    return max(int(found[0]), 1) if found else 1
