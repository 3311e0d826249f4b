"""What every page is given: the open workspace, who works, how to go elsewhere and how to say something."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from armdesk import paths, settings
from armdesk.settings import PersonSettings
from armdesk.workspace import Workspace
from ui.changes import Changes
from ui.checking import Checks
from ui.jobs import Jobs
from ui.messages import Message
from ui.theme import Theme, chosen

if TYPE_CHECKING:
    from armdesk.fields import Reading
    from armdesk.query import Filter
    from armdesk.store import Store


@dataclass(frozen=True)
class Visit:
    """A page to go to.

    Shape: page is a key of ui.places; record opens that record there; new begins a new one with these values;
    filters are set on its list; also names further things a new action answers.
    """

    page: str
    record: str = ""
    new: bool = False
    values: dict[str, Any] = field(default_factory=dict)
    filters: tuple[Filter, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Period:
    """Days that the registers by date show; both included."""

    first: date
    last: date


class Session(QObject):
    """One person at work in one workspace; made by ui.app, handed to every page.

    checks: what the rules find, looked for in the background.
    went: a page asked for another (Visit); said: a Message for the window's bar; import_requested: the name of a
    record type whose import dialog should open; dressed: language, theme or density changed, so the window is made
    anew; period_changed: the period of the top bar.
    """

    went = Signal(object)
    said = Signal(object)
    import_requested = Signal(str)
    cite_requested = Signal(str)
    dressed = Signal()
    period_changed = Signal()

    def __init__(self, workspace: Workspace, person: PersonSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace, self.person = workspace, person
        self.changes = Changes(workspace.listeners, self)
        self.jobs = Jobs(self)
        self.jobs.serve(lambda: workspace.db)
        self.checks = Checks(workspace, self.changes, self.jobs, self.today, self)
        self.period_changed.connect(self.checks.soon)
        self.theme: Theme = chosen(person.theme, person.density)
        self.last_saved: dict[str, dict[str, Any]] = {}

    @property
    def store(self) -> Store:
        """The one door to the records; made when first asked for, after the window stands."""
        return self.workspace.store

    def today(self) -> date:
        """The day it is in the office; the workspace holds the clock."""
        return self.workspace.now().date()

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed here."""
        return self.workspace.read_only

    @property
    def period(self) -> Period | None:
        """The period chosen in the top bar, None for all dates."""
        kept = self.workspace.settings
        try:
            return Period(date.fromisoformat(kept.period_from), date.fromisoformat(kept.period_to))
        except ValueError:
            return None

    def choose_period(self, period: Period | None) -> None:
        """Show another period."""
        kept = self.workspace.settings
        kept.period_from = period.first.isoformat() if period else ""
        kept.period_to = period.last.isoformat() if period else ""
        if not self.read_only:
            self.workspace.keep_settings()
        self.period_changed.emit()

    def reading(self, currency: str | None = None) -> Reading:
        """How typed texts are understood in this office."""
        from armdesk.fields import Reading

        kept = self.workspace.settings
        return Reading(decimal_mark=kept.decimal_mark or None, order=kept.date_order, today=self.today(),
                       currency=currency)

    def open(self, page: str, **more: Any) -> None:
        """Go to a page."""
        self.went.emit(Visit(page, **more))

    def say(self, text: str, kind: str = "note", action: str = "", run: Callable[[], object] | None = None) -> None:
        """Say something in the window's message bar."""
        self.said.emit(Message(text, kind, action, run))

    def keep_person(self) -> None:
        """Remember what this person chose on this computer."""
        settings.write(paths.config_folder() / "settings.json", self.person)

    def dress(self) -> None:
        """Make the window anew after language, theme or density changed."""
        self.theme = chosen(self.person.theme, self.person.density)
        self.keep_person()
        self.dressed.emit()

    def left_at(self) -> tuple[str, str]:
        """Key and declared title of the page in view last besides those of Today, both "" if none is known."""
        page, _bar, title = self.person.left_at.get(str(self.workspace.folder), "").partition("|")
        return page, title

    def close(self) -> None:
        """End all work and close the workspace."""
        self.changes.stop()
        self.jobs.stop()
        self.workspace.close()
