"""Naming another record: type some letters of its name or number and choose; what is missing can be added at once."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QWidget

from armdesk.fields import Declared, Link, fold
from armdesk.i18n import _
from armdesk.models import OtherName, Person, record_type
from armdesk.query import Filter, Query
from ui import references
from ui.editor import Beside, LineEditor
from ui.session import Session

_OFFERED = 12
_PAUSE = 120
_ID = int(Qt.ItemDataRole.UserRole)
_NEW = "+"
Offers = list[tuple[str, str]]


class _Offering(LineEditor):
    """A line that offers what the typed letters may mean."""

    def __init__(self, session: Session, field: Declared, parent: QWidget | None = None) -> None:
        super().__init__(session, field, parent)
        self._id: str | None = None
        self._name = ""
        self._asked = 0
        self._offers = QStandardItemModel(self)
        self._completer = QCompleter(self._offers, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_OFFERED + 1)
        self._name_popup()
        self._completer.activated[QModelIndex].connect(self._on_chosen)  # type: ignore[index]  # two kinds of signal
        self.line.setCompleter(self._completer)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._ask)
        self.line.textEdited.connect(lambda _text: self._timer.start())

    def _name_popup(self) -> None:
        popup = self._completer.popup()
        if popup is not None:
            popup.setAccessibleName(_(self.field.label))

    def search(self, text: str) -> Offers:
        """What a text may mean; runs in the thread of the lists."""
        raise NotImplementedError

    def name(self, id_: str) -> str:
        """Shown name of what is linked."""
        raise NotImplementedError

    def put(self, value: Any, record: Beside | None = None) -> None:
        """Show what is linked."""
        self._id = value or None
        self._name = self.name(value) if value else ""
        self._value, self._shown = self._id, self._name
        self.line.setText(self._name)
        self.line.setCursorPosition(0)

    def take(self, record: Beside | None = None) -> Any:
        """What is linked.  Errors: ValueError where the text names nothing, or several."""
        text = self.line.text().strip()
        if not text:
            return None
        if self._id and text == self._name.strip():
            return self._id
        exact = [(id_, name) for id_, name in self.search(text) if fold(name) == fold(text)]
        if len(exact) == 1:
            self.choose(*exact[0])
            return exact[0][0]
        raise ValueError(_("“{text}” is not chosen yet: pick it from the list that opens while you type.").format(
            text=text[:60]))

    def glance(self, record: Beside | None = None) -> Any:
        """What is linked, as far as it is chosen."""
        return self._id if self._id and self.line.text().strip() == self._name.strip() else None

    def kept(self) -> str:
        """What is linked, or the letters typed so far behind a mark."""
        chosen = self._id and self.line.text().strip() == self._name.strip()
        return str(self._id) if chosen else f"?{self.line.text()}" if self.line.text() else ""

    def put_kept(self, text: str) -> None:
        """The link of a draft."""
        if text.startswith("?"):
            self.line.setText(text[1:])
        else:
            self.put(text or None)

    def choose(self, id_: str, name: str) -> None:
        """Take one of the offers."""
        self._id, self._name = id_, name
        self.line.setText(name)
        self.touched.emit()

    def extra(self, text: str) -> list[tuple[str, str]]:
        """Offers besides what was found."""
        return []

    def _ask(self) -> None:
        text = self.line.text().strip()
        self._asked += 1
        number = self._asked
        self.session.jobs.read(self, lambda: (number, text, self.search(text) if text else []), self._on_found)

    def _on_found(self, answer: tuple[int, str, Offers]) -> None:
        number, text, found = answer
        if number != self._asked or not self.line.hasFocus():
            return
        self._offers.clear()
        for id_, name in [*found[:_OFFERED], *self.extra(text)]:
            item = QStandardItem(name)
            item.setData(id_, _ID)
            self._offers.appendRow(item)
        if self._offers.rowCount():
            self._completer.complete()

    def _on_chosen(self, index: QModelIndex) -> None:
        self.choose(str(index.data(_ID)), str(index.data()))


class LinkEditor(_Offering):
    """Another record, with the way to add it when it is not there yet."""

    new_wanted = Signal(object)
    """Carries this editor; the form opens a form for the missing record."""

    def __init__(self, session: Session, field: Declared, parent: QWidget | None = None) -> None:
        super().__init__(session, field, parent)
        target = field.target if isinstance(field, Link) else ""
        self.target = record_type(target)
        self.line.setPlaceholderText(_("type some letters"))

    def search(self, text: str) -> Offers:
        """Living records whose words begin or contain what was typed."""
        found = self.session.store.find(Query(self.target, search=text), limit=_OFFERED)
        if self.target is Person and len(found) < _OFFERED:  # the books write many names in another way
            known = {each.id for each in found}
            spelt = self.session.store.find(Query(OtherName, search=text), limit=_OFFERED)
            also = [each.person for each in spelt if each.person not in known]
            found += self.session.store.find(Query(Person, filters=(Filter("id", "in", tuple(also)),))) if also else []
        names = self.session.store.labels(self.target.type_name(), (each.id for each in found))
        return [(each.id, names[each.id]) for each in found]

    def name(self, id_: str) -> str:
        """Its short name."""
        return self.session.store.label(self.target.type_name(), id_)

    def extra(self, text: str) -> list[tuple[str, str]]:
        """The way to add what is missing."""
        if self.session.read_only:
            return []
        return [(_NEW, _("New {kind}: {name}").format(kind=_(self.target.about.one), name=text))]

    def first_values(self) -> dict[str, Any]:
        """Values of a new record made from what was typed."""
        name = next((each for each in ("name", "title", "code", "legal_name")
                     if each in self.target._meta.fields), "")
        return {name: self.line.text().strip()} if name else {}

    def _on_chosen(self, index: QModelIndex) -> None:
        if str(index.data(_ID)) != _NEW:
            super()._on_chosen(index)
            return
        typed = str(index.data()).partition(": ")[2]
        # The completer writes its own line into the field after this; what was typed comes back first.
        QTimer.singleShot(0, self, lambda: self._wish(typed))

    def _wish(self, typed: str) -> None:
        self.line.setText(typed)
        self.new_wanted.emit(self)


class ReferenceEditor(_Offering):
    """Any record or requirement."""

    def __init__(self, session: Session, field: Declared, parent: QWidget | None = None) -> None:
        super().__init__(session, field, parent)
        self.line.setPlaceholderText(_("type a number or some letters"))

    def search(self, text: str) -> Offers:
        """Records of all kinds, and requirements."""
        from armdesk.services.findings.checks import in_use

        return references.search(self.session.store, text, [each.key for each in in_use(self.session.workspace)])

    def name(self, id_: str) -> str:
        """Its name with its kind."""
        return references.labels(self.session.store, [id_])[id_]


