"""Hours, goals of indicators and what has to be measured: what the office states beside what follows from its books."""

from __future__ import annotations

import re
from collections.abc import Mapping

from armdesk.fields import Choice, Code, Date, Link, LongText, Scaled, Text, Whole
from armdesk.i18n import N_, _
from armdesk.models import choices
from armdesk.record import About, Record

HOURS_SOURCE = {"measured": N_("Measured: attendance"), "computed": N_("Computed: persons x hours"),
                "estimated": N_("Estimated"), "stated": N_("Stated by the office")}
"""How hours of a month are known, the surest first but for what the office states itself."""
INDICATORS = {
    "fatalities": N_("Deaths at work"), "ltifr_1m": N_("Lost-time injuries per 1,000,000 hours (LTIFR)"),
    "ltifr_200k": N_("Lost-time injuries per 200,000 hours"),
    "trifr_1m": N_("Recordable injuries per 1,000,000 hours (TRIFR)"),
    "trifr_200k": N_("Recordable injuries per 200,000 hours"),
    "severity_1m": N_("Days lost per 1,000,000 hours (severity)"), "severity_200k": N_("Days lost per 200,000 hours"),
    "near_misses": N_("Near misses reported"), "hours": N_("Hours at work"),
    "mercury_ratio": N_("Mercury lost per gram of fine gold"), "people_trained": N_("People with a valid course"),
    "people_equipped": N_("People with valid protective equipment"),
    "over_limit": N_("Measurements over their limit"), "land_open": N_("Land disturbed and not restored"),
    "own": N_("One of our own"),
}
"""Every indicator the program reckons, and one for what it does not."""
_MONTH = re.compile(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])")


class Exposure(Record):
    """Hours at work of a month that the office states itself; they take the place of what the books give.

    Source: pack sheet S21.  Shape: month "2025-03"; no site means the whole cooperative.  Of two for the same month and
    site the later entry holds, and the checks tell of it.
    """

    month = Code(N_("Month"), longest=7, required=True, index=True, help=N_("Year and month, such as 2025-03."))
    site = Link("site", N_("Site"), key="site_code", help=N_("Empty for the whole cooperative."))
    hours = Scaled(N_("Hours at work"), unit="h", places=2, required=True, most=10**10)
    workers = Whole(N_("People at work"), most=100_000)
    source_kind = Choice(N_("How it is known"), HOURS_SOURCE, required=True, default="stated", key="hours_source")
    estimate_rule = LongText(N_("How it was reckoned, and why it takes the place of the books"), required=True)
    stated_by = Text(N_("Stated by"), personal="identity")

    about = About(N_("hours of a month"), N_("Stated hours"), "safety", key=("month",),
                  table=("month", "site", "hours", "workers", "source_kind", "estimate_rule"), order="-month",
                  search=("month", "estimate_rule"), details=True,
                  purpose=N_("Hours of a month as the office states them, in place of what its books give."))

    def problems(self) -> Mapping[str, str]:
        if self.month and not _MONTH.fullmatch(self.month):
            return {"month": _("Write year and month, such as 2025-03.")}
        return {}


class Goal(Record):
    """Where an indicator began and where it shall be, as agreed with a donor or in the plan.

    Source: pack contents, 3.6.
    """

    indicator = Choice(N_("Indicator"), INDICATORS, required=True)
    name = Text(N_("Name of our own indicator"), help=N_("Only where it is none of the list."))
    definition = LongText(N_("Definition"), help=N_("What is counted, and divided by what."))
    unit = Text(N_("Unit"))
    donor = Text(N_("Agreed with"))
    baseline = Scaled(N_("Baseline"), unit="", places=6, least=-(10**15), group=N_("Goal"))
    baseline_on = Date(N_("Baseline of"), group=N_("Goal"))
    target = Scaled(N_("Target"), unit="", places=6, least=-(10**15), group=N_("Goal"))
    target_on = Date(N_("To be reached by"), index=True, group=N_("Goal"))
    actual = Scaled(N_("Reached"), unit="", places=6, least=-(10**15), group=N_("Goal"),
                    help=N_("Only of an indicator of our own; the others are reckoned."))
    actual_on = Date(N_("Reached on"), group=N_("Goal"))
    note = LongText(N_("Note"))

    about = About(N_("goal"), N_("Goals of indicators"), "safety", key=("indicator", "name"),
                  table=("indicator", "name", "donor", "baseline", "baseline_on", "target", "target_on", "actual"),
                  order="target_on", search=("name", "donor"), details=True,
                  purpose=N_("Baseline and target of each indicator, as agreed with a donor or in the plan."))

    def problems(self) -> Mapping[str, str]:
        if self.indicator == "own" and not self.name:
            return {"name": _("Say what your own indicator is called.")}
        if self.indicator not in (None, "own") and self.actual is not None:
            return {"actual": _("This indicator is reckoned from the registers; leave this empty.")}
        if self.baseline_on and self.target_on and self.target_on < self.baseline_on:
            return {"target_on": _("This is before the day of the baseline.")}
        return {}


class MonitoringPlan(Record):
    """What has to be measured, where and how often."""

    medium = Choice(N_("What is measured"), choices.MEDIUM, required=True)
    parameter = Text(N_("Parameter"), required=True)
    site = Link("site", N_("Site"), key="site_code")
    place = Text(N_("Place"), help=N_("As it is written in the measurements."))
    every_months = Whole(N_("Every so many months"), required=True, least=1, most=120)
    begins_on = Date(N_("From"), required=True, index=True)
    ends_on = Date(N_("Until"))
    responsible = Text(N_("Responsible"))
    required_by = Text(N_("Required by"), help=N_("Permit, law or standard."))
    note = LongText(N_("Note"))

    about = About(N_("plan of measuring"), N_("Monitoring plan"), "safety", key=("parameter", "place"),
                  table=("medium", "parameter", "site", "place", "every_months", "begins_on", "ends_on", "responsible"),
                  order="begins_on", search=("parameter", "place", "responsible"), details=True,
                  purpose=N_("What has to be measured, where, and how often."))

    def problems(self) -> Mapping[str, str]:
        if self.begins_on and self.ends_on and self.ends_on < self.begins_on:
            return {"ends_on": _("It would end before it begins.")}
        return {}
