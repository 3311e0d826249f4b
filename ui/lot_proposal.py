"""Shows which deliveries lots could be made of, by their dates, and writes it only when somebody accepts it."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from armdesk.i18n import _, ngettext
from armdesk.models import lineage
from armdesk.services.gold.lot_stock import DELIVERY, sources
from armdesk.services.gold.proposal import Proposal, accept, propose
from ui import problems, texts, undoing
from ui.blocks import button
from ui.plain_table import PlainTable
from ui.session import Session


class ProposalDialog(QDialog):
    """Proposals to be looked at, then accepted or not."""

    def __init__(self, session: Session, found: list[Proposal], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.found = session, found
        self.setWindowTitle(_("Which deliveries could it be made of?"))
        self.resize(760, 480)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(texts.label(_(
            "Nobody noted it. Reckoned from the dates, the oldest delivery first, it could be these; sales and lots "
            "without inputs of earlier days had theirs before. It is a proposal: accepted rows are marked as proposed, "
            "on the screen and on paper."), wrap=True))
        table = PlainTable(session.theme, self.windowTitle())
        rows = [(each.code, *row) for each in found for row in self._rows(each)]
        table.show_rows([_("Lot"), _("Delivery"), _("Date"), _("Fine weight taken (g)")], len(rows),
                        lambda row, place: rows[row][place], (3,))
        column.addWidget(table, 1)
        for each in found:
            if each.missing:
                column.addWidget(texts.label(_("For {code}, {grams} g fine are missing: there were not enough "
                                               "deliveries before that day.").format(
                    code=each.code, grams=lineage.grams(each.missing)), role="warn", wrap=True))
        foot = QHBoxLayout()
        foot.addStretch(1)
        cancel = button(_("Leave it open"), self.reject)
        self.go = button(_("Accept as proposed"), self.submit, look="primary")
        self.go.setEnabled(any(each.parts for each in found))
        for made in (cancel, self.go):
            made.setAutoDefault(False)
            foot.addWidget(made)
        column.addLayout(foot)

    def _rows(self, proposal: Proposal) -> list[tuple[str, str, str]]:
        known = sources(self.session.store, [f"{DELIVERY}/{delivery}" for delivery, _day, _fine in proposal.parts])
        names = {source.id: source.label for source in known.values()}
        return [(names.get(delivery, "?"), str(day), lineage.grams(fine)) for delivery, day, fine in proposal.parts]

    def submit(self) -> None:
        """Write the rows, away from the window: an office may accept thousands at once."""
        self.go.setEnabled(False)
        store, chosen = self.session.store, [each for each in self.found if each.parts]
        self.session.jobs.run(self, lambda progress: accept(store, chosen, progress), done=self._on_written,
                              failed=lambda error: problems.show(error, self), title=self.windowTitle())

    def _on_written(self, count: int) -> None:
        parent = self.parentWidget() or self
        self.session.say(ngettext("{count} proposed row was written.", "{count} proposed rows were written.",
                                  count).format(count=count), "good", _("Undo"),
                         undoing.newest(self.session, parent, count))
        self.accept()


def start(session: Session, lots: set[str], parent: QWidget) -> None:
    """Reckon proposals away from the window, then show them."""

    def done(found: list[Proposal]) -> None:
        dialog = ProposalDialog(session, found, parent)
        dialog.exec()
        dialog.deleteLater()

    session.jobs.run(parent, lambda progress: propose(session.store, lots, progress), done=done,
                     failed=lambda error: problems.show(error, parent), title=_("Going through the deliveries"))
