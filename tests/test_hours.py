"""Hours at work against sums done by hand: the best book of each day, nothing twice, own figures in their place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from factories import make

from armdesk.errors import InvalidRecord
from armdesk.models import Attendance, Crew, Exposure, Person, Production, Shift, Site
from armdesk.services.basis.period import Period, month
from armdesk.services.safety import hours
from armdesk.services.safety.hours import SiteHours, site_hours
from armdesk.store import Store

MARCH = month(2025, 3)


def _site(store: Store, code: str) -> str:
    return str(store.save(Site(code=code, name=f"Site {code}")).id)


def _person(store: Store, name: str, **more: object) -> str:
    return str(store.save(Person(name=name, role="member", **more)).id)


def _there(store: Store, day: int, person: str, site: str, hundredths: int | None, status: str = "present") -> None:
    store.save(Attendance(date=date(2025, 3, day), person=person, site=site, hours=hundredths, status=status))


def _only(found: list[SiteHours]) -> SiteHours:
    assert len(found) == 1
    return found[0]


def test_attendance_is_added_up_as_it_was_written(store: Store) -> None:
    mine = _site(store, "A")
    ana, luis = _person(store, "Ana", site=mine), _person(store, "Luis", site=mine)
    for day in (3, 4):
        _there(store, day, ana, mine, 800)
    _there(store, 3, luis, mine, 750)
    _there(store, 4, luis, mine, None, "absent")
    _there(store, 5, luis, mine, 900, "excused")
    found = _only(site_hours(store, MARCH))
    assert (found.hours, found.workers, found.source) == (Decimal("23.50"), 2, "measured")
    assert found.rule == "Attendance: 2 days, 23.5 h."


def test_a_day_counts_by_its_best_book_and_never_twice(store: Store) -> None:
    """3 March: attendance 8 h beside a shift of 10 x 8 h.  4 March: the shift.  5 March: the delivery alone."""
    mine = _site(store, "A")
    ana = _person(store, "Ana", site=mine)
    _there(store, 3, ana, mine, 800)
    for day in (3, 4):
        store.save(Shift(date=date(2025, 3, day), site=mine, shift="day", hours=800, persons=10, worked=True))
    for day in (3, 4, 5):
        store.save(Production(date=date(2025, 3, day), site=mine, persons=4, hours=600, gross_mg=5_000))
    store.save(Shift(date=date(2025, 3, 6), site=mine, shift="day", hours=800, persons=10, worked=False))
    found = _only(site_hours(store, MARCH))
    assert found.hours == 8 + 80 + 24
    assert [(part.book, part.hours, part.days) for part in found.parts] == [
        ("attendance", 800, 1), ("shifts", 8_000, 1), ("deliveries", 2_400, 1)]
    assert found.source == "computed" and found.known_as("measured") == 8 and found.known_as("computed") == 104


def test_a_crew_without_attendance_is_not_forgotten_beside_one_with(store: Store) -> None:
    """Crew A keeps attendance (8 h), crew B has its shift (3 x 8 h); the shift of crew A is the same work."""
    mine = _site(store, "A")
    first, second = (store.save(Crew(code=code, name=code, site=mine)).id for code in ("C-1", "C-2"))
    ana = _person(store, "Ana", crew=first)
    store.save(Attendance(date=date(2025, 3, 3), person=ana, crew=first, hours=800))
    for crew, persons in ((first, 1), (second, 3)):
        store.save(Shift(date=date(2025, 3, 3), crew=crew, shift="day", hours=800, persons=persons, worked=True))
    store.save(Production(date=date(2025, 3, 3), site=mine, crew=second, persons=3, hours=800, gross_mg=5_000))
    store.save(Production(date=date(2025, 3, 3), site=mine, persons=9, hours=800, gross_mg=5_000))
    found = _only(site_hours(store, MARCH))
    assert (found.hours, found.workers) == (8 + 24, 4)
    store.save(Attendance(date=date(2025, 3, 3), person=ana, site=mine, hours=100))
    assert _only(site_hours(store, MARCH)).hours == 9, "attendance that names no crew tells of the whole site"


def test_two_deliveries_of_the_same_people_are_one_work(store: Store) -> None:
    mine = _site(store, "A")
    crew = make(store, "crew", site=mine).id
    for weight in (5_000, 7_000):
        store.save(Production(date=date(2025, 3, 3), site=mine, crew=crew, shift="day", persons=4, hours=800,
                              gross_mg=weight))
    store.save(Production(date=date(2025, 3, 3), site=mine, crew=crew, shift="night", persons=3, hours=800, gross_mg=1))
    store.save(Production(date=date(2025, 3, 4), site=mine, no_work=True, persons=9, hours=800, note="Lluvia"))
    assert _only(site_hours(store, MARCH)).hours == 32 + 24


def test_what_no_book_says_is_the_usual_and_told_as_an_estimate(store: Store) -> None:
    mine = _site(store, "A")
    store.save(Production(date=date(2025, 3, 3), site=mine, persons=5, gross_mg=5_000))
    found = _only(site_hours(store, MARCH))
    assert (found.hours, found.source) == (40, "estimated")
    assert "Deliveries without hours: 5 person-days x 8 h = 40 h." in found.rule and "Convention" in found.rule
    make(store, "rate", kind="usual_hours", applies_to=None, country=None, site=mine, currency=None, value=9_000_000,
         valid_from=date(2025, 1, 1), valid_to=None, source_text="Reglamento interno")
    found = _only(site_hours(store, MARCH))
    assert found.hours == 45 and "Reglamento interno" in found.rule


def test_a_site_without_books_is_reckoned_from_its_people(store: Store) -> None:
    """Plant: 3 people x 24 days x 8 h = 576 h in each month of which anything is told; none is invented beside."""
    mine, plant = _site(store, "A"), _site(store, "B")
    for name in ("Ana", "Luis", "Rosa"):
        _person(store, name, site=plant, joined_on=date(2024, 1, 1))
    _person(store, "Gone", site=plant, joined_on=date(2024, 1, 1), left_on=date(2025, 2, 10), status="left")
    store.save(Production(date=date(2025, 2, 3), site=mine, persons=2, hours=800, gross_mg=5_000))
    store.save(Production(date=date(2025, 3, 3), site=mine, persons=2, hours=800, gross_mg=5_000))
    found = {(each.month, each.site_name): each for each in site_hours(store, Period.of_year(2025))}
    assert {key: each.hours for key, each in found.items()} == {
        ("2025-02", "Site A"): 16, ("2025-02", "Site B"): 768, ("2025-03", "Site A"): 16, ("2025-03", "Site B"): 576}
    assert found["2025-03", "Site B"].rule.startswith("Estimated: 3 people of the roster x 24 days x 8 h = 576 h.")
    assert [each.source for each in hours.by_month(found.values()).values()] == ["estimated", "estimated"]


def test_people_without_a_site_are_not_counted_beside_books(store: Store) -> None:
    mine = _site(store, "A")
    _person(store, "Ana")
    store.save(Production(date=date(2025, 3, 3), site=mine, persons=2, hours=800, gross_mg=5_000))
    assert _only(site_hours(store, MARCH)).hours == 16


def test_own_figures_take_the_place_of_the_books(store: Store) -> None:
    mine, other = _site(store, "A"), _site(store, "B")
    for site in (mine, other):
        store.save(Production(date=date(2025, 3, 3), site=site, persons=2, hours=800, gross_mg=5_000))
    stated = store.save(Exposure(month="2025-03", site=mine, hours=100_00, workers=7, estimate_rule="Planilla"))
    own, books = site_hours(store, MARCH)
    assert (own.hours, own.source, own.record, own.books, own.rule) == (100, "stated", stated.id, 16, "Planilla")
    assert books.hours == 16
    store.save(Exposure(month="2025-03", hours=500_00, source_kind="estimated", estimate_rule="Todo"))
    whole = _only(site_hours(store, MARCH))
    assert (whole.hours, whole.source, whole.books) == (500, "estimated", 32)
    store.save(Exposure(month="2025-03", hours=600_00, estimate_rule="Otra vez"))
    assert (_only(site_hours(store, MARCH)).hours, _only(site_hours(store, MARCH)).books) == (600, 32)
    with pytest.raises(InvalidRecord):
        store.save(Exposure(month="marzo", hours=1_00, estimate_rule="x"))


def test_nothing_told_is_nothing(store: Store) -> None:
    _person(store, "Ana")
    assert site_hours(store, MARCH) == []
