"""Safety and environment of the demonstration: courses, equipment, incidents, inspections, samples, complaints."""

from __future__ import annotations

from datetime import date, timedelta

from armdesk.demo.book import Book
from armdesk.demo.papers import Papers
from armdesk.demo.people import Someone

EARLY_CERTIFICATE, LAPSED_COURSE = "CAP-2025-04", "CAP-2024-05"
TWIN_PHOTOS = ("Foto CAP-2025-03", "Foto CAP-2025-04")
NO_HELMET = ("TRA-003", "TRA-014")
UNREPORTED_INCIDENT, OPEN_GRIEVANCE = "I-2025-07", "Q-2025-04"
_COURSES = (
    ("CAP-2024-01", date(2024, 2, 10), "Inducción en seguridad minera", 8, 400, ""),
    ("CAP-2024-02", date(2024, 3, 16), "Código CRAFT y debida diligencia", 4, 0, ""),
    ("CAP-2024-03", date(2024, 5, 11), "Primeros auxilios", 8, 730, ""),
    ("CAP-2024-04", date(2024, 7, 6), "Manejo de mercurio y retortas", 6, 0, "plant"),
    ("CAP-2024-05", date(2024, 8, 24), "Gases y ventilación", 6, 365, "underground"),
    ("CAP-2024-06", date(2024, 10, 19), "Explosivos", 8, 730, "underground"),
    ("CAP-2025-01", date(2025, 2, 1), "Inducción en seguridad minera", 8, 400, ""),
    ("CAP-2025-02", date(2025, 3, 29), "Derechos de las mujeres y acoso", 3, 0, ""),
    ("CAP-2025-03", date(2025, 5, 17), "Entibado y caída de rocas", 6, 730, "underground"),
    ("CAP-2025-04", date(2025, 6, 21), "Beneficio sin mercurio", 8, 0, "plant"),
    ("CAP-2025-05", date(2025, 8, 9), "Brigada de emergencia", 8, 365, ""),
    ("CAP-2025-06", date(2025, 11, 8), "Trabajo infantil y edad", 2, 0, ""),
)
_INCIDENTS = (
    (date(2024, 1, 30), "SIT-01", "near_miss", "rock_fall", "Cayeron piedras del techo después de la voladura.", 0),
    (date(2024, 3, 5), "SIT-02", "first_aid", "hand_tool", "Golpe en la mano con la maceta.", 0),
    (date(2024, 4, 18), "SIT-01", "lost_time", "rock_fall", "Un bloque golpeó el pie de un perforador.", 12),
    (date(2024, 6, 20), "SIT-05", "medical", "machinery", "Atrapamiento de dedo en la banda del molino.", 0),
    (date(2024, 8, 2), "SIT-01", "near_miss", "gas", "La alarma de gases sonó antes de entrar.", 0),
    (date(2024, 9, 12), "SIT-02", "lost_time", "lifting", "Dolor de espalda al cargar madera.", 6),
    (date(2024, 11, 26), "SIT-04", "first_aid", "fall", "Resbalón en la escombrera.", 0),
    (date(2025, 1, 21), "SIT-02", "near_miss", "transport", "El coche se soltó y paró en el tope.", 0),
    (date(2025, 2, 27), "SIT-01", "lost_time", "falling_object", "Cayó una herramienta por el clavado.", 9),
    (date(2025, 4, 9), "SIT-03", "first_aid", "fall", "Caída en la orilla.", 0),
    (date(2025, 6, 5), "SIT-05", "near_miss", "electric", "Cable pelado junto a la mesa.", 0),
    (date(2025, 7, 24), "SIT-01", "medical", "hand_tool", "Corte en el antebrazo.", 0),
    (date(2025, 8, 28), "SIT-02", "near_miss", "explosives", "Un taco no detonó y se retiró con el polvorero.", 0),
    (date(2025, 10, 16), "SIT-02", "lost_time", "rock_fall", "Desprendimiento en el frente sur.", 15),
    (date(2025, 11, 20), "SIT-01", "near_miss", "flood", "Entró agua por una labor vieja.", 0),
    (date(2025, 12, 4), "SIT-05", "near_miss", "fire", "Chispa cerca del combustible.", 0),
)
_DETAILS = {"rock_fall": "roof_fall", "hand_tool": "own_tool", "machinery": "caught", "gas": "toxic_gas",
            "lifting": "strain", "fall": "slip", "transport": "run_away", "falling_object": "dropped",
            "electric": "bare_cable", "explosives": "misfire", "flood": "inrush", "fire": "fuel"}
