"""How the cells of a day sheet are read and written: day, names, choices, quantities, gold in the unit of the site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from armdesk.field import clean_text
from armdesk.fields import Choice, Reading, fold
from armdesk.i18n import N_, _, current
from armdesk.i18n_formats import long_date
from armdesk.models import Production
from armdesk.models.counter import below_zero_text
from armdesk.services.gold.day_units import GOLD_UNITS, NO_TONNES, in_unit, shown_in
from armdesk.services.sheets.day_line import Line
from armdesk.services.sheets.day_names import Names
from armdesk.understood import editable, spoken

LINKS = {"crew": "crew_as_written", "person": "person_as_written"}
"""Cells that name a record, each with the field that keeps a name as it was written."""
_NEEDS_UNIT = 1_000
_TITLES = {"date": N_("Day"), "gross_mg": N_("Gold"), "fine_mg": N_("Fine"), "persons": N_("Persons"),
           "hours": N_("Hours each")}


class Cells:
    """Reads and writes the cells of one sheet.

    Shape: first is the first day of its month, today the last day that may have a delivery; unit is the one gold is
    weighed in here; names are those of crews and people.
    """

    def __init__(self, reading: Reading, first: date, today: date, unit: str, names: Mapping[str, Names]) -> None:
        self.reading, self.first, self.today, self.unit, self.names = reading, first, today, unit, names

    def title(self, name: str) -> str:
        """Heading of a column, with its unit in brackets."""
        field = Production.field(name)
        label = _(_TITLES.get(name, field.label))
        unit = _(GOLD_UNITS[self.unit]) if name == "gross_mg" else field.unit_of()
        return f"{label} ({unit})" if unit else label

    # showing

    def shown(self, line: Line, name: str) -> str:
        """What a cell shows."""
        if name in line.texts:
            return line.texts[name]
        value = line.values.get(name)
        if name == "gross_mg":
            return "" if value is None else shown_in(value, self.unit)
        return Production.field(name).format(value) if name not in ("date", *LINKS) else self.exact(line, name)

    def exact(self, line: Line, name: str) -> str:
        """What stands in a cell when it is typed on or copied: it reads back exactly."""
        if name in line.texts:
            return line.texts[name]
        value = line.values.get(name)
        if name in LINKS:
            return self.names[name].label(value) or str(line.values.get(LINKS[name]) or "")
        if value is None:
            return ""
        if name == "date":
            return str(value.day)
        if name == "gross_mg":
            return in_unit(value, self.unit, self.reading.decimal_mark)
        text = editable(Production.field(name), value, self.reading)
        # Alone, a number up to 100 could be per cent or karats, and below 1 it is a share.
        return f"{text} ‰" if name == "fineness" and value <= _NEEDS_UNIT else text

    # reading

    def put(self, line: Line, name: str, text: str, *, decimal_mark: str | None = None) -> None:
        """Write a text into a cell; what is not understood stays there with the reason."""
        text = clean_text(text)
        if text == self.exact(line, name) and name not in line.texts and not self._is_late(line, name, text):
            return
        reading = replace(self.reading, decimal_mark=decimal_mark) if decimal_mark else self.reading
        try:
            values = self._values(name, text, reading)
        except ValueError as error:
            line.refuse(name, text, error)
        else:
            line.put(values, self._typed(name, text))

    def _is_late(self, line: Line, name: str, text: str) -> bool:
        """Whether a name kept as written has become known since."""
        return name in LINKS and not line.values.get(name) and bool(self.names[name].found(text))

    def understood(self, name: str, text: str) -> str:
        """What a text is understood as, "" where it goes without saying.  Errors: ValueError with a sentence."""
        text = clean_text(text)
        if not text:
            return ""
        value = self._values(name, text, self.reading)[name]
        if name == "date":
            return long_date(value, current())
        if name in LINKS:
            return "" if value else _("“{name}” is not known here; it is kept as written.").format(name=text)
        return spoken(Production.field(name), value, self.reading) if name != "persons" else ""

    def _values(self, name: str, text: str, reading: Reading) -> dict[str, Any]:
        if name in LINKS:
            return self._link(name, text)
        if name == "date":
            return {name: self._day(text)}
        field = Production.field(name)
        if name == "gross_mg":
            reading = replace(reading, unit=self.unit, units=NO_TONNES)
        if isinstance(field, Choice):
            text = _of_first_letters(field, text)
        value = field.parse(text, reading)
        wrong = [] if value is None else field.check(value)
        if isinstance(value, int) and value < 0 and not wrong:
            wrong = [below_zero_text()]
        if wrong:
            raise ValueError(" ".join(wrong))
        return {name: value}

    def _link(self, name: str, text: str) -> dict[str, Any]:
        """A known name as its record; an unknown one is kept as written; one that several bear is asked."""
        found = self.names[name].found(text)
        if len(found) > 1:
            raise ValueError(_("“{name}” is the name of {count} people; write the number: {codes}.").format(
                name=text, count=len(found), codes=", ".join(each.code or "?" for each in found)))
        wrong = Production.field(LINKS[name]).check(text or None)
        if wrong:
            raise ValueError(" ".join(wrong))
        return {name: found[0].id if found else None, LINKS[name]: None if found else text or None}

    def _day(self, text: str) -> date:
        """A day of the month, written as its number or as a whole date."""
        if not text:
            raise ValueError(_("“{field}” is needed.").format(field=_("Day")))
        if text.isdecimal() and len(text) <= 2:
            try:
                day = self.first.replace(day=int(text))
            except ValueError:
                raise ValueError(_("This month has no day {day}.").format(day=text)) from None
        else:
            day = Production.field("date").parse(text, replace(self.reading, today=self.today))
        if (day.year, day.month) != (self.first.year, self.first.month):
            raise ValueError(_("{day} is not in the month of this sheet.").format(day=long_date(day, current())))
        if day > self.today:
            raise ValueError(_("{day} has not come yet.").format(day=long_date(day, current())))
        return day

    def _typed(self, name: str, text: str) -> str:
        """A weight as it was said, with its unit; nothing where the number alone says it."""
        if name == "fineness" and any(sign.isalpha() or sign == "%" for sign in text):
            return text
        if name != "gross_mg" or not text:
            return ""
        if any(sign.isalpha() for sign in text):
            return text
        return "" if self.unit == "g" else f"{text} {_(GOLD_UNITS[self.unit])}"


def _of_first_letters(field: Choice, text: str) -> str:
    """The choice that alone begins with these letters ("n" for Night); the text itself where none or several do."""
    wanted = fold(text)
    found = [code for code, label in field.options.items() if fold(_(label)).startswith(wanted)]
    return found[0] if wanted and len(found) == 1 else text
