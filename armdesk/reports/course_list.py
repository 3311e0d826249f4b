"""The list of a course or talk on paper: empty to be signed, or with who came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from armdesk.i18n import _, current
from armdesk.i18n_formats import scaled_text
from armdesk.models import Crew, Site, Training
from armdesk.reports.day_sheet import PaperColumn, PaperSheet
from armdesk.services.people.course_marks import PRESENT, WORDS
from armdesk.services.people.course_sheet import SEVERAL, Attendee, CourseSheet, read_sheet
from armdesk.store import Store

_BLANK_ROWS = 6
"""Lines below the names for those who come besides."""


def to_sign(store: Store, training: Training, day: date, crew: str = "") -> PaperSheet:
    """The list before the course: people of the crew, or everybody, with room for the signature of each."""
    people = read_sheet(store, training.date, training.date, form=training.form or "course",
                        crew=crew or training.crew or "").people
    rows = [[str(place), each.name, each.code, each.crew, ""] for place, each in enumerate(_tied(people), start=1)]
    rows += [[str(place), "", "", "", ""] for place in range(len(rows) + 1, len(rows) + 1 + _BLANK_ROWS)]
    columns = (*_who(), PaperColumn(_("Signature or fingerprint"), 3.0))
    return PaperSheet(_title(training), head_lines(store, training), columns, rows, (), _signed(), current(), day,
                      by_hand=True)


def with_result(store: Store, training: Training, day: date) -> PaperSheet:
    """The list after the course: all who are named in it, with their mark and certificate."""
    sheet = read_sheet(store, training.date, training.date, form=training.form or "course")
    column = next((place for place, each in enumerate(sheet.courses) if each.id == training.id), None)
    rows = [] if column is None else _results(sheet, column)
    came = sheet.came(column) if column is not None else 0
    lines = (*head_lines(store, training), _("{count} came").format(count=came))
    columns = (*_who(), PaperColumn(_("Mark"), 1.2), PaperColumn(_("Certificate no."), 1.6))
    return PaperSheet(_title(training), lines, columns, rows, (), _signed(), current(), day)


def head_lines(store: Store, training: Training) -> tuple[str, ...]:
    """What stands under the title: subject, day, hours, who held it, where."""
    hours = scaled_text(training.hours, 2, current(), least=0) if training.hours else ""
    site, crew = store.get(Site, training.site), store.get(Crew, training.crew)
    parts = (training.date.isoformat(), _("{hours} h").format(hours=hours) if hours else "", training.trainer or "",
             crew.name if crew else "", training.place or (site.name if site else ""))
    code = f"{training.code} · " if training.code else ""
    return (f"{code}{training.subject}", " · ".join(part for part in parts if part))


def _results(sheet: CourseSheet, column: int) -> list[list[str]]:
    found: list[list[str]] = []
    for row, each in enumerate(sheet.people):
        code = sheet.mark(row, column)
        if code:
            word = _(WORDS[PRESENT if code == SEVERAL else code]) if code in WORDS or code == SEVERAL else ""
            found.append([str(len(found) + 1), each.name, each.code, each.crew, word,
                          sheet.certificates.get((row, column), "")])
    return found


def _tied(people: Sequence[Attendee]) -> list[Attendee]:
    return [each for each in people if each.id]


def _who() -> tuple[PaperColumn, ...]:
    return (PaperColumn(_("No."), 0.5, right=True), PaperColumn(_("Full name"), 3.0), PaperColumn(_("Code"), 1.0),
            PaperColumn(_("Crew"), 1.6))


def _title(training: Training) -> str:
    return _("Toolbox talk: attendance") if training.form == "talk" else _("Course: attendance")


def _signed() -> tuple[str, ...]:
    return _("Who held it: name and signature"), _("Office: name, signature, date")
