"""What leaves the action plan: wall sheet, lists for persons, calendar file, Excel for a partner and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from armdesk.i18n import _, current, ngettext, speaking
from armdesk.models import ActionParcel, Organisation
from armdesk.progress import Progress
from armdesk.reports.document import Document
from armdesk.services.basis.period import Period
from armdesk.services.plan import action_cards, partner_list
from armdesk.services.plan.action_sources import of_ids
from armdesk.services.plan.partner_list import Back
from armdesk.services.plan.plan_figures import OPEN
from armdesk.services.plan.timeline import Timeline
from ui import files, printing, problems
from ui.action_dialogs import Asked, FieldsDialog
from ui.exporting import open_folder
from ui.partner_back import BackDialog
from ui.session import Session


def _written(session: Session, owner: QWidget, title: str, path: Path, work: Callable[[], object]) -> None:
    """Write a file away from the window and say where it lies."""

    def done(_nothing: object) -> None:
        session.say(_("Exported to {file}.").format(file=path.name), "good", _("Open folder"),
                    lambda: open_folder(path.parent))

    def write(progress: Progress) -> None:
        progress.step(0, 1, path.name)
        work()

    session.jobs.run(owner, write, done=done, failed=lambda error: problems.show(error, owner), title=title)


def _name(session: Session) -> str:
    organisation = session.store.one(Organisation)
    return (organisation.legal_name if organisation else None) or session.workspace.settings.name


def wall_sheet(session: Session, owner: QWidget, language: str = "") -> None:
    """The A3 page for the mine office."""
    today, language, store = session.today(), language or current(), session.store
    name = _("Wall sheet {month}").format(month=f"{today:%Y-%m}")
    path = files.ask_target(owner, _("Wall sheet (A3)"), f"{name}.pdf", "PDF (*.pdf)")
    if path is None:
        return

    def work() -> None:
        from armdesk.exports.wall_sheet_pdf import write_wall_sheet
        from armdesk.services.plan.wall import wall

        write_wall_sheet(wall(store, today), path, language)

    _written(session, owner, _("Wall sheet (A3)"), path, work)


def person_lists(session: Session, owner: QWidget, language: str = "") -> None:
    """A page for everybody who has something to do."""
    today, language, store = session.today(), language or current(), session.store

    def report() -> Document:
        from armdesk.reports.action_lists import person_lists as made

        return made(store, today, language)

    printing.to_file(session, owner, _("Lists for persons (PDF)"), _("Actions by responsible") + ".pdf", report)


def summary(session: Session, owner: QWidget, language: str = "") -> None:
    """The plan in figures, for the board and for donors."""
    today, language, store = session.today(), language or current(), session.store
    chosen = session.period
    period = Period(chosen.first, chosen.last) if chosen else Period.of_year(today.year)

    def report() -> Document:
        from armdesk.reports.plan_summary import plan_summary

        return plan_summary(store, period, today, language)

    printing.to_file(session, owner, _("The plan in figures (PDF)"), _("The plan in figures") + ".pdf", report)


def print_timeline(session: Session, owner: QWidget, line: Timeline, language: str) -> None:
    """The time line as it is seen."""
    path = files.ask_target(owner, _("Print (PDF)"), _("Action plan over time") + ".pdf", "PDF (*.pdf)")
    if path is None:
        return
    name = _name(session)

    def work() -> None:
        from armdesk.exports.timeline_pdf import write_timeline

        write_timeline(line, path, name, language)

    _written(session, owner, _("Print (PDF)"), path, work)


def calendar(session: Session, owner: QWidget, language: str = "") -> None:
    """The due dates as a calendar file."""
    name = _("Action plan of {name}").format(name=_name(session))
    path = files.ask_target(owner, _("Calendar file (.ics)"), _("Action plan") + ".ics", "iCalendar (*.ics)")
    if path is None:
        return
    store, today, now = session.store, session.today(), session.workspace.now()
    language = language or current()

    def work() -> None:
        from armdesk.exports.ics import write_calendar

        with speaking(language):
            write_calendar(action_cards.cards(store, today), path, name, now)

    _written(session, owner, _("Calendar file (.ics)"), path, work)


def send_dialog(session: Session, ids: Sequence[str], parent: QWidget | None) -> FieldsDialog:
    """To whom a list goes; the list is kept as it is sent."""

    def work(record: Any) -> object:
        return partner_list.begin(session.store, set(ids), record.recipient or "", session.today())

    heading = ngettext("{count} action", "{count} actions", len(ids)).format(count=len(ids))
    purpose = _("An Excel file that can be filled in without armdesk. What is sent is kept here, so that what comes "
                "back can be compared with it cell by cell.")
    return FieldsDialog(session, Asked(_("To a partner (Excel)"), _("Make the list"), heading, purpose, ActionParcel,
                                       ("recipient",), {}, work), parent)


def send(session: Session, owner: QWidget, ids: Sequence[str], language: str = "") -> None:
    """Make a list for a partner: the marked actions, else all that are open."""
    store, language = session.store, language or current()
    chosen = list(ids) or [card.id for card in action_cards.cards(store, session.today()) if card.status in OPEN]
    if session.read_only:
        return
    if not chosen:
        session.say(_("No action is open."), "note")
        return
    path = files.ask_target(owner, _("To a partner (Excel)"), _("Actions for a partner") + ".xlsx", "Excel (*.xlsx)")
    if path is None:
        return
    dialog = send_dialog(session, chosen, owner)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    made = dialog.result_of
    dialog.deleteLater()
    if not accepted or made is None:
        return
    parcel, found = made
    sender = _name(session)

    def work() -> None:
        from armdesk.exports.partner_book import write_list

        written = of_ids(store, [card.id for card in found])
        evidence = {action.id: action.evidence_as_written or "" for action in written}
        write_list(parcel, found, evidence, sender, path, language)

    _written(session, owner, _("To a partner (Excel)"), path, work)


def read_back(session: Session, owner: QWidget) -> None:
    """Read a list that came back, show what is new, and take over what the person leaves marked."""
    path = files.ask_file(owner, _("Read a partner's list"), "Excel, LibreOffice (*.xlsx *.xls *.ods)")
    if path is not None and not session.read_only:
        read_path(session, owner, path)


def read_path(session: Session, owner: QWidget, path: Path) -> None:
    """The same for a file that is known."""
    store, today = session.store, session.today()

    def work(progress: Progress) -> Back:
        progress.step(0, 1, path.name)
        return partner_list.read_back(store, path, today)

    def done(back: Back) -> None:
        dialog = BackDialog(session, back, owner)
        dialog.exec()
        dialog.deleteLater()

    session.jobs.run(owner, work, done=done, failed=lambda error: problems.show(error, owner),
                     title=_("Read a partner's list"))
