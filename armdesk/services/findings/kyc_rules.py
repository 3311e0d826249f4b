"""Rules about buyers and partners: what was sold to somebody nobody has looked up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from armdesk.i18n import N_, _
from armdesk.models import choices
from armdesk.services.findings.finding import Finding, Look, Rule, rule
from armdesk.services.money import kyc


@rule(N_("Partners not looked up"), "party", "party_check", "sale")
def partners_unchecked(look: Look) -> Iterator[Finding]:
    """Parties that gold was sold to in the period and whose checks were not good when it ended."""
    ends = min(look.period.ends, look.today)
    alike: dict[tuple[str, ...], list[kyc.Known]] = {}
    for each in kyc.known(look.store, ends):
        if each.last_sale is None or each.last_sale < look.period.begins or not each.lacking:
            continue
        bad = [check for check in each.lacking if check.state == kyc.BAD]
        if bad:
            yield Finding("partners_unchecked", "alarm", _(
                "Gold was sold to {name}, and this check is not in order: {checks}.").format(
                    name=each.party.name, checks=_names(bad)), (f"party/{each.party.id}",), facts=(_fact(bad),))
        else:
            alike.setdefault(tuple(check.subject for check in each.lacking), []).append(each)
    for parties in alike.values():
        say = partial(_unchecked, parties)
        yield Finding("partners_unchecked", "note", say(range(len(parties))),
                      tuple(f"party/{each.party.id}" for each in parties),
                      facts=tuple(_fact(each.lacking) for each in parties), say=say)


def _unchecked(parties: Sequence[kyc.Known], places: Sequence[int]) -> str:
    """That the same checks of some buyers do not hold."""
    checks, names = _names(parties[places[0]].lacking), [str(parties[place].party.name) for place in places]
    if len(places) == 1:
        return _("Gold was sold to {name} without a check that holds: {checks}.").format(name=names[0], checks=checks)
    return _("Gold was sold to {count} buyers ({names}) without checks that hold: {checks}.").format(
        count=len(places), checks=checks, names=", ".join(names))


def _names(checks: Sequence[kyc.Standing]) -> str:
    return ", ".join(_(choices.CHECKED[check.subject]) for check in checks)


def _fact(checks: Sequence[kyc.Standing]) -> str:
    return " ".join(f"{check.subject}:{check.state}" for check in checks)


KYC_RULES: dict[str, Rule] = {"partners_unchecked": partners_unchecked}
