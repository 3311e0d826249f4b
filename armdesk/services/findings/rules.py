"""The rules that a pack asks for: requirements, permits, lots on hold, balance, ages, mercury, files, history."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from armdesk import replay
from armdesk.catalogues.catalogue import NOT_APPLICABLE, UNANSWERED, Requirement, pick
from armdesk.i18n import N_, _, current, ngettext
from armdesk.i18n_formats import decimal_text
from armdesk.models import Batch, Organisation, Person, Production
from armdesk.query import Filter, Query
from armdesk.services.basis.ages import ADULT
from armdesk.services.basis.figure import ask, has_any, id_of
from armdesk.services.basis.limits import Limits, tolerance_text
from armdesk.services.basis.period import month
from armdesk.services.findings.account_rules import ACCOUNT_RULES
from armdesk.services.findings.audit_rules import AUDIT_RULES
from armdesk.services.findings.citation_rules import CITATION_RULES
from armdesk.services.findings.day_rules import untold_days
from armdesk.services.findings.deal_rules import DEAL_RULES
from armdesk.services.findings.environment_rules import ENVIRONMENT_RULES
from armdesk.services.findings.fact_rules import FACT_RULES
from armdesk.services.findings.finding import Finding, Look, Rule, rule
from armdesk.services.findings.gold_rules import GOLD_RULES
from armdesk.services.findings.governance_rules import GOVERNANCE_RULES
from armdesk.services.findings.hours_rules import HOURS_RULES
from armdesk.services.findings.import_rules import IMPORT_RULES
from armdesk.services.findings.incident_rules import INCIDENT_RULES
from armdesk.services.findings.interest_rules import INTEREST_RULES
from armdesk.services.findings.kyc_rules import KYC_RULES
from armdesk.services.findings.money_rules import MONEY_RULES
from armdesk.services.findings.order_rules import ORDER_RULES
from armdesk.services.findings.people_rules import PEOPLE_RULES
from armdesk.services.findings.photo_rules import PHOTO_RULES
from armdesk.services.findings.plan_rules import PLAN_RULES
from armdesk.services.findings.plausibility_rules import HEAVY_RULES, PLAUSIBILITY_RULES
from armdesk.services.findings.premium_plan_rules import PREMIUM_PLAN_RULES
from armdesk.services.findings.premium_rules import PREMIUM_RULES
from armdesk.services.findings.presence_rules import PRESENCE_RULES
from armdesk.services.findings.profile_rules import PROFILE_RULES
from armdesk.services.findings.rate_rules import RATE_RULES
from armdesk.services.findings.receipt_rules import RECEIPT_RULES
from armdesk.services.findings.register_rules import REGISTER_RULES
from armdesk.services.findings.round_rules import ROUND_RULES
from armdesk.services.findings.training_rules import TRAINING_RULES
from armdesk.services.findings.way_rules import WAY_RULES
from armdesk.services.gold.balance import can_compare
from armdesk.services.period_facts import status
from armdesk.services.safety import safety_figures

TOLERANCE = "mass_balance_tolerance"
"""Kind of the rate that says by how many percent the balance may be off; the office's own, else the usual one."""
_SHOWN = 5
_MOST_NAMED = 500
"""Of more rows than these a finding names the period and their number, not each."""


@rule(N_("Requirements without an answer"), "answer", by_standard=True)
def unanswered(look: Look) -> Iterator[Finding]:
    """Requirements without an answer for the period; of alternatives one is enough."""
    met = {each.alternative_of for each in look.catalogue
           if each.alternative_of and look.results[each.code] not in (UNANSWERED, NOT_APPLICABLE)}
    open_ = [each for each in look.catalogue
             if look.results[each.code] == UNANSWERED and each.alternative_of not in met]
    yield from _on_requirements(look, "unanswered", open_, lambda count: ngettext(
        "{count} requirement has no answer for this period: {names}.",
        "{count} requirements have no answer for this period: {names}.", count),
        lambda _code: str(look.period.ends.year))


