"""Rates and limits: the register, with the starter rates of armdesk to take over."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from armdesk.errors import ArmdeskError
from armdesk.i18n import _, current, ngettext, speaking
from armdesk.models import Organisation, Rate
from armdesk.progress import Progress
from armdesk.services.basis import starter_rates
from ui import problems, undoing
from ui.blocks import button
from ui.pages.records import RecordsPage
from ui.session import Session


class RatesPage(RecordsPage):
    """The register of rates; one button takes over what the office lacks and touches nothing it has."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, Rate, parent)
        self.starter_button = button(_("Take over the starter rates"), self.take_over, tip=_(
            "Caps, bands and thresholds that come with armdesk, for the country of the cooperative. Rates you have are "
            "not touched."))
        self.starter_button.setEnabled(not session.read_only)
        self.head.insertWidget(2, self.starter_button, 0, Qt.AlignmentFlag.AlignBottom)

    def country(self) -> str:
        """Country whose rates are offered."""
        organisation = self.session.store.one(Organisation)
        return (organisation.country if organisation else None) or self.session.workspace.settings.country

    def take_over(self) -> None:
        """Keep what is missing, away from the window."""
        store, country, language = self.session.store, self.country(), current()

        def work(progress: Progress) -> int:
            progress.step(0, 1)
            with speaking(language):
                return starter_rates.take_over(store, country)

        def done(count: int) -> None:
            text = ngettext("{count} starter rate was taken over. Check those marked so.",
                            "{count} starter rates were taken over. Check those marked so.", count)
            self.session.say(text.format(count=count) if count else _("You have all starter rates already."), "good",
                             _("Undo"), undoing.newest(self.session, made=count, failed=self._on_take_over_failed))

        self.session.jobs.run(self, work, done=done, failed=self._on_take_over_failed, title=_("Starter rates"))

    def _on_take_over_failed(self, error: Exception) -> None:
        if isinstance(error, ArmdeskError):
            self._on_failed(error)
        else:
            problems.show(error, self)
