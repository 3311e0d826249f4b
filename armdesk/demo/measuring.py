"""Goals, the plan of measuring, land and stated hours of the demonstration; noted last, so nothing else changes."""

from __future__ import annotations

from datetime import date

from armdesk.demo.book import Book

WRONG_PAPER = "Sólidos suspendidos"
"""Parameter whose paper of May 2024 says "within the limit", though its figure is over it."""
LATE_POINT = "Mercurio en suelo"
"""Point of the plan that was never measured."""
_PLAN = (("water", "Mercurio total", "SIT-03", "Quebrada, aguas abajo", 6, "Permiso de vertimientos"),
         ("water", "Mercurio total", "SIT-03", "Quebrada, aguas arriba", 6, "Permiso de vertimientos"),
         ("water", "Sólidos suspendidos", "SIT-05", "Salida del sedimentador", 6, "Permiso de vertimientos"),
         ("noise", "Ruido diurno", "SIT-05", "Lindero de la planta", 6, "Acuerdo con los vecinos"),
         ("soil", LATE_POINT, "SIT-05", "Patio viejo", 12, "Plan de manejo"))
_LAND = ((date(2024, 2, 20), 9_500, None, "Escombrera, primera terraza"), (date(2024, 10, 3), None, 2_200, "Siembra"))
_GOALS = (("ltifr_1m", 14_000_000, date(2024, 12, 31), 8_000_000, date(2026, 12, 31)),
          ("mercury_ratio", 900_000, date(2023, 12, 31), 0, date(2025, 12, 31)),
          ("people_trained", 40_000_000, date(2023, 12, 31), 95_000_000, date(2026, 6, 30)))


def add_measuring(book: Book) -> None:
    """Note them."""
    for medium, parameter, site, place, months, required in _PLAN:
        book.add("monitoring_plan", medium=medium, parameter=parameter, site=book.id("site", site), place=place,
                 every_months=months, begins_on=date(2024, 1, 1), responsible="Comité ambiental",
                 required_by=required)
    for day, disturbed, restored, place in _LAND:
        book.add("measurement", date=day, site=book.id("site", "SIT-04"), place=place, medium="area",
                 parameter="Área intervenida", disturbed_m2=disturbed, restored_m2=restored)
    for indicator, baseline, begun, target, until in _GOALS:
        book.add("goal", indicator=indicator, donor="Fondo invitado", baseline=baseline, baseline_on=begun,
                 target=target, target_on=until)
    book.add("exposure", month="2024-01", site=book.id("site", "SIT-05"), hours=1_404_00, workers=9,
             source_kind="stated", stated_by="Secretaría",
             estimate_rule="Planilla de turnos de la planta: 9 personas, 26 días de 6 horas. El libro se mojó.")
