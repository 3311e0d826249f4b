"""Beginning a round: which list, where, whose crew, who inspects; nobody his own crew without saying why."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from armdesk.errors import ArmdeskError
from armdesk.i18n import _
from armdesk.models import Inspection
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.safety import rounds
from armdesk.services.safety.round_plan import PlannedRound
from ui import choosers, problems, texts
from ui.blocks import button, line
from ui.date_editor import DateEditor
from ui.link_editor import LinkEditor
from ui.session import Session


class StartDialog(QDialog):
    """What a round is about; begun is the inspection, None while it is not."""

    def __init__(self, session: Session, planned: PlannedRound | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.planned = session, planned
        self.begun: Inspection | None = None
        self.setWindowTitle(_("Begin a round"))
        self.resize(560, 330)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(self._fields())
        self.own = texts.label(_("This person belongs to the crew or leads it. Let somebody else inspect it, or write "
                                 "why it could not be otherwise."), role="warn", wrap=True)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("Why somebody inspected his own crew"))
        self.reason.setPlaceholderText(_("Why it could not be otherwise"))
        column.addWidget(self.own)
        column.addWidget(self.reason)
        self.told = texts.label(role="problem", wrap=True)
        column.addWidget(self.told)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        self.begin_button = button(_("Begin"), self.begin, look="primary")
        for each in (button(_("Cancel"), self.reject), self.begin_button):
            each.setAutoDefault(each is self.begin_button)
            row.addWidget(each)
        column.addLayout(row)
        self.look()

    def _fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        session, planned = self.session, self.planned
        self.template = QComboBox()
        self.templates = rounds.current_templates(session.store, session.today())
        for each in self.templates:
            self.template.addItem(str(each.name), each.code)
        self.date = DateEditor(session, Inspection.field("date"))
        self.date.put(session.today())
        self.site = QComboBox()
        self.site.addItem(_("No site"), "")
        for id_, name in ask(session.store, "SELECT id, name FROM site WHERE trashed = 0 ORDER BY name, id"):
            self.site.addItem(str(name), id_of(id_))
        self.crew = choosers.crew_box(session, _("No crew"))
        self.inspector = LinkEditor(session, Inspection.field("inspector_person"))
        for words, field in ((_("List of questions"), self.template), (_("Date"), self.date), (_("Site"), self.site),
                             (_("Crew"), self.crew), (_("Inspector"), self.inspector)):
            line(grid, words, field)
        grid.setColumnStretch(1, 1)
        if planned is not None:
            self.template.setCurrentIndex(max(self.template.findData(planned.code), 0))
            self.site.setCurrentIndex(max(self.site.findData(planned.site), 0))
            self.crew.setCurrentIndex(max(self.crew.findData(planned.crew), 0))
            self.inspector.put(planned.inspector or None)
        self.crew.currentIndexChanged.connect(lambda _place: self.look())
        self.inspector.touched.connect(self.look)
        return grid

    def look(self) -> None:
        """Warn where somebody would inspect his own crew."""
        own = rounds.is_own_crew(self.session.store, self.inspector.glance(), self.crew.currentData())
        self.own.setVisible(own)
        self.reason.setVisible(own)

    def begin(self) -> None:
        """Begin it."""
        template = self.templates[self.template.currentIndex()] if self.templates else None
        if template is None:
            return
        self.look()
        try:
            places: dict[str, Any] = {
                "site": self.site.currentData() or None, "crew": self.crew.currentData() or None,
                "equipment": self.planned.equipment or None if self.planned is not None else None,
                "inspector_person": self.inspector.take(),
                "own_crew_reason": self.reason.text().strip() or None if self.reason.isVisibleTo(self) else None}
            self.begun = rounds.begin(self.session.store, template, self.date.take() or self.session.today(), **places)
        except ValueError as error:
            self.told.setText(str(error))
            return
        except ArmdeskError as error:
            if not self.reason.isVisibleTo(self):
                problems.show(error, self)
            self.reason.setFocus()
            return
        self.accept()
