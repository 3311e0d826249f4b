"""Draws the papers and photos of the demonstration: the same bytes for the same words, every time."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

WIDTH, HEIGHT = 640, 480
_EXIF_CAMERA, _EXIF_TAKEN, _EXIF_SUB, _EXIF_GPS = 0x0110, 0x9003, 0x8769, 0x8825
CAMERA = "Teléfono de la oficina"


def paper(title: str, lines: Sequence[str], day: date | None, issuer: str) -> bytes:
    """One page with heading, text, a frame for the stamp and a signature line, as PDF."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    target = BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1, pageCompression=1)
    canvas.setTitle(title)
    canvas.setFont("Helvetica-Bold", 15)
    canvas.drawString(60, 770, title[:70])
    canvas.setFont("Helvetica", 11)
    heading = [f"Expedido por: {issuer}" if issuer else "", f"Fecha: {day.isoformat()}" if day else ""]
    for place, line in enumerate([*filter(None, heading), "", *lines]):
        canvas.drawString(60, 740 - 17 * place, line[:95])
    canvas.rect(400, 90, 130, 70)
    canvas.drawString(408, 120, "DEMOSTRACIÓN")
    canvas.line(60, 100, 260, 100)
    canvas.drawString(60, 85, "Firma")
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def photo(title: str, day: date, time: str, latitude: int, longitude: int) -> bytes:
    """A photo-like picture with the camera's date and place, as JPEG.  Units: millionths of a degree."""
    from PIL import Image, ImageDraw

    tint = zlib.crc32(title.encode("utf-8"))
    picture = Image.new("RGB", (WIDTH, HEIGHT), (150 + tint % 90, 180, 205))
    draw = ImageDraw.Draw(picture)
    for layer in range(4):
        top = 180 + 70 * layer
        peaks = [(x, top + (tint >> (x // 40 + layer)) % 60) for x in range(0, WIDTH + 41, 40)]
        draw.polygon([(0, HEIGHT), *peaks, (WIDTH, HEIGHT)], fill=(120 - 20 * layer, 105 - 15 * layer, 70 - 10 * layer))
    draw.rectangle((0, HEIGHT - 26, WIDTH, HEIGHT), fill=(255, 255, 255))
    draw.text((8, HEIGHT - 20), title.encode("ascii", "replace").decode(), fill=(0, 0, 0))
    target = BytesIO()
    picture.save(target, "JPEG", quality=70, exif=_exif(Image.Exif(), day, time, latitude, longitude))
    return target.getvalue()


def _exif(exif: Any, day: date, time: str, latitude: int, longitude: int) -> Any:
    exif[_EXIF_CAMERA] = CAMERA.encode("ascii", "replace").decode()
    exif.get_ifd(_EXIF_SUB)[_EXIF_TAKEN] = f"{day:%Y:%m:%d} {time}:00"
    place = exif.get_ifd(_EXIF_GPS)
    place[1], place[2] = "N" if latitude >= 0 else "S", _degrees(latitude)
    place[3], place[4] = "E" if longitude >= 0 else "W", _degrees(longitude)
    return exif


def _degrees(millionths: int) -> tuple[float, float, float]:
    """Degrees, minutes and seconds, as cameras write them."""
    degrees, rest = divmod(abs(millionths), 1_000_000)
    minutes, rest = divmod(rest * 60, 1_000_000)
    return float(degrees), float(minutes), round(rest * 60 / 1_000_000, 2)
