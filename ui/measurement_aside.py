"""Below the form of a measurement: the dated limit that holds for it, and what follows, while it is typed."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout, QWidget

from armdesk.i18n import _
from armdesk.models import Measurement
from armdesk.record import Record
from armdesk.services.findings.environment_rules import limit_text, verdict
from armdesk.services.safety import measured
from armdesk.services.safety.measured import DatedLimits, Judged
from ui import texts
from ui.blocks import button
from ui.forms import Form
from ui.layouts import column_in
from ui.session import Session

_LIMITS = frozenset({"rate", "organisation"})


class MeasurementAside(QObject):
    """Says which limit holds and whether the value lies within it; takes the dated limit into the form."""

    def __init__(self, session: Session, form: Form) -> None:
        super().__init__(form)
        self.session, self.form = session, form
        self._dated: DatedLimits | None = None
        self.judged: Judged | None = None
        form.shown.connect(self._show)
        form.computed.connect(self._show)
        session.changes.records_changed.connect(self._on_records_changed)

    def framed(self, card: QWidget) -> QWidget:
        """The form over the line of its limit."""
        whole = QWidget()
        column = column_in(whole)
        column.addWidget(card, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.words = texts.Elided(role="quiet")
        row.addWidget(self.words, 1)
        self.take_button = button(_("Write this limit"), self.take)
        self.take_button.setEnabled(False)
        row.addWidget(self.take_button)
        column.addLayout(row)
        return whole

    def take(self) -> None:
        """Write the dated limit into the form, so that it stays with the measurement whatever changes later."""
        each = self.judged
        if each is None or not each.source or self.session.read_only:
            return
        self.form.put_values({name: None if value is None else int(value.scaleb(6))
                              for name, value in (("limit", each.limit), ("limit_least", each.least))})
        self.form.touch()

    def _show(self, record: Record) -> None:
        if not isinstance(record, Measurement):
            return
        if self._dated is None:
            self._dated = DatedLimits(self.session.store)
        self.judged = measured.of_record(record, self._dated) if record.date and record.medium else None
        self.take_button.setEnabled(bool(self.judged and self.judged.source) and not self.session.read_only)
        self.words.say(sentence(self.judged) if self.judged else "")

    def _on_records_changed(self, types: frozenset[str]) -> None:
        if types & _LIMITS:
            self._dated = None


def sentence(each: Judged) -> str:
    """Which limit holds, where it comes from and what follows."""
    if each.odd_unit:
        return _("The limit is told in {unit}; the measurement cannot be compared with it.").format(unit=each.odd_unit)
    if each.limit is None and each.least is None:
        return _("No limit is known for this parameter.") if each.parameter and each.medium != measured.LAND else ""
    said = [f"{verdict(each)}."] if each.within is not None else []
    if each.contradicts:
        said.append(_("The paper says otherwise."))
    said.append(_("Allowed: {limit}.").format(limit=limit_text(each)))
    if each.source:
        said.append(_("Dated limit: {source}.").format(source=each.source.rstrip(".")))
    return " ".join(said)
