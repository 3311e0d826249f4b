"""The road to a standard on paper: what is there already, what is left, in which order and at what cost."""

from __future__ import annotations

from datetime import date

from armdesk.catalogues.catalogue import pick
from armdesk.i18n import _, ngettext, speaking
from armdesk.models import Organisation
from armdesk.reports.document import Column, Cover, Document, Fact, Facts, Heading, Paragraph, Table
from armdesk.reports.standing import standing
from armdesk.services.basis.marking import coded, legend
from armdesk.services.basis.shown_money import money
from armdesk.services.standards.road import ANSWERED, COVERED, LEFT, PARTLY, STATES, Road, Step
from armdesk.store import Store

_TONES = {ANSWERED: "good", COVERED: "good", PARTLY: "warn", LEFT: "body"}


def road_report(store: Store, found: Road, day: date, language: str) -> Document:
    """The road as it was walked on a day."""
    with speaking(language):
        name = str((store.one(Organisation) or Organisation()).legal_name or _("Organisation not described"))
        title, head = _("Road to a standard"), store.head()
        standard = found.catalogue.title(language)
        paper = Document(title, language, Cover(
            title, name, standard, (_("Answers for {period}").format(period=found.period.label(language)),
                                    _("Made on {day}").format(day=day)),
            ((_("Head of the history after {count} entries").format(count=head.seq), head.hash),),
            notice=_("A plan of the organisation itself. Which requirements speak of the same is this program's "
                     "reading, not the standards' own; only the body that certifies decides.")),
            made_on=day, short_title=f"{title} · {standard}", foot_code=head.short(), author=name)
        counts = found.counts()
        paper.add(Heading(_("Where we stand")), Facts(tuple(
            Fact(_(STATES[state]), str(counts[state]), tone=_TONES[state])
            for state in (ANSWERED, COVERED, PARTLY, LEFT))))
        paper.add(*standing(store, found.catalogue, found.period, day, language))
        costs = found.costs()
        if costs:
            paper.add(Paragraph(_("Open actions for it cost {amounts}.").format(
                amounts=" + ".join(money(amount, currency) for currency, amount in costs.items()))))
        if found.unpriced:
            paper.add(Paragraph(ngettext(
                "{count} requirement that is left has no action with a cost yet, so the whole cost is not known.",
                "{count} requirements that are left have no action with a cost yet, so the whole cost is not known.",
                found.unpriced).format(count=found.unpriced), "note"))
        for level in found.levels():
            paper.add(Heading(_level(level)), _table([step for step in found.steps if step.requirement.level == level],
                                                     language))
        if said := legend(step.requirement for step in found.steps):
            paper.add(Paragraph(said, "quiet"))
        notice = found.catalogue.pick(found.catalogue.notice, language)
        paper.add(Heading(_("About the standard")), *(Paragraph(text, "quiet") for text in (
            notice, found.catalogue.pick(found.catalogue.attribution, language)) if text))
    return paper


def _level(level: str) -> str:
    """A level as a heading."""
    return {"entry": _("At entry"), "progress": _("Progress"), "ecological": _("Ecological")}.get(
        level, level or _("All requirements"))


def _table(steps: list[Step], language: str) -> Table:
    columns = (Column("code", _("Code"), "code", width=1.1), Column("title", _("Requirement"), width=2.6),
               Column("year", _("Year"), "number", width=0.5), Column("state", _("Where we stand"), width=1.5),
               Column("from", _("Comes from"), "note", width=1.7), Column("cost", _("Cost"), width=1.2))
    rows = [(coded(step.requirement), pick(step.requirement.title, language), step.requirement.due_year,
             _(STATES[step.state]),
             ", ".join(step.sources()) or None,
             " + ".join(money(amount, currency) for currency, amount in step.costs.items()) or None)
            for step in steps]
    return Table(columns, rows)
