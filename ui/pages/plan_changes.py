"""Action plan > What changed: states, dates, progress, extensions and reassessments of the last days, newest first."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QComboBox, QWidget

from armdesk.i18n import N_, _, ngettext
from armdesk.models import record_type
from armdesk.services.plan import plan_changes
from armdesk.services.plan.plan_changes import Change
from ui import references, texts
from ui.blocks import key, page_head
from ui.layouts import page_column
from ui.plain_table import PlainTable
from ui.session import Session, Visit

_DAYS = (7, 30, 90, 365)
_TOLD = {"action", "action_note", "action_extension", "risk", "risk_review"}
_VERBS = {"create": N_("new"), "change": N_("changed"), "trash": N_("to the trash"), "restore": N_("out of the trash")}


class PlanChangesPage(QWidget):
    """One row a change; Enter opens the action or risk."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.found: list[Change] = []
        self._asked = 0
        column = page_column(self)
        purpose = _("For the next meeting: what moved since the last one. Enter opens it.")
        column.addLayout(page_head(_("What changed in the plan"), purpose))
        self.days = QComboBox()
        self.days.setAccessibleName(_("Since"))
        for count in _DAYS:
            words = ngettext("The last {count} day", "The last {count} days", count)
            self.days.addItem(words.format(count=count), count)
        self.days.setCurrentIndex(1)
        self.days.setMaximumWidth(260)
        self.days.currentIndexChanged.connect(lambda _place: self.refresh())
        column.addWidget(self.days)
        self.summary = texts.label("", role="quiet")
        column.addWidget(self.summary)
        self.table = PlainTable(session.theme, _("What changed in the plan"))
        self.table.doubleClicked.connect(lambda _index: self.open())
        key(self.table, "Return", self.open)
        self.table.say_when_empty(_("Nothing in the plan changed in these days. Choose a longer time above."))
        column.addWidget(self.table, 1)
        session.changes.records_changed.connect(lambda types: self.refresh() if types & _TOLD and self.isVisible()
                                                else None)
        key(self, "F5", self.refresh)
        self.setFocusProxy(self.table)
        self.refresh()

    def visit(self, _visit: Visit) -> None:
        """Read everything again."""
        self.refresh()

    def refresh(self) -> None:
        """Read everything again, away from the window."""
        self._asked += 1
        number, store = self._asked, self.session.store
        since = self.session.today() - timedelta(days=int(self.days.currentData()))
        self.session.jobs.read(self, lambda: (number, plan_changes.changes(store, since)), self._on_read)

    def _on_read(self, answer: tuple[int, list[Change]]) -> None:
        number, found = answer
        if number != self._asked:
            return
        self.found = found
        self.summary.setText(ngettext("{count} change", "{count} changes", len(found)).format(count=len(found)))
        headings = (_("When"), _("Action or risk"), _("What"), _("What changed"), _("Author"))
        self.table.show_rows(headings, len(found), self._text)

    def _text(self, row: int, column: int) -> str:
        each = self.found[row]
        if column == 2:
            name = _(record_type(each.kind).about.one)
            return f"{name[:1].upper()}{name[1:]}: {_(_VERBS[each.verb])}"
        if column == 3:
            return " · ".join(
                _("{field}: {before} → {after}").format(field=field, before=before, after=after or "–") if before else
                _("{field}: {after}").format(field=field, after=after or "–") for field, before, after in each.fields)
        return (each.at, each.label, "", "", each.author)[column]

    def open(self) -> None:
        """Open the action or risk of the marked row."""
        row = self.table.currentIndex().row()
        if 0 <= row < len(self.found):
            kind, id_ = references.split(self.found[row].reference)
            self.session.open(kind, record=id_)
