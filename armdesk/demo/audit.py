"""What belongs to the audits of the demonstration: one that is past, with its log and findings, and one to come."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from armdesk.demo.book import TODAY, Book
from armdesk.demo.papers import Papers
from armdesk.exports.sheets import Sheet
from armdesk.reports.document import Column

_REQUIREMENT = "requirement/craft-2.0/"
_AGENDA = (
    (0, "08:00", "09:00", "Reunión de apertura", "Oficina", "Libardo Naranjo Duque", "Lista de asociados y mandatos"),
    (0, "09:00", "12:30", "Personas, edades y contratos", "Oficina", "Secretaría", "Carpetas de personas"),
    (0, "14:00", "17:00", "Libro de producción y ventas", "Oficina", "Contadora", "Liquidaciones y regalías"),
    (1, "06:30", "12:00", "Recorrido por los frentes", "La Aurora", "Comité de seguridad", "EPP para dos visitas"),
    (1, "14:00", "16:00", "Planta y manejo de mercurio", "Planta", "", None),
    (2, "09:00", "11:00", "Entrevistas y reunión de cierre", "Oficina", "Libardo Naranjo Duque", None),
)
"""Shape: day of the visit, from, until, topic, place, who receives, what to have ready; one point has nobody yet."""
_LOG = (
    ("08:15", "meeting", "Apertura: se explicó el alcance y la muestra", None, None, "good"),
    ("09:40", "paper", "Pidió la debida diligencia de cada comprador; faltó uno", None, None, "bad"),
    ("11:05", "asked", "Cómo se calcula el oro fino de cada entrega", None, None, "good"),
    ("14:30", "interview", "Preguntó por pagos y descuentos", "Seleccionadoras", 4, "good"),
    ("15:20", "interview", "Preguntó desde qué edad se trabaja en el frente", "Cuadrilla de turno", 6, "doubt"),
    ("16:45", "shown", "Botiquín y salida de emergencia de la bocamina", None, None, "good"),
)
_REQUESTS = {"1": ("Secretaría", "looking", "received"), "2": ("Contadora", "ready", "open"),
             "3": ("Contadora", "ready", "open"), "4": ("Comité de seguridad", "sent", "accepted"),
             "5": ("Tesorería", "open", "returned")}
_CAUSES = {
    "H-01": (("El comprador llegó por teléfono", "Se vendió el mismo día", "Nadie pide papeles antes de vender"),
             "La lista de papeles del comprador no es condición de la primera venta", "Se pidió la documentación"),
    "H-02": (("Entraron en cosecha", "La ficha se llena después", "Nadie revisa las fichas nuevas"),
             "No hay quien revise las fichas nuevas cada semana", "Se citó a las personas a la oficina"),
    "H-03": (("Llovió el día fijado", "No se fijó otra fecha"), "El simulacro no tenía fecha de reemplazo",
             "Se hizo el simulacro en noviembre"),
}
_MEASURED = (
    (date(2025, 6, 2), 31, 22, 9, 21, None, 0, 0, 0), (date(2025, 7, 1), 36, 25, 8, 20, None, 0, 0, 0),
    (date(2025, 8, 4), 40, 29, 8, 18, 44, 0, 0, 0), (date(2025, 9, 1), 44, 33, 7, 18, 44, 0, 0, 0),
    (date(2025, 9, 18), 44, 33, 7, 18, 44, 3, 1, 0), (date(2025, 10, 6), 47, 37, 6, 16, 39, 3, 1, 0),
    (date(2025, 11, 3), 50, 41, 6, 15, 39, 3, 1, 0), (date(2025, 12, 1), 53, 44, 5, 14, 33, 2, 1, 0),
    (date(2026, 1, 5), 55, 46, 5, 14, 33, 2, 1, 2), (date(2026, 1, 30), 56, 47, 5, 13, 31, 2, 1, 2),
)
"""Shape: day, answered, with evidence, alarms, warnings, broken links (None: not rehearsed), open, major, late."""
_WALKED, _APPLICABLE, _TOTAL = 540, 61, 67


def _list(book: Book, papers: Papers, coming: dict[str, Any]) -> None:
    """The list of requests as the auditor sent it, in his own layout."""
    asked = book.rows["audit_request"]
    headings = (("N.º", 0.5), ("Documento solicitado", 3.0), ("Requisito", 1.2), ("Fecha límite", 1.0), ("Estado", 1.0),
                ("Observaciones del auditor", 2.0))
    columns = tuple(Column(f"c{place}", words, "text", width=width) for place, (words, width) in enumerate(headings))
    rows = [(each["number"], each["text"], each["requirement"].split("/", 2)[2], str(each["due_on"]), "Pendiente", None)
            for each in asked]
    day = date(2026, 1, 20)
    sheet = Sheet("Solicitudes", columns, rows)
    document, kept = papers.table("list", "Solicitudes de la verificadora", sheet, day=day, issuer=coming["auditor"])
    layout = {"sheet": "Solicitudes", "head": 1, "columns": {
        "number": 0, "text": 1, "requirement": 2, "due_on": 3, "auditor_status": 4, "auditor_note": 5}}
    listing = book.add("request_list", audit=coming["id"], date=day, file_name=kept.name, sha256=kept.sha256,
                       document=document, requests=len(rows),
                       layout=json.dumps(layout, ensure_ascii=False, sort_keys=True))
    for place, each in enumerate(asked, 2):
        each |= {"request_list": listing, "list_row": place}


def add_audit(book: Book, papers: Papers) -> None:
    """Note what belongs to audits that are there already, and one finding of the audit before that comes again."""
    coming, past, first = (book.row("audit", code) for code in ("VER-2026", "VIS-2025", "AUT-2024"))
    coming |= {"body": "Organismo inventado de verificación", "lead": "Libardo Naranjo Duque",
               "team": "Secretaría: personas\nContadora: producción y ventas\nComité de seguridad: frentes y planta"}
    past |= {"lead": "Libardo Naranjo Duque", "visit_until": past["visit_on"]}
    first |= {"outcome": "none", "closed_on": date(2025, 2, 10), "lessons": "Empezar dos meses antes"}
    for days, starts, ends, topic, place, host, ready in _AGENDA:
        book.add("audit_slot", audit=coming["id"], date=coming["visit_on"] + timedelta(days=days), starts=starts,
                 ends=ends, topic=topic, place=place, host=host or None, guest="Auditora líder", note=ready)
    for time, kind, text, who, people, outcome in _LOG:
        book.add("visit_note", audit=past["id"], date=past["visit_on"], time=time, kind=kind, text=text, who=who,
                 people=people, outcome=outcome)
    for request in book.rows["audit_request"]:
        responsible, ours, theirs = _REQUESTS[request["number"]]
        request |= {"responsible": responsible, "status": ours, "status_on": date(2026, 1, 26),
                    "auditor_status": theirs, "auditor_on": date(2026, 1, 28)}
    _list(book, papers, coming)
    for day, before, stage, missing, reason in (
            (date(2025, 9, 16), "preparing", "visit", "No hay paquete congelado", "El comprador avisó con dos días"),
            (date(2025, 9, 18), "visit", "findings", None, None)):
        book.add("audit_step", audit=past["id"], date=day, stage_before=before, stage=stage, missing=missing,
                 reason=reason, author="Libardo Naranjo Duque")
    for finding in book.rows["finding"]:
        if finding.get("audit") == past["id"]:
            whys, cause, correction = _CAUSES[finding["number"]]
            finding |= {f"why_{place}": why for place, why in enumerate(whys, 1)}
            finding |= {"cause": cause, "correction": correction, "raised_on": past["visit_on"],
                        "class_as_written": {"major": "No conformidad", "minor": "Oportunidad de mejora"}[
                            finding["finding_class"]]}
    book.add("finding", audit=first["id"], number="A-01", finding_class="minor",
             text="Faltan copias de documentos de edad",
             requirement=f"{_REQUIREMENT}M.3/1.1/P.1", raised_on=first["visit_on"], cause="Se pedían de palabra",
             correction="Se pidieron las copias", due_on=date(2025, 6, 30), status="closed",
             closed_on=date(2025, 6, 20), accepted_on=date(2025, 6, 25), accepted_by="Comité de debida diligencia")
    for day, answered, evidenced, alarms, warnings, broken, open_, majors, late in _MEASURED:
        book.add("readiness", date=day, catalogue="craft-2.0", total=_TOTAL, applicable=_APPLICABLE, answered=answered,
                 evidenced=evidenced, alarms=alarms, warnings=warnings, remarks=12,
                 rehearsed_on=None if broken is None else min(day, TODAY).replace(day=1),
                 walked=None if broken is None else _WALKED, broken=broken, findings=open_, majors=majors, late=late)
