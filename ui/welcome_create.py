"""The step of the first run that makes a new cooperative's workspace."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from armdesk import currencies, i18n, keys, paths
from armdesk.i18n import _
from armdesk.settings import PersonSettings, WorkspaceSettings
from ui import countries, files, texts
from ui.blocks import button, line
from ui.founding import Founding, folder_name, free_folder
from ui.layouts import column_in

MARKS = {"": "", ",": "1.234,5", ".": "1,234.5"}


class CreateForm(QWidget):
    """Asks for name, country, currency, decimal mark, folder and, if wished, a password.

    wanted carries a Founding.
    """

    wanted = Signal(object)

    def __init__(self, person: PersonSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = column_in(self, 10)
        column.addWidget(texts.label(_("Create a cooperative"), role="heading"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        self.name = QLineEdit()
        self.name.setMaxLength(120)
        self.name.setPlaceholderText(_("As it stands in its papers"))
        self.author = QLineEdit(person.author)
        self.author.setMaxLength(80)
        self.author.setPlaceholderText(_("Stands in the history beside what you change"))
        self.country = QComboBox()
        self.country.addItem(_("Another country"), "")
        for code, name in countries.named():
            self.country.addItem(name, code)
        self.currency = QComboBox()
        self.currency.addItem(_("Not chosen"), "")
        for code in sorted(currencies.codes()):
            self.currency.addItem(code, code)
        self.mark = QComboBox()
        for mark, sample in MARKS.items():
            self.mark.addItem(sample or _("Ask when a number is doubtful"), mark)
        for words, field in ((_("Name of the cooperative"), self.name), (_("Your name"), self.author),
                             (_("Country"), self.country), (_("Usual currency"), self.currency),
                             (_("Numbers are written"), self.mark)):
            line(grid, words, field)
        self.rates = QCheckBox(_("Take over caps, bands and thresholds for this country, to be checked"))
        self.rates.setChecked(True)
        grid.addWidget(self.rates, grid.rowCount(), 1)
        self._folder_line(grid)
        self._password_lines(grid)
        column.addLayout(grid)
        self.problem = texts.label(role="problem", wrap=True)
        column.addWidget(self.problem)
        self.make = button(_("Create"), self.submit, look="primary")
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.make)
        column.addLayout(row)
        column.addStretch(1)
        self._wire()
        self.country.setCurrentIndex(max(self.country.findData(countries.here()), 0))
        self._on_country()

    def _folder_line(self, grid: QGridLayout) -> None:
        self.folder = QLineEdit()
        self._parent_folder = paths.workspaces_folder()
        self._folder_touched = False
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.folder, 1)
        row.addWidget(button(_("Choose …"), self._choose_folder))
        line(grid, _("Folder"), holder)
        self.folder.setAccessibleName(_("Folder"))
        holder.setFocusProxy(self.folder)

    def _password_lines(self, grid: QGridLayout) -> None:
        self.protect = QCheckBox(_("Protect with a password"))
        grid.addWidget(self.protect, grid.rowCount(), 1)
        self.password, self.again = QLineEdit(), QLineEdit()
        self._secret: list[QWidget] = []
        for words, field in ((_("Password"), self.password), (_("Password again"), self.again)):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            line(grid, words, field)
            name = grid.itemAtPosition(grid.rowCount() - 1, 0)
            self._secret += [each for each in (name.widget() if name else None, field) if each is not None]
        hint = texts.label(_("Four words are easy to remember. A recovery sheet is made for the day it is forgotten; "
                             "without both, nobody can open the data."), role="small", wrap=True)
        grid.addWidget(hint, grid.rowCount(), 1)
        self._secret.append(hint)
        self._on_protect(False)

    def _wire(self) -> None:
        self.name.textChanged.connect(self._on_name)
        self.folder.textEdited.connect(self._on_folder)
        self.country.currentIndexChanged.connect(lambda _place: self._on_country())
        self.protect.toggled.connect(self._on_protect)
        for each in (self.name, self.author, self.folder, self.password, self.again):
            each.returnPressed.connect(self.submit)
        self._on_name("")

    def _on_name(self, _text: str) -> None:
        if not self._folder_touched:
            self.folder.setText(str(free_folder(self._parent_folder, self.name.text() or folder_name(""))))

    def _on_folder(self, _text: str) -> None:
        self._folder_touched = True

    def _choose_folder(self) -> None:
        chosen = files.ask_folder(self, _("Where should the folder of the workspace stand?"))
        if chosen is not None:
            self._parent_folder = chosen
            self._folder_touched = False
            self._on_name("")

    def _on_country(self) -> None:
        currency, mark = currencies.customs(self.country.currentData())
        self.currency.setCurrentIndex(max(self.currency.findData(currency), 0))
        self.mark.setCurrentIndex(max(self.mark.findData(mark), 0))

    def _on_protect(self, on: bool) -> None:
        for each in self._secret:
            each.setVisible(on)

    def _fault(self) -> tuple[str, QWidget] | None:
        if not self.name.text().strip():
            return _("Write the name of the cooperative first."), self.name
        folder = Path(self.folder.text().strip()).expanduser()
        if not self.folder.text().strip() or not folder.is_absolute():
            return _("Write the whole path of a folder, or choose one."), self.folder
        if self.protect.isChecked():
            problem = keys.password_problem(self.password.text())
            if problem:
                return problem, self.password
            if self.password.text() != self.again.text():
                return _("The two passwords are not the same. Type them again."), self.again
        return None

    def submit(self) -> None:
        """Check what was typed and ask for the workspace."""
        fault = self._fault()
        self.problem.setText(fault[0] if fault else "")
        if fault:
            fault[1].setFocus()
            return
        settings = WorkspaceSettings(
            name=" ".join(self.name.text().split()), language=i18n.current(), country=self.country.currentData(),
            currency=self.currency.currentData(), decimal_mark=self.mark.currentData())
        self.wanted.emit(Founding(Path(self.folder.text().strip()).expanduser(), settings,
                                  " ".join(self.author.text().split()),
                                  self.password.text() if self.protect.isChecked() else "",
                                  rates=self.rates.isChecked()))
