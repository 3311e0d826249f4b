"""Icons: our own line drawings, painted in the colour of the text they stand beside."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from armdesk import look, paths


@lru_cache(maxsize=1)
def _folder() -> Path:
    return paths.resources() / "icons"


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    return (_folder() / f"{name}.svg").read_text(encoding="utf-8")


def drawing(name: str, colour: str, size: QSize, *, accent: str = "", scale: float = 1.0) -> QPixmap:
    """One drawing as pixels.  Units: size in screen points, scale = pixels per point."""
    text = _source(name).replace("currentColor", colour)
    if accent:
        text = text.replace(look.LIGHT.gold, accent)
    pixels = QPixmap(size * scale)
    pixels.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixels)
    QSvgRenderer(QByteArray(text.encode("utf-8"))).render(painter, QRectF(0, 0, pixels.width(), pixels.height()))
    painter.end()
    pixels.setDevicePixelRatio(scale)
    return pixels


@lru_cache(maxsize=1)
def _scales() -> tuple[float, ...]:
    """Pixels per point of the screens here; most offices have one kind."""
    return tuple(sorted({screen.devicePixelRatio() for screen in QGuiApplication.screens()})) or (1.0,)


@lru_cache(maxsize=512)
def icon(name: str, colour: str, faded: str = "") -> QIcon:
    """An icon in a colour; faded is used while its button is disabled."""
    made = QIcon()
    for scale in _scales():
        made.addPixmap(drawing(name, colour, QSize(20, 20), scale=scale))
        if faded:
            made.addPixmap(drawing(name, faded, QSize(20, 20), scale=scale), QIcon.Mode.Disabled)
    return made
