"""The plan in figures, for the board and for donors: how it stands, what was done in time, costs, what changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from armdesk.i18n import _, current, ngettext, speaking
from armdesk.i18n_formats import decimal_text
from armdesk.models import Organisation, choices
from armdesk.reports.document import Block, Column, Document, Fact, Facts, Heading, Paragraph, Table
from armdesk.services.basis.period import Period
from armdesk.services.basis.shown_money import money
from armdesk.services.plan import plan_changes, plan_figures
from armdesk.services.plan.action_sources import confidential, state_words, withheld
from armdesk.store import Store

_LATELY = 30
"""Days of which the changes are told."""
_MOST = 60


def plan_summary(store: Store, period: Period, day: date, language: str) -> Document:
    """How the plan stands on a day; what was done in a period, which may be another."""
    with speaking(language):
        organisation = store.one(Organisation)
        name = (organisation.legal_name if organisation else None) or ""
        title = _("The plan in figures")
        document = Document(title, language, None, made_on=day, contents=False, foot_code=store.head().short(),
                            short_title=f"{title} · {name}" if name else title, author=name)
        document.add(Heading(title), Paragraph(" · ".join(filter(None, (name, _("As of {day}").format(day=day)))),
                                               "quiet"),
                     _figures(store, period, day), _states(store, day), *_costs(store), *_changes(store, day))
    return document


def _figures(store: Store, period: Period, day: date) -> Block:
    standing, pace = plan_figures.standing(store, day), plan_figures.pace(store, period)
    label, none = period.label(current()), _("nothing recorded")
    share = f"{decimal_text(pace.share, 0, current())} %" if pace.share is not None else none
    days = decimal_text(pace.average, 0, current()) if pace.average is not None else none
    return Facts((
        Fact(_("Open actions"), str(standing.open), ngettext("{count} overdue", "{count} overdue", len(standing.overdue)
                                                            ).format(count=len(standing.overdue))),
        Fact(_("Effects still to be checked"), str(standing.to_check)),
        Fact(_("Actions done by their date"), share, _("{count} of {total}, {period}").format(
            count=pace.in_time, total=pace.judged, period=label)),
        Fact(_("Days from adopting an action until it is done"), days, label)))


def _states(store: Store, day: date) -> Block:
    found = plan_figures.standing(store, day).by_status
    return Table((Column("status", _("Status"), width=2.0), Column("actions", _("Actions"), "number", places=0)),
                 [(state_words(status), count) for status, count in found.items()], _("Actions by state"),
                 totals=(_("Total"), sum(found.values())), empty_text=_("No action is open."))


def _costs(store: Store) -> Iterator[Block]:
    """A row for each payer and currency, a column for each state; currencies are never added up."""
    found = plan_figures.costs(store)
    if not found:
        return
    states = [status for status in choices.ACTION_STATUS if any(status in each.by_status for each in found)]
    columns = (Column("donor", _("Paid by"), width=1.8),
               *(Column(status, state_words(status), width=1.3) for status in states),
               Column("total", _("Total without cancelled ones"), width=1.4))
    rows = [(each.donor or _("nobody named to pay"),
             *(money(each.by_status[status], each.currency) if status in each.by_status else None for status in states),
             money(each.total, each.currency)) for each in found]
    yield Table(columns, rows, _("Cost by who pays and state"))


def _changes(store: Store, day: date) -> Iterator[Block]:
    found = plan_changes.changes(store, day - timedelta(days=_LATELY))
    yield Heading(ngettext("What changed in the last {count} day", "What changed in the last {count} days", _LATELY
                           ).format(count=_LATELY), 2)
    columns = (Column("at", _("When"), width=1.2), Column("what", _("Action or risk"), "note", width=2.0),
               Column("change", _("What changed"), "note", width=3.0), Column("author", _("Author"), width=1.0))
    verbs = {"trash": _("to the trash"), "restore": _("out of the trash")}
    veiled = {f"action/{id_}" for id_ in confidential(store)}
    rows = [(each.at, withheld(), None, each.author or None) if each.reference in veiled else
            (each.at, each.label, "; ".join(
                f"{field}: {before} → {after or '–'}" if before else f"{field}: {after or '–'}"
                for field, before, after in each.fields) or verbs.get(each.verb), each.author or None)
            for each in found[:_MOST]]
    yield Table(columns, rows, empty_text=_("Nothing changed."))
    if len(found) > _MOST:
        left = len(found) - _MOST
        yield Paragraph(ngettext("{count} more", "{count} more", left).format(count=left), "quiet")
