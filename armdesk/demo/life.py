"""Assemblies, resolutions, dialogue, risks, actions and audits of the demonstration cooperative."""

from __future__ import annotations

from datetime import date, timedelta

from armdesk.demo.book import TODAY, Book
from armdesk.demo.papers import Papers
from armdesk.demo.people import Someone
from armdesk.demo.plan import add_plan

NO_QUORUM_MEETING = "AE-2025-02"
OVERDUE_ACTIONS = ("A-2025-04", "A-2025-07", "A-2025-09")
UNSEEN_PAPER = "Póliza de responsabilidad civil 2026"
_MEETINGS = (
    ("AO-2024-01", date(2024, 2, 24), "assembly", "Asamblea ordinaria: políticas y Código CRAFT", 74),
    ("AO-2024-02", date(2024, 6, 15), "assembly", "Reglamento de seguridad y mercurio cero en 2025", 68),
    ("AO-2025-01", date(2025, 3, 8), "assembly", "Asamblea ordinaria: cuentas y uso de la prima", 71),
    ("AE-2025-02", date(2025, 9, 20), "extraordinary", "Compra de una trituradora", 33),
    ("AO-2025-03", date(2025, 12, 13), "assembly", "Cierre del año y plan 2026", 77),
    ("MD-2024-01", date(2024, 5, 8), "dialogue", "Mesa minera municipal", 0),
    ("MD-2024-02", date(2024, 11, 6), "dialogue", "Agua de la quebrada", 0),
    ("MD-2025-01", date(2025, 5, 7), "dialogue", "Camino, polvo y ruido", 0),
    ("MD-2025-02", date(2025, 10, 22), "dialogue", "Barequeo y pesca", 0),
)
"""Shape: number, day, kind, subject, share of the members who came (%)."""
_RESOLUTIONS = (
    ("RES-01", "AO-2024-01", "Adoptar el Código CRAFT", None), ("RES-02", "AO-2024-01",
                                                                "Nombrar responsable del Código", None),
    ("RES-03", "AO-2024-02", "Dejar el mercurio desde el 1 de julio de 2025", None),
    ("RES-PRIMA-Retortas", "AO-2025-01", "Prima: retortas y campana", None),
    ("RES-PRIMA-Botiquines", "AO-2025-01", "Prima: botiquines y camilla", None),
    ("RES-PRIMA-Agua", "AO-2025-01", "Prima: agua potable de la escuela", None),
    ("RES-07", "AE-2025-02", "Comprar una trituradora a crédito", 95_000_000_00),
    ("RES-08", "AO-2025-03", "Plan de acción 2026", None),
)
_RISKS = (
    ("R-01", "M.5/1.3/P.4", "SIT-01", "3", "4", "Caída de rocas en los frentes", "continue", "mitigating"),
    ("R-02", "M.5/4.2/P.2", "SIT-05", "1", "4", "Residuos viejos con mercurio en el patio", "continue", "mitigating"),
    ("R-03", "M.3/1.1/P.1", "SIT-01", "2", "4", "Menores de edad que buscan trabajo en bocamina", "suspend", "open"),
    ("R-04", "M.4/5.1/P.3", "SIT-03", "2", "3", "Oro de terceros que entra como propio", "continue", "controlled"),
    ("R-05", "M.3/2/P.3", "SIT-05", "2", "4", "Cobros ilegales en la vía", "continue", "controlled"),
    ("R-06", "M.5/4.2/P.1", "SIT-05", "2", "3", "Vertimiento con sedimentos", "continue", "mitigating"),
    ("R-07", "M.5/1.3/P.5", "SIT-01", "2", "4", "Pérdida de material explosivo", "continue", "open"),
)
_ACTIONS = (
    ("A-2024-01", "M.5/1.3/P.1", "Entregar casco y botas a todos", "Seguridad", date(2024, 2, 26), 60, 100,
     4_200_000_00),
    ("A-2024-02", "M.1/5.2.11/R.1", "Nombrar responsable del Código", "Gestión", date(2024, 1, 22), 40, 100, None),
    ("A-2024-03", "M.5/4.2/P.2", "Comprar tres retortas", "Ambiente", date(2024, 3, 4), 150, 100, 6_900_000_00),
    ("A-2024-04", "M.5/1.3/P.4", "Medidor de gases en cada bocamina", "Seguridad", date(2024, 8, 26), 120, 100,
     5_400_000_00),
    ("A-2025-01", "M.5/4.2/P.3", "Mesa concentradora para dejar el mercurio", "Ambiente", date(2025, 1, 13), 160, 100,
     21_000_000_00),
    ("A-2025-02", "M.5/1.2/P.2", "Política y ruta contra el acoso", "Mujeres", date(2025, 1, 20), 60, 100, None),
    ("A-2025-03", "M.4/5.2.12/S.1.1", "Sellos numerados en todos los lotes", "Oro", date(2025, 2, 3), 90, 100,
     600_000_00),
    ("A-2025-04", "M.5/4.2/P.1", "Renovar el permiso de vertimientos", "Ambiente", date(2025, 4, 1), 150, 40,
     3_000_000_00),
    ("A-2025-05", "M.5/1.3/P.6", "Brigada y simulacro", "Seguridad", date(2025, 6, 2), 180, 100, None),
    ("A-2025-06", "M.1/5.2/P.4", "Dar a conocer el buzón de quejas", "Comunidad", date(2025, 6, 16), 120, 100, None),
    ("A-2025-07", "M.3/1.1/P.1", "Revisar la edad de todo el personal", "Personas", date(2025, 9, 15), 75, 60, None),
    ("A-2025-08", "M.5/3.1/P.1", "Revegetar 0,5 ha de la escombrera", "Ambiente", date(2025, 9, 1), 300, 45,
     7_500_000_00),
    ("A-2025-09", "M.4/5.1/P.5", "Debida diligencia de El Puente", "Oro", date(2025, 8, 11), 90, 10, None),
    ("A-2026-01", "M.5/1.3/P.3", "Repetir el curso de gases", "Seguridad", date(2026, 1, 12), 60, 0, 1_200_000_00),
    ("A-2026-02", "M.5/5.2/P.1", "Plan de acción 2026 firmado", "Gestión", date(2026, 1, 19), 45, 20, None),
)
"""Shape: number, requirement, measure, area, adopted, days given, progress (%), cost."""


