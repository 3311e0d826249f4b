"""CellGrid: what any sheet typed like a spreadsheet says of itself: what stands where, what can be written there."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Cell(NamedTuple):
    """What is painted.

    Shape: tone "" for plain, "quiet" for what was not typed, "problem", "idle" for a day without work, "gap" for a day
    of which nothing is told, "unknown" for a name kept as written, "several" for more deliveries than one; dot says
    that hours or fineness are missing.
    """

    text: str
    right: bool = False
    tone: str = ""
    dot: bool = False


class Explained(NamedTuple):
    """What is said of a text while it is typed.

    Shape: tone "good" where it is understood, "warn" where a name is not known, "alarm" where it is refused; offers
    are names that may be meant.
    """

    sentence: str
    tone: str = "good"
    offers: tuple[str, ...] = ()


class CellGrid(ABC):
    """Places by row and column, written as one act.

    grows says that a block may be longer than what is there; opens, that a cell may stand for several lines.
    """

    grows = opens = False

    @abstractmethod
    def rows(self) -> int:
        """How many rows."""

    @abstractmethod
    def columns(self) -> int:
        """How many columns."""

    @abstractmethod
    def head(self, column: int) -> str:
        """Heading of a column."""

    @abstractmethod
    def side(self, row: int) -> tuple[str, str]:
        """(text, tone) before a row."""

    @abstractmethod
    def cell(self, row: int, column: int) -> Cell:
        """What a cell shows."""

    @abstractmethod
    def line(self, row: int, column: int) -> object | None:
        """The one line that stands in a cell, None for none or several."""

    @abstractmethod
    def why_not(self, row: int, column: int) -> str:
        """Why a cell cannot be written, "" if it can."""

    @abstractmethod
    def total(self, column: int) -> str:
        """What stands below a column."""

    @abstractmethod
    def is_prose(self, column: int) -> bool:
        """Whether a column holds names or sentences, which use what room there is."""

    @abstractmethod
    def refresh(self) -> None:
        """The sheet changed: know anew what stands where."""

    @abstractmethod
    def anchor(self, row: int, column: int) -> object:
        """What stands in a cell, to be found again after others changed the sheet."""

    @abstractmethod
    def find(self, anchor: object, row: int, column: int) -> tuple[int, int]:
        """Where an anchor stands now; the place it had where it is gone."""

    @abstractmethod
    def exact(self, row: int, column: int) -> str:
        """What is typed on, or copied."""

    @abstractmethod
    def write(self, cells: Iterable[tuple[int, int, str]]) -> Sequence[object]:
        """Write texts as one act; cells that cannot be written are left out.  Answers what was touched."""

    @abstractmethod
    def problem(self, row: int, column: int) -> str:
        """What is wrong with a cell, "" if nothing."""

    @abstractmethod
    def explain(self, row: int, column: int, text: str) -> Explained:
        """What a text would be understood as in a cell."""

    @abstractmethod
    def typed(self, row: int, column: int) -> str:
        """What was typed for a cell, where it says more than the value."""


class ReadGrid(CellGrid):
    """A sheet to be read: nothing is typed in it."""

    def write(self, cells: Iterable[tuple[int, int, str]]) -> Sequence[object]:
        """Nothing is written."""
        return []

    def problem(self, row: int, column: int) -> str:
        """Nothing that was typed can be wrong."""
        return ""

    def typed(self, row: int, column: int) -> str:
        """Nothing was typed."""
        return ""

    def explain(self, row: int, column: int, text: str) -> Explained:
        """Why nothing can be written there."""
        return Explained(self.why_not(row, column), "quiet")
