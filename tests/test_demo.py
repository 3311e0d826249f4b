"""The demonstration cooperative: the same every time, adding up to the cent, with exactly the gaps it promises."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from armdesk import history, sqlite
from armdesk import workspace as workspaces
from armdesk.catalogues.load import get
from armdesk.demo import build_demo
from armdesk.demo.accounts import OPEN_DAYS
from armdesk.demo.gold import month_end
from armdesk.demo.money import SHARED_PERCENT
from armdesk.demo_gaps import GAPS
from armdesk.errors import Cancelled, WorkspaceError
from armdesk.evidence.check import check_files
from armdesk.fields import Date, Reference
from armdesk.models import RECORDS, record_type
from armdesk.services.basis import own_rows
from armdesk.services.basis.period import Period
from armdesk.services.governance import agreements, mandates
from armdesk.services.money import premium_plan
from armdesk.services.period_facts.frozen_facts import changes
from armdesk.services.safety import emergency
from armdesk.workspace import Workspace

NOW = datetime(2026, 1, 31, 9, 0, tzinfo=timezone(timedelta(hours=-5)))
TODAY = NOW.date()
GAP = {gap.key: gap.where for gap in GAPS}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, _empty_workspace: Path) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("demo") / "workspace"
    shutil.copytree(_empty_workspace, folder)
    with workspaces.open_workspace(folder, author="tester", now=lambda: NOW) as opened:
        build_demo(opened)
        yield opened


def everything(opened: Workspace, name: str) -> list[Any]:
    return list(record_type(name).select().bind(opened.db))


def rows(opened: Workspace, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    return list(opened.db.execute_sql(sql, values).fetchall())


def all_rows(opened: Workspace, name: str) -> list[tuple[Any, ...]]:
    return rows(opened, f'SELECT * FROM "{name}" ORDER BY id')  # noqa: S608 - the name of a record type


def one(opened: Workspace, name: str, code: str) -> Any:
    field = next(each for each in ("code", "number", "title") if each in record_type(name)._meta.fields)
    found = opened.store.one(record_type(name), **{field: code})
    assert found is not None, (name, code)
    return found


def test_the_same_seed_gives_the_same_cooperative(demo: Workspace, workspace: Workspace) -> None:
    build_demo(workspace)
    for type_ in RECORDS:
        name = type_.type_name()
        assert all_rows(demo, name) == all_rows(workspace, name), name
    assert list(demo.files.hashes()) == list(workspace.files.hashes())


def test_another_seed_gives_another_cooperative(demo: Workspace, workspace: Workspace) -> None:
    build_demo(workspace, seed=7)
    sql = "SELECT name FROM person ORDER BY name"
    assert rows(demo, sql) != rows(workspace, sql)
    problems = [(type_.type_name(), record.check()) for type_ in RECORDS for record in everything(workspace,
                                                                                                  type_.type_name())
                if record.check()]
    assert problems == []


def test_it_says_that_it_is_invented(demo: Workspace) -> None:
    [organisation] = everything(demo, "organisation")
    assert organisation.demo is True
    assert "demostración" in organisation.legal_name
    assert "demostración" in demo.settings.name
    assert (demo.settings.country, demo.settings.currency) == ("CO", "COP")
    assert workspaces.settings.read(demo.folder / "settings.json", type(demo.settings)) == demo.settings


def test_the_file_and_its_history_are_whole(demo: Workspace) -> None:
    assert sqlite.damage(demo.db.connection()) == []
    assert history.verify(demo.db) == demo.store.head()
    [operation] = demo.store.operations()
    assert (operation.kind, operation.author) == ("demo", "tester")
    assert demo.store.undoable() is None, "the demonstration is not taken back by one Ctrl+Z"


@pytest.mark.parametrize("name", [type_.type_name() for type_ in RECORDS])
def test_every_row_keeps_the_rules_of_its_register(demo: Workspace, name: str) -> None:
    found = everything(demo, name)
    if name not in ("import_run", "explanation", "pack", "month_close", "removed_file"):
        assert found
    assert [record.check() for record in found if record.check()] == []
    for field in record_type(name).declared():
        if field.is_unique:
            values = [getattr(record, field.name) for record in found]
            assert len(set(values)) == len(values)
    assert all(record.search == record.search_text() for record in found)


def test_nothing_has_happened_after_today(demo: Workspace) -> None:
    planned = {"valid_to", "expires_on", "due_on", "review_on", "next_due", "ended_on", "licence_valid_to", "visit_on",
               "visit_until", "proves_to", "repay_by", "target_on", "ends_on", "old_due", "new_due"}
    planned.add("period_to")  # of a plan
    for type_ in RECORDS:
        if type_.type_name() == "audit_slot":  # the agenda of a visit to come
            continue
        happened = [field.name for field in type_.declared() if isinstance(field, Date) and field.name not in planned]
        late = [(record.label(), name) for record in everything(demo, type_.type_name()) for name in happened
                if (getattr(record, name) or TODAY) > TODAY]
        assert late == [], type_.type_name()


def test_every_paper_is_there_and_dated_by_its_camera(demo: Workspace) -> None:
    revisions = everything(demo, "revision")
    assert check_files(demo.files, [(each.sha256, each.file_name) for each in revisions]) == []
    kinds = {each.media_type for each in revisions}
    book = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"  # the auditor's list of requests
    assert kinds == {"application/pdf", "image/jpeg", book}
    for each in revisions:
        assert demo.files.path(each.sha256).stat().st_size == each.size
        assert each.risk is None
    from PIL import Image

    for each in (revision for revision in revisions if revision.media_type == "image/jpeg"):
        with Image.open(demo.files.path(each.sha256)) as picture:
            exif = picture.getexif()
            taken, place = exif.get_ifd(0x8769)[0x9003], exif.get_ifd(0x8825)
        assert taken == f"{each.taken_on:%Y:%m:%d} {each.taken_at}:00"
        degrees, minutes, seconds = place[2]
        assert abs(degrees + minutes / 60 + seconds / 3600 - each.latitude / 1e6) < 0.0001
        assert place[3] == "W"


def test_every_delivery_lies_in_the_ranges_of_the_field(demo: Workspace) -> None:
    deliveries = [each for each in everything(demo, "production") if not each.no_work]
    assert 5_000 <= len(deliveries) <= 6_000
    assert all(8_150 <= each.fineness <= 9_250 for each in deliveries)
    per_person = sum(each.gross_mg for each in deliveries) / sum(each.persons for each in deliveries)
    assert 600 <= per_person <= 1_100
    assert any(each.no_work for each in everything(demo, "production"))
    people = everything(demo, "person")
    assert 125 <= len(people) <= 140
    assert sum(each.role == "selector" for each in people) == 25
    assert 100 <= len(everything(demo, "sale")) <= 130


def test_gold_is_neither_lost_nor_made_on_the_way(demo: Workspace) -> None:
    fine_of_batch = {each.id: each.fine_mg for each in everything(demo, "batch")}
    fine_of_delivery = {each.id: each.fine_mg for each in everything(demo, "production")}
    fine_of_lot = {each.id: each.fine_mg for each in everything(demo, "lot")}
    into: dict[str, int] = defaultdict(int)
    taken: dict[str, int] = defaultdict(int)
    for each in everything(demo, "lot_input"):
        into[each.lot] += each.input_mg - (each.loss_mg or 0)
        taken[each.input_lot or each.batch or each.production] += each.input_mg
    assert dict(into) == fine_of_lot
    for source, weight in taken.items():
        assert weight == (fine_of_lot | fine_of_batch | fine_of_delivery)[source], "taken whole"
    assert {each.id for each in everything(demo, "lot") if each.status == "used"} == set(taken) & set(fine_of_lot)
    batched: dict[str, list[Any]] = defaultdict(list)
    deliveries = {each.id: each for each in everything(demo, "production")}
    for each in everything(demo, "batch_input"):
        batched[each.batch].append(deliveries[each.production])
    for batch in everything(demo, "batch"):
        assert sum(each.gross_mg for each in batched[batch.id]) == batch.gross_mg
        assert sum(each.ore_kg for each in batched[batch.id]) == batch.ore_kg
    used = [each.production or each.batch for each in everything(demo, "lot_input") if not each.input_lot]
    assert len(set(used)) == len(used), "one delivery went into two lots"
    codes = {each.id: each.code for each in everything(demo, "lot")}
    assert {codes[each.lot][0] for each in everything(demo, "lot_input") if each.input_lot} == {"L", "E"}
    assert sum(each.status == "open" for each in everything(demo, "lot")) >= 3, "gold to work with"


def test_money_adds_up_to_the_cent(demo: Workspace) -> None:
    taken: dict[str, int] = defaultdict(int)
    for each in everything(demo, "sale_deduction"):
        assert abs(each.amount * 1_000_000 - each.base * each.rate) <= 500_000
        taken[each.sale] += each.amount
    net: dict[str, int] = defaultdict(int)
    for sale in everything(demo, "sale"):
        assert sale.deductions_total == taken[sale.id]
        assert sale.net_value == sale.gross_value - sale.deductions_total
        # exactly: mg / 31103.4768 x (USD x 10^4) x (COP x 10^6) x (% x 10^2) in cents, by whole numbers alone
        above = sale.fine_mg * sale.reference_usd_oz * sale.fx * sale.percent_paid * 10_000
        below = 311_034_768 * 10**4 * 10**6 * 10**4
        assert sale.gross_value == (2 * above * 100 + below) // (2 * below)
        net[f"{sale.date:%Y-%m}"] += sale.net_value
    paid: dict[str, int] = defaultdict(int)
    gold: dict[str, int] = defaultdict(int)
    for each in everything(demo, "payment"):
        if each.person and not each.settlement:
            paid[each.reason[-7:]] += each.amount
            gold[each.reason[-7:]] += each.gold_mg
    assert paid == {month: total * SHARED_PERCENT // 100 for month, total in net.items()}
    sold = dict(rows(demo, "SELECT substr(date, 1, 7), sum(fine_mg) FROM sale GROUP BY 1"))
    assert gold == sold


def test_prices_are_those_of_the_rates(demo: Workspace) -> None:
    for sale in everything(demo, "sale"):
        of_day = {each.kind: each.value for each in everything(demo, "rate") if each.kind in ("lbma_pm", "fx")
                  and each.valid_from <= sale.date <= each.valid_to}
        assert (sale.reference_usd_oz * 100, sale.fx) == (of_day["lbma_pm"], of_day["fx"])


def test_the_premium_is_spent_only_after_it_came(demo: Workspace) -> None:
    entries = everything(demo, "premium_entry")
    total = {kind: sum(each.amount for each in entries if each.kind == kind) for kind in ("accrued", "received",
                                                                                          "spent")}
    assert total["accrued"] == total["received"] > total["spent"] > 0
    for spent in (each for each in entries if each.kind == "spent"):
        received = sum(each.amount for each in entries if each.kind == "received" and each.date <= spent.date)
        assert sum(each.amount for each in entries if each.kind == "spent" and each.date <= spent.date) <= received
        assert spent.document and spent.receipt_ref and spent.resolution and spent.plan_line


def test_the_premium_has_a_plan_that_holds_and_a_committee_of_all_groups(demo: Workspace) -> None:
    [plan] = premium_plan.plans(demo.store, Period.of_year(2025))
    assert len(plan.lines) == 4 and [each.spent > 0 for each in plan.lines] == [True, True, True, False]
    assert all(each.left >= 0 for each in plan.lines) and not plan.unplanned and plan.resolution is not None
    assert (found := premium_plan.committee(demo.store, date(2025, 12, 31))).unheard == [] and not found.astray


def test_books_of_reagents_agree_with_their_balances(demo: Workspace) -> None:
    sign = {"opening": 1, "in": 1, "recovered": 1, "use": -1, "delivered": -1}
    off = []
    for item in ("mercury", "explosives", "fuel"):
        balance = 0
        moves = [each for each in everything(demo, "reagent_movement") if each.item == item]
        for each in sorted(moves, key=lambda move: (move.date, move.id)):
            balance += sign.get(each.kind, 0) * each.quantity
            assert balance >= 0
            if each.balance_stated != balance:
                off.append((item, each.kind, each.date.isoformat()))
    assert off == [("explosives", "count", GAP["explosives-short"]["day"][0])]


def test_mercury_falls_to_zero(demo: Workspace) -> None:
    ratio = {month: used / gold for month, used, gold in rows(
        demo, "SELECT substr(date, 1, 7), sum(mercury_in_mg), sum(gross_mg) FROM batch GROUP BY 1 ORDER BY 1")}
    values = list(ratio.values())
    assert values == sorted(values, reverse=True)
    assert values[0] > 1.3 and values[-1] == 0


def test_attendance_agrees_with_the_shifts(demo: Workspace) -> None:
    [(differing,)] = rows(demo, """
        SELECT count(*) FROM shift s JOIN (SELECT shift, sum(status = 'present') AS there FROM attendance
        WHERE shift IS NOT NULL GROUP BY shift) a ON a.shift = s.id WHERE s.persons <> a.there""")
    assert differing == 0
    [(strangers,)] = rows(demo, """SELECT count(*) FROM attendance a JOIN person p ON p.id = a.person
        WHERE a.date < p.joined_on OR a.date > p.left_on""")
    assert strangers == 0


def test_answers_speak_of_known_requirements_in_figures_of_the_registers(demo: Workspace) -> None:
    catalogue = get("craft-2.0")
    answers = everything(demo, "answer")
    assert len(answers) >= len(list(catalogue)) - 6
    own = own_rows.get(demo.store, "comprador-2025")
    [tie] = everything(demo, "cross_tie")
    assert tie.first.rpartition("/")[2] in own and tie.second.partition("craft-2.0/")[2] in catalogue
    assert {each.code for each in own} == {each.requirement for each in answers if each.catalogue == own.key}
    for answer in answers:
        catalogue = own if answer.catalogue == own.key else get("craft-2.0")
        requirement = catalogue.requirement(answer.requirement)
        assert answer.result in [each.code for each in catalogue.results_for(requirement)]
        assert answer.statement or answer.reason
    statement = one_answer(demo, "M.1/5.2/P.2").statement
    women = sum(each.sex == "F" for each in everything(demo, "person"))
    assert statement == f"El registro tiene {len(everything(demo, 'person'))} personas; {women} son mujeres."


def test_everything_named_by_reference_is_there(demo: Workspace) -> None:
    known = {each.key: each for each in own_rows.known(demo.store)}
    named = [getattr(each, field.name) for type_ in RECORDS for field in type_.declared()
             if isinstance(field, Reference) for each in everything(demo, type_.type_name())]
    named = [target for target in named if target]
    assert len(named) > 150
    for target in named:
        type_name, _slash, rest = target.partition("/")
        if type_name == "requirement":
            key, _slash, code = rest.partition("/")
            assert code in known[key]
        else:
            assert demo.store.get(record_type(type_name), rest) is not None


def test_everybody_but_the_planted_one_was_of_age_when_joining(demo: Workspace) -> None:
    young = [each.code for each in everything(demo, "person") if each.birth_date
             and each.joined_on < each.birth_date.replace(year=each.birth_date.year + 18)]
    assert young == list(GAP["minor-underground"]["person"])


def one_answer(opened: Workspace, code: str) -> Any:
    [found] = [each for each in everything(opened, "answer") if each.requirement == code]
    return found


def test_a_workspace_in_use_is_not_filled(demo: Workspace) -> None:
    before = demo.store.head()
    with pytest.raises(WorkspaceError):
        build_demo(demo)
    assert demo.store.head() == before


def test_a_stopped_demonstration_leaves_no_record(workspace: Workspace) -> None:
    class Stops:
        def step(self, done: int, total: int, text: str = "") -> None:
            if done > 60:
                raise Cancelled(text)

    with pytest.raises(Cancelled):
        build_demo(workspace, Stops())
    assert all(all_rows(workspace, type_.type_name()) == [] for type_ in RECORDS)
    assert workspace.store.head().seq == 0
    assert workspace.settings.name == ""


def stock_at(opened: Workspace, day: date) -> int:
    [(produced,)] = rows(opened, "SELECT sum(fine_mg) FROM production WHERE date <= ?", day.isoformat())
    [(sold,)] = rows(opened, "SELECT coalesce(sum(fine_mg), 0) FROM sale WHERE date <= ?", day.isoformat())
    return int(produced) - int(sold)


def _oversold(opened: Workspace) -> bool:
    ends = {f"{year}-{month:02d}": month_end(f"{year}-{month:02d}") for year in (2024, 2025) for month in range(1, 13)}
    short = [month for month, end in ends.items() if stock_at(opened, end) < 0]
    return short == list(GAP["sold-over-stock"]["month"]) and stock_at(opened, ends[short[0]]) > -400_000


def _persons(opened: Workspace, key: str) -> list[Any]:
    return [one(opened, "person", code) for code in GAP[key]["person"]]


def _paid_early(opened: Workspace) -> bool:
    early = rows(opened, """SELECT DISTINCT p.code FROM payment y JOIN person p ON p.id = y.person
        WHERE substr(y.reason, -7) < substr(p.joined_on, 1, 7)""")
    return early == [(code,) for code in GAP["paid-before-joining"]["person"]]


def _receipts_missing(opened: Workspace) -> bool:
    codes = {each.code for each in everything(opened, "payment") if each.code[3:].isdigit()}
    wanted = {f"RP-{number:05d}" for number in range(1, int(max(codes)[3:]) + 1)}
    return wanted - codes == set(GAP["receipt-gap"]["payment"])


def _too_much_cash(opened: Workspace) -> bool:
    [limit] = [each.value for each in everything(opened, "rate") if each.kind == "cash_limit"]
    over = [each for each in everything(opened, "payment") if each.method == "cash" and each.amount * 10_000 > limit]
    return [each.code for each in over] == list(GAP["cash-over-limit"]["payment"]) and not over[0].cash_reason


def _advances_open(opened: Workspace) -> bool:
    old = [each.receipt_no for each in everything(opened, "advance")
           if each.amount > (each.repaid or 0) and (TODAY - each.date).days > OPEN_DAYS]
    return sorted(old) == list(GAP["advance-open-long"]["advance"])


def _below_floor(opened: Workspace) -> bool:
    [floor] = [each.value for each in everything(opened, "rate") if each.kind == "floor"]
    low = [each.code for each in everything(opened, "sale") if each.percent_paid * 10_000 < floor]
    return low == list(GAP["price-below-floor"]["sale"])


def _buyer_unchecked(opened: Workspace) -> bool:
    buyer = one(opened, "party", *GAP["buyer-unchecked"]["party"])
    sold = {each.code for each in everything(opened, "sale") if each.buyer == buyer.id}
    return buyer.screened_on is None and sold == set(GAP["buyer-unchecked"]["sale"])


def _assays_apart(opened: Workspace) -> bool:
    by_lot: dict[str, dict[str, int]] = defaultdict(dict)
    for each in everything(opened, "assay"):
        by_lot[each.lot][each.party] = each.fineness
    apart = [lot for lot, found in by_lot.items() if "buyer" in found and found["own"] - found["buyer"] > 200]
    return apart == [one(opened, "lot", *GAP["assays-apart"]["lot"]).id]


def _large_delivery(opened: Workspace) -> bool:
    large = [each for each in everything(opened,
                                         "production") if not each.no_work and each.gross_mg > 3_000 * each.persons]
    return [(each.date.isoformat(), each.crew) for each in large] == [
        (GAP["delivery-too-large"]["day"][0], one(opened, "crew", *GAP["delivery-too-large"]["crew"]).id)]


def _no_retort(opened: Workspace) -> bool:
    found = [each.code for each in everything(opened, "batch") if each.mercury_in_mg and not each.retort]
    return found == list(GAP["burnt-without-retort"]["batch"])


def _photo_reused(opened: Workspace) -> bool:
    titles: dict[str, set[str]] = defaultdict(set)
    for each in everything(opened, "revision"):
        titles[each.sha256].add(opened.store.get(record_type("document"), each.document).title)
    return [found for found in titles.values() if len(found) > 1] == [set(GAP["photo-reused"]["document"])]


def _certificate_early(opened: Workspace) -> bool:
    found = [each.code for each in everything(opened, "training")
             if each.certificate_on and each.certificate_on < each.date]
    return found == list(GAP["certificate-too-early"]["training"])


def _lapsed(opened: Workspace) -> bool:
    [course] = [one(opened, "training", code) for code in GAP["training-lapsed"]["training"]]
    later = [each for each in everything(opened,
                                         "training") if each.subject == course.subject and each.date > course.date]
    return course.expires_on < TODAY and later == []


def _helmets(opened: Workspace) -> bool:
    found = rows(opened, """SELECT p.code FROM person p JOIN crew c ON c.id = p.crew WHERE c.kind = 'underground'
        AND p.status = 'active' AND p.joined_on <= '2025-02-11' AND NOT EXISTS
        (SELECT 1 FROM ppe_delivery d WHERE d.person = p.id AND d.item = 'helmet') ORDER BY p.code""")
    return [code for (code,) in found] == sorted(GAP["helmet-missing"]["person"])


def _kit_expired(opened: Workspace) -> bool:
    found = [each.code for each in emergency.equipment(opened.store, TODAY) if each.state == emergency.EXPIRED]
    return found == list(GAP["extinguisher-expired"]["equipment"])


def _unreported(opened: Workspace) -> bool:
    found = [each.number for each in everything(opened, "incident")
             if each.severity == "lost_time" and (not each.authority_on or not each.investigated_on)]
    return found == list(GAP["accident-unreported"]["incident"])


def _unanswered(opened: Workspace) -> bool:
    found = [each.number for each in everything(opened, "grievance")
             if each.answered_on is None and (TODAY - each.received_on).days > 90]
    return found == list(GAP["grievance-unanswered"]["grievance"])


def _no_quorum(opened: Workspace) -> bool:
    found = [each.number for each in everything(opened, "meeting")
             if each.entitled and each.attended * 2 <= each.entitled]
    return found == list(GAP["no-quorum"]["meeting"]) and one(opened, "meeting", found[0]).quorum_stated


def _mandates_lapsed(opened: Workspace) -> bool:
    found = mandates.lapsed(mandates.serving(opened.store, TODAY), TODAY)
    return {held.organ.name for held in found} == set(GAP["mandate-lapsed"]["organ"])


def _agreement_late(opened: Workspace) -> bool:
    found = [each.agreement.number for each in agreements.promises(opened.store) if each.late(TODAY)]
    return found == list(GAP["agreement-late"]["agreement"])


def _overdue(opened: Workspace) -> bool:
    found = [each.number for each in everything(opened, "action")
             if each.status not in ("closed", "done") and each.due_on < TODAY]
    return sorted(found) == sorted(GAP["action-overdue"]["action"])


def _minor(opened: Workspace) -> bool:
    young = [each.code for each in everything(opened, "person") if each.birth_date
             and each.birth_date.replace(year=each.birth_date.year + 18) > TODAY]
    [person] = _persons(opened, "minor-underground")
    crew = opened.store.get(record_type("crew"), person.crew)
    return young == [person.code] and crew.kind == "underground" and person.hazardous


IS_THERE: dict[str, Callable[[Workspace], bool]] = {
    "permit-expired": lambda w: [each.code for each in everything(w, "permit") if each.expires_on < TODAY]
    == list(GAP["permit-expired"]["permit"]),
    "age-proof-missing": lambda w: sorted(each.code for each in everything(w, "person") if each.age_evidence == "none")
    == sorted(GAP["age-proof-missing"]["person"]),
    "minor-underground": _minor,
    "identity-shared": lambda w: len({each.id_number for each in _persons(w, "identity-shared")}) == 1
    and rows(w, "SELECT count(id_number) - count(DISTINCT id_number) FROM person") == [(1,)],
    "paid-before-joining": _paid_early,
    "sold-over-stock": _oversold,
    "receipt-gap": _receipts_missing,
    "cash-over-limit": _too_much_cash,
    "advance-open-long": _advances_open,
    "lot-without-seal": lambda w: [each.code for each in everything(w, "lot") if not each.seal_no and each.sale]
    == list(GAP["lot-without-seal"]["lot"]),
    "buyer-unchecked": _buyer_unchecked,
    "price-below-floor": _below_floor,
    "royalty-without-receipt": lambda w: [
        w.store.get(record_type("sale"), each.sale).code for each in everything(w, "sale_deduction")
        if each.kind == "royalty" and not each.receipt_ref] == list(GAP["royalty-without-receipt"]["sale"]),
    "assays-apart": _assays_apart,
    "delivery-too-large": _large_delivery,
    "burnt-without-retort": _no_retort,
    "explosives-short": lambda w: bool(rows(w, "SELECT 1 FROM reagent_movement WHERE item = 'explosives' AND "
                                            "kind = 'count' AND date = ?", GAP["explosives-short"]["day"][0])),
    "photo-reused": _photo_reused,
    "certificate-too-early": _certificate_early,
    "training-lapsed": _lapsed,
    "helmet-missing": _helmets,
    "extinguisher-expired": _kit_expired,
    "statement-contradicted": lambda w: one_answer(w, *GAP["statement-contradicted"]["answer"]).statement.startswith(
        "Todas las personas de bocamina recibieron casco") and _helmets(w),
    "accident-unreported": _unreported,
    "grievance-unanswered": _unanswered,
    "no-quorum": _no_quorum,
    "mandate-lapsed": _mandates_lapsed,
    "agreement-late": _agreement_late,
    "action-overdue": _overdue,
    "paper-missing": lambda w: [each.title for each in everything(w, "document") if each.state == "expected"]
    == list(GAP["paper-missing"]["document"]),
}
"""Gap -> whether it is there, and nothing else of its kind."""


def test_every_promised_gap_has_its_check() -> None:
    assert set(IS_THERE) == set(GAP)
    assert len(GAP) == len(GAPS) >= 20


@pytest.mark.parametrize("key", sorted(IS_THERE))
def test_the_gap_is_there_and_no_other_of_its_kind(demo: Workspace, key: str) -> None:
    assert IS_THERE[key](demo)


def test_statements_that_end_with_facts_cite_what_the_registers_still_say(demo: Workspace) -> None:
    cited = everything(demo, "cited_fact")
    assert len(cited) == 8 and list(changes(demo.store, cited)) == []
    answers = {each.id: each for each in everything(demo, "answer")}
    assert all(each.sentence in answers[each.answer].statement for each in cited)
