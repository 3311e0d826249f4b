"""Carries out an import plan as one operation that can be undone as one, and keeps the file as evidence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from armdesk.errors import RefusedFile, StaleRecord
from armdesk.evidence.files import FileStore
from armdesk.evidence.names import clean_name
from armdesk.fields import Link
from armdesk.i18n import _
from armdesk.importers.collector import no_collection
from armdesk.importers.planned import Doubt, ImportPlan, Planned
from armdesk.models import RECORDS, Document, ImportRun, Revision, record_type
from armdesk.progress import SILENT, Progress
from armdesk.record import Record, new_id
from armdesk.store import Store
from armdesk.writer import Writer

_LISTED = 60  # so many places fit into the note of an import
_NUMBERED = frozenset(("code", "receipt_no", "number"))
"""Fields that hold the number of a paper: one whose row was refused is not missing."""
_MANY = 200_000  # rows whose plan is large itself


def apply_import(
    plan: ImportPlan, store: Store, files: FileStore, today: date, progress: Progress = SILENT
) -> ImportRun | None:
    """Write what a plan says; None when there is nothing to write.

    All records, the note of the import and the kept file are one operation.  Errors: InvalidRecord, StaleRecord when
    the workspace changed since the plan was made, RefusedFile when the file did, Cancelled; then nothing was written.
    """
    if plan.empty:
        return None
    kept = files.add(plan.book.path)
    if kept.sha256 != plan.sha256:
        sentence = _("“{file}” was changed since it was looked at; import it again.")
        raise RefusedFile(sentence.format(file=plan.book.path.name))
    run = _note_of_run(plan, today)
    title = _("Import: {file}").format(file=clean_name(plan.book.path.name))
    with no_collection(), store.operation(title, "import") as writer:
        writer.add_up_after(progress)
        _refuse_gone(store, plan)
        run.document = _keep_as_evidence(store, writer, plan, kept.name, kept.media_type, kept.size, today)
        writer.save(run)
        later = _write_new(writer, plan.new, run.id, progress)
        _write_changed(store, writer, plan.changed, run.id, progress)
        _set_later(store, writer, later)
    return run


def _note_of_run(plan: ImportPlan, today: date) -> ImportRun:
    """The record of this import: its numbers, the place of every doubt, and the papers whose rows were refused."""
    counts = plan.counts()
    details = {
        "refused": [[row.sheet, row.number, problems[0].sentence] for row, problems in plan.refused[:_LISTED]],
        "doubtful": [
            [each.sheet, each.row, each.problem.field, each.problem.shows] for each in plan.doubtful[:_LISTED]
        ],
        "unread": [[each.sheet, each.row, each.type, each.problem.field, each.problem.shows]
                   for each in plan.doubtful if not _names_another(each)][:_LISTED],
        "skipped": plan.skipped,
        "sums": [each.as_data() for each in plan.sums[:_LISTED]],
        "numbers": sorted({value for row, _problems in plan.refused for record in row.records
                           for name, value in record.values.items() if name in _NUMBERED and value})[:_LISTED],
    }
    return ImportRun(id=new_id(), date=today, file_name=clean_name(plan.book.path.name), sha256=plan.sha256,
                     recipe=plan.recipe.name, created=counts["new"], changed=counts["changed"],
                     unchanged=counts["unchanged"], refused=counts["refused"], doubtful=counts["doubtful"],
                     details=json.dumps(details, ensure_ascii=False))  # fmt: skip


def _names_another(doubt: Doubt) -> bool:
    """Whether what could not be understood is the name of another record."""
    return isinstance(record_type(doubt.type).field(doubt.problem.field), Link)


def _keep_as_evidence(
    store: Store, writer: Writer, plan: ImportPlan, name: str, media_type: str, size: int, today: date
) -> str:
    """The document of the source file, made unless the same file was kept before; returns its id."""
    known = store.one(Revision, sha256=plan.sha256)
    if known is not None:
        return str(known.document)
    document = Document(id=new_id(), title=plan.recipe.title, kind="book", state="filed", file_as_written=name)
    writer.save(document)
    writer.save(Revision(id=new_id(), document=document.id, number=1, file_name=name, sha256=plan.sha256, size=size,
                         media_type=media_type, added_on=today))  # fmt: skip
    return str(document.id)


def _refuse_gone(store: Store, plan: ImportPlan) -> None:
    """Refuse a plan that links to a record somebody has put into the trash since; one question per register."""
    links = {name: [link for link in record_type(name).links() if link.on_trash == "refuse"]
             for name in {each.type for each in plan.new}}
    named: dict[str, set[str]] = {link.target: set() for each in links.values() for link in each}
    for each in plan.new:
        values = each.values
        for link in links[each.type]:
            if value := values.get(link.name):
                named[link.target].add(value)
    fresh = {each.id for each in plan.new if each.type in named}
    for target, ids in named.items():
        type_ = record_type(target)
        raw = [bytes.fromhex(each) for each in ids - fresh]
        living = [key for key, (trashed,) in store.rows(type_, raw, [type_.field("trashed")]).items() if not trashed]
        if len(living) < len(raw):
            sentence = _("“{register}” was changed since the preview; look at the file again and then import it.")
            raise StaleRecord(sentence.format(register=_(type_.about.many)), {})


def _write_new(writer: Writer, planned: Sequence[Planned], run: str, progress: Progress) -> list[Planned]:
    """Write all new records, those that others name first; returns those with links still to set."""
    by_type: dict[str, list[Planned]] = {}
    for each in planned:
        by_type.setdefault(each.type, []).append(each)
    targets = {link.target for name in by_type for link in record_type(name).links()}
    fresh = {each.id for name in targets & by_type.keys() for each in by_type[name]}
    later: list[Planned] = []
    done = 0
    for name in _in_order(by_type):
        type_ = record_type(name)
        links = [field.name for field in type_.links() if field.target in by_type]
        rows = _rows(by_type[name], links, fresh, later, run)
        writer.save_many(type_, rows, checked=True, sparing=len(planned) > _MANY)
        if name in targets:
            fresh -= {each.id for each in by_type[name]}
        done += len(by_type[name])
        progress.step(done, len(planned), _(type_.about.many))
    return later


def _in_order(types: Iterable[str]) -> list[str]:
    """Record types so that those named by others come first, where no circle forbids it."""
    waiting = [each for each in RECORDS if each.type_name() in set(types)]
    ordered: list[str] = []
    while waiting:
        names = {each.type_name() for each in waiting}
        free = [each for each in waiting if not (names - {each.type_name()}) & {link.target for link in each.links()}]
        chosen = (free or waiting)[0]
        waiting.remove(chosen)
        ordered.append(chosen.type_name())
    return ordered


def _rows(
    planned: Sequence[Planned], links: Sequence[str], fresh: set[str], later: list[Planned], run: str
) -> Iterator[dict[str, Any]]:
    """The rows to write; a link to a record that is not written yet waits."""
    for each in planned:
        values = each.values
        waiting = [name for name in links if values.get(name) in fresh]
        if waiting:
            for name in waiting:
                del values[name]
            later.append(each)
        values.update(_origin(each, run))
        values["id"] = each.id
        yield values


def _origin(each: Planned, run: str) -> dict[str, Any]:
    """What a record remembers of where it came from."""
    kept = each.typed
    typed = _as_json(tuple(kept.items())) if kept else None
    return {"source": run, "source_row": each.place[:300], "source_key": each.source_key, "typed": typed}


@lru_cache(maxsize=5_000)
def _as_json(typed: tuple[tuple[str, str], ...]) -> str:
    """What was typed, as the record keeps it; the same texts come again and again."""
    return json.dumps(dict(typed), ensure_ascii=False)


def _write_changed(store: Store, writer: Writer, planned: Sequence[Planned], run: str, progress: Progress) -> None:
    """Write the differences into records that are there already."""
    for count, each in enumerate(planned):
        record = _stored(store, each)
        for name, (_old, value) in each.differences.items():
            setattr(record, name, value)
        written = each.typed
        typed = {**record.typed_texts(), **written}
        for name in each.differences:
            if name not in written:
                typed.pop(name, None)
        if not each.merge:
            for name, value in {
                **_origin(each, run),
                "typed": json.dumps(typed, ensure_ascii=False) if typed else None,
            }.items():
                setattr(record, name, value)
        writer.save(record)
        if not count % 500:
            progress.step(count, len(planned), _("changed"))


def _set_later(store: Store, writer: Writer, planned: Sequence[Planned]) -> None:
    """Set the links between records that name each other."""
    for each in planned:
        record, values = _stored(store, each), each.values
        for field in type(record).links():
            if values.get(field.name):
                setattr(record, field.name, values[field.name])
        writer.save(record)


def _stored(store: Store, each: Planned) -> Record:
    record = store.get(record_type(each.type), each.id)
    if record is None:
        raise StaleRecord(_("This record is not there any more."), {})
    return record
