"""Organs, statutes, mandates, agendas, the joint action plan and things kept of the demonstration cooperative."""

from __future__ import annotations

from datetime import date
from typing import Any

from armdesk.demo import names
from armdesk.demo.book import Book
from armdesk.demo.people import Someone

LAPSED_ORGAN = "Comité de la prima"
LATE_AGREEMENT = "AC-2025-03"
_STATUTES = "Estatutos de 2009, reforma de 2019"
_ORGANS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("Asamblea general", "assembly", "art. 24", {"who_votes": "members_selectors", "quorum": "1/2", "notice_days": 10,
                                                 "second_quorum": "10 %", "proxies_each": 2}),
    ("Consejo de administración", "board", "art. 33", {"who_votes": "mandates", "quorum": "1/2", "quorum_more": True,
                                                       "notice_days": 3, "term_months": 24, "seats": 7,
                                                       "seats_women": 2}),
    ("Junta de vigilancia", "supervisory", "art. 41", {"who_votes": "mandates", "quorum": "2/3", "term_months": 24,
                                                       "seats": 3}),
    (LAPSED_ORGAN, "premium", "art. 48", {"who_votes": "mandates", "quorum": "1/2", "quorum_more": True,
                                          "term_months": 24, "seats": 5, "seats_women": 2}),
)
"""Shape: name, kind, article, what the article says."""
_BOARD = ("president", "vice", "secretary", "treasurer", "member", "member", "member")
_WATCH = ("controller", "member", "member")
_COMMITTEE = ("coordinator", "secretary", "member", "member", "member")
_TERMS = ((date(2022, 3, 12), date(2024, 3, 11)), (date(2024, 3, 16), date(2026, 3, 15)))
_COMMITTEE_TERM = (date(2023, 12, 16), date(2025, 12, 15))
_AGENDAS = {
    "AO-2024-01": ("Llamado a lista y quórum", "Políticas y Código CRAFT", "Nombramientos", "Proposiciones"),
    "AO-2024-02": ("Llamado a lista y quórum", "Reglamento de seguridad", "Mercurio cero en 2025"),
    "AO-2025-01": ("Llamado a lista y quórum", "Informe y cuentas de 2024", "Uso de la prima", "Proposiciones"),
    "AE-2025-02": ("Llamado a lista y quórum", "Compra de una trituradora"),
    "AO-2025-03": ("Llamado a lista y quórum", "Cierre del año", "Plan de acción 2026", "Proposiciones"),
}
_POINT = {"RES-01": 2, "RES-02": 3, "RES-03": 3, "RES-PRIMA-Retortas": 3, "RES-PRIMA-Botiquines": 3,
          "RES-PRIMA-Agua": 3, "RES-PRIMA-Plan": 3, "RES-07": 2, "RES-08": 3}
_AGREEMENTS = (
    ("AC-2024-01", "MD-2024-01", "formalisation", "Títulos", "Acompañar la prórroga del subcontrato", 1,
     date(2024, 11, 30), date(2024, 11, 12)),
    ("AC-2024-02", "MD-2024-01", "safety", "Brigadas", "Prestar el equipo de rescate del municipio", 0,
     date(2024, 8, 30), date(2024, 8, 20)),
    ("AC-2024-03", "MD-2024-02", "environment", "Agua", "Tomar muestras de la quebrada cada semestre", 2,
     date(2025, 12, 15), date(2025, 12, 2)),
    ("AC-2024-04", "MD-2024-02", "environment", "Mercurio", "Cerrar los entables viejos con retorta", -1,
     date(2025, 7, 1), date(2025, 6, 27)),
    ("AC-2025-01", "MD-2025-01", "safety", "Caminos", "Regar el camino en verano", -1, date(2025, 12, 20),
     date(2025, 12, 10)),
    ("AC-2025-02", "MD-2025-01", "associativity", "Seleccionadoras", "Reglamento de acceso a la escombrera", 8,
     date(2026, 4, 30), None),
    (LATE_AGREEMENT, "MD-2025-01", "safety", "Caminos", "Arreglar el puente de la vereda", 0, date(2025, 11, 30), None),
    ("AC-2025-04", "MD-2025-02", "child_labour", "Escuela", "Jornada de la tarde para hijas e hijos de mineros", 5,
     date(2026, 3, 15), None),
    ("AC-2025-05", "MD-2025-02", "commercialisation", "Venta", "Feria con joyerías que pagan prima", 6,
     date(2026, 6, 30), None),
)
"""Shape: number, dialogue, axis, line, text, place of the stakeholder (-1: the cooperative), due, fulfilled."""
_THINGS = (
    ("key", "Llave del polvorín", "P-1", 0), ("key", "Llave de la bodega de mercurio", "B-1", 3),
    ("key", "Llave de la caja fuerte", "C-1", 3), ("recovery_sheet", "Hoja de recuperación de armdesk", "1 de 2", 2),
    ("stamp", "Sello de la cooperativa", None, 2), ("book", "Libro de actas de la asamblea", "4", 2),
    ("bank", "Firma registrada en el banco", None, 0), ("seals", "Precintos PI-00123 en adelante", None, 3),
)
_SUBJECTS = {"Política de cadena de suministro y derechos humanos": "supply_chain",
             "Política de mercurio cero": "mercury", "Reglamento de seguridad en bocaminas": "hse",
             "Política de trabajo infantil": "child_labour", "Política contra el acoso sexual": "gender",
             "Procedimiento de quejas": "grievance"}
