"""HTML documents: one file that loads and runs nothing, shows typed markup as text, and links only where it should."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from PIL import Image

from armdesk import look
from armdesk.errors import ExportError
from armdesk.exports.html import write_html
from armdesk.exports.shown import formatter, shown
from armdesk.exports.text import looks_like_formula, one_line
from armdesk.reports.document import (
    Bullets,
    Chart,
    Column,
    Cover,
    Document,
    Fact,
    Facts,
    Heading,
    Link,
    Paragraph,
    Photo,
    Photos,
    Series,
    Table,
)

_VOID = {"meta", "img", "rect", "path", "polyline", "circle", "br"}


class _Reader(HTMLParser):
    """Reads a page strictly: every tag closed in order; keeps tags, attributes and words."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tags, self.words, self._open = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    def all(self, tag, attribute):
        return [attrs[attribute] for name, attrs in self.tags if name == tag and attribute in attrs]


def _read(tmp_path, *blocks, language="en", to_root="", **more):
    target = tmp_path / "index.html"
    write_html(Document("Report", language, blocks=list(blocks), **more), target, to_root=to_root)
    text = target.read_text(encoding="utf-8")
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader._open == []
    return reader, text


def test_markup_is_shown_as_it_was_typed(tmp_path):
    typed = '<script>alert(1)</script> & <img src=x onerror="x"> \'q\' </td> &lt;'
    reader, text = _read(
        tmp_path, Heading(typed, code=typed), Paragraph(typed), Paragraph(typed, "warn"), Bullets((typed,)),
        Facts((Fact(typed, typed, typed),)), Photos((Photo(tmp_path, typed),)),
        Table((Column(typed, typed, help=typed, unit=typed),), [(typed,)], typed, (typed,), typed, typed, (typed,)),
        Chart("bars", typed, (typed,), (Series(typed, (1,)), Series("b", (2,))), typed, typed),
        cover=Cover(typed, typed, typed, (typed,), ((typed, typed),), "x", typed), author=typed,
    )  # fmt: skip
    tags = {tag for tag, _attrs in reader.tags}
    assert "script" not in tags and "<script" not in text
    assert all(not name.startswith("on") for _tag, attrs in reader.tags for name in attrs)
    assert "".join(reader.words).count(typed) >= 14


def test_the_file_is_whole_and_asks_for_nothing(tmp_path):
    reader, text = _read(tmp_path, Heading("A"), Paragraph("x"))
    assert reader.all("meta", "content")[0].startswith("default-src 'none'")
    assert not {"link", "script", "iframe"} & {tag for tag, _attrs in reader.tags}
    assert "http" not in text.replace("http-equiv", "") and "@import" not in text and "url(" not in text
    assert "prefers-color-scheme:dark" in text and look.DARK.gold in text and look.LIGHT.gold in text
    assert "/*light*/" not in text and "@media print" in text
    assert reader.all("html", "lang") == ["en"]


def test_links_lead_inside_or_into_the_pack_only(tmp_path):
    targets = ["#t", "#row 3", "#nowhere", "evidence/0001 acta ñ.pdf", "javascript:alert(1)", "file:///x", "//host/x",
               "http://x.example", "C:\\x", ""]  # fmt: skip
    table = Table((Column("a", "A"),), [("x",), ("y",)], anchor="t", row_anchors=("row 3", "t"))
    reader, _text = _read(tmp_path, Paragraph("see", links=tuple(Link("go", t) for t in targets)), table, to_root="../")
    assert reader.all("a", "href") == ["#t", "#row_3", "../evidence/0001%20acta%20%C3%B1.pdf"]
    names = [attrs["id"] for _tag, attrs in reader.tags if "id" in attrs]
    assert names == ["t", "row_3"]


def test_contents_lead_to_every_heading(tmp_path):
    reader, _text = _read(tmp_path, Heading("One", anchor="h"), Heading("Two", 2), Heading("Deep", 5), Heading("h"))
    wanted = [address[1:] for address in reader.all("a", "href")]
    assert len(wanted) == 4
    assert [attrs["id"] for tag, attrs in reader.tags if tag in {"h2", "h3", "h4"}] == wanted


