"""Rules about buyers and partners: what was sold to somebody nobody has looked up."""

from __future__ import annotations

from collections.abc import Iterator

from armdesk.i18n import N_, _
from armdesk.models import choices
from armdesk.services import kyc
from armdesk.services.finding import Finding, Look, Rule, rule


@rule(N_("Partners not looked up"), "party", "party_check", "sale")
def partners_unchecked(look: Look) -> Iterator[Finding]:
    """Parties that gold was sold to in the period and whose checks were not good when it ended."""
    ends = min(look.period.ends, look.today)
    for each in kyc.known(look.store, ends):
        if each.last_sale is None or each.last_sale < look.period.begins or not each.lacking:
            continue
        bad = [check for check in each.lacking if check.state == kyc.BAD]
        names = ", ".join(_(choices.CHECKED[check.subject]) for check in bad or each.lacking)
        text = _("Gold was sold to {name}, and this check is not in order: {checks}.") if bad else \
            _("Gold was sold to {name} without a check that holds: {checks}.")
        yield Finding("partners_unchecked", "alarm" if bad else "note",
                      text.format(name=each.party.name, checks=names), (f"party/{each.party.id}",),
                      facts=(" ".join(f"{check.subject}:{check.state}" for check in bad or each.lacking),))


KYC_RULES: dict[str, Rule] = {"partners_unchecked": partners_unchecked}
