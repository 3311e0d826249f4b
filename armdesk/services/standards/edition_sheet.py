"""A whole edition as an Excel sheet: the one in use is written out, changed there, and read back as the next one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from armdesk.catalogues.catalogue import CONFIDENCES, EVIDENCE_MARK, Catalogue, Requirement, Texts
from armdesk.catalogues.parse import parse
from armdesk.catalogues.write import content_of
from armdesk.errors import CatalogueError
from armdesk.i18n import _
from armdesk.models.own_rows import LANGUAGES, TEXTS
from armdesk.services.basis.own_rows import items
from armdesk.services.standards import applicability
from armdesk.services.standards.catalogue_sheet import MORE_HEADINGS, Typed, strange_facts, table_of, twins_in

_SHOWN_FAULTS = 5



def typed_of(requirement: Requirement) -> dict[str, str | int | None]:
    """A row of an edition as the sheet shows it."""
    found: dict[str, str | int | None] = {
        "code": requirement.code, "was": " ".join(requirement.was), "module": requirement.module,
        "issue": requirement.issue, "level": requirement.level, "due_year": requirement.due_year,
        "conditions": " ".join(requirement.applies_if), "confidence": requirement.confidence,
        "facts": " ".join(requirement.facts)}
    for name in TEXTS:
        texts: Texts = getattr(requirement, name)
        for language in LANGUAGES:
            text = texts.get(language, "")
            found[f"{name}_{language}"] = "\n".join(text.split(EVIDENCE_MARK)) \
                if name in ("evidence", "measures") else text
    return found


def read_edition(base: Catalogue, path: Path, edition: str) -> Catalogue:
    """A new edition from a sheet, on the ground of the edition it was taken from.

    Shape: what the sheet has no column for stays as in the row that `was` or the code names.
    Errors: RefusedFile; CatalogueError with the rows to correct.
    """
    rows, _cautions = table_of(path)
    twins, faults, made = twins_in(rows), [], []
    for number, typed in rows:
        code = typed["code"]
        fault = _("the code is missing.") if not code else _("the code stands twice.") if code in twins else ""
        row, why = (None, fault) if fault else _edition_row(base, typed)
        if row is not None:
            made.append(row)
        else:
            faults.append(_("row {number} ({code}): {problem}").format(number=number, code=code or "–", problem=why))
    if not rows:
        faults.append(_("the sheet has no rows."))
    new = replace(base, edition=edition, requirements=tuple(made), own=base.own)
    if not faults:
        new = replace(new, languages=_complete(new))
        parse(content_of(new), faults)
    if faults:
        shown = [*faults[:_SHOWN_FAULTS], *([_("and {count} more.").format(count=len(faults) - _SHOWN_FAULTS)]
                                            if len(faults) > _SHOWN_FAULTS else [])]
        raise CatalogueError("\n".join([_("“{file}” cannot become an edition. Correct these places and try "
                                          "again:").format(file=path.name), *shown]))
    return new


def _edition_row(base: Catalogue, typed: Typed) -> tuple[Requirement | None, str]:
    was = tuple(typed.get("was", "").replace(",", " ").replace(";", " ").split())
    if unknown := [each for each in was if each not in base]:
        return None, _("“{column}” names {code}, which the edition before does not have.").format(
            column=_(MORE_HEADINGS["was"]), code=unknown[0])
    before = next((base.requirement(each) for each in (*was, typed["code"]) if each in base), None)
    problem = _faulty(base, typed)
    if problem:
        return None, problem
    spoken = {name: _spoken(typed, name) for name in TEXTS}
    if not spoken["title"] or not spoken["text"]:
        return None, _("title or text is missing.")
    start = before or replace(base.requirements[0], issue="", level="", due_year=None, official=False, source="",
                              records=(), facts=(), action="", since="", alternative_of="", results="", response={},
                              note={}, applies_if=())
    conditions = tuple(typed["conditions"].split()) if "conditions" in typed else start.applies_if
    return replace(
        start, code=typed["code"], was=was, module=typed.get("module") or start.module,
        issue=typed.get("issue", start.issue), level=typed.get("level", start.level),
        due_year=int(typed["due_year"]) if typed.get("due_year") else None if "due_year" in typed else start.due_year,
        confidence=typed.get("confidence") or "known", official=start.official and before is not None,
        source=start.source or base.source, applies_if=conditions,
        facts=tuple(typed["facts"].split()) if "facts" in typed else start.facts, own=False, official_code="",
        wording="", since=start.since, title=spoken["title"], text=spoken["text"], help=spoken["help"],
        evidence=spoken["evidence"], measures=spoken["measures"], applies=spoken["applies"]), ""


def _faulty(base: Catalogue, typed: Typed) -> str:
    modules = [each.code for each in base.modules]
    if typed.get("module") and typed["module"] not in modules:
        return _("there is no chapter “{code}”; it must be one of: {choices}.").format(
            code=typed["module"], choices=", ".join(modules))
    issues = [each.code for each in base.issues]
    if typed.get("issue") and typed["issue"] not in issues:
        return _("there is no subject “{code}”.").format(code=typed["issue"])
    if typed.get("due_year") and not (typed["due_year"].isascii() and typed["due_year"].isdigit()):
        return _("the year “{text}” is no whole number.").format(text=typed["due_year"])
    if typed.get("confidence") and typed["confidence"] not in CONFIDENCES:
        return _("“{text}” must be one of: {choices}.").format(text=typed["confidence"],
                                                              choices=", ".join(CONFIDENCES))
    if strange := applicability.strange_word(typed.get("conditions", "").split()):
        return _("the profile has no question “{name}”.").format(name=strange)
    return strange_facts(typed.get("facts", ""))


def _spoken(typed: Typed, name: str) -> dict[str, str]:
    found = {}
    for language in LANGUAGES:
        text = typed.get(f"{name}_{language}", "")
        if text:
            found[language] = EVIDENCE_MARK.join(items(text)) if name in ("evidence", "measures") else text
    return found


def _texts(catalogue: Catalogue) -> Iterator[Texts]:
    yield catalogue.titles
    for row in catalogue:
        yield from (each for name in (*TEXTS, "response", "note") if (each := getattr(row, name)))


def _complete(catalogue: Catalogue) -> tuple[str, ...]:
    """Languages that every text has."""
    every = list(_texts(catalogue))
    return tuple(each for each in catalogue.languages if all(each in texts for texts in every))
