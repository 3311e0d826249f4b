"""Each rule with an office in which it must speak, and the one change after which it must be silent.

A case is planted in an empty workspace; `mend` changes only what was wrong, so that a rule which speaks of something
else, or of everything, fails.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from armdesk.models import (
    Attendance,
    Citation,
    Crew,
    CustodyTransfer,
    Document,
    ImportRun,
    Incident,
    InjuredPerson,
    Lot,
    Mandate,
    Meeting,
    MeetingAttendance,
    Organ,
    Party,
    Payment,
    Permit,
    Person,
    PpeDelivery,
    PremiumEntry,
    Production,
    ReagentMovement,
    Resolution,
    Revision,
    Sale,
    SaleDeduction,
    Shift,
    Site,
    Training,
    TrainingAttendance,
)
from armdesk.record import Record
from armdesk.workspace import Workspace

DAY = date(2025, 6, 10)


@dataclass(frozen=True)
class Case:
    """plant makes what is wrong and answers with it; mend makes it right; names are those the findings bear."""

    plant: Callable[[Workspace], Any]
    mend: Callable[[Workspace, Any], object]
    names: frozenset[str] = frozenset()


CASES: dict[str, list[Case]] = {}


def case(rule: str, *names: str, mend: Callable[[Workspace, Any], object]) -> Callable[[Callable[[Workspace], Any]],
                                                                                      Callable[[Workspace], Any]]:
    """Note a case of a rule."""

    def noted(plant: Callable[[Workspace], Any]) -> Callable[[Workspace], Any]:
        CASES.setdefault(rule, []).append(Case(plant, mend, frozenset(names or (rule,))))
        return plant

    return noted


def told(space: Workspace, type_: type[Record], **values: Any) -> Any:
    """A record as an office wrote it long ago, taken as it is."""
    record = type_(**values)
    with space.store.operation("told", kind="import") as writer:
        writer.save(record)
    return record


def changed(**values: Any) -> Callable[[Workspace, Any], object]:
    """Mends by other values of what was planted."""

    def mend(space: Workspace, planted: Any) -> None:
        for name, value in values.items():
            planted.field(name)
            setattr(planted, name, value)
        with space.store.operation("mended", kind="import") as writer:
            writer.save(planted)

    return mend


def gone(space: Workspace, planted: Any) -> None:
    """Mends by the trash."""
    space.store.trash([planted])


def someone(space: Workspace, name: str = "Ana Ruiz", **values: Any) -> Any:
    return told(space, Person, name=name, role="member", **values)


def site(space: Workspace, name: str = "La Peña", **values: Any) -> Any:
    return told(space, Site, name=name, **values)


def sold(space: Workspace, code: str = "V-1", day: date = DAY, **values: Any) -> Any:
    usual = {"gross_mg": 10_000, "fineness": 9_000, "currency": "COP"}
    return told(space, Sale, code=code, date=day, **{**usual, **values})


# photos


def picture(seed: int, *, quality: int = 90, box: tuple[int, int, int, int] | None = None, side: int = 640) -> bytes:
    """A picture with something on it, as JPEG; box is the part that is left of it."""
    drawn = Image.new("RGB", (640, 480), (150 + seed * 13 % 90, 180, 205))
    draw = ImageDraw.Draw(drawn)
    for step in range(24):
        left, top = (seed * 97 + step * 131) % 560, (seed * 53 + step * 89) % 400
        draw.rectangle((left, top, left + 40 + step * 3, top + 30 + step * 2),
                       fill=((seed * 41 + step * 37) % 256, (seed * 17 + step * 61) % 256, (step * 83) % 256))
    drawn = drawn.crop(box) if box else drawn
    drawn.thumbnail((side, side))
    target = BytesIO()
    drawn.save(target, "JPEG", quality=quality)
    return target.getvalue()


def photo(space: Workspace, name: str, content: bytes, **values: Any) -> Any:
    """A document with a picture as its file; values are of the revision."""
    kept = space.files.add(BytesIO(content), f"{name}.jpg")
    document = told(space, Document, title=name, kind="photo", state="filed")
    told(space, Revision, **{"document": document.id, "file_name": kept.name, "sha256": kept.sha256,
                             "size": kept.size, "media_type": "image/jpeg", "added_on": DAY, **values})
    return document


def photo_gone(space: Workspace, document: Any) -> None:
    """Put a photo into the trash with its file."""
    space.store.trash([*space.store.all(Revision, document=document.id), document])


def course(space: Workspace, subject: str, day: date, **values: Any) -> Any:
    return told(space, Training, subject=subject, date=day, **values)


def cite(space: Workspace, document: Any, target: Record, **values: Any) -> Any:
    return told(space, Citation, document=document.id, target=f"{type(target).type_name()}/{target.id}", **values)


@case("photo_reused", mend=lambda space, cited: changed(target=f"training/{course(space, 'Other', DAY).id}")(
    space, cited))
def _one_file_for_two(space: Workspace) -> Any:
    same = photo(space, "a", picture(1))
    cite(space, same, course(space, "First aid", DAY))
    return cite(space, same, course(space, "Gases", DAY + timedelta(days=90)))


@case("photo_reused", mend=gone)
def _saved_again_and_cut(space: Workspace) -> Any:
    cite(space, photo(space, "a", picture(2)), course(space, "First aid", DAY))
    again = photo(space, "b", picture(2, quality=45, box=(30, 25, 610, 455), side=500))
    return cite(space, again, course(space, "Gases", DAY + timedelta(days=90)))


@case("photo_reused", "photo_twice", mend=photo_gone)
def _filed_twice(space: Workspace) -> Any:
    photo(space, "a", picture(3))
    return photo(space, "b", picture(3, quality=50, side=400))


@case("photo_day", mend=gone)
def _taken_before(space: Workspace) -> Any:
    early = photo(space, "a", picture(4), taken_on=DAY - timedelta(days=40))
    return cite(space, early, course(space, "First aid", DAY))


@case("camera_clock", mend=photo_gone)
def _factory_day(space: Workspace) -> Any:
    return photo(space, "a", picture(5), taken_on=date(2018, 1, 1))


@case("photo_far", mend=photo_gone)
def _far_away(space: Workspace) -> Any:
    site(space, latitude=12_000_000, longitude=-776_000_000)
    photo(space, "near", picture(6), latitude=12_100_000, longitude=-776_100_000)
    return photo(space, "far", picture(7), latitude=34_500_000, longitude=-765_000_000)


# books that were read in


def _imported(space: Workspace, **details: Any) -> Any:
    return told(space, ImportRun, date=DAY, file_name="libro.xlsx", details=json.dumps(details),
                refused=len(details.get("refused", ())))


def _nothing_of_it(space: Workspace, planted: Any) -> None:
    """The same file read in once more, in order now."""
    _imported(space)


@case("book_sums", "book_total", mend=_nothing_of_it)
def _wrong_total(space: Workspace) -> Any:
    return _imported(space, sums=[["total", "May", 30, "Grams", "12.5", "13.5", 1]])


@case("book_sums", "book_column", mend=_nothing_of_it)
def _wrong_column(space: Workspace) -> Any:
    return _imported(space, sums=[["column", "May", 4, "Fine (g)", "0.005", "4.6", 9]])


@case("unread_values", "unread_value", mend=changed(birth_date=date(1988, 2, 29)))
def _no_such_day(space: Workspace) -> Any:
    run = _imported(space, unread=[["People", 7, "person", "birth_date", "31/02/1988"]])
    return someone(space, source=run.id, source_row="People!7")


@case("refused_rows", mend=_nothing_of_it)
def _left_out(space: Workspace) -> Any:
    return _imported(space, refused=[["May", 12, "no weight"]])


# the order of days


@case("dates_reversed", mend=changed(granted_on=DAY + timedelta(days=300)))
def _granted_before_applied(space: Workspace) -> Any:
    return told(space, Permit, kind="water", title="Agua", applied_on=DAY, granted_on=DAY - timedelta(days=30))


@case("in_the_future", mend=changed(date=DAY))
def _next_year(space: Workspace) -> Any:
    return told(space, Production, date=date(2026, 5, 1), gross_mg=1_000)


@case("paper_before_event", mend=changed(issued_on=DAY))
def _list_before_course(space: Workspace) -> Any:
    paper = told(space, Document, title="Lista", kind="list", state="filed", issued_on=DAY - timedelta(days=9))
    cite(space, paper, course(space, "First aid", DAY))
    return paper


@case("paper_of_another_time", mend=changed(period_from=date(2024, 3, 1), period_to=date(2024, 5, 1)))
def _last_years_paper(space: Workspace) -> Any:
    paper = told(space, Document, title="Planilla", kind="list", state="filed", proves_from=date(2024, 1, 1),
                 proves_to=date(2024, 12, 31))
    return cite(space, paper, course(space, "First aid", DAY), period_from=date(2025, 1, 1), period_to=date(2025, 2, 1))


def _other_weights(space: Workspace, planted: Any) -> None:
    for number, each in enumerate(planted):
        changed(gross_mg=12_340 + 170 * number)(space, each)


@case("site_months", "copied_rows", mend=_other_weights)
def _copied_day_after_day(space: Workspace) -> Any:
    mine = site(space)
    return [told(space, Production, date=DAY + timedelta(days=number), site=mine.id, gross_mg=12_340, fineness=8_800)
            for number in range(8)]


def _to_the_newest(space: Workspace, planted: Any) -> None:
    citation, newest = planted
    changed(revision=newest.id)(space, citation)


@case("older_file_cited", mend=_to_the_newest)
def _an_older_file(space: Workspace) -> Any:
    paper = told(space, Document, title="Plan minero", kind="plan", state="filed")
    files = [told(space, Revision, document=paper.id, number=number, file_name=f"plan {number}.pdf",
                  sha256=f"{number}" * 64, size=1) for number in (1, 2)]
    for target in ("site/1", "lot/2"):  # these name the newest, or none: nothing to be said
        told(space, Citation, document=paper.id, target=target, revision=files[1].id if target == "lot/2" else None)
    return told(space, Citation, document=paper.id, revision=files[0].id,
                target="requirement/craft-2.0/M.1/5.2.3/R.1"), files[1]


@case("said_to_be_valid", mend=changed(stated_status="Vencido"))
def _still_valid(space: Workspace) -> Any:
    return told(space, Document, title="Permiso", kind="permit", state="filed", valid_to=DAY, stated_status="Vigente")


@case("permit_and_paper", mend=changed(expires_on=DAY))
def _other_end(space: Workspace) -> Any:
    paper = told(space, Document, title="Permiso", kind="permit", state="filed", valid_to=DAY)
    return told(space, Permit, kind="water", title="Agua", document=paper.id, expires_on=DAY + timedelta(days=365))


def _decided(space: Workspace, day: date) -> Any:
    meeting = told(space, Meeting, number="020", date=day, kind="assembly")
    return told(space, Resolution, meeting=meeting.id, topic="Prima")


@case("before_the_decision", mend=changed(date=DAY + timedelta(days=5)))
def _spent_before(space: Workspace) -> Any:
    return told(space, PremiumEntry, date=DAY - timedelta(days=20), kind="spent", amount=100, currency="COP",
                use="Cascos", resolution=_decided(space, DAY).id)


@case("before_the_decision", "office_before_vote", mend=changed(began_on=DAY))
def _in_office_before(space: Workspace) -> Any:
    organ = told(space, Organ, name="Junta", kind="board")
    return told(space, Mandate, organ=organ.id, office="member", person=someone(space).id,
                began_on=DAY - timedelta(days=20), resolution=_decided(space, DAY).id)


# who was there


@case("signed_while_away", mend=changed(date=date(2024, 12, 1)))
def _helmet_after_leaving(space: Workspace) -> Any:
    person = someone(space, joined_on=date(2020, 1, 1), left_on=date(2025, 1, 31), status="left")
    return told(space, PpeDelivery, date=DAY, person=person.id, item="helmet", quantity=1, signed=True)


@case("signed_while_away", mend=changed(present=False))
def _at_the_assembly_before_joining(space: Workspace) -> Any:
    meeting = told(space, Meeting, number="020", date=DAY, kind="assembly")
    return told(space, MeetingAttendance, meeting=meeting.id,
                person=someone(space, joined_on=DAY + timedelta(days=60)).id, present=True)


@case("at_work_while_away", mend=changed(status="absent"))
def _at_work_after_leaving(space: Workspace) -> Any:
    person = someone(space, left_on=DAY - timedelta(days=60), status="left")
    return told(space, Attendance, date=DAY, person=person.id, status="present")


@case("paid_after_leaving", mend=changed(date=date(2025, 2, 10)))
def _paid_a_year_later(space: Workspace) -> Any:
    person = someone(space, left_on=date(2025, 1, 1), status="left")
    return told(space, Payment, code="R-1", date=date(2025, 11, 1), person=person.id, amount=100, currency="COP")


@case("two_places", mend=gone)
def _two_crews(space: Workspace) -> Any:
    person, crews = someone(space), [told(space, Crew, name=name) for name in ("Halcones", "Nivel 2")]
    return [told(space, Attendance, date=DAY, person=person.id, crew=crew.id) for crew in crews][1]


@case("two_places", "course_elsewhere", mend=gone)
def _course_and_work(space: Workspace) -> Any:
    person = someone(space)
    held = course(space, "First aid", DAY, site=site(space).id, hours=800)
    told(space, TrainingAttendance, training=held.id, person=person.id, present=True)
    return told(space, Attendance, date=DAY, person=person.id, site=site(space, "San Miguel").id)


@case("gold_without_work", mend=changed(worked=True))
def _idle_but_delivered(space: Workspace) -> Any:
    crew = told(space, Crew, name="Halcones")
    told(space, Production, date=DAY, crew=crew.id, gross_mg=5_000)
    return told(space, Shift, date=DAY, crew=crew.id, worked=False)


@case("gold_without_work", "delivered_while_absent", mend=changed(status="present"))
def _absent_but_delivered(space: Workspace) -> Any:
    person = someone(space)
    told(space, Production, date=DAY, person=person.id, gross_mg=5_000)
    return told(space, Attendance, date=DAY, person=person.id, status="absent")


@case("crew_not_there", mend=changed(active_to=None))
def _dissolved_crew(space: Workspace) -> Any:
    crew = told(space, Crew, name="Halcones", active_to=date(2025, 1, 31))
    told(space, Production, date=DAY, crew=crew.id, gross_mg=5_000)
    return crew


# deals


@case("price_high", mend=changed(percent_paid=9_800))
def _paid_too_much(space: Workspace) -> Any:
    return sold(space, percent_paid=11_500)


def _series(space: Workspace, count: int = 9, **values: Any) -> list[Any]:
    return [sold(space, f"V-{place:03d}", DAY + timedelta(days=place), **values) for place in range(1, count + 1)]


@case("odd_quote", mend=changed(fx=40_000_000))
def _slipped_rate(space: Workspace) -> Any:
    fifth = _series(space, fx=40_000_000)[4]
    changed(fx=400_000_000)(space, fifth)
    return fifth


@case("value_apart", mend=changed(gross_value=855_000))
def _wrong_value(space: Workspace) -> Any:
    return sold(space, reference_per_g=10_000_000, percent_paid=9_500, gross_value=558_000)


@case("value_apart", "levy_apart", mend=changed(amount=40_000))
def _wrong_tax(space: Workspace) -> Any:
    return told(space, SaleDeduction, sale=sold(space).id, kind="royalty", base=1_000_000, rate=40_000, amount=4_000,
                currency="COP")


@case("royalty_missing", mend=gone)
def _one_without_royalty(space: Workspace) -> Any:
    for sale in _series(space, 12)[:-1]:
        told(space, SaleDeduction, sale=sale.id, kind="royalty", amount=1, currency="COP")
    return space.store.one(Sale, code="V-012")


@case("paid_twice", mend=gone)
def _same_payment(space: Workspace) -> Any:
    person = someone(space)
    return [told(space, Payment, code=code, date=DAY, person=person.id, amount=559_137, currency="COP", gold_mg=20)
            for code in ("R-1", "R-2")][1]


@case("paid_twice", "bank_number_twice", mend=changed(bank_ref="T-2"))
def _same_transfer(space: Workspace) -> Any:
    return [told(space, Payment, code=f"R-{place}", date=DAY + timedelta(days=place), amount=100 + place,
                 person=someone(space, f"Ana {place}").id, currency="COP", bank_ref="T-1") for place in (1, 2)][1]


@case("invoice_twice", mend=changed(invoice_no="F-2"))
def _same_invoice(space: Workspace) -> Any:
    return [sold(space, f"V-{place}", DAY + timedelta(days=place), invoice_no="F-1") for place in (1, 2)][1]


@case("paid_before_sale", mend=changed(date=DAY + timedelta(days=3)))
def _money_first(space: Workspace) -> Any:
    return told(space, Payment, code="R-1", date=DAY - timedelta(days=5), direction="in", sale=sold(space).id,
                amount=100, currency="COP")


# the way of gold


def _handed(space: Workspace, **values: Any) -> Any:
    lot = told(space, Lot, code="L-1", created_on=DAY, gross_mg=20_000, fineness=9_000, seal_no="S-1")
    return told(space, CustodyTransfer, **{"lot": lot.id, "sequence": 1, "date": DAY, "from_party": "Bodega",
                                           "to_party": "Escolta", **values})


@case("hand_overs", "handed_over_early", mend=changed(date=DAY))
def _handed_early(space: Workspace) -> Any:
    return _handed(space, date=DAY - timedelta(days=4))


@case("hand_overs", "seal_broken", mend=changed(seal_intact=True))
def _broken_seal(space: Workspace) -> Any:
    return _handed(space, seal_intact=False)


@case("hand_overs", "seal_other", mend=changed(seal_no="S-1"))
def _other_seal(space: Workspace) -> Any:
    return _handed(space, seal_no="S-9")


@case("hand_overs", "handed_over_apart", mend=changed(gross_to_mg=20_010))
def _lighter(space: Workspace) -> Any:
    return _handed(space, gross_from_mg=20_000, gross_to_mg=19_000)


@case("hand_overs", "custody_order", mend=changed(date=DAY + timedelta(days=2)))
def _second_before_first(space: Workspace) -> Any:
    first = _handed(space, date=DAY + timedelta(days=1))
    return told(space, CustodyTransfer, lot=first.lot, sequence=2, date=DAY, from_party="Escolta", to_party="Aduana")


@case("hand_overs", "custody_gap", mend=changed(from_party="escolta"))
def _by_somebody_else(space: Workspace) -> Any:
    first = _handed(space)
    return told(space, CustodyTransfer, lot=first.lot, sequence=2, date=DAY, from_party="Un vecino", to_party="Aduana")


def _twelve(space: Workspace, make: Callable[[Workspace, int], Any]) -> Any:
    return [make(space, place) for place in range(1, 14) if place != 7][-1]


@case("sale_numbers", "sale_gap", mend=lambda space, _last: sold(space, "V-007"))
def _sale_missing(space: Workspace) -> Any:
    return _twelve(space, lambda space, place: sold(space, f"V-{place:03d}", DAY + timedelta(days=place)))


@case("lot_numbers", "lot_gap", mend=lambda space, _last: told(space, Lot, code="B-07/25", created_on=DAY))
def _lot_missing(space: Workspace) -> Any:
    return _twelve(space, lambda space, place: told(space, Lot, code=f"B-{place:02d}/25", created_on=DAY))


@case("without_permit", "without_permit_explosives", mend=changed(expires_on=date(2026, 12, 31)))
def _explosives_after_the_permit(space: Workspace) -> Any:
    told(space, ReagentMovement, date=DAY, item="explosives", kind="use", quantity=1_000, unit="unit")
    return told(space, Permit, kind="explosives", title="Explosivos", granted_on=date(2024, 1, 1),
                expires_on=date(2025, 1, 1))


@case("without_permit", "without_permit_trader", mend=changed(expires_on=date(2026, 12, 31)))
def _sold_after_the_registration(space: Workspace) -> Any:
    sold(space)
    return told(space, Permit, kind="trader", title="RUCOM", granted_on=date(2024, 1, 1), expires_on=date(2025, 1, 1))


# registers


@case("ages_apart", mend=changed(age_stated=34))
def _two_ages(space: Workspace) -> Any:
    return someone(space, birth_date=date(1990, 5, 1), age_stated=43, age_stated_on=DAY)


@case("ages_apart", "joined_as_child", mend=changed(joined_on=date(2022, 1, 1)))
def _joined_at_six(space: Workspace) -> Any:
    return someone(space, birth_date=date(2003, 5, 1), joined_on=date(2009, 10, 2))


@case("state_against_days", "left_but_active", mend=changed(status="left"))
def _left_but_active(space: Workspace) -> Any:
    return someone(space, left_on=DAY, status="active")


@case("state_against_days", "leader_gone", mend=lambda space, crew: changed(leader=someone(space, "Luz").id)(space,
                                                                                                           crew))
def _leader_gone(space: Workspace) -> Any:
    return told(space, Crew, name="Halcones", leader=someone(space, left_on=DAY, status="left").id)


@case("state_against_days", "dead_but_active", mend=changed(severity="lost_time"))
def _dead_but_active(space: Workspace) -> Any:
    accident = told(space, Incident, date=DAY, severity="fatal", description="Derrumbe", persons=1)
    told(space, InjuredPerson, incident=accident.id, person=someone(space).id)
    return accident


@case("same_phone", mend=changed(phone="310 999 9999"))
def _one_telephone(space: Workspace) -> Any:
    return [someone(space, f"Ana {place}", phone="311 987 65 43") for place in range(4)][-1]


@case("party_twice", mend=changed(name="Otra casa", tax_id="9"))
def _one_house_twice(space: Workspace) -> Any:
    return [told(space, Party, name=name, role="buyer", tax_id="900.111-2") for name in ("Oro del Sur", "ORO-SUR")][1]


@case("lost_days_apart", mend=changed(lost_days=8))
def _lost_more_than_away(space: Workspace) -> Any:
    accident = told(space, Incident, date=DAY, severity="lost_time", description="Caída", persons=1)
    return told(space, InjuredPerson, incident=accident.id, off_from=DAY, returned_on=DAY + timedelta(days=8),
                lost_days=30)


@case("equipment_twice", mend=gone)
def _helmet_twice(space: Workspace) -> Any:
    person = someone(space)
    return [told(space, PpeDelivery, date=DAY, person=person.id, item="helmet", quantity=1) for _time in (1, 2)][1]


def _weighed(space: Workspace, endings: tuple[int, ...]) -> Any:
    place = site(space)
    with space.store.operation("told", kind="import") as writer:
        writer.save_many(Production, [{"date": DAY - timedelta(days=number % 90), "site": place.id,
                                       "gross_mg": 1_000 + number % 37 * 100 + endings[number % len(endings)] * 10}
                                      for number in range(600)])
    return place


@case("last_figures", mend=lambda space, _place: (space.store.trash(space.store.all(Production)),
                                                  _weighed(space, (0, 1, 2, 3, 4, 5, 6, 7, 8, 9))))
def _sevens(space: Workspace) -> Any:
    return _weighed(space, (7, 7, 7, 3, 7, 7))


