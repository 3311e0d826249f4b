"""Whether the data file lies as armdesk left it: who changed it past the program changed its time or its size too.

Cheap enough for every opening.  What it does not notice, times set back on purpose, a whole proof finds.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from armdesk import atomic, health
from armdesk.errors import ArmdeskError

_NOTE = "left.json"


def remember(folder: Path, path: Path) -> None:
    """Note how the file lies now, after it was closed; a full disk keeps nobody from closing."""
    with suppress(OSError, ArmdeskError):
        now = json.dumps(_look(path)).encode("utf-8")
        note = folder / _NOTE
        if not note.is_file() or note.read_bytes() != now:
            atomic.write_bytes(note, now)


def is_so(folder: Path, path: Path) -> bool:
    """Whether nobody wrote it since; a log that waits was left by whoever was cut off, or by another program."""
    try:
        kept: Any = json.loads((folder / _NOTE).read_text(encoding="utf-8"))
        return not health.waiting_log(path) and kept == _look(path)
    except (OSError, ValueError):
        return False


def _look(path: Path) -> dict[str, int]:
    stat = path.stat()
    return {"size": stat.st_size, "modified": stat.st_mtime_ns, "changed": stat.st_ctime_ns, "device": stat.st_dev,
            "inode": stat.st_ino}
