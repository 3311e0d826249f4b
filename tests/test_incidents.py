"""Incidents: both stages, what must be told by when, one event in two books, the sealed part, closing."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from factories import make
from test_import_la_esperanza import TRUTH, Imported, box  # noqa: F401 - the fixture

from armdesk import replay
from armdesk.catalogues import load
from armdesk.errors import InvalidRecord, UndoRefused
from armdesk.models import Action, Explanation, Grievance, Incident, IncidentNotice, InjuredPerson, SealOpening
from armdesk.models.incident import VEIL
from armdesk.models.incident_choices import DETAIL, DETAIL_GROUP, KIND_DETAILS
from armdesk.query import Query
from armdesk.services.audit.chain import Walk
from armdesk.services.audit.chains_safety import walk_incident
from armdesk.services.basis.limits import Limit, Limits
from armdesk.services.basis.period import Period
from armdesk.services.findings import explaining
from armdesk.services.findings.finding import Finding, Look
from armdesk.services.findings.incident_rules import INCIDENT_RULES
from armdesk.services.plan import action_sources
from armdesk.services.safety import accidents, first_report, incident_clock, incident_twins, safety_figures, sealed_part
from armdesk.services.safety.grievance_clock import steps
from armdesk.services.safety.safety_tasks import safety_tasks
from armdesk.store import Store
from ui.facts import facts
from ui.facts import steps as history_steps

TODAY = date(2026, 1, 31)
NOW = datetime.combine(TODAY, time(9))
TWO_YEARS = Period(date(2024, 1, 1), date(2025, 12, 31))


def event(store: Store, **changes: Any) -> Incident:
    """An incident of which only the first report is known."""
    values = {"date": date(2026, 1, 28), "time": "10:00", "severity": "lost_time", "description": "Cayó un bloque"}
    made: Incident = store.save(Incident(**values | changes))
    return made


def look(store: Store, period: Period = TWO_YEARS) -> Look:
    return Look(store, load.get("craft-2.0"), period, TODAY)


def found(store: Store, rule: str, period: Period = TWO_YEARS) -> list[Finding]:
    return list(INCIDENT_RULES[rule](look(store, period)))


def lost_days(store: Store, period: Period) -> int:
    return accidents.total(accidents.by_month(store, period).values()).days


THIS_MONTH = Period(date(2026, 1, 1), date(2026, 1, 31))


def test_the_taxonomy_has_two_levels_and_each_detail_its_group() -> None:
    assert len(KIND_DETAILS) >= 12 and all(KIND_DETAILS.values())
    assert len(DETAIL) == sum(map(len, KIND_DETAILS.values())), "a code stands in two groups"
    assert set(KIND_DETAILS) == set(Incident.field("kind").options) == set(DETAIL_GROUP.values())
    assert "burnt_open" in KIND_DETAILS["mercury"]


def test_several_details_are_kept_in_the_order_of_the_list() -> None:
    field = Incident.field("details")
    assert field.parse("support_failed roof_fall") == "roof_fall support_failed"
    assert field.parse("Fall of roof or wall; Misfire") == "roof_fall misfire"
    with pytest.raises(ValueError, match="not on the list"):
        field.parse("Fall of roof or wall; Dragons")
    assert field.check("roof_fall dragons") and not field.check("roof_fall")


def test_a_first_report_gets_its_number_and_carries_the_notice_to_the_authority(store: Store) -> None:
    told = [IncidentNotice(told="manager", date=date(2026, 1, 28), how="radio"),
            IncidentNotice(told="authority", date=date(2026, 1, 29), how="phone")]
    incident = first_report.report(store, Incident(
        date=date(2026, 1, 28), severity="fatal", description="Derrumbe"), told, TODAY)
    assert (incident.number, incident.stage, incident.reported_on) == ("I-2026-001", "reported", TODAY)
    assert incident.authority_on == date(2026, 1, 29)
    assert len(store.all(IncidentNotice, incident=incident.id)) == 2
    store.undo()
    assert store.all(Incident) == [] and store.all(IncidentNotice) == []
    with pytest.raises(InvalidRecord) as refused:
        first_report.report(store, Incident(date=TODAY), [], TODAY)
    assert set(refused.value.problems) == {"severity", "description"}


def test_the_stage_follows_from_what_was_done(store: Store) -> None:
    incident = event(store)
    assert incident.stage == "reported"
    for field, value, stage in (("investigated_on", TODAY, "investigated"), ("actions_on", TODAY, "actions"),
                                ("root_cause", "Sin ronda", "actions"), ("measures", "Ronda", "actions"),
                                ("status", "closed", "closed"), ("status", "open", "actions")):
        setattr(incident, field, value)
        assert store.save(incident).stage == stage


def test_it_is_not_closed_before_its_actions_are_done_and_their_effect_is_checked(store: Store) -> None:
    incident = event(store)
    action = store.save(Action(number="A-1", measure="Entibar", origin=f"incident/{incident.id}"))
    incident.status = "closed"
    with pytest.raises(InvalidRecord) as refused:
        store.save(incident)
    assert set(refused.value.problems) == {"investigated_on", "root_cause", "status"}
    assert refused.value.problems["status"] == ["Action A-1 is still open."]
    assert first_report.gaps(store, incident)
    incident.investigated_on, incident.root_cause = TODAY, "Sin ronda"
    action.status, action.done_on = "done", TODAY
    store.save(action)
    with pytest.raises(InvalidRecord, match="effect of action A-1 is not checked"):
        store.save(incident)
    action.effect_checked_on, action.effect_checked_by, action.effective = TODAY, "Consejo", "yes"
    action.status = "closed"
    store.save(action)
    with pytest.raises(InvalidRecord, match="when it was checked"):
        store.save(incident)
    incident.effect_on = TODAY
    assert store.save(incident).stage == "closed"
    assert first_report.gaps(store, incident) == []


def test_a_near_miss_needs_no_investigation_to_be_closed(store: Store) -> None:
    incident = event(store, severity="near_miss")
    incident.status = "closed"
    assert store.save(incident).stage == "closed"


@pytest.mark.parametrize(("country", "day", "due"), [
    ("CO", date(2026, 1, 28), "2026-01-30 23:59"), ("CO", date(2026, 1, 30), "2026-02-03 23:59"),
    ("PE", date(2026, 1, 28), "2026-01-29 10:00"), ("MN", date(2026, 1, 28), "2026-01-29 10:00")])
def test_the_delay_of_the_law_depends_on_country_and_severity(store: Store, country: str, day: date, due: str) -> None:
    limits = Limits(store, country)
    duties = {duty.told: duty for duty in incident_clock.duties(limits, event(store, date=day), {})}
    assert f"{duties['authority'].due:%Y-%m-%d %H:%M}" == due
    assert duties["authority"].source
    assert incident_clock.duties(limits, event(store, date=day, severity="near_miss"), {}) == []


def test_a_delay_says_how_sure_it_is_and_follows_a_new_law(store: Store) -> None:
    [near] = incident_clock.duties(Limits(store, "PE"), event(store, severity="near_miss",
                                                                         details="bank_slide"), {})
    assert near.told == "authority" and "dangerous incidents" in near.source and "check" not in near.source
    before, after = (next(duty for duty in incident_clock.duties(Limits(store, "BF"), event(store, date=day), {})
                          if duty.told == "authority") for day in (date(2021, 4, 5), date(2021, 4, 6)))
    assert "art. 55" in before.source and "check" in before.source, "not read in the law itself"
    assert "004-2021" in after.source and "Project default" in after.source
    for country in ("BO", "HN", "MN"):
        duty = next(duty for duty in incident_clock.duties(Limits(store, country), event(store), {})
                    if duty.told == "authority")
        assert "was not found" in duty.source and "Project default" in duty.source


def test_an_own_rate_of_the_office_comes_before_that_of_the_program(store: Store) -> None:
    make(store, "rate", kind="tell_authority", country="PE", applies_to="lost_time", site=None, currency=None,
         unit="h", value=2_000_000, valid_from=date(2020, 1, 1), valid_to=None)
    [duty] = incident_clock.duties(Limits(store, "PE"), event(store), {})
    assert duty.due == datetime.combine(date(2026, 1, 28), time(12))
    assert duty.left(NOW) == "overdue since 2026-01-28 12:00"


@pytest.mark.parametrize(("unit", "due", "words"), [
    ("horas", "2026-01-30 13:00", "3 hours"), ("días hábiles", "2026-02-04 23:59", "3 working days"),
    ("días", "2026-02-02 23:59", "3 days"), ("", "2026-02-02 23:59", "3 days")])
def test_a_delay_is_read_as_an_office_writes_it(unit: str, due: str, words: str) -> None:
    limit = Limit(Decimal(3), unit, "x", TODAY, own=True)
    assert f"{incident_clock.due_after(date(2026, 1, 30), '10:00', limit):%Y-%m-%d %H:%M}" == due
    assert incident_clock.in_words(limit) == words


def test_a_death_and_what_stops_trade_alarm_at_once_and_say_who_is_to_be_told(store: Store) -> None:
    assert incident_clock.alarm(event(store)) == ""
    grave = event(store, severity="near_miss", grave="child armed_group")
    alarm = incident_clock.alarm(grave)
    assert "M.3/1.1/P.1" in alarm and "M.3/2/P.2" in alarm
    told = {duty.told for duty in incident_clock.duties_of(store, grave)}
    assert told == {"buyer", "police", "child_protection"}
    fatal = event(store, severity="fatal")
    assert incident_clock.alarm(fatal) == "Somebody died."
    assert {"authority", "police", "family"} <= {duty.told for duty in incident_clock.duties_of(store, fatal)}
    [first, second] = sorted(finding.sentence for finding in found(store, "grave_events", THIS_MONTH))
    assert "Fatal" in first and "M.3/1.1/P.1" in second
    tasks = list(safety_tasks(store, NOW))
    assert {"alarm"} == {task.kind for task in tasks if "M.3/" in task.text or "died" in task.text}
    assert any("tell Child protection" in task.text for task in tasks)


def test_a_child_that_was_hurt_is_found_though_nobody_marked_it(store: Store) -> None:
    incident = event(store)
    for born in (date(2008, 1, 28), date(2008, 1, 29)):
        person = make(store, "person", birth_date=born, birth_year=None)
        store.save(InjuredPerson(incident=incident.id, person=person.id))
    [finding] = found(store, "child_hurt", THIS_MONTH)
    assert finding.where == (f"incident/{incident.id}",) and "M.3/1.1/P.1" in finding.sentence
    incident.grave = "child"
    store.save(incident)
    assert found(store, "child_hurt", THIS_MONTH) == []


def test_who_was_told_too_late_or_never_is_found(store: Store) -> None:
    late = event(store, date=date(2026, 1, 5), authority_on=date(2026, 1, 9))
    event(store, date=date(2026, 1, 12), authority_on=date(2026, 1, 12), time=None)
    never = event(store, date=date(2026, 1, 19))
    warned, alarmed = found(store, "told_late", THIS_MONTH)
    assert (warned.severity, warned.where) == ("warn", (f"incident/{late.id}",))
    assert (alarmed.severity, alarmed.where) == ("alarm", (f"incident/{never.id}",))
    assert "2026-01-20 10:00" in alarmed.sentence
    store.save(IncidentNotice(incident=never.id, told="authority", date=date(2026, 1, 19)))
    assert [finding.where for finding in found(store, "told_late", THIS_MONTH)] == [(f"incident/{late.id}",)]


def test_what_awaits_its_final_report_is_found_when_its_time_is_over(store: Store) -> None:
    old = event(store, date=date(2026, 1, 10))
    event(store, date=date(2026, 1, 20))
    [finding] = found(store, "awaiting_report", THIS_MONTH)
    assert finding.where == (f"incident/{old.id}",) and "2026-01-25" in finding.sentence
    old.investigated_on = TODAY
    store.save(old)
    assert found(store, "awaiting_report", THIS_MONTH) == []


def test_what_was_closed_too_early_is_found(store: Store) -> None:
    closed = event(store, status="closed", investigated_on=TODAY, root_cause="x")
    assert found(store, "closed_early") == []
    store.save(Action(number="A-9", measure="Entibar", origin=f"incident/{closed.id}"))
    [finding] = found(store, "closed_early")
    assert finding.where == (f"incident/{closed.id}",) and "A-9" in finding.sentence


def test_an_action_of_another_origin_that_is_tied_to_it_counts_too(store: Store) -> None:
    incident = event(store, investigated_on=TODAY, root_cause="x")
    action = store.save(Action(number="A-7", measure="Entibar", origin="requirement/craft-2.0/M.4/2.2.1/R.1"))
    assert first_report.gaps(store, incident) == [
        "Say what was done, or create an action: it cannot be closed without a measure."]
    action_sources.link(store, [action.id], [f"incident/{incident.id}"])
    assert first_report.gaps(store, incident) == ["Action A-7 is still open."]
    assert [each.key for each in walk_incident(Walk(store, TWO_YEARS), incident.id).broken] == [
        "place", "reported", "injured", "lost_days", "authority", "paper"]
    incident.status = "closed"
    with pytest.raises(InvalidRecord, match="A-7 is still open"):
        store.save(incident)
    incident.status = "closed"
    with store.operation("An old book", "import") as writer:
        writer.save(incident)
    [finding] = found(store, "closed_early")
    assert finding.where == (f"incident/{incident.id}",) and "A-7" in finding.sentence


def test_the_three_events_in_two_books_are_found_and_no_other(box: Imported) -> None:  # noqa: F811 - the fixture
    linked = [incident for incident in box.store.all(Incident) if incident.same_as]
    assert len(linked) == TRUTH["incidents"]["entered_twice"] == 3
    pairs = {frozenset((incident.id, incident.same_as)) for incident in linked}
    with box.store.operation("Both books as they were") as writer:
        for incident in linked:
            incident.same_as = None
            writer.save(incident)
    findings = found(box.store, "incident_twice")
    assert {frozenset(place.partition("/")[2] for place in finding.where) for finding in findings} == pairs
    [contradiction] = found(box.store, "severity_contradicted")
    assert "2025-08-31" in contradiction.sentence and "3 days" in contradiction.sentence
    for finding in findings:
        one, other = (box.store.get(Incident, place.partition("/")[2]) for place in finding.where)
        assert one is not None and other is not None
        assert [each.id for each in incident_twins.like(box.store, one)] == [other.id]
        incident_twins.link(box.store, one, other)
    assert found(box.store, "incident_twice") == []
    counted = safety_figures.incidents(box.store, TWO_YEARS)
    assert {key: counted[key] for key in TRUTH["incidents"]["by_severity"]} == TRUTH["incidents"]["by_severity"]
    assert sum(counted.values()) == TRUTH["incidents"]["distinct"]
    years = Counter({str(year): sum(safety_figures.incidents(box.store, Period.of_year(year)).values())
                     for year in (2024, 2025)})
    assert years == TRUTH["incidents"]["by_year"]
    assert lost_days(box.store, TWO_YEARS) == TRUTH["incidents"]["lost_days"]["lost_time_incidents"]


def test_two_events_that_are_not_the_same_are_remembered(store: Store) -> None:
    words = "Se desprendió una roca del techo cerca del compañero"
    one, other = (event(store, date=date(2025, 8, day), place="Molino", description=words) for day in (12, 13))
    event(store, date=date(2025, 8, 15), place="Molino", description=words)
    event(store, date=date(2025, 8, 12), place="Bocamina", description=words)
    [finding] = found(store, "incident_twice")
    assert set(finding.where) == {f"incident/{one.id}", f"incident/{other.id}"}
    first, *others = (incident_twins.told(str(day), date(2025, 8, day), "", "Molino", None, words)
                      for day in (12, 13, 14))
    assert [incident_twins.alike(first, each) for each in others] == [True, False]
    incident_twins.part(store, one, other, "Rosa", TODAY)
    [told] = explaining.answered(found(store, "incident_twice"), store.all(Explanation))
    assert told.explained
    assert incident_twins.like(store, one) == incident_twins.like(store, other) == []


def test_a_link_never_goes_in_a_circle_and_takes_along_what_pointed_there(store: Store) -> None:
    one, two, three = (event(store) for _place in range(3))
    incident_twins.link(store, two, three)
    incident_twins.link(store, one, two)
    assert {each.same_as for each in store.all(Incident) if each.id != one.id} == {one.id}
    fresh = store.get(Incident, two.id)
    assert fresh is not None
    with pytest.raises(InvalidRecord, match="points at another"):
        incident_twins.link(store, fresh, one)


def test_lost_days_run_from_the_first_day_off_to_the_day_before_the_return_and_are_capped(store: Store) -> None:
    incident = event(store, date=date(2025, 1, 10), lost_days=None)
    hurt = store.save(InjuredPerson(incident=incident.id, off_from=date(2025, 1, 11), returned_on=date(2025, 1, 21)))
    assert hurt.counted_days == 10 and lost_days(store, Period.of_year(2025)) == 10
    store.save(InjuredPerson(incident=incident.id, lost_days=400))
    assert lost_days(store, Period.of_year(2025)) == 10 + 180
    make(store, "rate", kind="lost_days_cap", country=None, applies_to=None, site=None, currency=None, value=50_000_000,
         valid_from=date(2020, 1, 1), valid_to=None)
    assert lost_days(store, Period.of_year(2025)) == 10 + 50


def test_nothing_of_the_sealed_part_is_found_shown_or_told(store: Store) -> None:
    incident = event(store, person_as_written="Xiomara Zuluaga", reported_by="Quintiliano", witnesses="Wbeimar")
    hurt = store.save(InjuredPerson(incident=incident.id, person_as_written="Xiomara Zuluaga", nature="burn",
                                    regions="hand_r", injury="Quemadura", employment="worker"))
    for record in (incident, hurt):
        assert record.is_sealed() and record.sealed_fields()
        shown = " ".join([record.label(), record.search, *(fact.text for fact in facts(store, record)),
                          *(after for step in history_steps(store, record) for _n, _b, after in step.changes)])
        assert not any(word in shown for word in ("Xiomara", "Quintiliano", "Wbeimar", "Burn", "Right hand", "Quemad"))
        assert VEIL in shown
        assert store.find(Query(type(record), search="xiomara")) == []


def test_whoever_opens_the_sealed_part_stands_in_the_history_for_good(store: Store) -> None:
    incident = event(store, witnesses="Wbeimar")
    incident.place = "Frente sur"
    store.save(incident)
    note = sealed_part.note_opening(store, incident, NOW)
    assert (note.opened_by, note.date, note.time) == ("tester", TODAY, "09:00")
    [operation] = store.operations(limit=1)
    assert operation.kind == "view" and "2026-01-28" in operation.title
    with pytest.raises(UndoRefused):
        store.undo(operation)
    undone = store.undo()
    assert undone is not None and undone.kind == "edit"
    sealed_part.note_opening(store, incident, NOW)
    assert len(store.all(SealOpening)) == 2
    assert store.redo() is not None, "looking does not take Redo away"


def test_the_code_of_the_sealed_part_changes_with_it_and_with_nothing_else(store: Store) -> None:
    incident = event(store)
    assert sealed_part.code_of(store, incident) == ""
    hurt = store.save(InjuredPerson(incident=incident.id, injury="Golpe"))
    code = sealed_part.code_of(store, incident)
    assert len(code) == 64 and sealed_part.code_of(store, incident) == code
    incident.place = "Otro"
    assert sealed_part.code_of(store, store.save(incident)) == code
    hurt.injury = "Fractura"
    store.save(hurt)
    assert sealed_part.code_of(store, incident) != code


def test_the_steps_of_a_grievance_have_their_days_shorter_where_it_is_sensitive(store: Store) -> None:
    limits = Limits(store, "PE")
    plain = Grievance(received_on=date(2026, 1, 1), subject="Polvo", sensitive=False)
    assert [(step.kind, step.due.isoformat()) for step in steps(limits, plain)] == [
        ("grievance_acknowledge", "2026-01-08"), ("grievance_answer", "2026-01-31")]
    sensitive = Grievance(received_on=date(2026, 1, 1), subject="Acoso", sensitive=True, answered_on=date(2026, 1, 10))
    assert [(step.due.isoformat(), step.overdue(TODAY)) for step in steps(limits, sensitive)] == [
        ("2026-01-03", False), ("2026-01-16", False), ("2026-03-11", False)]
    kept = store.save(Grievance(number="Q-1", received_on=date(2025, 12, 1), subject="Polvo"))
    [finding] = found(store, "grievances_overdue")
    assert finding.where == (f"grievance/{kept.id}",)
    kept.status = "closed"
    store.save(kept)
    assert found(store, "grievances_overdue") == []


def test_the_subject_of_a_sensitive_grievance_is_veiled_in_lists_and_searches(store: Store) -> None:
    quiet = store.save(Grievance(number="Q-1", received_on=TODAY, subject="Acoso en la planta", sensitive=True))
    plain = store.save(Grievance(number="Q-2", received_on=TODAY, subject="Polvo en el camino"))
    assert (quiet.open_subject, plain.open_subject) == (VEIL, "Polvo en el camino")
    assert store.find(Query(Grievance, search="acoso")) == []
    assert [each.id for each in store.find(Query(Grievance, search="polvo"))] == [plain.id]
    with pytest.raises(InvalidRecord, match="bears no name"):
        store.save(Grievance(received_on=TODAY, subject="x", group="anonymous", author="Vecina"))


def test_fields_that_follow_and_are_younger_than_a_row_do_not_look_changed_outside(store: Store) -> None:
    incident = event(store, investigated_on=TODAY)
    hurt = store.save(InjuredPerson(incident=incident.id, lost_days=4))
    assert list(replay.deviations(store.db)) == []
    told = store.history_of(incident)[0][1].body
    assert told["stage"] == "investigated"
    # As the step of the schema leaves rows of an older program: filled, without a word of it in the history.
    register = replay._Register(Incident)
    story = replay._Story()
    story.hear("create", {name: value for name, value in told.items() if name != "stage"}, 1)
    [row] = [values for raw, _name, _verb, values in register.rows(store.db) if raw.hex() == incident.id]
    assert list(register.compared(incident.id, story, row)) == []
    story.values["investigated_on"] = None
    assert [each.fields for each in register.compared(incident.id, story, row)] == [("stage", "investigated_on")]
    assert hurt.counted_days == 4
