"""The books of a period: what a fact is computed from, and what several facts share."""

from __future__ import annotations

from typing import Protocol

from armdesk.query import Query
from armdesk.record import Record
from armdesk.services.basis.period import Period
from armdesk.services.gold.gold_figures import Mercury, Produced, Sold, StockMonth
from armdesk.services.people.people_figures import OnRoster, People
from armdesk.services.safety.indicators import Reckoning
from armdesk.services.safety.safety_figures import Course
from armdesk.store import Store


class Books(Protocol):
    """What a fact is computed from: the registers, the period, and what several facts share."""

    store: Store
    period: Period

    @property
    def produced(self) -> list[Produced]:
        """Production by month and site."""

    @property
    def sold(self) -> list[Sold]:
        """Sales by month, buyer and currency."""

    @property
    def stock(self) -> list[StockMonth]:
        """Stock month by month."""

    @property
    def mercury(self) -> Mercury:
        """Mercury of the period."""

    @property
    def roster(self) -> list[OnRoster]:
        """Who belonged to the cooperative on the last day."""

    @property
    def people(self) -> People:
        """The roster on the last day, counted."""

    @property
    def courses(self) -> list[Course]:
        """Courses of the period."""

    @property
    def reckoned(self) -> Reckoning:
        """Indicators of safety and environment."""

    @property
    def incidents(self) -> dict[str, int]:
        """Incidents by severity."""

    def dated(self, type_: type[Record], name: str = "date") -> Query:
        """The records of a type in the period."""
