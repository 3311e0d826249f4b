"""Photos and scans: read exactly, drawn clean, and no hostile one does harm."""

from __future__ import annotations

import contextlib
import io
import logging
import random
import struct
import zipfile
import zlib
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from armdesk.errors import DiskFull, RefusedFile
from armdesk.evidence import pdfs
from armdesk.evidence.pictures import Picture, draw_copy, look_at, thumbnail

RED, BLUE = (200, 30, 30), (30, 30, 200)


def photo(path: Path, size: tuple[int, int] = (80, 40), tags: dict[int, Any] | None = None,
          taken: dict[int, Any] | None = None, gps: dict[int, Any] | None = None, **options: Any) -> Path:
    """A JPEG whose left half is red and right half blue, with what a telephone writes."""
    picture = Image.new("RGB", size, BLUE)
    picture.paste(RED, (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif.update(tags or {})
    exif.get_ifd(0x8769).update(taken or {})
    exif.get_ifd(0x8825).update(gps or {})
    picture.save(path, "JPEG", exif=exif, quality=95, **options)
    return path


def degrees(*parts: tuple[int, int]) -> tuple[IFDRational, ...]:
    return tuple(IFDRational(*part) for part in parts)


def is_close(found: Any, wanted: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 25 for one, other in zip(found, wanted, strict=True))


def test_what_a_telephone_writes(tmp_path: Path) -> None:
    path = photo(
        tmp_path / "a.jpg", tags={0x010F: "samsung", 0x0110: "samsung SM-A135M", 0x0132: "2026:01:01 00:00:00"},
        taken={0x9003: "2025:02:12 08:30:15"},
        gps={1: "N", 2: degrees((1, 1), (28, 1), (5011, 100)), 3: "W", 4: degrees((77, 1), (35, 1), (7327, 1000))},
    )
    assert look_at(path) == Picture(
        "JPEG", 80, 40, 1, date(2025, 2, 12), time(8, 30, 15),
        14805861, -775853686, "samsung SM-A135M",  # 1 + 28/60 + 50.11/3600 and 77 + 35/60 + 7.327/3600 degrees
    )


@pytest.mark.parametrize("head", [b"\xff\xd8\xff", b"GIF89a\x10\x00\x10\x00\x00\x00\x00"])
def test_gigabytes_of_nothing_behind_a_head_are_not_looked_through(tmp_path: Path, head: bytes) -> None:
    path = tmp_path / "half copied.jpg"
    with path.open("wb") as stream:
        stream.write(head)
        stream.truncate(3 * 1024**3)  # takes no room on the disk
    with pytest.raises(RefusedFile, match="half copied"):
        look_at(path)


def test_make_and_model_are_joined_and_cleaned(tmp_path: Path) -> None:
    assert look_at(photo(tmp_path / "a.jpg", tags={0x010F: "Canon", 0x0110: "EOS\n70D"})).camera == "Canon EOS 70D"
    assert look_at(photo(tmp_path / "a.jpg")).camera == ""


@pytest.mark.parametrize("moment", [
    "0000:00:00 00:00:00", "1970:01:01 00:00:00", "2025:13:01 00:00:00", "2025:02:30 10:00:00", "    :  :     :  :  ",
    "yesterday", "", "2025:01:01 25:00:00",
])
def test_a_camera_without_a_clock(tmp_path: Path, moment: str) -> None:
    assert look_at(photo(tmp_path / "a.jpg", taken={0x9003: moment})).taken_on is None
    told = look_at(photo(tmp_path / "a.jpg", tags={0x0132: "2024:05:06 07:08:09"}, taken={0x9003: moment}))
    assert (told.taken_on, told.taken_time) == (date(2024, 5, 6), time(7, 8, 9))


@pytest.mark.parametrize("gps", [
    {}, {1: "N", 2: degrees((1, 1), (0, 1), (0, 1))},
    {1: "N", 2: degrees((0, 1), (0, 1), (0, 1)), 3: "E", 4: degrees((0, 1), (0, 1), (0, 1))},
    {1: "N", 2: degrees((91, 1), (0, 1), (0, 1)), 3: "E", 4: degrees((1, 1), (0, 1), (0, 1))},
    {1: "N", 2: degrees((1, 0), (0, 0), (0, 1)), 3: "E", 4: degrees((1, 1), (0, 1), (0, 1))},
])
def test_no_place_is_better_than_a_wrong_one(tmp_path: Path, gps: dict[int, Any]) -> None:
    told = look_at(photo(tmp_path / "a.jpg", gps=gps))
    assert (told.latitude, told.longitude) == (None, None)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_way_to_hold_the_camera_is_turned_upright(tmp_path: Path, orientation: int) -> None:
    """Pillow's own turning is the reference."""
    from PIL import ImageOps
    path = photo(tmp_path / "a.jpg", tags={0x0112: orientation})
    told = look_at(path)
    with Image.open(path) as source:
        upright = ImageOps.exif_transpose(source)
    assert (told.width, told.height) == upright.size
    draw_copy(path, tmp_path / "b.jpg")
    with Image.open(tmp_path / "b.jpg") as copy:
        assert copy.size == upright.size
        for place in ((5, 5), (copy.width - 5, copy.height - 5)):
            assert is_close(copy.getpixel(place), upright.getpixel(place))


def test_copies_tell_nothing_more(tmp_path: Path) -> None:
    secret = b"SECRET-12345"
    path = photo(
        tmp_path / "a.jpg", (400, 300), tags={0x010F: secret.decode(), 0x010E: secret.decode()},
        gps={1: "N", 2: degrees((1, 1), (2, 1), (3, 1)), 3: "E", 4: degrees((1, 1), (2, 1), (3, 1))},
        comment=secret, icc_profile=secret * 9, xmp=secret,
    )
    path.write_bytes(path.read_bytes() + b"PK\x03\x04" + secret)
    assert path.read_bytes().count(secret) >= 5
    draw_copy(path, tmp_path / "b.jpg")
    for content in ((tmp_path / "b.jpg").read_bytes(), thumbnail(path)):
        assert secret not in content and b"Exif" not in content and b"ICC_PROFILE" not in content
        with Image.open(io.BytesIO(content)) as copy:
            assert not copy.getexif() and set(copy.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_copies_are_the_same_bytes_and_no_larger_than_asked(tmp_path: Path) -> None:
    path = photo(tmp_path / "a.jpg", (1000, 500))
    answers = {draw_copy(path, tmp_path / name, 300) for name in ("b.jpg", "c.jpg")}
    assert len(answers) == 1 and (tmp_path / "b.jpg").read_bytes() == (tmp_path / "c.jpg").read_bytes()
    assert answers.pop()[1] == (tmp_path / "b.jpg").stat().st_size
    with Image.open(tmp_path / "b.jpg") as copy:
        assert copy.size == (300, 150)
    with Image.open(io.BytesIO(thumbnail(path, 2000))) as small:
        assert small.size == (1000, 500)


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with pytest.raises(DiskFull):
        draw_copy(photo(tmp_path / "a.jpg"), Path("/dev/full"))


@pytest.mark.parametrize(("mode", "name"), [
    ("CMYK", "a.jpg"), ("CMYK", "a.tif"), ("L", "a.png"), ("1", "a.png"), ("LA", "a.png"),
    ("RGBA", "a.png"), ("RGBA", "a.webp"), ("I;16", "a.png"), ("I;16", "a.tif"), ("F", "a.tif"), ("RGB", "a.bmp"),
])
def test_every_way_of_colour_is_drawn(tmp_path: Path, mode: str, name: str) -> None:
    grey = {
        "CMYK": (0, 0, 0, 127), "LA": (128, 255), "RGBA": (128, 128, 128, 255), "RGB": (128,) * 3,
        "I;16": 128 * 257, "F": 128.0, "1": 1,
    }.get(mode, 128)
    Image.new(mode, (20, 10), grey).save(tmp_path / name)
    draw_copy(tmp_path / name, tmp_path / "b.jpg")
    with Image.open(tmp_path / "b.jpg") as copy:
        assert copy.mode == "RGB" and copy.size == (20, 10)
        assert is_close(copy.getpixel((10, 5)), (255,) * 3 if mode == "1" else (128,) * 3)


def test_what_is_transparent_becomes_white(tmp_path: Path) -> None:
    Image.new("RGBA", (20, 10), (0, 0, 0, 0)).save(tmp_path / "a.png")
    draw_copy(tmp_path / "a.png", tmp_path / "b.jpg")
    with Image.open(tmp_path / "b.jpg") as copy:
        assert is_close(copy.getpixel((10, 5)), (255, 255, 255))


def test_an_animation_shows_its_first_frame(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (20, 10), colour) for colour in (RED, BLUE)]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    assert look_at(tmp_path / "a.gif").is_animated
    with Image.open(io.BytesIO(thumbnail(tmp_path / "a.gif"))) as copy:
        assert is_close(copy.getpixel((10, 5)), RED)


def png_head(width: int, height: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(9))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(60_000, 60_000), (10_000, 5_001), (2**31 - 1, 1), (1, 60_000_000)])
def test_too_large_a_picture_is_refused_by_its_head(tmp_path: Path, size: tuple[int, int]) -> None:
    (tmp_path / "a.png").write_bytes(png_head(*size))
    for act in (look_at, thumbnail):
        with pytest.raises(RefusedFile, match="50 million"):
            act(tmp_path / "a.png")


