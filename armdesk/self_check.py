"""Tries the whole program once in a scratch folder: what an installation lacks shows here and not in the office."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from armdesk import backup, history, i18n, restore, schema, settings, workspace
from armdesk.catalogues import load
from armdesk.demo import build_demo
from armdesk.errors import ArmdeskError
from armdesk.exports.pack import PackOptions, build_pack
from armdesk.exports.verify import verify_pack
from armdesk.i18n import N_, _
from armdesk.models import Site
from armdesk.progress import SILENT, Part, Progress
from armdesk.services.basis.period import Period
from armdesk.services.findings.checks import check_workspace
from armdesk.workspace import Workspace


def run(folder: Path, progress: Progress = SILENT) -> Iterator[tuple[str, str]]:
    """Do each step and tell it: (what was tried, "" or what went wrong); stops at the first step that fails.

    Errors: none for what belongs to armdesk; a fault of ours is raised as it is.
    """
    place = folder / "office"
    steps: list[tuple[str, Callable[[], object]]] = [
        (N_("The parts of the installation are there"), _parts),
        (N_("A new workspace with one record"), lambda: _record(place)),
        (N_("The invented cooperative"), lambda: _demo(folder / "demo", Part(progress, 5, 40))),
        (N_("A backup, and back from it"), lambda: _backup(folder, Part(progress, 40, 50))),
    ]
    for number, language in enumerate(i18n.LANGUAGES):
        part = Part(progress, 50 + 25 * number, 75 + 25 * number)
        steps.append((N_("A pack that verifies ({language})").replace("{language}", language),
                      lambda language=language, part=part: _pack(folder, language, part)))  # type: ignore[misc]  # mypy cannot infer defaults
    for text, step in steps:
        try:
            step()
        except (ArmdeskError, OSError) as error:
            yield _(text), str(error) or type(error).__name__
            return
        yield _(text), ""


def _parts() -> None:
    schema.newest()
    if not load.available():
        raise ArmdeskError(_("The catalogues are missing. Install armdesk again."))
    with i18n.speaking("es"):
        if _("yes") == "yes":
            raise ArmdeskError(_("The translations are missing. Install armdesk again."))


def _open(folder: Path) -> Workspace:
    return workspace.open_workspace(folder, author="self-check")


def _record(folder: Path) -> None:
    with workspace.create(folder, author="self-check") as opened:
        opened.store.save(Site(name="Prueba"))
        opened.store.undo()
        opened.store.redo()
        history.verify(opened.db)


def _demo(folder: Path, progress: Progress) -> None:
    chosen = settings.WorkspaceSettings(language="es", country="CO", currency="COP")
    with workspace.create(folder, chosen, author="self-check") as opened:
        build_demo(opened, progress)
        check_workspace(opened, date(2026, 1, 31))


def _backup(folder: Path, progress: Progress) -> None:
    with _open(folder / "demo") as opened:
        made = backup.make(opened, "asked", progress)
        head, now = opened.store.head(), opened.now()
    restore.restore(made, folder / "demo", now=now)
    with _open(folder / "demo") as opened:
        if opened.store.head() != head:
            raise ArmdeskError(_("The restored data are not the data that were saved."))


def _pack(folder: Path, language: str, progress: Progress) -> None:
    with _open(folder / "demo") as opened:
        options = PackOptions(Period(date(2024, 1, 1), date(2025, 12, 31)), folder / f"packs-{language}",
                              language=language)
        made = build_pack(opened, options, progress)
    for what in (made.folder, made.zip):
        verdict = verify_pack(what) if what is not None else None
        if verdict is not None and not verdict.ok:
            raise ArmdeskError(verdict.findings[0].sentence)
