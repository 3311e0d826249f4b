"""A report as plain blocks (headings, paragraphs, tables, charts, photos); it knows no file format.

All texts are already in the reader's language.  Text is plain: markup typed by a person stays literal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

CellValue = str | int | Decimal | date | bool | None
"""What a table cell may hold: numbers are exact (Decimal in the unit of the column), None is "not stated"."""


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Shape: key is the documented name for data files (S-sheet keys); title the heading in the reader's language.
    Units: unit is printed in the heading ("g", "‰", "COP"); places is the number of decimals, None = as they come.
    kind: text, note (long wrapped text), code (never a number even if it looks like one), number, date, yesno.
    """

    key: str
    title: str
    kind: str = "text"
    unit: str = ""
    places: int | None = None
    width: float = 1.0
    help: str = ""


@dataclass(frozen=True)
class Table:
    """Rows under columns; `rows` may be any sequence of tuples as long as the columns.

    totals: a tuple like a row, or None.  source: "sheet S06, column gold_fine_g" - where each figure comes from.
    anchor: the name other blocks link to.  row_anchors: one anchor per row (or empty).
    """

    columns: tuple[Column, ...]
    rows: Sequence[Sequence[CellValue]]
    caption: str = ""
    totals: Sequence[CellValue] | None = None
    source: str = ""
    anchor: str = ""
    row_anchors: Sequence[str] = ()
    empty_text: str = ""

BLANK = "\u00a0\n\u00a0"
"""A cell of a note column that is left empty to be written or signed by hand; a bare None is printed as not stated."""


@dataclass(frozen=True)
class Heading:
    """Title of a part; level 1 (chapter) to 3.  code is printed small before the title (requirement code)."""

    text: str
    level: int = 1
    anchor: str = ""
    code: str = ""


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere: to an anchor ("#fig-1") or to a file of the pack ("evidence/0001 acta.pdf")."""

    text: str
    target: str


@dataclass(frozen=True)
class Paragraph:
    """Running text.  tone: body, quiet, good, note, warn, alarm (the last four are drawn with an icon and a word)."""

    text: str
    tone: str = "body"
    links: tuple[Link, ...] = ()
    anchor: str = ""


@dataclass(frozen=True)
class Bullets:
    """A short list; each entry may end in links.  Shape: signs stand before the entries in place of dots."""

    entries: tuple[str, ...]
    links: tuple[tuple[Link, ...], ...] = ()
    signs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fact:
    """One key figure: a label, a value as shown text, and what it is based on; target leads to its rows."""

    label: str
    value: str
    note: str = ""
    target: str = ""
    tone: str = "body"


@dataclass(frozen=True)
class Facts:
    """Key figures side by side."""

    facts: tuple[Fact, ...]
    anchor: str = ""


@dataclass(frozen=True)
class Series:
    """One line or set of bars of a chart; values stand under the chart's categories, None = no value."""

    name: str
    values: tuple[Decimal | int | None, ...]


@dataclass(frozen=True)
class Chart:
    """A chart.  kind: bars, stacked, lines.  Units: unit of the value axis.  source as in Table."""

    kind: str
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    source: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Photo:
    """A picture with its caption; path is the picture as it may be shown, target the file inside the pack."""

    path: Path
    caption: str
    target: str = ""


@dataclass(frozen=True)
class Photos:
    """A grid of pictures."""

    photos: tuple[Photo, ...]
    anchor: str = ""


@dataclass(frozen=True)
class GraphBox:
    """One box of a graph.  Shape: lines are its words; loss is the height of what was lost, drawn below it."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    gold: bool = False
    loss: float = 0.0


@dataclass(frozen=True)
class GraphRibbon:
    """One ribbon of a graph: a line as wide as what flows through it; dashed where it is only proposed."""

    points: tuple[tuple[float, float], ...]
    width: float
    gold: bool = False
    dashed: bool = False


@dataclass(frozen=True)
class Graph:
    """What came of what, from left to right, already laid out.  Units: points; a pen makes it fit its page."""

    title: str
    boxes: tuple[GraphBox, ...]
    ribbons: tuple[GraphRibbon, ...]
    width: float
    height: float
    anchor: str = ""


@dataclass(frozen=True)
class Signatures:
    """Lines to sign on, side by side.  Shape: (who signs, what is printed below, such as a name) for each."""

    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PageBreak:
    """The next block begins on a new page (paper only)."""


Block = Heading | Paragraph | Bullets | Facts | Table | Chart | Graph | Photos | Signatures | PageBreak


@dataclass(frozen=True)
class Cover:
    """First page: who, what, which period, and the codes that let a reader check the pack.

    codes: (label, value) pairs printed in fixed-width groups, e.g. root hash and head of the history.
    qr: text put into the QR square, or "".
    """

    title: str
    organisation: str
    period: str
    lines: tuple[str, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()
    qr: str = ""
    notice: str = ""


@dataclass
class Document:
    """A whole report: cover, then blocks in reading order.

    language: "es", "en", ... of all texts.  made_on: the date written into file properties (fixed, so that the
    same state gives the same bytes).  short_title stands in the foot of each page with foot_code.  contents: whether a
    list of its chapters is put before them where they are many.
    """

    title: str
    language: str
    cover: Cover | None = None
    blocks: list[Block] = field(default_factory=list)
    short_title: str = ""
    foot_code: str = ""
    made_on: date = date(2000, 1, 1)
    author: str = ""
    contents: bool = True

    def add(self, *blocks: Block) -> None:
        """Append blocks."""
        self.blocks.extend(blocks)

    def headings(self) -> list[Heading]:
        """All headings in order, for contents."""
        return [block for block in self.blocks if isinstance(block, Heading)]
