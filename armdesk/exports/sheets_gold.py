"""Tables of a pack that are counted: production, stock, plausibility and mercury."""

from __future__ import annotations

from decimal import Decimal

from armdesk.exports.counted import UNKNOWN, Head, count_column, counted_table, grams_column, month_column
from armdesk.exports.pack_table import PackTable, Row
from armdesk.i18n import N_, _
from armdesk.reports.document import Column
from armdesk.services import gold_figures
from armdesk.services.scope import Scope


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
    """S15: stock month by month."""
    columns = (
        month_column(),
        Column("stage", _("Stage")),
        grams_column("opening_fine_g", _("Opening stock, fine")),
        grams_column("produced_fine_g", _("Produced, fine")),
        grams_column("bought_fine_g", _("Bought, fine")),
        grams_column("out_fine_g", _("Sold, fine")),
        grams_column("declared_loss_fine_g", _("Declared loss")),
        grams_column("closing_fine_g", _("Closing stock, fine"),
                     _("Opening + produced + bought - sold - declared loss.")),
        grams_column("unexplained_fine_g", _("Unexplained, fine"),
                     _("What was sold beyond everything that was there.")),
    )
    rows: list[Row] = [
        (
            row.month,
            "stock",
            row.opening,
            row.produced,
            row.bought,
            row.sold,
            row.lost,
            row.closing,
            max(-row.closing, Decimal(0)),
        )
        for row in scope.figures.stock
    ]
    if not any(row.produced or row.sold or row.opening or row.bought for row in scope.figures.stock):
        rows = []
    return counted_table(
        Head("S15", "mass_balance", _("Mass balance"), _("Fine gold in, out and left, month by month."), "production"),
        columns,
        rows,
        summed=("produced_fine_g", "bought_fine_g", "out_fine_g", "declared_loss_fine_g"),
        choices={"stage": {"stock": N_("Stock")}},
    )


def plausibility(scope: Scope) -> PackTable:
    """S16: production per person and day, where the persons were written down."""
    columns = (
        month_column(),
        Column("site_code", _("Site")),
        count_column("person_days", _("Person-days")),
        grams_column("fine_g", _("Fine weight")),
        Column("g_per_person_day", _("Fine gold per person and day"), "number", "g", 2),
        Column("ore_t", _("Ore"), "number", "t", 3),
        Column("implied_grade_g_t", _("Implied grade"), "number", "g/t", 2),
    )
    rows: list[Row] = [
        (
            row.month,
            scope.name_of("site", row.site) or _(UNKNOWN),
            row.person_days,
            row.fine,
            row.fine / row.person_days,
            row.ore or None,
            row.fine / row.ore if row.ore else None,
        )
        for row in scope.figures.produced
        if row.person_days
    ]
    return counted_table(
        Head(
            "S16",
            "plausibility",
            _("Plausibility"),
            _("Gold per person and day, and the grade it implies."),
            "production",
        ),
        columns,
        rows,
    )


def mercury(scope: Scope) -> PackTable:
    """S19: mercury by month against the gold of the month."""
    columns = (
        month_column(),
        grams_column("gold_fine_g", _("Fine gold produced")),
        grams_column("mercury_used_g", _("Mercury used")),
        grams_column("mercury_recovered_g", _("Mercury recovered")),
        grams_column("mercury_lost_g", _("Mercury not recovered")),
        Column("hg_au_ratio", _("Mercury not recovered per gold"), "number", "g/g", 3),
    )
    gold: dict[str, Decimal] = {}
    for produced in scope.figures.produced:
        gold[produced.month] = gold.get(produced.month, Decimal(0)) + produced.fine
    rows: list[Row] = []
    for month, (used, recovered) in gold_figures.mercury_by_month(scope.store, scope.period).items():
        fine = gold.get(month)
        rows.append((month, fine, used, recovered, used - recovered, (used - recovered) / fine if fine else None))
    return counted_table(
        Head(
            "S19",
            "mercury_summary",
            _("Mercury by month"),
            _("Mercury used and recovered, against the gold."),
            "safety",
        ),
        columns,
        rows,
        summed=("mercury_used_g", "mercury_recovered_g", "mercury_lost_g"),
    )
