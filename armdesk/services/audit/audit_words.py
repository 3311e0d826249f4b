"""Words of auditors as data: headings and cells of their lists in four languages, classes as standards name them."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from armdesk import paths
from armdesk.fields import fold
from armdesk.i18n import LANGUAGES, N_, _, current, speaking
from armdesk.importers import headings
from armdesk.models import audit_choices, choices

CLASSES = ("major", "minor", "observation")
"""Classes of findings that ask for an answer, the gravest first."""
_DOUBT = {"source": N_("read in the source"), "known": N_("not read again"), "inferred": N_("inferred")}
_CHOICES = {"auditor_status": audit_choices.AUDITOR_STATUS, "status": audit_choices.OUR_STATUS,
            "finding_class": choices.FINDING_CLASS, "plan_status": choices.ACTION_STATUS}


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((paths.resources() / "audits" / "words.json").read_text(encoding="utf-8"))
    return found


def columns(kind: str, row: Sequence[str], ours: Mapping[str, str]) -> dict[str, int]:
    """Which column of a row of headings holds what.

    Shape: kind is request or plan; ours are the headings armdesk itself writes, by field; field -> place, from 0.  An
    exact heading goes before one that only holds a known word, and each column is given once.
    """
    found: dict[str, int] = {}
    plain = [headings.plain(text) if text and len(text) <= 120 else "" for text in row]
    known = {field: {headings.plain(word) for word in (*words, *_in_languages(ours.get(field, "")))} - {""}
             for field, words in _words()[kind].items()}
    for exact in (True, False):
        for place, text in enumerate(plain):
            if not text or place in found.values():
                continue
            for field, words in known.items():
                if field not in found and (text in words if exact else _holds(text, words)):
                    found[field] = place
                    break
    return found


def _holds(text: str, words: set[str]) -> bool:
    """Whether a heading holds a known word of some length as a whole word."""
    padded = f" {text} "
    return any(len(word) > 4 and f" {word} " in padded for word in words)


def _in_languages(label: str) -> list[str]:
    found = []
    for language in LANGUAGES if label else ():
        with speaking(language):
            found.append(_(label))
    return found


def code_of(kind: str, text: str) -> str:
    """The code a word of a cell stands for, in any language, "" where it stands for none."""
    wanted = " ".join(fold(text).replace(".", " ").replace("-", " ").split())
    if not wanted:
        return ""
    for code, words in _words()["cells"][kind].items():
        if wanted in words:
            return str(code)
    for code, label in _CHOICES[kind].items():
        if wanted == code or wanted in {fold(each) for each in _in_languages(label)}:
            return code
    return ""


@lru_cache(maxsize=1)
def _classes() -> dict[tuple[str, str], dict[str, str]]:
    with (paths.resources() / "audits" / "classes.csv").open(encoding="utf-8", newline="") as lines:
        return {(row["standard"], row["class"]): dict(row) for row in csv.DictReader(lines)}


def class_word(standard: str, grade: str) -> str:
    """What a standard calls a class of findings, in the language in force; our own word where it has none."""
    row = _classes().get((family(standard), grade))
    if row is None:
        return _(choices.FINDING_CLASS.get(grade, grade))
    return row.get(current()) or row["en"]


def class_source(standard: str, grade: str) -> str:
    """Where that word comes from, and whether it was read again there; in the language in force."""
    row = _classes().get((family(standard), grade))
    if row is None:
        return ""
    source, doubt = row.get(f"source_{current()}") or row["source"], _(_DOUBT[row["confidence"]])
    return f"{source} ({doubt})" if row["confidence"] != "source" else source


def family(standard: str) -> str:
    """The standard without its edition: craft-2.0 -> craft, oecd-annex2 -> oecd."""
    return standard.partition("-")[0]
