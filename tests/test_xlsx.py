"""A workbook holds exactly what was given, for three other programs too, and repeats its bytes."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from armdesk.errors import Cancelled, ExportError
from armdesk.exports import xlsx_stream
from armdesk.exports.sheets import sheet_names
from armdesk.exports.xlsx import Jump, Properties, Sheet, write_workbook
from armdesk.reports.document import Column

COLUMNS = (
    Column("name", "Name", help="As on the identity card."), Column("gold", "Gold", "number", "g", 3),
    Column("lot", "Lot", "code"), Column("day", "Day", "date"), Column("paid", "Paid", "yesno"),
    Column("said", "Said", "note"),
)  # fmt: skip
HOSTILE = [
    "=1+1", "=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "\tx", "#N/A", "#REF!", "0123", "1E5", "TRUE",
    "<b>&amp;</b>", "]]>", "_x0041_", "_x005F_", "a\nb", "  two  spaces  ", "O'Brien \"x\"", "null", "12/03/2025",
    "Ñandú 金 😀", "%s{0}", "-", "＝1",
]  # fmt: skip


def _book(tmp_path, *sheets, **properties):
    target = tmp_path / "book.xlsx"
    write_workbook(sheets, target, properties=Properties(**properties))
    return target


def _rows_of(text):
    return (text, Decimal("-1.500"), "00012", date(2025, 3, 4), True, text)


def test_every_value_comes_back_as_it_was(tmp_path):
    target = _book(tmp_path, Sheet("Lots", COLUMNS, [_rows_of(text) for text in HOSTILE]))
    sheet = openpyxl.load_workbook(target)["Lots"]
    for number, text in enumerate(HOSTILE, start=2):
        name, gold, lot, day, paid, said = sheet[number]
        # openpyxl alone does not undo Excel's own way to write "_x0041_" as it stands.
        wanted = text.replace("_x0041_", "_x005F_x0041_").replace("_x005F_", "_x005F_", 1)
        if "_x005F_" in text:
            wanted = "_x005F_x005F_"
        assert (name.value, said.value) == (wanted, wanted)
        assert name.data_type == said.data_type == "s"
        assert name.quotePrefix is (text[0] in "=+-@\t＝")
        assert (gold.value, gold.number_format) == (-1.5, "#,##0.000")
        assert (lot.value, lot.number_format) == ("00012", "@")
        assert (day.value, day.number_format) == (datetime(2025, 3, 4), "yyyy-mm-dd")  # noqa: DTZ001 - Excel knows none
        assert paid.value is True
        assert said.alignment.wrap_text


def test_calamine_reads_the_same(tmp_path):
    target = _book(tmp_path, Sheet("Lots", COLUMNS, [_rows_of(text) for text in HOSTILE]))
    rows = CalamineWorkbook.from_path(target).get_sheet_by_name("Lots").to_python()
    assert rows[0] == ["Name", "Gold (g)", "Lot", "Day", "Paid", "Said"]
    assert rows[1:] == [[text, -1.5, "00012", date(2025, 3, 4), True, text] for text in HOSTILE]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_shows_the_same_and_computes_nothing(tmp_path):
    texts = [text for text in HOSTILE if "\n" not in text]
    target = _book(tmp_path, Sheet("Lots", COLUMNS, [_rows_of(text) for text in texts]))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    form = "csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,true,false"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(tmp_path), str(target)],
        check=True, capture_output=True, timeout=500,
    )  # fmt: skip
    lines = (tmp_path / "book.csv").read_text(encoding="utf-8").splitlines()[1:]
    for line, text in zip(lines, texts, strict=True):
        quoted = text.replace('"', '""')
        assert line.removeprefix('"').startswith(quoted)
        assert "\t-1.5\t00012\t2025-03-04\tTRUE\t" in line


def test_sums_have_names_and_stay_outside_the_filter(tmp_path):
    totals = ("=Total", Decimal("3.5"), None, None, None, None)
    target = _book(tmp_path, Sheet("Día: a/b", COLUMNS, [_rows_of("x")] * 3, totals=totals, name="lots"), title="A & B")
    book = openpyxl.load_workbook(target)
    sheet = book.worksheets[0]
    assert (sheet.title, sheet.auto_filter.ref, sheet.freeze_panes) == ("Día  a b", "A1:F4", "A2")
    assert book.defined_names["total_lots_gold"].attr_text == "'Día  a b'!$B$5"
    assert (sheet["A5"].value, sheet["A5"].data_type, sheet["B5"].value) == ("=Total", "s", 3.5)
    assert sheet["B5"].font.bold and sheet["B1"].font.bold and sheet["B1"].font.color.rgb.endswith("84590A")
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.oddFooter.left.text, sheet.oddFooter.right.text) == ("A && B", "&P / &N")
    assert sheet.data_validations.dataValidation[0].prompt == "As on the identity card."


def test_a_page_to_read_leads_to_the_sheets(tmp_path):
    words = (Column("what", ""), Column("sum", "", "number", places=3))
    page = Sheet("Read me", words, [(Jump("See lots", "Lots & more"), Decimal(2)), (Jump("x", "gone"), None)],
                 description="What this is.", page=True)  # fmt: skip
    book = openpyxl.load_workbook(_book(tmp_path, page, Sheet("Lots & more", COLUMNS, [])))
    sheet = book["Read me"]
    assert [sheet["A1"].value, sheet["A2"].value, sheet["A4"].value, sheet["B4"].value] == [
        "Read me", "What this is.", "See lots", 2]  # fmt: skip
    assert sheet["A4"].hyperlink.location == "'Lots & more'!A1"
    assert sheet["A5"].hyperlink is None
    assert sheet.auto_filter.ref is None
    assert book["Lots & more"].auto_filter.ref == "A1:F1"


def test_rows_are_high_enough_for_their_notes(tmp_path):
    columns = (Column("n", "N", "number"), Column("said", "Said", "note"))
    notes = ["short", "word " * 60, "a\nb\nc", "x" * 30_000, None, 5]
    sheet = openpyxl.load_workbook(_book(tmp_path, Sheet("S", columns, [(1, note) for note in notes])))["S"]
    heights = [sheet.row_dimensions[number].height for number in range(2, 8)]
    assert heights[0] is None and heights[4] is None and heights[5] is None
    assert heights[1] >= 75 and heights[2] == 45 and heights[3] == 409
    assert sheet["B2"].alignment.indent == 1 and sheet["A2"].alignment.indent == 0


def test_same_sheets_same_bytes(tmp_path):
    def made(name):
        sheets = [Sheet("A", COLUMNS, (_rows_of(text) for text in HOSTILE)), Sheet("B", COLUMNS, [])]
        write_workbook(sheets, tmp_path / name, properties=Properties("T", "Me", "es", date(2026, 1, 5)))
        return (tmp_path / name).read_bytes()

    assert made("one.xlsx") == made("two.xlsx")
    with zipfile.ZipFile(tmp_path / "one.xlsx") as archive:
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(1980, 1, 1)}
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert archive.read("docProps/core.xml").count(b"2026-01-05T00:00:00Z") == 2
        assert len(archive.namelist()) == len(set(archive.namelist()))


@pytest.mark.parametrize(
    ("value", "kind", "wanted"),
    [
        (12345678901234567890, "number", "12345678901234567890"),
        (Decimal("0.1234567890123456"), "number", "0.1234567890123456"),
        (123456789012345, "number", 123456789012345),
        (Decimal("1E+3"), "number", 1000.0),
        (Decimal("0E-8"), "number", 0.0),
        (Decimal("NaN"), "number", "NaN"),
        (Decimal("Infinity"), "number", "Infinity"),
        (7, "code", "7"),
        (True, "code", True),
        (date(1850, 1, 1), "date", "1850-01-01"),
        (date(1900, 2, 28), "date", "1900-02-28"),
        ("soon", "date", "soon"),
        ("\x00a\x0bb", "text", "�a�b"),
        ("\ud800x", "text", "�x"),
        ("a\r\nb\rc", "text", "a\nb\nc"),
        ("", "text", None),
    ],
)
def test_values_that_excel_would_spoil(tmp_path, value, kind, wanted):
    target = _book(tmp_path, Sheet("S", (Column("v", "V", kind),), [(value,)]))
    found = openpyxl.load_workbook(target)["S"]["A2"].value
    assert (found or None) == wanted if wanted is None else (found == wanted and type(found) is type(wanted))


def test_long_text_is_cut_with_a_word(tmp_path):
    whole, long, pictures = "x" * 32_767, "x" * 40_000, "😀" * 20_000
    target = _book(tmp_path, Sheet("S", (Column("v", "V"),), [(whole,), (long,), (pictures,)]))
    sheet = openpyxl.load_workbook(target)["S"]
    assert sheet["A2"].value == whole
    assert len(sheet["A3"].value) == 32_767 and sheet["A3"].value.endswith("40000 characters in all]")
    assert sheet["A4"].value.startswith("😀😀") and sheet["A4"].value.endswith("20000 characters in all]")
    assert len(sheet["A4"].value.encode("utf-16-le")) <= 2 * 32_767


def test_many_rows_from_a_generator(tmp_path):
    count = 2_345
    rows = ((f"n{n}", Decimal(n), None, None, n % 2 == 0, None) for n in range(count))
    target = _book(tmp_path, Sheet("S", COLUMNS, rows))
    read = CalamineWorkbook.from_path(target).get_sheet_by_name("S").to_python()
    assert read[1:] == [[f"n{n}", float(n), "", "", n % 2 == 0, ""] for n in range(count)]


def test_too_many_rows_are_refused_and_the_old_file_stays(tmp_path, monkeypatch):
    monkeypatch.setattr(xlsx_stream, "_LAST_ROW", 1_000)
    target = _book(tmp_path, Sheet("S", COLUMNS, [_rows_of("x")] * 999))
    before = target.read_bytes()
    with pytest.raises(ExportError, match="more rows"):
        _book(tmp_path, Sheet("S", COLUMNS, [_rows_of("x")] * 1_000))
    assert target.read_bytes() == before
    assert list(tmp_path.iterdir()) == [target]


def test_cancelled_leaves_nothing(tmp_path):
    class Stop:
        def step(self, done, total, text=""):
            raise Cancelled

    with pytest.raises(Cancelled):
        write_workbook([Sheet("S", COLUMNS, [_rows_of("x")])], tmp_path / "book.xlsx", Stop())
    assert list(tmp_path.iterdir()) == []


def test_names_of_sheets():
    titles = ["a" * 40, "a" * 40, "History", "[x]:*?/\\", "'q'", "", "A" * 31, "tab\nline"]
    names = sheet_names(titles)
    assert names == ["a" * 31, "a" * 27 + " (2)", "History (2)", "x", "q", "Sheet", "A" * 27 + " (3)", "tab line"]
