"""Lines of a day sheet on their way into the register; what cannot be kept stays on the sheet with the reason."""

from __future__ import annotations

from collections.abc import Sequence

from armdesk.errors import InvalidRecord, StaleRecord
from armdesk.i18n import _
from armdesk.models import Production
from armdesk.services.people.age_gate import Gate, note
from armdesk.services.sheets.day_line import KEPT, Line
from armdesk.store import Store
from armdesk.writer import Writer


def save_lines(store: Store, lines: Sequence[Line], title: str) -> list[Line]:
    """Keep lines as one operation; answers those that were kept.

    A line without anything left in it goes to the trash.  Errors: those of the disk; what is wrong with a line, and
    what somebody else saved meanwhile, is written into it.
    """
    kept: list[tuple[Line, Production]] = []
    gate = Gate(store)
    with store.operation(title) as writer:
        for line in lines:
            record = _record(store, line)
            if record is not None and _keep(store, writer, line, record):
                kept.append((line, record))
                if record.person and not line.is_blank:
                    note(gate, writer, record)
    # Only now is it sure that the disk has them.
    for line, record in kept:
        line.values = {name: value for name in (*KEPT, "typed") if (value := getattr(record, name)) is not None}
        line.saved, line.id, line.version = dict(line.values), record.id, record.version
        line.problems, line.theirs = {}, {}
    return [line for line, _record_kept in kept]


def settle(store: Store, line: Line, mine: set[str]) -> None:
    """Two versions of a line: keep the fields named as typed here, take the others as they were saved meanwhile."""
    stored = store.get(Production, line.id)
    if stored is None:
        return
    values = {name: value for name in (*KEPT, "typed") if (value := getattr(stored, name)) is not None}
    line.saved, line.version = values, stored.version
    ours = {name: line.values.get(name) for name in mine}
    line.values, line.problems, line.theirs = dict(values), {}, {}
    line.put(ours)


def _record(store: Store, line: Line) -> Production | None:
    """The record to be saved: the one in the register with what was changed here."""
    if not line.id:
        return Production(**line.values)
    record = store.get(Production, line.id)
    if record is None or record.trashed:
        line.problems[""] = [_("Somebody put this delivery into the trash meanwhile. Delete the line, or copy it into "
                               "a new one.")]
        return None
    for name in (*KEPT, "typed"):
        if line.values.get(name) != line.saved.get(name):
            setattr(record, name, line.values.get(name))
    record.version = line.version
    return record


def _keep(store: Store, writer: Writer, line: Line, record: Production) -> bool:
    try:
        if line.is_blank:
            writer.trash([record])
        else:
            writer.save(record)
    except InvalidRecord as error:
        line.problems = {name: list(each) for name, each in error.problems.items()}
        return False
    except StaleRecord as error:
        line.problems = {name: [_("Here: {ours}. Saved meanwhile by somebody else: {theirs}.").format(
            ours=ours or _("(empty)"), theirs=theirs or _("(empty)"))]
            for name, (ours, theirs) in error.differences.items()}
        line.problems[""] = [str(error)]
        line.theirs = dict(error.differences)
        return False
    return True
