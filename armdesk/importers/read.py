"""A table file read by a recipe: one outcome for each row, its values understood, its doubts named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from operator import itemgetter
from typing import Any

from armdesk.errors import RecipeError
from armdesk.fields import Money, fold
from armdesk.i18n import _
from armdesk.importers.book_sums import BookSums
from armdesk.importers.cells import Fault
from armdesk.importers.layout import DITTO, Layout, find_layout, holds, shown, words_found
from armdesk.importers.outcome import Problem, ReadRecord, ReadRow
from armdesk.importers.recipe_parts import Decision, Recipe, RecordPlan, Table
from armdesk.importers.understand import CURRENCY, EACH_HEADING, EACH_VALUE, Field, LinkText, Place
from armdesk.importers.workbook import Book
from armdesk.models import record_type
from armdesk.progress import SILENT, Progress

__all__ = ["LinkText", "Problem", "ReadRecord", "ReadRow", "read"]
_TOLD_EVERY, _REMEMBERED = 2_000, 20_000


def read(recipe: Recipe, book: Book, progress: Progress = SILENT) -> Iterator[ReadRow]:
    """All rows of a book that the recipe speaks of; blank rows are left out.

    Errors: RecipeError where sheets, headings or columns are not as the recipe says.
    """
    for number, table in enumerate(recipe.tables):
        sheets = [sheet for sheet in book.sheets if any(fnmatchcase(fold(sheet), fold(each)) for each in table.sheets)]
        if not sheets:
            sentence = _("No sheet is called “{sheets}”; correct the recipe.")
            raise RecipeError(sentence.format(sheets=", ".join(table.sheets)))
        for sheet in sheets:
            yield from _SheetReader(recipe, table, number, book, sheet).rows(progress)


class _Plan:
    """One record plan made ready for one sheet."""

    def __init__(self, plan: RecordPlan, place: Place) -> None:
        self.plan = plan
        self.fields = [Field(name, source, place) for name, source in plan.fields.items()]
        written = set(plan.fields)
        for name, source in plan.fields.items():
            as_written = f"{name}_as_written"
            if as_written in place.type._meta.fields and as_written not in written and source.by:
                self.fields.append(Field(as_written, source, place))
        currencies = {each.declared.currency for each in self.fields if isinstance(each.declared, Money)}
        self.currency = next((each for each in self.fields if each.name in currencies), None)
        if self.currency is not None:
            self.fields.remove(self.currency)
            self.fields.insert(0, self.currency)
        self.quick = [(each.name, each.key or _constant, each.cache, each) for each in self.fields]


def _constant(row: Sequence[Any]) -> None:
    """The key of a field that depends on no cell."""


class _SheetReader:
    """Reads one table on one sheet."""

    def __init__(self, recipe: Recipe, table: Table, table_number: int, book: Book, sheet: str) -> None:
        self._recipe, self._table, self._number, self._sheet = recipe, table, table_number, sheet
        self._faults = book.faults(sheet)
        self._layout: Layout = find_layout(table, sheet, iter(enumerate(book.rows(sheet), 1)))
        self._columns, self._behind = self._widen()
        self._mapped = sorted(set(self._layout.columns.values()))
        self._plans = [self._prepared(plan) for plan in table.records]
        self._above: dict[str, Any] = {}
        places = {plan.type: Place(recipe, record_type(plan.type), self._columns, self._layout.titles)
                  for plan in table.records}
        self._sums = BookSums(table.records, places, self._layout, sheet)

    def _widen(self) -> tuple[dict[str, int], list[Any]]:
        """Places for what stands behind the end of each row: titles, block headings, the column at hand, currency."""
        columns = dict(self._layout.columns)
        behind: list[Any] = []
        for name, told in self._layout.titles.items():
            columns[f"@title {name}"] = self._layout.width + len(behind)
            behind.append(told)
        rows = [f"@row {number}" for number in self._layout.above]
        decided = {source.decided for plan in self._table.records for source in plan.fields.values() if source.decided}
        rows += [f"@decided {name}" for name in sorted(decided)]
        for name in [
            *(f"@block {words.name}" for words in self._table.headings),
            EACH_VALUE,
            EACH_HEADING,
            *rows,
            CURRENCY,
        ]:
            columns[name] = self._layout.width + len(behind)
            behind.append("")
        return columns, behind

    def _prepared(self, plan: RecordPlan) -> _Plan:
        return _Plan(plan, Place(self._recipe, record_type(plan.type), self._columns, self._layout.titles))

    def rows(self, progress: Progress) -> Iterator[ReadRow]:
        """The rows of data, with their outcomes."""
        table, columns, width = self._table, self._layout.columns, self._layout.width
        mapped, decisions = itemgetter(*self._mapped, *self._mapped[:1]), self._recipe.decisions
        for number, cells in self._layout.rows:
            if table.last_row and number > table.last_row:
                break
            if not number % _TOLD_EVERY:
                progress.step(number, 0, self._sheet)
            row = self._trimmed(number, cells, width)
            if table.stop and any(holds(rule, row, columns) for rule in table.stop):
                yield ReadRow(self._sheet, number, cells, table=self._number, sums=self._contradicted(row, number))
                break
            outcome = ReadRow(self._sheet, number, cells, table=self._number)
            if table.headings and self._block_heading(row):
                outcome.skipped = _("heading of a block")
            elif not any(mapped(row)) and all(cell == "" for cell in mapped(row)):
                continue
            else:
                decided = decisions.get((self._sheet, number), ())
                outcome.skipped = self._reason_to_skip(row, decided)
            if outcome.skipped:
                outcome.sums = self._contradicted(row, number)
            else:
                self._fill_down(row)
                row.extend(self._behind)
                self._decide(row, decided, outcome)
                self._read_records(row, cells, outcome)
                self._sums.take(outcome.records, row, number)
            if outcome.skipped or outcome.records:
                yield outcome
        if columns_apart := self._sums.columns():
            yield ReadRow(self._sheet, columns_apart[0].row, (), table=self._number, sums=columns_apart)

    def _contradicted(self, row: list[Any], number: int) -> Sequence[Any]:
        """The totals of a row that its sheet contradicts."""
        return self._sums.disagreeing([*row, *self._behind], number)

    def _trimmed(self, number: int, cells: Sequence[Any], width: int) -> list[Any]:
        """The cells under the headings, with faults marked and truth values as text."""
        row = [*cells[:width]]
        if len(row) < width:
            row.extend([""] * (width - len(row)))
        if bool in map(type, row):
            row = [str(cell).upper() if isinstance(cell, bool) else cell for cell in row]
        if self._faults:
            for place in range(width):
                shows = self._faults.get((number, place + 1))
                if shows:
                    row[place] = Fault(shows)
        return row

    def _block_heading(self, row: list[Any]) -> bool:
        """Remember what a block heading says for the rows under it; False when the row is none."""
        text = next((shown(cell) for cell in row if cell != ""), "")
        for words in self._table.headings:
            found = words.pattern.search(text)
            if found is not None:
                place = self._columns[f"@block {words.name}"] - self._layout.width
                self._behind[place] = words_found(found, self._sheet, words.year)
                return True
        return False

    def _reason_to_skip(self, row: list[Any], decided: Sequence[Decision]) -> str:
        """Why a row is no record: headings again, a rule or a decision; empty when it is one."""
        for decision in decided:
            if decision.skip:
                return decision.why or _("skipped by decision")
        columns = self._layout.columns
        for rule in self._table.skip:
            if holds(rule, row, columns):
                return rule.reason or _("skipped by rule")
        headings, first = self._layout.headings, self._mapped[0]
        if not isinstance(row[first], str) or (
            first < len(headings) and " ".join(row[first].split()) != headings[first]
        ):
            return ""
        if all(
            " ".join(shown(row[place]).split()) == (headings[place] if place < len(headings) else "")
            for place in self._mapped
        ):
            return _("headings again")
        return ""

    def _fill_down(self, row: list[Any]) -> None:
        """Fill what the office writes only once from the row above."""
        for alias in self._table.fill_down:
            place = self._layout.columns.get(alias)
            if place is None:
                continue
            cell = row[place]
            if cell == "" or (isinstance(cell, str) and fold(cell) in DITTO):
                row[place] = self._above.get(alias, "")
            self._above[alias] = row[place]

    def _decide(self, row: list[Any], decided: Sequence[Decision], outcome: ReadRow) -> None:
        """Read cells as somebody decided."""
        for decision in decided:
            if decision.column:
                place = self._columns.get(decision.column, self._columns.get(f"@decided {decision.column}"))
                if place is None:
                    sentence = _("A decision about row {row} names a column “{column}” that the recipe does not have.")
                    raise RecipeError(sentence.format(row=decision.row, column=decision.column))
                row[place] = decision.means
            outcome.same_as = decision.same_as or outcome.same_as

    def _read_records(self, row: list[Any], cells: Sequence[Any], outcome: ReadRow) -> None:
        """Make the records of one row."""
        ragged = len(cells) > self._layout.width and any(cell != "" for cell in cells[self._layout.width :])
        columns = self._layout.columns
        for prepared in self._plans:
            plan = prepared.plan
            if plan.when and not all(holds(rule, row, columns) for rule in plan.when):
                continue
            if plan.unless and any(holds(rule, row, columns) for rule in plan.unless):
                continue
            for place in self._each(plan, row):
                record = self._record(prepared, row)
                if plan.merge and not any(record.key):
                    continue  # a row that does not name the site or crew says nothing about it
                if place is not None:
                    record.part = self._layout.headings[place]
                if ragged and isinstance(cells[-1], str):
                    self._note_ragged(record, cells)
                outcome.records.append(record)

    def _each(self, plan: RecordPlan, row: list[Any]) -> Iterator[int | None]:
        """The columns that make a record of their own; once None for a plain plan."""
        if not plan.each and not plan.each_from:
            yield None
            return
        columns, headings = self._columns, self._layout.headings
        if plan.each_from:
            places = list(range(columns[plan.each_from], columns[plan.each_to] + 1))
        else:
            places = [columns[alias] for alias in plan.each if alias in columns]
        for place in places:
            text = shown(row[place])
            if not text or fold(text) in plan.each_empty:
                continue
            row[columns[EACH_VALUE]], row[columns[EACH_HEADING]] = row[place], headings[place]
            for number, above in self._layout.above.items():
                row[columns[f"@row {number}"]] = above[place] if place < len(above) else ""
            yield place

    def _record(self, prepared: _Plan, row: list[Any]) -> ReadRecord:
        """One record of a row; each text is understood once."""
        values: dict[str, Any] = {}
        typed: dict[str, str] = {}
        problems: list[Problem] = []
        for name, key_of, cache, each in prepared.quick:
            key = key_of(row)
            understood = cache.get(key)
            if understood is None:
                if len(cache) >= _REMEMBERED:
                    cache.clear()  # texts that never come again would fill the memory
                understood = cache[key] = each.understand(row)
            value, written, sentence, shows = understood
            if value is not None:
                values[name] = value
            if written:
                typed[name] = written
            if sentence:
                doubtful = each.source.doubtful and (value is not None or not each.declared.required)
                problems.append(Problem(name, self._heading(each), shows, sentence, doubtful))
            if each is prepared.currency:
                row[self._columns[CURRENCY]] = value or ""
        plan = prepared.plan
        key_texts = tuple(_key_text(values.get(name)) for name in plan.key) if plan.key else ()
        return ReadRecord(plan.type, values, typed, problems, key_texts, plan.merge)

    def _heading(self, each: Field) -> str:
        """Heading of the column a field comes from."""
        source = each.source
        inner = (*source.first_of, *source.sum)
        alias = source.column or next((part.column for part in inner if part.column), "") or "".join(source.join[:1])
        place = self._layout.columns.get(alias)
        headings = self._layout.headings
        return headings[place] if place is not None and place < len(headings) else alias

    def _note_ragged(self, record: ReadRecord, cells: Sequence[Any]) -> None:
        sentence = _("This row has {count} columns, the headings {expected}; its cells may have slipped.")
        told = sentence.format(count=len(cells), expected=self._layout.width)
        record.problems.append(Problem("", "", shown(cells[0]), told))


def _key_text(value: Any) -> str:
    """A value as part of a key inside the file."""
    if isinstance(value, LinkText):
        return fold(value.text)
    return fold(value) if isinstance(value, str) else "" if value is None else str(value)
