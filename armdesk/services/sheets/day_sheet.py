"""DaySheet: the deliveries of one site in one month, typed like a spreadsheet; nothing typed is lost or guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from armdesk.fields import Date, Flag, Id, Reading
from armdesk.i18n import _, current
from armdesk.i18n_formats import month_name
from armdesk.models import Production
from armdesk.services.basis.figure import id_of
from armdesk.services.basis.period import month
from armdesk.services.gold import day_figures
from armdesk.services.people.age_gate import Gate
from armdesk.services.sheets.day_cells import LINKS, Cells
from armdesk.services.sheets.day_line import KEPT, QUANTITIES, Line, State
from armdesk.services.sheets.day_names import Names
from armdesk.services.sheets.day_saving import save_lines
from armdesk.store import Store

_READ = ("id", "version", "typed", *KEPT)
_CONVERTED: Mapping[int, Callable[[Any], Any]] = {
    place: (id_of if isinstance(field, Id) else date.fromisoformat if isinstance(field, Date) else bool)
    for place, name in enumerate(_READ) if isinstance(field := Production.field(name), Id | Date | Flag)}
_UNDO = 200


@dataclass(frozen=True)
class Sums:
    """What lines come to.

    Units: mg, kg, persons x days, hundredths of hours x persons; assayed_mg is the gold whose fineness is known, and
    assayed_fine the sum of mg x tenths of per-mille over it.
    """

    deliveries: int = 0
    idle: int = 0
    ore_kg: int = 0
    gross_mg: int = 0
    fine_mg: int = 0
    assayed_mg: int = 0
    assayed_fine: int = 0
    person_days: int = 0
    person_hours: int = 0
    without_fineness: int = 0
    without_hours: int = 0


class DaySheet:
    """One site in one month.

    Shape: site is its id, "" for deliveries without one; first is the first day of the month; defaults are values of
    new lines (shift, quality); problems and drafts stay with the lines until they can be saved.
    """

    def __init__(self, store: Store, site: str, first: date, *, today: date, reading: Reading, unit: str = "g") -> None:
        self.store, self.site, self.period, self.today = store, site, month(first.year, first.month), today
        self._gate: Gate | None = None
        self._alarms: dict[tuple[Any, ...], str] = {}
        names = {kind: Names(store, kind, site) for kind in LINKS}
        self.cells = Cells(reading, self.period.begins, today, unit, names)
        self.defaults: dict[str, Any] = {"quality": "measured"}
        self.lines: list[Line] = []
        self.changes = 0
        self._undo: list[list[tuple[Line, State | None]]] = []
        self._read()

    # reading the register

    def _asked(self, names: Iterable[str]) -> list[tuple[Any, ...]]:
        return day_figures.deliveries(self.store, self.site, self.period, names)

    def _read(self) -> None:
        for row in self._asked(_READ):
            self.lines.append(_read_line(row))
        self.shift_days = day_figures.shift_days(self.store, self.site, self.period.begins, self.period.ends)

    def refresh(self) -> bool:
        """Take in what others saved since; lines with something unsaved keep it.  Says whether anything changed."""
        there = {id_of(id_): int(version) for id_, version in self._asked(("id", "version"))}
        known = {line.id: line for line in self.lines if line.id}
        stale = {id_ for id_, version in there.items() if id_ not in known or known[id_].version != version}
        gone = [line for id_, line in known.items() if id_ not in there and not line.changed]
        if stale:
            for row in self._asked(_READ):
                fresh = _read_line(row)
                if fresh.id not in stale:
                    continue
                if fresh.id not in known:
                    self._take_in(fresh)
                elif not known[fresh.id].changed:
                    line = known[fresh.id]
                    line.values, line.saved, line.version = fresh.values, fresh.saved, fresh.version
                    line.problems, line.theirs = {}, {}
                else:
                    stale.discard(fresh.id)
        if gone:
            self.lines = [line for line in self.lines if line not in gone]
        shifts = day_figures.shift_days(self.store, self.site, self.period.begins, self.period.ends)
        differs = bool(stale or gone or shifts != self.shift_days)
        self.shift_days = shifts
        self.changes += differs
        return differs

    def _take_in(self, fresh: Line) -> None:
        """A line of somebody else comes by its day, before what is being typed here at the end."""
        day = fresh.values["date"]
        place = next((place for place, line in enumerate(self.lines)
                      if line.own or line.values.get("date", day) > day), len(self.lines))
        self.lines.insert(place, fresh)

    def renew_names(self) -> None:
        """Crews or people were changed: know their names anew."""
        self.cells.names = {kind: Names(self.store, kind, self.site) for kind in LINKS}
        self.changes += 1

    # typing

    def new_line(self, **values: Any) -> Line:
        """A line that is not in the register yet; it belongs to the sheet once something is written into it."""
        fresh = {"site": self.site or None, "no_work": False, **self.defaults, **values}
        return Line({name: value for name, value in fresh.items() if value is not None})

    def write(self, cells: Sequence[tuple[Line, str, str]], *, decimal_mark: str | None = None) -> list[Line]:
        """Write texts into cells as one act that one Undo takes back; answers the lines it touched."""
        touched: dict[Line, State | None] = {}
        known = set(map(id, self.lines))
        for line, name, text in cells:
            if line not in touched:
                touched[line] = line.state() if id(line) in known else None
                if id(line) not in known:
                    line.own = True
                    self.lines.append(line)
                    known.add(id(line))
            self.cells.put(line, name, text, decimal_mark=decimal_mark)
        self._remember(touched)
        return list(touched)

    def turn_idle(self, lines: Iterable[Line], *, idle: bool) -> list[Line]:
        """Mark days as without work, or as worked; one act.  Lines with a weight or ore are left as they are."""
        touched: dict[Line, State | None] = {}
        for line in lines:
            if idle and (line.values.get("gross_mg") is not None or line.values.get("ore_kg") is not None):
                continue
            touched[line] = line.state() if line in self.lines else None
            if touched[line] is None:
                line.own = True
                self.lines.append(line)
            line.put({"no_work": idle})
            if idle and not line.id:
                line.put({"quality": None})
        self._remember(touched)
        return list(touched)

    def _remember(self, touched: Mapping[Line, State | None]) -> None:
        if touched:
            self._undo.append(list(touched.items()))
            del self._undo[:-_UNDO]
            self.changes += 1

    def forget(self, lines: Iterable[Line]) -> None:
        """Take lines off the sheet: they are in the trash, or were never saved."""
        gone = set(map(id, lines))
        self.lines = [line for line in self.lines if id(line) not in gone]
        self.changes += 1

    def link_names(self) -> list[Line]:
        """Tie names that were kept as written to the crews and people who bear them now; one act."""
        return self.write([(line, kind, str(line.values[written])) for line in self.lines
                           for kind, written in LINKS.items() if line.values.get(written) and not line.values.get(kind)
                           and len(self.cells.names[kind].found(str(line.values[written]))) == 1])

    def settle_doubts(self, decimal_mark: str) -> list[Line]:
        """Read all numbers that could mean two things with this decimal mark; one act."""
        doubtful = [(line, name, line.texts[name]) for line in self.lines for name in sorted(line.doubts)]
        return self.write(doubtful, decimal_mark=decimal_mark)

    def take_back(self) -> bool:
        """Take back the last act that is not saved; says whether there was one."""
        while self._undo:
            act = [(line, state) for line, state in self._undo.pop() if line in self.lines]
            for line, state in act:
                if state is None:
                    self.lines.remove(line)
                else:
                    line.go_back(state)
            if act:
                self.changes += 1
                return True
        return False

    # saving

    def save(self, lines: Iterable[Line], title: str = "") -> list[Line]:
        """Keep lines as one operation of the history; those that cannot be kept say why and stay as they are.

        Shape: answers the lines that were kept or thrown away.  A line left without anything in it goes to the trash.
        """
        waiting = []
        for line in lines:
            if line not in self.lines or not line.changed:
                continue
            if line.is_blank and not line.id:
                self.lines.remove(line)
                self.changes += 1
            elif not line.texts:
                waiting.append(line)
        if not waiting:
            return []
        kept = save_lines(self.store, waiting, title or self._title(waiting))
        self._gate, self._alarms = None, {}  # people and crews may be others by now
        self.lines = [line for line in self.lines if not (line in kept and line.is_blank)]
        self._undo = [left for act in self._undo if (left := [each for each in act if each[0] not in kept])]
        self.changes += 1
        return kept

    def _title(self, lines: Sequence[Line]) -> str:
        if len(lines) == 1:
            return _("Day sheet: {day}").format(day=lines[0].values["date"])
        return _("Day sheet: {count} lines of {month}").format(count=len(lines), month=self.month_text())

    def unsaved(self) -> list[Line]:
        """Lines with something that is not in the register."""
        return [line for line in self.lines if line.changed and not (line.is_blank and not line.id)]

    # answers

    def alarm(self, line: Line | None) -> str:
        """Why who delivered may not do this work, "" for most; an alarm keeps nothing back."""
        who = line.values.get("person") if line is not None else None
        if line is None or not who:
            return ""
        told = {name: line.values.get(name) for name in ("date", "person", "crew", "site", "shift", "no_work")}
        key = tuple(told.values())
        if key not in self._alarms:
            if self._gate is None:
                self._gate = Gate(self.store)
            self._alarms[key] = " ".join(each.sentence for each in self._gate.alarms(Production(**told)))
        return self._alarms[key]

    def month_text(self) -> str:
        """The month by name: "March 2025"."""
        first = self.period.begins
        return f"{month_name(first.month, current())} {first.year}"

    def gaps(self) -> list[date]:
        """Days up to today of which nothing is told."""
        told = {line.values["date"] for line in self.lines if line.values.get("date")} | self.shift_days
        return day_figures.gaps(told, self.period.begins, min(self.period.ends, self.today))


def sums(lines: Iterable[Line]) -> Sums:
    """What some lines come to; texts that are not understood count for nothing."""
    deliveries = idle = ore = gross = fine = assayed = product = persons = hours = unsure = unknown = 0
    for line in lines:
        value = line.values.get
        if value("no_work"):
            idle += 1
            continue
        deliveries += 1
        ore += value("ore_kg") or 0
        weight, each = value("gross_mg"), value("hours")
        gross += weight or 0
        people = 0 if value("corrects") else value("persons") or 0  # nobody worked for a counter-entry
        persons += people
        hours += people * (each or 0)
        unknown += each is None
        fineness = value("fineness")
        if weight is not None and fineness is None:
            unsure += 1
        elif weight is not None:
            assayed += weight
            product += weight * fineness
            fine += value("fine_mg") or 0
    return Sums(deliveries, idle, ore, gross, fine, assayed, product, persons, hours, unsure, unknown)


def lacks(line: Line, name: str) -> bool:
    """Whether a delivery lacks its fineness or its hours."""
    return name in ("fineness", "hours") and line.values.get(name) is None and not line.values.get("no_work") and any(
        line.values.get(each) is not None for each in QUANTITIES)


def _read_line(row: tuple[Any, ...]) -> Line:
    values = list(row)
    for place, convert in _CONVERTED.items():
        if values[place] is not None:
            values[place] = convert(values[place])
    named = {name: value for name, value in zip(_READ, values, strict=True) if value is not None}
    id_, version = named.pop("id"), named.pop("version")
    return Line(named, dict(named), id=id_, version=version)
