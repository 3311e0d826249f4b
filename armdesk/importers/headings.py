"""What the heading of a column says beside its name: its number sign, its unit, its currency, a second row."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from armdesk import currencies, numbers, paths
from armdesk.fields import fold

_BRACKETS = re.compile(r"[\(\[]([^)\]]*)[\)\]]")
_GROUP = 3
_THOUSANDS = re.compile(r"[+\-\u2212]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_AMOUNT = re.compile(r"([^\d.,+\-\u2212]*)([+\-\u2212]?[\d.,][\d.,\s'\u2019]*)([^\d]*)")
_SAID = re.compile(r"\(([^()]*)\)|\b(?:en|in|em) ([^()]+)", re.IGNORECASE)
_DOTTED = re.compile(r"\b([a-z])\.(?=[a-z]\b)")  # D.O.B. is one word
_DOLLAR = re.compile(r"(?<![a-z])[a-z]?\$(?!us)")  # C$, R$; US$ stands in names of prices
_NUMBER = frozenset(("n", "no", "nro", "num", "numero", "number", "nr"))
_SMALL = frozenset(("de", "del", "du", "des", "d", "l", "la", "le", "el", "of", "the", "da", "do", "dos"))
_FINENESS = {"%": "%", "pct": "%", "‰": "per mille", "milesimas": "per mille", "milesimos": "per mille",
             "milliemes": "per mille", "pourcent": "%",
             "k": "karat", "kt": "karat", "karat": "karat", "karats": "karat", "carat": "karat", "carats": "karat",
             "quilate": "karat", "quilates": "karat", "kilates": "karat"}  # fmt: skip
_ORDER = re.compile(r"\b(?:[dj]{1,2}[-/. ]m{1,3}[-/. ][ay]{1,4}|m{1,3}[-/. ][dj]{1,2}[-/. ][ay]{1,4}"
                    r"|[ay]{1,4}[-/. ]m{1,3}[-/. ][dj]{1,2})\b")
_TWO = re.compile(r"[^\W\d_]{2}\s*/\s*[^\W\d_]{2}")
_SIGNS = re.compile(r"[%‰]|[^\W\d_]+\$?|[^\s\w()\[\]%‰]+")


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """Words that offices write over their columns and in their cells, from the lists in resources, one a language."""
    found: dict[str, Any] = {}
    files = (paths.resources() / "import").glob("words*.json")
    for file in sorted(files, key=lambda file: (len(file.name), file.name)):
        found = _with(found, json.loads(file.read_text(encoding="utf-8")))
    return found


def _with(known: Any, more: Any) -> Any:
    """Both lists of words in one; what the first already settles stays."""
    if isinstance(known, dict) and isinstance(more, dict):
        both = {key: _with(known[key], more[key]) for key in known if key in more}
        return {**known, **more, **both}
    return [*known, *more] if isinstance(known, list) else known


@lru_cache(maxsize=16_384)
def plain(heading: str) -> str:
    """A heading without case, accents, units in brackets and signs: "N° de reçu:" -> "no recu"."""
    bare = fold(_BRACKETS.sub(" ", heading).replace("°", " ").replace("#", " no "))
    undotted = _DOTTED.sub(r"\1", _DOLLAR.sub(" ", bare))
    parts = re.sub(r"[^0-9a-z]+", " ", undotted).split()
    kept = ["no" if part in _NUMBER else part for part in parts if part not in _SMALL] or parts
    return " ".join(kept)


@lru_cache(maxsize=4_096)
def shorter(heading: str) -> tuple[str, ...]:
    """What is left of a heading, best first, without its unit or currency, then without its number sign."""
    whole = plain(heading).split()
    bare = list(whole)
    while len(bare) > 1 and (is_mass(bare[-1]) or bare[-1] in _FINENESS or _money(bare[-1])):
        bare.pop()
    signless = [each[1:] for each in (whole, bare) if each[:1] == ["no"]]
    unit = [[numbers.mass_unit(" ".join(whole))]] if is_mass(" ".join(whole)) else []
    tongues = [plain(part).split() for part in heading.split("/")] if _TWO.search(heading) else []  # "Miner / minero"
    return tuple(dict.fromkeys(" ".join(parts) for parts in (whole, bare, *signless, *unit, *tongues) if parts))


def mass_unit(heading: str) -> str:
    """The unit of weight named in a heading, in brackets or not: "Gross oz" -> "oz"; "" where none or several are."""
    inside = _units(_BRACKETS.findall(heading))
    long = (word for word in plain(heading).split() if word == "g" or len(word) > 1)
    return inside or _units(word for word in long if word != "real")


def _units(found: Any) -> str:
    units = {numbers.mass_unit(word.strip()) for word in found if is_mass(word.strip())}
    return units.pop() if len(units) == 1 else ""


@lru_cache(maxsize=4_096)
def is_mass(word: str) -> bool:
    """Whether a text is a unit of weight and nothing else."""
    try:
        numbers.mass_unit(word)
    except ValueError:
        return False
    return True


def fineness_unit(heading: str) -> str:
    """The unit of fineness named in a heading: "Ley (%)" -> "%", "Kilates" -> "karat"; "" where none or several are."""
    found = {_FINENESS[word] for word in _SIGNS.findall(fold(heading)) if word in _FINENESS}
    return found.pop() if len(found) == 1 else ""


def bare_unit(heading: str) -> str:
    """The unit of weight that a heading is made of and nothing else: "Cast." -> "castellano"; "" for any other."""
    words = plain(heading)
    return numbers.mass_unit(words) if is_mass(words) and words != "real" else ""


def date_order(heading: str) -> str:
    """The order of day, month and year that a heading tells: "Date (m/d/y)" -> "mdy"; "" where it tells none."""
    told = _ORDER.search(fold(heading))
    letters = "".join(dict.fromkeys(re.sub("[^a-z]", "", told[0]).replace("a", "y").replace("j", "d"))) if told else ""
    return letters if letters in ("dmy", "mdy", "ymd") else ""


def says_fine(heading: str) -> bool:
    """Whether a heading speaks of pure gold, which is reckoned and never read: "Onzas finas", "Poids d'or fin"."""
    return bool(_fine().intersection(plain(heading).split()))


def matter(parts: set[str]) -> bool:
    """Whether some words of a heading name a matter that is no gold, such as ore, amalgam or silver."""
    return not parts.isdisjoint(words()["matter"])


@lru_cache(maxsize=1)
def nothing() -> frozenset[str]:
    """What offices write into a cell that is to be taken for empty: "s/n", "-", "n/a"."""
    return frozenset(words()["nothing"])


@lru_cache(maxsize=1)
def _fine() -> frozenset[str]:
    return frozenset(words()["fine"])


def currency(headings: Sequence[str], usual: str = "") -> str:
    """The one currency that headings of amounts name; "" where they name several.

    usual is that of the office: it settles a word shared by several ("FCFA") and holds where none is named.
    """
    named = [found for heading in headings if (found := currencies_in(heading))]
    if not named:
        return usual
    common = set.intersection(*map(set, named))
    return common.pop() if len(common) == 1 else usual if usual in common else ""


def currency_above(titles: Sequence[str], usual: str = "") -> str:
    """The currency that titles over a table say of all its amounts: "(montants en FCFA)"; usual where they say none."""
    said = ["".join(parts) for title in titles for parts in _SAID.findall(title)]
    return currency(said, usual) or usual


def currencies_in(heading: str) -> frozenset[str]:
    """Codes that a heading may mean."""
    known: Mapping[str, Sequence[str]] = words()["currencies"]
    code = {word for word in re.findall(r"\b[A-Z]{3}\b", heading) if word in currencies.codes()}
    if code:
        return frozenset(code)
    text = f" {' '.join(heading.casefold().split())} "
    found = [word for word in known if re.search(rf"(?<![\w.]){re.escape(word)}(?!\w)", text)]
    return frozenset(known[max(found, key=len)]) if found else frozenset()


def bare_amount(text: str, currency: str | None) -> str:
    """An amount without the marks of its own currency: "521,000/=" of TZS, "R$ 3.456,78" of BRL; others stay.

    No currency has thousandths (ISO 4217, minor units), so one mark before three digits parts thousands.
    """
    known: Mapping[str, Sequence[str]] = words()["currencies"]
    found = _AMOUNT.fullmatch(text)
    if found is None or not currency:
        return text
    marks = [mark for part in (found[1], found[3]) if (mark := " ".join(part.casefold().split()))]
    own = all(mark == currency.casefold() or currency in (*known.get(mark, ()), *known.get(mark.rstrip("."), ()))
              for mark in marks)
    bare = found[2].strip() if own else text
    return re.sub("[.,]", "", bare) if _THOUSANDS.fullmatch(bare) and currencies.digits(currency) < _GROUP else bare


@lru_cache(maxsize=4_096)
def _money(word: str) -> bool:
    return word in words()["currencies"] or word.upper() in currencies.codes()


def is_unit(cell: str) -> bool:
    """Whether a cell holds a unit and nothing else, as below a heading that spans several columns."""
    bare = cell.strip("() ").casefold()
    return is_mass(bare) or fold(bare) in _FINENESS or _money(bare)


def spanned(rows: Sequence[Sequence[str]], number: int) -> int:
    """How many rows the headings in a row, counted from 1, take: 2 where the row below names units of columns.

    Shape: rows are the first of a sheet as texts.
    """
    if not 0 < number < len(rows):
        return 1
    top, below = list(rows[number - 1]), rows[number]
    top += [""] * (len(below) - len(top) + 1)
    filled = [place for place, text in enumerate(below) if text]
    told = [place for place, text in enumerate(top) if text]
    if len(told) == 1 and (told[0] >= len(below) or not is_unit(below[told[0]])):  # a title over the headings
        return 1
    under_none, under_one = any(not top[place] for place in filled), any(top[place] for place in filled)
    parted = all(not top[place] or not top[place + 1] for place in filled)
    named = any(is_unit(below[place]) for place in filled)
    return 2 if under_none and under_one and parted and named and not any(map(_has_figure, below)) else 1


def _has_figure(text: str) -> bool:
    return any(letter.isdecimal() for letter in text)

