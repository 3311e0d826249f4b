"""Papers about people: the register and the signature list of any list, and the whole file of one person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from armdesk.fields import Code, Date, Declared, Link
from armdesk.i18n import _, speaking
from armdesk.models import Organisation, Person
from armdesk.query import Query
from armdesk.reports.document import CellValue, Column, Document, Heading, Paragraph, Photo, Photos, Table
from armdesk.services import person_file
from armdesk.services.people import breakdown
from armdesk.services.people.people_figures import AGE_BANDS
from armdesk.store import Store

REGISTER = ("code", "name", "id_number", "sex", "role", "crew", "joined_on", "status")
SIGNED = ("code", "name", "id_number")
"""Columns of the register, and those that stand before the places to sign."""
_ROOM = "\n\u00a0\n"
"""What keeps a row high enough to sign and to press a thumb into it."""
_PER_STEP = 500


def register(store: Store, query: Query, day: date, language: str, *, said: str = "") -> Document:
    """The people of a list as it is searched and filtered.  Shape: said names the filter on paper."""
    with speaking(language):
        document = _begun(store, _("Register of people"), day, language, said)
        document.add(_table(store, query, REGISTER))
        counted = breakdown.of_list(store, query, day)
        document.add(Heading(_("By sex and age"), 2), sex_and_age(counted))
    return document


def signature_list(store: Store, query: Query, day: date, language: str, *, said: str = "",
                   occasion: str = "") -> Document:
    """The same people with room for signature and thumb print.  Shape: occasion is printed above the table."""
    with speaking(language):
        document = _begun(store, _("Signature list"), day, language, said)
        document.add(Paragraph(_("Occasion: {text}").format(text=occasion or "_" * 60)),
                     Paragraph(_("Date and place: {text}").format(text="_" * 60)))
        whole = _table(store, query, SIGNED)
        more = (Column("signature", _("Signature"), width=2.4), Column("thumb", _("Thumb print"), width=1.1))
        rows = [(number, *row, _ROOM, _ROOM) for number, row in enumerate(whole.rows, 1)]
        document.add(Table((Column("place", _("No."), "number", places=0, width=0.5), *whole.columns, *more), rows,
                           empty_text=whole.empty_text))
    return document


def file_of_person(store: Store, person: Person, day: date, language: str, photo: Path | None = None) -> Document:
    """Everything the registers say of one person, for the person's own right to see it."""
    with speaking(language):
        document = _begun(store, _("File of a person"), day, language, str(person.name or ""))
        found = person_file.read(store, person, day)
        document.add(Heading(str(person.name or "")))
        if photo is not None:
            document.add(Photos((Photo(photo, _("Photo")),)))
        document.add(_facts(store, person, found))
        document.add(Heading(_("What is missing"), 2))
        if found.lacks:
            document.add(*(Paragraph(each.sentence, each.tone) for each in found.lacks))
        else:
            document.add(Paragraph(_("Nothing is missing."), "good"))
        for part in found.parts:
            if part.rows:
                document.add(Heading(part.title, 2), Table(
                    tuple(Column(str(place), heading) for place, heading in enumerate(part.headings)), part.rows))
        if bare := [part.title for part in found.parts if not part.rows]:
            document.add(Paragraph(_("Nothing is noted under: {names}.").format(names=", ".join(bare)), "quiet"))
        document.add(Heading(_("Your rights"), 2), Paragraph(_(
            "These are all data the cooperative keeps of you, but for the medical part of accidents and for "
            "complaints, which are kept apart. You may ask that what is wrong is corrected, and that what the law does "
            "not ask us to keep is erased.")))
    return document


def sex_and_age(counted: breakdown.Breakdown) -> Table:
    """People by sex across and age band down, with the sums."""
    sexes = [code for code, count in counted.by_sex.items() if count or code in ("F", "M", breakdown.NOT_STATED)]
    columns = (Column("age_band", _("Age"), width=1.6),
               *(Column(code, _(breakdown.SEXES[code]), "number", places=0) for code in sexes),
               Column("all", _("All"), "number", places=0))
    rows: list[tuple[CellValue, ...]] = [(_(label), *(counted.cross[sex, band] for sex in sexes), counted.by_band[band])
            for band, label in AGE_BANDS.items() if counted.by_band[band] or band != "under_15"]
    totals: tuple[CellValue, ...] = (_("All"), *(counted.by_sex[sex] for sex in sexes), counted.total)
    return Table(columns, rows, totals=totals)


def _begun(store: Store, title: str, day: date, language: str, said: str) -> Document:
    organisation = store.one(Organisation) or Organisation()
    name = str(organisation.legal_name or _("Organisation not described"))
    head = store.head()
    document = Document(title, language, made_on=day, short_title=f"{title} · {name}"[:90], foot_code=head.short(),
                        author=name, contents=False)
    document.add(Heading(title), Paragraph(name), Paragraph(" · ".join(filter(None, (
        _("As of {day}").format(day=day), said))), "quiet"))
    return document


def _table(store: Store, query: Query, names: Sequence[str]) -> Table:
    fields = [Person.field(name) for name in names]
    columns = tuple(Column(field.key, field.title(), _kind(field), width=2.4 if field.name == "name" else 1.1)
                    for field in fields)
    return Table(columns, list(_rows(store, query, fields)), empty_text=_("Nobody is on this list."))


def _kind(field: Declared) -> str:
    return "code" if isinstance(field, Code) else "date" if isinstance(field, Date) else "text"


def _rows(store: Store, query: Query, fields: Sequence[Declared]) -> Sequence[tuple[Any, ...]]:
    found = list(store.values(query, fields))
    names: dict[str, str] = {}
    for field in fields:
        if isinstance(field, Link):
            names |= store.labels(field.target, {row[field.name] for row in found if row[field.name]})
    return [tuple(_cell(field, row, names) for field in fields) for row in found]


def _cell(field: Declared, row: dict[str, Any], names: dict[str, str]) -> Any:
    value = row[field.name]
    if isinstance(field, Link):
        return names.get(value) if value else None
    return value if isinstance(field, Date) or value is None else field.format(value, row)


def _facts(store: Store, person: Person, found: person_file.PersonFile) -> Table:
    values = {field.name: getattr(person, field.name) for field in person.declared()}
    rows: list[tuple[str, str]] = [(_("Age on {day}").format(day=found.day), found.age)]
    for field in Person.declared():
        value = values[field.name]
        if value in (None, "") or field.name == "photo":
            continue
        shown = store.label(field.target, value) if isinstance(field, Link) else field.format(value, values)
        rows.append((field.title(), shown))
    return Table((Column("what", _("What"), width=1.3), Column("said", _("As written"), width=3.0)), rows)
