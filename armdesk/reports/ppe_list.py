"""Protective equipment on paper: the list of a delivery with room for signatures, and the card of one person."""

from __future__ import annotations

from datetime import date

from armdesk.i18n import _, current
from armdesk.models import Crew, Person, choices
from armdesk.reports.day_sheet import PaperColumn, PaperSheet
from armdesk.reports.document import CellValue, Column, Document, Heading, Paragraph, Signatures, Table
from armdesk.services.people import ppe
from armdesk.services.people.ppe import Given
from armdesk.store import Store


def delivery_list(store: Store, given: list[Given], day: date, made_on: date, crew: str = "") -> PaperSheet:
    """One line for each person with what he gets, and room to sign."""
    names = store.labels("person", {each.person for each in given})
    items = [code for code in choices.PPE if any(each.item == code for each in given)]
    rows = []
    for place, (person, name) in enumerate(sorted(names.items(), key=lambda pair: pair[1]), start=1):
        own = [each for each in given if each.person == person]
        rows.append([str(place), name, *(_handed(own, item) for item in items), ""])
    columns = (PaperColumn(_("No."), 0.5, right=True), PaperColumn(_("Full name"), 2.8),
               *(PaperColumn(_(choices.PPE[item]), 0.9) for item in items),
               PaperColumn(_("Signature or fingerprint"), 2.4))
    totals = ["Σ", "", *(str(sum(each.quantity for each in given if each.item == item)) for item in items), ""]
    named = store.get(Crew, crew)
    line = " · ".join(part for part in (day.isoformat(), named.name if named else "") if part)
    promise = _("I received this equipment in good state, was shown how to use it, and will wear and look after it.")
    return PaperSheet(_("Delivery of protective equipment"), (line, promise), columns, rows, totals,
                      (_("Who handed it out: name and signature"), _("Office: name, signature, date")), current(),
                      made_on, by_hand=True)


def _handed(own: list[Given], item: str) -> str:
    found = [each for each in own if each.item == item]
    if not found:
        return ""
    size = next((each.size for each in found if each.size), "")
    count = sum(each.quantity for each in found)
    return f"{count} ({size})" if size else str(count)


def card(store: Store, person: Person, name: str, language: str, day: date) -> Document:
    """The card of one person: all that was handed out, when it is to be renewed, whether it was signed for.

    Shape: name is that of the cooperative.
    """
    title = _("Card of protective equipment")
    made = Document(title=title, language=language, made_on=day, short_title=title, author=name, contents=False)
    crew = store.get(Crew, person.crew)
    made.add(Heading(f"{title}: {person.name}"))
    told = (name, person.code or "", _(choices.ROLE.get(person.role or "", "")) if person.role else "",
            crew.name if crew else "", person.task or "", _("as of {day}").format(day=day))
    made.add(Paragraph(" · ".join(part for part in told if part), "quiet"))
    columns = (Column("date", _("Date"), "date"), Column("item", _("Item"), width=1.8),
               Column("quantity", _("Quantity"), "number", places=0), Column("size", _("Clothing size")),
               Column("renew", _("To be renewed from"), "date"), Column("signed", _("Signed"), "yesno"),
               Column("signature", _("Signature"), width=2.0))
    rows: list[tuple[CellValue, ...]] = [
        (line.day, _(choices.PPE[line.item]), line.quantity, line.size or None, line.renew, line.signed, None)
        for line in ppe.card(store, person)]
    made.add(Table(columns, rows, empty_text=_("Nothing was handed out yet.")))
    made.add(Signatures(((_("Who receives"), str(person.name)), (_("Office"), ""))))
    return made
