"""Tables of a pack that are counted: production, stock, plausibility and reagents."""

from __future__ import annotations

from decimal import Decimal

from armdesk.exports.counted import UNKNOWN, Head, count_column, counted_table, grams_column, month_column
from armdesk.exports.pack_table import PackTable, Row
from armdesk.i18n import _
from armdesk.models import choices
from armdesk.reports.document import Column
from armdesk.services.findings import plausibility as judged
from armdesk.services.gold import balance
from armdesk.services.gold.stock_cards import SIGNS, cards
from armdesk.services.packs.scope import Scope


def production(scope: Scope) -> PackTable:
    """S06: production by month and site."""
    columns = (
        month_column(),
        Column("site_code", _("Site")),
        count_column("deliveries", _("Deliveries")),
        Column("ore_t", _("Ore"), "number", "t", 3),
        grams_column("gold_gross_g", _("Gross weight")),
        grams_column("gold_fine_g", _("Fine weight"), _("Exact sum; single rows are not rounded.")),
        count_column(
            "without_fineness", _("Deliveries without fineness"), _("Their fine weight is not known and in no sum.")
        ),
    )
    rows: list[Row] = [
        (
            row.month,
            scope.name_of("site", row.site) or _(UNKNOWN),
            row.deliveries,
            row.ore or None,
            row.gross,
            _known(row.fine, row.unmeasured, row.deliveries),
            row.unmeasured,
        )
        for row in scope.figures.produced
    ]
    return counted_table(
        Head(
            "S06",
            "production_by_month",
            _("Production by month"),
            _("What each site produced, month by month."),
            "production",
        ),
        columns,
        rows,
        summed=("deliveries", "ore_t", "gold_gross_g", "gold_fine_g", "without_fineness"),
    )


def _known(fine: Decimal, unmeasured: int, rows: int) -> Decimal | None:
    """Nothing, where no row had a fineness: a blank is not zero."""
    return None if unmeasured >= rows else fine


def mass_balance(scope: Scope) -> PackTable:
    """S15: fine gold month by month: of everything, and of each stage where something moved."""
    columns = (
        month_column(),
        Column("stage", _("Stage")),
        grams_column("opening_fine_g", _("Opening stock, fine")),
        grams_column("in_fine_g", _("Came in, fine")),
        grams_column("produced_fine_g", _("Of it produced, fine")),
        grams_column("bought_fine_g", _("Of it bought, fine")),
        grams_column("out_fine_g", _("Went out, fine"), _("Of everything: sold.")),
        grams_column("declared_loss_fine_g", _("Declared loss")),
        grams_column("closing_fine_g", _("Closing stock, fine")),
        grams_column("unexplained_fine_g", _("Unexplained, fine"), _(
            "Opening + in - out - declared loss - closing of a stage, and what was sold beyond everything that was "
            "there.")),
        Column("unexplained_pct", _("Unexplained"), "number", "%", 2, help=_("Of opening stock and what came in.")),
        Column("tolerance_pct", _("Tolerance"), "number", "%", 2),
        Column("status", _("Status")),
    )
    lines = {stage: balance.months(scope.store, scope.period, stage) for stage in balance.STAGE_NAMES}
    moved = [stage for stage, months in lines.items() if not all(each.empty for each in months)]
    rows: list[Row] = [
        (each.month, stage, each.opening, each.came_in, each.produced, each.bought, each.went_out, each.lost,
         each.closing, each.unexplained, each.percent, each.tolerance, each.status)
        for stage in moved for each in lines[stage]
    ]
    rows.sort(key=lambda row: str(row[0]))
    head = Head("S15", "mass_balance", _("Mass balance"), _("Fine gold in, out and left, by month and stage."),
                "production")
    return counted_table(head, columns, rows, choices={"stage": balance.STAGE_NAMES, "status": balance.STATUS})


def plausibility(scope: Scope) -> PackTable:
    """S16: gold per person and day against what is usual, with what was answered."""
    columns = (
        month_column(),
        Column("site_code", _("Site")),
        count_column("persons", _("Persons a day")),
        count_column("person_days", _("Person-days")),
        grams_column("fine_g", _("Fine weight")),
        Column("g_per_person_day", _("Fine gold per person and day"), "number", "g", 2),
        Column("ore_t", _("Ore"), "number", "t", 3),
        Column("implied_grade_g_t", _("Implied grade"), "number", "g/t", 2),
        Column("band_low", _("Usual from"), "number", "g", 2),
        Column("band_high", _("Usual to"), "number", "g", 2),
        Column("registry_cap_g", _("Yearly cap of those registered"), "number", "g", 0),
        Column("used_cap_pct", _("Used of the cap"), "number", "%", 1),
        Column("status", _("Status")),
        Column("explanation", _("Explanation")),
        Column("approved_by", _("Explained by")),
    )
    hidden = scope.edition.hides_codes
    rows: list[Row] = [
        (each.month, scope.name_of("site", each.site) or _(UNKNOWN), each.persons, each.person_days or None, each.fine,
         each.per_person_day, each.ore or None, each.grade, each.band_low, each.band_high, each.cap, each.used,
         each.status, scope.hide.text(each.explanation), "" if hidden else scope.hide.text(each.author))
        for each in judged.site_months(scope.store, scope.period)
    ]
    head = Head("S16", "plausibility", _("Plausibility"), _("Gold per person and day against what is usual."),
                "production")
    return counted_table(head, columns, rows, choices={"status": judged.STATUS})


def stock_cards(scope: Scope) -> PackTable:
    """S18: every movement of mercury, cyanide, explosives and fuel with the balance after it."""
    columns = (
        Column("date", _("Date"), "date"),
        Column("item", _("Item")),
        Column("kind", _("Movement")),
        Column("in_qty", _("In"), "number", places=3),
        Column("out_qty", _("Out"), "number", places=3),
        Column("unit", _("Unit")),
        Column("balance", _("Balance"), "number", places=3, help=_("After the movement, in its store.")),
        Column("difference", _("Difference"), "number", places=3, help=_("Counted less what the book said.")),
        Column("difference_reason", _("Reason of the difference"), "note"),
        Column("document_no", _("Document no."), "code"),
        Column("batch_code", _("Batch"), "code"),
        Column("storage_place", _("Store")),
    )
    hide = scope.hide.text
    rows: list[Row] = [
        (line.day, card.key.item, line.kind, _thousandths(line.amount) if SIGNS[line.kind] > 0 else None,
         _thousandths(line.amount) if SIGNS[line.kind] < 0 else None, card.key.unit, _thousandths(line.balance),
         None if line.difference is None else _thousandths(line.difference), hide(line.reason), line.document_no,
         line.batch, hide(card.key.store))
        for card in cards(scope.store, until=scope.period.ends) for line in card.lines if line.day in scope.period
    ]
    head = Head("S18", "reagents", _("Stock of reagents"), _("What came in, was used, counted and is left."), "safety")
    return counted_table(head, columns, rows, choices={"item": choices.REAGENT, "kind": choices.REAGENT_KIND,
                                                       "unit": choices.REAGENT_UNIT})


def _thousandths(amount: int) -> Decimal:
    return Decimal(amount).scaleb(-3)
