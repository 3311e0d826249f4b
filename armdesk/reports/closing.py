"""The closing sheet of a month: its figures, what was open, what was corrected, and the code for the minute book."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from armdesk.closed_months import month_label
from armdesk.history import Head
from armdesk.i18n import _, speaking
from armdesk.models import MonthClose, Organisation, choices, record_type
from armdesk.reports.document import Bullets, Column, Cover, Document, Heading, Paragraph, Signatures, Table
from armdesk.services import closing
from armdesk.services.basis.figure import ask, grams
from armdesk.services.basis.period import Period
from armdesk.services.closing import period_of
from armdesk.services.gold import gold_figures
from armdesk.store import Store


def closing_sheet(store: Store, closed: MonthClose, language: str) -> Document:
    """The sheet that goes into the minute book of the month.

    The figures are those that the registers show now; where they are no longer those of the closing, it says so.
    """
    with speaking(language):
        period = period_of(closed.month)
        organisation = store.one(Organisation) or Organisation()
        title = _("Closing of the month")
        sheet = Document(title, language, _cover(closed, organisation, title), made_on=closed.closed_on,
                         short_title=f"{title} · {month_label(closed.month)}", foot_code=_short(closed),
                         author=str(organisation.legal_name or ""))
        sheet.add(*_meaning(closed))
        _add_gold(sheet, store, closed, period)
        _add_trade(sheet, store, period)
        _add_open(sheet, closed)
        _add_corrections(sheet, store, period)
        sheet.add(Signatures(((_("Closed by"), closed.closed_by or ""), (_("Second signature"), closed.witness or ""))))
    return sheet


def _cover(closed: MonthClose, organisation: Organisation, title: str) -> Cover:
    lines = [_("Closed on {day} by {name}").format(day=closed.closed_on, name=closed.closed_by)]
    if closed.reopened_on:
        lines.append(_("Opened again on {day} by {name}: {reason}").format(
            day=closed.reopened_on, name=closed.reopened_by, reason=closed.reopened_reason))
    return Cover(title, str(organisation.legal_name or _("Organisation not described")), month_label(closed.month),
                 tuple(lines),
                 ((_("Head of the history after {count} entries").format(count=closed.history_seq),
                   closed.history_head),), qr=closed.history_head)


def _meaning(closed: MonthClose) -> list[Heading | Paragraph]:
    return [Heading(_("For the minute book")), Paragraph(_(
        "Copy this code into the minutes and sign: {code}. It stands for every entry of the history up to the closing, "
        "number {count}. Whoever recounts the history later and reaches another code knows that something was changed."
    ).format(code=_short(closed), count=closed.history_seq))]


def _short(closed: MonthClose) -> str:
    """The code as it is read out."""
    return Head(closed.history_seq, closed.history_head).short()


def _add_gold(sheet: Document, store: Store, closed: MonthClose, period: Period) -> None:
    sheet.add(Heading(_("Gold of the month")))
    columns = (Column("site_code", _("Site"), width=2.0), Column("entries", _("Deliveries"), "number", places=0),
               Column("gold_gross_g", _("Gross weight"), "number", "g", 3),
               Column("gold_fine_g", _("Fine weight"), "number", "g", 3))
    mined = gold_figures.production(store, period)
    rows = [(row.site_name or _("not stated"), row.deliveries, row.gross, row.fine) for row in mined]
    totals = (_("Total"), sum(row.deliveries for row in mined), sum((row.gross for row in mined), Decimal(0)),
              sum((row.fine for row in mined), Decimal(0)))
    sheet.add(Table(columns, rows, _("Mined"), totals if rows else None, empty_text=_("Nothing was mined.")))
    gold = gold_figures.stock(store, period)[0]
    balance = (Column("what", _("Fine gold"), width=3.0), Column("fine_g", _("Weight"), "number", "g", 3))
    lines = [(_("On the first day"), gold.opening), (_("Mined"), gold.produced), (_("Bought"), gold.bought),
             (_("Sold"), -gold.sold), (_("Declared losses"), -gold.lost)]
    sheet.add(Table(balance, lines, _("Balance"), (_("On the last day"), gold.closing)))
    kept = (grams(closed.produced_mg), grams(closed.sold_mg), grams(closed.stock_mg))
    now = tuple(each.quantize(Decimal("0.001"), "ROUND_HALF_UP") for each in (gold.produced, gold.sold, gold.closing))
    if kept != now:
        sheet.add(Paragraph(_("When the month was closed these figures were: mined {mined} g, sold {sold} g, left "
                              "{left} g. They have changed since.").format(
            mined=kept[0], sold=kept[1], left=kept[2]), "warn"))


def _add_trade(sheet: Document, store: Store, period: Period) -> None:
    sheet.add(Heading(_("Sales and payments")))
    columns = (Column("what", _("What"), width=3.0), Column("count", _("Entries"), "number", places=0),
               Column("currency", _("Currency"), "code"), Column("amount", _("Amount"), "number", places=2))
    rows: list[tuple[str | int | Decimal | None, ...]] = []
    money = record_type("sale").field("net_value")
    for currency, count, net in ask(store, "SELECT currency, count(*), sum(net_value) FROM sale WHERE trashed = 0 "
                                    "AND date BETWEEN ? AND ? GROUP BY currency ORDER BY currency",
                                    period.begins, period.ends):
        rows.append((_("Sales, net"), int(count), currency, money.exchange(net, {"currency": currency})))
    for method, currency, count, paid in ask(
            store, "SELECT method, currency, count(*), sum(amount) FROM payment WHERE trashed = 0 "
            "AND date BETWEEN ? AND ? GROUP BY method, currency ORDER BY currency, method", period.begins, period.ends):
        way = _(choices.PAYMENT_METHOD[method]) if method in choices.PAYMENT_METHOD else _("not stated")
        rows.append((_("Payments: {way}").format(way=way), int(count), currency,
                     money.exchange(paid, {"currency": currency})))
    sheet.add(Table(columns, rows, empty_text=_("No sale and no payment was written down.")))


def _add_open(sheet: Document, closed: MonthClose) -> None:
    sheet.add(Heading(_("What was open when the month was closed")))
    lines = tuple(filter(None, (closed.open_items or "").split("\n")))
    sheet.add(Bullets(lines) if lines else Paragraph(_("Nothing was open."), "good"))


def _add_corrections(sheet: Document, store: Store, period: Period) -> None:
    columns = (Column("at", _("Date"), "date"), Column("sheet", _("Register"), width=1.4),
               Column("record", _("Counter-entry"), width=1.6), Column("corrects", _("Corrects"), width=1.6),
               Column("reason", _("Reason"), "note", width=3.0))
    for caption, found in ((_("Counter-entries written in this month"), closing.corrections(store, made_in=period)),
                           (_("Counter-entries that correct this month"), closing.corrections(store, of=period))):
        if found:
            rows = [(date.fromisoformat(each.day), _(record_type(each.type).about.many), each.record, each.corrects,
                     each.reason) for each in found]
            sheet.add(Heading(caption, 2), Table(columns, rows))

