"""The heart of a report: each requirement with result, statement, live figures, evidence and open actions."""

from __future__ import annotations

from collections.abc import Iterator

from armdesk.catalogues.catalogue import NOT_APPLICABLE, UNANSWERED, Requirement, pick
from armdesk.i18n import _
from armdesk.models import Action, Citation, choices
from armdesk.reports.craft_parts import fact_of
from armdesk.reports.document import Block, Bullets, Facts, Heading, Link, PageBreak, Paragraph
from armdesk.services.basis.marking import kind_of
from armdesk.services.packs.papers import Paper, by_target
from armdesk.services.packs.scope import Scope
from armdesk.services.period_facts import status
from armdesk.services.period_facts.frozen_facts import Told
from armdesk.services.plan.action_sources import confidential, withheld

_MOST_FACTS = 4


def anchor_of(scope: Scope, requirement: Requirement) -> str:
    """Name under which a requirement is found in the report; codes of two standards may be alike."""
    return f"r-{requirement.code}" if scope.main else f"r-{scope.catalogue.key}-{requirement.code}"


def modules(scope: Scope) -> Iterator[Block]:
    """All modules in the standard's order."""
    proofs = by_target(scope.papers)
    plans = status.actions_of(scope.store, scope.catalogue)
    running = status.clocks(scope.store, scope.catalogue, scope.answers)
    for module in scope.catalogue.modules:
        yield PageBreak()
        name = pick(module.title, scope.language)
        words = _("Module {code}. {title}") if scope.edition.of_craft else _("{code}. {title}")
        title = words.format(code=module.code, title=name) if name != module.code else name
        yield Heading(title, anchor=f"module-{module.code}" if scope.main else
                      f"module-{scope.catalogue.key}-{module.code}")
        for requirement in scope.catalogue.in_module(module.code):
            if not _is_other_way(scope, requirement):
                reference = status.reference(scope.catalogue, requirement)
                yield from _head(scope, requirement, running.get(requirement.code))
                yield from _statement(scope, requirement)
                yield from _cited_facts(scope, requirement)
                yield from _facts(scope, requirement)
                yield from _evidence(scope, requirement, proofs.get(reference, []))
                yield from _actions(scope, plans.get(requirement.code, []))


def _is_other_way(scope: Scope, requirement: Requirement) -> bool:
    """Whether it is an unanswered alternative beside one that was chosen."""
    parent = requirement.alternative_of
    return (
        bool(parent)
        and scope.results[requirement.code] == UNANSWERED
        and any(
            other.alternative_of == parent and scope.results[other.code] not in (UNANSWERED, NOT_APPLICABLE)
            for other in scope.catalogue
        )
    )


def _head(scope: Scope, requirement: Requirement, clock: status.Clock | None) -> Iterator[Block]:
    yield Heading(pick(requirement.title, scope.language), 2, anchor_of(scope, requirement), _code(requirement))
    text = pick(requirement.text, scope.language)
    if requirement.confidence == "inferred":
        text += " " + _("(Inferred: a working assumption about the standard.)")
    yield Paragraph(text, "quiet")
    if requirement.wording:
        copied = _("Official wording, as the office copied it: {text}")
        yield Paragraph(copied.format(text=requirement.wording), "quiet")
    result = scope.catalogue.result(requirement, scope.results[requirement.code])
    label = pick(result.label, scope.language)
    answer = scope.answers.get(requirement.code)
    if result.classed and answer is not None and answer.nc_class:
        label = f"{label} ({answer.field('nc_class').format(answer.nc_class).lower()})"
    if clock is None:
        yield Paragraph(label + ".", result.tone)
    elif clock.ends is None:
        yield Paragraph(
            _("{result}. No day is written from which the {count} months count.").format(
                result=label, count=clock.months
            ),
            "alarm",
        )
    else:
        text = (
            _("{result}. The time ran out on {day}.") if clock.run_out(scope.made_on) else _("{result}, until {day}.")
        )
        yield Paragraph(text.format(result=label, day=clock.ends), "alarm" if clock.run_out(scope.made_on) else "warn")


def _code(requirement: Requirement) -> str:
    """The code, whose it is, and the official number beside it."""
    words = {"own": _("{code} (requirement of our own)"), "reference": _("{code} (armdesk reference)")}
    shown = words.get(kind_of(requirement), "{code}").format(code=requirement.code)
    if requirement.official_code in ("", requirement.code):
        return shown
    return _("{code}, official no. {number}").format(code=shown, number=requirement.official_code)


