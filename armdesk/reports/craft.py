"""The report of a pack: what the producer declares for a period, requirement by requirement, with its evidence.

For CRAFT editions it is the CRAFT Report; else the report by requirement, of each standard with its own results.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from armdesk.catalogues.catalogue import UNANSWERED, Requirement, pick
from armdesk.i18n import _, ngettext
from armdesk.reports import attribution, craft_parts, craft_plan
from armdesk.reports.craft_requirements import anchor_of, modules
from armdesk.reports.document import (
    Block,
    Bullets,
    Column,
    Cover,
    Document,
    Heading,
    Link,
    PageBreak,
    Paragraph,
    Table,
)
from armdesk.services.basis.marking import coded, legend
from armdesk.services.findings.finding import Finding
from armdesk.services.packs.scope import Scope
from armdesk.services.period_facts import status


def craft_report(
    scope: Scope,
    pictures: Mapping[int, Path],
    codes: Sequence[tuple[str, str]],
    files: Sequence[Link] = (),
    findings: Sequence[Finding] = (),
) -> Document:
    """The report of a pack as neutral blocks, in the language in force.

    Shape: pictures leads from a paper's number to the picture drawn for the pack; codes are the (label, code) pairs of
    the cover; files are the other files of the pack; findings are printed so that a reader need not search for them.
    """
    title = _(scope.edition.title)
    producer = str(scope.organisation.legal_name or "")
    report = Document(
        title,
        scope.language,
        _cover(scope, title, codes),
        made_on=scope.made_on,
        author=producer,
        short_title=f"{title} · {producer} · {scope.period.label(scope.language)}",
        foot_code=scope.head.short(),
    )
    report.add(*_about(files), *_standing(scope), *_findings(findings), *craft_parts.producer(scope))
    report.add(*craft_parts.figures(scope), *modules(scope))
    for each in scope.also:
        report.add(*_further(scope.of(each)))
    report.add(*craft_plan.risks(scope))
    report.add(*craft_plan.commitments(scope), *craft_plan.grievances(scope), *craft_plan.photos(scope, pictures))
    report.add(*craft_plan.papers(scope), *craft_plan.signatures(scope), *_attribution(scope))
    return report


def _cover(scope: Scope, title: str, codes: Sequence[tuple[str, str]]) -> Cover:
    organisation = scope.organisation
    place = ", ".join(filter(None, (organisation.municipality, organisation.region, organisation.country)))
    lines = [place, _("Made on {day}").format(day=scope.made_on)]
    if not scope.edition.of_craft:
        names = "; ".join(each.title(scope.language) for each in (scope.catalogue, *scope.also))
        lines.insert(1, _("Standards: {names}").format(names=names))
    if scope.recipient:
        lines.append(_("For: {name}").format(name=scope.recipient))
    lines.append(
        _("Privacy level {level}: {what}").format(
            level=scope.edition.level,
            what=(_("totals only, no persons") if scope.edition.hides_codes else _("codes in place of names")),
        )
    )
    return Cover(
        title,
        str(organisation.legal_name or _("Organisation not described")),
        scope.period.label(scope.language),
        tuple(filter(None, lines)),
        tuple(codes),
        notice=_notice(),
    )


def _notice() -> str:
    return _(
        "This is the cooperative's own declaration, not a certificate. Every file of the pack is sealed; how to check "
        "it stands in the file VERIFY.txt."
    )


def _about(files: Sequence[Link]) -> list[Block]:
    blocks: list[Block] = [
        Heading(_("What this report is, and what it is not"), anchor="about"),
        Paragraph(
            _(
                "It is the statement of the mineral producer about itself: how it meets each requirement, what it "
                "proves it with, and what it will do next. It was made from the registers that the cooperative keeps "
                "day by day; each figure names the sheet and column it was counted from."
            )
        ),
        Paragraph(
            _(
                "It is not a certificate and gives no right to any claim about finished jewellery. It does not replace "
                "the buyer's own due diligence. Nobody outside the cooperative has checked it, unless a visit is "
                "named under “Who checked”."
            ),
            "note",
        ),
        Paragraph(
            _(
                "Beside each code stands whose it is: a number of the standard, a reference of armdesk, or a "
                "requirement of the cooperative's own. Requirements marked “inferred” are working assumptions about "
                "the standard's wording."
            ),
            "quiet",
        ),
        Paragraph(_("A group of one to four people is printed as <5, so that nobody can be recognised."), "quiet"),
    ]
    if files:
        blocks.append(Paragraph(_("Files of this pack:"), links=tuple(files)))
    return blocks


def _further(scope: Scope) -> Iterator[Block]:
    """A standard behind the first one: where the producer stands in it, and its requirements."""
    yield PageBreak()
    yield Heading(scope.catalogue.title(scope.language), anchor=f"standard-{scope.catalogue.key}")
    yield from _stands(scope)
    yield from modules(scope)


def _standing(scope: Scope) -> list[Block]:
    return [Heading(_("Where the producer stands"), anchor="standing"), *_stands(scope)]


def _stands(scope: Scope) -> list[Block]:
    """The status reached, as far as the standard knows any, and the results counted."""
    catalogue = scope.catalogue
    if not catalogue.statuses:
        return [_overview(scope)]
    running = status.clocks(scope.store, catalogue, scope.answers)
    stands = status.standing(catalogue, scope.results, running, scope.made_on)
    blocks: list[Block] = []
    if stands.reached is None:
        blocks.append(Paragraph(_("By its answers the producer has not reached a status yet."), "warn"))
    else:
        blocks.append(
            Paragraph(
                _("By its answers the producer stands at: {status}.").format(
                    status=pick(stands.reached.label, scope.language)
                ),
                "good",
            )
        )
        blocks.append(Paragraph(pick(stands.reached.reason, scope.language), "quiet"))
    if stands.next is not None:
        text = ngettext(
            "{count} requirement stands before the status {status}:",
            "{count} requirements stand before the status {status}:",
            len(stands.between),
        )
        blocks.append(Paragraph(text.format(count=len(stands.between), status=pick(stands.next.label, scope.language))))
        entries = [_why(scope, each, each in stands.run_out) for each in stands.between]
        links = tuple((Link(coded(each), f"#{anchor_of(scope, each)}"),) for each in stands.between)
        blocks.append(Bullets(tuple(entries), links))
        blocks.append(Paragraph(pick(stands.next.reason, scope.language), "quiet"))
        if said := legend(stands.between):
            blocks.append(Paragraph(said, "quiet"))
    blocks += [
        Paragraph(_("Reached beside it: {status}.").format(status=pick(each.label, scope.language)), "good")
        for each in stands.beside
    ]
    if again := len(status.to_review(scope.answers)):
        blocks.append(Paragraph(ngettext(
            "{count} answer was carried over and is not confirmed by a named person yet; the status rests on it too.",
            "{count} answers were carried over and are not confirmed by a named person yet; the status rests on them "
            "too.", again).format(count=again), "warn"))
    blocks.append(
        Paragraph(
            _(
                "Computed from the results below by the bounds in the catalogue's data, some of which are "
                "working assumptions; the scheme or the buyer has the last word."
            ),
            "quiet",
        )
    )
    return [*blocks, _overview(scope)]


def _why(scope: Scope, requirement: Requirement, over: bool) -> str:
    result = scope.catalogue.result(requirement, scope.results[requirement.code])
    text = _("{title}: {result}; its time has run out") if over else _("{title}: {result}")
    return text.format(title=pick(requirement.title, scope.language), result=pick(result.label, scope.language))


def _overview(scope: Scope) -> Table:
    """Per module or chapter how many requirements are settled, open and not answered."""
    columns = (
        Column("module", _("Module") if scope.edition.of_craft else _("Chapter"), width=4.0),
        Column("count", _("Requirements"), "number", places=0),
        Column("settled", _("Settled"), "number", places=0),
        Column("open", _("Still open"), "number", places=0),
        Column("unanswered", _("Not answered"), "number", places=0),
    )
    rows: list[tuple[str, int, int, int, int]] = []
    for module in scope.catalogue.modules:
        inside = scope.catalogue.in_module(module.code)
        settled = sum(scope.catalogue.result(each, scope.results[each.code]).settled for each in inside)
        silent = sum(scope.results[each.code] == UNANSWERED for each in inside)
        rows.append(
            (
                f"{module.code}. {name}" if (name := pick(module.title, scope.language)) != module.code else name,
                len(inside),
                settled,
                len(inside) - settled - silent,
                silent,
            )
        )
    sums = [sum(numbers) for numbers in zip(*(row[1:] for row in rows), strict=True)]
    caption = _("Results by module") if scope.edition.of_craft else _("Results by chapter")
    return Table(columns, rows, caption, (_("Total"), *sums), craft_parts.source(scope, "S34", "answer"))


def _findings(findings: Sequence[Finding]) -> list[Block]:
    """What the program itself found missing or contradictory, said openly."""
    if not findings:
        return []
    blocks: list[Block] = [
        Heading(_("What the checks found"), anchor="checks"),
        Paragraph(
            _(
                "armdesk compares the registers with each other before a pack is made. These "
                "points were open on the day it was made."
            )
        ),
    ]
    blocks += [Paragraph(finding.sentence, finding.severity) for finding in findings if not finding.explained]
    blocks += [
        Paragraph(
            _("{finding} Explained: {reason}").format(finding=finding.sentence, reason=finding.explained), "quiet"
        )
        for finding in findings
        if finding.explained
    ]
    return blocks


def _attribution(scope: Scope) -> list[Block]:
    blocks: list[Block] = [Heading(_("Standard and licence"), anchor="attribution")]
    for each in (scope.catalogue, *scope.also):
        blocks += [*attribution.sources_of(each, scope.language), *attribution.honest(each)]
    return blocks
