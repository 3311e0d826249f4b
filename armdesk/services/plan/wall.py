"""What the wall sheet of the mine office says: this month's actions, papers that end, days without lost time."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from armdesk.models import Organisation
from armdesk.services.basis.limits import Limits
from armdesk.services.plan import action_cards
from armdesk.services.plan.action_cards import Card
from armdesk.services.plan.plan_figures import OPEN
from armdesk.services.safety.safety_figures import Ending, ending, last_lost_time
from armdesk.store import Store


@dataclass(frozen=True)
class Wall:
    """One sheet.

    Shape: coming are those due after this month; days are those without a lost-time accident, None where no incident
    book was begun; last is the day of the last one, None if there was none since the book was begun; papers are those
    that ended lately or end soon.
    """

    name: str
    day: date
    actions: tuple[Card, ...]
    coming: tuple[Card, ...]
    done: int
    days: int | None
    last: date | None
    since: date | None
    papers: tuple[Ending, ...]


def wall(store: Store, today: date) -> Wall:
    """What holds on a day."""
    first = today.replace(day=1)
    last = today.replace(day=monthrange(today.year, today.month)[1])
    found = action_cards.cards(store, today)
    ahead = Limits(store).value("action_expiry_days", today)
    papers = ending(store, today, int(ahead) if ahead is not None else 0)
    lost, since = last_lost_time(store, today)
    organisation = store.one(Organisation)
    done = sum(card.done is not None and first <= card.done <= last and card.status in ("done", "closed")
               for card in found)
    begun = lost or since
    coming = tuple(card for card in found if card.status in OPEN and card.due is not None and card.due > last)
    return Wall((organisation.legal_name if organisation else None) or "", today,
                tuple(action_cards.of_month(found, first, last)), coming, done,
                (today - begun).days if begun is not None else None, lost, since, tuple(papers))
