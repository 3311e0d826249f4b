"""The plan of the premium beside what was spent, line by line, and who sits in its committee."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from armdesk.i18n import _, ngettext
from armdesk.models.governance_choices import SPEAKS_FOR
from armdesk.models.premium_plan import AREA
from armdesk.services.basis.period import Period
from armdesk.services.basis.shown_money import money
from armdesk.services.money import premium_plan
from armdesk.services.money.premium_plan import Committee, LineState, PlanState
from armdesk.store import Store
from ui import texts
from ui.blocks import button
from ui.plain_table import PlainTable
from ui.session import Session


@dataclass(frozen=True)
class Planned:
    """What the view shows."""

    plans: list[PlanState]
    committee: Committee = field(default_factory=lambda: Committee(()))


def gather(store: Store, period: Period) -> Planned:
    """Plans and committee at the end of a period."""
    return Planned(premium_plan.plans(store, period), premium_plan.committee(store, period.ends))


class PremiumPlanView(QWidget):
    """A row for each line of each plan; Enter opens it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.found = Planned([])
        self._rows: list[tuple[PlanState, LineState | None]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.words = texts.label("", role="quiet", wrap=True)
        column.addWidget(self.words)
        self.table = PlainTable(session.theme, _("Plan of the premium"))
        self.table.activated.connect(self._on_row)
        column.addWidget(self.table, 1)
        row = QHBoxLayout()
        self.committee = texts.label("", role="quiet", wrap=True)
        row.addWidget(self.committee, 1)
        self.buttons = [button(words, run) for words, run in (
            (_("Seat in the committee"), self._begin_seat),
            (_("New plan"), lambda: self._begin("premium_plan")), (_("New line"), self._begin_line))]
        for each in self.buttons:
            row.addWidget(each)
        column.addLayout(row)

    def show_found(self, found: Planned) -> None:
        """Show what was read."""
        self.found = found
        self._rows = [(state, each) for state in found.plans for each in state.lines or (None,)]
        rows, several = self._rows, int(len(found.plans) > 1)
        headings = (_("Plan"), _("Purpose"), _("Area"), _("Planned"), _("Spent"), _("Still left"), _("Women"), _("Men"))
        self.table.show_rows(
            headings[1 - several :], len(rows), lambda row, column: _cells(*rows[row])[column + 1 - several],
            right=range(2 + several, 7 + several))
        self.words.setText(_in_words(found))
        self.committee.setText(_seats(found.committee))
        for each, there in zip(self.buttons, (True, True, bool(found.plans)), strict=True):
            each.setEnabled(there and not self.session.read_only)

    def _on_row(self, index: QModelIndex) -> None:
        state, line = self._rows[index.row()]
        if line is None:
            self.session.open("premium_plan", record=state.plan.id)
        else:
            self.session.open("premium_plan_line", record=line.line.id)

    def _begin(self, kind: str) -> None:
        self.session.open(kind, new=True, values={})

    def _begin_seat(self) -> None:
        """A mandate where the committee is an organ of the cooperative; else a seat by itself."""
        organ, today = self.found.committee.organ, self.session.today()
        if organ:
            self.session.open("mandate", new=True, values={"organ": organ, "office": "member", "began_on": today})
        else:
            self.session.open("committee_seat", new=True, values={"began_on": today})

    def _begin_line(self) -> None:
        state = self._rows[max(self.table.currentIndex().row(), 0)][0]
        self.session.open("premium_plan_line", new=True, values={
            "plan": state.plan.id, "rank": len(state.lines) + 1,
            "currency": state.lines[0].line.currency if state.lines else None})


def _cells(state: PlanState, each: LineState | None) -> tuple[str, ...]:
    if each is None:
        return (state.plan.name, _("no line yet"), *[""] * 6)
    line, more = each.line, [money(amount, currency) for currency, amount in sorted(each.other.items())]
    return (state.plan.name, line.purpose, _(AREA[line.area]), money(line.amount, line.currency),
            " + ".join((money(each.spent, line.currency), *more)), money(each.left, line.currency),
            _reached(each.women, line.women), _reached(each.men, line.men))


def _reached(reached: int, planned: int | None) -> str:
    return str(reached) if planned is None else _("{reached} of {planned}").format(reached=reached, planned=planned)


def _in_words(found: Planned) -> str:
    if not found.plans:
        return _("Write down the plan of the premium for the next three to five years, with a line for each purpose; "
                 "each purchase then names its line.")
    said = []
    for state in found.plans:
        spent, planned = (_sums(each) or "–" for each in (state.spent(), state.planned()))
        said.append(_("{name}, {begins} to {ends}: {spent} spent of {planned}.").format(
            name=state.plan.name, begins=state.plan.period_from, ends=state.plan.period_to, spent=spent,
            planned=planned))
        if state.unplanned:
            said[-1] += " " + _("{amount} were spent under none of its lines.").format(amount=_sums(state.unplanned))
    return "\n".join(said)


def _seats(found: Committee) -> str:
    if not found.seated:
        return _("Nobody is noted in the premium committee.")
    text = ngettext("{count} person sits in the premium committee.", "{count} people sit in the premium committee.",
                    len(found.seated)).format(count=len(found.seated))
    missing = found.unheard
    return f"{text} " + _("Nobody speaks for: {groups}.").format(
        groups=", ".join(_(SPEAKS_FOR[each]) for each in missing)) if missing else text


def _sums(amounts: dict[str, int]) -> str:
    return " + ".join(money(amount, currency) for currency, amount in sorted(amounts.items()))
