"""PDF documents: everything typed stands in them, literally and whole; links lead where they say; bytes repeat."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pypdfium2
import pytest
from PIL import Image
from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from armdesk.errors import Cancelled, ExportError
from armdesk.exports import pdf_stream
from armdesk.exports.chart_shapes import draw_chart, nice_steps
from armdesk.exports.pdf import write_pdf
from armdesk.exports.pictures import packed, to_print
from armdesk.exports.qr import code_lines
from armdesk.exports.shapes import Box, Label, Mark, Path
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
    PageBreak,
    Paragraph,
    Photo,
    Photos,
    Series,
    Table,
)

COLUMNS = (
    Column("day", "Day", "date"), Column("gold", "Gold", "number", "g", 3),
    Column("fineness", "Fineness", "number", "‰"), Column("note", "Note", "note"),
)  # fmt: skip


def _document(*blocks, **more):
    return Document("Report", "en", blocks=list(blocks), foot_code="4f9c-21ab", **more)


def _write(tmp_path, *blocks, page="A4", **more):
    target = tmp_path / "report.pdf"
    write_pdf(_document(*blocks, **more), target, page=page)
    return target


def _pages(target):
    pdf = pypdfium2.PdfDocument(target)
    try:
        return [pdf[number].get_textpage().get_text_range().replace("\r\n", "\n") for number in range(len(pdf))]
    finally:
        pdf.close()


def _words(target):
    """All text without spaces and breaks, feet of the pages left out."""
    pages = (re.sub(r"Report\s*Page \d+ of\s*\d+\s*4f9c-21ab$", "", page.strip()) for page in _pages(target))
    return re.sub(r"[\s\x00\x02\ufffe]", "", "".join(pages))


def _rows(count):
    return [(date(2025, 3, 4), Decimal(n), Decimal(n) / 2, f"row{n}") for n in range(count)]


# -- text ---------------------------------------------------------------------------------------------------------


def test_markup_is_drawn_as_it_was_typed(tmp_path):
    typed = '<b>x</b> & <img src="file:///etc/passwd"> <a href="http://x.example">y</a> </para> &amp; {0} %s (a) \\n'
    target = _write(
        tmp_path, Heading(typed), Paragraph(typed), Bullets((typed,)), Facts((Fact(typed, typed, typed),)),
        Table((Column("a", typed),), [(typed,)], caption=typed, source=typed),
        Chart("bars", typed, (typed,), (Series(typed, (1,)), Series("b", (2,))), typed),
    )  # fmt: skip
    assert _words(target).count(re.sub(r"\s", "", typed)) >= 9
    assert b"/URI" not in target.read_bytes()


def test_nothing_is_lost_from_long_texts(tmp_path):
    unbroken = "".join(chr(65 + n % 26) for n in range(20_000))
    many = " ".join(f"w{n}" for n in range(4_000))
    table = Table(COLUMNS, [(None, None, None, many), (None, None, None, "end")])
    target = _write(tmp_path, Paragraph(unbroken), table)
    text = _words(target)
    assert unbroken in text
    cell = "".join(re.split(r"DayGold\(g\)Fineness\(‰\)Note|Gold|Fineness|Day|Note|\(g\)|\(‰\)|–", text))
    assert "".join(many.split()) in cell
    assert text.endswith("end")


def test_long_words_in_narrow_columns_wrap(tmp_path):
    word = "Q" * 300
    columns = tuple(Column(f"c{n}", f"C{n}") for n in range(14))
    target = _write(tmp_path, Table(columns, [(word,) * 14]))
    assert _words(target).count("Q") == 300 * 14


def test_characters_of_other_scripts_come_from_other_fonts(tmp_path):
    text = "Ñandú Жук Ωμέγα → ✓ ⚠ ≤ ½ ‰ 😀 ⛏ e\u0301 \u200bx\u202e ✅"
    target = _write(tmp_path, Paragraph(text))
    found = _pages(target)[0]
    for sign in "ÑúЖΩ→✓⚠≤½‰é✔":
        assert sign in found
    raw = target.read_bytes()
    assert b"DejaVuSans" in raw and b"Helvetica" not in raw and b"Times" not in raw
    assert raw.count(b"/FontFile2") == raw.count(b"/FontDescriptor /Fo") or raw.count(b"/FontFile2") >= 2


@pytest.mark.parametrize(("text", "code"), [("buyer 金", "U+91D1"), ("سلام", "U+0633"), ("pray 🙏", "U+1F64F")])
def test_what_cannot_be_drawn_stops_the_export(tmp_path, text, code):
    with pytest.raises(ExportError, match=re.escape(code)) as caught:
        _write(tmp_path, Table((Column("a", "A"),), [(text,)]))
    assert text in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_impossible_characters_leave_a_mark(tmp_path):
    assert "a�b�" in _words(_write(tmp_path, Paragraph("a\x00b\ud800")))


# -- pages --------------------------------------------------------------------------------------------------------


def test_contents_give_the_true_pages(tmp_path):
    blocks = []
    for chapter in range(4):
        blocks += [Heading(f"Chapter{chapter}", 1), Paragraph("text " * 900), Heading(f"Part{chapter}", 2, code="M1/4")]
    target = _write(tmp_path, *blocks, cover=Cover("Report", "Office", "2025", qr="x", codes=(("Root", "4f9c" * 16),)))
    pages = _pages(target)
    assert "4f9c 4f9c 4f9c 4f9c" in pages[0] and "Page" not in pages[0]
    contents = pages[1]
    titles = re.findall(r"(?:Chapter|Part)\d", contents)
    assert titles == [title for n in range(4) for title in (f"Chapter{n}", f"Part{n}")]
    true = [next(n for n, page in enumerate(pages, start=1) if n > 2 and title in page) for title in titles]
    assert re.findall(r"^\d+$", contents, re.MULTILINE) == [*map(str, true), str(len(pages))]
    pdf = pypdfium2.PdfDocument(target)
    outline = [(entry.level, entry.get_title(), entry.get_dest().get_index()) for entry in pdf.get_toc()]
    pdf.close()
    assert outline[:2] == [(0, "Chapter0", 2), (1, "M1/4 Part0", outline[1][2])]
    assert "Part0" in pages[outline[1][2]]


def test_contents_may_fill_several_pages(tmp_path):
    title = "with a title so long that it needs more than one line of the contents, as titles of standards often do"
    blocks = [block for n in range(90) for block in (Heading(f"Chapter {n} {title}"), Paragraph(f"body{n} " * 200))]
    pages = _pages(_write(tmp_path, *blocks))
    first = next(n for n, page in enumerate(pages) if "body0" in page)
    assert first >= 3
    numbers = [re.findall(r"^\d+$", page, re.MULTILINE) for page in pages[:first]]
    assert {page[-1] for page in numbers} == {str(len(pages))}
    true = [str(next(n for n, page in enumerate(pages, 1) if n > first and f"Chapter {k} " in page)) for k in range(90)]
    assert [number for page in numbers for number in page[:-1]] == true


def test_key_figures_longer_than_a_page_are_not_lost(tmp_path):
    note = " ".join(f"n{n}" for n in range(5_000))
    target = _write(tmp_path, Facts((Fact("Label", "7", note), Fact("Other", "8"))))
    words = _words(target)
    assert "".join(note.split()) in words and "Other8" in words


def test_headings_stand_on_every_page_of_a_table(tmp_path):
    target = _write(tmp_path, Table(COLUMNS, _rows(200), caption="Sheets", totals=("Sum", Decimal(9), None, None)))
    pages = _pages(target)
    assert len(pages) > 3
    for page in pages:
        assert "Fineness" in page and "(‰)" in page and "Sheets" in page
    assert all("Sheets (continued)" in page for page in pages[1:])
    words = _words(target)
    assert all(f"row{n}" in words for n in range(200))
    assert "Sum9.000" in words


def test_decimal_marks_stand_below_each_other(tmp_path):
    values = [Decimal("0.5"), Decimal(12), Decimal("1234567.25"), Decimal("-3.125")]
    target = _write(tmp_path, Table((Column("a", "A"), Column("b", "B", "number")), [("x", v) for v in values]))
    pdf = pypdfium2.PdfDocument(target)
    page = pdf[0].get_textpage()
    text = page.get_text_range()
    places = (text.index("0.5") + 1, text.index("67.25") + 2, text.index("3.125") + 1)
    marks = [page.get_charbox(place)[0] for place in places]
    units = page.get_charbox(text.index("12\r") + 1)[2]
    pdf.close()
    assert max(marks) - min(marks) < 0.5
    assert abs(units - marks[0]) < 2.5


def test_a_wide_table_gets_a_page_on_its_side_with_its_heading(tmp_path):
    columns = tuple(Column(f"c{n}", f"Measurement{n}", "number", "g", 3) for n in range(12))
    wide = Table(columns, [tuple(Decimal(123456) for _ in range(12))] * 3)
    target = _write(tmp_path, Paragraph("before"), Heading("Wide"), wide, Paragraph("after"))
    pdf = pypdfium2.PdfDocument(target)
    sizes = [pdf[number].get_size() for number in range(len(pdf))]
    pdf.close()
    assert [width > height for width, height in sizes] == [False, True, False]
    assert "Wide" in _pages(target)[1] and "after" in _pages(target)[2]


def test_letter_paper_and_empty_documents(tmp_path):
    target = _write(tmp_path, page="Letter")
    pdf = pypdfium2.PdfDocument(target)
    assert [pdf[number].get_size() for number in range(len(pdf))] == [(612, 792)]
    pdf.close()
    cover_only = _write(tmp_path, cover=Cover("T", "O", "P"))
    assert len(_pages(cover_only)) == 1
    broken = _write(tmp_path, PageBreak(), Paragraph("a"), PageBreak(), PageBreak(), Paragraph("b"), PageBreak())
    assert len(_pages(broken)) == 2


def test_empty_tables_say_so(tmp_path):
    text = _pages(_write(tmp_path, Table(COLUMNS, (), empty_text="No one without proof."), Table(COLUMNS, ())))[0]
    assert "No one without proof." in text and "Nothing to show." in text


def test_the_same_document_gives_the_same_bytes(tmp_path):
    def made():
        blocks = [Heading("A"), Table(COLUMNS, _rows(50)), Chart("lines", "C", ("a", "b"), (Series("s", (1, None)),))]
        return _write(tmp_path, *blocks, made_on=date(2026, 1, 5), author="Office").read_bytes()

    first = made()
    assert first == made()
    pdf = pypdfium2.PdfDocument(first)
    about = pdf.get_metadata_dict()
    pdf.close()
    assert (about["Title"], about["Author"], about["CreationDate"]) == ("Report", "Office", "D:20260105000000+00'00'")
    assert re.search(rb"/Lang \(en\)|/Lang \(\\376", first)


# -- links --------------------------------------------------------------------------------------------------------


def test_links_lead_inside_or_into_the_pack_only(tmp_path):
    links = tuple(
        Link("go", target)
        for target in ("#rows", "#row-3", "#nowhere", "evidence/0001 acta ñ.pdf", "javascript:alert(1)", "file:///etc/passwd",
                       "http://x.example", "/etc/passwd", "\\\\server\\x", "C:\\x", "mailto:x", "")
    )  # fmt: skip
    table = Table(COLUMNS, _rows(5), anchor="rows", row_anchors=[f"row-{n}" for n in range(5)])
    raw = _write(tmp_path, Paragraph("see", links=links), table).read_bytes()
    assert re.findall(rb"/URI \(([^)]*)\)", raw) == [b"evidence/0001%20acta%20%C3%B1.pdf"]
    assert len(re.findall(rb"/Subtype /Link", raw)) == 3


# -- pictures -----------------------------------------------------------------------------------------------------


def _photo(path, size=(1600, 1200), **more):
    Image.new("RGB", size, "green").save(path, **more)
    return path


def test_photos_are_stored_once_small_and_without_metadata(tmp_path):
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    path = _photo(tmp_path / "a.jpg", exif=exif, comment=b"secret comment")
    bad = tmp_path / "b.jpg"
    bad.write_bytes(b"no picture")
    paths = [path, path, bad, tmp_path / "gone"]
    target = _write(tmp_path, Photos(tuple(Photo(p, f"Caption {n}", "evidence/1.jpg") for n, p in enumerate(paths))))
    raw = target.read_bytes()
    assert raw.count(b"/Subtype /Image") == 1 and b"/DCTDecode" in raw
    assert b"secret" not in raw
    width = int(re.search(rb"/Width (\d+)", raw)[1])
    assert 300 < width < 700
    text = _pages(target)[0]
    assert "Caption 3" in text and text.count("cannot be shown") == 2


def test_a_picture_made_to_fill_the_memory_is_not_opened(tmp_path, monkeypatch):
    monkeypatch.setattr("armdesk.exports.pictures.LARGEST", 1_000_000)
    target = _write(tmp_path, Photos((Photo(_photo(tmp_path / "a.png"), "Big"),)))
    assert "cannot be shown" in _pages(target)[0]


# -- charts -------------------------------------------------------------------------------------------------------


def _width(text, size):
    return len(text) * size * 0.6


def test_axes_have_round_steps():
    assert nice_steps(Decimal(0), Decimal(97)) == [Decimal(n) for n in (0, 20, 40, 60, 80, 100)]
    assert nice_steps(Decimal("-0.3"), Decimal("0.4"))[0] <= Decimal("-0.3")
    assert nice_steps(Decimal(0), Decimal(0))[-1] > 0
    assert nice_steps(Decimal(880), Decimal(900), from_zero=False)[0] >= 860
    assert nice_steps(Decimal(880), Decimal(900))[0] == 0
    assert len(nice_steps(Decimal(0), Decimal(10) ** 15)) < 9
    assert nice_steps(Decimal(0), Decimal(1), whole=True) == [0, 1], "there is no half accident"
    assert nice_steps(Decimal(0), Decimal(9), whole=True) == [0, 2, 4, 6, 8, 10]
    assert nice_steps(Decimal(0), Decimal(12), whole=True) == [0, 3, 6, 9, 12], "no step of 2.5"
    around = nice_steps(Decimal(61), Decimal(65), from_zero=False)
    assert around[0] < 61 and around[-1] > 65, "no line lies on the frame"
    assert nice_steps(Decimal(0), Decimal(4), from_zero=False)[0] == 0


def _axis(chart, language="es"):
    labels = [each for each in draw_chart(chart, 400, language, _width).shapes if isinstance(each, Label)]
    return [each.text for each in labels if each.anchor == "end" and not each.slope]


def test_the_numbers_of_an_axis_are_written_alike():
    def chart(*values):
        return Chart("bars", "t", tuple("ab"), (Series("s", values),), "h")

    assert _axis(chart(Decimal("0.4"), Decimal("2.3"))) == ["0", "0,5", "1,0", "1,5", "2,0", "2,5"]
    assert _axis(chart(4_000, 23_000)) == ["0", "5.000", "10.000", "15.000", "20.000", "25.000"]
    assert _axis(chart(-2_000, 10_000), "en")[0] == "-2,500"
    assert _axis(chart(2_000, 4_000)) == ["0", "1000", "2000", "3000", "4000"]


def test_names_below_an_axis_break_alike_and_do_not_cover_each_other():
    months = tuple(f"{name} 24" for name in ("Ene", "Feb", "Marz", "Abr", "May", "Jun"))
    chart = Chart("bars", "t", months, (Series("s", tuple(range(6))),))
    shapes = draw_chart(chart, 210, "es", _width).shapes
    names = [each.text for each in shapes if isinstance(each, Label) and each.anchor == "middle" and each.size == 7.5]
    assert names[:4] == ["Ene", "24", "Feb", "24"], "all in two lines where one needs two"
    many = Chart("lines", "t", months * 4, (Series("s", tuple(range(24))),))
    slanted = [each.x for each in draw_chart(many, 280, "es", _width).shapes if isinstance(each, Label) and each.slope]
    assert all(after - before >= 14 for before, after in pairwise(slanted))


def test_bars_are_as_long_as_their_values():
    chart = Chart("bars", "t", ("a", "b"), (Series("s", (Decimal(10), Decimal(20))), Series("u", (None, Decimal(-5)))))
    boxes = [s for s in draw_chart(chart, 400, "en", _width).shapes if isinstance(s, Box) and s.width > 12]
    first, second, below = (box.height for box in boxes)
    assert second == pytest.approx(2 * first) and below == pytest.approx(first / 2)
    assert len({box.hatch for box in boxes}) == 2


def test_a_missing_value_breaks_the_line_and_series_are_named():
    chart = Chart("lines", "t", tuple("abcde"), (Series("one", (1, 2, None, 4, 5)), Series("two", (5, 4, 3, 2, 1))))
    shapes = draw_chart(chart, 400, "en", _width).shapes
    assert len([s for s in shapes if isinstance(s, Path) and s.width == 1.4]) == 3
    assert {s.kind for s in shapes if isinstance(s, Mark)} == {"disc", "square"}
    assert {"one", "two"} <= {s.text for s in shapes if isinstance(s, Label)}


@pytest.mark.parametrize("kind", ["bars", "stacked", "lines"])
@pytest.mark.parametrize("count", [0, 1, 60])
def test_charts_of_any_size_are_drawn_inside_their_frame(tmp_path, kind, count):
    names = tuple(f"A rather long name of a place {n}" for n in range(count))
    series = tuple(Series(f"Series {k}", tuple(Decimal(n - k) for n in range(count))) for k in range(7))
    drawing = draw_chart(Chart(kind, "t", names, series, "g"), 480, "es", _width)
    for shape in drawing.shapes:
        if isinstance(shape, Box):
            assert shape.x > -0.1 and shape.x + shape.width < 480.1
            assert shape.y > -0.1 and shape.y + shape.height < drawing.height + 0.1
    assert _pages(_write(tmp_path, Chart(kind, "Title", names, series, "g")))[0].startswith("Title")


# -- rest ---------------------------------------------------------------------------------------------------------


def test_codes_stand_in_groups():
    assert code_lines("4f9c21ab" * 8) == [" ".join(["4f9c", "21ab"] * 4)] * 2
    assert code_lines("12345 9a8b7c6d5e") == ["12345 9a8b 7c6d 5e"]


def test_cancelled_and_refused_exports_keep_the_old_file(tmp_path):
    class Stop:
        def step(self, done, total, text=""):
            if done:
                raise Cancelled

    target = _write(tmp_path, Paragraph("old"))
    before = target.read_bytes()
    with pytest.raises(Cancelled):
        write_pdf(_document(Paragraph("a"), Table(COLUMNS, _rows(900))), target, Stop())
    assert target.read_bytes() == before and list(tmp_path.iterdir()) == [target]
    (tmp_path / "folder.pdf").mkdir()
    with pytest.raises(ExportError):
        write_pdf(_document(Paragraph("a")), tmp_path / "folder.pdf")


def _drawn(stream, *, bit_by_bit, photos):
    """A file of two pages with pictures and links, as reportlab writes it alone or with our help."""
    canvas = Canvas(stream, pageCompression=1, invariant=1)
    if bit_by_bit:
        pdf_stream.write_as_formed(canvas, stream)
    aside = pdf_stream.Aside(stream)
    for photo in photos:
        canvas.drawImage(packed(to_print(photo, 100, 100)), 0, 0, 50, 50)
        canvas.linkURL("evidence/0001 acta (1).jpg", (0, 0, 50, 50), relative=1)
        if bit_by_bit:
            aside.take_newest(canvas)
            pdf_stream.form_newest(canvas)
        canvas.showPage()
    canvas.save()
    aside.close()


def test_a_file_written_bit_by_bit_is_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(rl_config, "useA85", 0)
    for name, colour in (("red", "#c00000"), ("blue", "#0000c0")):
        Image.new("RGB", (90, 60), colour).save(tmp_path / f"{name}.jpg")
    photos = [tmp_path / "red.jpg", tmp_path / "blue.jpg", tmp_path / "red.jpg"]
    found = []
    for bit_by_bit in (False, True):
        with (tmp_path / "one.pdf").open("wb") as stream:
            _drawn(stream, bit_by_bit=bit_by_bit, photos=photos)
        found.append((tmp_path / "one.pdf").read_bytes())
    assert found[0] == found[1] and found[0].count(b"/DCTDecode") == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["blue.jpg", "one.pdf", "red.jpg"]