@rule(N_("Answers without evidence"), "answer", "citation", by_standard=True)
def without_evidence(look: Look) -> Iterator[Finding]:
    """Requirements answered without any paper cited."""
    cited = safety_figures.citations(look.store)
    bare = [each for each in look.catalogue if look.results[each.code] not in (UNANSWERED, NOT_APPLICABLE)
            and status.reference(look.catalogue, each) not in cited]
    yield from _on_requirements(look, "without_evidence", bare, lambda count: ngettext(
        "{count} requirement is answered without evidence: {names}.",
        "{count} requirements are answered without evidence: {names}.", count), lambda code: _given(look, code))


@rule(N_("Results without a statement"), "answer", by_standard=True)
def without_statement(look: Look) -> Iterator[Finding]:
    """Results given without a statement that somebody could verify."""
    bare = [look.catalogue.requirement(code) for code, answer in look.answers.items()
            if look.results[code] not in (UNANSWERED, NOT_APPLICABLE) and not (answer.statement or "").strip()]
    yield from _on_requirements(look, "without_statement", bare, lambda count: ngettext(
        "{count} result stands without a statement: {names}.",
        "{count} results stand without a statement: {names}.", count), lambda code: _given(look, code))


@rule(N_("Time limits"), "answer", "action", "source_of_action", "risk", "finding", by_standard=True)
def time_run_out(look: Look) -> Iterator[Finding]:
    """Results whose time limit has passed, such as the six months of mitigation."""
    for clock in status.clocks(look.store, look.catalogue, look.answers).values():
        where = (status.reference(look.catalogue, clock.requirement),)
        name = pick(clock.requirement.title, current())
        if clock.ends is None:
            yield Finding("time_run_out", "warn", _("“{name}” may stay as it is for {count} months only, but no day is "
                          "written from which they count.").format(name=name, count=clock.months), where,
                          facts=(_given(look, clock.requirement.code),))
        elif clock.run_out(look.today):
            yield Finding("time_run_out", "alarm", _("The {count} months for “{name}” ended on {day}.").format(
                count=clock.months, name=name, day=clock.ends), where, facts=(clock.ends.isoformat(),))


@rule(N_("Papers that ended or end soon"), "permit", "document")
def lapsed(look: Look) -> Iterator[Finding]:
    """Permits and documents that have ended, and those that end within two months."""
    for each in safety_figures.ending(look.store, look.today):
        over, where = each.days < 0, (f"{each.type}/{each.id}",)
        text = _("“{name}” ended on {day}.") if over else _("“{name}” ends on {day}.")
        grave = "warn" if each.type == "document" else "alarm"
        # A paper that was explained while it still held speaks again when it has ended.
        fact = f"{each.ends} ended" if over else f"{each.ends}"
        yield Finding("lapsed", grave if over else "note", text.format(name=each.name, day=each.ends), where,
                      facts=(fact,))


@rule(N_("Lots on hold"), "lot")
def lots_on_hold(look: Look) -> Iterator[Finding]:
    """Lots on hold or frozen."""
    for id_, code, reason in ask(look.store, "SELECT id, code, hold_reason FROM lot WHERE trashed = 0 "
                                 "AND status IN ('hold', 'frozen') ORDER BY code"):
        yield Finding("lots_on_hold", "alarm", _("Lot {code} is on hold: {reason}").format(code=code, reason=reason),
                      (f"lot/{id_of(id_)}",), facts=(str(reason or ""),))


@rule(N_("More sold than there was"), "production", "sale", "lot", "lot_input", "batch", "batch_input", "rate",
      "organisation")
