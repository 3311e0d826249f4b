"""Makes a picture small enough to print: upright, scaled, without the place and time its camera wrote into it."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import Any, NamedTuple

LARGEST = 50_000_000
"""Units: pixels; a larger picture is not opened.  Guards against pictures made to fill the memory."""
_QUALITY = 80


class Picture(NamedTuple):
    """A JPEG and its size in pixels."""

    jpeg: bytes
    width: int
    height: int


def to_print(path: Path, width: int, height: int) -> Picture | None:
    """The picture scaled into a box, or None if it cannot be read.  Units: pixels."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path) as opened:
                if opened.width * opened.height > LARGEST:
                    return None
                opened.draft("RGB", (max(width, height), max(width, height)))
                upright = ImageOps.exif_transpose(opened)
                upright.thumbnail((width, height), Image.Resampling.BICUBIC, reducing_gap=2.0)
                # A fresh canvas carries nothing over: no position, no comment, no profile; glass becomes white.
                sheet = Image.new("RGB", upright.size, "white")
                mask = upright.convert("RGBA") if upright.mode in {"RGBA", "LA", "PA", "P"} else None
                sheet.paste(mask or upright.convert("RGB"), mask=mask)
                stream = io.BytesIO()
                sheet.save(stream, "JPEG", quality=_QUALITY, optimize=False)
                return Picture(stream.getvalue(), *sheet.size)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None  # Pillow reports damaged files by any of these


def packed(picture: Picture) -> Any:
    """The picture as reportlab takes it, without unpacking it: the JPEG goes into the file as it is."""
    from reportlab.lib.utils import ImageReader

    class _Packed(ImageReader):
        _dataA = None  # noqa: N815 - reportlab's name; no transparency, which it would learn by unpacking

        def getRGBData(self) -> bytes:  # noqa: N802 - reportlab's name; it only wants something to tell pictures apart
            return picture.jpeg

    return _Packed(io.BytesIO(picture.jpeg))
