"""A corrective action plan of an audit in an office's own Excel file becomes findings and actions of the audit room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import islice
from pathlib import Path
from typing import Any

from armdesk import dates
from armdesk.catalogues.catalogue import Catalogue
from armdesk.errors import RefusedFile
from armdesk.fields import Reading, fold
from armdesk.i18n import N_, _, ngettext
from armdesk.importers.layout import shown
from armdesk.importers.workbook import open_book
from armdesk.models import Action, Audit, Finding
from armdesk.record import new_id
from armdesk.services.audit.audit_match import Proposed, propose
from armdesk.services.audit.audit_room import standards_of
from armdesk.services.audit.audit_words import code_of, columns
from armdesk.store import Store

HEADINGS = {"number": N_("Finding no."), "text": N_("Finding"), "finding_class": N_("Class"),
            "requirement": N_("Requirement"), "evidence_seen": N_("What the auditor saw"), "cause": N_("Cause"),
            "correction": N_("Correction at once"), "measure": N_("Measure"), "responsible": N_("Responsible"),
            "due_on": N_("Due on"), "status": N_("Status"), "closed_on": N_("Closed on"), "proof": N_("Evidence"),
            "progress": N_("Progress")}
"""Columns of a corrective action plan, with the headings armdesk writes itself."""
_HEAD_WITHIN, _MOST_ROWS = 40, 5_000
_TITLE_ROWS = 6


@dataclass(frozen=True)
class Planned:
    """One row of a plan.  Shape: action is the id of one that is here and says the same; status is one of actions."""

    row: int
    number: str
    text: str
    grade: str
    grade_written: str
    proposed: Proposed | None
    values: Mapping[str, Any]
    status: str
    action: str
    known: bool
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """A plan that was read.  Shape: day is that of the audit where its title says it; left_out rows without finding."""

    path: Path
    sheet: str
    rows: tuple[Planned, ...]
    day: date | None
    left_out: int
    cautions: tuple[str, ...]


def look(store: Store, audit: Audit, path: Path, today: date, order: str = "dmy") -> Plan:
    """Read a plan and find the actions and findings that are here already.  Nothing is changed.

    Errors: RefusedFile where it cannot be opened safely, or no row says which column holds the findings.
    """
    book = open_book(path)
    for sheet in book.sheets:
        rows = list(islice(book.rows(sheet), _MOST_ROWS + 1))
        if len(rows) > _MOST_ROWS:
            raise RefusedFile(_("“{file}” has more rows than a plan of actions.").format(file=path.name))
        head, places = _head(rows)
        if not places:
            continue
        reader = _Reader(store, audit, places, Reading(order=order, today=today))
        reader.catalogues = standards_of(store, audit)
        found: list[Planned] = []
        left_out = 0
        for number, cells in enumerate(rows[head + 1:], head + 2):
            planned = reader.row(number, cells, len(found) + 1)
            if planned is not None:
                found.append(planned)
            elif any(shown(cell) for cell in cells):
                left_out += 1
        return Plan(path, sheet, tuple(found), _day_of(rows[:min(head, _TITLE_ROWS)], today), left_out,
                    tuple(each.sentence for each in book.cautions))
    raise RefusedFile(_("No row of “{file}” is a heading that says what was found, such as “Finding”. Write the "
                        "headings over the columns and read it again.").format(file=path.name))


def _head(rows: Sequence[Sequence[Any]]) -> tuple[int, dict[str, int]]:
    best: tuple[int, dict[str, int]] = (0, {})
    for place, cells in enumerate(rows[:_HEAD_WITHIN]):
        places = columns("plan", [shown(cell) if isinstance(cell, str) else "" for cell in cells], HEADINGS)
        if "text" in places and len(places) > max(1, len(best[1])):
            best = (place, places)
    return best


def _day_of(rows: Sequence[Sequence[Any]], today: date) -> date | None:
    """A day written above the headings: "AUDITORÍA DEL 15 DE MAYO DE 2025"."""
    for cells in rows:
        for cell in cells:
            words = shown(cell).replace(":", " ").split()
            for start in range(len(words)):
                for length in (5, 3, 1):
                    part = " ".join(words[start : start + length])
                    if not any(letter.isdigit() for letter in part) or len(part) < 8:
                        continue
                    try:
                        found: date = dates.parse_date(part, order="dmy", today=today)
                    except ValueError:
                        continue
                    return found
    return None


class _Reader:
    """Reads rows of one plan."""

    def __init__(self, store: Store, audit: Audit, places: Mapping[str, int], reading: Reading) -> None:
        self._places, self._reading = places, reading
        self.catalogues: list[Catalogue] = []
        self._findings = {_plain(each.text): each for each in store.all(Finding, audit=audit.id)}
        self._actions: dict[str, list[Action]] = defaultdict(list)
        for action in store.all(Action):
            if action.origin_as_written:
                self._actions[_plain(action.origin_as_written)].append(action)
        self._used: set[str] = set()

    def row(self, number: int, cells: Sequence[Any], count: int) -> Planned | None:
        """One row, None for one without a finding."""
        raw = {name: cells[place] if place < len(cells) else "" for name, place in self._places.items()}
        texts = {name: shown(cell).strip()[:4_000] for name, cell in raw.items()}
        if not texts.get("text"):
            return None
        problems: list[str] = []
        values: dict[str, Any] = {name: texts.get(name) or None for name in (
            "evidence_seen", "cause", "correction", "measure", "responsible", "proof")}
        for name in ("due_on", "closed_on"):
            values[name] = self._day(raw.get(name, ""), problems) if texts.get(name) else None
        values["progress"] = _percent(raw.get("progress", ""))
        grade = code_of("finding_class", texts.get("finding_class", ""))
        if texts.get("finding_class") and not grade:
            problems.append(_("“{text}” is no class armdesk knows; it is taken for an observation.").format(
                text=texts["finding_class"][:60]))
        status = code_of("plan_status", texts.get("status", ""))
        if texts.get("status") and not status:
            problems.append(_("“{text}” is no state armdesk knows; it is taken for open.").format(
                text=texts["status"][:60]))
        written = texts.get("number", "")[:80] or str(count)
        return Planned(number, written, texts["text"], grade or "observation", texts.get("finding_class", ""),
                       propose(texts["text"], self.catalogues, texts.get("requirement", "")), values,
                       status or ("closed" if values["closed_on"] else "open"),
                       self._action(written, texts["text"]), _plain(texts["text"]) in self._findings, tuple(problems))

    def _day(self, cell: Any, problems: list[str]) -> date | None:
        field = Finding.field("due_on")
        try:
            day = field.take(cell, self._reading)
        except (ValueError, ArithmeticError) as error:
            problems.append(str(error))
            return None
        wrong = field.check(day) if day is not None else []
        problems += wrong
        return None if wrong or not isinstance(day, date) else day

    def _action(self, number: str, text: str) -> str:
        """The action that was imported from the same plan: it names the finding; of several the one of this number."""
        there = [each for each in self._actions.get(_plain(text), ()) if each.id not in self._used]
        chosen = next((each for each in there if str(each.number or "") == number), there[0] if there else None)
        if chosen is None:
            return ""
        self._used.add(chosen.id)
        return str(chosen.id)


def _plain(text: str | None) -> str:
    return " ".join(fold(text or "").split())


def _percent(cell: Any) -> int | None:
    """Progress in percent: 0.7, 70 and "70 %" are the same."""
    text = shown(cell).replace("%", "").replace(",", ".").strip()
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    if not value.is_finite() or value < 0:
        return None
    value = value * 100 if value <= 1 and "%" not in shown(cell) else value
    return min(int(value.to_integral_value()), 100)


def take(store: Store, audit: Audit, plan: Plan, requirements: Mapping[int, str], today: date) -> tuple[int, int]:
    """Make findings of all rows that are new, tied to the actions that are here or to new ones, as one operation.

    Shape: requirements maps places in plan.rows to the requirement a person confirmed; gives (findings, new actions).
    Errors: InvalidRecord.
    """
    new = [(place, each) for place, each in enumerate(plan.rows) if not each.known]
    raised = audit.visit_until or audit.visit_on or plan.day
    title = ngettext("{count} finding from {file}", "{count} findings from {file}", len(new)).format(
        count=len(new), file=plan.path.name)
    made = 0
    with store.operation(title, "import") as writer:
        for place, each in new:
            finding = _finding(audit, each, requirements.get(place, ""), raised)
            action = each.action or None
            if action is None and each.values["measure"]:
                fresh = _action(each, finding, raised, today)
                writer.save(fresh)
                action, made = fresh.id, made + 1
            finding.action = action
            writer.save(finding)
    return len(new), made


def _finding(audit: Audit, each: Planned, requirement: str, raised: date | None) -> Finding:
    values = each.values
    over = each.status in ("closed", "cancelled")
    return Finding(id=new_id(), audit=audit.id, number=each.number, finding_class=each.grade,
                   class_as_written=each.grade_written[:300] or None, raised_on=raised,
                   requirement=requirement or None, text=each.text, evidence=values["evidence_seen"],
                   cause=values["cause"], correction=values["correction"], due_on=values["due_on"],
                   responsible=(values["responsible"] or "")[:300] or None, status="closed" if over else "open",
                   closed_on=values["closed_on"] if over else None)


def _action(each: Planned, finding: Finding, raised: date | None, today: date) -> Action:
    values = each.values
    adopted = raised or min(filter(None, (values["due_on"], values["closed_on"], today)))
    due = values["due_on"]
    return Action(id=new_id(), number=each.number, measure=values["measure"], origin=f"finding/{finding.id}",
                  owner=finding.responsible, priority="high" if each.grade == "major" else "medium",
                  adopted_on=adopted if due is None or adopted <= due else due, due_on=due, status=each.status,
                  done_on=values["closed_on"], progress=values["progress"],
                  evidence_as_written=(values["proof"] or "")[:300] or None)
