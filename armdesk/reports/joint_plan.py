"""The joint action plan of the territory as a paper to share: by axis, by organisation, with what is done and late."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from armdesk.i18n import _, speaking
from armdesk.models import Organisation
from armdesk.models.choices import STAKEHOLDER_KIND
from armdesk.models.governance_choices import AGREEMENT_STATUS, PLAN_AXIS
from armdesk.reports.document import CellValue, Column, Cover, Document, Fact, Facts, Heading, Paragraph, Table
from armdesk.services.governance import agreements
from armdesk.services.governance.agreements import Promise, Side
from armdesk.store import Store


def joint_plan(store: Store, day: date, language: str) -> Document:
    """The whole plan as it stands on a day."""
    with speaking(language):
        found = agreements.promises(store)
        parts = agreements.sides(store, found)
        organisation = store.one(Organisation) or Organisation()
        title = _("Joint action plan")
        head = store.head()
        paper = Document(title, language, Cover(
            title, str(organisation.legal_name or _("Organisation not described")),
            _("As of {day}").format(day=day), (str(organisation.municipality or ""),),
            ((_("Head of the history after {count} entries").format(count=head.seq), head.hash),)),
            made_on=day, short_title=title, foot_code=head.short(), author=str(organisation.legal_name or ""))
        late = sum(each.late(day) for each in found)
        kept = [each for each in found if each.agreement.status != "withdrawn"]
        done = sum(each.agreement.status == "done" for each in kept)
        paper.add(Heading(_("The plan at a glance")), Facts((
            Fact(_("Agreements"), str(len(kept))), Fact(_("Fulfilled"), str(done), tone="good" if done else "body"),
            Fact(_("Late"), str(late), tone="warn" if late else "body"),
            Fact(_("Organisations"), str(len(parts))))), _by_organisation(parts, day))
        by_axis: dict[str, list[Promise]] = defaultdict(list)
        for each in kept:
            by_axis[each.agreement.axis].append(each)
        for axis in (axis for axis in PLAN_AXIS if by_axis[axis]):
            paper.add(Heading(_(PLAN_AXIS[axis])), _table(by_axis[axis], day))
        if not kept:
            paper.add(Paragraph(_("No agreement is written down yet."), "note"))
    return paper


def _by_organisation(parts: list[Side], day: date) -> Table:
    columns = (Column("organisation", _("Organisation"), width=3.0), Column("kind", _("Kind"), width=1.4),
               Column("promised", _("Promised"), "number", places=0),
               Column("done", _("Fulfilled"), "number", places=0),
               Column("open", _("Open in time"), "number", places=0), Column("late", _("Late"), "number", places=0))
    rows = [(each.name, kind_of(each), *each.counted(day)) for each in parts]
    return Table(columns, rows, _("What each organisation promised"),
                 empty_text=_("No organisation is written down yet."))


def kind_of(side: Side) -> str:
    """Kind of an organisation in a word."""
    kind = side.stakeholder.kind if side.stakeholder is not None else "miners"
    return _(STAKEHOLDER_KIND[kind]) if kind else ""


def _table(found: list[Promise], day: date) -> Table:
    return Table(columns_of_plan(), [row_of(each, day) for each in found])


def columns_of_plan() -> tuple[Column, ...]:
    """Columns of the plan on paper and in Excel."""
    return (Column("number", _("No."), "code", width=0.8), Column("line", _("Line of work"), width=1.2),
            Column("text", _("What was agreed"), "note", width=3.0),
            Column("responsible", _("Responsible"), "note", width=1.8), Column("due_on", _("Due on"), "date"),
            Column("status", _("Status"), width=1.0), Column("follow_up", _("Last follow-up"), "note", width=2.4))


def row_of(each: Promise, day: date) -> tuple[CellValue, ...]:
    """One agreement in those columns."""
    agreement = each.agreement
    state = _("Late") if each.late(day) else _(AGREEMENT_STATUS[agreement.status])
    return (agreement.number, agreement.line, agreement.text, each.who or None, agreement.due_on, state,
            each.newest() or None)
