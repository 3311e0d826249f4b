"""What a day sheet holds and cannot save yet, kept through power cuts and closings."""

from __future__ import annotations

from typing import Any

from armdesk.services.sheets.day_cells import LINKS
from armdesk.services.sheets.day_line import KEPT, Line
from armdesk.services.sheets.day_sheet import DaySheet
from armdesk.store import Store

TYPE = "day_sheet"
"""Stands in the drafts where others name a record type."""
_UNTYPED = {"site", "site_as_written", "fine_mg", "no_work", *LINKS.values()}


def key(site: str, month: str) -> str:
    """Name of the draft of one sheet."""
    return f"{TYPE}/{site}/{month}"


def waiting(store: Store) -> list[tuple[str, str]]:
    """Sheets with lines that could not be saved.  Shape: (site, month "2025-03")."""
    names = [str(draft[0]).split("/") for draft in store.drafts() if draft[1] == TYPE]
    return [(parts[1], parts[2]) for parts in names if len(parts) == 3]


def keep(sheet: DaySheet, typing: tuple[Line, str, str] | None = None) -> None:
    """Remember all that is not saved; typing is the cell under somebody's hands with its text."""
    name = key(sheet.site, f"{sheet.period.begins:%Y-%m}")
    lines = sheet.unsaved()
    if typing is not None and typing[0] not in lines:
        lines = [*lines, typing[0]]
    bodies = [_body(sheet, line, typing) for line in lines]
    if bodies:
        sheet.store.keep_draft(name, TYPE, None, {"lines": bodies})
    elif any(draft[0] == name for draft in sheet.store.drafts()):
        sheet.store.drop_draft(name)


def take_up(sheet: DaySheet) -> list[Line]:
    """Put what was remembered back on its sheet; answers the lines."""
    name = key(sheet.site, f"{sheet.period.begins:%Y-%m}")
    body = next((draft[4] for draft in sheet.store.drafts() if draft[0] == name), {})
    known = {line.id: line for line in sheet.lines if line.id}
    found = []
    for each in body.get("lines", []):
        line = known.get(each["id"]) or sheet.new_line()
        if not line.id:
            line.placed = bool(each.get("placed"))
            line.values = {name: value for name, value in line.values.items() if name in ("site", "no_work")}
        line.version = each["version"]
        sheet.write([(line, name, text) for name, text in each["cells"].items()])
        if bool(each["idle"]) != bool(line.values.get("no_work")):
            sheet.turn_idle([line], idle=each["idle"])
        found.append(line)
    return found


def _body(sheet: DaySheet, line: Line, typing: tuple[Line, str, str] | None) -> dict[str, Any]:
    told = line.typed_texts()
    changed = [name for name in KEPT if name not in _UNTYPED and (
        name in line.texts or line.values.get(name) != line.saved.get(name)
        or (name in LINKS and line.values.get(LINKS[name]) != line.saved.get(LINKS[name])))]
    cells = {name: line.texts.get(name) or told.get(name) or sheet.cells.exact(line, name) for name in changed}
    if typing is not None and typing[0] is line:
        cells[typing[1]] = typing[2]
    return {"id": line.id, "version": line.version, "cells": cells, "placed": line.placed,
            "idle": bool(line.values.get("no_work"))}