_SIGNED = date(2024, 5, 8)


def add_governance(book: Book, people: list[Someone]) -> None:
    """Note who decides by which rules, and what was agreed with others; comes last, so that nothing else changes."""
    organs = {name: _organ(book, name, kind, article, told) for name, kind, article, told in _ORGANS}
    for majority, share, base, more in (("simple", "1/2", "cast", True), ("absolute", "1/2", "present", True),
                                        ("two_thirds", "2/3", "present", False)):
        book.add("vote_rule", majority=majority, share=share, base=base, more=more, valid_from=date(2019, 3, 30),
                 source_text=f"{_STATUTES}, art. 30")
    members = [each for each in people if each.role == "member" and each.joined.year < 2022 and each.left is None]
    _mandates(book, organs, members)
    _meetings(book, organs)
    _plan(book)
    for kind, name, number, keeper in _THINGS:
        book.add("kept_thing", kind=kind, name=name, number=number, person=members[keeper].id, place="Oficina",
                 since=_TERMS[1][0])
    for row in book.rows["policy"]:
        row.update(subject=_SUBJECTS[row["title"]], known_meeting=book.id("meeting", _adopted_in(row["adopted_on"])))


def _organ(book: Book, name: str, kind: str, article: str, told: dict[str, Any]) -> str:
    organ = book.add("organ", name=name, kind=kind, active_from=date(2009, 9, 12))
    book.add("organ_rule", organ=organ, valid_from=date(2019, 3, 30), source_text=f"{_STATUTES}, {article}", **told)
    return organ


def _mandates(book: Book, organs: dict[str, str], members: list[Someone]) -> None:
    """Two boards, one after the other; the committee of the premium was not elected anew."""
    for place, (begins, ends) in enumerate(_TERMS):
        board = members[:7] if place else members[10:17]
        watch = members[7:10] if place else members[17:20]
        for organ, offices, seated in (("Consejo de administración", _BOARD, board),
                                       ("Junta de vigilancia", _WATCH, watch)):
            for office, someone in zip(offices, seated, strict=True):
                book.add("mandate", organ=organs[organ], office=office, person=someone.id, began_on=begins,
                         ends_on=ends, ended_on=None if place else date(2024, 3, 16),
                         ended_why=None if place else "term")
        for someone in (*board, *watch) if place else ():
            tied = someone is board[4]
            book.add("interest", person=someone.id, declared_on=date(2024, 4, 6), kind="family" if tied else "none",
                     party=book.id("party", "PRO-01") if tied else None,
                     measure="No participa cuando se compran insumos" if tied else None)
    for office, seat in zip(_COMMITTEE, book.rows["committee_seat"], strict=True):
        book.add("mandate", organ=organs[LAPSED_ORGAN], office=office, person=seat.get("person"),
                 name_as_written=seat.get("name_as_written"), began_on=_COMMITTEE_TERM[0], ends_on=_COMMITTEE_TERM[1],
                 speaks_for=seat["speaks_for"])
        if seat.get("person"):
            book.add("interest", person=seat["person"], declared_on=date(2024, 1, 20), kind="none")


def _meetings(book: Book, organs: dict[str, str]) -> None:
    for number, points in _AGENDAS.items():
        held = book.row("meeting", number)
        held.update(organ=organs["Asamblea general"], starts="09:00", ends="13:30", chair="Blanca Isaza Yepes",
                    secretary="Libardo Naranjo Duque")
        for place, title in enumerate(points, start=1):
            book.add("agenda_item", meeting=held["id"], place=place, title=title,
                     minutes="Se verificó la lista." if place == 1 else None)
    items = {(row["meeting"], row["place"]): row["id"] for row in book.rows["agenda_item"]}
    for row in book.rows["resolution"]:
        row.update(agenda_item=items[row["meeting"], _POINT[row["number"]]], majority="simple")


def _plan(book: Book) -> None:
    stakeholders = book.rows["stakeholder"]
    for row in stakeholders[:7]:
        row["plan_signed_on"] = _SIGNED
    for number, meeting, axis, line, text, place, due, done in _AGREEMENTS:
        held = book.row("meeting", meeting)
        agreement = book.add("agreement", number=number, meeting=held["id"], axis=axis, line=line, text=text,
                             stakeholder=stakeholders[place]["id"] if place >= 0 else None, ours=place < 0,
                             agreed_on=held["date"], due_on=due, status="done" if done else "in_progress",
                             done_on=done, indicator="Cumplido y con evidencia")
        book.add("agreement_note", agreement=agreement, date=done or date(2025, 12, 13),
                 text="Cumplido, con acta de entrega." if done else "Se pidió fecha a la organización responsable.",
                 told_by=names.SHORT)


def _adopted_in(day: date) -> str:
    return {date(2024, 2, 24): "AO-2024-01", date(2024, 6, 15): "AO-2024-02", date(2025, 3, 8): "AO-2025-01"}[day]
