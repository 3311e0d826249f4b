"""Where the cooperative stands in a standard, in a few sentences: what is reached, why, and how much is in the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from armdesk.catalogues.catalogue import Catalogue, pick
from armdesk.i18n import _, ngettext
from armdesk.reports.document import Block, Paragraph
from armdesk.services.basis.period import Period
from armdesk.services.period_facts import status
from armdesk.store import Store


def standing(store: Store, catalogue: Catalogue, period: Period, day: date, language: str) -> Iterator[Block]:
    """The standing on a day by the answers of a period; nothing for a standard that has none."""
    if not catalogue.statuses:
        return
    given = status.answers(store, catalogue, period)
    results = status.results(catalogue, given)
    found = status.standing(catalogue, results, status.clocks(store, catalogue, given), day)
    if found.reached is None:
        yield Paragraph(_("By its answers the producer has not reached a status yet."), "warn")
    else:
        yield Paragraph(_("By its answers the producer stands at: {status}.").format(
            status=pick(found.reached.label, language)), "good")
        yield Paragraph(pick(found.reached.reason, language), "quiet")
    for each in found.beside:
        yield Paragraph(_("Reached beside it: {status}.").format(status=pick(each.label, language)), "good")
    if found.next is not None:
        words = ngettext("{count} requirement stands before the status {status}.",
                         "{count} requirements stand before the status {status}.", len(found.between))
        yield Paragraph(words.format(count=len(found.between), status=pick(found.next.label, language)))
        yield Paragraph(pick(found.next.reason, language), "quiet")
    if again := len(status.to_review(given)):
        yield Paragraph(ngettext(
            "{count} answer was carried over and is not confirmed by a named person yet; the status rests on it too.",
            "{count} answers were carried over and are not confirmed by a named person yet; the status rests on them "
            "too.", again).format(count=again), "warn")
