"""Readiness over time as charts, the same for screen and paper; only days that were measured stand in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from armdesk.i18n import _, speaking
from armdesk.models import Organisation, Readiness
from armdesk.reports.document import Chart, Column, Cover, Document, Heading, Paragraph, Series, Table
from armdesk.services.audit import readiness
from armdesk.services.audit.readiness import share
from armdesk.store import Store

_MOST = 24
"""Days in one chart: more would stand too close to be read."""


def thinned(rows: Sequence[Readiness]) -> list[Readiness]:
    """Measured days spread over the whole time, the first and the last among them; none is made up."""
    if len(rows) <= _MOST:
        return list(rows)
    step = (len(rows) - 1) / (_MOST - 1)
    return [rows[round(place * step)] for place in range(_MOST)]


def requirements_chart(rows: Sequence[Readiness]) -> Chart | None:
    """Shares of applicable requirements, None where fewer than one day was measured."""
    shown = thinned(rows)
    if not shown:
        return None
    return Chart("lines", _("Share of applicable requirements"), tuple(str(each.date) for each in shown),
                 (Series(_("Answered"), tuple(share(each.answered, each.applicable) for each in shown)),
                  Series(_("With current evidence"), tuple(share(each.evidenced, each.applicable) for each in shown))),
                 "%")


def troubles_chart(rows: Sequence[Readiness]) -> Chart | None:
    """Contradictions, broken links and open findings, None where no day was measured."""
    shown = thinned(rows)
    if not shown:
        return None
    lines = ((_("Grave contradictions"), [each.alarms for each in shown]),
             (_("Other contradictions"), [each.warnings for each in shown]),
             (_("Broken links of the rehearsal"), [each.broken for each in shown]),
             (_("Open findings"), [each.findings for each in shown]))
    return Chart("lines", _("What is open"), tuple(str(each.date) for each in shown),
                 tuple(Series(name, tuple(values)) for name, values in lines if any(
                     value is not None for value in values)), "")


def columns() -> tuple[Column, ...]:
    """Columns of the table of measured days."""
    return (Column("date", _("Date"), "date", width=1.2), Column("evidenced", _("With current evidence"), width=1.3),
            Column("answered", _("Answered"), width=1.2), Column("alarms", _("Grave"), "number", places=0),
            Column("warnings", _("Less grave"), "number", places=0),
            Column("broken", _("Broken links"), width=1.2), Column("findings", _("Open findings"), width=1.2),
            Column("late", _("Overdue"), "number", places=0))


def row_of(each: Readiness) -> tuple[date, str, str, int, int, str, str, int]:
    """One measured day; each share with its base."""
    of = _("{count} of {all}")
    return (each.date, of.format(count=each.evidenced, all=each.applicable),
            of.format(count=each.answered, all=each.applicable), int(each.alarms or 0), int(each.warnings or 0),
            of.format(count=each.broken, all=each.walked) if each.walked else _("not rehearsed"),
            _("{count}, {majors} major").format(count=each.findings or 0, majors=each.majors or 0),
            int(each.late or 0))


def readiness_paper(store: Store, catalogue: str, title: str, day: date, language: str) -> Document:
    """The charts and every measured day behind them."""
    with speaking(language):
        rows = readiness.series(store, catalogue)
        name, head = str((store.one(Organisation) or Organisation()).legal_name or ""), store.head()
        words = _("Readiness over time")
        paper = Document(words, language, Cover(
            words, name or _("Organisation not described"), title, (_("Made on {day}").format(day=day),),
            ((_("Head of the history after {count} entries").format(count=head.seq), head.hash),)),
            made_on=day, short_title=words, foot_code=head.short(), author=name)
        charts = [chart for chart in (requirements_chart(rows), troubles_chart(rows)) if chart is not None]
        if not charts:
            paper.add(Paragraph(_("Nothing was measured yet."), "note"))
            return paper
        paper.add(Heading(_("Over time")), *charts, Paragraph(_(
            "Only days on which it was measured are shown; nothing is filled in between. Open findings are those of "
            "audits that ask for an answer; broken links are those of the last dress rehearsal."), "quiet"),
            Heading(_("Day by day")), Table(columns(), [row_of(each) for each in reversed(rows)]))
    return paper
