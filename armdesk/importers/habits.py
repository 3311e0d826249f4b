"""What offices do alike in every country: words for nothing, signatures below a table, a year for a birth date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from armdesk.fields import Choice, Code, Date, Declared, LongText, Whole, fold
from armdesk.i18n import _
from armdesk.importers import headings as heads
from armdesk.numbers import parse_decimal
from armdesk.record import Record

_YEAR = r"\D*(?:19|20)\d\d\D*$"
_DAY_IN_TEXT = r"(\d{1,2}(?:er|º)?[-/. ]+(?:de )?(?:\d{1,2}|[^\W\d_]+)[-/. ]+(?:de )?\d{4})"
_PLACES = frozenset(("lieu", "lugar", "local", "place"))
_BY_NUMBER = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.][0-9]{4}")
_ISO = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}")
_NOTHING = ("-", "--", "---", "–", "—", "/", "n/a", "s/n", "s/d", "n/d")
_NOT_SO = frozenset(("no", "not", "non", "nao", "pas", "sin", "sem", "sans", "without", "ex", "casi", "quase",
                     "presque", "parcial", "parcialmente", "partially", "partly", "partiel", "partiellement", "aun",
                     "encore"))
_COUNTED = frozenset(("production", "sale", "payment", "reagent_movement"))
"""Registers of amounts: a row without any figure is no row of theirs."""
_MOST = 5  # four of five rows prove it
_SHORT, _TELLING = 40, 3
_NO_AMOUNT = ("0", "0,00", "0.00", *_NOTHING)


def nothing(field: Declared, words: Mapping[str, Any]) -> list[str]:
    """Cells of an optional field that stand for nothing: "-", "néant", "N/A"; a remark stays.

    Shape: words are those that stand for a choice, which count as said.
    """
    if field.required or isinstance(field, LongText) or field.name == "note":
        return []
    listed = [*_NOTHING, *heads.words()["empty"]]
    return [word for word in listed if fold(word) not in words]


def flags() -> dict[str, bool]:
    """What offices write for yes and no beside the words themselves: "signed", "firmó"."""
    return {word: said == "yes" for said, words in heads.words()["flags"].items() for word in words}


def contained(owner: str, words: Mapping[str, str], cells: Iterable[str]) -> dict[str, str]:
    """Cells of a choice that hold one of its words: "CRDB Bank" -> bank; the longest word that is held counts.

    Shape: owner is the register and field, such as ppe_delivery.item; words are folded; cells as they stand.
    """
    if owner not in heads.words()["contained"]:
        return {}
    found = {}
    for cell in {fold(cell) for cell in cells if cell and len(cell) <= _SHORT} - words.keys():
        text = f" {re.sub(r'[^0-9a-z]+', ' ', cell)} "
        held = {word: code for word, code in words.items() if len(word) > _TELLING and f" {word} " in text}
        longest = max(map(len, held), default=0)
        codes = {code for word, code in held.items() if len(word) == longest}
        said = {part for word in held if len(word) == longest for part in word.split()}
        if len(codes) == 1 and _NOT_SO.isdisjoint(set(text.split()) - said):
            found[cell] = codes.pop()
    return found


def cover(source: dict[str, Any]) -> dict[str, Any]:
    """Read a column of social cover: a number of the insurance says that there is one, without saying which."""
    return {"first_of": [{"column": source["column"], "only": r"\d{4}", "as": "other"}, source], "doubtful": True}


def date_order(rows: Iterable[Sequence[str]]) -> str:
    """Order "mdy" where the dates of some rows can be read no other way, else "" for the usual one."""
    days = [found for row in rows for cell in row if (found := _BY_NUMBER.match(cell))]
    first, second = (max((int(found[place]) for found in days), default=0) for place in (1, 2))
    return "mdy" if first <= 12 < second else ""


def birth(fields: dict[str, Any], heading: str) -> None:
    """Read "about 1974" in a column of birth dates as the year alone, and the day out of "12/3/1974 at Kaya"."""
    source = fields["birth_date"]
    given = dict(source) if isinstance(source, dict) else {"column": source}
    if "column" not in given or "birth_year" in fields:
        return
    fields["birth_date"] = {**given, "only": f"^(?!{_YEAR})", **(
        {"pattern": _DAY_IN_TEXT} if _PLACES.intersection(fold(heading).split()) else {})}
    fields["birth_year"] = {"column": given["column"], "only": f"^{_YEAR}", "pattern": r"((?:19|20)\d\d)",
                            "doubtful": True}


def without_work(fields: Mapping[str, Any]) -> dict[str, Any]:
    """How days without work are read: a row that says so and has no weight.  Empty where the sheet has no remarks."""
    weight, aliases = columns(fields.get("gross_mg")), [alias for name in ("note", "person")
                                                        for alias in columns(fields.get(name))]
    if not weight or not aliases:
        return {}
    said = "|".join(_loose(word) for word in heads.words()["no_work"])
    return {"join": [*weight, *aliases], "only": rf"^\D*\b({said})\b", "as": True}


def skipped(type_: type[Record], fields: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Rules for rows below a table that are no rows of it: who prepared it, who signs."""
    aliases = {name: columns(source) for name, source in fields.items()}
    needed = next((name for name in fields if isinstance(type_.field(name), Date) and type_.field(name).required), "")
    first = next((name for name in fields if type_.field(name).required and aliases[name]), "")
    figures = [alias for name, places in aliases.items() if isinstance(type_.field(name), Whole | Code)
               for alias in places]
    rules = []
    if type_.type_name() in _COUNTED:
        rules.append({"reason": _("a remark below the table"), "words_only": True})
    elif needed and aliases[needed]:
        rules.append({"reason": _("a remark below the table"), "column": aliases[needed][0], "pattern": r"^\D+$",
                      "empty": [alias for alias in figures if alias not in aliases[needed]]})
    elif first:
        own = aliases[first]
        every = [alias for places in aliases.values() for alias in places if alias not in own]
        rules.append({"reason": _("a remark below the table"), "column": own[0], "pattern": _signs(),
                      "empty": [] if type_.type_name() == "person" else list(dict.fromkeys(every))})
    return rules