def _statement(scope: Scope, requirement: Requirement) -> Iterator[Block]:
    answer = scope.answers.get(requirement.code)
    if answer is None or scope.results[requirement.code] == UNANSWERED:
        return
    if answer.applies is False:
        yield Paragraph(_("It does not apply because: {reason}").format(reason=scope.hide.text(answer.reason or "")))
        return
    if answer.to_review:
        yield Paragraph(_("Carried over from an earlier answer and not confirmed by a named person yet."), "warn")
    statement = scope.hide.text(answer.statement or "").strip()
    yield Paragraph(statement) if statement else Paragraph(_("No statement was written."), "quiet")
    if answer.gap:
        yield Paragraph(_("Still missing: {gap}").format(gap=scope.hide.text(answer.gap)))
    said = _said_by(scope, answer.responsible, answer.confirmed_by, str(answer.answered_on or ""))
    if said:
        yield Paragraph(said, "quiet")


def _said_by(scope: Scope, responsible: str | None, confirmed: str | None, day: str) -> str:
    parts = [
        _("Responsible: {name}").format(name=scope.hide.text(responsible)) if responsible else "",
        _("confirmed by {name}").format(name=scope.hide.text(confirmed)) if confirmed else "",
        _("on {day}").format(day=day) if day else "",
    ]
    return ", ".join(filter(None, parts))


def _cited_facts(scope: Scope, requirement: Requirement) -> Iterator[Block]:
    """The facts the statement cites, as they were on the day it was written, and which are others now."""
    cited = scope.cited_facts.get(requirement.code, ())
    if cited:
        yield Paragraph(_("Facts cited in the statement, as the registers told them:"))
        yield Bullets(tuple(_cited_fact(scope, each) for each in cited))


def _cited_fact(scope: Scope, told: Told) -> str:
    said = _("{day}: {sentence}").format(day=told.cited.computed_on,
                                         sentence=scope.hide.text(told.cited.sentence or ""))
    return f"{said} {told.changed}" if told.changed else said


def _facts(scope: Scope, requirement: Requirement) -> Iterator[Block]:
    figures = scope.figures.for_records(requirement.records, requirement.facts)
    known = [each for each in figures if each.value is not None and each.name not in scope.unsaid][:_MOST_FACTS]
    if known:
        yield Facts(tuple(fact_of(scope, figure) for figure in known))


def _evidence(scope: Scope, requirement: Requirement, proofs: list[tuple[Paper, Citation]]) -> Iterator[Block]:
    if proofs:
        yield Paragraph(_("Evidence:"))
        yield Bullets(
            tuple(_cited(scope, paper, citation) for paper, citation in proofs),
            tuple((Link(_("Open the file"), paper.target),) if paper.target else () for paper, _cited_as in proofs),
        )
    elif scope.results[requirement.code] not in (UNANSWERED, NOT_APPLICABLE):
        yield Paragraph(_("No paper is cited as evidence."), "warn")


def _cited(scope: Scope, paper: Paper, citation: Citation) -> str:
    """Number and title of a paper, its page and what it shows; or why the file is not here."""
    closed = paper.document.confidentiality == "restricted"
    parts = [f"{paper.number:04d}" if closed else f"{paper.number:04d} {paper.title}"]
    if paper.revision is not None and (paper.revision.number or 1) > 1:
        parts.append(_("revision {number}").format(number=paper.revision.number))
    if citation.page:
        parts.append(_("page {page}").format(page=scope.hide.text(citation.page)))
    text = ", ".join(parts)
    if citation.note and not closed:
        text += ": " + scope.hide.text(citation.note)
    told = [_(paper.left_out)] if paper.left_out else []
    proved = [day for day in (paper.document.proves_from, paper.document.proves_to) if day]
    told += [_("proves {days}").format(days=" – ".join(map(str, proved)))] if proved else []
    told += [_("binder no. {number}").format(number=paper.document.binder_no)] if paper.document.binder_no else []
    return f"{text} ({'; '.join(told)})" if told else text


def _actions(scope: Scope, plans: list[Action]) -> Iterator[Block]:
    current = [action for action in plans if action.status in ("open", "in_progress", "done")]
    if current:
        yield Paragraph(_("Open actions:"))
        veiled = confidential(scope.store)
        yield Bullets(tuple(_action(scope, action, withheld() if action.id in veiled else "") for action in current))


def _action(scope: Scope, action: Action, instead: str) -> str:
    parts = [
        instead or scope.hide.text(action.measure),
        scope.hide.text(action.owner or ""),
        _("until {day}").format(day=action.due_on) if action.due_on else _("no day set"),
        _(choices.ACTION_STATUS[action.status]),
    ]
    return f"{action.number or ''} {'; '.join(filter(None, parts))}".strip()
