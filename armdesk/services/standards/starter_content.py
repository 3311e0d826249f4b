"""Models to begin from: courses, risks and agendas in four languages, offered to an office, never put over its own."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from armdesk import paths
from armdesk.catalogues.catalogue import Texts, pick
from armdesk.errors import WorkspaceError
from armdesk.fields import Reading, fold
from armdesk.i18n import N_, _, current
from armdesk.models import AgendaItem, CourseKind, Meeting, Risk, Training, choices
from armdesk.record import Record, new_id
from armdesk.services.basis.model_marks import mark
from armdesk.services.basis.numbering import next_code, numbers_from
from armdesk.store import Store

TRAINING, RISK, AGENDA = "training", "risk", "agenda"
KINDS = {TRAINING: N_("Courses"), RISK: N_("Risks"), AGENDA: N_("Agendas")}
"""Kinds of models, in their order; a file of resources/starter holds one kind."""

_FILES = {TRAINING: "trainings.json", RISK: "risks.json", AGENDA: "agendas.json"}
_MORE = {TRAINING: "hours", RISK: "requirement", AGENDA: "meeting"}
_NAMED: Mapping[str, tuple[type[Record], str]] = {
    TRAINING: (Training, "subject"), RISK: (Risk, "description"), AGENDA: (Meeting, "title")}
"""Kind -> the record a model becomes, and the field that begins with its title."""
_WRITTEN = Reading(decimal_mark=".")


@dataclass(frozen=True)
class StarterModel:
    """One model.

    Shape: text says for whom a course is, what may happen, or what to prepare; points are what is taught, possible
    measures, or the points of the agenda: language -> list.  more: hours of a course, requirement of a risk
    ("catalogue/code"), kind of meeting of an agenda.
    """

    kind: str
    code: str
    title: Texts
    text: Texts
    points: Mapping[str, Sequence[str]]
    more: str

    def points_in(self, language: str) -> Sequence[str]:
        """The points for a reader of a language, else in English."""
        return self.points.get(language) or self.points["en"]


@dataclass(frozen=True)
class Offer:
    """A model and what the office has of it already.  Shape: there are the ids of records that begin with its title."""

    model: StarterModel
    there: tuple[str, ...]


@lru_cache(maxsize=4)
def shipped(folder: Path | None = None) -> tuple[StarterModel, ...]:
    """All models, kind by kind.  Errors: WorkspaceError naming a file that cannot be read, and the model."""
    where = folder or paths.resources() / "starter"
    return tuple(model for kind, name in _FILES.items() for model in _read(where / name, kind))


def offers(store: Store, kind: str) -> list[Offer]:
    """The models of a kind, each with what the office has of it, in whichever language that was taken over."""
    type_, field = _NAMED[kind]
    written = [(fold(str(record.values().get(field) or "")), str(record.id)) for record in store.all(type_)]
    return [Offer(model, tuple(id_ for text, id_ in written
                               if any(text == title or text.startswith(f"{title}.") for title in _titles(model))))
            for model in shipped() if model.kind == kind]


def take_over(store: Store, chosen: Sequence[StarterModel], day: date) -> int:
    """Keep models as the office's own courses, risks and meetings, in the language in force, as one operation.

    Shape: day is that of the planned course or meeting; returns how many were new.  A risk that is there, and a course
    or meeting that is there for that day, is passed over.
    """
    known = {(kind, offer.model.code): offer.there for kind in {model.kind for model in chosen}
             for offer in offers(store, kind)}
    new = [model for model in chosen if not _is_there(store, model, known[model.kind, model.code], day)]
    if not new:
        return 0
    with store.operation(_("Models taken over")) as writer:
        numbers = numbers_from(next_code(store, Risk, "number", day, "R-001"))
        kinds = {kind.code: kind.id for kind in store.all(CourseKind)}
        for model in new:
            record = _record(model, day, next(numbers) if model.kind == RISK else "")
            if isinstance(record, Training):
                record.course_kind = kinds.get(model.code)
            writer.save(record)
            if model.kind == AGENDA:
                writer.save_many(AgendaItem, [{"meeting": record.id, "place": place, "title": point} for place, point
                                              in enumerate(model.points_in(current()), start=1)])
    return len(new)


def body(model: StarterModel, language: str) -> str:
    """The model as a person reads it: its text, then its points one below the other."""
    return "\n".join([pick(model.text, language), "", *([mark("measures", language)] if model.kind == RISK else []),
                      *_lines(model, language)])


def _lines(model: StarterModel, language: str) -> list[str]:
    points = model.points_in(language)
    if model.kind == AGENDA:
        return [f"{number}. {point}" for number, point in enumerate(points, start=1)]
    return [f"• {point}" for point in points]


def _record(model: StarterModel, day: date, number: str) -> Record:
    language = current()
    title, lines = pick(model.title, language), _lines(model, language)
    said = mark("model", language)
    if model.kind == TRAINING:
        return Training(code=model.code, date=day, subject=title, hours=Training.field("hours").parse(
            model.more, _WRITTEN), note=f"{said}\n{body(model, language)}")
    if model.kind == RISK:
        measures = "\n".join([mark("measures", language), *lines])
        return Risk(number=number, requirement=f"requirement/{model.more}", status="open",
                    description=f"{title}. {pick(model.text, language)}", reason=f"{said}\n{measures}")
    return Meeting(id=new_id(), date=day, kind=model.more, title=title,
                   note=f"{said}\n{pick(model.text, language)}")


def _is_there(store: Store, model: StarterModel, there: Sequence[str], day: date) -> bool:
    if model.kind == RISK:
        return bool(there)
    kept = [store.get(_NAMED[model.kind][0], id_) for id_ in there]
    return any(record is not None and record.values().get("date") == day for record in kept)


def _titles(model: StarterModel) -> set[str]:
    return {fold(title) for title in model.title.values()}


def _read(path: Path, kind: str) -> list[StarterModel]:
    code = ""
    try:
        found = []
        for row in json.loads(path.read_text(encoding="utf-8")):
            code = str(row["code"])
            found.append(_model(row, kind))
        return found
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise WorkspaceError(_("The file of models “{name}” cannot be read ({code}): {what}").format(
            name=path.name, code=code, what=error)) from error


def _model(row: dict[str, Any], kind: str) -> StarterModel:
    more = str(row[_MORE[kind]])
    if kind == AGENDA and more not in choices.MEETING_KIND:
        raise ValueError(more)
    if kind == TRAINING:
        Training.field("hours").parse(more, _WRITTEN)
    for texts in (row["title"], row["text"], row["points"]):
        if not texts["en"]:
            raise ValueError(kind)
    return StarterModel(kind, row["code"], row["title"], row["text"], row["points"], more)
