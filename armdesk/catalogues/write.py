"""Turns a Catalogue back into the content of a catalogue file; what is written reads back as the same."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from armdesk.catalogues.catalogue import (
    EVIDENCE_MARK,
    NOT_APPLICABLE,
    UNANSWERED,
    Catalogue,
    Need,
    Requirement,
    Result,
    Status,
    Texts,
    TimeLimit,
)
from armdesk.catalogues.parse import FORMAT


def content_of(catalogue: Catalogue) -> dict[str, Any]:
    """The content of a file, fields in the order of docs/catalogues.md."""
    sets = {name: [each for each in results if each.code not in (NOT_APPLICABLE, UNANSWERED)]
            for name, results in catalogue.result_sets.items()}
    common = [each for each in next(iter(catalogue.result_sets.values())) if each.code in (NOT_APPLICABLE, UNANSWERED)]
    return _filled({
        "format": FORMAT, "id": catalogue.id, "edition": catalogue.edition, "title": dict(catalogue.titles),
        "owner": catalogue.owner, "licence": catalogue.licence, "source": catalogue.source,
        "attribution": dict(catalogue.attribution), "notice": dict(catalogue.notice),
        "languages": list(catalogue.languages), "own": catalogue.own, "light": list(catalogue.light),
        "common_results": [_result(each) for each in common],
        "result_sets": {name: [_result(each) for each in results] for name, results in sets.items()},
        "time_limits": [_time_limit(each) for each in catalogue.time_limits],
        "statuses": [_status(each) for each in catalogue.statuses],
        "modules": [{"code": each.code, "title": dict(each.title), "results": each.results}
                    for each in catalogue.modules],
        "issues": [{"code": each.code, "title": dict(each.title)} for each in catalogue.issues],
        "requirements": [_requirement(each) for each in catalogue],
    })


def to_bytes(catalogue: Catalogue) -> bytes:
    """The file as it is kept: UTF-8, indented by one space, so that a change of one row is a change of few lines."""
    return (json.dumps(content_of(catalogue), ensure_ascii=False, indent=1) + "\n").encode()


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    """Without what may be left out and says nothing; 0 is a year."""
    return {name: value for name, value in fields.items() if value not in ("", None, [], {}) and value is not False}


def _items(texts: Texts) -> dict[str, list[str]]:
    return {language: text.split(EVIDENCE_MARK) for language, text in texts.items()}


def _result(each: Result) -> dict[str, Any]:
    made: dict[str, Any] = {"code": each.code, "label": dict(each.label), "tone": each.tone, "settled": each.settled}
    return {**made, "classed": True} if each.classed else made


def _time_limit(each: TimeLimit) -> dict[str, Any]:
    return {"results": each.results, "result": each.result, "months": each.months, "starts": dict(each.starts),
            "confidence": each.confidence, "dated": each.dated, "source": each.source}


def _status(each: Status) -> dict[str, Any]:
    return _filled({"code": each.code, "label": dict(each.label), "track": each.track,
                    "needs": [_need(one) for one in each.needs], "confidence": each.confidence,
                    "reason": dict(each.reason), "source": each.source})


def _need(each: Need) -> dict[str, Any]:
    return _filled({"modules": list(each.modules), "levels": list(each.levels), "results": list(each.results),
                    "until_year": each.until_year})


def _requirement(each: Requirement) -> dict[str, Any]:
    made = _filled({
        "code": each.code, "module": each.module, "issue": each.issue, "level": each.level, "due_year": each.due_year,
        "own": each.own, "was": _listed(each.was), "official_number": each.official_code,
        "official_wording": each.wording, "title": dict(each.title), "text": dict(each.text),
        "help": dict(each.help), "evidence": _items(each.evidence), "measures": _items(each.measures),
        "applies_to": dict(each.applies), "applies_if": _listed(each.applies_if), "records": _listed(each.records),
        "facts": _listed(each.facts), "action": each.action, "action_if_found": dict(each.response),
        "edition_note": dict(each.note), "since": each.since, "results": each.results,
        "alternative_of": each.alternative_of, "confidence": each.confidence, "source": each.source,
    })
    made["official_code"] = each.official
    return made


def _listed(words: Iterable[str]) -> list[str]:
    return list(words)
