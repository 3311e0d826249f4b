"""Prints papers about people: cards, the whole file of one person and its data, each print remembered."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from armdesk import atomic
from armdesk.errors import InvalidRecord
from armdesk.evidence.files import FileStore
from armdesk.exports.pdf import write_pdf
from armdesk.exports.pdf_cards import Card, write_cards
from armdesk.exports.printing import Print, remember, run
from armdesk.i18n import _, speaking
from armdesk.models import Organisation, Person, choices
from armdesk.progress import SILENT, Progress
from armdesk.query import Filter, Query
from armdesk.reports.people_papers import file_of_person
from armdesk.services import person_file
from armdesk.services.people.person_photo import path_of
from armdesk.store import Store
from armdesk.writer import Writer

_CARD, _FILE = "card", "person_file"


@dataclass(frozen=True)
class Layout:
    """How cards are printed: until when they hold, and eight or ten to a page."""

    valid_until: date | None = None
    per_page: int = 10


def print_cards(store: Store, files: FileStore, people: Sequence[str], folder: Path, language: str,
                layout: Layout, progress: Progress = SILENT) -> Path:
    """Print the cards of some people; those without a member number are refused, for a card is known by it.

    Errors: InvalidRecord, ExportError, DiskFull, Cancelled; then no print is remembered.
    """
    now = store.now()
    found = store.find(Query(Person, filters=(Filter("id", "in", tuple(people)),)))
    if bare := [str(each.name) for each in found if not each.code]:
        raise InvalidRecord({"": [_("These people have no code, which stands on the card: {names}.").format(
            names=", ".join(bare[:5]) + (" …" if len(bare) > 5 else ""))]})
    organisation = store.one(Organisation) or Organisation()

    def note(writer: Writer) -> None:
        for each in found:
            remember(store, writer, _CARD, each, each.code, language, now)

    def write(target: Path, _code: str) -> None:
        cards = [Card(str(organisation.legal_name or ""), str(each.code), str(each.name), _(choices.ROLE[each.role]),
                      layout.valid_until, path_of(store, files, each)) for each in found]
        write_cards(cards, target, language, now.date(), per_page=layout.per_page, progress=progress)

    with speaking(language):
        word, title = _("Cards"), _("Cards printed: {number}")
    first, last = (str(found[0].code), str(found[-1].code)) if found else ("", "")
    named = first if first == last else f"{first} – {last}"
    return run(store, Print(word, title, lambda: named, note, write), folder, language)


def print_file(store: Store, files: FileStore, person: Person, folder: Path, language: str) -> Path:
    """Print the whole file of one person.  Errors: as print_cards()."""
    now = store.now()

    def note(writer: Writer) -> None:
        remember(store, writer, _FILE, person, person.code, language, now)

    def write(target: Path, _code: str) -> None:
        write_pdf(file_of_person(store, person, now.date(), language, path_of(store, files, person)), target)

    with speaking(language):
        word, title = _("File"), _("File of a person printed: {number}")
    return run(store, Print(word, title, lambda: str(person.name or ""), note, write), folder, language)


def write_data(store: Store, person: Person, target: Path, day: date) -> None:
    """Write what the registers say of one person as CSV: part, field or column, value.

    Errors: ExportError, DiskFull.  What begins like a formula is written as text.
    """
    found = person_file.read(store, person, day)
    lines = io.StringIO()
    out = csv.writer(lines)
    out.writerow(("part", "row", "field", "value"))
    values = {field.name: getattr(person, field.name) for field in person.declared()}
    for field in Person.declared():
        if values[field.name] not in (None, ""):
            target_type = getattr(field, "target", "")
            shown = store.label(target_type, values[field.name]) if target_type else field.exchange(
                values[field.name], values)
            out.writerow(("person", "1", field.key, _plain(str(shown))))
    for part in found.parts:
        for number, row in enumerate(part.rows, 1):
            for heading, text in zip(part.headings, row, strict=True):
                out.writerow((part.key, str(number), heading, _plain(text)))
    with atomic.replacing(target) as scratch:
        scratch.write_text(lines.getvalue(), encoding="utf-8-sig", newline="")


def _plain(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
