"""Looks at photos: size, day, place, camera; and draws clean upright copies of them that tell nothing more."""

from __future__ import annotations

import errno
import hashlib
import importlib
import io
import re
import struct
import threading
import warnings
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time
from fractions import Fraction
from io import BufferedReader, FileIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from armdesk import atomic
from armdesk.errors import RefusedFile
from armdesk.evidence.names import clean_name
from armdesk.i18n import _

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 50_000_000
_MOST_SINGLE = 1_000_000
"""Bytes that a reader may look at one by one in search of what should come next."""
_FORMATS = {"JPEG": "Jpeg", "PNG": "Png", "GIF": "Gif", "WEBP": "WebP", "TIFF": "Tiff", "BMP": "Bmp"}
_DAMAGE = (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, EOFError,
           MemoryError, RuntimeError, struct.error, zlib.error, Warning)
_SMOOTH = {"RGB", "RGBA", "L", "LA", "CMYK", "YCbCr"}
_EXIF, _GPS = 0x8769, 0x8825
_MAKE, _MODEL, _ORIENTATION, _CHANGED_AT = 0x010F, 0x0110, 0x0112, 0x0132
_TAKEN_AT, _DIGITISED_AT = 0x9003, 0x9004
_MOMENT = re.compile(r"(\d{4})[:/-](\d\d)[:/-](\d\d)(?:[ T](\d\d):(\d\d):(\d\d))?")
_EARLIEST_YEAR = 1990
_filters = threading.Lock()  # Python keeps one list of warning filters for all threads


@dataclass(frozen=True)
class Picture:
    """What a photo tells of itself.

    Units: width and height in pixels, as seen upright; latitude and longitude in ten-millionths of a degree (WGS 84),
    north and east positive, None where unknown; taken_on and taken_time by the camera's clock.
    Shape: kind is JPEG, PNG, ...; orientation 1 to 8 as in EXIF; camera is make and model, or "".
    """

    kind: str
    width: int
    height: int
    orientation: int = 1
    taken_on: date | None = None
    taken_time: time | None = None
    latitude: int | None = None
    longitude: int | None = None
    camera: str = ""
    is_animated: bool = False


def look_at(path: Path) -> Picture:
    """What a photo tells of itself; only its head is read.  Errors: RefusedFile for no picture or one too large."""
    with _opened(path) as picture:
        exif = _exif(picture)
        orientation = _orientation(exif)
        width, height = picture.size
        if orientation >= 5:
            width, height = height, width
        taken_on, taken_time = _moment(exif)
        latitude, longitude = _place(exif.get(_GPS))
        return Picture(
            picture.format or "", width, height, orientation, taken_on, taken_time, latitude, longitude, _camera(exif),
            getattr(picture, "n_frames", 1) > 1,
        )


def draw_copy(source: Path, target: Path, longest_side: int = 1600, quality: int = 82) -> tuple[str, int]:
    """Draw a photo upright on a fresh canvas as JPEG: no place, camera, comment or hidden content goes along.

    Shape: answers (SHA-256, bytes) of the copy; the same photo gives the same bytes.  Units: pixels; quality 1 to 95.
    Errors: RefusedFile, DiskFull.
    """
    content = _jpeg(source, longest_side, quality)
    try:
        target.write_bytes(content)
    except OSError as error:
        if atomic.is_disk_full(error):
            raise atomic.disk_full(target.parent) from error
        raise
    return hashlib.sha256(content).hexdigest(), len(content)


def thumbnail(source: Path, side: int = 320) -> bytes:
    """A small clean JPEG of a photo, for lists.  Errors: RefusedFile."""
    return _jpeg(source, side, 78)


def small_grey(source: Path, side: int = 256) -> Image:
    """A photo upright, small and in grey, to be compared with others.  Errors: RefusedFile."""
    with _opened(source) as picture:
        orientation = _orientation(_exif(picture))
        share = Fraction(min(side, max(picture.size)), max(picture.size))
        picture.draft("L", (round(picture.width * share), round(picture.height * share)))
        drawn = _plain(picture)
        drawn.thumbnail((side, side), reducing_gap=2.0)
        return _turned(drawn, orientation).convert("L")


def _jpeg(source: Path, longest_side: int, quality: int) -> bytes:
    with _opened(source) as picture:
        orientation = _orientation(_exif(picture))
        share = Fraction(min(longest_side, max(picture.size)), max(picture.size))
        # A JPEG is decoded at half, quarter or eighth size at once: as small as it may be for both sides.
        picture.draft(None, (round(picture.width * share), round(picture.height * share)))
        small_first = picture.mode in _SMOOTH  # saves the memory of a second large picture
        drawn = picture if small_first else _plain(picture)
        drawn.thumbnail((longest_side, longest_side), reducing_gap=2.0)
        drawn = _turned(_plain(drawn) if small_first else drawn, orientation)
        canvas = _canvas(drawn.size)
        canvas.paste(drawn)
        content = io.BytesIO()
        canvas.save(content, "JPEG", quality=quality)
    return content.getvalue()


class _Counting(BufferedReader):
    """A file whose bytes are not looked through one by one for ever: gigabytes of zeros behind the head of a photo."""

    _single = 0

    def read(self, size: int | None = -1, /) -> bytes:
        """Some bytes.  Errors: OSError once a reader has searched on for too long."""
        if size == 1:
            self._single += 1
            if self._single > _MOST_SINGLE:
                raise OSError(errno.EIO, "no picture within the first million bytes looked at")
        return super().read(size)


