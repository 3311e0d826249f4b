"""Where resources, settings and workspaces lie on this computer."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def resources() -> Path:
    """Folder of icons, fonts, catalogues and translations; the same in a checkout, installed and frozen."""
    here = Path(__file__).resolve().parent
    for candidate in (here.parent / "resources", here / "resources", Path(sys.prefix) / "share" / "armdesk"):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError("resources")


def config_folder() -> Path:
    """Folder of this person's settings: language, recent workspaces, window places."""
    override = os.environ.get("ARMDESK_CONFIG")
    if override:
        return Path(override)
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", str(Path.home()))) / "armdesk"
    return Path(os.environ.get("XDG_CONFIG_HOME", str(Path.home() / ".config"))) / "armdesk"


def documents_folder() -> Path:
    """Folder offered first for new workspaces and packs."""
    documents = Path.home() / "Documents"
    return documents if documents.is_dir() else Path.home()
