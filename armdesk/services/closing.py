"""Closing a month, opening it again with a reason, and the counter-entries that correct a closed one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from armdesk.closed_months import month_label
from armdesk.errors import InvalidRecord
from armdesk.fields import LONGEST_TEXT, Date, Link, Whole
from armdesk.i18n import _
from armdesk.models import MonthClose, record_type
from armdesk.record import Record
from armdesk.services.basis import period as periods
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.period import Period
from armdesk.services.findings.checks import check
from armdesk.services.findings.finding import Finding, Look, Rule
from armdesk.services.findings.gold_rules import GOLD_RULES
from armdesk.services.findings.money_rules import MONEY_RULES
from armdesk.services.findings.plausibility_rules import HEAVY_RULES, PLAUSIBILITY_RULES
from armdesk.services.findings.receipt_rules import RECEIPT_RULES
from armdesk.services.findings.rules import RULES
from armdesk.services.gold.gold_figures import stock
from armdesk.store import Store

OPEN, CLOSED, REOPENED = "open", "closed", "reopened"
_COUNTED = ("production", "batch", "reagent_movement", "sale", "payment")
CORRECTED = ("production", "reagent_movement", "sale", "sale_deduction", "payment", "advance", "premium_entry")
"""Registers of amounts that are corrected by counter-entries."""
ABOUT_A_MONTH = frozenset((*HEAVY_RULES, *PLAUSIBILITY_RULES, *GOLD_RULES, *MONEY_RULES, *RECEIPT_RULES, "balance",
                           "without_fineness", "lots_on_hold", "mercury", "untold_days", "provisional"))
"""Rules that speak of the entries of a month, and so of what is open when it is closed."""


@dataclass(frozen=True)
class MonthState:
    """One month of the registers.

    Shape: month "2025-03"; state OPEN, CLOSED or REOPENED; entries counts those of the main registers; closing is the
    newest record of its closing, None if it was never closed.
    """

    month: str
    state: str
    entries: int
    closing: MonthClose | None = None

    def label(self) -> str:
        """The month for a person: "March 2025"."""
        return month_label(self.month)


@dataclass(frozen=True)
class Correction:
    """A counter-entry.  Shape: type and id name it; record is its label, corrects that of what it corrects."""

    type: str
    id: str
    day: str
    record: str
    corrects: str
    reason: str


def period_of(month: str) -> Period:
    """All days of a month such as "2025-03".  Errors: ValueError."""
    year, number = month.split("-")
    return periods.month(int(year), int(number))


def months(store: Store) -> list[MonthState]:
    """All months with entries or a closing, the newest first."""
    counts: dict[str, int] = {}
    for table in _COUNTED:
        for month, count in ask(store, f'SELECT substr(date, 1, 7), count(*) FROM "{table}" WHERE trashed = 0 '  # noqa: S608 - our own names
                                "GROUP BY substr(date, 1, 7)"):
            counts[month] = counts.get(month, 0) + int(count)
    newest: dict[str, MonthClose] = {}
    for each in store.all(MonthClose):
        if each.month not in newest or (each.closed_on, each.history_seq) > (
                newest[each.month].closed_on, newest[each.month].history_seq):
            newest[each.month] = each
    return [MonthState(month, _state(newest.get(month)), counts.get(month, 0), newest.get(month))
            for month in sorted({*counts, *newest}, reverse=True)]


def _state(closing: MonthClose | None) -> str:
    if closing is None:
        return OPEN
    return REOPENED if closing.reopened_on else CLOSED


def next_to_close(found: Sequence[MonthState], today: date) -> int:
    """Place of the newest ended month that is not closed, 0 where there is none."""
    return next((place for place, each in enumerate(found)
                 if each.state != CLOSED and period_of(each.month).ends < today), 0)


def close(store: Store, month: str, today: date, found: Iterable[Finding], *, by: str, witness: str = "") -> MonthClose:
    """Close a month with what was open in it; the code of the history is that of its last entry before the closing.

    Shape: found are the findings about the month; those explained are no longer open.  Errors: InvalidRecord.
    """
    problems = _refused(store, month, today, by)
    if problems:
        raise InvalidRecord({name: [sentence] for name, sentence in problems.items()})
    gold = stock(store, period_of(month))[0]
    left = [each.sentence for each in found if not each.explained]
    head = store.head()
    record = MonthClose(month=month, closed_on=today, closed_by=by.strip(), witness=witness.strip() or None,
                        history_seq=head.seq, history_head=head.hash, produced_mg=_mg(gold.produced),
                        sold_mg=_mg(gold.sold), stock_mg=_mg(gold.closing), open_count=len(left),
                        open_items=_within("\n".join(left)) or None)
    with store.operation(_("Close {month}").format(month=month_label(month)), "close") as writer:
        writer.save(record)
    return record


def reopen(store: Store, closing: MonthClose, today: date, *, by: str, reason: str) -> MonthClose:
    """Open a closed month again; who did it and why stays with the closing.  Errors: InvalidRecord, StaleRecord."""
    problems = {}
    if not by.strip():
        problems["reopened_by"] = [_("Say who opens it again.")]
    if not reason.strip():
        problems["reopened_reason"] = [_("Say why it is opened again.")]
    if closing.reopened_on:
        problems[""] = [_("{month} is open already.").format(month=month_label(closing.month))]
    if problems:
        raise InvalidRecord(problems)
    closing.reopened_on, closing.reopened_by, closing.reopened_reason = today, by.strip(), reason.strip()
    with store.operation(_("Open {month} again").format(month=month_label(closing.month)), "close") as writer:
        writer.save(closing)
    return closing


def corrections(store: Store, *, made_in: Period | None = None, of: Period | None = None) -> list[Correction]:
    """Counter-entries written in a period, or about entries of a period, in order of their days."""
    found: list[Correction] = []
    for name in CORRECTED:
        type_ = record_type(name)
        day, own = _dated(type_, "c"), _dated(type_, "o")
        rows = ask(store, f'SELECT c.id, c.corrects, {day}, c.correction_reason FROM "{name}" c '  # noqa: S608 - declared
                   f'JOIN "{name}" o ON o.id = c.corrects WHERE c.trashed = 0 AND {day} BETWEEN ? AND ? '
                   f"AND {own} BETWEEN ? AND ?", *_bounds(made_in), *_bounds(of))
        labels = store.labels(name, [id_of(raw) for id_, corrects, *_rest in rows for raw in (id_, corrects)])
        found += [Correction(name, id_of(id_), str(when), labels[id_of(id_)], labels[id_of(corrects)], str(why or ""))
                  for id_, corrects, when, why in rows]
    return sorted(found, key=lambda each: (each.day, each.type, each.record))


def counter_values(record: Record, today: date) -> dict[str, Any]:
    """What a new counter-entry begins with: the opposite of every amount of the record, on a day that is open.

    Fields that name the paper of the first entry, and numbers that stand once, are left for the person.
    """
    values: dict[str, Any] = {}
    for field in record.declared():
        value = getattr(record, field.name)
        if value is None or field.readonly or field.name in record.about.stays_open:
            continue
        if isinstance(field, Whole) and field.least < 0:
            values[field.name] = -value
        elif field.is_unique and isinstance(value, str):
            values[field.name] = _free_number(value)
        elif not isinstance(field, Date):
            values[field.name] = value
    if record.about.closes in record._meta.fields:
        values[record.about.closes] = today
    return {**values, "corrects": record.id, "correction_reason": None}


def _refused(store: Store, month: str, today: date, by: str) -> Mapping[str, str]:
    try:
        ends = period_of(month).ends
    except ValueError:
        return {"month": _("“{text}” is not a month such as 2025-03.").format(text=month)}
    if ends >= today:
        return {"month": _("{month} has not ended yet.").format(month=month_label(month))}
    if any(each.reopened_on is None for each in store.all(MonthClose, month=month)):
        return {"month": _("{month} is closed already.").format(month=month_label(month))}
    return {} if by.strip() else {"closed_by": _("Say who closes it.")}


def _dated(type_: type[Record], alias: str) -> str:
    """The day of a record in SQL; that of a deduction is its sale's."""
    name, _dot, beyond = type_.about.closes.partition(".")
    if not beyond:
        return f"{alias}.{name}"
    link = type_.field(name)
    target = link.target if isinstance(link, Link) else ""
    return f'(SELECT linked.{beyond} FROM "{target}" linked WHERE linked.id = {alias}.{name})'  # noqa: S608 - declared


def _bounds(period: Period | None) -> Sequence[date]:
    return (period.begins, period.ends) if period is not None else (date.min, date.max)


def _mg(grams: Any) -> int:
    return int((grams * 1000).to_integral_value(rounding="ROUND_HALF_UP"))


def _within(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 2] + " …"


def _free_number(value: str) -> str:
    """A number that says it belongs to another: "0045" -> "0045-C"."""
    return f"{value}-C"


def findings(look: Look) -> list[Finding]:
    """What is not in order in the month that a look is set on, the gravest first."""
    return check(look, month_rules())


def month_rules() -> dict[str, Rule]:
    """Rules that speak of the entries of a month, those first that others reckon with."""
    return {name: rule for name, rule in RULES.items() if name in ABOUT_A_MONTH}
