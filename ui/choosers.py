"""Small choosers that pages share: a crew or all, a year, a paper written and opened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QWidget

from armdesk.i18n import _, current, ngettext, speaking
from armdesk.progress import Progress
from armdesk.reports.day_sheet import PaperSheet
from armdesk.services.basis.figure import ask, id_of
from ui import files, problems
from ui.exporting import open_folder
from ui.session import Session


def crew_box(session: Session, everybody: str = "") -> QComboBox:
    """A box with all crews, "" for everybody."""
    box = QComboBox()
    box.setMinimumWidth(160)
    box.setAccessibleName(_("Crew"))
    fill_crews(session, box, everybody)
    return box


def fill_crews(session: Session, box: QComboBox, everybody: str = "") -> None:
    """Read the crews anew; the chosen one stays."""
    chosen = box.currentData()
    box.blockSignals(True)
    box.clear()
    box.addItem(everybody or _("All crews"), "")
    for id_, name in ask(session.store, "SELECT id, name FROM crew WHERE trashed = 0 AND active_to IS NULL "
                         "ORDER BY name, id"):
        box.addItem(str(name), id_of(id_))
    box.setCurrentIndex(max(box.findData(chosen), 0))
    box.blockSignals(False)


def year_box(session: Session) -> QComboBox:
    """A box with the years that have courses, at first the newest of them."""
    box = QComboBox()
    box.setAccessibleName(_("Year"))
    this = session.today().year
    taught = {int(year) for (year,) in ask(session.store, "SELECT DISTINCT substr(date, 1, 4) FROM training "
                                           "WHERE trashed = 0")}
    known = taught | {this}
    for year in sorted(known, reverse=True):
        box.addItem(str(year), (date(year, 1, 1), date(year, 12, 31)))
    if len(known) > 1:
        box.addItem(_("All years"), (date(min(known), 1, 1), date(max(known), 12, 31)))
    box.setCurrentIndex(box.findText(str(max((year for year in taught if year <= this), default=this))))
    return box


def print_sheet(session: Session, owner: QWidget, name: str, make: Callable[[], PaperSheet]) -> None:
    """Ask where, make a ruled sheet away from the window, write it as a PDF, and say where it lies."""
    path = files.ask_target(owner, name, f"{plain(name)}.pdf", "PDF (*.pdf)")
    if path is None:
        return
    language = current()

    def work(progress: Progress) -> Path:
        from armdesk.exports.day_sheet_pdf import write_sheet

        with speaking(language):
            write_sheet(make(), path)
        return path

    session.jobs.run(owner, work, title=name, failed=lambda error: problems.show(error, owner),
                     done=lambda written: session.say(_("Exported to {file}.").format(file=written.name), "good",
                                                      _("Open"), lambda: open_folder(written)))


def plain(name: str) -> str:
    """A name that can be that of a file."""
    return " ".join("".join(sign if sign.isalnum() or sign in " -" else " " for sign in name).split())


def late_text(days: int) -> str:
    """How late something is, or in how many days it is due.  Units: days, negative before the day."""
    if days == 0:
        return _("today")
    return ngettext("{count} day late", "{count} days late", days).format(count=days) if days > 0 else ngettext(
        "in {count} day", "in {count} days", -days).format(count=-days)