_HURT = {"rock_fall": ("bruise", "foot_r"), "hand_tool": ("cut", "forearm_l"), "machinery": ("crush", "hand_r"),
         "lifting": ("sprain", "back_lower"), "fall": ("bruise", "knee_l"), "falling_object": ("bruise", "shoulder_l")}
_GRIEVANCES = (
    ("Q-2024-01", date(2024, 4, 8), "box", "Polvo en el camino a la escuela", "community", 14, "environment"),
    ("Q-2024-02", date(2024, 7, 15), "person", "Turnos repartidos sin aviso", "worker", 9, "work"),
    ("Q-2024-03", date(2024, 10, 1), "message", "Pesaje de la escombrera", "women", 20, "pay"),
    ("Q-2025-01", date(2025, 1, 27), "phone", "Ruido del compresor de noche", "community", 12, "environment"),
    ("Q-2025-02", date(2025, 4, 22), "box", "Faltan guantes de la talla pequeña", "women", 16, "safety"),
    ("Q-2025-03", date(2025, 6, 30), "letter", "Paso de servidumbre", "community", 20, "land"),
    ("Q-2025-04", date(2025, 8, 18), "box", "Trato en la planta", "anonymous", 0, "treatment"),
)


def add_safety(book: Book, papers: Papers, people: list[Someone]) -> None:
    """Note two years of safety."""
    for course in _COURSES:
        _course(book, papers, people, course)
    _equipment(book, people)
    numbers = {2024: 0, 2025: 0}
    for day, site, severity, kind, text, lost in _INCIDENTS:
        numbers[day.year] += 1
        number = f"I-{day.year}-{numbers[day.year]:02d}"
        _incident(book, people, number, day, site, (severity, kind, text, lost))
    _visits(book, papers)
    _samples(book, papers)
    for number, day, channel, subject, group, days, topic in _GRIEVANCES:
        answered = day + timedelta(days=days) if days else None
        asked = answered + timedelta(days=40) if answered else None
        book.add("grievance", number=number, received_on=day, channel=channel, subject=subject, group=group,
                 box="Buzón de la planta" if channel == "box" else None, topic=topic, handler="Comité de quejas",
                 sensitive=group == "anonymous", acknowledged_on=day + timedelta(days=2), answered_on=answered,
                 outcome="Se acordó una solución con quien se quejó." if answered else None,
                 result="upheld" if answered else None, satisfied="yes" if answered else None,
                 retaliation_asked_on=asked, retaliation=False if answered else None,
                 status="closed" if answered else "open", closed_on=asked)
    book.add("security_event", date=date(2025, 1, 15), kind="guard_contract", party="Vigilancia del Río Ltda.",
             unit="Puesto de la planta", place="Planta", amount=3_800_000_00, currency="COP", paid=True,
             receipt="FV-88",
             vetting_on=date(2025, 1, 10), vpshr_clause="Cláusula 9", reported_to="Junta", reported_on=date(2025, 1,
                                                                                                            16))


