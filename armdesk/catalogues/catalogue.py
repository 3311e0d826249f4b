"""A standard's requirements as plain data: read from a file, never changed by the program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

Texts = Mapping[str, str]
"""One text in several languages: language code -> text."""

FALLBACK = "en"
NOT_APPLICABLE = "not_applicable"
UNANSWERED = "unanswered"
TONES = ("good", "warn", "alarm", "note")
CONFIDENCES = ("source", "known", "inferred")
ACTIONS = ("stop", "plan", "improve", "record")
EVIDENCE_MARK = "; "


def language_of(texts: Texts, language: str) -> str:
    """Language in which a reader of `language` gets a text: that one, else English, else any; "" if there is none."""
    for candidate in (language, language.replace("_", "-").partition("-")[0], FALLBACK):
        if candidate in texts:
            return candidate
    return next(iter(texts), "")


def pick(texts: Texts, language: str) -> str:
    """The text for a reader of a language, by the order of language_of(); "" if there is none."""
    return texts[language_of(texts, language)] if texts else ""


def _items(texts: Texts, language: str) -> list[str]:
    text = pick(texts, language)
    return text.split(EVIDENCE_MARK) if text else []


@dataclass(frozen=True, eq=False)
class Result:
    """One answer a requirement can get.

    tone: one of TONES.  settled: nothing more is owed for the requirement until it is looked at again.
    classed: it is a non-conformity that the standard puts into classes.
    """

    code: str
    label: Texts
    tone: str
    settled: bool
    classed: bool = False


@dataclass(frozen=True, eq=False)
class Module:
    """A part of a standard; `results` names the set of results its requirements use."""

    code: str
    title: Texts
    results: str


@dataclass(frozen=True, eq=False)
class Issue:
    """A subject inside a standard, the heading above its requirements."""

    code: str
    title: Texts


@dataclass(frozen=True, eq=False)
class Requirement:
    """One thing a standard asks.

    issue: code of an Issue, or "".  level: entry, progress, ecological, or "" where the standard has none.
    due_year: year of certification in which it falls due (0 = before the first certificate), None if not stated.
    confidence: "source" = seen in a public source, "known" = not read again, "inferred" = a working assumption.
    official: the code is the standard's own number; otherwise the code is armdesk's.
    records: kinds of records that can prove it.  facts: names of facts computed from them.
    action: what to do if the opposite is found, one of ACTIONS or "", with the sentence in `response`.
    evidence, measures: typical papers that prove it, and suggested measures; their items joined by EVIDENCE_MARK.
    help: what it means in the daily work of an office.
    note: remarks about editions.  since: edition that brought it, "" if it was there from the first.
    alternative_of: code of the requirement it is one of several ways to meet, or "".
    was: codes of the edition before that it took the place of.  applies_if: words of the profile, as
    services/applicability reads them.  own: the cooperative's own row.  official_code, wording: number and words of the
    published standard, as the office wrote them down for itself; "" where it did not.
    """

    code: str
    module: str
    issue: str
    level: str
    due_year: int | None
    confidence: str
    official: bool
    source: str
    records: tuple[str, ...]
    facts: tuple[str, ...]
    action: str
    since: str
    alternative_of: str
    results: str
    title: Texts
    text: Texts
    evidence: Texts
    applies: Texts
    response: Texts
    note: Texts
    help: Texts
    measures: Texts
    was: tuple[str, ...] = ()
    applies_if: tuple[str, ...] = ()
    own: bool = False
    official_code: str = ""
    wording: str = ""

    @property
    def number(self) -> str:
        """Its code, with the official number beside it where the office wrote one down and it is another."""
        return f"{self.code} [{self.official_code}]" if self.official_code not in ("", self.code) else self.code

    def evidence_items(self, language: str) -> list[str]:
        """Typical evidence, item by item, for a reader of a language."""
        return _items(self.evidence, language)

    def measure_items(self, language: str) -> list[str]:
        """Suggested measures, item by item, for a reader of a language."""
        return _items(self.measures, language)


@dataclass(frozen=True, eq=False)
class TimeLimit:
    """How long a result may stand before it counts as failed.

    results, result: the set and the result the clock runs for.  months: length.  starts: the event it is counted from.
    dated: day (YYYY-MM-DD) of the edition that sets it.
    """

    results: str
    result: str
    months: int
    starts: Texts
    source: str
    dated: str
    confidence: str


@dataclass(frozen=True, eq=False)
class Need:
    """Part of a status: every requirement of these modules and levels (empty = all) has one of these results.

    Shape: until_year leaves out what falls due in a later year of certification, or in none that is stated.
    """

    modules: tuple[str, ...]
    levels: tuple[str, ...]
    results: tuple[str, ...]
    until_year: int | None = None

    def covers(self, requirement: Requirement) -> bool:
        """Whether this need speaks of the requirement; an own row is no part of somebody else's status."""
        if requirement.own or (self.modules and requirement.module not in self.modules):
            return False
        if self.until_year is not None and (requirement.due_year is None or requirement.due_year > self.until_year):
            return False
        return not self.levels or requirement.level in self.levels


