"""The way of the gold on the command line: as text with its columns side by side, or as a PDF."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import NOW
from examples_lots import do, lot, new, sale

from armdesk import cli, i18n, workspace
from armdesk.exports.plain import lines
from armdesk.models import Lot
from armdesk.reports.document import Column, Fact, Facts, Heading, Paragraph, Table
from armdesk.services.gold.lots import sell


@pytest.fixture
def office(workspace_folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Two lots, what they were combined into, and its sale; and a lot of which nobody wrote what it was made of."""
    monkeypatch.setenv("ARMDESK_CONFIG", str(tmp_path / "config"))
    with workspace.open_workspace(workspace_folder, author="tester", now=lambda: NOW) as opened:
        store = opened.store
        one, two = lot(store, "L-1"), lot(store, "L-2", 20_000)
        [made] = do(store, "combination", [one, two], new("L-3", 30_000))
        sell(store, sale("V-9", gross=30_000), [made.id])
        store.save(Lot(code="LOST", gross_mg=1_000, fineness=9_000))
    return workspace_folder


def run(capsys: Any, *arguments: str) -> tuple[int, str, str]:
    code = cli.main([*arguments, "--language", "en"])
    told = capsys.readouterr()
    i18n.choose("en")
    return code, told.out, told.err


def test_a_sale_is_walked_back_as_text(office: Path, capsys: Any) -> None:
    code, out, _err = run(capsys, "trace", str(office), "V-9")
    assert code == cli.OK and out.startswith("Traceback of sale V-9\n")
    for part in ("L-1", "L-2", "L-3", "Fine gold: 27.000 g", "Deliveries: 2"):
        assert part in out
    assert all(len(line) < 400 for line in out.splitlines())


def test_a_lot_is_walked_forward_and_a_broken_chain_is_told(office: Path, capsys: Any) -> None:
    code, out, _err = run(capsys, "trace", str(office), "L-1", "--forward")
    assert code == cli.OK and out.startswith("Forward trace of lot L-1") and "V-9" in out
    code, out, _err = run(capsys, "trace", str(office), "LOST")
    assert code == cli.FOUND and "LOST" in out


def test_the_same_as_pdf(office: Path, capsys: Any, tmp_path: Path) -> None:
    code, out, _err = run(capsys, "trace", str(office), "V-9", "--pdf", str(tmp_path / "t.pdf"))
    assert code == cli.OK and (tmp_path / "t.pdf").read_bytes().startswith(b"%PDF")
    assert out == f"Traceback of sale V-9: {tmp_path / 't.pdf'}\n"


@pytest.mark.parametrize("arguments", [("V-0",), ("V-9", "--forward")])
def test_a_number_nobody_has_is_a_sentence(office: Path, capsys: Any, arguments: tuple[str, ...]) -> None:
    code, out, err = run(capsys, "trace", str(office), *arguments)
    assert code == cli.WRONG and out == "" and err.startswith("There is") and err.count("\n") == 1


def test_blocks_as_plain_lines() -> None:
    table = Table((Column("a", "Name"), Column("b", "Gold", "number", "g", 3), Column("c", "Day", "date")),
                  [("Ana\nMaría", 12, date(2025, 3, 4)), ("x" * 60, None, None)])
    found = list(lines([Heading("Part"), Paragraph("Words."), Facts((Fact("Fine", "3 g"),)), table], "en"))
    assert found[:5] == ["", "Part", "====", "Words.", "Fine: 3 g"]
    assert found[5].split() == ["Name", "Gold", "(g)", "Day"]
    assert found[6].startswith("Ana María ") and found[6].endswith("12.000  2025-03-04")
    assert found[7].startswith("x" * 39 + "…") and found[7].endswith("–")
    assert list(lines([Table((Column("a", "Name"),), [], empty_text="Nothing.")], "en")) == ["Name", "Nothing."]
