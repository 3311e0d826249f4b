"""Dress rehearsals: which draw was walked on which day, and how many links were broken."""

from __future__ import annotations

from collections.abc import Mapping

from armdesk.fields import Date, Json, Link, LongText, Text, Whole
from armdesk.i18n import N_, _
from armdesk.record import About, Record


class Rehearsal(Record):
    """One draw of people, lots, sales, payments, incidents and courses, with what came of walking their chains.

    Shape: details names each stratum with how many there were, were drawn, and had a broken link.
    """

    date = Date(N_("Date"), required=True, index=True)
    seed = Text(N_("Seed"), required=True, longest=80,
                help=N_("Any words or number. The same seed over the same registers draws the same."))
    period_from = Date(N_("Period from"), required=True)
    period_to = Date(N_("Period until"), required=True)
    size = Whole(N_("Of each at most"), least=1, most=1000,
                 help=N_("Empty: as many as the square root of how many there are."))
    audit = Link("audit", N_("Audit"), on_trash="keep")
    drawn = Whole(N_("Drawn"), readonly=True)
    walked = Whole(N_("Links walked"), readonly=True)
    broken = Whole(N_("Broken links"), readonly=True)
    whole = Whole(N_("Chains without a broken link"), readonly=True)
    details = Json(N_("Details"), readonly=True)
    note = LongText(N_("Note"))

    about = About(N_("rehearsal"), N_("Dress rehearsals"), "audit", key=("date", "seed"),
                  table=("date", "seed", "period_from", "period_to", "drawn", "walked", "broken", "whole"),
                  order="-date", search=("seed", "note"),
                  purpose=N_("Draws made as an auditor would make them, and the links found broken."))

    def problems(self) -> Mapping[str, str]:
        if self.period_from and self.period_to and self.period_to < self.period_from:
            return {"period_to": _("It ends before it begins.")}
        return {}
