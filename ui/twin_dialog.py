"""Two entries side by side that read like one event: the same, so that it counts once, or two."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from armdesk.errors import ArmdeskError
from armdesk.fields import Json, Link
from armdesk.i18n import _
from armdesk.models import Incident
from armdesk.services.safety import incident_twins
from armdesk.store import Store
from ui import problems, texts
from ui.blocks import button
from ui.plain_table import PlainTable
from ui.session import Session


class TwinDialog(QDialog):
    """What both entries say, field by field; identity and health stay in their sealed parts."""

    def __init__(self, session: Session, one: Incident, other: Incident, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.one, self.other = session, one, other
        self.setWindowTitle(_("The same event in two books?"))
        self.resize(860, 480)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(texts.label(_(
            "Both entries are of the same days and read alike. If it is one event, it has to count once: the entry at "
            "the right stays, the one at the left points to it."), wrap=True))
        self.table = PlainTable(session.theme, _("Both entries"))
        rows = side_by_side(session.store, one, other)
        self.table.show_rows((_("Field"), _("This entry"), _("The other one")), len(rows),
                             lambda row, place: rows[row][place])
        column.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.addWidget(button(_("Decide later"), self.reject))
        foot.addStretch(1)
        self.two = button(_("Two events"), self.part)
        self.same = button(_("The same event"), self.link, look="primary")
        for each in (self.two, self.same):
            each.setEnabled(not session.read_only)
            each.setAutoDefault(False)
            foot.addWidget(each)
        column.addLayout(foot)

    def link(self) -> None:
        """One event: this entry points to the other one."""
        try:
            incident_twins.link(self.session.store, self.other, self.one)
        except ArmdeskError as error:
            problems.show(error, self)
            return
        self.session.say(_("Both entries are one event now and count once."), "good")
        self.accept()

    def part(self) -> None:
        """Two events; nobody is asked again."""
        try:
            incident_twins.part(self.session.store, self.one, self.other, self.session.store.author,
                                self.session.today())
        except ArmdeskError as error:
            problems.show(error, self)
            return
        self.session.say(_("Noted: these are two events."), "good")
        self.accept()


def side_by_side(store: Store, one: Incident, other: Incident) -> list[tuple[str, str, str]]:
    """Name and both texts of each open field that one of them fills."""
    found, hidden = [], Incident.sealed_fields()
    for field in Incident.declared():
        pair = [getattr(each, field.name) for each in (one, other)]
        if field.name in hidden or isinstance(field, Json) or all(value in (None, "") for value in pair):
            continue
        shown = [store.label(field.target, value) if isinstance(field, Link) else field.format(value, each.values())
                 for each, value in zip((one, other), pair, strict=True)]
        found.append((_(field.label), shown[0], shown[1]))
    return found


def compare(session: Session, one: Incident, other: Incident, parent: QWidget | None) -> bool:
    """Let a person decide; whether that was done."""
    dialog = TwinDialog(session, one, other, parent)
    done = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return done
