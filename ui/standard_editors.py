"""Choosing standards by their names: one from a list, or several with ticks; those in use are offered."""

from __future__ import annotations

from armdesk.i18n import current
from ui.basic_editors import ChoiceEditor
from ui.choices_editor import ChoicesEditor
from ui.session import Session


def offered(session: Session) -> dict[str, str]:
    """Keys of the standards in use with their names, in the order in which the office has them."""
    from armdesk.services.findings.checks import in_use

    return {each.key: each.title(current()) for each in in_use(session.workspace)}


class StandardEditor(ChoiceEditor):
    """One of the standards in use; a key that is used no more is shown as it was kept."""

    def options(self) -> dict[str, str]:
        """Keys of the standards in use with their names."""
        return offered(self.session)


class StandardsEditor(ChoicesEditor):
    """Several of the standards in use; keys that are used no more stay as they were kept."""

    def options(self) -> dict[str, str]:
        """Keys of the standards in use with their names."""
        return offered(self.session)
