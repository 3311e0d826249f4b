"""A drawing of the ways of the gold on a card, with the keys that walk in it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout

from armdesk.i18n import _
from ui import texts
from ui.graph_view import GenealogyView


def graph_card(graph: GenealogyView) -> QFrame:
    """The drawing on its card."""
    box = QFrame()
    box.setProperty("card", "true")
    column = QVBoxLayout(box)
    column.setContentsMargins(8, 8, 8, 4)
    column.addWidget(graph, 1)
    column.addWidget(texts.label(_("Arrows walk, Enter opens, + and − zoom, 0 shows all."), role="small"))
    return box
