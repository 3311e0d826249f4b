"""The result of a vote by the majority it needs: exact shares of whole votes, those of women apart."""

from __future__ import annotations

from dataclasses import dataclass

from armdesk.i18n import _
from armdesk.models import Meeting, Resolution
from armdesk.models.voting import needed, reaches
from armdesk.services.governance.attending import Count
from armdesk.services.governance.statutes import Share, Statutes

USUAL = "simple"


@dataclass(frozen=True)
class Outcome:
    """A vote counted.

    Shape: whole is what the share is taken of; carried None where votes or base are not known.
    """

    yes: int | None
    no: int
    abstained: int
    whole: int | None
    majority: Share | None

    @property
    def carried(self) -> bool | None:
        """Whether it was decided, None where that cannot be told."""
        if self.yes is None or self.majority is None or not self.whole:
            return None
        return reaches(self.yes, self.whole, self.majority.share, more=self.majority.more)

    @property
    def least(self) -> int | None:
        """Votes for that are needed."""
        if self.majority is None or not self.whole:
            return None
        return needed(self.whole, self.majority.share, more=self.majority.more)

    def said(self) -> str:
        """The result in a sentence."""
        if self.carried is None or self.majority is None:
            return _("The result cannot be counted yet.")
        text = _("Carried: {yes} for, {least} needed ({share} of {whole}).") if self.carried else _(
            "Not carried: {yes} for, {least} needed ({share} of {whole}).")
        return text.format(yes=self.yes, least=self.least, share=self.majority.said(), whole=self.whole)


def outcome(resolution: Resolution, meeting: Meeting, statutes: Statutes, count: Count) -> Outcome:
    """The result of a resolution as counted by its majority; without one named, the simple one."""
    majority = statutes.majority_of(resolution.majority or USUAL, statutes.organ_of(meeting), meeting.date)
    yes, no, abstained = resolution.votes_for, resolution.votes_against or 0, resolution.abstained or 0
    base = majority.base if majority is not None else ""
    whole: int | None = None
    if base == "cast" and yes is not None:
        whole = yes + no
    elif base == "present":
        # Who left before the vote is not there: the votes themselves say how many were, where nobody counted heads.
        whole = count.counted if count.counted is not None else (yes + no + abstained if yes is not None else None)
    elif base == "entitled":
        whole = count.entitled
    return Outcome(yes, no, abstained, whole, majority)


def doubts(resolution: Resolution, count: Count) -> dict[str, str]:
    """What cannot be about the votes of a resolution: field -> sentence."""
    found: dict[str, str] = {}
    cast = sum(each or 0 for each in (resolution.votes_for, resolution.votes_against, resolution.abstained))
    women = sum(each or 0 for each in (resolution.women_for, resolution.women_against, resolution.women_abstained))
    if count.counted is not None and cast > count.counted:
        found["votes_for"] = _("{cast} votes, but only {there} were there or represented.").format(
            cast=cast, there=count.counted)
    if count.women is not None and women > count.women + count.represented:
        found["women_for"] = _("{cast} votes of women, but only {there} came or were represented.").format(
            cast=women, there=count.women + count.represented)
    return found
