"""Writes a list of requests back in the auditor's own layout, with our answers filled in."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from contextlib import suppress
from copy import copy
from pathlib import Path
from typing import Any

from armdesk import atomic, look
from armdesk.errors import RefusedFile
from armdesk.exports.text import for_cell
from armdesk.i18n import _, speaking
from armdesk.importers.layout import shown
from armdesk.importers.sniff import Kind
from armdesk.importers.workbook import open_book
from armdesk.models import AuditRequest, RequestList, audit_choices
from armdesk.services.audit.audit_requests import HEADINGS, OURS, layout_of

_WIDTHS = {"responsible": 20, "status": 16, "answer": 40, "evidence": 40}
_OWN = ("number", "text", "requirement", "responsible", "due_on", "status", "answer", "evidence", "auditor_status",
        "auditor_note")


def write_back(listing: RequestList | None, kept: Path | None, requests: Sequence[AuditRequest],
               evidence: Mapping[str, Sequence[str]], target: Path, language: str) -> None:
    """Write the list: into a copy of the auditor's file where that is kept, else as a list of our own layout.

    Shape: evidence maps ids of requests to lines.  The file the auditor sent is opened by the same guards as at its
    first reading.  Errors: RefusedFile, ExportError (target not writable), DiskFull; a file that stood there stays.
    """
    with speaking(language), atomic.replacing(target) as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of parts it does not keep, such as old drop-down lists
        book, sheet, head, places = _opened(listing, kept)
        _fill(sheet, head, places, requests, evidence, listing)
        with scratch.open("wb") as stream:
            book.save(stream)


def _opened(listing: RequestList | None, kept: Path | None) -> tuple[Any, Any, int, dict[str, int]]:
    """The workbook to be filled, its sheet, the row of headings and the columns."""
    from openpyxl import Workbook, load_workbook

    if listing is None or kept is None:
        book: Any = Workbook()
        sheet = book.active
        sheet.title = _("Requests")
        for place, name in enumerate(_OWN, 1):
            _put(sheet.cell(1, place), _(HEADINGS[name]))
            _dress_heading(sheet.cell(1, place))
            sheet.column_dimensions[sheet.cell(1, place).column_letter].width = _WIDTHS.get(name, 18)
        sheet.column_dimensions["B"].width = 46
        sheet.freeze_panes = "A2"
        return book, sheet, 1, {name: place for place, name in enumerate(_OWN)}
    name, head, places = layout_of(listing)
    read = open_book(kept)
    if read.kind is Kind.XLSX:
        with kept.open("rb") as stream:  # kept under its sum, without an ending to be told by
            book = load_workbook(stream)
        if name not in book.sheetnames:
            raise RefusedFile(_("The kept list of the auditor has no sheet “{sheet}” any more.").format(sheet=name))
        return book, book[name], head, places
    book = Workbook()
    sheet = book.active
    with suppress(ValueError):
        sheet.title = (name or _("Requests"))[:31]
    for number, cells in enumerate(read.rows(name), 1):
        for place, cell in enumerate(cells, 1):
            if isinstance(cell, str):
                _put(sheet.cell(number, place), cell)
            elif cell is not None:
                sheet.cell(number, place).value = cell
    return book, sheet, head, places


def _fill(sheet: Any, head: int, places: dict[str, int], requests: Sequence[AuditRequest],
          evidence: Mapping[str, Sequence[str]], listing: RequestList | None) -> None:
    columns = dict(places)
    last = max([*columns.values(), *(cell.column - 1 for cell in sheet[head] if shown(cell.value))])
    for name in OURS:
        if name in columns:
            continue
        last += 1
        columns[name] = last
        cell, beside = sheet.cell(head, last + 1), sheet.cell(head, last)
        _put(cell, _(HEADINGS[name]))
        cell.font, cell.fill = copy(beside.font), copy(beside.fill)
        cell.border, cell.alignment = copy(beside.border), copy(beside.alignment)
        sheet.column_dimensions[cell.column_letter].width = _WIDTHS[name]
    below = max([head, *(int(each.list_row or 0) for each in requests if _of(each, listing)), sheet.max_row
                 if listing is not None else head])
    for each in requests:
        row = int(each.list_row or 0)
        if not _of(each, listing) or row <= head:
            below += 1
            row = below
            _identify(sheet, row, columns, each)
        _answer(sheet, row, columns, each, evidence.get(str(each.id), ()))


def _of(request: AuditRequest, listing: RequestList | None) -> bool:
    return listing is not None and request.request_list == listing.id


def _identify(sheet: Any, row: int, columns: Mapping[str, int], each: AuditRequest) -> None:
    """What says which request it is, where the auditor's list does not hold it."""
    values = {"number": each.number, "text": each.text,
              "requirement": "".join((each.requirement or "").split("/", 2)[2:]),
              "due_on": each.due_on, "auditor_note": each.auditor_note,
              "auditor_status": _(audit_choices.AUDITOR_STATUS[each.auditor_status]) if each.auditor_status else ""}
    for name, value in values.items():
        if name in columns and value:
            cell = sheet.cell(row, columns[name] + 1)
            if isinstance(value, str):
                _put(cell, value)
            else:
                cell.value, cell.number_format = value, "yyyy-mm-dd"


def _answer(sheet: Any, row: int, columns: Mapping[str, int], each: AuditRequest, papers: Sequence[str]) -> None:
    from openpyxl.styles import Alignment

    status = _(audit_choices.OUR_STATUS[each.status]) if each.status else ""
    if each.status_on:
        status = f"{status}, {each.status_on}"
    values = {"responsible": each.responsible or "", "status": status, "answer": each.answer or "",
              "evidence": "\n".join(papers)}
    for name, value in values.items():
        cell = sheet.cell(row, columns[name] + 1)
        if value and type(cell).__name__ != "MergedCell":
            _put(cell, value)
            cell.alignment = Alignment(vertical="top", wrap_text=True)


def _dress_heading(cell: Any) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    cell.font = Font(name="Calibri", bold=True, color=look.LIGHT.gold[1:])
    cell.fill = PatternFill("solid", fgColor=look.LIGHT.paper[1:])
    cell.border = Border(bottom=Side("medium", look.LIGHT.gold[1:]))
    cell.alignment = Alignment(vertical="center", wrap_text=True)


def _put(cell: Any, text: str) -> None:
    cell.value = for_cell(text)
    cell.data_type = "s"  # a leading "=" is text, not a formula
    if text[:1] in "=+-@":
        cell.quotePrefix = True
