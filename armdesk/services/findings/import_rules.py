"""Rules on the books that were read in: sums that their rows contradict, values nobody can read, rows left out."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from armdesk.fields import Date
from armdesk.i18n import N_, _, ngettext
from armdesk.importers.book_sums import TOTAL, BookSum
from armdesk.models import record_type
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.findings.finding import Finding, Look, Rule, rule
from armdesk.store import Store

_MOST = 100


@dataclass(frozen=True)
class _Run:
    """The last import of one file, with what its note says."""

    raw: Any
    file: str
    refused: int
    details: Mapping[str, Any]

    @property
    def reference(self) -> str:
        """The import, as findings name it."""
        return f"import_run/{id_of(self.raw)}"


def _runs(store: Store) -> list[_Run]:
    """The last import of each file that nobody took back; what an earlier one said of it no longer matters."""
    newest: dict[str, _Run] = {}
    for raw, file, refused, details in ask(
            store, "SELECT id, file_name, refused, details FROM import_run WHERE trashed = 0 "
            "AND coalesce(undone, 0) = 0 ORDER BY id"):
        try:
            told = json.loads(details or "{}")
        except ValueError:  # a note that somebody cut off says nothing
            told = {}
        newest[str(file)] = _Run(raw, str(file), int(refused or 0), told if isinstance(told, dict) else {})
    return list(newest.values())


def refused_numbers(store: Store) -> set[str]:
    """Numbers of papers whose rows were refused: they are in the book, so they are not missing."""
    return {str(number) for run in _runs(store) for number in run.details.get("numbers", ())}


@rule(N_("Sums of books that their rows contradict"), "import_run")
def book_sums(look: Look) -> Iterator[Finding]:
    """Totals and worked-out columns of a book that are not what its rows give."""
    for run in _runs(look.store):
        apart: dict[tuple[str, str], list[BookSum]] = defaultdict(list)
        for told in run.details.get("sums", ()):
            each = BookSum(*told)
            apart[each.sheet, each.kind].append(each)
        for (sheet, kind), found in apart.items():
            last = found[-1]
            text = last.sentence()
            if len(found) > 1:
                text = _("“{sheet}”: {count} totals are not what the rows above them come to; the last, in row {row}, "
                         "says {stated} instead of {reckoned}.").format(
                    sheet=sheet, count=len(found), row=last.row, stated=last.stated, reckoned=last.reckoned)
            yield Finding("book_total" if kind == TOTAL else "book_column", "warn", f"{run.file}, {text}",
                          (run.reference,), facts=(f"{sheet} {last.row} {last.stated} {last.reckoned}",))


@rule(N_("Values that nobody can read"), "import_run", "person", "production", "sale", "payment", "lot", "incident",
      "training", "meeting", "document", "action", "reagent_movement", "ppe_delivery", "party", "assay")
def unread_values(look: Look) -> Iterator[Finding]:
    """What stands in a book and is no value, such as a day that does not exist, as long as the field is empty."""
    for run in _runs(look.store):
        for sheet, row, kind, name, shows in run.details.get("unread", ())[:_MOST]:
            yield from _unread(look.store, run, (str(sheet), int(row)), (str(kind), str(name), str(shows)))


def _unread(store: Store, run: _Run, place: tuple[str, int], told: tuple[str, str, str]) -> Iterator[Finding]:
    kind, name, shows = told
    type_ = record_type(kind)
    field = type_.field(name)
    prefix = "!".join(str(part) for part in place if part)
    for raw, value, source_row in ask(
            store, f'SELECT id, "{field.column_name}", source_row FROM "{kind}" WHERE trashed = 0 '  # noqa: S608 - declared
            "AND source = ?", run.raw):
        stands = str(source_row).lstrip("!")
        if value is not None or not (stands == prefix or stands.startswith(f"{prefix}!")):
            continue
        record = store.get(type_, id_of(raw))
        label = record.label() if record is not None else ""
        yield Finding("unread_value", "warn" if isinstance(field, Date) else "note", _(
            "“{shows}” is written for “{field}” of {name} ({file}, {place}), and it cannot be so.").format(
            shows=shows, field=field.title(unit=False), name=label, file=run.file, place=prefix.replace("!", " ")),
            (f"{kind}/{id_of(raw)}",), facts=(shows,))


@rule(N_("Rows of books left out"), "import_run")
def refused_rows(look: Look) -> Iterator[Finding]:
    """Files of which rows were refused: what stands in them is in no register."""
    for run in _runs(look.store):
        if run.refused:
            rows = _places(run.details.get("refused", ()))
            yield Finding("refused_rows", "note", ngettext(
                "{count} row of “{file}” could not be taken over: {rows}.",
                "{count} rows of “{file}” could not be taken over: {rows}.", run.refused).format(
                count=run.refused, file=run.file, rows=rows), (run.reference,), facts=(str(run.refused),))


def _places(refused: Iterable[Any]) -> str:
    found = [" ".join(str(part) for part in (sheet, row) if part) for sheet, row, _sentence in refused]
    shown = ", ".join(found[:5])
    return shown if len(found) <= 5 else _("{names}; and {count} more").format(names=shown, count=len(found) - 5)


IMPORT_RULES: dict[str, Rule] = {"book_sums": book_sums, "unread_values": unread_values, "refused_rows": refused_rows}
"""Rules on imports by name."""
