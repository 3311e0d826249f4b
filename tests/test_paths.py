"""Where folders are offered: the documents by their name on this desktop, and never inside armdesk itself."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from armdesk import paths

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="names of folders of Linux desktops")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return tmp_path


def _desktop(home: Path, text: str) -> None:
    (home / ".config").mkdir()
    (home / ".config" / "user-dirs.dirs").write_text(text, "utf-8")


def test_the_documents_are_found_by_the_name_they_have_in_spanish(home: Path) -> None:
    _desktop(home, '# de xdg-user-dirs\nXDG_DESKTOP_DIR="$HOME/Escritorio"\nXDG_DOCUMENTS_DIR="$HOME/Documentos"\n')
    (home / "Documentos").mkdir()
    assert paths.documents_folder() == home / "Documentos"
    assert paths.workspaces_folder() == home / "Documentos" / "armdesk"


@pytest.mark.parametrize("text", ['XDG_DOCUMENTS_DIR="$HOME/"', 'XDG_DOCUMENTS_DIR="Documentos"', "rubbish",
                                  'XDG_DOCUMENTS_DIR="$HOME/Gone"'])
def test_without_a_folder_of_its_own_the_home_is_offered(home: Path, text: str) -> None:
    _desktop(home, text)
    assert paths.documents_folder() == home
    (home / "Documents").mkdir()
    assert paths.documents_folder() == home / "Documents"


def test_workspaces_are_not_offered_a_place_inside_the_program(home: Path) -> None:
    (home / "armdesk" / "armdesk").mkdir(parents=True)
    (home / "armdesk" / "armdesk" / "paths.py").touch()
    assert paths.workspaces_folder() == home / "armdesk data"
