"""How one field's value is made of the cells of a row: exactly, once per different text, or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from operator import itemgetter
from typing import Any, NamedTuple

from armdesk.fields import Choice, Choices, Code, Date, Flag, Link, Mass, Money, Reading, Scaled, Text, TimeOfDay, fold
from armdesk.i18n import _
from armdesk.importers.cells import Fault, day_of_month, exact, first_of, measured, refuse_shortened, rescaled, sum_of
from armdesk.importers.headings import bare_amount, words
from armdesk.importers.layout import shown
from armdesk.importers.recipe_parts import Recipe, Source
from armdesk.numbers import NotUnderstood, mass_unit
from armdesk.record import Record

_SHORT = 40
_TIDY = re.compile(r"[A-DF-Za-df-z0-9](?:[A-DF-Za-df-z0-9 ./-]*[A-DF-Za-df-z0-9])?")  # without e, as in 1.03E+09
_AHEAD = 20
"""Years that a day still to come, such as that on which a permit ends, may lie ahead when it has two digits."""
CURRENCY = "@currency"
EACH_VALUE, EACH_HEADING = "@value", "@heading"


@dataclass(frozen=True)
class LinkText:
    """Another record as a file names it, still to be found: by which of its fields."""

    type: str
    text: str
    by: tuple[str, ...]

    def __str__(self) -> str:
        return self.text


class Understood(NamedTuple):
    """What became of the cells of one field.

    Shape: value None when empty; typed "" when the value shows it all; sentence "" when it was understood.
    """

    value: Any
    typed: str = ""
    sentence: str = ""
    shows: str = ""


@dataclass(frozen=True)
class Place:
    """Where fields are read: which recipe, which record type, where columns stand, what the titles say.

    Shape: columns map aliases to places in the widened row (block headings, titles and the like stand behind its end).
    """

    recipe: Recipe
    type: type[Record]
    columns: Mapping[str, int]
    titles: Mapping[str, Any]


class Field:
    """One field of one record plan on one sheet; remembers what each different text became."""

    def __init__(self, name: str, source: Source, place: Place) -> None:
        self.name, self.declared, self.source = name, place.type.field(name), source
        self._recipe, self._columns, self._titles = place.recipe, place.columns, place.titles
        declared, columns = self.declared, place.columns
        self._needs: list[int] = []
        self._make = self._maker(source)
        if isinstance(declared, Money):
            self._need(CURRENCY)
        needs = tuple(dict.fromkeys(self._needs))
        self.key: Callable[[Sequence[Any]], Any] | None = itemgetter(*needs) if needs else None
        hidden = {place for alias, place in columns.items() if alias == CURRENCY or alias.startswith("@title ")}
        self._shown_places = [place for place in needs if place not in hidden]
        self.cache: dict[Any, Understood] = {}
        self.required = source.required or declared.required
        # Most texts of a book need nothing done, and receipt numbers never repeat: those take a short way.
        untouched = type(declared) in (Text, Code) and source == Source(
            column=source.column, by=source.by, empty=source.empty, doubtful=source.doubtful)
        self._plain = needs[0] if untouched and len(needs) == 1 else None
        self._longest = min(_SHORT, declared.longest) if isinstance(declared, Text) else 0

    def understand(self, row: Sequence[Any]) -> Understood:
        """The field's value from a row that was not seen before."""
        if self._plain is not None:
            text = row[self._plain]
            if text.__class__ is str and len(text) <= self._longest and _TIDY.fullmatch(text) and (
                    text.lower() not in self.source.empty):
                return Understood(text)
        try:
            value = self._make(row)
        except ValueError as refused:
            shows = self._shows(row)
            # A word that nobody knows leaves what is usual, and is listed.
            return Understood(self.source.default if self.source.doubtful else None, shows, str(refused), shows)
        if value is None:
            value = self.source.default
        if value is None:
            shows = self._shows(row)
            if self.required:
                sentence = _("“{field}” is needed.").format(field=_(self.declared.label))
                return Understood(None, shows, sentence, shows)
            return Understood(None, shows)
        problems = [] if isinstance(value, LinkText) else self.declared.check(value)
        if problems:
            shows = self._shows(row)
            return Understood(None, shows, " ".join(problems), shows)
        return Understood(value, self._typed(row, value))

    def _shows(self, row: Sequence[Any]) -> str:
        """What the file shows in the cells of this field."""
        return " ".join(text for place in self._shown_places if (text := shown(row[place])))

    def _typed(self, row: Sequence[Any], value: Any) -> str:
        """What was written, where the value alone does not show it."""
        places = self._shown_places
        if isinstance(self.declared, Choice | Choices | Flag):
            return ""  # the recipe says which word stands for which choice
        if not places or (len(places) == 1 and row[places[0]] == value):
            return ""
        shows = self._shows(row)
        cells = [row[place] for place in places if row[place] != ""]
        if value == shows or not cells or (isinstance(value, LinkText) and value.text == shows):
            return ""
        if isinstance(value, date):
            return shows if any(isinstance(cell, str) for cell in cells) else ""
        if len(cells) == 1 and isinstance(cells[0], float | int) and isinstance(value, int):
            plain = value if isinstance(self.declared, Money) else self.declared.exchange(value)
            if isinstance(plain, Decimal | int) and Decimal(shown(cells[0])) == plain:
                return ""
        return shows

    # how the value is made

    def _need(self, alias: str) -> int | None:
        """Place of a column in the row; None where this sheet does not have it."""
        place = self._columns.get(alias)
        if place is not None:
            self._needs.append(place)
        return place

    def _maker(self, source: Source) -> Callable[[Sequence[Any]], Any]:
        """The function that makes the value of a row."""
        if source.first_of:
            return first_of([self._maker(each) for each in source.first_of])
        if source.sum:
            return sum_of([self._maker(each) for each in source.sum])
        if source.constant is not None:
            value = self._take(exact(source.constant), source, self._reading(source, None))
            return lambda row: value
        pick = self._picker(source)
        currency = self._columns.get(CURRENCY) if isinstance(self.declared, Money) else None
        unit = self._need(source.unit_column) if source.unit_column else None
        fixed = self._reading(source, None)

        def make(row: Sequence[Any]) -> Any:
            raw = self._prepare(pick(row), source)
            if raw is None:
                return None
            reading = fixed
            if unit is not None and (word := shown(row[unit])):
                reading = self._reading(source, None, mass_unit(word, self._recipe.units))
            elif currency is not None:
                reading = self._reading(source, row[currency])
            return self._take(raw, source, reading)

        return make

    def _picker(self, source: Source) -> Callable[[Sequence[Any]], Any]:
        """The function that picks the raw cell of a row."""
        if source.join:
            return self._joiner(source)
        alias = source.column
        if source.title or source.heading:
            alias = f"@title {source.title}" if source.title else f"@block {source.heading}"
        elif source.decided:
            alias = f"@decided {source.decided}"
        elif source.each:
            alias = {"value": EACH_VALUE, "heading": EACH_HEADING}.get(source.each, f"@{source.each}")
        if source.day_of:
            day, month = self._need(alias), self._month_place(source)
            return lambda row: day_of_month(row[day], row[month]) if day is not None and month is not None else ""
        place = self._need(alias)
        return itemgetter(place) if place is not None else lambda row: ""

    def _joiner(self, source: Source) -> Callable[[Sequence[Any]], Any]:
        """The function that puts several cells of a row together."""
        places = [place for alias in source.join if (place := self._need(alias)) is not None]
        month = self._month_place(source) if source.day_of else None

        def join(row: Sequence[Any]) -> Any:
            text = source.between.join(
                text for place in places if (text := shown(row[place])) and fold(text) not in source.empty)
            return text if month is None else day_of_month(text, row[month])

        return join

    def _month_place(self, source: Source) -> int | None:
        """Where the row tells the month, or the year, that its days belong to."""
        place = self._need(f"@title {source.day_of}")
        return place if place is not None else self._need(f"@block {source.day_of}")

    def _prepare(self, raw: Any, source: Source) -> Any:
        """A raw cell after the office's own words and patterns; None when it counts as empty."""
        if isinstance(raw, Fault):
            raise NotUnderstood(_("The cell shows “{text}” and no value.").format(text=raw.shows))
        text = shown(raw)
        plain = fold(text) if source.empty or source.words else ""
        if not text or plain in source.empty or (source.only and not source.only.search(text)):
            return None
        if source.stands_for is not None:
            return exact(source.stands_for)
        if source.words and plain in source.words:
            return exact(source.words[plain])
        if source.pattern:
            found = source.pattern.search(text)
            if found is None:
                raise NotUnderstood(_("“{text}” does not look as expected here.").format(text=text))
            raw = text = found[1] if source.pattern.groups else found[0]
        if source.strip and isinstance(raw, str):
            raw = text.translate(dict.fromkeys(map(ord, source.strip))).strip(" .\u00a0")
        if source.pad:
            raw = shown(raw).zfill(source.pad)
        return exact(raw)

    def _reading(self, source: Source, currency: str | None, unit: str | None = None) -> Reading:
        recipe = self._recipe
        today = recipe.today
        if today is not None and self.name in words()["ahead"]:
            today = date(today.year + _AHEAD, 12, 31)
        return Reading(
            source.decimal_mark or recipe.decimal_mark,
            source.order or recipe.order,
            today,
            unit or source.unit,
            currency or recipe.currency,
            recipe.units,
            recipe.standards,
        )

    def _take(self, raw: Any, source: Source, reading: Reading) -> Any:
        """The field's value of a prepared cell."""
        declared = self.declared
        if isinstance(declared, Link):
            proper = self._recipe.aliases.get(declared.target, {}).get(fold(str(raw)), str(raw))
            return LinkText(declared.target, proper, source.by)
        if isinstance(raw, str) and isinstance(declared, Money):
            raw = bare_amount(raw, reading.currency)
        if isinstance(raw, str) and isinstance(declared, Scaled) and not isinstance(declared, Mass):
            raw = measured(raw, source, reading) if source.measure else raw
        if source.times != 1 or source.share_up_to or source.allow_round:
            raw = rescaled(raw, source, reading, declared)
        if isinstance(raw, datetime | date | time) and not isinstance(declared, Date):
            raw = raw.strftime("%H:%M") if isinstance(raw, time) and isinstance(declared, TimeOfDay) else shown(raw)
        if isinstance(raw, Decimal) and type(declared) is Text:
            raw = format(raw, "f")
        if isinstance(declared, Code):
            refuse_shortened(raw)
        value = declared.take(raw, reading)
        if source.same_month and isinstance(value, date):
            self._check_month(value, source)
        return value

    def _check_month(self, value: date, source: Source) -> None:
        """Refuse a date outside the month (or year) its sheet is about."""
        about = self._titles.get(source.same_month)
        if isinstance(about, date) and (value.year, value.month) != (about.year, about.month):
            sentence = _("{date} does not lie in the month of this sheet.")
            raise NotUnderstood(sentence.format(date=value.isoformat()))
