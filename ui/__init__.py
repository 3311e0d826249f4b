"""Screens: the only place that knows Qt."""

from __future__ import annotations

# Once it is loaded, PySide6 reads the source of every module imported after it, to look for its own name there.
import armdesk.i18n_formats
import armdesk.look
import armdesk.workspace  # noqa: F401 - read before Qt, as said above
