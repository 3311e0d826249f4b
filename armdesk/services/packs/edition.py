"""What each kind of pack holds and hides: its sheets, its level of privacy, the papers that may go along."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from armdesk.errors import ExportError
from armdesk.i18n import N_, _
from armdesk.models import choices


@dataclass(frozen=True)
class Edition:
    """One kind of pack.

    Shape: sheets are codes of the sheet library in their order; papers are the levels of confidentiality that go along.
    hides_codes: no codes of persons either, only totals (level P3); else codes in place of names (level P2).
    """

    kind: str
    title: str
    sheets: tuple[str, ...]
    papers: frozenset[str]
    hides_codes: bool
    purpose: str

    @property
    def of_craft(self) -> bool:
        """Whether it is a report on the CRAFT Code only; else on any standard, in the words of its own results."""
        return self.kind.startswith("craft_")

    @property
    def level(self) -> str:
        """Level of privacy as the pack rules name it."""
        return "P3" if self.hides_codes else "P2"


_ALL = ("S01", "S02", "S03", "S05", "S06", "S08", "S10", "S12", "S14", "S15", "S16", "S19", "S20", "S21", "S22", "S23",
        "S24", "S25", "S26", "S27", "S28", "S29", "S30", "S32", "S34", "S35", "S37", "S36")
"""Sheets for those who are told codes in place of names."""

EDITIONS = {
    "craft_full": Edition(
        "craft_full", choices.PACK_KIND["craft_full"], _ALL,
        frozenset({"public", "partners"}), hides_codes=False,
        purpose=N_("For a buyer or assurer: shows that the group is legitimate to engage with, where it stands and "
                   "what it will improve.")),
    "craft_public": Edition(
        "craft_public", choices.PACK_KIND["craft_public"],
        ("S01", "S02", "S03", "S06", "S15", "S19", "S22", "S23", "S27", "S28", "S32", "S34", "S37"),
        frozenset({"public"}), hides_codes=True,
        purpose=N_("For everybody: the same statements without personal data, lots, prices and papers of partners.")),
    "requirements": Edition(
        "requirements", choices.PACK_KIND["requirements"], _ALL, frozenset({"public", "partners"}), hides_codes=False,
        purpose=N_("For an auditor of any standard: each requirement with its result, statement, facts and evidence.")),
}
"""Every kind of pack by its code.  Source: pack contents, 3.1."""


def edition_of(kind: str) -> Edition:
    """The edition of a kind.  Errors: ExportError for a kind that is not there."""
    try:
        return EDITIONS[kind]
    except KeyError:
        raise ExportError(_("There is no pack of the kind “{kind}”. Choose one of: {kinds}.").format(
            kind=kind, kinds=", ".join(EDITIONS))) from None


def standards_for(kind: str, keys: Iterable[str]) -> list[str]:
    """Those of some catalogues an edition can report on, "craft-2.0" if none: a CRAFT Report is of the CRAFT Code."""
    if not edition_of(kind).of_craft:
        return list(keys) or ["craft-2.0"]
    return [key for key in keys if is_craft(key)] or ["craft-2.0"]


def is_craft(key: str) -> bool:
    """Whether the key of a catalogue is that of an edition of the CRAFT Code."""
    return key.rpartition("-")[0] == "craft"


def kind_for(keys: Sequence[str]) -> str:
    """The kind of pack for who looks at some standards: of the CRAFT Code its report, of others that by requirement."""
    return "craft_full" if all(map(is_craft, keys)) else "requirements"
