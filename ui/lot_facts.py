"""What the page of a lot shows beside its form: what it is made of, what became of it, weights, assays, genealogy."""

from __future__ import annotations

from dataclasses import dataclass, field

from armdesk.i18n import _
from armdesk.models import Lot, choices, lineage
from armdesk.services.gold import determined, genealogy, trace
from armdesk.services.gold.determined import Measure
from armdesk.services.gold.genealogy import Drawing
from armdesk.services.gold.lot_stock import LOT, Source, sources
from armdesk.services.gold.trace import Trace
from armdesk.services.gold.trace_rows import SALE, Edge, Node
from armdesk.store import Store

Row = tuple[str, ...]


@dataclass
class LotFacts:
    """Everything about one lot.  Shape: rows of texts with the reference of each."""

    lot: Lot
    source: Source | None
    made_of: list[Row] = field(default_factory=list)
    made_of_references: list[str] = field(default_factory=list)
    became: list[Row] = field(default_factory=list)
    became_references: list[str] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    drawing: Drawing = field(default_factory=lambda: Drawing((), (), 0.0, 0.0))
    sales: list[str] = field(default_factory=list)


def gather(store: Store, lot: Lot) -> LotFacts:
    """Read it all; runs in the thread of the lists."""
    reference = f"{LOT}/{lot.id}"
    found = LotFacts(lot, sources(store, [reference]).get(reference))
    whole = trace.around(store, reference)
    for edge in whole.edges:
        if edge.target == reference:
            found.made_of.append(_row(whole, edge, edge.source))
            found.made_of_references.append(edge.source)
        if edge.source == reference:
            found.became.append(_row(whole, edge, edge.target))
            found.became_references.append(edge.target)
    found.measures = determined.measures(store, lot)
    found.drawing = genealogy.draw(whole)
    found.sales = [node.reference for node in whole.of(SALE)]
    return found


def _row(whole: Trace, edge: Edge, other: str) -> Row:
    node: Node = whole.nodes[other]
    words = {**choices.LOT_OPERATION, SALE: "Sale"}
    name = node.label if not node.detail else f"{node.label} · {node.detail}"
    return (name, str(node.day or ""), _(words.get(edge.operation, "")) if edge.operation else "",
            lineage.grams(edge.fine_mg) if edge.fine_mg is not None else "",
            lineage.grams(edge.loss_mg) if edge.loss_mg else "", edge.reason,
            _("Only proposed") if edge.proposed else "")


def headings() -> list[str]:
    """Headings of the two tables."""
    return [_("Name"), _("Date"), _("Operation"), _("Fine weight taken (g)"), _("Loss (g)"), _("Reason of the loss"),
            ""]


def measure_row(each: Measure) -> Row:
    """A finding as texts: what, value, apart from what was declared, the usual limit, a word, when, by whom."""
    weight = each.what == determined.WEIGHT
    show = lineage.grams if weight else _permille
    word = "" if each.difference is None or each.limit is None else _("too far apart") if each.apart else _("as usual")
    return (_("Weight (g)") if weight else _("Fineness (‰)"), show(each.value),
            "" if each.difference is None else show(each.difference), "" if each.limit is None else show(each.limit),
            word, str(each.day or ""), each.by)


def measure_headings() -> list[str]:
    """Headings of the findings."""
    return [_("What"), _("Determined"), _("Difference"), _("Usual limit"), "", _("Date"), _("By")]


def _permille(value: int) -> str:
    from armdesk.i18n import current
    from armdesk.i18n_formats import scaled_text

    return scaled_text(value, 1, current())


def side_by_side(lot: Lot) -> tuple[str, str]:
    """Declared and determined weight, fineness and fine weight as two lines; the second "" where nothing is."""
    from armdesk.models.production import fine_mg

    def line(gross: int | None, fineness: int | None) -> str:
        fine = fine_mg(gross, fineness)
        return "  ·  ".join(filter(None, (
            f"{lineage.grams(gross)} g" if gross is not None else "",
            f"{_permille(fineness)} ‰" if fineness is not None else "",
            _("{grams} g fine").format(grams=lineage.grams(fine)) if fine is not None else "")))

    declared = _("Declared: {values}").format(values=line(lot.gross_mg, lot.fineness) or "–")
    if lot.determined_gross_mg is None and lot.determined_fineness is None:
        return declared, ""
    gross = lot.determined_gross_mg if lot.determined_gross_mg is not None else lot.gross_mg
    fineness = lot.determined_fineness if lot.determined_fineness is not None else lot.fineness
    by = " · ".join(filter(None, (lot.determined_by, str(lot.determined_on or ""))))
    return declared, _("Determined: {values} ({by})").format(values=line(gross, fineness), by=by)
