"""Preferences: language, colours and rows of this person; name, currency and numbers of the workspace."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from armdesk import currencies, i18n, paths
from armdesk.i18n import N_, _
from ui import texts
from ui.layouts import page_column
from ui.session import Session

THEMES = {"system": N_("As this computer"), "light": N_("Light"), "dark": N_("Dark")}
DENSITIES = {"comfortable": N_("Comfortable"), "compact": N_("Compact")}
MARKS = {"": N_("Ask when a number is doubtful"), ",": N_("Comma: 1.234,5"), ".": N_("Point: 1,234.5")}
ORDERS = {"dmy": N_("Day/month/year"), "mdy": N_("Month/day/year")}


class PreferencesPage(QWidget):
    """Everything a person can choose; each choice holds at once."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.fields: dict[str, QWidget] = {}
        outer = page_column(self)
        outer.addWidget(texts.label(_("Preferences"), role="title"))
        outer.addWidget(texts.label(_("Each choice holds at once."), role="quiet"))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 4, 8, 8)
        column.setSpacing(16)
        person, kept = session.person, session.workspace.settings
        self._grid = self._card(column, _("For me on this computer"))
        self._choice("language", _("Language"), i18n.LANGUAGES, i18n.current(), self._on_language)
        self._choice("theme", _("Colours"), _translated(THEMES), person.theme, lambda code: self._dress("theme", code))
        self._choice("density", _("Rows of lists"), _translated(DENSITIES), person.density,
                     lambda code: self._dress("density", code))
        self._text("author", _("My name in the history"), person.author, self._on_author)
        self._grid = self._card(column, _("For everybody in this workspace"))
        self._text("name", _("Name of the cooperative"), kept.name, lambda text: self._keep("name", text))
        self._text("country", _("Country (two letters)"), kept.country,
                   lambda text: self._keep("country", text.upper()[:2]))
        codes = {"": _("Not chosen"), **{code: code for code in sorted(currencies.codes())}}
        self._choice("currency", _("Usual currency"), codes, kept.currency, lambda code: self._keep("currency", code))
        self._choice("decimal_mark", _("Decimal mark when typing"), _translated(MARKS), kept.decimal_mark,
                     lambda code: self._keep("decimal_mark", code))
        self._choice("date_order", _("Dates are typed as"), _translated(ORDERS), kept.date_order,
                     lambda code: self._keep("date_order", code))
        where = _("This workspace lies in {folder}. My settings lie in {config}.").format(
            folder=session.workspace.folder, config=paths.config_folder())
        column.addWidget(texts.label(where, role="small", wrap=True))
        column.addStretch(1)
        scroll.setWidget(inside)
        outer.addWidget(scroll, 1)
        if session.read_only:
            for name in ("name", "country", "currency", "decimal_mark", "date_order"):
                self.fields[name].setEnabled(False)

    def _card(self, column: QVBoxLayout, title: str) -> QGridLayout:
        card = QFrame()
        card.setProperty("card", "true")
        card.setMaximumWidth(720)
        grid = QGridLayout(card)
        grid.setContentsMargins(16, 12, 16, 16)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, 220)
        grid.setColumnStretch(1, 1)
        grid.addWidget(texts.label(title, role="subheading"), 0, 0, 1, 2)
        column.addWidget(card)
        return grid

    def _choice(self, name: str, words: str, options: dict[str, str], now: str,
                run: Callable[[str], object]) -> None:
        box = QComboBox()
        for code, word in options.items():
            box.addItem(word, code)
        box.setCurrentIndex(max(box.findData(now), 0))
        box.activated.connect(lambda _place: run(box.currentData()))
        self._put(name, words, box)

    def _text(self, name: str, words: str, now: str, run: Callable[[str], object]) -> None:
        line = QLineEdit(now)
        line.setMaxLength(200)
        line.editingFinished.connect(lambda: run(line.text().strip()))
        self._put(name, words, line)

    def _put(self, name: str, words: str, field: QWidget) -> None:
        label = texts.label(words)
        label.setBuddy(field)
        field.setAccessibleName(words)
        line = self._grid.rowCount()
        self._grid.addWidget(label, line, 0)
        self._grid.addWidget(field, line, 1)
        self.fields[name] = field

    def _on_language(self, code: str) -> None:
        self.session.person.language = code
        i18n.choose(code)
        self.session.dress()

    def _dress(self, name: str, code: str) -> None:
        setattr(self.session.person, name, code)
        self.session.dress()

    def _on_author(self, text: str) -> None:
        self.session.person.author = text
        self.session.store.author = self.session.workspace.author = text
        self.session.keep_person()
        self.session.changes.records_changed.emit(frozenset())

    def _keep(self, name: str, value: str) -> None:
        if getattr(self.session.workspace.settings, name) != value:
            setattr(self.session.workspace.settings, name, value)
            self.session.workspace.keep_settings()
            self.session.changes.records_changed.emit(frozenset())


def _translated(words: dict[str, str]) -> dict[str, str]:
    return {code: _(word) for code, word in words.items()}
