"""A round of inspection: begun with a list of questions, answered, finished; what is wrong becomes work.

A round is an inspection that names a list.  Its answers are kept one by one while it is walked, so nothing is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from armdesk.errors import InvalidRecord
from armdesk.i18n import _, ngettext
from armdesk.models import Action, Finding, Inspection, InspectionAnswer, InspectionQuestion, InspectionTemplate, Person
from armdesk.query import Query
from armdesk.record import new_id
from armdesk.services.basis.figure import ask
from armdesk.services.basis.numbering import next_code
from armdesk.store import Store

YES, NO, NOT_APPLICABLE = "yes", "no", "na"


@dataclass
class Item:
    """One question with what was found.  Shape: answer is None before; finding is the one made of it, if any."""

    question: InspectionQuestion
    answer: InspectionAnswer | None = None
    finding: Finding | None = None

    @property
    def said(self) -> str:
        """The answer code, "" while there is none."""
        return (self.answer.answer or "") if self.answer is not None else ""

    @property
    def answered(self) -> bool:
        """Whether something was written for it."""
        answer = self.answer
        return answer is not None and bool(answer.answer or answer.number is not None or answer.text)


@dataclass
class Round:
    """An inspection with all questions of its list."""

    inspection: Inspection
    template: InspectionTemplate | None
    items: list[Item] = field(default_factory=list)

    @property
    def finished(self) -> bool:
        """Whether its result is fixed."""
        return self.inspection.finished_on is not None

    def points(self) -> tuple[int, int]:
        """(questions answered with yes, questions answered with yes or no)."""
        said = [item.said for item in self.items]
        return said.count(YES), said.count(YES) + said.count(NO)

    def open(self) -> list[Item]:
        """Questions that still want an answer; those for a number or text may stay empty."""
        return [item for item in self.items if item.question.kind == "yes_no" and not item.said]

    def wrong(self) -> list[Item]:
        """Questions answered with no."""
        return [item for item in self.items if item.said == NO]


def read(store: Store, inspection_id: str) -> Round | None:
    """A round with its questions in order, None where there is no such inspection."""
    inspection = store.get(Inspection, inspection_id)
    if inspection is None:
        return None
    template = store.get(InspectionTemplate, inspection.template)
    if template is None:
        return Round(inspection, None)
    answers = {answer.question: answer for answer in store.all(InspectionAnswer, inspection=inspection.id)}
    findings = {found.question: found for found in store.all(Finding, inspection=inspection.id)}
    return Round(inspection, template, [Item(each, answers.get(each.id), findings.get(each.id))
                                        for each in store.all(InspectionQuestion, template=template.id)])


def current_templates(store: Store, day: date) -> list[InspectionTemplate]:
    """The lists in use on a day, the newest revision of each."""
    newest: dict[str, InspectionTemplate] = {}
    for each in store.all(InspectionTemplate):
        there = newest.get(each.code)
        if (each.retired_on is None or day < each.retired_on) and (there is None or each.revision > there.revision):
            newest[each.code] = each
    return sorted(newest.values(), key=lambda each: str(each.name))


def is_own_crew(store: Store, person: str | None, crew: str | None) -> bool:
    """Whether somebody belongs to a crew or leads it.  Source: nobody inspects his own crew."""
    return bool(person and crew and ask(
        store, "SELECT 1 FROM crew c LEFT JOIN person p ON p.crew = c.id AND p.id = ? WHERE c.id = ? "
        "AND (p.id IS NOT NULL OR c.leader = ?)", bytes.fromhex(person), bytes.fromhex(crew), bytes.fromhex(person)))


def begin(store: Store, template: InspectionTemplate, day: date, **places: Any) -> Inspection:
    """Begin a round.

    Shape: places are fields of an inspection: site, crew, equipment, inspector_person, own_crew_reason.
    Errors: InvalidRecord where somebody would inspect his own crew without a reason.
    """
    inspector = store.get(Person, places.get("inspector_person"))
    return store.save(Inspection(
        date=day, kind="internal", template=template.id, scope=template.name,
        inspector=inspector.name if inspector is not None else None, **places),
        _("Round begun: {name}").format(name=template.name))


def put(store: Store, round_: Round, item: Item, **values: Any) -> None:
    """Keep what was found for one question: answer, number, text, note, photo."""
    answer = item.answer or InspectionAnswer(inspection=round_.inspection.id, question=item.question.id)
    for name, value in values.items():
        setattr(answer, name, value)
    item.answer = store.save(answer, _("Answer: {question}").format(question=item.question.text))


def make_action(store: Store, round_: Round, item: Item, day: date) -> Action:
    """Make a finding and an action of one answer, as one operation; one that has its action already keeps it."""
    finding = item.finding
    if finding is not None and (there := store.get(Action, finding.action)) is not None and not there.trashed:
        return there
    question, note = item.question, (item.answer.note if item.answer is not None else None)
    words = f"{question.text} — {note}" if note else str(question.text)
    action = Action(
        id=new_id(), number=next_code(store, Action, "number", day, "A-001"),
        measure=question.if_no or _("Put in order: {what}").format(what=question.text), adopted_on=day,
        priority="high" if question.critical else "medium", area=round_.template.name if round_.template else None)
    with store.operation(_("Action from a round: {what}").format(what=action.measure)) as writer:
        if finding is None:
            finding = Finding(id=new_id(), inspection=round_.inspection.id, question=question.id,
                              finding_class="major" if question.critical else "minor", text=words)
        action.origin = f"finding/{finding.id}"
        writer.save(action)
        finding.action = action.id
        writer.save(finding)
    item.finding = finding
    return action


def finish(store: Store, round_: Round, day: date) -> None:
    """Fix the result; what is answered with no and has no finding yet gets one.

    Errors: InvalidRecord while questions have no answer.
    """
    if left := round_.open():
        raise InvalidRecord({"": [ngettext(
            "{count} question has no answer yet: {first}", "{count} questions have no answer yet, the first: {first}",
            len(left)).format(count=len(left), first=left[0].question.text)]})
    inspection, (good, counted) = round_.inspection, round_.points()
    with store.operation(_("Round finished: {name}").format(name=inspection.scope or "")) as writer:
        for item in round_.wrong():
            if item.finding is None:
                note = item.answer.note if item.answer is not None else None
                item.finding = Finding(
                    inspection=inspection.id, question=item.question.id,
                    finding_class="major" if item.question.critical else "minor",
                    text=f"{item.question.text} — {note}" if note else item.question.text)
                writer.save(item.finding)
        inspection.points, inspection.points_most, inspection.finished_on = good, counted, day
        inspection.result = result_text(good, counted, sum(item.question.critical for item in round_.wrong()))
        inspection.findings = "\n".join(str(item.question.text) for item in round_.wrong()) or None
        writer.save(inspection)


def result_text(good: int, counted: int, critical: int) -> str:
    """Result of a round in words, in the language in force."""
    text = _("{good} of {counted} in order").format(good=good, counted=counted)
    return text if not critical else ngettext("{text}; {count} of those that stop work is not",
                                              "{text}; {count} of those that stop work are not", critical).format(
        text=text, count=critical)


def revise(store: Store, template: InspectionTemplate, day: date) -> InspectionTemplate:
    """A new revision with the same questions, to be changed; the old one is replaced from this day on."""
    latest = max(each.revision or 1 for each in store.all(InspectionTemplate, code=template.code))
    fresh = InspectionTemplate(id=new_id(), code=template.code, revision=latest + 1, name=template.name,
                               subject=template.subject, origin=template.origin, note=template.note)
    questions = store.all(InspectionQuestion, template=template.id)
    with store.operation(_("New revision: {name}").format(name=template.name)) as writer:
        writer.save(fresh)
        for each in questions:
            kept = {name: getattr(each, name) for name in ("position", "section", "text", "kind", "critical", "if_no")}
            writer.save(InspectionQuestion(template=fresh.id, **kept))
        if template.retired_on is None:
            template.retired_on = day
            writer.save(template)
    return fresh


def recent(store: Store, limit: int = 200) -> Sequence[Inspection]:
    """Rounds with a list of questions, the newest first."""
    found = store.find(Query(Inspection, order="-date"), limit=limit)
    return [each for each in found if each.template]