def test_the_largest_allowed_picture_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png_head(10_000, 5_000))
    assert look_at(tmp_path / "a.png").width == 10_000


@pytest.mark.parametrize("content", [
    b"", b"x", b"%PDF-1.4", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    b"MZ" + bytes(999), b"\xff\xd8\xff", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"8BPS" + bytes(99),
    b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
])
def test_what_is_no_picture_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.jpg").write_bytes(content)
    for act in (look_at, thumbnail, lambda path: draw_copy(path, tmp_path / "b.jpg")):
        with pytest.raises(RefusedFile, match=r"a\.jpg"):
            act(tmp_path / "a.jpg")
    assert not (tmp_path / "b.jpg").exists()


def test_a_cut_photo_is_refused_and_a_wrong_ending_is_not(tmp_path: Path) -> None:
    whole = photo(tmp_path / "a.jpg", (400, 300)).read_bytes()
    (tmp_path / "a.png").write_bytes(whole)
    assert look_at(tmp_path / "a.png").kind == "JPEG"
    (tmp_path / "cut.jpg").write_bytes(whole[:len(whole) * 2 // 3])
    with pytest.raises(RefusedFile, match="damaged"):
        thumbnail(tmp_path / "cut.jpg")


def test_a_picture_that_is_an_archive_too_is_drawn_without_it(tmp_path: Path) -> None:
    Image.new("RGB", (20, 10), RED).save(tmp_path / "a.png")
    with zipfile.ZipFile(tmp_path / "a.png", "a") as archive:
        archive.writestr("secret.txt", "SECRET")
    draw_copy(tmp_path / "a.png", tmp_path / "b.jpg")
    assert not zipfile.is_zipfile(tmp_path / "b.jpg") and b"SECRET" not in (tmp_path / "b.jpg").read_bytes()


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.gif", "a.tif", "a.webp", "a.bmp"])
def test_randomly_damaged_pictures_are_drawn_or_refused(
    tmp_path: Path, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "PIL")
    draw = random.Random(name)
    if name == "a.jpg":
        photo(tmp_path / name, tags={0x010F: "x", 0x0112: 6}, taken={0x9003: "2025:02:12 08:30:15"},
              gps={1: "N", 2: degrees((1, 1), (28, 1), (5011, 100)), 3: "W", 4: degrees((77, 1), (35, 1), (1, 1))})
    else:
        Image.effect_noise((60, 40), 80).convert("RGB").save(tmp_path / name)
    whole = (tmp_path / name).read_bytes()
    for _trial in range(120):
        changed = bytearray(whole)
        for _place in range(draw.randrange(1, 9)):
            changed[draw.randrange(min(len(changed), draw.choice((200, len(changed)))))] = draw.randrange(256)
        (tmp_path / name).write_bytes(changed[:draw.randrange(len(changed) // 2, len(changed) + 1)])
        for act in (look_at, thumbnail):
            with contextlib.suppress(RefusedFile):
                act(tmp_path / name)


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from reportlab.pdfgen.canvas import Canvas
    path = tmp_path_factory.mktemp("pdf") / "acta.pdf"
    canvas = Canvas(str(path), pagesize=(200, 100), invariant=1)
    canvas.drawString(10, 50, "Asamblea ordinaria")
    canvas.showPage()
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(0, 0, 200, 100, stroke=0, fill=1)
    canvas.showPage()
    canvas.save()
    return path


def test_pages_are_counted_drawn_and_read(scan: Path) -> None:
    assert pdfs.page_count(scan) == 2
    with Image.open(io.BytesIO(pdfs.render_page(scan, 2, 400))) as page:
        assert page.size == (400, 200) and page.convert("RGB").getpixel((200, 100)) == (255, 0, 0)
    assert pdfs.text_of(scan) == "Asamblea ordinaria"
    assert pdfs.text_of(scan, 8) == "Asamblea"


@pytest.mark.parametrize("number", [0, 3, -1])
def test_a_page_that_is_not_there(scan: Path, number: int) -> None:
    with pytest.raises(ValueError, match="page"):
        pdfs.render_page(scan, number)


@pytest.mark.parametrize("content", [
    b"", b"%PDF-1.7\n", b"x" * 2000, b"\x89PNG\r\n\x1a\n", b"%PDF-1.4\ntrailer<</Root 1 0 R>>",
])
def test_what_is_no_document_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(content)
    for act in (pdfs.page_count, pdfs.text_of, lambda path: pdfs.render_page(path, 1)):
        with pytest.raises(RefusedFile, match=r"a\.pdf"):
            act(tmp_path / "a.pdf")
    with pytest.raises(RefusedFile):
        pdfs.page_count(tmp_path / "gone.pdf")


def test_a_locked_document_says_so(tmp_path: Path) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas
    canvas = Canvas(str(tmp_path / "a.pdf"), encrypt=StandardEncryption("secret", strength=128))
    canvas.drawString(9, 9, "x")
    canvas.save()
    with pytest.raises(RefusedFile, match="password"):
        pdfs.page_count(tmp_path / "a.pdf")


def test_an_endless_page_is_drawn_small(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(10, 14_000))
    canvas.drawString(1, 1, "x")
    canvas.save()
    with Image.open(io.BytesIO(pdfs.render_page(tmp_path / "a.pdf", 1, 1_000_000))) as page:
        assert page.width * page.height < 21_000_000


def test_randomly_damaged_documents_are_shown_or_refused(scan: Path, tmp_path: Path) -> None:
    draw, whole, path = random.Random(5), scan.read_bytes(), tmp_path / "a.pdf"
    for _trial in range(80):
        changed = bytearray(whole)
        for _place in range(draw.randrange(1, 30)):
            changed[draw.randrange(len(changed))] = draw.randrange(256)
        path.write_bytes(changed[:draw.randrange(len(changed) // 2, len(changed) + 1)])
        with contextlib.suppress(RefusedFile):
            for number in range(1, min(pdfs.page_count(path), 3) + 1):
                pdfs.render_page(path, number, 100)
            pdfs.text_of(path)