def balance(look: Look) -> Iterator[Finding]:
    """Months at whose end more fine gold was sold than was produced, bought and in stock."""
    limit = Limits(look.store).find(TOLERANCE, look.period.ends)
    percent = limit.value if limit is not None else Decimal(0)
    sold = [row for row in look.figures.stock if row.sold]
    if sold and not can_compare(look.store):
        if has_any(look.store, Production):
            return  # deliveries without fineness are told by a rule of their own
        yield Finding("balance", "warn", ngettext(
            "Gold was sold in {count} month, but no delivery, batch or lot is written down: nobody can see where it "
            "came from.",
            "Gold was sold in {count} months, but no delivery, batch or lot is written down: nobody can see where it "
            "came from.", len(sold)).format(count=len(sold)), (_period(look),), facts=(str(len(sold)),))
        return
    known = Decimal(0)
    for row in look.figures.stock:
        there = row.opening + row.produced + row.bought
        # What was missing a month ago still is: only what is missing beyond that is another finding.
        if row.sold and -row.closing > known and row.closing < -(max(there, Decimal(0)) * percent / 100):
            known = -row.closing
            days = month(int(row.month[:4]), int(row.month[5:]))
            yield Finding("balance", "alarm", _(
                "By the end of {month}, {missing} g more fine gold was sold than was produced and in stock. "
                "{tolerance}").format(month=row.month, missing=decimal_text(-row.closing, 2, current()),
                                      tolerance=tolerance_text(limit)), (f"month/{row.month}",),
                facts=(f"{-row.closing:.2f}",), rows=Query(Production, filters=(
                    Filter("date", "from", days.begins), Filter("date", "to", days.ends))))
        elif row.closing >= 0:
            known = Decimal(0)


@rule(N_("Weights without fineness"), "production", "sale", "site", "lot", "lot_input", "batch", "batch_input")
def without_fineness(look: Look) -> Iterator[Finding]:
    """Deliveries and sales whose fine weight is not known."""
    yield from _unmeasured(look, "fine_produced", lambda count: ngettext(
        "{count} delivery has a weight but no fineness; its fine gold is in no total.",
        "{count} deliveries have a weight but no fineness; their fine gold is in no total.", count))
    yield from _unmeasured(look, "fine_sold", lambda count: ngettext(
        "{count} sale has no fineness; its fine gold is in no total.",
        "{count} sales have no fineness; their fine gold is in no total.", count))


def _unmeasured(look: Look, name: str, text: Callable[[int], str]) -> Iterator[Finding]:
    figure = look.figures.of(name)
    rows, count = figure.unsure_rows, figure.unsure
    if not count or rows is None:
        return
    kind, sentence = rows.type.type_name(), text(count).format(count=count)
    if count > _MOST_NAMED:
        yield Finding("without_fineness", "warn", sentence, (_period(look),), facts=(f"{kind} {count}",), rows=rows)
        return
    found = list(look.store.values(rows, [rows.type.field("id"), rows.type.field("gross_mg")]))
    yield Finding("without_fineness", "warn", sentence, tuple(f"{kind}/{each['id']}" for each in found),
                  facts=tuple(f"{each['gross_mg']} mg" for each in found), rows=rows,
                  say=lambda places: text(len(places)).format(count=len(places)))


@rule(N_("Ages"), "person", "crew")
def ages(look: Look) -> Iterator[Finding]:
    """People under 18 on the roster, and people whose age nobody knows."""
    people = look.figures.people
    # Who was explained as 16 and turns out to be 12 is another matter; who has a birthday is not.
    bands = [people.minor_bands.get(id_, "") for id_ in people.minors]
    yield from _on_persons(look, "under_18", "alarm", people.minors, lambda count: ngettext(
        "{count} person on the roster is under {age}.", "{count} people on the roster are under {age}.", count), bands)
    bands = [people.minor_bands.get(id_, "") for id_ in people.minors_at_risk]
    yield from _on_persons(look, "minor_at_risk", "alarm", people.minors_at_risk, lambda count: ngettext(
        "{count} person under {age} does a hazardous task. Stop it today.",
        "{count} people under {age} do a hazardous task. Stop it today.", count), bands)
    yield from _on_persons(look, "age_unknown", "warn", people.unknown_age, lambda count: ngettext(
        "The age of {count} person is not known.", "The age of {count} people is not known.", count))


