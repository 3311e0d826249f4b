"""The rehearsal of a change of edition: what would become of each answer, done only when a person says so."""

from __future__ import annotations

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from armdesk.catalogues.catalogue import Catalogue, pick
from armdesk.catalogues.meaning import CODE, ENDED, LOOK, MERGED, NEW, SAME, SPLIT, TERMS, TEXT
from armdesk.errors import ArmdeskError
from armdesk.i18n import N_, _, current, ngettext
from armdesk.services.basis.marking import coded
from armdesk.services.standards import editions
from armdesk.services.standards.editions import Rehearsal, Row
from ui import problems, standards, texts, undoing
from ui.ask_dialog import AskDialog
from ui.plain_table import PlainTable
from ui.session import Session

STATES = {SAME: N_("Carries over as it is"), LOOK: N_("Needs a look"), NEW: N_("New, no answer yet"),
          ENDED: N_("Ended, stays in the old edition")}
WHY = {TEXT: N_("the text changed"), CODE: N_("another code"), MERGED: N_("several rows became one"),
       SPLIT: N_("one row became several"), TERMS: N_("level, year or whom it holds for changed")}
_COLOURS = {SAME: "good", LOOK: "warn", NEW: "note", ENDED: "quiet"}
_ORDER = (LOOK, NEW, ENDED, SAME)


class EditionDialog(AskDialog):
    """From which edition to which; below, row by row, what would become of the answers."""

    def __init__(self, session: Session, known: list[Catalogue], old: Catalogue, new: Catalogue,
                 parent: QWidget | None = None) -> None:
        super().__init__(session, _("Change of edition: rehearsal"), parent)
        self.known = known
        self.found: Rehearsal | None = None
        self.rows: list[Row] = []
        self.resize(1280, 580)
        line = QHBoxLayout()
        line.setSpacing(8)
        self.old, self.new = self._box(_("From"), old), self._box(_("To"), new)
        for words, box in ((_("From"), self.old), (_("To"), self.new)):
            name = texts.label(words)
            name.setBuddy(box)
            line.addWidget(name)
            line.addWidget(box, 1)
        self.column.addLayout(line)
        self.summary = texts.label("", role="quiet", wrap=True)
        self.column.addWidget(self.summary)
        self.table = PlainTable(session.theme, _("Change of edition: rehearsal"))
        self.table.rows.colour = self._colour
        self.table.say_when_empty(_("Choose two editions."))
        self.column.addWidget(self.table, 10)
        self.column.addWidget(texts.label(_(
            "Nothing is written before you confirm. The old edition keeps its text and its answers; papers and open "
            "actions are tied to the new rows too. One Undo takes all of it back."), role="small", wrap=True))
        self.add_foot(_("Carry over"))
        self.refresh()
        self.table.setFocus()

    def _box(self, words: str, chosen: Catalogue) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(words)
        box.setMinimumContentsLength(20)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for each in self.known:
            box.addItem(f"{each.title(current())} ({each.key})", each)
        box.setCurrentIndex(next((place for place, each in enumerate(self.known) if each.key == chosen.key), 0))
        box.activated.connect(lambda _place: self.refresh())
        return box

    def refresh(self) -> None:
        """Rehearse again, away from the window."""
        old, new = self.old.currentData(), self.new.currentData()
        self.go.setEnabled(False)
        self.found = None
        store, span = self.session.store, standards.period(self.session)
        self.session.jobs.read(self, lambda: editions.rehearse(store, old, new, span), self._on_found)

    def _on_found(self, found: Rehearsal) -> None:
        if found.old is not self.old.currentData() or found.new is not self.new.currentData():
            return
        self.found = found
        self.rows = sorted(found.rows, key=lambda row: (_ORDER.index(row.state), not row.answers))
        self.table.show_rows((_("New row"), _("Was"), _("State"), _("Why"), _("Answer")), len(self.rows), self._text)
        parts = [_("{state}: {count}, answered {answered}").format(
            state=_(STATES[state]), count=found.count(state), answered=found.count(state, answered=True))
            for state in _ORDER]
        self.summary.setText("  ·  ".join(parts) + "\n" + _("Answers for {period}").format(
            period=found.period.label(current())))
        count, same = found.carried, found.old.key == found.new.key
        self.go.setText(ngettext("Carry over {count} answer", "Carry over {count} answers", count).format(count=count))
        self.go.setEnabled(not same and not self.session.read_only)

    def _text(self, row: int, column: int) -> str:
        each, language = self.rows[row], current()
        after, before = each.change.after, each.change.before
        if column == 0:
            return f"{coded(after)} {pick(after.title, language)}" if after is not None else "–"
        if column == 1:
            told = [one.code if after is not None else f"{one.code} {pick(one.title, language)}" for one in before]
            return ", ".join(told) or "–"
        if column == 2:
            return _(STATES[each.state])
        if column == 3:
            return ", ".join(_(WHY[why]) for why in each.change.why)
        return self._answer(each)

    def _answer(self, row: Row) -> str:
        if row.taken:
            return _("answered in the new edition already")
        if not row.answers:
            return ""
        words = []
        for answer, asked in zip(row.answers, row.change.before, strict=False):
            catalogue = self.found.old if self.found is not None else None
            if catalogue is not None and asked.code in catalogue:
                from armdesk.services.period_facts.status import result_code

                code = result_code(catalogue, asked, answer)
                words.append(pick(catalogue.result(asked, code).label, current()))
        return ", ".join(words)

    def _colour(self, row: int, column: int) -> QColor | None:
        if column != 2:
            return None
        return QColor(getattr(self.session.theme.colours, _COLOURS[self.rows[row].state]))

    def submit(self) -> None:
        """Carry the answers over, as one operation."""
        if self.found is None or not self.go.isEnabled():
            return
        try:
            count = editions.carry(self.session.store, self.found, self.session.today())
        except ArmdeskError as error:
            problems.show(error, self)
            return
        words = ngettext("{count} answer was carried over to {title}; the old edition stays readable.",
                         "{count} answers were carried over to {title}; the old edition stays readable.", count)
        self.session.say(words.format(count=count, title=self.found.new.title(current())), "good", _("Undo"),
                         undoing.newest(self.session, self.parentWidget()))
        self.accept()
