"""The chain on paper: its parts lead to records, names stay in the office unless asked for, the graph is a vector."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from examples_lots import DAY, delivery, do, get, lot, new, sale
from factories import make
from pypdfium2 import PdfDocument
from test_trace import chain

from armdesk.exports.graph_shapes import GOLD_FLOW, draw_flow
from armdesk.exports.html import write_html
from armdesk.exports.pdf import write_pdf
from armdesk.exports.shapes import Box, Label
from armdesk.exports.shapes import Path as Line
from armdesk.i18n import speaking
from armdesk.models import Assay, Citation, CustodyTransfer, Lot, Payment, SaleDeduction, Shift
from armdesk.reports.document import Graph, GraphBox, GraphRibbon, Paragraph, Table
from armdesk.reports.trace_parts import parts
from armdesk.reports.trace_report import title_of, trace_report
from armdesk.services.gold import genealogy, trace
from armdesk.services.gold.lots import sell
from armdesk.services.gold.proposal import accept, propose
from armdesk.store import Store

TODAY = date(2026, 1, 31)


def whole(store: Store) -> dict[str, str]:
    """A chain with everything a buyer asks for."""
    person = make(store, "person", code="SOC-7", name="Rosalba Quintín Ñuste").id
    crew, site = make(store, "crew").id, make(store, "site").id
    store.save(Shift(date=DAY, crew=crew, site=site, shift="day", hours=800, persons=9))
    store.save(Shift(date=DAY + timedelta(days=1), crew=crew, site=site, shift="day", hours=800, persons=4))
    source = delivery(store, 20_000, person=person, crew=crew, site=site)
    [bar] = do(store, "production", [source], new("L-1", 19_000, seal_no="S-9"), reason="Escoria")
    sold = sell(store, sale("V-1", gross=19_000), [bar.id])
    assay = store.save(Assay(lot=bar.id, party="buyer", method="fire", fineness=8_990, date=DAY, certificate_no="LC-1"))
    store.save(CustodyTransfer(lot=bar.id, date=DAY, from_party="Tesorería", to_party="Transporte", seal_no="S-9",
                               seal_intact=True))
    store.save(SaleDeduction(sale=sold.id, kind="royalty", amount=100_000, currency="COP", receipt_ref="REG-31"))
    store.save(Payment(code="RP-1", date=DAY, sale=sold.id, person=person, amount=5_000_000, currency="COP",
                       method="cash"))
    paper = make(store, "document", title="Certificado LC-1").id
    store.save(Citation(document=paper, target=f"assay/{assay.id}"))
    return {"sale": f"sale/{sold.id}", "lot": f"lot/{bar.id}", "delivery": source, "person": person, "paper": paper}


def words(path: Path) -> str:
    return " ".join("".join(each.get_textpage().get_text_range() for each in PdfDocument(path)).split())


def test_every_part_is_there_and_leads_to_its_records(store: Store) -> None:
    ids = whole(store)
    found = {part.key: part for part in parts(store, trace.back(store, ids["sale"]))}
    assert list(found) == ["sales", "lots", "steps", "deliveries", "shifts", "assays", "hand_overs", "taxes",
                           "payments", "papers"]
    assert found["lots"].references == (ids["lot"],)
    assert found["deliveries"].references == (ids["delivery"],)
    assert found["papers"].references == (f"document/{ids['paper']}",)
    assert "assay L-1" in found["papers"].table.rows[0]
    assert len(found["shifts"].table.rows) == 1, "only the shifts of the days and crews that delivered"
    assert "Rosalba Quintín Ñuste" in found["deliveries"].table.rows[0]
    for part in found.values():
        assert len(part.references) == len(part.table.rows)
        assert all(len(row) == len(part.table.columns) for row in part.table.rows)


def test_for_others_people_are_codes(store: Store) -> None:
    ids = whole(store)
    shown = str([part.table.rows for part in parts(store, trace.back(store, ids["sale"]), names=False)])
    assert "Rosalba" not in shown and shown.count("SOC-7") == 2


def test_the_report_in_both_languages_as_pdf_and_html(store: Store, tmp_path: Path) -> None:
    ids = whole(store)
    for language in ("es", "en"):
        with speaking(language):
            report = trace_report(store, trace.back(store, ids["sale"]), TODAY, head=store.head())
        write_pdf(report, tmp_path / f"{language}.pdf")
        write_html(report, tmp_path / f"{language}.html")
        text = words(tmp_path / f"{language}.pdf")
        for word in ("V-1", "L-1", "S-9", "LC-1", "REG-31", "RP-1", "SOC-7"):
            assert word in text, word
        assert "Rosalba" not in text
        html = (tmp_path / f"{language}.html").read_text("utf-8")
        assert "<svg" in html and GOLD_FLOW in html and "Rosalba" not in html
    again = tmp_path / "again.pdf"
    with speaking("en"):
        write_pdf(trace_report(store, trace.back(store, ids["sale"]), TODAY, head=store.head()), again)
    assert again.read_bytes() == (tmp_path / "en.pdf").read_bytes(), "the same state gives the same bytes"


def test_titles_say_the_direction(store: Store) -> None:
    ids = chain(store)
    assert title_of(trace.back(store, ids["sale"])) == "Traceback of sale V-1"
    assert title_of(trace.forward(store, ids["whole"])) == "Forward trace of lot L-1"
    assert title_of(trace.around(store, ids["whole"])) == "Way of the gold: L-1"


def _paragraphs(report: Any) -> list[tuple[str, str]]:
    return [(block.tone, block.text) for block in report.blocks if isinstance(block, Paragraph)]


def test_breaks_and_proposals_are_said_first(store: Store) -> None:
    bare = store.save(Lot(code="B-16", gross_mg=10_000, fineness=9_000, created_on=DAY))
    delivery(store, 10_000)
    sold = store.save(sale("V-9", lot=bare.id))
    report = trace_report(store, trace.back(store, f"sale/{sold.id}"), TODAY)
    assert _paragraphs(report)[0][0] == "alarm" and "B-16 has no inputs" in _paragraphs(report)[0][1]
    accept(store, propose(store, {bare.id}))
    report = trace_report(store, trace.back(store, f"sale/{sold.id}"), TODAY)
    assert [tone for tone, _text in _paragraphs(report)] == ["warn", "good"]
    [graph] = [block for block in report.blocks if isinstance(block, Graph)]
    assert any(ribbon.dashed for ribbon in graph.ribbons) and all(box.gold for box in graph.boxes)
    assert "Only proposed" in str([block.rows for block in report.blocks if isinstance(block, Table)])


def test_a_graph_is_made_to_fit_and_never_larger() -> None:
    boxes = (GraphBox(0, 0, 100, 40, ("A", "1 g"), gold=True, loss=5), GraphBox(900, 0, 100, 40, ("B",)))
    graph = Graph("G", boxes, (GraphRibbon(((100, 20), (900, 20)), 20, gold=True),), 1000, 45)
    drawing = draw_flow(graph, 500, 400)
    assert drawing.width == 500 and drawing.height == 45 / 2 + 4
    lines = [shape for shape in drawing.shapes if isinstance(shape, Line)]
    assert lines[0].width == 10 and lines[0].points[-1] == (450, 10)
    assert sum(isinstance(shape, Box) for shape in drawing.shapes) == 5, "two boxes, their marks, one loss"
    assert {shape.text for shape in drawing.shapes if isinstance(shape, Label)} == {"A", "1 g", "B"}
    assert draw_flow(graph, 5_000, 4_000).height == 49


def test_a_large_genealogy_is_drawn_on_its_side(store: Store, tmp_path: Path) -> None:
    last = lot(store, "L-0", 50_000)
    for place in range(1, 9):
        [made] = do(store, "combination", [last, lot(store, f"M-{place}", 1_000, days=place)],
                    new(f"L-{place}", (get(store, last).gross_mg or 0) + 1_000), days=place)
        last = f"lot/{made.id}"
    report = trace_report(store, trace.back(store, last), TODAY)
    write_pdf(report, tmp_path / "big.pdf")
    assert any(page.get_width() > page.get_height() for page in PdfDocument(tmp_path / "big.pdf"))
    assert len(genealogy.draw(trace.back(store, last)).boxes) == 26
