"""The stock card of one item: every movement with the balance after it, as a document and as a table."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from armdesk.i18n import N_, _
from armdesk.models import ReagentMovement
from armdesk.reports.document import CellValue, Column, Document, Facts, Heading, Paragraph, Table
from armdesk.reports.document import Fact as KeyFact
from armdesk.services.gold.stock_cards import SIGNS, Card

_NOTES = {"below_zero": N_("below zero"), "unexplained": N_("difference without reason"),
          "without_paper": N_("no document")}


def columns(card: Card) -> tuple[Column, ...]:
    """Columns of a card; amounts in its unit."""
    unit = ReagentMovement.field("unit").format(card.key.unit)
    return (
        Column("date", _("Date"), "date"), Column("kind", _("Movement")),
        Column("in_qty", _("In"), "number", unit, 3), Column("out_qty", _("Out"), "number", unit, 3),
        Column("balance", _("Balance"), "number", unit, 3), Column("counted", _("Counted"), "number", unit, 3),
        Column("difference", _("Difference"), "number", unit, 3), Column("remark", _("Remark"), "note", width=1.6),
        Column("document_no", _("Document no."), "code"), Column("batch_code", _("Batch"), "code"),
        Column("used_by", _("Who")))


def rows(card: Card) -> list[tuple[CellValue, ...]]:
    """Rows of a card in the order of its days."""
    kind = ReagentMovement.field("kind")
    return [(line.day, kind.format(line.kind), _amount(line.amount) if SIGNS[line.kind] > 0 else None,
             _amount(line.amount) if SIGNS[line.kind] < 0 else None, _amount(line.balance),
             _amount(line.counted) if line.counted is not None else None,
             _amount(line.difference) if line.difference is not None else None, remark(line) or None,
             line.document_no or None, line.batch or None, line.who or None) for line in card.lines]


def remark(line: object) -> str:
    """What is odd about a movement, why a count differs, and its note."""
    odd = [_(words) for name, words in _NOTES.items() if getattr(line, name)]
    said = [text for text in (getattr(line, "reason", ""), getattr(line, "note", "")) if text]
    return "; ".join([*odd, *said])


def document(card: Card, name: str, language: str, day: date) -> Document:
    """A card as a printed document.  Shape: name is that of the cooperative."""
    made = Document(title=_("Stock card: {card}").format(card=card.title()), language=language, made_on=day,
                    short_title=card.title(), author=name)
    made.add(Heading(_("Stock card: {card}").format(card=card.title())))
    made.add(Paragraph(_("{name}, as of {day}. A count whose difference has a reason sets the book right.").format(
        name=name or _("The cooperative"), day=day), "quiet"))
    counts = [line for line in card.lines if line.counted is not None]
    facts = [KeyFact(_("Balance by the book"), card.shown(card.balance))]
    if counts:
        facts.append(KeyFact(_("Last counted"), card.shown(counts[-1].counted or 0), counts[-1].day.isoformat()))
    made.add(Facts(tuple(facts)))
    made.add(Table(columns(card), rows(card), empty_text=_("No movement is written down.")))
    return made


def _amount(thousandths: int) -> Decimal:
    return Decimal(thousandths).scaleb(-3)
