"""Writes the sheets that catalogue_sheet reads: own rows, official numbers, an edition; each with how to fill it in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from armdesk.catalogues.catalogue import Catalogue, pick
from armdesk.exports.xlsx import Properties, Sheet, SheetValue, write_workbook
from armdesk.i18n import _, speaking
from armdesk.models import OfficialText, OwnRequirement, own_choices
from armdesk.progress import SILENT, Progress
from armdesk.reports.document import Column
from armdesk.services.period_facts.figures import FIGURES
from armdesk.services.standards.catalogue_sheet import EDITION_COLUMNS, OFFICIAL_COLUMNS, OWN_COLUMNS, heading
from armdesk.services.standards.edition_sheet import typed_of
from armdesk.store import Store

_LONG = ("text", "help", "evidence", "measures", "wording")


def _columns(names: Sequence[str]) -> tuple[Column, ...]:
    return tuple(Column(name, _(heading(name)), "note" if name.split("_")[0] in _LONG else
                        "code" if name in ("code", "official_code", "module", "was", "facts") else "text")
                 for name in names)


def _write(columns: tuple[Column, ...], rows: Sequence[Sequence[SheetValue]], told: Sequence[str],
           target: Path, progress: Progress, properties: Properties) -> None:
    sheets = [Sheet(_("Requirements"), columns, rows, tab="standards"),
              Sheet(_("How to fill it in"), (Column("text", "", "note"),), [(text,) for text in told],
                    tab="other", page=True)]
    write_workbook(sheets, target, progress, properties)


def _chapters(catalogue: Catalogue, language: str) -> list[str]:
    return [f"{each.code}: {pick(each.title, language)}" for each in catalogue.modules]


def write_own(store: Store, catalogue: Catalogue, target: Path, language: str, day: date,
              progress: Progress = SILENT) -> None:
    """The office's own rows of a catalogue, or the empty template.  Errors: ExportError, DiskFull, Cancelled."""
    with speaking(language):
        rows = [tuple(OwnRequirement.field(name).format(getattr(each, name), each.values()) or None
                      for name in OWN_COLUMNS) for each in store.all(OwnRequirement, catalogue=catalogue.key)]
        told = [
            _("One requirement to a row. Its code is yours and has no spaces; a row whose code is there already "
              "changes that requirement, none is deleted."),
            _("Title and text in at least one language. Several papers or measures: one to a line, or with "
              "semicolons between."),
            _("Chapter: the code of a module, or the name of a chapter of your own. Modules of {catalogue}:").format(
                catalogue=catalogue.title(language)), *_chapters(catalogue, language),
            _("Words of its results: {choices}.").format(choices="; ".join(map(_, own_choices.RESULT_WORDS.values()))),
            _("Applies only if: {choices}.").format(choices="; ".join(map(_, own_choices.APPLIES_IF.values()))),
            _("Registers that prove it: {choices}.").format(choices="; ".join(map(_, own_choices.PROOFS.values()))),
            _("Facts that prove it: {choices}.").format(choices=", ".join(sorted(FIGURES)))]
        _write(_columns(OWN_COLUMNS), rows, told, target, progress,
               Properties(title=_("Requirements of our own"), language=language, made_on=day))


def write_official(store: Store, catalogue: Catalogue, target: Path, language: str, day: date,
                   progress: Progress = SILENT) -> None:
    """All rows of a catalogue with room for number and wording of the published standard.  Errors: as write_own."""
    with speaking(language):
        kept = {each.requirement: each for each in store.all(OfficialText, catalogue=catalogue.key)}
        code, *typed = _columns(OFFICIAL_COLUMNS)
        columns = (code, Column("title", _("Title"), width=2.0), *typed)
        rows = [(each.code, pick(each.title, language),
                 *(getattr(kept.get(each.code), name, None) for name in OFFICIAL_COLUMNS[1:])) for each in catalogue]
        told = [_("Write number and wording of the published standard beside armdesk's codes. The wording is your own "
                  "copy: packs for everybody leave it out."),
                _("Leave empty what you do not know; empty rows change nothing.")]
        _write(columns, rows, told, target, progress,
               Properties(title=_("Official numbers"), language=language, made_on=day))


def write_edition(catalogue: Catalogue, target: Path, language: str, day: date, progress: Progress = SILENT) -> None:
    """A whole edition, to be changed into the next one in Excel.  Errors: as write_own."""
    with speaking(language):
        rows = []
        for each in catalogue:
            if not each.own:
                typed = typed_of(each)
                rows.append(tuple(typed[name] if typed[name] != "" else None for name in EDITION_COLUMNS))
        told = [
            _("Change this sheet into the new edition and read it back as “New edition”. The one in use stays."),
            _("Give a row that got another code its old one under “{column}”; several codes there mean that rows were "
              "made one, the same code in several rows that it was parted.").format(column=_(heading("was"))),
            _("Delete the rows that ended. Add those that are new at their place."),
            _("Modules:"), *_chapters(catalogue, language)]
        _write(_columns(EDITION_COLUMNS), rows, told, target, progress,
               Properties(title=catalogue.title(language), language=language, made_on=day))
