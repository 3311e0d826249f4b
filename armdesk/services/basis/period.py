"""Period: the days from one to another that a report speaks of, and its months."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from armdesk.errors import ExportError
from armdesk.i18n import _
from armdesk.i18n_formats import long_date, month_name


@dataclass(frozen=True)
class Period:
    """All days from `begins` to `ends`, both counted.  Errors: ExportError where it would end before it begins."""

    begins: date
    ends: date

    def __post_init__(self) -> None:
        if self.ends < self.begins:
            raise ExportError(_("The period ends on {ends}, before it begins on {begins}. Correct one of them.").format(
                begins=self.begins, ends=self.ends))

    @classmethod
    def of_year(cls, year: int) -> Period:
        """The whole calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    def __contains__(self, day: date) -> bool:
        return self.begins <= day <= self.ends

    def months(self) -> list[str]:
        """Its months as "2025-03", begun ones too."""
        return list(self._months())

    def _months(self) -> Iterator[str]:
        year, month = self.begins.year, self.begins.month
        while (year, month) <= (self.ends.year, self.ends.month):
            yield f"{year:04d}-{month:02d}"
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)

    def month_labels(self, language: str) -> tuple[str, ...]:
        """Its months under a chart: "Mar", or "Mar 25" where it spans several years."""
        several = self.begins.year != self.ends.year
        labels = []
        for month in self._months():
            name = month_name(int(month[5:]), language)[:3].capitalize()
            labels.append(f"{name} {month[2:4]}" if several else name)
        return tuple(labels)

    def label(self, language: str) -> str:
        """Its days for a reader: "2025", or "4 March 2025 – 3 April 2025"."""
        if self == Period.of_year(self.begins.year):
            return str(self.begins.year)
        return f"{long_date(self.begins, language)} – {long_date(self.ends, language)}"

    def code(self) -> str:
        """Its days in the name of a file: "2025", "2025-03" or "2025-03-04_2025-04-03"."""
        if self == Period.of_year(self.begins.year):
            return str(self.begins.year)
        if self == month(self.begins.year, self.begins.month):
            return f"{self.begins:%Y-%m}"
        return f"{self.begins}_{self.ends}"


def month(year: int, number: int) -> Period:
    """One calendar month."""
    return Period(date(year, number, 1), date(year, number, monthrange(year, number)[1]))


def each_month(period: Period) -> Iterator[Period]:
    """The days of a period month by month, the first and the last only as far as they belong to it."""
    for name in period.months():
        whole = month(int(name[:4]), int(name[5:]))
        yield Period(max(whole.begins, period.begins), min(whole.ends, period.ends))


def months_after(day: date, count: int) -> date:
    """The same day some months later, or the last day of that month where it has no such day."""
    total = day.year * 12 + day.month - 1 + count
    year, number = divmod(total, 12)
    return date(year, number + 1, min(day.day, monthrange(year, number + 1)[1]))
