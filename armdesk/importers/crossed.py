"""Sheets in which a heading is itself a value: equipment, kinds of movement, deductions, courses with marks below."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from armdesk import i18n
from armdesk.fields import Choice, Declared, Flag, fold
from armdesk.importers import headings as heads
from armdesk.importers import matching
from armdesk.importers.shape import MONTH, Seen, alias, month_title
from armdesk.models import record_type

CROSSED: Mapping[str, tuple[str, str]] = {
    "ppe_delivery": ("item", "quantity"), "reagent_movement": ("kind", "quantity"),
    "premium_entry": ("kind", "amount")}
"""Register -> the field that headings say, and the field that the cells below them say."""
_LEAST, _DAYS, _TELLING = 2, 10, 3
_NOT_SO = frozenset(("no", "not", "non", "nao", "pas", "sin", "sem", "sans", "without", "ex", "casi", "quase",
                     "presque", "parcial", "parcialmente", "partially", "partly", "partiel", "partiellement", "aun",
                     "encore"))
"""Words beside another that say it is not so."""
_DAY = re.compile(r"0?[1-9]|[12][0-9]|3[01]")


@lru_cache(maxsize=16)
def _options(type_name: str, name: str) -> dict[str, str]:
    """Plain word -> option of a choice, from labels in every language and the words of offices."""
    declared = record_type(type_name).field(name)
    found: dict[str, str] = {}
    for language in i18n.LANGUAGES:
        with i18n.speaking(language):
            found.update({heads.plain(label): code for code, label in _labels(declared)})
    listed: Mapping[str, Sequence[str]] = heads.words()["cells"].get(f"{type_name}.{name}", {})
    found.update({heads.plain(word): code for code, written in listed.items() for word in written})
    return found


def _labels(declared: Declared) -> list[tuple[str, str]]:
    return [(code, declared.format(code)) for code in declared.options] if isinstance(declared, Choice) else []


def option_of(type_name: str, name: str, text: str) -> str:
    """The option that a text names, whole or among other words, the longest first; "" where none or several are."""
    known, plain = _options(type_name, name), heads.plain(text)
    bare = " ".join(part for part in plain.split() if not part.isdigit())  # "IR 2 %"
    for whole in (plain, bare):
        if whole in known:
            return known[whole]
    held = _held(known, plain)
    longest = max(map(len, held), default=0)
    codes = {code for word, code in held.items() if len(word) == longest}
    said = {part for word in held if len(word) == longest for part in word.split()}
    denied = not _NOT_SO.isdisjoint(set(re.findall(r"[a-z]+", fold(text))) - said)
    return codes.pop() if len(codes) == 1 and not denied else ""


def told_of(type_name: str, name: str, text: str) -> str:
    """The one option of which a title speaks; "" where it speaks of none or several: "Mercury and cyanide"."""
    codes = set(_held(_options(type_name, name), heads.plain(text)).values())
    return codes.pop() if len(codes) == 1 else ""


def _held(known: Mapping[str, str], plain: str) -> dict[str, str]:
    """The words that stand in a plain text, with what they mean; very short ones only where they are all of it."""
    parts = plain.split()
    return {word: code for word, code in known.items()
            if word == plain or (len(word) >= _TELLING and _stands_in(word.split(), parts))}


def _stands_in(word: Sequence[str], parts: Sequence[str]) -> bool:
    return any(list(parts[at : at + len(word)]) == list(word) for at in range(len(parts) - len(word) + 1))


def columns(type_name: str, headings: Sequence[str]) -> dict[str, str]:
    """Heading -> option, for the headings of a cross table of this register; empty where it is none."""
    if type_name == "production":
        days = [text for text in headings if _DAY.fullmatch(text)]
        return {text: text for text in days} if len(days) >= _DAYS else {}
    if type_name not in CROSSED:
        return {}
    name = CROSSED[type_name][0]
    known = matching.names(type_name)
    found = {text: code for text in headings if heads.plain(text) not in known
             and (code := option_of(type_name, name, text))}
    return found if len(set(found.values())) >= _LEAST else {}


def cross(table: dict[str, Any], seen: Seen, found: Mapping[str, str]) -> None:
    """Make of the record of a table one for each of the headings that are values."""
    type_name = seen.type.type_name()
    if type_name == "production":
        _by_days(table, seen, found)
        return
    of, value = CROSSED[type_name]
    record = table["records"][0]
    record["each"] = {"columns": [alias(table, text) for text in found], "empty": ["-", "—", "–", "0", "n/a", "no"]}
    said = {"each": "heading", "words": dict(found)}
    told = _told_kinds(seen, type_name, of)
    record["fields"][of] = {"first_of": [told, said], "doubtful": True} if told else said
    record["fields"][value] = {"each": "value"}
    if type_name == "ppe_delivery":
        record["fields"][value]["words"] = {"x": 1, "si": 1, "✓": 1, "1 par": 1}
    if type_name == "reagent_movement":
        _reagent(table, seen, found)


def _told_kinds(seen: Seen, type_name: str, name: str) -> dict[str, Any]:
    """How a column of words is read that tells more than the heading over a quantity: "Opening" under "In"."""
    text = next(iter(seen.named(name)), "")
    words = {fold(cell): code for cell in (seen.cells(text) if text else ())
             if cell and (code := option_of(type_name, name, cell))}
    if not words:
        return {}
    place = list(seen.matched).index(text) + 1
    return {"column": f"c{place}", "words": words, "only": f"(?i)^(?:{'|'.join(map(re.escape, words))})$"}


def _by_days(table: dict[str, Any], seen: Seen, found: Mapping[str, str]) -> None:
    """A sheet of a month with a column for each day: whose row it is, and the weights of each day."""
    title, record = month_title(seen), table["records"][0]
    said = {mark for told in heads.words()["marks"].values() for mark in told}
    filled = [fold(cell) for text in found for cell in seen.cells(text) if cell]
    if title is None or sum(cell in said for cell in filled) > len(filled) // 2:
        return  # marks of attendance are no weights
    table.setdefault("titles", {})[MONTH] = title
    record["each"] = {"columns": [alias(table, text) for text in found], "empty": [*heads.words()["marks"]["no"], "x"]}
    record["fields"]["date"] = {"each": "heading", "day_of": MONTH}
    record["fields"].pop("receipt_no", None)  # a number of the row, not of each of its deliveries
    unit = next((unit for _row, text in seen.titles() if (unit := heads.mass_unit(text))), "")
    record["fields"]["gross_mg"] = {"each": "value", **({"unit": unit} if unit else {})}


def ticked(table: dict[str, Any], seen: Seen) -> None:
    """A choice that is ticked in columns of its own: an X under "Man" or "Woman", under "Light" or "Grave"."""
    type_name, fields = seen.type.type_name(), table["records"][-1]["fields"]
    yes, no = (set(heads.words()["marks"][told]) for told in ("yes", "no"))
    bare = []
    for text in dict.fromkeys(seen.headings):
        kind = seen.type.field(seen.matched[text]) if text in seen.matched else None
        filled = {fold(cell) for cell in seen.cells(text) if cell} if text and not isinstance(kind, Flag) else set()
        if filled and filled <= yes | no and filled & yes:
            bare.append(text)
    for field in seen.type.declared() if len(bare) >= _LEAST else ():
        if not isinstance(field, Choice) or field.readonly or field.name in fields:
            continue
        told = {text: code for text in bare if (code := option_of(type_name, field.name, text))}
        if field.name == "sex" and {"h", "v"} & {heads.plain(text) for text in told}:
            told = {text: "F" if heads.plain(text) == "m" else code for text, code in told.items()}
        if len(set(told.values())) == len(told) >= _LEAST:
            for text in told.keys() & seen.matched.keys():
                fields.pop(seen.matched[text], None)
            fields[field.name] = {"first_of": [{"column": alias(table, text), "as": code, "empty": sorted(no)}
                                               for text, code in told.items()]}


def _reagent(table: dict[str, Any], seen: Seen, found: Mapping[str, str]) -> None:
    """What a book of a reagent says beside its movements: which one it is, its unit, what was there and was counted."""
    record = table["records"][0]
    fields = record["fields"]
    if "unit" not in fields and (unit := _unit(seen, found)):
        fields["unit"] = {"constant": unit}
        if unit in ("g", "kg"):
            fields["quantity"] = {**fields["quantity"], "measure": unit}
    balance = fields.get("balance_stated")
    if not isinstance(balance, dict | str) or "note" not in fields:
        return
    column = balance if isinstance(balance, str) else balance["column"]
    note = fields["note"] if isinstance(fields["note"], str) else fields["note"]["column"]
    moved = record["each"]["columns"]
    told = heads.words()["standing"]
    for kind in ("opening", "count"):
        pattern = rf"\b(?:{'|'.join(map(re.escape, told[kind]))})\b"
        quantity = {key: said for key, said in fields["quantity"].items() if key != "each"}
        table["records"].append({
            "type": record["type"], "when": [{"column": note, "pattern": pattern}, {"filled": [column]}],
            "unless": [{"filled": [each]} for each in moved],
            "fields": {**{name: given for name, given in fields.items() if name != "balance_stated"},
                       "kind": {"constant": kind}, "quantity": {**quantity, "column": column}}})


def _unit(seen: Seen, found: Mapping[str, str]) -> str:
    """The unit that the headings, a title or some of the cells of a book of reagents tell."""
    told = {unit for text in found if (unit := _unit_in(text))}
    told = told or {unit for _row, text in seen.titles() if (unit := _unit_in(text))}
    told = told or {unit for text in found for cell in seen.cells(text) if (unit := _unit_in(cell))}
    return told.pop() if len(told) == 1 else "g" if told == {"g", "kg"} else ""


def _unit_in(text: str) -> str:
    words = re.findall(r"[^\W\d_]+", fold(text))
    known = heads.words()["reagent_units"]
    return next((unit for unit, written in known.items() if any(word in written for word in words)), "")


def deductions(table: dict[str, Any], seen: Seen, apart: Mapping[str, str]) -> None:
    """What is taken off a sale in columns of its own becomes a deduction each.

    Shape: apart maps headings to kinds of deduction.
    """
    fields = table["records"][-1]["fields"]
    code = fields.get("code")
    if not apart or code is None or "currency" not in fields:
        return
    named = {"column": code} if isinstance(code, str) else {key: code[key] for key in ("column", "join") if key in code}
    table["records"].append({
        "type": "sale_deduction",
        "each": {"columns": [alias(table, text) for text in apart],
                 "empty": ["0", "0,00", "0.00", *heads.words()["nothing"]]},
        "fields": {"sale": {**named, "by": ["code"]}, "kind": {"each": "heading", "words": dict(apart)},
                   "amount": {"each": "value"}, "currency": fields["currency"]}})


@lru_cache(maxsize=1_024)
def deduction_kind(heading: str) -> str:
    """The kind of a deduction that a column holds: "Royalty 3 %" -> royalty, "" of "Royalty %", which holds shares."""
    code = option_of("sale_deduction", "kind", heading)
    return code if heads.fineness_unit(heading) != "%" or any(map(str.isdecimal, heading)) else ""


def apart(seen: Seen) -> dict[str, str]:
    """Heading -> kind, for the columns taken off a sale that are more than the total of what is taken off."""
    texts, tails = seen.named("deductions_total"), matching.tails(seen.rows, seen.number)
    kinds = {text: deduction_kind(tails.get(text, text)) or deduction_kind(text) for text in texts}
    total = {text for text in texts if heads.plain(text) in matching.names("sale")}
    return {text: kind or "other" for text, kind in kinds.items() if text not in total and (kind or len(kinds) > 1)}
