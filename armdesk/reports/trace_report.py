"""The traceback of a sale and the forward trace of a lot as a document, with the genealogy as a drawing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from armdesk.history import Head
from armdesk.i18n import _, current
from armdesk.i18n_formats import decimal_text
from armdesk.models import Organisation, lineage
from armdesk.reports.document import Cover, Document, Fact, Facts, Graph, GraphBox, GraphRibbon, Heading, Paragraph
from armdesk.reports.trace_parts import parts
from armdesk.reports.trace_people import Part
from armdesk.services.gold import genealogy, trace
from armdesk.services.gold.lot_stock import BATCH, DELIVERY, LOT
from armdesk.services.gold.trace import BACK, Trace
from armdesk.services.gold.trace_rows import SALE
from armdesk.store import Store

_LONGEST = 22


def title_of(found: Trace) -> str:
    """What the report is called: "Traceback of sale 0045", "Forward trace of lot L-7"."""
    node = found.nodes.get(found.starts[0]) if found.starts else None
    name = node.label if node else ""
    kind = found.starts[0].partition("/")[0] if found.starts else ""
    words = {
        (BACK, SALE): _("Traceback of sale {name}"), (BACK, LOT): _("Traceback of lot {name}"),
        (BACK, BATCH): _("Traceback of batch {name}"), ("forward", LOT): _("Forward trace of lot {name}"),
        ("forward", BATCH): _("Forward trace of batch {name}"),
        ("forward", DELIVERY): _("Forward trace of delivery {name}"),
    }
    return words.get((found.way, kind), _("Way of the gold: {name}")).format(name=name)


def trace_report(store: Store, found: Trace, made_on: date, *, names: bool = False,
                 head: Head | None = None) -> Document:
    """The chain as neutral blocks in the language in force.

    Shape: names prints people by their names; without, by their codes, as for a buyer or auditor.
    """
    title = title_of(found)
    organisation = store.one(Organisation)
    producer = str(organisation.legal_name or "") if organisation else ""
    codes = ((_("Head of the history"), head.hash),) if head else ()
    node = found.nodes.get(found.starts[0]) if found.starts else None
    about = " · ".join(filter(None, (node.day.isoformat() if node and node.day else "", node.detail if node else "")))
    lines = (_("Made on {day}").format(day=made_on),
             _("People by name") if names else _("People by code, in place of names"))
    report = Document(title, current(), Cover(title, producer, about, lines, codes), made_on=made_on, author=producer,
                      short_title=f"{title} · {producer}", foot_code=head.short() if head else "")
    pieces = parts(store, found, names=names)
    report.add(Heading(_("In short"), anchor="short"), _facts(found, pieces))
    for each in found.breaks:
        report.add(Paragraph(each.sentence, "alarm"))
    if any(edge.proposed for edge in found.edges):
        report.add(Paragraph(_("Ways drawn with dashes were reckoned afterwards from the dates; nobody noted them on "
                               "the day."), "warn"))
    if found.way == BACK and not found.breaks:
        report.add(Paragraph(_("Every lot and batch on the way names what it was made of."), "good"))
    drawing = genealogy.draw(found)
    if len(drawing.boxes) > 1:
        starts = set(found.starts) if found.way == BACK else set()
        report.add(graph(drawing, starts, names=names))
    for part in pieces:
        report.add(Heading(part.title, anchor=part.key), replace(part.table, caption=""))
    return report


def _facts(found: Trace, pieces: list[Part]) -> Facts:
    counts = {part.key: len(part.table.rows) for part in pieces}
    start = [found.nodes[each] for each in found.starts if each in found.nodes]
    fine = sum(node.fine_mg or 0 for node in start)
    facts = [Fact(_("Fine gold"), _("{grams} g").format(grams=lineage.grams(fine)))]
    for kind, label in ((LOT, _("Lots")), (BATCH, _("Batches")), (DELIVERY, _("Deliveries")), (SALE, _("Sales"))):
        number = len(found.of(kind))
        if number:
            facts.append(Fact(label, decimal_text(number, 0, current())))
    facts.append(Fact(_("Declared losses"), _("{grams} g").format(grams=lineage.grams(found.loss_mg))))
    if counts.get("shifts"):
        facts.append(Fact(_("Shifts"), decimal_text(counts["shifts"], 0, current())))
    return Facts(tuple(facts))


def graph(drawing: genealogy.Drawing, path_of: set[str], *, names: bool = True) -> Graph:
    """A genealogy for a document; the ways that lead to some records are gold."""
    keys: set[str] = set()
    pairs: set[tuple[str, str]] = set()
    for reference in path_of:
        more_keys, more_pairs = drawing.way_back(reference)
        keys |= more_keys
        pairs |= more_pairs
    boxes = tuple(GraphBox(box.x, box.y, genealogy.BOX, box.height, words_of(box, names=names), box.key in keys,
                           box.loss) for box in drawing.boxes)
    ribbons = tuple(GraphRibbon(ribbon.points, ribbon.width, (ribbon.source, ribbon.target) in pairs, ribbon.proposed)
                    for ribbon in drawing.ribbons)
    return Graph(_("What came of what; ribbons are as wide as their fine gold, losses are red"), boxes, ribbons,
                 drawing.width, drawing.height, "graph")


def words_of(box: Any, *, names: bool = True) -> tuple[str, ...]:
    """What stands in a box, the most important first."""
    grams = _("{grams} g fine").format(grams=lineage.grams(box.fine_mg)) if box.fine_mg is not None else ""
    detail = box.detail if names or box.kind == SALE else ""
    lines = (box.label, grams, genealogy.days_text(box), detail)
    return tuple(line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…" for line in lines if line)


__all__ = ["graph", "title_of", "trace", "trace_report", "words_of"]
