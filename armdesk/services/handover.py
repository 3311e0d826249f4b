"""What an outgoing board hands over, from the registers: open work, papers, stocks, money, keys, and what lacks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from armdesk import backup, keyslots
from armdesk.errors import WorkspaceError
from armdesk.i18n import _, current, ngettext
from armdesk.i18n_formats import decimal_text
from armdesk.models import KeptThing, Pack
from armdesk.models.choices import ACTION_STATUS, PACK_KIND, SEVERITY
from armdesk.models.governance_choices import KEPT_THING, OFFICE
from armdesk.query import Query
from armdesk.services.basis.figure import ask, grams, id_of
from armdesk.services.basis.period import Period
from armdesk.services.basis.shown_money import money
from armdesk.services.gold import gold_figures, lot_stock, seals
from armdesk.services.gold import stock_cards as stock
from armdesk.services.governance import agreements as plan
from armdesk.services.governance import mandates, policies
from armdesk.services.money import accounts, premium
from armdesk.services.plan.action_sources import confidential, withheld
from armdesk.services.safety import safety_figures
from armdesk.workspace import Workspace

_SOON = timedelta(days=90)
_EVER = date(1900, 1, 1)
_PACKS, _BACKUPS = 5, 3


@dataclass(frozen=True)
class Part:
    """One subject of the act.

    Shape: rows are as long as head; missing are sentences of what is not in order; references, one a row or none,
    lead to the records; empty is said where there is nothing.
    """

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    missing: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    empty: str = ""


def act(workspace: Workspace, day: date) -> list[Part]:
    """Everything that is handed over on a day, in the order of the act."""
    makers: tuple[Callable[[Workspace, date], Part], ...] = (
        _offices, _actions, _promises, _papers, _policies, _gold, _stocks, _money, _premium, _advances, _things, _seals,
        _cases, _packs, _backups)
    return [make(workspace, day) for make in makers]


def missing(parts: Sequence[Part]) -> list[str]:
    """All that is not in order."""
    return [sentence for part in parts for sentence in part.missing]


def _offices(workspace: Workspace, day: date) -> Part:
    found = mandates.serving(workspace.store, day)
    rows, references = [], []
    for standing in found:
        for held in standing.holders:
            rows.append((str(standing.organ.name), _(OFFICE[held.mandate.office]), held.name,
                         str(held.mandate.began_on), str(held.mandate.ends_on or "")))
            references.append(f"mandate/{held.mandate.id}")
    over = mandates.lapsed(found, day)
    lacks = [ngettext("The term of {count} office is over.", "The terms of {count} offices are over.",
                      len(over)).format(count=len(over))] if over else []
    lacks += [_("Nobody holds an office in “{organ}”.").format(organ=each.organ.name) for each in found
              if not each.holders and each.organ.kind != "assembly"]
    return Part(_("Offices"), (_("Organ"), _("Office held"), _("Name"), _("Since"), _("Until")), tuple(rows),
                tuple(lacks), tuple(references), _("No mandate is written down."))


def _actions(workspace: Workspace, day: date) -> Part:
    found = ask(workspace.store, "SELECT id, number, measure, owner, due_on, status FROM action WHERE trashed = 0 "
                "AND status IN ('open', 'in_progress', 'done') ORDER BY due_on, number")
    veiled = confidential(workspace.store)
    late = sum(bool(row[4]) and row[4] < day.isoformat() and row[5] != "done" for row in found)
    lacks = [ngettext("{count} action is past its day.", "{count} actions are past their day.", late).format(
        count=late)] if late else []
    return Part(_("Open actions"), (_("No."), _("Measure"), _("Responsible"), _("Due on"), _("Status")), tuple(
        (str(row[1] or ""), withheld() if id_of(row[0]) in veiled else str(row[2]), str(row[3] or ""),
         str(row[4] or ""), _(ACTION_STATUS[row[5]]))
        for row in found), tuple(lacks), tuple(f"action/{id_of(row[0])}" for row in found), _("No action is open."))


def _promises(workspace: Workspace, day: date) -> Part:
    found = [each for each in plan.promises(workspace.store) if each.agreement.status in plan.OPEN]
    late = sum(each.late(day) for each in found)
    lacks = [ngettext("{count} agreement with others is late.", "{count} agreements with others are late.",
                      late).format(count=late)] if late else []
    return Part(_("Agreements of the joint action plan"), (_("No."), _("What was agreed"), _("Responsible"),
                                                           _("Due on")), tuple(
        (str(each.agreement.number or ""), str(each.agreement.text), each.who, str(each.agreement.due_on or ""))
        for each in found), tuple(lacks), tuple(f"agreement/{each.agreement.id}" for each in found),
        _("No agreement is open."))


def _papers(workspace: Workspace, day: date) -> Part:
    found = safety_figures.ending(workspace.store, day, _SOON.days)
    over = sum(each.days < 0 for each in found)
    lacks = [ngettext("{count} paper has ended.", "{count} papers have ended.", over).format(count=over)] if over \
        else []
    return Part(_("Permits and papers that ended or end soon"), (_("Paper"), _("Ends on"), _("State")), tuple(
        (each.name, str(each.ends), _("ended") if each.days < 0 else _("in {days} days").format(days=each.days))
        for each in found), tuple(lacks), tuple(f"{each.type}/{each.id}" for each in found),
        _("No paper ends in the next three months."))


def _policies(workspace: Workspace, day: date) -> Part:
    found = [each for each in policies.standing(workspace.store, day) if each.state in (policies.DUE, policies.DRAFT)]
    return Part(_("Policies to look at"), (_("Policy"), _("State"), _("Review on")), tuple(
        (str(each.policy.title), _("to be reviewed") if each.state == policies.DUE else _("not adopted yet"),
         str(each.review or "")) for each in found),
        references=tuple(f"policy/{each.policy.id}" for each in found), empty=_("No policy waits for anything."))


def _gold(workspace: Workspace, day: date) -> Part:
    """Gold in hand: by the balance of the books, and lot by lot as it should lie in the safe."""
    store = workspace.store
    ids = [f"lot/{id_of(raw)}" for (raw,) in ask(
        store, "SELECT id FROM lot WHERE trashed = 0 AND coalesce(status, 'open') IN ('open', 'hold', 'frozen') "
        "AND (created_on IS NULL OR created_on <= ?) ORDER BY created_on, code", day)]
    found = lot_stock.sources(store, ids)
    kept = [found[each] for each in ids if each in found and found[each].left_mg != 0 and not found[each].sold]
    rows = [(each.label, str(each.day or ""), _grams(each.left_gross_mg), _grams(each.left_mg)) for each in kept]
    months = gold_figures.stock(store, Period(day.replace(day=1), day))
    book = months[-1].closing if months else Decimal(0)
    rows.append((_("In the books, with what lies in the plant"), str(day), "", decimal_text(book, 3, current())))
    unknown = sum(each.left_mg is None for each in kept)
    lacks = [ngettext("The fine weight of {count} lot is not known.", "The fine weight of {count} lots is not known.",
                      unknown).format(count=unknown)] if unknown else []
    if book < 0:
        lacks.append(_("More gold went out of the books than came in."))
    return Part(_("Gold"), (_("Lot"), _("Day"), _("Gross (g)"), _("Fine (g)")), tuple(rows), tuple(lacks),
                (*(each.reference for each in kept), ""))


def _stocks(workspace: Workspace, day: date) -> Part:
    found = stock.cards(workspace.store, until=day)
    rows, lacks = [], []
    for card in found:
        counts = [line for line in card.lines if line.counted is not None]
        last = counts[-1] if counts else None
        rows.append((card.title(), card.shown(card.balance), str(last.day) if last else "",
                     card.shown(last.counted) if last is not None and last.counted is not None else ""))
        if last is None:
            lacks.append(_("{item} was never counted.").format(item=card.title()))
        elif last.unexplained:
            lacks.append(_("{item}: the last count differs from the book and nobody said why.").format(
                item=card.title()))
    return Part(_("Mercury, explosives and other stocks"), (_("Item"), _("In the book"), _("Counted on"),
                                                            _("Counted")), tuple(rows), tuple(lacks),
                empty=_("No stock is kept in the registers."))


def _money(workspace: Workspace, _day: date) -> Part:
    owed: dict[str, list[int]] = {}
    for each in accounts.summaries(workspace.store):
        sums = owed.setdefault(each.currency, [0, 0, 0])
        sums[0] += max(each.balance, 0)
        sums[1] += max(-each.balance, 0)
        sums[2] += each.advances_open
    rows = [(currency, money(to_pay, currency), money(to_get, currency), money(open_, currency))
            for currency, (to_pay, to_get, open_) in sorted(owed.items()) if currency]
    return Part(_("Accounts of the members"), (_("Currency"), _("Owed to members"), _("Owed by members"),
                                               _("Advances open")), tuple(rows),
                (_("Cash and bank balances are in no register: count them and write them below."),),
                empty=_("No account has an entry."))


def _premium(workspace: Workspace, day: date) -> Part:
    found = premium.accounts(workspace.store, Period(_EVER, day))
    return Part(_("Premium account"), (_("Currency"), _("In hand"), _("Still owed by buyers")), tuple(
        (each.currency, money(each.left, each.currency), money(each.owed, each.currency)) for each in found),
        empty=_("No premium is noted yet."))


def _advances(workspace: Workspace, day: date) -> Part:
    store = workspace.store
    found = accounts.open_advances(store, day)
    names = store.labels("person", [each.person for each, _left in found if each.person])
    return Part(_("Open advances"), (_("Given on"), _("Given to"), _("Still open")), tuple(
        (str(each.date), names.get(each.person or "", ""), money(left, each.currency)) for each, left in found),
        references=tuple(f"advance/{each.id}" for each, _left in found), empty=_("No advance is open."))


def _things(workspace: Workspace, day: date) -> Part:
    """Keys and things with who has them; the ways of opening the data themselves stand there too."""
    store = workspace.store
    found = [each for each in store.all(KeptThing) if each.returned_on is None or each.returned_on > day]
    names = store.labels("person", [each.person for each in found if each.person])
    rows = [(_(KEPT_THING[each.kind]), " ".join(filter(None, (each.name, each.number))),
             names.get(each.person or "", str(each.name_as_written or "")), str(each.since or "")) for each in found]
    lacks = [_("Nobody is named as keeper of “{thing}”.").format(thing=each.name) for each in found
             if not each.person and not each.name_as_written]
    references = [f"kept_thing/{each.id}" for each in found]
    try:
        slots = keyslots.read(workspace.folder).slots
    except WorkspaceError:
        slots = ()
    words = {keyslots.OPEN: _("Opens without a password"), keyslots.PASSWORD: _("Password"),
             keyslots.RECOVERY: _("Recovery sheet of armdesk")}
    for slot in slots:
        rows.append((words.get(slot.kind, slot.kind), slot.name, "", ""))
        references.append("")
    sheets = any(slot.kind == keyslots.RECOVERY for slot in slots)
    if sheets and not any(each.kind == "recovery_sheet" for each in found):
        lacks.append(_("Who keeps the recovery sheet is not written down."))
    if any(slot.kind == keyslots.PASSWORD for slot in slots) and not sheets:
        lacks.append(_("There is no recovery sheet: without the password nobody opens the data."))
    if not any(each.kind == "key" for each in found):
        lacks.append(_("No key is written down: note who has which."))
    return Part(_("Keys, recovery sheet and things kept"), (_("Kind"), _("What it is"), _("Kept by"), _("Since")),
                tuple(rows), tuple(lacks), tuple(references), _("Nothing is written down."))


def _seals(workspace: Workspace, _day: date) -> Part:
    store = workspace.store
    rows = []
    for what, word in ((seals.SEAL, _("Seals")), (seals.TAG, _("Tags"))):
        column = "seal_no" if what == seals.SEAL else "tag_id"
        used, last = ask(store, f"SELECT count(*), max({column}) FROM lot WHERE trashed = 0 "  # noqa: S608 - one of two columns
                         f"AND coalesce({column}, '') <> ''")[0]
        if used:
            gaps = seals.gaps(store, what)
            rows.append((word, decimal_text(int(used), 0, current()), str(last),
                         ", ".join(f"{each.prefix}{each.names}" for each in gaps[:6])))
    return Part(_("Seals and tags"), (_("What"), _("Used"), _("Last number"), _("Missing in the row")), tuple(rows),
                (_("Count the seals and tags that are left and write the first and last number below."),),
                empty=_("No seal is noted on a lot."))


def _cases(workspace: Workspace, _day: date) -> Part:
    """Open incidents by number; of grievances the total only."""
    store = workspace.store
    found = ask(store, "SELECT id, number, date, severity FROM incident WHERE trashed = 0 AND same_as IS NULL "
                "AND coalesce(status, 'open') = 'open' AND severity <> 'near_miss' ORDER BY date")
    rows = [(str(number or ""), str(day), _(SEVERITY[severity])) for _id, number, day, severity in found]
    waiting = int(ask(store, "SELECT count(*) FROM grievance WHERE trashed = 0 "
                      "AND coalesce(status, 'open') = 'open'")[0][0])
    rows.append((_("Grievances open"), "", decimal_text(waiting, 0, current())))
    return Part(_("Open incidents and grievances"), (_("No."), _("Day"), _("Severity or number")), tuple(rows),
                references=(*(f"incident/{id_of(row[0])}" for row in found), ""))


def _packs(workspace: Workspace, _day: date) -> Part:
    found = workspace.store.find(Query(Pack), limit=_PACKS)
    return Part(_("Last packs made"), (_("No."), _("Made on"), _("Kind"), _("For"), _("Root hash")), tuple(
        (str(each.number), str(each.made_on), _(PACK_KIND[each.kind]), str(each.recipient or ""),
         str(each.root_hash or "")[:16]) for each in found),
        references=tuple(f"pack/{each.id}" for each in found), empty=_("No pack was made yet."))


def _backups(workspace: Workspace, day: date) -> Part:
    found = backup.listed(workspace.backups)[:_BACKUPS]
    good = [each for each in found if each.verified]
    lacks = [] if good else [_("There is no proved backup: make one before you sign.")]
    if good and (day - good[0].moment.date()).days > 7:
        lacks.append(_("The newest backup is of {day}.").format(day=f"{good[0].moment:%Y-%m-%d}"))
    return Part(_("Backups"), (_("Made on"), _("State"), _("Entries of history")), tuple(
        (f"{each.moment:%Y-%m-%d %H:%M}", _("proved") if each.verified else _("failed: do not use"),
         decimal_text(each.head_seq, 0, current())) for each in found), tuple(lacks),
        empty=_("There is no backup yet."))


def _grams(milligrams: int | None) -> str:
    return "" if milligrams is None else decimal_text(grams(milligrams), 3, current())
