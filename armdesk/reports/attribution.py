"""Sources and licences of the catalogues: whose work they rest on, which codes are ours, which rows are inferred."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from armdesk.catalogues.catalogue import Catalogue, pick
from armdesk.i18n import _, ngettext, speaking
from armdesk.models import Organisation
from armdesk.reports.document import Block, Column, Cover, Document, Heading, Paragraph, Table
from armdesk.services.basis.marking import CONFIDENCE, KINDS, coded, kind_of, legend, sure
from armdesk.store import Store


def attribution_report(store: Store, catalogues: Sequence[Catalogue], sums: Mapping[str, str], day: date,
                       language: str) -> Document:
    """The page that can be printed.  Shape: sums leads from a catalogue's key to the SHA-256 of its file."""
    with speaking(language):
        title = _("Sources and licences of the catalogues")
        name = str((store.one(Organisation) or Organisation()).legal_name or _("Organisation not described"))
        paper = Document(title, language, Cover(
            title, name, ", ".join(each.title(language) for each in catalogues),
            (_("Made on {day}").format(day=day),), notice=_(
                "armdesk shows the requirements of standards in words of its own. What counts is the published text "
                "of each standard, and the body that owns it.")),
            made_on=day, short_title=title, foot_code=store.head().short(), author=name)
        for catalogue in catalogues:
            paper.add(Heading(catalogue.title(language)), *sources_of(catalogue, language, sums.get(catalogue.key, "")),
                      *_counts(catalogue), *_rows(catalogue, language))
    return paper


def sources_of(catalogue: Catalogue, language: str, sha256: str = "") -> Iterable[Block]:
    """Attribution, notice, owner, licence and source of one catalogue."""
    yield Paragraph(pick(catalogue.attribution, language))
    yield Paragraph(pick(catalogue.notice, language))
    yield Paragraph(_("Owners: {owner}. Licence: {licence}. Catalogue: {key}.").format(
        owner=catalogue.owner, licence=catalogue.licence, key=catalogue.key), "quiet")
    yield Paragraph(_("Source: {source}").format(source=catalogue.source), "quiet")
    if sha256:
        yield Paragraph(_("SHA-256 of the catalogue file: {code}").format(code=sha256), "quiet")


def honest(catalogue: Catalogue) -> Iterable[Block]:
    """How many codes are whose and how sure the words are, in sentences, with the inferred codes by name."""
    inferred = [each.code for each in catalogue if sure(each) == "inferred"]
    kinds = Counter(kind_of(each) for each in catalogue)
    yield Paragraph("; ".join(f"{_(KINDS[kind])}: {count}" for kind, count in kinds.items()) + ".")
    if inferred:
        yield Paragraph(ngettext("{count} row is inferred, a working assumption about the standard: {codes}.",
                                 "{count} rows are inferred, working assumptions about the standard: {codes}.",
                                 len(inferred)).format(count=len(inferred), codes=", ".join(inferred)), "quiet")


def _counts(catalogue: Catalogue) -> Iterable[Block]:
    """Whose the codes are and how sure the words."""
    both = Counter((kind_of(each), sure(each)) for each in catalogue)
    rows = [(_(KINDS[kind]), _(CONFIDENCE[how]), count) for (kind, how), count in both.items()]
    yield Table((Column("kind", _("Kind of code"), width=2.0), Column("sure", _("How sure the wording is"), width=2.0),
                 Column("count", _("Requirements"), "number", places=0)), rows,
                totals=(_("Total"), None, len(catalogue.requirements)))


def _rows(catalogue: Catalogue, language: str) -> Iterable[Block]:
    """Every row with its code, marked."""
    columns = (Column("code", _("Code"), "code", width=1.6), Column("title", _("Requirement"), width=3.0),
               Column("kind", _("Kind of code"), width=1.3), Column("sure", _("How sure the wording is"), width=1.6))
    yield Table(columns, [(coded(each), pick(each.title, language), _(KINDS[kind_of(each)]), _(CONFIDENCE[sure(each)]))
                          for each in catalogue], empty_text=_("This list has no rows yet."))
    if said := legend(catalogue):
        yield Paragraph(said, "quiet")
