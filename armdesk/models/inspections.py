"""Inspections by a list of questions: templates with revisions, the plan of rounds, and what was answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from armdesk.fields import Choice, Code, Date, Flag, Link, LongText, Scaled, Text, Whole
from armdesk.i18n import N_, _
from armdesk.models import choices
from armdesk.record import About, Ask, Record, Written


class InspectionTemplate(Record):
    """A list of questions; once a round was finished with it, a change needs a new revision."""

    code = Code(N_("Code"), required=True, index=True)
    revision = Whole(N_("Revision"), default=1, least=1, most=1000)
    name = Text(N_("Name"), required=True)
    subject = Choice(N_("What is looked at"), choices.ROUND)
    retired_on = Date(N_("Replaced on"), help=N_("From this day the next revision is used."))
    origin = Text(N_("Where it comes from"))
    note = LongText(N_("Note"))

    about = About(N_("list of questions"), N_("Lists of questions"), "safety", key=("name", "revision"),
                  table=("code", "revision", "name", "subject", "retired_on"), order="code", search=("code", "name"),
                  purpose=N_("What is asked on a round of inspection; models to begin with can be taken over."))

    @classmethod
    def conflicts(cls, written: Written, ask: Ask) -> Mapping[str, Sequence[str]]:
        used = _finished(ask, written.touching("code", "revision", "name", "subject"))
        return {"name": [_frozen()]} if used and written.typed else {}


class InspectionQuestion(Record):
    """One question of a list."""

    template = Link("inspection_template", N_("List of questions"), required=True, index=True)
    position = Whole(N_("No."), required=True, least=1, most=1000)
    section = Text(N_("Part"))
    text = Text(N_("Question"), required=True, longest=400)
    kind = Choice(N_("Kind of answer"), choices.QUESTION, required=True, default="yes_no")
    critical = Flag(N_("Work stops if not"), default=False)
    if_no = Text(N_("What to do if not"), longest=400)

    about = About(N_("question"), N_("Questions"), "safety", key=("position", "text"),
                  table=("template", "position", "section", "text", "kind", "critical", "if_no"), order="position",
                  search=("section", "text"), details=True, purpose=N_("The questions of each list."))

    @classmethod
    def conflicts(cls, written: Written, ask: Ask) -> Mapping[str, Sequence[str]]:
        touched = written.touching("template", "position", "section", "text", "kind", "critical", "if_no")
        if not written.typed or not touched:
            return {}
        marks = ", ".join("?" * len(touched))
        lists = [bytes(row[0]) for row in ask(
            f"SELECT DISTINCT template FROM inspection_question WHERE id IN ({marks})", touched)]  # noqa: S608 - question marks
        return {"text": [_frozen()]} if _finished(ask, lists) else {}


class InspectionAnswer(Record):
    """What was found for one question on one round."""

    inspection = Link("inspection", N_("Inspection"), required=True, index=True)
    question = Link("inspection_question", N_("Question"), required=True, index=True)
    answer = Choice(N_("Answer"), choices.ROUND_ANSWER)
    number = Scaled(N_("Number"), unit="", places=3, least=-(10**12))
    text = Text(N_("Text"), longest=400)
    note = Text(N_("Note"), longest=400)
    photo = Link("document", N_("Photo"), on_trash="keep")

    about = About(N_("answer of a round"), N_("Answers of rounds"), "safety", key=("answer", "note"),
                  table=("inspection", "question", "answer", "number", "text", "note"), order="inspection",
                  search=("text", "note"), details=True,
                  purpose=N_("What was found on each round, question by question."))

    @classmethod
    def conflicts(cls, written: Written, ask: Ask) -> Mapping[str, Sequence[str]]:
        touched = written.touching("inspection", "question", "answer", "number", "text")
        marks = ", ".join("?" * len(touched))
        if not written.typed or not touched or not ask(
                "SELECT 1 FROM inspection_answer a JOIN inspection i ON i.id = a.inspection "  # noqa: S608 - question marks
                f"WHERE i.finished_on IS NOT NULL AND a.id IN ({marks}) LIMIT 1", touched):
            return {}
        return {"answer": [_("This round is finished; its answers stay as they are. Walk a new round.")]}


class InspectionPlan(Record):
    """What has to be inspected with which list, and how often."""

    template = Link("inspection_template", N_("List of questions"), required=True, index=True)
    site = Link("site", N_("Site"), key="site_code")
    crew = Link("crew", N_("Crew"))
    equipment = Link("equipment", N_("Equipment"))
    every_days = Whole(N_("Every (days)"), required=True, least=1, most=4000)
    starts_on = Date(N_("From"), required=True)
    ends_on = Date(N_("Until"))
    inspector = Link("person", N_("Who inspects"), on_trash="keep")
    note = Text(N_("Note"))

    about = About(N_("planned round"), N_("Plan of rounds"), "safety", key=("note", "every_days"),
                  table=("template", "site", "crew", "equipment", "every_days", "starts_on", "inspector"),
                  order="starts_on", search=("note",),
                  purpose=N_("What has to be inspected, with which list of questions and how often."))

    def problems(self) -> Mapping[str, str]:
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            return {"ends_on": _("This is before it starts.")}
        return {}


def _finished(ask: Ask, templates: Sequence[bytes]) -> bool:
    """Whether a round was finished with one of these lists."""
    marks = ", ".join("?" * len(templates))
    return bool(templates) and bool(ask(
        f"SELECT 1 FROM inspection WHERE trashed = 0 AND finished_on > '' AND template IN ({marks}) LIMIT 1",  # noqa: S608 - question marks
        templates))


def _frozen() -> str:
    return _("A round was finished with this list, so it stays as it was. Make a new revision of it.")


OWN_CREW = (
    "SELECT i.id FROM inspection i JOIN person p ON p.id = i.inspector_person LEFT JOIN crew c ON c.id = i.crew "
    "WHERE i.trashed = 0 AND i.crew IS NOT NULL AND (p.crew = i.crew OR c.leader = p.id)")
"""Rounds in which somebody looked at the crew he belongs to or leads."""


def own_crew_conflicts(written: Written, ask: Ask) -> Mapping[str, Sequence[str]]:
    """Nobody inspects his own crew without a reason.  Source: internal control systems, conflict of interest."""
    touched = written.touching("inspector_person", "crew", "own_crew_reason")
    if not written.typed or not touched:
        return {}
    marks = ", ".join("?" * len(touched))
    found = ask(f"{OWN_CREW} AND coalesce(i.own_crew_reason, '') = '' AND i.id IN ({marks})", touched)
    return {"own_crew_reason": [_("This person belongs to the crew or leads it. Let somebody else inspect it, or "
                                  "write why it could not be otherwise.")]} if found else {}
