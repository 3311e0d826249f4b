"""The part of the import that shows what would happen: each row that is new, changed, refused or doubtful."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QPushButton, QWidget

from armdesk.fields import Link, Whole
from armdesk.i18n import N_, _, current
from armdesk.i18n_formats import decimal_text
from armdesk.importers import new_names
from armdesk.importers.layout import shown
from armdesk.importers.plan import ImportPlan, Planned
from armdesk.models import record_type
from ui import texts
from ui.blocks import button
from ui.layouts import column_in
from ui.plain_table import PlainTable
from ui.session import Session

KINDS = {"new": N_("New"), "changed": N_("Changed"), "refused": N_("Refused"), "doubtful": N_("Doubtful"),
         "missing": N_("No longer there")}
_EXPLAINED = {
    "new": N_("These records would be added."),
    "changed": N_("These are there already and would be changed."),
    "refused": N_("These rows are not taken. Correct them in the file and import it again; nothing is doubled."),
    "doubtful": N_("These rows are taken, but the field named was left empty because the cell could not be read."),
    "missing": N_("An earlier import of this file made these records; they are not in it any more. They stay."),
}
_COLUMNS_FROM, _REASON = 300, 640
"""Rows whose fields are shown as columns; units: pixels, the widest column of reasons."""


class ImportPreview(QWidget):
    """Shows a plan.

    refused_wanted: the refused rows are wanted as a workbook; names_wanted: the sites and crews the book names shall be
    added.
    """

    refused_wanted = Signal()
    names_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.plan: ImportPlan | None = None
        self.kind = "new"
        column = column_in(self)
        column.addLayout(self._kind_row())
        line = QHBoxLayout()
        self.words = texts.label(role="quiet", wrap=True)
        line.addWidget(self.words, 1)
        self.register = QComboBox()
        self.register.setAccessibleName(_("Register"))
        self.register.currentIndexChanged.connect(lambda _place: self._show_rows())
        line.addWidget(self.register)
        self.save_button = button(_("Save these rows as Excel"), self.refused_wanted.emit)
        line.addWidget(self.save_button)
        self.names: new_names.Names = {}
        self.names_button = button("", self.names_wanted.emit)
        line.addWidget(self.names_button)
        column.addLayout(line)
        self.table = PlainTable(session.theme, _("Rows of the file"))
        column.addWidget(self.table, 1)
        self.unchanged = texts.label(role="small", wrap=True)
        column.addWidget(self.unchanged)
        self.put(None)

    def _kind_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        for name in KINDS:
            made = button("", lambda name=name: self.choose(name), look="segment")  # type: ignore[misc]
            made.setCheckable(True)
            group.addButton(made)
            self.buttons[name] = made
            row.addWidget(made)
        row.addStretch(1)
        return row

    def put(self, plan: ImportPlan | None) -> None:
        """Show another plan; None while it is being made."""
        self.plan = plan
        counts = plan.counts() if plan is not None else {}
        for name, made in self.buttons.items():
            made.setText(f"{_(KINDS[name])} {decimal_text(counts.get(name, 0), 0, current())}" if plan
                         else _(KINDS[name]))
            made.setEnabled(bool(counts.get(name)))
        self.names = new_names.wanted(plan, self.session.store) if plan is not None else {}
        self.names_button.setText(_("Add {names}").format(names=new_names.said(self.names)))
        parts = []
        if plan is not None:
            parts = [_("{count} unchanged").format(count=decimal_text(plan.unchanged, 0, current()))]
            parts += [f"{reason}: {count}" for reason, count in plan.skipped.items()]
        self.unchanged.setText("  ·  ".join(parts))
        wanted = self.kind if counts.get(self.kind) else next((name for name in KINDS if counts.get(name)), "new")
        self.choose(wanted)

    def choose(self, kind: str) -> None:
        """Show the rows of one kind."""
        self.kind = kind
        self.buttons[kind].setChecked(True)
        self.words.setText(_(_EXPLAINED[kind]) if self.plan is not None and self._count() else "")
        self.save_button.setVisible(kind == "refused" and self.plan is not None)
        self.names_button.setVisible(kind == "doubtful" and bool(self.names) and not self.session.read_only)
        types = list(dict.fromkeys(each.type for each in self.plan.new)) if self.plan and kind == "new" else []
        self.register.blockSignals(True)
        self.register.clear()
        for name in types:
            self.register.addItem(_(record_type(name).about.many), name)
        self.register.blockSignals(False)
        self.register.setVisible(len(types) > 1)
        self._show_rows()

    def _count(self) -> int:
        return self.plan.counts()[self.kind] if self.plan else 0

    def _show_rows(self) -> None:
        plan = self.plan
        if plan is None:
            self.table.show_rows((), 0, lambda _row, _column: "")
            return
        show: dict[str, Callable[[ImportPlan], None]] = {
            "new": self._show_new, "changed": self._show_changed, "refused": self._show_refused,
            "doubtful": self._show_doubtful, "missing": self._show_missing}
        show[self.kind](plan)

    def _show_new(self, plan: ImportPlan) -> None:
        name = self.register.currentData()
        rows = [each for each in plan.new if each.type == name]
        used = {field for each in islice(rows, _COLUMNS_FROM) for field in each.values}
        fields = [each for each in record_type(name).declared() if each.name in used] if name else []
        names = _Names(self.session, plan)

        def cell(row: int, column: int) -> str:
            return place_of(rows[row]) if column == 0 else names.shown(rows[row].type, fields[column - 1].name,
                                                                       rows[row].values)

        figures = [place for place, field in enumerate(fields, 1) if isinstance(field, Whole)]
        self.table.show_rows([_("Row"), *(field.title() for field in fields)], len(rows), cell, right=figures)

    def _show_changed(self, plan: ImportPlan) -> None:
        rows = [(each, name) for each in plan.changed for name in each.differences]
        names, store = _Names(self.session, plan), self.session.store

        def cell(row: int, column: int) -> str:
            each, name = rows[row]
            old, new = each.differences[name]
            texts_of: tuple[Callable[[], str], ...] = (
                lambda: place_of(each), lambda: store.label(each.type, each.id),
                lambda: record_type(each.type).field(name).title(),
                lambda: names.shown(each.type, name, {**each.values, name: old}),
                lambda: names.shown(each.type, name, {**each.values, name: new}))
            return texts_of[column]()

        self.table.show_rows((_("Row"), _("Record"), _("Field"), _("Now"), _("In the file")), len(rows), cell)

    def _show_refused(self, plan: ImportPlan) -> None:
        rows = plan.refused

        def cell(row: int, column: int) -> str:
            read, problems = rows[row]
            if column == 0:
                return f"{read.sheet} {read.number}".strip()
            if column == 1:
                return " ".join(f"{each.column}: {each.sentence}" if each.column else each.sentence
                                for each in problems)
            return "  ·  ".join(text for each in read.cells if (text := shown(each)))

        self.table.show_rows((_("Row"), _("Why it is not taken"), _("As it stands in the file")), len(rows), cell)
        self.table.widen(1, _REASON)

    def _show_doubtful(self, plan: ImportPlan) -> None:
        rows = plan.doubtful

        def cell(row: int, column: int) -> str:
            each = rows[row]
            problem = each.problem
            return (f"{each.sheet} {each.row}".strip(), problem.column or problem.field, problem.shows,
                    problem.sentence)[column]

        self.table.show_rows((_("Row"), _("Field"), _("The file shows"), _("Why it was left empty")), len(rows), cell)

    def _show_missing(self, plan: ImportPlan) -> None:
        rows, store = plan.missing, self.session.store

        def cell(row: int, column: int) -> str:
            type_name, id_, place = rows[row]
            return (place, _(record_type(type_name).about.many), store.label(type_name, id_))[column]

        self.table.show_rows((_("Row then"), _("Register"), _("Record")), len(rows), cell)


def place_of(each: Planned) -> str:
    """Where a record stands in the file."""
    return f"{each.sheet} {each.number}".strip()


class _Names:
    """Values of planned records as a person reads them; linked records may be as new as these."""

    def __init__(self, session: Session, plan: ImportPlan) -> None:
        self._store = session.store
        types = {each.type for each in plan.new}
        targets = {link.target for name in types for link in record_type(name).links()}
        self._fresh = {each.id: each for each in plan.new if each.type in targets}
        self._known: dict[str, str] = {}

    def shown(self, type_name: str, name: str, values: dict[str, Any]) -> str:
        """One value with its unit's meaning settled."""
        value = values.get(name)
        if value is None:
            return ""
        field = record_type(type_name).field(name)
        if not isinstance(field, Link):
            return field.format(value, values)
        if value not in self._known:
            fresh = self._fresh.get(value)
            self._known[value] = self._label(fresh) if fresh else self._store.label(field.target, value)
        return self._known[value]

    def _label(self, fresh: Planned) -> str:
        keys: Sequence[str] = record_type(fresh.type).about.key
        parts = [self.shown(fresh.type, name, fresh.values) for name in keys]
        return " · ".join(part for part in parts if part)
