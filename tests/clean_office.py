"""Offices in which nothing is wrong, of other countries and sizes, and what a careful person would find planted there.

Everything follows from the seed: names, days, weights, how many people and sites, how receipts are numbered.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from armdesk.models import (
    Crew,
    Document,
    Incident,
    Lot,
    LotInput,
    Meeting,
    MeetingAttendance,
    Organisation,
    Party,
    PartyCheck,
    Payment,
    Person,
    PpeDelivery,
    Production,
    ReagentMovement,
    Sale,
    SaleDeduction,
    Site,
    Training,
    TrainingAttendance,
)
from armdesk.store import Store

TODAY = date(2026, 1, 31)
FIRST = date(2025, 1, 1)
_STYLES = (
    ("BO", "BOB", "R-{:05d}", ("Quispe", "Mamani", "Condori", "Choque", "Flores", "Apaza", "Huanca", "Ticona"),
     ("Rosa", "Luis", "Juana", "Edwin", "Martha", "René", "Nilda", "Franz", "Gladys", "Ovidio", "Zenón", "Elsa")),
    ("BF", "XOF", "{:04d}", ("Ouédraogo", "Zongo", "Sawadogo", "Kaboré", "Traoré", "Ilboudo", "Nikiéma", "Compaoré"),
     ("Awa", "Issa", "Fatimata", "Moussa", "Mariam", "Boukary", "Salif", "Alizèta", "Rasmané", "Aminata", "Paul",
      "Zénabo")),
    ("MN", "MNT", "2025/{:03d}", ("Bat", "Dorj", "Ganbold", "Enkh", "Tömör", "Chuluun", "Naran", "Sükh"),
     ("Erdene", "Saruul", "Bayar", "Oyun", "Tuya", "Bold", "Nomin", "Altan", "Zaya", "Temuulen", "Odval", "Khulan")),
)
"""Country, currency, number of receipts, family names, first names."""


@dataclass
class Office:
    """What was made.  Shape: lists in the order of their days."""

    store: Store
    chance: random.Random
    currency: str
    receipt: str
    people: list[Any] = field(default_factory=list)
    crews: list[Any] = field(default_factory=list)
    deliveries: list[Any] = field(default_factory=list)
    sales: list[Any] = field(default_factory=list)
    payments: list[Any] = field(default_factory=list)
    courses: list[Any] = field(default_factory=list)
    meetings: list[Any] = field(default_factory=list)
    mercury: list[Any] = field(default_factory=list)
    writer: Any = None

    def save(self, record: Any) -> Any:
        """Keep one record as an import does."""
        record.fill()
        if self.writer is not None:
            self.writer.save(record)
            return record
        with self.store.operation("made", kind="import") as writer:
            writer.save(record)
        return record


def make_office(store: Store, seed: int) -> Office:
    """An office of a year in which nothing is wrong."""
    chance = random.Random(seed)
    country, currency, receipt, families, firsts = _STYLES[seed % len(_STYLES)]
    with store.operation("made", kind="import") as writer:
        office = Office(store, chance, currency, receipt, writer=writer)
        _fill(office, country, families, firsts)
    office.writer = None
    return office


def _fill(office: Office, country: str, families: tuple[str, ...], firsts: tuple[str, ...]) -> None:
    chance = office.chance
    office.save(Organisation(legal_name="Cooperative", country=country, municipality="Here", representative="R",
                             dd_officer="D", complaint_contact="C", legitimacy_option="A"))
    names = [f"{first} {one} {two}" for first in firsts for one in families for two in families if one != two]
    chance.shuffle(names)
    sites = [office.save(Site(name=f"Site {place}", kind="hard_rock")) for place in range(chance.randint(2, 5))]
    office.crews = [office.save(Crew(name=f"Crew {place}", kind="surface", site=chance.choice(sites).id))
                    for place in range(chance.randint(4, 9))]
    for number in range(chance.randint(35, 90)):
        office.people.append(office.save(Person(
            code=f"M-{number:03d}", name=names[number], role="member", sex=chance.choice("FM"), status="active",
            joined_on=date(chance.randint(2012, 2024), chance.randint(1, 12), chance.randint(1, 28)),
            birth_date=date(chance.randint(1960, 1992), chance.randint(1, 12), chance.randint(1, 28)),
            id_number=str(chance.randint(10**7, 10**9)), crew=chance.choice(office.crews).id)))
    for part in (_dig, _sell, _pay, _learn, _meet, _use_mercury, _hurt):
        part(office)


def _dig(office: Office) -> None:
    usual = {crew.id: office.chance.randint(2_000, 9_000) for crew in office.crews}
    team = {crew.id: [each for each in office.people if each.crew == crew.id] for crew in office.crews}
    for day in (FIRST + timedelta(days=number) for number in range(360)):
        for crew in office.crews:
            if day.weekday() == 6 or not team[crew.id] or office.chance.random() < 0.45:
                continue
            grams = int(usual[crew.id] * office.chance.uniform(0.55, 1.6))
            office.deliveries.append(Production(
                date=day, crew=crew.id, site=crew.site, person=office.chance.choice(team[crew.id]).id,
                gross_mg=grams // 10 * 10, fineness=office.chance.randint(8_500, 9_100),
                persons=office.chance.randint(4, 7)))
    for each in office.deliveries:
        office.save(each)


def _sell(office: Office) -> None:
    buyer = office.save(Party(name="Gold House", role="buyer", country="CH", licence_no="L-9",
                              licence_valid_to=date(2027, 1, 1)))
    for subject in ("identity", "licence"):
        office.save(PartyCheck(party=buyer.id, subject=subject, result="good", checked_on=date(2025, 1, 2),
                               checked_where="Register", expires_on=date(2027, 1, 1)))
    for month in range(1, 13):
        last = date(2025, month, 27)
        dug = [each for each in office.deliveries if each.date.month == month and each.date <= last]
        if not dug:
            continue
        gross = sum(each.gross_mg for each in dug)
        fine = sum(each.fine_mg for each in dug)
        lot = office.save(Lot(code=f"L-{month:03d}", created_on=last, gross_mg=gross, fineness=fine * 10_000 // gross,
                              seal_no=f"S-{700 + month}", site=dug[0].site))
        for each in dug:
            office.save(LotInput(lot=lot.id, production=each.id, input_mg=each.fine_mg, operation="production",
                                 date=last))
        value = int(fine * 250 * office.chance.uniform(0.98, 1.02))
        royalty = value * 4 // 100
        sale = office.save(Sale(
            code=f"V-{month:03d}", date=last + timedelta(days=1), buyer=buyer.id, lot=lot.id, gross_mg=gross,
            fineness=lot.fineness, currency=office.currency, gross_value=value, deductions_total=royalty,
            net_value=value - royalty, percent_paid=office.chance.randint(9_550, 9_750)))
        office.save(SaleDeduction(sale=sale.id, kind="royalty", base=value, rate=40_000, amount=royalty,
                                  currency=office.currency, receipt_ref=f"RG-{month}"))
        lot.sale, lot.status = sale.id, "sold"
        office.save(lot)
        office.sales.append(sale)


def _pay(office: Office) -> None:
    number = office.chance.randint(100, 900)
    for month in range(1, 13):
        for person in office.people:
            if office.chance.random() < 0.5:
                office.payments.append(office.save(Payment(
                    code=office.receipt.format(number), date=date(2025, month, office.chance.randint(1, 28)),
                    person=person.id, amount=office.chance.randint(50_000, 900_000), currency=office.currency,
                    method="bank", gold_mg=office.chance.randint(500, 9_000))))
                number += 1
    office.payments.sort(key=lambda each: each.code)


def _learn(office: Office) -> None:
    for place in range(8):
        day = FIRST + timedelta(days=20 + 40 * place)
        course = office.save(Training(subject=f"Course {place}", date=day, hours=200, certificate_ref=f"C-{place}",
                                      certificate_on=day + timedelta(days=3)))
        office.courses.append(course)
        for person in office.people:
            if office.chance.random() < 0.7:
                office.save(TrainingAttendance(training=course.id, person=person.id, present=True))
    for person in office.people:
        office.save(PpeDelivery(date=date(2025, 2, 10), person=person.id, item="helmet", quantity=1, signed=True))


def _meet(office: Office) -> None:
    for number in range(1, 11):
        there = [person for person in office.people if office.chance.random() < 0.75]
        meeting = office.save(Meeting(number=f"{number:03d}", date=FIRST + timedelta(days=30 * number), kind="assembly",
                                      entitled=len(office.people), attended=len(there), quorum_stated=True,
                                      called_on=FIRST + timedelta(days=30 * number - 20), decisions="Plan"))
        office.meetings.append(meeting)
        for person in there:
            office.save(MeetingAttendance(meeting=meeting.id, person=person.id, present=True))


def _use_mercury(office: Office) -> None:
    stock = 3_000_000
    office.mercury.append(office.save(ReagentMovement(date=FIRST, item="mercury", kind="opening", quantity=stock,
                                                      unit="g", document_no="I-1")))
    for month in range(2, 12):
        used = office.chance.randint(20, 120) * 1_000
        stock -= used
        office.mercury.append(office.save(ReagentMovement(date=date(2025, month, 15), item="mercury", kind="use",
                                                          quantity=used, unit="g", document_no=f"U-{month}")))
    office.save(ReagentMovement(date=date(2025, 12, 28), item="mercury", kind="count", quantity=stock, unit="g"))


_HURT = ("Slipped from the wet ladder and bruised an elbow", "A stone fell from the cart upon the left foot",
         "Cut a finger while sharpening the drill steel", "Жолооч гулгаж унаад баруун өвдгөө гэмтээсэн",
         "Dust went into both eyes while the mill was opened")


def _hurt(office: Office) -> None:
    for place in range(5):
        day = FIRST + timedelta(days=50 + 60 * place)
        office.save(Incident(number=f"I-{place + 1:02d}", date=day, severity="first_aid", persons=1,
                             description=_HURT[place], place=f"Face {place}", investigated_on=day))
    office.save(Document(title="Water permit", kind="permit", state="filed", issued_on=date(2024, 5, 1),
                         valid_to=date(2028, 5, 1), stated_status="Vigente"))


# what is planted


def _any(office: Office, rows: list[Any]) -> Any:
    return rows[office.chance.randrange(len(rows) // 5, 4 * len(rows) // 5)]


def _again(office: Office, row: Any, **changes: Any) -> Any:
    names = [each.name for each in row.declared() if getattr(row, each.name) is not None]
    return office.save(type(row)(**{**{name: getattr(row, name) for name in names}, **changes}))


def _change(office: Office, row: Any, **changes: Any) -> Any:
    row = office.store.get(type(row), row.id)
    for name, value in changes.items():
        setattr(row, name, value)
    return office.save(row)


def _swapped(number: str) -> str:
    place = next(place for place in range(2, len(number) - 1) if number[place] != number[place + 1])
    return number[:place] + number[place + 1] + number[place] + number[place + 2:]


def _twin(office: Office) -> Any:
    person = _any(office, office.people)
    first, *rest = person.name.split()
    return _again(office, person, code="M-999", name=" ".join([*rest, first]).upper(),
                  id_number=_swapped(person.id_number))


def _missing(office: Office) -> Any:
    gap = _any(office, office.payments)
    return _change(office, gap, code=None)


def _late_joiner(office: Office) -> Any:
    payment = _any(office, office.payments)
    person = office.store.get(Person, payment.person)
    _change(office, person, joined_on=payment.date + timedelta(days=45))
    return payment


def _leaver(office: Office) -> Any:
    delivery = office.deliveries[3 * len(office.deliveries) // 4]
    _change(office, office.store.get(Person, delivery.person), left_on=delivery.date - timedelta(days=60),
            status="left")
    return delivery


PLANTED: dict[str, tuple[str, Callable[[Office], Any]]] = {
    "a comma gone wrong": ("large_delivery", lambda office: _change(
        office, row := _any(office, office.deliveries), gross_mg=row.gross_mg * 10)),
    "a delivery typed twice": ("written_twice", lambda office: _again(
        office, _change(office, row := _any(office, office.deliveries), gross_mg=row.gross_mg + 7))),
    "somebody nobody knows": ("unknown_person", lambda office: _change(
        office, _any(office, office.deliveries), person=None, person_as_written="Zzyx Qwerty")),
    "gold after leaving": ("after_leaving", _leaver),
    "a person twice": ("same_person_twice", _twin),
    "paid before joining": ("paid_before_joining", _late_joiner),
    "a receipt missing": ("receipt_gap", _missing),
    "a receipt used twice": ("receipt_repeated", lambda office: _change(
        office, office.payments[7], code=office.payments[5].code)),
    "a net that is none": ("net_disagrees", lambda office: _change(
        office, row := office.sales[4], net_value=row.net_value - 90_000)),
    "more sold than there was": ("over_stock", lambda office: office.save(Sale(
        code="V-900", date=office.sales[3].date + timedelta(days=2), buyer=office.sales[3].buyer, gross_mg=900_000_000,
        fineness=9_000))),
    "a certificate before its course": ("early_certificates", lambda office: _change(
        office, row := office.courses[3], certificate_on=row.date - timedelta(days=14))),
    "minutes missing": ("minutes_gap", lambda office: _change(office, office.meetings[-1], number="013")),
    "no quorum": ("quorum_contradicted", lambda office: (office.store.trash(office.store.all(
        MeetingAttendance, meeting=office.meetings[4].id)), _change(office, office.meetings[4], attended=3))[1]),
    "a seal twice": ("seal_twice", lambda office: _change(
        office, office.store.one(Lot, code="L-004"), seal_no="S-703")),
    "a permit said to be valid": ("said_to_be_valid", lambda office: _change(
        office, office.store.one(Document, title="Water permit"), valid_to=date(2025, 9, 30))),
    "a near miss with days lost": ("severity_contradicted", lambda office: _change(
        office, office.store.one(Incident, number="I-03"), severity="near_miss", lost_days=4)),
    "an event in two books": ("incident_twice", lambda office: _again(
        office, office.store.one(Incident, number="I-04"), number="N-77")),
    "a count below the book": ("stock_count", lambda office: _change(
        office, row := office.store.one(ReagentMovement, kind="count"), quantity=row.quantity - 240_000)),
    "a licence that had ended": ("buyer_licence", lambda office: _change(
        office, office.store.one(Party), licence_valid_to=date(2025, 6, 1))),
    "a low price": ("price_low", lambda office: _change(office, office.sales[5], percent_paid=7_800)),
    "paid twice": ("paid_twice", lambda office: _again(office, office.payments[9], code="X-1")),
    "a helmet after leaving": ("signed_while_away", lambda office: _change(
        office, office.people[2], left_on=date(2025, 1, 20), status="left")),
}
"""What a careful person would find -> what the finding calls itself, and how it is planted."""
