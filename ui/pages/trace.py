"""The way of the gold: back from a sale or lot, forward from a lot or delivery; on the screen and on paper."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from armdesk.exports.shown import heading, shown
from armdesk.fields import Link
from armdesk.i18n import N_, _, current, speaking
from armdesk.models import Production
from armdesk.progress import Progress
from armdesk.reports.trace_parts import parts
from armdesk.reports.trace_people import Part
from armdesk.reports.trace_report import title_of, trace_report
from armdesk.services.gold import genealogy, trace
from armdesk.services.gold.genealogy import Drawing
from armdesk.services.gold.trace import BACK, FORWARD, Trace
from armdesk.store import Store
from ui import files, problems, references, texts
from ui.blocks import Views, button, emptied, page_head, scrolled
from ui.date_editor import DateEditor
from ui.exporting import open_folder
from ui.graph_card import graph_card
from ui.graph_view import GenealogyView
from ui.layouts import page_column
from ui.link_editor import LinkEditor
from ui.lists import Empty
from ui.lot_view import RowsCard
from ui.messages import Message, Messages
from ui.session import Session, Visit
from ui.theme import chosen

WAYS = (("back:sale", N_("Back from a sale")), ("back:lot", N_("Back from a lot")),
        ("forward:lot", N_("Forward from a lot")), ("forward:batch", N_("Forward from a batch")),
        ("forward:production", N_("Forward from a delivery")), ("forward:person", N_("Forward from a person's day")))
_SHOWN, _WIDE = 9, 1_080
"""Rows of a part seen at once; points beyond which a table is scrolled sideways."""


@dataclass(frozen=True)
class _Found:
    trace: Trace
    title: str
    parts: list[Part]
    drawing: Drawing


def _walk(store: Store, way: str, starts: list[str]) -> _Found:
    found = trace.back(store, *starts) if way == BACK else trace.forward(store, *starts)
    return _Found(found, title_of(found), parts(store, found), genealogy.draw(found))


def ask_path(parent: QWidget, name: str) -> Path | None:
    """Where the PDF should go; None if the person gave up.  Tests replace this function."""
    return files.ask_target(parent, _("Save as PDF"), f"{name}.pdf", "PDF (*.pdf)")


class TracePage(QWidget):
    """The chain of one sale, lot or delivery."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.way, self.reference = "back:sale", ""
        self.found: _Found | None = None
        self._asked = 0
        column = page_column(self)
        self.pdf_button = button(_("Save as PDF"), self.export, look="primary")
        self.a3_button = button(_("Genealogy on A3"), self.print_graph)
        column.addLayout(page_head(_("Trace"), _("From any gram sold back to the shift that mined it, and forward to "
                                                 "its buyer."), self.a3_button, self.pdf_button))
        column.addLayout(self._choosers())
        self.messages = Messages(session.theme)
        column.addWidget(self.messages)
        self.head = texts.label("", role="heading", wrap=True)
        column.addWidget(self.head)
        self.inside = QVBoxLayout()
        self.inside.setContentsMargins(0, 0, 8, 8)
        self.inside.setSpacing(12)
        holder = QWidget()
        holder.setLayout(self.inside)
        self.graph = GenealogyView(session.theme)
        self.graph.opened.connect(self._on_box_opened)
        self.views = Views({_("Chain"): scrolled(holder), _("Genealogy"): graph_card(self.graph)})
        column.addWidget(self.views, 1)
        self.empty = Empty(session)
        self.empty.say("empty", _("Where does this gold come from?"),
                       _("Choose a sale or a lot above; its lots, batches, deliveries, shifts, assays, hand-overs, "
                         "taxes and papers stand here on one page."))
        column.addWidget(self.empty, 1)
        self._show(None)
        session.changes.records_changed.connect(lambda _types: self._on_records_changed())

    def _choosers(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.ways = QComboBox()
        self.ways.setAccessibleName(_("Direction"))
        for key, words in WAYS:
            self.ways.addItem(_(words), key)
        self.ways.activated.connect(lambda _place: self.choose_way(str(self.ways.currentData())))
        row.addWidget(self.ways)
        self.editors: dict[str, LinkEditor] = {}
        for kind, words in (("sale", N_("Sale")), ("lot", N_("Lot")), ("batch", N_("Batch")),
                            ("production", N_("Delivery")), ("person", N_("Person"))):
            editor = LinkEditor(self.session, Link(kind, words))
            editor.setFixedWidth(260)
            editor.setVisible(self.way.endswith(f":{kind}"))
            editor.touched.connect(partial(self._on_chosen, kind))
            row.addWidget(editor)
            self.editors[kind] = editor
        self.day = DateEditor(self.session, Production.field("date"))
        self.day.put(None)
        self.day.touched.connect(lambda: self._on_chosen("person"))
        self.day.setVisible(False)
        row.addWidget(self.day)
        row.addStretch(1)
        self.names = QCheckBox(_("Names on paper"))
        self.names.setToolTip(_("Without, the PDF names people by their codes."))
        row.addWidget(self.names)
        return row

    # what the window asks

    def visit(self, visit: Visit) -> None:
        """Show the chain another page asked for.  Shape: record is "back:sale/<id>" or "forward:lot/<id>"."""
        way, _colon, reference = visit.record.partition(":")
        kind, id_ = references.split(reference)
        if kind and way in (BACK, FORWARD):
            self.show_chain(way, kind, id_)
        else:
            self.choose_way(self.way)

    def show_chain(self, way: str, kind: str, id_: str) -> None:
        """Walk and show."""
        self.choose_way(f"{way}:{kind}")
        self.editors[kind].put(id_)
        self.reference = f"{kind}/{id_}"
        self.refresh()

    def choose_way(self, way: str) -> None:
        """Another direction; the field for what it begins with comes into view."""
        kind = way.partition(":")[2]
        self.ways.setCurrentIndex(self.ways.findData(way))
        if way != self.way:
            self.way, self.reference = way, ""
            self._show(None)
            chosen_id = self.editors[kind].glance()
            if chosen_id:
                self.reference = f"{kind}/{chosen_id}"
                self.refresh()
        for name, editor in self.editors.items():
            editor.setVisible(name == kind)
        self.day.setVisible(kind == "person")
        self.editors[kind].setFocus()

    def _starts(self) -> list[str]:
        """What the walk begins with: one record, or all that a person delivered on a day."""
        kind, id_ = references.split(self.reference)
        if kind != "person":
            return [self.reference]
        try:
            day = self.day.glance()
        except ValueError:
            return []
        return trace.of_person_day(self.session.store, id_, day) if day else []

    def refresh(self) -> None:
        """Walk again."""
        if self.reference:
            self._asked += 1
            number, store = self._asked, self.session.store
            way, starts = self.way.partition(":")[0], self._starts()
            self.session.jobs.read(self, lambda: (number, _walk(store, way, starts)), self._on_walked)

    def _on_chosen(self, kind: str) -> None:
        chosen_id = self.editors[kind].glance()
        if chosen_id and self.way.endswith(f":{kind}"):
            self.reference = f"{kind}/{chosen_id}"
            self.refresh()

    def _on_records_changed(self) -> None:
        if self.isVisible():
            self.refresh()

    def _on_walked(self, answer: tuple[int, _Found]) -> None:
        number, found = answer
        if number == self._asked:
            self._show(found if found.trace.nodes else None)

    # showing

    def _show(self, found: _Found | None) -> None:
        self.found = found
        self.views.setVisible(found is not None)
        self.head.setVisible(found is not None)
        self.empty.setVisible(found is None)
        self.pdf_button.setEnabled(found is not None)
        self.a3_button.setEnabled(found is not None and len(found.drawing.boxes) > 1)
        self.messages.clear()
        if found is None:
            return
        node = found.trace.nodes.get(found.trace.starts[0])
        about = " · ".join(filter(None, (str(node.day or ""), node.detail))) if node else ""
        self.head.setText(" · ".join(filter(None, (found.title, about))))
        for each in found.trace.breaks[:3]:
            kind, id_ = references.split(each.reference)
            self.messages.say(Message(each.sentence, "alarm", _("Open"), partial(self.session.open, kind, record=id_),
                                      lasting=True))
        if any(edge.proposed for edge in found.trace.edges):
            self.messages.say(Message(_("Ways drawn with dashes were reckoned afterwards from the dates; nobody noted "
                                        "them on the day."), "warn", lasting=True))
        emptied(self.inside)
        for part in found.parts:
            self.inside.addWidget(self._card(part))
        self.inside.addStretch(1)
        start = found.trace.starts[0] if found.trace.way == BACK else ""
        self.graph.show_drawing(found.drawing, start, found.trace.starts[0])

    def _card(self, part: Part) -> QWidget:
        card = RowsCard(self.session, part.title)
        columns, rows, language = part.table.columns, part.table.rows, current()
        texts_of = [[shown(value, column, language) for value, column in zip(row, columns, strict=True)]
                    for row in rows]
        right = [place for place, column in enumerate(columns) if column.kind == "number"]
        card.show_rows([heading(column) for column in columns], texts_of, part.references, right=right)
        table = card.table
        table.horizontalHeader().setStretchLastSection(False)
        height = table.verticalHeader().defaultSectionSize() * min(len(rows), _SHOWN)
        across = 0 if table.horizontalHeader().length() < _WIDE else 14
        table.setFixedHeight(height + table.horizontalHeader().sizeHint().height() + 4 + across)
        if len(rows) <= _SHOWN:
            table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.clearSelection()
        card.opened.connect(self._go)
        return card

    def _go(self, reference: str) -> None:
        kind, id_ = references.split(reference)
        if kind:
            self.session.open(kind, record=id_)

    def _on_box_opened(self, leads: list[str]) -> None:
        if len(leads) == 1:
            self._go(leads[0])
        else:
            self.views.choose(0)
            self.session.say(_("These deliveries stand in the chain by crew and person."), "note")

    # on paper

    def export(self) -> None:
        """Write the chain as a PDF, away from the window."""
        if self.found is None:
            return
        path = ask_path(self, self.found.title.replace("/", "-"))
        if path is None:
            return
        store, found, names, language = self.session.store, self.found.trace, self.names.isChecked(), current()
        made_on = self.session.today()

        def work(progress: Progress) -> Path:
            from armdesk.exports.pdf import write_pdf

            with speaking(language):
                write_pdf(trace_report(store, found, made_on, names=names, head=store.head()), path, progress)
            return path

        self.session.jobs.run(self, work, done=self._on_written, failed=lambda error: problems.show(error, self),
                              title=_("Writing the PDF"))

    def print_graph(self) -> None:
        """Write the genealogy alone on one page of A3."""
        if self.found is None:
            return
        path = ask_path(self, f"{self.found.title} A3".replace("/", "-"))
        if path is None:
            return
        paper = GenealogyView(chosen("light", self.session.person.density))
        start = self.found.trace.starts[0] if self.found.trace.way == BACK else ""
        paper.show_drawing(self.found.drawing, start)
        paper.mark("")
        paper.write_pdf(path, self.found.title)
        paper.deleteLater()
        self._on_written(path)

    def _on_written(self, path: Path) -> None:
        self.session.say(_("Exported to {file}.").format(file=path.name), "good", _("Open folder"),
                         lambda: open_folder(path.parent))
