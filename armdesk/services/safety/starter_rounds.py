"""Lists of questions that come with armdesk as models: data in four languages, taken over and then the office's own."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from armdesk import paths
from armdesk.errors import WorkspaceError
from armdesk.i18n import _, current
from armdesk.models import InspectionQuestion, InspectionTemplate, choices
from armdesk.record import new_id
from armdesk.services.basis.model_marks import mark
from armdesk.store import Store

Words = Mapping[str, str]
"""A text by language; every model has "en"."""


@dataclass(frozen=True)
class ModelQuestion:
    """One question of a model."""

    part: Words
    text: Words
    if_not: Words
    kind: str
    critical: bool


@dataclass(frozen=True)
class Model:
    """A list of questions to begin with."""

    code: str
    subject: str
    name: Words
    questions: Sequence[ModelQuestion]


@lru_cache(maxsize=4)
def models(folder: Path | None = None) -> tuple[Model, ...]:
    """All models, in the order of ROUND.  Errors: WorkspaceError naming a file that cannot be read."""
    where = folder or paths.resources() / "rounds"
    found = [_model(path) for path in sorted(where.glob("*.json"))]
    order = list(choices.ROUND)
    return tuple(sorted(found, key=lambda model: order.index(model.subject)))


def missing(store: Store) -> list[Model]:
    """Models of which the office has no list yet, by their code."""
    own = {template.code for template in store.all(InspectionTemplate)}
    return [model for model in models() if model.code not in own]


def take_over(store: Store) -> int:
    """Keep the missing models as lists of the office in the language in force, as one operation."""
    found = missing(store)
    if found:
        with store.operation(_("Models of lists of questions taken over")) as writer:
            for model in found:
                template = InspectionTemplate(id=new_id(), code=model.code, revision=1, name=said(model.name),
                                              subject=model.subject, origin=mark("round", current()))
                writer.save(template)
                writer.save_many(InspectionQuestion, [
                    {"template": template.id, "position": place, "section": said(each.part), "text": said(each.text),
                     "kind": each.kind, "critical": each.critical, "if_no": said(each.if_not) or None}
                    for place, each in enumerate(model.questions, start=1)])
    return len(found)


def said(words: Words) -> str:
    """A text in the language in force, else in English; "" where there is none."""
    return words.get(current()) or words.get("en", "")


def _model(path: Path) -> Model:
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        questions = tuple(ModelQuestion(each["part"], each["text"], each.get("if_not", {}), _one_of(
            choices.QUESTION, each["kind"]), bool(each["critical"])) for each in told["questions"])
        return Model(told["code"], _one_of(choices.ROUND, told["subject"]), told["name"], questions)
    except (ValueError, KeyError, TypeError) as error:
        raise WorkspaceError(_("The list of questions “{name}” cannot be read: {what}").format(
            name=path.name, what=error)) from error


def _one_of(known: Mapping[str, str], code: str) -> str:
    if code not in known:
        raise ValueError(code)
    return code