def test_numbers_are_written_in_the_language_and_aligned(tmp_path):
    columns = (Column("n", "N", "number", "g", 2), Column("m", "M", "number"), Column("y", "Y", "yesno"))
    rows = [(Decimal("12345.5"), Decimal("0.25"), True), (None, Decimal(7), False)]
    reader, text = _read(tmp_path, Table(columns, rows, totals=(Decimal(1), None, None)), language="es")
    words = [word for word in reader.words if word.strip()]
    assert "12.345,50" in words and "0,25" in words and "–" in words
    assert "<tfoot><tr><td class=\"n\">1,00</td><td class=\"n\"></td>" in text
    assert 'style="padding-right:calc(10px + 2.45ch)">7<' in text


def test_charts_are_drawn_and_their_values_told(tmp_path):
    series = (Series("A", (1, 2)), Series("B", (Decimal("3.5"), 4)))
    chart = Chart("stacked", "Gold", ("Jan", "Feb"), series, "g", "S06")
    reader, text = _read(tmp_path, chart, chart)
    assert [tag for tag, _attrs in reader.tags].count("svg") == 2
    patterns = reader.all("pattern", "id")
    assert len(patterns) == len(set(patterns)) == 2
    assert all(f"url(#{name})" in text for name in patterns)
    assert "".join(reader.words).count("3.5") >= 2 and "Source: S06" in reader.words


def test_photos_come_from_the_pack_or_stand_in_the_file(tmp_path):
    path = tmp_path / "a.jpg"
    Image.new("RGB", (50, 40), "red").save(path, comment=b"secret")
    photos = (Photo(path, "In the pack", "evidence/1 a.jpg"), Photo(path, "Inside"), Photo(path, "Bad", "/x.jpg"))
    reader, text = _read(tmp_path, Photos(photos))
    sources = reader.all("img", "src")
    assert sources[0] == "evidence/1%20a.jpg"
    assert sources[1].startswith("data:image/jpeg;base64,") and sources[2] == sources[1]
    assert reader.all("img", "alt") == ["In the pack", "Inside", "Bad"] and "secret" not in text


def test_same_bytes_and_the_old_file_stays(tmp_path):
    document = Document("R", "es", blocks=[Paragraph("a\x00\ud800b")], cover=Cover("T", "O", "P", qr="x"))
    write_html(document, tmp_path / "a.html")
    write_html(document, tmp_path / "b.html")
    first = (tmp_path / "a.html").read_bytes()
    assert first == (tmp_path / "b.html").read_bytes()
    assert "a��b" in first.decode()
    (tmp_path / "c.html").mkdir()
    with pytest.raises(ExportError):
        write_html(document, tmp_path / "c.html")


# -- how values are shown -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "kind", "places", "language", "wanted"),
    [
        (Decimal("1234567.895"), "number", 2, "es", "1.234.567,90"),
        (Decimal("1234567.895"), "number", 2, "en", "1,234,567.90"),
        (Decimal("1234.5"), "number", None, "es", "1234,5"),
        (Decimal("-0.5"), "number", 1, "es", "-0,5"),
        (12345678901234567890, "number", None, "en", "12,345,678,901,234,567,890"),
        (20250304, "code", None, "es", "20250304"),
        (2025, "text", None, "es", "2025"),
        ("0123", "code", None, "es", "0123"),
        (date(2025, 3, 4), "date", None, "es", "2025-03-04"),
        (True, "yesno", None, "en", "yes"),
        (False, "yesno", None, "en", "no"),
        (None, "number", 2, "es", ""),
        (Decimal("NaN"), "number", 2, "es", "NaN"),
    ],
)
def test_shown(value, kind, places, language, wanted):
    assert shown(value, Column("a", "A", kind, places=places), language) == wanted


def test_equal_numbers_with_other_decimals_are_shown_as_they_come():
    show = formatter(Column("a", "A", "number"), "en")
    assert [show(Decimal("1.0")), show(Decimal("1.00")), show(1)] == ["1.0", "1.00", "1"]


def test_texts():
    assert one_line(" a\tb\r\nc\x00 ") == "a b c�"
    assert [looks_like_formula(text) for text in ("=x", "\tx", "x=", "")] == [True, True, False, False]
