"""What every part of a pack is made from: one snapshot, one edition, one language, and what has to be hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from armdesk.catalogues.catalogue import Catalogue, Texts
from armdesk.fields import fold
from armdesk.history import Head
from armdesk.i18n import _
from armdesk.models import Answer, CatalogueUse, Organisation, Party, record_type
from armdesk.services.basis.hiding import OF_HURT, OFFICE_ONLY, SMALLEST_GROUP, MemberCodes, Scrubber, Shown, protected
from armdesk.services.basis.own_rows import OwnRows
from armdesk.services.basis.period import Period
from armdesk.services.packs.edition import Edition
from armdesk.services.packs.papers import Paper
from armdesk.services.packs.record_names import RecordNames
from armdesk.services.period_facts import status
from armdesk.services.period_facts.figures import Figures
from armdesk.services.period_facts.frozen_facts import Stamps, Told, told_by
from armdesk.services.safety.accidents import Accidents
from armdesk.store import Store


def hurt(accidents: Accidents) -> tuple[dict[str, Shown], Shown]:
    """How many were hurt as everybody may read it, and all together: no one to four of a kind, nor by the others."""
    parts, recordable = protected({"": {"deaths": accidents.deaths, "lost_time": accidents.lost_time,
                                        "medical": accidents.medical}})
    return parts[""], recordable


def told(catalogue: Catalogue, hide: Scrubber, edition: Edition) -> Catalogue:
    """A catalogue as a pack may tell it: own rows without names of people, official wording only for partners."""
    def plain(texts: Texts) -> Texts:
        return {language: hide.text(text) for language, text in texts.items()}

    own_chapters = {each.code for each in catalogue.modules if each.code in each.title.values()}
    rows = []
    for each in catalogue:
        row = replace(each, wording="" if edition.hides_codes else hide.text(each.wording),
                      official_code=hide.text(each.official_code)) if each.wording or each.official_code else each
        if row.own:
            row = replace(row, title=plain(row.title), text=plain(row.text), help=plain(row.help),
                          evidence=plain(row.evidence), measures=plain(row.measures), applies=plain(row.applies))
        rows.append(replace(row, module=hide.text(row.module)) if row.module in own_chapters else row)
    modules = tuple(replace(each, code=hide.text(each.code), title=plain(each.title)) if each.code in own_chapters
                    else each for each in catalogue.modules)
    made = replace(catalogue, requirements=tuple(rows), modules=modules)
    return made if not catalogue.own else replace(
        made, titles=plain(made.titles), owner=hide.text(made.owner), licence=hide.text(made.licence),
        source=hide.text(made.source))


@dataclass
class Scope:
    """One pack under way.

    Shape: coordinates says that exact places were agreed; head is the end of the history; also are further standards,
    main that it is of the first one; papers and table_files (code of a table -> its file in the pack) are filled as the
    pack grows.
    """

    store: Store
    catalogue: Catalogue
    period: Period
    edition: Edition
    language: str
    recipient: str
    made_on: date
    hide: Scrubber
    codes: MemberCodes
    head: Head
    coordinates: bool = False
    also: tuple[Catalogue, ...] = ()
    main: bool = True
    papers: list[Paper] = field(default_factory=list)
    table_files: dict[str, str] = field(default_factory=dict)
    _names: dict[str, RecordNames] = field(default_factory=dict)

    @cached_property
    def figures(self) -> Figures:
        """Figures of the period."""
        return Figures(self.store, self.period)

    @cached_property
    def organisation(self) -> Organisation:
        """Whose pack it is; an empty page where nothing was written."""
        return self.store.one(Organisation) or Organisation()

    @cached_property
    def lists(self) -> tuple[Catalogue, ...]:
        """Further standards, and lists of the office's own it works with; these were made for partners.

        In packs for everybody there are none of them.
        """
        if self.edition.hides_codes:
            return ()
        told_of = {self.catalogue.key, *(each.key for each in self.also)}
        used = {use.catalogue for use in self.store.all(CatalogueUse) if not use.until or use.until > self.made_on}
        own = sorted(OwnRows(self.store).lists().items())
        return (*self.also, *(told(each, self.hide, self.edition) for key, each in own
                              if key in used and key not in told_of and each.requirements))

    def of(self, catalogue: Catalogue) -> Scope:
        """The same of another standard that goes along."""
        other = replace(self, catalogue=catalogue, also=(), main=False)
        other.figures, other.stamps = self.figures, self.stamps
        return other

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """Answers that hold for the period, by code of the requirement."""
        return status.answers(self.store, self.catalogue, self.period)

    @cached_property
    def results(self) -> dict[str, str]:
        """Code of the result of each requirement."""
        return status.results(self.catalogue, self.answers)

    @cached_property
    def cited_facts(self) -> dict[str, list[Told]]:
        """Facts that answers of the period cite, by code of the requirement, with what has changed since.

        Those that stay in the office are not among them.
        """
        found = told_by(self.store, self.answers, self.figures)
        hurt = OF_HURT if self.edition.hides_codes else frozenset()
        shown = {code: [each for each in cited if each.cited.fact not in OFFICE_ONLY and not (
            each.cited.fact in hurt and (each.changed or each.cited.value not in ("", "0")))]
            for code, cited in found.items()}
        return {code: cited for code, cited in shown.items() if cited}

    @cached_property
    def unsaid(self) -> frozenset[str]:
        """Facts of the period that this pack may not tell; those on people hurt go by the counts of its sheet."""
        found = set(OFFICE_ONLY)
        if 0 < self.figures.of("grievance_days").count < SMALLEST_GROUP:
            found.add("grievance_days")
        if self.edition.hides_codes:
            accidents = self.figures.reckoned.span.accidents
            counts, recordable = hurt(accidents)
            found |= {"fatalities"} if not isinstance(counts["deaths"], int) else set()
            found |= {"lost_days", "ltifr_1m", "severity_1m"} if not isinstance(counts["lost_time"], int) else set()
            found |= {"trifr_1m"} if not isinstance(recordable, int) else set()
        return frozenset(found)

    @cached_property
    def stamps(self) -> Stamps:
        """State of the rows behind each fact."""
        return Stamps(self.figures)

    @cached_property
    def own_buyer(self) -> str:
        """Id of the party the pack is made for, "" if it is none of ours."""
        wanted = fold(self.recipient)
        return next((party.id for party in self.store.all(Party) if wanted and wanted == fold(party.name)), "")

    def name_of(self, target: str, id_: str | None) -> str:
        """How a linked record is named in this pack: a person by its code, others by code, number or name."""
        return self.names_of(target, (id_,))[0] if id_ else ""

    def names_of(self, target: str, ids: Sequence[str | None]) -> list[str]:
        """The same of many records of one type, "" where none is linked."""
        known = [id_ for id_ in ids if id_]
        if not known:
            return [""] * len(ids)
        if target == "person":
            return [""] * len(ids) if self.edition.hides_codes else [self.codes.of(id_) for id_ in ids]
        if target not in self._names:
            self._names[target] = RecordNames(self.store, self.hide, target)
        found = iter(self._names[target].of(known))
        return [next(found) if id_ else "" for id_ in ids]

    def reference(self, target: str | None) -> str:
        """What a reference such as "lot/..." or "requirement/..." names, for a reader."""
        kind, _slash, rest = (target or "").partition("/")
        if kind == "requirement":
            return rest.partition("/")[2] if rest.startswith(f"{self.catalogue.key}/") else rest
        try:
            word = _(record_type(kind).about.one)
        except KeyError:
            return self.hide.text(target or "")
        return f"{word} {self.name_of(kind, rest)}".strip()