@contextmanager
def _opened(path: Path) -> Iterator[Image]:
    """A picture whose head was read and found of a sane size; every trouble while it is used becomes RefusedFile."""
    from PIL import Image, UnidentifiedImageError

    name = clean_name(path.name)
    for plugin in _FORMATS.values():  # not Image.init(): no other reader ever sees a file from outside
        importlib.import_module(f"PIL.{plugin}ImagePlugin")
    try:
        with _Counting(FileIO(path)) as stream:
            with _filters, warnings.catch_warnings():
                warnings.simplefilter("error")
                picture = Image.open(stream, formats=tuple(_FORMATS))
            with picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise _too_large(name)
                yield picture
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large(name) from error
    except UnidentifiedImageError as error:
        raise RefusedFile(
            _("{name} is no picture that can be shown. Save it as JPEG or PNG and add it again.").format(name=name)
        ) from error
    except _DAMAGE as error:
        raise RefusedFile(
            _("The picture {name} is damaged or cut off. Copy it again from the telephone or camera.").format(name=name)
        ) from error


def _too_large(name: str) -> RefusedFile:
    return RefusedFile(
        _("The picture {name} is larger than {count} million pixels. Save a smaller copy and add that.").format(
            name=name, count=MOST_PIXELS // 1_000_000)
    )


def _exif(picture: Image) -> dict[int, Any]:
    """What the camera wrote, with its two inner lists under their numbers; nothing where it is garbled."""
    with _filters, warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            found = picture.getexif()
            return dict(found) | {inner: dict(found.get_ifd(inner)) for inner in (_EXIF, _GPS)}
        except _DAMAGE:
            return {}


def _orientation(exif: Mapping[int, Any]) -> int:
    value = exif.get(_ORIENTATION, 1)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _moment(exif: Mapping[int, Any]) -> tuple[date | None, time | None]:
    """When the photo was taken; a camera whose clock was never set does not count."""
    inner = exif.get(_EXIF) or {}
    for value in (inner.get(_TAKEN_AT), inner.get(_DIGITISED_AT), exif.get(_CHANGED_AT)):
        found = _MOMENT.match(_text(value))
        if found is None or int(found[1]) < _EARLIEST_YEAR:
            continue
        try:
            day = date(int(found[1]), int(found[2]), int(found[3]))
            return day, time(int(found[4]), int(found[5]), int(found[6])) if found[4] else None
        except ValueError:
            continue
    return None, None


def _place(gps: Mapping[int, Any] | None) -> tuple[int | None, int | None]:
    """Latitude and longitude; 0° 0' is the middle of an ocean and what a telephone writes without reception."""
    gps = gps or {}
    latitude, longitude = _degrees(gps.get(2), gps.get(1), "S", 90), _degrees(gps.get(4), gps.get(3), "W", 180)
    if latitude is None or longitude is None or latitude == longitude == 0:
        return None, None
    return latitude, longitude


def _degrees(parts: object, side: object, negative: str, most: int) -> int | None:
    """Degrees, minutes and seconds as ten-millionths of a degree, rounded once from exact fractions."""
    if not isinstance(parts, tuple) or not 1 <= len(parts) <= 3:
        return None
    total = Fraction(0)
    for part, weight in zip(parts, (1, 60, 3600), strict=False):
        try:
            total += Fraction(int(part.numerator), int(part.denominator)) / weight
        except (AttributeError, ValueError, ArithmeticError):
            return None
    degrees = round(total * 10_000_000)
    if not 0 <= degrees <= most * 10_000_000:
        return None
    return -degrees if _text(side).upper() == negative else degrees


def _camera(exif: Mapping[int, Any]) -> str:
    make, model = clean_name(_text(exif.get(_MAKE)), ""), clean_name(_text(exif.get(_MODEL)), "")
    return (model if model.casefold().startswith(make.casefold()) else f"{make} {model}")[:100].strip()


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("ascii", "replace")
    return value.strip("\0 ") if isinstance(value, str) else ""


def _plain(picture: Image) -> Image:
    """The first frame in 8-bit RGB on white, whatever it was: palette, transparent, grey, CMYK, 16-bit."""
    if picture.mode in {"I", "F"} or picture.mode.startswith("I;16"):
        grey = picture.convert("F")
        brightest = float(cast("tuple[float, float]", grey.getextrema())[1])
        scale = 1.0 if brightest <= 255 else 255 / max(65_535.0, brightest)
        return grey.point(lambda value: value * scale + 0.0).convert("L").convert("RGB")
    if picture.mode in {"RGBA", "LA", "PA", "RGBa", "La"} or "transparency" in picture.info:
        above = picture.convert("RGBA")
        below = _canvas(above.size)
        below.paste(above, mask=above.getchannel("A"))
        return below
    return picture.convert("RGB")


def _canvas(size: tuple[int, int]) -> Image:
    from PIL import Image

    return Image.new("RGB", size, "white")


def _turned(picture: Image, orientation: int) -> Image:
    from PIL.Image import Transpose

    turn = {
        2: Transpose.FLIP_LEFT_RIGHT, 3: Transpose.ROTATE_180, 4: Transpose.FLIP_TOP_BOTTOM, 5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270, 7: Transpose.TRANSVERSE, 8: Transpose.ROTATE_90,
    }.get(orientation)
    return picture if turn is None else picture.transpose(turn)
