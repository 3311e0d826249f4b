"""Two people changed the same record: both versions side by side, and a choice for each field."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from armdesk.i18n import _
from armdesk.models.incident import VEIL
from armdesk.record import Record
from ui import texts

_SHOWN = 80


class ConflictDialog(QDialog):
    """Mine or theirs, field by field; nothing is chosen silently."""

    def __init__(self, parent: QWidget | None, type_: type[Record], sentence: str,
                 differences: Mapping[str, tuple[str, str]], touched: Collection[str] = ()) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Changed by two people"))
        self.setMinimumWidth(560)
        self.mine: dict[str, QRadioButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addWidget(texts.label(sentence, wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.addWidget(texts.label(_("Yours"), role="quiet"), 0, 1)
        grid.addWidget(texts.label(_("Saved meanwhile"), role="quiet"), 0, 2)
        hidden = type_.sealed_fields()
        for line, (name, (ours, theirs)) in enumerate(differences.items(), start=1):
            field = _(type_.field(name).label)
            if name in hidden:  # what another person wrote into a sealed part is not shown unasked
                ours, theirs = (VEIL if text else "" for text in (ours, theirs))  # noqa: PLW2901 - veiled in place
            grid.addWidget(texts.label(field, role="field"), line, 0, Qt.AlignmentFlag.AlignTop)
            group = QButtonGroup(self)
            for place, (text, whose) in enumerate(((ours, _("yours")), (theirs, _("saved meanwhile"))), start=1):
                choice = QRadioButton(texts.escaped(text[:_SHOWN]) or _("(empty)"))
                choice.setAccessibleName(f"{field}, {whose}: {text or _('(empty)')}")
                group.addButton(choice)
                grid.addWidget(choice, line, place)
                if place == 1:
                    self.mine[name] = choice
                # What was typed here is offered first; what was only read here gives way to the newer value.
                choice.setChecked((place == 1) == (name in touched))
        column.addLayout(grid)
        row = QHBoxLayout()
        row.addStretch(1)
        back = QPushButton(_("Back to the form"))
        back.clicked.connect(self.reject)
        keep = QPushButton(_("Save what is chosen"))
        keep.setProperty("primary", "true")
        keep.clicked.connect(self.accept)
        row.addWidget(back)
        row.addWidget(keep)
        column.addLayout(row)

    def chosen(self) -> set[str]:
        """Fields where the person keeps his own value."""
        return {name for name, choice in self.mine.items() if choice.isChecked()}


def choose(parent: QWidget | None, type_: type[Record], sentence: str,
           differences: Mapping[str, tuple[str, str]], touched: Collection[str] = ()) -> set[str] | None:
    """Fields to keep as typed here; None to go back to the form.  touched were typed here.  Tests replace this."""
    dialog = ConflictDialog(parent, type_, sentence, differences, touched)
    return dialog.chosen() if dialog.exec() == QDialog.DialogCode.Accepted else None
