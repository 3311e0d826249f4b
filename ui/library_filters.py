"""Above the library: boxes that narrow the papers by validity, citations, confidentiality and binder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from armdesk.i18n import _
from armdesk.models import choices
from armdesk.query import Filter
from armdesk.services.evidence import binder, library
from armdesk.services.evidence.binder import Binder
from armdesk.store import Store
from ui.layouts import row_of
from ui.session import Session


class LibraryFilters(QWidget):
    """narrowed carries the filters of the list, and whether somebody chose them just now.

    binders_read carries whether there is a binder.
    """

    narrowed = Signal(object, bool)
    binders_read = Signal(bool)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.ends = self._box(_("Validity"), [
            ("", _("Any validity")), ("expired", _("Expired")), ("30", _("Ends in 30 days")),
            ("90", _("Ends in 90 days")), ("none", _("Without an end"))])
        self.cited = self._box(_("Cited"), [
            ("", _("Cited or not")), ("cited", _("Cited")), ("bare", _("Not cited")),
            ("older", _("Cites an older file"))])
        self.level = self._box(_("Confidentiality"), [
            ("", _("Any class")), *((code, _(word)) for code, word in choices.CONFIDENTIALITY.items())])
        self.binders = self._box(_("Binder"), [("", _("Any binder"))])
        self._boxes = (self.ends, self.cited, self.level, self.binders)
        row = row_of(*self._boxes)
        row.setContentsMargins(0, 0, 0, 0)
        self.setLayout(row)

    def _box(self, name: str, items: Sequence[tuple[str, str]]) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setToolTip(name)
        for code, word in items:
            box.addItem(word, code)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(12)
        box.activated.connect(lambda _place: self.narrow())
        return box

    def clear(self) -> None:
        """Choose nothing any more."""
        for box in self._boxes:
            box.setCurrentIndex(0)

    def narrow(self, *, quiet: bool = False) -> None:
        """Read the binders and what the boxes say; quiet where nothing was chosen now."""
        store, cited, start = self.session.store, self.cited.currentData(), self.binders.currentData()

        def read() -> tuple[list[Binder], tuple[Filter, ...]]:
            known = binder.binders(store)
            found: list[Filter] = []
            if cited:
                found.append(Filter("id", "in", tuple(sorted(_ids(store, cited)))))
            of = next((each for each in known if each.start == start), None) if start else None
            if of is not None:
                found.append(Filter("id", "in", tuple(each.id for each in binder.papers_of(store, of))))
            return known, tuple(found)

        self.session.jobs.read(self, read, partial(self._on_read, quiet=quiet))

    def _on_read(self, answer: tuple[list[Binder], tuple[Filter, ...]], *, quiet: bool) -> None:
        known, found = answer
        chosen = self.binders.currentData()
        self.binders.clear()
        self.binders.addItem(_("Any binder"), "")
        for each in sorted(known, key=lambda one: one.name):
            self.binders.addItem(_("Binder {name} ({count})").format(name=each.name, count=each.count), each.start)
        self.binders.setCurrentIndex(max(self.binders.findData(chosen), 0))
        self.binders_read.emit(bool(known))
        level = self.level.currentData()
        classed = (Filter("confidentiality", "is", level),) if level else ()
        self.narrowed.emit((*self._days(), *found, *classed), not quiet)

    def _days(self) -> tuple[Filter, ...]:
        wanted, today = self.ends.currentData(), self.session.today()
        if wanted == "expired":
            return (Filter("valid_to", "to", today - timedelta(days=1)),)
        if wanted in ("30", "90"):
            return (Filter("valid_to", "from", today), Filter("valid_to", "to", today + timedelta(days=int(wanted))))
        return (Filter("valid_to", "empty"),) if wanted == "none" else ()


def _ids(store: Store, wanted: str) -> set[str]:
    """Ids of papers that are cited, not cited, or cited at an older file."""
    if wanted == "older":
        return library.outdated_ids(store)
    cited = library.cited_ids(store)
    return cited if wanted == "cited" else library.all_ids(store) - cited
