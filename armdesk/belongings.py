"""What a workspace holds beside its database and papers: settings, the office's own catalogues, its import recipes."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

from armdesk import atomic

SETTINGS, CATALOGUES, RECIPES = "settings.json", "catalogues", "recipes"


def collected(folder: Path) -> dict[str, str]:
    """All of them.  Shape: name such as "recipes/lots.json" -> content."""
    paths = [folder / SETTINGS]
    for name in (CATALOGUES, RECIPES):
        paths += sorted((folder / name).glob("*.json"))
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8", "surrogateescape")
            for path in paths if path.is_file()}


def put_back(folder: Path, kept: Any) -> None:
    """Write those that the folder lacks; what it has stays, and what cannot have come from a workspace is passed over.

    Shape: kept as collected() gave it, if nobody changed it since.
    """
    for name, content in kept.items() if isinstance(kept, dict) else ():
        path = folder / name
        if _is_ours(name) and isinstance(content, str) and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            atomic.write_bytes(path, content.encode("utf-8", "surrogateescape"))


def _is_ours(name: str) -> bool:
    parts = PurePosixPath(name).parts
    inside = len(parts) == 2 and parts[0] in (CATALOGUES, RECIPES) and name.endswith(".json")
    return name == SETTINGS or (inside and not set(parts[1]) & set("\\:") and parts[1].strip(". ") != "json")
