"""The calendar of evidence on paper, twelve months a table, and the list of what ends until a day."""

from __future__ import annotations

from datetime import date

from armdesk.catalogues.catalogue import pick
from armdesk.i18n import _, speaking
from armdesk.models import Organisation
from armdesk.reports.document import Column, Cover, Document, Heading, Paragraph, Table
from armdesk.services.basis.marking import coded, legend
from armdesk.services.standards.as_of import KINDS, lapses
from armdesk.services.standards.evidence_calendar import EvidenceCalendar
from armdesk.store import Store

_PER_TABLE = 12


def calendar_report(store: Store, found: EvidenceCalendar, today: date, day: date, language: str) -> Document:
    """Both views of the calendar, as they were on a day."""
    with speaking(language):
        name = str((store.one(Organisation) or Organisation()).legal_name or _("Organisation not described"))
        title, head = _("Calendar of evidence"), store.head()
        paper = Document(title, language, Cover(
            title, name, found.catalogue.title(language), (_("Made on {day}").format(day=today),),
            ((_("Head of the history after {count} entries").format(count=head.seq), head.hash),)),
            made_on=today, short_title=f"{title} · {found.catalogue.title(language)}", foot_code=head.short(),
            author=name)
        paper.add(Heading(_("Month by month")), Paragraph(
            _("A number: papers that prove the month. •: no paper, but entries in its registers. –: nothing."),
            "quiet"))
        for start in range(0, len(found.months), _PER_TABLE):
            paper.add(_months(found, found.months[start : start + _PER_TABLE], language))
        if said := legend(row.requirement for row in found.rows):
            paper.add(Paragraph(said, "quiet"))
        ending = lapses(store, today, day)
        paper.add(Heading(_("What will have ended on {day}").format(day=day)), Table(
            (Column("ends", _("Ends"), "date"), Column("kind", _("Kind"), width=1.4),
             Column("what", _("What"), width=3.0), Column("requirements", _("Requirements it proves"), "number")),
            [(each.ends, _(KINDS[each.kind]), each.name, each.requirements or None) for each in ending],
            empty_text=_("Nothing.")))
    return paper


def _months(found: EvidenceCalendar, months: tuple[str, ...], language: str) -> Table:
    columns = (Column("requirement", _("Requirement"), width=4.2),
               *(Column(month, f"{month[5:]}/{month[2:4]}", width=0.55) for month in months))
    rows = []
    for row in found.rows:
        cells = [str(len(row.papers[month])) if row.papers.get(month) else "•" if row.entries[month] else ""
                 for month in months]
        rows.append((f"{coded(row.requirement)} {pick(row.requirement.title, language)}", *cells))
    return Table(columns, rows)
