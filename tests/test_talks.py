"""Toolbox talks by crew and month."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from armdesk.catalogues import load
from armdesk.models import Crew, Person, Rate, Training, TrainingAttendance
from armdesk.services.basis.period import Period
from armdesk.services.findings.finding import Look
from armdesk.services.findings.training_rules import TRAINING_RULES
from armdesk.services.people.talk_grid import TalkGrid
from armdesk.services.people.talks import TALKS_LEAST, months_up_to, talk_coverage
from armdesk.store import Store

DAY = date(2025, 6, 20)


@pytest.fixture
def crews(store: Store) -> dict[str, Any]:
    made = {name: store.save(Crew(name=name)) for name in ("Turno 1", "Turno 2")}
    store.save(Crew(name="Sin gente"))
    people = {name: [store.save(Person(name=f"{name} {place}", role="worker", crew=crew.id)) for place in range(4)]
              for name, crew in made.items()}
    for day, came in ((date(2025, 4, 2), 4), (date(2025, 6, 3), 3), (date(2025, 6, 10), 1)):
        talk = store.save(Training(subject="Techo", date=day, form="talk", crew=made["Turno 1"].id))
        for each in people["Turno 1"][:came]:
            store.save(TrainingAttendance(training=talk.id, person=each.id))
    store.save(Training(subject="Gases", date=date(2025, 5, 5), crew=made["Turno 1"].id))
    return made


def test_talks_and_the_share_of_the_crew_are_counted_by_month(store: Store, crews: dict[str, Any]) -> None:
    grid = TalkGrid(talk_coverage(store, months_up_to(DAY, 3)))
    assert [grid.side(row)[0] for row in range(grid.rows())] == ["Turno 1", "Turno 2"]
    assert [grid.head(column) for column in range(3)] == ["April 2025", "May 2025", "June 2025"]
    assert [grid.cell(0, column).text for column in range(3)] == ["1 · 100 %", "✗ 0", "2 · 75 %"]
    assert [grid.cell(1, column).tone for column in range(3)] == ["problem"] * 3
    assert [grid.total(column) for column in range(3)] == ["1", "0", "2"]


def test_without_a_wanted_number_no_month_lacks_a_talk(store: Store, crews: dict[str, Any]) -> None:
    store.save(Rate(kind=TALKS_LEAST, value=0, valid_from=date(2020, 1, 1), source_text="Own rule"))
    found = talk_coverage(store, months_up_to(DAY, 3))
    assert found.lacking() == [] and TalkGrid(found).cell(1, 0).text == "0"


def test_a_crew_without_talks_is_found_from_the_first_talk_of_the_office_on(store: Store,
                                                                            crews: dict[str, Any]) -> None:
    def said(today: date) -> list[str]:
        look = Look(store, load.get("craft-2.0"), Period.of_year(2025), today)
        return [each.sentence for each in TRAINING_RULES["talks_missing"](look)]

    assert said(date(2025, 4, 1)) == []
    assert said(DAY) == ["Turno 1 had too few talks in 1 month: 2025-05.",
                         "Turno 2 had too few talks in 2 months: 2025-04, 2025-05."]
    third = store.save(Crew(name="Turno 3"))
    store.save(Person(name="Tres", role="worker", crew=third.id))
    store.save(Training(subject="Uno", date=date(2025, 4, 9), form="talk", crew=third.id))
    assert said(DAY) == ["2 crews had too few talks in 2025-05: Turno 1, Turno 3.",
                         "Turno 2 had too few talks in 2 months: 2025-04, 2025-05."]
    for month in (4, 5):
        for crew in (*crews.values(), third):
            store.save(Training(subject="Más", date=date(2025, month, 9), form="talk", crew=crew.id))
    assert said(DAY) == []
