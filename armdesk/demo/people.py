"""The people of the demonstration cooperative, with the few whose papers are not in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from armdesk.demo import names
from armdesk.demo.book import LAST, TODAY, Book
from armdesk.demo.office import CREWS

NO_AGE_PROOF = ("TRA-007", "TRA-019", "SEL-004")
MINOR, TWINS, PAID_EARLY = "TRA-012", ("SOC-031", "TRA-025"), "TRA-030"
_JOINED = {PAID_EARLY: date(2025, 4, 7), MINOR: date(2025, 9, 8)}
_PREFIX = {"member": "SOC", "worker": "TRA", "selector": "SEL", "processor": "PLA", "staff": "ADM"}
_COVER = ("health accidents", "health", "health accidents pension", "none", "health accidents", "health", None)
_HAZARDOUS = ("underground", "plant")


@dataclass(frozen=True)
class Someone:
    """A person as the other registers need him."""

    id: str
    code: str
    name: str
    sex: str
    role: str
    crew: str
    joined: date
    left: date | None

    def is_here(self, day: date) -> bool:
        """Whether the person belonged to the cooperative on a day."""
        return self.joined <= day and (self.left is None or day <= self.left)


def add_people(book: Book) -> list[Someone]:
    """Note everybody: about 125 in crews and seven in the office."""
    counts: dict[str, int] = {}
    taken: set[str] = set()
    people = []
    for crew, _name, site, kind, persons in CREWS:
        for place in range(persons):
            mining = "member" if place * 5 < persons * 3 else "worker"
            role = {"selection": "selector", "plant": "processor"}.get(kind, mining)
            people.append(_person(book, counts, taken, role, crew, site, kind))
    people += [_person(book, counts, taken, "staff", "", "SIT-05", "office") for _place in range(7)]
    _plant_gaps(book)
    _roles(book, people)
    return people


def _person(book: Book, counts: dict[str, int], taken: set[str], role: str, crew: str, site: str, kind: str) -> Someone:
    counts[role] = counts.get(role, 0) + 1
    code = f"{_PREFIX[role]}-{counts[role]:03d}"
    women_per_mille = {"selector": 960, "staff": 600, "processor": 330}.get(role, 230)
    sex = "F" if book.chance(women_per_mille) else "M"
    name = _name(book, sex, taken)
    born = date(TODAY.year - book.between(23, 61), book.between(1, 12), book.between(1, 28))
    joined = date(book.between(max(2010, born.year + 19), 2023), book.between(1, 12), book.between(1, 28))
    if code in _JOINED:
        joined = _JOINED[code]
    elif counts[role] % 13 == 0:
        joined = date(2024, book.between(2, 11), book.between(1, 28))
    left = date(2025, book.between(2, 10), 28) if counts[role] % 17 == 0 else None
    task = book.pick(names.TASKS[kind]) if kind in names.TASKS else "Oficina"
    seen = "copy" if book.chance(800) else "seen"
    person = book.add(
        "person", code=code, name=name, sex=sex, role=role, status="left" if left else "active",
        crew=book.id("crew", crew) if crew else None, site=book.id("site", site), task=task,
        hazardous=kind in _HAZARDOUS, joined_on=joined, left_on=left, birth_date=born, birth_year=born.year,
        age_evidence=seen, id_type="Cédula", id_number=f"10{book.between(10_000_000, 99_999_999)}",
        phone=f"300 555 {book.between(1000, 9999)}",
        address=f"Vereda {book.pick(('El Mirador', 'La Garza', 'La Unión'))}",
        next_of_kin=_name(book, book.pick("FM"), taken), next_of_kin_phone=f"300 556 {book.between(1000, 9999)}",
        agreement_on=joined, consent_on=max(joined, date(2024, 2, 24)),
        informed_on=max(date(2024, 2, 24), joined), social_cover=_COVER[counts[role] % len(_COVER)],
        cover_checked_on=date(2025, 11, 14) if counts[role] % len(_COVER) < len(_COVER) - 1 else None)
    if role in ("member", "selector"):
        _registration(book, person, counts[role], role)
    return Someone(person, code, name, sex, role, crew, joined, left)


def _name(book: Book, sex: str, taken: set[str]) -> str:
    while True:
        first = book.pick(names.WOMEN if sex == "F" else names.MEN)
        name = f"{first} {book.pick(names.SURNAMES)} {book.pick(names.SURNAMES)}"
        if name not in taken:
            taken.add(name)
            return name


def _registration(book: Book, person: str, count: int, role: str) -> None:
    checked = date(2025, 2, 10) + timedelta(days=count % 20)
    book.add("registration", person=person, register="Registro de mineros de subsistencia" if role == "selector" else
             "Registro de comercializadores y explotadores", number=f"{role[0].upper()}-2025-{count:04d}",
             place=names.MUNICIPALITY, valid_from=date(2025, 2, 1), valid_to=date(2026, 1, 31) if count % 9 == 0 else
             date(2027, 1, 31), checked_on=checked, checked_where="Página pública del registro", status="Activa")


def _plant_gaps(book: Book) -> None:
    for code in NO_AGE_PROOF:
        book.row("person", code).update(birth_date=None, birth_year=None, age_stated=34, age_stated_on=date(2024, 2, 3),
                                        age_evidence="none", id_type=None, id_number=None)
    book.row("person", MINOR).update(birth_date=date(2008, 7, 19), birth_year=2008, id_type="Tarjeta de identidad")
    first, second = (book.row("person", code) for code in TWINS)
    second["id_number"] = first["id_number"]


def _roles(book: Book, people: list[Someone]) -> None:
    members = [each for each in people if each.role == "member"]
    offices = ("Presidenta", "Vicepresidente", "Secretario", "Tesorera", "Vocal", "Vocal", "Fiscal")
    chosen = [each for each in members if each.joined.year < 2022 and each.left is None]
    for office, someone in zip(offices, chosen, strict=False):
        book.add("person_role", person=someone.id, role="member", office=office, began_on=date(2024, 3, 16),
                 ended_on=date(2026, 3, 15))
    for someone in people:
        if someone.left and someone.left <= LAST:
            book.add("person_role", person=someone.id, role=someone.role, began_on=someone.joined,
                     ended_on=someone.left,
                     note="Se retiró por voluntad propia")
