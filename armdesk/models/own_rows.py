"""Requirements of the cooperative's own, official numbers of the published standards, and ties between standards."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from armdesk.fields import Choice, Choices, Code, Date, LongText, Reference, Text, Whole
from armdesk.i18n import N_, _
from armdesk.models import own_choices
from armdesk.record import About, Follows, Record

LANGUAGES = ("es", "en", "fr", "pt")
TEXTS = ("title", "text", "help", "evidence", "measures", "applies")
"""What a row says in each language, as the fields title_es, title_en and so on."""
_KEY = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*-[a-z0-9]+(?:[._][a-z0-9]+)*")
_CODE = re.compile(r"[^\s/][^\s]*(?:/[^\s]+)*")
_LONGEST_TITLE = 120
_ES, _EN, _FR, _PT = N_("In Spanish"), N_("In English"), N_("In French"), N_("In Portuguese")
_PROOF = N_("What proves it")


def reference_of(catalogue: str | None, code: str | None) -> str | None:
    """How a row is named inside one workspace, such as "craft-2.0/X-1"; there is one of each."""
    return f"{catalogue}/{code}" if catalogue and code else None


class OwnCatalogue(Record):
    """A list of requirements of the cooperative's own, or of a buyer or country, kept as a catalogue."""

    catalogue = Code(N_("Key"), required=True, unique=True, longest=60,
                     help=N_("Small letters and the year or edition, such as buyer-2026."))
    title = Text(N_("Title"), required=True)
    owner = Text(N_("Whose list it is"), help=N_("The cooperative, a buyer, an authority."))
    words = Choice(N_("Words of its results"), own_choices.RESULT_WORDS, required=True, default="fulfilment")
    licence = Text(N_("Licence"), help=N_("Whether the text may be shown to others."))
    source_text = Text(N_("Source"), longest=1000, help=N_("Contract, law or page it was taken from."))
    note = LongText(N_("Note"))

    about = About(N_("list of our own"), N_("Lists of our own"), "standards", key=("title",),
                  table=("catalogue", "title", "owner", "words", "source_text"), order="catalogue",
                  search=("catalogue", "title", "owner"), details=True,
                  purpose=N_("Lists of requirements that came from no file: of the cooperative, a buyer, a country."))

    def problems(self) -> Mapping[str, str]:
        if self.catalogue and not _KEY.fullmatch(self.catalogue):
            return {"catalogue": _("Write small letters, a hyphen and the year or edition, such as buyer-2026.")}
        return {}


