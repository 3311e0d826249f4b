"""What goes into a lot, row by row: its name, what is left of it, and how much is taken."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from armdesk.fields import Link, Mass
from armdesk.i18n import N_, _
from armdesk.models import lineage
from armdesk.services.gold.lot_plan import Take
from armdesk.services.gold.lot_stock import PARTY, Source
from ui import texts
from ui.layouts import column_in
from ui.link_editor import LinkEditor
from ui.session import Session
from ui.theme import icon_button

FINE = Mass(N_("Fine weight taken"))
_WIDTH = 160
ADD = {"lot": N_("Add a lot"), "batch": N_("Add a batch"), "production": N_("Add a delivery"),
       "party": N_("Bought from")}


class TakeRow(QWidget):
    """One source of a lot.  touched: the weight was typed; gone: the row was taken out."""

    touched = Signal()
    gone = Signal(object)

    def __init__(self, session: Session, source: Source, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.source = session, source
        column = column_in(self, 2)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.name = texts.Elided(" · ".join(filter(None, (source.label, str(source.day or "")))))
        row.addWidget(self.name, 3)
        self.left = texts.label(self._left_text(), role="quiet")
        self.left.setMinimumWidth(130)
        self.left.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.left, 1)
        self.line = QLineEdit()
        self.line.setFixedWidth(_WIDTH)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.line.setPlaceholderText((hint or _("all of it")) if source.kind != PARTY else "")
        self.line.setAccessibleName(_("Fine weight taken of {name}").format(name=source.label))
        self.line.textEdited.connect(lambda _text: self.touched.emit())
        row.addWidget(self.line)
        row.addWidget(texts.label("g", role="quiet"))
        away = icon_button(session.theme, "close", _("Leave out {name}").format(name=source.label), colour="quiet")
        away.clicked.connect(lambda: self.gone.emit(self))
        row.addWidget(away)
        column.addLayout(row)
        self.problem = texts.label("", role="problem", wrap=True)
        self.problem.hide()
        column.addWidget(self.problem)

    def _left_text(self) -> str:
        left = self.source.left_mg
        if self.source.kind == PARTY:
            return ""
        return _("{grams} g left").format(grams=lineage.grams(left)) if left is not None else _("not known")

    def take(self) -> tuple[Take, str]:
        """What is taken, and what is wrong with the text."""
        try:
            weight = FINE.parse(self.line.text(), self.session.reading())
        except ValueError as error:
            return Take(self.source.reference, 0), str(error)
        return Take(self.source.reference, weight), ""

    def say(self, sentences: Sequence[str]) -> None:
        """Show what is wrong under the row."""
        self.problem.setText(" ".join(sentences))
        self.problem.setVisible(bool(sentences))
        self.line.setProperty("fault", "true" if sentences else "false")
        self.line.style().unpolish(self.line)
        self.line.style().polish(self.line)


class TakeRows(QWidget):
    """All sources of a lot, with the way to add one.  touched: something in them changed."""

    touched = Signal()
    added = Signal(str)

    def __init__(self, session: Session, kinds: Sequence[str], hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.hint = session, hint
        self.rows: list[TakeRow] = []
        self.column = column_in(self, 4)
        self.adding = QWidget()
        grid = QGridLayout(self.adding)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        self.adders: dict[str, LinkEditor] = {}
        for place, kind in enumerate(kinds):
            editor = LinkEditor(session, Link(kind, ADD[kind]))
            name = texts.label(_(ADD[kind]), role="field")
            name.setBuddy(editor)
            editor.touched.connect(lambda kind=kind: self._on_added(kind))
            grid.addWidget(name, 0, place)
            grid.addWidget(editor, 1, place)
            self.adders[kind] = editor
        self.column.addWidget(self.adding)

    def show_source(self, source: Source) -> None:
        """Add a row."""
        if any(row.source.reference == source.reference for row in self.rows):
            return
        row = TakeRow(self.session, source, self.hint)
        row.touched.connect(self.touched)
        row.gone.connect(self._on_gone)
        self.column.insertWidget(len(self.rows), row)
        row.show()  # the layout does so only once round the event loop, but the keyboard goes there at once
        self.rows.append(row)

    def one_only(self, *, closed: bool) -> None:
        """Offer no second source."""
        self.adding.setVisible(not closed)

    def takes(self) -> tuple[list[Take], dict[str, list[str]]]:
        """What is taken, and what is wrong with the texts."""
        found = [row.take() for row in self.rows]
        return [take for take, _problem in found], {f"take.{place}": [problem]
                                                    for place, (_take, problem) in enumerate(found) if problem}

    def say(self, problems: dict[str, list[str]]) -> None:
        """Show each sentence under its row."""
        for place, row in enumerate(self.rows):
            row.say(problems.get(f"take.{place}", []))

    def _on_added(self, kind: str) -> None:
        editor = self.adders[kind]
        chosen = editor.glance()
        if chosen:
            editor.put(None)
            self.added.emit(f"{kind}/{chosen}")

    def _on_gone(self, row: TakeRow) -> None:
        self.rows.remove(row)
        row.hide()
        row.deleteLater()
        self.touched.emit()