@dataclass(frozen=True, eq=False)
class Status:
    """A standing that an organisation reaches by its results; a file lists them from the lowest to the highest.

    Shape: track "" for the steps of one ladder; a standing of another track is reached beside them.
    """

    code: str
    label: Texts
    needs: tuple[Need, ...]
    confidence: str
    reason: Texts
    source: str
    track: str = ""


@dataclass(frozen=True, eq=False)
class Catalogue:
    """An edition of a standard: its modules, the results it uses, and its requirements in the standard's order.

    Shape: light are the codes of the modules of the light path, () where there is none; own: a list of the office's.
    """

    id: str
    edition: str
    titles: Texts
    owner: str
    licence: str
    source: str
    attribution: Texts
    notice: Texts
    languages: tuple[str, ...]
    modules: tuple[Module, ...]
    issues: tuple[Issue, ...]
    result_sets: Mapping[str, tuple[Result, ...]]
    time_limits: tuple[TimeLimit, ...]
    statuses: tuple[Status, ...]
    requirements: tuple[Requirement, ...]
    light: tuple[str, ...] = ()
    own: bool = False

    @property
    def key(self) -> str:
        """Name under which answers refer to this edition, such as "craft-2.0"."""
        return f"{self.id}-{self.edition}"

    @cached_property
    def _by_code(self) -> dict[str, Requirement]:
        return {requirement.code: requirement for requirement in self.requirements}

    @cached_property
    def _modules(self) -> dict[str, Module]:
        return {module.code: module for module in self.modules}

    @cached_property
    def _issues(self) -> dict[str, Issue]:
        return {issue.code: issue for issue in self.issues}

    def __contains__(self, code: str) -> bool:
        return code in self._by_code

    def __iter__(self) -> Iterator[Requirement]:
        return iter(self.requirements)

    def title(self, language: str) -> str:
        """Title for a reader of a language."""
        return pick(self.titles, language)

    def pick(self, texts: Texts, language: str) -> str:
        """As the function of the same name, for those who hold only the catalogue."""
        return pick(texts, language)

    def requirement(self, code: str) -> Requirement:
        """The requirement with this code.  Errors: KeyError if this edition has none, as after an update."""
        return self._by_code[code]

    def module(self, code: str) -> Module:
        """The module with this code.  Errors: KeyError."""
        return self._modules[code]

    def issue_title(self, requirement: Requirement, language: str) -> str:
        """Heading of the issue the requirement belongs to, "" if it has none."""
        issue = self._issues.get(requirement.issue)
        return pick(issue.title, language) if issue else ""

    def in_module(self, code: str) -> tuple[Requirement, ...]:
        """Requirements of a module, in the standard's order."""
        return tuple(requirement for requirement in self.requirements if requirement.module == code)

    def results_for(self, requirement: Requirement) -> tuple[Result, ...]:
        """Results the requirement can get: its own set if it names one, else its module's."""
        return self.result_sets[self.result_set_of(requirement)]

    def result_set_of(self, requirement: Requirement) -> str:
        """Name of the set of results the requirement uses."""
        return requirement.results or self._modules[requirement.module].results

    def result(self, requirement: Requirement, code: str) -> Result:
        """One result by its code.  Errors: KeyError if the requirement cannot get it."""
        for result in self.results_for(requirement):
            if result.code == code:
                return result
        raise KeyError(code)

    def time_limit(self, requirement: Requirement, result: str) -> TimeLimit | None:
        """The clock that runs while the requirement has this result, None if there is none."""
        name = self.result_set_of(requirement)
        return next((limit for limit in self.time_limits if (limit.results, limit.result) == (name, result)), None)

    def status(self, code: str) -> Status:
        """The status with this code.  Errors: KeyError."""
        for status in self.statuses:
            if status.code == code:
                return status
        raise KeyError(code)

    def between(self, status: Status, answers: Mapping[str, str]) -> tuple[Requirement, ...]:
        """Requirements that stand between the answers given and a status; none if it is reached.

        Shape: answers maps the code of a requirement to the code of its result; a code left out is not answered yet.
        Of several alternatives one is enough, and it must be met, not merely not applicable.
        """
        return tuple(
            requirement
            for requirement in self.requirements
            if any(need.covers(requirement) and not self._fits(need, requirement, answers) for need in status.needs)
        )

    def _fits(self, need: Need, requirement: Requirement, answers: Mapping[str, str]) -> bool:
        if not requirement.alternative_of:
            return answers.get(requirement.code, UNANSWERED) in need.results
        parent = requirement.alternative_of
        given = {answers.get(other.code, UNANSWERED) for other in self.requirements if other.alternative_of == parent}
        return bool(given & (set(need.results) - {NOT_APPLICABLE}))
