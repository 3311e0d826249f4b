"""The coverage as a table for Excel: one row for each person, one column for each course or item."""

from __future__ import annotations

from armdesk.i18n import _
from armdesk.models import choices
from armdesk.reports.document import CellValue, Column, Table
from armdesk.services.people.coverage_grid import CoverageGrid
from armdesk.services.people.coverage_sheet import CoverageSheet


def table(sheet: CoverageSheet) -> Table:
    """What the page shows, each state in words with the day it ends."""
    grid = CoverageGrid(sheet)
    columns = (Column("person", _("Full name"), width=2.0), Column("crew", _("Crew")), Column("role", _("Role")),
               Column("sex", _("Sex")), *(Column(f"k{place}", name) for place, (_id, name) in enumerate(sheet.kinds)))
    rows: list[tuple[CellValue, ...]] = [
        (each.name, each.crew or None, _(choices.ROLE.get(each.role, each.role)),
         _(choices.SEX[each.sex]) if each.sex in choices.SEX else None,
         *(grid.words(row, column) or None for column in range(grid.columns())))
        for row, each in enumerate(sheet.people)]
    return Table(columns, rows)
