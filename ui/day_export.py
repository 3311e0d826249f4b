"""A day sheet on paper and in Excel: what is seen, or the same columns empty."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from armdesk.i18n import _, current, speaking
from armdesk.progress import SILENT, Progress
from armdesk.reports import day_sheet as report
from armdesk.reports.day_sheet import PaperSheet
from armdesk.reports.document import Table
from armdesk.services.sheets.day_grid import Grid
from armdesk.services.sheets.day_text import foot_text
from ui import exporting, files, problems
from ui.session import Session


def print_sheet(parent: QWidget, session: Session, grid: Grid, site: str) -> None:
    """The month as a PDF, to be signed."""
    lines = (*_lines(session, grid, site), foot_text(grid.sheet))
    _print(parent, session, report.paper(grid, lines, session.today()), _name(grid, site))


def print_empty(parent: QWidget, session: Session, grid: Grid, site: str) -> None:
    """An empty sheet as a PDF, for crews who write by hand."""
    lines = _lines(session, grid, site)
    _print(parent, session, report.empty(grid, lines, session.today()), _("Empty day sheet"))


def export(parent: QWidget, session: Session, grid: Grid, site: str) -> None:
    """What is seen as an Excel file."""
    path = files.ask_target(parent, _("Export what you see"), f"{_name(grid, site)}.xlsx", "Excel (*.xlsx)")
    if path is None:
        return
    shown, language, title = report.table(grid), current(), _name(grid, site)
    description = " · ".join(_lines(session, grid, site))

    def work(progress: Progress) -> Path:
        with speaking(language):
            _write_workbook(shown, title, description, path)
        return path

    _run(parent, session, work)


def _print(parent: QWidget, session: Session, sheet: PaperSheet, name: str) -> None:
    path = files.ask_target(parent, _("Save the day sheet"), f"{name}.pdf", "PDF (*.pdf)")
    if path is None:
        return

    def work(progress: Progress) -> Path:
        from armdesk.exports.day_sheet_pdf import write_sheet

        write_sheet(sheet, path)
        return path

    _run(parent, session, work)


def _run(parent: QWidget, session: Session, work: Callable[..., Path]) -> None:
    def done(written: Path) -> None:
        session.say(_("Exported to {file}.").format(file=written.name), "good", _("Open"),
                    lambda: exporting.open_folder(written))

    session.jobs.run(parent, work, done=done, failed=lambda error: problems.show(error, parent), title=_("Day sheet"))


def _write_workbook(shown: Table, title: str, description: str, path: Path) -> None:
    from armdesk.exports.xlsx import Properties, Sheet, write_workbook

    sheet = Sheet(title=title, columns=shown.columns, rows=shown.rows, description=description, tab="production")
    write_workbook([sheet], path, SILENT, Properties(title=title, language=current()))


def _name(grid: Grid, site: str) -> str:
    plain = "".join(sign if sign.isalnum() or sign in " -" else " " for sign in site).strip()
    return f"{_('Day sheet')} {plain} {grid.sheet.period.begins:%Y-%m}"


def _lines(session: Session, grid: Grid, site: str) -> tuple[str, ...]:
    who = session.workspace.settings.name or session.workspace.folder.name
    return (f"{who} · {site} · {grid.sheet.month_text()}",)
