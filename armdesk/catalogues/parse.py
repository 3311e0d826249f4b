"""Turns the content of a catalogue file into a Catalogue, or says everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from armdesk.catalogues.catalogue import (
    ACTIONS,
    CONFIDENCES,
    NOT_APPLICABLE,
    TONES,
    UNANSWERED,
    Catalogue,
    Issue,
    Module,
    Need,
    Requirement,
    Result,
    Status,
    TimeLimit,
)
from armdesk.catalogues.parts import Part
from armdesk.i18n import _

FORMAT = 1
_NAME = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_Results = Mapping[str, tuple[Result, ...]]


def parse(content: object, problems: list[str]) -> Catalogue | None:
    """The catalogue a file holds, None if anything is wrong with it.

    Shape: content is what the JSON file holds; problems receives one sentence, with its place, for each thing wrong.
    """
    top = Part(content, "", problems)
    if top.number("format", FORMAT, FORMAT) is None:
        top.note(_("the field “format” must be {number}; another one needs another version of armdesk."), number=FORMAT)
        return None
    top.languages = top.words("languages", required=True)
    results = _results(top)
    modules = tuple(_module(part, results) for part in top.parts("modules", _("module {number}")))
    issues = tuple(_issue(part) for part in top.parts("issues", _("issue {number}"), required=False))
    requirements = _requirements(top, modules, issues, results)
    catalogue = Catalogue(
        id=_name(top, "id"),
        edition=_name(top, "edition"),
        titles=top.texts("title"),
        owner=top.text("owner"),
        licence=top.text("licence"),
        source=top.text("source"),
        attribution=top.texts("attribution"),
        notice=top.texts("notice"),
        languages=top.languages,
        modules=modules,
        issues=issues,
        result_sets=results,
        time_limits=tuple(
            _time_limit(part, results) for part in top.parts("time_limits", _("time limit {number}"), required=False)
        ),
        statuses=tuple(
            _status(part, modules, results, requirements)
            for part in top.parts("statuses", _("status {number}"), required=False)
        ),
        requirements=requirements,
        light=top.choices("light", [module.code for module in modules]),
        own=top.flag("own", required=False),
    )
    _check_unique(top, "modules", [module.code for module in modules])
    _check_unique(top, "issues", [issue.code for issue in issues])
    _check_unique(top, "statuses", [status.code for status in catalogue.statuses])
    top.close()
    return None if problems else catalogue


def _name(top: Part, field: str) -> str:
    value = top.text(field)
    if value and not _NAME.fullmatch(value):
        top.note(_("the field “{name}” may hold small letters, digits, points and hyphens only."), name=field)
    return value


def _results(top: Part) -> _Results:
    common = tuple(_result(part) for part in top.parts("common_results", _("common result {number}")))
    sets = {
        name: (*(_result(part) for part in parts), *common)
        for name, parts in top.named_parts("result_sets", _("result {number} of the set “{name}”")).items()
    }
    for name, results in sets.items():
        codes = [result.code for result in results]
        _check_unique(top, name, codes)
        for code in (NOT_APPLICABLE, UNANSWERED):
            if code not in codes:
                top.note(_("the set “{name}” lacks the result “{code}”; every set needs it."), name=name, code=code)
    return sets


def _result(part: Part) -> Result:
    result = Result(part.text("code"), part.texts("label"), part.choice("tone", TONES), part.flag("settled"),
                    part.flag("classed", required=False))
    part.close()
    return result


def _module(part: Part, sets: _Results) -> Module:
    module = Module(part.text("code"), part.texts("title"), part.choice("results", sets.keys()))
    part.close()
    return module


def _issue(part: Part) -> Issue:
    issue = Issue(part.text("code"), part.texts("title"))
    part.close()
    return issue


def _requirements(
    top: Part, modules: Iterable[Module], issues: Iterable[Issue], sets: _Results
) -> tuple[Requirement, ...]:
    codes = [module.code for module in modules]
    subjects = [issue.code for issue in issues]
    found: dict[str, Requirement] = {}
    for part in top.parts("requirements", _("row {number}")):
        requirement = _requirement(part, codes, subjects, sets.keys())
        if requirement.code and requirement.code in found:
            part.note(_("the code “{code}” stands in an earlier row already."), code=requirement.code)
        found.setdefault(requirement.code, requirement)
    for requirement in found.values():
        parent = requirement.alternative_of
        if parent and (parent == requirement.code or parent not in found):
            problem = _("the requirement {code} is an alternative of {parent}, which is not another row of the file.")
            top.note(problem, code=requirement.code, parent=parent)
    return tuple(found.values())


def _requirement(part: Part, modules: Collection[str], issues: Collection[str], sets: Collection[str]) -> Requirement:
    own = part.flag("own", required=False)
    if own:
        part.languages = ()  # an office writes its rows in the languages it speaks
    requirement = Requirement(
        code=part.text("code"),
        module=part.choice("module", modules),
        issue=part.choice("issue", issues, required=False),
        level=part.text("level", required=False),
        due_year=part.number("due_year", 0, 99),
        confidence=part.choice("confidence", CONFIDENCES),
        official=part.flag("official_code"),
        source=part.text("source", required=not own),
        records=part.words("records"),
        facts=part.words("facts"),
        action=part.choice("action", ACTIONS, required=False),
        since=part.text("since", required=False),
        alternative_of=part.text("alternative_of", required=False),
        results=part.choice("results", sets, required=False),
        title=part.texts("title"),
        text=part.texts("text"),
        evidence=part.lists("evidence", required=False),
        applies=part.texts("applies_to", required=False),
        response=part.texts("action_if_found", required=False),
        note=part.texts("edition_note", required=False),
        help=part.texts("help", required=False),
        measures=part.lists("measures", required=False),
        was=part.words("was"),
        applies_if=part.words("applies_if"),
        own=own,
        official_code=part.text("official_number", required=False),
        wording=part.text("official_wording", required=False),
    )
    part.close()
    return requirement


def _time_limit(part: Part, sets: _Results) -> TimeLimit:
    name = part.choice("results", sets.keys())
    months = part.number("months", 1, 120)
    if months is None:
        part.note(_("the field “{name}” is missing or wrong."), name="months")
    limit = TimeLimit(
        results=name,
        result=part.choice("result", [result.code for result in sets.get(name, ())]),
        months=months or 0,
        starts=part.texts("starts"),
        source=part.text("source"),
        dated=part.text("dated"),
        confidence=part.choice("confidence", CONFIDENCES),
    )
    if limit.dated and not _DAY.fullmatch(limit.dated):
        part.note(_("the field “{name}” must be a day written YYYY-MM-DD."), name="dated")
    part.close()
    return limit


def _status(part: Part, modules: Iterable[Module], sets: _Results, requirements: Iterable[Requirement]) -> Status:
    status = Status(
        code=part.text("code"),
        label=part.texts("label"),
        needs=tuple(
            _need(item, [module.code for module in modules], requirements, sets)
            for item in part.parts("needs", _("need {number}"))
        ),
        confidence=part.choice("confidence", CONFIDENCES),
        reason=part.texts("reason"),
        source=part.text("source"),
        track=part.text("track", required=False),
    )
    part.close()
    return status


def _need(part: Part, modules: Collection[str], requirements: Iterable[Requirement], sets: _Results) -> Need:
    levels = {requirement.level for requirement in requirements}
    codes = {result.code for results in sets.values() for result in results}
    need = Need(
        part.choices("modules", modules),
        part.choices("levels", levels),
        part.choices("results", codes, required=True),
        part.number("until_year", 0, 99),
    )
    part.close()
    return need


def _check_unique(top: Part, name: str, codes: Iterable[str]) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            top.note(_("the code “{code}” stands twice in “{name}”."), code=code, name=name)
        seen.add(code)
