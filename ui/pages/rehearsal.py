"""Audit room > Dress rehearsal: a draw as an auditor makes it, the chain of each record, and what is broken in it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from armdesk.errors import ArmdeskError
from armdesk.i18n import _, current, ngettext
from armdesk.models import Rehearsal
from armdesk.progress import Progress
from armdesk.reports.document import Document
from armdesk.services.audit import rehearsal
from armdesk.services.audit.chain import BROKEN, NOT_ASKED, Step
from armdesk.services.audit.rehearsal import Drawn, Rehearsed
from armdesk.services.basis.period import Period
from ui import printing, problems, references, texts
from ui.blocks import Views, button, page_head
from ui.layouts import page_column, side_by_side
from ui.messages import Message, Messages
from ui.plain_table import PlainTable
from ui.session import Session, Visit

_SIZES = (5, 10, 25, 50)
_LONGEST_SEED = 80


class RehearsalPage(QWidget):
    """Seed and size above; what was drawn at the left, its chain at the right; Enter goes to where it is mended."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.found: Rehearsed | None = None
        self.earlier: list[Rehearsal] = []
        self._shown: list[Drawn] = []
        self._audit: str | None = None
        self._span: tuple[date, date] | None = None
        self._links: list[tuple[str, str, int, int]] = []
        column = page_column(self)
        self.wall_button = button(_("List for the wall (PDF)"), self.print_list)
        self.wall_button.setEnabled(False)
        self.draw_button = button(_("Draw and walk"), self.draw, look="primary")
        column.addLayout(page_head(_("Dress rehearsal"), _("Draws people, gold, payments, incidents and courses as an "
                                                           "auditor would, and shows where their chains break."),
                                   self.wall_button, self.draw_button))
        self.messages = Messages(session.theme)
        column.addWidget(self.messages)
        column.addLayout(self._terms())
        self.summary = texts.label("", role="quiet", wrap=True)
        column.addWidget(self.summary)
        self.drawn, self.chain = (PlainTable(session.theme, name) for name in (_("Drawn"), _("Chain")))
        self.breaks, self.before = (PlainTable(session.theme, name) for name in (_("Where links break"), _("Earlier")))
        self.drawn.say_when_empty(_("“Draw and walk” draws records from the registers of the period."))
        self.chain.say_when_empty(_("The chain of the marked record stands here, link by link."))
        self.breaks.say_when_empty(_("Draw first; then each link that breaks stands here."))
        self.before.say_when_empty(_("No rehearsal was made yet."))
        split = side_by_side(self.drawn, self.chain, sizes=(470, 600))
        self.views = Views({_("Drawn"): split, _("Where links break"): self.breaks, _("Earlier"): self.before})
        column.addWidget(self.views, 1)
        self.drawn.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_chain())
        self.drawn.rows.colour, self.chain.rows.colour = self._drawn_colour, self._step_colour
        self.drawn.activated.connect(lambda index: self._open(self._shown[index.row()].reference))
        self.chain.activated.connect(self._on_step)
        self.before.activated.connect(self._on_earlier)
        session.period_changed.connect(self._say_period)
        self._say_period()
        self.refresh()

    def _terms(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.seed = QLineEdit(str(self.session.today()))
        self.seed.setMaxLength(_LONGEST_SEED)
        self.seed.setMaximumWidth(220)
        self.seed.setToolTip(texts.tip(_("Any words or number. The same seed over the same registers draws the same.")))
        self.seed.returnPressed.connect(self.draw)
        self.sample = QComboBox()
        self.sample.addItem(_("square root of each group (usual)"), None)
        for count in _SIZES:
            self.sample.addItem(_("{count} of each group").format(count=count), count)
        for words, field in ((_("Seed"), self.seed), (_("How many"), self.sample)):
            name = texts.label(words, role="field")
            name.setBuddy(field)
            field.setAccessibleName(words)
            row.addWidget(name)
            row.addWidget(field)
        self.period_words = texts.label("", role="quiet")
        row.addWidget(self.period_words)
        row.addStretch(1)
        return row

    def visit(self, visit: Visit) -> None:
        """Read what was rehearsed before; for an audit, with its seed and period."""
        self._audit, self._span = visit.values.get("audit"), visit.values.get("period")
        if visit.values.get("seed"):
            self.seed.setText(str(visit.values["seed"]))
        self._say_period()
        self.refresh()

    def period(self) -> Period:
        """The period of the audit it is for, else that of the top bar; without one, the twelve months until today."""
        if self._span is not None:
            return Period(*self._span)
        chosen, today = self.session.period, self.session.today()
        if chosen is not None:
            return Period(chosen.first, chosen.last)
        return Period(today.replace(month=1, day=1), today)

    def _say_period(self) -> None:
        self.period_words.setText(_("Period: {period}").format(period=self.period().label(current())))

    def refresh(self) -> None:
        """Read earlier rehearsals again."""
        store = self.session.store
        self.session.jobs.read(self, lambda: store.all(Rehearsal), self._on_earlier_read)

    # drawing

    def draw(self) -> None:
        """Draw with the seed and walk every chain; the result is remembered."""
        seed = " ".join(self.seed.text().split())
        if not seed:
            self.messages.say(Message(_("Write a seed first: any words or number."), "warn"))
            self.seed.setFocus()
            return
        self.messages.clear()
        store, period, size = self.session.store, self.period(), self.sample.currentData()
        today, kept, audit = self.session.today(), not self.session.read_only, self._audit
        self.draw_button.setEnabled(False)

        def work(progress: Progress) -> Rehearsed:
            found = rehearsal.rehearse(store, period, seed, size, progress)
            if kept and found.drawn:
                rehearsal.keep(store, found, today, audit)
            return found

        self.session.jobs.run(self, work, done=self._on_drawn, failed=self._on_failed, title=_("Dress rehearsal"))

    def _on_failed(self, error: Exception) -> None:
        self.draw_button.setEnabled(True)
        if isinstance(error, ArmdeskError):
            self.messages.say(Message(str(error), "warn"))
        else:
            problems.show(error, self)

    def _on_drawn(self, found: Rehearsed) -> None:
        self.found = found
        self.draw_button.setEnabled(True)
        self.wall_button.setEnabled(bool(found.drawn))
        self._shown = sorted(found.drawn, key=lambda each: not each.broken)
        self.drawn.show_rows((_("Broken"), _("Group"), _("Drawn")), len(self._shown), self._drawn_cell)
        self._links = [(_(stratum.title), title, broken, asked) for stratum, title, broken, asked in found.by_link()]
        self.breaks.show_rows((_("Group"), _("Link"), _("Broken"), _("Of")), len(self._links),
                              lambda row, place: str(self._links[row][place]), right=(2, 3))
        self._show_chain()
        self._say_summary(found)
        self.refresh()
        self.drawn.setFocus()

    def _say_summary(self, found: Rehearsed) -> None:
        if not found.drawn:
            self.summary.setText(_("The registers hold nothing to draw from in this period."))
            return
        words = [ngettext("{count} record drawn", "{count} records drawn", len(found.drawn)).format(
            count=len(found.drawn)), ngettext("{count} link walked", "{count} links walked", found.links).format(
            count=found.links), ngettext("{count} broken", "{count} broken", found.broken).format(count=found.broken),
            ngettext("{count} chain is whole", "{count} chains are whole", found.whole).format(count=found.whole)]
        last = next((each for each in self.earlier if (each.seed, each.period_from, each.period_to, each.size) == (
            found.seed, found.period.begins, found.period.ends, found.size)), None)
        if last is not None:
            words.append(_("the same draw on {day}: {count} broken").format(day=last.date, count=last.broken))
        self.summary.setText("  ·  ".join(words))

    # what is shown

    def _drawn_cell(self, row: int, column: int) -> str:
        each = self._shown[row]
        asked = sum(step.state != NOT_ASKED for step in each.steps)
        broken = _("✗ {count} of {asked}").format(count=len(each.broken), asked=asked) if each.broken else "✓"
        return (broken, _(each.stratum.title), each.name)[column]

    def _drawn_colour(self, row: int, column: int) -> QColor | None:
        if column:
            return None
        return QColor(self.session.theme.colours.alarm if self._shown[row].broken else self.session.theme.colours.good)

    def _steps(self) -> tuple[Step, ...]:
        row = self.drawn.currentIndex().row()
        return self._shown[row].steps if 0 <= row < len(self._shown) else ()

    def _show_chain(self) -> None:
        steps = self._steps()
        signs = {BROKEN: "✗", NOT_ASKED: "–"}
        self.chain.show_rows(("", _("Link"), _("What the registers say")), len(steps), lambda row, column: (
            signs.get(steps[row].state, "✓"), steps[row].title, steps[row].sentence)[column])
        broken = next((row for row, step in enumerate(steps) if step.state == BROKEN), None)
        if broken is not None:
            self.chain.selectRow(broken)

    def _step_colour(self, row: int, column: int) -> QColor | None:
        colours, state = self.session.theme.colours, self._steps()[row].state
        if column == 1 and state == BROKEN:
            return None
        return QColor(colours.alarm if state == BROKEN else colours.quiet if state == NOT_ASKED else colours.good) \
            if column == 0 or state == NOT_ASKED else None

    def _on_earlier_read(self, found: list[Rehearsal]) -> None:
        self.earlier = found
        self.before.show_rows(
            (_("Date"), _("Seed"), _("Period"), _("Drawn"), _("Links walked"), _("Broken"), _("Whole")), len(found),
            lambda row, place: (str(found[row].date), found[row].seed,
                                Period(found[row].period_from, found[row].period_to).label(current()),
                                *(str(getattr(found[row], name)) for name in ("drawn", "walked", "broken", "whole")),
                                )[place], right=(3, 4, 5, 6))

    # where it leads

    def _open(self, reference: str) -> None:
        kind, id_ = references.split(reference)
        self.session.open(kind, record=id_)

    def _on_step(self, index: QModelIndex) -> None:
        steps = self._steps()
        if index.row() < len(steps):
            self._open(steps[index.row()].where)

    def _on_earlier(self, index: QModelIndex) -> None:
        """Make an earlier draw again: its seed, size and period."""
        each = self.earlier[index.row()]
        self.seed.setText(each.seed)
        self.sample.setCurrentIndex(max(self.sample.findData(each.size), 0))
        self.views.choose(0)
        self.seed.setFocus()

    def print_list(self) -> None:
        """Write the broken links as a PDF to hang up and tick off."""
        if self.found is None:
            return
        store, found, today, language = self.session.store, self.found, self.session.today(), current()

        def report() -> Document:
            from armdesk.reports.rehearsal import rehearsal_list

            return rehearsal_list(store, found, today, language)

        printing.to_file(self.session, self, _("List for the wall (PDF)"),
                         _("rehearsal") + f" {found.seed}.pdf", report)
