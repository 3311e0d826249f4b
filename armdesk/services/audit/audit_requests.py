"""Lists of requests as auditors send them: any layout in four languages, read, compared with what is known, kept."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from armdesk.catalogues.catalogue import Catalogue
from armdesk.errors import RefusedFile
from armdesk.evidence.files import FileStore
from armdesk.evidence.inbox import next_number as next_document
from armdesk.evidence.kinds import media_type
from armdesk.fields import Reading, fold
from armdesk.i18n import N_, _, ngettext
from armdesk.importers.headings import plain
from armdesk.importers.layout import shown
from armdesk.importers.workbook import Book, open_book
from armdesk.models import Audit, AuditRequest, Document, RequestList, Revision, audit_choices
from armdesk.record import new_id
from armdesk.services.audit.audit_match import Proposed, propose
from armdesk.services.audit.audit_words import code_of, columns
from armdesk.store import Store

HEADINGS = {"number": N_("Request no."), "text": N_("Request"), "requirement": N_("Requirement"),
            "responsible": N_("Responsible"), "due_on": N_("Due on"), "status": N_("Our state"),
            "answer": N_("Answer"), "evidence": N_("Evidence"), "auditor_status": N_("Auditor's state"),
            "auditor_note": N_("Auditor's note")}
"""Fields of a list, with the headings armdesk writes itself; the first ones are read, ours are only written."""
READ = ("number", "text", "requirement", "responsible", "due_on", "auditor_status", "auditor_note")
OURS = ("responsible", "status", "answer", "evidence")
NEW, CHANGED, SAME = "new", "changed", "same"
_HEAD_WITHIN, _MOST_ROWS, _LONGEST = 40, 5_000, 4_000


@dataclass(frozen=True)
class Asked:
    """One row of a list.

    Shape: proposed is the requirement that is meant perhaps; problems are sentences on cells that were not understood.
    """

    row: int
    number: str
    text: str
    written: str
    proposed: Proposed | None
    responsible: str
    due_on: date | None
    auditor_status: str
    auditor_note: str
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Listed:
    """A list that was read.

    Shape: columns maps a field of HEADINGS to its place, from 0; headings are those of the row head, from 1; left_out
    are rows without a request, such as headings of chapters.
    """

    path: Path
    sheet: str
    sheets: tuple[str, ...]
    head: int
    headings: tuple[str, ...]
    columns: Mapping[str, int]
    rows: tuple[Asked, ...]
    left_out: int
    cautions: tuple[str, ...]


@dataclass(frozen=True)
class Met:
    """One row beside what is known.  Shape: request None for a new one; changes are (field, before, now) as shown."""

    asked: Asked
    request: AuditRequest | None
    changes: tuple[tuple[str, str, str], ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def state(self) -> str:
        """NEW, CHANGED or SAME."""
        return NEW if self.request is None else CHANGED if self.changes else SAME


@dataclass(frozen=True)
class Choice:
    """What a person takes over of a list.

    Shape: chosen are places in met; requirements maps places to the requirement that was confirmed, "" for none.
    """

    met: Sequence[Met]
    chosen: Collection[int]
    requirements: Mapping[int, str] = field(default_factory=dict)


def look(path: Path, catalogues: Sequence[Catalogue], today: date, chosen: Mapping[str, int] | None = None,
         sheet: str = "", order: str = "dmy") -> Listed:
    """Read a list; chosen columns settle what the headings do not say.

    Errors: RefusedFile where it cannot be opened safely, or no row of it says what is asked for.
    """
    book = open_book(path)
    found: tuple[str, list[list[Any]], int, dict[str, int]] | None = None
    for name in [sheet] if sheet else book.sheets:
        rows = list(islice(book.rows(name), _MOST_ROWS + 1))
        if len(rows) > _MOST_ROWS:
            raise RefusedFile(_("“{file}” has more rows than a list of requests.").format(file=path.name))
        head, places = _head(rows)
        if places and (found is None or len(places) > len(found[3])):
            found = (name, rows, head, places)
    if found is None:
        raise RefusedFile(_("No row of “{file}” is a heading that says what is asked for, such as “Request”. "
                            "Write the headings over the columns and read it again.").format(file=path.name))
    name, rows, head, places = found
    if chosen is not None:
        places = {each: place for each, place in chosen.items() if place >= 0}
    reading = Reading(order=order, today=today)
    asked: list[Asked] = []
    left_out = 0
    for number, cells in enumerate(rows[head + 1:], head + 2):
        row = _row(number, cells, places, catalogues, reading, len(asked) + 1)
        if row is not None:
            asked.append(row)
        elif any(shown(cell) for cell in cells):
            left_out += 1
    return Listed(path, name, tuple(book.sheets), head + 1, tuple(shown(cell) for cell in rows[head]), places,
                  tuple(asked), left_out, tuple(_sentences(book)))


def _sentences(book: Book) -> Iterator[str]:
    return (each.sentence for each in book.cautions)


def _head(rows: Sequence[Sequence[Any]]) -> tuple[int, dict[str, int]]:
    """The row of headings, from 0, and its columns; {} where none says what is asked for."""
    best: tuple[int, dict[str, int]] = (0, {})
    for place, cells in enumerate(rows[:_HEAD_WITHIN]):
        places = columns("request", [shown(cell) if isinstance(cell, str) else "" for cell in cells], HEADINGS)
        if "text" in places and len(places) > max(1, len(best[1])):
            best = (place, places)
    return best


def _row(number: int, cells: Sequence[Any], places: Mapping[str, int], catalogues: Sequence[Catalogue],
         reading: Reading, count: int) -> Asked | None:
    texts = {name: shown(cells[place]).strip()[:_LONGEST] if place < len(cells) else ""
             for name, place in places.items()}
    text = texts.get("text", "")
    if not text or plain(text) == plain(HEADINGS["text"]):
        return None
    problems = []
    due = None
    if texts.get("due_on"):
        try:
            due = AuditRequest.field("due_on").take(cells[places["due_on"]], reading)
            problems += AuditRequest.field("due_on").check(due) if due is not None else []
        except (ValueError, ArithmeticError) as error:
            problems.append(str(error))
    status = code_of("auditor_status", texts.get("auditor_status", ""))
    if texts.get("auditor_status") and not status:
        problems.append(_("“{text}” is no state armdesk knows; the auditor's state stays as it is.").format(
            text=texts["auditor_status"][:60]))
    return Asked(number, texts.get("number", "")[:80] or str(count), text, texts.get("requirement", ""),
                 propose(text, catalogues, texts.get("requirement", "")), texts.get("responsible", "")[:300],
                 due, status, texts.get("auditor_note", ""), tuple(problems))


def compare(store: Store, audit: Audit, listed: Listed, today: date) -> list[Met]:
    """Each row of a list beside the request that is known, by its number, else by its text."""
    known = store.all(AuditRequest, audit=audit.id)
    by_number = {fold(str(each.number)): each for each in known if each.number}
    by_text = {" ".join(fold(each.text).split()): each for each in known}
    found, used = [], set()
    for asked in listed.rows:
        request = by_text.get(" ".join(fold(asked.text).split()))
        if request is None or request.id in used:
            numbered = by_number.get(fold(asked.number))
            request = numbered if numbered is not None and "number" in listed.columns else None
        if request is not None and request.id in used:
            request = None
        if request is None:
            found.append(Met(asked, None))
            continue
        used.add(request.id)
        values = _news(request, asked, today)
        found.append(Met(asked, request, tuple(
            (name, _shown(request, name, getattr(request, name)), _shown(request, name, value))
            for name, value in values.items() if name != "auditor_on"), values))
    return found


def _news(request: AuditRequest, asked: Asked, today: date) -> dict[str, Any]:
    """What the auditor says anew of a known request; an empty cell says nothing, our own track is never touched."""
    said = {"text": asked.text, "due_on": asked.due_on, "auditor_status": asked.auditor_status or None,
            "auditor_note": asked.auditor_note or None}
    news = {name: value for name, value in said.items() if value is not None and value != getattr(request, name)}
    if "auditor_status" in news:
        news["auditor_on"] = today
    return news


def _shown(request: AuditRequest, name: str, value: Any) -> str:
    return str(request.field(name).format(value, request.values()))


def take(store: Store, files: FileStore, audit: Audit, listed: Listed, choice: Choice,
         today: date) -> tuple[int, int]:
    """Keep the list itself and take over chosen rows, as one operation.  Shape: (new, changed).

    Errors: DiskFull, InvalidRecord.
    """
    chosen = choice.chosen
    kept = files.add(listed.path)
    title = ngettext("{count} request from {file}", "{count} requests from {file}", len(chosen)).format(
        count=len(chosen), file=listed.path.name)
    new = changed = 0
    with store.operation(title) as writer:
        there = store.one(Revision, sha256=kept.sha256)
        document = there.document if there is not None else new_id()
        if there is None:
            writer.save(Document(id=document, number=f"D-{next_document(store):05d}",
                                 title=_("List of requests of {name}").format(
                                     name=audit.auditor or audit.code or audit.title)[:300],
                                 kind="list", state="filed", issuer=audit.auditor, confidentiality="partners"))
            writer.save(Revision(document=document, file_name=kept.name, sha256=kept.sha256, size=kept.size,
                                 media_type=kept.media_type or media_type(listed.path), added_on=today,
                                 risk=kept.risk or None))
        layout = {"sheet": listed.sheet, "head": listed.head, "columns": dict(listed.columns)}
        listing = RequestList(id=new_id(), audit=audit.id, date=today, file_name=listed.path.name[:300],
                              sha256=kept.sha256, document=document, requests=len(listed.rows),
                              layout=json.dumps(layout, ensure_ascii=False, sort_keys=True))
        writer.save(listing)
        for place, each in enumerate(choice.met):
            if each.request is not None:
                fresh = store.get(AuditRequest, each.request.id)
                if fresh is None:
                    continue
                fresh.request_list, fresh.list_row = listing.id, each.asked.row
                for name, value in each.values.items() if place in chosen else ():
                    setattr(fresh, name, value)
                changed += bool(each.values) and place in chosen
                writer.save(fresh)
            elif place in chosen:
                writer.save(_made(audit, each.asked, choice.requirements.get(place, ""), listing.id, today))
                new += 1
    return new, changed


def _made(audit: Audit, asked: Asked, requirement: str, listing: str, today: date) -> AuditRequest:
    return AuditRequest(audit=audit.id, number=asked.number, text=asked.text, requirement=requirement or None,
                        responsible=asked.responsible or None, due_on=asked.due_on, status="open", status_on=today,
                        auditor_status=asked.auditor_status or "open", auditor_on=today,
                        auditor_note=asked.auditor_note or None, request_list=listing, list_row=asked.row)


def set_status(store: Store, ids: Sequence[str], status: str, today: date, *, auditor: bool = False) -> int:
    """Take requests to another state on one of the two tracks, as one operation; the other track stays."""
    name, day = ("auditor_status", "auditor_on") if auditor else ("status", "status_on")
    found = [each for id_ in ids if (each := store.get(AuditRequest, id_)) is not None
             and getattr(each, name) != status]
    if not found:
        return 0
    words = audit_choices.AUDITOR_STATUS if auditor else audit_choices.OUR_STATUS
    title = ngettext("{count} request: {state}", "{count} requests: {state}", len(found)).format(
        count=len(found), state=_(words[status]))
    with store.operation(title) as writer:
        for each in found:
            setattr(each, name, status)
            setattr(each, day, today)
            writer.save(each)
    return len(found)


def newest_list(lists: Sequence[RequestList]) -> RequestList | None:
    """The list that came last."""
    return max(lists, key=lambda each: (each.date, each.id), default=None)


def layout_of(listing: RequestList) -> tuple[str, int, dict[str, int]]:
    """Sheet, row of the headings and columns of a kept list."""
    told = json.loads(listing.layout or "{}")
    return str(told.get("sheet", "")), int(told.get("head", 1)), {
        str(name): int(place) for name, place in told.get("columns", {}).items()}