@rule(N_("Mercury"), "reagent_movement", "batch")
def mercury(look: Look) -> Iterator[Finding]:
    """Mercury of the batches that the book does not know; counts are told card by card, with those of other stocks."""
    batches = ask(look.store, "SELECT sum(mercury_in_mg) FROM batch WHERE trashed = 0 AND date BETWEEN ? AND ?",
                  look.period.begins, look.period.ends)[0][0]
    used, book = Decimal(batches or 0).scaleb(-3), look.figures.mercury
    if used > book.used:
        yield Finding("mercury", "warn", _("The batches used {batches} g of mercury, the book {book} g.").format(
            batches=decimal_text(used, 1, current()), book=decimal_text(book.used, 1, current())), (_period(look),),
            facts=(f"{used:.1f} {book.used:.1f}",),
            rows=look.figures.dated(Batch).where(Filter("mercury_in_mg", "filled")))


@rule(N_("Actions overdue"), "action")
def overdue(look: Look) -> Iterator[Finding]:
    """Open actions whose day has passed."""
    for id_, number, measure, due in ask(
            look.store, "SELECT id, number, measure, due_on FROM action WHERE trashed = 0 "
            "AND status IN ('open', 'in_progress') AND due_on < ? ORDER BY due_on, number", look.today):
        yield Finding("overdue", "note", _("Action {number} was due on {day}: {measure}").format(
            number=number or "", day=due, measure=measure), (f"action/{id_of(id_)}",), facts=(str(due),))


@rule(N_("Page of the organisation"), "organisation")
def profile(look: Look) -> Iterator[Finding]:
    """What every report prints of the organisation and is not filled in."""
    organisation = look.store.one(Organisation)
    if organisation is None:
        yield Finding("profile", "alarm", _("The organisation is not described. Fill in its page first."),
                      ("register/organisation",))
        return
    needed = ("country", "municipality", "representative", "dd_officer", "complaint_contact", "legitimacy_option")
    missing = [name for name in needed if not getattr(organisation, name)]
    if missing:
        yield Finding("profile", "warn", _("The page of the organisation lacks: {names}.").format(
            names=", ".join(organisation.field(name).title() for name in missing)),
            (f"organisation/{organisation.id}",), facts=(" ".join(missing),))


@rule(N_("Kept files"), "revision", heavy=True)
def kept_files(look: Look) -> Iterator[Finding]:
    """Kept files that are missing or changed."""
    wanted = ask(look.store, "SELECT sha256, file_name FROM revision WHERE trashed = 0 ORDER BY id")
    ids = {sha: id_of(id_) for sha, id_ in ask(look.store, "SELECT sha256, id FROM revision WHERE trashed = 0")}
    for found in look.proofs.kept_files((str(sha), str(name)) for sha, name in wanted):
        yield Finding("files", "alarm", found.sentence(), (f"revision/{ids[found.sha256]}",), facts=(found.kind,))


@rule(N_("History"), heavy=True)
def whole_history(look: Look) -> Iterator[Finding]:
    """A history that was changed outside the program."""
    if damage := look.proofs.records.damage:
        yield Finding("history", "alarm", damage, ("register/history",), facts=(damage,))


@rule(N_("Records and their history"), heavy=True)
def rows_as_told(look: Look) -> Iterator[Finding]:
    """Records that are not as the history left them; a history that cannot be read is another rule's finding."""
    found = look.proofs.records
    for each in found.shown:
        yield Finding("rows", "alarm", _deviation(each), (f"{each.type.type_name()}/{each.record}",),
                      facts=(" ".join((each.kind, *each.fields)),))
    if left := found.count - len(found.shown):
        yield Finding("rows", "alarm", ngettext("{count} more record is not as the history left it.",
                                                "{count} more records are not as the history left them.", left).format(
            count=left), ("register/history",), facts=(str(left),))


def _deviation(each: replay.Deviation) -> str:
    text = {replay.CHANGED: _("Changed outside armdesk: {fields} of “{name}” ({kind}). Compare it with its history."),
            replay.ADDED: _("“{name}” ({kind}) was added outside armdesk: the history does not know it."),
            replay.GONE: _("“{name}” ({kind}) was removed outside armdesk. Restore a backup made before.")}[each.kind]
    fields = ", ".join(each.type.field(name).title(unit=False) for name in each.fields)
    return text.format(name=each.name, kind=_(each.type.about.one), fields=fields)


