"""Books made to hurt: each ends in a refusal or a reading, quickly and in little memory, never in a crash."""

from __future__ import annotations

import io
import os
import struct
import time
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest

from armdesk.errors import RefusedFile
from armdesk.importers.parts import read_part
from armdesk.importers.sniff import sniff
from armdesk.importers.text_rows import read_text
from armdesk.importers.workbook import open_book

SHEET = "xl/worksheets/sheet1.xml"
BEGIN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
ROWS = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'
END = b"</sheetData></worksheet>"
FAR = BEGIN + ROWS + b'<row r="1048576"><c r="XFD1048576"><v>5</v></c></row>' + END
FILLED = b"".join(b'<row r="%d"><c r="B%d"><v>%d</v></c></row>' % (row, row, row * 7919) for row in range(3, 30_000))


def _parts() -> dict[str, bytes]:
    book = io.BytesIO()
    openpyxl.Workbook().save(book)
    with zipfile.ZipFile(book) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


PARTS = _parts()


def _book(path: Path, *more: tuple[str, bytes]) -> Path:
    """A workbook with some parts replaced or added; what is added stands in front."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**dict(more), **{name: PARTS[name] for name in PARTS if name not in dict(more)}}.items():
            archive.writestr(name, content)
    return path


def _sheet(path: Path, body: bytes) -> Path:
    # What cannot be packed tightly keeps the ratio of an honest file.
    return _book(path, (SHEET, BEGIN + ROWS + body + END + b"<!--" + os.urandom(40_000).hex().encode() + b"-->"))


def _first_rows(path: Path) -> list[list[object]]:
    book = open_book(path)
    return list(book.rows(book.sheets[0]))


@pytest.mark.parametrize("far", [
    b'<row r = "1048576"><c r = "XFD1048576"><v>5</v></c></row>',
    b"<row r\n=\n'1048576'><c s='1' r\t='XFD1048576'><v>5</v></c></row>",
    b'<row r="3">' + b"<c><v>1</v></c>" * 16_384 + b"</row>" + b'<row r="90000"><c><v>1</v></c></row>',
])
def test_cells_whose_place_is_written_otherwise_are_counted_too(tmp_path: Path, far: bytes) -> None:
    with pytest.raises(RefusedFile, match="more cells"):
        open_book(_sheet(tmp_path / "a.xlsx", far))


def test_cells_without_a_name_are_read_where_they_stand(tmp_path: Path) -> None:
    body = BEGIN + b"<row><c><v>1</v></c><c><v>2</v></c></row><row><c s='0' r='B2'><v>3</v></c></row>" + END
    assert _first_rows(_book(tmp_path / "a.xlsx", (SHEET, body))) == [[1.0, 2.0], ["", 3.0]]


@pytest.mark.parametrize("hidden", ["xl/worksheets/SHEET1.xml", "xl/./worksheets/sheet1.xml",
                                    "xl\\worksheets\\sheet1.xml"])
def test_a_part_that_the_fast_reader_would_take_instead_is_refused(tmp_path: Path, hidden: str) -> None:
    with pytest.raises(RefusedFile, match="twice"):
        open_book(_book(tmp_path / "a.xlsx", (hidden, FAR)))


@pytest.mark.parametrize("attributes", [b'name="Sheet" sheetId="9" r:id="rId99"',
                                        b'name="X>Y" sheetId="9" r:id="rId99"'])
def test_a_sheet_that_was_not_looked_at_is_not_read(tmp_path: Path, attributes: bytes) -> None:
    listed = PARTS["xl/workbook.xml"].replace(b"</sheets>", b"<sheet " + attributes + b"/></sheets>")
    listed = listed.replace(b"<workbook ", b'<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
                                           b'relationships" ', 1)
    named = PARTS["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>", b'<Relationship Id="rId99" Type="x/chartsheet" Target="/xl/worksheets/s9.xml"/>'
                             b"</Relationships>")
    with pytest.raises(RefusedFile, match="damaged"):
        open_book(_book(tmp_path / "a.xlsx", ("xl/workbook.xml", listed), ("xl/_rels/workbook.xml.rels", named),
                        ("xl/worksheets/s9.xml", FAR)))


def _going_on(path: Path, part: str, told: bytes, whole: bytes) -> Path:
    """A workbook one part of which goes on behind the size and the sum it declares."""
    content = bytearray(_book(path, (part, whole)).read_bytes())
    for mark, crc, name in ((b"PK\x01\x02", 16, 46), (b"PK\x03\x04", 14, 30)):
        place = content.find(mark)
        while place >= 0:
            if content[place + name : place + name + len(part)] == part.encode():
                struct.pack_into("<I", content, place + crc, zlib.crc32(told))
                struct.pack_into("<I", content, place + crc + 8, len(told))
            place = content.find(mark, place + 4)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("part", [SHEET, "xl/styles.xml"])
def test_a_part_that_goes_on_behind_its_declared_end_is_refused(tmp_path: Path, part: str) -> None:
    told = BEGIN + ROWS
    path = _going_on(tmp_path / "a.xlsx", part, told, told + FAR[len(told):] + b" " * 3_000_000)
    with zipfile.ZipFile(path) as archive:
        assert archive.read(part) == told  # so Python's reader does not see it
        with pytest.raises(zipfile.BadZipFile):
            read_part(archive, part)
    with pytest.raises(RefusedFile, match="damaged"):
        open_book(path)


@pytest.mark.parametrize("body", [
    b'<c r="XFD1" ' * 100_000, b'<row r="9999999"><c r="A1"><v>' * 30_000,
    b'<row r="3">' + b'<c r="A3"><f>1</f>' * 60_000,
    b'<row r="3" hidden="1"><c ' + b"a" * 900_000 + b"><f>1</f></c></row>",
    FILLED + b'<row r="1048576">' * 60_000, FILLED + b'<c r="XFD1" ' * 60_000,
    b"<?x " + b'<row r="9999999"><c r="A1"><v>' * 30_000 + b"?>",
    b'<row r="3"><c r="A3"><is><![CDATA[' + b'<c r="XFD1" ' * 60_000 + b"]]></is></c></row>",
], ids=range(8))
def test_searches_are_not_led_astray_by_tags_that_never_close(tmp_path: Path, body: bytes) -> None:
    path = _sheet(tmp_path / "a.xlsx", body)
    started = time.process_time()
    with pytest.raises(RefusedFile):
        open_book(path)
    assert time.process_time() - started < 5


@pytest.mark.parametrize("row", [b'<row r="3" hidden="1" x=\'"' + b"a" * 900_000 + b"'><c r=\"A3\"><f>1</f></c></row>",
                                 b'<row r="3"><c r="' + b"A" * 900_000 + b'1"><v>1</v></c></row>'])
def test_endless_attributes_are_read_in_one_go(tmp_path: Path, row: bytes) -> None:
    started = time.process_time()
    assert _first_rows(_sheet(tmp_path / "a.xlsx", row))[:2] == [[1.0], [2.0]]
    assert time.process_time() - started < 5


def test_one_sheet_listed_ten_thousand_times_is_refused(tmp_path: Path) -> None:
    many = b"".join(b'<sheet name="S%d" sheetId="%d" r:id="rId1"/>' % (number, number) for number in range(10_000))
    listed = PARTS["xl/workbook.xml"].replace(b"</sheets>", many + b"</sheets>")
    path = _book(tmp_path / "a.xlsx", ("xl/workbook.xml", listed))
    with pytest.raises(RefusedFile, match="too many"):
        open_book(path)


def test_formatted_rows_behind_the_last_value_are_left_out(tmp_path: Path) -> None:
    empty = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (row, row) for row in range(3, 60_000))
    assert _first_rows(_sheet(tmp_path / "a.xlsx", empty)) == [[1.0], [2.0]]
    last = b'<row r="60000"><c r="A60000"><v>9</v></c></row>'
    assert len(_first_rows(_sheet(tmp_path / "b.xlsx", empty + last))) == 60_000


@pytest.mark.parametrize("meaning", ["urn:x", "&#117;rn:oasis:names:tc:opendocument:xmlns:table:1.0"])
def test_a_libreoffice_book_whose_names_mean_something_else_is_refused(tmp_path: Path, meaning: str) -> None:
    content = ('<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
               f'xmlns:table="{meaning}"><table:table table:name="S"><table:table-row '
               'table:number-rows-repeated="1048576"/></table:table></office:document-content>')
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    with pytest.raises(RefusedFile, match="declarations"):
        open_book(tmp_path / "a.ods")


@pytest.mark.parametrize(("content", "word"), [
    (b"a,b\n" + b"x" * 1_100_000 + b",1\n", "million"), (b'a,b\n"' + b"x" * 1_100_000 + b'",1\n', "million"),
    (b"a,b\n" + b"\n" * 1_100_000, "more cells"), (b"a,b\n" + b"," * 15_000_000, "more cells"),
])
def test_text_tables_beyond_any_office_are_refused(tmp_path: Path, content: bytes, word: str) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(RefusedFile, match=word):
        read_text(tmp_path / "a.csv")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.csv")
    with pytest.raises(RefusedFile, match="not a file"):
        sniff(tmp_path / "a.csv")
