"""Who mined what was traced, and when: deliveries by site, crew and person, and the shifts they came from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from armdesk.i18n import _
from armdesk.models import choices, lineage
from armdesk.reports.document import CellValue, Column, Table
from armdesk.services.basis.figure import ask, grams, id_of
from armdesk.services.gold.lot_stock import DELIVERY
from armdesk.services.gold.trace import Trace
from armdesk.store import Store


@dataclass(frozen=True)
class Part:
    """One part of the chain.  Shape: references lead to the record of each row, "" where there is none."""

    key: str
    title: str
    table: Table
    references: tuple[str, ...]


@dataclass(frozen=True)
class Names:
    """How people are named: by name in the office, by code for others."""

    store: Store
    open: bool

    def of(self, ids: Iterable[str]) -> dict[str, str]:
        """Names or codes of people by id."""
        wanted = sorted({each for each in ids if each})
        found = self.store.labels("person", wanted)
        if self.open:
            return found
        codes = {id_of(raw): str(code) for marks, part in lineage.blocks(bytes.fromhex(each) for each in wanted)
                 for raw, code in self._codes(marks, part)}
        return {id_: codes.get(id_) or _("person {number}").format(number=place)
                for place, id_ in enumerate(wanted, 1)}

    def _codes(self, marks: str, part: Sequence[bytes]) -> list[tuple[Any, ...]]:
        return ask(self.store, "SELECT id, code FROM person WHERE id IN (" + marks + ")", *part)

    def written(self, text: str | None) -> str:
        """A name that only stands as it was written."""
        return str(text or "") if self.open else _("not on the roster") if text else ""


@dataclass
class _Group:
    """Deliveries of one person or crew at one site."""

    references: list[str]
    first: date
    last: date
    fine: int = 0
    share: int = 0


def deliveries(store: Store, trace: Trace, people: Names) -> Part:
    """Who mined it: deliveries by site, crew and person, so that a year of them stays readable."""
    groups: dict[tuple[str, str, str, str], _Group] = {}
    nodes = {node.id: node for node in trace.of(DELIVERY)}
    for raw, site, crew, person, written, day, fine in _delivered(store, nodes):
        reference, of = f"{DELIVERY}/{id_of(raw)}", date.fromisoformat(day)
        key = (id_of(site), id_of(crew), id_of(person), "" if person else str(written or ""))
        group = groups.setdefault(key, _Group([], of, of))
        group.references.append(reference)
        group.first, group.last = min(group.first, of), max(group.last, of)
        group.fine += fine or 0
        group.share += trace.shares.get(reference, 0)
    sites, crews = (store.labels(kind, {key[place] for key in groups}) for place, kind in enumerate(("site", "crew")))
    known = people.of(key[2] for key in groups)
    columns = [Column("site", _("Site")), Column("crew", _("Crew")), Column("person", _("Delivered by")),
               Column("first", _("First day"), "date"), Column("last", _("Last day"), "date"),
               Column("deliveries", _("Deliveries"), "number", places=0),
               Column("fine_g", _("Fine weight"), "number", "g", 3)]
    if trace.shares:
        columns.append(Column("share_g", _("Of it here"), "number", "g", 3))
    columns.append(Column("basis", _("Basis")))
    proposed = {edge.source for edge in trace.edges if edge.proposed}
    rows, references = [], []
    for key, group in sorted(groups.items(), key=lambda pair: (pair[1].first, sites.get(pair[0][0], ""), pair[0])):
        row: list[CellValue] = [sites.get(key[0]), crews.get(key[1]), known.get(key[2]) or people.written(key[3]),
                                group.first, group.last, len(group.references), grams(group.fine)]
        if trace.shares:
            row.append(grams(group.share))
        rows.append((*row, _("Only proposed") if proposed & set(group.references) else None))
        references.append(group.references[0] if len(group.references) == 1 or not key[2] else f"person/{key[2]}")
    return Part("deliveries", _("Deliveries: who mined it, where and when"), Table(tuple(columns), rows),
                tuple(references))


def _delivered(store: Store, ids: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    for marks, part in lineage.blocks(bytes.fromhex(each) for each in ids):
        yield from ask(store, "SELECT id, site, crew, person, coalesce(person_as_written, crew_as_written), date, "
                       f"fine_mg FROM production WHERE id IN ({marks})", *part)


def shifts(store: Store, trace: Trace) -> Part:
    """The shifts of the crews that delivered, on the days they delivered."""
    days: dict[bytes, set[str]] = defaultdict(set)
    for _raw, _site, crew, _person, _written, day, _fine in _delivered(store, (node.id for node in trace.of(DELIVERY))):
        if crew is not None:
            days[bytes(crew)].add(day)
    rows, references = [], []
    if days:
        first, last = min(min(each) for each in days.values()), max(max(each) for each in days.values())
        found = []
        for crew, of in days.items():
            found += [row for row in ask(
                store, "SELECT s.id, s.date, w.name, c.name, s.shift, s.hours, s.persons, (SELECT count(*) FROM "
                "attendance a WHERE a.trashed = 0 AND a.crew = s.crew AND a.date = s.date AND a.status = 'present') "
                "FROM shift s LEFT JOIN site w ON w.id = s.site LEFT JOIN crew c ON c.id = s.crew "
                "WHERE s.trashed = 0 AND s.crew = ? AND s.date BETWEEN ? AND ?", crew, first, last) if row[1] in of]
        for raw, day, site, crew_name, shift, hours, persons, present in sorted(
                found, key=lambda row: (row[1], row[3] or "")):
            word = _(choices.SHIFT[shift]) if shift in choices.SHIFT else None
            rows.append((date.fromisoformat(day), site, crew_name, word,
                         None if hours is None else Decimal(hours).scaleb(-2), persons, present or None))
            references.append(f"shift/{id_of(raw)}")
    columns = (Column("date", _("Date"), "date"), Column("site", _("Site")), Column("crew", _("Crew")),
               Column("shift", _("Shift")), Column("hours", _("Hours per person"), "number", "h", 2),
               Column("persons", _("Persons"), "number", places=0),
               Column("present", _("Noted as present"), "number", places=0))
    return Part("shifts", _("Shifts"), Table(columns, rows), tuple(references))
