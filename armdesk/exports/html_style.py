"""The style of HTML documents, made from the same colours and sizes as window and paper."""

from __future__ import annotations

from armdesk import look, paths

_NAMES = ("paper", "surface", "line", "ink", "quiet", "gold", "good", "note", "warn", "alarm")
_TOWARDS_WHITE = 0.45


def style_sheet() -> str:
    """Style sheet for screen (light and dark by the reader's setting) and paper."""
    sheet = (paths.resources() / "html" / "document.css").read_text(encoding="utf-8")
    return sheet.replace("/*light*/", _variables(look.LIGHT, look.SERIES)).replace(
        "/*dark*/", _variables(look.DARK, (look.DARK.gold, *map(_lighter, look.SERIES[1:])))
    )


def _variables(palette: look.Palette, series: tuple[str, ...]) -> str:
    colours = [f"--{name}:{getattr(palette, name)}" for name in _NAMES]
    return ";".join(colours + [f"--s{number}:{colour}" for number, colour in enumerate(series)])


def _lighter(colour: str) -> str:
    """A series colour that stands out from a dark ground, still the same hue."""
    channels = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(channel + (255 - channel) * _TOWARDS_WHITE):02X}" for channel in channels)