@lru_cache(maxsize=1)
def _signs() -> str:
    return rf"^\W*(?:{'|'.join(_loose(word) for word in heads.words()['sign'])})(?!\w)"


@lru_cache(maxsize=512)
def _loose(word: str) -> str:
    """A word as a pattern that minds accents no more than offices do."""
    return "".join(_VARIANTS.get(fold(letter), re.escape(letter)) for letter in word)


_VARIANTS = {"a": "[aàáâã]", "e": "[eèéêë]", "i": "[iíîï]", "o": "[oóôõ]", "u": "[uúùûü]", "c": "[cç]", "n": "[nñ]"}


def columns(source: Any) -> list[str]:
    """The columns a field is read from."""
    if isinstance(source, str):
        return [source]
    given = source or {}
    return [given["column"]] if "column" in given else list(given.get("join", []))


def named_above(type_: type[Record], texts: Iterable[str]) -> dict[str, str]:
    """Choices that no column holds, as the sheet's name or the titles over it say: "Suivi du mercure" -> mercury."""
    parts = [set(heads.plain(text).split()) for text in texts]
    found: dict[str, str] = {}
    for owner in heads.words()["titled"]:
        name, _dot, field = owner.partition(".")
        if name != type_.type_name():
            continue
        for part in parts:
            said = {code for code, words in heads.words()["cells"].get(owner, {}).items() for word in words
                    if len(word) > 3 and part.issuperset(heads.plain(word).split())}
            if len(said) == 1:
                found.setdefault(field, said.pop())
    return found


def unit_of(type_: type[Record], heading: str) -> str:
    """The unit that the heading of a quantity names, where the register keeps it in a field of its own."""
    units = type_.field("unit") if "unit" in type_._meta.fields else None
    unit = heads.mass_unit(heading)
    return unit if isinstance(units, Choice) and unit in units.options else ""


@lru_cache(maxsize=1_024)
def deduction(heading: str) -> str:
    """The kind of a deduction that a column of a book of sales holds: "CFEM 1,5 %" -> royalty; "" where it is none."""
    parts = [part for part in heads.plain(heading).split() if not part.isdigit()]
    text = f" {' '.join(parts)} "
    kinds = {f" {heads.plain(word)} ": kind for kind, words in heads.words()["deductions"].items() for word in words}
    return kinds[max(held, key=len)] if (held := [word for word in kinds if word in text]) else ""


