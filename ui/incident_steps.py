"""The steps of an incident that are lists: hurt people, papers, who was told, actions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from armdesk.i18n import _
from armdesk.models import Action, Incident, IncidentNotice, InjuredPerson, incident_choices
from armdesk.services.basis.limits import Limits
from armdesk.services.plan.action_sources import actions_for
from armdesk.services.safety import first_report, incident_clock
from armdesk.store import Store
from ui import facts, texts
from ui.blocks import button
from ui.plain_table import PlainTable
from ui.record_view import RecordDialog
from ui.session import Session


@dataclass(frozen=True)
class Around:
    """Everything the steps show.  Shape: evidence is (document id, title, page)."""

    incident: Incident
    hurt: Sequence[InjuredPerson]
    notices: Sequence[IncidentNotice]
    duties: Sequence[incident_clock.Duty]
    actions: Sequence[Action]
    evidence: Sequence[tuple[str, str, str]]
    gaps: Sequence[str]
    now: datetime
    alarm: str
    to_tell: str
    report_due: str
    counted_with: str


def gather(store: Store, id_: str, now: datetime) -> Around | None:
    """Read it all; runs in the thread of the lists."""
    incident = store.get(Incident, id_)
    if incident is None:
        return None
    notices = sorted(store.all(IncidentNotice, incident=id_), key=lambda each: (each.date, each.id))
    limits = Limits(store)
    duties = incident_clock.duties(limits, incident, incident_clock.told_of(incident, notices))
    due = incident_clock.investigate_by(limits, incident)
    waits = due is not None and not incident.investigated_on and incident.status != "closed"
    open_ = incident.status != "closed"
    return Around(
        incident, store.all(InjuredPerson, incident=id_), notices, duties, actions_for(store, f"incident/{id_}"),
        facts.evidence(store, incident), first_report.gaps(store, incident), now,
        incident_clock.alarm(incident) if open_ else "", incident_clock.to_tell(duties, now) if open_ else "",
        _("Final report due on {day}").format(day=due) if waits else "",
        _("The same event as {name}; counted there.").format(name=store.label("incident", incident.same_as))
        if incident.same_as else "")


class Rows(QFrame):
    """A heading, a table whose rows lead somewhere, and buttons.  gone carries page and id."""

    gone = Signal(str, str)
    opened = Signal(str)
    wanted = Signal()
    word, add_word, empty_text = "", "", ""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.saved_first: Callable[[], bool] = lambda: True
        self.ids: Sequence[str] = ()
        self.around: Around | None = None
        self.setProperty("card", "true")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(6)
        self.words()
        column.addWidget(texts.label(self.word, role="subheading"))
        self.table = PlainTable(session.theme, self.word)
        column.addWidget(self.table, 1)
        self.empty = texts.label(self.empty_text, role="quiet", wrap=True)
        column.addWidget(self.empty, 1, Qt.AlignmentFlag.AlignTop)
        self.foot = QHBoxLayout()
        self.add_button: QPushButton = button(self.add_word, self.wanted.emit)
        self.add_button.setEnabled(not session.read_only)
        self.foot.addWidget(self.add_button)
        self.foot.addStretch(1)
        column.addLayout(self.foot)
        self.table.doubleClicked.connect(self._on_opened)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shortcut = QShortcut(QKeySequence(key), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda: self._on_opened(self.table.currentIndex()))

    def words(self) -> None:
        """Set the words of this list."""
        raise NotImplementedError

    def show_around(self, found: Around) -> None:
        """Show other rows."""
        self.around = found
        headings, rows, ids = self.rows(found)
        self.ids = ids
        self.table.show_rows(headings, len(rows), lambda row, place: rows[row][place])
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)

    def rows(self, found: Around) -> tuple[Sequence[str], list[Sequence[str]], list[str]]:
        """Headings, texts, and the id each row leads to."""
        raise NotImplementedError

    def take_keyboard(self) -> None:
        """Put the keyboard into the list, or on its button while it is empty."""
        if self.ids:
            if not self.table.currentIndex().isValid():
                self.table.selectRow(0)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_opened(self, index: QModelIndex) -> None:
        if index.isValid() and index.row() < len(self.ids) and self.ids[index.row()]:
            self.opened.emit(self.ids[index.row()])


class Hurt(Rows):
    """Who was hurt, by role; names and injuries only in each one's sealed part."""

    def words(self) -> None:
        """Set the words of this list."""
        self.word, self.add_word = _("Hurt people"), _("Add a hurt person")
        self.empty_text = _("Nobody is noted as hurt. Names and injuries go into the sealed part of each person.")

    def rows(self, found: Around) -> tuple[Sequence[str], list[Sequence[str]], list[str]]:
        """One row a person."""
        names = ("employment", "sex", "off_from", "returned_on", "counted_days")
        headings = [InjuredPerson.field(name).title() for name in names]
        rows: list[Sequence[str]] = [[each.field(name).format(getattr(each, name)) for name in names]
                                     for each in found.hurt]
        return headings, rows, [each.id for each in found.hurt]


