"""Parts of a report before the requirements: the producer, its people, and the period in figures and charts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from armdesk.i18n import N_, _
from armdesk.models import Permit, Site, choices
from armdesk.record import Record
from armdesk.reports.document import (
    Block,
    CellValue,
    Chart,
    Column,
    Fact,
    Facts,
    Heading,
    Paragraph,
    Series,
    Table,
)
from armdesk.services.basis.figure import Figure
from armdesk.services.basis.hiding import OF_HURT, protected
from armdesk.services.gold import gold_figures
from armdesk.services.packs.scope import Scope
from armdesk.services.people.people_figures import AGE_BANDS
from armdesk.services.period_facts.facts import told

_PROFILE = (
    "legal_name",
    "legal_form",
    "founded_on",
    "registry_no",
    "tax_id",
    "municipality",
    "region",
    "country",
    "address",
    "representative",
    "dd_officer",
    "dd_officer_since",
    "complaint_contact",
    "minerals",
    "uses_mercury",
    "uses_cyanide",
    "underground",
    "has_selectors",
    "buys_mineral",
)
_SOURCES = {
    "fine_produced": ("S06", "gold_fine_g"),
    "gross_produced": ("S06", "gold_gross_g"),
    "fine_sold": ("S15", "out_fine_g"),
    "stock_left": ("S15", "closing_fine_g"),
    "taxes": ("S14", "amount"),
    "people": ("S32", "count"),
    "under_18": ("S32", "count"),
    "mercury_used": ("S19", "mercury_used_g"),
    "mercury_per_gold": ("S19", "hg_au_ratio"),
    "incidents": ("S20", "incident_no"),
    "lost_days": ("S22", "lost_days"),
    "hours": ("S21", "hours"),
    "fatalities": ("S22", "fatalities"),
    "ltifr_1m": ("S22", "ltifr_1m"),
    "trifr_1m": ("S22", "trifr_1m"),
    "severity_1m": ("S22", "severity_1m"),
    "over_limit": ("S30", "within_limit"),
    "land_open": ("S30", "area_disturbed_ha"),
    "courses": ("S23", "date"),
    "open_actions": ("S26", "status"),
    "sites": ("S02", "site_code"),
    "permits": ("S03", "permit_code"),
    "lots": ("S08", "lot_code"),
    "risks": ("S25", "risk_no"),
    "grievances": ("S27", "count"),
    "security_events": ("S29", "kind"),
    "documents_cited": ("S35", "no"),
    "buyers": ("S12", "buyer_code"),
}
_MOST_SITES = 5


def source(scope: Scope, code: str, column: str) -> str:
    """Where a figure comes from, "" where the pack has no such sheet."""
    return _("Sheet {sheet}, column {column}").format(sheet=code, column=column) if code in scope.table_files else ""


def fact_of(scope: Scope, figure: Figure) -> Fact:
    """A figure for a reader, with the file of its rows; counts of people are protected."""
    code, column = _SOURCES.get(figure.name, ("", ""))
    file = scope.table_files.get(code, "")
    note = "; ".join(filter(None, (figure.note, source(scope, code, column))))
    return Fact(_(figure.label), _people(scope, figure) if figure.people else figure.shown(), note, file)


def _people(scope: Scope, figure: Figure) -> str:
    if figure.name == "people":
        return str(_protected_people(scope)[1])
    return told(figure, hidden=True)


def _protected_people(scope: Scope) -> tuple[dict[str, dict[str, int | str]], int | str]:
    people = scope.figures.people
    return protected({"sex": people.by_sex, "age_band": people.by_band, "role": people.by_role})


def producer(scope: Scope) -> Iterator[Block]:
    """Profile of the producer, its legitimacy, sites, permits and people."""
    organisation = scope.organisation
    yield Heading(_("The mineral producer"), anchor="producer")
    names = [name for name in _PROFILE if getattr(organisation, name) not in (None, "")]
    pairs = [(organisation.field(name).title(), _public(organisation, name)) for name in names]
    yield Table(
        (Column("field", _("Subject")), Column("value", _("Stated"), "note", width=2.5)),
        pairs,
        source=source(scope, "S01", "legal_name"),
        empty_text=_("The organisation is not described."),
    )
    for name in ("description", "supply_chain"):
        if getattr(organisation, name):
            yield Heading(organisation.field(name).title(), 2)
            yield Paragraph(scope.hide.text(getattr(organisation, name)))
    yield Heading(_("Legitimacy"), 2, "legitimacy")
    if organisation.legitimacy_option:
        yield Paragraph(_(choices.LEGITIMACY[organisation.legitimacy_option]) + ".")
        yield Paragraph(scope.hide.text(organisation.legitimacy_reason or _("No reason was written.")))
    else:
        yield Paragraph(_("None of the four options of legitimacy has been chosen."), "warn")
    yield _listed(
        scope,
        Permit,
        ("kind", "title", "number", "authority", "granted_on", "expires_on"),
        "S03",
        _("Permits and titles"),
        _("No permit is recorded."),
    )
    yield _listed(
        scope, Site, ("code", "name", "kind", "status", "municipality"), "S02", _("Sites"), _("No site is recorded.")
    )
    yield from _people_part(scope)


def _public(organisation: Record, name: str) -> str:
    return organisation.field(name).format(getattr(organisation, name), organisation.values())


def _listed(scope: Scope, type_: type[Record], names: Sequence[str], code: str, caption: str, empty: str) -> Table:
    """A short table of a register, in words."""
    fields = [type_.field(name) for name in names]
    columns = tuple(
        Column(field.key, field.title(unit=False), "text", width=2.0 if field.name in ("title", "name") else 1.0)
        for field in fields
    )
    rows = [
        tuple(scope.hide.text(field.format(getattr(record, field.name), record.values())) or None for field in fields)
        for record in scope.store.all(type_)
    ]
    return Table(columns, rows, caption, source=source(scope, code, fields[0].key), empty_text=empty)


def _people_part(scope: Scope) -> Iterator[Block]:
    yield Heading(_("People"), 2, "people")
    if not scope.figures.people.total:
        yield Paragraph(_("No people are recorded."), "warn")
        return
    by, total = _protected_people(scope)
    words: dict[str, tuple[str, dict[str, str]]] = {
        "sex": (N_("Sex"), {**choices.SEX, "unknown": N_("Not stated")}),
        "age_band": (N_("Age band"), AGE_BANDS),
        "role": (N_("Role"), choices.ROLE),
    }
    rows: list[tuple[CellValue, ...]] = [
        (_(words[way][0]), _(words[way][1].get(code, code)), count)
        for way, counts in by.items()
        for code, count in counts.items()
        if count != 0
    ]
    yield Table(
        (
            Column("counted_by", _("Counted by")),
            Column("group", _("Group"), width=2.0),
            Column("count", _("People"), "number", places=0),
        ),
        rows,
        _("People on {day}").format(day=scope.period.ends),
        (_("All"), None, total),
        source(scope, "S32", "count"),
    )


def figures(scope: Scope) -> Iterator[Block]:
    """Key figures of the period and the charts."""
    yield Heading(_("The period in figures"), anchor="figures")
    names = (
        "fine_produced",
        "fine_sold",
        "stock_left",
        "people",
        "under_18",
        "incidents",
        "lost_days",
        "mercury_used",
        "mercury_per_gold",
        "courses",
        "open_actions",
        "documents_cited",
    )
    yield Facts(tuple(fact_of(scope, scope.figures.of(name)) for name in names if name not in scope.unsaid), "facts")
    unsure = scope.figures.of("fine_produced").unsure
    if unsure:
        yield Paragraph(
            _("{count} deliveries have no fineness; their fine gold is in no total.").format(count=unsure), "note"
        )
    yield from _production_charts(scope)
    yield from _safety_charts(scope)


def _production_charts(scope: Scope) -> Iterator[Block]:
    months, labels = scope.period.months(), scope.period.month_labels(scope.language)
    produced = scope.figures.produced
    if produced:
        by_site: dict[str, dict[str, Decimal]] = {}
        for row in produced:
            of_site = by_site.setdefault(scope.hide.text(row.site_name) or _("Not stated"), {})
            of_site[row.month] = of_site.get(row.month, Decimal(0)) + row.fine
        yield Chart(
            "stacked",
            _("Fine gold produced by month and site"),
            labels,
            tuple(Series(name, tuple(sums.get(month) for month in months)) for name, sums in _largest(by_site)),
            "g",
            source(scope, "S06", "gold_fine_g"),
            "chart-production",
        )
    if any(row.produced or row.sold for row in scope.figures.stock):
        stock = scope.figures.stock
        yield Chart(
            "bars",
            _("Fine gold produced and sold"),
            labels,
            (
                Series(_("Produced"), tuple(row.produced for row in stock)),
                Series(_("Sold"), tuple(row.sold for row in stock)),
            ),
            "g",
            source(scope, "S15", "out_fine_g"),
            "chart-sales",
        )


def _largest(by_site: dict[str, dict[str, Decimal]]) -> list[tuple[str, dict[str, Decimal]]]:
    """The sites that produced most, the others together; more series than colours nobody could tell apart."""
    order = sorted(by_site.items(), key=lambda pair: (-sum(pair[1].values()), pair[0]))
    if len(order) <= _MOST_SITES + 1:
        return order
    rest: dict[str, Decimal] = {}
    for _name, sums in order[_MOST_SITES:]:
        for month, value in sums.items():
            rest[month] = rest.get(month, Decimal(0)) + value
    return [*order[:_MOST_SITES], (_("Other sites"), rest)]


def _safety_charts(scope: Scope) -> Iterator[Block]:
    counts = scope.figures.incidents
    if any(counts.values()) and not scope.unsaid & OF_HURT:
        yield Chart(
            "bars",
            _("Incidents by severity"),
            tuple(_(choices.SEVERITY[code]) for code in counts),
            (Series(_("Incidents"), tuple(counts.values())),),
            "",
            source(scope, "S20", "severity"),
            "chart-incidents",
        )
    mercury = gold_figures.mercury_by_month(scope.store, scope.period)
    gold: dict[str, Decimal] = {}
    for row in scope.figures.produced:
        gold[row.month] = gold.get(row.month, Decimal(0)) + row.fine
    if mercury and gold:
        ratios = tuple(
            (mercury[month][0] - mercury[month][1]) / gold[month] if month in mercury and gold.get(month) else None
            for month in scope.period.months()
        )
        yield Chart(
            "lines",
            _("Mercury not recovered per gram of fine gold"),
            scope.period.month_labels(scope.language),
            (Series(_("Mercury per gold"), ratios),),
            "g/g",
            source(scope, "S19", "hg_au_ratio"),
            "chart-mercury",
        )
