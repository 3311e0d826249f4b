"""Names and texts that hold bytes which are no letters, and files that can do harm: kept clean, told, never fatal."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from armdesk import cli, workspace
from armdesk.errors import InvalidRecord
from armdesk.models import ImportRun, Revision, Site


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a file have such a name")
def test_file_names_with_bytes_that_are_no_letters(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper, book = tmp_path / os.fsdecode(b"acta \xff.txt"), tmp_path / os.fsdecode(b"socios \xff.csv")
    paper.write_text("acta", encoding="utf-8")
    book.write_text("Nombre,Documento\nAna Rojas,0012\n", encoding="utf-8")
    office = tmp_path / "office"
    files = [str(paper), str(book), "--new", "--as", "person"]
    assert cli.main(["import", str(office), *files, "--language", "en"]) == cli.OK
    assert "1 new" in capsys.readouterr().out
    with workspace.open_workspace(office) as opened:
        assert {each.file_name for each in opened.store.all(Revision)} == {"acta .txt", "socios .csv"}
        assert [each.file_name for each in opened.store.all(ImportRun)] == ["socios .csv"]


def test_half_a_letter_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with workspace.create(tmp_path / "office") as opened:
        with pytest.raises(InvalidRecord, match="no letters"):
            opened.store.save(Site(code="A", name="La \ud800 Cumbre"))
        assert opened.store.save(Site(code="A", name="La Ñandú 金 😀")).version == 1


def test_the_command_line_warns_of_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "acta.pdf").write_bytes(b"MZ" + bytes(100))
    cli.main(["import", str(tmp_path / "office"), str(tmp_path / "acta.pdf"), "--new", "--language", "en"])
    assert "acta.pdf: This file is a program that is named like a document." in capsys.readouterr().out
