"""Requirements as an Excel sheet: read row by row, each with a sentence for what is wrong, kept when a person says so.

Three kinds of sheet have the same headings: own rows, official numbers, and a whole edition to be worked on in Excel.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from armdesk.catalogues.catalogue import Catalogue
from armdesk.errors import RefusedFile
from armdesk.fields import Declared, Reading, fold
from armdesk.i18n import LANGUAGES as SPOKEN
from armdesk.i18n import N_, _, ngettext, speaking
from armdesk.importers.workbook import open_book
from armdesk.models import OfficialText, OwnRequirement
from armdesk.models.own_rows import LANGUAGES, TEXTS
from armdesk.record import Record
from armdesk.services.period_facts.figures import FIGURES
from armdesk.services.standards.catalogue_headings import column_of
from armdesk.store import Store

NEW, CHANGED, SAME, REFUSED = "new", "changed", "same", "refused"
STATES = {NEW: N_("New"), CHANGED: N_("Changed"), SAME: N_("As it is"), REFUSED: N_("Not taken")}
OWN_COLUMNS = tuple(each.name for each in OwnRequirement.declared() if each.name not in ("catalogue", "reference"))
OFFICIAL_COLUMNS = ("code", "official_code", "wording", "source_text")
EDITION_COLUMNS = ("code", "was", "module", "issue", "level", "due_year", "conditions", "confidence", "facts",
                   *(f"{name}_{language}" for language in LANGUAGES for name in TEXTS))
MORE_HEADINGS = {"was": N_("Was (codes before)"), "issue": N_("Subject"), "conditions": N_("Conditions of the profile"),
         "confidence": N_("How sure the wording is")}
_MOST_ROWS, _HEAD_WITHIN = 5_000, 12


@dataclass(frozen=True)
class SheetRow:
    """One row of the sheet.  Shape: state is one of STATES; record is what would be kept, None where it is refused."""

    number: int
    code: str
    title: str
    state: str
    record: Record | None = None
    problem: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet that was read.  Shape: cautions are sentences about the file."""

    rows: tuple[SheetRow, ...]
    cautions: tuple[str, ...] = ()

    def count(self, state: str) -> int:
        """How many rows are in a state."""
        return sum(row.state == state for row in self.rows)


Typed = Mapping[str, str]


def heading(name: str) -> str:
    """Heading of a column, not translated yet."""
    if name in MORE_HEADINGS:
        return MORE_HEADINGS[name]
    type_ = OfficialText if name in OFFICIAL_COLUMNS[1:] else OwnRequirement
    return type_.field(name).label


# reading


def table_of(path: Path) -> tuple[list[tuple[int, Typed]], tuple[str, ...]]:
    """Rows below the headings, with their number, as texts by column; and sentences about the file.

    Errors: RefusedFile where no sheet has the headings.
    """
    book = open_book(path)
    for sheet in book.sheets:
        lines: list[Sequence[Any]] = []
        for number, cells in enumerate(book.rows(sheet), 1):
            if number > _MOST_ROWS:
                raise RefusedFile(_("“{file}” has more rows than any standard. Choose another file.").format(
                    file=path.name))
            lines.append(cells)
        found = _places(lines)
        if found is None:
            continue
        head, places, unread = found
        rows = [(number, {name: _text(cells[place]) if place < len(cells) else "" for name, place in places.items()})
                for number, cells in enumerate(lines[head + 1:], head + 2)]
        cautions = [each.sentence for each in book.cautions]
        if unread:
            cautions.insert(0, _("Columns that are not read: {names}.").format(names="; ".join(unread)))
        return [row for row in rows if any(row[1].values())], tuple(cautions)
    raise RefusedFile(_("“{file}” has no column “{heading}”. Begin with the template of the page Catalogues.").format(
        file=path.name, heading=_("Code")))


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, Decimal) and cell == cell.to_integral_value():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()


def _places(lines: Sequence[Sequence[Any]]) -> tuple[int, dict[str, int], list[str]] | None:
    """The row of the headings, the columns that are known, and the headings that nobody understands."""
    names = dict.fromkeys((*OWN_COLUMNS, *OFFICIAL_COLUMNS, *EDITION_COLUMNS))
    known: dict[str, str] = {}
    for name in names:
        known.setdefault(fold(name), name)
        for language in SPOKEN:
            with speaking(language):
                known.setdefault(fold(_(heading(name))), name)
    for number, cells in enumerate(lines[:_HEAD_WITHIN]):
        texts = [known.get(fold(cell)) or column_of(cell) if isinstance(cell, str) else "" for cell in cells]
        places = {name: texts.index(name) for name in texts if name}
        if "code" in places and len(places) > 1:
            return number, places, [cell.strip() for cell, name in zip(cells, texts, strict=True)
                                    if isinstance(cell, str) and cell.strip() and not name]
    return None


def twins_in(rows: Sequence[tuple[int, Typed]]) -> set[str]:
    """Codes that stand twice."""
    return {code for code, count in Counter(row["code"] for _number, row in rows).items() if code and count > 1}