class Papers(Rows):
    """Photos, lists and letters cited for the incident."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.wanted.connect(self._cite)
        self.opened.connect(lambda id_: self.gone.emit("document", id_))

    def words(self) -> None:
        """Set the words of this list."""
        self.word, self.add_word = _("Papers and photos"), _("Cite as evidence")
        self.empty_text = _("No photo and no paper is cited yet. A photo in the inbox can be cited here.")

    def rows(self, found: Around) -> tuple[Sequence[str], list[Sequence[str]], list[str]]:
        """One row a citation."""
        return (_("Document"), _("Page")), [[title, page] for _id, title, page in found.evidence], [
            id_ for id_, _title, _page in found.evidence]

    def _cite(self) -> None:
        if self.around is not None and self.saved_first():
            self.session.cite_requested.emit(f"incident/{self.around.incident.id}")


class Told(Rows):
    """Who must be told until when, with the law it comes from, and who was."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.wanted.connect(self.note)
        self.opened.connect(self._on_row)

    def words(self) -> None:
        """Set the words of this list."""
        self.word, self.add_word = _("Who must be told, and who was"), _("Note that somebody was told")
        self.empty_text = _("No delay is known for this kind of incident, and nobody was noted as told.")

    def rows(self, found: Around) -> tuple[Sequence[str], list[Sequence[str]], list[str]]:
        """Duties first, then what was told beyond them."""
        headings = (_("Who"), _("Until"), _("State"), _("How told"), _("Source"))
        first: dict[str, IncidentNotice] = {}
        for notice in found.notices:
            first.setdefault(notice.told, notice)
        rows: list[Sequence[str]] = []
        ids: list[str] = []
        for duty in found.duties:
            notice_of = first.pop(duty.told, None)
            how = notice_of.field("how").format(notice_of.how) if notice_of else ""
            rows.append((_(incident_choices.TOLD[duty.told]), f"{duty.due:%Y-%m-%d %H:%M}", duty.left(found.now), how,
                         duty.source))
            ids.append(notice_of.id if notice_of else f"+{duty.told}")
        for notice in first.values():
            said = _("told on {day}").format(day=" ".join(filter(None, (str(notice.date), notice.time))))
            rows.append((_(incident_choices.TOLD[notice.told]), "", said, notice.field("how").format(notice.how), ""))
            ids.append(notice.id)
        return headings, rows, ids

    def _on_row(self, id_: str) -> None:
        if id_.startswith("+"):
            self.note(id_[1:])
        else:
            self.gone.emit("incident_notice", id_)

    def note(self, told: str = "") -> None:
        """Note that somebody was told."""
        if self.around is None or not self.saved_first():
            return
        values = {"incident": self.around.incident.id, "date": self.session.today(), "told": told or None}
        dialog = RecordDialog(self.session, IncidentNotice, values, self)
        if dialog.exec() == QDialog.DialogCode.Accepted and isinstance(dialog.record, IncidentNotice):
            first_report.note_told(self.session.store, dialog.record)
        dialog.deleteLater()
        self.take_keyboard()


class Actions(Rows):
    """What came of it: actions of the plan that answer this incident."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.wanted.connect(self._begin)
        self.opened.connect(lambda id_: self.gone.emit("action", id_))

    def words(self) -> None:
        """Set the words of this list."""
        self.word, self.add_word = _("Actions"), _("New action")
        self.empty_text = _("No action came of it yet. What is agreed here stands in the action plan too.")

    def rows(self, found: Around) -> tuple[Sequence[str], list[Sequence[str]], list[str]]:
        """One row an action."""
        names = ("number", "measure", "owner", "due_on", "status", "effect_checked_on")
        return ([Action.field(name).title() for name in names],
                [[each.field(name).format(getattr(each, name)) for name in names] for each in found.actions],
                [each.id for each in found.actions])

    def _begin(self) -> None:
        if self.around is None or not self.saved_first():
            return
        fresh = self.session.store.get(Incident, self.around.incident.id)
        self.session.open("action", new=True, values={
            "origin": f"incident/{self.around.incident.id}", "adopted_on": self.session.today(),
            "measure": fresh.measures if fresh is not None else None})
