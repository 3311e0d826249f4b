"""Batches of a period: what went in, what came out, recovery, implied grade and mercury against gold, both ways."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from armdesk.i18n import _, current
from armdesk.i18n_formats import decimal_text
from armdesk.services.basis.period import Period
from armdesk.services.gold import processing
from armdesk.services.gold.processing import BatchBalance
from ui import texts
from ui.blocks import key
from ui.layouts import column_in
from ui.plain_table import PlainTable
from ui.session import Session


class BatchView(QWidget):
    """One row a batch; the two ratios of mercury with what they mean."""

    def __init__(self, session: Session, period: Callable[[], Period]) -> None:
        super().__init__()
        self.session, self._period = session, period
        self.found: list[BatchBalance] = []
        column = column_in(self)
        self.message = texts.label(role="warn", wrap=True)
        self.message.hide()
        column.addWidget(self.message)
        self.table = PlainTable(session.theme, _("Batches of the period"))
        self.table.doubleClicked.connect(lambda _index: self.open_batch())
        column.addWidget(self.table, 1)
        column.addWidget(texts.label(_("Hg lost / Au: {lost}. Hg used / Au: {used}.").format(
            lost=_(processing.LOST_PER_GOLD), used=_(processing.USED_PER_GOLD)), role="small", wrap=True))
        key(self.table, "Return", self.open_batch)

    def refresh(self) -> None:
        """Read the batches of the period again."""
        store, period = self.session.store, self._period
        self.session.jobs.read(self, lambda: list(processing.balances(store, period())), self._show)

    def _show(self, found: list[BatchBalance]) -> None:
        self.found = found[::-1]
        wrong = [each.sentence() for each in self.found if each.too_much]
        self.message.setText(" ".join(wrong[:3]))
        self.message.setVisible(bool(wrong))
        headings = [_("Batch no."), _("Date"), _("Inputs"), _("Gold in (g)"), _("Gold out (g)"), _("Recovery (%)"),
                    _("Hg lost / Au"), _("Hg used / Au"), _("Ore (t)"), _("Implied grade (g/t)"),
                    _("Mercury used (g)"), _("Mercury lost (g)")]
        rows = [[each.code, each.day.isoformat(), str(each.inputs or ""), _number(each.expected, 3),
                 _number(each.fine, 3), _number(each.recovery, 1), _number(each.lost_per_gold, 3),
                 _number(each.used_per_gold, 3), _number(each.ore, 3), _number(each.grade, 2),
                 _number(each.mercury_in, 1), _number(each.mercury_lost, 1)] for each in self.found]
        self.table.show_rows(headings, len(rows), lambda row, column: rows[row][column], range(2, 12))

    def open_batch(self) -> None:
        """Open the batch under the keyboard."""
        row = self.table.currentIndex().row()
        if 0 <= row < len(self.found):
            self.session.open("batch", record=self.found[row].id)


def _number(value: Decimal | None, places: int) -> str:
    return "" if value is None else decimal_text(value, places, current())