def taken_off(headings: Sequence[str], rows: Sequence[Sequence[str]], matched: Mapping[str, str]) -> dict[str, str]:
    """Columns of a book of sales that its own arithmetic proves to be deductions, or the net value they leave.

    Shape: headings by column; rows below them; matched maps a heading to its field, and so does what is found.
    """
    places = {name: headings.index(text) for text, name in matched.items() if name in ("gross_value", "net_value")}
    alone = "deductions_total" in matched.values() and not any(map(deduction, matched))
    gross, known = places.get("gross_value"), places.get("net_value")
    if gross is None or alone:
        return {}
    free = [place for place in range(gross + 1, len(headings)) if headings[place] and (
        headings[place] not in matched or matched[headings[place]] == "deductions_total")]
    for net in [known] if known is not None else free[1:]:
        between = [place for place in free if place < net]
        if between and _adds_up(rows, gross, net, between):
            return {**dict.fromkeys((headings[place] for place in between), "deductions_total"),
                    headings[net]: "net_value"}
    return {}


def _adds_up(rows: Sequence[Sequence[str]], gross: int, net: int, between: Sequence[int]) -> bool:
    """Whether most rows say gross less what stands between is net."""
    proved = told = 0
    for row in rows:
        cells = [row[place] if place < len(row) else "" for place in (gross, net, *between)]
        amounts = [amount for cell in cells if (amount := _amount(cell)) is not None]
        if not cells[0] or not cells[1] or len(amounts) < len(cells):
            continue
        told += 1
        proved += abs(amounts[0] - amounts[1] - sum(amounts[2:])) <= 1
    return bool(told) and proved * _MOST >= told * (_MOST - 1)


def day_column(headings: Sequence[str], rows: Sequence[Sequence[str]], matched: Mapping[str, str]) -> str:
    """The one heading left out over a column of days, "" where there is none or several: "Wann"."""
    found = []
    for place, text in enumerate(headings):
        cells = [row[place] for row in rows if place < len(row) and row[place]] if text and text not in matched else []
        days = sum(_BY_NUMBER.match(cell) is not None or _ISO.match(cell) is not None for cell in cells)
        if days and days * _MOST >= len(cells) * (_MOST - 1):
            found.append(text)
    return found[0] if len(found) == 1 else ""


def _amount(cell: str) -> Decimal | None:
    try:
        return parse_decimal(cell) if cell else Decimal(0)
    except ValueError:
        return None


def flow(type_name: str, heading: str) -> str:
    """What happened to a reagent by the column its quantity stands in: "Entrée" -> in, "Salida (g)" -> use."""
    listed: Mapping[str, Sequence[str]] = heads.words()["flows"].get(type_name, {})
    return next((kind for kind, words in listed.items() for word in heads.shorter(heading)
                 if word in map(heads.plain, words)), "")


def by_flow(record: Mapping[str, Any], aliases: Mapping[str, str]) -> list[dict[str, Any]]:
    """A record for each of the columns of a stock card, "in" and "out", that holds a quantity.

    Shape: aliases are those of the columns by heading.
    """
    made = []
    for heading, alias in aliases.items():
        fields, usual = dict(record["fields"]), flow(record["type"], heading)
        told, fields["quantity"] = fields.get("kind"), alias
        fields["kind"] = {**told, "default": usual, "doubtful": True} if isinstance(told, dict) and "words" in told \
            else {"constant": usual}
        made.append({**record, "fields": fields, "when": {"column": alias, "pattern": "[1-9]"}})
    return made


def deductions(aliases: Mapping[str, str], sale: Mapping[str, Any]) -> dict[str, Any]:
    """The record of each deduction that a row of a book of sales tells in a column of its own.

    Shape: aliases are those of its columns by heading; sale holds the fields of the sale.
    """
    kinds = {heading: deduction(heading) or "other" for heading in aliases}
    amount = sale.get("gross_value") or sale.get("net_value")
    marks = {name: amount[name] for name in ("decimal_mark",) if isinstance(amount, dict) and name in amount}
    record: dict[str, Any] = {
        "type": "sale_deduction", "each": {"columns": list(aliases.values()), "empty": list(_NO_AMOUNT)},
        "fields": {"sale": {"column": columns(sale["code"])[0], "by": ["code"]},
                   "kind": {"each": "heading", "words": kinds}, "amount": {"each": "value", **marks},
                   "currency": sale["currency"]}}
    if len(set(kinds.values())) == len(kinds):
        record["key"] = ["sale", "kind"]
    return record

