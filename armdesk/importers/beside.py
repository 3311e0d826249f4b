"""What holds for the rows of a sheet beside its columns: fixed values, what names a row, places they make."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from armdesk.fields import Choice, fold
from armdesk.importers import crossed, foot, shape
from armdesk.importers import headings as heads

_FEW, _OFTEN, _SELDOM = 2, 3, 0.02
REPEATED = 0.2
"""Share of rows whose name stood above already: these are no rows of a register of names."""


def fixed(fields: dict[str, Any], seen: shape.Seen, named: str) -> None:
    """What no column says but holds for all rows: the currency, what a title calls the people of the sheet."""
    type_ = seen.type
    for word, value in heads.words()["fixed"].items():
        owner, _dot, name = word.partition(".")
        if owner == type_.type_name() and name not in fields and (value != "@currency" or named):
            fields[name] = {"constant": named if value == "@currency" else _told(seen, name) or value}
        elif value == "@currency" and name in fields and owner == type_.type_name() and named:
            fields[name] = {**(fields[name] if isinstance(fields[name], dict) else {"column": fields[name]}),
                            "default": named}
    if type_.type_name() == "sale" and "code" not in fields:  # many offices do not number their sales
        shorts = [*foot.columns(fields.get("date")), *foot.columns(fields.get("buyer"))]
        if "invoice_no" in fields or len(shorts) == _FEW:
            fields["code"] = fields.get("invoice_no", {"join": shorts})
    for word in heads.words()["titled"]:
        owner, _dot, name = word.partition(".")
        if owner == type_.type_name() and name not in fields and (value := _told(seen, name)):
            fields[name] = {"constant": value}


def key(seen: shape.Seen, fields: Mapping[str, Any]) -> list[str]:
    """The fields that name the rows of a sheet; none where two rows have the same: both are wanted then.

    Numbers begin again each year and with each plan, so a number alone names nothing of that kind.
    """
    listed = heads.words()
    name = next((name for name in listed["keys"].get(seen.type.type_name(), []) if name in fields), "")
    beside = listed["key_beside"].get(seen.type.type_name(), "")
    names = [name, beside] if beside in fields and name and name != beside else [name] if name else []
    texts = [text for text, field in seen.matched.items() if field in names]
    columns = [list(map(fold, seen.cells(text))) for text in texts]
    rows = [row for row in zip(*columns, strict=True) if row[0]]
    return [] if len(set(rows)) < len(rows) and not _same_name_twice(rows) else names


def _same_name_twice(rows: Sequence[tuple[str, ...]]) -> bool:
    """Whether so many rows bear a name that stood above that it names no row at all."""
    return len(rows) - len(set(rows)) > len(rows) * REPEATED


def places(table: dict[str, Any], seen: shape.Seen) -> None:
    """Make the sites and crews that people and deliveries name; of deliveries those that come again and again."""
    made: list[dict[str, Any]] = []
    often = seen.type.type_name() != "person"
    fields = table["records"][0]["fields"]
    for name in ("site", "crew"):
        text, given = next(iter(seen.named(name)), ""), fields.get(name)
        if isinstance(given, dict) and "heading" in given:  # who heads a block with it means it
            made.append({"type": name, "merge": True, "key": ["name"], "fields": {"name": given}})
        aliases = foot.columns(given)
        if not text or len(aliases) != 1:
            continue
        cells = Counter(cell for cell in seen.cells(text) if cell and fold(cell) not in heads.nothing())
        usual = [cell for cell, count in cells.items() if count >= max(_OFTEN, len(seen.data) * _SELDOM)]
        if often and not usual:
            continue
        record: dict[str, Any] = {"type": name, "merge": True, "key": ["name"], "fields": {"name": given}}
        if name == "crew" and made and not often:
            record["fields"]["site"] = made[0]["fields"]["name"]
        if often:
            record["when"] = {"column": aliases[0], "pattern": f"^(?:{'|'.join(map(re.escape, sorted(usual)))})$"}
        made.append(record)
    table["records"][:0] = made


def _told(seen: shape.Seen, name: str) -> str:
    """What the name of the sheet or a title says of all its rows: "Retirados" -> left; "" where it says nothing."""
    if not isinstance(seen.type.field(name), Choice):
        return ""
    texts = [text for _row, text in seen.titles()]
    own = texts[-1:] + texts[-2::-1]  # the name of the sheet before its titles, the nearest title first
    if seen.sheet.top > 1:
        own = own[1:]
    if name == "item":  # "Mercury in (g)"; a heading such as "Left on" says nothing of all rows
        own += seen.headings
    own.append(seen.sheet.file.replace("_", " "))
    return next((code for text in own if (code := crossed.told_of(seen.type.type_name(), name, text))), "")
