"""The list of broken links of a dress rehearsal, to hang on the wall and tick off."""

from __future__ import annotations

from datetime import date

from armdesk.i18n import _, ngettext, speaking
from armdesk.models import Organisation
from armdesk.reports.document import Column, Cover, Document, Fact, Facts, Heading, Paragraph, Table
from armdesk.services.audit.rehearsal import Drawn, Part, Rehearsed, before
from armdesk.store import Store


def rehearsal_list(store: Store, found: Rehearsed, day: date, language: str) -> Document:
    """Every broken link of a draw, stratum by stratum, with a box to tick."""
    with speaking(language):
        name = str((store.one(Organisation) or Organisation()).legal_name or _("Organisation not described"))
        title, head = _("Dress rehearsal"), store.head()
        paper = Document(title, language, Cover(
            title, name, found.period.label(language),
            (_("Made on {day}").format(day=day), _("Seed: {seed}").format(seed=found.seed)),
            ((_("Head of the history after {count} entries").format(count=head.seq), head.hash),),
            notice=_("A practice draw of the office itself, with names. It stays in the office.")),
            made_on=day, short_title=f"{title} · {found.seed}", foot_code=head.short(), author=name)
        paper.add(Heading(_("Where we stand")), _facts(found), *_progress(store, found, day), _strata(found),
                  Paragraph(_("Drawn are those whose SHA-256 over seed, stratum and record is smallest. The same seed "
                              "over the same registers draws the same again."), "quiet"))
        rows = [(part.title, link, broken, asked) for part, link, broken, asked in found.by_link()]
        if rows:
            paper.add(Heading(_("Where links break most")), Table(
                (Column("stratum", _("Group"), width=1.2), Column("link", _("Link"), width=2.0),
                 Column("broken", _("Broken"), "number"), Column("asked", _("Of"), "number")),
                [(_(group), link, broken, asked) for group, link, broken, asked in rows]))
        for part in found.parts:
            if part.drawn:
                paper.add(Heading(_(part.stratum.title)), _broken(part))
    return paper


def _facts(found: Rehearsed) -> Facts:
    return Facts((
        Fact(_("Drawn"), str(len(found.drawn))),
        Fact(_("Links walked"), str(found.links)),
        Fact(_("Broken links"), str(found.broken), tone="alarm" if found.broken else "good"),
        Fact(_("Chains without a broken link"), str(found.whole))))


def _progress(store: Store, found: Rehearsed, day: date) -> list[Table]:
    """Earlier walks of the same draw: what was mended since."""
    earlier = [each for each in before(store, found.seed, found.period) if each.date < day]
    if not earlier:
        return []
    columns = (Column("date", _("Date"), "date"), Column("drawn", _("Drawn"), "number"),
               Column("links", _("Links walked"), "number"), Column("broken", _("Broken links"), "number"),
               Column("whole", _("Chains without a broken link"), "number", width=1.6))
    return [Table(columns, [(each.date, each.drawn, each.walked, each.broken, each.whole) for each in earlier],
                  _("The same draw, walked before"))]


def _strata(found: Rehearsed) -> Table:
    columns = (Column("stratum", _("Group"), width=2.0), Column("count", _("There are"), "number"),
               Column("drawn", _("Drawn"), "number"), Column("broken", _("Broken links"), "number"))
    return Table(columns, [(_(part.stratum.title), part.count, len(part.drawn), part.broken) for part in found.parts])


def _broken(part: Part) -> Table | Paragraph:
    rows = [row for each in part.drawn for row in _rows(each)]
    if not rows:
        count = len(part.drawn)
        words = ngettext("{count} chain, none broken.", "{count} chains, none broken.", count)
        return Paragraph(words.format(count=count), "good")
    columns = (Column("done", "☐", width=0.3), Column("name", _("Drawn"), width=1.8),
               Column("link", _("Link"), width=1.3), Column("sentence", _("What is broken"), "note", width=3.4))
    return Table(columns, rows, row_anchors=())


def _rows(each: Drawn) -> list[tuple[str, str, str, str]]:
    return [("☐", each.name, step.title, step.sentence) for step in each.broken]
