"""Keys of a grid, as spreadsheets have taught them to everybody."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

_NONE, _CTRL, _SHIFT = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier,
                       Qt.KeyboardModifier.ShiftModifier)
_KEYS = {
    (Qt.Key.Key_F2, _NONE): "edit", (Qt.Key.Key_Delete, _NONE): "clear", (Qt.Key.Key_Backspace, _NONE): "clear",
    (Qt.Key.Key_D, _CTRL): "fill", (Qt.Key.Key_Z, _CTRL): "undo", (Qt.Key.Key_Y, _CTRL): "redo",
    (Qt.Key.Key_Minus, _CTRL): "remove", (Qt.Key.Key_Space, _SHIFT): "row",
    (Qt.Key.Key_F8, _NONE): "idle", (Qt.Key.Key_F8, _SHIFT): "idle_site",
}


def wish(event: QKeyEvent) -> str:
    """What a key asks for, "" for none.

    Shape: edit, clear, fill, copy, cut, paste, row, undo, redo, remove, idle, idle_site.
    """
    for key, name in ((QKeySequence.StandardKey.Copy, "copy"), (QKeySequence.StandardKey.Cut, "cut"),
                      (QKeySequence.StandardKey.Paste, "paste")):
        if event.matches(key):
            return name
    return _KEYS.get((Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier), "")
