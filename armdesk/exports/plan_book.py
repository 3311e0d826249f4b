"""The joint action plan as an Excel workbook: organisations, agreements, and every step of the follow-up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from armdesk.exports.xlsx import Properties, Sheet, write_workbook
from armdesk.i18n import _, speaking
from armdesk.models.governance_choices import PLAN_AXIS
from armdesk.progress import SILENT, Progress
from armdesk.reports.document import Column
from armdesk.reports.joint_plan import columns_of_plan, kind_of, row_of
from armdesk.services.governance import agreements
from armdesk.store import Store


def write_plan(store: Store, day: date, language: str, path: Path, progress: Progress = SILENT) -> None:
    """Write the plan as it stands on a day.  Errors: ExportError, DiskFull, Cancelled."""
    with speaking(language):
        found = agreements.promises(store)
        organisations = Sheet(_("Organisations"), (
            Column("organisation", _("Organisation"), width=3.0), Column("kind", _("Kind")),
            Column("promised", _("Promised"), "number", places=0), Column("done", _("Fulfilled"), "number", places=0),
            Column("open", _("Open in time"), "number", places=0), Column("late", _("Late"), "number", places=0)),
            [(each.name, kind_of(each), *each.counted(day)) for each in agreements.sides(store, found)], tab="people")
        rows = [(_(PLAN_AXIS[each.agreement.axis]), *row_of(each, day), each.agreement.agreed_on,
                 each.agreement.done_on, each.agreement.indicator) for each in found]
        plan = Sheet(_("Agreements"), (
            Column("axis", _("Axis"), width=1.6), *columns_of_plan(), Column("agreed_on", _("Agreed on"), "date"),
            Column("done_on", _("Fulfilled on"), "date"), Column("indicator", _("Indicator"), "note")), rows,
            tab="people")
        notes = Sheet(_("Follow-up of agreements"), (
            Column("number", _("No."), "code"), Column("date", _("Date"), "date"),
            Column("text", _("What was done"), "note", width=4.0)),
            [(each.agreement.number, note.date, note.text) for each in found for note in reversed(each.notes)],
            tab="people")
        title = _("Joint action plan")
        write_workbook([plan, organisations, notes], path, progress, Properties(title=title, language=language,
                                                                               made_on=day))
