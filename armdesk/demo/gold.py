"""The demonstration smelter: lots from batches and deliveries, their assays, seals and hand-overs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from armdesk.demo.book import LAST, Book
from armdesk.demo.mining import Delivery, Mined
from armdesk.demo.papers import Papers
from armdesk.demo.plant import Batched
from armdesk.models.production import fine_mg

NO_SEAL_LOT, ASSAY_APART_LOT, HELD_LOT = "L-2024-031", "L-2025-027", "L-2025-052"
_LOSS_PER_TEN_THOUSAND = (15, 38)


@dataclass(frozen=True)
class Melted:
    """A lot as the seller needs it."""

    id: str
    code: str
    day: date
    gross: int
    fineness: int


def add_lots(book: Book, papers: Papers, mined: Mined, batches: list[Batched]) -> list[Melted]:
    """Note a lot for each batch, and one each month for what was panned and selected."""
    parts = [(batch.day + timedelta(days=2), [("batch", batch.id, batch.fine)], batch.fineness) for batch in batches]
    for deliveries in mined.months.values():
        last = max(each.day for each in deliveries)
        inputs = [("production", each.id, each.fine) for each in deliveries]
        parts.append((last + timedelta(days=1), inputs, _mean_fineness(deliveries)))
    counts: dict[int, int] = {}
    lots = []
    for day, inputs, fineness in sorted(parts, key=lambda part: (part[0], part[2])):
        counts[day.year] = counts.get(day.year, 0) + 1
        lots.append(_lot(book, papers, f"L-{day.year}-{counts[day.year]:03d}", day, inputs, fineness))
    return lots


def _mean_fineness(deliveries: list[Delivery]) -> int:
    gross = sum(each.gross for each in deliveries)
    return sum(each.fine for each in deliveries) * 10_000 // gross


def _lot(book: Book, papers: Papers, code: str, day: date, inputs: list[tuple[str, str, int]], raw: int) -> Melted:
    taken = sum(fine for _kind, _id, fine in inputs)
    fineness = min(raw + book.between(60, 150), 9_300)
    gross = taken * (10_000 - book.between(*_LOSS_PER_TEN_THOUSAND)) // 10_000 * 10_000 // fineness // 10 * 10
    loss = taken - (fine_mg(gross, fineness) or 0)
    number = len(book.rows["lot"]) + 1
    held = code == HELD_LOT
    lot = book.add("lot", code=code, created_on=day, site=book.id("site", "SIT-05"), form="dore", source_type="mined",
                   gross_mg=gross, fineness=fineness, package="Bolsa de seguridad",
                   seal_no=None if code == NO_SEAL_LOT else f"PI-{number:05d}", status="hold" if held else "open",
                   hold_reason="Falta aclarar la diferencia de ensaye" if held else None, hs_code="710812")
    for place, (kind, source, fine) in enumerate(inputs):
        book.add("lot_input", lot=lot, **{kind: source}, input_mg=fine, date=day,
                 operation="melting" if kind == "batch" else "production",
                 loss_mg=loss if place == 0 else None, loss_reason="Fundición y escoria" if place == 0 else None)
    _assay(book, papers, lot, code, day, fineness, own=True)
    return Melted(lot, code, day, gross, fineness)


def _assay(book: Book, papers: Papers, lot: str, code: str, day: date, fineness: int, *, own: bool) -> None:
    paper = None
    if not own and int(code[-3:]) % 5 == 0:
        lines = (f"Lote {code}", f"Ley: {fineness / 10:.1f} milésimas")
        paper = papers.scan("certificate", f"Certificado de ensaye {code}", lines, day=day,
                            issuer="Laboratorio del comprador")
    book.add("assay", lot=lot, party="own" if own else "buyer", method="xrf" if own else "fire", date=day,
             lab="Tesorería" if own else "Laboratorio del comprador", fineness=fineness, uncertainty=40 if own else 10,
             certificate_no=None if own else f"ENS-{code[2:]}", document=paper)


def hand_over(book: Book, papers: Papers, lot: Melted, day: date, buyer: str) -> int:
    """Note how a lot went to its buyer; returns the fineness he measured."""
    measured = lot.fineness - book.between(0, 11)
    if lot.code == ASSAY_APART_LOT:
        measured = lot.fineness - 420
    known = {"lot": lot.id, "seal_no": book.row("lot", lot.code)["seal_no"], "scale_id": "BAL-01",
             "signed_by_both": True, "seal_intact": True, "document_no": f"GUIA-{lot.code[2:]}"}
    book.add("custody_transfer", **known, sequence=1, date=day, time="08:30", from_party="Tesorería de la cooperativa",
             to_party="Transportes Blindados del Río", place="Planta comunitaria La Unión", gross_from_mg=lot.gross,
             gross_to_mg=lot.gross, carrier=book.id("party", "TRA-01"), route="Planta - cabecera - comprador")
    book.add("custody_transfer", **known, sequence=2, date=day, time="14:10",
             from_party="Transportes Blindados del Río",
             to_party=buyer, place="Bodega del comprador", gross_from_mg=lot.gross,
             gross_to_mg=lot.gross - book.between(0, 3) * 10)
    _assay(book, papers, lot.id, lot.code, min(day + timedelta(days=1), LAST), measured, own=False)
    return measured


def month_end(month: str) -> date:
    """Last day of a month such as 2025-05."""
    year, number = int(month[:4]), int(month[5:])
    following = date(year + number // 12, number % 12 + 1, 1)
    return following - timedelta(days=1)


def produced_until(mined: Mined, day: date) -> int:
    """Fine mg delivered up to a day."""
    deliveries = [each for part in (mined.weeks, mined.months) for some in part.values() for each in some]
    return sum(each.fine for each in deliveries if each.day <= day)


