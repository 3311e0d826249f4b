"""Export what you see: the list on the screen, as searched and sorted, to an Excel file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from armdesk.fields import Code, CurrencyCode, Date, Declared, Flag, Link, LongText, Reference, Whole
from armdesk.i18n import _, current, speaking
from armdesk.progress import SILENT, Progress
from armdesk.query import Query
from armdesk.reports.document import Column
from armdesk.store import Store
from ui import files, problems, references
from ui.session import Session

_BLOCK = 500
_ID = 16


def ask_path(parent: QWidget, name: str) -> Path | None:
    """Where the file should go; None if the person gave up.  Tests replace this function."""
    return files.ask_target(parent, _("Export what you see"), f"{name}.xlsx", "Excel (*.xlsx)")


def export_list(parent: QWidget, session: Session, query: Query, fields: Sequence[Declared]) -> None:
    """Ask for a file and write the list into it, away from the window."""
    path = ask_path(parent, _(query.type.about.many))
    if path is None:
        return
    language, shown = current(), list(fields)

    def work(progress: Progress) -> Path:
        with speaking(language):
            write_list(session.store, query, shown, path, progress)
        return path

    def done(written: Path) -> None:
        session.say(_("Exported to {file}.").format(file=written.name), "good", _("Open folder"),
                    lambda: open_folder(written.parent))

    session.jobs.run(parent, work, done=done, failed=lambda error: problems.show(error, parent),
                     title=_("Exporting {register}").format(register=_(query.type.about.many)))


def open_folder(folder: Path) -> None:
    """Show a folder in the computer's own file window."""
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def write_list(store: Store, query: Query, fields: Sequence[Declared], path: Path, progress: Progress) -> None:
    """Write a list as one sheet.  Errors: Cancelled, ExportError; then no file is left behind."""
    from armdesk.exports.xlsx import Properties, Sheet, write_workbook

    ids = store.ids(query)
    columns = tuple(_column(field) for field in fields)
    about = query.type.about
    sheet = Sheet(title=_(about.many), columns=columns, rows=_rows(store, query, fields, ids, progress),
                  description=_(about.purpose), tab=about.place)
    write_workbook([sheet], path, SILENT, Properties(title=_(about.many), language=current()))


def _column(field: Declared) -> Column:
    kinds: tuple[tuple[type[Declared], str], ...] = (
        (Date, "date"), (Flag, "yesno"), (Whole, "number"), (Code, "code"), (LongText, "note"))
    kind = next((kind for type_, kind in kinds if isinstance(field, type_)), "text")
    return Column(field.key, _(field.label), kind=kind, unit=field.unit_of(), places=getattr(field, "places", None))


def _rows(store: Store, query: Query, fields: Sequence[Declared], ids: bytearray,
          progress: Progress) -> Iterator[tuple[Any, ...]]:
    total = len(ids) // _ID
    beside = [field for field in query.type.declared() if isinstance(field, CurrencyCode)]
    fetched = [*fields, *(field for field in beside if field not in fields)]
    for start in range(0, total, _BLOCK):
        part = ids[start * _ID : (start + _BLOCK) * _ID]
        block = [bytes(part[place : place + _ID]) for place in range(0, len(part), _ID)]
        found = store.rows(query.type, block, fetched)
        names = _names(store, fields, found)
        for each in block:
            if each in found:
                record = {field.name: value for field, value in zip(fetched, found[each], strict=True)}
                yield tuple(_cell(field, record, names) for field in fields)
        progress.step(min(start + _BLOCK, total), total)


def _names(store: Store, fields: Sequence[Declared], found: dict[bytes, tuple[Any, ...]]) -> dict[str, str]:
    names: dict[str, str] = {}
    for place, field in enumerate(fields):
        wanted = {values[place] for values in found.values() if values[place]}
        if isinstance(field, Link):
            names |= store.labels(field.target, wanted)
        elif isinstance(field, Reference):
            names |= references.labels(store, wanted)
    return names


def _cell(field: Declared, record: dict[str, Any], names: dict[str, str]) -> Any:
    value = record[field.name]
    if isinstance(field, Link | Reference):
        return names.get(value, "") if value else None
    if isinstance(field, Whole | Date | Flag):
        return field.exchange(value, record)
    return field.format(value, record) if value is not None else None
