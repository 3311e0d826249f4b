"""Settings: of this person on this computer, and of one workspace; each a small JSON file."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

from armdesk import atomic

S = TypeVar("S", "PersonSettings", "WorkspaceSettings")


@dataclass
class PersonSettings:
    """What this person chose on this computer.

    Shape: theme "light", "dark" or "system"; recent holds workspace folders, newest first; left_at by folder the key
    and the declared title of the page that was in view last.
    """

    language: str = ""
    theme: str = "system"
    density: str = "comfortable"
    author: str = ""
    recent: list[str] = field(default_factory=list)
    last_workspace: str = ""
    columns: dict[str, list[str]] = field(default_factory=dict)
    left_at: dict[str, str] = field(default_factory=dict)


@dataclass
class WorkspaceSettings:
    """What holds for everybody who works with one workspace.

    Shape: decimal_mark "," or "." settles doubtful numbers, "" asks; frozen_backups is set after a restore, until
    somebody confirms that the restored state is the right one; gold_units maps ids of sites to the unit in which gold
    is weighed there.
    """

    name: str = ""
    language: str = "es"
    country: str = ""
    currency: str = ""
    decimal_mark: str = ""
    date_order: str = "dmy"
    period_from: str = ""
    period_to: str = ""
    catalogues: list[str] = field(default_factory=lambda: ["craft-2.0"])
    frozen_backups: bool = False
    anchor_seq: int = 0
    anchor_hash: str = ""
    gold_units: dict[str, str] = field(default_factory=dict)


def read(path: Path, kind: type[S]) -> S:
    """Settings from a file; a missing, damaged or foreign file gives the defaults, unknown keys are dropped."""
    try:
        kept: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return kind()
    if not isinstance(kept, dict):
        return kind()
    fresh = kind()
    for each in fields(kind):
        value = kept.get(each.name)
        if isinstance(value, type(getattr(fresh, each.name))):
            setattr(fresh, each.name, value)
    return fresh


def write(path: Path, settings: PersonSettings | WorkspaceSettings) -> None:
    """Keep settings; the old file stays until the new one is whole, and for good where nothing changed."""
    content = json.dumps(asdict(settings), indent=1, ensure_ascii=False, sort_keys=True).encode("utf-8")
    with suppress(OSError):
        if path.read_bytes() == content:
            return
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic.write_bytes(path, content)
