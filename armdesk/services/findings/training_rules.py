"""Rules about courses and protective equipment: what cannot be, what lapsed, and who works without it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any

from armdesk.i18n import N_, _, ngettext
from armdesk.models import PpeDelivery, PpeNeed, TrainingAttendance, choices
from armdesk.query import Filter, Query
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.period import Period
from armdesk.services.findings.finding import Finding, Look, Rule, rule
from armdesk.services.people.coverage import LAPSED
from armdesk.services.people.coverage_sheet import PPE, TRAINING, CoverageSheet, read_standing
from armdesk.services.people.talks import talk_coverage

_MOST_NAMED = 500


@rule(N_("Certificates dated before the course"), "training", "training_attendance")
def early_certificates(look: Look) -> Iterator[Finding]:
    """Certificates that are older than what they certify."""
    for id_, subject, held, given, number in ask(
            look.store, "SELECT id, subject, date, certificate_on, certificate_ref FROM training WHERE trashed = 0 "
            "AND certificate_on < date AND date BETWEEN ? AND ? ORDER BY date, id", look.period.begins,
            look.period.ends):
        yield Finding("early_certificates", "warn", _(
            "The certificate {number} of “{course}” is dated {given}, before the course on {held}.").format(
            number=number or "", course=subject, given=given, held=held).replace("  ", " "),
            (f"training/{id_of(id_)}",), facts=(f"{given} {held}",))
    for training, subject, held, count in ask(
            look.store, "SELECT t.id, t.subject, t.date, count(*) FROM training t JOIN training_attendance a "
            "ON a.training = t.id AND a.trashed = 0 AND a.certificate_on < t.date WHERE t.trashed = 0 "
            "AND t.date BETWEEN ? AND ? GROUP BY t.id, t.subject, t.date ORDER BY t.date, t.id", look.period.begins,
            look.period.ends):
        yield Finding("early_certificates", "warn", ngettext(
            "{count} certificate of a person is older than “{course}” on {held}.",
            "{count} certificates of people are older than “{course}” on {held}.", count).format(
            count=count, course=subject, held=held), (f"training/{id_of(training)}",), facts=(f"{count}",))


@rule(N_("Twice in one course"), "training", "training_attendance", "person")
def twice_in_course(look: Look) -> Iterator[Finding]:
    """People who stand twice in the list of a course, so that the marks count more than the people.

    Whoever has two rows in a matrix of courses is told once, with all of them.
    """
    people: dict[Any, list[tuple[Any, ...]]] = defaultdict(list)
    for row in ask(
            look.store, "SELECT p.id, p.name, t.id, t.subject, t.date, count(*) FROM training t "
            "JOIN training_attendance a ON a.training = t.id JOIN person p ON p.id = a.person WHERE t.trashed = 0 "
            "AND a.trashed = 0 AND t.date BETWEEN ? AND ? GROUP BY t.id, t.subject, t.date, p.id, p.name "
            "HAVING count(*) > 1 ORDER BY p.name, p.id, t.date, t.id", look.period.begins, look.period.ends):
        people[row[0]].append(row)
    for person, rows in people.items():
        _id, name, _training, subject, held, count = rows[0]
        one = _("{name} stands {count} times in the list of “{course}” on {held}; the course counts this person once.")
        several = _("{name} stands several times in the lists of {count} courses, the first “{course}” on {held}; each "
                    "course counts this person once.")
        yield Finding("twice_in_course", "note", (several if len(rows) > 1 else one).format(
            name=name, count=len(rows) if len(rows) > 1 else count, course=subject, held=held),
            (*(f"training/{id_of(row[2])}" for row in rows), f"person/{id_of(person)}"),
            facts=(*(str(row[5]) for row in rows), str(max(row[5] for row in rows))))


@rule(N_("Totals of courses as written"), "training", "training_attendance")
def course_totals(look: Look) -> Iterator[Finding]:
    """Courses whose written total is not the number of those who came."""
    for id_, subject, held, stated, marks, people in ask(
            look.store, "SELECT t.id, t.subject, t.date, t.total_stated, count(a.id), count(DISTINCT a.person) "
            "FROM training t LEFT JOIN training_attendance a ON a.training = t.id AND a.trashed = 0 "
            "AND coalesce(a.present, 1) = 1 WHERE t.trashed = 0 AND t.total_stated IS NOT NULL "
            "AND t.date BETWEEN ? AND ? GROUP BY t.id, t.subject, t.date, t.total_stated ORDER BY t.date, t.id",
            look.period.begins, look.period.ends):
        if marks and stated not in (marks, people):  # where nobody is marked the whole list is missing
            yield Finding("course_totals", "note", _(
                "The list of “{course}” on {held} says {stated} came; {count} are marked as present.").format(
                course=subject, held=held, stated=stated, count=people or marks), (f"training/{id_of(id_)}",),
                facts=(f"{stated} {marks}",))


@rule(N_("Courses without a list"), "training", "training_attendance", "citation")
def courses_without_list(look: Look) -> Iterator[Finding]:
    """Courses of which neither is known who came nor is there a paper."""
    found = ask(look.store, "SELECT t.id, t.date FROM training t WHERE t.trashed = 0 AND t.date BETWEEN ? AND ? "
                "AND t.date <= ? AND NOT EXISTS (SELECT 1 FROM training_attendance a WHERE a.training = t.id "
                "AND a.trashed = 0) ORDER BY t.date, t.id", look.period.begins, look.period.ends, look.today)
    cited = {target for (target,) in ask(look.store, "SELECT target FROM citation WHERE trashed = 0 "
                                         "AND target LIKE 'training/%'")}
    bare = [(f"training/{id_of(id_)}", held) for id_, held in found if f"training/{id_of(id_)}" not in cited]
    yield from _grouped("courses_without_list", "warn", bare, lambda count: ngettext(
        "{count} course or talk has neither a list of who came nor a paper.",
        "{count} courses or talks have neither a list of who came nor a paper.", count))


@rule(N_("At a course while not here"), "training", "training_attendance", "person")
def course_while_away(look: Look) -> Iterator[Finding]:
    """People who are said to have been at a course before they joined or after they left."""
    found = ask(look.store, "SELECT a.id, t.date FROM training_attendance a JOIN training t ON t.id = a.training "
                "JOIN person p ON p.id = a.person WHERE a.trashed = 0 AND t.trashed = 0 AND coalesce(a.present, 1) = 1 "
                "AND t.date BETWEEN ? AND ? AND (p.joined_on > t.date OR p.left_on < t.date) ORDER BY t.date, a.id",
                look.period.begins, look.period.ends)
    named = [(f"training_attendance/{id_of(id_)}", held) for id_, held in found]
    yield from _grouped("course_while_away", "note", named, lambda count: ngettext(
        "{count} person was at a course before joining or after leaving.",
        "{count} entries have people at a course before they joined or after they left.", count),
        Query(TrainingAttendance, filters=(Filter("id", "in", tuple(id_of(id_) for id_, _held in found)),)))


@rule(N_("Crews without a talk"), "training", "training_attendance", "crew", "person", "rate", "organisation")
def talks_missing(look: Look) -> Iterator[Finding]:
    """Crews that had fewer talks in a month than the office wants, once it keeps talks; the begun month left out."""
    last = min(look.period.ends, look.today)
    first = ask(look.store, "SELECT min(date) FROM training WHERE trashed = 0 AND form = 'talk'")[0][0]
    if first is None or date.fromisoformat(first) > last:
        return
    found = talk_coverage(look.store, Period(max(look.period.begins, date.fromisoformat(first)), last))
    names = dict(found.crews)
    by_crew: dict[str, list[str]] = {}
    for crew, month in found.lacking():
        if month < last.isoformat()[:7]:
            by_crew.setdefault(crew, []).append(month)
    together: dict[tuple[str, ...], list[str]] = {}
    for crew, months in by_crew.items():
        together.setdefault(tuple(months), []).append(crew)
    for lacking, crews in together.items():
        say = partial(_talks_lack, lacking, [names[crew] for crew in crews])
        yield Finding("talks_missing", "note", say(range(len(crews))), tuple(f"crew/{crew}" for crew in crews),
                      facts=(" ".join(lacking),) * len(crews), say=say)


def _talks_lack(months: Sequence[str], names: Sequence[str], places: Sequence[int]) -> str:
    """That some crews had too few talks in the same months."""
    if len(places) == 1:
        return ngettext("{crew} had too few talks in {count} month: {months}.",
                        "{crew} had too few talks in {count} months: {months}.", len(months)).format(
            crew=names[places[0]], count=len(months), months=", ".join(months))
    return _("{count} crews had too few talks in {months}: {names}.").format(
        count=len(places), months=", ".join(months), names=", ".join(names[place] for place in places))


@rule(N_("Needed courses"), "course_need", "course_kind", "training", "training_attendance", "person", "crew", "rate",
      "organisation")
def course_lapsed(look: Look) -> Iterator[Finding]:
    """People at work without a course that their work needs."""
    day = min(look.period.ends, look.today)
    if ask(look.store, "SELECT 1 FROM course_need WHERE trashed = 0 LIMIT 1"):
        yield from _lacking(look, "course_lapsed", read_standing(look.store, day, TRAINING), (
            lambda count: ngettext("{count} person at work needs “{what}” and has no course that holds.",
                                   "{count} people at work need “{what}” and have no course that holds.", count)))


@rule(N_("Needed equipment"), "ppe_need", "ppe_delivery", "person", "crew", "rate", "organisation")
def ppe_overdue(look: Look) -> Iterator[Finding]:
    """People at work whose protective equipment was never handed out or is to be renewed."""
    day = min(look.period.ends, look.today)
    if look.store.one(PpeNeed) is not None:
        yield from _lacking(look, "ppe_overdue", read_standing(look.store, day, PPE), (
            lambda count: ngettext("{count} person at work needs {what} and got none in time.",
                                   "{count} people at work need {what} and got none in time.", count)))


@rule(N_("Equipment not signed for"), "ppe_delivery")
def ppe_unsigned(look: Look) -> Iterator[Finding]:
    """Deliveries of the period without a signature."""
    found = ask(look.store, "SELECT item, count(*) FROM ppe_delivery WHERE trashed = 0 AND coalesce(signed, 0) = 0 "
                "AND date BETWEEN ? AND ? GROUP BY item ORDER BY item", look.period.begins, look.period.ends)
    count = sum(number for _item, number in found)
    if count:
        yield Finding("ppe_unsigned", "note", ngettext(
            "{count} delivery of equipment is not signed for ({items}).",
            "{count} deliveries of equipment are not signed for ({items}).", count).format(
            count=count, items=", ".join(f"{_(choices.PPE[item])} {number}" for item, number in found)),
            (f"period/{look.period.code()}",), facts=(str(count),), rows=Query(PpeDelivery, filters=(
                Filter("signed", "is_not", True), Filter("date", "from", look.period.begins),
                Filter("date", "to", look.period.ends))))


def _lacking(look: Look, name: str, sheet: CoverageSheet, text: Callable[[int], str]) -> Iterator[Finding]:
    """One finding for each course or item that people lack."""
    for column, (what, title) in enumerate(sheet.kinds):
        rows = sheet.lacking(column)
        if not rows:
            continue
        sentence = text(len(rows)).format(count=len(rows), what=title)
        if len(rows) > _MOST_NAMED:
            yield Finding(name, "warn", sentence, (f"period/{look.period.code()}",), facts=(f"{what} {len(rows)}",))
            continue

        def say(places: Sequence[int], title: str = title) -> str:
            return text(len(places)).format(count=len(places), what=title)

        yield Finding(name, "warn", sentence, tuple(f"person/{sheet.people[row].id}" for row in rows),
                      facts=tuple(_since(sheet, row, column, what) for row in rows), say=say)


def _since(sheet: CoverageSheet, row: int, column: int, what: str) -> str:
    """What an explanation holds for: this course or item, and since when it is lacking."""
    end: date | None = sheet.end(row, column) if sheet.state(row, column) == LAPSED else None
    return f"{what} {end.isoformat() if end else 'never'}"


def _grouped(name: str, severity: str, named: Iterable[tuple[str, str]], text: Callable[[int], str],
             rows: Query | None = None) -> Iterator[Finding]:
    """One finding for many records, each with its own fact."""
    found = list(named)

    def say(places: Sequence[int]) -> str:
        return text(len(places)).format(count=len(places))

    if found and len(found) <= _MOST_NAMED:
        yield Finding(name, severity, say(range(len(found))), tuple(where for where, _fact in found),
                      facts=tuple(fact for _where, fact in found), rows=rows, say=say)
    elif found:
        yield Finding(name, severity, say(range(len(found))), ("register/training",), facts=(str(len(found)),),
                      rows=rows)


TRAINING_RULES: dict[str, Rule] = {
    "early_certificates": early_certificates, "twice_in_course": twice_in_course, "course_totals": course_totals,
    "courses_without_list": courses_without_list, "course_while_away": course_while_away,
    "course_lapsed": course_lapsed, "talks_missing": talks_missing, "ppe_overdue": ppe_overdue,
    "ppe_unsigned": ppe_unsigned}
