"""The sheet of what is known of one buyer or partner, to be printed, signed and filed."""

from __future__ import annotations

from datetime import date

from armdesk.i18n import _, speaking
from armdesk.models import Organisation, Party, choices
from armdesk.reports.document import Column, Cover, Document, Heading, Paragraph, Table
from armdesk.services.money.kyc import BAD, ENDED, ENDING, GOOD, MISSING, STATED, Known, known, needs
from armdesk.store import Store


def state_word(state: str) -> str:
    """How a check stands, in a word."""
    return {GOOD: _("In order"), ENDING: _("Ends soon"), ENDED: _("Ended"), BAD: _("Not in order"),
            STATED: _("Only stated"), MISSING: _("Missing")}[state]


def kyc_sheet(store: Store, party: Party, day: date, language: str) -> Document:
    """All checks of a party as they stood on a day."""
    with speaking(language):
        found = known(store, day, only=party.id)[0]
        organisation = store.one(Organisation) or Organisation()
        title = _("What we know of a partner")
        head = store.head()
        sheet = Document(title, language, Cover(
            title, str(organisation.legal_name or _("Organisation not described")), str(party.name),
            (_("As of {day}").format(day=day), _(choices.PARTY_ROLE[party.role])),
            ((_("Head of the history after {count} entries").format(count=head.seq), head.hash),)),
            made_on=day, short_title=f"{title} · {party.name}", foot_code=head.short(),
            author=str(organisation.legal_name or ""))
        sheet.add(Heading(_("Who it is")), _facts(party), Heading(_("Checks")), _checks(found))
        if found.lacking:
            sheet.add(Paragraph(_("Checks that do not hold: {names}.").format(names=", ".join(
                _(choices.CHECKED[each.subject]) for each in found.lacking)), "warn"))
        sheet.add(Heading(_("Where each check comes from"), 2), _sources(found), Heading(_("Signatures")), Table(
            (Column("name", _("Name"), width=2.0), Column("signature", _("Signature and date"), width=3.0)),
            [(organisation.dd_officer, None), (organisation.representative, None)]))
    return sheet


def _facts(party: Party) -> Table:
    names = ("name", "role", "country", "registry_no", "tax_id", "licence_no", "licence_valid_to", "address",
             "beneficial_owner", "pep", "agreement_ref")
    rows = [(party.field(name).title(), party.field(name).format(getattr(party, name), party.values()) or None)
            for name in names]
    return Table((Column("what", _("What"), width=1.5), Column("said", _("As written"), width=3.0)), rows)


def _checks(found: Known) -> Table:
    columns = (Column("subject", _("What was checked"), width=2.0), Column("state", _("State"), width=1.2),
               Column("number", _("Number"), "code", width=1.3), Column("on", _("Checked on"), "date"),
               Column("where", _("Where"), width=2.0), Column("to", _("Holds until"), "date"))
    rows = [(_(choices.CHECKED[each.subject]), state_word(each.state), each.number or None, each.checked_on,
             each.where or None, each.ends) for each in found.checks.values()]
    return Table(columns, rows, empty_text=_("Nothing is asked of this kind of partner."))


def _sources(found: Known) -> Table:
    asked = needs().get(found.party.role, {})
    columns = (Column("subject", _("What was checked"), width=1.4), Column("source", _("Source"), "note", width=4.0))
    return Table(columns, [(_(choices.CHECKED[name]), need.source) for name, need in asked.items()])
