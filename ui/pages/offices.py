"""People > Who holds which office: organs on a day, with terms that are over, seats of women and the statutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QDate, QModelIndex
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QSplitter, QWidget

from armdesk.i18n import _, current
from armdesk.i18n_formats import decimal_text
from armdesk.models.choices import SEX
from armdesk.models.governance_choices import OFFICE
from armdesk.services.governance import interests, mandates
from armdesk.services.governance.mandates import Held, Standing
from armdesk.services.governance.statutes import quorum_by
from armdesk.services.period_facts.governance_figures import percent
from armdesk.store import Store
from ui import texts
from ui.blocks import button, key, page_head
from ui.layouts import page_column
from ui.plain_table import PlainTable
from ui.session import Session

_WIDEST = 230


@dataclass(frozen=True)
class _Found:
    """What the page shows.  Shape: undeclared and clashing are ids of mandates."""

    organs: list[Standing]
    undeclared: frozenset[str]
    clashing: frozenset[str]


def _gather(store: Store, day: date) -> _Found:
    organs = mandates.serving(store, day)
    clashing = {held.mandate.id for one, other, _source in mandates.incompatible(organs) for held in (one, other)}
    return _Found(organs, frozenset(held.mandate.id for held in interests.undeclared(store, organs)),
                  frozenset(clashing))


class OfficesPage(QWidget):
    """Organs on the left, who sits in them on the right; Enter opens the record."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.found = _Found([], frozenset(), frozenset())
        self.holders: list[Held] = []
        self._organ = ""
        column = page_column(self)
        organ = button(_("New organ"), lambda: session.open("organ", new=True))
        self.mandate_button = button(_("New mandate"), self.begin, look="primary", tip=_("New mandate (Ctrl+N)"))
        for each in (organ, self.mandate_button):
            each.setEnabled(not session.read_only)
        column.addLayout(page_head(_("Who holds which office"), _("Assembly, board and committees on a day: who was "
                                                                  "elected, until when, and what the statutes ask."),
                                   organ, self.mandate_button))
        column.addLayout(self._day_row())
        split = QSplitter()
        split.setHandleWidth(12)
        split.setChildrenCollapsible(False)
        self.organs = PlainTable(session.theme, _("Organs"))
        self.organs.activated.connect(lambda index: session.open(
            "organ", record=self.found.organs[index.row()].organ.id))
        self.organs.selectionModel().currentRowChanged.connect(self._on_organ)
        self.table = PlainTable(session.theme, _("Offices"))
        self.table.activated.connect(lambda index: session.open("mandate", record=self.holders[index.row()].mandate.id))
        self.table.rows.colour = self._colour
        split.addWidget(self.organs)
        split.addWidget(self.table)
        split.setSizes([400, 700])
        column.addWidget(split, 1)
        self.organs.say_when_empty(_("Begin with “New organ”: the assembly, the board, each committee."))
        self.table.say_when_empty(_("Nobody holds an office here. “New mandate” notes who was elected."))
        self.statutes = texts.label("", role="quiet", wrap=True)
        column.addWidget(self.statutes)
        column.addLayout(self._foot())
        key(self, "Ctrl+N", self.begin)
        session.changes.records_changed.connect(lambda _types: self.refresh() if self.isVisible() else None)
        self.setFocusProxy(self.organs)
        self.refresh()

    def _day_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        today = self.session.today()
        self.day = QDateEdit(QDate(today.year, today.month, today.day))
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setAccessibleName(_("On the day"))
        self.day.setCalendarPopup(True)
        self.day.setMinimumSize(130, 30)
        self.day.dateChanged.connect(lambda _day: self.refresh())
        name = texts.label(_("On the day"))
        name.setBuddy(self.day)
        row.addWidget(name)
        row.addWidget(self.day)
        self.summary = texts.Elided(role="quiet")
        row.addWidget(self.summary, 1)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.end_button = button(_("End this mandate"), self.end_mandate)
        self.interest_button = button(_("New declaration of interest"), self.declare)
        rule = button(_("Rules of the statutes"), self.open_rules)
        history = button(_("All mandates over time"), lambda: self.session.open("mandate"))
        for each in (rule, history):
            row.addWidget(each)
        row.addStretch(1)
        for each in (self.interest_button, self.end_button):
            each.setEnabled(False)
            row.addWidget(each)
        return row

    def visit(self, _visit: object) -> None:
        """Read everything again."""
        self.refresh()

    def refresh(self) -> None:
        """Read everything again."""
        store, day = self.session.store, self.chosen_day()
        self.session.jobs.read(self, lambda: _gather(store, day), self._on_found)

    def chosen_day(self) -> date:
        """The day that is shown."""
        chosen = self.day.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def _on_found(self, found: _Found) -> None:
        self.found = found
        organs, day = found.organs, self.chosen_day()

        def cell(row: int, column: int) -> str:
            each = organs[row]
            seats = f"{len(each.seated)}/{each.rule.seats}" if each.rule is not None and each.rule.seats else str(
                len(each.seated) or "")
            women = f"{each.women}/{each.rule.seats_women}" if each.rule is not None and each.rule.seats_women else str(
                each.women if each.seated else "")
            return (str(each.organ.name), seats, women)[column]

        wanted = self._organ or next((each.organ.id for each in organs if each.holders), "")
        self.organs.show_rows((_("Organ"), _("Seats"), _("Women")), len(organs), cell, right=(1, 2))
        self.organs.narrow(0, _WIDEST)
        place = next((place for place, each in enumerate(organs) if each.organ.id == wanted), 0)
        if organs:
            self.organs.selectRow(place)
        self._show_holders(organs[place] if organs else None)
        seated = [held for each in organs for held in each.seated]
        share = percent(sum(held.sex == "F" for held in seated), len(seated))
        over = len(mandates.lapsed(organs, day))
        self.summary.say(_("{count} offices, {share} % held by women; the term of {over} is over.").format(
            count=len(seated), share=decimal_text(share, 0, current()), over=over) if share is not None else
            _("Write down the organs of the statutes and who was elected."))

    def _on_organ(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid() and now.row() < len(self.found.organs):
            self._show_holders(self.found.organs[now.row()])

    def _show_holders(self, standing: Standing | None) -> None:
        self.holders = standing.holders if standing is not None else []
        self._organ = standing.organ.id if standing is not None else ""

        def cell(row: int, column: int) -> str:
            held = self.holders[row]
            return (_(OFFICE[held.mandate.office]), held.name, _(SEX[held.sex]) if held.sex in SEX else "",
                    str(held.mandate.began_on), str(held.mandate.ends_on or ""), self._state(held))[column]

        self.table.show_rows((_("Office held"), _("Name"), _("Sex"), _("Since"), _("Until"), _("State")),
                             len(self.holders), cell)
        for each in (self.interest_button, self.end_button):
            each.setEnabled(bool(self.holders) and not self.session.read_only)
        rule = standing.rule if standing is not None else None
        if rule is None:
            self.statutes.setText(_("No rule of the statutes is written down for this organ and day.")
                                  if standing is not None else "")
            return
        quorum = quorum_by(rule)
        parts = [_("Quorum: {share}").format(share=quorum.said())] if quorum is not None else []
        parts += [rule.field(name).title() + ": " + rule.field(name).format(getattr(rule, name), rule.values())
                 for name in ("notice_days", "term_months", "seats", "seats_women", "who_votes")
                 if getattr(rule, name) is not None]
        self.statutes.setText(f"{rule.source_text} · " + " · ".join(parts))

    def _state(self, held: Held) -> str:
        day = self.chosen_day()
        words = []
        if held.lapsed(day):
            words.append(_("term over"))
        if held.left is not None and held.left <= day:
            words.append(_("left the cooperative"))
        if held.mandate.id in self.found.clashing:
            words.append(_("offices exclude each other"))
        if held.mandate.id in self.found.undeclared:
            words.append(_("no declaration of interest"))
        return ", ".join(words)

    def _colour(self, row: int, column: int) -> QColor | None:
        return QColor(self.session.theme.colours.warn) if column == 5 and row < len(self.holders) else None

    # doing

    def begin(self) -> None:
        """A mandate in the marked organ, as long as the statutes say."""
        from armdesk.services.basis.period import months_after
        from armdesk.services.governance.statutes import Statutes

        if self.session.read_only:
            return
        today = self.session.today()
        statutes = Statutes(self.session.store)
        months = statutes.term_of(statutes.organs.get(self._organ), today)
        ends = months_after(today, months) if months else None
        self.session.open("mandate", new=True, values={
            "organ": self._organ or None, "began_on": today, "ends_on": ends})

    def end_mandate(self) -> None:
        """Open the marked mandate where its end is written."""
        row = self.table.currentIndex().row()
        if 0 <= row < len(self.holders):
            self.session.open("mandate", record=self.holders[row].mandate.id)

    def declare(self) -> None:
        """A declaration of the marked person."""
        row = self.table.currentIndex().row()
        person = self.holders[row].mandate.person if 0 <= row < len(self.holders) else None
        self.session.open("interest", new=True, values={"person": person, "declared_on": self.session.today()})

    def open_rules(self) -> None:
        """The rules of the statutes of the marked organ."""
        from armdesk.query import Filter

        self.session.open("organ_rule", filters=(Filter("organ", "is", self._organ),) if self._organ else ())
