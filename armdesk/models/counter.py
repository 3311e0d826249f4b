"""Counter-entries: what is written in an open month to correct what stands in a closed one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from armdesk.i18n import N_, _

GROUP = N_("Counter-entry")
CORRECTS = N_("Corrects")
REASON = N_("Why it is corrected")


def counter_problems(record: Any, amounts: Sequence[str]) -> dict[str, str]:
    """A counter-entry says why; what corrects nothing cannot be below zero.

    Shape: record has the fields `corrects` and `correction_reason`; amounts are its weights and sums of money.
    """
    if record.corrects:
        return {} if record.correction_reason else {"correction_reason": _("Say why it is corrected.")}
    return {name: below_zero_text() for name in amounts if (getattr(record, name) or 0) < 0}


def below_zero_text() -> str:
    """What is wrong with an amount below zero that corrects nothing."""
    return _("This is below zero. Only a counter-entry can be, and it names what it corrects.")
