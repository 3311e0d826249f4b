"""Action plan > Risk matrix: how likely against how grave, the risks of a field, their clocks and their actions."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from armdesk.i18n import _, current, ngettext
from armdesk.models import choices
from armdesk.reports.document import Document
from armdesk.services.basis.limits import Limits
from armdesk.services.plan import risks
from armdesk.services.plan.risk_level import FOLLOWED, Scale
from armdesk.services.plan.risks import LEVELS, Known
from ui import printing, risk_dialogs, texts
from ui.blocks import button, card, key, page_head
from ui.layouts import page_column
from ui.plain_table import PlainTable
from ui.session import Session, Visit
from ui.style_sheet import mix

_TOLD = {"risk", "risk_review", "action", "source_of_action", "rate", "organisation"}
_TONES = {"1": "good", "2": "note", "3": "warn", "4": "alarm"}
_GROUND = 0.22


class RiskMatrixPage(QWidget):
    """Sixteen fields with the number of their risks; a field shows its risks, a risk opens."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.found: list[Known] = []
        self.shown: list[Known] = []
        self.field: tuple[str, str] | None = None
        self.scale: Scale | None = None
        column = page_column(self)
        self.print_button = button(_("Risk register (PDF)"), self.print_out)
        column.addLayout(page_head(_("Risk matrix"), _("How likely and how grave. Press a field to see its risks."),
                                   self.print_button))
        self.summary = texts.label("", role="quiet", wrap=True)
        column.addWidget(self.summary)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._matrix(), 2)
        row.addWidget(self._list(), 3)
        column.addLayout(row, 1)
        session.changes.records_changed.connect(lambda types: self.refresh() if types & _TOLD and self.isVisible()
                                                else None)
        key(self, "F5", self.refresh)
        key(self, "Alt+R", self.review)
        self.setFocusProxy(self.table)
        self.refresh()

    def _matrix(self) -> QWidget:
        frame, column = card()
        grid = QGridLayout()
        grid.setSpacing(6)
        self.fields: dict[tuple[str, str], QPushButton] = {}
        for line, likelihood in enumerate(reversed(LEVELS)):
            name = texts.label(_(choices.LEVEL[likelihood]), role="quiet")
            name.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(name, line + 1, 0)
            for place, impact in enumerate(LEVELS):
                made = button("", partial(self.choose, (likelihood, impact)))
                made.setCheckable(True)
                made.setAccessibleName(f"{_(choices.LEVEL[likelihood])} · {_(choices.LEVEL[impact])}")
                made.setMinimumSize(56, 56)
                made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
                grid.addWidget(made, line + 1, place + 1)
                self.fields[likelihood, impact] = made
        for place, impact in enumerate(LEVELS):
            name = texts.label(_(choices.LEVEL[impact]), role="quiet")
            name.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(name, 5, place + 1)
        grid.addWidget(texts.label(_("Likelihood ↑"), role="small"), 0, 0, 1, 5)
        severity = texts.label(_("Severity →"), role="small")
        severity.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid.addWidget(severity, 6, 0, 1, 5)
        column.addLayout(grid, 1)
        self.whole = button(_("All risks"), partial(self.choose, None), look="flat")
        column.addWidget(self.whole)
        return frame

    def _list(self) -> QWidget:
        frame, column = card()
        self.heading = texts.label("", role="subheading", wrap=True)
        column.addWidget(self.heading)
        self.table = PlainTable(self.session.theme, _("Risks"))
        self.table.rows.colour = self._colour
        self.table.doubleClicked.connect(lambda _index: self.open())
        key(self.table, "Return", self.open)
        column.addWidget(self.table, 1)
        foot = QHBoxLayout()
        self.review_button = button(f"{_('Reassess')} …", self.review, tip=_("Alt+R"))
        self.action_button = button(_("Create action"), self.create_action)
        self.open_button = button(_("Open this record"), self.open)
        for each in (self.open_button, self.review_button, self.action_button):
            foot.addWidget(each)
        foot.addStretch(1)
        column.addLayout(foot)
        return frame

    # showing

    def visit(self, _visit: Visit) -> None:
        """Read everything again."""
        self.refresh()

    def refresh(self) -> None:
        """Read everything again, away from the window."""
        store, today = self.session.store, self.session.today()

        def read() -> tuple[list[Known], Scale]:
            return (risks.known(store, risks.rows_of(store, risks.keys_of(store)), today), Scale(Limits(store), today))

        self.session.jobs.read(self, read, self._on_read)

    def _on_read(self, answer: tuple[list[Known], Scale]) -> None:
        self.found, self.scale = answer
        counted, colours = risks.matrix(self.found), self.session.theme.colours
        for (likelihood, impact), made in self.fields.items():
            count, level = counted[likelihood, impact], self.scale.level(likelihood, impact)
            tone = str(getattr(colours, _TONES[level]))
            ground = mix(colours.surface, tone, _GROUND if count else _GROUND / 2)
            edge = tone if count else colours.line
            made.setText(str(count) if count else "")
            made.setStyleSheet(
                f"QPushButton {{ background: {ground}; border: 1px solid {edge}; font-size: 14pt; "
                f"color: {colours.ink}; }}"
                f"QPushButton:checked, QPushButton:focus {{ border: 3px solid {colours.gold}; }}")
            said = _("Likelihood {likelihood}, severity {impact}: {level}, {count}").format(
                likelihood=_(choices.LEVEL[likelihood]).lower(), impact=_(choices.LEVEL[impact]).lower(),
                level=_(choices.RISK_LEVEL[level]).lower(),
                count=ngettext("{count} risk", "{count} risks", count).format(count=count))
            made.setAccessibleName(said)
            made.setToolTip(texts.tip(said))
        parts = [_("{level}: {count}").format(
            level=_(choices.RISK_LEVEL[level]) if level else _("Not assessed"), count=count)
                 for level, count in risks.by_level(self.found).items()]
        today = self.session.today()
        over = sum(each.clock.over(today) for each in self.found if each.risk.status in FOLLOWED and each.level)
        if over:
            parts.append(ngettext("{count} to be looked at again", "{count} to be looked at again", over).format(
                count=over))
        self.summary.setText(" · ".join(parts) or _("No risk is written down."))
        self.choose(self.field)

    def choose(self, field: tuple[str, str] | None) -> None:
        """Show the risks of a field, or all."""
        self.field = field
        for place, made in self.fields.items():
            made.setChecked(place == field)
        self.shown = [each for each in self.found if field is None or (
            (each.risk.likelihood, each.risk.impact) == field and each.risk.status in FOLLOWED)]
        self.heading.setText(ngettext("{count} risk", "{count} risks", len(self.shown)).format(count=len(self.shown)))
        headings = (_("No."), _("Level"), _("Look again by"), _("Actions"), _("Description"), _("Response"),
                    _("Status"))
        row = self.table.currentIndex().row()
        self.table.show_rows(headings, len(self.shown), self._text, (3,))
        if 0 <= row < len(self.shown):
            self.table.selectRow(row)
        self.table.say_when_empty(_("No risk in this field.") if self.found else _(
            "Begin under “Risks”: write one down, or begin from models."))
        self.open_button.setEnabled(bool(self.shown))
        for each in (self.review_button, self.action_button):
            each.setEnabled(bool(self.shown) and not self.session.read_only)

    def _text(self, row: int, column: int) -> str:
        each = self.shown[row]
        risk, values = each.risk, each.risk.values()
        over = each.risk.status in FOLLOWED and each.clock.over(self.session.today())
        again = f"{each.clock.ends or ''}" if each.risk.status in FOLLOWED else ""
        return (risk.number or "", _(choices.RISK_LEVEL[each.level]) if each.level else _("Not assessed"),
                f"! {again}" if over and again else again, str(each.open_actions or ""), risk.description or "",
                risk.field("response").format(risk.response, values),
                risk.field("status").format(risk.status, values))[column]

    def _colour(self, row: int, column: int) -> QColor | None:
        each, colours = self.shown[row], self.session.theme.colours
        if column == 1 and each.level:
            return QColor(getattr(colours, _TONES[each.level]))
        late = column == 2 and each.risk.status in FOLLOWED and each.clock.over(self.session.today())
        return QColor(colours.alarm) if late else None

    # doing

    def current(self) -> Known | None:
        """The risk under the keyboard."""
        row = self.table.currentIndex().row()
        return self.shown[row] if 0 <= row < len(self.shown) else None

    def open(self) -> None:
        """Open it."""
        if (each := self.current()) is not None:
            self.session.open("risk", record=each.risk.id)

    def review(self) -> None:
        """Look at it again."""
        if (each := self.current()) is not None:
            risk_dialogs.review(self.session, each.risk.id, self)

    def create_action(self) -> None:
        """Begin an action that answers it."""
        if (each := self.current()) is not None:
            self.session.open("action", new=True, values={"origin": f"risk/{each.risk.id}",
                                                          "adopted_on": self.session.today()})

    def print_out(self) -> None:
        """The register with its matrix on paper."""
        store, today, language = self.session.store, self.session.today(), current()

        def report() -> Document:
            from armdesk.reports.risk_register import risk_register

            return risk_register(store, today, language)

        printing.to_file(self.session, self, _("Risk register (PDF)"), _("Risk register") + ".pdf", report)
