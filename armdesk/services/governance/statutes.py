"""What holds for an organ on a day: quorum, notice, terms, seats and majorities; the statutes first, then the rates."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from armdesk import paths
from armdesk.i18n import _, current
from armdesk.i18n_formats import decimal_text
from armdesk.models import Meeting, Organ, OrganRule, VoteRule
from armdesk.models.voting import share_of
from armdesk.services.basis.limits import Limits
from armdesk.services.basis.starter_rates import CONFIDENCE
from armdesk.store import Store

QUORUM, SECOND, NOTICE, TERM = "quorum", "quorum_second", "notice_days", "mandate_months"
"""Kinds of the rates that serve where the statutes of the organ are not written down."""
ORGAN_OF = {"assembly": "assembly", "extraordinary": "assembly", "board": "board"}
"""Kind of a meeting -> kind of the organ that met, where the meeting names none."""
ASSEMBLIES = ("assembly", "extraordinary")


@dataclass(frozen=True)
class Share:
    """A part of a whole that has to be reached.

    Shape: more says that the part itself is not enough; base is of what, as in governance_choices.VOTE_BASE, "" where
    that is plain; own says that the office wrote it, in its statutes or as a rate.
    """

    share: Fraction
    more: bool
    source: str
    own: bool
    base: str = ""

    def said(self) -> str:
        """For a reader: "50 %", "more than 1/2"."""
        percent = self.share * 100
        text = (f"{decimal_text(Decimal(percent.numerator), 0, current())} %" if percent.denominator == 1
                else f"{self.share.numerator}/{self.share.denominator}")
        return _("more than {share}").format(share=text) if self.more else text

    def basis(self) -> str:
        """Where it stands, short enough for a sentence."""
        return self.source if self.own else _("the usual share, for the statutes are not written down")


@dataclass(frozen=True)
class Excluded:
    """Two offices that one person does not hold at a time; "" stands for any organ or office.

    Shape: each is (kind of organ, office).
    """

    one: tuple[str, str]
    other: tuple[str, str]
    source: str


@lru_cache(maxsize=1)
def usual_majorities() -> dict[str, Share]:
    """What each majority means where the statutes say nothing, from the list in resources."""
    with (paths.resources() / "governance" / "majorities.csv").open(encoding="utf-8", newline="") as lines:
        return {row["majority"]: Share(share_of(row["share"]), row["more"] == "yes", _source(row), own=False,
                                       base=row["base"]) for row in csv.DictReader(lines)}


@lru_cache(maxsize=1)
def excluded() -> tuple[Excluded, ...]:
    """Offices that exclude each other, from the list in resources."""
    with (paths.resources() / "governance" / "incompatible.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(Excluded((row["organ"], row["office"]), (row["other_organ"], row["other_office"]), _source(row))
                     for row in csv.DictReader(lines))


def _source(row: dict[str, str]) -> str:
    doubt = CONFIDENCE[row["confidence"]]
    return f"{row['source']}. {doubt}" if doubt else row["source"]


def quorum_by(rule: OrganRule | None) -> Share | None:
    """The quorum a rule of the statutes asks for, None where it says nothing."""
    if rule is None or not rule.quorum:
        return None
    return Share(share_of(rule.quorum), bool(rule.quorum_more), rule.source_text, own=True)


class Statutes:
    """Organs, their dated rules and the majorities of one workspace, read once."""

    def __init__(self, store: Store) -> None:
        self.organs: dict[str, Organ] = {organ.id: organ for organ in store.all(Organ)}
        self._rules: list[OrganRule] = store.all(OrganRule)  # the newest first
        self._votes: list[VoteRule] = store.all(VoteRule)
        self.limits = Limits(store)

    def organ_of(self, meeting: Meeting) -> Organ | None:
        """The organ that met: the one named, else the only one of its kind on that day."""
        if meeting.organ:
            return self.organs.get(meeting.organ)
        kind = ORGAN_OF.get(meeting.kind)
        fitting = [organ for organ in self.organs.values() if organ.kind == kind
                   and (organ.active_from is None or organ.active_from <= meeting.date)
                   and (organ.active_to is None or meeting.date <= organ.active_to)]
        return fitting[0] if len(fitting) == 1 else None

    def rule_of(self, organ: Organ | None, day: date) -> OrganRule | None:
        """The rule of the statutes that holds for an organ on a day, the newest of several."""
        return next((each for each in self._rules if organ is not None and each.organ == organ.id
                     and each.valid_from <= day and (each.valid_to is None or day <= each.valid_to)), None)

    def quorum_of(self, meeting: Meeting) -> Share | None:
        """How many of those entitled have to be there: by the statutes, else by the office's rate, else the usual one.

        A second call has the share of a second call where one is known.
        """
        rule = self.rule_of(self.organ_of(meeting), meeting.date)
        if meeting.second_call:
            if rule is not None and rule.second_quorum:
                return Share(share_of(rule.second_quorum), more=False, source=rule.source_text, own=True)
            if meeting.kind in ASSEMBLIES and (found := self._rate(SECOND, meeting.date)) is not None:
                return found
        return quorum_by(rule) or self._rate(QUORUM, meeting.date)

    def notice_of(self, meeting: Meeting) -> tuple[int, str] | None:
        """Days that have to lie between call and meeting, and where that stands; assemblies without a rule: the rate.

        None for other meetings without a rule of their own.
        """
        rule = self.rule_of(self.organ_of(meeting), meeting.date)
        if rule is not None and rule.notice_days is not None:
            return int(rule.notice_days), rule.source_text
        limit = self.limits.find(NOTICE, meeting.date) if meeting.kind in ASSEMBLIES else None
        return (int(limit.value), limit.source) if limit is not None else None

    def term_of(self, organ: Organ | None, day: date) -> int | None:
        """Months an office in an organ lasts that begins on a day."""
        rule = self.rule_of(organ, day)
        if rule is not None and rule.term_months:
            return int(rule.term_months)
        value = self.limits.value(TERM, day)
        return int(value) if value is not None else None

    def majority_of(self, majority: str, organ: Organ | None, day: date) -> Share | None:
        """What a majority means on a day: for this organ, else for all, else as usual."""
        fitting = [each for each in self._votes if each.majority == majority and each.valid_from <= day
                   and (each.valid_to is None or day <= each.valid_to)
                   and (not each.organ or (organ is not None and each.organ == organ.id))]
        if fitting:
            best = max(fitting, key=lambda each: (bool(each.organ), each.valid_from))
            return Share(share_of(best.share), bool(best.more), best.source_text, own=True, base=best.base)
        return usual_majorities().get(majority)

    def _rate(self, kind: str, day: date) -> Share | None:
        limit = self.limits.find(kind, day)
        if limit is None or not 0 < limit.value <= 100:
            return None
        return Share(Fraction(limit.value) / 100, more=False, source=limit.source, own=limit.own)