def _course(book: Book, papers: Papers, people: list[Someone], told: tuple[str, date, str, int, int, str]) -> None:
    code, day, subject, hours, valid, kind = told
    title = f"Lista de asistencia {code} {subject}"
    listed = papers.scan("list", title, (f"Tema: {subject}", f"Horas: {hours}"), day=day, issuer="Comité de seguridad")
    picture = f"Foto {code}"
    photo = papers.photo(picture, day, "SIT-05", again=_COURSES[8][1] if picture == TWIN_PHOTOS[1] else None)
    given = day - timedelta(days=5) if code == EARLY_CERTIFICATE else day + timedelta(days=4)
    training = book.add("training", code=code, date=day, subject=subject, hours=hours * 100, trainer="Brigada minera",
                        place="Salón de la planta", certificate_ref=f"CERT-{code[4:]}", certificate_on=given,
                        expires_on=day + timedelta(days=valid) if valid else None, photo_ref=f"Foto {code}")
    papers.cite(listed, f"training/{training}", "Lista firmada")
    papers.cite(photo, f"training/{training}", "Foto del grupo")
    tasks = {row["id"]: kind_of(book, row) for row in book.rows["person"]}
    for each in people:
        if each.is_here(day) and (not kind or tasks[each.id] == kind) and not book.chance(80):
            book.add("training_attendance", training=training, person=each.id, present=not book.chance(60), mark="X",
                     certificate_no=f"CERT-{code[4:]}-{each.code}")


def kind_of(book: Book, person: dict[str, object]) -> str:
    """Kind of work of a person's crew, "" without one."""
    return next((str(crew["kind"]) for crew in book.rows["crew"] if crew["id"] == person["crew"]), "")


def _equipment(book: Book, people: list[Someone]) -> None:
    kinds = {row["id"]: kind_of(book, row) for row in book.rows["person"]}
    for year in (2024, 2025):
        for each in people:
            day = max(date(year, 2, 12), each.joined + timedelta(days=1))
            if day.year != year or not each.is_here(day) or each.role == "staff":
                continue
            items = ["helmet", "boots", "gloves", *(["lamp", "respirator"] if kinds[each.id] == "underground" else [])]
            for item in items:
                if not (item == "helmet" and each.code in NO_HELMET):
                    book.add("ppe_delivery", date=day, person=each.id, item=item, quantity=1,
                             size=str(book.between(36, 43)) if item == "boots" else None, signed=not book.chance(20))


def _incident(book: Book, people: list[Someone], number: str, day: date, site: str,
              told: tuple[str, str, str, int]) -> None:
    severity, kind, text, lost = told
    complete = number != UNREPORTED_INCIDENT
    hurt = severity != "near_miss"
    crews = {row["id"]: row["code"] for row in book.rows["crew"] if row["site"] == book.id("site", site)}
    crew = book.pick(sorted(crews))
    incident = book.add(
        "incident", number=number, date=day, time=f"{book.between(7, 14):02d}:{book.between(10, 55)}",
        site=book.id("site", site), place="Frente de trabajo", crew=crew, severity=severity, kind=kind,
        description=text,
        details=_DETAILS[kind], done_at_once="Se atendió y se aseguró el sitio" if complete else None,
        work_stopped=hurt, services="own_brigade" if hurt else None, potential="fatal" if kind == "flood" else None,
        persons=int(hurt), lost_days=lost, reported_by="Jefe de cuadrilla", reported_on=day,
        authority_on=day + timedelta(days=1) if severity == "lost_time" and complete else None,
        cause="Condición insegura del lugar" if complete else None,
        root_cause="Faltó la ronda antes del turno" if complete and hurt else None,
        measures="Ronda firmada y charla" if complete else None,
        investigated_on=day + timedelta(days=3) if hurt and complete else None,
        why_1="El sitio no estaba asegurado" if complete and hurt else None,
        why_2="Nadie lo revisó antes del turno" if complete and hurt else None,
        actions_on=day + timedelta(days=5) if complete and hurt else None,
        effect_on=day + timedelta(days=29) if complete and hurt else None,
        effect="Las rondas se firman cada día" if complete and hurt else None,
        status="closed" if complete else "open", closed_on=day + timedelta(days=30) if complete else None)
    if severity == "lost_time" and complete:
        for whom, after in (("workers_rep", 0), ("manager", 0), ("authority", 1), ("insurer", 1)):
            book.add("incident_notice", incident=incident, told=whom, date=day + timedelta(days=after),
                     how="person" if after == 0 else "web", reference=f"RAD-{number}" if after else None)
        book.add("seal_opening", target=f"incident/{incident}", date=day + timedelta(days=3), time="10:00",
                 opened_by="Libardo Naranjo Duque", purpose="Investigación")
    if hurt:
        victim = book.pick([each for each in people if each.crew == crews[crew] and each.is_here(day)])
        book.add("injured_person", incident=incident, person=victim.id, sex=victim.sex, employment=victim.role,
                 injury="Golpe o herida", treatment="Puesto de salud", lost_days=lost, nature=_HURT[kind][0],
                 regions=_HURT[kind][1], off_from=day + timedelta(days=1) if lost else None,
                 returned_on=day + timedelta(days=lost + 1))


