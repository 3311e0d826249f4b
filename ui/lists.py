"""RecordList: search box, filters, table and totals of one record type; the same for every register."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from armdesk.fields import Date, Json
from armdesk.i18n import _
from armdesk.query import Filter, Query
from armdesk.record import Record
from ui import icons, texts
from ui.blocks import button
from ui.filters import FilterRow
from ui.layouts import column_in
from ui.session import Session
from ui.table_model import RecordModel
from ui.tables import RecordTable
from ui.theme import icon_button
from ui.totals import Total, count_text, outside_text, people_counted, totals

_PAUSE = 150
"""Units: milliseconds after the last letter before the list is searched."""
_MODELS = {"training": "training", "risk": "risk", "meeting": "agenda"}
"""Register -> kind of the models there are to begin it from."""


class Empty(QWidget):
    """What stands where a list has no rows: a drawing, what this is, the one button to start."""

    started = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        column = QVBoxLayout(self)
        column.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.setSpacing(12)
        self.picture = texts.label()
        self.picture.setAccessibleName(_("Nothing here yet"))
        column.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignCenter)
        self.head = texts.label(role="heading")
        column.addWidget(self.head, 0, Qt.AlignmentFlag.AlignCenter)
        self.words = texts.label(role="quiet", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setFixedWidth(420)
        column.addWidget(self.words, 0, Qt.AlignmentFlag.AlignCenter)
        self.button = QPushButton()
        self.button.setProperty("primary", "true")
        self.button.clicked.connect(self.started)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignCenter)
        self.models = button(_("Begin from models"), lambda: session.open("models", record=self._kind), look="link")
        column.addWidget(self.models, 0, Qt.AlignmentFlag.AlignCenter)
        self.books = button(_("Import a book of the office"),
                            lambda: session.import_requested.emit(self._register), look="link")
        column.addWidget(self.books, 0, Qt.AlignmentFlag.AlignCenter)
        self._kind = self._register = ""

    def say(self, drawing: str, head: str, words: str, button: str = "", models: str = "", register: str = "") -> None:
        """Show one kind of emptiness.

        Shape: models is the kind of models there are to begin from, register what books are imported into; "" for none.
        """
        colours = self._session.theme.colours
        self.picture.setPixmap(icons.drawing(drawing, colours.quiet, QSize(120, 80), accent=colours.gold,
                                             scale=max(1.0, self.devicePixelRatioF())))
        self.head.setText(head)
        self.words.setText(words)
        self.button.setText(texts.escaped(button))
        self.button.setVisible(bool(button))
        self._kind = models
        self.models.setVisible(bool(button and models))
        self._register = register
        self.books.setVisible(bool(button and register and not models))


class RecordList(QWidget):
    """A register as a list.

    chosen and opened carry a record's id; new_wanted asks for an empty form; menu_wanted carries the ids of the
    marked rows and the place of the pointer; shown, when another list stands there; cleared, when everything is wanted.
    """

    chosen = Signal(str)
    opened = Signal(str)
    new_wanted = Signal()
    menu_wanted = Signal(object, object)
    trash_wanted = Signal()
    shown = Signal()
    cleared = Signal()

    def __init__(self, session: Session, type_: type[Record], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.type = session, type_
        self.order = type_.about.order
        self.trashed = False
        self._fitted = False
        self._back_to = ""
        self.extra: tuple[Filter, ...] = ()
        """What a page narrows its list by besides the chips."""
        kept = session.person.columns.get(type_.type_name(), [])
        self._widths = _widths(kept)
        columns = [name for name in (each.partition(":")[0] for each in kept) if name in _choosable(type_)]
        self.model = RecordModel(session, type_, columns, self)
        self.table = RecordTable(session, self.model)
        self.table.setAccessibleName(_(type_.about.many))
        self.table.keep_first(self._first_column not in session.person.columns)
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        column = column_in(self)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search"))
        self.search.setAccessibleName(_("Search in {register}").format(register=_(self.type.about.many)))
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(200)
        self.search.addAction(self.session.theme.icon("search", "quiet"), QLineEdit.ActionPosition.LeadingPosition)
        texts.name_clear_button(self.search)
        bar.addWidget(self.search, 0, Qt.AlignmentFlag.AlignTop)
        self.filters = FilterRow(self.session, self.type)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.filters.setSizePolicy(policy)
        bar.addWidget(self.filters, 1)
        self.count = texts.label(role="quiet")
        self.count.setMinimumHeight(30)
        bar.addWidget(self.count, 0, Qt.AlignmentFlag.AlignTop)
        self.outside = button("", lambda: self.session.choose_period(None), look="link", tip=_("All dates"))
        self.outside.setMinimumHeight(30)
        self.outside.hide()
        bar.addWidget(self.outside, 0, Qt.AlignmentFlag.AlignTop)
        self.columns_button = icon_button(self.session.theme, "columns", _("Choose columns"))
        bar.addWidget(self.columns_button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(bar)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.empty = Empty(self.session)
        self.new_words = ""
        self.stack.addWidget(self.empty)
        column.addWidget(self.stack, 1)
        self.sums = texts.Elided(role="quiet")
        self.sums.setMinimumHeight(20)
        column.addWidget(self.sums)

    def _wire(self) -> None:
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.refresh)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_PAUSE)
        self._late.timeout.connect(self.refresh)
        self.search.textEdited.connect(lambda _text: self._timer.start())
        self.search.textChanged.connect(lambda text: None if text else self._timer.start())
        self.filters.narrowed.connect(self.refresh)
        self.columns_button.clicked.connect(self._offer_columns)
        self.model.ordered.connect(self.sort)
        self.model.begun.connect(self._on_begun)
        self.model.loaded.connect(self._on_loaded)
        self.table.chosen.connect(self.chosen)
        self.table.opened.connect(self.opened)
        self.table.widths_changed.connect(self._keep_columns)
        self.table.customContextMenuRequested.connect(self._on_menu)
        self.empty.started.connect(self._on_started)
        self.session.changes.records_changed.connect(self._on_records_changed)
        self.session.period_changed.connect(self.refresh)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.search.setFocus)
        gone = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.table)
        gone.setContext(Qt.ShortcutContext.WidgetShortcut)
        gone.activated.connect(self.trash_wanted)

    # what is shown

    def query(self) -> Query:
        """The list as searched, narrowed and sorted."""
        return self._of_all_dates().where(*self._period())

    def _of_all_dates(self) -> Query:
        """The list as it would be without the period of the top bar."""
        return Query(self.type, self.search.text(), (*self.filters.filters(), *self.extra), self.order, self.trashed)

    def _period(self) -> tuple[Filter, ...]:
        """The period of the top bar holds for registers kept day by day, the newest first."""
        period, name = self.session.period, self.type.about.order
        if period is None or not name.startswith("-") or self._names_rows():
            return ()
        field = self.type.field(name[1:])
        if not isinstance(field, Date) or not (field.required or field.index):
            return ()
        return Filter(field.name, "from", period.first), Filter(field.name, "to", period.last)

    def _names_rows(self) -> bool:
        """Whether another page asked for exactly these rows, whatever their day."""
        return any(each.field == "id" for each in self.filters.filters())

    def refresh(self) -> None:
        """Read the list again; the row in view stays in view."""
        self._timer.stop()
        self._late.stop()
        self._back_to = self._back_to or self.table.current_id()
        self.model.show(self.query())

    def narrow(self, filters: Iterable[Filter]) -> None:
        """Show what another page asks for."""
        self.search.clear()
        self.filters.put(filters)
        self.refresh()

    def sort(self, order: str) -> None:
        """Sort by a field, "-date" for the last first; the database does it."""
        self.order = order
        self.refresh()

    def show_trash(self, trashed: bool) -> None:
        """Show the trash instead of what is in use, or come back from it."""
        self.trashed = trashed
        self.refresh()

    def go_to(self, id_: str) -> None:
        """Bring a record into view, also one whose list is still being read."""
        if not self.table.go_to(id_):
            self._back_to = id_

    def neighbour(self, id_: str, step: int) -> str:
        """The record before (-1) or after (1) another in the list, "" at its ends."""
        row = self.model.rows.find(id_) + step if id_ else -1
        return self.model.rows.id(row) if 0 <= row < len(self.model.rows) and row >= 0 else ""

    # inside

    def _on_records_changed(self, types: frozenset[str]) -> None:
        if self.type.type_name() in types or any(link.target in types for link in self.type.links()):
            if self.isVisible():
                self.refresh()
            else:
                self._late.start()

    def _on_begun(self) -> None:
        """The first rows of a long list are there; how many there are in all is still being read."""
        self._fit_once()
        self.table.mark_order(self.order)
        self.count.setText(_("Counting …"))
        self.outside.hide()
        self.sums.say("")
        self.stack.setCurrentWidget(self.table)
        if self.table.go_to(self._back_to):
            self._back_to = ""

    def _fit_once(self) -> None:
        if not self._fitted and len(self.model.rows):
            self._fitted = True
            # The panel beside the list comes with its first rows; the widths are for the room left then.
            QTimer.singleShot(0, self, lambda: self.table.fit(self._widths))

    def _on_loaded(self) -> None:
        self._fit_once()
        self.table.mark_order(self.order)
        count = len(self.model.rows)
        self.count.setText(count_text(count) if count else "")
        self.stack.setCurrentWidget(self.table if count else self.empty)
        if not count:
            self._say_empty()
        now = self.table.current_id()
        back, self._back_to = self._back_to or now, ""
        if not back or (back != now and not self.table.go_to(back)):
            self.chosen.emit("")
        self._count_outside(count)
        self.sums.say("")
        if count and not self.trashed:
            self._read_totals()
        self.shown.emit()

    def _read_totals(self) -> None:
        query, fields, store, today = self.query(), self.model.fields, self.session.store, self.session.today()
        wanted = self.model.still_asked()

        def read() -> tuple[Query, list[Total]]:
            with store.while_wanted(wanted):
                return query, totals(store, query, fields) + people_counted(store, query, today)

        self.session.jobs.read(self, read, self._on_totals)

    def _count_outside(self, within: int) -> None:
        """Say how many rows the period hides, so that a new row of another year is not taken for lost."""
        self.outside.hide()
        if self._period():
            query, whole, store = self.query(), self._of_all_dates(), self.session.store
            wanted = self.model.still_asked()

            def read() -> tuple[Query, int]:
                with store.while_wanted(wanted):
                    return query, store.count(whole) - within

            self.session.jobs.read(self, read, self._on_outside, at_once=False)

    def _on_outside(self, answer: tuple[Query, int]) -> None:
        query, count = answer
        if query == self.query():
            self.outside.setText(outside_text(count))
            self.outside.setVisible(count > 0)

    def _on_totals(self, answer: tuple[Query, list[Total]]) -> None:
        query, found = answer
        if query == self.query():
            self.sums.say("   ·   ".join(f"{total.name} {total.text}".strip() for total in found))

    def _say_empty(self) -> None:
        about, narrowed = self.type.about, self._narrowed()
        if self.trashed:
            self.empty.say("empty", _("The trash is empty"), _("What you put into the trash waits here."))
        elif narrowed:
            self.empty.say("nothing", _("Nothing found"), _("No row fits the search, the filters and the period."),
                           _("Show everything"))
        else:
            new = self.new_words or _("New {kind}").format(kind=_(about.one)) if not self.session.read_only else ""
            models = _MODELS.get(self.type.type_name(), "")
            self.empty.say("empty", _("Nothing here yet"), _(about.purpose), new, models, self.type.type_name())

    def _narrowed(self) -> bool:
        return bool(self.search.text() or self.filters.filters() or self.extra or self._period())

    def _on_started(self) -> None:
        if self._narrowed():
            self.search.clear()
            self.filters.clear()
            self.extra = ()
            self.cleared.emit()
            if self._period():
                self.session.choose_period(None)
            self.refresh()
        else:
            self.new_wanted.emit()

    def _on_menu(self, place: QPoint) -> None:
        chosen = self.table.chosen_ids()
        if chosen:
            self.menu_wanted.emit(chosen, self.table.viewport().mapToGlobal(place))

    def _offer_columns(self) -> None:
        menu = QMenu(self)
        shown = [field.name for field in self.model.fields]
        for name in _choosable(self.type):
            action = menu.addAction(texts.escaped(_(self.type.field(name).label)))
            action.setCheckable(True)
            action.setChecked(name in shown)
            action.toggled.connect(lambda on, name=name: self._turn_column(name, on))
        menu.addSeparator()
        keep = menu.addAction(_("Keep the first column in view"))
        keep.setCheckable(True)
        keep.setChecked(self.table.key_column.wanted)
        keep.toggled.connect(self.keep_first)
        menu.addAction(_("As at first"), self._reset_columns)
        menu.exec(self.columns_button.mapToGlobal(QPoint(0, self.columns_button.height() + 2)))

    @property
    def _first_column(self) -> str:
        """Under this name it is remembered that the first column shall scroll with the others."""
        return f"{self.type.type_name()}.first_column"

    def keep_first(self, wanted: bool) -> None:
        """Keep the first column in view while the others scroll sideways; remembered."""
        kept = self.session.person.columns
        if wanted:
            kept.pop(self._first_column, None)
        else:
            kept[self._first_column] = ["scrolls"]
        self.table.keep_first(wanted)

    def _turn_column(self, name: str, on: bool) -> None:
        shown = [field.name for field in self.model.fields]
        wanted = [each for each in _choosable(self.type) if each == name or each in shown] if on else \
                 [each for each in shown if each != name]
        if wanted:
            self._show_columns(wanted)

    def _reset_columns(self) -> None:
        self._widths = {}
        self._show_columns(list(self.type.about.table))

    def _show_columns(self, names: list[str]) -> None:
        self._widths = self.table.widths() if self._widths else {}
        self.model.choose(names)
        self.table.fit(self._widths)
        self.table.mark_order(self.order)
        self._keep_columns()
        self.refresh()

    def _keep_columns(self) -> None:
        self.session.person.columns[self.type.type_name()] = [
            f"{name}:{width}" for name, width in self.table.widths().items()]


def _choosable(type_: type[Record]) -> list[str]:
    """Fields a person may show as columns, those of the declaration's table first."""
    hidden = type_.sealed_fields()
    rest = [field.name for field in type_.declared()
            if type(field) is not Json and field.name not in type_.about.table and field.name not in hidden]
    return [*type_.about.table, *rest]


def _widths(kept: list[str]) -> dict[str, int]:
    pairs = (each.partition(":") for each in kept)
    return {name: int(width) for name, _colon, width in pairs if width.isdigit()}
