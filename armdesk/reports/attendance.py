"""The attendance of a month on paper: filled in as it stands, or empty to be written on at the mine."""

from __future__ import annotations

from datetime import date

from armdesk.i18n import _
from armdesk.reports.document import CellValue, Column, Document, Heading, Paragraph, Signatures, Table
from armdesk.services.sheets.attendance_grid import AttendanceGrid

_HALF = 16
_BLANK = "\u00a0"
"""A day of which nothing is told: without anything the pen would write that it is not stated."""
_BOX = "[\u00a0\u00a0]"
"""A box to be filled in with a pencil."""


def document(grid: AttendanceGrid, name: str, who: str, month: str, language: str, day: date, *,
             empty: bool = False) -> Document:
    """The sheet in two halves of a month, so that the boxes are wide enough for a pencil.

    Shape: name is that of the cooperative, who that of the crew or site, month its name; empty leaves the boxes blank.
    """
    title = _("Attendance: {who}, {month}").format(who=who, month=month)
    made = Document(title=title, language=language, made_on=day, short_title=title, author=name, contents=False)
    made.add(Heading(title))
    made.add(Paragraph(_("{name}. P present, A absent, E excused, or hours such as 8.").format(
        name=name or _("The cooperative")), "quiet"))
    for first, last in ((0, _HALF), (_HALF, len(grid.days))):
        columns = [Column("person", _("Name"), width=6.0),
                   *(Column(f"d{place}", grid.head(place).replace("\n", " "), "code", width=0.8)
                     for place in range(first, last))]
        sums = () if empty or last < len(grid.days) else (len(grid.days), len(grid.days) + 1)
        columns += [Column(f"s{place}", grid.head(place), "code", width=1.0) for place in sums]
        boxes = range(first, last)
        rows: list[tuple[CellValue, ...]] = [
            (grid.side(row)[0], *(_BOX if empty else grid.cell(row, place).text or _BLANK for place in boxes),
             *(grid.cell(row, place).text for place in sums)) for row in range(grid.rows())]
        made.add(Table(tuple(columns), rows, empty_text=_("Nobody belongs here in this month.")))
    made.add(Signatures(((_("Filled in by"), ""), (_("Seen by"), ""))))
    return made
