"""The index that lies in front of a binder: what stands under which number, and where armdesk has it."""

from __future__ import annotations

from datetime import date

from armdesk.i18n import _, ngettext, speaking
from armdesk.models import choices
from armdesk.reports.document import CellValue, Column, Document, Heading, Paragraph, Table
from armdesk.services.evidence import binder
from armdesk.services.evidence.binder import Binder
from armdesk.store import Store

_NAMED = 12


def binder_index(store: Store, of: Binder, office: str, language: str, day: date) -> Document:
    """One line for each paper; what is missing or given twice is said below."""
    with speaking(language):
        papers = binder.papers_of(store, of)
        title = _("Index of binder {name}").format(name=of.name)
        made = Document(title=title, language=language, made_on=day, short_title=title, author=office, contents=False)
        made.add(Heading(title))
        made.add(Paragraph(" · ".join(filter(None, (office, binder.today_line(day, len(papers))))), "quiet"))
        columns = (Column("binder_no", _("Binder no."), "code"), Column("title", _("Title"), width=2.6),
                   Column("kind", _("Kind")), Column("issued_on", _("Issued on"), "date"),
                   Column("valid_to", _("Valid until"), "date"), Column("number", _("Document no."), "code"))
        rows: list[tuple[CellValue, ...]] = [
            (each.binder_no, each.title if each.confidentiality != "restricted" else _("{title} (restricted)").format(
                title=each.title), _(choices.DOCUMENT_KIND.get(each.kind or "", "")) or None, each.issued_on,
             each.valid_to, each.number) for each in papers]
        made.add(Table(columns, rows, empty_text=_("Nothing stands in this binder.")))
        missing, twice = binder.gaps(papers)
        if missing:
            shown = ", ".join(map(str, missing[:_NAMED])) + (" …" if len(missing) > _NAMED else "")
            made.add(Paragraph(ngettext("No paper has the number: {numbers}.", "No paper has the numbers: {numbers}.",
                                        len(missing)).format(numbers=shown), "note"))
        if twice:
            made.add(Paragraph(_("Given more than once: {numbers}.").format(numbers=", ".join(twice[:_NAMED])), "warn"))
    return made
