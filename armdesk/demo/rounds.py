"""Rounds, emergencies and needs of the demonstration: lists, plan, three rounds, kits, drills, courses, equipment."""

from __future__ import annotations

from datetime import date, timedelta

from armdesk.demo.book import Book
from armdesk.demo.people import Someone
from armdesk.services.safety.starter_rounds import Model, models

EXPIRED_KIT = "EXT-03"
_NEEDS: tuple[tuple[str, str, int | None, tuple[dict[str, str], ...]], ...] = (
    ("IND", "Inducción en seguridad minera", 13, ({},)),
    ("CRA", "Código CRAFT y debida diligencia", None, ({"role": "member"},)),
    ("PAX", "Primeros auxilios", 24, ({"crew_kind": "underground"}, {"crew_kind": "plant"})),
    ("HG", "Manejo de mercurio y retortas", None, ({"crew_kind": "plant"},)),
    ("GAS", "Gases y ventilación", 12, ({"crew_kind": "underground"},)),
    ("EXP", "Explosivos", 24, ({"crew_kind": "underground"},)),
    ("SOS", "Entibado y caída de rocas", 24, ({"crew_kind": "underground"},)),
    ("EME", "Brigada de emergencia", 12, ({},)))
_EQUIPMENT_NEEDS = (("helmet", ("underground", "plant", "surface")), ("boots", ("underground", "plant", "surface")),
                    ("gloves", ("underground", "plant", "selection")), ("lamp", ("underground",)),
                    ("respirator", ("underground",)))
_KITS = (
    ("BOT-01", "Botiquín de la bocamina", "first_aid_kit", "SIT-01", None),
    ("BOT-02", "Botiquín de Santa Bárbara", "first_aid_kit", "SIT-02", None),
    ("EXT-01", "Extintor del malacate", "extinguisher", "SIT-02", date(2026, 8, 30)),
    ("EXT-02", "Extintor de la planta", "extinguisher", "SIT-05", date(2026, 3, 15)),
    (EXPIRED_KIT, "Extintor del polvorín", "extinguisher", "SIT-01", date(2025, 11, 30)),
    ("REF-01", "Refugio del nivel 2", "refuge", "SIT-01", None),
    ("ALA-01", "Sirena de Santa Bárbara", "alarm", "SIT-02", None))
_ROUNDS = (("portal", "SIT-01", "C-01", date(2025, 11, 18), (4,)), ("plant", "SIT-05", "C-09", date(2025, 12, 9), ()),
           ("portal", "SIT-02", "C-04", date(2026, 1, 21), (9,)))
"""Which list, where, whose crew, when, and the questions answered with no."""
_TALKS = ((date(2025, 10, 6), "C-01", "Desabombar antes de entrar"), (date(2025, 11, 4), "C-04", "Señales de gas"),
          (date(2025, 12, 2), "C-09", "Guardas de las bandas"))
_LEARNT = "La sirena no se oye en el nivel 2"


def add_rounds(book: Book, people: list[Someone]) -> None:
    """Note all of it; comes last, so that nothing else changes by it."""
    _needs(book)
    _talks(book, people)
    for code, name, kind, site, expires in _KITS:
        kit = book.add("equipment", code=code, name=name, kind=kind, site=book.id("site", site), place="Entrada",
                       bought_on=date(2024, 2, 1), expires_on=expires, status="in_use")
        book.add("equipment_check", equipment=kit, date=date(2026, 1, 12), result="good", checked_by="Brigada minera")
    _drills(book)
    lists = {model.subject: _list(book, model) for model in models()}
    for subject, site, days in (("portal", "SIT-01", 90), ("portal", "SIT-02", 90), ("plant", "SIT-05", 90),
                                ("explosives", "SIT-01", 60)):
        book.add("inspection_plan", template=lists[subject][0], site=book.id("site", site), every_days=days,
                 starts_on=date(2025, 10, 1), note="Comité de seguridad")
    for subject, site, crew, day, wrong in _ROUNDS:
        inspector = next(each for each in people if each.is_here(day) and each.crew not in ("", crew))
        _round(book, lists[subject], (site, crew, day), inspector, wrong)