def add_life(book: Book, papers: Papers, people: list[Someone]) -> None:
    """Note meetings first, then what came of them."""
    for meeting in _MEETINGS:
        _meeting(book, papers, people, meeting)
    for number, meeting_no, topic, amount in _RESOLUTIONS:
        held = book.row("meeting", meeting_no)
        women, came = held["women"], held["attended"]
        book.add("resolution", number=number, meeting=held["id"], topic=topic, text=f"Se aprueba: {topic.lower()}.",
                 votes_for=came - 3, votes_against=2, abstained=1, women_for=max(women - 1, 0), women_against=1,
                 amount=amount, currency="COP" if amount else None, status="adopted")
    for number, code, site, likelihood, impact, text, response, status in _RISKS:
        book.add("risk", number=number, requirement=f"requirement/craft-2.0/{code}", description=text,
                 site=book.id("site", site), likelihood=likelihood, impact=impact, response=response,
                 reason="Decidido en el comité", decided_by="Comité de debida diligencia", decided_on=date(2025, 1, 25),
                 status=status, reassessed_on=date(2025, 7, 25))
    for action in _ACTIONS:
        _action(book, action)
    _audits(book)
    add_plan(book)
    papers.expected("other", UNSEEN_PAPER, "Aseguradora")


def _meeting(book: Book, papers: Papers, people: list[Someone], told: tuple[str, date, str, str, int]) -> None:
    number, day, kind, subject, share = told
    paper = papers.scan("minutes", f"Acta {number}", (subject, "Orden del día, asistencia y decisiones."), day=day,
                        issuer="Secretaría de la cooperativa")
    members = [each for each in people if each.is_here(day) and each.role in ("member", "selector")]
    came = book.some(members, len(members) * share // 100)
    guests = book.some([row["id"] for row in book.rows["stakeholder"]], 4) if kind == "dialogue" else []
    women = sum(each.sex == "F" for each in came)
    meeting = book.add("meeting", number=number, date=day, kind=kind, title=subject, place="Salón comunal",
                       called_on=day - timedelta(days=12), entitled=None if guests else len(members),
                       attended=len(came) + len(guests), women=women, quorum_stated=None if guests else True,
                       agenda=subject, decisions=f"Se trató: {subject.lower()}.", document=paper)
    for each in came:
        book.add("meeting_attendance", meeting=meeting, person=each.id, present=True)
    for guest in guests:
        book.add("meeting_attendance", meeting=meeting, stakeholder=guest, present=True)


def _action(book: Book, told: tuple[str, str, str, str, date, int, int, int | None]) -> None:
    number, code, measure, area, adopted, days, progress, cost = told
    due = adopted + timedelta(days=days)
    done = due - timedelta(days=5) if progress == 100 else None
    status = "closed" if done else "in_progress" if progress else "open"
    action = book.add(
        "action", number=number, measure=measure, origin=f"requirement/craft-2.0/{code}", area=area,
        owner="Libardo Naranjo Duque" if number[-1] in "13579" else "Comité de seguridad",
        priority="high" if code.startswith(("M.3", "M.4")) else "medium", adopted_on=adopted, due_on=due,
        review_on=adopted + timedelta(days=182), status=status, progress=progress, done_on=done,
        indicator="Medida terminada", baseline="0 %", target="100 %", actual=f"{progress} %",
        effect_checked_on=min(done + timedelta(days=20), TODAY) if done else None,
        effect_checked_by="Comité de seguridad" if done else None, effective="yes" if done else None,
        effect="Revisado por el comité" if done else None,
        evidence_as_written="Carpeta del plan de acción" if done else None, cost=cost, currency="COP" if cost else None,
        donor=("Fondo ambiental inventado" if area == "Ambiente" else "Cooperativa") if cost else None)
    for step in range(1, progress // 35 + 1):
        book.add("action_note", action=action, date=min(adopted + timedelta(days=days * step // 4), TODAY),
                 text=("Se pidió cotización.", "Se avanzó con el comité.")[step - 1], progress=min(step * 35, progress),
                 author="Libardo Naranjo Duque")


def _audits(book: Book) -> None:
    book.add("audit", code="AUT-2024", title="Autoevaluación 2024", kind="self", standard="craft-2.0",
             period_from=date(2024, 1, 1), period_to=date(2024, 12, 31), visit_on=date(2025, 1, 24),
             auditor="Comité de debida diligencia", status="closed", result="Se acordaron ocho medidas.")
    visit = book.add("audit", code="VIS-2025", title="Visita de Metales Quimera", kind="buyer", standard="craft-2.0",
                     period_from=date(2025, 1, 1), period_to=date(2025, 8, 31), visit_on=date(2025, 9, 17),
                     auditor="Metales Quimera S.A.S.", status="findings", result="Tres hallazgos.")
    coming = book.add("audit", code="VER-2026", title="Verificación del Reporte CRAFT 2025", kind="assurer",
                      standard="craft-2.0", period_from=date(2025, 1, 1), period_to=date(2025, 12, 31),
                      visit_on=date(2026, 3, 14), visit_until=date(2026, 3, 16), auditor="Verificadora inventada",
                      status="preparing")
    for number, text, code, status in (
            ("1", "Listado de personas con fecha de nacimiento", "M.3/1.1/P.1", "open"),
            ("2", "Balance de oro de 2025", "M.4/5.1/P.3", "ready"),
            ("3", "Recibos de regalías", "M.4/2.2.1/R.1", "ready"),
            ("4", "Registro de accidentes", "M.5/1.3/P.7", "sent"),
            ("5", "Comprobantes de pago en efectivo", "M.4/5.1/P.5", "open")):
        book.add("audit_request", audit=coming, number=number, text=text, requirement=f"requirement/craft-2.0/{code}",
                 due_on=date(2026, 2, 20), status=status)
    for number, grade, text, code, action, closed in (
            ("H-01", "major", "Un comprador sin debida diligencia", "M.4/5.1/P.5", "A-2025-09", None),
            ("H-02", "minor", "Personas sin documento de edad", "M.3/1.1/P.1", "A-2025-07", None),
            ("H-03", "minor", "Simulacro pendiente", "M.5/1.3/P.6", "A-2025-05", date(2025, 12, 1))):
        book.add("finding", audit=visit, number=number, finding_class=grade,
                 requirement=f"requirement/craft-2.0/{code}",
                 text=text, cause="No había responsable", action=book.id("action", action), due_on=date(2025, 12, 15),
                 status="closed" if closed else "open", closed_on=closed)