def _on_requirements(look: Look, name: str, concerned: list[Requirement], text: Callable[[int], str],
                     fact: Callable[[str], str]) -> Iterator[Finding]:
    """One finding for all requirements that a rule concerns, with the first few by name."""

    def say(places: Sequence[int]) -> str:
        names = [pick(concerned[place].title, current()) for place in places]
        return text(len(names)).format(count=len(names), names=_some(names))

    if concerned:
        yield Finding(name, "warn", say(range(len(concerned))),
                      tuple(status.reference(look.catalogue, each) for each in concerned),
                      facts=tuple(fact(each.code) for each in concerned), say=say)


def _given(look: Look, code: str) -> str:
    """The answer a finding speaks of: another result, or one for other days, is another fact."""
    answer = look.answers[code]
    return f"{answer.result or ''} {answer.period_from or ''}/{answer.period_to or ''}".strip()


def _on_persons(look: Look, name: str, severity: str, ids: tuple[str, ...], text: Callable[[int], str],
                facts: Sequence[str] = ()) -> Iterator[Finding]:
    """One finding for all persons a rule concerns, named one by one unless they are very many."""

    def say(places: Sequence[int]) -> str:
        return text(len(places)).format(count=len(places), age=ADULT)

    if len(ids) > _MOST_NAMED:
        yield Finding(name, severity, say(range(len(ids))), (_period(look),), facts=(str(len(ids)),),
                      rows=Query(Person, filters=(Filter("id", "in", ids),)))
    elif ids:
        yield Finding(name, severity, say(range(len(ids))), tuple(f"person/{id_}" for id_ in ids), facts=tuple(facts),
                      say=say)


def _period(look: Look) -> str:
    """Reference to the whole period, where there is too much to be named one by one."""
    return f"period/{look.period.code()}"


def _some(names: list[str]) -> str:
    """The first few of a list of names, and how many more there are."""
    shown = "; ".join(names[:_SHOWN])
    return shown if len(names) <= _SHOWN else _("{names}; and {count} more").format(
        names=shown, count=len(names) - _SHOWN)


PACK_RULES: dict[str, Rule] = {
    **HEAVY_RULES,  # before all that reckon with those sums
    "profile": profile, "unanswered": unanswered, "without_statement": without_statement,
    "without_evidence": without_evidence, "time_run_out": time_run_out, "lapsed": lapsed, "lots_on_hold": lots_on_hold,
    "balance": balance, "without_fineness": without_fineness, "ages": ages, "mercury": mercury, "overdue": overdue,
    **PLAUSIBILITY_RULES,
}
"""What is looked at before every pack."""

PROOF_RULES: dict[str, Rule] = {"history": whole_history, "rows": rows_as_told}
"""What is proved beside when a pack is made; its papers are proved while they are copied."""

RULES: dict[str, Rule] = {**PACK_RULES, **GOLD_RULES, **MONEY_RULES, **RECEIPT_RULES, **ACCOUNT_RULES,
                          **PREMIUM_RULES, **KYC_RULES, **PROFILE_RULES, **PREMIUM_PLAN_RULES, **RATE_RULES,
                          **TRAINING_RULES, **ROUND_RULES, **ENVIRONMENT_RULES, **HOURS_RULES, **GOVERNANCE_RULES,
                          **INTEREST_RULES, **PLAN_RULES, **PEOPLE_RULES, **INCIDENT_RULES, **FACT_RULES,
                          **AUDIT_RULES,
                          **PHOTO_RULES, **IMPORT_RULES, **ORDER_RULES, **CITATION_RULES,
                          **PRESENCE_RULES, **DEAL_RULES, **WAY_RULES, **REGISTER_RULES,
                          "untold_days": untold_days, "files": kept_files, **PROOF_RULES}
"""Every rule by its name, in the order in which findings of one gravity are listed."""
