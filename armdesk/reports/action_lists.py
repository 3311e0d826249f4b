"""Unfinished actions on paper: one list for each person or organisation, to be handed out and signed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from armdesk.i18n import _, ngettext, speaking
from armdesk.models import Organisation
from armdesk.reports.document import Column, Document, Heading, PageBreak, Paragraph, Signatures, Table
from armdesk.services.plan import action_cards
from armdesk.services.plan.action_cards import Card
from armdesk.services.plan.action_sources import state_words
from armdesk.store import Store


def person_lists(store: Store, day: date, language: str, only: str | None = None) -> Document:
    """A list for everybody who has something to do, each on a page of its own.

    Shape: only is the name of one responsible, "" for what is nobody's, None for all.
    """
    with speaking(language):
        organisation = store.one(Organisation)
        name = (organisation.legal_name if organisation else None) or ""
        title = _("Actions by responsible")
        document = Document(title, language, None, made_on=day, contents=False,
                            short_title=f"{title} · {name}" if name else title,
                            foot_code=store.head().short(), author=name)
        lists = action_cards.by_person(action_cards.cards(store, day))
        chosen = [who for who in lists if only is None or who == only]
        if not chosen:
            document.add(Heading(title), Paragraph(_("No action is open."), "quiet"))
        for number, who in enumerate(chosen):
            if number:
                document.add(PageBreak())
            _list(document, who, lists[who], name, day)
    return document


def _list(document: Document, who: str, found: Sequence[Card], name: str, day: date) -> None:
    late = sum(card.late > 0 for card in found)
    document.add(Heading(who or _("Nobody is responsible yet")),
                 Paragraph(" · ".join(filter(None, (name, _("As of {day}").format(day=day)))), "quiet"))
    if late:
        document.add(Paragraph(ngettext("{count} action is past its date.", "{count} actions are past their date.",
                                        late).format(count=late), "warn"))
    columns = (
        Column("action_no", _("No."), "code"), Column("measure", _("Measure"), "note", width=3.4),
        Column("due_on", _("Due on"), "date"), Column("late", _("Days late"), "number", places=0, width=0.8),
        Column("status", _("Status"), width=1.3), Column("progress", _("Progress"), "number", "%", 0, width=0.9),
        Column("done", _("Done (date and signature)"), width=1.8))
    rows = [(card.number or None, card.told, card.due, card.late or None, state_words(card.status), card.progress,
             None) for card in found]
    document.add(Table(columns, rows), Signatures(((who or _("Responsible"), ""), (_("For the cooperative"), ""))))
