"""The closing of a month: from then on its entries stay, and what was wrong is corrected in an open month."""

from __future__ import annotations

from armdesk.fields import Code, Date, LongText, Mass, Text, Whole
from armdesk.i18n import N_
from armdesk.record import About, Record

REOPENED = N_("Opened again")


class MonthClose(Record):
    """A month that was closed, with the code of the history for the minute book; made by closing, not by hand."""

    month = Code(N_("Month"), longest=7, required=True, index=True, readonly=True)
    closed_on = Date(N_("Closed on"), required=True, readonly=True)
    closed_by = Text(N_("Closed by"), required=True, readonly=True)
    witness = Text(N_("Second signature"), readonly=True)
    history_seq = Whole(N_("Entries of the history"), most=10**12, readonly=True)
    history_head = Code(N_("Head of the history"), longest=64, readonly=True)
    produced_mg = Mass(N_("Fine gold mined"), signed=True, readonly=True)
    sold_mg = Mass(N_("Fine gold sold"), signed=True, readonly=True)
    stock_mg = Mass(N_("Fine gold left"), signed=True, readonly=True)
    open_count = Whole(N_("Left open"), readonly=True)
    open_items = LongText(N_("What was open"), readonly=True)
    reopened_on = Date(N_("Opened again on"), group=REOPENED, readonly=True)
    reopened_by = Text(N_("Opened again by"), group=REOPENED, readonly=True)
    reopened_reason = LongText(N_("Why it was opened again"), group=REOPENED, readonly=True)

    about = About(N_("closed month"), N_("Closed months"), "production", key=("month",),
                  table=("month", "closed_on", "closed_by", "produced_mg", "sold_mg", "stock_mg", "open_count",
                         "reopened_on"),
                  order="-month", search=("month", "closed_by", "open_items"), details=True,
                  purpose=N_("Months whose entries can no longer be changed, and the code that stands in the minutes."))
