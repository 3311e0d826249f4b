"""Standards > Requirements: the tree, one requirement with its answer, and the evidence beside it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from armdesk.catalogues.catalogue import Catalogue
from armdesk.errors import ArmdeskError, CatalogueError
from armdesk.i18n import _, current, ngettext
from armdesk.models import Answer, CatalogueUse
from armdesk.services.basis.period import Period
from armdesk.services.period_facts import status
from armdesk.services.standards import applicability, carrying, editions
from armdesk.services.standards.editions import Correction
from ui import standards, texts, undoing
from ui.blocks import button, key
from ui.fact_asking import FactAsking
from ui.layouts import page_column
from ui.messages import Message, Messages
from ui.requirement_form import RequirementForm
from ui.requirement_head import OfficialDialog
from ui.requirement_side import RequirementSide
from ui.requirement_tree import RequirementTree
from ui.session import Session, Visit
from ui.standards import Detail, Overview

_TELLING = {"cross_tie", "answer", "cited_fact", "citation", "document", "revision", "action",
            "source_of_action", "finding", "risk", "catalogue_use", "organisation"}


class RequirementsPage(QWidget):
    """One standard, requirement by requirement."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.code = ""
        self.catalogue: Catalogue | None = None
        self.others: list[Catalogue] = []
        self._asked = 0
        self._offered: tuple[object, ...] = ()
        self.found: Overview | None = None
        self._wanted = ""
        self._kept: Answer | None = None
        self._lay_out()
        self.tree.chosen.connect(self.open)
        self.tree.other_wanted.connect(self.choose_standard)
        self.tree.light_wanted.connect(self.choose_path)
        self.form.asked.numbered.connect(self.note_official)
        self.form.saved.connect(self._on_saved)
        self.form.next_wanted.connect(lambda: self.step(1))
        session.changes.records_changed.connect(self._on_changed)
        session.period_changed.connect(self._on_period)
        for keys, run in (("Ctrl+S", self.form.keep), ("Ctrl+Return", self.form.save_and_next),
                          ("Ctrl+Enter", self.form.save_and_next), ("Alt+PgDown", lambda: self.step(1)),
                          ("Alt+PgUp", lambda: self.step(-1)), ("Ctrl+F", self.tree.search.setFocus)):
            key(self, keys, run)
        self.choose_standard("")

    def _lay_out(self) -> None:
        column = page_column(self)
        self.title = texts.label(role="title")
        self.standing = texts.Elided(role="quiet")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.standing, 1)
        self.why = button(_("Where we stand, and why"), self.explain, look="link")
        self.why.hide()
        line.addWidget(self.why)
        words.addLayout(line)
        column.addLayout(words)
        self.messages = Messages(self.session.theme)
        column.addWidget(self.messages)
        self.tree, self.form = RequirementTree(self.session), RequirementForm(self.session)
        self.facts = FactAsking(self.session, self.form)
        self.side = RequirementSide(self.session)
        self.side.statement_wanted.connect(self.form.offer_statement)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setHandleWidth(12)
        self.split.setChildrenCollapsible(False)
        for each, least in ((self.tree, 200), (self.form, 380), (self.side, 220)):
            each.setMinimumWidth(least)
            self.split.addWidget(each)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([290, 560, 280])
        column.addWidget(self.split, 1)

    @property
    def period(self) -> Period:
        """The days answers are given for."""
        return standards.period(self.session)

    def visit(self, visit: Visit) -> None:
        """Open a requirement named as "catalogue/code", else show the page."""
        catalogue, _slash, code = visit.record.partition("/")
        if catalogue and self.catalogue is not None and catalogue != self.catalogue.key:
            self.choose_standard(catalogue)
        # A finding names some of them; whoever comes otherwise sees all.
        only = [each.partition("/")[2] for each in visit.values.get("only", ()) if each.startswith(f"{catalogue}/")]
        self.tree.narrow(only if len(only) > 1 else ())
        self._wanted = code
        self._go_to_wanted()
        self.refresh()

    def _go_to_wanted(self) -> None:
        """Open the requirement that another page named, as soon as its standard is read."""
        if self._wanted and self.catalogue is not None and self._wanted in self.tree.codes():
            code, self._wanted = self._wanted, ""
            self.tree.go_to(code)

    def leave(self) -> bool:
        """An answer that was begun is kept before the page is left."""
        return not self.form.dirty or self.form.keep()

    # what is in view

    def choose_standard(self, wanted: str) -> None:
        """Work with another standard; "" for the first in use."""
        if not self.leave():
            return
        try:
            self.others = standards.in_use(self.session)
        except CatalogueError as error:
            self.messages.say(Message(str(error), "alarm", lasting=True))
            return
        self.catalogue = next((each for each in self.others if each.key == wanted), self.others[0])
        self.title.setText(self.catalogue.title(current()))
        self.code = ""
        self._asked += 1  # what is still being read is of the standard before
        self.refresh()

    def refresh(self) -> None:
        """Read results and citations again."""
        catalogue, span = self.catalogue, self.period
        if catalogue is not None:
            self.session.jobs.read(self, lambda: (catalogue, standards.overview(self.session, catalogue, span)),
                                   self._on_overview)

    def _on_overview(self, answer: tuple[Catalogue, Overview]) -> None:
        catalogue, found = answer
        if catalogue is not self.catalogue:
            return
        self.tree.put(catalogue, self.others, found)
        self._go_to_wanted()
        self.found = found
        total, reached = len(standards.path(catalogue, light=found.light)), found.standing.reached
        words = [_("{settled} of {total} settled for {period}").format(
            settled=found.settled, total=total, period=self.period.label(current()))]
        if reached is not None:
            words.append(_("status: {status}").format(status=catalogue.pick(reached.label, current())))
        if found.standing.next is not None:
            words.append(_("{count} stand before “{status}”").format(
                count=len(found.standing.between), status=catalogue.pick(found.standing.next.label, current())))
        words += [_("beside it: {status}").format(status=catalogue.pick(each.label, current()))
                  for each in found.standing.beside]
        if found.to_review:
            words.append(ngettext("{count} to be confirmed", "{count} to be confirmed", found.to_review).format(
                count=found.to_review))
        self.standing.say("  ·  ".join(words))
        self.why.setVisible(bool(catalogue.statuses))
        self._offer(catalogue, found)
        if not self.code and self.tree.codes():
            self.tree.go_to(self.tree.codes()[0])
        elif self.code:
            self._ask_detail()

    def _offer(self, catalogue: Catalogue, found: Overview) -> None:
        """Say once what the profile answers by itself, what the period before has, and that a file was corrected."""
        denied, before, correction = found.denied, found.before, found.correction
        stand = (catalogue.key, denied, before, self.period, correction is not None)
        if stand == self._offered or self.session.read_only:
            return
        self._offered = stand
        self.messages.clear()
        if correction is not None:
            self.messages.say(Message(_(
                "The file of this catalogue was corrected since it was last looked at: {changed} rows ask something "
                "else, {new} are new, {gone} are gone.").format(changed=len(correction.changed),
                                                                new=len(correction.new), gone=len(correction.gone)),
                "warn", _("Take note"), partial(self.accept_correction, correction), lasting=True))
        if before:
            words = ngettext("{count} answer of an earlier period has none for {period} yet.",
                             "{count} answers of earlier periods have none for {period} yet.", before)
            self.messages.say(Message(words.format(count=before, period=self.period.label(current())), "note",
                                      _("Carry over for review"), self.carry_over, lasting=True))
        if denied:
            words = ngettext("By the profile of the organisation {count} unanswered requirement does not apply.",
                             "By the profile of the organisation {count} unanswered requirements do not apply.", denied)
            self.messages.say(Message(words.format(count=denied), "note", _("Answer them so"), self.answer_by_profile))

    def carry_over(self) -> None:
        """Carry the answers of earlier periods over, each to be confirmed by a named person; one undo."""
        if self.catalogue is None or not self.leave():
            return
        try:
            count = carrying.carry_period(self.session.store, self.catalogue, self.period)
        except ArmdeskError as error:
            self.messages.say(Message(str(error), "alarm"))
            return
        words = ngettext("{count} answer was carried over. It counts as to be confirmed until a name stands under it.",
                         "{count} answers were carried over. They count as to be confirmed until a name stands under "
                         "them.", count)
        self.session.say(words.format(count=count), "good", _("Undo"), undoing.newest(self.session, self, count))

    def accept_correction(self, found: Correction) -> None:
        """Note the corrected file; answers to what asks something else now are to be confirmed again."""
        if not self.leave():
            return
        try:
            count = editions.accept(self.session.store, found, self.period)
        except ArmdeskError as error:
            self.messages.say(Message(str(error), "alarm"))
            return
        words = ngettext("The corrected catalogue is noted; {count} answer is to be confirmed again.",
                         "The corrected catalogue is noted; {count} answers are to be confirmed again.", count)
        self.session.say(words.format(count=count), "good", _("Undo"), undoing.newest(self.session, self))

    def choose_path(self, light: bool) -> None:
        """Work on the light path of the standard, or on the full one."""
        if self.catalogue is None or not self.leave():
            return
        store, catalogue = self.session.store, self.catalogue
        use = store.one(CatalogueUse, catalogue=catalogue.key) or editions.use_of(store, catalogue,
                                                                                 self.session.today())
        use.light = light
        try:
            store.save(use, _("Light path chosen") if light else _("Full path chosen"))
        except ArmdeskError as error:
            self.messages.say(Message(str(error), "alarm"))

    def explain(self) -> None:
        """Show each standing with its reasons and what is in the way."""
        if self.catalogue is None or self.found is None:
            return
        from ui.standing_dialog import StandingDialog

        dialog = StandingDialog(self.session, self.catalogue, self.found, self)
        dialog.wanted.connect(self.tree.go_to)
        dialog.exec()

    def note_official(self) -> None:
        """Write down number and wording of the requirement in view."""
        if self.catalogue is None or not self.code or not self.leave():
            return
        OfficialDialog(self.session, self.catalogue, self.catalogue.requirement(self.code), self).exec()

    def answer_by_profile(self) -> None:
        """Answer as not applicable, with its reason, what the profile denies and nobody answered; one undo."""
        if self.catalogue is None or not self.leave():
            return
        try:
            count = applicability.apply(self.session.store, self.catalogue, self.period)
        except ArmdeskError as error:
            self.messages.say(Message(str(error), "alarm"))
            return
        words = ngettext("{count} requirement is answered: does not apply, with the reason.",
                         "{count} requirements are answered: do not apply, with the reason.", count)
        self.session.say(words.format(count=count), "good", _("Undo"), undoing.newest(self.session, self, count))

    def open(self, code: str) -> None:
        """Show one requirement; an answer that was begun is kept first."""
        if self.catalogue is None or code == self.code:
            return
        if not self.leave():
            self.tree.go_to(self.code)
            return
        self.code = code
        self._put()

    def _put(self) -> None:
        if self.catalogue is None or not self.code:
            return
        requirement = self.catalogue.requirement(self.code)
        answer, self._kept = standards.answer_of(self.session.store, self.catalogue, requirement, self.period)
        self.facts.stop()
        self.form.put(self.catalogue, requirement, answer, self.period, self._kept)
        self.side.put(status.reference(self.catalogue, requirement), None)
        self._ask_detail()

    def _ask_detail(self) -> None:
        catalogue, store = self.catalogue, self.session.store
        if catalogue is None or not self.code:
            return
        requirement, kept = catalogue.requirement(self.code), self._kept
        self._asked += 1
        number, span = self._asked, self.period
        reference, others = status.reference(catalogue, requirement), self.others

        def read() -> tuple[int, str, Detail]:
            return number, reference, standards.detail(store, span, catalogue, requirement, kept, others)

        self.session.jobs.read(self, read, self._on_detail)

    def _on_detail(self, answer: tuple[int, str, Detail]) -> None:
        number, reference, found = answer
        if number != self._asked or self.catalogue is None:
            return
        self.form.show_origin(found.origin)
        self.side.put(reference, found)
        self.facts.ask(self.catalogue.requirement(self.code), self.period, found.facts)

    def _on_saved(self, answer: Answer) -> None:
        self._kept = answer
        self.refresh()

    def step(self, way: int) -> None:
        """The requirement before (-1) or after (1)."""
        codes = self.tree.codes()
        if self.code in codes:
            place = codes.index(self.code) + way
            if 0 <= place < len(codes):
                self.tree.go_to(codes[place])

    # what happens elsewhere

    def _on_changed(self, types: frozenset[str]) -> None:
        if not self.isVisible() or (types and not types & (_TELLING | standards.SHAPING)):
            if self.isVisible() and self.facts.concerned(types):
                self.facts.again()
            return
        if types & standards.SHAPING:
            self._read_again()
        if "answer" in types and not self.form.dirty and self.catalogue is not None and self.code:
            # An answer changed elsewhere, or an undo, shows here at once.
            _fresh, kept = standards.answer_of(self.session.store, self.catalogue,
                                               self.catalogue.requirement(self.code), self.period)
            shown = (self._kept.id, self._kept.version) if self._kept is not None else None
            if shown != ((kept.id, kept.version) if kept is not None else None):
                self._put()
        self.refresh()

    def _read_again(self) -> None:
        """Rows of the standard itself changed: its own ones, an official number, which edition is in use."""
        if self.catalogue is None:
            return
        try:
            self.others = standards.in_use(self.session)
        except CatalogueError:
            return
        fresh = next((each for each in self.others if each.key == self.catalogue.key), None)
        if fresh is not None and fresh is not self.catalogue:
            self.catalogue = fresh
            if self.code not in fresh:
                self.code = ""
            elif not self.form.dirty:
                self._put()

    def _on_period(self) -> None:
        if self.leave():
            self._put()
            self.refresh()