def _title(typed: Typed) -> str:
    return next((typed[f"title_{each}"] for each in LANGUAGES if typed.get(f"title_{each}")), "")


def _read_each(path: Path, take: Callable[[Typed], tuple[str, Record | None, str]]) -> Sheet:
    rows, cautions = table_of(path)
    twins, found = twins_in(rows), []
    for number, typed in rows:
        code = typed["code"]
        if not code:
            state, record, problem = REFUSED, None, _("The code is missing.")
        elif code in twins:
            state, record, problem = REFUSED, None, _("The code {code} stands twice in the sheet.").format(code=code)
        else:
            state, record, problem = take(typed)
        found.append(SheetRow(number, code, _title(typed) or typed.get("official_code", ""), state, record, problem))
    return Sheet(tuple(found), cautions)


def _filled(record: Record, typed: Typed, names: Sequence[str]) -> str:
    """Put typed texts into a record; gives what cannot be read or kept, "" where all is well."""
    problems = []
    for name in names:
        if name not in typed:
            continue
        field = record.field(name)
        try:
            setattr(record, name, _taken(field, typed[name]))
        except ValueError as error:
            problems.append(_("{column}: {problem}").format(column=field.title(), problem=error))
    record.fill()
    problems += [_("{column}: {problem}").format(column=record.field(name).title(), problem=sentence)
                 for name, sentences in record.check().items() for sentence in sentences]
    return " ".join(problems)


def _taken(field: Declared, text: str) -> Any:
    """Value of a cell; its words may be of any language of the program.  Errors: ValueError, in the one in force."""
    try:
        return field.take(text, Reading()) if text else None
    except ValueError:
        for language in SPOKEN:
            with speaking(language), suppress(ValueError):
                return field.take(text, Reading())
        raise


def _judged(record: Record, before: Record | None, names: Sequence[str]) -> str:
    if before is None:
        return NEW
    same = all(getattr(record, name) == getattr(before, name) for name in names)
    return SAME if same else CHANGED


def _copy(before: Record | None, fresh: Record) -> Record:
    return fresh if before is None else type(before)(**before.values())


# own rows


def read_own(store: Store, catalogue: Catalogue, path: Path) -> Sheet:
    """Read own rows for a catalogue; those with the code of one that is there change it.  Errors: RefusedFile."""
    there = {each.code: each for each in store.all(OwnRequirement, catalogue=catalogue.key)}
    foreign = {each.code for each in catalogue if not each.own}

    def take(typed: Typed) -> tuple[str, Record | None, str]:
        code = typed["code"]
        if code in foreign:
            return REFUSED, None, _("{catalogue} has a row {code} of its own; give yours another code.").format(
                catalogue=catalogue.key, code=code)
        before = there.get(code)
        record = _copy(before, OwnRequirement(catalogue=catalogue.key))
        problem = _filled(record, typed, OWN_COLUMNS) or strange_facts(typed.get("facts", ""))
        return (REFUSED, None, problem) if problem else (_judged(record, before, OWN_COLUMNS), record, "")

    return _read_each(path, take)


def strange_facts(names: str) -> str:
    """A sentence for the first fact that armdesk does not know, "" where it knows all."""
    strange = next((each for each in names.split() if each not in FIGURES), "")
    return _("There is no fact “{name}”; some are: {examples}.").format(
        name=strange, examples=", ".join(sorted(FIGURES)[:6])) if strange else ""


# official numbers


def read_official(store: Store, catalogue: Catalogue, path: Path, today: date) -> Sheet:
    """Read official numbers and wording for the rows of a catalogue.  Errors: RefusedFile."""
    there = {each.requirement: each for each in store.all(OfficialText, catalogue=catalogue.key)}

    def take(typed: Typed) -> tuple[str, Record | None, str]:
        code = typed["code"]
        if code not in catalogue:
            return REFUSED, None, _("{catalogue} has no row {code}.").format(catalogue=catalogue.key, code=code)
        if not typed.get("official_code") and not typed.get("wording"):
            return SAME, None, ""
        before = there.get(code)
        record = _copy(before, OfficialText(catalogue=catalogue.key, requirement=code, noted_on=today))
        problem = _filled(record, typed, OFFICIAL_COLUMNS[1:])
        return (REFUSED, None, problem) if problem else (_judged(record, before, OFFICIAL_COLUMNS[1:]), record, "")

    return _read_each(path, take)


def keep(store: Store, found: Sheet) -> int:
    """Keep the rows that are new or changed, as one operation.  Shape: how many.  Errors: InvalidRecord."""
    wanted = [row.record for row in found.rows if row.state in (NEW, CHANGED) and row.record is not None]
    if wanted:
        title = ngettext("{count} row of a catalogue from Excel", "{count} rows of a catalogue from Excel", len(wanted))
        with store.operation(title.format(count=len(wanted))) as writer:
            for record in wanted:
                writer.save(record)
    return len(wanted)
