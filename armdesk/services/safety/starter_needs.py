"""Kinds of course and who needs what, as models that come with armdesk: taken over and then the office's own rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from armdesk import paths
from armdesk.errors import WorkspaceError
from armdesk.i18n import N_, _
from armdesk.models import CourseKind, CourseNeed, PpeNeed
from armdesk.services.people.coverage_sheet import TRAINING
from armdesk.services.safety.starter_rounds import said
from armdesk.store import Store

NOTE = N_("Model of armdesk; check it for your mine.")


def has_needs(store: Store, of: str) -> bool:
    """Whether the office has said who needs courses, or equipment."""
    return store.one(CourseNeed if of == TRAINING else PpeNeed) is not None


def take_over(store: Store, of: str, folder: Path | None = None) -> int:
    """Keep the models of courses or of equipment, as one operation; kinds the office has stay as they are.

    Returns the number of rows that say who needs what.  Errors: WorkspaceError where the file cannot be read.
    """
    path = (folder or paths.resources() / "needs") / "needs.json"
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        rows: list[tuple[CourseKind | None, Any]] = _courses(store, told["courses"]) if of == TRAINING else [
            (None, PpeNeed(item=each["item"], note=_(NOTE), **_whom(whom)))
            for each in told["equipment"] for whom in each["needed_by"]]
    except (ValueError, KeyError, TypeError) as error:
        raise WorkspaceError(_("The list of needs “{name}” cannot be read: {what}").format(
            name=path.name, what=error)) from error
    with store.operation(_("Models of who needs what taken over")) as writer:
        for kind, need in rows:
            if kind is not None:
                if not kind.version:
                    writer.save(kind)
                need.course_kind = kind.id
            writer.save(need)
    return len(rows)


def _courses(store: Store, told: list[dict[str, Any]]) -> list[tuple[CourseKind | None, Any]]:
    rows: list[tuple[CourseKind | None, Any]] = []
    for each in told:
        kind = store.one(CourseKind, code=each["code"]) or CourseKind(
            code=each["code"], name=said(each["name"]), months_valid=each["months"], note=_(NOTE))
        rows += [(kind, CourseNeed(note=_(NOTE), **_whom(whom))) for whom in each["needed_by"]]
    return rows


def _whom(whom: dict[str, Any]) -> dict[str, Any]:
    """Whom a row concerns; words of a task in the language in force."""
    return {name: said(value) if isinstance(value, dict) else value for name, value in whom.items()}
