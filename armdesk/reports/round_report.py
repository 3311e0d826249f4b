"""A round of inspection on paper: the empty list of questions, and what was found with its photos."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from textwrap import wrap

from armdesk.evidence.files import FileStore
from armdesk.i18n import _, current
from armdesk.i18n_formats import scaled_text
from armdesk.models import (
    Action,
    Crew,
    Document,
    Equipment,
    InspectionQuestion,
    InspectionTemplate,
    Revision,
    Site,
    choices,
)
from armdesk.reports.day_sheet import PaperColumn, PaperSheet
from armdesk.reports.document import (
    Block,
    CellValue,
    Column,
    Fact,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Photo,
    Photos,
    Signatures,
    Table,
)
from armdesk.reports.document import Document as Paper
from armdesk.services.safety.rounds import NO, Item, Round, result_text
from armdesk.store import Store

_BOX, _LETTERS = "☐", 88
"""Letters of a question that have room on one line."""


def empty_form(store: Store, template: InspectionTemplate, name: str, day: date) -> PaperSheet:
    """The questions with boxes, to be filled in by hand.  Shape: name is that of the cooperative."""
    rows: list[list[str]] = []
    for part, questions in _parts(store.all(InspectionQuestion, template=template.id)):
        if part:
            rows.append(["", part.upper(), "", "", "", ""])
        for each in questions:
            first, *rest = wrap(f"{each.text} ★" if each.critical else str(each.text), _LETTERS)
            boxes = [_BOX] * 3 if each.kind == "yes_no" else ["", "", ""]
            rows.append([str(each.position), first, *boxes, ""])
            rows += [["", line, "", "", "", ""] for line in rest]
    columns = (PaperColumn(_("No."), 0.5, right=True), PaperColumn(_("Question"), 6.2), PaperColumn(_("Yes"), 0.55),
               PaperColumn(_("No"), 0.55), PaperColumn(_("Does not apply"), 0.8), PaperColumn(_("Note"), 3.2))
    lines = (_("{name} · list {code}, revision {revision} · ★ work stops if not").format(
                 name=name or _("The cooperative"), code=template.code, revision=template.revision),
             _("Date: {line}   Site: {line}   Crew: {line}   Inspector: {line}").format(line="_" * 24))
    return PaperSheet(str(template.name), lines, columns, rows, (), (
        _("Inspector: name and signature"), _("Head of crew or site: name and signature")), current(), day,
        by_hand=True)


def filled(store: Store, files: FileStore, round_: Round, name: str, language: str, day: date) -> Paper:
    """What was found, question by question, with actions and photos."""
    inspection, title = round_.inspection, str(round_.inspection.scope or _("Inspection"))
    made = _paper(title, name, language, day)
    made.add(Heading(title))
    places = [record.label() for record in (store.get(Site, inspection.site), store.get(Crew, inspection.crew),
                                            store.get(Equipment, inspection.equipment)) if record is not None]
    told = (name, inspection.date.isoformat(), *places, inspection.inspector or "")
    made.add(Paragraph(" · ".join(part for part in told if part), "quiet"))
    made.add(*_result(round_))
    if inspection.own_crew_reason:
        made.add(Paragraph(_("The inspector belongs to the crew or leads it; the reason given: {reason}").format(
            reason=inspection.own_crew_reason), "note"))
    for part, items in _item_parts(round_.items):
        made.add(*_heading(part))
        made.add(Table(
            (Column("no", _("No."), "number", places=0, width=0.4),
             Column("question", _("Question"), "note", width=4.0),
             Column("answer", _("Answer"), width=1.1), Column("note", _("Note"), "note", width=2.4),
             Column("action", _("Action"), "note", width=2.4)),
            [_row(store, item) for item in items]))
    if photos := _photos(store, files, round_):
        made.add(PageBreak(), Heading(_("Photos"), 2), Photos(photos))
    made.add(_signatures())
    return made


def _result(round_: Round) -> list[Block]:
    good, counted = round_.points()
    critical = sum(item.question.critical for item in round_.wrong())
    facts = (Fact(_("Result"), f"{good}/{counted}", "" if round_.finished else _("not finished")),
             Fact(_("Not in order"), str(len(round_.wrong()))), Fact(_("Of those that stop work"), str(critical)))
    return [Facts(facts), Paragraph(result_text(good, counted, critical), "alarm" if critical else "body")]


def _row(store: Store, item: Item) -> tuple[CellValue, ...]:
    action = store.get(Action, item.finding.action) if item.finding is not None else None
    said = [action.number or "", str(action.measure)] if action is not None else []
    text = f"{item.question.text} ★" if item.question.critical else str(item.question.text)
    return (item.question.position, text, answer_text(item), (item.answer.note if item.answer else None) or None,
            " · ".join(part for part in said if part) or None)


def answer_text(item: Item) -> str:
    """What was answered, in words; "" while nothing was."""
    answer = item.answer
    if answer is None:
        return ""
    if answer.answer:
        word = _(choices.ROUND_ANSWER[answer.answer])
        return f"✗ {word}" if answer.answer == NO else word
    if answer.number is not None:
        return scaled_text(answer.number, 3, current(), least=0)
    return answer.text or ""


def _photos(store: Store, files: FileStore, round_: Round) -> tuple[Photo, ...]:
    found = []
    for item in round_.items:
        document = store.get(Document, item.answer.photo) if item.answer is not None else None
        if document is None:
            continue
        revisions = store.all(Revision, document=document.id)
        if revisions and (revisions[-1].media_type or "").startswith("image/"):
            taken = revisions[-1].taken_on
            words = (f"{item.question.position}. {item.question.text}", document.number or "",
                     taken.isoformat() if taken else "")
            found.append(Photo(files.path(revisions[-1].sha256), " · ".join(word for word in words if word)))
    return tuple(found)


def _parts(questions: Sequence[InspectionQuestion]) -> list[tuple[str, list[InspectionQuestion]]]:
    parts: list[tuple[str, list[InspectionQuestion]]] = []
    for each in questions:
        if not parts or parts[-1][0] != (each.section or ""):
            parts.append((each.section or "", []))
        parts[-1][1].append(each)
    return parts


def _item_parts(items: Sequence[Item]) -> list[tuple[str, list[Item]]]:
    by_question = {item.question.id: item for item in items}
    return [(part, [by_question[each.id] for each in questions])
            for part, questions in _parts([item.question for item in items])]


def _heading(part: str) -> list[Block]:
    return [Heading(part, 3)] if part else []


def _signatures() -> Signatures:
    return Signatures(((_("Inspector"), ""), (_("Head of crew or site"), "")))


def _paper(title: str, name: str, language: str, day: date) -> Paper:
    return Paper(title=title, language=language, made_on=day, short_title=title, author=name, contents=False)
