"""CSV files: one fixed form, no formula, and a second file that says what the columns mean."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal

import pytest

from armdesk.errors import ExportError
from armdesk.exports.csv_files import field_text, write_csv
from armdesk.reports.document import Column

COLUMNS = (
    Column("day", "Día", "date"),
    Column("gold_g", "Oro", "number", "g", 3, help="Weighed, not estimated."),
    Column("who", "Quién"),
)


def _read(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def test_a_register_comes_back(tmp_path):
    rows = [(date(2025, 3, 4), Decimal("-1E+3"), 'Ñandú, "x"\nline'), (None, Decimal("0.500"), None)]
    target, meaning = write_csv(COLUMNS, rows, tmp_path / "day sheets.csv")
    assert target.read_bytes().startswith(b"\xef\xbb\xbfday,gold_g,who\r\n")
    assert _read(target)[1:] == [["2025-03-04", "-1000", 'Ñandú, "x"\nline'], ["", "0.500", ""]]
    assert meaning.name == "day sheets.columns.csv"
    assert _read(meaning)[2] == ["gold_g", "Oro", "g", "number", "3", "Weighed, not estimated."]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\r\n=x", "＝1", "=HYPERLINK(\"x\")"])
def test_formulas_are_text(text):
    assert field_text(text).startswith("'")


@pytest.mark.parametrize(
    ("value", "wanted"),
    [("a=1", "a=1"), ("", ""), (True, "true"), (-5, "-5"), (Decimal("-0.5"), "-0.5"), ("\x00x", "�x"), ("\ud800", "�")],
)
def test_other_values_stay(value, wanted):
    assert field_text(value) == wanted


def test_a_folder_of_that_name_is_kept(tmp_path):
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(ExportError):
        write_csv(COLUMNS, [], tmp_path / "a.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
