"""The same photo is known again however it was saved; two photos of one kind of thing stay two."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from conftest import NOW
from PIL import Image, ImageDraw
from rule_cases import photo, picture, told

from armdesk import cli
from armdesk import workspace as workspaces
from armdesk.evidence import alike, pictures, prints, twins
from armdesk.models import Citation, Training
from armdesk.workspace import Workspace

PHOTOS = Path(__file__).parent / "data" / "la-esperanza" / "Fotos"


def kept(folder: Path, name: str, content: bytes) -> Path:
    path = folder / f"{name}.jpg"
    path.write_bytes(content)
    return path


def same(one: Path, other: Path) -> bool:
    """Near by their prints, and one when laid over each other."""
    known = prints.Near([("one", prints.of(one))])
    near = known.to(prints.of(other)) == ["one"]
    return near and alike.is_one(pictures.small_grey(one, 320), pictures.small_grey(other, 320))


@pytest.mark.parametrize("saved", [
    {"quality": 40}, {"side": 300}, {"quality": 60, "side": 220}, {"box": (32, 24, 608, 456)},
    {"box": (20, 28, 640, 480)}, {"box": (0, 0, 640, 410), "quality": 70}])
def test_a_photo_saved_again_is_known(tmp_path: Path, saved: dict[str, int]) -> None:
    for seed in (1, 2, 3):
        one = kept(tmp_path, "one", picture(seed))
        assert same(one, kept(tmp_path, "other", picture(seed, **saved)))  # type: ignore[arg-type]  # sizes and boxes
        assert not same(one, kept(tmp_path, "third", picture(seed + 4, **saved)))  # type: ignore[arg-type]  # as above


def test_two_weighings_on_one_scale_are_two_photos(tmp_path: Path) -> None:
    for place, one in enumerate(sorted(PHOTOS.glob("pesaje*.jpg"))):
        for other in sorted(PHOTOS.glob("pesaje*.jpg"))[place + 1:]:
            assert not alike.is_one(pictures.small_grey(one, 320), pictures.small_grey(other, 320)), (one, other)
    [reused] = [path for path in PHOTOS.iterdir() if path.name == "capacitacion EPP mayo.jpg"]
    small = Image.open(reused).convert("RGB")
    small.thumbnail((400, 400))
    target = BytesIO()
    small.save(target, "JPEG", quality=60)
    assert same(reused, kept(tmp_path, "small", target.getvalue()))


def test_an_empty_page_is_like_none(tmp_path: Path) -> None:
    blank = Image.new("L", (400, 300), 250)
    ImageDraw.Draw(blank).point((10, 10), 0)
    target = BytesIO()
    blank.save(target, "JPEG")
    assert prints.of(kept(tmp_path, "blank", target.getvalue())) == ""
    assert prints.Near([("blank", "")]).to(prints.of(kept(tmp_path, "one", picture(1)))) == []


def test_pictures_are_held_against_each_other_once(workspace: Workspace) -> None:
    one, other = photo(workspace, "a", picture(1)), photo(workspace, "b", picture(1, quality=50))
    photo(workspace, "c", picture(8))
    assert one.id != other.id
    twins.compare_all(workspace.db, workspace.files)
    pairs = workspace.db.execute_sql("SELECT one, other FROM picture_twin").fetchall()
    assert len(pairs) == 2 and set(pairs[0]) == set(pairs[1])
    finder = twins.TwinFinder(workspace.db, workspace.files)
    assert not finder.turn() and not finder.found, "nothing waits"


def test_a_picture_that_cannot_be_read_is_not_tried_again(workspace: Workspace) -> None:
    photo(workspace, "a", b"\xff\xd8\xff\xe0 no picture")
    twins.compare_all(workspace.db, workspace.files)
    assert [tuple(row)[1] for row in workspace.db.execute_sql("SELECT sha256, print FROM picture_print")] == [""]


def test_the_command_finds_one_photo_for_two_facts_and_leaves_the_file_alone(
        tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with workspaces.create(tmp_path / "office", author="tester", now=lambda: NOW) as opened:
        for number, (subject, saved) in enumerate((("Gases", {}), ("Altura", {"quality": 45, "side": 300})), 1):
            held = told(opened, Training, subject=subject, date=date(2025, 6, number))
            told(opened, Citation, document=photo(opened, subject, picture(7, **saved)).id,
                 target=f"training/{held.id}")
    before = (tmp_path / "office" / "armdesk.db").read_bytes()
    for _time in (1, 2):
        assert cli.main(["check", str(tmp_path / "office"), "--day", "2026-01-31", "--language", "en"]) == cli.FOUND
        assert "One photo is given for “Gases” of 2025-06-01 and for “Altura” of 2025-06-02" in capsys.readouterr().out
    assert (tmp_path / "office" / "armdesk.db").read_bytes() == before
