"""Saving from a page that is no form: what the world refuses is shown, and nothing else happens."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from armdesk.errors import ArmdeskError
from ui import problems


def kept(owner: QWidget, save: Callable[[], object]) -> bool:
    """Run what saves; False where it was refused, which the person has then been told."""
    try:
        save()
    except ArmdeskError as error:
        problems.show(error, owner)
        return False
    return True
