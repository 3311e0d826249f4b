"""Cases of rules whose own tests show only one side; see rule_cases."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from rule_cases import DAY, case, changed, gone, site, sold, someone, told

from armdesk.models import (
    Attendance,
    Batch,
    BatchInput,
    Crew,
    Exposure,
    Incident,
    InjuredPerson,
    Meeting,
    Payment,
    Permit,
    Production,
    ReagentMovement,
    Resolution,
    SaleDeduction,
    Training,
    TrainingAttendance,
)
from armdesk.workspace import Workspace


@case("hours_stated_twice", mend=gone)
def _two_figures(space: Workspace) -> Any:
    return [told(space, Exposure, month="2025-05", hours=hours, source_kind="stated", estimate_rule="Planilla")
            for hours in (400_000, 500_000)][1]


@case("day_too_long", mend=changed(hours=800))
def _more_than_a_day(space: Workspace) -> Any:
    person = someone(space)
    return [told(space, Attendance, date=DAY, person=person.id, hours=1_300) for _time in (1, 2)][1]


@case("no_hours", mend=lambda space, _planted: told(space, Exposure, month="2025-06", hours=400_000,
                                                    source_kind="stated", estimate_rule="Planilla"))
def _nobody_knows_the_hours(space: Workspace) -> Any:
    accident = told(space, Incident, date=DAY, severity="lost_time", description="Caída", persons=1, lost_days=3)
    return told(space, InjuredPerson, incident=accident.id, lost_days=3)


@case("steps_before_event", mend=changed(investigated_on=DAY + timedelta(days=3)))
def _investigated_before(space: Workspace) -> Any:
    return told(space, Incident, date=DAY, severity="medical", description="Caída", persons=1,
                investigated_on=DAY - timedelta(days=3))


@case("severity_contradicted", mend=changed(lost_days=0))
def _near_miss_with_lost_days(space: Workspace) -> Any:
    return told(space, Incident, date=DAY, severity="near_miss", description="Caída", persons=1, lost_days=3)


@case("recovery", mend=changed(gross_mg=5_000))
def _gold_out_of_nothing(space: Workspace) -> Any:
    delivery = told(space, Production, date=DAY, gross_mg=6_000, fineness=10_000)
    batch = told(space, Batch, code="P-1", date=DAY, gross_mg=9_000, fineness=10_000)
    told(space, BatchInput, batch=batch.id, production=delivery.id, input_mg=6_000)
    return batch


@case("worst_practices", "worst_practice", mend=changed(open_burning=False))
def _burnt_in_the_open(space: Workspace) -> Any:
    return told(space, Batch, code="P-1", date=DAY, open_burning=True, practice_answer="Se paró")


@case("unknown_site", mend=lambda space, row: changed(site=site(space).id)(space, row))
def _from_nowhere(space: Workspace) -> Any:
    return told(space, Production, date=DAY, gross_mg=1_000, site_as_written="La Perla")


@case("deliverers", "unknown_person", mend=lambda space, _row: someone(space, "RUPERTO TULCÁN"))
def _nobody_knows_him(space: Workspace) -> Any:
    return told(space, Production, date=DAY, gross_mg=1_000, person_as_written="Ruperto Tulcán")


@case("deliverers", "after_leaving", mend=changed(left_on=None))
def _delivered_after_leaving(space: Workspace) -> Any:
    person = someone(space, left_on=date(2025, 1, 31))
    told(space, Production, date=DAY, gross_mg=1_000, person=person.id)
    return person


@case("without_right", mend=changed(expires_on=date(2030, 1, 1)))
def _mined_after_the_title(space: Workspace) -> Any:
    place = site(space)
    told(space, Production, date=DAY, gross_mg=1_000, site=place.id)
    return told(space, Permit, kind="title", title="Título", site=place.id, granted_on=date(2015, 1, 1),
                expires_on=date(2025, 1, 1))


@case("without_right", "inactive_site", mend=changed(status="active"))
def _mined_where_nobody_works(space: Workspace) -> Any:
    place = site(space, status="abandoned")
    told(space, Production, date=DAY, gross_mg=1_000, site=place.id)
    return place


@case("mercury_after_zero", mend=changed(date=date(2024, 5, 1)))
def _mercury_in_spite_of_the_vote(space: Workspace) -> Any:
    meeting = told(space, Meeting, number="018", date=date(2024, 6, 22), kind="assembly")
    told(space, Resolution, meeting=meeting.id, topic="Mercurio cero desde el 1 de julio de 2024", status="adopted")
    return told(space, ReagentMovement, date=DAY, item="mercury", kind="in", quantity=1_000_000, unit="g")


@case("stock", "stock_below_zero", mend=gone)
def _used_what_was_not_there(space: Workspace) -> Any:
    told(space, ReagentMovement, date=DAY, item="cyanide", kind="in", quantity=10_000, unit="kg")
    return told(space, ReagentMovement, date=DAY + timedelta(days=1), item="cyanide", kind="use", quantity=25_000,
                unit="kg")


@case("tax_receipts", "tax_receipt", mend=changed(receipt_ref="RG-1"))
def _royalty_without_receipt(space: Workspace) -> Any:
    return told(space, SaleDeduction, sale=sold(space).id, kind="royalty", amount=100, currency="COP")


@case("twice_in_course", mend=gone)
def _two_marks(space: Workspace) -> Any:
    held, person = told(space, Training, subject="Gases", date=DAY), someone(space)
    return [told(space, TrainingAttendance, training=held.id, person=person.id, present=True) for _time in (1, 2)][1]


@case("names_not_linked", mend=changed(person_as_written=None))
def _a_name_of_the_books(space: Workspace) -> Any:
    someone(space)
    return told(space, Production, date=DAY, gross_mg=1_000, person_as_written="Ana Ruiz")


@case("same_person_twice", mend=changed(id_number="98400112", birth_date=date(1960, 1, 1), name="Otra Persona"))
def _swapped_figures(space: Workspace) -> Any:
    return [someone(space, name, id_number=number, birth_date=date(1990, 5, 1)) for name, number in (
        ("ZAMBRANO ARTEAGA WILSON ANTONIO", "1085234567"), ("Wilson Zambranz Arteaga", "1085234657"))][1]


@case("written_twice", mend=changed(gross_mg=4_250))
def _typed_twice(space: Workspace) -> Any:
    crew, person = told(space, Crew, name="Halcones"), someone(space)
    return [told(space, Production, date=DAY, crew=crew.id, person=person.id, gross_mg=4_130, fineness=8_800)
            for _time in (1, 2)][1]


@case("large_delivery", mend=changed(gross_mg=6_150))
def _wrong_comma(space: Workspace) -> Any:
    crew = told(space, Crew, name="Halcones")
    for number in range(30):
        told(space, Production, date=DAY - timedelta(days=number), crew=crew.id, gross_mg=5_000 + number, persons=5)
    return told(space, Production, date=DAY, crew=crew.id, gross_mg=615_000, persons=5)


@case("paid_before_joining", mend=changed(joined_on=date(2020, 1, 1)))
def _paid_first(space: Workspace) -> Any:
    person = someone(space, joined_on=DAY + timedelta(days=60))
    told(space, Payment, code="R-1", date=DAY, person=person.id, amount=100, currency="COP")
    return person
