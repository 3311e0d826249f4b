"""The few ways in which screens are laid out: a page, a column, a row, views side by side, a form on a card."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from ui.blocks import scrolled

_HANDLE = 12
"""Units: px between two views, wide enough to be grasped."""


def page_column(page: QWidget, spacing: int = 8) -> QVBoxLayout:
    """The column of a page, with the margins of every page."""
    column = QVBoxLayout(page)
    column.setContentsMargins(24, 12, 16, 8)
    column.setSpacing(spacing)
    return column


def column_in(owner: QWidget, spacing: int = 8) -> QVBoxLayout:
    """A column that fills a widget to its edges."""
    column = QVBoxLayout(owner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    return column


def row_of(*pieces: QWidget, spacing: int = 8) -> QHBoxLayout:
    """Pieces from left to right."""
    row = QHBoxLayout()
    row.setSpacing(spacing)
    for each in pieces:
        row.addWidget(each)
    return row


def side_by_side(*views: QWidget, sizes: Sequence[int] = (), grows: int | None = None) -> QSplitter:
    """Views beside each other, with handles between; no view can be pushed away.

    Shape: sizes are px, one for each view; grows is the place of the view that takes what room is left.
    """
    split = QSplitter()
    split.setHandleWidth(_HANDLE)
    split.setChildrenCollapsible(False)
    for each in views:
        split.addWidget(each)
    if grows is not None:
        split.setStretchFactor(grows, 1)
    if sizes:
        split.setSizes(list(sizes))
    return split


def form_card(form: QWidget) -> QFrame:
    """A form that scrolls, on a card."""
    card = QFrame()
    card.setProperty("card", "true")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(1, 1, 1, 1)
    inside.addWidget(scrolled(form, "surface"))
    return card
