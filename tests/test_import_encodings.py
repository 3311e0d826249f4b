"""Old text tables: the letters of Windows, DOS and Macintosh are told apart by the words they make."""

from __future__ import annotations

from pathlib import Path

import pytest

from armdesk.importers import office
from armdesk.importers.encodings import ENCODINGS, guess
from armdesk.importers.text_rows import TextShape, read_text

TEXTS = {
    "spanish": "Fecha;Nombre;Peso\n1;José Peña Núñez;5\n2;María Ángeles Gutiérrez;3\n3;Ñahui Óscar;2\n4;Ramón Güell\n",
    "capitals": "FECHA;NOMBRE\n1;JOSÉ PEÑA NÚÑEZ\n2;MARÍA ÁNGELES ÓRTIZ\n",
    "french": "Date;Nom;Quantité\n1;Aïcha Ouédraogo;l'été\n2;François Béré;où ça\n3;Noël;élève\n",
    "portuguese": "Data;Nome\n1;João da Conceição\n2;Antônio Simões;pão\n",
    "one ñ": "a;b\n1;Peña\n", "one í": "a;b\n1;María\n", "one é": "a;b\n1;José\n", "one ó": "a;b\n1;Ramón\n",
    "one ú": "a;b\n1;Perú\n", "first letters": "Área;Día\n1;2\n",
}


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "mac_roman"])
@pytest.mark.parametrize("name", TEXTS)
def test_the_letters_are_read_as_they_were_written(tmp_path: Path, name: str, encoding: str) -> None:
    content = TEXTS[name].encode(encoding)
    assert content.decode(guess(content)) == TEXTS[name]
    path = tmp_path / "book.csv"
    path.write_bytes(content)
    table = read_text(path)
    assert [";".join(row) for row in table.rows()] == TEXTS[name].splitlines()
    assert ENCODINGS[table.shape.encoding]
    told = [each for each in table.oddities if "look at the names" in each]
    assert len(told) == (encoding != "cp1252"), "what nobody expects is told"


@pytest.mark.parametrize("text", ["12 °C;N.º 5\n", "“río”;l’eau – 3 €\n", "plain;text\n", "½ kg;±3\n"])
def test_windows_is_taken_where_nothing_speaks_against_it(text: str) -> None:
    assert guess(text.encode("cp1252")) == "cp1252"


def test_bytes_that_windows_does_not_know_are_still_read() -> None:
    assert guess(b"a\x81b;\xe9t\xe9;\xf1a\n") in ("latin-1", "cp850", "mac_roman")
    assert guess(b"\x81\x8d\x8f") != "cp1252"


def test_a_chosen_encoding_is_taken_without_a_remark(tmp_path: Path) -> None:
    path = tmp_path / "book.csv"
    path.write_bytes(TEXTS["one é"].encode("cp850"))
    assert not read_text(path, TextShape("cp850")).oddities
    assert list(read_text(path, TextShape("cp1252")).rows())[1] == ["1", "Jos‚"]


def _cautions(path: Path, text: str) -> list[str]:
    path.write_text(text, encoding="utf-8")
    [handed] = office.sort_out([path], [])
    assert handed.proposed and handed.recipe is not None, handed.remark
    return [each.sentence for each in handed.cautions]


PEOPLE = "Nombre completo;Cédula;Sexo\nAna Quispe;123;F\nJuma Alí;456;M\n"


@pytest.mark.parametrize(("text", "told"), [
    (PEOPLE, []),
    (PEOPLE + "\n\nHecho por;Firma\n", []),
    (PEOPLE + "\nNombre completo;Cédula;Sexo\nEva;789;F\n", []),
    (PEOPLE + "\nTotal;2;\n", []),
    (PEOPLE + "\n\nVentas\nComprador;Peso bruto;Fecha\nOro SA;12,5;2025-01-02\n", []),  # read as a table of its own
    (PEOPLE + "Comprador;Peso bruto;Fecha\nOro SA;12,5;2025-01-02\n", []),
    (PEOPLE + "\nVehículo;Llantas;Color\nCamión;6;azul\n", ["Row 5 looks like"]),
    ("Nombre completo;Cédula;Sexo;cedula\nAna Quispe;123;F;999\n", [
        "“Cédula” stands over 2 columns; only the first of them is read."]),
])
def test_what_a_proposal_would_read_wrong_is_told(tmp_path: Path, text: str, told: list[str]) -> None:
    found = _cautions(tmp_path / "socios.csv", text)
    assert len(found) == len(told) and all(ours.startswith(theirs) for ours, theirs in zip(found, told, strict=True))
