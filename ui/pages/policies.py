"""People > Policies: the register, begun from models that come with armdesk, and printed to be signed and hung up."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from armdesk.i18n import _, current, ngettext
from armdesk.models import Policy
from armdesk.query import Filter
from armdesk.reports.document import Document
from armdesk.services.basis import model_marks
from armdesk.services.governance import policies
from armdesk.services.governance.policies import Kept, Model
from ui import printing, saving, undoing
from ui.blocks import button
from ui.messages import Message, Messages
from ui.pages.records import RecordsPage
from ui.session import Session


class PoliciesPage(RecordsPage):
    """The register of policies with "From a model" and "Print"."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, Policy, parent)
        self.model_button = button(_("From a model"), self.offer_models)
        self.model_button.setEnabled(not session.read_only)
        self.print_button = button(_("Policy (PDF)"), self.print_policy)
        place = self.head.indexOf(self.new_button)
        for each in (self.print_button, self.model_button):
            self.head.insertWidget(place, each, 0, Qt.AlignmentFlag.AlignBottom)
        self.waiting = Messages(session.theme)
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(column.indexOf(self.messages), self.waiting)
        session.changes.records_changed.connect(self._on_changed)
        self.look()

    def look(self) -> None:
        """Find the policies that wait for a review, for their adoption, or to be made known."""
        store, today = self.session.store, self.session.today()
        self.session.jobs.read(self, lambda: policies.standing(store, today), self._on_found, at_once=False)

    def _on_changed(self, types: frozenset[str]) -> None:
        if "policy" in types:
            self.look()

    def _on_found(self, found: list[Kept]) -> None:
        self.waiting.clear()
        due = [each for each in found if each.state == policies.DUE]
        drafts = [each for each in found if each.state == policies.DRAFT]
        unknown = [each for each in found if each.state in (policies.GOOD, policies.DUE) and not each.known]
        for chosen, text in (
                (due, ngettext("{count} policy is to be reviewed.", "{count} policies are to be reviewed.", len(due))),
                (drafts, ngettext("{count} policy is a draft that nobody adopted.",
                                  "{count} policies are drafts that nobody adopted.", len(drafts))),
                (unknown, ngettext("How {count} policy was made known is not written down.",
                                   "How {count} policies were made known is not written down.", len(unknown)))):
            if chosen:
                ids = tuple(each.policy.id for each in chosen)
                self.waiting.say(Message(text.format(count=len(chosen)), "note", _("Show them"),
                                          partial(self._show, ids), lasting=True))

    def _show(self, ids: tuple[str, ...]) -> None:
        self.show_list()
        self.list.narrow((Filter("id", "in", ids),))

    def offer_models(self) -> None:
        """Show the models in a menu under the button."""
        self.model_menu().exec(self.model_button.mapToGlobal(QPoint(0, self.model_button.height() + 2)))

    def model_menu(self) -> QMenu:
        """One entry for each model, in the language of the screen; below, the same in the other languages."""
        menu = QMenu(self)
        self._fill_menu(menu, current())
        menu.addSeparator()
        for code, name in model_marks.LANGUAGES.items():
            if code != current():
                self._fill_menu(menu.addMenu(name), code)
        return menu

    def _fill_menu(self, menu: QMenu, language: str) -> None:
        for model in policies.models():
            menu.addAction(model.titles.get(language, model.titles["en"]), partial(self.begin_from, model, language))

    def begin_from(self, model: Model, language: str = "") -> None:
        """Keep a draft made of a model and show it."""
        store, language, today = self.session.store, language or current(), self.session.today()
        if saving.kept(self, lambda: self._show_made(policies.begin(store, model, language, today))):
            self.session.say(_("The model is a draft now: adapt it and adopt it in a meeting."), "good", _("Undo"),
                             undoing.newest(self.session, self))

    def _show_made(self, made: Policy) -> None:
        self.list.refresh()
        self.list.go_to(made.id)
        self.open_record(made.id)

    def print_policy(self) -> None:
        """Write the policy in view, or the marked one, as a PDF."""
        in_form = self.view is not None and self.stack.currentWidget() is self.view
        if in_form and self.view is not None and self.view.form.dirty and not self.view.form.save():
            return
        id_ = self.view.form.record.id if in_form and self.view is not None else self.list.table.current_id()
        policy = self.session.store.get(Policy, id_) if id_ else None
        if policy is None:
            return
        store, today, language = self.session.store, self.session.today(), current()

        def report() -> Document:
            from armdesk.reports.policy import policy_paper

            return policy_paper(store, policy, today, language)

        printing.to_file(self.session, self, _("Policy (PDF)"), f"{policy.title}.pdf", report)
