"""What a person chose on the day sheet: site, month, view, columns; kept as short words between two visits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from armdesk.services.basis.figure import ask, id_of
from armdesk.services.gold.day_figures import newest_day
from armdesk.services.sheets.day_grid import Grid
from armdesk.services.sheets.day_line import QUANTITIES
from armdesk.services.sheets.day_list import COLUMNS, ListGrid
from armdesk.services.sheets.day_month import MonthGrid
from armdesk.services.sheets.day_sheet import DaySheet
from armdesk.store import Store

VIEWS, BY = ("list", "month"), ("crew", "person")
_NO_MINES = ("plant", "storage", "office")


@dataclass
class DayChoice:
    """What is shown.

    Shape: site is an id, "" for deliveries without one, "?" before one was chosen; month "2025-03"; hidden columns of
    the list joined by commas; shift "" for all.
    """

    site: str = "?"
    month: str = ""
    view: str = "list"
    by: str = "crew"
    quantity: str = "gross_mg"
    shift: str = ""
    quality: str = "measured"
    hidden: str = "ore_kg"

    @classmethod
    def read(cls, words: Sequence[str]) -> DayChoice:
        """From words such as "view=month"; unknown ones are left aside."""
        known = {each.name for each in fields(cls)}
        parts = (word.partition("=") for word in words)
        made = cls(**{name: value for name, _mark, value in parts if name in known})
        made.view = made.view if made.view in VIEWS else VIEWS[0]
        made.by = made.by if made.by in BY else BY[0]
        made.quantity = made.quantity if made.quantity in QUANTITIES else QUANTITIES[0]
        return made

    def words(self) -> list[str]:
        """As words to be kept."""
        return [f"{each.name}={getattr(self, each.name)}" for each in fields(self)]

    def first(self, store: Store, today: date) -> date:
        """First day of the month: the one chosen, else that of the newest delivery of the site, else today's."""
        try:
            return date.fromisoformat(f"{self.month}-01")
        except ValueError:
            newest = newest_day(store, self.site)
            return min(newest or today, today).replace(day=1)

    def columns(self) -> list[str]:
        """Columns of the list that are not hidden."""
        return [name for name in COLUMNS if name not in self.hidden.split(",")]

    def grid(self, sheet: DaySheet) -> Grid:
        """The view of a sheet that was chosen."""
        if self.view == "month":
            return MonthGrid(sheet, self.by, self.quantity, shift=self.shift, watched=self.columns())
        return ListGrid(sheet, self.columns(), by=self.by, shift=self.shift)


def sites(store: Store) -> list[tuple[str, str]]:
    """(id, name) of the sites that can have a sheet; ("", "") where deliveries name no site.

    Those that mine and are active, and all that have deliveries.
    """
    rows = ask(store, "SELECT id, name, kind, coalesce(status, 'active'), EXISTS (SELECT 1 FROM production "
               "WHERE trashed = 0 AND site = s.id) FROM site s WHERE trashed = 0 ORDER BY name")
    named = [(id_of(id_), str(name)) for id_, name, kind, status, used in rows
             if used or (status == "active" and kind not in _NO_MINES)]
    loose = ask(store, "SELECT 1 FROM production WHERE trashed = 0 AND site IS NULL LIMIT 1")
    return [*named, ("", "")] if loose or not named else named
