"""Second step of an audit: a dress rehearsal of its scope, kept with the audit and its seed."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from armdesk.i18n import _, current
from armdesk.progress import Progress
from armdesk.services.audit import rehearsal
from armdesk.services.audit.audit_room import period_of
from armdesk.services.audit.rehearsal import Rehearsed
from armdesk.services.basis.period import Period
from ui import problems, texts
from ui.audit_parts import Seen, Step
from ui.blocks import button
from ui.layouts import column_in, row_of
from ui.messages import Message, Messages
from ui.plain_table import PlainTable
from ui.session import Session


class RehearseStep(Step):
    """A seed, the draw, and every rehearsal of this audit; Enter opens one with its chains."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        column = column_in(self)
        self.messages = Messages(session.theme)
        column.addWidget(self.messages)
        name = texts.label(_("Seed"), role="field")
        self.seed = QLineEdit()
        self.seed.setMaxLength(80)
        self.seed.setMaximumWidth(220)
        self.seed.setAccessibleName(_("Seed"))
        self.seed.setToolTip(texts.tip(_("Any words or number. The same seed over the same registers draws the same.")))
        self.seed.returnPressed.connect(self.draw)
        name.setBuddy(self.seed)
        self.draw_button = button(_("Draw and walk"), self.draw, look="primary")
        row = row_of(name, self.seed, self.draw_button, button(_("Open the dress rehearsal"), self.open_page))
        self.period_words = texts.Elided(role="quiet")
        row.addWidget(self.period_words, 1)
        column.addLayout(row)
        self.summary = texts.label("", role="quiet", wrap=True)
        column.addWidget(self.summary)
        self.summary.hide()
        self.parts, self.before = (PlainTable(session.theme, words) for words in (
            _("Where links break"), _("Rehearsals of this audit")))
        self.parts.say_when_empty(_("“Draw and walk” draws people, gold, payments, incidents and courses as the "
                                    "auditor will, and shows here where their chains break."))
        self.before.say_when_empty(_("No rehearsal was made for this audit yet."))
        self.before.activated.connect(lambda index: self._open(index.row()))
        column.addWidget(self.parts, 3)
        column.addWidget(texts.label(_("Rehearsals of this audit"), role="subheading"))
        column.addWidget(self.before, 2)
        self.setFocusProxy(self.seed)

    def show_seen(self, seen: Seen) -> None:
        """Show the rehearsals of an audit."""
        fresh = self.seen is None or self.seen.audit.id != seen.audit.id
        super().show_seen(seen)
        if fresh:
            self.seed.setText(str(seen.room.rehearsals[0].seed if seen.room.rehearsals else seen.audit.code or "1"))
            self.parts.show_rows((), 0, lambda _row, _column: "")
            self.summary.hide()
        self.draw_button.setEnabled(not self.session.read_only)
        self.period_words.say(_("Period: {period}").format(period=self._period().label(current())))
        found = seen.room.rehearsals
        self.before.show_rows(
            (_("Date"), _("Seed"), _("Drawn"), _("Links walked"), _("Broken"), _("Whole")), len(found),
            lambda row, place: (str(found[row].date), found[row].seed, *(str(getattr(found[row], name)) for name in (
                "drawn", "walked", "broken", "whole")))[place], right=(2, 3, 4, 5))

    def _period(self) -> Period:
        return period_of(self.known.audit, self.session.today())

    def draw(self) -> None:
        """Draw with the seed over the period of the audit and keep the result with it."""
        if self.audit is None or self.session.read_only:
            return
        seed = " ".join(self.seed.text().split())
        if not seed:
            self.messages.say(Message(_("Write a seed first: any words or number."), "warn"))
            return
        self.messages.clear()
        store, period, today, audit = self.session.store, self._period(), self.session.today(), self.audit.id
        self.draw_button.setEnabled(False)

        def work(progress: Progress) -> Rehearsed:
            found = rehearsal.rehearse(store, period, seed, None, progress)
            if found.drawn:
                rehearsal.keep(store, found, today, audit)
            return found

        self.session.jobs.run(self, work, done=self._on_drawn, failed=self._on_failed, title=_("Dress rehearsal"))

    def _on_failed(self, error: Exception) -> None:
        self.draw_button.setEnabled(True)
        problems.show(error, self)

    def _on_drawn(self, found: Rehearsed) -> None:
        self.draw_button.setEnabled(not self.session.read_only)
        self.summary.show()
        if not found.drawn:
            self.summary.setText(_("The registers hold nothing to draw from in this period."))
            return
        self.summary.setText(_("Drawn: {drawn}. Links walked: {walked}, broken: {broken}. Chains without a broken "
                               "link: {whole}. It is kept with the audit.").format(
            drawn=len(found.drawn), walked=found.links, broken=found.broken, whole=found.whole))
        links = [(_(stratum.title), title, str(broken), str(asked)) for stratum, title, broken, asked
                 in found.by_link()]
        self.parts.show_rows((_("Group"), _("Link"), _("Broken"), _("Of")), len(links),
                             lambda row, place: links[row][place], right=(2, 3))

    def open_page(self) -> None:
        """The page of the dress rehearsal, with every chain, for the same seed and period."""
        if self.audit is not None:
            period = self._period()
            self.session.open("rehearsal", values={"seed": self.seed.text(), "audit": self.audit.id,
                                                   "period": (period.begins, period.ends)})

    def _open(self, row: int) -> None:
        if self.seen is not None and 0 <= row < len(self.seen.room.rehearsals):
            self.seed.setText(str(self.seen.room.rehearsals[row].seed))
            self.open_page()
