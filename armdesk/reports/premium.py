"""The premium of a period for the assembly and the scheme: due, received, decided, spent, and what proves it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from armdesk.i18n import _, speaking
from armdesk.models import Organisation, PremiumEntry
from armdesk.models.governance_choices import SPEAKS_FOR
from armdesk.models.premium_plan import AREA
from armdesk.reports.document import Block, Column, Cover, Document, Fact, Facts, Heading, Paragraph, Table
from armdesk.services.basis.figure import grams
from armdesk.services.basis.period import Period
from armdesk.services.basis.shown_money import money
from armdesk.services.money import premium, premium_plan
from armdesk.services.money.premium import Project, votes_text
from armdesk.services.money.premium_plan import PlanState
from armdesk.store import Store

_AMOUNT = PremiumEntry.field("amount")


def premium_report(store: Store, period: Period, day: date, language: str) -> Document:
    """The report of the premium; every figure comes from the registers of the period."""
    with speaking(language):
        organisation = store.one(Organisation) or Organisation()
        head, title = store.head(), _("Premium report")
        report = Document(title, language, Cover(
            title, str(organisation.legal_name or _("Organisation not described")), period.label(language),
            (_("Made on {day}").format(day=day),),
            ((_("Head of the history after {count} entries").format(count=head.seq), head.hash),),
            notice=_("This is the cooperative's own declaration, not a certificate.")),
            short_title=f"{title} · {period.label(language)}", foot_code=head.short(), made_on=day,
            author=str(organisation.legal_name or ""))
        report.add(*_accounts(store, period), *_sales(store, period), *_received(store, period))
        for project in premium.projects(store, period.ends):
            report.add(*_project(store, project, period))
        for state in premium_plan.plans(store, period):
            if state.plan.period_to >= period.begins:
                report.add(*_plan(state))
        report.add(*_committee(store, period))
        report.add(Heading(_("Signatures")), Table(
            (Column("office", _("Office held"), width=1.5), Column("name", _("Name"), width=2.0),
             Column("signature", _("Signature and date"), width=3.0)),
            [(_("Representative"), organisation.representative, None), (_("Premium committee"), None, None),
             (_("Treasurer"), None, None)]))
    return report


def _amount(amount: int, currency: str) -> Decimal:
    return Decimal(_AMOUNT.exchange(amount, {"currency": currency}))


def _accounts(store: Store, period: Period) -> Iterator[Block]:
    yield Heading(_("The premium at a glance"))
    found = premium.accounts(store, period)
    if not found:
        yield Paragraph(_("No premium was noted until the end of the period."))
    for each in found:
        yield Facts((
            Fact(_("In hand before"), money(each.before, each.currency)),
            Fact(_("Due by sales of the period"), money(each.accrued, each.currency)),
            Fact(_("Received"), money(each.received, each.currency)),
            Fact(_("Spent"), money(each.spent, each.currency)),
            Fact(_("In hand at the end"), money(each.left, each.currency), tone="body" if each.left >= 0 else "alarm"),
            Fact(_("Still owed by buyers"), money(each.owed, each.currency))))


def _sales(store: Store, period: Period) -> Iterator[Block]:
    yield Heading(_("What was due"))
    columns = (Column("sale_code", _("Sale"), "code"), Column("date", _("Date"), "date"),
               Column("buyer", _("Buyer"), width=2.0), Column("fine_g", _("Fine weight"), "number", "g", 3),
               Column("basis", _("Basis"), "note", width=2.4), Column("due", _("Due"), "number", places=2),
               Column("noted", _("Noted"), "number", places=2), Column("currency", _("Currency"), "code"))
    rows = [(each.sale.code, each.sale.date, each.buyer, grams(each.sale.fine_mg), each.basis,
             _amount(each.amount, each.currency), _amount(each.noted, each.currency), each.currency)
            for each in premium.dues(store, period)]
    yield Table(columns, rows, source=_("Sheet {sheet}, column {column}").format(sheet="S31", column="amount"),
                empty_text=_("No sale of the period carries a premium by the rates noted."))


def _received(store: Store, period: Period) -> Iterator[Block]:
    yield Heading(_("What was received"))
    columns = (Column("date", _("Date"), "date"), Column("source", _("Source of the premium"), width=3.0),
               Column("receipt_ref", _("Receipt no."), "code"), Column("amount", _("Amount"), "number", places=2),
               Column("currency", _("Currency"), "code"))
    rows = [(each.date, each.programme, each.receipt_ref, _amount(each.amount, each.currency), each.currency)
            for each in reversed(store.all(PremiumEntry, kind="received")) if each.date in period]
    yield Table(columns, rows, empty_text=_("Nothing was received in the period."))


def _project(store: Store, project: Project, period: Period) -> Iterator[Block]:
    spent = [each for each in project.spendings if each.date in period]
    meeting = project.meeting
    if not spent and (meeting is None or meeting.date not in period):
        return
    yield Heading(str(project.resolution.topic), 2, code=str(project.resolution.number or ""))
    quorum = {True: _("with quorum"), False: _("without quorum"), None: _("quorum not written down")}[project.quorum]
    if meeting is not None:
        came = _("{came} of {entitled} came, {women} of them women").format(
            came=_known(meeting.attended), entitled=_known(meeting.entitled), women=_known(meeting.women))
        yield Paragraph(_("Decided on {day} ({came}; {quorum}); {votes}.").format(
            day=meeting.date, came=came, quorum=quorum, votes=votes_text(project.resolution)),
            "warn" if project.quorum is False else "body")
    currencies = sorted({*project.budgeted, *project.spent})
    yield Facts(tuple(Fact(_("Spent of what was decided"), _("{spent} of {decided}").format(
        spent=money(project.spent.get(each, 0), each), decided=money(project.budgeted.get(each, 0), each)),
        tone="alarm" if each in project.over() else "body") for each in currencies))
    columns = (Column("paid_on", _("Date"), "date"), Column("use", _("Use"), "note", width=3.0),
               Column("beneficiaries", _("Beneficiaries"), "note", width=1.6),
               Column("receipt_ref", _("Receipt no."), "code"), Column("papers", _("Papers"), "note", width=2.0),
               Column("amount", _("Amount"), "number", places=2), Column("currency", _("Currency"), "code"))
    yield Table(columns, [(each.paid_on or each.date, each.use, each.beneficiaries, each.receipt_ref,
                           "; ".join(premium.cited_papers(store, each)) or None, _amount(each.amount, each.currency),
                           each.currency) for each in spent], empty_text=_("Nothing was spent in the period."))


def _plan(state: PlanState) -> Iterator[Block]:
    """Plan against spent, line by line."""
    plan = state.plan
    yield Heading(_("Plan and what was spent: {name}").format(name=plan.name), 2)
    decided = _("Decided by “{name}”.").format(name=state.resolution.label()) if state.resolution is not None else _(
        "The resolution that decided it is not noted.")
    yield Paragraph(_("For {begins} to {ends}. {decided}").format(
        begins=plan.period_from, ends=plan.period_to, decided=decided),
        "body" if state.resolution is not None else "warn")
    columns = (Column("purpose", _("Purpose"), "note", width=2.2), Column("planned", _("Planned"), "number", places=2),
               Column("spent_period", _("In the period"), "number", places=2),
               Column("spent", _("Spent so far"), "number", places=2),
               Column("left", _("Still left"), "number", places=2), Column("currency", _("Currency"), "code"),
               Column("women", _("Women (planned)"), "code", width=0.9),
               Column("men", _("Men (planned)"), "code", width=0.9))
    rows = [(f"{each.line.purpose} · {_(AREA[each.line.area])}", *(_amount(value, each.line.currency) for value in (
        each.line.amount, each.inside, each.spent, each.left)), each.line.currency,
        f"{each.women} ({_known(each.line.women)})", f"{each.men} ({_known(each.line.men)})") for each in state.lines]
    yield Table(columns, rows, empty_text=_("The plan has no lines yet."))
    for each in state.lines:
        for currency, amount in sorted(each.other.items()):
            yield Paragraph(_("{amount} more were spent on “{name}” in another currency than planned.").format(
                amount=money(amount, currency), name=each.line.purpose))
    for currency, amount in sorted(state.unplanned.items()):
        yield Paragraph(_("{amount} were spent in the time of the plan under none of its lines.").format(
            amount=money(amount, currency)))


def _committee(store: Store, period: Period) -> Iterator[Block]:
    found = premium_plan.committee(store, period.ends)
    if not found.seated:
        return
    yield Heading(_("Premium committee"))
    columns = (Column("speaks_for", _("Speaks for"), width=1.5), Column("name", _("Name"), width=2.5),
               Column("began_on", _("From"), "date"), Column("ended_on", _("Until"), "date"))
    yield Table(columns, [(", ".join(_(SPEAKS_FOR[group]) for group in each.groups) or "–", each.name, each.began_on,
                           each.ended_on) for each in found.seated])
    if missing := found.unheard:
        yield Paragraph(_("Nobody speaks for: {groups}.").format(
            groups=", ".join(_(SPEAKS_FOR[each]) for each in missing)), "warn")


def _known(count: int | None) -> str:
    return "–" if count is None else str(count)
