"""The page of one risk: its form, its level and clock, what the standard asks if it is real, and what it was before."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from armdesk.catalogues.catalogue import pick
from armdesk.i18n import _, current, ngettext
from armdesk.models import Risk, choices
from armdesk.record import Record
from armdesk.services.plan import risks
from armdesk.services.plan.action_sources import state_words
from armdesk.services.plan.risk_level import FOLLOWED
from armdesk.services.plan.risks import FOUND, Known
from ui import references, risk_dialogs, texts
from ui.blocks import Views, button
from ui.layouts import column_in
from ui.lot_view import RowsCard
from ui.record_view import RecordView
from ui.session import Session

_TOLD = {"risk", "risk_review", "action", "source_of_action", "rate"}


class RiskView(RecordView):
    """A risk with everything around it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self.known: Known | None = None
        self._asked = 0
        super().__init__(session, Risk, parent)
        self.form.shown.connect(self._on_shown)
        session.changes.records_changed.connect(self._on_records_changed)

    def body(self, card: QFrame) -> QWidget:
        """How it stands, what the standard asks, the form and what it was before."""
        whole = QWidget()
        column = column_in(whole, 6)
        row = QHBoxLayout()
        self.state_line = texts.label("", role="gold", wrap=True)
        row.addWidget(self.state_line, 1)
        self.review_button = button(f"{_('Reassess')} …", self.review, tip=_("Alt+R"))
        self.action_button = button(_("Create action"), self._create_action)
        for each in (self.review_button, self.action_button):
            row.addWidget(each)
        column.addLayout(row)
        self.asked = texts.label("", role="quiet", wrap=True)
        column.addWidget(self.asked)
        self.reviews, self.actions_card = RowsCard(self.session, _("Reassessments")), \
            RowsCard(self.session, _("Actions"))
        around = QWidget()
        inner = QVBoxLayout(around)
        inner.setContentsMargins(0, 0, 0, 0)
        for rows in (self.reviews, self.actions_card):
            inner.addWidget(rows, 1)
            rows.opened.connect(self._go)
        self.views = Views({_("Record"): card, _("Before and now"): around})
        column.addWidget(self.views, 1)
        return whole

    def _on_shown(self, record: Record) -> None:
        kept = bool(record.version)
        self.known = None
        for line in (self.state_line, self.asked):
            line.setVisible(False)
        for each in (self.review_button, self.action_button):
            each.setVisible(kept and not self.session.read_only)
        self.views.buttons[1].setVisible(kept)
        if not kept:
            self.views.choose(0)
        else:
            self._read(record.id)

    def _read(self, id_: str) -> None:
        self._asked += 1
        number, store, today = self._asked, self.session.store, self.session.today()

        def read() -> tuple[int, Known | None]:
            found = risks.known(store, risks.rows_of(store, risks.keys_of(store)), today)
            return number, next((each for each in found if each.risk.id == id_), None)

        self.session.jobs.read(self, read, self._on_read)

    def _on_read(self, answer: tuple[int, Known | None]) -> None:
        number, known = answer
        if number != self._asked or known is None:
            return
        self.known = known
        self.state_line.setText(self._standing(known))
        self.state_line.setVisible(True)
        row = known.row
        said = " ".join(filter(None, (_(FOUND[known.asked]) + "." if known.asked in FOUND else "",
                                      pick(row.response, current()) if row is not None else "")))
        self.asked.setText(_("If it is found: {words}").format(words=said) if said else "")
        self.asked.setVisible(bool(said))

        def level(likelihood: str | None, impact: str | None) -> str:
            return " / ".join(_(choices.LEVEL[each]) if each else "–" for each in (likelihood, impact))

        self.reviews.show_rows(
            (_("Date"), _("Likelihood / severity before"), _("Now"), _("What was seen"), _("Reviewed by")),
            [(str(each.date), level(each.old_likelihood, each.old_impact), level(each.likelihood, each.impact),
              each.reason or "", each.reviewed_by or "") for each in reversed(known.reviews)],
            [references.of(each) for each in reversed(known.reviews)], _("It was not looked at again yet."))
        self.actions_card.show_rows(
            (_("Action"), _("Due on"), _("Status")),
            [(each.label(), str(each.due_on or ""), state_words(each.status)) for each in known.actions],
            [references.of(each) for each in known.actions], _("No action answers it."))

    def _standing(self, known: Known) -> str:
        parts = [_(choices.RISK_LEVEL[known.level]) if known.level else _("Not assessed")]
        if known.risk.status in FOLLOWED and known.clock.ends is not None:
            over = known.clock.over(self.session.today())
            text = _("should have been looked at again by {day}") if over else _("look again by {day}")
            parts.append(text.format(day=known.clock.ends))
        count = known.open_actions
        parts.append(ngettext("{count} open action", "{count} open actions", count).format(count=count))
        return " · ".join(parts)

    def _on_records_changed(self, types: frozenset[str]) -> None:
        if not (types & _TOLD) or not self.isVisible() or not self.form.record.version:
            return
        fresh = self.session.store.get(Risk, self.form.record.id)
        if fresh is not None and not self.form.dirty and fresh.version != self.form.record.version:
            self.form.put(fresh)  # reads what is around it too
        else:
            self._read(self.form.record.id)

    def review(self) -> None:
        """Look at it again."""
        if self.form.record.version and (not self.form.dirty or self.form.save()):
            risk_dialogs.review(self.session, self.form.record.id, self)

    def _create_action(self) -> None:
        self.session.open("action", new=True, values={"origin": references.of(self.form.record),
                                                      "adopted_on": self.session.today()})

    def _go(self, reference: str) -> None:
        kind, rest = references.split(reference)
        if kind:
            self.session.open(kind, record=rest)
