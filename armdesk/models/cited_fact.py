"""Facts an answer cites: what the registers said on the day it was written, so that a change can be seen later."""

from __future__ import annotations

from armdesk.fields import Code, Date, Link, LongText, Text, Whole
from armdesk.i18n import N_
from armdesk.record import About, Record


class CitedFact(Record):
    """One fact as it stood when an answer cited it; a newer citation takes its place, it stays as it was.

    Shape: value exactly, alike in every language, "" where nothing was recorded; rows_sha256 is the SHA-256 of the ids
    and versions of the rows behind it; history_seq the number of entries the history had then.
    """

    answer = Link("answer", N_("Answer"), required=True, index=True, on_trash="keep")
    fact = Code(N_("Fact"), required=True, index=True)
    value = Text(N_("Value"), readonly=True)
    sentence = LongText(N_("Sentence"), readonly=True)
    language = Code(N_("Language"), longest=2, readonly=True)
    period_from = Date(N_("Period from"), required=True)
    period_to = Date(N_("Period until"), required=True)
    computed_on = Date(N_("Computed on"), required=True, index=True)
    rows_count = Whole(N_("Rows"), most=10**12, readonly=True)
    rows_sha256 = Code(N_("SHA-256 of the rows"), longest=64, readonly=True)
    history_seq = Whole(N_("Entries of the history"), most=10**12, readonly=True)
    replaced_on = Date(N_("Replaced on"))

    about = About(N_("cited fact"), N_("Cited facts"), "standards", key=("fact", "computed_on"),
                  table=("computed_on", "fact", "value", "sentence", "period_from", "period_to", "replaced_on"),
                  order="-computed_on", search=("fact", "sentence"), details=True,
                  purpose=N_("What the registers said when an answer was written."))
