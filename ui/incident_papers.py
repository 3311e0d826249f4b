"""Printing the papers of incidents and grievances; identity and health only by an explicit choice."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from armdesk.i18n import _, current
from armdesk.models import Incident
from armdesk.reports.document import Document
from ui import printing, problems
from ui.session import Session

FIRST, FULL, NOTICE, SEALED = "first", "full", "notice", "sealed"


def print_report(session: Session, owner: QWidget, incident: Incident, edition: str, *, sealed_open: bool) -> None:
    """Print the report of an incident; with its sealed part only where that is open and somebody says yes to it."""
    if edition == SEALED:
        if not sealed_open:
            session.say(_("Show the sealed part first: the history notes who looked at it."), "note")
            return
        edition = problems.ask(
            owner, _("This paper will hold names and injuries. It must not go to buyers, assurers or anybody else who "
                     "has no right to them."),
            [("no", _("Do not print it")), (NOTICE, _("Notice to the authority, with names")),
             (SEALED, _("Full report, with names"))], safe="no")
        if edition not in (NOTICE, SEALED):
            return
        from armdesk.services.safety.sealed_part import note_opening

        note_opening(session.store, incident, session.workspace.now(), _("Printed"))
    store, now, language = session.store, session.workspace.now(), current()

    def report() -> Document:
        from armdesk.reports.incident import incident_report

        return incident_report(store, incident, edition, now, language)

    names = {FIRST: _("First report {name}"), FULL: _("Report {name}"), NOTICE: _("Notice to the authority {name}"),
             SEALED: _("Sealed report {name}")}
    name = names[edition].format(name=incident.number or incident.date)
    printing.to_file(session, owner, _("Report of an incident"), f"{name}.pdf", report)


def print_empty(session: Session, owner: QWidget) -> None:
    """Print the empty form of the first report."""
    store, now, language = session.store, session.workspace.now(), current()

    def report() -> Document:
        from armdesk.reports.incident import empty_form

        return empty_form(store, language, now)

    printing.to_file(session, owner, _("Empty form"), f"{_('First report of an incident')}.pdf", report)
