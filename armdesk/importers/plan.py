"""What an import would do, row by row, before anything is written: new, changed, refused, doubtful, missing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from armdesk import standard_names
from armdesk.closed_months import ClosedMonths
from armdesk.fields import Link, Standard, fold
from armdesk.i18n import _
from armdesk.importers.collector import no_collection
from armdesk.importers.existing import Earlier, Registers
from armdesk.importers.outcome import Problem, ReadRecord, ReadRow
from armdesk.importers.planned import NO_DIFFERENCES, Doubt, ImportPlan, Planned
from armdesk.importers.read import read
from armdesk.importers.recipe_parts import Recipe
from armdesk.importers.record_rules import RecordRules
from armdesk.importers.refused import fetch_cells
from armdesk.importers.understand import LinkText
from armdesk.importers.workbook import open_book
from armdesk.models import record_type
from armdesk.progress import SILENT, Progress
from armdesk.record import Record, new_ids
from armdesk.store import Store

__all__ = ["Doubt", "ImportPlan", "Planned", "plan_import"]
_TOLD_EVERY, _IDS = 5_000, 500
_AS_BEFORE: Mapping[str, tuple[Any, Any]] = {}
"""Stands for the differences of a record that its file tells word for word as last time."""


def plan_import(recipe: Recipe, path: Path, store: Store, progress: Progress = SILENT) -> ImportPlan:
    """Read a file by its recipe and compare it with the workspace; nothing is written.

    Errors: RefusedFile, RecipeError; Cancelled.
    """
    if any(isinstance(record_type(record.type).field(name), Standard)
           for table in recipe.tables for record in table.records for name in record.fields):
        recipe = replace(recipe, standards=standard_names.by_name(store))
    book = open_book(path, recipe.shape)  # says why a file cannot be read, such as one that Windows lends nobody else
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    plan = ImportPlan(recipe, book, sha256)
    with no_collection():
        return _Planner(plan, store, progress).run()


class _Planner:
    """Makes one plan: reads all rows, gives each record its identity, then resolves links and compares."""

    def __init__(self, plan: ImportPlan, store: Store, progress: Progress) -> None:
        self._plan, self._store, self._progress = plan, store, progress
        types = dict.fromkeys(record.type for table in plan.recipe.tables for record in table.records)
        self._earlier = Earlier(store, plan.recipe.name, plan.book.path.name, types)
        self._registers = Registers(store)
        closed = ClosedMonths(store.db)
        self._types = {name: RecordRules(record_type(name), closed) for name in types}
        self._planned: list[Planned] = []
        self._by_key: dict[tuple[str, tuple[str, ...]], Planned] = {}
        self._by_place: dict[tuple[str, str, int], Planned] = {}
        self._times: dict[str, dict[bytes, int]] = {name: {} for name in types}
        self._decided = any(each.same_as for decided in plan.recipe.decisions.values() for each in decided)
        self._later: list[tuple[Planned, str]] = []
        self._links: dict[tuple[str, str, LinkText], tuple[str, Problem | None]] = {}
        self._gone: set[str] = set()  # ids given to records that were refused afterwards
        self._keys = {
            (number, record.type): record.key
            for number, table in enumerate(plan.recipe.tables)
            for record in table.records
        }
        self._of_row = {
            (number, declared.target)
            for number, table in enumerate(plan.recipe.tables)
            for record in table.records
            for name in record.fields
            if isinstance(declared := record_type(record.type).field(name), Link)
            and declared.target in {other.type for other in table.records if not other.each}
        }
        self._linked_by = {
            (source.by, declared.target)
            for table in plan.recipe.tables
            for record in table.records
            for name, source in record.fields.items()
            if isinstance(declared := record_type(record.type).field(name), Link)
        }

    def run(self) -> ImportPlan:
        """Make the plan."""
        same_as: list[tuple[ReadRow, ReadRecord]] = []
        for row in read(self._plan.recipe, self._plan.book, self._progress):
            if row.skipped:
                self._plan.skipped[row.skipped] += 1
            self._plan.sums += row.sums
            problems: list[Problem] = []
            for record in row.records:
                for problem in record.problems:
                    if problem.doubtful:
                        self._doubt(row, record, problem)
                    else:
                        problems.append(problem)
                if not record.refused:
                    if row.same_as and not record.merge:
                        same_as.append((row, record))
                    else:
                        problems += self._take(row, record)
            if problems:
                self._plan.refused.append((row, problems))
        for row, record in same_as:
            self._merge_by_decision(row, record)
        self._match_by_place()
        self._resolve()
        self._plan.missing = [(name, id_, row) for id_, (name, row) in self._earlier.left.items()]
        self._plan.refused.sort(key=lambda each: (self._plan.book.sheets.index(each[0].sheet), each[0].number))
        return self._plan

    def _doubt(self, row: ReadRow | Planned, record: ReadRecord | Planned, problem: Problem) -> None:
        self._plan.doubtful.append(Doubt(row.sheet, row.number, record.type, problem))

    # first pass: which record is it?

    def _take(self, row: ReadRow, record: ReadRecord) -> list[Problem]:
        """Give a record its identity; returns why it cannot be taken."""
        key = record.key if any(record.key) else ()
        if key:
            twin = self._by_key.get((record.type, key))
            if twin is not None:
                if (row.table, record.type) in self._of_row:
                    self._by_place[record.type, row.sheet, row.number] = twin
                return self._same_key(twin, record)
        digest, times = _digest(record), 0
        if not key:
            known = self._times[record.type]
            times = known[digest] = known.get(digest, 0) + 1
        planned = Planned(row, record, (_short(key) if key else bytes(8), digest, times))
        if key:
            self._by_key[record.type, key] = planned
        if self._decided or (planned.table, record.type) in self._of_row:
            self._by_place[record.type, row.sheet, row.number] = planned
        self._planned.append(planned)
        self._identify(planned, key)
        return []

    def _same_key(self, twin: Planned, record: ReadRecord) -> list[Problem]:
        """A key met again in the same file: filled into the first record, or refused."""
        if record.merge or twin.merge:
            self._fill_empty(twin, record)
            return []
        sentence = _("Row {row} of “{sheet}” already has this {key}.")
        as_written = {fold(str(value)): str(value) for value in record.values.values()}
        key = " · ".join(as_written.get(part, part) for part in record.key)
        return [Problem("", "", key, sentence.format(row=twin.number, sheet=twin.sheet or self._plan.book.path.name,
                                                     key=key))]

    def _identify(self, planned: Planned, key: tuple[str, ...]) -> None:
        """Find the stored record a planned one is, or leave it for later."""
        earlier, name = self._earlier, planned.type
        id_ = earlier.full.get((name, planned.source_key)) if earlier.full else None
        if id_ is not None:
            planned.id = id_
            earlier.met(id_)
            planned.differences = _AS_BEFORE  # same as last time: whatever the office changed since stays
            return
        if key:
            found = earlier.keyed.get((name, _short(key).hex()))
            fields = self._keys[planned.table, name]
            id_ = found[0] if found else self._registers.with_key(name, fields, key)
            if id_:
                planned.id = id_
                earlier.met(id_)
                self._later.append((planned, id_))

    def _merge_by_decision(self, row: ReadRow, record: ReadRecord) -> None:
        """A row that somebody decided is about the record of another row."""
        sheet, number = row.same_as or ("", 0)
        target = self._by_place.get((record.type, sheet, number))
        if target is None:
            sentence = _("The row it should be the same as (“{sheet}”, {row}) has no such record.")
            told = Problem("", "", f"{sheet} {number}", sentence.format(sheet=sheet, row=number))
            self._plan.refused.append((row, [told]))
            return
        self._fill_empty(target, record)
        self._plan.merged.append((row.sheet, row.number))

    def _fill_empty(self, target: Planned, record: ReadRecord) -> None:
        target.values = {**target.values, **{name: value for name, value in record.values.items()
                                             if name not in target.values}}

    def _match_by_place(self) -> None:
        """What has no key and is not the same as last time: the record made of the same row then, else a new one."""
        fresh: list[str] = []
        for planned in self._planned:
            if planned.id:
                continue
            found = self._earlier.placed.get((planned.type, planned.place)) if self._earlier.placed else None
            if found is not None and found[0] in self._earlier.left and self._resembles(planned, found):
                planned.id = found[0]
                self._earlier.met(planned.id)
                self._later.append((planned, planned.id))
            else:
                fresh = fresh or new_ids(_IDS)[::-1]
                planned.id = fresh.pop()

    def _resembles(self, planned: Planned, found: tuple[str, str]) -> bool:
        """Whether a record of the same row still says half of what the row says now: else it is another one."""
        record = self._store.get(record_type(planned.type), found[0])
        if record is None or not found[1].startswith("."):
            return False
        told = [(name, value) for name, value in planned.values.items() if not isinstance(value, LinkText)]
        same = [name for name, value in told if getattr(record, name) == value]
        return 2 * len(same) >= len(told)

    # second pass: links and comparison

    def _resolve(self) -> None:
        """Find linked records, refuse what lacks a needed one, and sort into new, changed and unchanged."""
        for fields, target in self._linked_by:
            self._make_known(fields, target)
        compared = {id(planned) for planned, _id in self._later}
        stored = self._load([planned for planned, _id in self._later])
        total = len(self._planned)
        for count, planned in enumerate(self._planned):
            if not count % _TOLD_EVERY:
                self._progress.step(count, total, _("comparing"))
            if planned.differences is _AS_BEFORE:
                planned.differences = NO_DIFFERENCES
                self._plan.unchanged += 1
                continue
            type_, values, id_ = self._types[planned.type], planned.values, planned.id
            record = stored.get(id_) if stored else None
            problems = self._link(planned, values) if type_.links else []
            problems = problems or type_.problems(
                values, planned.typed, id_, self._store, record, merge=planned.merge)
            if problems:
                self._refuse(planned, problems)
            elif id(planned) not in compared:
                self._plan.new.append(planned)
            else:
                self._compare(planned, values, record)

        while self._gone:
            self._cut_links_to_refused()
        fetch_cells(self._plan)

    def _refuse(self, planned: Planned, problems: list[Problem]) -> None:
        row = ReadRow(planned.sheet, planned.number, (), table=planned.table)
        self._plan.refused.append((row, problems))
        self._gone.add(planned.id)

    def _cut_links_to_refused(self) -> None:
        """Links to records that were refused: left empty and listed, or the record is refused too."""
        gone, self._gone = self._gone, set()
        self._plan.new = [planned for planned in self._plan.new if self._still_new(planned, gone)]
        for planned in self._plan.changed:
            fresh = {name: new for name, (_old, new) in planned.differences.items()}
            self._stands_without(planned, fresh, gone)
            planned.differences = {name: both for name, both in planned.differences.items() if name in fresh}

    def _still_new(self, planned: Planned, gone: set[str]) -> bool:
        values = planned.values
        before = len(values)
        stands = self._stands_without(planned, values, gone)
        if len(values) < before:
            planned.values = values
        return stands

    def _stands_without(self, planned: Planned, values: dict[str, Any], gone: set[str]) -> bool:
        """Take links to refused records out of the values; False when the record needs one of them."""
        problems = []
        for name in self._types[planned.type].links:
            if values.get(name) not in gone:
                continue
            del values[name]
            declared = record_type(planned.type).field(name)
            sentence = _("The record named here was refused itself.")
            shows = planned.typed.get(name, "")
            problem = Problem(name, _(declared.label), shows, sentence, not declared.required)
            if problem.doubtful:
                self._doubt(planned, planned, problem)
            else:
                problems.append(problem)
        if problems and not planned.differences:
            self._refuse(planned, problems)
        return not problems

    def _make_known(self, fields: Sequence[str], target: str) -> None:
        """Let rows find the records of this file by the fields that links of this recipe look at."""
        for planned in self._planned if target in self._types else ():
            if planned.type == target:
                for name in fields:
                    text = planned.values.get(name)
                    if isinstance(text, str):
                        self._registers.add_text(target, name, fold(text), planned.id)

    def _load(self, planned: Sequence[Planned]) -> dict[str, Record]:
        found = {}
        for each in planned:
            record = self._store.get(record_type(each.type), each.id)
            if record is not None:
                found[each.id] = record
        return found

    def _link(self, planned: Planned, values: dict[str, Any]) -> list[Problem]:
        """Put ids where the file names other records; a link that is not found is left empty and listed."""
        problems = []
        for name in self._types[planned.type].links:
            value = values.get(name)
            if not isinstance(value, LinkText):
                continue
            near = self._by_place.get((value.type, planned.sheet, planned.number)) if self._of_row else None
            if near is not None and fold(value.text) in {fold(str(near.values.get(by) or "")) for by in value.by}:
                values[name] = near.id  # what the same row made, whoever else bears that number
                continue
            known = self._links.get((planned.type, name, value))
            if known is None:
                known = self._links[planned.type, name, value] = self._find(planned.type, name, value)
            id_, problem = known
            if id_:
                values[name] = id_
                continue
            del values[name]
            typed = planned.typed
            typed.setdefault(name, value.text)
            planned.typed = typed
            if problem is None:
                continue
            if problem.doubtful:
                self._doubt(planned, planned, problem)
            else:
                problems.append(problem)
        planned.values = values
        return problems

    def _find(self, type_name: str, name: str, value: LinkText) -> tuple[str, Problem | None]:
        """The id of the one record that is meant, or why there is none."""
        found: list[str] = []
        for by in value.by:
            found = self._registers.with_text(value.type, by, fold(value.text))
            if found:
                break
        if not found:
            alike = (self._registers.alike(value.type, by, value.text) for by in value.by)
            found = next((one for one in alike if one), [])
        return (found[0], None) if len(found) == 1 else ("", self._not_linked(type_name, name, value, len(found)))

    def _not_linked(self, type_name: str, name: str, value: LinkText, count: int) -> Problem:
        declared = record_type(type_name).field(name)
        register = _(record_type(value.type).about.many)
        if count:
            sentence = _("“{text}” names {count} records of “{register}”; choose one.")
        else:
            sentence = _("“{text}” is not in “{register}”.")
        told = sentence.format(text=value.text, count=count, register=register)
        return Problem(name, _(declared.label), value.text, told, not declared.required)

    def _compare(self, planned: Planned, values: Mapping[str, Any], record: Record | None) -> None:
        """Sort a record that is there already into changed or unchanged."""
        if record is None:
            self._plan.new.append(planned)
            return
        pairs = ((name, getattr(record, name), value) for name, value in values.items())
        planned.differences = {name: (old, value) for name, old, value in pairs
                               if old != value and not (planned.merge and old is not None)}
        if planned.differences and not record.trashed:
            self._plan.changed.append(planned)
        else:
            self._plan.unchanged += 1


def _short(key: Sequence[str]) -> bytes:
    return hashlib.blake2b("\x1f".join(key).encode(), digest_size=8).digest()


def _digest(record: ReadRecord) -> bytes:
    """Short hash of what a row says, to know it again."""
    parts = "\x1f".join([*record.values, *map(str, record.values.values())])
    return hashlib.blake2b(parts.encode("utf-8", "replace"), digest_size=8).digest()
