"""A small box of papers of an office that keeps its books in its own way, with problems planted: always the same one.

Days without a month, dates written once, names with the surname first, deductions in columns, ticks and cross tables.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from openpyxl import Workbook
from PIL import Image

MONTHS = ("ENERO", "FEBRERO", "MARZO", "ABRIL", "MAYO", "JUNIO")
FIRST, LAST = ("Rosa", "Luis", "Juana", "Edwin", "Nilda", "Franz"), ("Quispe", "Mamani", "Condori", "Choque")
GONE_ON = date(2025, 3, 31)


@dataclass
class Box:
    """What was put into the box.  Shape: rows counts what is to be read; planted leads to the rules that tell."""

    folder: Path
    rows: dict[str, int] = field(default_factory=dict)
    planted: dict[str, tuple[str, ...]] = field(default_factory=dict)


def make_box(folder: Path, seed: int) -> Box:
    """Half a year of an office of a dozen people."""
    chance, box = Random(seed), Box(folder)
    names = [(first, one, other) for first in FIRST for one in LAST for other in LAST if one != other]
    people = chance.sample(names, 12)
    _members(box, people, chance)
    mined = _deliveries(box, people, chance)
    _sales(box, mined, chance)
    _others(box, people)
    picture = Image.frombytes("L", (64, 48), chance.randbytes(64 * 48))
    for name in ("Primeros auxilios 04-03-2025.jpg", "Ventilacion minera 05-06-2025.jpg"):
        picture.save(folder / name)  # one photo for two courses
    box.planted["photo"] = ("photo_reused",)
    return box


def _book(path: Path, sheets: dict[str, list[list[Any]]]) -> None:
    made = Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    made.save(path)


def _members(box: Box, people: list[tuple[str, str, str]], chance: Random) -> None:
    heads = ["N°", "AP. PATERNO", "AP. MATERNO", "NOMBRES", "C.I.", "FECHA NAC.", "Varón", "Mujer", "SECCIÓN", "NIVEL",
             "F. DE INGRESO", "ESTADO", "FECHA DE BAJA"]
    rows: list[list[Any]] = [["COOPERATIVA MINERA"], ["PADRÓN GENERAL"], [], heads]
    for number, (first, one, other) in enumerate(people, 1):
        gone, born = number == 3, date(2010 if number == 5 else chance.randint(1965, 1995), 5, 6)
        woman = first in ("Rosa", "Juana", "Nilda")
        rows.append([number, one, other, first, 4_000_000 + number * 7_919, born, "" if woman else "X",
                     "X" if woman else "", f"Sección {number % 2 + 1}", "Nivel 1",
                     date(2025, 1, 2) if number == 5 else date(2018, 2, 3), "BAJA" if gone else "ACTIVO",
                     GONE_ON if gone else "-"])
    _book(box.folder / "padron.xlsx", {"SOCIOS": rows})
    box.rows["person"] = len(people)
    box.planted["child"] = ("under_18", "minor_at_risk", "not_for_their_age")


def _deliveries(box: Box, people: list[tuple[str, str, str]], chance: Random) -> list[tuple[date, Decimal]]:
    """A sheet a month, the day written once; weights now as numbers, now as text with a comma."""
    sheets: dict[str, list[list[Any]]] = {}
    mined: list[tuple[date, Decimal]] = []
    for month, name in enumerate(MONTHS, 1):
        rows: list[list[Any]] = [["ENTREGA DE ORO"], [f"MES DE {name} DE 2025"], [],
                                 ["DÍA", "BOLETA N°", "SOCIO", "SECCIÓN", "GRAMOS", "LEY"]]
        for day in range(2, 28, 2):
            for place in chance.sample([at for at in range(12) if at != 2 or month <= 3], 3):
                grams = Decimal(chance.randint(30, 70)).scaleb(-1)
                if (month, day, len(rows)) == (5, 12, 21):
                    grams = Decimal(62)
                mined.append((date(2025, month, day), grams))
                first, one, other = people[2 if (month, day) == (6, 4) else place]
                rows.append([day if rows[-1][0] != day and mined[-1:] and not _said(rows, day) else None,
                             1_000 + len(mined), f"{one} {other}, {first}", f"Sección {place % 2 + 1}",
                             str(grams).replace(".", ",") if place % 3 else float(grams), 905])
        rows.append(["TOTAL MES", None, None, None, float(sum(row[1] for row in mined if row[0].month == month))
                     - (9 if month == 4 else 0)])
        sheets[name.title()] = rows
    _book(box.folder / "entregas.xlsx", sheets)
    box.rows["production"] = len(mined)
    box.planted |= {"after": ("after_leaving",), "total": ("book_total",)}
    return mined


def _said(rows: list[list[Any]], day: int) -> bool:
    return any(row and row[0] == day for row in rows)


def _sales(box: Box, mined: list[tuple[date, Decimal]], chance: Random) -> None:
    rows: list[list[Any]] = [["VENTAS"], ["N°", "FECHA", "COMPRADORA", "GRAMOS", "LEY", "VALOR BRUTO Bs", "REGALÍA 3%",
                                          "APORTE FEDERACIÓN", "CUOTA SOCIAL", "LÍQUIDO PAGABLE Bs"]]
    left, at, day = Decimal(0), 0, date(2025, 1, 20)
    while day < date(2025, 6, 28):
        while at < len(mined) and mined[at][0] < day:
            left, at = left + mined[at][1], at + 1
        grams = (left * 9 / 10).quantize(Decimal("0.01"))
        gross = (grams * chance.randint(590, 610)).quantize(Decimal("0.01"))
        taken = [(gross * share / 100).quantize(Decimal("0.01")) for share in (3, 1, 2)]
        net = gross - sum(taken) - (900 if len(rows) == 6 else 0)
        buyer = "Comercializadora Illimani" if len(rows) % 2 else "Com. Illimani"
        rows.append([len(rows) - 1, day, buyer, float(grams), 903, float(gross), *map(float, taken), float(net)])
        left, day = left - grams, day + timedelta(days=12)
    _book(box.folder / "ventas.xlsx", {"x": rows, "Compradoras": [
        ["RAZÓN SOCIAL", "NIT", "N° LICENCIA", "VÁLIDA HASTA"],
        ["Comercializadora Illimani S.R.L.", "1023456021", "SENARECOM-1", date(2027, 1, 1)]]})
    box.rows["sale"] = len(rows) - 2
    box.planted["net"] = ("net_disagrees",)


def _others(box: Box, people: list[tuple[str, str, str]]) -> None:
    full = [f"{first} {one} {other}" for first, one, other in people]
    _book(box.folder / "capacitaciones.xlsx", {"x": [
        ["N°", "SOCIO", "Primeros auxilios", "Ventilación minera"], [None, None, date(2025, 3, 4), date(2025, 6, 5)],
        *[[number, name, "X", "X" if number in (1, 3) else ""] for number, name in enumerate(full, 1) if number != 5]]})
    box.rows["training_attendance"] = 13
    box.planted["course"] = ("course_while_away",)
    _book(box.folder / "mercurio.xlsx", {"x": [
        ["KARDEX DE MERCURIO"], ["FECHA", "DETALLE", "INGRESO (g)", "SALIDA (g)", "SALDO (g)"],
        [date(2025, 1, 3), "compra", 500, None, 500], [date(2025, 2, 3), "molino", None, 300, 200],
        [date(2025, 3, 3), "molino", None, 350, -150]]})
    box.rows["reagent_movement"] = 3
    box.planted["mercury"] = ("stock_below_zero",)
    _book(box.folder / "actas.xlsx", {"x": [
        ["N° ACTA", "FECHA", "TIPO", "TOTAL ASISTENTES", "MUJERES", "SOCIOS HABILITADOS", "HAY QUÓRUM"],
        ["01-2025", date(2025, 1, 18), "Asamblea ordinaria", 10, 4, 12, "SI"],
        ["02-2025", date(2025, 3, 22), "Asamblea extraordinaria", 4, 2, 12, "SI"],
        ["04-2025", date(2025, 5, 24), "Asamblea ordinaria", 9, 4, 11, "SI"]]})
    box.rows["meeting"] = 3
    box.planted |= {"quorum": ("quorum_contradicted",), "minutes": ("minutes_gap",)}
