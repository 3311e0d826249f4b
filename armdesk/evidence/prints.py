"""Prints of pictures: what a photo looks like in some bits, so that it is known again made smaller, lighter or cut.

A print is the difference between neighbours of a picture of 9 x 9 points (dHash, across and down), of the whole picture
and of what is left of it when its edges are cut away; two prints are near when few of their bits differ.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from armdesk.evidence import pictures

if TYPE_CHECKING:
    from PIL.Image import Image

BITS = 128
NEAR, NEAR_CUT = 14, 16
"""Bits that may differ: between two whole pictures, and between one and a part of the other; whether they are one is
decided by looking closer."""
_SIDE, _MARGIN = 9, 3
_LEAST_ON = 16
"""Bits of a picture that shows something: an empty page or a dark one looks like any other."""
_CUTS = ((0, 0, 0, 0), (5, 5, 5, 5), (10, 10, 10, 10), (15, 15, 15, 15), (15, 0, 0, 0), (0, 15, 0, 0), (0, 0, 15, 0),
         (0, 0, 0, 15))
"""What is cut away left, above, right and below, in percent; nothing first."""
_DIGITS = BITS // 4
_BAND, _NUMBER_BITS, _CUT_BITS = 16, 24, 3
_LOW = _NUMBER_BITS + _CUT_BITS


def of(path: Path) -> str:
    """The prints of a picture as hexadecimal digits one after the other, "" where it shows too little.

    Errors: RefusedFile.
    """
    grey = pictures.small_grey(path)
    width, height = grey.size
    parts = [(width * left // 100, height * above // 100, width - width * right // 100, height - height * below // 100)
             for left, above, right, below in _CUTS]
    if any(right - left < _SIDE or below - above < _SIDE for left, above, right, below in parts):
        return ""
    bits = [_bits(grey, part) for part in parts]
    return "".join(f"{each:0{_DIGITS}x}" for each in bits) if bits[0].bit_count() >= _LEAST_ON else ""


def _bits(grey: Image, part: tuple[int, int, int, int]) -> int:
    from PIL import Image

    points = grey.resize((_SIDE, _SIDE), Image.Resampling.BOX, box=part).tobytes()
    found = 0
    for row in range(_SIDE - 1):
        for column in range(_SIDE - 1):
            here = points[row * _SIDE + column]
            found = (found << 2 | (points[row * _SIDE + column + 1] - here > _MARGIN) << 1
                     | (points[(row + 1) * _SIDE + column] - here > _MARGIN))
    return found


class Near:
    """Prints of many pictures, found again by any stretch of their bits.

    Two that are near share at least one stretch in most cases: only such are compared, so that a new picture is held
    against ten thousand in some milliseconds.
    """

    def __init__(self, known: Iterable[tuple[str, str]] = ()) -> None:
        self._names: list[str] = []
        self._parts: list[list[int]] = []
        entries = [entry for name, told in known if told for entry in self._entries(name, told)]
        self._index = array("Q", sorted(entries))

    def add(self, name: str, told: str) -> None:
        """Know one more picture; an empty print is near to none."""
        for entry in self._entries(name, told) if told else ():
            insort(self._index, entry)

    def _entries(self, name: str, told: str) -> list[int]:
        """What stands in the index.  Shape: stretch, number of the picture and place of the cut in one whole number."""
        number, parts = len(self._names), _taken_apart(told)
        self._names.append(name)
        self._parts.append(parts)
        return [band << _LOW | number << _CUT_BITS | place for place, bits in enumerate(parts)
                for band in _bands(bits)]

    def to(self, told: str) -> list[str]:
        """Names of the pictures that may be the same as one, the nearest first."""
        parts, apart = _taken_apart(told), dict[int, int]()
        for own_place, bits in enumerate(parts):
            for band in _bands(bits):
                for number, place in self._with(band):
                    # A cut of one is held against the whole of the other, never against a cut.
                    if own_place and place:
                        continue
                    differ = (bits ^ self._parts[number][place]).bit_count()
                    if differ <= min(NEAR_CUT if own_place or place else NEAR, apart.get(number, BITS)):
                        apart[number] = differ
        return [self._names[number] for number in sorted(apart, key=lambda number: (apart[number], number))]

    def _with(self, band: int) -> Iterator[tuple[int, int]]:
        for at in range(bisect_left(self._index, band << _LOW), bisect_left(self._index, band + 1 << _LOW)):
            entry = self._index[at]
            yield entry >> _CUT_BITS & (1 << _NUMBER_BITS) - 1, entry & (1 << _CUT_BITS) - 1


def _taken_apart(told: str) -> list[int]:
    return [int(told[start:start + _DIGITS], 16) for start in range(0, len(told), _DIGITS)]


def _bands(bits: int) -> list[int]:
    """Stretches of a print, each with its place in front; an empty one says nothing."""
    found = ((place, bits >> (place * _BAND) & (1 << _BAND) - 1) for place in range(BITS // _BAND))
    return [place << _BAND | each for place, each in found if each]
