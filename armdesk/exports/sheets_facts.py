"""The table of facts of a pack: what the registers say of the period, and what statements cited with their day."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from armdesk.exports.pack_table import PackTable, Row
from armdesk.i18n import N_, _
from armdesk.reports.craft_parts import fact_of
from armdesk.reports.document import CellValue, Column
from armdesk.services.packs.scope import Scope
from armdesk.services.period_facts.facts import sentence
from armdesk.services.period_facts.figures import FIGURES
from armdesk.services.period_facts.frozen_facts import Told

_KIND = {"now": N_("the registers on the day of the pack"), "cited": N_("cited in a statement"),
         "changed": N_("cited in a statement; the source has changed since")}


def facts(scope: Scope) -> PackTable:
    """S37: the facts of the period as this pack found them, then those that statements cite as they found them.

    The rows behind a fact are told by their number and hash, of people neither.
    """
    columns = (
        Column("fact", _("Fact"), "code"),
        Column("what", _("What it says"), width=2.0),
        Column("kind", _("As told by"), width=1.5),
        Column("criterion_codes", _("Requirements"), "note", width=2.0),
        Column("computed_on", _("Computed on"), "date"),
        Column("period_from", _("Period from"), "date"),
        Column("period_to", _("Period until"), "date"),
        Column("value", _("Value")),
        Column("sentence", _("Sentence"), "note", width=3.0),
        Column("rows", _("Rows"), "number", places=0),
        Column("rows_sha256", _("SHA-256 of the rows"), "code", width=1.5),
    )

    def make(coded: bool) -> Iterator[Row]:
        yield from _now(scope, coded)
        for code, each in _cited(scope):
            kind = "cited" if each.now is None else "changed"
            figure = scope.figures.of(each.cited.fact) if each.cited.fact in FIGURES else None
            label = _(figure.label) if figure is not None else None
            yield (each.cited.fact, label, kind if coded else _(_KIND[kind]), code, each.cited.computed_on,
                   each.cited.period_from, each.cited.period_to, None,
                   scope.hide.text(each.cited.sentence or "") or None,
                   *_rows(figure is None or figure.people, each.cited.rows_count, each.cited.rows_sha256))

    return PackTable("S37", "facts", _("Facts"),
                     _("What the registers say of the period, and the facts that statements cite."), columns, make,
                     "standards", {"kind": {key: _(label) for key, label in _KIND.items()}})


def _cited(scope: Scope) -> Iterator[tuple[str, Told]]:
    """Facts that statements of any standard of the pack cite, with the code of the requirement."""
    for each in (scope, *map(scope.of, scope.lists)):
        for code, cited in sorted(each.cited_facts.items()):
            yield from ((code, one) for one in cited)


def _now(scope: Scope, coded: bool) -> Iterator[Row]:
    codes: dict[str, list[str]] = {}
    for requirement in chain(scope.catalogue, *scope.lists):
        for name in requirement.facts:
            codes.setdefault(name, []).append(requirement.code)
    kind = "now" if coded else _(_KIND["now"])
    for name in FIGURES:
        if name not in codes or name in scope.unsaid or scope.figures.of(name).value is None:
            continue
        figure, stamp = scope.figures.of(name), scope.stamps.of(name)
        value = figure.kept if coded and not figure.people else fact_of(scope, figure).value
        yield (name, _(figure.label), kind, ", ".join(codes[name]), scope.made_on, scope.period.begins,
               scope.period.ends, value, sentence(figure, scope.period, outside=True),
               *_rows(figure.people, stamp.count, stamp.sha256))


def _rows(people: bool, count: int | None, sha256: str | None) -> tuple[CellValue, CellValue]:
    return (None, None) if people else (count, sha256)
