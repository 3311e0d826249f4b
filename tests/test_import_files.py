"""Files from outside: told for what they are, refused where they would hurt, their oddities named."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path
from struct import pack

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from armdesk.errors import RefusedFile
from armdesk.importers.sniff import Kind, sniff
from armdesk.importers.text_rows import TextShape, read_text
from armdesk.importers.workbook import open_book

PASSWORD_MARK = "EncryptedPackage".encode("utf-16-le") + b"\0\0"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOX = Path(__file__).parent / "data" / "la-esperanza"


def _workbook(path: Path, rows: list[list[object]], change: object = None) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if callable(change):
        change(book)
    book.save(path)
    return path


def _zip(path: Path, parts: dict[str, bytes], level: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", level) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def _repacked(path: Path, part: str, change: object) -> Path:
    """The workbook with one part changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert callable(change)
    parts[part] = change(parts.get(part, b""))
    return _zip(path, parts)


def _refused(path: Path) -> str:
    """The sentence of a refusal that leaves the file as it was."""
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(RefusedFile) as refused:
        open_book(path)
    assert not path.is_file() or path.read_bytes() == before
    sentence = str(refused.value)
    assert path.name in sentence and sentence.endswith(".")
    return sentence


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("a.xlsx", b"", "empty"),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
        ("a.xls", b"\xef\xbb\xbf<!DOCTYPE HTML><html>", "web page"),
        ("a.xls", b"<?xml version='1.0'?><Workbook/>", "XML"),
        ("a.xlsx", b"name;weight\nAna;3\n", ".csv"),
        ("a.xlsx", COMPOUND + bytes(600) + PASSWORD_MARK, "password"),
        ("a.doc", COMPOUND + bytes(600) + "WordDocument".encode("utf-16-le") + b"\0\0", "Word"),
        ("a.msg", COMPOUND + bytes(600), "Office"),
        ("a.xls", COMPOUND + bytes(600) + "Workbook".encode("utf-16-le") + b"\0\0", "damaged"),
        ("a.xlsx", b"PK\x03\x04 cut short", "damaged"),
        ("a.csv", b"%PDF-1.7", "PDF"),
        ("a.csv", b"\xff\xd8\xff\xe0 picture", "picture"),
        ("a.xlsx", b"Rar!\x1a", "archive"),
        ("a.csv", bytes(range(256)) * 20, "not a table"),
        ("a.csv", b"SQLite format 3\0", "database"),
    ],
)
def test_what_is_no_table_is_told_for_what_it_is(tmp_path: Path, name: str, content: bytes, word: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert word in _refused(path)


def test_folders_and_missing_files_are_told(tmp_path: Path) -> None:
    assert "folder" in _refused(tmp_path)
    assert "not there" in _refused(tmp_path / "gone.xlsx")


def test_archives_that_are_no_workbook_are_told(tmp_path: Path) -> None:
    assert "archive" in _refused(_zip(tmp_path / "a.zip", {"readme.txt": b"x"}))
    assert "Word" in _refused(_zip(tmp_path / "a.docx", {"word/document.xml": b"<x/>"}))
    odt = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}
    assert "document" in _refused(_zip(tmp_path / "a.odt", odt))
    ods = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"",
           "META-INF/manifest.xml": b"<manifest:encryption-data/>"}  # fmt: skip
    assert "password" in _refused(_zip(tmp_path / "a.ods", ods))


def test_bombs_are_refused_by_counting(tmp_path: Path) -> None:
    tight = {"xl/workbook.xml": b" " * 30_000_000}
    assert "tightly" in _refused(_zip(tmp_path / "tight.xlsx", tight))
    large = {f"xl/part{number}.xml": bytes(range(256)) * 4_000 for number in range(105)}
    with zipfile.ZipFile(tmp_path / "large.xlsx", "w", zipfile.ZIP_STORED) as archive:
        for name, content in large.items():
            archive.writestr(name, content)
    assert "100 MB" in _refused(tmp_path / "large.xlsx")
    many = {f"xl/worksheets/sheet{number}.xml": b"<x/>" for number in range(10_000)}
    assert "too many" in _refused(_zip(tmp_path / "many.xlsx", many))
    assert "another archive" in _refused(_zip(tmp_path / "nested.xlsx", {"xl/workbook.xml": b"", "a.zip": b"PK"}))


