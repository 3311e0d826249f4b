"""An office's own catalogue files are read beside ours, and a broken file is refused with its place."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from armdesk import paths
from armdesk.catalogues import load
from armdesk.catalogues.catalogue import NOT_APPLICABLE, UNANSWERED, pick
from armdesk.catalogues.load import available, get, load_catalogue
from armdesk.errors import CatalogueError

FOLDER = paths.resources() / "catalogues"
OURS = ["craft-2.0", "fairmined-2.0", "oecd-annex2"]


@pytest.fixture
def small() -> dict[str, Any]:
    """The smallest whole catalogue, as an office might begin it."""

    def result(code: str, settled: bool) -> dict[str, Any]:
        return {"code": code, "label": {"es": code}, "tone": "note", "settled": settled}

    def row(code: str, **more: object) -> dict[str, Any]:
        return {
            "code": code, "module": "1", "title": {"es": "Título"}, "text": {"es": "Texto"}, "confidence": "known",
            "official_code": False, "source": "Acta", "evidence": {"es": ["Acta", "Foto"]}, **more,
        }  # fmt: skip

    return {
        "format": 1, "id": "propio", "edition": "1", "title": {"es": "Reglas propias"}, "owner": "Oficina",
        "licence": "CC0", "source": "Acta 3", "attribution": {"es": "Oficina"}, "notice": {"es": "Borrador"},
        "languages": ["es"], "common_results": [result(NOT_APPLICABLE, True), result(UNANSWERED, False)],
        "result_sets": {"simple": [result("met", True), result("not_met", False)]},
        "modules": [{"code": "1", "title": {"es": "Todo"}, "results": "simple"}],
        "statuses": [{"code": "ready", "label": {"es": "Listo"}, "confidence": "known", "reason": {"es": "Acta"},
                      "source": "Acta", "needs": [{"results": ["met", NOT_APPLICABLE]}]}],
        "requirements": [row("A-1"), row("A-2", alternative_of="A-1"), row("A-3", alternative_of="A-1"), row("A-4")],
    }  # fmt: skip


def write(folder: Path, content: object, name: str = "propio-1.json") -> Path:
    """The catalogue written to a file."""
    path = folder / name
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


# An office's own folder


def test_an_office_adds_a_catalogue(tmp_path: Path, small: dict[str, Any]) -> None:
    write(tmp_path, small)
    assert [catalogue.key for catalogue in available(tmp_path)] == [*OURS, "propio-1"]
    own = get("propio-1", tmp_path)
    assert own.title("en") == "Reglas propias"
    assert own.requirement("A-1").evidence_items("es") == ["Acta", "Foto"]
    assert available(tmp_path / "not there") == available()


def test_an_office_corrects_a_catalogue_of_ours(tmp_path: Path) -> None:
    content = json.loads((FOLDER / "craft-2.0.json").read_text(encoding="utf-8"))
    content["requirements"][0]["text"]["es"] = "Corregido."
    write(tmp_path, content, "nuestro craft.json")
    assert pick(get("craft-2.0", tmp_path).requirements[0].text, "es") == "Corregido."
    assert pick(get("craft-2.0").requirements[0].text, "es") != "Corregido."
    assert len(available(tmp_path)) == len(OURS)


def test_hidden_files_of_other_systems_are_no_catalogues(tmp_path: Path, small: dict[str, Any]) -> None:
    write(tmp_path, small)
    (tmp_path / "._propio-1.json").write_bytes(b"\x00\x05\x16\x07")
    assert [catalogue.key for catalogue in available(tmp_path)] == [*OURS, "propio-1"]


def test_a_changed_file_is_read_again_an_unchanged_one_is_not(tmp_path: Path, small: dict[str, Any]) -> None:
    path = write(tmp_path, small)
    first = load_catalogue(path)
    assert load_catalogue(path) is first
    small["title"]["es"] = "Reglas nuevas de la oficina"
    write(tmp_path, small)
    assert load_catalogue(path).title("es") == "Reglas nuevas de la oficina"


def test_a_catalogue_nobody_has_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"craft-9\.9"):
        get("craft-9.9", tmp_path)


def test_two_files_with_the_same_catalogue_are_refused(tmp_path: Path, small: dict[str, Any]) -> None:
    write(tmp_path, small, "a.json")
    write(tmp_path, small, "b.json")
    with pytest.raises(CatalogueError, match=r"a\.json and b\.json"):
        available(tmp_path)


# Broken files


BROKEN: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "duplicate code": (lambda c: c["requirements"][3].update(code="A-1"), r"row 4 \(A-1\).*“A-1”.*earlier row"),
    "missing language": (lambda c: c["requirements"][3].update(text={"en": "x"}), r"row 4 \(A-4\).*“text”.*“es”"),
    "language not named": (lambda c: c["requirements"][0]["text"].update({"Español": "x"}), r"row 1.*“Español”"),
    "empty text": (lambda c: c["requirements"][1]["title"].update(es="  "), r"row 2 \(A-2\).*“title”.*“es”"),
    "half a character": (lambda c: c["requirements"][1]["title"].update(es="\ud83d"), r"row 2 .*“title”"),
    "unknown module": (lambda c: c["requirements"][2].update(module="7"), r"row 3 \(A-3\).*“module”.*“7”"),
    "unknown issue": (lambda c: c["requirements"][2].update(issue="7"), r"row 3 \(A-3\).*“issue”.*“7”"),
    "unknown results": (lambda c: c["modules"][0].update(results="fancy"), r"module 1 \(1\).*“fancy”.*simple"),
    "unknown results of a row": (lambda c: c["requirements"][0].update(results="fancy"), r"row 1 \(A-1\).*“fancy”"),
    "unknown result of a status": (
        lambda c: c["statuses"][0]["needs"][0].update(results=["done"]), r"status 1 \(ready\), need 1.*“done”"),
    "unknown tone": (lambda c: c["common_results"][0].update(tone="pink"), r"common result 1.*“pink”.*alarm"),
    "unknown confidence": (lambda c: c["requirements"][0].update(confidence="sure"), r"row 1.*“sure”.*inferred"),
    "unknown action": (lambda c: c["requirements"][0].update(action="wait"), r"row 1.*“wait”.*stop"),
    "unknown field": (lambda c: c["requirements"][0].update(titel="x"), r"row 1 \(A-1\).*“titel”.*not known"),
    "unknown field on top": (lambda c: c.update(licens="x"), r"top of the file.*“licens”"),
    "no row at all": (lambda c: c.update(requirements=[]), r"top of the file.*“requirements”"),
    "a row that is no object": (lambda c: c["requirements"].append("A-5"), r"row 5: this must be an object"),
    "yes instead of true": (lambda c: c["requirements"][0].update(official_code="yes"), r"row 1.*“official_code”"),
    "year in words": (lambda c: c["requirements"][0].update(due_year="one"), r"row 1.*“due_year”.*whole number"),
    "evidence as one text": (lambda c: c["requirements"][0].update(evidence={"es": "A"}), r"row 1.*“evidence”.*list"),
    "semicolon in evidence": (lambda c: c["requirements"][0].update(evidence={"es": ["a; b"]}), r"row 1.*semicolon"),
    "records as one text": (lambda c: c["requirements"][0].update(records="lot"), r"row 1.*“records”.*list"),
    "alternative of nothing": (lambda c: c["requirements"][3].update(alternative_of="Z"), r"A-4 .* alternative of Z"),
    "alternative of itself": (lambda c: c["requirements"][3].update(alternative_of="A-4"), r"alternative of A-4"),
    "result twice": (
        lambda c: c["result_sets"]["simple"].append(c["result_sets"]["simple"][0]), r"“met” stands twice in “simple”"),
    "no result for not answered": (lambda c: c["common_results"].pop(), r"“simple” lacks the result “unanswered”"),
    "result sets as a list": (lambda c: c.update(result_sets=[]), r"“result_sets”"),
    "module twice": (lambda c: c["modules"].append(c["modules"][0]), r"“1” stands twice in “modules”"),
    "key with a space": (lambda c: c.update(id="mi catalogo"), r"“id”.*small letters"),
    "no language": (lambda c: c.update(languages=[]), r"“languages”"),
    "another format": (lambda c: c.update(format=2), r"“format” must be 1"),
    "no format": (lambda c: c.pop("format"), r"“format” must be 1"),
    "limit without months": (
        lambda c: c.update(time_limits=[{
            "results": "simple", "result": "not_met", "starts": {"es": "Hoy"}, "source": "Acta", "dated": "pronto",
            "confidence": "known"}]), r"time limit 1.*“months”(.|\n)*“dated”.*YYYY-MM-DD"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_with_file_and_row(name: str, tmp_path: Path, small: dict[str, Any]) -> None:
    assert load_catalogue(write(tmp_path, small, "whole.json")).key == "propio-1"
    change, expected = BROKEN[name]
    change(small)
    path = tmp_path / "roto.json"
    path.write_text(json.dumps(small), encoding="utf-8")
    with pytest.raises(CatalogueError, match=expected) as refused:
        load_catalogue(path)
    assert "roto.json" in str(refused.value)


def test_all_problems_are_told_at_once_but_not_hundreds(tmp_path: Path, small: dict[str, Any]) -> None:
    for row in small["requirements"]:
        for field in ("title", "text", "source"):
            row[field] = ""
    with pytest.raises(CatalogueError) as refused:
        load_catalogue(write(tmp_path, small))
    lines = str(refused.value).splitlines()
    assert len(lines) == 12 and lines[-1] == "and 2 more."
    assert [line[:5] for line in lines[1:4]] == ["row 1"] * 3


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'{"format": 1,\n "id": }', r"line 2, column 8"),
        (b"", r"line 1, column 1"),
        (b"[]", r"top of the file: this must be an object"),
        ('{"title": "Título"}'.encode("latin-1"), r"UTF-8"),
        (b'{"format": 1, "format": 1}', r"“format” twice"),
        (b"[" * 200_000, r"not a catalogue"),
        (b'{"format": ' + b"9" * 10_000 + b"}", r"not a catalogue"),
    ],
)
def test_files_that_are_no_catalogue_at_all(content: bytes, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "otro.json"
    path.write_bytes(content)
    with pytest.raises(CatalogueError, match=expected) as refused:
        load_catalogue(path)
    assert "otro.json" in str(refused.value)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path, small: dict[str, Any]) -> None:
    path = tmp_path / "bom.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(small).encode())
    assert load_catalogue(path).key == "propio-1"


def test_a_file_that_is_not_there_or_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CatalogueError, match=r"nada\.json cannot be read"):
        load_catalogue(tmp_path / "nada.json")
    (tmp_path / "carpeta.json").mkdir()
    with pytest.raises(CatalogueError, match=r"carpeta\.json cannot be read"):
        load_catalogue(tmp_path / "carpeta.json")
    monkeypatch.setattr(load, "_LARGEST", 10)
    with pytest.raises(CatalogueError, match=r"craft-2\.0\.json is too large"):
        load_catalogue(FOLDER / "craft-2.0.json")
