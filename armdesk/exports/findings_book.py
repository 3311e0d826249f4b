"""The corrective action plan of an audit as an Excel workbook, in the layout auditors use: finding to acceptance."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from armdesk.exports.xlsx import Properties, Sheet, write_workbook
from armdesk.i18n import _, speaking
from armdesk.models import Audit
from armdesk.progress import SILENT, Progress
from armdesk.reports.audit_findings import columns_of_plan, rows_of_plan
from armdesk.reports.document import Column
from armdesk.services.audit.audit_findings import held
from armdesk.store import Store


def write_findings(store: Store, audit: Audit, day: date, language: str, path: Path,
                   progress: Progress = SILENT) -> None:
    """Write the plan as it stands on a day.  Errors: ExportError, DiskFull, Cancelled."""
    with speaking(language):
        found = held(store, audit, day)
        plan = Sheet(_("Corrective action plan"), columns_of_plan(), rows_of_plan(store, audit, found),
                     f"{audit.code or ''} {audit.title}".strip(), tab="audit")
        whys = Sheet(_("Causes"), (
            Column("number", _("Finding no."), "code"), Column("text", _("Finding"), "note", width=2.5),
            *(Column(f"why_{place}", _("Why {place}").format(place=place), "note", width=1.6)
              for place in range(1, 6)), Column("cause", _("Cause"), "note", width=2.0)),
            [(each.finding.number, each.finding.text, each.finding.why_1, each.finding.why_2, each.finding.why_3,
              each.finding.why_4, each.finding.why_5, each.finding.cause) for each in found], tab="audit")
        write_workbook([plan, whys], path, progress, Properties(title=_("Corrective action plan"), language=language,
                                                                made_on=day))