class OwnRequirement(Record):
    """A requirement the cooperative added to a catalogue in use, or to a list of its own."""

    catalogue = Code(N_("Catalogue"), required=True, index=True, longest=60, key="standard",
                     help=N_("Key such as craft-2.0, or that of a list of our own."))
    code = Code(N_("Code"), required=True, longest=40, help=N_("Short and without spaces, such as BUYER-01."))
    module = Text(N_("Chapter"), required=True, longest=120,
                  help=N_("Code of a module of the catalogue, or the name of a chapter of your own."))
    level = Choice(N_("Level"), own_choices.LEVEL)
    due_year = Whole(N_("Year in which it falls due"), most=99, help=N_("0: before the first certificate."))
    words = Choice(N_("Words of its results"), own_choices.RESULT_WORDS,
                   help=N_("Empty: those of its chapter."))
    applies_if = Choices(N_("Applies only if"), own_choices.APPLIES_IF,
                         help=N_("By the profile of the organisation; one of them is enough. None ticked: always."))
    countries = Code(N_("Only in the countries"), longest=60, help=N_("Two letters each, such as CO PE."))
    records = Choices(N_("Registers that prove it"), own_choices.PROOFS, groups=own_choices.PROOF_GROUPS,
                      group=_PROOF)
    facts = Code(N_("Facts that prove it"), longest=400, group=_PROOF,
                 help=N_("Names of facts with spaces between, beside those that the registers bring with them."))
    title_es = Text(N_("Title in Spanish"), longest=_LONGEST_TITLE, group=_ES)
    text_es = LongText(N_("What is asked, in Spanish"), group=_ES)
    help_es = LongText(N_("Explanation in Spanish"), group=_ES)
    evidence_es = LongText(N_("Typical evidence in Spanish"), group=_ES, help=N_("One paper to a line."))
    measures_es = LongText(N_("Suggested measures in Spanish"), group=_ES)
    applies_es = Text(N_("Applies to, in Spanish"), group=_ES)
    title_en = Text(N_("Title in English"), longest=_LONGEST_TITLE, group=_EN)
    text_en = LongText(N_("What is asked, in English"), group=_EN)
    help_en = LongText(N_("Explanation in English"), group=_EN)
    evidence_en = LongText(N_("Typical evidence in English"), group=_EN)
    measures_en = LongText(N_("Suggested measures in English"), group=_EN)
    applies_en = Text(N_("Applies to, in English"), group=_EN)
    title_fr = Text(N_("Title in French"), longest=_LONGEST_TITLE, group=_FR)
    text_fr = LongText(N_("What is asked, in French"), group=_FR)
    help_fr = LongText(N_("Explanation in French"), group=_FR)
    evidence_fr = LongText(N_("Typical evidence in French"), group=_FR)
    measures_fr = LongText(N_("Suggested measures in French"), group=_FR)
    applies_fr = Text(N_("Applies to, in French"), group=_FR)
    title_pt = Text(N_("Title in Portuguese"), longest=_LONGEST_TITLE, group=_PT)
    text_pt = LongText(N_("What is asked, in Portuguese"), group=_PT)
    help_pt = LongText(N_("Explanation in Portuguese"), group=_PT)
    evidence_pt = LongText(N_("Typical evidence in Portuguese"), group=_PT)
    measures_pt = LongText(N_("Suggested measures in Portuguese"), group=_PT)
    applies_pt = Text(N_("Applies to, in Portuguese"), group=_PT)
    reference = Text(N_("Catalogue and code"), unique=True, readonly=True)

    follows: ClassVar[Follows] = {"reference": (reference_of, ("catalogue", "code"))}
    about = About(N_("requirement of our own"), N_("Requirements of our own"), "standards", key=("code",),
                  table=("catalogue", "code", "module", "title_es", "title_en", "level", "due_year"), order="code",
                  search=("code", "title_es", "title_en", "title_fr", "title_pt"),
                  purpose=N_("What the cooperative, a buyer or a country asks beside the catalogues."))

    def problems(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        if self.code and not _CODE.fullmatch(self.code):
            found["code"] = _("Write the code without spaces, such as BUYER-01.")
        spoken = {each: (self._said("title", each), self._said("text", each)) for each in LANGUAGES}
        for language, (title, text) in spoken.items():
            if text and not title:
                found[f"title_{language}"] = _("Give the requirement a short title in this language too.")
            elif title and not text:
                found[f"text_{language}"] = _("Say what is asked in this language too.")
        if not any(title for title, _text in spoken.values()) and not found:
            found["title_es"] = _("Write title and text in at least one language.")
        if strange := [each for each in (self.countries or "").split() if not re.fullmatch("[A-Z]{2}", each)]:
            found["countries"] = _("“{text}” is no country code; write two capital letters such as CO.").format(
                text=strange[0])
        return found

    def _said(self, name: str, language: str) -> str:
        return str(getattr(self, f"{name}_{language}") or "").strip()


class OfficialText(Record):
    """Number and wording of a requirement in the published standard, as the office wrote them down for itself."""

    catalogue = Code(N_("Catalogue"), required=True, index=True, longest=60, key="standard")
    requirement = Code(N_("Requirement"), required=True, key="criterion_code")
    official_code = Code(N_("Official no."), longest=60, help=N_("Number in the published standard."))
    wording = LongText(N_("Official wording"), help=N_("Your own copy; packs for everybody leave it out."))
    source_text = Text(N_("Source"), longest=1000, help=N_("Edition and page it was read in."))
    noted_on = Date(N_("Noted on"))
    noted_by = Text(N_("Noted by"))
    reference = Text(N_("Catalogue and code"), unique=True, readonly=True)

    follows: ClassVar[Follows] = {"reference": (reference_of, ("catalogue", "requirement"))}
    about = About(N_("official number"), N_("Official numbers"), "standards", key=("requirement", "official_code"),
                  table=("catalogue", "requirement", "official_code", "wording", "source_text", "noted_on"),
                  order="requirement", search=("requirement", "official_code", "wording"), details=True,
                  purpose=N_("Numbers and wording of the published standards beside armdesk's own codes."))

    def problems(self) -> Mapping[str, str]:
        if not (self.official_code or "").strip() and not (self.wording or "").strip():
            return {"official_code": _("Write the official number, the wording, or both.")}
        return {}


class CrossTie(Record):
    """What somebody decided on two requirements of two standards: they are tied, or they are not."""

    first = Reference(N_("Requirement"), required=True, index=True, help=N_("Such as requirement/craft-2.0/X-1."))
    second = Reference(N_("Beside the requirement"), required=True, index=True)
    relation = Choice(N_("The second, beside the first"), own_choices.RELATION, required=True, default="equal")
    decision = Choice(N_("Decision"), own_choices.TIE, required=True, default="own")
    reason = LongText(N_("Reason"))
    author = Text(N_("Author"), required=True)
    date = Date(N_("Date"), required=True)

    about = About(N_("tie between standards"), N_("Ties between standards"), "standards", key=("first", "second"),
                  table=("date", "first", "second", "relation", "decision", "reason", "author"), order="-date",
                  search=("reason", "author"), details=True,
                  purpose=N_("Ties that were confirmed, refused or added, by whom and why."))

    def problems(self) -> Mapping[str, str]:
        if self.first and self.first == self.second:
            return {"second": _("This is the same requirement twice.")}
        if self.decision != "confirmed" and not (self.reason or "").strip():
            return {"reason": _("Say why, so that somebody else can follow it.")}
        return {}


