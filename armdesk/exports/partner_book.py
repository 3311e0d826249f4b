"""Writes a list of actions for a partner in Excel: locked but for the cells to fill in, with states to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from armdesk import atomic, look
from armdesk.exports.text import for_cell
from armdesk.i18n import _, speaking
from armdesk.models import ActionParcel
from armdesk.services.plan.action_cards import Card
from armdesk.services.plan.action_sources import state_words
from armdesk.services.plan.partner_list import HEADINGS, LIST_NO, OFFERED, TYPED

_WIDTHS = {"id": 10, "number": 12, "measure": 38, "who": 20, "due_on": 12, "status": 22, "progress": 9,
           "evidence_as_written": 24, "date": 12, "note": 34}
_HEAD = 5
_ORDER = ("number", "measure", "who", "due_on", *TYPED, "id")


def write_list(parcel: ActionParcel, found: Sequence[Card], evidence: dict[str, str], sender: str, target: Path,
               language: str) -> None:
    """Write the workbook.  Shape: evidence by id of the action, where some is written already.

    Errors: ExportError (target not writable), DiskFull; a file that stood there stays.
    """
    from openpyxl import Workbook

    with speaking(language), atomic.replacing(target) as scratch:
        book: Any = Workbook()
        sheet = book.active
        sheet.title = _("Actions")
        _head(sheet, parcel, sender)
        for row, card in enumerate(found, _HEAD + 1):
            _row(sheet, row, card, "" if card.confidential else evidence.get(card.id, ""))
        _choices(book, sheet, len(found))
        _frame(book, sheet, parcel, sender)
        with scratch.open("wb") as stream:
            book.save(stream)


def _put(cell: Any, text: str) -> None:
    cell.value = for_cell(text)
    cell.data_type = "s"  # a leading "=" is text, not a formula
    if text[:1] in "=+-@":
        cell.quotePrefix = True


def _head(sheet: Any, parcel: ActionParcel, sender: str) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    gold, quiet = look.LIGHT.gold[1:], look.LIGHT.quiet[1:]
    _put(sheet.cell(1, 1), _("Action plan of {name}").format(name=sender) if sender else _("Action plan"))
    sheet.cell(1, 1).font = Font(name="Calibri", size=16, bold=True, color=gold)
    _put(sheet.cell(2, 1), _(LIST_NO))
    _put(sheet.cell(2, 2), str(parcel.number))
    _put(sheet.cell(3, 1), _("Fill in the white columns only: state, progress, evidence, the day, and what was done. "
                             "Then send the file back. Leave empty what you do not know."))
    sheet.cell(3, 1).font = Font(name="Calibri", color=quiet)
    for place, name in enumerate(_ORDER, 1):
        cell = sheet.cell(_HEAD, place)
        _put(cell, _(HEADINGS[name]))
        cell.font = Font(name="Calibri", bold=True, color=gold)
        cell.fill = PatternFill("solid", fgColor=look.LIGHT.paper[1:])
        cell.border = Border(bottom=Side("medium", gold))
        cell.alignment = Alignment(vertical="center", wrap_text=True)


def _row(sheet: Any, row: int, card: Card, evidence: str) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

    hair = Side("thin", look.LIGHT.line[1:])
    values = {"number": card.number, "measure": card.told, "who": card.who, "due_on": card.due,
              "status": state_words(card.status), "progress": card.progress, "evidence_as_written": evidence,
              "id": card.id}
    for place, name in enumerate(_ORDER, 1):
        cell, value = sheet.cell(row, place), values.get(name)
        if isinstance(value, str) and value:
            _put(cell, value)
        elif value is not None and value != "":
            cell.value = value
        cell.border = Border(hair, hair, hair, hair)
        cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=name not in ("id", "due_on", "date"),
                                   shrink_to_fit=name == "id")
        if name in ("due_on", "date"):
            cell.number_format = "yyyy-mm-dd"
        if name in TYPED:
            cell.protection = Protection(locked=False)
        else:
            cell.fill = PatternFill("solid", fgColor=look.LIGHT.paper[1:])
        if name == "id":
            cell.font = Font(name="Calibri", size=8, color=look.LIGHT.quiet[1:])


def _choices(book: Any, sheet: Any, count: int) -> None:
    """A list of states, numbers from 0 to 100, and days."""
    from openpyxl.utils import get_column_letter, quote_sheetname
    from openpyxl.worksheet.datavalidation import DataValidation

    if not count:
        return
    # A comma inside a state would part it in a list written out, so the states stand on a sheet of their own.
    states = book.create_sheet(_("States"))
    for row, status in enumerate(OFFERED, 1):
        _put(states.cell(row, 1), state_words(status))
    states.protection.sheet = True
    area = f"{quote_sheetname(states.title)}!$A$1:$A${len(OFFERED)}"
    for name, kind in (("status", DataValidation(type="list", formula1=area, allow_blank=True)),
                       ("progress", DataValidation(type="decimal", operator="between", formula1="0", formula2="100",
                                                   allow_blank=True)),
                       ("date", DataValidation(type="date", operator="greaterThan", formula1="36526",
                                               allow_blank=True))):
        kind.showErrorMessage = True
        column = get_column_letter(_ORDER.index(name) + 1)
        kind.add(f"{column}{_HEAD + 1}:{column}{_HEAD + count}")
        sheet.add_data_validation(kind)


def _frame(book: Any, sheet: Any, parcel: ActionParcel, sender: str) -> None:
    from datetime import datetime, time

    from openpyxl.utils import get_column_letter

    for place, name in enumerate(_ORDER, 1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS[name]
    sheet.row_dimensions[_HEAD].height = 30
    sheet.freeze_panes = f"C{_HEAD + 1}"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_area = f"A1:{get_column_letter(len(_ORDER) - 1)}{max(sheet.max_row, _HEAD)}"
    sheet.print_title_rows = f"{_HEAD}:{_HEAD}"
    made = datetime.combine(parcel.sent_on, time())
    known = book.properties
    known.title, known.creator, known.lastModifiedBy = f"{parcel.number}", sender or "armdesk", sender or "armdesk"
    known.created = known.modified = made