def _visits(book: Book, papers: Papers) -> None:
    for day, kind, body, site, result in (
            (date(2024, 5, 21), "government", "Autoridad minera", "SIT-01", "Favorable con recomendaciones"),
            (date(2024, 9, 26), "buyer", "Joyería Luz de Agua", "SIT-05", "Visita de debida diligencia sin reparos"),
            (date(2025, 3, 18), "government", "Corporación ambiental", "SIT-05", "Cumple; renovar vertimientos"),
            (date(2025, 6, 12), "government", "Autoridad minera", "SIT-02", "Favorable"),
            (date(2025, 9, 17), "buyer", "Metales Quimera S.A.S.", "SIT-01", "Sin reparos")):
        paper = papers.scan("report", f"Informe de visita {body} {day.year}", (result,), day=day, issuer=body)
        papers.photo(f"Visita {body} {day}", day, site)
        book.add("inspection", date=day, kind=kind, body=body, inspector="Persona inventada", position="Profesional",
                 site=book.id("site", site), scope="Seguridad, ambiente y registros", result=result, document=paper,
                 next_due=min(day.replace(year=day.year + 1), date(2026, 9, 30)))
    for month in range(24):
        day = date(2024 + month // 12, month % 12 + 1, 14)
        site = ("SIT-01", "SIT-02")[month % 2]
        book.add("inspection", date=day, kind="internal", body="Comité de seguridad", inspector="Comité",
                 site=book.id("site", site), scope="Ventilación, entibado y señales", result="Ronda firmada",
                 findings="Cambiar dos palancas" if month % 3 == 0 else None)


def _samples(book: Book, papers: Papers) -> None:
    for half in range(4):
        day = date(2024 + half // 2, 5 if half % 2 == 0 else 11, 12)
        paper = papers.scan("report", f"Resultados de laboratorio {day}", ("Agua, suelo y ruido",), day=day,
                            issuer="Laboratorio inventado")
        for place, site, medium, parameter, value, unit, limit in (
                ("Quebrada, aguas arriba", "SIT-03", "water", "Mercurio total", 400, "mg/l", 2_000),
                ("Quebrada, aguas abajo", "SIT-03", "water", "Mercurio total", 1_500 - half * 300, "mg/l", 2_000),
                ("Salida del sedimentador", "SIT-05", "water", "Sólidos suspendidos", (62 - 9 * half) * 10**6, "mg/l",
                 50 * 10**6),
                ("Lindero de la planta", "SIT-05", "noise", "Ruido diurno", 61 * 10**6, "dB", 65 * 10**6)):
            book.add("measurement", date=day, site=book.id("site", site), place=place, medium=medium,
                     parameter=parameter, value=value, unit=unit, limit=limit, lab="Laboratorio inventado",
                     within_stated=value <= limit or half == 0, document=paper)
    book.add("measurement", date=date(2025, 11, 20), site=book.id("site", "SIT-04"), place="Escombrera", medium="area",
             parameter="Área intervenida", disturbed_m2=21_500, restored_m2=6_400)