def test_the_same_part_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "twice.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("xl/workbook.xml", "<y/>")
    assert "twice" in _refused(path)


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"])
def test_entity_bombs_and_outside_entities_are_refused(tmp_path: Path, part: str) -> None:
    path = _workbook(tmp_path / "a.xlsx", [["x", 1]])
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    assert "declarations" in _refused(_repacked(path, part, lambda content: bomb + content.partition(b"?>")[2]))


def test_lying_sizes_and_damage_inside_are_refused(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "a.xlsx", [["x", number] for number in range(500)])
    content = bytearray(path.read_bytes())
    middle = content.find(b"xl/worksheets/sheet1.xml") + 200
    content[middle : middle + 50] = bytes(50)
    path.write_bytes(content)
    assert "damaged" in _refused(path)
    cut = _workbook(tmp_path / "b.xlsx", [["x", 1]])
    cut.write_bytes(cut.read_bytes()[:-300])
    assert "damaged" in _refused(cut)


def test_one_stray_cell_at_the_end_of_the_sheet_is_harmless(tmp_path: Path) -> None:
    def stray(book: openpyxl.Workbook) -> None:
        book.active["XFD1048576"] = 1
        book.active["A1048000"] = "far"

    book = open_book(_workbook(tmp_path / "a.xlsx", [["x", 1], ["y", 2]], stray))
    assert list(book.rows("Sheet")) == [["x", 1], ["y", 2]]
    (sentence,) = [each.sentence for each in book.cautions]
    assert "XFD1048576" in sentence and "A1048000" in sentence


def test_a_million_formatted_rows_without_values_cost_nothing(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "a.xlsx", [["x", 1]])
    empty = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (row, row) for row in range(2, 300_000))
    _repacked(
        path, "xl/worksheets/sheet1.xml", lambda content: content.replace(b"</sheetData>", empty + b"</sheetData>")
    )
    assert [row[:2] for row in open_book(path).rows("Sheet") if any(cell != "" for cell in row)] == [["x", 1]]


def test_a_sheet_beyond_any_office_is_refused(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "a.xlsx", [["x", 1]])
    rows = b"".join(b'<row r="%d"><c r="ZY%d"><v>1</v></c></row>' % (row, row) for row in range(2, 900_000, 9_000))
    _repacked(
        path, "xl/worksheets/sheet1.xml", lambda content: content.replace(b"</sheetData>", rows + b"</sheetData>")
    )
    assert "more cells" in _refused(path)


def test_odd_cells_and_hidden_things_are_named(tmp_path: Path) -> None:
    def odd(book: openpyxl.Workbook) -> None:
        sheet = book.active
        sheet["A3"], sheet["B3"] = "=A1+1", "#N/A"
        sheet["B3"].data_type = "e"
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet["A1"].comment = Comment("asked Rosa", "me")
        sheet.auto_filter.ref = "A1:B3"
        sheet.merge_cells("D1:E1")
        book.create_sheet("secret").sheet_state = "hidden"

    book = open_book(_workbook(tmp_path / "a.xlsx", [["x", 1], ["y", 2]], odd))
    assert set(book.faults("Sheet")) == {(3, 1), (3, 2)} and book.faults("Sheet")[3, 2] == "#N/A"
    text = " | ".join(each.sentence for each in book.cautions)
    for word in ("A3", "B3 #N/A", "rows are hidden", "columns are hidden", "comments: A1", "filter", "D1:E1", "secret"):
        assert word in text


def test_macros_and_other_files_are_named(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "a.xlsx", [["x"]])
    _repacked(path, "xl/vbaProject.bin", lambda _content: b"macro")
    _repacked(path, "xl/externalLinks/externalLink1.xml", lambda _content: b"<x/>")
    text = " | ".join(each.sentence for each in open_book(path).cautions)
    assert "macros" in text and "other files" in text


MORNING = datetime(2024, 5, 6, 10, 30)  # noqa: DTZ001 - a spreadsheet knows no zone


