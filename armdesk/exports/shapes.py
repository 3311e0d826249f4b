"""Plain shapes that both pens can draw: boxes, lines, marks and labels.

Units: points; x from the left, y from the top.
"""

from __future__ import annotations

from dataclasses import dataclass, field

MARKS = ("disc", "square", "triangle", "diamond", "ring", "cross")
HATCHES = ("solid", "rising", "falling", "level", "grid", "upright")
DASHES = ((), (5, 2), (1.5, 2), (6, 2, 1.5, 2), (9, 3), (3, 3))


@dataclass(frozen=True)
class Box:
    """A filled rectangle; hatch is one of HATCHES."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    hatch: str = "solid"


@dataclass(frozen=True)
class Path:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    colour: str
    width: float
    dash: tuple[float, ...] = ()


@dataclass(frozen=True)
class Mark:
    """A small sign; kind is one of MARKS."""

    x: float
    y: float
    kind: str
    colour: str


@dataclass(frozen=True)
class Label:
    """A text; anchor is start, middle or end; slope in degrees turns it upwards."""

    x: float
    y: float
    text: str
    size: float
    colour: str
    anchor: str = "start"
    slope: int = 0
    bold: bool = False


Shape = Box | Path | Mark | Label


@dataclass
class Drawing:
    """A chart as shapes in the order of drawing."""

    width: float
    height: float
    shapes: list[Shape] = field(default_factory=list)
