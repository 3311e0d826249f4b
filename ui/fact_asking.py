"""Asks the registers for the facts of the requirement in view, one by one, and does what is wanted with them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject

from armdesk.catalogues.catalogue import Requirement
from armdesk.i18n import _, current
from armdesk.models import CitedFact
from armdesk.services.basis.period import Period
from armdesk.services.period_facts.drafting import cite_no_more, draft
from armdesk.services.period_facts.fact_reads import READS
from armdesk.services.period_facts.figures import facts_of
from armdesk.services.period_facts.frozen_facts import Change, accept
from armdesk.services.period_facts.live_facts import Live, LiveFacts
from ui import undoing
from ui.requirement_form import RequirementForm
from ui.session import Session


class FactAsking(QObject):
    """Keeps the facts of a form up to date; what nothing was written for is remembered."""

    def __init__(self, session: Session, form: RequirementForm) -> None:
        super().__init__(form)
        self.session, self.form = session, form
        self._live = LiveFacts(session.store)
        self._names: list[str] = []
        self._cited: Sequence[CitedFact] = ()
        self._period: Period | None = None
        self._asked = self._place = 0
        rows = form.facts
        rows.draft_wanted.connect(lambda language: self._draft(self._names, language))
        rows.sentence_wanted.connect(lambda name: self._draft([name], ""))
        rows.accept_wanted.connect(self.accept)
        rows.unlink_wanted.connect(self._unlink)

    def ask(self, requirement: Requirement, period: Period, cited: Sequence[CitedFact]) -> None:
        """Show the facts of a requirement, and those its answer cites besides."""
        names = facts_of(requirement.records, requirement.facts)
        self._names = list(dict.fromkeys([*names, *(each.fact for each in cited if each.fact in READS)]))
        self._cited, self._period = cited, period
        self.form.facts.begin(self._names)
        self.again()

    def stop(self) -> None:
        """Nobody waits for these facts any more."""
        self._asked += 1
        self._names = []

    def again(self) -> None:
        """Ask anew; what is still being asked is broken off."""
        self._asked += 1
        self._next(self._asked, 0)

    @property
    def all_told(self) -> bool:
        """Whether no fact of the requirement in view is still being asked."""
        return self._place >= len(self._names)

    def concerned(self, types: frozenset[str]) -> bool:
        """Whether records of these types are behind the facts in view."""
        return any(READS[name] & types for name in self._names)

    def _next(self, number: int, place: int) -> None:
        if number != self._asked or self._period is None:
            return
        self._place = place
        if self.all_told:
            return
        name, period, cited, store = self._names[place], self._period, self._cited, self.session.store

        def read() -> Live:
            with store.while_wanted(lambda: number == self._asked):
                return self._live.of(name, period, cited)

        self.session.jobs.read(self, read, partial(self._on_read, number, place, name), at_once=False)

    def _on_read(self, number: int, place: int, name: str, live: Live) -> None:
        if number == self._asked:
            self.form.facts.show_fact(name, live)
            self._next(number, place + 1)

    def _draft(self, names: Sequence[str], language: str) -> None:
        if self._period is None or self.session.read_only:
            return
        store, period, today, wanted = self.session.store, self._period, self.session.today(), list(names)
        show = self.form.offer_draft if language else self.form.take_draft
        number = self._asked
        self.session.jobs.read(self, lambda: draft(store, period, wanted, language or current(), today),
                               lambda made: show(made) if number == self._asked else None, at_once=False)

    def accept(self, change: Change) -> None:
        """Cite the new value of a fact in place of the old one."""
        if self.form.dirty and not self.form.keep():
            return
        store, today = self.session.store, self.session.today()
        self.session.jobs.run(self, lambda progress: accept(store, change, today), done=self._on_accepted,
                              title=_("Citing the new value"))

    def _on_accepted(self, _new: CitedFact) -> None:
        self.session.say(_("The new value is cited; the statement waits to be confirmed."), "good", _("Undo"),
                         undoing.newest(self.session, self.form))

    def _unlink(self, cited: CitedFact) -> None:
        cite_no_more(self.session.store, cited, self.session.today())
        self.session.say(_("The fact is no longer cited."), "good", _("Undo"),
                         undoing.newest(self.session, self.form))
