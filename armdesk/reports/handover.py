"""The act by which an outgoing board hands over to the new one, with what is missing and lines for both to sign."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from armdesk.i18n import _, speaking
from armdesk.models import Organisation
from armdesk.reports.document import (
    BLANK,
    Block,
    Bullets,
    Column,
    Cover,
    Document,
    Heading,
    Paragraph,
    Table,
)
from armdesk.services import handover
from armdesk.services.handover import Part
from armdesk.workspace import Workspace

_LINES = 7
"""Lines to sign for each board where no mandates say how many there are."""


def handover_act(workspace: Workspace, day: date, language: str) -> Document:
    """The whole act of a day."""
    with speaking(language):
        store = workspace.store
        parts = handover.act(workspace, day)
        organisation = store.one(Organisation) or Organisation()
        name, title, head = str(organisation.legal_name or _("Organisation not described")), _("Handover act"), \
            store.head()
        paper = Document(title, language, Cover(
            title, name, _("As of {day}").format(day=day), (str(organisation.municipality or ""),),
            ((_("Head of the history after {count} entries").format(count=head.seq), head.hash),), qr=head.hash),
            made_on=day, short_title=f"{title} · {day}", foot_code=head.short(), author=name)
        lacking = handover.missing(parts)
        paper.add(Heading(_("What is missing")), Paragraph(_("Read this first: it is not in order and passes to the "
                                                             "new board."), "warn") if lacking else
                  Paragraph(_("Nothing is missing."), "good"))
        if lacking:
            paper.add(Bullets(tuple(lacking)))
        for part in parts:
            paper.add(*_part(part))
        paper.add(*_signatures(parts))
    return paper


def _part(part: Part) -> Iterator[Block]:
    yield Heading(part.title)
    columns = tuple(Column(f"c{place}", title, width=_width(part, place)) for place, title in enumerate(part.head))
    rows = [tuple(value or "\u00a0" for value in row) for row in part.rows]
    yield Table(columns, rows, empty_text=part.empty)
    for sentence in part.missing:
        yield Paragraph(sentence, "warn")


def _width(part: Part, place: int) -> float:
    longest = max([len(part.head[place]), *(min(len(row[place]), 60) for row in part.rows)])
    return max(longest / 14, 0.7)


def _signatures(parts: list[Part]) -> Iterator[Block]:
    """Blank lines for what no register knows, then one list to sign for each board."""
    yield Heading(_("Counted by both boards"))
    blank = Table((Column("what", _("What"), width=2.0), Column("counted", _("Counted"), "note", width=1.6),
                   Column("remark", _("Remark"), "note", width=2.4)),
                  [(what, BLANK, BLANK) for what in (_("Cash"), _("Bank"), _("Seals left, first and last"),
                                                    _("Tags left, first and last"), _("Books of minutes"))])
    yield blank
    columns = (Column("name", _("Name"), "note", width=2.4), Column("office", _("Office held"), "note", width=1.6),
               Column("signature", _("Signature and date"), "note", width=2.6))
    outgoing = [(row[2], row[1], BLANK) for row in parts[0].rows]
    yield Heading(_("Outgoing board"))
    yield Table(columns, outgoing or [(BLANK, BLANK, BLANK)] * _LINES)
    yield Heading(_("Incoming board"))
    yield Table(columns, [(BLANK, BLANK, BLANK)] * max(len(outgoing), _LINES))