def test_dates_follow_the_calendar_of_the_book(tmp_path: Path) -> None:
    def old(book: openpyxl.Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        book.active.append([date(2024, 5, 6), MORNING, clock(7, 15), True, "0123"])

    (row,) = open_book(_workbook(tmp_path / "a.xlsx", [], old)).rows("Sheet")
    assert row == [date(2024, 5, 6), MORNING, clock(7, 15), True, "0123"]


def test_rows_count_from_the_first_of_the_sheet(tmp_path: Path) -> None:
    def apart(book: openpyxl.Workbook) -> None:
        book.active["C4"] = "x"

    rows = list(open_book(_workbook(tmp_path / "a.xlsx", [], apart)).rows("Sheet"))
    assert rows == [["", "", ""], ["", "", ""], ["", "", ""], ["", "", "x"]]


def test_every_kind_of_workbook_is_told_by_its_bytes(tmp_path: Path) -> None:
    renamed = tmp_path / "book.dat"
    renamed.write_bytes((BOX / "ventas 2024.xls").read_bytes())
    assert open_book(renamed).kind is Kind.XLS
    assert sniff(BOX / "SST" / "libro de accidentes.ods") is Kind.ODS


def _ods(path: Path, rows: str) -> Path:
    names = ("table", "office", "text")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    content = (
        f"<office:document-content {spaces} office:version='1.2'><office:body><office:spreadsheet>"
        f"<table:table table:name='T'>{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    parts = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.encode(),
             "META-INF/manifest.xml": b"<manifest:manifest xmlns:manifest='urn:x'/>"}  # fmt: skip
    return _zip(path, parts, zipfile.ZIP_STORED)


def test_repeated_cells_of_libreoffice_are_counted_before_they_are_made(tmp_path: Path) -> None:
    cell = "<table:table-cell office:value-type='float' office:value='1' {more}><text:p>1</text:p></table:table-cell>"
    wide = cell.format(more="table:number-columns-repeated='16000'")
    row = f"<table:table-row table:number-rows-repeated='1000000'>{wide}</table:table-row>"
    assert "more cells" in _refused(_ods(tmp_path / "bomb.ods", row))
    one = f"<table:table-row>{cell.format(more='')}</table:table-row>"
    blank = "<table:table-row table:number-rows-repeated='1048000'><table:table-cell/></table:table-row>"
    assert list(open_book(_ods(tmp_path / "plain.ods", one + blank)).rows("T")) == [[1.0]]


# binary workbooks, damage


def _patched(tmp_path: Path, old: bytes, new: bytes) -> Path:
    content = (BOX / "ventas 2024.xls").read_bytes()
    assert content.count(old) >= 1 and len(old) == len(new)
    path = tmp_path / "a.xls"
    path.write_bytes(content.replace(old, new, 1))
    return path


def test_an_old_workbook_that_claims_a_huge_table_is_refused(tmp_path: Path) -> None:
    head = b"\x00\x02\x0e\x00"
    place = (BOX / "ventas 2024.xls").read_bytes().index(head)
    honest = (BOX / "ventas 2024.xls").read_bytes()[place : place + 12]
    assert "damaged" in _refused(_patched(tmp_path, honest, head + b"\0\0\0\0\xff\xff\xff\x7f"))


def test_an_old_workbook_with_a_password_is_told(tmp_path: Path) -> None:
    assert "password" in _refused(_patched(tmp_path, b"\x42\x00\x02\x00", b"\x2f\x00\x02\x00"))


def _record(kind: int, content: bytes) -> bytes:
    return bytes([kind, len(content)]) + content


@pytest.mark.parametrize(("row", "column", "word"), [(1_000_000, 16_000, "more cells"), (7, 3, "damaged")])
def test_a_binary_workbook_is_measured_before_it_is_opened(tmp_path: Path, row: int, column: int, word: str) -> None:
    sheet = _record(0, pack("<I", row) + bytes(13)) + _record(5, pack("<II", column, 0) + bytes(8))
    parts = {"xl/workbook.bin": b"", "xl/worksheets/sheet1.bin": sheet}
    assert word in _refused(_zip(tmp_path / "a.xlsb", parts, zipfile.ZIP_STORED))


def _damaged(content: bytes, draw: random.Random) -> bytes:
    changed = bytearray(content)
    for _time in range(draw.randint(1, 20)):
        changed[draw.randrange(len(changed))] = draw.randrange(256)
    return bytes(changed[: draw.randrange(len(changed))] if draw.random() < 0.2 else changed)


def _damaged_inside(content: bytes, draw: random.Random) -> bytes:
    """A workbook whose parts are damaged, packed again so that no checksum tells."""
    pieces = [
        b"9999999",
        b'<c r="ZZZ9"><v>1</v></c>',
        b"</row>",
        b'r="A99999999"',
        b'<row r="4000000000">',
        b"-1",
        b'"',
    ]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: bytearray(archive.read(name)) for name in archive.namelist()}
    for _time in range(draw.randint(1, 6)):
        part = parts[draw.choice([name for name in parts if name.endswith((".xml", ".rels"))])]
        place = draw.randrange(len(part))
        part[place : place + draw.choice([0, 1, 20])] = draw.choice(pieces)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, bytes(part))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "harm"),
    [("ventas 2024.xls", _damaged), ("SST/libro de accidentes.ods", _damaged), ("Compradores.xlsx", _damaged),
     ("SST/libro de accidentes.ods", _damaged_inside), ("Compradores.xlsx", _damaged_inside)],
)  # fmt: skip
def test_any_damage_is_read_or_refused_and_never_ends_the_program(
    tmp_path: Path, name: str, harm: Callable[[bytes, random.Random], bytes]
) -> None:
    draw, content, path = random.Random(7), (BOX / name).read_bytes(), tmp_path / Path(name).name
    for _time in range(60):
        path.write_bytes(harm(content, draw))
        assert _outcome(path) in ("read", "refused")


