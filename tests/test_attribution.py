"""The page of sources and licences: whose work a catalogue rests on, what is inferred, whose the codes are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from armdesk.catalogues import load
from armdesk.evidence.pdfs import text_of
from armdesk.exports.pdf import write_pdf
from armdesk.i18n import _, speaking
from armdesk.models import OwnRequirement
from armdesk.reports.attribution import attribution_report, honest
from armdesk.reports.document import Document, Paragraph, Table
from armdesk.services.basis import own_rows
from armdesk.services.basis.marking import coded, legend, short_legend
from armdesk.store import Store

DAY = date(2026, 1, 20)


def made(store: Store, language: str = "en") -> Document:
    catalogues = own_rows.known(store)
    return attribution_report(store, catalogues, {each.key: load.sum_of(each.key) for each in catalogues}, DAY,
                              language)


def _texts(paper: Document) -> Iterator[str]:
    for block in paper.blocks:
        if isinstance(block, Paragraph):
            yield block.text


@pytest.mark.parametrize("language", ["en", "es"])
def test_craft_is_credited_as_its_licence_asks(store: Store, language: str) -> None:
    said = "\n".join(_texts(made(store, language)))
    owner = "Alliance for Responsible Mining (ARM)" if language == "en" else "Minería Responsable (ARM)"
    licence = "https://creativecommons.org/licenses/by-sa/4.0/"
    for words in (owner, "RESOLVE", "CC BY-SA 4.0", licence, load.sum_of("craft-2.0")):
        assert words in said
    assert ("Changes: paraphrased" if language == "en" else "Cambios: parafraseado") in said


def test_every_row_stands_there_with_whose_code_it_is_and_how_sure(store: Store) -> None:
    store.save(OwnRequirement(catalogue="craft-2.0", code="OWN-1", module="1", title_es="Mapa", text_es="Hay un mapa."))
    tables = [block for block in made(store).blocks if isinstance(block, Table)]
    rows = {row[0]: row[2:] for table in tables for row in table.rows if len(row) == 4}
    assert len(rows) == 67 + 1 + 212 + 72
    assert rows["M.1/5.2.3/R.1"] == ("official number", "seen in a source")
    assert rows["OWN-1 ◆"] == ("own requirement", "own words")
    assert rows["FM-1.1-04 *≈"] == ("armdesk reference", "inferred, a working assumption")


def test_the_pack_names_each_inferred_row(store: Store) -> None:
    craft = load.get("craft-2.0")
    said = " ".join(block.text for block in honest(craft) if isinstance(block, Paragraph))
    inferred = [each.code for each in craft if each.confidence == "inferred"]
    assert len(inferred) == 26 and all(code in said for code in inferred) and "official number: " in said


def test_the_legend_says_only_what_is_there(store: Store) -> None:
    craft = load.get("craft-2.0")
    assert legend([craft.requirement("M.1/5.2.3/R.1")]) == "" == short_legend([craft.requirement("M.1/5.2/P.1")])
    assert coded(craft.requirement("M.1/5.2.3/R.1")) == "M.1/5.2.3/R.1"
    assert "inferred" in legend(craft) and "our own" not in legend(craft)


def test_it_prints(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "sources.pdf"
    write_pdf(made(store, "es"), path)
    text = text_of(path)
    with speaking("es"):
        title = _("Sources and licences of the catalogues")
    assert "CC BY-SA 4.0" in text and title in " ".join(text.split())
