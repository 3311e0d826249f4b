"""Whether two pictures are one: laid over each other point by point, after what was cut away has been found.

Two weighings on the same scale look alike as a whole and differ in the figures shown; one photo saved again, made
smaller, lighter or cut differs nowhere by much.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

Part = tuple[float, float, float, float]
_WHOLE: Part = (0, 0, 1, 1)
_COARSE, _FINE = 32, 192
_BLOCK = 8
_STEPS = (0.06, 0.03, 0.015, 0.008, 0.004)
_LEAST_LEFT = 0.5
"""Part of width and height that a cut leaves at least."""
_CLOSE = 0.22
"""Mean difference of two pictures laid over each other.  Units: of their own spread."""
_SAME_SHAPE = 0.7
"""Least correlation of two blocks that show the same."""
_NOISE = 60.0
"""The spread that noise alone makes, so that an even block follows any other.  Units: steps of grey, squared."""

def is_one(one: Image, other: Image) -> bool:
    """Whether two small grey pictures show the same photo, one of them perhaps a part of the other."""
    straight = _apart(one, other, _WHOLE)
    if straight <= _CLOSE / 2:
        return _differs_nowhere(one, other, _WHOLE)
    return any(_is_part(part, of) for part, of in ((one, other), (other, one)))


def _is_part(cut: Image, whole: Image) -> bool:
    box, apart = _best_place(cut, whole)
    return apart <= _CLOSE and _differs_nowhere(cut, whole, box)


def _best_place(cut: Image, whole: Image) -> tuple[Part, float]:
    """The part of a picture that another one fits best, and how well: edges are moved as long as it gets better."""
    best, least = _WHOLE, _apart(cut, whole, _WHOLE)
    for start in ((0.08, 0.08, 0.92, 0.92), (0.15, 0.15, 0.85, 0.85), (0.15, 0, 1, 1), (0, 0.15, 1, 1), (0, 0, 0.85, 1),
                  (0, 0, 1, 0.85)):
        if (found := _apart(cut, whole, start)) < least:
            best, least = start, found
    for step in _STEPS:
        better = True
        while better:
            better = False
            for moved in _moved(best, step):
                if (found := _apart(cut, whole, moved)) < least:
                    best, least, better = moved, found, True
    return best, least


def _moved(part: Part, step: float) -> list[Part]:
    """The same part with one edge moved, or as a whole, as far as it stays inside."""
    left, above, right, below = part
    tried = [(left + a * step, above + b * step, right + c * step, below + d * step) for a, b, c, d in (
        (1, 0, 0, 0), (-1, 0, 0, 0), (0, 1, 0, 0), (0, -1, 0, 0), (0, 0, 1, 0), (0, 0, -1, 0), (0, 0, 0, 1),
        (0, 0, 0, -1), (1, 0, 1, 0), (-1, 0, -1, 0), (0, 1, 0, 1), (0, -1, 0, -1), (1, 1, -1, -1), (-1, -1, 1, 1))]
    return [each for each in tried if min(each[:2]) >= 0 and max(each[2:]) <= 1
            and each[2] - each[0] >= _LEAST_LEFT and each[3] - each[1] >= _LEAST_LEFT]


def _apart(cut: Image, whole: Image, part: Part) -> float:
    first, second = _evened(_points(cut, _COARSE, _WHOLE)), _evened(_points(whole, _COARSE, part))
    return sum(abs(a - b) for a, b in zip(first, second, strict=True)) / len(first)


def _points(picture: Image, side: int, part: Part) -> bytes:
    from PIL import Image

    width, height = picture.size
    box = (part[0] * width, part[1] * height, part[2] * width, part[3] * height)
    return picture.resize((side, side), Image.Resampling.BILINEAR, box=box).tobytes()


def _evened(points: Sequence[int]) -> list[float]:
    """Points as if all pictures were equally light and rich in contrast."""
    middle = sum(points) / len(points)
    spread = (sum((each - middle) ** 2 for each in points) / len(points)) ** 0.5 or 1.0
    return [(each - middle) / spread for each in points]


def _differs_nowhere(one: Image, other: Image, part: Part) -> bool:
    """Whether each block of one picture follows the same block of the other, moved by a point where needed."""
    first, second = _points(one, _FINE, _WHOLE), _points(other, _FINE, part)
    for top in range(_BLOCK // 2, _FINE - _BLOCK, _BLOCK // 2):
        for left in range(_BLOCK // 2, _FINE - _BLOCK, _BLOCK // 2):
            here = _block(first, left, top)
            if all(_follow(here, _block(second, left + across, top + down)) < _SAME_SHAPE
                   for across, down in ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1))):
                return False
    return True


def _block(points: bytes, left: int, top: int) -> list[int]:
    return [each for row in range(top, top + _BLOCK)
            for each in points[row * _FINE + left:row * _FINE + left + _BLOCK]]


def _follow(one: list[int], other: list[int]) -> float:
    """How far two blocks rise and fall together, 1 where both are even."""
    count = len(one)
    first, second = sum(one) / count, sum(other) / count
    spread_one = sum(each * each for each in one) / count - first * first
    spread_other = sum(each * each for each in other) / count - second * second
    together = sum(a * b for a, b in zip(one, other, strict=True)) / count - first * second
    return float((together + _NOISE) / ((spread_one + _NOISE) * (spread_other + _NOISE)) ** 0.5)