def _needs(book: Book) -> None:
    for code, name, months, whom in _NEEDS:
        kind = book.add("course_kind", code=code, name=name, months_valid=months)
        for each in whom:
            book.add("course_need", course_kind=kind, **each)
        for row in book.rows["training"]:
            if row["subject"] == name:
                row["course_kind"] = kind
    for item, kinds in _EQUIPMENT_NEEDS:
        for crew_kind in kinds:
            book.add("ppe_need", item=item, crew_kind=crew_kind)


def _talks(book: Book, people: list[Someone]) -> None:
    for number, (day, crew, subject) in enumerate(_TALKS, start=1):
        talk = book.add("training", code=f"CH-2025-{number:02d}", date=day, subject=subject, hours=25, form="talk",
                        trainer="Jefe de cuadrilla", crew=book.id("crew", crew))
        for each in people:
            if each.crew == crew and each.is_here(day):
                book.add("training_attendance", training=talk, person=each.id, present=True, mark="X")


def _drills(book: Book) -> None:
    plan = book.add("emergency_plan", title="Plan de emergencia de las bocaminas", adopted_on=date(2025, 2, 3),
                    review_on=date(2026, 6, 30), meeting_point="La cancha", phones="Bomberos: 000",
                    made_known="Leído en la asamblea de marzo")
    for day, kind, site, minutes, came, women in (
            (date(2025, 3, 20), "evacuation", "SIT-01", 17, 31, 4), (date(2025, 8, 14), "fire", "SIT-05", 6, 12, 3),
            (date(2025, 10, 22), "evacuation", "SIT-02", 14, 27, 2)):
        book.add("drill", date=day, kind=kind, site=book.id("site", site), plan=plan, scenario="Humo en la entrada",
                 minutes=minutes, participants=came, women=women, lessons=_LEARNT)


def _list(book: Book, model: Model) -> tuple[str, list[str], str]:
    """A list of questions in Spanish: (its id, those of its questions, its name)."""
    name = model.name["es"]
    template = book.add("inspection_template", code=model.code, revision=1, name=name, subject=model.subject,
                        origin="Modelo de armdesk")
    questions = [book.add("inspection_question", template=template, position=place, section=each.part["es"],
                          text=each.text["es"], kind=each.kind, critical=each.critical, if_no=each.if_not.get("es"))
                 for place, each in enumerate(model.questions, start=1)]
    return template, questions, name


def _round(book: Book, asked: tuple[str, list[str], str], where: tuple[str, str, date], inspector: Someone,
           wrong: tuple[int, ...]) -> None:
    (template, questions, name), (site, crew, day) = asked, where
    rows = {row["id"]: row for row in book.rows["inspection_question"]}
    counted = [each for each in questions if rows[each]["kind"] == "yes_no"]
    good = len(counted) - len(wrong)
    inspection = book.add(
        "inspection", date=day, kind="internal", body="Comité de seguridad", inspector=inspector.name,
        inspector_person=inspector.id, site=book.id("site", site), crew=book.id("crew", crew), scope=name,
        template=template, finished_on=day, points=good, points_most=len(counted),
        result=f"{good} de {len(counted)} en orden")
    for place, each in enumerate(questions, start=1):
        no, question = place in wrong, rows[each]
        book.add("inspection_answer", inspection=inspection, question=each,
                 answer=("no" if no else "yes") if question["kind"] == "yes_no" else None,
                 number=20_600 if question["kind"] == "number" else None,
                 note="Se corrigió el mismo día" if no else None)
        if no:
            finding = book.add("finding", inspection=inspection, question=each, finding_class="major",
                               text=question["text"], status="closed", closed_on=day + timedelta(days=1))
            action = book.add("action", number=f"A-R-{day:%m%d}", measure=question["if_no"], status="closed",
                              origin=f"finding/{finding}", adopted_on=day, due_on=day + timedelta(days=2),
                              done_on=day + timedelta(days=1), owner="Comité de seguridad",
                              effect_checked_on=day + timedelta(days=8), effect="Sigue en orden")
            book.rows["finding"][-1]["action"] = action
