"""The complaint form for the boxes: with a number of its own and the name of its box, anonymous if wished."""

from __future__ import annotations

from datetime import date

from armdesk.i18n import _, speaking
from armdesk.models import Organisation, choices, incident_choices
from armdesk.reports.document import CellValue, Column, Document, Heading, PageBreak, Paragraph, Table
from armdesk.services.basis.limits import Limits
from armdesk.services.basis.numbering import numbers_from
from armdesk.services.safety.incident_clock import in_words
from armdesk.store import Store


def complaint_forms(store: Store, box: str, first: str, count: int, language: str, day: date) -> Document:
    """So many forms for one box, each on its page.  Shape: first is the number of the first form (Q-2026-001)."""
    with speaking(language):
        organisation = store.one(Organisation) or Organisation()
        title = _("Complaint form")
        paper = Document(title, language, made_on=day, short_title=f"{title} · {box}",
                         author=str(organisation.legal_name or ""), contents=False)
        limits = Limits(store)
        days = [limits.find(kind, day) for kind in ("grievance_acknowledge", "grievance_answer")]
        within = [in_words(each) if each else "–" for each in days]
        for place, number in zip(range(count), numbers_from(first), strict=False):
            if place:
                paper.add(PageBreak())
            paper.add(
                Heading(title, code=number), Paragraph(str(organisation.legal_name or "")),
                Table((Column("number", _("No."), "code"), Column("box", _("Complaint box or place"), width=2.0),
                       Column("date", _("Date"))), [(number, box, "\u00a0")]),
                Paragraph(_("You need not say who you are. Nobody may be treated worse for complaining. Keep the "
                            "number: with it you can ask what became of your complaint.")),
                Paragraph(_("We say that we have it within {acknowledge} and answer within {answer}.").format(
                    acknowledge=within[0], answer=within[1])),
                Table((Column("what", _("What"), width=1.3), Column("said", _("To be filled in"), width=4.0)), _rows()),
                Paragraph(_("Whom to ask: {contact}").format(contact=organisation.complaint_contact or "–"), "quiet"))
    return paper


def _rows() -> list[tuple[CellValue, ...]]:
    def ticks(options: dict[str, str]) -> str:
        return "   ".join(f"☐\u00a0{_(label)}" for label in options.values())

    return [(_("Name (may stay empty)"), "\n"), (_("How to reach you (may stay empty)"), "\n"),
            (_("Who complains"), ticks(choices.GRIEVANCE_GROUP)),
            (_("What it is about"), ticks(incident_choices.TOPIC)),
            (_("What happened, where and when"), "\n" * 20), (_("What should be done"), "\n" * 8)]
