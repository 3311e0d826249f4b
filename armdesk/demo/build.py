"""Fills an empty workspace with the demonstration cooperative: two invented years, the same for the same seed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from armdesk.demo import names
from armdesk.demo.accounts import add_accounts, complete_sales
from armdesk.demo.answers import add_answers
from armdesk.demo.audit import add_audit
from armdesk.demo.book import FIRST, LAST, TODAY, Book
from armdesk.demo.gold import add_lots
from armdesk.demo.governance import add_governance
from armdesk.demo.identity import add_identity
from armdesk.demo.life import add_life
from armdesk.demo.measuring import add_measuring
from armdesk.demo.mining import add_mining
from armdesk.demo.money import add_money
from armdesk.demo.office import add_office
from armdesk.demo.own_rows import add_own_rows
from armdesk.demo.papers import Papers
from armdesk.demo.people import add_people
from armdesk.demo.plant import add_plant
from armdesk.demo.rounds import add_rounds
from armdesk.demo.safety import add_safety
from armdesk.demo.sales import add_sales
from armdesk.demo.steps import add_steps
from armdesk.errors import WorkspaceError
from armdesk.i18n import N_, _, speaking
from armdesk.models import record_type
from armdesk.models.cited_fact import CitedFact
from armdesk.models.organisation import Crew
from armdesk.models.rehearsal import Rehearsal
from armdesk.models.standards import Answer
from armdesk.models.trade import Sale
from armdesk.progress import SILENT, Part, Progress
from armdesk.services.audit import rehearsal
from armdesk.services.basis.period import Period
from armdesk.services.period_facts import frozen_facts
from armdesk.services.period_facts.figures import Figures
from armdesk.workspace import Workspace
from armdesk.writer import Writer

TITLE = N_("Demonstration cooperative")
# A row is written after those it points at; crew leaders and the lots of sales are joined at the end.
_ORDER = (
    "organisation", "site", "document", "revision", "permit", "crew", "party", "party_check", "person",
    "person_role", "registration", "other_name", "two_people", "age_alarm", "stakeholder", "rate",
    "catalogue_use", "own_catalogue", "own_requirement", "official_text", "cross_tie", "shift", "attendance",
    "production", "batch", "batch_input", "reagent_movement", "sale", "lot", "lot_input", "custody_transfer",
    "assay", "sale_deduction", "settlement", "payment", "advance", "account_entry", "printout", "organ",
    "organ_rule", "vote_rule", "meeting", "meeting_attendance", "agenda_item", "resolution", "policy", "mandate",
    "interest", "kept_thing", "agreement", "agreement_note", "committee_seat", "premium_plan", "premium_plan_line",
    "premium_entry", "course_kind", "course_need", "ppe_need", "training", "training_attendance", "ppe_delivery",
    "incident", "injured_person", "incident_notice", "seal_opening", "equipment", "equipment_check",
    "emergency_plan", "drill", "inspection_template", "inspection_question", "inspection_plan", "inspection",
    "inspection_answer", "measurement", "security_event", "grievance", "risk", "action", "action_note", "audit",
    "request_list", "audit_request", "finding", "answer", "citation", "risk_review", "source_of_action",
    "action_extension", "action_parcel", "exposure", "goal", "monitoring_plan", "audit_slot", "audit_step",
    "visit_note", "readiness")
_BULK = ("attendance", "training_attendance", "ppe_delivery", "batch_input", "lot_input", "payment", "production",
         "shift")
"""Registers made by rule and tested as a whole, so that each row need not be asked again."""


def build_demo(workspace: Workspace, progress: Progress = SILENT, seed: int = 2026) -> None:
    """Fill an empty workspace with two invented years of a cooperative.

    Errors: WorkspaceError when something was kept in it before; Cancelled leaves no record.
    """
    if workspace.store.operations(limit=1):
        raise WorkspaceError(_("There are records in this workspace already. Make a new one for the demonstration."))
    book = _imagined(workspace, Part(progress, 0, 40), seed)
    with workspace.store.operation(_(TITLE), kind="demo") as writer:
        _write(writer, book, Part(progress, 40, 95))
        _join(workspace, writer, book)
        _rehearse(workspace, writer, book)
        _cite_facts(workspace, writer, book)
    kept = workspace.settings
    kept.name = names.COOPERATIVE
    kept.country, kept.currency, kept.decimal_mark = names.COUNTRY, names.CURRENCY, ","
    kept.period_from, kept.period_to = FIRST.isoformat(), LAST.isoformat()
    workspace.keep_settings()
    progress.step(100, 100, _(TITLE))


def _imagined(workspace: Workspace, progress: Progress, seed: int) -> Book:
    """Everything that will be written; its papers are kept already."""
    book = Book(seed)
    papers = Papers(book, workspace.files)
    add_office(book, papers)
    progress.step(1, 9, _(TITLE))
    people = add_people(book)
    add_life(book, papers, people)
    progress.step(2, 9, _(TITLE))
    mined = add_mining(book, people)
    progress.step(3, 9, _(TITLE))
    sales = add_sales(book, papers, mined, add_lots(book, papers, mined, add_plant(book, mined)))
    progress.step(4, 9, _(TITLE))
    rest: tuple[Callable[[], None], ...] = (
        lambda: add_money(book, papers, people, sales), lambda: add_safety(book, papers, people),
        lambda: add_answers(book, papers), lambda: complete_sales(book), lambda: add_accounts(book, people, sales))
    for done, step in enumerate(rest, start=5):
        step()
        progress.step(done, 9, _(TITLE))
    add_steps(book)
    add_rounds(book, people)
    add_measuring(book)
    add_governance(book, people)
    add_identity(book)
    add_audit(book, papers)
    add_own_rows(book)
    return book


def _write(writer: Writer, book: Book, progress: Progress) -> None:
    if missing := set(book.rows) - set(_ORDER):
        raise KeyError(f"no place in the order for {missing}")
    for done, name in enumerate(_ORDER, start=1):
        writer.save_many(record_type(name), book.rows[name], checked=name in _BULK)
        progress.step(done, len(_ORDER), _(record_type(name).about.many))


def _join(workspace: Workspace, writer: Writer, book: Book) -> None:
    """Give each crew its leader and each sale its lot."""
    store = workspace.store
    for crew in store.all(Crew):
        crew.leader = next(row["id"] for row in book.rows["person"] if row["crew"] == crew.id and not row["left_on"])
        writer.save(crew)
    lots = {row["sale"]: row["id"] for row in book.rows["lot"] if row.get("sale")}
    for sale in store.all(Sale):
        sale.lot = lots[sale.id]
        writer.save(sale)


def _rehearse(workspace: Workspace, writer: Writer, book: Book) -> None:
    """Walk a draw of what was written, as the office would have done before its audit."""
    found = rehearsal.rehearse(workspace.store, Period(FIRST, LAST), "2026")
    book.add("rehearsal", **rehearsal.told(found, TODAY), audit=book.id("audit", "VER-2026"))
    writer.save_many(Rehearsal, book.rows["rehearsal"])


_CITED = {"M.5/1.3/P.6": ("emergency_plans", "drills"), "M.5/1.3/P.3": ("courses", "trained"),
          "M.4/5.2.12/S.1.1": ("lots_traced", "sales_with_lot"), "M.5/5.2/P.1": ("actions_in_time", "risks_answered")}
"""Requirements whose statement ends with facts, as the office drafted them."""


def _cite_facts(workspace: Workspace, writer: Writer, book: Book) -> None:
    """Let some statements end with facts of the registers, frozen on the day they were answered."""
    store = workspace.store
    with speaking("es"):
        figures = Figures(store, Period(date(2025, 1, 1), date(2025, 12, 31)))
        for answer in store.all(Answer):
            cited = frozen_facts.cite(figures, _CITED.get(answer.requirement, ()), "es", answer.answered_on,
                                      answer.id)
            if cited:
                answer.statement = "\n".join((answer.statement or "", *(str(each.sentence) for each in cited)))
                writer.save(answer)
                for each in cited:
                    told = each.values()
                    book.add("cited_fact", **{field.name: told.get(field.name) for field in CitedFact.declared()})
        writer.save_many(CitedFact, book.rows["cited_fact"])
