"""How high a risk is: likelihood times severity, by the limits that hold on a day."""

from __future__ import annotations

from datetime import date

from armdesk.models import Risk
from armdesk.services.basis.limits import Limits

FOLLOWED = ("open", "mitigating", "controlled")
"""States in which a risk is followed; a controlled one too may come back."""
_STEPS = (("4", "risk_level_very_high"), ("3", "risk_level_high"), ("2", "risk_level_medium"))


class Scale:
    """How a likelihood and a severity make a level, by the limits that hold on a day."""

    def __init__(self, limits: Limits, day: date) -> None:
        self._from = [(level, limits.value(kind, day)) for level, kind in _STEPS]

    def level(self, likelihood: str | None, impact: str | None) -> str:
        """Level "1" to "4" as in choices.LEVEL, "" while one of both is not assessed."""
        if not likelihood or not impact:
            return ""
        points = int(likelihood) * int(impact)
        return next((level for level, least in self._from if least is not None and points >= least), "1")

    def of(self, risk: Risk) -> str:
        """Level of a risk as it stands."""
        return self.level(risk.likelihood, risk.impact)
