"""The first step of a pack: for whom, which edition, language, period, standard, paper and folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, QStringListModel, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from armdesk import dates, i18n, paths
from armdesk.errors import ArmdeskError
from armdesk.exports.pack import PackOptions
from armdesk.i18n import _, current
from armdesk.models import Party
from armdesk.services.basis.period import Period
from armdesk.services.findings.checks import period_of
from armdesk.services.packs.edition import EDITIONS, standards_for
from ui import files, standards, texts
from ui.blocks import button
from ui.layouts import column_in
from ui.session import Session

_KEPT = "packs"
_PAUSE = 500


class PackForm(QWidget):
    """changed: something that decides what is inside."""

    changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.changed)
        self.column = column_in(self, 4)
        self.recipient = QLineEdit()
        self.recipient.setMaxLength(200)
        self.recipient.setPlaceholderText(_("buyer, assurer, donor …"))
        names = QCompleter(QStringListModel(sorted({each.name for each in session.store.all(Party) if each.name}),
                                            self), self)
        names.setCaseSensitivity(names.caseSensitivity().CaseInsensitive)
        self.recipient.setCompleter(names)
        self.kind, self.language, self.catalogue, self.page = QComboBox(), QComboBox(), QComboBox(), QComboBox()
        self.catalogue.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.catalogue.setMinimumContentsLength(12)  # names of standards are long
        self.purpose = texts.label(role="small", wrap=True)
        for code, edition in EDITIONS.items():
            self.kind.addItem(_(edition.title), code)
        for code, name in i18n.LANGUAGES.items():
            self.language.addItem(name, code)
        self.language.setCurrentIndex(max(self.language.findData(session.workspace.settings.language), 0))
        for size, words in (("A4", "A4"), ("Letter", _("Letter"))):
            self.page.addItem(words, size)
        usual = period_of(session.workspace, session.today())
        self.begins, self.ends = QLineEdit(usual.begins.isoformat()), QLineEdit(usual.ends.isoformat())
        self.coordinates = QCheckBox(_("The recipient may know exact places"))
        kept = session.person.columns.get(_KEPT, [])
        self.target = QLineEdit(kept[0] if kept else str(paths.documents_folder() / _("armdesk packs")))
        self._lay_out()
        self._wire()
        self._on_kind()

    def _catalogues(self) -> list[tuple[str, str]]:
        try:
            known = {each.key: each.title(current()) for each in standards.in_use(self.session)}
        except ArmdeskError:
            known = {}
        return [(key, known.get(key, "CRAFT")) for key in standards_for(self.kind.currentData(), known)]

    def _lay_out(self) -> None:
        self._put(_("For whom"), self.recipient)
        self._put(_("Edition"), self.kind)
        self.column.addWidget(self.purpose)
        self._pair((_("Language of the pack"), self.language), (_("Paper"), self.page))
        self._pair((_("Period from"), self.begins), (_("Period until"), self.ends))
        self.problem = texts.label(role="problem", wrap=True)
        self.column.addWidget(self.problem)
        self.catalogue_row = QWidget()
        inside = column_in(self.catalogue_row, 4)
        self._put(_("Standard"), self.catalogue, inside)
        self.column.addWidget(self.catalogue_row)
        self.column.addWidget(self.coordinates)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.target, 1)
        row.addWidget(button("…", self._choose_target, tip=_("Choose a folder")))
        item = row.itemAt(1)
        chooser = item.widget() if item is not None else None
        if chooser is not None:
            chooser.setAccessibleName(_("Choose a folder"))
        name = texts.label(_("Into the folder"), role="field")
        name.setBuddy(self.target)
        self.target.setAccessibleName(_("Into the folder"))
        self.column.addWidget(name)
        self.column.addLayout(row)
        self.column.addStretch(1)

    def _put(self, words: str, field: QWidget, column: QVBoxLayout | None = None) -> None:
        name = texts.label(words, role="field")
        name.setBuddy(field)
        field.setAccessibleName(words)
        place = column if column is not None else self.column
        place.addWidget(name)
        place.addWidget(field)

    def _pair(self, *pairs: tuple[str, QWidget]) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        for words, field in pairs:
            inside = QVBoxLayout()
            inside.setSpacing(4)
            self._put(words, field, inside)
            row.addLayout(inside, 1)
        self.column.addLayout(row)

    def _wire(self) -> None:
        self.kind.currentIndexChanged.connect(lambda _place: self._on_kind())
        for combo in (self.catalogue, self.language):
            combo.currentIndexChanged.connect(lambda _place: self._timer.start())
        for line in (self.recipient, self.begins, self.ends):
            line.editingFinished.connect(self._timer.start)
        self.coordinates.toggled.connect(lambda _on: self._timer.start())

    def _on_kind(self) -> None:
        self.purpose.setText(_(EDITIONS[self.kind.currentData()].purpose))
        self.coordinates.setVisible(not EDITIONS[self.kind.currentData()].hides_codes)
        chosen = self.catalogue.currentData()
        with QSignalBlocker(self.catalogue):
            self.catalogue.clear()
            for key, title in self._catalogues():
                self.catalogue.addItem(title, key)
            self.catalogue.setCurrentIndex(max(self.catalogue.findData(chosen), 0))
        self.catalogue_row.setVisible(self.catalogue.count() > 1)
        self._timer.start()

    def _choose_target(self) -> None:
        chosen = files.ask_folder(self, _("Where should the pack be put?"))
        if chosen is not None:
            self.target.setText(str(chosen))

    def options(self) -> PackOptions | None:
        """What pack is wanted, None where something has to be mended first."""
        kept = self.session.reading()
        self.problem.setText("")
        try:
            days = [dates.parse_date(line.text(), order=kept.order, today=kept.today)
                    for line in (self.begins, self.ends)]
            span = Period(*days)
        except (ValueError, ArmdeskError) as error:
            self.problem.setText(str(error))
            return None
        target = Path(self.target.text().strip()).expanduser()
        if not target.is_absolute():
            self.problem.setText(_("Write the whole path of a folder, or choose one."))
            return None
        kind = self.kind.currentData()
        return PackOptions(span, target, kind, self.language.currentData(),
                           " ".join(self.recipient.text().split()), self.catalogue.currentData() or "craft-2.0",
                           self.page.currentData(),
                           coordinates=self.coordinates.isChecked() and not EDITIONS[kind].hides_codes)

    def remember(self) -> None:
        """Offer the same folder next time."""
        self.session.person.columns[_KEPT] = [self.target.text().strip()]
