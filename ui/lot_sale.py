"""Dialogs to sell lots whole, and to hold, freeze or release them with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QDialog, QLabel, QWidget

from armdesk.errors import ArmdeskError, InvalidRecord
from armdesk.i18n import _, ngettext
from armdesk.models import Lot, Sale, lineage
from armdesk.query import Query
from armdesk.services.gold.lot_codes import following
from armdesk.services.gold.lots import Selling, hold, judge_part, judge_sale, part_plan, release, sell, sell_part
from ui import problems, texts, undoing
from ui.ask_dialog import AskDialog
from ui.lot_fields import RecordFields
from ui.session import Session

_FIELDS = ("code", "date", "buyer", "gross_mg", "fineness", "gold_class")
_PAUSE = 150


class SaleDialog(AskDialog):
    """Sells lots whole; price and settlement are written on the sale afterwards."""

    def __init__(self, session: Session, lots: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(session, _("Sell"), parent)
        self.lots = list(lots)
        self.sale: Sale | None = None
        self.resize(760, 400)
        self.lines: list[tuple[QLabel, QLabel]] = []
        store = session.store
        newest = store.find(Query(Sale, order="-date"), limit=1)
        known = [lot for id_ in self.lots if (lot := store.get(Lot, id_)) is not None]
        for _lot in known:
            line, problem = texts.label(""), texts.label("", role="problem", wrap=True)
            self.column.addWidget(line)
            self.column.addWidget(problem)
            problem.hide()
            self.lines.append((line, problem))
        self.fields = RecordFields(session, Sale, _FIELDS, 3)
        self.column.addWidget(self.fields)
        self.sums = texts.label("", role="quiet", wrap=True)
        self.column.addWidget(self.sums)
        self.part = QCheckBox(_("Sell only this weight; the rest of the lot stays"))
        self.part.setVisible(len(known) == 1)
        self.part.toggled.connect(lambda _on: self.judge())
        self.column.addWidget(self.part)
        self.keep = QCheckBox(_("Keep weight and fineness of the sale as determined by the buyer"))
        self.keep.setVisible(len(known) == 1)
        self.column.addWidget(self.keep)
        self.add_foot(_("Sell"))
        found = judge_sale(store, Sale(), self.lots)
        classes = {lot.gold_class for lot in known}
        self.fields.put({
            "code": following(store, "sale", str(newest[0].code)) if newest else "V-1", "date": session.today(),
            "gross_mg": found.gross or None,
            "fineness": round(found.fine * 10_000 / found.gross) if found.gross else None,
            "gold_class": classes.pop() if len(classes) == 1 else "other"})
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.judge)
        self.fields.touched.connect(self._timer.start)
        self.judge()
        self.fields.rows["buyer"].editor.setFocus()

    def judge(self) -> Selling:
        """Show what is left of each lot, and how the sale compares with it."""
        sale, _unread = self.fields.take()
        found = self._judged(sale)  # type: ignore[arg-type]  # a Sale
        for place, source in enumerate(found.lots):
            line, problem = self.lines[place]
            line.setText(_("{name}: {grams} g fine left, {gross} g on the scale").format(
                name=source.label, grams=lineage.grams(source.left_mg or 0),
                gross=lineage.grams(source.left_gross_mg or 0)))
            sentences = found.problems.get(f"lot.{place}", [])
            problem.setText(" ".join(sentences))
            problem.setVisible(bool(sentences))
        if self.part.isChecked():
            self._say_part(sale, found)  # type: ignore[arg-type]  # a Sale
            return found
        apart = (sale.fine_mg or 0) - found.fine  # type: ignore[attr-defined]  # a Sale
        self.sums.setText(_("Declared {declared} g fine, in this sale {sold} g: {apart} g apart").format(
            declared=lineage.grams(found.fine), sold=lineage.grams(sale.fine_mg or 0),  # type: ignore[attr-defined]
            apart=lineage.grams(apart)))
        return found

    def _judged(self, sale: Sale) -> Selling:
        if self.part.isChecked():
            return judge_part(self.session.store, sale, self.lots[0])
        return judge_sale(self.session.store, sale, self.lots)

    def _say_part(self, sale: Sale, found: Selling) -> None:
        """Which lot would be split off, and what stays."""
        if not found.lots or not sale.gross_mg:
            self.sums.setText("")
            return
        plan = part_plan(self.session.store, sale, self.lots[0])
        self.sums.setText(_("Lot {part} is split off and sold; {grams} g fine of {name} stay.").format(
            part=plan.lots[0].code, grams=lineage.grams(max(found.fine - (plan.takes[0].fine_mg or 0), 0)),
            name=found.lots[0].label))

    def submit(self) -> None:
        """Sell, or say what has to be mended first."""
        sale, unread = self.fields.take()
        store = self.session.store
        found = {**self._judged(sale).problems, **unread}  # type: ignore[arg-type]  # a Sale
        if found:
            self.judge()
            self.tell({where: each for where, each in found.items() if not where.startswith("lot.")}, self.fields)
            return

        def work() -> None:
            by = _("Buyer: {name}").format(name=store.label("party", sale.buyer)) if self.keep.isChecked() else ""  # type: ignore[attr-defined]
            if self.part.isChecked():
                self.sale = sell_part(store, sale, self.lots[0], determined_by=by)  # type: ignore[arg-type]  # a Sale
            else:
                self.sale = sell(store, sale, self.lots, determined_by=by)  # type: ignore[arg-type]  # a Sale

        if self.carried_out(work, self.fields):
            self.accept()


class HoldDialog(AskDialog):
    """Holds, freezes or releases lots; always with a reason."""

    def __init__(self, session: Session, lots: Sequence[str], what: str, parent: QWidget | None = None) -> None:
        words = {"hold": _("Put on hold"), "freeze": _("Freeze"), "release": _("Release")}
        super().__init__(session, words[what], parent)
        self.lots, self.what = list(lots), what
        self.resize(560, 280)
        names = ", ".join(store_lot.code for id_ in self.lots
                          if (store_lot := session.store.get(Lot, id_)) is not None)
        self.column.addWidget(texts.label(names, role="subheading", wrap=True))
        purpose = {"hold": _("Nothing can be taken of it and nobody can sell it until it is released."),
                   "freeze": _("As on hold, by order of an authority or after a serious doubt."),
                   "release": _("It can be used and sold again; the reason stays in the history.")}[what]
        self.column.addWidget(texts.label(purpose, role="quiet", wrap=True))
        fields = ("hold_reason",) if what == "release" else ("hold_reason", "release_by")
        self.fields = RecordFields(session, Lot, fields, 1)
        if what == "release":
            self.fields.rows["hold_reason"].name.setText(_("Why it may go on its way again"))
        else:
            self.fields.put({"release_by": session.person.author or None})
        self.column.addWidget(self.fields)
        self.add_foot(words[what])
        self.fields.rows["hold_reason"].editor.setFocus()

    def submit(self) -> None:
        """Do it, or say what is missing."""
        lot, unread = self.fields.take()
        reason, store = lot.hold_reason or "", self.session.store  # type: ignore[attr-defined]  # a Lot
        if unread:
            self.tell(unread, self.fields)
            return
        try:
            if self.what == "release":
                release(store, self.lots, reason)
            else:
                who = lot.release_by or ""  # type: ignore[attr-defined]  # a Lot
                hold(store, self.lots, reason, self.session.today(), who, freeze=self.what == "freeze")
        except InvalidRecord as error:
            found = dict(error.problems)
            found["hold_reason"] = found.pop("reason", []) + found.get("hold_reason", [])
            self.tell({where: each for where, each in found.items() if each}, self.fields)
            return
        except ArmdeskError as error:
            problems.show(error, self)
            return
        self.accept()


def start_sale(session: Session, lots: Sequence[str], parent: QWidget) -> Sale | None:
    """Ask for a sale of these lots and make it; None if the person gave up."""
    dialog = SaleDialog(session, lots, parent)
    sold = dialog.exec() == QDialog.DialogCode.Accepted
    if sold and dialog.sale is not None:
        session.say(_("Sold in {code}.").format(code=dialog.sale.code), "good", _("Undo"),
                    undoing.newest(session, parent))
    dialog.deleteLater()
    return dialog.sale if sold else None


def start_hold(session: Session, lots: Sequence[str], what: str, parent: QWidget) -> bool:
    """Ask for a reason and hold, freeze or release these lots."""
    dialog = HoldDialog(session, lots, what, parent)
    done = dialog.exec() == QDialog.DialogCode.Accepted
    if done:
        text = ngettext("{count} lot is released.", "{count} lots are released.", len(lots)) if what == "release" else \
            ngettext("{count} lot is on hold.", "{count} lots are on hold.", len(lots))
        session.say(text.format(count=len(lots)), "good", _("Undo"), undoing.newest(session, parent))
    dialog.deleteLater()
    return done
