"""Action plan > Models: courses, risks and agendas to begin from, read and marked, then taken over."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QListWidget, QListWidgetItem, QSplitter, QWidget

from armdesk.catalogues.catalogue import pick
from armdesk.catalogues.load import get
from armdesk.errors import ArmdeskError
from armdesk.i18n import _, current, ngettext, speaking
from armdesk.models import Training, choices
from armdesk.progress import Progress
from armdesk.services.basis import model_marks
from armdesk.services.standards import starter_content
from armdesk.services.standards.starter_content import AGENDA, KINDS, RISK, TRAINING, Offer, StarterModel
from ui import problems, texts, undoing
from ui.blocks import Views, button, card, page_head, scrolled
from ui.date_editor import DateEditor
from ui.layouts import page_column
from ui.session import Session, Visit

_OFFER = int(Qt.ItemDataRole.UserRole)
_REGISTERS = {TRAINING: "training", RISK: "risk", AGENDA: "meeting"}


class ModelsPage(QWidget):
    """Three lists of models with ticks; the one in view is read at the right, the ticked ones are taken over."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        column = page_column(self)
        self.take_button = button(_("Take over the ticked ones"), self.take_over, look="primary")
        column.addLayout(page_head(_("Models"), _(
            "To begin from: tick what you need, take it over, and change it to what your mine is. What you have is not "
            "touched."), self.take_button))
        self.lists = {kind: self._list(_(words)) for kind, words in KINDS.items()}
        self.views = Views({_(words): self.lists[kind] for kind, words in KINDS.items()})
        self.views.shown.connect(lambda _place: self._on_shown())
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.views)
        split.addWidget(self._reading())
        split.setSizes([460, 660])
        column.addWidget(split, 1)
        column.addLayout(self._day_row())
        session.changes.records_changed.connect(self._on_records_changed)
        self._on_shown()
        self.refresh()

    # making

    def _list(self, words: str) -> QListWidget:
        made = QListWidget()
        made.setAccessibleName(words)
        made.currentItemChanged.connect(lambda item, _before: self._show(item))
        made.itemChanged.connect(lambda _item: self._on_ticked())
        return made

    def _reading(self) -> QWidget:
        frame, column = card()
        self.title = texts.label("", role="heading", wrap=True)
        self.more = texts.label("", role="quiet", wrap=True)
        self.there = button("", self._open_there, look="link")
        self.body = texts.label("", wrap=True)
        self.body.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.title)
        column.addWidget(self.more)
        column.addWidget(self.there, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.body)
        column.addStretch(1)
        return scrolled(frame, "surface")

    def _day_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.day_name = texts.label(_("Planned for"))
        self.day = DateEditor(self.session, Training.field("date"))
        self.day.line.setMinimumWidth(120)
        self.day.put(self.session.today())
        self.day_name.setBuddy(self.day)
        row.addWidget(self.day_name)
        row.addWidget(self.day)
        self.language = QComboBox()
        for code, name in model_marks.LANGUAGES.items():
            self.language.addItem(name, code)
        self.language.setCurrentIndex(max(self.language.findData(current()), 0))
        self.language.currentIndexChanged.connect(lambda _place: self.refresh())
        named = texts.label(_("Language of the texts"))
        named.setBuddy(self.language)
        row.addSpacing(16)
        row.addWidget(named)
        row.addWidget(self.language)
        row.addStretch(1)
        self.count = texts.label("", role="quiet")
        row.addWidget(self.count)
        return row

    # showing

    def visit(self, visit: Visit) -> None:
        """Show the models of a kind.  Shape: record is "training", "risk" or "agenda", "" for those in view."""
        if visit.record in KINDS:
            self.views.choose(list(KINDS).index(visit.record))
        self.refresh()

    def refresh(self) -> None:
        """Read again what the office has of each model."""
        store = self.session.store
        self.session.jobs.read(self, lambda: {kind: starter_content.offers(store, kind) for kind in KINDS},
                               self._on_offers)

    @property
    def kind(self) -> str:
        """The kind of models in view."""
        return list(KINDS)[self.views.place()]

    def ticked(self) -> list[StarterModel]:
        """The models that are ticked, of all kinds."""
        return [item.data(_OFFER).model for each in self.lists.values()
                for item in (each.item(row) for row in range(each.count())) if _is_ticked(item)]

    def _on_records_changed(self, types: frozenset[str]) -> None:
        if self.isVisible() and types & set(_REGISTERS.values()):
            self.refresh()

    def _on_offers(self, found: dict[str, list[Offer]]) -> None:
        for kind, offers in found.items():
            self._fill(self.lists[kind], offers)
        self._on_ticked()

    def _fill(self, list_: QListWidget, offers: list[Offer]) -> None:
        """Show offers; what was ticked and in view stays so."""
        before = {item.data(_OFFER).model.code for item in (list_.item(row) for row in range(list_.count()))
                  if _is_ticked(item)}
        now = list_.currentRow()
        list_.blockSignals(True)
        list_.clear()
        for offer in offers:
            words = pick(offer.model.title, self.spoken())
            item = QListWidgetItem(_("{title} · there already").format(title=words) if offer.there else words)
            item.setData(_OFFER, offer)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            ticked = offer.model.code in before and not (offer.there and offer.model.kind == RISK)
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            list_.addItem(item)
        list_.setCurrentRow(max(now, 0))
        list_.blockSignals(False)
        if list_ is self.lists[self.kind]:
            self._show(list_.currentItem())

    def _on_shown(self) -> None:
        dated = self.kind != RISK
        self.day.setVisible(dated)
        self.day_name.setVisible(dated)
        self._show(self.lists[self.kind].currentItem())

    def _show(self, item: QListWidgetItem | None) -> None:
        offer: Offer | None = item.data(_OFFER) if item is not None else None
        self.title.setText(pick(offer.model.title, self.spoken()) if offer else "")
        self.more.setText(_more(offer.model) if offer else "")
        self.body.setText(starter_content.body(offer.model, self.spoken()) if offer else "")
        self.there.setVisible(bool(offer and offer.there))
        if offer is not None and offer.there:
            count = len(offer.there)
            self.there.setText(
                ngettext("{count} in your registers", "{count} in your registers", count).format(count=count))

    def _open_there(self) -> None:
        offer: Offer = self.lists[self.kind].currentItem().data(_OFFER)
        self.session.open(_REGISTERS[offer.model.kind], record=offer.there[-1])

    def _on_ticked(self) -> None:
        count = len(self.ticked())
        self.take_button.setEnabled(count > 0 and not self.session.read_only)
        self.count.setText(ngettext("{count} ticked", "{count} ticked", count).format(count=count) if count else "")

    def spoken(self) -> str:
        """The language in which models are read and taken over."""
        return str(self.language.currentData())

    # taking over

    def take_over(self) -> None:
        """Keep the ticked models as the office's own, away from the window."""
        try:
            day: date = self.day.take() or self.session.today()
        except ValueError as error:
            self.session.say(str(error), "alarm")
            return
        store, chosen, language = self.session.store, self.ticked(), self.spoken()

        def work(progress: Progress) -> int:
            progress.step(0, 1)
            with speaking(language):
                return starter_content.take_over(store, chosen, day)

        self.session.jobs.run(self, work, done=self._on_taken_over, failed=self._on_failed, title=_("Models"))

    def _on_taken_over(self, count: int) -> None:
        for each in self.lists.values():
            for row in range(each.count()):
                each.item(row).setCheckState(Qt.CheckState.Unchecked)
        said = ngettext("{count} model was taken over. Change it to what your mine is.",
                        "{count} models were taken over. Change them to what your mine is.", count)
        self.session.say(said.format(count=count) if count else _("You have all of these already."), "good", _("Undo"),
                         undoing.newest(self.session, made=count, failed=self._on_failed))
        self.refresh()

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, ArmdeskError):
            self.session.say(str(error), "alarm")
        else:
            problems.show(error, self)


def _more(model: StarterModel) -> str:
    """Hours of a course, kind of a meeting, requirement of a risk."""
    if model.kind == TRAINING:
        return _("Usual length: {hours} h").format(hours=model.more)
    if model.kind == AGENDA:
        return _(choices.MEETING_KIND[model.more])
    catalogue, _slash, code = model.more.partition("/")
    return _("Requirement: {title}").format(title=pick(get(catalogue).requirement(code).title, current()))


def _is_ticked(item: QListWidgetItem) -> bool:
    return item.checkState() == Qt.CheckState.Checked
