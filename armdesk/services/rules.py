"""The rules that a pack asks for: requirements, permits, lots on hold, balance, ages, mercury, files, history."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal

from armdesk import history, replay
from armdesk.catalogues.catalogue import NOT_APPLICABLE, UNANSWERED, Requirement, pick
from armdesk.db_errors import explained
from armdesk.errors import DamagedWorkspace
from armdesk.evidence.check import EXTRA, LEFTOVER, check_files
from armdesk.i18n import _, current, ngettext
from armdesk.i18n_formats import decimal_text
from armdesk.models import Organisation, Rate
from armdesk.services import safety_figures, status
from armdesk.services.figure import ask, id_of
from armdesk.services.finding import Finding, Look, Rule
from armdesk.services.people_figures import ADULT
from armdesk.services.plausibility_rules import HEAVY_RULES, PLAUSIBILITY_RULES

TOLERANCE = "mass_balance_tolerance"
"""Kind of the rate that says by how many percent the balance may be off; without one nothing is allowed."""
_SHOWN, _MOST_ROWS = 5, 50


def unanswered(look: Look) -> Iterator[Finding]:
    """Requirements without an answer for the period; of alternatives one is enough."""
    met = {each.alternative_of for each in look.catalogue
           if each.alternative_of and look.results[each.code] not in (UNANSWERED, NOT_APPLICABLE)}
    open_ = [each for each in look.catalogue
             if look.results[each.code] == UNANSWERED and each.alternative_of not in met]
    yield from _on_requirements(look, "unanswered", open_, ngettext(
        "{count} requirement has no answer for this period: {names}.",
        "{count} requirements have no answer for this period: {names}.", len(open_)))


def without_evidence(look: Look) -> Iterator[Finding]:
    """Requirements answered without any paper cited."""
    cited = safety_figures.citations(look.store)
    bare = [each for each in look.catalogue if look.results[each.code] not in (UNANSWERED, NOT_APPLICABLE)
            and status.reference(look.catalogue, each) not in cited]
    yield from _on_requirements(look, "without_evidence", bare, ngettext(
        "{count} requirement is answered without evidence: {names}.",
        "{count} requirements are answered without evidence: {names}.", len(bare)))


def without_statement(look: Look) -> Iterator[Finding]:
    """Results given without a statement that somebody could verify."""
    bare = [look.catalogue.requirement(code) for code, answer in look.answers.items()
            if look.results[code] not in (UNANSWERED, NOT_APPLICABLE) and not (answer.statement or "").strip()]
    yield from _on_requirements(look, "without_statement", bare, ngettext(
        "{count} result stands without a statement: {names}.",
        "{count} results stand without a statement: {names}.", len(bare)))


def time_run_out(look: Look) -> Iterator[Finding]:
    """Results whose time limit has passed, such as the six months of mitigation."""
    for clock in status.clocks(look.store, look.catalogue, look.answers).values():
        where = (status.reference(look.catalogue, clock.requirement),)
        name = pick(clock.requirement.title, current())
        if clock.ends is None:
            yield Finding("time_run_out", "warn", _("“{name}” may stay as it is for {count} months only, but no day is "
                          "written from which they count.").format(name=name, count=clock.months), where)
        elif clock.run_out(look.today):
            yield Finding("time_run_out", "alarm", _("The {count} months for “{name}” ended on {day}.").format(
                count=clock.months, name=name, day=clock.ends), where)


def lapsed(look: Look) -> Iterator[Finding]:
    """Permits and documents that have ended, and those that end within two months."""
    for each in safety_figures.ending(look.store, look.today):
        over, where = each.days < 0, (f"{each.type}/{each.id}",)
        text = _("“{name}” ended on {day}.") if over else _("“{name}” ends on {day}.")
        grave = "warn" if each.type == "document" else "alarm"
        yield Finding("lapsed", grave if over else "note", text.format(name=each.name, day=each.ends), where)


def lots_on_hold(look: Look) -> Iterator[Finding]:
    """Lots on hold or frozen."""
    for id_, code, reason in ask(look.store, "SELECT id, code, hold_reason FROM lot WHERE trashed = 0 "
                                 "AND status IN ('hold', 'frozen') ORDER BY code"):
        yield Finding("lots_on_hold", "alarm", _("Lot {code} is on hold: {reason}").format(code=code, reason=reason),
                      (f"lot/{id_of(id_)}",))


def balance(look: Look) -> Iterator[Finding]:
    """Months at whose end more fine gold was sold than was produced, bought and in stock."""
    percent = _tolerance(look)
    for month in look.figures.stock:
        there = month.opening + month.produced + month.bought
        if month.sold and month.closing < -(max(there, Decimal(0)) * percent / 100):
            yield Finding("balance", "alarm", _(
                "By the end of {month}, {missing} g more fine gold was sold than was produced and in stock.").format(
                month=month.month, missing=decimal_text(-month.closing, 2, current())), (f"month/{month.month}",))


def _tolerance(look: Look) -> Decimal:
    """Percent by which the balance may be off on the last day of the period."""
    valid = [rate for rate in look.store.all(Rate, kind=TOLERANCE)
             if rate.valid_from <= look.period.ends and (rate.valid_to is None or rate.valid_to >= look.period.ends)]
    newest = max(valid, key=lambda rate: rate.valid_from, default=None)
    return Decimal(newest.value).scaleb(-6) if newest else Decimal(0)


def without_fineness(look: Look) -> Iterator[Finding]:
    """Deliveries and sales whose fine weight is not known."""
    for name, text in (("fine_produced", _("{count} deliveries have a weight but no fineness; their fine gold is in no "
                                           "total.")),
                       ("fine_sold", _("{count} sales have no fineness; their fine gold is in no total."))):
        figure = look.figures.of(name)
        if figure.unsure:
            yield Finding("without_fineness", "warn", text.format(count=figure.unsure))


def ages(look: Look) -> Iterator[Finding]:
    """People under 18 on the roster, and people whose age nobody knows."""
    people = look.figures.people
    if people.minors:
        text = ngettext("{count} person on the roster is under {age}.", "{count} people on the roster are under {age}.",
                        len(people.minors))
        yield Finding("under_18", "alarm", text.format(count=len(people.minors), age=ADULT), _persons(people.minors))
    if people.minors_at_risk:
        text = ngettext("{count} person under {age} does a hazardous task. Stop it today.",
                        "{count} people under {age} do a hazardous task. Stop it today.", len(people.minors_at_risk))
        yield Finding("minor_at_risk", "alarm", text.format(count=len(people.minors_at_risk), age=ADULT),
                      _persons(people.minors_at_risk))
    if people.unknown_age:
        text = ngettext("The age of {count} person is not known.", "The age of {count} people is not known.",
                        len(people.unknown_age))
        yield Finding("age_unknown", "warn", text.format(count=len(people.unknown_age)), _persons(people.unknown_age))


def mercury(look: Look) -> Iterator[Finding]:
    """Mercury counted other than the book said that day, and mercury of the batches that the book does not know."""
    book = look.figures.mercury
    if book.counted is not None and book.expected is not None and book.counted != book.expected:
        text = _("{counted} g of mercury were counted, but the book says {balance} g.")
        yield Finding("mercury", "warn", text.format(
            counted=decimal_text(book.counted, 1, current()), balance=decimal_text(book.expected, 1, current())))
    batches = ask(look.store, "SELECT sum(mercury_in_mg) FROM batch WHERE trashed = 0 AND date BETWEEN ? AND ?",
                  look.period.begins, look.period.ends)[0][0]
    used = Decimal(batches or 0).scaleb(-3)
    if used > book.used:
        yield Finding("mercury", "warn", _("The batches used {batches} g of mercury, the book {book} g.").format(
            batches=decimal_text(used, 1, current()), book=decimal_text(book.used, 1, current())))


def overdue(look: Look) -> Iterator[Finding]:
    """Open actions whose day has passed."""
    for id_, number, measure, due in ask(
            look.store, "SELECT id, number, measure, due_on FROM action WHERE trashed = 0 "
            "AND status IN ('open', 'in_progress') AND due_on < ? ORDER BY due_on, number", look.today):
        yield Finding("overdue", "note", _("Action {number} was due on {day}: {measure}").format(
            number=number or "", day=due, measure=measure), (f"action/{id_of(id_)}",))


def profile(look: Look) -> Iterator[Finding]:
    """What every report prints of the organisation and is not filled in."""
    organisation = look.store.one(Organisation)
    if organisation is None:
        yield Finding("profile", "alarm", _("The organisation is not described. Fill in its page first."))
        return
    needed = ("country", "municipality", "representative", "dd_officer", "complaint_contact", "legitimacy_option")
    missing = [organisation.field(name).title() for name in needed if not getattr(organisation, name)]
    if missing:
        yield Finding("profile", "warn", _("The page of the organisation lacks: {names}.").format(
            names=", ".join(missing)), (f"organisation/{organisation.id}",))


def kept_files(look: Look) -> Iterator[Finding]:
    """Kept files that are missing or changed."""
    if look.files is None:
        return
    wanted = ask(look.store, "SELECT sha256, file_name FROM revision WHERE trashed = 0 ORDER BY id")
    ids = {sha: id_of(id_) for sha, id_ in ask(look.store, "SELECT sha256, id FROM revision WHERE trashed = 0")}
    for found in check_files(look.files, ((str(sha), str(name)) for sha, name in wanted), look.progress):
        if found.kind not in (EXTRA, LEFTOVER):
            yield Finding("files", "alarm", found.sentence(), (f"revision/{ids[found.sha256]}",))


def whole_history(look: Look) -> Iterator[Finding]:
    """A history that was changed outside the program."""
    try:
        history.verify(look.store.db, progress=look.progress)
    except DamagedWorkspace as error:
        yield Finding("history", "alarm", str(error))


def rows_as_told(look: Look) -> Iterator[Finding]:
    """Records that are not as the history left them; a history that cannot be read is another rule's finding."""
    count = 0
    with explained(), suppress(DamagedWorkspace):
        for count, each in enumerate(replay.deviations(look.store.db, look.progress), 1):
            if count <= _MOST_ROWS:
                yield Finding("rows", "alarm", _deviation(each), (f"{each.type.type_name()}/{each.record}",))
    if count > _MOST_ROWS:
        left = count - _MOST_ROWS
        yield Finding("rows", "alarm", ngettext("{count} more record is not as the history left it.",
                                                "{count} more records are not as the history left them.", left).format(
            count=left))


