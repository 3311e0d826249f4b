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
    """Folder offered first for new workspaces and packs: the documents, by the name they have on this desktop."""
    for folder in (_documents_of_the_desktop(), Path.home() / "Documents"):
        if folder is not None and folder.is_dir():
            return folder
    return Path.home()


def workspaces_folder() -> Path:
    """Folder in which new workspaces are offered a place; never the one armdesk itself lies in."""
    beside = documents_folder()
    folder = beside / "armdesk"
    return folder if not (folder / "armdesk" / "paths.py").exists() else beside / "armdesk data"


def _documents_of_the_desktop() -> Path | None:
    """What a Linux desktop calls the documents, such as "Documentos".  Source: xdg-user-dirs, user-dirs.dirs."""
    if sys.platform == "win32":
        return None
    listed = Path(os.environ.get("XDG_CONFIG_HOME", str(Path.home() / ".config"))) / "user-dirs.dirs"
    try:
        lines = listed.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    for line in lines:
        name, _mark, told = line.strip().partition("=")
        folder = told.strip('"').replace("$HOME", str(Path.home()), 1)
        if name == "XDG_DOCUMENTS_DIR" and folder.startswith("/") and Path(folder) != Path.home():
            return Path(folder)
    return None