def _outcome(path: Path) -> str:
    try:
        book = open_book(path)
        rows = [row for sheet in book.sheets for row in book.rows(sheet)]
    except RefusedFile:
        return "refused"
    return "read" if all(isinstance(row, list) for row in rows) else "odd"


# text tables


def _text(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_found(tmp_path: Path, encoding: str, mark: str) -> None:
    lines = [mark.join(cells) for cells in (["name", "weight", "día"], ["Peña", "ñandú", "1"], ["Muñoz", "x", "2"])]
    table = read_text(_text(tmp_path, "\r\n".join(lines).encode(encoding)))
    assert list(table.rows())[1] == ["Peña", "ñandú", "1"] and not table.oddities
    assert table.shape.delimiter == mark


def test_line_breaks_inside_quotes_and_mixed_line_ends_are_kept(tmp_path: Path) -> None:
    table = read_text(_text(tmp_path, b'a;b\n"x\ny";1\r\n\r\nz;2\r'))
    assert list(table.rows()) == [["a", "b"], ["x\ny", "1"], [], ["z", "2"]]


def test_decimal_commas_do_not_count_as_delimiters(tmp_path: Path) -> None:
    table = read_text(_text(tmp_path, b"date;weight\n2024-01-01;1,5\n2024-01-02;2,5\n"))
    assert table.shape.delimiter == ";"


def test_nul_ragged_rows_and_open_quotes_are_named(tmp_path: Path) -> None:
    table = read_text(_text(tmp_path, b"a;b\nx\0y;1\nz;2;3\n"))
    assert list(table.rows())[1] == ["xy", "1"] and len(table.oddities) == 2
    table = read_text(_text(tmp_path, b'a;b\n"never closed;1\nx;2\ny;3\n'))
    assert any("line 2" in oddity for oddity in table.oddities)
    assert len(list(table.rows())) == 4


def test_the_person_can_say_otherwise(tmp_path: Path) -> None:
    path = _text(tmp_path, "a;b\nPeña;1\n".encode())
    assert list(read_text(path, TextShape(encoding="cp1252")).rows())[1][0] == "PeÃ±a"
    assert list(read_text(path, TextShape(delimiter=",")).rows())[1] == ["Peña;1"]
    with pytest.raises(RefusedFile, match="ascii"):
        read_text(path, TextShape(encoding="ascii"))


def test_reading_never_touches_the_network(network_attempts: list[str]) -> None:
    assert io.BytesIO() and list(open_book(BOX / "Compradores.xlsx").rows("Compradores"))
    assert not network_attempts