def _deviation(each: replay.Deviation) -> str:
    text = {replay.CHANGED: _("Changed outside armdesk: {fields} of “{name}” ({kind}). Compare it with its history."),
            replay.ADDED: _("“{name}” ({kind}) was added outside armdesk: the history does not know it."),
            replay.GONE: _("“{name}” ({kind}) was removed outside armdesk. Restore a backup made before.")}[each.kind]
    fields = ", ".join(each.type.field(name).title(unit=False) for name in each.fields)
    return text.format(name=each.name, kind=_(each.type.about.one), fields=fields)


def _on_requirements(look: Look, rule: str, concerned: list[Requirement], text: str) -> Iterator[Finding]:
    """One finding for all requirements that a rule concerns, with the first few by name."""
    if concerned:
        names = [pick(each.title, current()) for each in concerned]
        yield Finding(rule, "warn", text.format(count=len(concerned), names=_some(names)),
                      tuple(status.reference(look.catalogue, each) for each in concerned))


def _persons(ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"person/{id_}" for id_ in ids)


def _some(names: list[str]) -> str:
    """The first few of a list of names, and how many more there are."""
    shown = "; ".join(names[:_SHOWN])
    return shown if len(names) <= _SHOWN else _("{names}; and {count} more").format(
        names=shown, count=len(names) - _SHOWN)


PACK_RULES: dict[str, Rule] = {
    "profile": profile, "unanswered": unanswered, "without_statement": without_statement,
    "without_evidence": without_evidence, "time_run_out": time_run_out, "lapsed": lapsed, "lots_on_hold": lots_on_hold,
    "balance": balance, "without_fineness": without_fineness, "ages": ages, "mercury": mercury, "overdue": overdue,
    **PLAUSIBILITY_RULES,
}
"""What is looked at before every pack."""

RULES: dict[str, Rule] = {**PACK_RULES, **HEAVY_RULES, "files": kept_files,
                          "history": whole_history, "rows": rows_as_told}
"""Every rule by its name, in the order in which findings of one gravity are listed."""
