"""The premium from sale to purchase: what is due, what came in, what the assembly decided, what it was spent on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from armdesk.closed_months import ClosedMonths
from armdesk.i18n import _
from armdesk.models import Citation, Meeting, Party, PremiumEntry, Resolution, Sale
from armdesk.query import Filter, Query
from armdesk.services.basis import rate_book
from armdesk.services.basis.figure import ask
from armdesk.services.basis.period import Period
from armdesk.services.governance import attending
from armdesk.services.governance.statutes import Statutes
from armdesk.services.money.sale_price import premium_of, priced
from armdesk.store import Store


@dataclass(frozen=True)
class Due:
    """The premium of one sale.  Units: smallest unit of the currency.  noted: what is accrued for it so far."""

    sale: Sale
    buyer: str
    amount: int
    currency: str
    basis: str
    noted: int

    @property
    def missing(self) -> int:
        """What is due and not noted; below zero more was noted than is due."""
        return self.amount - self.noted


@dataclass(frozen=True)
class Account:
    """The premium of one currency over a period.  Units: smallest unit of the currency.

    before: received less spent before the period; owed: accrued less received, of all time until its end.
    """

    currency: str
    before: int
    accrued: int
    received: int
    budgeted: int
    spent: int
    owed: int

    @property
    def left(self) -> int:
        """Premium in hand at the end of the period."""
        return self.before + self.received - self.spent


@dataclass
class Project:
    """What one decision was about: how it was taken and what became of it.

    Units: amounts in the smallest unit of their currency.  Shape: quorum True, False, or None where it cannot be told;
    without_receipt and without_photo are the spendings that lack one.
    """

    resolution: Resolution
    meeting: Meeting | None
    quorum: bool | None
    budgeted: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    spent: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    spendings: list[PremiumEntry] = field(default_factory=list)
    without_receipt: list[PremiumEntry] = field(default_factory=list)
    without_photo: list[PremiumEntry] = field(default_factory=list)

    def over(self) -> dict[str, int]:
        """By how much more was spent than decided, by currency."""
        return {currency: amount - self.budgeted.get(currency, 0) for currency, amount in self.spent.items()
                if amount > self.budgeted.get(currency, 0)}


def dues(store: Store, period: Period) -> list[Due]:
    """The premium of each sale of a period to a buyer who pays one, by the rate of its day, in order of days.

    What counter-entries took back of a sale is taken off it, at the same rate.
    """
    parties = {party.id: party for party in store.all(Party) if party.fairmined or party.programme}
    if not parties:
        return []
    book = rate_book.read(store)
    taken_back = _taken_back(store)
    of = {each.id: sale for sale, some in taken_back.items() for each in some}
    noted = _noted(store, of)
    sales: list[Sale] = store.find(Query(Sale, filters=(
        Filter("buyer", "in", tuple(parties)), Filter("date", "from", period.begins),
        Filter("date", "to", period.ends)), order="date"))
    found = []
    for sale in sales:
        if sale.id in of:
            continue
        reckoned = priced(sale, [], book, parties[sale.buyer])
        rate = reckoned.premium_rate
        if rate is not None and reckoned.premium is not None:
            back = sum(premium_of(each, rate, book) or 0 for each in taken_back.get(sale.id, ()))
            found.append(Due(sale, parties[sale.buyer].name, reckoned.premium + back, reckoned.premium_currency,
                             rate.said(), noted[sale.id, reckoned.premium_currency]))
    return found


def _noted(store: Store, of: Mapping[str, str]) -> dict[tuple[str, str], int]:
    """What is accrued by sale and currency.  Shape: of leads from a counter-entry to the sale it corrects."""
    noted: dict[tuple[str, str], int] = defaultdict(int)
    for entry in store.all(PremiumEntry, kind="accrued"):
        if entry.sale:
            noted[of.get(entry.sale, entry.sale), entry.currency] += entry.amount
    return noted


def _taken_back(store: Store) -> dict[str, list[Sale]]:
    """Counter-entries by the sale they correct, whenever they were written."""
    found: dict[str, list[Sale]] = defaultdict(list)
    for each in store.find(Query(Sale, filters=(Filter("corrects", "filled"),))):
        corrected = store.get(Sale, each.corrects)
        if corrected is not None and not corrected.trashed:
            found[corrected.id].append(each)
    return found


def accrue(store: Store, found: Iterable[Due], today: date) -> int:
    """Note what is due and missing, as one operation that can be undone; answers how many entries were made.

    What was noted since it was found is not noted again.  It belongs to the day of the sale; where that month is
    closed, to the day on which it is noted.
    """
    waiting = [each for each in found if each.missing > 0]
    if not waiting:
        return 0
    with store.operation(_("Premium due noted")) as writer:
        noted = _noted(store, {each.id: sale for sale, some in _taken_back(store).items() for each in some})
        missing = [now for each in waiting
                   if (now := replace(each, noted=noted[each.sale.id, each.currency])).missing > 0]
        closed = ClosedMonths(store.db).months
        for each in missing:
            writer.save(PremiumEntry(
                date=today if f"{each.sale.date:%Y-%m}" in closed else each.sale.date, kind="accrued",
                sale=each.sale.id, programme=each.buyer, basis=each.basis,
                fine_mg=each.sale.fine_mg if not each.noted else None, amount=each.missing, currency=each.currency))
    return len(missing)


def accounts(store: Store, period: Period) -> list[Account]:
    """The premium by currency: what was there, came in, was decided and spent in a period, and what is still owed."""
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for kind, currency, before, inside in ask(
            store, "SELECT kind, currency, sum(CASE WHEN date < ? THEN amount ELSE 0 END), "
            "sum(CASE WHEN date < ? THEN 0 ELSE amount END) FROM premium_entry WHERE trashed = 0 AND date <= ? "
            "GROUP BY kind, currency ORDER BY currency", period.begins, period.begins, period.ends):
        sums[currency][f"{kind} before"], sums[currency][kind] = int(before), int(inside)
    return [Account(currency, of["received before"] - of["spent before"], of["accrued"], of["received"],
                    of["budgeted"], of["spent"],
                    of["accrued before"] + of["accrued"] - of["received before"] - of["received"])
            for currency, of in sums.items()]


def projects(store: Store, until: date) -> list[Project]:
    """Decisions on the premium with what was spent on each until a day, the newest first."""
    entries = [each for each in store.all(PremiumEntry) if each.kind in ("budgeted", "spent") and each.resolution
               and each.date <= until]
    pictured, statutes = _pictured(store), Statutes(store)
    found: dict[str, Project] = {}
    for entry in entries:
        if entry.resolution not in found:
            resolution = store.get(Resolution, entry.resolution)
            if resolution is None:
                continue
            meeting = store.get(Meeting, resolution.meeting)
            found[entry.resolution] = Project(resolution, meeting, has_quorum(store, meeting, statutes))
        project = found[entry.resolution]
        if entry.kind == "budgeted":
            project.budgeted[entry.currency] += entry.amount
            continue
        project.spent[entry.currency] += entry.amount
        project.spendings.append(entry)
        if not entry.receipt_ref and not entry.document:
            project.without_receipt.append(entry)
        if entry.id not in pictured and entry.amount > 0:
            project.without_photo.append(entry)
    return sorted(found.values(), key=lambda each: (
        each.meeting.date if each.meeting is not None else date.min, str(each.resolution.number)), reverse=True)


def _pictured(store: Store) -> set[str]:
    """Premium entries that a photo is cited for, or whose own paper is one."""
    cited = ask(store, "SELECT c.target FROM citation c JOIN document d ON d.id = c.document WHERE c.trashed = 0 "
                "AND d.trashed = 0 AND d.kind = 'photo' AND c.target LIKE 'premium_entry/%'")
    own = ask(store, "SELECT e.id FROM premium_entry e JOIN document d ON d.id = e.document WHERE d.kind = 'photo'")
    return {str(target).partition("/")[2] for (target,) in cited} | {bytes(id_).hex() for (id_,) in own}


def has_quorum(store: Store, meeting: Meeting | None, statutes: Statutes | None = None) -> bool | None:
    """Whether enough came for a decision, by the statutes or the dated share of the office; None where nobody can tell.

    Source: the statutes, noted as rules of the organ or as a rate of kind "quorum"; without one the minutes' own word.
    """
    return None if meeting is None else attending.holds(store, meeting, statutes or Statutes(store))


def votes_of(count: int | None, women: int | None = None) -> str:
    """Votes of one side, those of women in brackets where they were counted; "–" where nothing was written down."""
    return "–" if count is None else f"{count}" if women is None else f"{count} ({women})"


def votes_text(resolution: Resolution) -> str:
    """How the votes were, those of women apart where they were counted."""
    def side(all_: int | None, women: int | None) -> str:
        return "–" if all_ is None else f"{all_}" if women is None else _("{all} ({women} women)").format(
            all=all_, women=women)

    if resolution.votes_for is None and resolution.votes_against is None:
        return _("votes not written down")
    return _("for {yes}, against {no}, abstained {none}").format(
        yes=side(resolution.votes_for, resolution.women_for),
        no=side(resolution.votes_against, resolution.women_against),
        none=side(resolution.abstained, None))


def cited_papers(store: Store, entry: PremiumEntry) -> list[str]:
    """Titles of the papers and photos that prove a spending."""
    ids = [entry.document] if entry.document else []
    ids += [each.document for each in store.all(Citation, target=f"premium_entry/{entry.id}") if each.document]
    names = store.labels("document", ids)
    return [names[id_] for id_ in dict.fromkeys(ids) if names.get(id_)]
