"""Dialogs that make lots of others: combine, split, melt, from deliveries, from a batch, bought; by keyboard alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from armdesk.errors import ArmdeskError, InvalidRecord
from armdesk.i18n import N_, _, current
from armdesk.i18n_formats import decimal_text
from armdesk.models import Lot, LotInput, lineage
from armdesk.services.gold import lot_limits
from armdesk.services.gold.lot_codes import next_code, parts_of
from armdesk.services.gold.lot_plan import MADE_OF, Judgement, Plan, Take, judge
from armdesk.services.gold.lot_stock import AT_ONCE, LOT, Source, open_deliveries, sources
from armdesk.services.gold.lots import carry_out
from ui import problems, texts, undoing
from ui.blocks import button, rule, scrolled
from ui.layouts import column_in
from ui.lot_fields import RecordFields
from ui.messages import Message, Messages
from ui.session import Session
from ui.take_rows import TakeRows

WORDS = {
    "combination": (N_("Combine lots"), N_("Several lots become one; what is taken of each is noted.")),
    "split": (N_("Split a lot"), N_("Parts of one lot become lots of their own; what is not taken stays.")),
    "melting": (N_("Melt"), N_("Lots, batches or deliveries are melted into a new lot; the loss is noted.")),
    "production": (N_("Lot from deliveries"), N_("Deliveries are weighed together as a new lot.")),
    "processing": (N_("Lot from a batch"), N_("What a batch gave becomes a new lot.")),
    "purchase": (N_("Gold bought"), N_("Gold bought from somebody else becomes a lot of its own.")),
}
"""Title of each dialog and its button, and what it does."""
_FIELDS = ("code", "gross_mg", "fineness", "gold_class", "form", "seal_no", "site", "package")
_PAUSE = 150
_SEVERAL = ("split", "melting", "processing")


class WorkDialog(QDialog):
    """One operation being typed: what goes in, what comes out, what is lost; all of it judged while somebody types."""

    def __init__(self, session: Session, operation: str, references: Sequence[str] = (),
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.operation = session, operation
        self.lots: list[Lot] = []
        self.new: list[RecordFields] = []
        title, purpose = WORDS[operation]
        self.setWindowTitle(_(title))
        self.resize(860, 620)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.setSpacing(8)
        outer.addWidget(texts.label(_(purpose), role="quiet", wrap=True))
        self.messages = Messages(session.theme)
        outer.addWidget(self.messages)
        outer.addWidget(scrolled(self._inside(), "surface"), 1)
        outer.addWidget(self._balance())
        outer.addLayout(self._foot(_(title)))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.judge)
        self._begin(list(references))

    # making

    def _inside(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(8)
        column.addWidget(texts.label(_("Made of"), role="subheading"))
        hint = _("what the parts hold") if self.operation == "split" else ""
        self.takes = TakeRows(self.session, MADE_OF[self.operation], hint)
        self.takes.touched.connect(self._wait)
        self.takes.added.connect(self._add)
        column.addWidget(self.takes)
        self.day = RecordFields(self.session, LotInput, ("date",), 2)
        self.day.touched.connect(self._wait)
        row = QHBoxLayout()
        row.addWidget(self.day, 1)
        if self.operation == "production":
            row.addWidget(button(_("Add all that is left up to this day"), self._add_open, look="flat"))
        column.addLayout(row)
        column.addWidget(rule())
        self.made = QVBoxLayout()
        self.made.setSpacing(12)
        column.addLayout(self.made)
        if self.operation in _SEVERAL:
            column.addWidget(button(_("One more new lot"), self._add_new, look="flat"))
        column.addStretch(1)
        return inside

    def _balance(self) -> QWidget:
        box = QWidget()
        column = column_in(box, 4)
        self.sums = texts.label("", role="subheading", wrap=True)
        column.addWidget(self.sums)
        self.warning = texts.label("", role="warn", wrap=True)
        self.warning.hide()
        column.addWidget(self.warning)
        self.reason = RecordFields(self.session, LotInput, ("loss_reason",), 1)
        self.reason.touched.connect(self._wait)
        column.addWidget(self.reason)
        return box

    def _foot(self, word: str) -> QHBoxLayout:
        row = QHBoxLayout()
        self.usual = button(_("Use the usual limits"), self._take_usual, look="link",
                            tip=_("Writes them under “Rates and limits”, where you can change them."))
        self.usual.setVisible(bool(lot_limits.missing(self.session.store)) and not self.session.read_only)
        row.addWidget(self.usual)
        row.addStretch(1)
        cancel = button(_("Cancel"), self.reject)
        self.go = button(word, self.submit, look="primary", tip=_("Ctrl+Enter"))
        for each in (cancel, self.go, self.usual):
            each.setAutoDefault(False)
            row.addWidget(each) if each is not self.usual else None
        for keys in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.submit)
        return row

    def _begin(self, references: list[str]) -> None:
        self.day.put({"date": self.session.today()})
        known = sources(self.session.store, references)
        for reference in references:
            if reference in known:
                self.takes.show_source(known[reference])
        self._add_new()
        if self.operation == "split":
            self._add_new()
            self.takes.one_only(closed=bool(self.takes.rows))
        self._prefill(list(known.values()))
        self.judge()
        first = self.takes.rows[0].line if self.takes.rows else next(iter(self.takes.adders.values()))
        first.setFocus()

    def _add_new(self) -> None:
        fields = RecordFields(self.session, Lot, _FIELDS, 4)
        fields.touched.connect(self._wait)
        number = len(self.new) + 1
        self.made.addWidget(texts.label(_("New lot") if self.operation not in _SEVERAL else
                                        _("New lot {number}").format(number=number), role="subheading"))
        self.made.addWidget(fields)
        self.new.append(fields)
        store, first = self.session.store, self.takes.rows[0].source if self.takes.rows else None
        codes = parts_of(store, first.label, count=number) if self.operation == "split" and first else \
            next_code(store, count=number)
        fields.put({"code": codes[-1], "form": "dore" if self.operation != "purchase" else None})

    def _prefill(self, known: list[Source]) -> None:
        """What follows from the sources: class, fineness, site; the weight where nothing but the scale changes it."""
        lots = [store_lot for source in known if source.kind == LOT
                if (store_lot := self.session.store.get(Lot, source.id)) is not None]
        values: dict[str, Any] = {}
        if lots and len({lot.gold_class for lot in lots}) == 1:
            values["gold_class"] = lots[0].gold_class
        if lots and len({lot.site for lot in lots}) == 1:
            values["site"] = lots[0].site
        gross = sum(source.left_gross_mg or 0 for source in known)
        fine = sum(source.left_mg or 0 for source in known)
        if gross and self.operation in ("split", "combination", "melting", "processing"):
            values["fineness"] = min(round(fine * 10_000 / gross), 10_000)
        if gross and self.operation == "combination":
            values["gross_mg"] = gross
        for fields in self.new:
            fields.put(values)

    # while somebody types

    def _wait(self) -> None:
        self._timer.start()

    def _add(self, reference: str) -> None:
        known = sources(self.session.store, [reference])
        if reference in known:
            self.takes.show_source(known[reference])
            row = next(each for each in self.takes.rows if each.source.reference == reference)
            row.line.setFocus()
        self.judge()

    def _add_open(self) -> None:
        day = self.day.glance().get("date") or self.session.today()
        found = open_deliveries(self.session.store, day)
        for source in found:
            self.takes.show_source(source)
        if len(found) >= AT_ONCE:
            self.messages.say(Message(_("There are more; the {count} oldest were added.").format(count=len(found)),
                                      "note"))
        self.judge()

    def _take_usual(self) -> None:
        lot_limits.add_missing(self.session.store)
        self.usual.hide()
        self.judge()

    def plan(self) -> tuple[Plan, dict[str, list[str]]]:
        """What is typed so far, and what of it could not be read."""
        takes, unread = self.takes.takes()
        day, wrong = self.day.take({"operation": self.operation})
        if wrong:
            unread["day"] = wrong["date"]
        lots = []
        for number, fields in enumerate(self.new):
            lot, wrong = fields.take()
            unread |= {f"lot.{number}.{name}": sentences for name, sentences in wrong.items()}
            if len(self.new) == 1 or number == 0 or lot.gross_mg or wrong:  # type: ignore[attr-defined]  # a Lot
                lots.append(lot)
        self._take_parts(takes, lots)  # type: ignore[arg-type]  # Lots
        reason, _wrong = self.reason.take({"operation": self.operation})
        return Plan(self.operation, day.date, takes, lots,  # type: ignore[attr-defined,arg-type]  # LotInput, Lots
                    reason.loss_reason or ""), unread  # type: ignore[attr-defined]  # a LotInput

    def _take_parts(self, takes: list[Take], lots: list[Lot]) -> None:
        """Of a lot that is split nothing typed means what the parts hold; the rest stays where it is."""
        out = sum(lot.fine_mg or 0 for lot in lots)
        if self.operation != "split" or len(takes) != 1 or takes[0].fine_mg is not None or not out:
            return
        left = self.takes.rows[0].source.left_mg or 0
        if left > out + lineage.rounding_mg(1 + len(lots), sum(lot.gross_mg or 0 for lot in lots)):
            takes[0].fine_mg = out

    def judge(self) -> Judgement:
        """Show what follows from what is typed; what cannot be is said beside its field only once it is typed."""
        plan, unread = self.plan()
        found = judge(self.session.store, plan)
        self.takes.say({**{where: sentences for where, sentences in found.problems.items()
                           if (where.startswith("take.") and plan.takes[int(where[5:])].fine_mg is not None)
                           or self._blocked(found, where)}, **unread})
        self.sums.setText(self._sums(found))
        self.warning.setText(" ".join(found.warnings))
        self.warning.setVisible(bool(found.warnings))
        self.reason.setVisible(found.needs_reason or "loss_reason" in found.problems)
        return found

    def _blocked(self, found: Judgement, where: str) -> bool:
        if not where.startswith("take."):
            return False
        return bool(self.takes.rows[int(where[5:])].source.blocked)

    def _sums(self, found: Judgement) -> str:
        parts = [_("In {grams} g fine").format(grams=lineage.grams(found.into)),
                 _("out {grams} g").format(grams=lineage.grams(found.out))]
        if found.into and found.out:
            share = decimal_text(found.share, 2, current())
            word = _("loss {grams} g ({share} %)") if found.loss >= 0 else _("gain {grams} g ({share} %)")
            parts.append(word.format(grams=lineage.grams(abs(found.loss)), share=share))
            if found.limit is not None:
                parts.append(_("usual up to {limit} %").format(limit=decimal_text(found.limit.normalize(), None,
                                                                                   current())))
        return "  ·  ".join(parts)

    # doing it

    def submit(self) -> None:
        """Carry it out, or say what has to be mended first."""
        self._timer.stop()
        plan, unread = self.plan()
        found = {**judge(self.session.store, plan).problems, **unread}
        if found:
            self.show_problems(found)
            return
        try:
            self.lots = carry_out(self.session.store, plan)
        except InvalidRecord as error:
            self.show_problems(error.problems)
            return
        except ArmdeskError as error:
            problems.show(error, self)
            return
        self.accept()

    def show_problems(self, found: dict[str, list[str]]) -> None:
        """Each sentence beside its field; what belongs to none stands above."""
        self.judge()
        self.messages.clear()
        self.takes.say(found)
        self.day.say({"date": found.get("day", [])})
        self.reason.setVisible(self.reason.isVisibleTo(self) or "loss_reason" in found)
        self.reason.say(found)
        focused = False
        for number, fields in enumerate(self.new):
            own = {where.removeprefix(f"lot.{number}."): sentences for where, sentences in found.items()
                   if where.startswith(f"lot.{number}.")}
            fields.say(own)
            focused = focused or fields.focus_fault(own)
        if not focused:
            self.reason.focus_fault(found)
        shown = {"day", "loss_reason", *(f"take.{place}" for place in range(len(self.takes.rows))),
                 *(f"lot.{number}.{name}" for number, fields in enumerate(self.new) for name in fields.rows)}
        for where, sentences in found.items():
            if where not in shown:
                self.messages.say(Message(" ".join(sentences), "alarm"))


def start(session: Session, operation: str, references: Sequence[str], parent: QWidget) -> list[Lot]:
    """Ask for an operation and carry it out; answers the new lots, none if the person gave up."""
    dialog = WorkDialog(session, operation, references, parent)
    done = dialog.exec() == QDialog.DialogCode.Accepted
    if done:
        names = ", ".join(str(lot.code) for lot in dialog.lots)
        session.say(_("Done: {names}.").format(names=names), "good", _("Undo"), undoing.newest(session, parent))
    dialog.deleteLater()
    return dialog.lots if done else []
