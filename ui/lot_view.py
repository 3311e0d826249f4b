"""The page of one lot: its form, what it is made of and what became of it, weights and assays, its genealogy."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from armdesk.i18n import _
from armdesk.models import Lot, lineage
from armdesk.record import Record
from armdesk.services.gold import determined
from armdesk.store import Store
from ui import lot_facts, lot_sale, lot_work, references, texts
from ui.blocks import Views, button
from ui.flow import Flow
from ui.graph_card import graph_card
from ui.graph_view import GenealogyView
from ui.layouts import column_in
from ui.lot_facts import LotFacts
from ui.plain_table import PlainTable
from ui.record_view import RecordView
from ui.session import Session


class RowsCard(QFrame):
    """A heading with a table whose rows lead to records.  opened carries a reference."""

    opened = Signal(str)

    def __init__(self, session: Session, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(4)
        self.title = texts.label(title, role="subheading")
        self.title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column.addWidget(self.title)
        self.table = PlainTable(session.theme, title)
        column.addWidget(self.table, 1)
        self.empty = texts.label("", role="quiet", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.empty, 1)
        self.foot = QHBoxLayout()
        column.addLayout(self.foot)
        self.references: Sequence[str] = ()
        self.table.doubleClicked.connect(self._on_opened)
        self.table.activated.connect(self._on_opened)
        enter = QShortcut(QKeySequence(Qt.Key.Key_Return), self.table)
        enter.setContext(Qt.ShortcutContext.WidgetShortcut)
        enter.activated.connect(lambda: self._on_opened(self.table.currentIndex()))

    def show_rows(self, headings: Sequence[str], rows: Sequence[Sequence[str]], leads: Sequence[str], empty: str = "",
                  right: Sequence[int] = ()) -> None:
        """Show other rows, without the columns in which nothing stands."""
        self.references = leads
        kept = [place for place in range(len(headings)) if not place or any(row[place] for row in rows)]
        headings, rows = [headings[place] for place in kept], [[row[place] for place in kept] for row in rows]
        right = [kept.index(place) for place in right if place in kept]
        self.table.show_rows(headings, len(rows), lambda row, column: rows[row][column], right)
        self.table.setVisible(bool(rows))
        self.empty.setText(empty)
        self.empty.setVisible(bool(empty) and not rows)

    def current(self) -> int:
        """The marked row, -1 without."""
        index = self.table.currentIndex()
        return index.row() if index.isValid() else -1

    def _on_opened(self, index: QModelIndex) -> None:
        if index.isValid() and index.row() < len(self.references) and self.references[index.row()]:
            self.opened.emit(self.references[index.row()])


class LotView(RecordView):
    """A lot with everything around it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self.facts: LotFacts | None = None
        self._asked = 0
        super().__init__(session, Lot, parent)
        session.changes.records_changed.connect(lambda _types: self._on_records_changed())

    def body(self, card: QFrame) -> QWidget:
        """Form, origin, weights and genealogy under tabs; above them what is left and what can be done."""
        whole = QWidget()
        column = column_in(whole)
        self.state_line = texts.label("", role="subheading", wrap=True)
        column.addWidget(self.state_line)
        self.bar = QWidget()
        flow = Flow(self.bar, spacing=6)
        self.buttons: dict[str, QPushButton] = {}
        for key, word, run in (
                ("combination", _("Combine"), lambda: self._work("combination")),
                ("split", _("Split"), lambda: self._work("split")),
                ("melting", _("Melt"), lambda: self._work("melting")), ("sell", _("Sell"), self._sell),
                ("hold", _("Put on hold"), lambda: self._hold("hold")),
                ("freeze", _("Freeze"), lambda: self._hold("freeze")),
                ("release", _("Release"), lambda: self._hold("release")), ("trace", _("Trace"), self._trace)):
            self.buttons[key] = button(word, run)
            flow.addWidget(self.buttons[key])
        column.addWidget(self.bar)
        self.made_of = RowsCard(self.session, _("Made of"))
        self.became = RowsCard(self.session, _("What became of it"))
        self.weights = RowsCard(self.session, _("Declared and determined"))
        self.graph = GenealogyView(self.session.theme)
        self.views = Views({_("Record"): card, _("Origin and whereabouts"): self._origin(),
                            _("Weights and assays"): self._weights(), _("Genealogy"): self._genealogy()})
        column.addWidget(self.views, 1)
        for each in (self.made_of, self.became, self.weights):
            each.opened.connect(self._go)
        return whole

    def _origin(self) -> QWidget:
        box = QWidget()
        column = column_in(box)
        column.addWidget(self.made_of, 1)
        column.addWidget(self.became, 1)
        self.propose_button = button(_("Which deliveries could it be made of?"), self._propose, look="flat")
        self.made_of.foot.addWidget(self.propose_button)
        self.made_of.foot.addStretch(1)
        return box

    def _weights(self) -> QWidget:
        box = QWidget()
        column = column_in(box, 4)
        self.declared, self.determined = texts.label("", wrap=True), texts.label("", role="gold", wrap=True)
        column.addWidget(self.declared)
        column.addWidget(self.determined)
        column.addWidget(self.weights, 1)
        foot = self.weights.foot
        self.keep_button = button(_("Keep the marked row as determined"), self._keep, look="flat")
        foot.addWidget(self.keep_button)
        for word, kind in ((_("New assay"), "assay"), (_("New hand-over"), "custody_transfer")):
            foot.addWidget(button(word, partial(self._new, kind), look="flat"))
        foot.addStretch(1)
        return box

    def _genealogy(self) -> QWidget:
        box = graph_card(self.graph)
        self.graph.opened.connect(lambda leads: self._go(leads[0]))
        return box

    # showing

    def begin(self, values: dict[str, object] | None = None) -> None:
        """Start an empty lot: nothing is around it yet."""
        super().begin(values)
        self.facts = None
        self.views.choose(0)
        self._show_around(shown=False)

    def open(self, record: Record) -> None:
        """Show a lot that is there."""
        super().open(record)
        self._show_around(shown=True)
        self.refresh()

    def refresh(self) -> None:
        """Read what is around the lot again."""
        record = self.form.record
        if isinstance(record, Lot) and record.version:
            self._asked += 1
            number, store, id_ = self._asked, self.session.store, record.id
            self.session.jobs.read(self, lambda: (number, _gathered(store, id_)), self._on_gathered)

    def _on_records_changed(self) -> None:
        if not self.isVisible() or not self.form.record.version:
            return
        fresh = self.session.store.get(Lot, self.form.record.id)
        if fresh is not None and not self.form.dirty and fresh.version != self.form.record.version:
            self.form.put(fresh)
        self.refresh()

    def _show_around(self, *, shown: bool) -> None:
        self.bar.setVisible(shown)
        self.state_line.setVisible(shown)
        for view in self.views.buttons[1:]:
            view.setEnabled(shown)

    def _on_gathered(self, answer: tuple[int, LotFacts | None]) -> None:
        number, found = answer
        if number != self._asked or found is None:
            return
        self.facts = found
        self._show_state(found)
        right = (3, 4)
        self.made_of.show_rows(lot_facts.headings(), found.made_of, found.made_of_references,
                               _("Nobody noted what this lot is made of: its chain stops here."), right)
        self.became.show_rows(lot_facts.headings(), found.became, found.became_references,
                              _("It is still here, whole."), right)
        self.propose_button.setVisible(not found.made_of and not self.session.read_only)
        rows = [lot_facts.measure_row(each) for each in found.measures]
        self.weights.show_rows(lot_facts.measure_headings(), rows, [each.reference for each in found.measures],
                               _("No assay and no hand-over is noted of this lot yet."), (1, 2, 3))
        declared, kept = lot_facts.side_by_side(found.lot)
        self.declared.setText(declared)
        self.determined.setText(kept)
        self.determined.setVisible(bool(kept))
        self.keep_button.setVisible(bool(rows) and not self.session.read_only)
        start = found.sales[0] if found.sales else f"lot/{found.lot.id}"
        self.graph.show_drawing(found.drawing, start, f"lot/{found.lot.id}")

    def _show_state(self, found: LotFacts) -> None:
        source, lot = found.source, found.lot
        left = source.left_mg if source else None
        parts = [lot.field("status").format(lot.status)]
        if source is not None and source.blocked:
            parts.append(source.blocked)
        elif left is not None and source is not None and source.fine_mg is not None:
            parts.append(_("{left} g of {whole} g fine are left").format(
                left=lineage.grams(left), whole=lineage.grams(source.fine_mg)))
        self.state_line.setText("  ·  ".join(parts))
        stopped = lot.status in lineage.STOPPED
        usable = bool(left) and not stopped and not (source and source.blocked)
        for key, on in (("combination", usable), ("split", usable), ("melting", usable), ("sell", usable),
                        ("hold", usable), ("freeze", usable), ("release", stopped)):
            self.buttons[key].setVisible(on and not self.session.read_only)

    # doing

    def _id(self) -> str:
        return str(self.form.record.id or "")

    def _saved_first(self) -> bool:
        """What was typed is kept before something is done with the lot."""
        return not self.form.dirty or self.form.save()

    def _work(self, operation: str) -> None:
        if self._saved_first():
            made = lot_work.start(self.session, operation, [f"lot/{self._id()}"], self)
            if made:
                self.session.open("lot", record=made[0].id)

    def _sell(self) -> None:
        if self._saved_first():
            sale = lot_sale.start_sale(self.session, [self._id()], self)
            if sale is not None:
                self.session.open("sale", record=sale.id)

    def _hold(self, what: str) -> None:
        if self._saved_first():
            lot_sale.start_hold(self.session, [self._id()], what, self)

    def _trace(self) -> None:
        self.session.open("trace", record=f"back:lot/{self._id()}")

    def _new(self, kind: str) -> None:
        self.session.open(kind, new=True, values={"lot": self._id(), "date": self.session.today()})

    def _keep(self) -> None:
        place = self.weights.current()
        if self.facts is None or place < 0 or not self._saved_first():
            return
        chosen = self.facts.measures[place]
        lot = self.session.store.get(Lot, self._id())
        if lot is not None:
            weight = chosen.what == determined.WEIGHT
            determined.keep(self.session.store, lot, weight=chosen if weight else None,
                            fineness=None if weight else chosen)

    def _propose(self) -> None:
        from ui import lot_proposal

        lot_proposal.start(self.session, {self._id()}, self)

    def _go(self, reference: str) -> None:
        kind, id_ = references.split(reference)
        if kind and reference != f"lot/{self._id()}":
            self.session.open(kind, record=id_)


def _gathered(store: Store, id_: str) -> LotFacts | None:
    lot = store.get(Lot, id_)
    return lot_facts.gather(store, lot) if lot is not None else None
